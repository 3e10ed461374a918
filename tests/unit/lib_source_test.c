// SPDX-License-Identifier: GPL-2.0
/* A driver's source: which constants stand where an accessor's offset goes. */
#include "lib_regs.h"

/* A directory with one header and one C file, which is loaded as a driver. */
static void driver_of(const char *header, const char *source)
{
	put("card.h", header);
	put("card.c", source);
	assert_int_equal(load("."), 0);
	names = mmt_names_new(regs, NULL);
	assert_non_null(names);
}

/* Names that no header alone would tell from bits and sizes. */
#define HEADER "#define CARD_GO 0x7\n#define MODE_SIZE 0x44\n#define IRQ_MASK 0x20\n#define WIDE 0x1000\n" \
	       "#define GO_FAST 0x20\n#define GO_SLOW 0x44\n#define LINK(n) (0x2000 + (n) * 0x10)\n"

static void plain(void **state)
{
	(void)state;
	driver_of(HEADER, "static void f(struct hw *hw)\n{\n\twritel(GO_FAST, hw->base + MODE_SIZE);\n"
			  "\tiowrite32(GO_SLOW, hw->base + IRQ_MASK);\n\tu32 x = readl(hw->base + WIDE);\n"
			  "\tx = ioread32(hw->base + LINK(1));\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x20, 1, "IRQ_MASK = 0x1");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x2010, 1, "LINK[0x1] = 0x1");
	READS(4, 0x4, 1, "");
	SAYS_NOTHING();
}

/* Through functions, macros that paste, a table of functions, &base[offset], "...". */
static void wrapped(void **state)
{
	(void)state;
	driver_of(HEADER "#define rd(reg) card_read(hw, CARD_##reg)\n#define CARD_ID 0x300\n"
			 "#define wr(d, ...) (d)->ops->set(d, __VA_ARGS__)\n"
			 "#define PORT_REG(port, reg) (((port) << 7) + (u32)(reg))\n",
		  "static u32 card_read(struct hw *hw, u32 reg)\n{\n\tu8 __iomem *at = hw->base;\n\treturn readl(&at[reg]);\n}\n"
		  "static void card_write(struct hw *hw, u32 reg, u32 v)\n{\n\twritel(v, hw->base + reg);\n}\n"
		  "static const struct ops ops = { .set = card_write };\n"
		  "static int f(struct hw *hw, u32 bad)\n{\n\tu32 reg = bad ? MODE_SIZE : IRQ_MASK;\n\n"
		  "\tcard_write(hw, reg, GO_FAST);\n\twr(hw, WIDE, 1);\n\tcard_read(hw, PORT_REG(port, 0x44 /* x */));\n"
		  "\tread_poll_timeout(card_read, bad, bad & 1, 1, 2, false, hw, LINK(i + 2));\n\treturn rd(ID);\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x20, 1, "IRQ_MASK = 0x1");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x300, 1, "CARD_ID = 0x1");
	READS(4, 0x2020, 1, "LINK[0x2] = 0x1");
	SAYS_NOTHING();
}

/* A macro that makes the address, a base that was moved, addresses as the device has them. */
static void moved(void **state)
{
	(void)state;
	driver_of("#define MODE_SIZE 0x844\n#define IRQ_MASK 0x820\n#define WIDE 0x1000\n#define LINK 0x1004\n"
		  "#define FIRST 0x800\n#define HOST(reg) ((reg) - FIRST)\n"
		  "#define CARD_AT(hw, offset) ((hw)->view + (offset))\n"
		  "#define CARD_RD(hw, offset) readl(CARD_AT(hw, offset))\n",
		  "static u32 rd(void __iomem *base, u32 reg)\n{\n\treturn readl(base + reg - FIRST);\n}\n"
		  "static u32 host(struct hw *hw, u32 reg)\n{\n\treturn readl(hw->view + HOST(reg));\n}\n"
		  "static void f(struct hw *hw)\n{\n\tCARD_RD(hw, MODE_SIZE);\n\tCARD_RD(hw, WIDE);\n"
		  "\trd(hw->at, IRQ_MASK);\n\thost(hw, LINK);\n}\n");
	READS(4, 0x844, 1, "MODE_SIZE = 0x1");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x820, 1, "IRQ_MASK = 0x1");
	READS(4, 0x804, 1, "LINK = 0x1");
	READS(4, 0x1004, 1, "");
	SAYS_NOTHING();
}

/* Functions that are called through variables, which are set once. */
static void variables(void **state)
{
	(void)state;
	driver_of(HEADER, "u32 (*card_readl)(void __iomem *at, u32 reg);\n"
			  "static u32 card_plain(void __iomem *at, u32 reg)\n{\n\treturn readl(at + reg);\n}\n"
			  "static void probe(struct hw *hw)\n{\n\tcard_readl = card_plain;\n\tcard_readl(hw->base, MODE_SIZE);\n"
			  "\tcard_readl(hw->base, IRQ_MASK);\n\tcard_readl(hw->base, WIDE);\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x20, 1, "IRQ_MASK = 0x1");
	SAYS_NOTHING();
}

/* The accessor says how many bytes a unit has. */
static void words(void **state)
{
	(void)state;
	driver_of(HEADER, "static u32 rd(struct hw *hw, u32 reg)\n{\n\treturn readl(hw->base + (reg << 2));\n}\n"
			  "static void f(struct hw *hw)\n{\n\trd(hw, MODE_SIZE);\n\trd(hw, IRQ_MASK);\n\trd(hw, WIDE);\n}\n");
	READS(4, 0x110, 1, "MODE_SIZE = 0x1");
	READS(4, 0x80, 1, "IRQ_MASK = 0x1");
	READS(4, 0x4000, 1, "WIDE = 0x1");
	SAYS_NOTHING();
}

/* What is added to another base is not here; what is a value is nowhere. */
static void bases(void **state)
{
	(void)state;
	driver_of(HEADER "#define PORT_A 0x8\n#define PORT_B 0xc\n",
		  "static void phy(struct hw *hw, u32 reg)\n{\n\twritel(reg | GO_FAST, hw->base + WIDE);\n}\n"
		  "static void f(struct hw *hw)\n{\n\tvoid __iomem *port = port_of(hw, 1);\n\n"
		  "\twritel(1, hw->base + MODE_SIZE);\n\twritel(1, hw->base + IRQ_MASK);\n\twritel(PORT_B, port + PORT_A);\n"
		  "\tphy(hw, 0x5c);\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x8, 1, "");
	READS(4, 0xc, 1, "");
	READS(4, 0x5c, 1, "");
	SAYS_NOTHING();
}

/* Of several names for one place that which is used. */
static void aliases(void **state)
{
	(void)state;
	driver_of("#define OLD_CONTROL 0x100\n#define NEW_CTRL 0x100\n#define NEW_STAT 0x104\n#define OLD_STATUS 0x104\n"
		  "#define NEW_MODE 0x108\n#define OLD_KIND 0x108\n#define NEW_LAST 0x10c\n",
		  "static void f(struct hw *hw)\n{\n\treadl(hw->base + NEW_CTRL);\n\treadl(hw->base + NEW_STAT);\n"
		  "\treadl(hw->base + NEW_MODE + 4);\n\treadw(hw->base + NEW_MODE);\n}\n");
	READS(4, 0x100, 1, "CTRL = 0x1");
	READS(4, 0x104, 1, "STAT = 0x1");
	READS(2, 0x108, 1, "MODE = 0x1");
	SAYS_NOTHING();
}

/* A driver's chips are of many sizes: what lies beyond the BAR is of another one. */
static void other_chips(void **state)
{
	(void)state;
	device.size[0] = 0x1800;
	driver_of(HEADER, "static void f(struct hw *hw)\n{\n\treadl(hw->base + MODE_SIZE);\n\treadl(hw->base + IRQ_MASK);\n"
			  "\treadl(hw->base + WIDE);\n\treadl(hw->base + LINK(0));\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	SAYS_NOTHING();
	device.size[0] = 0x1000000;
}

/* Code that ends in the middle of everything. */
static void broken(void **state)
{
	(void)state;
	driver_of(HEADER, "static void f(struct hw *hw)\n{\n\twritel(1, hw->base + (MODE_SIZE;\n\treadl(&a[;\n\treadl(\n"
			  "#define BAD(x) readl((x)->base +\n}}}) ((( { \"\\");
	READS(4, 0x44, 1, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plain), TEST(wrapped), TEST(moved), TEST(variables), TEST(words), TEST(bases), TEST(aliases), TEST(broken), TEST(other_chips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
