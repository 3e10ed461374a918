// SPDX-License-Identifier: GPL-2.0
/* CMSIS-SVD as vendors write it, and what is done about bad files. */
#include "lib_regs.h"

#define HEAD                                                                    \
	"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>\n"         \
	"<device schemaVersion=\"1.3\"><name>CHIP</name><size>32</size>\n"       \
	"<access>read-write</access>\n<peripherals>\n"
#define TAIL "</peripherals></device>\n"

/* The text of an element; a register at an offset with what else is in it. */
#define E(tag, text) "<" tag ">" text "</" tag ">"
#define REG(name, offset, more) E("register", E("name", name) E("addressOffset", offset) more)
#define ONE(registers) E("peripheral", E("name", "P") E("baseAddress", "0xfe000000") \
			 E("registers", registers))

#define FIELD(name, place, more) E("field", E("name", name) place more)
#define VALUE(name, value) E("enumeratedValue", E("name", name) E("value", value))

static void device_of(const char *peripherals)
{
	char text[16384];

	assert_true(snprintf(text, sizeof(text), HEAD "%s" TAIL, peripherals) < (int)sizeof(text));
	put("a.svd", text);
	assert_int_equal(load("a.svd"), 0);
}

static void registers(void **state)
{
	(void)state;
	device_of(ONE(REG("CR", "0x0", "")
		      REG("BYTE", "4", E("size", "8")) REG("HALF", "0x6", E("size", "0x10"))
		      REG("ODD", "0x8", E("size", "24")) REG("WIDE", "0x10", E("size", "64"))
		      REG("SR", "0x20", E("access", "read-only"))
		      REG("CLR", "0x20", E("access", "write-only"))
		      REG("ONCE", "+0x24", E("access", "writeOnce"))
		      REG("BIN", "#101000", "") REG("KIB", "4k", "")));
	READS(4, 0, 1, "P.CR = 0x1");
	READS(1, 4, 1, "P.BYTE = 0x1");
	READS(2, 6, 1, "P.HALF = 0x1");
	READS(4, 8, 1, "P.ODD = 0x1");
	READS(8, 0x10, 1, "P.WIDE = 0x1");
	READS(4, 0x14, 1, "P.WIDE+0x4 = 0x1");
	READS(4, 0x20, 1, "P.SR = 0x1");
	WRITES(4, 0x20, 1, "P.CLR = 0x1");
	WRITES(4, 0x24, 1, "P.ONCE = 0x1");
	READS(4, 0x28, 1, "P.BIN = 0x1");
	READS(4, 0x1000, 1, "P.KIB = 0x1");
	SAYS_NOTHING();
}

/* Peripherals have physical addresses, and a range of their own. */
static void peripherals(void **state)
{
	(void)state;
	device_of("<peripheral><name>UART0</name><baseAddress>0xFE000000</baseAddress>"
		  "<addressBlock><offset>0</offset><size>0x100</size><usage>registers</usage></addressBlock>"
		  "<registers>" REG("DR", "0x0", "") REG("FR", "0x18", "") "</registers></peripheral>"
		  "<peripheral derivedFrom=\"UART0\"><name>UART1</name><baseAddress>0xFE001000</baseAddress></peripheral>"
		  "<peripheral derivedFrom=\"UART0\"><name>UART2</name><baseAddress>0xFE002000</baseAddress>"
		  "<registers>" REG("MORE", "0x20", "") "</registers></peripheral>"
		  "<peripheral><name>GPIO%s</name><dim>3</dim><dimIncrement>0x400</dimIncrement>"
		  "<dimIndex>A,B,C</dimIndex><baseAddress>0xFE010000</baseAddress>"
		  "<registers>" REG("ODR", "0x14", "") "</registers></peripheral>");
	READS(4, 0, 1, "UART0.DR = 0x1");
	READS(4, 0x18, 1, "UART0.FR = 0x1");
	READS(4, 0x40, 1, "UART0+0x40 = 0x1");
	READS(4, 0x100, 1, "");
	READS(4, 0x1018, 1, "UART1.FR = 0x1");
	READS(4, 0x2000, 1, "UART2.DR = 0x1");
	READS(4, 0x2020, 1, "UART2.MORE = 0x1");
	READS(4, 0x10014, 1, "GPIOA.ODR = 0x1");
	READS(4, 0x10814, 1, "GPIOC.ODR = 0x1");
	SAYS_NOTHING();
}

