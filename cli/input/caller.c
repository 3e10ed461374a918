// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "caller.h"

#define MOST_CALLERS	65536

/**
 * callers_begin() - no functions yet
 * @callers: filled in; release with callers_end()
 * @trace: must stay open as long
 */
void callers_begin(struct callers *callers, struct mmt_trace *trace)
{
	memset(callers, 0, sizeof(*callers));
	callers->trace = trace;
}

/** callers_end() - release the functions */
void callers_end(struct callers *callers)
{
	struct caller *caller;
	size_t i;

	for (i = 0; i < CALLER_SLOTS; i++) {
		while ((caller = callers->by_name[i])) {
			callers->by_name[i] = caller->next;
			free(caller);
		}
	}
}

static size_t hash_of(const char *name, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325ULL;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 0x100000001b3ULL;
	return hash % CALLER_SLOTS;
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

/**
 * caller_slow() - caller_of() for an address that is not among the latest
 * @callers: the functions
 * @pc: the address
 */
const struct caller *caller_slow(struct callers *callers, uint64_t pc)
{
	uint64_t slot = (pc * 0x9e3779b97f4a7c15ULL) >> 52;
	char name[512];
	size_t length, all, hash;
	struct caller *caller;

	all = without_offset(name, sizeof(name), mmt_function(callers->trace, pc), &length);
	hash = hash_of(name, all);
	for (caller = callers->by_name[hash]; caller; caller = caller->next)
		if (!strcmp(caller->name, name))
			break;
	if (!caller) {
		/* Code has some thousand functions; addresses without a name are many. */
		caller = callers->count < MOST_CALLERS ? malloc(sizeof(*caller) + all + 1) : NULL;
		if (!caller)
			return NULL;
		memcpy(caller->name, name, all + 1);
		caller->length = length;
		caller->id = callers->count++;
		caller->next = callers->by_name[hash];
		callers->by_name[hash] = caller;
	}
	callers->by_pc[slot].pc = pc;
	callers->by_pc[slot].caller = caller;
	return caller;
}
