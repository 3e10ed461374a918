// SPDX-License-Identifier: GPL-2.0
/* The interface for other modules: registration, and what handlers are told. */
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "checks.h"

#define PATTERN	0x8899aabbccddeeffull

static struct watch one, two;

static u64 low_bytes(u64 value, unsigned int width)
{
	return value & (~0ull >> (64 - 8 * width));
}

/* Both handlers, in order, once each, with these words. */
static int told_once(const struct watch *watch, const void *addr,
		     unsigned int width, u64 value, u8 flags, unsigned long ip)
{
	unsigned int i;

	REQUIRE(atomic_read(&watch->count) == 2);
	REQUIRE(!watch->sights[0].after && watch->sights[1].after);
	for (i = 0; i < 2; i++) {
		const struct sight *sight = &watch->sights[i];

		REQUIRE(sight->access.addr == (unsigned long)addr);
		REQUIRE(sight->access.ip == ip);
		REQUIRE(sight->regs_ip == ip);
		REQUIRE(sight->access.width == width);
		REQUIRE(sight->access.flags == flags);
		REQUIRE(!sight->access.bytes);
		/* A read has no value before it has happened. */
		if (sight->after || (flags & MMIOTRACE_WRITE))
			REQUIRE(sight->access.value == value);
	}
	return 0;
}

static int check_told_once(void)
{
	u8 *dev = map(0, PAGE_SIZE);
	unsigned int width;
	unsigned long ip;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, PAGE_SIZE, BEFORE | AFTER));
	REQUIRE(one.probe.phys == device_phys);
	one.plain = plain + 64;
	for (width = 1; width <= 8; width *= 2) {
		u64 value = low_bytes(PATTERN, width);

		*(u64 *)(plain + 64) = PATTERN;
		forget(&one);
		REQUIRE(peek(dev + 64, width, &ip) == value);
		TRY_TO(told_once(&one, dev + 64, width, value, 0, ip));

		*(u64 *)(plain + 64) = 0;
		forget(&one);
		poke(dev + 64, width, value, &ip);
		TRY_TO(told_once(&one, dev + 64, width, value,
				 MMIOTRACE_WRITE, ip));
		/* Before means before: the device had not been written yet. */
		REQUIRE(one.sights[0].memory == 0);
		REQUIRE(one.sights[1].memory == value);
		REQUIRE(*(u64 *)(plain + 64) == value);
	}
	REQUIRE(atomic_long_read(&one.probe.missed) == 0);
	one.plain = NULL;
	return 0;
}

static int check_modify(void)
{
	u8 *dev = map(0, PAGE_SIZE);

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, PAGE_SIZE, BEFORE | AFTER));
	*(u32 *)plain = 0xf0;
	asm volatile("orl $0x0f, (%0)" : : "r" (dev) : "memory", "cc");
	REQUIRE(*(u32 *)plain == 0xff);
	/* Before and after the read, before and after the write. */
	REQUIRE(atomic_read(&one.count) == 4);
	REQUIRE(!one.sights[0].after && one.sights[1].after);
	REQUIRE(!one.sights[2].after && one.sights[3].after);
	REQUIRE(one.sights[1].access.flags == 0);
	REQUIRE(one.sights[1].access.value == 0xf0);
	REQUIRE(one.sights[3].access.flags == MMIOTRACE_WRITE);
	REQUIRE(one.sights[3].access.value == 0xff);
	return 0;
}

static int check_one_handler(void)
{
	u8 *dev = map(0, PAGE_SIZE);
	unsigned long ip;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, 8, BEFORE));
	TRY_TO(watch(&two, dev, 8, AFTER));
	peek(dev, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 1 && !one.sights[0].after);
	REQUIRE(atomic_read(&two.count) == 1 && two.sights[0].after);
	unwatch(&one);
	peek(dev, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 1);
	REQUIRE(atomic_read(&two.count) == 2);
	/* A probe without handlers is odd, and harmless. */
	TRY_TO(watch(&one, dev, 8, 0));
	peek(dev, 4, &ip);
	REQUIRE(atomic_read(&two.count) == 3);
	return 0;
}