static void arrays(void **state)
{
	(void)state;
	device_of(ONE(REG("BUF[%s]", "0x0", E("dim", "4") E("dimIncrement", "4"))
		      REG("CH%s_CTRL", "0x20", E("dim", "3") E("dimIncrement", "8") E("dimIndex", "A-C"))
		      REG("N%s", "0x40", E("dim", "2") E("dimIncrement", "4") E("dimIndex", "3-4"))
		      REG("IRQ%sEN", "0x50", E("dim", "2") E("dimIncrement", "4") E("dimIndex", "RX, TX"))
		      "<register derivedFrom=\"IRQ%sEN\"><name>MORE%s</name><addressOffset>0x60</addressOffset>"
		      "<dim>3</dim></register>"
		      "<cluster><name>DMA[%s]</name><addressOffset>0x100</addressOffset>"
		      "<dim>2</dim><dimIncrement>0x20</dimIncrement>" REG("SRC", "0", "")
		      "<cluster><name>DESC</name><addressOffset>0x10</addressOffset>"
		      REG("LEN", "0x4", "") "</cluster></cluster>"
		      "<cluster derivedFrom=\"DMA[%s]\"><name>XDMA[%s]</name><addressOffset>0x200</addressOffset></cluster>"));
	READS(4, 0xc, 1, "P.BUF[0x3] = 0x1");
	READS(4, 0x10, 1, "");
	READS(4, 0x28, 1, "P.CHB_CTRL = 0x1");
	READS(4, 0x44, 1, "P.N4 = 0x1");
	READS(4, 0x54, 1, "P.IRQTXEN = 0x1");
	READS(4, 0x68, 1, "P.MORE2 = 0x1");
	READS(4, 0x100, 1, "P.DMA[0].SRC = 0x1");
	READS(4, 0x134, 1, "P.DMA[0x1].DESC.LEN = 0x1");
	READS(4, 0x214, 1, "P.XDMA[0].DESC.LEN = 0x1");
	SAYS_NOTHING();
}

static void fields(void **state)
{
	(void)state;
	device_of(ONE(REG("CR", "0", E("fields",
			FIELD("EN", E("bitOffset", "0") E("bitWidth", "1"), "")
			FIELD("MODE", E("lsb", "4") E("msb", "5"),
			      E("enumeratedValues", E("name", "MODES") VALUE("IN", "0")
				VALUE("OUT", "0x1") VALUE("ALT", "#1x")
				E("enumeratedValue", E("name", "OTHER") E("isDefault", "true"))))
			FIELD("DIV", E("bitRange", "[11:8]"), "")
			FIELD("CH%s", E("bitOffset", "16") E("bitWidth", "2"),
			      E("dim", "3") E("dimIncrement", "2") E("dimIndex", "1-3"))))
		      REG("KEY", "4", E("fields",
			FIELD("K", E("bitRange", "[7:0]"),
			      E("enumeratedValues", E("usage", "read") VALUE("LOCKED", "1"))
			      E("enumeratedValues", E("usage", "write") VALUE("UNLOCK", "1")))))));
	READS(4, 0, 0x00140511, "P.CR = { EN | MODE = OUT | DIV = 0x5 | CH1 = 0 | CH2 = 0x1 | CH3 = 0x1 }");
	READS(4, 0, 0x20, "P.CR = { MODE = ALT | DIV = 0 | CH1 = 0 | CH2 = 0 | CH3 = 0 }");
	READS(4, 0, 0x30, "P.CR = { MODE = ALT | DIV = 0 | CH1 = 0 | CH2 = 0 | CH3 = 0 }");
	READS(4, 0, 0x80000000, "P.CR = { MODE = IN | DIV = 0 | CH1 = 0 | CH2 = 0 | CH3 = 0 | 0x80000000 }");
	READS(4, 4, 1, "P.KEY = { K = LOCKED }");
	WRITES(4, 4, 1, "P.KEY = { K = UNLOCK }");
	SAYS_NOTHING();
}

