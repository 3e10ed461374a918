// SPDX-License-Identifier: GPL-2.0
/*
 * The report for people, from records to lines. The library is a small one of our
 * own: one device, a few registers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "report/text.h"

static const struct mmt_device device = {
	.address = "0000:00:04.0", .label = "e1000 00:04.0", .driver = "e1000",
};

static const struct mmt_register registers[] = {
	{ .name = "CTRL", .access = MMT_REG_READ | MMT_REG_WRITE },
	{ .name = "STATUS", .access = MMT_REG_READ },
	{ .name = "ICR", .access = MMT_REG_READ },
	{ .name = "ICS", .access = MMT_REG_WRITE },
	{ .name = "FLAG", .access = MMT_REG_READ | MMT_REG_WRITE },
};

static const char *const functions[] = { "", "e1000_probe+0x10 [e1000]",
	"e1000_reset_hw+0x20 [e1000]", "e1000_read_eeprom+0x30 [e1000]", "e1000_intr+4 [e1000]",
	"e1000_probe+0x10 [e1000e]" };

const char *mmt_function(struct mmt_trace *trace, uint64_t pc)
{
	(void)trace;
	return pc >> 8 < 6 ? functions[pc >> 8] : "0x1234";
}

/* Lines of a source: the second byte of an address is the line, above 2 in what was inlined. */
const struct code_place *code_at(struct code_lines *code, uint64_t pc, bool after)
{
	static struct mmt_line line[2];
	static struct code_place place;

	(void)code;
	if (!(pc >> 8))
		return NULL;
	line[0] = (struct mmt_line){ .file = "e1000_hw.c", .line = (unsigned int)(pc >> 8) - after,
				     .function = "read_it", .next = pc >> 8 > 2 ? &line[1] : NULL };
	line[1] = (struct mmt_line){ .file = "main.c", .line = 77, .function = "probe" };
	place = (struct code_place){ .line = line, .text = "er32(CTRL);\tnot this", .length = 11 };
	return &place;
}

const char *code_file(const struct mmt_line *line)
{
	return line->file;
}

unsigned int mmt_name(struct mmt_names *names, const struct mmt_record *record,
		      struct mmt_named part[MMT_MAX_PARTS])
{
	static char name[4096][16];	/* a name stays, whatever is named after it */
	uint32_t id = (uint32_t)record->offset / 8;

	(void)names;
	if (record->offset == 0xff8) {
		id = 4;
	} else if (record->offset >= 0x1000) {
		unsigned int n = (unsigned int)(record->offset - 0x1000) / 4;

		assert_true(n < 4096);
		snprintf(name[n], sizeof(name[n]), "MTA[%u]", n);
		part[0] = (struct mmt_named){ .name = name[n], .value = record->value,
					      .id = 100 + (uint32_t)record->offset / 4 };
		return 1;
	} else if (id > 2) {
		return 0;
	}
	if (id == 2 && record->kind == MMT_WRITE)
		id++;
	part[0] = (struct mmt_named){ .name = registers[id].name, .reg = &registers[id],
				      .value = record->value, .id = id };
	return 1;
}

/* Bit 1 is LU, bits 6 and 7 are SPEED; of FLAG there is only the first. */
const struct mmt_field *mmt_fields(struct mmt_names *names, const struct mmt_named *named,
				   uint64_t value, unsigned int *count, uint64_t *rest)
{
	static const char *const speeds[] = { "slow", "fast", "faster", "fastest" };
	static struct mmt_field field[2];

	(void)names;
	field[0] = (struct mmt_field){ .name = "LU", .text = "", .value = value >> 1 & 1 };
	field[1] = (struct mmt_field){ .name = "SPEED", .text = speeds[value >> 6 & 3],
				       .value = value >> 6 & 3 };
	*count = named->reg == &registers[4] ? 1 : 2;
	*rest = value & ~(*count == 1 ? 2ULL : 0xc2ULL);
	return field;
}

const char *mmt_value(struct mmt_names *names, const struct mmt_named *named, uint64_t value)
{
	static char text[32];

	(void)names;
	(void)named;
	snprintf(text, sizeof(text), "{ %#llx }", (unsigned long long)value);
	return text;
}

struct world {
	struct text_report text;
	struct source source;
	struct text_options options;
	struct mmt_record record;
	FILE *file;
	bool begun;
};

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	world->file = tmpfile();
	assert_non_null(world->file);
	world->source.names = (struct mmt_names *)world;
	world->options.width = 120;
	world->record = (struct mmt_record){
		.kind = MMT_READ, .cpu = 0, .pid = 160, .task = "modprobe",
		.time = 12000000000ULL, .device = &device, .width = 4,
	};
	world->source.files = 1;
	callers_begin(&world->source.callers, NULL);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	fclose(world->file);
	callers_end(&world->source.callers);
	select_end(&world->source.select);
	free(world);
	return 0;
}

static void put(struct world *world)
{
	if (!world->begun)
		assert_int_equal(text_begin(&world->text, fileno(world->file), &world->options,
					    &world->source), 0);
	world->begun = true;
	text_record(&world->text, &world->record);
	world->record.time += 1000;
}

static void access_at(struct world *world, unsigned int function, enum mmt_kind kind,
		      uint64_t offset, uint64_t value)
{
	world->record.kind = kind;
	world->record.pc = function ? function << 8 | 0x10 : 0;
	world->record.offset = offset;
	world->record.value = value;
	put(world);
}

static void expect(struct world *world, const char *wanted)
{
	static char text[65536];
	size_t length;

	assert_int_equal(text_end(&world->text), 0);
	rewind(world->file);
	length = fread(text, 1, sizeof(text) - 1, world->file);
	text[length] = 0;
	assert_string_equal(text, wanted);
}

static void steps(void **state)
{
	struct world *world = *state;

	access_at(world, 1, MMT_READ, 8, 0x80);
	access_at(world, 2, MMT_WRITE, 0, 0x40);
	access_at(world, 2, MMT_WRITE, 0, 0x42);
	access_at(world, 2, MMT_WRITE, 0, 0x42);
	access_at(world, 2, MMT_READ, 8, 0x80);
	access_at(world, 2, MMT_WRITE, 0x20, 5);
	access_at(world, 2, MMT_WRITE, 0x28, 6);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 STATUS           0x00000080"
	       " SPEED=faster\n"
	       "e1000_reset_hw                 12.000001  0 W4 CTRL             0x00000040 SPEED=fast\n"
	       "                               12.000002  0 W4 CTRL             0x00000042 LU 0 -> 1,"
	       " W CTRL 0x42, R STATUS\n"
	       "                               12.000005  0 W4 BAR0+0x0020      0x00000005, W"
	       " BAR0+0x0028 0x6\n");
}

/* What is left out lies between what looks like polling, and like a loop. */
static void left_out(void **state)
{
	struct world *world = *state;
	unsigned int i;

	select_take(&world->source.select, SELECT_OFFSET, (char[]){ "8..9" });
	for (i = 0; i < 4; i++) {
		access_at(world, 2, MMT_READ, 8, i == 3 ? 2 : 0);
		if (i == 1)
			access_at(world, 2, MMT_WRITE, 0x20, i);
	}
	access_at(world, 2, MMT_WRITE, 0x20, 1);
	for (i = 0; i < 3; i++)
		access_at(world, 3, MMT_READ, 8, i == 2);
	select_take(&world->source.select, SELECT_OFFSET, (char[]){ "0..1" });
	for (i = 0; i < 8; i++) {
		access_at(world, 4, MMT_READ, 0, i);
		access_at(world, 4, MMT_READ, 8, 2);
		access_at(world, 4, MMT_WRITE, 0x20, i);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 R4 STATUS           0x00000002 read 4"
	       " times in 4.0 us until LU rose (others\n"
	       "                                               between)\n"
	       "e1000_read_eeprom              12.000006  0 R4 STATUS           0x00000001 read 3"
	       " times in 2.0 us until bit 0 rose\n"
	       "e1000_intr                     12.000009  0 8 times in 22.0 us, 16 accesses (others"
	       " between): R CTRL 0x0\n"
	       "                                               (SPEED=slow)...0x7 (LU SPEED=slow,"
	       " other bits 0x5),\n"
	       "                                               R STATUS 0x2 (LU SPEED=slow)\n");
}

