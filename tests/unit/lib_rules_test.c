// SPDX-License-Identifier: GPL-2.0
/* Rules: what a header cannot say; and rules that are wrong. */
#include "lib_regs.h"

#define HEADER                                                                   \
	"#define CARD_CTRL 0x0000\n#define CARD_STATUS 0x0004\n#define CARD_INDEX 0x0010\n" \
	"#define CARD_DATA 0x0014\n#define CARD_BANK 0x0018\n#define CARD_DOWN 0x001c\n" \
	"#define CARD_UP 0x0020\n#define PHY_ID 2\n#define PHY_SPEED 9\n"        \
	"#define RING_HEAD 0x0000\n#define RING_TAIL 0x0004\n"                   \
	"#define WIN_ONE 0x0040\n#define WIN_TWO 0x1044\n"                       \
	"#define SPEED_10 0\n#define SPEED_100 1\n#define BIT_ON 1\n#define BIT_OFF 2\n"

/* The header above with @rules about it. */
static void rules_of(const char *rules)
{
	char text[4096];

	snprintf(text, sizeof(text), "# about a card\nmmiotrace rules 1\nheader card.h\n%s", rules);
	put("card.h", HEADER);
	put("card.rules", text);
	assert_int_equal(load("card.rules"), 0);
	if (!names)
		names = mmt_names_new(regs, NULL);
}

static void registers(void **state)
{
	(void)state;
	rules_of("register CARD_CTRL width 8 access w\n"
		 "register EXTRA 0x30 width 2 access r # a new one\n"
		 "register TABLE 0x100 stride 8 length 4\n"
		 "ignore CARD_DOWN\n"
		 "block QUEUE 0x1000 stride 0x40 length 2\nregister TAIL 0x8 in QUEUE\n"
		 "block RING 0x2000 stride 0x10 length 3 of RING_*\nregisters RING_*\n");
	WRITES(8, 0, 1, "CTRL = 0x1");
	READS(2, 0x30, 1, "EXTRA = 0x1");
	READS(4, 0x110, 1, "TABLE[0x2] = 0x1");
	READS(4, 0x114, 1, "");
	READS(4, 0x1c, 1, "");
	READS(4, 0x1048, 1, "QUEUE[0x1].TAIL = 0x1");
	READS(4, 0x2024, 1, "RING[0x2].RING_TAIL = 0x1");
	SAYS_NOTHING();
}

static void bars(void **state)
{
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record = { .kind = MMT_READ, .width = 4, .device = &device, .bar = 2,
				     .offset = 4 };

	(void)state;
	device.size[2] = 0x1000;
	rules_of("registers RING_*\nbar 2 RING_*\nregister OWN 0x10 bar 2\n");
	READS(4, 4, 1, "STATUS = 0x1");
	assert_int_equal(mmt_name(names, &record, part), 1);
	assert_string_equal(part[0].name, "RING_TAIL");
	record.offset = 0x10;
	assert_int_equal(mmt_name(names, &record, part), 1);
	assert_string_equal(part[0].name, "OWN");
	record.bar = 1;
	assert_int_equal(mmt_name(names, &record, part), 0);
	device.size[2] = 0;
	SAYS_NOTHING();
}

static void fields(void **state)
{
	(void)state;
	rules_of("field CARD_CTRL SPEED 5:4 0=slow 1=fast\nfield CARD_CTRL GO 0\n"
		 "fields CARD_STATUS BIT_*\n"
		 "field CARD_BANK RATE 1:0\nvalues CARD_BANK RATE SPEED_*\n"
		 "like CARD_UP CARD_CTRL\n"
		 "register NEW 0x80\nfields NEW BIT_*\n");
	READS(4, 0, 0x11, "CTRL = { SPEED = fast | GO }");
	READS(4, 4, 3, "STATUS = { BIT_ON | BIT_OFF }");
	READS(4, 0x18, 1, "BANK = { RATE = SPEED_100 }");
	READS(4, 0x20, 1, "UP = { SPEED = slow | GO }");
	READS(4, 0x80, 2, "NEW = { BIT_OFF }");
	SAYS_NOTHING();
}

/* An index register says what is behind the data register. */
static void indexed(void **state)
{
	(void)state;
	rules_of("space PHY PHY_*\nindex PHY select CARD_INDEX data CARD_DATA mask 0x1f\n");
	READS(4, 0x14, 1, "DATA = 0x1");
	WRITES(4, 0x10, 2, "INDEX = 0x2");
	READS(4, 0x14, 1, "PHY_ID = 0x1");
	WRITES(4, 0x10, 0x29, "INDEX = 0x29");
	WRITES(4, 0x14, 7, "PHY_SPEED = 0x7");
	WRITES(4, 0x10, 3, "INDEX = 0x3");
	READS(4, 0x14, 1, "DATA = 0x1");
	SAYS_NOTHING();
}