/* What would turn a terminal about is in no name, of whatever it is. */
static void unsafe(void **state)
{
	(void)state;
	device_of(ONE(REG("C\xe2\x80\xaeR", "0", E("fields",
			FIELD("M\xc2\x9b", E("bitRange", "[1:0]"),
			      E("enumeratedValues", VALUE("I\xe2\x80\xaeN", "0")
				E("enumeratedValue", E("name", "O\xc2\x9bX") E("isDefault", "true"))))))));
	READS(4, 0, 0, "P.C?R = { M? = I?N }");
	READS(4, 0, 1, "P.C?R = { M? = O?X }");
	SAYS_NOTHING();
}

/* All ways in which files refer to registers, fields and values elsewhere. */
static void derived(void **state)
{
	(void)state;
	device_of("<peripheral><name>A</name><baseAddress>0xfe000000</baseAddress><registers>"
		  REG("R", "0", E("description", "the first") E("fields",
			FIELD("F1", E("bitRange", "[1:0]"), E("enumeratedValues", E("name", "V") VALUE("ON", "1")))
			FIELD("F2", E("bitRange", "[3:2]"), "<enumeratedValues derivedFrom=\"V\"/>")
			FIELD("F3", E("bitRange", "[5:4]"), "<enumeratedValues derivedFrom=\"F1\"/>")
			FIELD("F4", E("bitRange", "[7:6]"), "<enumeratedValues derivedFrom=\"F1.V\"/>")
			"<field derivedFrom=\"F1\"><name>F5</name><bitRange>[9:8]</bitRange></field>"))
		  "<register derivedFrom=\"R\"><name>S</name><addressOffset>4</addressOffset></register>"
		  "</registers></peripheral>"
		  "<peripheral><name>B</name><baseAddress>0xfe001000</baseAddress><registers>"
		  "<register derivedFrom=\"A.R\"><name>T</name><addressOffset>8</addressOffset></register>"
		  REG("U", "0xc", E("fields", FIELD("G", E("bitRange", "[1:0]"),
						    "<enumeratedValues derivedFrom=\"A.R.F1.V\"/>")))
		  "</registers></peripheral>");
	READS(4, 0, 0x155, "A.R = { F1 = ON | F2 = ON | F3 = ON | F4 = ON | F5 = ON }");
	READS(4, 4, 0x100, "A.S = { F1 = 0 | F2 = 0 | F3 = 0 | F4 = 0 | F5 = ON }");
	READS(4, 0x1008, 1, "B.T = { F1 = ON | F2 = 0 | F3 = 0 | F4 = 0 | F5 = 0 }");
	READS(4, 0x100c, 1, "B.U = { G = ON }");
	SAYS_NOTHING();
}

/* One over the other is usual where the file says so. */
static void overlaps(void **state)
{
	(void)state;
	device_of(ONE(REG("CCMR_OUT", "0x18", "")
		      REG("CCMR_IN", "0x18", E("alternateRegister", "CCMR_OUT")) "\n"
		      REG("A", "0x20", "") "\n" REG("B", "0x22", "")));
	READS(4, 0x18, 1, "P.CCMR_OUT = 0x1");
	READS(4, 0x20, 1, "P.A = 0x1");
	READS(4, 0x22, 1, "P.B = 0x1");
	SAYS("a.svd:7: register 'B' lies over 'A'");
	assert_int_equal(mmt_regs_problems(regs), 1);
}

#define BLOCK(offset, size) E("addressBlock", E("offset", offset) E("size", size) E("usage", "registers"))

/* A peripheral gives its name only to what no register of any has. */
static void one_place(void **state)
{
	(void)state;
	device_of("<peripheral><name>FIRST</name><baseAddress>0xfe000000</baseAddress>"
		  BLOCK("0x0", "0x100") BLOCK("0x800", "0x10")
		  "<registers>" REG("A", "0x10", "") REG("FAR", "0x400", "") "</registers></peripheral>"
		  "<peripheral><name>SECOND</name><baseAddress>0xfe000000</baseAddress>" BLOCK("0", "0x1000")
		  "<registers>" REG("B", "0x20", "") REG("A", "0x10", "") "</registers></peripheral>");
	READS(4, 0x10, 1, "FIRST.A = 0x1");
	READS(4, 0x20, 1, "SECOND.B = 0x1");
	READS(4, 0x400, 1, "FIRST.FAR = 0x1");
	READS(4, 0x30, 1, "FIRST+0x30 = 0x1");
	READS(4, 0x300, 1, "SECOND+0x300 = 0x1");
	READS(4, 0x804, 1, "FIRST+0x804 = 0x1");
	READS(4, 0x1000, 1, "");
	SAYS_NOTHING();
}

