// SPDX-License-Identifier: GPL-2.0
/*
 * Makes traces of any length: always the same accesses for the same number, like
 * those of drivers: set-up in some order, polling, copies, loops, interrupts.
 *
 *	generate classic ACCESSES >FILE
 *	generate native ACCESSES FILE
 *
 * Both have the same accesses. The device is an NV50, so that demmio takes the log.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generate.h"

static uint64_t random_number(struct generator *g)
{
	g->state = g->state * 6364136223846793005ULL + 1442695040888963407ULL;
	return g->state >> 33;
}

/* Blocks that an NV50 has, as envytools describes them; where most accesses go. */
static const struct {
	uint32_t start;
	uint32_t size;
} blocks[] = {
	{ 0x000000, 0x1000 },	/* PMC */
	{ 0x001000, 0x1000 },	/* PBUS */
	{ 0x002000, 0x2000 },	/* PFIFO */
	{ 0x300000, 0x10000 },	/* PROM */
};

static void put(struct generator *g, bool write, uint64_t offset, uint64_t value)
{
	struct made *made = &g->made[g->count++];

	made->write = write;
	made->offset = offset;
	made->value = value & 0xffffffff;
	g->time += 200 + random_number(g) % 3000;
	made->time = g->time;
	made->site = g->site++ & 15;
}

static uint64_t any_register(struct generator *g)
{
	size_t i = random_number(g) % (sizeof(blocks) / sizeof(blocks[0]));

	return blocks[i].start + (random_number(g) % blocks[i].size & ~3ULL);
}

/* One thing that a driver does; at most MADE_MOST accesses. */
static void do_something(struct generator *g)
{
	uint64_t place = any_register(g);
	unsigned int i, times;

	g->site = 0;
	switch (random_number(g) % 8) {
	case 0:			/* polls */
		times = 1 + random_number(g) % 60;
		for (i = 0; i < times; i++, g->site = 0)
			put(g, false, place, i + 1 == times ? 3 : 1);
		break;
	case 1:			/* copies */
		times = 1 + random_number(g) % 64;
		for (i = 0; i < times; i++, g->site = 1)
			put(g, true, 0x700000 + 4 * i, random_number(g));
		break;
	case 2:			/* loops */
		times = 1 + random_number(g) % 16;
		for (i = 0; i < times; i++, g->site = 2) {
			put(g, true, 0x1100, i & 1);
			put(g, false, 0x1104, 0);
			put(g, true, 0x1100, 2);
		}
		break;
	case 3:			/* has an interrupt */
		put(g, false, 0x100, random_number(g) & 0x11111);
		put(g, true, 0x140, 0);
		put(g, false, 0x140, 0);
		put(g, true, 0x140, 1);
		break;
	default:		/* sets up, reads back */
		times = 1 + random_number(g) % 24;
		for (i = 0; i < times; i++)
			put(g, random_number(g) & 1, any_register(g),
			    random_number(g) % 5 ? random_number(g) & 0xff : random_number(g));
		break;
	}
}

/**
 * generate() - the next access
 * @g: the generator; zeroed at first
 */
const struct made *generate(struct generator *g)
{
	if (!g->time) {
		/* Its identity comes first: demmio and rnndb choose by it. */
		g->time = GENERATE_TIME;
		put(g, false, 0, 0x50a100a2);
	} else if (g->next == g->count) {
		g->next = g->count = 0;
		do_something(g);
	}
	return &g->made[g->next++];
}

static int classic(uint64_t accesses)
{
	static struct generator g;
	uint64_t i;

	printf("VERSION 20070824\n"
	       "PCIDEV 0100 10de0191 10 fd000000 d000000c 0 ce00000c 0 cc01 0"
	       " 1000000 10000000 0 2000000 0 80 0 nouveau\n"
	       "MAP 1.000000 1 0xfd000000 0xffffc90000000000 0x%llx 0x0 0\n", GENERATE_BAR);
	for (i = 0; i < accesses; i++) {
		const struct made *made = generate(&g);

		printf("%c 4 %" PRIu64 ".%06" PRIu64 " 1 0x%" PRIx64 " 0x%" PRIx64 " 0x0 0\n",
		       made->write ? 'W' : 'R', made->time / 1000000000,
		       made->time / 1000 % 1000000, 0xfd000000 + made->offset, made->value);
	}
	return ferror(stdout) || fclose(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int usage(void)
{
	fputs("Usage: generate classic ACCESSES >FILE\n"
	      "       generate native ACCESSES FILE\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "classic"))
		return classic(strtoull(argv[2], NULL, 0));
	if (argc == 4 && !strcmp(argv[1], "native"))
		return native(strtoull(argv[2], NULL, 0), argv[3]);
	return usage();
}
