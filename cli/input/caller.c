// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "caller.h"

#define MOST_CALLERS	65536
#define PLACES		(2 * MOST_CALLERS)

/**
 * callers_begin() - no functions yet
 * @callers: filled in; release with callers_end()
 * @trace: must stay open as long
 *
 * Return: 0, or -1 when out of memory.
 */
int callers_begin(struct callers *callers, struct mmt_trace *trace)
{
	memset(callers, 0, sizeof(*callers));
	callers->trace = trace;
	callers->all = calloc(MOST_CALLERS, sizeof(callers->all[0]));
	callers->by_name.place = calloc(PLACES, sizeof(callers->by_name.place[0]));
	callers->by_name.places = PLACES;
	if (callers->all && callers->by_name.place)
		return 0;
	callers_end(callers);
	return -1;
}

/** callers_end() - release the functions */
void callers_end(struct callers *callers)
{
	uint32_t i;

	for (i = 0; callers->all && i < callers->count; i++)
		free(callers->all[i]);
	free(callers->all);
	free(callers->by_name.place);
	memset(callers, 0, sizeof(*callers));
}

static uint64_t hash_of(const char *name, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325ULL;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 0x100000001b3ULL;
	return hash;
}

/* "function+0x12 [module]" without the offset. */
static size_t without_offset(char *to, size_t size, const char *name, size_t *length)
{
	size_t plus = strcspn(name, "+");
	const char *rest = name + plus;

	rest += strcspn(rest, " ");
	if (plus > size / 2)
		plus = size / 2;
	memcpy(to, name, plus);
	*length = plus;
	if (strlen(rest) >= size - plus)
		rest = "";
	strcpy(to + plus, rest);
	return plus + strlen(rest);
}

static const struct caller *named(struct callers *callers, const char *name, size_t all,
				  size_t length)
{
	struct caller *caller;
	uint32_t *place;

	lookup_each(place, &callers->by_name, hash_of(name, all))
		if (!strcmp(callers->all[lookup_number(place)]->name, name))
			return callers->all[lookup_number(place)];
	/* Code has some thousand functions; addresses without a name are many. */
	if (callers->count == MOST_CALLERS)
		return NULL;
	caller = malloc(sizeof(*caller) + all + 1);
	if (!caller)
		return NULL;
	memcpy(caller->name, name, all + 1);
	caller->length = length;
	caller->id = callers->count++;
	lookup_put(place, caller->id);
	callers->all[caller->id] = caller;
	return caller;
}

/**
 * caller_slow() - caller_of() for an address that is not among the latest
 * @callers: the functions
 * @pc: the address
 */
const struct caller *caller_slow(struct callers *callers, uint64_t pc)
{
	uint64_t slot = (pc * 0x9e3779b97f4a7c15ULL) >> 52;
	const struct caller *caller;
	size_t length, all;
	char name[512];

	all = without_offset(name, sizeof(name), mmt_function(callers->trace, pc), &length);
	caller = named(callers, name, all, length);
	if (caller) {
		callers->by_pc[slot].pc = pc;
		callers->by_pc[slot].caller = caller;
	}
	return caller;
}