/* What a register derives from has a size, what is inherited is overridden. */
static void inherited(void **state)
{
	(void)state;
	device_of("<peripheral><name>A</name><baseAddress>0xfe000000</baseAddress><size>16</size>"
		  BLOCK("0", "0x20") "<registers>"
		  REG("B0", "0x8", E("size", "8") E("access", "read-only"))
		  "<register derivedFrom=\"B0\"><name>B1</name><addressOffset>0x9</addressOffset></register>"
		  "<register derivedFrom=\"B0\"><name>B2</name><addressOffset>0xa</addressOffset></register>"
		  REG("H0", "0x10", "") REG("H1", "0x12", "") "</registers></peripheral>"
		  "<peripheral derivedFrom=\"A\"><name>B</name><baseAddress>0xfe001000</baseAddress>"
		  "<size>32</size><access>write-only</access>"
		  "<registers>" REG("H1", "0x14", "") "</registers></peripheral>");
	READS(1, 0x9, 1, "A.B1 = 0x1");
	READS(1, 0xa, 1, "A.B2 = 0x1");
	READS(4, 0x8, 0x30201, "A.B0 = 0x1, A.B1 = 0x2, A.B2 = 0x3");
	READS(4, 0x8, 0x4030201, "A.B0 = 0x1, A.B1 = 0x2, A.B2 = 0x3, A+0xb = 0x4");
	READS(2, 0x12, 1, "A.H1 = 0x1");
	WRITES(4, 0x1010, 0x10000, "B.H0 = 0x10000");
	WRITES(4, 0x1014, 1, "B.H1 = 0x1");
	SAYS_NOTHING();
}

/* Of registers that lie over each other an access is the one that is as wide. */
static void widths(void **state)
{
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record = { .kind = MMT_READ, .device = &device };
	static const unsigned int width[] = { 4, 2, 1, 2, 4 };
	static const unsigned int id[] = { 0, 1, 2, 1, 0 };

	(void)state;
	device_of(ONE(REG("ALL", "0", "") REG("HALF%s", "0", E("size", "16") E("dim", "2") E("dimIncrement", "2"))
		      REG("BYTE%s", "0", E("size", "8") E("dim", "4") E("dimIncrement", "1"))
		      REG("GET", "0", E("size", "8") E("access", "read-only"))));
	READS(4, 0, 0x04030201, "P.ALL = 0x4030201");
	READS(2, 0, 1, "P.HALF0 = 0x1");
	READS(2, 2, 1, "P.HALF1 = 0x1");
	READS(1, 0, 1, "P.BYTE0 = 0x1");
	READS(1, 3, 1, "P.BYTE3 = 0x1");
	WRITES(1, 2, 1, "P.BYTE2 = 0x1");
	READS(2, 1, 1, "P.ALL+0x1 = 0x1");
	mmt_names_free(names);
	names = mmt_names_new(regs, NULL);
	for (size_t i = 0; i < sizeof(width) / sizeof(*width); i++) {
		record.width = width[i];
		record.phys = device.start[0];
		assert_int_equal(mmt_name(names, &record, part), 1);
		assert_int_equal(part[0].id, id[i]);
	}
	SAYS_NOTHING();
}

#define TENS(n) n "0, " n "1, " n "2, " n "3, " n "4, " n "5, " n "6, " n "7, " n "8, " n "9"