/* Names, and values, of several accesses to one index: it goes on by itself. */
static void steps(void **state)
{
	(void)state;
	rules_of("space PHY\nregister FIRST 2 in PHY\nregister NEXT 3 in PHY\n"
		 "index PHY select CARD_INDEX data CARD_DATA mask 0x1f step 1\n");
	WRITES(4, 0x10, 2, "INDEX = 0x2");
	READS(4, 0x14, 1, "FIRST = 0x1");
	READS(4, 0x14, 1, "NEXT = 0x1");
	WRITES(4, 0x10, 2, "INDEX = 0x2");
	WRITES(4, 0x14, 1, "FIRST = 0x1");
	SAYS_NOTHING();
}

/* The address and the data in one write; what is read has the address still. */
static void one_write(void **state)
{
	(void)state;
	rules_of("space PHY PHY_*\nfield PHY_SPEED MBIT 1:0\n"
		 "index PHY select CARD_CTRL data CARD_CTRL mask 0x1f0000 shift -16 bits 15:4\n");
	WRITES(4, 0, 0x50090024, "PHY_SPEED = { MBIT = 0x2 }");
	READS(4, 0, 0x20020770, "PHY_ID = 0x77");
	READS(4, 0, 0x20030770, "CTRL = 0x20030770");
	SAYS_NOTHING();
}

static const char *named(enum mmt_kind kind, int bar, uint64_t offset, uint64_t value)
{
	static struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record = { .kind = kind, .width = 4, .device = &device, .bar = bar,
				     .offset = offset, .value = value };

	return mmt_name(names, &record, part) ? part[0].name : "";
}

/* Through configuration space: an index and its data, or a window of a BAR. */
static void through_config(void **state)
{
	(void)state;
	rules_of("index card select config:0x78 data config:0x80 size 4\nspace MEMORY\nregister MAGIC 0xb50 in MEMORY\n"
		 "window MEMORY 0x8000 0x1000 select config:0x7c\n");
	assert_string_equal(named(MMT_CONFIG_READ, 0, 0x80, 1), "");
	assert_string_equal(named(MMT_CONFIG_WRITE, 0, 0x78, 4), "");
	assert_string_equal(named(MMT_WRITE, 0, 0x78, 0x10), "");
	assert_string_equal(named(MMT_CONFIG_READ, 0, 0x80, 1), "STATUS");
	assert_string_equal(named(MMT_READ, 0, 0x80, 1), "");
	assert_string_equal(named(MMT_READ, 0, 0x8050, 1), "");
	assert_string_equal(named(MMT_CONFIG_WRITE, 0, 0x7c, 0xb00), "");
	assert_string_equal(named(MMT_READ, 0, 0x8050, 1), "MAGIC");
	SAYS_NOTHING();
}

/* What lies in a window depends on a register. */
static void units(void **state)
{
	(void)state;
	rules_of("unit 4\nregister EXTRA 0x31\nunit 3\n");
	READS(4, 0x10, 1, "STATUS = 0x1");
	READS(4, 0xc4, 1, "EXTRA = 0x1");
	READS(4, 0x4, 1, "");
	SAYS("card.rules:6: unit: it may be 1, 2, 4 or 8\n");
}

static void windows(void **state)
{
	(void)state;
	rules_of("registers WIN_*\nspace MEMORY WIN_*\n"
		 "window MEMORY 0x8000 0x1000 select CARD_BANK mask 0xff shift 12\n");
	/* Nobody knows yet which bank it is. */
	READS(4, 0x8040, 1, "");
	WRITES(4, 0x18, 0, "BANK = 0");
	READS(4, 0x8040, 1, "WIN_ONE = 0x1");
	WRITES(4, 0x18, 0x101, "BANK = 0x101");
	READS(4, 0x8044, 1, "WIN_TWO = 0x1");
	SAYS_NOTHING();
}

/* A driver may have its registers in structures, and only bits in its header. */
static void only_bits(void **state)
{
	(void)state;
	put("bits.h", "#define HCS_SLOTS(p) ((p) & 0xff)\n#define HCS_PORTS(p) (((p) >> 24) & 0x7f)\n"
		      "#define CMD_RUN (1 << 0)\n");
	put("bits.rules", "mmiotrace rules 1\nheader bits.h\nregister PARAMS 0x4\nfields PARAMS HCS_*\n"
			  "register COMMAND 0x20\nfields COMMAND CMD_*\n");
	assert_int_equal(load("bits.rules"), 0);
	READS(4, 4, 0x05000020, "PARAMS = { HCS_SLOTS = 0x20 | HCS_PORTS = 0x5 }");
	READS(4, 0x20, 1, "COMMAND = { CMD_RUN }");
	SAYS_NOTHING();
}

