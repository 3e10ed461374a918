// SPDX-License-Identifier: GPL-2.0
/*
 * Does interception work on this kernel? Tried on two pages of ordinary memory,
 * mapped like a device and armed; every access has an exception table entry, so
 * that a fault which nobody intercepts gives -EFAULT and not an oops.
 */
#include "selftest.h"

#include <linux/gfp.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>
#include <asm/asm.h>

#include "compat/symbols.h"
#include "inject.h"
#include "page.h"
#include "probe.h"
#include "record.h"
#include "sink.h"
#include "uapi/mmiotrace.h"

#define PATTERN		0x8899aabbccddeeffull
#define NR_PAGES	2

/**
 * struct bench - what the checks work on
 * @armed: the armed mapping
 * @plain: another mapping of the same memory, never armed
 */
struct bench {
	u8 *armed;
	u8 *plain;
};

/* One instruction on armed memory; the result is -EFAULT if it faulted. */
#define TRY(insn, ...) ({						\
	int err = 0;							\
	asm volatile("1: " insn "\n"					\
		     "2:\n"						\
		     ".pushsection .text.unlikely, \"ax\"\n"		\
		     "3: movl %[efault], %[err]\n"			\
		     "jmp 2b\n"						\
		     ".popsection\n"					\
		     _ASM_EXTABLE(1b, 3b)				\
		     : [err] "+&r" (err), __VA_ARGS__);			\
	err;								\
})

#define EFAULT_IS	"i" (-EFAULT)

/* Of whose accesses; under the engine's lock. */
static const struct mmt_recording *counted;

static u64 seen(void)
{
	struct mmiotrace_stats stats = {};

	mmt_record_stats(counted, &stats);
	return stats.seen;
}

static int read_bytes(struct bench *b, unsigned int width)
{
	u64 before = seen(), value = 0;

	memset(b->plain, 0, 16);
	*(u64 *)b->plain = PATTERN;
	if (copy_from_kernel_nofault(&value, b->armed, width))
		return -EFAULT;
	if (value != (PATTERN & (~0ull >> (64 - 8 * width))))
		return -EIO;
	return seen() - before == 1 ? 0 : -ENODATA;
}

static int check_read1(struct bench *b) { return read_bytes(b, 1); }
static int check_read2(struct bench *b) { return read_bytes(b, 2); }
static int check_read4(struct bench *b) { return read_bytes(b, 4); }
static int check_read8(struct bench *b) { return read_bytes(b, 8); }

static int check_write(struct bench *b)
{
	u64 before = seen();
	int err;

	memset(b->plain, 0, 16);
	err = TRY("movl %k[value], (%[to])", [to] "+r" (b->armed)
		  : [value] "r" (0x12345678), [efault] EFAULT_IS : "memory");
	if (err)
		return err;
	if (*(u64 *)b->plain != 0x12345678)
		return -EIO;
	return seen() - before == 1 ? 0 : -ENODATA;
}

static int check_extend(struct bench *b)
{
	unsigned long zero = ~0ul, sign = 0;
	int err;

	b->plain[0] = 0x80;
	err = TRY("movzbl (%[from]), %k[to]", [to] "+r" (zero)
		  : [from] "r" (b->armed), [efault] EFAULT_IS : "memory");
	if (!err)
		err = TRY("movsbq (%[from]), %[to]", [to] "+r" (sign)
			  : [from] "r" (b->armed), [efault] EFAULT_IS : "memory");
	if (err)
		return err;
	return zero == 0x80 && sign == ~0x7ful ? 0 : -EIO;
}

static int check_modify(struct bench *b)
{
	u64 before = seen();
	int err;

	*(u32 *)b->plain = 0xf0;
	err = TRY("orl %k[value], (%[to])", [to] "+r" (b->armed)
		  : [value] "r" (0x0f), [efault] EFAULT_IS : "memory", "cc");
	if (err)
		return err;
	if (*(u32 *)b->plain != 0xff)
		return -EIO;
	return seen() - before == 2 ? 0 : -ENODATA;
}

/* 200 bytes across the page boundary, more than one handler run does. */
static int check_string(struct bench *b)
{
	u8 *from = b->armed + PAGE_SIZE - 100;
	u64 before = seen();
	unsigned long n = 200;
	static u8 copy[200];
	u8 *to = copy;
	int err;

	memset(copy, 0, sizeof(copy));
	memset(b->plain + PAGE_SIZE - 100, 0x5a, 200);
	err = TRY("rep movsb", "+S" (from), "+D" (to), "+c" (n)
		  : [efault] EFAULT_IS : "memory");
	if (err)
		return err;
	if (n || to != copy + 200 || memchr_inv(copy, 0x5a, 200))
		return -EIO;
	return seen() - before == 200 ? 0 : -ENODATA;
}

static int check_crossing(struct bench *b)
{
	u64 value = 0, before = seen();
	int err;

	*(u64 *)(b->plain + PAGE_SIZE - 3) = PATTERN;
	err = TRY("movq (%[from]), %[to]", [to] "+r" (value)
		  : [from] "r" (b->armed + PAGE_SIZE - 3), [efault] EFAULT_IS : "memory");
	if (err)
		return err;
	if (value != PATTERN)
		return -EIO;
	return seen() - before == 1 ? 0 : -ENODATA;
}