/* A single copy has its index; what derives from a copy, or from all, has what it says. */
static void single(void **state)
{
	(void)state;
	device_of(ONE(REG("MASK%s", "0", E("dim", "1") E("dimIncrement", "4") E("dimIndex", "7"))
		      REG("COMP[%s]", "4", E("dim", "1") E("dimIncrement", "4"))
		      REG("P10%sPFS", "0x10", E("size", "8") E("dim", "4") E("dimIncrement", "1"))
		      "<register derivedFrom=\"P102PFS\"><name>P200PFS</name><addressOffset>0x20</addressOffset></register>"
		      "<register derivedFrom=\"P10%sPFS\"><name>P30%sPFS</name><addressOffset>0x30</addressOffset></register>"
		      /* Longer than any name. */
		      REG("L%s", "0x100", E("size", "8") E("dim", "80") E("dimIncrement", "1") E("dimIndex", TENS("0")
			  "," TENS("1") "," TENS("2") "," TENS("3") "," TENS("4") "," TENS("5") "," TENS("6") "," TENS("7")))
		      "<register derivedFrom=\"L75\"><name>M</name><addressOffset>0x200</addressOffset></register>"
		      REG("F", "0x40", E("fields", FIELD("ONE%s", E("bitOffset", "0"),
				E("dim", "1") E("dimIncrement", "1") E("dimIndex", "A"))
			FIELD("TWO[%s]", E("bitOffset", "1"), E("dim", "2") E("dimIncrement", "1"))))));
	READS(4, 0, 1, "P.MASK7 = 0x1");
	READS(4, 4, 1, "P.COMP[0] = 0x1");
	READS(1, 0x13, 1, "P.P103PFS = 0x1");
	READS(1, 0x20, 1, "P.P200PFS = 0x1");
	READS(1, 0x21, 1, "");
	READS(1, 0x32, 1, "P.P302PFS = 0x1");
	READS(1, 0x14f, 1, "P.L79 = 0x1");
	READS(1, 0x200, 1, "P.M = 0x1");
	READS(4, 0x40, 7, "P.F = { ONEA | TWO[0] | TWO[1] }");
	SAYS_NOTHING();
}

/* The default of values, and values that have names in one direction only. */
static void defaults(void **state)
{
	(void)state;
	device_of(ONE(REG("CR", "0", E("fields",
		      FIELD("MODE", E("bitRange", "[1:0]"),
			    E("enumeratedValues", VALUE("OFF", "0")
			      E("enumeratedValue", E("name", "OTHER") E("isDefault", "true"))))
		      FIELD("ERR", E("bitRange", "[4:4]"),
			    E("enumeratedValues", E("usage", "read") VALUE("FAILED", "1")))))));
	READS(4, 0, 0, "P.CR = { MODE = OFF | ERR = 0 }");
	READS(4, 0, 0x13, "P.CR = { MODE = OTHER | ERR = FAILED }");
	WRITES(4, 0, 0x10, "P.CR = { MODE = OFF | ERR }");
	SAYS_NOTHING();
}

/* Of complaints of one kind the first few are told, and how many there are. */
static void many(void **state)
{
	char text[4096] = "", file[8192];

	(void)state;
	for (unsigned int i = 0; i < 12; i++) {
		size_t length = strlen(text);

		snprintf(text + length, sizeof(text) - length,
			 REG("R%u", "%u", E("size", "99")) "\n", i, 4 * i);
	}
	assert_true(strlen(text) < sizeof(text) - 1);
	snprintf(file, sizeof(file), ONE("\n%s"), text);
	device_of(file);
	READS(4, 0x2c, 1, "P.R11 = 0x1");
	SAYS("a.svd:10: <register>: wrong size: '99'");
	assert_null(strstr(complaints, "a.svd:11:"));
	SAYS("a.svd:0: 7 more like the one about line 6");
	assert_int_equal(mmt_regs_problems(regs), 12);
}

