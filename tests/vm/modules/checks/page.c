// SPDX-License-Identifier: GPL-2.0
/* Page sizes, memory types, mappings in odd places, and a great many pages. */
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/asm.h>

#include "area.h"
#include "checks.h"
#include "leaves.h"

static struct watch one, two;

/* The private mapping of a watched address: as large, same memory, same type. */
static int alias_is_right(const u8 *addr, struct leaf original, u64 offset)
{
	const struct mmt_area *area = area_of(addr);
	struct leaf alias;
	u64 frame;

	REQUIRE(area);
	REQUIRE(!is_present(addr));
	alias = leaf_of(addr + area->delta);
	/* No gigabytes with PREEMPT_RT: see kernel/alias.c. */
	REQUIRE(alias.level == (IS_ENABLED(CONFIG_PREEMPT_RT) ?
				min_t(unsigned int, original.level, PG_LEVEL_2M) :
				original.level));
	REQUIRE(memory_type(alias) == memory_type(original));
	REQUIRE((alias.value & _PAGE_NX) && (alias.value & _PAGE_RW));
	/* Bit 12 of a large one is no address. */
	frame = PFN_PHYS(pte_pfn(__pte(alias.value))) &
		page_level_mask(alias.level);
	REQUIRE(frame == ((device_phys + offset) & page_level_mask(alias.level)));
	return 0;
}

/* An access of 8 bytes each way, through armed memory and seen through it. */
static int access_works(struct watch *watch, u8 *addr, u64 seed)
{
	u64 value = seed * 0x9e3779b97f4a7c15ull;
	unsigned long ip;

	forget(watch);
	poke(addr, 8, value, &ip);
	REQUIRE(peek(addr, 8, &ip) == value);
	REQUIRE(atomic_read(&watch->count) == 2);
	REQUIRE(watch->sights[0].access.flags == MMIOTRACE_WRITE);
	REQUIRE(watch->sights[0].access.addr == (unsigned long)addr);
	REQUIRE(watch->sights[0].access.value == value);
	REQUIRE(watch->sights[1].access.flags == 0);
	REQUIRE(watch->sights[1].access.value == value);
	return 0;
}

/* One mapping with entries of all three sizes. */
#define BEHIND_1G	SZ_1G
#define BEHIND_2M	(SZ_1G + SZ_4M)
#define LEVELS_SIZE	(SZ_1G + SZ_4M + SZ_8K)

static int check_levels(void)
{
	static const u64 places[] = {
		0, 8, SZ_1G / 2 + 123, BEHIND_1G - 8,
		BEHIND_1G - 3,			/* across 1 GiB and 2 MiB */
		BEHIND_1G, BEHIND_1G + SZ_2M - 4, BEHIND_2M - 8,
		BEHIND_2M - 5,			/* across 2 MiB and 4 KiB */
		BEHIND_2M, BEHIND_2M + SZ_4K - 1, LEVELS_SIZE - 8,
	};
	u8 *dev = map(0, LEVELS_SIZE);
	struct leaf before[ARRAY_SIZE(places)];
	struct traces nothing = traces_now();
	unsigned long ip;
	unsigned int i;

	REQUIRE(dev);
	for (i = 0; i < ARRAY_SIZE(places); i++)
		before[i] = leaf_of(dev + places[i]);
	REQUIRE(before[0].level == PG_LEVEL_1G);
	REQUIRE(leaf_of(dev + BEHIND_1G).level == PG_LEVEL_2M);
	REQUIRE(leaf_of(dev + BEHIND_2M).level == PG_LEVEL_4K);

	TRY_TO(watch(&one, dev, LEVELS_SIZE, AFTER));
	REQUIRE(traces_now().armed - nothing.armed == 1 + 2 + 2);
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		TRY_TO(alias_is_right(dev + places[i], before[i], places[i]));
		TRY_TO(access_works(&one, dev + places[i], i + 1));
	}
	unwatch(&one);
	for (i = 0; i < ARRAY_SIZE(places); i++)
		REQUIRE(same_leaf(before[i], leaf_of(dev + places[i])));

	/* A few bytes of two large pages: those and the small pages around them. */
	TRY_TO(watch(&one, dev + BEHIND_1G + SZ_2M - 4, 8, AFTER));
	REQUIRE(traces_now().armed - nothing.armed == 2);
	REQUIRE(is_present(dev) && is_present(dev + BEHIND_2M));
	TRY_TO(access_works(&one, dev + BEHIND_1G + SZ_2M - 4, 99));
	TRY_TO(access_works(&one, dev + BEHIND_1G + SZ_2M + 3, 100));
	poke(dev + BEHIND_1G, 4, 1, &ip);
	REQUIRE(atomic_read(&one.count) == 2);
	unwatch(&one);
	for (i = 0; i < ARRAY_SIZE(places); i++)
		REQUIRE(same_leaf(before[i], leaf_of(dev + places[i])));
	return 0;
}

