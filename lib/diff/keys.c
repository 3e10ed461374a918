// SPDX-License-Identifier: GPL-2.0
#include "keys.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/room.h"
#include "item.h"

typedef uint64_t hash_of_number(const void *of, uint32_t number);

static int grow(struct diff_numbers *numbers, hash_of_number *hash, const void *of)
{
	struct diff_numbers more = { .slots = numbers->slots ? 2 * numbers->slots : 256,
				     .used = numbers->used };

	more.slot = calloc(more.slots, sizeof(*more.slot));
	if (!more.slot)
		return -1;
	for (uint32_t i = 0; i < numbers->slots; i++) {
		uint64_t at;

		if (!numbers->slot[i])
			continue;
		at = hash(of, numbers->slot[i] - 1);
		while (more.slot[at & (more.slots - 1)])
			at++;
		more.slot[at & (more.slots - 1)] = numbers->slot[i];
	}
	free(numbers->slot);
	*numbers = more;
	return 0;
}

/* Room for one more. */
static int reserve(struct diff_numbers *numbers, hash_of_number *hash, const void *of)
{
	return 2 * numbers->used < numbers->slots ? 0 : grow(numbers, hash, of);
}

static uint64_t word_hash(const void *of, uint32_t number)
{
	const struct diff_words *words = of;

	return spread(hash_text(words->at[number], strlen(words->at[number])));
}

/**
 * word_number() - the number of a text
 * @words: the texts; it becomes one of them
 * @text: the text; need not end with a zero
 * @length: of it
 *
 * Return: the number, 0 for no text; NOBODY when out of memory.
 */
uint32_t word_number(struct diff_words *words, const char *text, size_t length)
{
	struct diff_numbers *numbers = &words->numbers;
	uint64_t hash = spread(hash_text(text, length));
	uint32_t *slot;
	char **more;

	if (!length)
		return 0;
	if (reserve(numbers, word_hash, words))
		return NOBODY;
	while (*(slot = &numbers->slot[hash++ & (numbers->slots - 1)])) {
		const char *word = words->at[*slot - 1];

		if (!strncmp(word, text, length) && !word[length])
			return *slot - 1;
	}
	if (!words->n)
		words->n = 1;
	more = room_for_more(words->at, words->n, &words->room, sizeof(*more));
	if (!more)
		return NOBODY;
	words->at = more;
	words->at[0] = NULL;
	words->at[words->n] = strndup(text, length);
	if (!words->at[words->n])
		return NOBODY;
	numbers->used++;
	*slot = words->n + 1;
	return words->n++;
}

/** words_free() - free all texts */
void words_free(struct diff_words *words)
{
	for (uint32_t i = 1; i < words->n; i++)
		free(words->at[i]);
	free(words->at);
	free(words->numbers.slot);
}

static uint64_t hash_of_key(const struct diff_key *key)
{
	uint64_t hash = spread(key->offset + key->word);

	hash ^= (uint64_t)key->device << 32 | (uint32_t)key->width << 16 |
		(uint32_t)(uint8_t)key->bar << 8 | key->kind;
	return spread(hash);
}

static uint64_t key_hash(const void *of, uint32_t number)
{
	const struct diff_keys *keys = of;

	return hash_of_key(&keys->at[number]);
}

static bool keys_are_same(const struct diff_key *a, const struct diff_key *b)
{
	return a->device == b->device && a->word == b->word && a->offset == b->offset &&
	       a->width == b->width && a->bar == b->bar && a->kind == b->kind;
}

/**
 * key_number() - the number of a key
 * @keys: the keys; it becomes one of them
 * @key: the key
 *
 * Return: the number; NOBODY when out of memory.
 */
uint32_t key_number(struct diff_keys *keys, const struct diff_key *key)
{
	struct diff_numbers *numbers = &keys->numbers;
	uint64_t hash = hash_of_key(key);
	struct diff_key *more;
	uint32_t *slot;

	if (reserve(numbers, key_hash, keys))
		return NOBODY;
	while (*(slot = &numbers->slot[hash++ & (numbers->slots - 1)]))
		if (keys_are_same(&keys->at[*slot - 1], key))
			return *slot - 1;
	more = room_for_more(keys->at, keys->n, &keys->room, sizeof(*more));
	if (!more)
		return NOBODY;
	keys->at = more;
	keys->at[keys->n] = *key;
	numbers->used++;
	*slot = keys->n + 1;
	return keys->n++;
}

/** keys_free() - free all keys */
void keys_free(struct diff_keys *keys)
{
	free(keys->at);
	free(keys->numbers.slot);
}

static uint64_t hash_of_origin(uint32_t function, int cpu, int pid)
{
	return spread(spread((uint64_t)function << 32 | (uint32_t)pid) + (uint32_t)cpu);
}

static uint64_t origin_hash(const void *of, uint32_t number)
{
	const struct diff_origin *origin = &((const struct diff_origins *)of)->at[number];

	return hash_of_origin(origin->function, origin->cpu, origin->pid);
}

/*
 * A worker is the origin of his without a function, which is there before all others. A
 * thread is one wherever it runs.
 */
static uint32_t worker_of(struct diff_origins *origins, uint32_t function, int cpu, int pid)
{
	if (cpu < 0 && !pid)
		return 0;
	if (function || (pid && cpu >= 0))
		return origin_number(origins, 0, pid ? -1 : cpu, pid);
	return origins->n;
}

static bool is_origin(const struct diff_origin *origin, uint32_t function, int cpu, int pid)
{
	return origin->function == function && origin->cpu == cpu && origin->pid == pid;
}

/* Where the number of an origin is, or should be. */
static uint32_t *origin_slot(const struct diff_origins *origins, uint32_t function, int cpu,
			     int pid)
{
	const struct diff_numbers *numbers = &origins->numbers;
	uint64_t hash = hash_of_origin(function, cpu, pid);
	uint32_t *slot;

	while (*(slot = &numbers->slot[hash++ & (numbers->slots - 1)]))
		if (is_origin(&origins->at[*slot - 1], function, cpu, pid))
			break;
	return slot;
}

/**
 * origin_number() - the number of an origin
 * @origins: the origins; it becomes one of them
 * @function: a word, or 0
 * @cpu: the CPU, or -1
 * @pid: the thread, or 0
 *
 * Return: the number; NOBODY when out of memory.
 */
uint32_t origin_number(struct diff_origins *origins, uint32_t function, int cpu, int pid)
{
	struct diff_origin *more;
	uint32_t *slot, worker;

	if (!function && cpu < 0 && !pid)
		return 0;
	if (reserve(&origins->numbers, origin_hash, origins))
		return NOBODY;
	slot = origin_slot(origins, function, cpu, pid);
	if (*slot)
		return *slot - 1;
	if (!origins->n)
		origins->n = 1;
	worker = worker_of(origins, function, cpu, pid);
	more = room_for_more(origins->at, origins->n, &origins->room, sizeof(*more));
	if (!more)
		return NOBODY;
	origins->at = more;
	if (worker == NOBODY || reserve(&origins->numbers, origin_hash, origins))
		return NOBODY;
	if (origins->n == 1)
		more[0] = (struct diff_origin){ .cpu = -1 };
	more[origins->n] = (struct diff_origin){ function, worker, cpu, pid };
	origins->numbers.used++;
	/* The worker may have come, and the table have grown. */
	*origin_slot(origins, function, cpu, pid) = origins->n + 1;
	return origins->n++;
}

/** origins_free() - free all origins */
void origins_free(struct diff_origins *origins)
{
	free(origins->at);
	free(origins->numbers.slot);
}
