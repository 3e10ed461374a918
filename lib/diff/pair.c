// SPDX-License-Identifier: GPL-2.0
/* Which device of one run is which of the other, and one numbering of keys for both. */
#include <stdlib.h>

#include "base/hash.h"
#include "compare.h"

typedef bool is_pair(const struct mmt_diff *diff, const struct diff_device *a,
		     const struct diff_device *b);

static bool as_told(const struct mmt_diff *diff, const struct diff_device *a,
		    const struct diff_device *b)
{
	return diff->address[0] && diff->address[1] && mmt_device_is(a->device, diff->address[0]) &&
	       mmt_device_is(b->device, diff->address[1]);
}

static bool same_model(const struct diff_device *a, const struct diff_device *b)
{
	return a->device->vendor == b->device->vendor && a->device->device == b->device->device;
}

static bool same_address(const struct mmt_diff *diff, const struct diff_device *a,
			 const struct diff_device *b)
{
	(void)diff;
	if (!a->device || !b->device)
		return !a->device && !b->device && a->phys == b->phys && a->length == b->length;
	return !strcmp(a->device->address, b->device->address) &&
	       (!a->device->vendor || !b->device->vendor || same_model(a, b));
}

/* Devices come by function and slot; mappings without a device in the order of their use. */
static bool same_role(const struct mmt_diff *diff, const struct diff_device *a,
		      const struct diff_device *b)
{
	(void)diff;
	if (!a->device || !b->device)
		return !a->device && !b->device && a->length == b->length;
	return a->device->vendor && same_model(a, b);
}

/* One driver, and nothing says that the devices are different. */
static bool same_driver(const struct mmt_diff *diff, const struct diff_device *a,
			const struct diff_device *b)
{
	(void)diff;
	return a->device && b->device && *a->device->driver &&
	       !strcmp(a->device->driver, b->device->driver) &&
	       (!a->device->vendor || !b->device->vendor || same_model(a, b));
}

typedef uint64_t pair_hash(const struct diff_device *device);

/* Nobody tells of a mapping. */
static uint64_t told_hash(const struct diff_device *device)
{
	return device->device ? 0 : device->phys;
}

static uint64_t text_hash(const char *text)
{
	return hash_text(text, strlen(text));
}

static uint64_t address_hash(const struct diff_device *device)
{
	return device->device ? text_hash(device->device->address) : device->phys;
}

static uint64_t role_hash(const struct diff_device *device)
{
	return device->device ? (uint64_t)device->device->vendor << 16 | device->device->device :
				device->length;
}

static uint64_t driver_hash(const struct diff_device *device)
{
	return device->device ? text_hash(device->device->driver) : 0;
}

/* Ways in which two devices are a pair, the surest first; those that are have one hash. */
static const struct pair_kind {
	is_pair *is;
	pair_hash *hash;
} kinds[] = {
	{ as_told, told_hash }, { same_address, address_hash },
	{ same_role, role_hash }, { same_driver, driver_hash },
};

/**
 * struct pair_search - devices of a run by their hash
 * @device: the devices
 * @n: how many
 * @first: the first of a hash, and one; or 0
 * @slots: how many of these, a power of two
 * @next: for each device the next of its hash, and one
 */
struct pair_search {
	struct diff_device **device;
	uint32_t n;
	uint32_t *first;
	uint32_t slots;
	uint32_t *next;
};

static int by_address(const void *x, const void *y)
{
	const struct diff_device *const *a = x, *const *b = y;
	const struct mmt_device *one = (*a)->device, *other = (*b)->device;

	if (!one || !other || !one->is_pci || !other->is_pci)
		return *a < *b ? -1 : *a > *b;
	if ((one->devfn & 7) != (other->devfn & 7))
		return (one->devfn & 7) - (other->devfn & 7);
	return strcmp(one->address, other->address);
}

static struct diff_device **sorted(struct diff_run *run)
{
	struct diff_device **list = malloc((run->devices + 1UL) * sizeof(struct diff_device *));

	if (!list)
		return NULL;
	for (uint32_t i = 0; i < run->devices; i++)
		list[i] = &run->device[i];
	qsort(list, run->devices, sizeof(struct diff_device *), by_address);
	return list;
}

