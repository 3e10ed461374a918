// SPDX-License-Identifier: GPL-2.0
/*
 * Writes a recording to standard output: a read for each line "ADDRESS NAME" of standard
 * input, of code at that address, which has that name.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "native_file.h"

static struct native_file file;
static struct native_bytes event, whole;

static void add_read(uint64_t time, uint64_t pc)
{
	native_begin(&event, NATIVE_READ, 312);
	native_number(&event, 0xfeb00000, 8);
	native_number(&event, 1, 8);
	native_number(&event, pc, 8);
	native_number(&event, 1, 4);
	native_number(&event, 4, 4);
	native_event(&file, 0, time, &event);
}

static void add_name(uint64_t time, uint64_t pc, const char *name)
{
	native_begin(&event, NATIVE_SYMBOL, 312);
	native_number(&event, pc, 8);
	native_number(&event, 20 | (strlen(name) + 1) << 16, 4);
	native_add(&event, name, strlen(name) + 1);
	native_event(&file, 1, time, &event);
}

int main(void)
{
	uint64_t time = 1000, pc;
	char name[256];

	while (scanf("%" SCNx64 " %255[^\n]", &pc, name) == 2) {
		add_read(time++, pc);
		add_name(time++, pc, name);
	}
	native_finish(&file, &whole);
	fwrite(whole.data, whole.size, 1, stdout);
	native_free(&file);
	return 0;
}