/* --- parts of large pages ----------------------------------------------------- */

/* How many pages are armed, and that what is beside @addr is not, and works. */
static int alone(u8 *dev, unsigned long addr, int armed)
{
	unsigned long first = ALIGN_DOWN(addr, PAGE_SIZE), ip;
	int count = atomic_read(&one.count);

	REQUIRE(traces_now().armed == armed);
	REQUIRE(!is_present(dev + addr));
	REQUIRE(is_present(dev + first - 8) && is_present(dev + first + PAGE_SIZE));
	REQUIRE(leaf_of(dev + first + PAGE_SIZE).level == PG_LEVEL_4K);
	REQUIRE(leaf_of(dev + addr + SZ_2M).level == PG_LEVEL_2M);
	poke(dev + first - 8, 8, ~addr, &ip);
	poke(dev + first + PAGE_SIZE, 8, addr, &ip);
	REQUIRE(peek(dev + first - 8, 8, &ip) == ~addr);
	REQUIRE(peek(dev + first + PAGE_SIZE, 8, &ip) == addr);
	REQUIRE(atomic_read(&one.count) == count);
	return 0;
}

#define SPLIT_SIZE	(SZ_1G + SZ_4M)
#define IN_1G		(SZ_512M + SZ_1M + 100)
#define IN_2M		(SZ_1G + SZ_4K + 100)

static int check_split(void)
{
	u8 *dev = map(0, SPLIT_SIZE);
	struct leaf large, small;
	int armed = traces_now().armed;
	unsigned long ip;

	REQUIRE(dev);
	large = leaf_of(dev);
	small = leaf_of(dev + SZ_1G);
	REQUIRE(large.level == PG_LEVEL_1G && small.level == PG_LEVEL_2M);

	TRY_TO(watch(&one, dev + IN_1G, 8, AFTER));
	TRY_TO(alone(dev, IN_1G, armed + 1));
	TRY_TO(access_works(&one, dev + IN_1G, 1));
	REQUIRE(same_leaf(leaf_of(dev + SZ_1G), small));
	/* Another part of the same large page, and a whole smaller one. */
	TRY_TO(watch(&two, dev + IN_1G - SZ_256M, 8, AFTER));
	TRY_TO(alone(dev, IN_1G - SZ_256M, armed + 2));
	TRY_TO(access_works(&two, dev + IN_1G - SZ_256M, 2));
	unwatch(&two);
	TRY_TO(alone(dev, IN_1G, armed + 1));
	TRY_TO(watch(&two, dev + SZ_64M, SZ_2M, AFTER));
	REQUIRE(leaf_of(dev + SZ_64M).level == PG_LEVEL_2M);
	REQUIRE(traces_now().armed == armed + 2);
	TRY_TO(access_works(&two, dev + SZ_64M + SZ_1M, 3));
	unwatch(&two);
	/* All of it is whatever it is by now. */
	TRY_TO(watch(&two, dev, SPLIT_SIZE, AFTER));
	REQUIRE(traces_now().armed == armed + 510 + 2 * 512 + 2);
	REQUIRE(!is_present(dev) && !is_present(dev + IN_1G + PAGE_SIZE) &&
		!is_present(dev + SZ_1G));
	TRY_TO(access_works(&two, dev + SZ_1G - 4, 4));
	unwatch(&one);
	TRY_TO(access_works(&two, dev + IN_1G, 5));
	/* What is armed whole is not split for a part. */
	TRY_TO(watch(&one, dev + IN_2M, 8, AFTER));
	TRY_TO(access_works(&one, dev + IN_2M, 6));
	REQUIRE(leaf_of(dev + IN_2M + PAGE_SIZE).level == PG_LEVEL_2M);
	unwatch(&two);
	REQUIRE(traces_now().armed == armed + 1);
	TRY_TO(access_works(&one, dev + IN_2M, 7));
	unwatch(&one);
	REQUIRE(same_leaf(leaf_of(dev + IN_1G), large));
	REQUIRE(same_leaf(leaf_of(dev + IN_2M), small));
	REQUIRE(peek(dev + IN_2M, 8, &ip) == 7 * 0x9e3779b97f4a7c15ull);

	/* Unmapped while it is in pieces. */
	TRY_TO(watch(&one, dev + IN_1G, 8, AFTER));
	unmap(dev);
	unwatch(&one);
	return 0;
}

