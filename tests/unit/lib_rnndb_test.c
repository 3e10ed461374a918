// SPDX-License-Identifier: GPL-2.0
/* rnndb: what each construct means, and what is done about bad files. */
#include "lib_regs.h"

#define HEAD "<?xml version=\"1.0\"?>\n<database>\n"
#define TAIL "</database>\n"

/* A domain with @elements, and @others beside it, in a file of its own. */
#define DOMAIN(elements, others)                                                 \
	do {                                                                     \
		put("a.xml", HEAD others "<domain name=\"D\">" elements "</domain>" TAIL); \
		assert_int_equal(load("a.xml"), 0);                              \
	} while (0)

static void registers(void **state)
{
	(void)state;
	DOMAIN("<reg32 offset=\"0x0\" name=\"ID\"/>"
	       "<reg8 offset=\"0x10\" name=\"BYTE\" length=\"8\"/>"
	       "<reg16 offset=\"0x20\" name=\"HALF\"/><reg16 offset=\"0x22\" name=\"OTHER\"/>"
	       "<reg64 offset=\"0x28\" name=\"WIDE\"><bitfield low=\"0\" high=\"3\" name=\"A\"/>"
	       "<bitfield low=\"36\" high=\"39\" name=\"B\"/></reg64>"
	       "<reg32 offset=\"0x40\" name=\"ROW\" length=\"4\" stride=\"8\"/>",
	       "");
	READS(4, 0, 0x1234, "ID = 0x1234");
	READS(2, 2, 0, "ID+0x2 = 0");
	READS(4, 4, 0, "");
	READS(4, 0x10, 0x04030201, "BYTE[0] = 0x1, BYTE[0x1] = 0x2, BYTE[0x2] = 0x3, BYTE[0x3] = 0x4");
	READS(4, 0x20, 0x00020001, "HALF = 0x1, OTHER = 0x2");
	READS(8, 0x28, UINT64_C(0x5000000003), "WIDE = { A = 0x3 | B = 0x5 }");
	READS(4, 0x28, 3, "WIDE = { A = 0x3 }");
	READS(4, 0x2c, 0x50, "WIDE+0x4 = { B = 0x5 }");
	READS(4, 0x48, 1, "ROW[0x1] = 0x1");
	READS(4, 0x44, 1, "");
	READS(4, 0x60, 1, "");
	SAYS_NOTHING();
}

static void containers(void **state)
{
	(void)state;
	DOMAIN("<array offset=\"0x100\" name=\"UNIT\" stride=\"0x40\" length=\"2\">"
	       "<reg32 offset=\"0\" name=\"CTRL\"/>"
	       "<stripe offset=\"0x10\" name=\"Q\" stride=\"4\" length=\"2\">"
	       "<reg32 offset=\"0\" name=\"HEAD\"/><reg32 offset=\"0x10\" name=\"TAIL\"/></stripe>"
	       "<use-group name=\"tail\"/></array>"
	       "<array offset=\"0x200\" name=\"ONE\" stride=\"0x10\"><use-group name=\"tail\"/></array>"
	       "<stripe offset=\"0x300\" stride=\"0x10\" length=\"2\">"
	       "<reg32 offset=\"0\" name=\"X\"/><reg32 offset=\"4\" name=\"Y\" length=\"2\"/></stripe>"
	       "<stripe offset=\"0x1000\" name=\"FOREVER\" stride=\"0x10\" length=\"0\">"
	       "<reg32 offset=\"8\" name=\"R\"/></stripe>",
	       "<group name=\"tail\"><reg32 offset=\"8\" name=\"LAST\"/></group>");
	READS(4, 0x100, 0, "UNIT[0].CTRL = 0");
	READS(4, 0x154, 0, "UNIT[0x1].Q[0x1].HEAD = 0");
	READS(4, 0x160, 0, "UNIT[0x1].Q[0].TAIL = 0");
	READS(4, 0x148, 0, "UNIT[0x1].LAST = 0");
	READS(4, 0x14c, 7, "UNIT[0x1]+0xc = 0x7");
	READS(4, 0x208, 0, "ONE.LAST = 0");
	READS(4, 0x200, 0, "ONE+0 = 0");
	READS(4, 0x310, 0, "X[0x1] = 0");
	READS(4, 0x318, 0, "Y[0x1][0x1] = 0");
	READS(4, 0xf00008, 0, "FOREVER[0xeff00].R = 0");
	READS(4, 0xf00004, 0, "");
	SAYS_NOTHING();
}

