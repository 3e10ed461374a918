/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's functions by address, from the text of /proc/kallsyms. */
#ifndef _LIB_SYMBOLS_H
#define _LIB_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct symbols - the functions
 * @text: where their names are; the caller's
 * @symbol: address and name, in the order of addresses
 * @count: how many
 */
struct symbols {
	char *text;
	struct symbol {
		uint64_t address;
		uint32_t name;
	} *symbol;
	size_t count;
};

int symbols_take(struct symbols *symbols, char *text, size_t size);
const char *symbols_find(const struct symbols *symbols, uint64_t address, uint64_t *offset);
void symbols_free(struct symbols *symbols);

#endif
