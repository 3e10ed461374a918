// SPDX-License-Identifier: GPL-2.0
#include "ringbuffer.h"

#include <linux/btf.h>
#include <linux/errno.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>

#include "btf.h"
#include "symbols.h"

DEFINE_STATIC_CALL_NULL(mmt_tracing_gen_ctx_irq_test, tracing_gen_ctx_irq_test);
DEFINE_STATIC_KEY_FALSE(mmt_ringbuffer_known);
struct mmt_ringbuffer mmt_ringbuffer;

/* Written when the module is loaded; "mmiotrace selftest" says it. */
static bool short_way = true;
module_param(short_way, bool, 0444);
MODULE_PARM_DESC(short_way, "write events straight into the ring buffer (Y), where it is known how, or by their tracepoints (N)");

/* 32 bits up to 6.18, 64 since. */
static int options_of(const struct btf *btf)
{
	int options = mmt_btf_member(btf, "trace_array", "trace_flags",
				     BTF_KIND_INT, sizeof(u32));

	return options >= 0 ? options :
	       mmt_btf_member(btf, "trace_array", "trace_flags", BTF_KIND_INT,
			      sizeof(u64));
}

static int find_layout(struct mmt_ringbuffer *where)
{
	const struct btf *btf = mmt_btf();
	int array, buffer, options, kernel, user;

	if (!btf)
		return -ENOENT;
	array = mmt_btf_member(btf, "trace_array", "array_buffer",
			       BTF_KIND_STRUCT, 0);
	buffer = mmt_btf_member(btf, "array_buffer", "buffer", BTF_KIND_PTR, 0);
	options = options_of(btf);
	kernel = mmt_btf_enumerator(btf, "trace_iterator_bits",
				    "TRACE_ITER_STACKTRACE_BIT");
	user = mmt_btf_enumerator(btf, "trace_iterator_bits",
				  "TRACE_ITER_USERSTACKTRACE_BIT");
	if (array < 0 || buffer < 0 || options < 0 || kernel < 0 ||
	    user < 0 || !mmt_btf_per_cpu(btf, "trace_taskinfo_save",
					 BTF_KIND_INT, sizeof(bool)))
		return -ENOENT;
	where->buffer = array + buffer;
	where->options = options;
	where->stacks = BIT_ULL(kernel) | BIT_ULL(user);
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
		short_way = false;
	if (!short_way)
		return;
	short_way = !find_layout(&mmt_ringbuffer) &&
		    !find_variables(&mmt_ringbuffer) &&
		    MMT_FIND_CALL(mmt_symbol, tracing_gen_ctx_irq_test);
	if (short_way)
		static_branch_enable(&mmt_ringbuffer_known);
	else
		pr_info("the inside of this kernel's trace buffer is not known: events cost more\n");
}