static void bad_elements(void **state)
{
	(void)state;
	device_of("<peripheral derivedFrom=\"NOBODY\">\n<name>P</name><baseAddress>0xfe000000</baseAddress><registers>\n"
		  REG("GOOD", "0", "") "\n"
		  REG("TWELVE", "twelve", E("size", "99")) "\n"
		  "<register><addressOffset>8</addressOffset></register>\n"
		  REG("D%s", "0x10", E("dim", "4")) "\n"
		  REG("L%s", "0x20", E("dim", "4") E("dimIncrement", "4") E("dimIndex", "A,B")) "\n"
		  REG("F", "0x30", E("access", "sometimes") E("fields",
			FIELD("NOWHERE", "", "") FIELD("FAR", E("bitRange", "[70:64]"), "")
			FIELD("BACK", E("lsb", "5") E("msb", "4"), "")
			FIELD("OK", E("lsb", "0"), ""))) "\n"
		  "<register derivedFrom=\"ME\"><name>ME</name><addressOffset>0x40</addressOffset></register>\n"
		  "</registers></peripheral>\n"
		  "<peripheral><baseAddress>0</baseAddress></peripheral>");
	READS(4, 0x30, 1, "P.F = { OK }");
	READS(4, 0x10, 1, "P.D0 = 0x1");
	READS(4, 0x24, 1, "P.L1 = 0x1");
	SAYS("a.svd:5: <peripheral>: wrong derivedFrom, as there is no such thing: 'NOBODY'");
	SAYS("a.svd:8: <register>: wrong number: 'twelve'");
	SAYS("a.svd:8: <register>: wrong size: '99'");
	SAYS("a.svd:9: <register>: wrong element, as it has no name");
	SAYS("a.svd:10: <register>: wrong dim, as it needs copies and dimIncrement");
	SAYS("a.svd:11: <register>: wrong dimIndex, as it has too few names: 'A,B'");
	SAYS("a.svd:12: <register>: wrong access: 'sometimes'");
	SAYS("a.svd:12: <field>: wrong field, as it has no place: 'NOWHERE'");
	SAYS("a.svd:12: <field>: wrong place of the field: 'FAR'");
	SAYS("a.svd:12: <field>: wrong place of the field: 'BACK'");
	SAYS("a.svd:13: <register>: wrong derivedFrom");
	SAYS("a.svd:15: <peripheral>: wrong peripheral, as it has no name");
}

/* Two that derive from each other have no end. */
static void cycles(void **state)
{
	(void)state;
	device_of("<peripheral derivedFrom=\"B\"><name>A</name><baseAddress>0xfe000000</baseAddress>"
		  "<registers>" REG("R", "0", "") "</registers></peripheral>\n"
		  "<peripheral derivedFrom=\"A\"><name>B</name><baseAddress>0xfe001000</baseAddress></peripheral>\n");
	READS(4, 0, 1, "A.R = 0x1");
	READS(4, 0x1000, 1, "B.R = 0x1");
	SAYS("derivedFrom, as it leads back to itself");
}

/* A copy of no size, of what has a range of its own. */
static void no_size(void **state)
{
	(void)state;
	device_of("<peripheral><name>A</name><baseAddress>0xfe000000</baseAddress>"
		  "<addressBlock><offset>0</offset><size>0x100</size><usage>registers</usage></addressBlock>"
		  "<registers>" REG("R", "0", "") "</registers></peripheral>\n"
		  "<peripheral derivedFrom=\"A\"><name>B</name><baseAddress>0xfe001000</baseAddress>"
		  "<dim>72</dim><dimIncrement>0</dimIncrement></peripheral>\n");
	READS(4, 0x1000, 1, "B.R = 0x1");
	READS(4, 0x1004, 1, "B+0x4 = 0x1");
	SAYS("wrong dim, as it needs copies and dimIncrement");
}

static void bad_files(void **state)
{
	(void)state;
	put("torn.svd", HEAD "<peripheral><name>P</name><baseAddress>0xfe000000</baseAddress><registers>\n"
			REG("R", "0", "") "\n<register><name>S</name><addr");
	assert_int_equal(load("torn.svd"), 0);
	READS(4, 0, 1, "P.R = 0x1");
	SAYS("torn.svd:7: no good XML");
	put("none.svd", HEAD TAIL);
	assert_int_equal(load("none.svd"), -1);
	SAYS("none.svd:0: describes no peripherals");
	put("bomb.svd", "<!DOCTYPE device [\n<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY b \"&a;&a;&a;&a;\">]>\n"
			"<device><name>&b;</name></device>");
	assert_int_equal(load("bomb.svd"), -1);
	SAYS("bomb.svd:2: declares an entity, 'a'");
	put("file.svd", "<!DOCTYPE device [\n<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"
			"<device><name>&x;</name></device>");
	assert_int_equal(load("file.svd"), -1);
	SAYS("file.svd:2: declares an entity, 'x'");
}