/* Without a device, the mapping says more than an address. */
static void without_device(void **state)
{
	struct world *world = *state;
	unsigned int i;

	world->source.names = NULL;
	world->source.files = 0;
	world->record.device = NULL;
	world->record.bar = MMT_NO_BAR;
	world->record.map = 2;
	world->record.phys = 0xfe000000;
	world->record.length = 0x1000;
	world->record.kind = MMT_MAP;
	put(world);
	world->record.phys = 0xfe000010;
	access_at(world, 0, MMT_READ, 0, 1);
	world->record.phys = 0xfe001000;
	access_at(world, 0, MMT_READ, 0, 2);
	world->record.phys = 0xfe000020;
	for (i = 0; i < 16; i++, world->record.phys += 4)
		access_at(world, 0, MMT_WRITE, 0, i);
	world->record.map = 3;
	world->record.phys = 0xfe000010;
	access_at(world, 0, MMT_READ, 0, 1);
	expect(world,
	       "   12.000000 map 2: 0xfe000000, 0x1000 bytes\n"
	       "  -- no device, modprobe-160, cpu 0\n"
	       "   12.000001  0 R4 map2+0x10        0x00000001\n"
	       "   12.000002  0 R4 0xfe001000       0x00000002\n"
	       "   12.000003  0 W4 64 bytes written at map2+0x20, 0x0...0xf, in 15.0 us, R 0xfe000010\n");
}

/* A register that only reads has nothing to do with the one written at its place. */
static void two_at_one_place(void **state)
{
	struct world *world = *state;

	access_at(world, 1, MMT_READ, 16, 2);
	access_at(world, 1, MMT_WRITE, 16, 0x40);
	access_at(world, 1, MMT_READ, 16, 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 ICR              0x00000002 LU"
	       " SPEED=slow\n"
	       "                               12.000001  0 W4 ICS              0x00000040 SPEED=fast\n"
	       "                               12.000002  0 R4 ICR              0x00000000 LU 1 -> 0\n");
}

static void polling(void **state)
{
	struct world *world = *state;
	int i;

	for (i = 0; i < 1532; i++)
		access_at(world, 1, MMT_READ, 8, i < 1531 ? 0x80 : 0x82);
	access_at(world, 2, MMT_READ, 0x20, 1);
	access_at(world, 2, MMT_READ, 0x20, 1);
	access_at(world, 2, MMT_WRITE, 0, 0);
	access_at(world, 2, MMT_READ, 0x20, 1);
	access_at(world, 2, MMT_READ, 0x20, 9);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 STATUS           0x00000082 read 1,532"
	       " times in 1.5 ms until LU rose\n"
	       "e1000_reset_hw                 12.001532  0 R4 BAR0+0x0020      0x00000001 read 2"
	       " times in 1.0 us, always the same\n"
	       "                               12.001534  0 W4 CTRL             0x00000000 SPEED=slow\n"
	       "                               12.001535  0 R4 BAR0+0x0020      0x00000009 read 2"
	       " times in 1.0 us until bit 3 rose\n");
}

/* Every time LU is waited for; only at times another bit. */
static void polling_in_a_loop(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 4; i++) {
		access_at(world, 1, MMT_WRITE, 0, i);
		for (j = 0; j < i; j++)
			access_at(world, 1, MMT_READ, 8, 4);
		access_at(world, 1, MMT_READ, 8, i & 1 ? 6 : 7);
	}
	access_at(world, 2, MMT_WRITE, 0, 0);
	for (i = 0; i < 4; i++) {
		access_at(world, 1, MMT_WRITE, 0, i);
		access_at(world, 1, MMT_READ, 8, 4);
		access_at(world, 1, MMT_READ, 8, i & 1 ? 6 : 0x44);
	}
	access_at(world, 2, MMT_WRITE, 0, 0);
	for (i = 0; i < 4; i++) {
		access_at(world, 1, MMT_WRITE, 0, i);
		access_at(world, 1, MMT_READ, 8, 0x44);
		access_at(world, 1, MMT_READ, 8, 4);
		access_at(world, 1, MMT_READ, 8, 6);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 4 times in 13.0 us, 14 accesses: W CTRL"
	       " 0x0 (SPEED=slow)...0x3 (LU\n"
	       "                                               SPEED=slow, other bits 0x1), R STATUS"
	       " x 1 to 4 until LU rose\n"
	       "e1000_reset_hw                 12.000014  0 W4 CTRL             0x00000000 LU 1 -> 0,"
	       " other bits 0x1 -> 0x0\n"
	       "e1000_probe                    12.000015  0 W4 CTRL             0x00000000 as before\n"
	       "                               12.000016  0 R4 STATUS           0x00000044 read 2"
	       " times in 1.0 us until SPEED became\n"
	       "                                               fast\n"
	       "                               12.000018  0 W4 CTRL             0x00000001 other bits"
	       " 0x0 -> 0x1\n"
	       "                               12.000019  0 R4 STATUS           0x00000006 read 2"
	       " times in 1.0 us until LU rose\n"
	       "                               12.000021  0 W4 CTRL             0x00000002 LU 0 -> 1,"
	       " other bits 0x1 -> 0x0\n"
	       "                               12.000022  0 R4 STATUS           0x00000044 read 2"
	       " times in 1.0 us until SPEED became\n"
	       "                                               fast\n"
	       "                               12.000024  0 W4 CTRL             0x00000003 other bits"
	       " 0x0 -> 0x1\n"
	       "                               12.000025  0 R4 STATUS           0x00000006 read 2"
	       " times in 1.0 us until LU rose\n"
	       "e1000_reset_hw                 12.000027  0 W4 CTRL             0x00000000 LU 1 -> 0,"
	       " other bits 0x1 -> 0x0\n"
	       "e1000_probe                    12.000028  0 4 times in 15.0 us, 16 accesses: W CTRL"
	       " 0x0 (SPEED=slow)...0x3 (LU\n"
	       "                                               SPEED=slow, other bits 0x1), R STATUS"
	       " 0x44 (SPEED=fast,\n"
	       "                                               other bits 0x4)...0x6 (LU SPEED=slow,"
	       " other bits 0x4) x 3\n");
}

/* What no field names; where nothing has a name, the value says it. */
static void other_bits(void **state)
{
	struct world *world = *state;

	access_at(world, 1, MMT_WRITE, 0, 0x42);
	access_at(world, 2, MMT_READ, 8, 0x80000102);
	access_at(world, 1, MMT_WRITE, 0, 0x80000100);
	access_at(world, 2, MMT_WRITE, 0, 0x80000001);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W4 CTRL             0x00000042 LU"
	       " SPEED=fast\n"
	       "e1000_reset_hw                 12.000001  0 R4 STATUS           0x80000102 LU"
	       " SPEED=slow, other bits 0x80000100\n"
	       "e1000_probe                    12.000002  0 W4 CTRL             0x80000100 LU 1 -> 0,"
	       " SPEED fast -> slow,\n"
	       "                                               other bits 0x0 -> 0x80000100\n"
	       "e1000_reset_hw                 12.000003  0 W4 CTRL             0x80000001 other bits"
	       " 0x80000100 -> 0x80000001\n");
}