static void devices(void **state)
{
	(void)state;
	rules_of("device 8086:* 10ec:8168\n");
	READS(4, 0, 1, "");
	mmt_names_free(names);
	names = NULL;
	device.vendor = 0x8086;
	READS(4, 0, 1, "CTRL = 0x1");
	device.vendor = 0x1234;
	SAYS_NOTHING();
}

static void bad_rules(void **state)
{
	(void)state;
	rules_of("registr CARD_CTRL\n"			/* 4 */
		 "field CARD_CTRL\n"
		 "field CARD_GONE X 1:0\n"
		 "field CARD_CTRL X 1:2\n"
		 "field CARD_CTRL Y 3:0 one=ONE =TWO\n"	/* 8 */
		 "register CARD_CTRL widht 4\n"
		 "register CARD_CTRL width 3\n"
		 "register NEW 0x8g\n"
		 "register CARD_CTRL width\n"		/* 12 */
		 "bar 9 CARD_*\n"
		 "device e1000\n"
		 "registers NOTHING_*\n"
		 "values CARD_CTRL NONE BIT_*\n"	/* 16 */
		 "block Q 0x1000 length 4\n"
		 "register R 0 in NOWHERE\n"
		 "index NOWHERE select CARD_INDEX data CARD_DATA\n"
		 "space S PHY_*\n"			/* 20 */
		 "window S 0x100 0x10 select CARD_BANK shift left\n"
		 "fields CARD_LOST BIT_*\n"
		 "variant chip NOBODY\n"
		 "register LAST 0x300\n");		/* 24 */
	READS(4, 0x300, 1, "LAST = 0x1");
	READS(4, 0x4, 1, "STATUS = 0x1");
	SAYS("card.rules:4: there is no rule 'registr'");
	SAYS("card.rules:5: 'field' needs 2 words more");
	SAYS("card.rules:6: there is no register 'CARD_GONE'");
	SAYS("card.rules:7: '1:2' are no bits");
	SAYS("card.rules:8: 'one=ONE' should be NUMBER=NAME");
	SAYS("card.rules:8: '=TWO' should be NUMBER=NAME");
	SAYS("card.rules:9: 'widht': 'register' may have width stride length first access bar in");
	SAYS("card.rules:10: width: it may be 1, 2, 4 or 8");
	SAYS("card.rules:11: '0x8g' is not a number");
	SAYS("card.rules:12: 'width' needs a word behind it");
	SAYS("card.rules:13: there is no BAR 9");
	SAYS("card.rules:14: 'e1000' is no device");
	SAYS("card.rules:15: no constant of");
	SAYS("card.rules:16: there is no field 'NONE' in 'CARD_CTRL'");
	SAYS("card.rules:17: copies need a stride");
	SAYS("card.rules:18: there is no block 'NOWHERE'");
	SAYS("card.rules:19: NOWHERE: there is no such space");
	SAYS("card.rules:21: shift 'left'");
	SAYS("card.rules:22: there is no register 'CARD_LOST'");
	SAYS("card.rules:23: there is no variant 'NOBODY' of 'chip'");
}

static void bad_files(void **state)
{
	char line[6000];

	(void)state;
	put("gone.rules", "mmiotrace rules 1\nheader gone.h\nregister A 0x10\n");
	assert_int_equal(load("gone.rules"), 0);
	READS(4, 0x10, 1, "A = 0x1");
	SAYS("gone.rules:0: is about gone.h, which was not given and does not lie beside it");
	put("new.rules", "mmiotrace rules 7\nregister B 0x20\n");
	assert_int_equal(load("new.rules"), 0);
	SAYS("new.rules:1: only version 1 of rules is known");
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = 0;
	memcpy(line, "mmiotrace rules 1\nregister C 0x30\n", 34);
	strcpy(line + 5900, "\nregister D 0x40\r\nregister \xff\xfe 0x50\nregister E 0x60");
	put("long.rules", line);
	mmt_names_free(names);
	names = NULL;
	assert_int_equal(load("long.rules"), 0);
	READS(4, 0x30, 1, "C = 0x1");
	READS(4, 0x40, 1, "D = 0x1");
	READS(4, 0x60, 1, "E = 0x1");
	SAYS("long.rules:3: a line of 5866 bytes is no rule");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(registers), TEST(bars), TEST(fields), TEST(indexed), TEST(steps), TEST(one_write),
		TEST(through_config), TEST(windows), TEST(units),
		TEST(only_bits), TEST(devices), TEST(bad_rules), TEST(bad_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
