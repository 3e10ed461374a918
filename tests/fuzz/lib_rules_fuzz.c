// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for rules: they are about a header, and about rnndb. */
#include "regs.h"
#include "registers/header/header.h"
#include "registers/xml/rnndb.h"

static const char header[] =
	"#define A_CTRL 0x0000 /* Control - RW */\n"
	"#define A_STATUS 0x0008 /* Status - RO */\n"
	"#define A_INDEX 0x0010 /* Index - RW */\n"
	"#define A_DATA 0x0014 /* Data - RW */\n"
	"#define A_TABLE 0x0100 /* Table - RW Array */\n"
	"#define A_CTRL_RST 0x00000001\n"
	"#define A_CTRL_MODE_MASK 0x00000030\n"
	"#define B_ONE 1\n"
	"#define B_TWO 2\n"
	"#define C_FIELD(x) (((x) >> 4) & 0xf)\n";
static const char rnndb[] =
	"<database><enum name=\"chip\"><value name=\"X\"/><value name=\"Y\"/></enum>"
	"<domain name=\"D\" prefix=\"chip\"><reg32 offset=\"0\" name=\"R\" variants=\"Y\"/>"
	"</domain></database>";

static void load_subjects(struct mmt_regs *regs)
{
	const struct file_text of_header = { "/nowhere/a.h", header, sizeof(header) - 1 };
	const struct file_text of_rnndb = { "/nowhere/a.xml", rnndb, sizeof(rnndb) - 1 };

	require_that(!header_load(regs, &of_header) && !rnndb_load(regs, &of_rnndb),
		     "what rules are about cannot be read");
}

/* The input is what comes after the two lines that all rules begin with. */
static int load_rules(struct mmt_regs *regs, const struct file_text *text)
{
	static const char head[] = "mmiotrace rules 1\nheader a.h\n";
	char *copy = malloc(sizeof(head) + text->length);
	struct file_text whole = { text->path, copy, sizeof(head) - 1 + text->length };
	int result;

	require_that(copy, "out of memory");
	memcpy(copy, head, sizeof(head) - 1);
	memcpy(copy + sizeof(head) - 1, text->at, text->length + 1);
	require_that(rules_are(&whole), "rules are not recognised");
	result = regs_load_text(regs, &whole);
	free(copy);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_regs(data, size, load_rules, load_subjects);
}
