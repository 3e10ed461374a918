// SPDX-License-Identifier: GPL-2.0
/*
 * set_memory_uc(), set_memory_wc() and set_memory_wb() of watched mappings: each
 * beside a second mapping of the same memory, the same way, that is not watched.
 * What is said, and what is left in the page tables in the end, must be the same.
 */
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/set_memory.h>
#include <asm/msr.h>

#include "area.h"
#include "checks.h"
#include "leaves.h"

/* Where page.c has nothing else mapped either; 1 GiB pages fit, and 2 MiB ones. */
#define AT		SZ_1G

static struct watch one;

/**
 * struct pair - two mappings of the same memory
 * @plainly: nobody watches it
 * @watched: watched from first to last byte
 * @len: bytes of each
 */
struct pair {
	u8 *plainly;
	u8 *watched;
	unsigned long len;
};

static int map_pair(struct pair *pair, unsigned long len, unsigned int level)
{
	pair->plainly = map_as(AT, len, ioremap_uc);
	pair->watched = map_as(AT, len, ioremap_uc);
	pair->len = len;
	REQUIRE(pair->plainly && pair->watched);
	REQUIRE(leaf_of(pair->watched).level == level);
	TRY_TO(watch(&one, pair->watched, len, AFTER));
	return 0;
}

static void unmap_pair(struct pair *pair)
{
	unmap(pair->plainly);
	unmap(pair->watched);
}

/* One access, which the device has seen and we, on an armed page. */
static int seen_at(struct pair *pair, unsigned long offset)
{
	u64 value = get_cycles() + offset;
	unsigned long ip;

	forget(&one);
	poke(pair->watched + offset, 8, value, &ip);
	REQUIRE(peek(pair->plainly + offset, 8, &ip) == value);
	REQUIRE(atomic_read(&one.count) == 1);
	REQUIRE(one.sights[0].access.value == value);
	REQUIRE(!is_present(pair->watched + offset));
	return 0;
}

/* The type through which we access is that of the mapping that is not watched. */
static int typed_at(struct pair *pair, unsigned long offset)
{
	const struct mmt_area *area = area_of(pair->watched);

	REQUIRE(area);
	REQUIRE(memory_type(leaf_of(pair->watched + area->delta + offset)) ==
		memory_type(leaf_of(pair->plainly + offset)));
	return 0;
}

/* Both have the same entries, of the same level. */
static int same_at(struct pair *pair, unsigned long offset)
{
	REQUIRE(is_present(pair->watched + offset));
	REQUIRE(same_leaf(leaf_of(pair->watched + offset),
			  leaf_of(pair->plainly + offset)));
	return 0;
}

/* At the borders of what is changed, and of what large pages it is in. */
static int everywhere(struct pair *pair, unsigned long first, unsigned long len,
		      int (*what)(struct pair *pair, unsigned long offset))
{
	const unsigned long places[] = {
		0, first - 8, first, first + 8 * (len / 16), first + len - 8,
		first + len, ALIGN_DOWN(first, SZ_2M), ALIGN_DOWN(first, SZ_2M) - 8,
		ALIGN(first + len, SZ_2M) - 8, ALIGN(first + len, SZ_2M),
		pair->len - 8,
	};
	unsigned int i;

	/* Some are outside. */
	for (i = 0; i < ARRAY_SIZE(places); i++)
		if (places[i] < pair->len)
			TRY_TO(what(pair, places[i]));
	return 0;
}

/* Returns what both said, or -EIO when they did not agree. */
static int both(struct pair *pair, unsigned long offset, int n,
		int (*set)(unsigned long addr, int numpages))
{
	int plainly = set((unsigned long)pair->plainly + offset, n);
	int watched = set((unsigned long)pair->watched + offset, n);

	if (plainly == watched)
		return plainly;
	pr_err("watched %d, not watched %d\n", watched, plainly);
	return -EIO;
}