static bool sees(struct watch *watch, const u8 *addr, unsigned int width)
{
	unsigned long ip;

	forget(watch);
	peek(addr, width, &ip);
	return atomic_read(&watch->count);
}

/* An access belongs to a probe when any byte of it does. */
static int check_edges(void)
{
	u8 *dev = map(0, 2 * PAGE_SIZE), *edge;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev + 16, 4, AFTER));
	REQUIRE(!sees(&one, dev + 12, 4));
	REQUIRE(sees(&one, dev + 13, 4));
	REQUIRE(sees(&one, dev + 12, 8));
	REQUIRE(sees(&one, dev + 16, 1));
	REQUIRE(sees(&one, dev + 19, 1));
	REQUIRE(sees(&one, dev + 19, 4));
	REQUIRE(!sees(&one, dev + 20, 4));
	REQUIRE(!sees(&one, dev + 20, 8));
	unwatch(&one);

	/* On two pages, and an access on two pages that touches one of its bytes. */
	edge = dev + PAGE_SIZE;
	TRY_TO(watch(&one, edge - 1, 2, AFTER));
	REQUIRE(!is_present(dev) && !is_present(edge));
	REQUIRE(sees(&one, edge - 1, 1));
	REQUIRE(sees(&one, edge, 1));
	REQUIRE(sees(&one, edge - 4, 8));
	REQUIRE(!sees(&one, edge - 4, 2));
	REQUIRE(!sees(&one, edge + 1, 8));
	unwatch(&one);

	TRY_TO(watch(&one, edge, 1, AFTER));
	REQUIRE(is_present(dev) && !is_present(edge));
	REQUIRE(sees(&one, edge - 3, 4));
	REQUIRE(!sees(&one, edge - 4, 4));
	unwatch(&one);

	/* The last byte of the mapping. */
	TRY_TO(watch(&one, edge + PAGE_SIZE - 1, 1, AFTER));
	REQUIRE(sees(&one, edge + PAGE_SIZE - 8, 8));
	REQUIRE(!sees(&one, edge + PAGE_SIZE - 8, 4));
	return 0;
}

static int refused(const void *addr, unsigned long len)
{
	struct traces before = traces_now();
	int err = watch(&two, addr, len, AFTER);

	if (err != -EINVAL)
		pr_err("%px, %lx bytes: %d\n", addr, len, err);
	REQUIRE(err == -EINVAL);
	REQUIRE(same_traces(before, traces_now()));
	return 0;
}

static int refused_ranges(u8 *dev, unsigned long size)
{
	TRY_TO(refused(dev, 0));
	TRY_TO(refused(dev, size + 1));
	TRY_TO(refused(dev + 1, size));
	TRY_TO(refused(dev + size - 1, 2));
	TRY_TO(refused(dev + size - 1, PAGE_SIZE + 1));
	/* The guard page and what lies behind it. */
	TRY_TO(refused(dev + size, 1));
	TRY_TO(refused(dev, size + PAGE_SIZE + 1));
	TRY_TO(refused(dev - 1, 2));
	/* Past the end of all addresses. */
	TRY_TO(refused(dev, ~0ul));
	TRY_TO(refused(dev + 8, 0ul - (unsigned long)dev - 8));
	TRY_TO(refused(dev + 8, 0ul - (unsigned long)dev));
	TRY_TO(refused(dev + 8, 0ul - (unsigned long)dev + 16));
	return 0;
}