static void types(void **state)
{
	(void)state;
	DOMAIN("<reg32 offset=\"0\" name=\"E\" type=\"e\"/>"
	       "<reg32 offset=\"4\" name=\"F\"><bitfield pos=\"0\" name=\"FLAG\"/>"
	       "<bitfield low=\"4\" high=\"7\" name=\"KIND\" type=\"inl\"><value value=\"3\" name=\"OWN\"/></bitfield>"
	       "<bitfield low=\"8\" high=\"11\" name=\"SUB\" type=\"bs\"/></reg32>"
	       "<reg32 offset=\"8\" name=\"I\" type=\"int\"/><reg32 offset=\"12\" name=\"U\" type=\"uint\"/>"
	       "<reg32 offset=\"16\" name=\"FL\" type=\"float\"/>"
	       "<reg32 offset=\"20\" name=\"FX\" type=\"fixed\" radix=\"8\"/>"
	       "<reg32 offset=\"24\" name=\"UF\" type=\"ufixed\" radix=\"4\"/>"
	       "<reg32 offset=\"28\" name=\"S\" shr=\"4\" add=\"1\"/>"
	       "<reg32 offset=\"32\" name=\"B\" type=\"boolean\"/>"
	       "<reg32 offset=\"36\" name=\"SP\" type=\"special\"/>",
	       "<enum name=\"e\"><value value=\"1\" name=\"ONE\"/><value value=\"0x100\" name=\"MANY\"/></enum>"
	       "<enum name=\"inl\" inline=\"yes\"><value value=\"2\" name=\"TWO\"/></enum>"
	       "<bitset name=\"bs\"><bitfield pos=\"0\" name=\"P\"/><bitfield pos=\"1\" name=\"Q\"/></bitset>"
	       "<enum name=\"e\"><value value=\"7\" name=\"LATER\"/></enum>"
	       "<spectype name=\"special\" type=\"uint\" shr=\"1\"/>");
	READS(4, 0, 1, "E = ONE");
	READS(4, 0, 0x100, "E = MANY");
	READS(4, 0, 7, "E = LATER");
	READS(4, 0, 2, "E = 0x2");
	READS(4, 4, 0x321, "F = { FLAG | KIND = TWO | SUB = { P | Q } }");
	READS(4, 4, 0x80000030, "F = { KIND = OWN | SUB = { 0 } | 0x80000000 }");
	READS(4, 8, 0xffffffff, "I = -1");
	READS(4, 12, 0xffffffff, "U = 4294967295");
	READS(4, 16, 0x3fc00000, "FL = 1.500000");
	READS(4, 20, 0xffffff80, "FX = -0.500000 (ffffff80)");
	READS(4, 24, 0x18, "UF = 1.500000 (00000018)");
	READS(4, 28, 2, "S = 0x21");
	READS(4, 32, 1, "B = TRUE");
	READS(4, 36, 8, "SP = 16");
	SAYS_NOTHING();
}

/* Bitsets in themselves, as deep as one can read. */
static void types_in_themselves(void **state)
{
	(void)state;
	DOMAIN("<reg32 offset=\"0\" name=\"R\" type=\"own\"/><reg32 offset=\"4\" name=\"I\" type=\"inl\"/>"
	       "<reg32 offset=\"8\" name=\"S\" type=\"s\"/>",
	       "<bitset name=\"own\"><bitfield low=\"4\" high=\"7\" name=\"K\" type=\"own\"/></bitset>"
	       "<bitset name=\"inl\" inline=\"yes\"><bitfield pos=\"0\" name=\"P\" type=\"inl\"/></bitset>"
	       "<spectype name=\"s\" type=\"t\"/><spectype name=\"t\" type=\"s\"/>");
	READS(4, 0, 0x35, "R = { K = { K = { K = { K = { K = { K = { K = { K = 0 } } } } } } | 0x3 } | 0x5 }");
	READS(4, 8, 3, "S = 0x3");
	READS(4, 4, 0, "I = { P = { P = { P = { P = { P = { P = { P = { P = 0 } } } } } } } }");
}