static int changes(unsigned long len, unsigned int level, unsigned long offset,
		   int n)
{
	struct pair pair;

	TRY_TO(map_pair(&pair, len, level));

	TRY_TO(both(&pair, offset, n, set_memory_wc));
	REQUIRE(memory_type(leaf_of(pair.plainly + offset)) == _PAGE_CACHE_MODE_WC);
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, typed_at));
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, seen_at));
	/* It is reserved, so it cannot be made anything else; then it is not. */
	REQUIRE(both(&pair, offset, n, set_memory_uc) == -EBUSY);
	TRY_TO(both(&pair, offset, n, set_memory_wb));
	TRY_TO(both(&pair, offset, n, set_memory_uc));
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, typed_at));
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, seen_at));
	TRY_TO(both(&pair, offset, n, set_memory_wb));
	TRY_TO(both(&pair, offset, n, set_memory_wc));

	unwatch(&one);
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, same_at));
	/* When it is watched no more, what was reserved is still there. */
	REQUIRE(both(&pair, offset, n, set_memory_uc) == -EBUSY);
	/* Another time, from what is there now, and unmapped while it is watched. */
	TRY_TO(watch(&one, pair.watched, len, AFTER));
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, typed_at));
	TRY_TO(everywhere(&pair, offset, n * PAGE_SIZE, seen_at));
	TRY_TO(both(&pair, offset, n, set_memory_wb));
	unmap_pair(&pair);
	unwatch(&one);
	return 0;
}

/* Once one was split, the kernel's own ioremap() dies of the next: see kernel/alias.c. */
#define GIGABYTES	!IS_ENABLED(CONFIG_PREEMPT_RT)

static int check_types_change(void)
{
	TRY_TO(changes(SZ_8K, PG_LEVEL_4K, 0, 2));
	TRY_TO(changes(SZ_16K, PG_LEVEL_4K, SZ_4K, 2));
	TRY_TO(changes(SZ_2M, PG_LEVEL_2M, 0, SZ_2M / SZ_4K));
	TRY_TO(changes(SZ_2M, PG_LEVEL_2M, SZ_8K, 1));
	TRY_TO(changes(SZ_4M + SZ_8K, PG_LEVEL_2M, SZ_1M, SZ_2M / SZ_4K));
	TRY_TO(changes(SZ_4M + SZ_8K, PG_LEVEL_2M, SZ_2M, SZ_2M / SZ_4K + 2));
	if (!GIGABYTES)
		return 0;
	TRY_TO(changes(SZ_1G, PG_LEVEL_1G, SZ_512M + SZ_4K, 3));
	TRY_TO(changes(SZ_1G, PG_LEVEL_1G, 0, SZ_1G / SZ_4K));
	return 0;
}

/*
 * Only some pages are watched, those from 8 to 16 KiB, in a small part of what is
 * changed from 4 KiB on.
 */
static int changes_partly(unsigned long len, unsigned int level, int n)
{
	struct pair pair;
	unsigned long i, ip;

	TRY_TO(map_pair(&pair, len, level));
	unwatch(&one);
	TRY_TO(watch(&one, pair.watched + SZ_8K, SZ_8K, AFTER));
	TRY_TO(both(&pair, SZ_4K, n, set_memory_wc));
	for (i = 0; i < SZ_32K; i += SZ_4K) {
		TRY_TO(typed_at(&pair, i));
		if (i / SZ_8K == 1)
			TRY_TO(seen_at(&pair, i));
		else
			TRY_TO(same_at(&pair, i));
	}
	/* From a page that is watched into one that is not. */
	forget(&one);
	poke(pair.watched + SZ_16K - 4, 8, 0x1234567890abcdef, &ip);
	REQUIRE(atomic_read(&one.count) == 1);
	REQUIRE(peek(pair.plainly + SZ_16K - 4, 8, &ip) == 0x1234567890abcdef);
	/* Now, and when it is another area. */
	unwatch(&one);
	for (i = 0; i < SZ_32K; i += SZ_4K)
		TRY_TO(same_at(&pair, i));
	TRY_TO(watch(&one, pair.watched + SZ_8K, SZ_8K, AFTER));
	TRY_TO(both(&pair, SZ_4K, n, set_memory_wb));
	TRY_TO(typed_at(&pair, SZ_8K));
	TRY_TO(seen_at(&pair, SZ_8K));
	unwatch(&one);
	for (i = 0; i < SZ_32K; i += SZ_4K)
		TRY_TO(same_at(&pair, i));
	unmap_pair(&pair);
	return 0;
}