/* There is no memory for the pieces: all of the page is armed, then. */
static int check_split_memory(void)
{
	u8 *dev = map(SZ_1G, SZ_1G);
	struct leaf before;
	int n, err, levels = 0;

	REQUIRE(dev);
	before = leaf_of(dev);
	REQUIRE(before.level == PG_LEVEL_1G);
	for (n = 1; n < 20; n++) {
		fail_allocation(n);
		err = watch(&one, dev + SZ_1M, 4, AFTER);
		fail_allocation(0);
		REQUIRE(!err || err == -ENOMEM);
		if (!err) {
			levels |= 1 << leaf_of(dev + SZ_1M).level;
			TRY_TO(access_works(&one, dev + SZ_1M - 4, n));
			unwatch(&one);
		}
		REQUIRE(same_leaf(leaf_of(dev + SZ_1M), before));
	}
	REQUIRE(levels == (1 << PG_LEVEL_1G | 1 << PG_LEVEL_2M | 1 << PG_LEVEL_4K));
	return 0;
}

typedef void __iomem *(*mapper)(resource_size_t phys, unsigned long len);

/* Where nothing else is mapped, since one page must not have two types. */
#define TYPES_AT	(SZ_1G + SZ_512M)

static int type_works(mapper how, enum page_cache_mode mode, unsigned long len,
		      unsigned int level)
{
	u8 *dev = map_as(TYPES_AT, len, how);
	struct leaf before, beside;

	REQUIRE(dev);
	before = leaf_of(dev + 100);
	REQUIRE(before.level == level);
	/* Is it what we have asked for? Or nothing is proved. */
	REQUIRE(memory_type(before) == memory_type((struct leaf) {
			cachemode2protval(mode), PG_LEVEL_4K }));
	TRY_TO(watch(&one, dev, len, AFTER));
	TRY_TO(alias_is_right(dev + 100, before, TYPES_AT + 100));
	TRY_TO(access_works(&one, dev + 100, len));
	TRY_TO(alias_is_right(dev + len - 8, before, TYPES_AT + len - 8));
	TRY_TO(access_works(&one, dev + len - 8, len + 1));
	unwatch(&one);
	REQUIRE(same_leaf(before, leaf_of(dev + 100)));
	/* Split, where it is large, and put together again. */
	TRY_TO(watch(&one, dev + 100, 8, AFTER));
	TRY_TO(access_works(&one, dev + 100, len + 2));
	beside = leaf_of(dev + SZ_4K);
	REQUIRE(beside.level == PG_LEVEL_4K);
	REQUIRE(memory_type(beside) == memory_type(before));
	unwatch(&one);
	REQUIRE(same_leaf(before, leaf_of(dev + 100)));
	unmap(dev);
	return 0;
}

static int check_types(void)
{
	static const struct {
		mapper how;
		enum page_cache_mode mode;
	} types[] = {
		{ ioremap, _PAGE_CACHE_MODE_UC_MINUS },
		{ ioremap_uc, _PAGE_CACHE_MODE_UC },
		{ ioremap_wc, _PAGE_CACHE_MODE_WC },
		{ ioremap_wt, _PAGE_CACHE_MODE_WT },
		{ ioremap_cache, _PAGE_CACHE_MODE_WB },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		TRY_TO(type_works(types[i].how, types[i].mode, SZ_8K,
				  PG_LEVEL_4K));
		TRY_TO(type_works(types[i].how, types[i].mode, SZ_2M,
				  PG_LEVEL_2M));
	}
	return 0;
}

