/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any bytes as a register description, in one format, and accesses named by what
 * came of it. Whatever it says: complaints are lines, names are there and stay
 * the same, and each access costs little.
 */
#ifndef FUZZ_REGS_H
#define FUZZ_REGS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complaint.h"
#include "registers/load.h"

#define MOST_IDS 4096

/* Nothing lies beside it: no file is read but the input. */
#define NOWHERE "/nowhere/input"

struct fuzz {
	struct mmt_regs *regs;
	struct mmt_names *names;
	char *name[MOST_IDS];	/* by id */
};

static void check_fields(struct fuzz *fuzz, const struct mmt_named *part)
{
	unsigned int n = 0;
	uint64_t rest;
	const struct mmt_field *field = mmt_fields(fuzz->names, part, part->value, &n, &rest);

	require_that(!n || field, "fields are counted, but not there");
	for (unsigned int i = 0; i < n; i++) {
		require_that(field[i].name && field[i].text, "a field without name or text");
		require_that(field[i].low <= field[i].high && field[i].high < 64,
			     "a field has no place");
		require_that(strlen(field[i].text) < 65536, "the text of a field has no end");
	}
	require_that(strlen(mmt_value(fuzz->names, part, part->value)) < 65536,
		     "a value has no end");
}

static void name_one(struct fuzz *fuzz, struct mmt_record *record)
{
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned int n = mmt_name(fuzz->names, record, part);

	require_that(n <= MMT_MAX_PARTS, "too many parts");
	for (unsigned int i = 0; i < n; i++) {
		require_that(part[i].name && *part[i].name, "a part without a name");
		check_fields(fuzz, &part[i]);
		if (part[i].id >= MOST_IDS)
			continue;
		if (!fuzz->name[part[i].id])
			fuzz->name[part[i].id] = strdup(part[i].name);
		require_that(!strcmp(fuzz->name[part[i].id], part[i].name),
			     "one id, two names");
	}
}

static void name_all(struct fuzz *fuzz)
{
	static const uint64_t places[] = { 0, 0x100, 0x1000, 0x100000, 0xfffffffc,
					   UINT64_C(0x7fffffffffffffff), UINT64_MAX - 32 };
	static struct mmt_device device = { .address = "0000:00:04.0", .label = "card 00:04.0",
					    .driver = "card", .is_pci = true, .vendor = 0x10de,
					    .device = 0x0a20, .start = { 0xfe000000 },
					    .size = { 0x1000000, 0x1000 } };
	static const uint8_t bytes[MMT_WIDEST];
	struct mmt_record record = { .device = &device, .value = UINT64_C(0x0123456789abcdef),
				     .bytes = bytes };

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		for (uint64_t offset = 0; offset < 64; offset += 1 + (i > 0)) {
			record.kind = offset & 2 ? MMT_WRITE : MMT_READ;
			record.width = 1u << (offset / 4 + offset) % 6;
			record.bar = (int)(offset / 4 % 3) % 2;
			record.offset = places[i] + offset;
			record.phys = device.start[0] + record.offset;
			record.value = record.value * 0x5851f42d4c957f2d + 1;
			name_one(fuzz, &record);
		}
}

/* What is written as rules is text. */
static void take_rules(void *to, const char *text, size_t length)
{
	(void)to;
	for (size_t i = 0; i < length; i++)
		require_that(((unsigned char)text[i] >= ' ' && text[i] != 0x7f) || text[i] == '\n' ||
				     text[i] == '\t', "rules are no text");
}

/* @load reads @data; @before, if any, is loaded before it. */
static int fuzz_regs(const uint8_t *data, size_t size,
		     int (*load)(struct mmt_regs *regs, const struct file_text *text),
		     void (*before)(struct mmt_regs *regs))
{
	static const struct mmt_messages messages = { hear, NULL };
	struct fuzz fuzz = { .regs = mmt_regs_new(&messages) };
	struct file_text text = { NOWHERE, NULL, size };
	char *copy = malloc(size + 1);
	jmp_buf out;

	require_that(fuzz.regs && copy, "out of memory");
	memcpy(copy, data, size);
	copy[size] = 0;
	text.at = copy;
	complaints = 0;
	fuzz.regs->arena.out = &out;
	require_that(!setjmp(out), "out of memory");
	if (before)
		before(fuzz.regs);
	require_that(!load(fuzz.regs, &text) || complaints, "refused without a word");
	fuzz.regs->arena.out = NULL;
	free(copy);
	fuzz.names = mmt_names_new(fuzz.regs, NULL);
	require_that(fuzz.names, "out of memory");
	name_all(&fuzz);
	/* Of a kind only the first few are told, and how many there were. */
	require_that(!mmt_regs_problems(fuzz.regs) || complaints, "problems are not complaints");
	mmt_names_free(fuzz.names);
	mmt_regs_write(fuzz.regs, NOWHERE, take_rules, NULL);
	mmt_regs_free(fuzz.regs);
	for (size_t i = 0; i < MOST_IDS; i++)
		free(fuzz.name[i]);
	return 0;
}

#endif
