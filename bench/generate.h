/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _BENCH_GENERATE_H
#define _BENCH_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MADE_MOST	64
#define GENERATE_BAR	0x1000000ULL	/* an NVIDIA card's registers */
#define GENERATE_TIME	1000000000ULL	/* when it begins */

/**
 * struct made - an access
 * @write: direction
 * @offset: in the BAR
 * @value: value
 * @time: nanoseconds
 * @site: number of the instruction
 */
struct made {
	bool write;
	uint64_t offset;
	uint64_t value;
	uint64_t time;
	unsigned int site;
};

/**
 * struct generator - makes accesses; all zeros is a good start
 * @state: of the random numbers
 * @made: those of one thing that a driver does
 * @count: how many
 * @next: the next one to be taken
 * @site: number of the next instruction
 * @time: of the latest access
 */
struct generator {
	uint64_t state;
	struct made made[MADE_MOST];
	size_t count;
	size_t next;
	unsigned int site;
	uint64_t time;
};

const struct made *generate(struct generator *g);
int native(uint64_t accesses, const char *path);

#endif