static void block(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 1024; i++)
		access_at(world, 0, MMT_WRITE, 0x100 + 4 * i, i);
	for (i = 0; i < 16; i++)
		access_at(world, 0, MMT_WRITE, 0x4000 + 4 * i, 0);
	world->source.names = NULL;
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "   12.000000  0 W4 4,096 bytes written at BAR0+0x0100, 0x0...0x3ff, in 1.0 ms\n"
	       "   12.001024  0 W4 64 bytes written at MTA[3072] to MTA[3087], all 0x0, in 15.0 us\n");
}

static void loops(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 8; i++) {
		access_at(world, 2, MMT_WRITE, 0x1000 + 4 * i, 0);
		access_at(world, 2, MMT_READ, 8, 0x80);
	}
	for (j = 0; j < 5; j++) {
		access_at(world, 3, MMT_WRITE, 0, 0x40);
		for (i = 0; i < 4 + j; i++) {
			access_at(world, 4, MMT_WRITE, 0, i & 1);
			access_at(world, 4, MMT_READ, 8, 0x80);
		}
		access_at(world, 3, MMT_WRITE, 0x30, 0);
		access_at(world, 3, MMT_WRITE, 0x38, 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 8 times in 15.0 us, 16 accesses: W MTA[0]"
	       " .. MTA[7] 0x0,\n"
	       "                                               R STATUS 0x80 (SPEED=faster)\n"
	       "e1000_read_eeprom, e1000_intr\n"
	       "                               12.000016  0 5 times in 74.0 us, 75 accesses, each:\n"
	       "  e1000_read_eeprom                            W CTRL 0x40 (SPEED=fast)\n"
	       "  e1000_intr                                   4 to 8 times (W CTRL 0x0"
	       " (SPEED=slow)...0x1 (SPEED=slow, other bits 0x1),\n"
	       "                                               R STATUS)\n"
	       "  e1000_read_eeprom                            W BAR0+0x0030 0x0, W BAR0+0x0038 0x0\n");
}

/* A step like one before takes a line; a loop's body that comes again does, too. */
static void known_steps(void **state)
{
	struct world *world = *state;
	unsigned int i;

	access_at(world, 4, MMT_READ, 16, 0);
	access_at(world, 4, MMT_WRITE, 0x20, 1);
	access_at(world, 1, MMT_READ, 0x28, 0);
	access_at(world, 4, MMT_READ, 16, 2);
	access_at(world, 4, MMT_WRITE, 0x20, 1);
	for (i = 0; i < 4; i++) {
		access_at(world, 2, MMT_WRITE, 0, 1);
		access_at(world, 2, MMT_WRITE, 0x30, 0);
		access_at(world, 3, MMT_READ, 0x38, 0);
		access_at(world, 3, MMT_READ, 8, 0);
	}
	access_at(world, 1, MMT_READ, 0x28, 0);
	world->record.cpu = 1;
	access_at(world, 2, MMT_WRITE, 0, 2);
	access_at(world, 2, MMT_WRITE, 0x30, 0);
	access_at(world, 3, MMT_READ, 0x38, 0);
	access_at(world, 3, MMT_READ, 8, 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_intr                     12.000000  0 R4 ICR              0x00000000 SPEED=slow\n"
	       "                               12.000001  0 W4 BAR0+0x0020      0x00000001\n"
	       "e1000_probe                    12.000002  0 R4 BAR0+0x0028      0x00000000\n"
	       "e1000_intr                     12.000003  0 2 accesses like at 12.000000: R ICR 0x2"
	       " (LU SPEED=slow)\n"
	       "e1000_reset_hw, e1000_read_eeprom\n"
	       "                               12.000005  0 4 times in 15.0 us, 16 accesses, each:\n"
	       "  e1000_reset_hw                               W CTRL 0x1 (SPEED=slow, other bits"
	       " 0x1), W BAR0+0x0030 0x0\n"
	       "  e1000_read_eeprom                            R BAR0+0x0038 0x0, R STATUS 0x0"
	       " (SPEED=slow)\n"
	       "e1000_probe                    12.000021  0 R4 BAR0+0x0028      0x00000000 as before\n"
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 1\n"
	       "e1000_reset_hw                 12.000022  1 W4 CTRL             0x00000002 LU 0 -> 1,"
	       " other bits 0x1 -> 0x0\n"
	       "                               12.000023  1 W4 BAR0+0x0030      0x00000000 as before\n"
	       "e1000_read_eeprom              12.000024  1 R4 BAR0+0x0038      0x00000000 as before,"
	       " R STATUS\n");
}

static void sweep(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 12; i++) {
		world->record.pc = 0;
		access_at(world, 1, MMT_READ, 0x100 + i * i * 8, i == 5 || i == 9 ? i : 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 12 registers read, BAR0+0x0100 .."
	       " BAR0+0x04c8, all 0 but\n"
	       "                                               BAR0+0x01c8 0x5, BAR0+0x0388 0x9\n");
}

static void gaps_and_others(void **state)
{
	struct world *world = *state;

	access_at(world, 0, MMT_READ, 8, 0);
	world->record.time += 5000000;
	access_at(world, 0, MMT_WRITE, 8, 0);
	world->record.time += 1500000000;
	access_at(world, 0, MMT_WRITE, 8, 0);
	world->record.kind = MMT_MARK;
	world->record.text = "one\ntwo\033\n";
	world->record.text_length = 9;
	put(world);
	world->record.kind = MMT_LOST;
	world->record.lost = 1200;
	put(world);
	world->record.lost = 1;
	put(world);
	world->record.kind = MMT_UNMAP;
	world->record.map = 3;
	put(world);
	world->record.kind = MMT_UNKNOWN;
	world->record.bytes = (const uint8_t *)"\x0f\xae";
	world->record.n_bytes = 2;
	put(world);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "   12.000000  0 R4 STATUS           0x00000000 SPEED=slow\n"
	       "   12.005001  0 W4 STATUS           0x00000000 SPEED=slow (5.0 ms later)\n"
	       "     ... 1.5 s without an access ...\n"
	       "   13.505002  0 W4 STATUS           0x00000000 as before\n"
	       "   13.505003 MARK  one\n"
	       "   13.505003 MARK  two?\n"
	       "   13.505004 LOST  1,200 records of cpu 0 are missing here\n"
	       "   13.505005 LOST  1 record of cpu 0 is missing here\n"
	       "   13.505006 unmap 3: e1000 00:04.0 BAR0+0x0008\n"
	       "   13.505007 ? e1000 00:04.0 BAR0+0x0008  value not known, instruction 0f ae\n");
}

/* A gap that has its line is not hidden in what is repeated, nor in what is known. */
static void gaps_end_repetitions(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		access_at(world, 1, MMT_READ, 8, 0x80);
		if (i == 1)
			world->record.time += 100000000;
	}
	for (i = 0; i < 20; i++) {
		access_at(world, 2, MMT_WRITE, 0x100 + 4 * i, 0);
		if (i == 9)
			world->record.time += 100000000;
	}
	for (i = 0; i < 8; i++) {
		access_at(world, 2, MMT_WRITE, 0, 0x40);
		access_at(world, 2, MMT_READ, 8, 0x80);
		if (i == 3)
			world->record.time += 100000000;
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 STATUS           0x00000080 read 2"
	       " times in 1.0 us,\n"
	       "                                               always the same: SPEED=faster\n"
	       "                                 ... 100 ms without an access ...\n"
	       "e1000_probe                    12.100002  0 R4 STATUS           0x00000080 read 2"
	       " times in 1.0 us,\n"
	       "                                               always the same: SPEED=faster\n"
	       "e1000_reset_hw                 12.100004  0 W4 40 bytes written at BAR0+0x0100, all"
	       " 0x0, in 9.0 us\n"
	       "                                 ... 100 ms without an access ...\n"
	       "e1000_reset_hw                 12.200014  0 W4 40 bytes written at BAR0+0x0128, all"
	       " 0x0, in 9.0 us\n"
	       "                               12.200024  0 4 times in 7.0 us, 8 accesses: W CTRL"
	       " 0x40 (SPEED=fast), R STATUS\n"
	       "                                 ... 100 ms without an access ...\n"
	       "e1000_reset_hw                 12.300032  0 4 times in 7.0 us, 8 accesses: W CTRL"
	       " 0x40 (SPEED=fast), R STATUS\n");
}