static int check_bad_ranges(void)
{
	u8 *first = map(0, 2 * PAGE_SIZE), *second = map(0, 2 * PAGE_SIZE);
	u8 *low = min(first, second), *high = max(first, second);
	void *memory;
	int err;

	REQUIRE(first && second);
	TRY_TO(refused_ranges(first, 2 * PAGE_SIZE));
	/* The same where the area is known already. */
	TRY_TO(watch(&one, first, 16, AFTER));
	TRY_TO(refused_ranges(first, 2 * PAGE_SIZE));
	/* From one mapping into another. */
	TRY_TO(refused(low, high - low + 1));
	TRY_TO(refused(low + PAGE_SIZE, high - low));
	REQUIRE(sees(&one, first, 4) && atomic_read(&one.count) == 1);

	/* No device: ordinary memory of all kinds, user space, nothing at all. */
	memory = vmalloc(PAGE_SIZE);
	REQUIRE(memory);
	err = refused(memory, 8);
	vfree(memory);
	TRY_TO(err);
	TRY_TO(refused(&one, 8));
	TRY_TO(refused(&err, 4));
	TRY_TO(refused(check_bad_ranges, 8));
	TRY_TO(refused(page_address(virt_to_page(low_bytes)), 8));
	TRY_TO(refused(NULL, 8));
	TRY_TO(refused((void *)0x400000, 8));
	TRY_TO(refused((void *)~0ul, 1));
	TRY_TO(refused((void *)VMALLOC_START, 1));
	TRY_TO(refused((void *)VMALLOC_END, 1));
	return 0;
}

/* The page is armed while anybody wants it. */
static int check_shared(void)
{
	u8 *dev = map(0, PAGE_SIZE);
	unsigned long ip;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev + 16, 8, BEFORE | AFTER));
	TRY_TO(watch(&two, dev + 20, 8, BEFORE | AFTER));
	/* A byte that both have, then one that only one has. */
	peek(dev + 20, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 2 && atomic_read(&two.count) == 2);
	peek(dev + 16, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 4 && atomic_read(&two.count) == 2);
	peek(dev + 24, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 4 && atomic_read(&two.count) == 4);

	unwatch(&one);
	REQUIRE(!is_present(dev));
	peek(dev + 20, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 4 && atomic_read(&two.count) == 6);
	unwatch(&two);
	REQUIRE(is_present(dev));
	peek(dev + 20, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 4 && atomic_read(&two.count) == 6);
	return 0;
}

/* Three pages, three ranges: each page is armed as long as one of them needs it. */
static int check_counted(void)
{
	static struct watch three;
	u8 *dev = map(0, 4 * PAGE_SIZE);

	REQUIRE(dev);
	TRY_TO(watch(&one, dev + PAGE_SIZE - 4, PAGE_SIZE, AFTER));
	TRY_TO(watch(&two, dev + PAGE_SIZE, 2 * PAGE_SIZE, AFTER));
	TRY_TO(watch(&three, dev + 2 * PAGE_SIZE, 4, AFTER));
	REQUIRE(!is_present(dev) && !is_present(dev + PAGE_SIZE));
	REQUIRE(!is_present(dev + 2 * PAGE_SIZE));
	REQUIRE(is_present(dev + 3 * PAGE_SIZE));
	unwatch(&two);
	REQUIRE(!is_present(dev) && !is_present(dev + PAGE_SIZE));
	REQUIRE(!is_present(dev + 2 * PAGE_SIZE));
	unwatch(&one);
	REQUIRE(is_present(dev) && is_present(dev + PAGE_SIZE));
	REQUIRE(!is_present(dev + 2 * PAGE_SIZE));
	REQUIRE(sees(&three, dev + 2 * PAGE_SIZE, 4));
	/* Armed a second time. */
	TRY_TO(watch(&one, dev, 1, AFTER));
	REQUIRE(sees(&one, dev, 1) && !sees(&one, dev + 1, 1));
	return 0;
}

static int check_twice(void)
{
	u8 *dev = map(0, PAGE_SIZE);

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, 4, AFTER));
	REQUIRE(mmiotrace_register_probe(&one.probe) == -EEXIST);
	REQUIRE(sees(&one, dev, 4) && atomic_read(&one.count) == 1);
	unwatch(&one);
	REQUIRE(is_present(dev));
	/* Nothing happens to what is not registered. */
	mmiotrace_unregister_probe(&one.probe);
	TRY_TO(watch(&one, dev, 4, AFTER));
	REQUIRE(sees(&one, dev, 4) && atomic_read(&one.count) == 1);
	return 0;
}