/* Half of a register has the fields that lie in it, up to its last bit and from its first. */
static void halves(void **state)
{
	(void)state;
	DOMAIN("<reg64 offset=\"0\" name=\"W\">"
	       "<bitfield low=\"0\" high=\"3\" name=\"FIRST\"/><bitfield low=\"24\" high=\"31\" name=\"LAST\"/>"
	       "<bitfield low=\"16\" high=\"23\" name=\"BEFORE\"/>"
	       "<bitfield low=\"32\" high=\"35\" name=\"UP\"/><bitfield pos=\"63\" name=\"TOP\"/>"
	       "<bitfield low=\"12\" high=\"15\" name=\"A\"/></reg64>"
	       "<reg64 offset=\"8\" name=\"ACROSS\"><bitfield low=\"28\" high=\"35\" name=\"F\"/></reg64>", "");
	READS(8, 0, 0x800000051122300f, "W = { FIRST = 0xf | LAST = 0x11 | BEFORE = 0x22 | UP = 0x5 | TOP | A = 0x3 }");
	READS(4, 0, 0x1122300f, "W = { FIRST = 0xf | LAST = 0x11 | BEFORE = 0x22 | A = 0x3 }");
	READS(4, 4, 0x80000005, "W+0x4 = { UP = 0x5 | TOP }");
	READS(2, 0, 0x300f, "W = { FIRST = 0xf | A = 0x3 }");
	READS(2, 2, 0x1122, "W+0x2 = { LAST = 0x11 | BEFORE = 0x22 }");
	READS(1, 1, 0x31, "W+0x1 = { A = 0x3 | 0x1 }");
	READS(1, 7, 0x81, "W+0x7 = { TOP | 0x1 }");
	/* A field that is only partly there says nothing. */
	READS(4, 8, 0xf0000000, "ACROSS = 0xf0000000");
	READS(4, 12, 0xf, "ACROSS+0x4 = 0xf");
	SAYS_NOTHING();
}

static void directions(void **state)
{
	(void)state;
	DOMAIN("<reg32 offset=\"0\" name=\"STATUS\" access=\"r\"/>"
	       "<reg32 offset=\"0\" name=\"COMMAND\" access=\"w\"/>"
	       "<array offset=\"0x10\" name=\"BOX\" stride=\"0x10\">"
	       "<reg32 offset=\"0\" name=\"KICK\" access=\"w\"/></array>",
	       "");
	READS(4, 0, 1, "STATUS = 0x1");
	WRITES(4, 0, 1, "COMMAND = 0x1");
	/* The wrong way is better than no name. */
	READS(4, 0x10, 1, "BOX.KICK = 0x1");
	SAYS_NOTHING();
}

static void variants(void **state)
{
	static const char *const spelling[] = { "B", "B-", "-B", ":C", "A:C", "B-C", "A C" };
	static const char *const held[] = { "B", "BCD", "AB", "AB", "AB", "BC", "AC" };

	(void)state;
	device.vendor = 0x10de;
	for (size_t i = 0; i < sizeof(spelling) / sizeof(*spelling); i++)
		for (unsigned int chip = 0; chip < 4; chip++) {
			char text[1024];
			bool holds = strchr(held[i], (int)('A' + chip));

			snprintf(text, sizeof(text),
				 HEAD "<enum name=\"chipset\"><value value=\"0x40\" name=\"A\"/>"
				 "<value value=\"0x41\" name=\"B\"/><value value=\"0x42\" name=\"C\"/>"
				 "<value value=\"0x43\" name=\"D\"/></enum>"
				 "<domain name=\"NV_MMIO\" prefix=\"chipset\">"
				 "<reg32 offset=\"0\" name=\"ID\"/>"
				 "<reg32 offset=\"8\" name=\"SOME\" variants=\"%s\"/>"
				 "<reg32 offset=\"8\" name=\"OTHERS\"/></domain>" TAIL, spelling[i]);
			put("a.xml", text);
			assert_int_equal(load("a.xml"), 0);
			READS(4, 0, 0x040000a0 | chip << 20, chip == 0 ? "ID = 0x40000a0" :
							     chip == 1 ? "ID = 0x41000a0" :
							     chip == 2 ? "ID = 0x42000a0" :
									 "ID = 0x43000a0");
			READS(4, 8, 0, holds ? "SOME = 0" : "OTHERS = 0");
			end(state);
			begin(state);
		}
	device.vendor = 0x1234;
}