/* A mapping that begins and ends inside a page is whole pages to the processor. */
static int check_inside_page(void)
{
	u8 *dev = map(0x234, 0x1345), *page = (u8 *)PAGE_ALIGN_DOWN((unsigned long)dev);
	unsigned long ip;

	REQUIRE(dev && offset_in_page(dev) == 0x234);
	TRY_TO(watch(&one, dev, 0x1345, AFTER));
	REQUIRE(one.probe.phys == device_phys + 0x234);
	REQUIRE(!is_present(page) && !is_present(page + PAGE_SIZE));
	TRY_TO(access_works(&one, dev, 1));
	TRY_TO(access_works(&one, dev + 0x1345 - 8, 2));
	TRY_TO(access_works(&one, dev - 7, 3));
	TRY_TO(access_works(&one, dev + 0x1344, 4));
	forget(&one);
	poke(dev - 8, 8, 5, &ip);
	poke(dev + 0x1345, 8, 6, &ip);
	REQUIRE(atomic_read(&one.count) == 0);
	REQUIRE(*(u64 *)(plain + 0x22c) == 5 &&
		*(u64 *)(plain + 0x1579) == 6);
	/* What was not asked for is there all the same, and may be watched. */
	TRY_TO(watch(&two, page, 2 * PAGE_SIZE, AFTER));
	TRY_TO(access_works(&two, page, 7));
	TRY_TO(access_works(&two, page + 2 * PAGE_SIZE - 8, 8));
	unwatch(&one);
	REQUIRE(watch(&one, page, 2 * PAGE_SIZE + 1, AFTER) == -EINVAL);
	return 0;
}

/* 256 MiB that no large entry fits, each page armed, accessed and restored. */
static int check_many_pages(void)
{
	const unsigned long len = SZ_256M - SZ_8K, n = len / PAGE_SIZE;
	u8 *dev = map(PAGE_SIZE, len);
	struct traces before = traces_now();
	unsigned long i, ip;

	REQUIRE(dev && leaf_of(dev + SZ_64M).level == PG_LEVEL_4K);
	TRY_TO(watch(&one, dev, len, AFTER));
	REQUIRE(traces_now().armed - before.armed == n);
	for (i = 0; i < n; i++) {
		poke(dev + i * PAGE_SIZE, 4, i, &ip);
		if (i % 1024 == 0)
			cond_resched();
	}
	REQUIRE(atomic_read(&one.count) == n);
	unwatch(&one);
	for (i = 0; i < n; i++)
		if (peek(dev + i * PAGE_SIZE, 4, &ip) != i)
			break;
	REQUIRE(i == n);
	REQUIRE(atomic_read(&one.count) == n);
	return 0;
}

/* Between pages of different sizes, both armed, up and down. */
static int check_copy_levels(void)
{
	u8 *large = map(SZ_512M, SZ_2M), *small = map(0, 2 * PAGE_SIZE);
	u8 *from = large + SZ_1M, *to = small + PAGE_SIZE - 70;
	unsigned long n = 150, ip;
	unsigned int i;

	REQUIRE(large && small);
	REQUIRE(leaf_of(large).level == PG_LEVEL_2M);
	for (i = 0; i < 150; i++)
		poke(from + i, 1, i ^ 0x5a, &ip);
	TRY_TO(watch(&one, large, SZ_2M, AFTER));
	TRY_TO(watch(&two, small, 2 * PAGE_SIZE, AFTER));
	asm volatile("rep movsb" : "+S" (from), "+D" (to), "+c" (n) : : "memory");
	REQUIRE(!n && from == large + SZ_1M + 150 && to == small + PAGE_SIZE + 80);
	REQUIRE(atomic_read(&one.count) == 150 && atomic_read(&two.count) == 150);
	for (i = 0; i < 150; i++)
		REQUIRE(plain[PAGE_SIZE - 70 + i] == (u8)(i ^ 0x5a));

	forget(&one);
	forget(&two);
	from = small + PAGE_SIZE + 72;
	to = large + 8 * 18;
	n = 19;
	asm volatile("std; rep movsq; cld"
		     : "+S" (from), "+D" (to), "+c" (n) : : "memory");
	REQUIRE(!n && to == large - 8);
	REQUIRE(atomic_read(&one.count) == 19 && atomic_read(&two.count) == 19);
	unwatch(&one);
	for (i = 0; i < 18; i++)
		REQUIRE(peek(large + 8 * i, 8, &ip) ==
			*(u64 *)(plain + PAGE_SIZE - 72 + 8 * i));
	return 0;
}