static uint32_t *slot_of(const struct pair_search *search, uint64_t hash)
{
	return &search->first[spread(hash) >> 32 & (search->slots - 1)];
}

/* List those that have no partner yet; from the last to the first, so that lists begin with it. */
static void list_devices(struct pair_search *search, const struct pair_kind *kind)
{
	memset(search->first, 0, search->slots * sizeof(*search->first));
	for (uint32_t i = search->n; i--;) {
		uint32_t *slot;

		if (search->device[i]->paired)
			continue;
		slot = slot_of(search, kind->hash(search->device[i]));
		search->next[i] = *slot;
		*slot = i + 1;
	}
}

/* The partner of a device, which is taken off its list; or NULL. */
static struct diff_device *take_partner(const struct mmt_diff *diff, struct pair_search *search,
					const struct pair_kind *kind, const struct diff_device *a)
{
	uint32_t *entry = slot_of(search, kind->hash(a));

	for (; *entry; entry = &search->next[*entry - 1]) {
		struct diff_device *b = search->device[*entry - 1];

		if (!kind->is(diff, a, b))
			continue;
		*entry = search->next[*entry - 1];
		return b;
	}
	return NULL;
}

static void pair_devices(struct mmt_diff *diff, struct diff_matched *matched,
			 struct diff_device *const *one, struct pair_search *search)
{
	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
		list_devices(search, &kinds[kind]);
		for (uint32_t i = 0; i < matched->run[0]->devices; i++) {
			struct diff_device *a = one[i], *b = NULL;

			if (!a->paired)
				b = take_partner(diff, search, &kinds[kind], a);
			if (!b)
				continue;
			matched->pair[matched->pairs++] = (struct diff_pair){ .device = {
				(uint32_t)(a - matched->run[0]->device),
				(uint32_t)(b - matched->run[1]->device),
			} };
			a->paired = b->paired = true;
		}
	}
}

/**
 * pairs_find() - pair the devices of two runs
 * @diff: the comparison
 * @matched: the runs; the pairs are filled in
 *
 * Return: 0, or -1 when out of memory.
 */
int pairs_find(struct mmt_diff *diff, struct diff_matched *matched)
{
	struct diff_device **one = sorted(matched->run[0]);
	struct pair_search search = { .device = sorted(matched->run[1]),
				      .n = matched->run[1]->devices, .slots = 16 };
	int status = -1;

	for (int side = 0; side < 2; side++)
		for (uint32_t i = 0; i < matched->run[side]->devices; i++)
			matched->run[side]->device[i].paired = false;
	while (search.slots < search.n)
		search.slots *= 2;
	search.first = malloc(search.slots * sizeof(*search.first));
	search.next = malloc((search.n + 1UL) * sizeof(*search.next));
	matched->pair = malloc((matched->run[0]->devices + 1UL) * sizeof(*matched->pair));
	if (one && search.device && search.first && search.next && matched->pair) {
		pair_devices(diff, matched, one, &search);
		status = 0;
	}
	free(one);
	free(search.device);
	free(search.first);
	free(search.next);
	return status;
}

/**
 * pair_room() - make room for what is said of items
 * @pair: a device; what it had is not freed
 * @n: items of A
 * @m: items of B
 *
 * Return: 0, or -1 when out of memory.
 */
int pair_room(struct diff_pair *pair, uint32_t n, uint32_t m)
{
	const size_t items[2] = { n + 1UL, m + 1UL };
	bool failed = false;

	for (int side = 0; side < 2; side++) {
		pair->other[side] = malloc(items[side] * sizeof(*pair->other[side]));
		pair->flags[side] = calloc(items[side], sizeof(*pair->flags[side]));
		failed |= !pair->other[side] || !pair->flags[side];
	}
	return failed ? -1 : 0;
}

/** pair_free() - free that again */
void pair_free(struct diff_pair *pair)
{
	for (int side = 0; side < 2; side++) {
		free(pair->other[side]);
		free(pair->flags[side]);
	}
}

/** pairs_free() - free what is known of pairs */
void pairs_free(struct diff_matched *matched)
{
	for (uint32_t i = 0; i < matched->pairs; i++)
		pair_free(&matched->pair[i]);
	free(matched->pair);
	matched->pair = NULL;
	matched->pairs = 0;
}
