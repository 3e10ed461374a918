// SPDX-License-Identifier: GPL-2.0
#include "ringbuffer.h"

#include <linux/btf.h>
#include <linux/errno.h>
#include <linux/printk.h>

#include "btf.h"
#include "symbols.h"

DEFINE_STATIC_CALL_NULL(mmt_tracing_gen_ctx_irq_test, tracing_gen_ctx_irq_test);
DEFINE_STATIC_KEY_FALSE(mmt_ringbuffer_known);
struct mmt_ringbuffer mmt_ringbuffer;

static int find_layout(struct mmt_ringbuffer *where)
{
	const struct btf *btf = mmt_btf();
	int array, buffer, options, kernel, user;

	if (!btf)
		return -ENOENT;
	array = mmt_btf_member(btf, "trace_array", "array_buffer",
			       BTF_KIND_STRUCT, 0);
	buffer = mmt_btf_member(btf, "array_buffer", "buffer", BTF_KIND_PTR, 0);
	options = mmt_btf_member(btf, "trace_array", "trace_flags",
				 BTF_KIND_INT, sizeof(u32));
	kernel = mmt_btf_enumerator(btf, "trace_iterator_flags",
				    "TRACE_ITER_STACKTRACE");
	user = mmt_btf_enumerator(btf, "trace_iterator_flags",
				  "TRACE_ITER_USERSTACKTRACE");
	if (array < 0 || buffer < 0 || options < 0 || kernel <= 0 ||
	    user <= 0 || !mmt_btf_per_cpu(btf, "trace_taskinfo_save",
					  BTF_KIND_INT, sizeof(bool)))
		return -ENOENT;
	where->buffer = array + buffer;
	where->options = options;
	where->stacks = kernel | user;
	return 0;
}

static int find_variables(struct mmt_ringbuffer *where)
{
	where->used = (void __percpu *)mmt_symbol("trace_taskinfo_save");
	where->printk = (void *)mmt_symbol("tracepoint_printk_key");
	where->exports = (void *)mmt_symbol("trace_event_exports_enabled");
	return where->used && where->printk && where->exports ? 0 : -ENOENT;
}

/**
 * mmt_ringbuffer_find() - learn where things are; if they are not all there, the
 * tracepoint's own way is always taken
 *
 * Context: process, may sleep, after mmt_symbols_find().
 */
void mmt_ringbuffer_find(void)
{
	/*
	 * In the first case the tracepoint's way counts its own
	 * preempt_disable(), in the second the preemption count does not tell
	 * a softirq.
	 */
	if ((IS_ENABLED(CONFIG_PREEMPT_COUNT) &&
	     !IS_ENABLED(CONFIG_PREEMPTION)) ||
	    IS_ENABLED(CONFIG_PREEMPT_RT))
		return;
	if (find_layout(&mmt_ringbuffer) || find_variables(&mmt_ringbuffer) ||
	    !MMT_FIND_CALL(mmt_symbol, tracing_gen_ctx_irq_test)) {
		pr_info("the inside of this kernel's trace buffer is not known: events cost more\n");
		return;
	}
	static_branch_enable(&mmt_ringbuffer_known);
}