/* Two mappings of one page: each probe sees the accesses through its own. */
static int check_two_mappings(void)
{
	u8 *a = map(0, PAGE_SIZE), *b = map(0, PAGE_SIZE);
	unsigned long ip;

	REQUIRE(a && b);
	TRY_TO(watch(&one, a, 8, AFTER));
	TRY_TO(watch(&two, b, 8, AFTER));
	REQUIRE(one.probe.phys == two.probe.phys);
	poke(a, 4, 0x1234, &ip);
	REQUIRE(atomic_read(&one.count) == 1 && atomic_read(&two.count) == 0);
	REQUIRE(peek(b, 4, &ip) == 0x1234);
	REQUIRE(atomic_read(&one.count) == 1 && atomic_read(&two.count) == 1);
	return 0;
}

static int check_copy_between(void)
{
	u8 *a = map(0, PAGE_SIZE), *b = map(PAGE_SIZE, PAGE_SIZE);
	u8 *from = a + 8, *to = b + 24;
	unsigned long n = 16;
	unsigned int i;

	REQUIRE(a && b);
	TRY_TO(watch(&one, a, PAGE_SIZE, AFTER));
	TRY_TO(watch(&two, b, PAGE_SIZE, AFTER));
	for (i = 0; i < 16; i++)
		plain[8 + i] = i + 1;
	memset(plain + PAGE_SIZE, 0, 64);
	asm volatile("rep movsb" : "+S" (from), "+D" (to), "+c" (n)
		     : : "memory");
	REQUIRE(!n && from == a + 24 && to == b + 40);
	REQUIRE(!memcmp(plain + PAGE_SIZE + 24, plain + 8, 16));
	REQUIRE(atomic_read(&one.count) == 16 && atomic_read(&two.count) == 16);
	for (i = 0; i < 16; i++) {
		REQUIRE(one.sights[i].access.addr == (unsigned long)a + 8 + i);
		REQUIRE(one.sights[i].access.value == i + 1);
		REQUIRE(!one.sights[i].access.flags);
		REQUIRE(two.sights[i].access.addr == (unsigned long)b + 24 + i);
		REQUIRE(two.sights[i].access.value == i + 1);
		REQUIRE(two.sights[i].access.flags == MMIOTRACE_WRITE);
	}
	return 0;
}

static u8 *hook_page;	/* what touch_again() touches */
static u64 hook_value;

static void touch_again(struct watch *watch, const struct sight *sight)
{
	unsigned long ip;

	hook_value = peek(hook_page, 4, &ip);
}

/* Handlers that access traced memory themselves: performed, counted, not told. */
static int check_inside_handler(void)
{
	u8 *dev = map(0, PAGE_SIZE), *other = map(PAGE_SIZE, PAGE_SIZE);
	unsigned long ip;

	REQUIRE(dev && other);
	TRY_TO(watch(&one, dev, PAGE_SIZE, BEFORE | AFTER));
	TRY_TO(watch(&two, other, PAGE_SIZE, AFTER));
	*(u32 *)(plain + 128) = 0x11223344;
	*(u32 *)(plain + PAGE_SIZE) = 0x55667788;
	one.hook = touch_again;

	hook_page = dev + 128;
	peek(dev, 4, &ip);
	REQUIRE(hook_value == 0x11223344);
	REQUIRE(atomic_read(&one.count) == 2);
	REQUIRE(atomic_long_read(&one.probe.missed) == 2);

	hook_page = other;
	peek(dev, 4, &ip);
	REQUIRE(hook_value == 0x55667788);
	REQUIRE(atomic_read(&one.count) == 4);
	REQUIRE(atomic_read(&two.count) == 0);
	REQUIRE(atomic_long_read(&one.probe.missed) == 2);
	REQUIRE(atomic_long_read(&two.probe.missed) == 2);
	one.hook = NULL;
	return 0;
}