/* An instruction that only the single step can perform. */
static int check_step(struct bench *b)
{
	u64 before = seen(), value = 0;
	unsigned long flags;
	u8 *from = b->armed;
	int err;

	*(u64 *)b->plain = PATTERN;
	local_save_flags(flags);
	err = TRY("pushq (%[from])\n popq %[value]", [value] "+r" (value),
		  [from] "+r" (from) : [efault] EFAULT_IS : "memory");
	if (err)
		return err;
	if (value != PATTERN || from != b->armed ||
	    irqs_disabled_flags(flags) != irqs_disabled())
		return -EIO;
	return seen() - before == 1 ? 0 : -ENODATA;
}

/* LOCK is ours to honour. */
static int check_locked(struct bench *b)
{
	u64 before = seen(), value = 5;
	u8 *to = b->armed;
	int err;

	*(u64 *)b->plain = PATTERN;
	err = TRY("lock xaddq %[value], (%[to])", [value] "+r" (value),
		  [to] "+r" (to) : [efault] EFAULT_IS : "memory", "cc");
	if (err)
		return err;
	if (value != PATTERN || *(u64 *)b->plain != PATTERN + 5)
		return -EIO;
	return seen() - before == 2 ? 0 : -ENODATA;
}

/* The fault of the other operand must arrive as if nothing were traced. */
static int check_other_fault(struct bench *b)
{
	u8 *from = b->armed, *to = (u8 *)-4096ul;
	unsigned long n = 8;
	int err;

	err = TRY("rep movsb", "+S" (from), "+D" (to), "+c" (n)
		  : [efault] EFAULT_IS : "memory");
	if (err != -EFAULT)
		return -EIO;
	return n == 8 && from == b->armed && to == (u8 *)-4096ul ? 0 : -EIO;
}

static int check_still_armed(struct bench *b)
{
	struct mmt_page *page;
	bool armed;

	local_irq_disable();
	page = mmt_page_find((unsigned long)b->armed);
	armed = page && !(READ_ONCE(*page->entry) & _PAGE_PRESENT);
	local_irq_enable();
	return armed ? 0 : -EIO;
}

static const struct {
	const char *name;
	int (*run)(struct bench *b);
} checks[] = {
	{ "read of 1 byte", check_read1 },
	{ "read of 2 bytes", check_read2 },
	{ "read of 4 bytes", check_read4 },
	{ "read of 8 bytes", check_read8 },
	{ "write", check_write },
	{ "zero and sign extension", check_extend },
	{ "read-modify-write", check_modify },
	{ "repeated string copy across pages", check_string },
	{ "read across a page boundary", check_crossing },
	{ "locked exchange and add", check_locked },
	{ "single step of an instruction not emulated", check_step },
	{ "fault of the other operand", check_other_fault },
	{ "page still armed after all this", check_still_armed },
};

/* Results of the last run; written and read under the engine's lock. */
static int results[ARRAY_SIZE(checks)];

static int run_checks(struct bench *b)
{
	int failures = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		results[i] = checks[i].run(b);
		if (!results[i])
			continue;
		failures++;
		pr_err("self-test: %s: error %d\n", checks[i].name, results[i]);
	}
	return failures;
}

/**
 * mmt_selftest_run() - run all checks
 * @record: for this only
 *
 * The hooks are installed.
 *
 * Context: process, sleeps.
 * Return: how many checks failed, or a negative errno.
 */
int mmt_selftest_run(const struct mmt_recording *record)
{
	struct page *pages[NR_PAGES] = {};
	struct mmiotrace_probe probe = {};
	struct mmt_sink sink = { .counters = record->counters };
	struct bench b = {};
	unsigned int i;
	int err = -ENOMEM;

	for (i = 0; i < NR_PAGES; i++) {
		pages[i] = mmt_alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!pages[i])
			goto out;
	}
	b.armed = mmt_vmap(pages, NR_PAGES, VM_MAP, PAGE_KERNEL);
	b.plain = mmt_vmap(pages, NR_PAGES, VM_MAP, PAGE_KERNEL);
	if (!b.armed || !b.plain)
		goto out;

	probe.addr = (unsigned long)b.armed;
	probe.len = NR_PAGES * PAGE_SIZE;
	probe.sink = &sink;
	err = mmt_probe_register(&probe,
				 static_call(mmt_find_vm_area)(b.armed));
	if (!err) {
		counted = record;
		err = run_checks(&b);
		mmiotrace_unregister_probe(&probe);
	}
out:
	vunmap(b.plain);
	vunmap(b.armed);
	for (i = 0; i < NR_PAGES; i++)
		if (pages[i])
			__free_page(pages[i]);
	return err;
}

/**
 * mmt_selftest_result() - one result of the last run
 * @test: @index in, the rest out
 *
 * Return: 0, or -ENOENT past the last check.
 */
int mmt_selftest_result(struct mmiotrace_selftest *test)
{
	if (test->index >= ARRAY_SIZE(checks))
		return -ENOENT;
	memset(test->name, 0, sizeof(test->name));
	strscpy(test->name, checks[test->index].name, sizeof(test->name));
	test->result = READ_ONCE(results[test->index]);
	return 0;
}

/**
 * mmt_selftest_complain() - say why the module is not loaded
 * @failures: what mmt_selftest_run() has returned, more than 0
 *
 * In one line, with all that a report needs: the kernel, and the first question
 * that had a wrong answer.
 *
 * Context: process.
 */
void mmt_selftest_complain(int failures)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if (results[i])
			break;
	if (i < ARRAY_SIZE(checks))
		pr_err("not loaded: the self-test fails on kernel %s: %s (error %d), and %d more of its checks" MMT_REPORT "\n",
		       init_utsname()->release, checks[i].name, results[i],
		       failures - 1);
}