/* --- mappings that come and go --------------------------------------------------- */

#define ROUNDS	64

/* Another device page each time, at an address where a probe was a moment ago. */
static int remap(struct watch *watches)
{
	const u8 *last = NULL;
	unsigned int i, again = 0;

	for (i = 0; i < ROUNDS; i++) {
		u8 *dev = map(i * PAGE_SIZE, PAGE_SIZE);
		unsigned long ip;

		REQUIRE(dev);
		again += dev == last;
		last = dev;
		TRY_TO(watch(&watches[i], dev, PAGE_SIZE, AFTER));
		TRY_TO(access_works(&watches[i], dev, i + 1));
		poke(dev + 8, 4, i, &ip);
		REQUIRE(*(u32 *)(plain + i * PAGE_SIZE + 8) == i);
		REQUIRE(atomic_read(&watches[i].count) == 3);
		unmap(dev);
		REQUIRE(!area_of(dev));
		/* Addresses are used again only after this. */
		vm_unmap_aliases();
	}
	REQUIRE(again > ROUNDS / 2);
	for (i = 0; i < ROUNDS; i++)
		unwatch(&watches[i]);
	return 0;
}

static int check_remap(void)
{
	struct watch *watches = kvcalloc(ROUNDS, sizeof(*watches), GFP_KERNEL);
	int err;

	REQUIRE(watches);
	err = remap(watches);
	undo_all();
	kvfree(watches);
	return err;
}

/* --- user memory --------------------------------------------------------------- */

/* Whichever is the device: both are addresses. Returns how many bytes are left. */
static unsigned long copy_user(unsigned long to, unsigned long from,
			       unsigned long n)
{
	stac();
	asm volatile("1: rep movsb\n2:\n" _ASM_EXTABLE_UA(1b, 2b)
		     : "+S" (from), "+D" (to), "+c" (n) : : "memory");
	clac();
	return n;
}

static bool is_huge(unsigned long addr)
{
	p4d_t *p4d = p4d_offset(pgd_offset(current->mm, addr), addr);
	pud_t *pud = pud_offset(p4d, addr);
	pmd_t *pmd = pmd_offset(pud, addr);

	return pmd_val(*pmd) & _PAGE_PSE;
}

static bool user_holds(unsigned long addr, unsigned int len)
{
	unsigned int i;
	u8 byte;

	for (i = 0; i < len; i++)
		if (get_user(byte, (u8 __user *)addr + i) || byte != (u8)(i + 1))
			return false;
	return true;
}