/* Where time goes backwards nothing is one line with what is before, nor was there a gap. */
static void back_in_time(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 12; i++) {
		access_at(world, 1, MMT_READ, 8, 0x80);
		if (i == 3)
			world->record.time -= 500000000;
		else if (i == 7)
			world->record.time += 500000000;
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 STATUS           0x00000080 read 4"
	       " times in 3.0 us,\n"
	       "                                               always the same: SPEED=faster\n"
	       "e1000_probe                    11.500004  0 R4 STATUS           0x00000080 read 4"
	       " times in 3.0 us,\n"
	       "                                               always the same: SPEED=faster\n"
	       "e1000_probe                    12.000008  0 R4 STATUS           0x00000080 read 4"
	       " times in 3.0 us,\n"
	       "                                               always the same: SPEED=faster\n");
}

static void expanded(void **state)
{
	struct world *world = *state;

	world->options.expand = true;
	access_at(world, 2, MMT_WRITE, 0, 0x40);
	access_at(world, 2, MMT_WRITE, 0, 0x42);
	world->record.width = 1;
	world->record.cpu = -1;
	world->record.pid = 0;
	world->record.task = "";
	access_at(world, 0, MMT_READ, 0x20, 0xff);
	expect(world,
	       "#          time cpu task-pid           device         place              value     "
	       " function, register\n"
	       "   12.000000000 000 modprobe-160       e1000 00:04.0  BAR0+0x0000    W4  0x00000040"
	       " e1000_reset_hw+0x20 [e1000]  CTRL <= { 0x40 }\n"
	       "   12.000001000 000 modprobe-160       e1000 00:04.0  BAR0+0x0000    W4  0x00000042"
	       " e1000_reset_hw+0x20 [e1000]  CTRL <= { 0x42 }  CTRL: LU 0 -> 1\n"
	       "   12.000002000   - -                  e1000 00:04.0  BAR0+0x0020    R1  0xff\n");
}

static void deltas(void **state)
{
	struct world *world = *state;

	world->options.delta = true;
	access_at(world, 0, MMT_READ, 8, 0);
	access_at(world, 0, MMT_WRITE, 0, 0);
	world->record.time -= 5000;
	access_at(world, 0, MMT_WRITE, 0x20, 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       " +0.000000  0   R4 STATUS           0x00000000 SPEED=slow\n"
	       " +0.000001  0   W4 CTRL             0x00000000 SPEED=slow\n"
	       " -0.000004  0   W4 BAR0+0x0020      0x00000000\n");
}

/* What is not shown is still known. */
static void chosen(void **state)
{
	struct world *world = *state;

	assert_null(select_take(&world->source.select, SELECT_REG, (char[]){ "ctrl" }));
	access_at(world, 0, MMT_WRITE, 0, 0);
	access_at(world, 0, MMT_READ, 8, 0x80);
	access_at(world, 0, MMT_WRITE, 0, 2);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "   12.000000  0 W4 CTRL             0x00000000 SPEED=slow\n"
	       "   12.000002  0 W4 CTRL             0x00000002 LU 0 -> 1\n");
}

/* What a step is like: the same places, read and written in the same widths. */
static void other_steps(void **state)
{
	static const struct {
		unsigned int width;
		uint64_t offset;
	} second[] = { { 4, 0x28 }, { 2, 0x28 }, { 4, 0x30 }, { 4, 0x28 } };
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		access_at(world, 2, MMT_WRITE, 0x20, i);
		world->record.width = second[i].width;
		access_at(world, 2, MMT_WRITE, second[i].offset, 7);
		world->record.width = 4;
		access_at(world, 1, MMT_READ, 8, 0x80);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 W4 BAR0+0x0020      0x00000000, W"
	       " BAR0+0x0028 0x7\n"
	       "e1000_probe                    12.000002  0 R4 STATUS           0x00000080"
	       " SPEED=faster\n"
	       "e1000_reset_hw                 12.000003  0 W4 BAR0+0x0020      0x00000001 was 0x0\n"
	       "                               12.000004  0 W2 BAR0+0x0028      0x0007     as before\n"
	       "e1000_probe                    12.000005  0 R4 STATUS           0x00000080 as before\n"
	       "e1000_reset_hw                 12.000006  0 W4 BAR0+0x0020      0x00000002 was 0x1\n"
	       "                               12.000007  0 W4 BAR0+0x0030      0x00000007\n"
	       "e1000_probe                    12.000008  0 R4 STATUS           0x00000080 as before\n"
	       "e1000_reset_hw                 12.000009  0 2 accesses like at 12.000000: W"
	       " BAR0+0x0020 0x3\n"
	       "e1000_probe                    12.000011  0 R4 STATUS           0x00000080 as before\n");
}

/* Where places go up and down, or come twice, nobody knows from the two ends what is read. */
static void no_sweep(void **state)
{
	static const unsigned int place[] = { 0, 8, 40, 24, 96, 80, 200, 192, 0, 8 };
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 10; i++)
		access_at(world, 1, MMT_READ, 0x100 + place[i], 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 BAR0+0x0100      0x00000000, R"
	       " BAR0+0x0108 0x0\n"
	       "                               12.000002  0 R4 BAR0+0x0128      0x00000000, R"
	       " BAR0+0x0118 0x0\n"
	       "                               12.000004  0 R4 BAR0+0x0160      0x00000000, R"
	       " BAR0+0x0150 0x0\n"
	       "                               12.000006  0 R4 BAR0+0x01c8      0x00000000, R"
	       " BAR0+0x01c0 0x0\n"
	       "                               12.000008  0 R4 BAR0+0x0100      0x00000000 as before,"
	       " R BAR0+0x0108\n");
}

/* Reads of many registers are one line only where all are of one width. */
static void sweep_of_two_widths(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 16; i++) {
		world->record.width = i < 8 ? 4 : 2;
		access_at(world, 1, MMT_READ, 0x100 + 8 * i * i, 1);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 8 registers read, BAR0+0x0100 .."
	       " BAR0+0x0288:\n"
	       "                                               BAR0+0x0100 0x1, BAR0+0x0108 0x1,"
	       " BAR0+0x0120 0x1, BAR0+0x0148 0x1,\n"
	       "                                               BAR0+0x0180 0x1, BAR0+0x01c8 0x1,"
	       " BAR0+0x0220 0x1, BAR0+0x0288 0x1\n"
	       "                               12.000008  0 R2 8 registers read, BAR0+0x0300 .."
	       " BAR0+0x0808:\n"
	       "                                               BAR0+0x0300 0x1, BAR0+0x0388 0x1,"
	       " BAR0+0x0420 0x1, BAR0+0x04c8 0x1,\n"
	       "                                               BAR0+0x0580 0x1, BAR0+0x0648 0x1,"
	       " BAR0+0x0720 0x1, BAR0+0x0808 0x1\n");
}