/* A peripheral at 0xfe00@base000, with a letter that is no ASCII in a description. */
#define Q(base, letter) "<device><peripherals><peripheral><name>Q</name>"             \
	"<baseAddress>0xfe00" base "000</baseAddress><registers>\n"                   \
	REG("R", "0", "") REG("S", "4", E("description", "5 " letter "s"))            \
	"</registers></peripheral></peripherals></device>"

static void put_utf16(const char *name, const char *text, bool big)
{
	FILE *to = fopen(path_of(name), "w");

	assert_non_null(to);
	fputs(big ? "\xfe\xff" : "\xff\xfe", to);
	for (; *text; text++) {
		fputc(big ? 0 : *text, to);
		fputc(big ? *text : 0, to);
	}
	fclose(to);
}

/* Whatever a file says of itself: names and numbers are ASCII. */
static void encodings(void **state)
{
	static const char *const says[] = {
		Q("1", "\xb5"),
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" Q("2", "\xb5"),
		"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n" Q("3", "\xb5"),
		"<?xml version=\"1.0\" encoding=\"gb2312\"?>\n" Q("4", "\xce\xa2"),
		"<?xml version=\"1.0\" encoding=\"no-such-thing\"?>\n" Q("5", "\xb5"),
		"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" Q("6", "\xc2\xb5"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++) {
		char name[] = "0.svd";

		*name += (char)i;
		put(name, says[i]);
		if (load(name)) fail_msg("%s", complaints);
	}
	put_utf16("big.svd", Q("7", "u"), true);
	assert_int_equal(load("big.svd"), 0);
	put_utf16("little.svd", Q("8", "u"), false);
	assert_int_equal(load("little.svd"), 0);
	for (uint64_t base = 0x1000; base <= 0x8000; base += 0x1000) {
		READS(4, base, 1, "Q.R = 0x1");
		READS(4, base + 4, 1, "Q.S = 0x1");
	}
	SAYS_NOTHING();
}

/* Text in pieces, name spaces, and elements that lie in each other for ever. */
static void pieces(void **state)
{
	struct mmt_record record = { .kind = MMT_READ, .width = 4, .offset = 4, .device = &device,
				     .phys = 0xfe000004 };
	struct mmt_named part[MMT_MAX_PARTS];
	char deep[16384];
	size_t at = 0;

	(void)state;
	put("a.svd", "<x:device xmlns:x=\"urn:x\" xmlns=\"urn:y\"><peripherals><peripheral><name>P</name>"
		     "<baseAddress>0xfe<!-- middle -->000<![CDATA[000]]></baseAddress><registers>"
		     "<register><name> A&#x42; </name><addressOffset>\n0x4\n</addressOffset>"
		     "<description>one <b>two</b>\n three</description></register>"
		     "</registers></peripheral><peripheral x:derivedFrom=\"P\"><name>Q</name>"
		     "<baseAddress>0xfe001000</baseAddress></peripheral></peripherals></x:device>");
	assert_int_equal(load("a.svd"), 0);
	SAYS_NOTHING();
	at += (size_t)sprintf(deep, "<device>\n");
	for (int i = 0; i < 1000; i++)
		at += (size_t)sprintf(deep + at, "<cluster>");
	put("deep.svd", deep);
	assert_int_equal(load("deep.svd"), -1);
	SAYS("deep.svd:2: elements lie in each other more than 256 deep");
	READS(4, 4, 1, "P.AB = 0x1");
	READS(4, 0x1004, 1, "Q.AB = 0x1");
	assert_int_equal(mmt_name(names, &record, part), 1);
	assert_string_equal(part[0].reg->doc, "one two three");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(registers), TEST(peripherals), TEST(arrays), TEST(fields), TEST(unsafe), TEST(derived),
		TEST(overlaps), TEST(one_place), TEST(inherited), TEST(widths), TEST(single),
		TEST(defaults), TEST(many), TEST(bad_elements), TEST(cycles), TEST(no_size), TEST(bad_files),
		TEST(encodings), TEST(pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