/* What Mesa and Linux's msm driver write: in words, values in a part of their register. */
static void dialect(void **state)
{
	(void)state;
	put("a.xml", HEAD
		     "<enum name=\"chip\"><value name=\"A1\"/><value name=\"A2\"/></enum>"
		     "<domain name=\"D\" width=\"32\" prefix=\"variant\" varset=\"chip\">"
		     "<reg32 offset=\"0\" name=\"XMIN\" low=\"8\" high=\"23\" type=\"uint\" usage=\"cmd\"/>"
		     "<reg32 offset=\"1\" name=\"MODE\" pos=\"4\" type=\"boolean\"/>"
		     "<reg32 offset=\"2\" name=\"PITCH\" high=\"7\" shr=\"6\" type=\"uint\"/>"
		     "<reg32 offset=\"3\" name=\"KIND\" low=\"4\" high=\"5\"><value value=\"2\" name=\"TWO\"/></reg32>"
		     "<reg64 offset=\"4\" name=\"BASE\" type=\"waddress\" align=\"64\"/>"
		     "<reg32 offset=\"4\" name=\"BASE_LO\"/>"
		     "<reg32 offset=\"6\" name=\"ID\"><bitfield name=\"ALL\" type=\"a3xx_regid\" addvariant=\"yes\"/></reg32>"
		     "<reg32 offset=\"7\" name=\"BOTH\" variants=\"A1,A2\"/>"
		     "<array offsets=\"0x20, 0x28,0x40\" name=\"PIPE\" length=\"3\" stride=\"4\" index=\"pipes\" usage=\"cmd\">"
		     "<reg32 offset=\"0\" name=\"CTL\"/><reg32 offset=\"1\" name=\"SIZE\"/>"
		     "<array offsets=\"2,4\" name=\"IN\" length=\"2\" stride=\"2\"><reg32 offset=\"0\" name=\"R\"/></array></array>"
		     "<array doffsets=\"0x60,0x70\" name=\"LM\" length=\"2\" stride=\"16\"><reg32 offset=\"0\" name=\"OUT\"/></array>"
		     "<array offsets=\"0x90,0x80\" length=\"2\" stride=\"16\"><reg32 offset=\"0\" name=\"FLAT\"/></array>"
		     "<array offset=\"0xa0\" name=\"SEL\" length=\"4\" stride=\"1\"/>"
		     "<array offset=\"0xb0\" name=\"CTR\" length=\"4\" stride=\"2\"/>"
		     "</domain>" TAIL);
	assert_int_equal(load("a.xml"), 0);
	READS(4, 0, 0x12300, "XMIN = 291");
	READS(4, 0, 0x81012301, "XMIN = { 291 | 0x81000001 }");
	READS(4, 4, 0x10, "MODE = TRUE");
	READS(4, 8, 2, "PITCH = 128");
	READS(4, 12, 0x20, "KIND = TWO");
	READS(8, 0x10, 0x1234567800, "BASE = 0x1234567800");
	READS(4, 0x10, 1, "BASE_LO = 0x1");
	READS(4, 0x14, 1, "BASE+0x1 = 0x1");
	READS(4, 0x18, 5, "ID = { ALL = 5 }");
	READS(4, 0x1c, 1, "BOTH = 0x1");
	READS(4, 0x80, 1, "PIPE[0].CTL = 0x1");
	READS(4, 0xa4, 1, "PIPE[0x1].SIZE = 0x1");
	READS(4, 0x110, 1, "PIPE[0x2].IN[0x1].R = 0x1");
	READS(4, 0x90, 1, "PIPE[0].IN[0x1].R = 0x1");
	READS(4, 0x1c0, 1, "LM[0x1].OUT = 0x1");
	READS(4, 0x200, 1, "FLAT[0x1] = 0x1");
	READS(4, 0x240, 1, "FLAT[0] = 0x1");
	READS(4, 0x28c, 1, "SEL[0x3] = 0x1");
	READS(8, 0x2d8, 1, "CTR[0x3] = 0x1");
	READS(4, 0x2c0, 1, "CTR[0] = 0x1");
	SAYS_NOTHING();
}

/* Mesa has the data base of etnaviv, too, and older ones of its own say ref. */
static void etnaviv(void **state)
{
	(void)state;
	put("a.xml", HEAD
		     "<enum name=\"mode\" brief=\"how\"><value name=\"ON\" value=\"1\" brief=\"it runs\"/></enum>"
		     "<bitset name=\"cfg\" inline=\"yes\" masked=\"yes\" brief=\"what\">"
		     "<bitfield name=\"M\" low=\"0\" high=\"1\" type=\"mode\" brief=\"how\"/></bitset>"
		     "<group name=\"rows\"><reg32 offset=\"8\" name=\"ROW\" length=\"4\" stride=\"4\"/></group>"
		     "<domain name=\"MEM\" brief=\"memory\"/>"
		     "<domain name=\"D\" brief=\"state\"><stripe name=\"FE\" brief=\"front\">"
		     "<reg32 offset=\"0\" name=\"CONFIG\" type=\"cfg\" value=\"0x00000000\" masked=\"yes\" brief=\"it\"/>"
		     "<reg32 offset=\"4\" name=\"BASE\" type=\"MEM\" value=\"0x1\"/>"
		     "<use-group ref=\"rows\"/></stripe></domain>" TAIL);
	assert_int_equal(load("a.xml"), 0);
	READS(4, 0, 1, "FE.CONFIG = { M = ON }");
	READS(4, 4, 0x1000, "FE.BASE = 0x1000");
	READS(4, 0x10, 1, "FE.ROW[0x2] = 0x1");
	SAYS_NOTHING();
}