/* A step is like another when all of it is: how often was polled, to which end. */
static void like(void **state)
{
	static const unsigned int reads[] = { 4, 4, 6, 4 };
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 4; i++) {
		access_at(world, 2, MMT_WRITE, 0x20, 1);
		for (j = 0; j < reads[i]; j++)
			access_at(world, 2, MMT_READ, 8, j == 3 && i != 3 ? 2 : 0);
		access_at(world, 2, MMT_WRITE, 0x28, 0);
		access_at(world, 2, MMT_WRITE, 0x30, 0);
		access_at(world, 1, MMT_READ, 0x38, 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 W4 BAR0+0x0020      0x00000001\n"
	       "                               12.000001  0 R4 STATUS           0x00000002 read 4"
	       " times in 3.0 us until LU rose\n"
	       "                               12.000005  0 W4 BAR0+0x0028      0x00000000, W"
	       " BAR0+0x0030 0x0\n"
	       "e1000_probe                    12.000007  0 R4 BAR0+0x0038      0x00000000\n"
	       "e1000_reset_hw                 12.000008  0 7 accesses like at 12.000000\n"
	       "e1000_probe                    12.000015  0 R4 BAR0+0x0038      0x00000000 as before\n"
	       "e1000_reset_hw                 12.000016  0 9 accesses like at 12.000000: R STATUS"
	       " 0x0 (SPEED=slow) read 6 times in 5.0\n"
	       "                                               us, 2 changes, first 0x0 (SPEED=slow),"
	       " last: SPEED=slow\n"
	       "e1000_probe                    12.000025  0 R4 BAR0+0x0038      0x00000000 as before\n"
	       "e1000_reset_hw                 12.000026  0 7 accesses like at 12.000000: R STATUS"
	       " 0x0 (SPEED=slow) read 4 times in 3.0\n"
	       "                                               us, always the same: SPEED=slow\n"
	       "e1000_probe                    12.000033  0 R4 BAR0+0x0038      0x00000000 as before\n");
}

/* A block with other data, and a loop with other values, are written out. */
static void unlike(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 3; i++) {
		access_at(world, 2, MMT_WRITE, 0x20, 1);
		for (j = 0; j < 16; j++)
			access_at(world, 2, MMT_WRITE, 0x100 + 4 * j, i == 1 && j == 7);
		access_at(world, 2, MMT_WRITE, 0x28, 1);
		access_at(world, 1, MMT_READ, 0x38, 0);
		access_at(world, 3, MMT_WRITE, 0x20, 1);
		for (j = 0; j < 4; j++) {
			access_at(world, 3, MMT_WRITE, 0, i == 1 && j == 2);
			access_at(world, 3, MMT_READ, 8, 2);
		}
		access_at(world, 3, MMT_WRITE, 0x28, 1);
		access_at(world, 1, MMT_READ, 0x400 + 8 * i * i, 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 W4 BAR0+0x0020      0x00000001\n"
	       "                               12.000001  0 W4 64 bytes written at BAR0+0x0100, all"
	       " 0x0, in 15.0 us\n"
	       "                               12.000017  0 W4 BAR0+0x0028      0x00000001\n"
	       "e1000_probe                    12.000018  0 R4 BAR0+0x0038      0x00000000\n"
	       "e1000_read_eeprom              12.000019  0 W4 BAR0+0x0020      0x00000001 as before\n"
	       "                               12.000020  0 4 times in 7.0 us, 8 accesses: W CTRL 0x0"
	       " (SPEED=slow),\n"
	       "                                               R STATUS 0x2 (LU SPEED=slow)\n"
	       "                               12.000028  0 W4 BAR0+0x0028      0x00000001 as before\n"
	       "e1000_probe                    12.000029  0 R4 BAR0+0x0400      0x00000000\n"
	       "e1000_reset_hw                 12.000030  0 W4 BAR0+0x0020      0x00000001 as before\n"
	       "                               12.000031  0 W4 64 bytes written at BAR0+0x0100,"
	       " 0x0...0x0 (2 changes), in 15.0 us\n"
	       "                               12.000047  0 W4 BAR0+0x0028      0x00000001 as before\n"
	       "e1000_probe                    12.000048  0 R4 BAR0+0x0038      0x00000000 as before\n"
	       "e1000_read_eeprom              12.000049  0 W4 BAR0+0x0020      0x00000001 as before\n"
	       "                               12.000050  0 4 times in 7.0 us, 8 accesses: W CTRL"
	       " 0x0...0x0 (SPEED=slow) (2 changes),\n"
	       "                                               R STATUS\n"
	       "                               12.000058  0 W4 BAR0+0x0028      0x00000001 as before\n"
	       "e1000_probe                    12.000059  0 R4 BAR0+0x0408      0x00000000\n"
	       "e1000_reset_hw                 12.000060  0 18 accesses like at 12.000000\n"
	       "e1000_probe                    12.000078  0 R4 BAR0+0x0038      0x00000000 as before\n"
	       "e1000_read_eeprom              12.000079  0 10 accesses like at 12.000019\n"
	       "e1000_probe                    12.000089  0 R4 BAR0+0x0420      0x00000000\n");
}

/* A register that differs and lies in a table, too: which of both would not be clear. */
static void like_beside_a_table(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 2; i++) {
		access_at(world, 1, MMT_WRITE, 0x114, i);
		for (j = 0; j < 10; j++)
			access_at(world, 1, MMT_WRITE, 0x100 + 4 * j, 0);
		access_at(world, 1, MMT_READ, 8, 0);
		access_at(world, 2, MMT_READ, 8, 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W4 BAR0+0x0114      0x00000000\n"
	       "                               12.000001  0 W4 40 bytes written at BAR0+0x0100, all"
	       " 0x0, in 9.0 us\n"
	       "                               12.000011  0 R4 STATUS           0x00000000 SPEED=slow\n"
	       "e1000_reset_hw                 12.000012  0 R4 STATUS           0x00000000 as before\n"
	       "e1000_probe                    12.000013  0 W4 BAR0+0x0114      0x00000001 was 0x0\n"
	       "                               12.000014  0 W4 40 bytes written at BAR0+0x0100, all"
	       " 0x0, in 9.0 us, R STATUS\n"
	       "e1000_reset_hw                 12.000025  0 R4 STATUS           0x00000000 as before\n");
}

/* A loop over two devices, CPUs or tasks says whose each access is. */
static void loop_of_several(void **state)
{
	static const struct mmt_device other = {
		.address = "0000:00:05.0", .label = "beta 00:05.0", .driver = "beta", .index = 1,
	};
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		world->record.device = &device;
		access_at(world, 0, MMT_READ, 0x20, 1);
		world->record.device = &other;
		access_at(world, 0, MMT_WRITE, 0x20, 7);
	}
	world->record.device = &device;
	for (i = 0; i < 8; i++) {
		world->record.cpu = (int)i & 1;
		world->record.pid = 160 + (int)(i & 1);
		access_at(world, 1 + (i & 1), MMT_READ, 0x28, i & 1);
	}
	expect(world,
	       "                               12.000000    8 times in 15.0 us, 16 accesses, each:\n"
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "  ?                                            R BAR0+0x0020 0x1\n"
	       "  -- beta 00:05.0 BAR0, modprobe-160, cpu 0\n"
	       "  ?                                            W BAR0+0x0020 0x7\n"
	       "e1000_probe, e1000_reset_hw\n"
	       "                               12.000016    4 times in 7.0 us, 8 accesses, each:\n"
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "  e1000_probe                                  R BAR0+0x0028 0x0\n"
	       "  -- e1000 00:04.0 BAR0, modprobe-161, cpu 1\n"
	       "  e1000_reset_hw                               R BAR0+0x0028 0x1\n");
}

