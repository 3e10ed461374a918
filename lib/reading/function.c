// SPDX-License-Identifier: GPL-2.0
/* Names of code. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"

/* The kernel names code "function+0xoffset/0xsize [module]"; nobody needs the size. */
static void drop_size(char *name)
{
	char *size = strstr(name, "/0x");
	size_t length;

	if (!size)
		return;
	length = 3 + strspn(size + 3, "0123456789abcdef");
	memmove(size, size + length, strlen(size + length) + 1);
}

/**
 * function_add() - learn the name of code
 * @trace: the trace
 * @pc: address
 * @text: as the kernel writes it; not terminated
 * @length: its length
 *
 * The first name counts: code that came later may lie at the same place.
 *
 * Return: 0, or -1 when out of memory.
 */
int function_add(struct mmt_trace *trace, uint64_t pc, const char *text, size_t length)
{
	char *name;

	if (table_get(&trace->functions, pc))
		return 0;
	name = strndup(text, length);
	if (!name)
		return -1;
	drop_size(name);
	mmt_make_safe(name);
	/* A name that says nothing is none: the address will do. */
	if (!*name) {
		free(name);
		return 0;
	}
	return table_set(&trace->functions, pc, name);
}

/*
 * The module's own records come first: they were made while the code was still
 * loaded, the file's symbols when everything was over.
 */
const char *mmt_function(struct mmt_trace *trace, uint64_t pc)
{
	const char *function = NULL;
	uint64_t offset = 0;
	char *name;

	if (!pc)
		return "";
	name = table_get(&trace->functions, pc);
	if (!name && trace->reader->more_names && trace->reader->more_names(trace))
		name = table_get(&trace->functions, pc);
	if (name)
		return name;
	if (trace->reader->function)
		function = trace->reader->function(trace, pc, &offset);
	if (function) {
		if (asprintf(&name, "%s+0x%llx", function, (unsigned long long)offset) < 0)
			return "";
		mmt_make_safe(name);
	} else if (asprintf(&name, "0x%llx", (unsigned long long)pc) < 0) {
		return "";
	}
	return table_set(&trace->functions, pc, name) ? "" : name;
}
