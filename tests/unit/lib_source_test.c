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

/* Where a mapping is used, what is made of it lies within: as far behind as a constant says, or nowhere. */
static void made_bases(void **state)
{
	(void)state;
	driver_of(HEADER "#define PORT_A 0x8\n#define PORT_B 0xc\n#define PORT_C 0x14\n#define PORT_D 0x18\n#define PORTS 0x4000\n"
		  "#define LANE_A 0x50\n#define LANE_B 0x54\n#define CHIP_A 0x70\n",
		  "static void probe(struct hw *hw, u32 step)\n{\n\tvoid __iomem *base = ioremap(bar, size);\n\n\thw->base = base;\n"
		  "\thw->port = hw->base + PORTS;\n\thw->lane = hw->base + step;\n\thw->first = hw->base + n * 0x100;\n}\n"
		  "static void f(struct hw *hw)\n{\n\twritel(1, hw->base + MODE_SIZE);\n\twritel(1, hw->base + IRQ_MASK);\n\twritel(1, hw->base + WIDE);\n"
		  "\twritel(1, hw->port + PORT_A);\n\twritel(1, hw->port + PORT_B);\n\twritel(1, hw->port + PORT_C);\n\twritel(1, hw->port + PORT_D);\n"
		  "\twritel(1, hw->lane + LANE_A);\n\twritel(1, hw->lane + LANE_B);\n\twritel(1, hw->first + CHIP_A);\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x8, 1, "");
	READS(4, 0x4008, 1, "PORT_A = 0x1");
	READS(4, 0x4018, 1, "PORT_D = 0x1");
	READS(4, 0x50, 1, "");
	READS(4, 0x70, 1, "CHIP_A = 0x1");
	SAYS_NOTHING();
}

/* Two devices of one folder, each mapped for itself: the larger has the names, the other one none. */
static void two_devices(void **state)
{
	(void)state;
	driver_of(HEADER "#define BUS_A 0x8\n#define BUS_B 0xc\n",
		  "static void probe(struct card *card)\n{\n\tcard->regs = ioremap(bar, size);\n}\n"
		  "static void bus_probe(struct bus *bus)\n{\n\tbus->regs = ioremap(bar, size);\n}\n"
		  "static void f(struct card *card)\n{\n\twritel(1, card->regs + MODE_SIZE);\n\twritel(1, card->regs + IRQ_MASK);\n\twritel(1, card->regs + WIDE);\n}\n"
		  "static void g(struct bus *bus)\n{\n\twritel(1, bus->regs + BUS_A);\n\twritel(1, bus->regs + BUS_B);\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x8, 1, "");
	SAYS_NOTHING();
}

/* What is added to a pointer counts what that points to. */
static void pointers(void **state)
{
	(void)state;
	driver_of("#define MODE_SIZE 0x11\n#define IRQ_MASK (0x20 >> 2)\n#define WIDE 0x400\n#define MIX_A 0x103\n#define MIX_B 0x105\n"
		  "struct hw {\n\tu32 __iomem *words;\n\t__u8 __iomem *bytes;\n};\n"
		  "#define rd(reg) readl(hw->words + (reg))\n#define rb(reg) readb(hw->bytes + (reg))\n#define rs(reg) readl(hw->words + ((reg) >> 2))\n",
		  "static void probe(struct hw *hw)\n{\n\thw->words = ioremap(bar, size);\n\thw->bytes = (__u8 __iomem *)hw->words;\n}\n"
		  "static void f(struct hw *hw)\n{\n\trd(MODE_SIZE);\n\trd(IRQ_MASK);\n\trs(WIDE);\n\trb(MIX_A);\n\trb(MIX_B);\n\trb(MIX_B + 1);\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x20, 1, "IRQ_MASK = 0x1");
	READS(4, 0x400, 1, "WIDE = 0x1");
	READS(1, 0x103, 1, "MIX_A = 0x1");
	READS(1, 0x105, 1, "MIX_B = 0x1");
	SAYS_NOTHING();
}

/* Copies that the source uses are not those of a constant that it does not; more of one are an array. */
static void copies(void **state)
{
	(void)state;
	driver_of("#define AREA_SET 0x368\n#define AREA_SET2 0x374\n#define AREA_KEY 0x100\n#define BOX_SET(n) (0x368 + (n) * 12)\n#define BOX_END 0x400\n",
		  "static void f(struct hw *hw)\n{\n\treadl(hw->base + BOX_SET(0));\n\treadl(hw->base + BOX_SET(1));\n\treadl(hw->base + BOX_END);\n"
		  "\treadl(hw->base + AREA_KEY);\n\treadl(hw->base + AREA_KEY + 12);\n}\n");
	READS(4, 0x374, 1, "SET[0x1] = 0x1");
	READS(4, 0x10c, 1, "AREA_KEY[0x3] = 0x1");
	READS(4, 0x110, 1, "");
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

/* What moves a register is an index behind it, or what is multiplied; what else comes before it is another base. */
static void indexes(void **state)
{
	(void)state;
	driver_of(HEADER "#define PORT_A 0x500\n#define PORT_B 0x504\n",
		  "static void f(struct hw *hw)\n{\n\tint i = 0;\n\n\treadl(hw->base + MODE_SIZE);\n\treadl(hw->base + WIDE);\n"
		  "\treadl(hw->base + IRQ_MASK + i);\n\treadl(hw->base + i * 0x80 + GO_FAST);\n\treadl(hw->base + CARD_GO + 1 + 4 * i);\n"
		  "\treadl(hw->base + hw->port + PORT_A);\n\treadl(hw->base + hw->port + PORT_B);\n"
		  "\treadx_poll_timeout(readl, hw->base + LINK(1), i, i, 1, 2);\n}\n");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x20, 1, "IRQ_MASK = 0x1");
	READS(4, 0x2010, 1, "LINK[0x1] = 0x1");
	READS(4, 0x500, 1, "");
	SAYS_NOTHING();
}

/* What a function adds to its argument, before or in a variable; of two halves the first counts, and an index is none. */
static void added(void **state)
{
	(void)state;
	driver_of(HEADER "#define BEHIND 0x8000\n#define NONE 0\n",
		  "static u32 view(struct hw *hw, u32 reg)\n{\n\treturn readl(hw->base + BEHIND + reg);\n}\n"
		  "static u16 half(struct hw *hw, u32 reg)\n{\n\tu32 offset = 0x500 + (reg << 1);\n\n\treturn readw(hw->base + offset);\n}\n"
		  "static u64 both(struct hw *hw, u32 reg)\n{\n\tu32 high = readl(hw->base + reg + 4);\n\n"
		  "\treturn readl(hw->base + reg) | (u64)high << 32;\n}\n"
		  "static u32 table(struct hw *hw, u32 n)\n{\n\treturn readl(hw->base + LINK(0) + 4 * n);\n}\n"
		  "static u32 plain(struct hw *hw, u32 reg)\n{\n\treturn readl(hw->base + reg + NONE);\n}\n"
		  "static void f(struct hw *hw)\n{\n\tview(hw, MODE_SIZE);\n\thalf(hw, IRQ_MASK);\n\tboth(hw, WIDE);\n\ttable(hw, CARD_GO);\n"
		  "\tplain(hw, GO_SLOW);\n}\n");
	READS(4, 0x8044, 1, "MODE_SIZE = 0x1");
	READS(2, 0x540, 1, "IRQ_MASK = 0x1");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x44, 1, "GO_SLOW = 0x1");
	READS(4, 0x2000 + 4 * 7, 1, "");
	SAYS_NOTHING();
}

/* Constants and macros that are addresses, made from a variable; constants of another variable are another device's. */
static void addresses(void **state)
{
	(void)state;
	driver_of("#define VIEW hw->base\n#define AT(x) (hw->base + (x))\n#define MODE_SIZE (VIEW + 0x44)\n#define IRQ_MASK AT(0x20)\n"
		  "#define WIDE ((hw)->base + 0x1000)\n#define GO_FAST (hw->port + 0x60)\n#define GO_SLOW (2 * hw->base + 0x64)\n"
		  "#define LINK(x) (x + 0x2000)\n",
		  "static void f(struct hw *hw)\n{\n\treadl(MODE_SIZE);\n\twritel(1, IRQ_MASK);\n\treadl(WIDE);\n\treadl(GO_FAST);\n"
		  "\treadl(GO_SLOW);\n\treadl(LINK(hw->base));\n}\n");
	READS(4, 0x44, 1, "MODE_SIZE = 0x1");
	READS(4, 0x20, 1, "IRQ_MASK = 0x1");
	READS(4, 0x1000, 1, "WIDE = 0x1");
	READS(4, 0x2000, 1, "LINK = 0x1");
	READS(4, 0x60, 1, "");
	READS(4, 0x64, 1, "");
	SAYS_NOTHING();
}

/* Constants whose values a macro pastes together, and counts in words. */
static void pasted_values(void **state)
{
	(void)state;
	driver_of("#define CHIP_Mode_OFFS 0x48\n#define CHIP_Irq_OFFS 0x20\n#define CHIP_Wide_OFFS 0x1000\n"
		  "#define KEY(name) (CHIP_##name##_OFFS / sizeof(u64))\n#define key_mode KEY(Mode)\n#define key_irq KEY( Irq )\n"
		  "#define key_wide KEY(Wide)\n#define key_none KEY(None)\nstruct hw {\n\tu64 __iomem *base;\n};\n",
		  "static u64 rd(struct hw *hw, u32 n)\n{\n\treturn readq(&hw->base[n]);\n}\n"
		  "static void f(struct hw *hw)\n{\n\trd(hw, key_mode);\n\trd(hw, key_irq);\n\trd(hw, key_wide);\n\trd(hw, key_none);\n}\n");
	READS(8, 0x48, 1, "mode = 0x1");
	READS(8, 0x20, 1, "irq = 0x1");
	READS(8, 0x1000, 1, "wide = 0x1");
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
		TEST(plain), TEST(wrapped), TEST(moved), TEST(variables), TEST(words), TEST(bases), TEST(made_bases), TEST(two_devices),
		TEST(pointers), TEST(indexes), TEST(added), TEST(addresses), TEST(pasted_values), TEST(copies), TEST(aliases), TEST(broken), TEST(other_chips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