/* Two that are busy at the same time: who it is stands in the column, and once on a line. */
static void two_cpus(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		world->record.cpu = (int)(i & 1);
		world->record.pid = 160 + (int)(i & 1);
		/* One has another name in the end. */
		world->record.task = i > 5 && i & 1 ? "rmmod" : "modprobe";
		access_at(world, 1 + (i & 1), MMT_READ, 0x20 + 8 * i * i, i);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 BAR0+0x0020      0x00000000\n"
	       "  -- e1000 00:04.0 BAR0, modprobe-161, cpu 1\n"
	       "e1000_reset_hw                 12.000001  1 R4 BAR0+0x0028      0x00000001\n"
	       "e1000_probe                    12.000002  0 R4 BAR0+0x0040      0x00000002\n"
	       "e1000_reset_hw                 12.000003  1 R4 BAR0+0x0068      0x00000003\n"
	       "e1000_probe                    12.000004  0 R4 BAR0+0x00a0      0x00000004\n"
	       "e1000_reset_hw                 12.000005  1 R4 BAR0+0x00e8      0x00000005\n"
	       "e1000_probe                    12.000006  0 R4 BAR0+0x0140      0x00000006\n"
	       "  -- e1000 00:04.0 BAR0, rmmod-161, cpu 1\n"
	       "e1000_reset_hw                 12.000007  1 R4 BAR0+0x01a8      0x00000007\n");
}

/* Eight reads in a loop that came to an end, and one that did not. */
static void loop_without_an_end(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 9; i++) {
		access_at(world, 2, MMT_WRITE, 0x20, 1);
		for (j = 0; j < 4; j++)
			access_at(world, 2, MMT_READ, 8, j == 3 && i != 4 ? 2 : 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 4 times in 19.0 us, 20 accesses: W"
	       " BAR0+0x0020 0x1,\n"
	       "                                               R STATUS x 4 until LU rose\n"
	       "                               12.000020  0 W4 BAR0+0x0020      0x00000001 as before\n"
	       "                               12.000021  0 R4 STATUS           0x00000000 read 4"
	       " times in 3.0 us,\n"
	       "                                               always the same: SPEED=slow\n"
	       "                               12.000025  0 4 times in 19.0 us, 20 accesses: W"
	       " BAR0+0x0020 0x1,\n"
	       "                                               R STATUS x 4 until LU rose\n");
}

/* Two registers are polled by turns; once one of them does not come to what is waited for. */
static void polled_by_turns(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 8; i++) {
		access_at(world, 2, MMT_WRITE, 0x20, 1);
		for (j = 0; j < 5; j++) {
			access_at(world, 2, MMT_READ, 8, j == 4 && i != 4 ? 2 : 0);
			access_at(world, 2, MMT_READ, 0x28, j == 4);
		}
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 4 times in 43.0 us, 44 accesses:"
	       " W BAR0+0x0020 0x1,\n"
	       "                                               5 times (R STATUS 0x0"
	       " (SPEED=slow)...0x2 (LU SPEED=slow),\n"
	       "                                               R BAR0+0x0028 0x0...0x1)\n"
	       "                               12.000044  0 W4 BAR0+0x0020      0x00000001 as"
	       " before\n"
	       "                               12.000045  0 5 times in 9.0 us, 10 accesses: R"
	       " STATUS 0x0 (SPEED=slow),\n"
	       "                                               R BAR0+0x0028 0x0...0x1\n"
	       "                               12.000055  0 3 times in 32.0 us, 33 accesses:"
	       " W BAR0+0x0020 0x1,\n"
	       "                                               5 times (R STATUS 0x0"
	       " (SPEED=slow)...0x2 (LU SPEED=slow),\n"
	       "                                               R BAR0+0x0028 0x0...0x1)\n");
}

/* Polling by turns that ends with the first of the two: once the device says something else. */
static void polled_to_the_middle(void **state)
{
	struct world *world = *state;
	unsigned int i, j;

	for (i = 0; i < 8; i++) {
		access_at(world, 2, MMT_WRITE, 0x20, 1);
		for (j = 0; j < 4; j++) {
			access_at(world, 2, MMT_READ, 0x30, 1);
			access_at(world, 2, MMT_READ, 0x28, 5);
		}
		access_at(world, 2, MMT_READ, 0x30, i == 4 ? 0x81 : 0);
	}
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 4 times in 39.0 us, 40 accesses: W"
	       " BAR0+0x0020 0x1,\n"
	       "                                               4 times (R BAR0+0x0030 0x1,"
	       " R BAR0+0x0028 0x5), R BAR0+0x0030 0x0\n"
	       "                               12.000040  0 W4 BAR0+0x0020      0x00000001 as before\n"
	       "                               12.000041  0 4 times in 7.0 us, 8 accesses:"
	       " R BAR0+0x0030 0x1, R BAR0+0x0028\n"
	       "                               12.000049  0 R4 BAR0+0x0030      0x00000081 was 0x1\n"
	       "                               12.000050  0 3 times in 29.0 us, 30 accesses: W"
	       " BAR0+0x0020 0x1,\n"
	       "                                               4 times (R BAR0+0x0030 0x1,"
	       " R BAR0+0x0028), R BAR0+0x0030 0x0\n");
}

/* What was asked for by name is never folded away. */
static void asked_for(void **state)
{
	struct world *world = *state;
	unsigned int i;

	assert_null(select_take(&world->source.select, SELECT_REG, (char[]){ "ctrl" }));
	for (i = 0; i < 6; i++) {
		access_at(world, 1, MMT_WRITE, 0, i);
		access_at(world, 1, MMT_READ, 0, i & 1);
		access_at(world, 1, MMT_READ, 0x20, 0);
	}
	for (i = 0; i < 50; i++)
		access_at(world, 1, MMT_READ, 0, i == 49 ? 2 : 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W4 CTRL             0x00000000 SPEED=slow\n"
	       "                               12.000001  0 R4 CTRL             0x00000000 as before:"
	       " SPEED=slow\n"
	       "                               12.000003  0 W4 CTRL             0x00000001 other bits"
	       " 0x0 -> 0x1\n"
	       "                               12.000004  0 R4 CTRL             0x00000001 as before:"
	       " SPEED=slow, other bits 0x1\n"
	       "                               12.000006  0 W4 CTRL             0x00000002 LU 0 -> 1,"
	       " other bits 0x1 -> 0x0\n"
	       "                               12.000007  0 R4 CTRL             0x00000000 LU 1 -> 0\n"
	       "                               12.000009  0 W4 CTRL             0x00000003 LU 0 -> 1,"
	       " other bits 0x0 -> 0x1\n"
	       "                               12.000010  0 R4 CTRL             0x00000001 LU 1 -> 0\n"
	       "                               12.000012  0 W4 CTRL             0x00000004 other bits"
	       " 0x1 -> 0x4\n"
	       "                               12.000013  0 R4 CTRL             0x00000000 other bits"
	       " 0x4 -> 0x0\n"
	       "                               12.000015  0 W4 CTRL             0x00000005 other bits"
	       " 0x0 -> 0x5\n"
	       "                               12.000016  0 R4 CTRL             0x00000001 other bits"
	       " 0x5 -> 0x1\n"
	       "                               12.000018  0 R4 CTRL             0x00000002 read 50"
	       " times in 49.0 us until LU rose\n");
}