static int check_unmapped(void)
{
	struct traces before = traces_now();
	u8 *dev = map(0, PAGE_SIZE), *again;
	unsigned long ip;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, 8, AFTER));
	TRY_TO(watch(&two, dev + 4, 8, AFTER));
	poke(dev, 4, 7, &ip);
	unmap(dev);
	/* All of it has gone with the mapping, but for what the owner holds. */
	REQUIRE(same_traces(before, traces_now()));
	REQUIRE(atomic_read(&one.count) == 1 && atomic_read(&two.count) == 0);

	/* The next mapping most often has the same address. */
	again = map(0, PAGE_SIZE);
	REQUIRE(again);
	REQUIRE(peek(again, 4, &ip) == 7);
	REQUIRE(atomic_read(&one.count) == 1);
	unwatch(&one);
	TRY_TO(watch(&one, again, 8, AFTER));
	REQUIRE(sees(&one, again, 4));
	unwatch(&two);
	REQUIRE(sees(&one, again, 4));
	return 0;
}

/* Whichever allocation fails: an error, and nothing is left. */
static int check_no_memory(void)
{
	struct traces before = traces_now();
	u8 *dev = map(0, 3 * PAGE_SIZE);
	int n, err;

	REQUIRE(dev);
	for (n = 1; n < 100; n++) {
		fail_allocation(n);
		err = watch(&one, dev, PAGE_SIZE + 1, BEFORE | AFTER);
		if (!err)
			break;
		REQUIRE(err == -ENOMEM);
		REQUIRE(same_traces(before, traces_now()));
		REQUIRE(is_present(dev) && is_present(dev + PAGE_SIZE));
	}
	fail_allocation(0);
	/* The area, its pages, the private mapping and its page tables. */
	REQUIRE(n == 5);
	REQUIRE(sees(&one, dev, 4));
	return 0;
}

/* An entry that somebody else has changed cannot be armed. */
static int check_changed_entry(void)
{
	u8 *dev = map(0, 4 * PAGE_SIZE);
	unsigned int level;
	pte_t *pte, old;
	int err;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, 8, AFTER));
	pte = lookup_address((unsigned long)dev + 2 * PAGE_SIZE, &level);
	REQUIRE(pte && level == PG_LEVEL_4K);
	old = *pte;
	set_pte(pte, pte_mkspecial(old));
	err = watch(&two, dev, 4 * PAGE_SIZE, BEFORE | AFTER);
	set_pte(pte, old);
	REQUIRE(err == -EBUSY);
	REQUIRE(!is_present(dev) && is_present(dev + PAGE_SIZE) &&
		is_present(dev + 3 * PAGE_SIZE));
	REQUIRE(sees(&one, dev, 4) && atomic_read(&one.count) == 1);
	TRY_TO(watch(&two, dev, 4 * PAGE_SIZE, AFTER));
	REQUIRE(sees(&two, dev + 3 * PAGE_SIZE, 4));
	return 0;
}

/* For the script, which runs it in a session, and counts what that recorded. */
static int check_thousand_reads(void)
{
	u8 *dev = map(0, PAGE_SIZE);
	unsigned long ip;
	unsigned int i;

	REQUIRE(dev);
	TRY_TO(watch(&one, dev, PAGE_SIZE, AFTER));
	for (i = 0; i < 1000; i++)
		peek(dev + i % 100 * 4, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 1000);
	/* 64 MiB in large pages, mapped before the session began. */
	for (i = 0; i < 16; i++)
		peek(plain + i * SZ_4M, 4, &ip);
	unwatch(&one);
	/* The session's, if there is one, are armed still; else they are not. */
	TRY_TO(watch(&one, dev, PAGE_SIZE, AFTER));
	peek(dev, 4, &ip);
	REQUIRE(atomic_read(&one.count) == 1);
	return 0;
}

static const struct check checks[] = {
	{ "told-once", check_told_once },
	{ "modify", check_modify },
	{ "one-handler", check_one_handler },
	{ "edges", check_edges },
	{ "bad-ranges", check_bad_ranges },
	{ "shared", check_shared },
	{ "counted", check_counted },
	{ "twice", check_twice },
	{ "two-mappings", check_two_mappings },
	{ "copy-between", check_copy_between },
	{ "inside-handler", check_inside_handler },
	{ "unmapped", check_unmapped },
	{ "no-memory", check_no_memory },
	{ "changed-entry", check_changed_entry },
	{ "thousand-reads", check_thousand_reads },
};

const struct check_group probe_checks = {
	.name = "probe",
	.checks = checks,
	.n = ARRAY_SIZE(checks),
};