/* Places that are no numbers are the driver's; what is in such copies has no name. */
static void places(void **state)
{
	(void)state;
	put("a.xml", HEAD "<domain name=\"D\" width=\"32\">\n"
		     "<array doffsets=\"INVALID(i),0x10,cfg->base[1]\" name=\"C\" length=\"3\" stride=\"4\">"
		     "<reg32 offset=\"0\" name=\"R\"/></array>\n"
		     "<reg32 offset=\"0x20\" name=\"A\"/>\n<reg32 offset=\"0x20\" name=\"B\"/></domain>" TAIL);
	assert_int_equal(load("a.xml"), 0);
	READS(4, 0x40, 1, "C[0x1].R = 0x1");
	READS(4, 0, 1, "");
	READS(4, 0x80, 1, "A = 0x1");
	SAYS("a.xml:4: only the driver knows where copies of this array are");
	SAYS("a.xml:6: register 'B' is where 'A' is (");
	assert_int_equal(mmt_regs_problems(regs), 0);
	put("b.xml", HEAD "<domain name=\"E\">\n"
		     "<array offsets=\"1,two\" name=\"C\" length=\"2\" stride=\"4\"/>\n"
		     "<reg32 offset=\"0\" name=\"R\" low=\"4\" high=\"40\"/></domain>" TAIL);
	load("b.xml");
	SAYS("b.xml:4: <array>: wrong offsets: '1,two'");
	SAYS("b.xml:5: <reg32>: wrong place of the value: 'R'");
}

static void imports(void **state)
{
	(void)state;
	put("a.xml", HEAD "<import file=\"b.xml\"/>\n<import file=\"gone.xml\"/>\n"
		     "<domain name=\"D\"><use-group name=\"g\"/></domain>" TAIL);
	put("b.xml", HEAD "<import file=\"a.xml\"/>\n<group name=\"g\"><reg32 offset=\"0\" name=\"R\"/></group>" TAIL);
	assert_int_equal(load("a.xml"), 0);
	READS(4, 0, 0, "R = 0");
	SAYS("b.xml:3: imports 'a.xml', which is being read: a cycle");
	SAYS("a.xml:4: imports 'gone.xml', which is not there");
	assert_int_equal(mmt_regs_problems(regs), 2);
}

static void bad_files(void **state)
{
	(void)state;
	put("void.xml", "<database>word</database>");
	assert_int_equal(load("void.xml"), -1);
	SAYS("void.xml:0: describes no registers");
	put("bomb.xml", "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n"
			"<database><domain name=\"&b;\"/></database>");
	load("bomb.xml");
	SAYS("bomb.xml:1: declares an entity, 'a'");
	put("torn.xml", HEAD "<domain name=\"D\"><reg32 offset=\"0\" name=\"R\"/>\n<reg32 offset=");
	load("torn.xml");
	SAYS("torn.xml:4: no good XML");
	READS(4, 0, 0, "R = 0");
	put("empty.xml", "");
	assert_int_equal(load("empty.xml"), -1);
	SAYS("empty.xml:0: is empty");
	assert_int_equal(load("nothing.xml"), -1);
	SAYS("nothing.xml:0: cannot be opened");
}