/* A log without times says no times, and how many accesses there were before. */
static void without_times(void **state)
{
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		world->record.time = 0;
		access_at(world, 1, MMT_WRITE, 0x20, i == 2);
		world->record.time = 0;
		access_at(world, 1, MMT_WRITE, 0x40, 1);
		world->record.time = 0;
		access_at(world, 1, MMT_WRITE, 0x60, 1);
		world->record.time = 0;
		access_at(world, 2, MMT_READ, 8, 0);
	}
	for (i = 0; i < 8; i++) {
		world->record.time = 0;
		access_at(world, 3, MMT_WRITE, 0x20 + 8 * (i & 1), 1);
	}
	for (i = 0; i < 16; i++) {
		world->record.time = 0;
		access_at(world, 3, i < 8 ? MMT_READ : MMT_WRITE, i < 8 ? 8 : 0x100 + 4 * i, 1);
	}
	world->record.time = 0;
	world->record.kind = MMT_MARK;
	world->record.text = "here";
	world->record.text_length = 4;
	put(world);
	world->record.time = 12000000000ULL;
	access_at(world, 3, MMT_WRITE, 0x20, 1);
	world->record.time = 0;
	world->record.kind = MMT_MARK;
	put(world);
	world->record.time = 12000001000ULL;
	access_at(world, 3, MMT_WRITE, 0x20, 1);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe, e1000_reset_hw\n"
	       "                                      #0  0 3 times, 12 accesses, each:\n"
	       "  e1000_probe                                  W BAR0+0x0020 0x0...0x1, W BAR0+0x0040"
	       " 0x1, W BAR0+0x0060 0x1\n"
	       "  e1000_reset_hw                               R STATUS 0x0 (SPEED=slow)\n"
	       "e1000_read_eeprom                    #12  0 4 times, 8 accesses: W BAR0+0x0020 0x1, W"
	       " BAR0+0x0028 0x1\n"
	       "                                     #20  0 R4 STATUS           0x00000001 read 8"
	       " times, always the same: SPEED=slow,\n"
	       "                                               other bits 0x1\n"
	       "                                     #28  0 W4 32 bytes written at BAR0+0x0120, all"
	       " 0x1\n"
	       "                                            MARK  here\n"
	       "e1000_read_eeprom              12.000000  0 W4 BAR0+0x0020      0x00000001 as before\n"
	       "                                            MARK  here\n"
	       "e1000_read_eeprom              12.000001  0 W4 BAR0+0x0020      0x00000001 as before\n");
}

/* Columns of a terminal of 80: functions on lines of their own, no word is broken. */
static void narrow(void **state)
{
	struct world *world = *state;
	unsigned int i;

	world->options.width = 80;
	access_at(world, 1, MMT_WRITE, 0, 0x40);
	access_at(world, 1, MMT_WRITE, 0, 0x80000102);
	for (i = 0; i < 12; i++)
		access_at(world, 2, MMT_READ, 0x100 + i * i * 8, i);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe\n"
	       "   12.000000  0 W4 CTRL             0x00000040 SPEED=fast\n"
	       "   12.000001  0 W4 CTRL             0x80000102 LU 0 -> 1, SPEED fast -> slow,\n"
	       "                   other bits 0x0 -> 0x80000100\n"
	       "e1000_reset_hw\n"
	       "   12.000002  0 R4 12 registers read, BAR0+0x0100 .. BAR0+0x04c8, all 0 but\n"
	       "                   BAR0+0x0108 0x1, BAR0+0x0120 0x2, BAR0+0x0148 0x3,\n"
	       "                   BAR0+0x0180 0x4, BAR0+0x01c8 0x5, BAR0+0x0220 0x6,\n"
	       "                   BAR0+0x0288 0x7, BAR0+0x0300 0x8, BAR0+0x0388 0x9,\n"
	       "                   BAR0+0x0420 0xa, BAR0+0x04c8 0xb\n");
}

/* Bytes are remembered, whatever the width: what is not known of them is not said. */
static void other_widths(void **state)
{
	struct world *world = *state;

	world->record.width = 1;
	access_at(world, 1, MMT_WRITE, 0, 2);
	world->record.width = 4;
	access_at(world, 1, MMT_WRITE, 0, 0);
	world->record.width = 1;
	access_at(world, 1, MMT_READ, 0, 2);
	world->record.width = 2;
	access_at(world, 1, MMT_WRITE, 0, 1);
	world->record.width = 4;
	access_at(world, 1, MMT_READ, 0, 0);
	world->record.width = 8;
	access_at(world, 1, MMT_READ, 0, 0x500000000);
	world->record.width = 4;
	access_at(world, 1, MMT_READ, 4, 5);
	world->record.width = 2;
	access_at(world, 1, MMT_READ, 6, 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W1 CTRL             0x02       LU"
	       " SPEED=slow\n"
	       "                               12.000001  0 W4 CTRL             0x00000000 LU 1 -> 0\n"
	       "                               12.000002  0 R1 CTRL             0x02       LU 0 -> 1\n"
	       "                               12.000003  0 W2 CTRL             0x0001     LU 1 -> 0,"
	       " other bits 0x0 -> 0x1\n"
	       "                               12.000004  0 R4 CTRL             0x00000000 other bits"
	       " 0x1 -> 0x0\n"
	       "                               12.000005  0 R8 CTRL             0x0000000500000000"
	       " SPEED=slow, other bits 0x500000000\n"
	       "                               12.000006  0 R4 CTRL             0x00000005 as before,"
	       " R CTRL\n");
}

/* A gap of a millisecond is worth a word, one of 100 a line; shorter ones are not. */
static void lengths_of_gaps(void **state)
{
	static const uint64_t gaps[] = { 999999, 1000000, 1000001, 99999999, 100000000 };
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 5; i++) {
		access_at(world, 0, MMT_WRITE, 0x20 + 8 * i * i, 1);
		world->record.time += gaps[i] - 1000;
	}
	access_at(world, 0, MMT_WRITE, 0x20, 1);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "   12.000000  0 W4 BAR0+0x0020      0x00000001\n"
	       "   12.000999  0 W4 BAR0+0x0028      0x00000001\n"
	       "   12.001999  0 W4 BAR0+0x0040      0x00000001 (1.0 ms later)\n"
	       "   12.003000  0 W4 BAR0+0x0068      0x00000001 (1.0 ms later)\n"
	       "   12.102999  0 W4 BAR0+0x00a0      0x00000001 (100 ms later)\n"
	       "     ... 100 ms without an access ...\n"
	       "   12.202999  0 W4 BAR0+0x0020      0x00000001 as before\n");
}

/* What is only as before goes behind the line before, but not when it is a millisecond later. */
static void behind_a_line(void **state)
{
	struct world *world = *state;

	access_at(world, 2, MMT_WRITE, 0x20, 0);
	access_at(world, 1, MMT_WRITE, 0x20, 1);
	world->record.time += 999000;
	access_at(world, 1, MMT_WRITE, 0x28, 1);
	world->record.time += 999001;
	access_at(world, 1, MMT_WRITE, 0x30, 1);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_reset_hw                 12.000000  0 W4 BAR0+0x0020      0x00000000\n"
	       "e1000_probe                    12.000001  0 W4 BAR0+0x0020      0x00000001 was 0x0\n"
	       "                               12.001001  0 W4 BAR0+0x0028      0x00000001 (1.0 ms"
	       " later)\n"
	       "                               12.002001  0 W4 BAR0+0x0030      0x00000001 (1.0 ms"
	       " later)\n");
}

/* A register that is accessed in two widths has one value. */
static void two_widths(void **state)
{
	struct world *world = *state;

	access_at(world, 1, MMT_WRITE, 0x20, 0x1234);
	world->record.width = 2;
	access_at(world, 1, MMT_WRITE, 0x20, 0x1234);
	world->record.width = 4;
	access_at(world, 1, MMT_WRITE, 0x20, 0x1235);
	world->record.width = 2;
	access_at(world, 1, MMT_WRITE, 0x20, 0x1236);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W4 BAR0+0x0020      0x00001234, W"
	       " BAR0+0x0020 0x1234\n"
	       "                               12.000002  0 W4 BAR0+0x0020      0x00001235 was 0x1234\n"
	       "                               12.000003  0 W2 BAR0+0x0020      0x1236     was 0x1235\n");
}

