// SPDX-License-Identifier: GPL-2.0
/* Which device of one run is which of the other, and one numbering of keys for both. */
#include <stdlib.h>

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

static is_pair *const kinds[] = { as_told, same_address, same_role, same_driver };

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

/* Pair one device, if it has a partner. */
static int pair_device(struct mmt_diff *diff, struct diff_matched *matched,
		       struct diff_device *a, struct diff_device *const *others,
		       is_pair *is)
{
	struct diff_pair *more;

	for (uint32_t i = 0; i < matched->run[1]->devices; i++) {
		struct diff_device *b = others[i];

		if (b->paired || !is(diff, a, b))
			continue;
		more = realloc(matched->pair, (matched->pairs + 1UL) * sizeof(*more));
		if (!more)
			return -1;
		matched->pair = more;
		more[matched->pairs] = (struct diff_pair){ .device = {
			(uint32_t)(a - matched->run[0]->device),
			(uint32_t)(b - matched->run[1]->device),
		} };
		a->paired = b->paired = true;
		matched->pairs++;
		return 0;
	}
	return 0;
}

static int pair_devices(struct mmt_diff *diff, struct diff_matched *matched,
			struct diff_device *const *one, struct diff_device *const *other)
{
	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++)
		for (uint32_t i = 0; i < matched->run[0]->devices; i++)
			if (!one[i]->paired &&
			    pair_device(diff, matched, one[i], other, kinds[kind]))
				return -1;
	return 0;
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
	struct diff_device **list[2] = { sorted(matched->run[0]), sorted(matched->run[1]) };
	int status = -1;

	for (int side = 0; side < 2; side++)
		for (uint32_t i = 0; i < matched->run[side]->devices; i++)
			matched->run[side]->device[i].paired = false;
	if (list[0] && list[1])
		status = pair_devices(diff, matched, list[0], list[1]);
	free(list[0]);
	free(list[1]);
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