static void bad_elements(void **state)
{
	(void)state;
	put("a.xml", HEAD "<domain name=\"D\">\n"
		     "<reg32 offset=\"0\" name=\"A\"/>\n"
		     "<reg32 offset=\"2\" name=\"B\"/>\n"
		     "<reg32 offset=\"zero\" name=\"C\" colour=\"red\"/>\n"
		     "<reg32 offset=\"0x10\"/>\n"
		     "<array offset=\"0x20\" name=\"NO_STRIDE\"><reg32 offset=\"0\" name=\"IN\"/></array>\n"
		     "<use-group name=\"self\"/>\n"
		     "<reg32 offset=\"0x40\" name=\"T\" type=\"nowhere\" variants=\"X\"/>\n"
		     "<reg32 offset=\"0x1000000\" name=\"FAR\"/>\n"
		     "<reg8 offset=\"0x80\" name=\"HUGE\" length=\"0xffffffffffffffff\" stride=\"0x8000000000000000\"/>\n"
		     "<bitset name=\"x\"><bitfield low=\"5\" high=\"4\" name=\"F\"/></bitset>\n"
		     "</domain><group name=\"self\"><use-group name=\"self\"/></group>" TAIL);
	assert_int_equal(load("a.xml"), 0);
	READS(4, 0, 1, "A = 0x1");
	READS(1, 4, 1, "B+0x2 = 0x1");
	READS(4, 0x20, 1, "NO_STRIDE.IN = 0x1");
	READS(4, 0x40, 1, "T = 0x1");
	READS(1, 0x80, 1, "HUGE[0] = 0x1");
	SAYS("a.xml:5: register 'B' lies over 'A'");
	SAYS("a.xml:6: <reg32>: wrong attribute: 'colour'");
	SAYS("a.xml:6: <reg32>: wrong number: 'zero'");
	assert_null(strstr(complaints, "'C'"));
	SAYS("a.xml:7: <reg32>: wrong register without a name");
	SAYS("a.xml:8: <array>: wrong stride");
	SAYS("group 'self' uses itself");
	SAYS("a.xml:10: there is no type 'nowhere'");
	SAYS("a.xml:10: variants 'X' of what?");
	SAYS("a.xml:11: 'FAR' at 0x1000000 lies beyond BAR0 of card 00:04.0");
	SAYS("a.xml:13: <bitfield>: wrong place of the bit field: 'F'");
}

/* Small, from 0, the same for the same name, and others for others. */
static void ids(void **state)
{
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record = { .kind = MMT_READ, .width = 4, .device = &device };
	static const uint64_t offsets[] = { 0, 8, 0, 0x20, 0x24, 8 };
	static const unsigned int expected[] = { 0, 1, 0, 2, 3, 1 };

	(void)state;
	DOMAIN("<reg32 offset=\"0\" name=\"A\"/><reg32 offset=\"8\" name=\"R\" access=\"r\"/>"
	       "<reg32 offset=\"8\" name=\"W\" access=\"w\"/><reg32 offset=\"0x20\" name=\"L\" length=\"0\"/>",
	       "");
	names = mmt_names_new(regs, NULL);
	for (size_t i = 0; i < sizeof(offsets) / sizeof(*offsets); i++) {
		record.offset = offsets[i];
		assert_int_equal(mmt_name(names, &record, part), 1);
		assert_int_equal(part[0].id, expected[i]);
	}
	record.kind = MMT_WRITE;
	assert_int_equal(mmt_name(names, &record, part), 1);
	assert_string_equal(part[0].name, "W");
	assert_int_equal(part[0].id, 4);
}

static void fields(void **state)
{
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record = { .kind = MMT_READ, .width = 4, .device = &device };
	const struct mmt_field *field;
	unsigned int n;
	uint64_t rest;

	(void)state;
	DOMAIN("<reg32 offset=\"0\" name=\"A\"><bitfield low=\"4\" high=\"7\" name=\"HIGH\"/>"
	       "<bitfield pos=\"1\" name=\"FLAG\"/></reg32><reg32 offset=\"4\" name=\"B\"/>",
	       "");
	names = mmt_names_new(regs, NULL);
	mmt_name(names, &record, part);
	field = mmt_fields(names, &part[0], 0x152, &n, &rest);
	assert_int_equal(n, 2);
	assert_string_equal(field[0].name, "FLAG");
	assert_string_equal(field[0].text, "");
	assert_int_equal(field[0].value, 1);
	assert_string_equal(field[1].text, "0x5");
	assert_int_equal(field[1].low, 4);
	assert_int_equal(field[1].high, 7);
	assert_int_equal(rest, 0x100);
	record.offset = 4;
	mmt_name(names, &record, part);
	assert_null(mmt_fields(names, &part[0], 1, &n, &rest));
	assert_int_equal(rest, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(registers), TEST(containers), TEST(types), TEST(types_in_themselves), TEST(halves),
		TEST(directions), TEST(variants), TEST(dialect), TEST(etnaviv), TEST(places), TEST(imports),
		TEST(bad_files), TEST(bad_elements),
		TEST(ids), TEST(fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