/* What no field names stands in the value already; what changed of it is said. */
static void only_other_bits(void **state)
{
	static const uint64_t values[] = { 0x100, 0x900, 0x902, UINT32_MAX, 0x900 };
	struct world *world = *state;
	unsigned int i;

	for (i = 0; i < 5; i++)
		access_at(world, 1 + i % 3, MMT_WRITE, 0xff8, values[i]);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W4 FLAG             0x00000100\n"
	       "e1000_reset_hw                 12.000001  0 W4 FLAG             0x00000900 other bits"
	       " 0x100 -> 0x900\n"
	       "e1000_read_eeprom              12.000002  0 W4 FLAG             0x00000902 LU 0 -> 1\n"
	       "e1000_probe                    12.000003  0 W4 FLAG             0xffffffff other bits"
	       " 0x900 -> 0xfffffffd\n"
	       "e1000_reset_hw                 12.000004  0 W4 FLAG             0x00000900 LU 1 -> 0,"
	       " other bits 0xfffffffd -> 0x900\n");
}

/* Of two modules' functions with one name each is its own. */
static void two_modules(void **state)
{
	struct world *world = *state;

	access_at(world, 1, MMT_WRITE, 0x20, 1);
	access_at(world, 5, MMT_WRITE, 0x28, 1);
	access_at(world, 1, MMT_WRITE, 0x30, 1);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 W4 BAR0+0x0020      0x00000001\n"
	       "e1000_probe                    12.000001  0 W4 BAR0+0x0028      0x00000001\n"
	       "e1000_probe                    12.000002  0 W4 BAR0+0x0030      0x00000001\n");
}

/* A read says what is there; only a write changes it. */
static void expanded_reads(void **state)
{
	struct world *world = *state;

	world->options.expand = true;
	access_at(world, 1, MMT_READ, 0, 0x40);
	access_at(world, 1, MMT_READ, 0, 0x42);
	access_at(world, 1, MMT_WRITE, 0, 0x42);
	access_at(world, 1, MMT_WRITE, 0, 0x40);
	expect(world,
	       "#          time cpu task-pid           device         place              value     "
	       " function, register\n"
	       "   12.000000000 000 modprobe-160       e1000 00:04.0  BAR0+0x0000    R4  0x00000040"
	       " e1000_probe+0x10 [e1000]  CTRL => { 0x40 }\n"
	       "   12.000001000 000 modprobe-160       e1000 00:04.0  BAR0+0x0000    R4  0x00000042"
	       " e1000_probe+0x10 [e1000]  CTRL => { 0x42 }\n"
	       "   12.000002000 000 modprobe-160       e1000 00:04.0  BAR0+0x0000    W4  0x00000042"
	       " e1000_probe+0x10 [e1000]  CTRL <= { 0x42 }\n"
	       "   12.000003000 000 modprobe-160       e1000 00:04.0  BAR0+0x0000    W4  0x00000040"
	       " e1000_probe+0x10 [e1000]  CTRL <= { 0x40 }  CTRL: LU 1 -> 0\n");
}

#define TEXT "                                               | er32(CTRL);\n"

/* With lines of the source each access has its own, in a loop, too. */
static void with_lines(void **state)
{
	struct world *world = *state;
	unsigned int i;

	world->options.code = (struct code_lines *)world;
	access_at(world, 1, MMT_READ, 8, 0x80);
	access_at(world, 2, MMT_WRITE, 0, 0x40);
	access_at(world, 2, MMT_WRITE, 0, 0x40);
	access_at(world, 3, MMT_WRITE, 0x20, 5);
	access_at(world, 0, MMT_WRITE, 0x28, 6);
	for (i = 0; i < 10; i++)
		access_at(world, 2, MMT_READ, 0x20 + 8 * i, 0);
	expect(world,
	       "  -- e1000 00:04.0 BAR0, modprobe-160, cpu 0\n"
	       "e1000_probe                    12.000000  0 R4 STATUS           0x00000080 SPEED=faster"
	       "  e1000_hw.c:1\n" TEXT
	       "e1000_reset_hw                 12.000001  0 W4 CTRL             0x00000040 SPEED=fast"
	       "  e1000_hw.c:2\n" TEXT
	       "                               12.000002  0 W4 CTRL             0x00000040 as before"
	       "  e1000_hw.c:2\n" TEXT
	       "e1000_read_eeprom              12.000003  0 W4 BAR0+0x0020      0x00000005"
	       "  e1000_hw.c:3 in read_it\n" TEXT
	       "?                              12.000004  0 W4 BAR0+0x0028      0x00000006\n"
	       "e1000_reset_hw                 12.000005  0 R4 read 10 times in 9.0 us, 8 bytes apart, from"
	       " BAR0+0x0020 to BAR0+0x0068,\n"
	       "                                               all 0x0  e1000_hw.c:2\n" TEXT);
}

/* The caller of ioremap() is known by where the call returns to. */
static void expanded_lines(void **state)
{
	struct world *world = *state;

	world->options.expand = true;
	world->options.code = (struct code_lines *)world;
	world->record.kind = MMT_MAP;
	world->record.pc = 0x210;
	put(world);
	access_at(world, 1, MMT_READ, 0x20, 5);
	access_at(world, 3, MMT_READ, 0x20, 5);
	access_at(world, 0, MMT_READ, 0x20, 5);
	expect(world,
	       "#          time cpu task-pid           device         place              value     "
	       " function, register\n"
	       "   12.000000000 000 modprobe-160       map 0: e1000 00:04.0 BAR0+0x0000, 0x0 bytes,"
	       " e1000_reset_hw+0x20 [e1000]  e1000_hw.c:1\n"
	       "   12.000001000 000 modprobe-160       e1000 00:04.0  BAR0+0x0020    R4  0x00000005"
	       " e1000_probe+0x10 [e1000]  e1000_hw.c:1\n"
	       "                | er32(CTRL);\n"
	       "   12.000002000 000 modprobe-160       e1000 00:04.0  BAR0+0x0020    R4  0x00000005"
	       " e1000_read_eeprom+0x30 [e1000]  e1000_hw.c:3 in read_it, from main.c:77\n"
	       "                | er32(CTRL);\n"
	       "   12.000003000 000 modprobe-160       e1000 00:04.0  BAR0+0x0020    R4  0x00000005\n");
}

static void nothing(void **state)
{
	struct world *world = *state;

	world->record.kind = MMT_DEVICE;
	put(world);
	expect(world, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(steps), TEST(left_out), TEST(without_device), TEST(two_at_one_place), TEST(polling),
		TEST(polling_in_a_loop), TEST(other_bits), TEST(block), TEST(loops), TEST(known_steps), TEST(sweep),
		TEST(gaps_and_others), TEST(gaps_end_repetitions), TEST(back_in_time), TEST(expanded), TEST(deltas),
		TEST(chosen), TEST(nothing), TEST(other_steps), TEST(sweep_of_two_widths),
		TEST(no_sweep), TEST(like), TEST(unlike), TEST(like_beside_a_table), TEST(loop_of_several),
		TEST(two_cpus), TEST(loop_without_an_end), TEST(polled_by_turns), TEST(polled_to_the_middle),
		TEST(asked_for), TEST(without_times),
		TEST(narrow), TEST(other_widths), TEST(lengths_of_gaps), TEST(behind_a_line), TEST(two_widths),
		TEST(only_other_bits), TEST(two_modules), TEST(expanded_reads),
		TEST(with_lines), TEST(expanded_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