/* A large page, split for us, that is all of one type in the end is large again. */
static int changes_all_of_it(unsigned long len, unsigned int level)
{
	struct pair pair;

	TRY_TO(map_pair(&pair, len, level));
	unwatch(&one);
	TRY_TO(watch(&one, pair.watched + SZ_8K, SZ_8K, AFTER));
	TRY_TO(both(&pair, 0, len / PAGE_SIZE, set_memory_wc));
	TRY_TO(typed_at(&pair, SZ_8K));
	TRY_TO(seen_at(&pair, SZ_8K));
	unwatch(&one);
	TRY_TO(everywhere(&pair, SZ_8K, SZ_8K, same_at));
	REQUIRE(leaf_of(pair.watched).level == level);
	TRY_TO(both(&pair, 0, len / PAGE_SIZE, set_memory_wb));
	unmap_pair(&pair);
	return 0;
}

static int check_types_partly(void)
{
	TRY_TO(changes_partly(SZ_32K, PG_LEVEL_4K, 4));
	TRY_TO(changes_partly(SZ_2M, PG_LEVEL_2M, 4));
	TRY_TO(changes_partly(SZ_4M, PG_LEVEL_2M, 512));
	TRY_TO(changes_all_of_it(SZ_2M, PG_LEVEL_2M));
	if (!GIGABYTES)
		return 0;
	TRY_TO(changes_partly(SZ_1G, PG_LEVEL_1G, 4));
	TRY_TO(changes_all_of_it(SZ_1G, PG_LEVEL_1G));
	return 0;
}

/* A page that was given up before, or after: it is restored with the new type. */
static int given_up(bool before)
{
	struct pair pair;

	TRY_TO(map_pair(&pair, SZ_4M, PG_LEVEL_2M));
	if (before)
		make_it_give_up(pair.watched);
	TRY_TO(both(&pair, SZ_8K, 2, set_memory_wc));
	if (!before)
		make_it_give_up(pair.watched);
	TRY_TO(same_at(&pair, 0));
	TRY_TO(same_at(&pair, SZ_8K));
	TRY_TO(same_at(&pair, SZ_16K));
	TRY_TO(typed_at(&pair, SZ_8K));
	TRY_TO(seen_at(&pair, SZ_2M));
	/* Armed again, as a whole, and changed again. */
	unwatch(&one);
	TRY_TO(watch(&one, pair.watched, SZ_4M, AFTER));
	TRY_TO(both(&pair, SZ_8K, 2, set_memory_wb));
	TRY_TO(both(&pair, SZ_16K, 1, set_memory_uc));
	TRY_TO(everywhere(&pair, SZ_8K, SZ_8K, typed_at));
	TRY_TO(everywhere(&pair, SZ_8K, SZ_8K, seen_at));
	unwatch(&one);
	TRY_TO(everywhere(&pair, SZ_8K, SZ_8K, same_at));
	TRY_TO(both(&pair, SZ_16K, 1, set_memory_wb));
	unmap_pair(&pair);
	return 0;
}

static int check_types_given_up(void)
{
	return given_up(true) ?: given_up(false);
}

static const struct check checks[] = {
	{ "types-change", check_types_change },
	{ "types-partly", check_types_partly },
	{ "types-given-up", check_types_given_up },
};

const struct check_group memtype_checks = {
	.name = "memtype",
	.checks = checks,
	.n = ARRAY_SIZE(checks),
};
