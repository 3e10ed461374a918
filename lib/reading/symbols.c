// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/bisect.h"
#include "base/scan.h"
#include "symbols.h"

static int compare(const void *a, const void *b)
{
	const struct symbol *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	/* Of several names for one address always the same is taken. */
	return left->name < right->name ? -1 : left->name > right->name;
}

/* "ffffffff81000000 T _text", behind it maybe a module. */
static bool take_line(char *line, char *end, struct symbol *symbol, const char *text)
{
	const char *at = line;
	char *name, *stop;

	*end = '\n';
	if (!scan_hex_digits(&at, &symbol->address) || !scan_space(&at) || end - at < 3)
		return false;
	/* What is absolute is an offset in the memory of a CPU, $ a mark of assembly. */
	if (at[0] == 'A' || at[0] == 'a' || at[1] != ' ' || at[2] == '$')
		return false;
	name = line + (at + 2 - line);
	for (stop = name; stop < end && *stop != '\t' && *stop != ' ' && *stop; stop++)
		continue;
	*stop = 0;
	symbol->name = (uint32_t)(name - text);
	return stop > name;
}

/**
 * symbols_take() - index the text of /proc/kallsyms
 * @symbols: filled in
 * @text: the text, with room for a byte behind it, or NULL; is changed, and must live
 *	as long as @symbols
 * @size: its size
 *
 * Return: 0, or -1 when out of memory.
 */
int symbols_take(struct symbols *symbols, char *text, size_t size)
{
	char *line, *end, *stop;
	size_t lines = 1;

	symbols->text = text;
	symbols->count = 0;
	if (!text)
		return 0;
	stop = text + size;
	for (line = text; (line = memchr(line, '\n', (size_t)(stop - line))); line++)
		lines++;
	symbols->symbol = malloc(lines * sizeof(*symbols->symbol));
	if (!symbols->symbol)
		return -1;
	for (line = text; line < stop; line = end + 1) {
		end = memchr(line, '\n', (size_t)(stop - line));
		if (!end)
			end = stop;
		if (take_line(line, end, &symbols->symbol[symbols->count], text))
			symbols->count++;
	}
	if (symbols->count)
		qsort(symbols->symbol, symbols->count, sizeof(*symbols->symbol), compare);
	return 0;
}

/**
 * symbols_find() - the function at an address
 * @symbols: the functions
 * @address: the address
 * @offset: gets the distance from its start
 *
 * Return: its name, or NULL.
 */
const char *symbols_find(const struct symbols *symbols, uint64_t address, uint64_t *offset)
{
	size_t low = bisect(symbols->count, i, symbols->symbol[i].address > address);

	/* Behind the last one may be anything. */
	if (!low || low == symbols->count)
		return NULL;
	while (low > 1 && symbols->symbol[low - 2].address == symbols->symbol[low - 1].address)
		low--;
	*offset = address - symbols->symbol[low - 1].address;
	return symbols->text + symbols->symbol[low - 1].name;
}

/**
 * symbols_free() - free the index
 * @symbols: the functions
 */
void symbols_free(struct symbols *symbols)
{
	free(symbols->symbol);
}