static int copies_to_user(u8 *dev, unsigned long start, unsigned long fresh,
			  unsigned long readonly)
{
	unsigned int i;

	for (i = 0; i < 1000; i++)
		plain[i] = i + 1;
	TRY_TO(put_user(0, (u8 __user *)start));
	/* A kernel with PREEMPT_RT has none. */
	REQUIRE(is_huge(start) == IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE));
	TRY_TO(watch(&one, dev, PAGE_SIZE, AFTER));
	REQUIRE(!copy_user(start + 5, (unsigned long)dev, 1000));
	REQUIRE(user_holds(start + 5, 1000));
	REQUIRE(atomic_read(&one.count) == 1000);

	/* Nobody has touched it yet: it faults once on each page, no byte twice. */
	forget(&one);
	REQUIRE(!copy_user(fresh + PAGE_SIZE - 300, (unsigned long)dev, 1000));
	REQUIRE(user_holds(fresh + PAGE_SIZE - 300, 1000));
	REQUIRE(atomic_read(&one.count) == 1000);

	/* It cannot be written: so nothing is read from the device for it. */
	forget(&one);
	REQUIRE(copy_user(readonly, (unsigned long)dev, 100) == 100);
	REQUIRE(atomic_read(&one.count) == 0);

	/* The way back, from the page that is huge and one that is not. */
	memset(plain, 0, 2000);
	forget(&one);
	REQUIRE(!copy_user((unsigned long)dev, start + 5, 1000));
	REQUIRE(!copy_user((unsigned long)dev + 1000, fresh + PAGE_SIZE - 300, 1000));
	REQUIRE(atomic_read(&one.count) == 2000);
	for (i = 0; i < 2000; i++)
		REQUIRE(plain[i] == (u8)(i % 1000 + 1));
	return 0;
}

static unsigned long user_map(unsigned long len, unsigned long prot)
{
	return vm_mmap(NULL, 0, len, prot, MAP_PRIVATE | MAP_ANONYMOUS, 0);
}

/* The one who has written to "run" lends its address space. */
static int check_user_copy(void)
{
	unsigned long large = user_map(SZ_4M, PROT_READ | PROT_WRITE);
	unsigned long fresh = user_map(SZ_16K, PROT_READ | PROT_WRITE);
	unsigned long readonly = user_map(SZ_4K, PROT_READ);
	u8 *dev = map(0, PAGE_SIZE);
	int err;

	REQUIRE(dev && !IS_ERR_VALUE(large) && !IS_ERR_VALUE(fresh) &&
		!IS_ERR_VALUE(readonly));
	err = copies_to_user(dev, ALIGN(large, SZ_2M), fresh, readonly);
	vm_munmap(large, SZ_4M);
	vm_munmap(fresh, SZ_16K);
	vm_munmap(readonly, SZ_4K);
	return err;
}

/* A session that has not asked for the HPET leaves it alone; the script runs it in one. */
static int check_unasked(void)
{
	void __iomem *hpet = ioremap(0xfed00000, PAGE_SIZE);
	bool present;

	REQUIRE(hpet);
	present = is_present((__force void *)hpet);
	iounmap(hpet);
	REQUIRE(present);
	return 0;
}

/*
 * A fault on an entry that is present and can be written, because of a reserved bit:
 * while page faults come our way it has to end as without.
 */
static int check_reserved_bit(void)
{
	struct page *page = alloc_page(GFP_KERNEL);
	int untraced, traced, err;
	unsigned int level;
	u8 *dev = map(0, PAGE_SIZE), *mapping;
	pteval_t was;
	pte_t *pte;
	u64 value;

	REQUIRE(page && dev);
	mapping = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	REQUIRE(mapping);
	pte = lookup_address((unsigned long)mapping, &level);
	REQUIRE(level == PG_LEVEL_4K);
	was = pte_val(*pte);
	WRITE_ONCE(*(pteval_t *)pte, was | BIT_ULL(51));
	untraced = copy_from_kernel_nofault(&value, mapping, sizeof(value));
	err = watch(&one, dev, PAGE_SIZE, AFTER);
	traced = copy_from_kernel_nofault(&value, mapping, sizeof(value));
	WRITE_ONCE(*(pteval_t *)pte, was);
	vunmap(mapping);
	__free_page(page);
	TRY_TO(err);
	REQUIRE(untraced == -EFAULT && traced == -EFAULT);
	return 0;
}

static const struct check checks[] = {
	{ "levels", check_levels },
	{ "split", check_split },
	{ "split-memory", check_split_memory },
	{ "types", check_types },
	{ "inside-page", check_inside_page },
	{ "many-pages", check_many_pages },
	{ "copy-levels", check_copy_levels },
	{ "user-copy", check_user_copy },
	{ "remap", check_remap },
	{ "unasked", check_unasked },
	{ "reserved-bit", check_reserved_bit },
};

const struct check_group page_checks = {
	.name = "page",
	.checks = checks,
	.n = ARRAY_SIZE(checks),
};
