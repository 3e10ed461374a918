// SPDX-License-Identifier: GPL-2.0
/* C headers of drivers as they are, and what is done about those that are none. */
#include "lib_regs.h"

static void header_of(const char *text)
{
	put("card.h", text);
	assert_int_equal(load("card.h"), 0);
}

static void registers(void **state)
{
	(void)state;
	header_of("/* SPDX */\n#ifndef _CARD_H_\n#define _CARD_H_\n"
		  "#define CARD_CTRL\t0x00000\t/* Device Control - RW */\n"
		  "#define CARD_STATUS   0x00008 // Device Status - RO\n"
		  "#define CARD_KICK     0x00008 /* Start - WO */\n"
		  "#define CARD_ICR      0x000C0UL /* Interrupt Cause Read - R/clr */\n"
		  "#define CARD_HALF     0x000D0\n#define CARD_OTHER 0x000D2\n"
		  "#define CARD_RDT(_n)  ((_n) < 4 ? (0x02818 + ((_n) * 0x100)) : \\\n"
		  "\t\t\t\t(0x0C018 + ((_n) * 0x40)))\n"
		  "#define CARD_RAL(n)   (0x05400 + ((n) * 8))\n"
		  "#define CARD_MTA      0x05200 /* Multicast Table Array - RW Array */\n"
		  "#define CARD_VENDOR   0x01234\n"
		  "#define CARD_MAX_RINGS 16\n#endif\n");
	READS(4, 0, 1, "CTRL = 0x1");
	READS(4, 8, 1, "STATUS = 0x1");
	WRITES(4, 8, 1, "KICK = 0x1");
	READS(4, 0xc0, 1, "ICR = 0x1");
	READS(2, 0xd0, 1, "HALF = 0x1");
	READS(2, 0xd2, 1, "OTHER = 0x1");
	READS(4, 0x2818, 1, "RDT[0] = 0x1");
	READS(4, 0x2b18, 1, "RDT[0x3] = 0x1");
	READS(4, 0xc118, 1, "RDT[0x4] = 0x1");
	READS(4, 0xc158, 1, "RDT[0x5] = 0x1");
	READS(4, 0x2c18, 1, "");
	READS(4, 0x5200, 1, "MTA[0] = 0x1");
	READS(4, 0x53fc, 1, "MTA[0x7f] = 0x1");
	READS(4, 0x5408, 1, "RAL[0x1] = 0x1");
	READS(4, 0x1234, 1, "");
	SAYS_NOTHING();
}

static void fields(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL   0x0000\n#define CARD_STATUS 0x0004\n#define CARD_TIMER  0x0008\n"
		  "#define CARD_MODE   0x000c\n#define CARD_GAP    0x0010\n#define CARD_PARTS  0x0014\n"
		  "#define CARD_CTRL_FD         0x00000001\n"
		  "#define CARD_CTRL_RST        (1 << 26)\n"
		  "#define CARD_CTRL_SPD_MASK   0x00000300\n"
		  "#define CARD_CTRL_SPD_10     0x00000000\n"
		  "#define CARD_CTRL_SPD_100    0x00000100\n"
		  "#define CARD_CTRL_SPD_1000   0x00000200\n"
		  "#define CARD_STATUS_LU       BIT(1)\n"
		  "#define CARD_STATUS_COUNT    GENMASK(15, 8)\n"
		  "#define CARD_STATUS_BOTH     (CARD_STATUS_LU | BIT(31))\n"
		  "#define CARD_TIMER_LOW_SHIFT 0\n#define CARD_TIMER_LOW_MASK 0xff\n"
		  "#define CARD_TIMER_HIGH_SHIFT 16\n#define CARD_TIMER_HIGH_MASK (0xffU << CARD_TIMER_HIGH_SHIFT)\n"
		  "#define CARD_TIMER_DOWN_SHIFT 8\n#define CARD_TIMER_DOWN_MASK 0xf\n"
		  "#define CARD_MODE_KIND(x) (((x) & 7) << 4)\n"
		  "#define CARD_PARTS_GET(x) (((x) >> 12) & 0xff)\n");
	READS(4, 0, 0x04000201, "CTRL = { FD | SPD = 1000 | RST }");
	READS(4, 4, 0x80002302, "STATUS = { LU | COUNT = 0x23 | 0x80000000 }");
	READS(4, 8, 0x00120534, "TIMER = { LOW = 0x34 | DOWN = 0x5 | HIGH = 0x12 }");
	READS(4, 0xc, 0x50, "MODE = { KIND = 0x5 }");
	READS(4, 0x14, 0xab000, "PARTS = { GET = 0xab }");
	READS(4, 0x10, 5, "GAP = 0x5");
	SAYS_NOTHING();
}

/* 0x4, 0x10, 0x100: where no number has a zero before it, how many digits it has says nothing. */
static void without_zeros(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0\n#define CARD_STAT 0x4\n#define CARD_IRQ 0x8\n#define CARD_MASK 0xc\n"
		  "#define CARD_TX 0x10\n#define CARD_RX 0x14\n#define CARD_LEN 0x18\n");
	READS(4, 0xc, 1, "MASK = 0x1");
	READS(4, 0x10, 1, "TX = 0x1");
	READS(4, 0x18, 1, "LEN = 0x1");
	SAYS_NOTHING();
}

/* Zeros before a number do not make it larger; one of more than 64 bits is none. */
static void long_numbers(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0\n#define CARD_STAT 0x4\n#define CARD_IRQ 0x8\n#define CARD_MASK 0xc\n"
		  "#define CARD_ZEROS 0x00000000000000000010\n#define CARD_HUGE 0x10000000000000014\n"
		  "#define CARD_DECIMAL 18446744073709551636\n");
	READS(4, 8, 1, "IRQ = 0x1");
	READS(4, 0x14, 1, "");
}

/* None of these has enough beside it that are written in the same way. */
static void few_of_each(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0\n#define CARD_STAT 0x8\n#define CARD_TX 0x10\n#define CARD_RX 0x18\n"
		  "#define CARD_A 0x100\n#define CARD_B 0x108\n#define CARD_C 0x1000\n");
	READS(4, 8, 1, "STAT = 0x1");
	READS(4, 0x18, 1, "RX = 0x1");
	READS(4, 0x108, 1, "B = 0x1");
	READS(4, 0x1000, 1, "C = 0x1");
	SAYS_NOTHING();
}

/* Two with one digit before a row with two; bits behind it are none. */
static void before_a_row(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0\n#define CARD_STAT 0x8\n#define CARD_EERD 0x14\n#define CARD_EXT 0x18\n"
		  "#define CARD_MDIC 0x20\n#define CARD_FLOW 0x28\n#define CARD_UP 0x2\n#define CARD_FULL 0x1\n");
	READS(4, 0, 1, "CTRL = 0x1");
	READS(4, 8, 1, "STAT = 0x1");
	READS(4, 0x28, 1, "FLOW = 0x1");
	SAYS_NOTHING();
}

/* A macro that makes a bit of its number is no field; one that does not shift at all is. */
static void of_macros(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0000\n#define CARD_IRQ 0x0004\n#define CARD_IRQ_CH(n) (1 << (n))\n"
		  "#define CARD_IRQ_ERR(n) BIT((n) + 8)\n#define CARD_IRQ_ALL 0x80000000\n"
		  "#define CARD_RING 0x0008\n#define CARD_RING_LEN(x) (((x) & 0x3ff) << 20)\n"
		  "#define CARD_RING_ID(x) ((x) << 0)\n#define CARD_LAST 0x000c\n");
	READS(4, 4, 0x80000102, "IRQ = { ALL | 0x102 }");
	READS(4, 8, 0x3ff00007, "RING = { ID? = 0x7 | LEN = 0x3ff }");
	SAYS_NOTHING();
}

/* What the header does not say is marked; a mask of it is worth more than what is guessed. */
static void guessed(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL   0x00000\n#define CARD_TIME   0x00010\n#define CARD_IMS    0x000D0\n"
		  "#define CARD_RCTL   0x00100\n#define CARD_LEDCTL 0x00E00\n#define CARD_PBA    0x01000\n"
		  "#define CARD_LEDCTL_LED0_MODE_MASK 0x0000000F\n"
		  "#define CARD_LEDCTL_LED0_MODE_SHIFT 0\n#define CARD_LEDCTL_LED0_BLINK 0x00000080\n"
		  "#define CARD_LEDCTL_LED1_MODE_MASK 0x00000F00\n"
		  "#define CARD_LEDCTL_MODE_LINK_10 0x0\n#define CARD_LEDCTL_MODE_LINK_100 0x1\n"
		  "#define CARD_LEDCTL_MODE_UP 0x2\n#define CARD_LEDCTL_MODE_ON 0x4\n"
		  "/* PBA constants */\n#define CARD_PBA_48K (48)\n#define CARD_PBA_8K (8)\n#define CARD_PBA_12K (12)\n"
		  "#define CARD_PBA_16K (16)\n#define CARD_PBA_20K (20)\n#define CARD_PBA_32K (32)\n"
		  "#define CARD_IMS_TXDW 0x1\n#define CARD_IMS_LSC 0x4\n#define CARD_IMS_RXT0 0x80\n"
		  "#define CARD_IMS_ENABLE_MASK (CARD_IMS_TXDW | CARD_IMS_LSC | CARD_IMS_RXT0)\n"
		  "#define CARD_TIME_LOW_SHIFT 0\n#define CARD_TIME_HIGH_SHIFT 16\n"
		  "#define CARD_RCTL_EN 0x2\n#define CARD_RCTL_LBM_NO 0x0\n#define CARD_RCTL_LBM_MAC 0x40\n"
		  "#define CARD_RCTL_LBM_TCVR 0xc0\n#define CARD_RCTL_SPEED 0x300\n");
	READS(4, 0x1000, 0x30, "PBA = { PBA? = 48K }");
	READS(4, 0x1000, 0x31, "PBA = { PBA? = 0x31 }");
	READS(4, 0xe00, 0x602, "LEDCTL = { LED0_MODE = 0x2 | LED1_MODE = 0x6 }");
	READS(4, 0xd0, 0x85, "IMS = { TXDW | LSC | RXT0 }");
	READS(4, 0x10, 0x120034, "TIME = { LOW? = 0x34 | HIGH? = 0x12 }");
	READS(4, 0x100, 0x242, "RCTL = { EN | LBM? = MAC | SPEED? = 0x2 }");
	SAYS_NOTHING();
}

/* Conditions are not looked at, but for #if 0: of two branches the first counts. */
static void preprocessor(void **state)
{
	(void)state;
	header_of("#ifdef CONFIG_ONE\n#define CARD_A 0x0004\n#else\n#define CARD_A 0x0104\n#endif\n"
		  "#if defined(CONFIG_TWO) && \\\n\tX\n# define CARD_B 0x0010\n#endif\n"
		  "#define CARD_C \\\n\t0x0014 /* a comment\n   of two lines */\n"
		  "#define CARD_D 0x0018\n"
		  "/* #define CARD_E 0x001c */\n// #define CARD_F 0x0020\n"
		  "static inline void f(void)\n{\n\tconst char *s = \"#define CARD_G 0x0024\";\n}\n"
		  "#if 0 /* not yet */\n#define CARD_H 0x002c\n#ifdef X\n#define CARD_I 0x0030\n#endif\n"
		  "#define CARD_J 0x0034\n#else\n#define CARD_K 0x0038\n#endif\n#if 0x10\n#define CARD_L 0x003c\n#endif\n"
		  "#undef CARD_D\n#define CARD_D 0x0028\n");
	READS(4, 4, 1, "A = 0x1");
	READS(4, 0x104, 1, "");
	READS(4, 0x10, 1, "B = 0x1");
	READS(4, 0x14, 1, "C = 0x1");
	READS(4, 0x18, 1, "D = 0x1");
	READS(4, 0x1c, 1, "");
	READS(4, 0x20, 1, "");
	READS(4, 0x24, 1, "");
	READS(4, 0x2c, 1, "");
	READS(4, 0x34, 1, "");
	READS(4, 0x38, 1, "K = 0x1");
	READS(4, 0x3c, 1, "L = 0x1");
	SAYS_NOTHING();
}

static void expressions(void **state)
{
	(void)state;
	header_of("#define CARD_BASE 0x1000\n"
		  "#define CARD_ONE (CARD_BASE + 0x10)\n#define CARD_TWO (CARD_BASE + 0x20)\n"
		  "#define CARD_THREE (CARD_BASE + 4 * 0xC)\n#define CARD_FOUR (CARD_BASE + (1 ? 0x40 : 0x50))\n"
		  "#define CARD_LOOP (CARD_POOL + 0x4)\n#define CARD_POOL (CARD_LOOP + 0x4)\n"
		  "#define CARD_ZERO (0x60 / 0 + 0x1)\n#define CARD_SIZED (sizeof(int) + 0x70)\n");
	READS(4, 0x1010, 1, "ONE = 0x1");
	READS(4, 0x1020, 1, "TWO = 0x1");
	READS(4, 0x1030, 1, "THREE = 0x1");
	READS(4, 0x1040, 1, "FOUR = 0x1");
	READS(4, 0x74, 1, "");
	SAYS_NOTHING();
}

/* Lines that end as on Windows, also continued ones. */
static void line_ends(void **state)
{
	(void)state;
	header_of("#define CARD_A 0x0004\r\n#define CARD_B \\\r\n\t0x0008\r\n"
		  "#define CARD_C(n) (0x0100 + \\\r\n\t(n) * 4)\r\n#define CARD_D 0x000c\r\n");
	READS(4, 4, 1, "A = 0x1");
	READS(4, 8, 1, "B = 0x1");
	READS(4, 0x104, 1, "C[0x1] = 0x1");
	READS(4, 0xc, 1, "D = 0x1");
	SAYS_NOTHING();
}

static void enums(void **state)
{
	(void)state;
	header_of("enum card_registers {\n\tMAC0\t= 0,\t/* Ethernet address */\n\tMAR0 = 8,\n"
		  "\tTxAddr = 0x20, Command = 0x37,\n"
		  "#ifdef CONFIG_CARD /* of the next */\n\tNext,\n#endif\n"
		  "#if 0\n\tNever,\n#endif\n\tAfter,\n\tTimer = 0x48\n};\n"
		  "enum card_speed { card_speed_33 = 33, card_speed_66 = 66, card_speed_100 = 100,"
		  " card_speed_132 = 132 };\n"
		  "enum card_register_content {\n\t/* Command */\n\tReset = 0x10,\n\tRxEnb = 0x08,\n};\n");
	READS(4, 0, 1, "MAC0 = 0x1");
	READS(4, 8, 1, "MAR0 = 0x1");
	READS(1, 0x37, 0x18, "Command = { RxEnb | Reset }");
	READS(1, 0x38, 1, "Next = 0x1");
	READS(1, 0x39, 1, "After = 0x1");
	READS(4, 0x64, 1, "");
	READS(4, 0x84, 1, "");
	SAYS_NOTHING();
}

/* Bits are indented below their registers, or stand out of order. */
static void indented(void **state)
{
	(void)state;
	header_of("#define CARD_MODE  0x00000400\n#define  CARD_MODE_RESET 0x00000001\n"
		  "#define  CARD_MODE_HALF  0x00000002\n#define  MAC_PORT_MII 0x00000004\n"
		  "#define  MAC_PORT_GMII 0x00000008\n#define  MAC_PORT_TBI 0x0000000c\n"
		  "#define  MAC_PORT_INT 0x00000010\n"
		  "#define CARD_STATUS 0x00000404\n#define CARD_EVENT 0x00000408\n"
		  "#define CARD_EXT  0x00000410\n#define CARD_EXT_HALT 0x00400000\n"
		  "#define CARD_PC  0x00000414\n#define CARD_LAST  0x00000418\n");
	READS(4, 0x400, 1, "MODE = { RESET | MAC_PORT? = 0 }");
	READS(4, 8, 1, "");
	READS(4, 0x10, 1, "");
	READS(4, 0x410, 0x400000, "EXT = { HALT }");
	READS(4, 0x400000, 1, "");
	SAYS_NOTHING();
}

/* Where registers are marked as such, nothing else is one. */
static void marked(void **state)
{
	(void)state;
	header_of("#define BASE 0x1000\n#define GEN6_A _MMIO(0x2000)\n#define   A_ENABLE REG_BIT(31)\n"
		  "#define   A_KIND_MASK REG_GENMASK(7, 4)\n#define   A_KIND_X REG_FIELD_PREP(A_KIND_MASK, 2)\n"
		  "#define VLV_B _MMIO(BASE + 0x20)\n#define C _MMIO(0x300c)\n"
		  "#define FENCE(i) _MMIO(0x4000 + (i) * 8)\n"
		  "#define PCODE_ONE 0x10\n#define PCODE_TWO 0x14\n#define PCODE_THREE 0x18\n#define PCODE_FOUR 0x1c\n");
	READS(4, 0x2000, 0x80000020, "GEN6_A = { A_KIND = X | A_ENABLE }");
	READS(4, 0x1020, 1, "VLV_B = 0x1");
	READS(4, 0x300c, 1, "C = 0x1");
	READS(4, 0x4010, 1, "FENCE[0x2] = 0x1");
	READS(4, 0x14, 1, "");
	SAYS_NOTHING();
}

/* Registers in one header, their bits in another; but not two for one purpose. */
static void two_headers(void **state)
{
	(void)state;
	put("regs.h", "#define CARD_CTRL 0x00000 /* Control - RW */\n#define CARD_STATUS 0x00008\n"
		      "#define CARD_EERD 0x00014\n#define CARD_ICR 0x000C0\n");
	put("defines.h", "#define CARD_CTRL_RST 0x04000000\n#define CARD_CTRL_SLU 0x00000040\n"
			 "#define CARD_STATUS_LU 0x00000002\n#define CARD_ICR_LSC 0x00000004\n"
			 "#define CARD_WORD_ONE 0x0004\n#define CARD_WORD_TWO 0x000A\n");
	put("other.h", "#define CARD_CTRL 0x00100\n#define CARD_STATUS 0x00108\n#define CARD_EERD 0x00114\n"
		       "#define CARD_NEW 0x00118\n");
	assert_int_equal(load("defines.h"), 0);
	assert_int_equal(load("regs.h"), 0);
	assert_int_equal(load("other.h"), 0);
	READS(4, 0, 0x04000000, "CTRL = { RST }");
	READS(4, 8, 2, "STATUS = { LU }");
	READS(4, 0x108, 2, "STATUS = 0x2");
	SAYS_NOTHING();
}

static void bad_files(void **state)
{
	char *line;

	(void)state;
	put("empty.h", "");
	assert_int_equal(load("empty.h"), -1);
	SAYS("empty.h:0: is empty");
	put("text.h", "This is a letter.\nIt defines nothing.\n");
	assert_int_equal(load("text.h"), -1);
	SAYS("text.h:0: is no register description: neither XML nor rules, and no C header");
	put("code.c", "#include <linux/pci.h>\n#define DRV_NAME \"card\"\n#define DRV_VERSION 3\n"
		      "static int probe(struct pci_dev *dev)\n{\n\treturn 0;\n}\n");
	assert_int_equal(load("code.c"), 0);
	READS(4, 0, 1, "");
	SAYS("code.c:0: no registers found among its 2 constants");
	assert_int_equal(load("gone.h"), -1);
	SAYS("gone.h:0: cannot be opened");
	/* Unfinished at its end, with bytes that are no UTF-8, and a line that never ends. */
	line = malloc(100001);
	assert_non_null(line);
	memset(line, '1', 100000);
	line[100000] = 0;
	{
		FILE *to = fopen(path_of("odd.h"), "w");

		assert_non_null(to);
		fprintf(to, "#define ODD_LONG 0x%s\n#define ODD_A 0x0100 /* \xb5s \xff\xfe */\n"
			    "#define ODD_B 0x0104\n#define ODD_C 0x0108\n#define ODD_D 0x010c\n"
			    "#define ODD_E (0x0110\n#define ODD_F 0x0114 /* no end", line);
		fclose(to);
	}
	free(line);
	mmt_names_free(names);
	names = NULL;
	assert_int_equal(load("odd.h"), 0);
	READS(4, 0x104, 1, "B = 0x1");
	READS(4, 0x110, 1, "");
	READS(4, 0x114, 1, "F = 0x1");
}

static void binary(void **state)
{
	FILE *to = fopen(path_of("module.o"), "w");

	(void)state;
	assert_non_null(to);
	fwrite("\177ELF\2\1\1\0\0\0#define A 1\n", 1, 22, to);
	fclose(to);
	assert_int_equal(load("module.o"), -1);
	SAYS("module.o:0: is no register description, but binary");
}

static void beyond(void **state)
{
	(void)state;
	header_of("#define CARD_A 0x000000\n#define CARD_B 0x000004\n#define CARD_C 0x800008\n"
		  "#define CARD_D 0x80000c\n");
	device.size[0] = 0x1000;
	READS(4, 4, 1, "B = 0x1");
	device.size[0] = 0x1000000;
	SAYS("card.h:3: 'C' at 0x800008 lies beyond BAR0 of card 00:04.0, which has 0x1000 bytes; so do others");
	assert_int_equal(mmt_regs_problems(regs), 1);
}

/* A register with a number behind its name has the bits of the one without, unless its own. */
static void lent(void **state)
{
	(void)state;
	header_of("#define CARD_RXDCTL   0x0000\n#define CARD_RXDCTL1  0x0004\n#define CARD_RXDCTL12 0x0008\n"
		  "#define CARD_TX       0x000c\n#define CARD_TX2      0x0010\n#define CARD_OTHER3   0x0014\n"
		  "#define CARD_RXDCTL_EN       0x00000001\n#define CARD_RXDCTL_FLUSH    0x00000010\n"
		  "#define CARD_TX_GO           0x00000001\n#define CARD_TX2_STOP        0x00000001\n");
	READS(4, 0, 0x11, "RXDCTL = { EN | FLUSH }");
	READS(4, 4, 0x11, "RXDCTL1 = { RXDCTL_EN | RXDCTL_FLUSH }");
	READS(4, 8, 0x10, "RXDCTL12 = { RXDCTL_FLUSH }");
	READS(4, 0xc, 1, "TX = { GO }");
	READS(4, 0x10, 1, "TX2 = { STOP }");
	READS(4, 0x14, 1, "OTHER3 = 0x1");
	SAYS_NOTHING();
}

/* What names say of a constant is less than the row that it stands in. */
static void rows(void **state)
{
	(void)state;
	header_of("/* Registers */\n#define CARD_CTRL 0x000\n#define CARD_STATUS 0x004\n#define CARD_IRQ 0x008\n"
		  "#define CARD_IRQ_MASK 0x00c\n#define CARD_TX_SHIFT 0x010\n#define CARD_WAKE_M 0x014\n"
		  "#define CARD_RX_SIZE 0x018\n#define CARD_ERR_CNT 0x01c\n#define CARD_TIMEOUT_A 0x020\n"
		  "#define CARD_LIMIT 0x024\n#define CARD_NEXT 0x028\n#define CARD_RX_MAX 0x02c\n"
		  "#define CARD_LAST 0x030\n#define CARD_BYTES_MAX 0x1000\n#define CARD_LOW_MASK 0x00f\n");
	READS(4, 0x0c, 1, "IRQ_MASK = 0x1");
	READS(4, 0x10, 1, "TX_SHIFT = 0x1");
	READS(4, 0x14, 1, "WAKE_M = 0x1");
	READS(4, 0x18, 1, "RX_SIZE = 0x1");
	READS(4, 0x1c, 1, "ERR_CNT = 0x1");
	READS(4, 0x20, 1, "TIMEOUT_A = 0x1");
	READS(4, 0x24, 1, "LIMIT = 0x1");
	READS(4, 0x2c, 1, "RX_MAX = 0x1");
	READS(4, 0x30, 1, "LAST = 0x1");
	READS(4, 0x1000, 1, "");
	SAYS_NOTHING();
}

/* Chips whose registers have many first words, and offsets of another space behind them. */
static void many_families(void **state)
{
	(void)state;
	header_of("#define PLL_CTRL 0x00000004\n#define PLL_CTRL_ON 0x00000001\n#define OSC_CTRL 0x00000038\n"
		  "#define COEX_A 0x00000040\n#define COEX_B 0x00000044\n#define COEX_C 0x00000048\n"
		  "#define DMA_CFG 0x00000208\n#define TIMER_CFG 0x00000214\n"
		  "#define CLOCK_CFG 0x00000218\n#define POWER_CFG 0x0000021c\n#define RNG_MODE 0x00002000\n"
		  "#define RNG_STATUS 0x00002004\n#define WIN_MODE 0x00004000\n"
		  "/* In the memory behind the window */\n#define MEM_A 0x00000200\n#define MEM_B 0x00002000\n"
		  "#define MEM_C 0x00004000\n#define MEM_D 0x00006000\n");
	READS(4, 0x38, 1, "OSC_CTRL = 0x1");
	READS(4, 0x44, 1, "COEX_B = 0x1");
	READS(4, 0x208, 1, "DMA_CFG = 0x1");
	READS(4, 0x2000, 1, "RNG_MODE = 0x1");
	READS(4, 0x4000, 1, "WIN_MODE = 0x1");
	READS(4, 0x6000, 1, "");
	SAYS_NOTHING();
}

/* Macros alone; with the first at 0, made by |, of a length that a comment says. */
static void only_arrays(void **state)
{
	(void)state;
	header_of("#define CARD_ACCESS(l) (0x0000 | ((l) << 12))\n#define CARD_IRQ(l) (0x0008 | ((l) << 12))\n"
		  "#define CARD_STS(l) (0x0018 | ((l) << 12))\n"
		  "#define OTHER_LINK(_i) (0x00088000 + ((_i) * 4)) /* _i=0...3 */\n");
	READS(4, 0, 1, "ACCESS[0] = 0x1");
	READS(4, 0x1008, 1, "IRQ[0x1] = 0x1");
	READS(4, 0x2018, 1, "STS[0x2] = 0x1");
	READS(4, 0x8800c, 1, "OTHER_LINK[0x3] = 0x1");
	READS(4, 0x88010, 1, "");
	SAYS_NOTHING();
}

/* An array does not lie over what is an offset, too, and has no thousand copies. */
static void end_of_arrays(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0000\n#define CARD_STATUS 0x0008\n#define CARD_IRQ 0x00c0\n"
		  "#define CARD_RING(n) (0x1000 + ((n) * 0x40))\n"
		  "#define CARD_QUEUE(f, q) (0x1200 + (f) * 0x100 + (q) * 0x10)\n"
		  "#define VF_BOX(n) (0x1a00 + (n) * 4)\n#define VF_ODD(n) ((n) < 2 ? 0x1a10 : 0x1b00)\n");
	READS(4, 0x11c0, 1, "RING[0x7] = 0x1");
	READS(4, 0x1240, 1, "");
	READS(4, 0x1a0c, 1, "VF_BOX[0x3] = 0x1");
	READS(4, 0x1a10, 1, "");
	READS(4, 0x5000, 1, "");
	SAYS_NOTHING();
}

/* Bits beside registers, in one enum. */
static void bits_in_enum(void **state)
{
	(void)state;
	header_of("enum {\n\t/* registers */\n\tAddr0 = 0x00, Filter0 = 0x08, Stats = 0x10, Ring = 0x20,\n"
		  "\tCmd = 0x37, Status = 0x3e, Config = 0x40,\n\n\t/* How to receive */\n"
		  "\tTakeErr = 0x20, TakeAll = 0x08, TakeSome = 0x04, TakeMine = 0x02, TakeNone = 0x01,\n};\n");
	READS(4, 0, 1, "Addr0 = 0x1");
	READS(4, 4, 1, "");
	READS(1, 1, 1, "Addr0+0x1 = 0x1");
	READS(4, 0x20, 1, "Ring = 0x1");
	SAYS_NOTHING();
}

/* BASE | 4 in an enum; MAKE(4) of a macro that adds. */
static void from_a_base(void **state)
{
	(void)state;
	header_of("enum card_regs {\n\tCARD_MAC = 0x0000, CARD_PHY = 0x0400,\n\tCARD_TX = CARD_MAC | 0x00,\n"
		  "\tCARD_TXB = CARD_MAC | 0x04,\n\tCARD_RX = CARD_MAC | 0x20,\n\tCARD_LINK = CARD_PHY | 0x04,\n"
		  "\tCARD_SPEED = 0x08 | CARD_PHY,\n\tCARD_WAKE = (CARD_PHY) | (0x0c),\n};\n"
		  "#define CARD_HIF_BASE 0x4000\n#define CARD_HIF(x) (CARD_HIF_BASE + (x))\n"
		  "#define CARD_DMA CARD_HIF(0x208)\n#define CARD_DMB CARD_HIF(0x20c)\n#define CARD_DMC CARD_HIF(0x210)\n");
	READS(4, 4, 1, "TXB = 0x1");
	READS(4, 0x20, 1, "RX = 0x1");
	READS(4, 0x404, 1, "LINK = 0x1");
	READS(4, 0x408, 1, "SPEED = 0x1");
	READS(4, 0x40c, 1, "WAKE = 0x1");
	READS(4, 0x420c, 1, "DMB = 0x1");
	SAYS_NOTHING();
}

/* Registers that are numbered one after the other are words. */
static void in_words(void **state)
{
	(void)state;
	header_of("#define REG_GPU_CNTL 0x00000200\n#define REG_GPU_MODE 0x00000201\n#define REG_GPU_BASE 0x00000202\n"
		  "#define REG_GPU_STATUS 0x00000080\n#define REG_GPU_MASK 0x00000081\n#define REG_GPU_CLOCK 0x00000082\n");
	READS(4, 0x200, 1, "STATUS = 0x1");
	READS(4, 0x804, 1, "MODE = 0x1");
	SAYS_NOTHING();
}

/* Registers of bytes: numbers of three digits that grow; and what comes next, indented, is their bits. */
static void of_bytes(void **state)
{
	(void)state;
	header_of("#define VID_R00 0x101\n#define VID_R01 0x102\n#define VID_R02 0x103\n#define VID_R03 0x104\n#define VID_R04 0x105\n#define VID_R05 0x106\n#define VID_R06 0x107\n#define VID_R07 0x108\n#define VID_R08 0x109\n#define VID_R09 0x10a\n#define VID_R10 0x12b\n#define VID_R11 0x12c\n#define VID_R12 0x12d\n#define VID_R13 0x12e\n#define VID_R14 0x12f\n#define VID_R15 0x130\n#define VID_R16 0x131\n#define VID_R17 0x132\n#define VID_R18 0x133\n#define VID_R19 0x134\n#define VID_ON (1 << 3)\n#define VID_X 7\n");
	READS(1, 0x101, 1, "R00 = 0x1");
	READS(1, 0x102, 1, "R01 = 0x1");
	READS(1, 0x134, 1, "R19 = 0x1");
	SAYS_NOTHING();
}

/* Constants that are addresses, most of them made from one variable; of two at one place none. */
static void addresses(void **state)
{
	(void)state;
	header_of("#define CARD_RESET (card->regs + 0x4)\n#define CARD_MASK (card->regs + 0x8)\n#define CARD_BITS 0x10\n"
		  "#define CARD_MODE (card->regs + 0x10)\n#define CARD_OLD (card->regs + 0x14)\n#define CARD_NEW (card->regs + 0x14)\n"
		  "#define CARD_A 0x30\n#define CARD_B 0x34\n#define CARD_C 0x38\n#define CARD_D 0x3c\n"
		  "#define CARD_Q0 (card->regs + 0x40)\n#define CARD_Q1 (card->regs + 0x44)\n#define CARD_Q2 (card->regs + 0x48)\n"
		  "#define RAM_A (card->ram + 0x60)\n#define CARD_SUM (card->regs + card->ram + 0x64)\n");
	READS(4, 0x8, 1, "MASK = 0x1");
	READS(4, 0x10, 1, "MODE = 0x1");
	READS(4, 0x14, 1, "");
	READS(4, 0x34, 1, "");
	READS(4, 0x48, 1, "Q2 = 0x1");
	READS(4, 0x60, 1, "");
	READS(4, 0x64, 1, "");
	SAYS("nothing says which of them is meant");
}

/* The variable stands in what was pasted, which is nowhere in the header. */
static void pasted_addresses(void **state)
{
	(void)state;
	header_of("#define AT(x) (card->regs + x##_OFF)\n#define ID_OFF 0x0\n#define RESET_OFF 0x4\n#define MASK_OFF 0x8\n#define MODE_OFF 0xc\n"
		  "#define Q0_OFF 0x10\n#define Q1_OFF 0x14\n#define Q2_OFF 0x18\n#define Q3_OFF 0x1c\n"
		  "#define CARD_ID AT(ID)\n#define CARD_RESET AT(RESET)\n#define CARD_MASK AT(MASK)\n#define CARD_MODE AT(MODE)\n"
		  "#define CARD_Q0 AT(Q0)\n#define CARD_Q1 AT(Q1)\n#define CARD_Q2 AT(Q2)\n#define CARD_Q3 AT(Q3)\n");
	READS(4, 0x8, 1, "MASK = 0x1");
	READS(4, 0x1c, 1, "Q3 = 0x1");
}

/* A few addresses amidst offsets are of another device. */
static void few_addresses(void **state)
{
	(void)state;
	header_of("#define CARD_RESET 0x10\n#define CARD_MASK 0x14\n#define CARD_MODE 0x18\n#define CARD_LAST 0x1c\n"
		  "#define CARD_MDIO_A (card->mdio + 0x14)\n#define CARD_MDIO_B (card->mdio + 0x18)\n#define CARD_MDIO_C (card->mdio + 0x20)\n");
	READS(4, 0x14, 1, "MASK = 0x1");
	READS(4, 0x20, 1, "");
	SAYS_NOTHING();
}

/* Macros that are addresses behind their argument. */
static void address_macros(void **state)
{
	(void)state;
	header_of("#define CARD_ID(x) (x + 0x000)\n#define CARD_RESET(x) (x + 0x004)\n#define CARD_MASK(x) ((x) + 0x008)\n#define CARD_MODE(x) (x + 0x00C)\n"
		  "#define CARD_Q0(x) (x + 0x010)\n#define CARD_Q1(x) (x + 0x014)\n#define CARD_Q2(x) (x + 0x018)\n#define CARD_Q3(x) (x + 0x020)\n"
		  "#define CARD_LOW(x) ((x) & 0x40)\n#define CARD_HALF(x) (((x) / 2) + 0x48)\n");
	READS(4, 0x8, 1, "MASK = 0x1");
	READS(4, 0x20, 1, "Q3 = 0x1");
	READS(4, 0x40, 1, "");
	READS(4, 0x48, 1, "");
	SAYS_NOTHING();
}

/* Where there are offsets, what is added to an argument is moved by it. */
static void moved_by_argument(void **state)
{
	(void)state;
	header_of("#define CARD_RESET 0x100\n#define CARD_MASK 0x104\n#define CARD_MODE 0x108\n#define CARD_LAST 0x10c\n"
		  "#define TASK_A(x) (0x000 + x)\n#define TASK_B(x) (0x001 + x)\n#define TASK_C(x) (0x002 + x)\n#define TASK_D(x) (0x004 + x)\n"
		  "#define TASK_E(x) (0x005 + x)\n#define TASK_F(x) (0x006 + x)\n#define TASK_G(x) (0x007 + x)\n#define TASK_H(x) (0x008 + x)\n");
	READS(4, 0x104, 1, "MASK = 0x1");
	READS(4, 0x8, 1, "");
	SAYS_NOTHING();
}

/* Numbered one after the other, with bits that no byte has: words. */
static void in_words_by_bits(void **state)
{
	(void)state;
	header_of("#define OUT_CTX 0x00\n#define OUT_STATE 0x01\n#define  OUT_STATE_ON (1 << 30)\n#define OUT_MODE 0x02\n"
		  "#define  OUT_MODE_ON (1 << 17)\n#define OUT_CRC 0x03\n#define OUT_TEST 0x04\n"
		  "#define OUT_R05 0x05\n#define  OUT_R05_ON (1 << 15)\n#define OUT_R06 0x06\n#define  OUT_R06_ON (1 << 16)\n#define OUT_R07 0x07\n#define  OUT_R07_ON (1 << 17)\n#define OUT_R08 0x08\n#define  OUT_R08_ON (1 << 18)\n#define OUT_R09 0x09\n#define  OUT_R09_ON (1 << 19)\n#define OUT_R10 0x0a\n#define  OUT_R10_ON (1 << 20)\n#define OUT_R11 0x0b\n#define  OUT_R11_ON (1 << 21)\n#define OUT_R12 0x0c\n#define  OUT_R12_ON (1 << 22)\n#define OUT_R13 0x0d\n#define  OUT_R13_ON (1 << 23)\n#define OUT_R14 0x0e\n#define  OUT_R14_ON (1 << 24)\n#define OUT_R15 0x0f\n#define  OUT_R15_ON (1 << 25)\n#define OUT_R16 0x10\n#define  OUT_R16_ON (1 << 26)\n#define OUT_R17 0x11\n#define  OUT_R17_ON (1 << 27)\n#define OUT_R18 0x12\n#define  OUT_R18_ON (1 << 28)\n#define OUT_R19 0x13\n#define  OUT_R19_ON (1 << 29)\n");
	READS(4, 0x4, 1, "STATE = { 0x1 }");
	READS(4, 0x10, 1, "TEST = 0x1");
	READS(4, 0x24, 1, "R09 = { 0x1 }");
	SAYS_NOTHING();
}

/* Where most names say that they are registers, one that does not has none of their places. */
static void says_it_itself(void **state)
{
	(void)state;
	header_of("#define CARD_SA_RX 0x00\n#define CARD_SA_TX 0x04\n#define CARD_SA_IN 0x44\n"
		  "#define CARD_REG_RESET 0x00\n#define CARD_REG_INTS 0x04\n#define CARD_REG_ENABLE 0x08\n#define CARD_REG_MASK 0x0c\n"
		  "#define CARD_REG_FIFO 0x10\n");
	READS(4, 0, 1, "RESET = 0x1");
	READS(4, 4, 1, "INTS = 0x1");
	SAYS_NOTHING();
}

/* Bits that are written as offsets are: where they follow what they are called after, the others are registers. */
static void bits_like_offsets(void **state)
{
	(void)state;
	header_of("#define HI 0x00000000\n#define HI_R0 0x00000000\n#define HI_R0_B0 0x00000001\n#define HI_R0_B1 0x00000002\n#define HI_R0_B2 0x00000004\n#define HI_R0_B3 0x00000008\n#define HI_R1 0x0000000c\n#define HI_R1_B0 0x00000002\n#define HI_R1_B1 0x00000004\n#define HI_R1_B2 0x00000008\n#define HI_R1_B3 0x00000010\n#define HI_R2 0x00000018\n#define HI_R2_B0 0x00000004\n#define HI_R2_B1 0x00000008\n#define HI_R2_B2 0x00000010\n#define HI_R2_B3 0x00000020\n#define HI_R3 0x00000024\n#define HI_R3_B0 0x00000001\n#define HI_R3_B1 0x00000002\n#define HI_R3_B2 0x00000004\n#define HI_R3_B3 0x00000008\n#define HI_R4 0x00000030\n#define HI_R4_B0 0x00000002\n#define HI_R4_B1 0x00000004\n#define HI_R4_B2 0x00000008\n#define HI_R4_B3 0x00000010\n#define HI_R5 0x0000003c\n#define HI_R5_B0 0x00000004\n#define HI_R5_B1 0x00000008\n#define HI_R5_B2 0x00000010\n#define HI_R5_B3 0x00000020\n#define HI_R6 0x00000048\n#define HI_R6_B0 0x00000001\n#define HI_R6_B1 0x00000002\n#define HI_R6_B2 0x00000004\n#define HI_R6_B3 0x00000008\n#define HI_R7 0x00000054\n#define HI_R7_B0 0x00000002\n#define HI_R7_B1 0x00000004\n#define HI_R7_B2 0x00000008\n#define HI_R7_B3 0x00000010\n");
	READS(4, 0xc, 1, "R1 = { 0x1 }");
	READS(4, 0x54, 1, "R7 = { 0x1 }");
	SAYS_NOTHING();
}

/* The heading of a register says nothing of what is indented below it. */
static void bits_below_headings(void **state)
{
	(void)state;
	header_of("/* Register 0 */\n#define SI_R0 0x00\n#define\t\tSI_R0_B0 0x00000001\n#define\t\tSI_R0_B1 0x00000008\n#define\t\tSI_R0_B2 0x00000040\n#define\t\tSI_R0_B3 0x00000200\n#define\t\tSI_R0_B4 0x00001000\n#define\t\tSI_R0_B5 0x00008000\n/* Register 1 */\n#define SI_R1 0x04\n#define\t\tSI_R1_B0 0x00000002\n#define\t\tSI_R1_B1 0x00000010\n#define\t\tSI_R1_B2 0x00000080\n#define\t\tSI_R1_B3 0x00000400\n#define\t\tSI_R1_B4 0x00002000\n#define\t\tSI_R1_B5 0x00010000\n/* Register 2 */\n#define SI_R2 0x08\n#define\t\tSI_R2_B0 0x00000004\n#define\t\tSI_R2_B1 0x00000020\n#define\t\tSI_R2_B2 0x00000100\n#define\t\tSI_R2_B3 0x00000800\n#define\t\tSI_R2_B4 0x00004000\n#define\t\tSI_R2_B5 0x00020000\n/* Register 3 */\n#define SI_R3 0x0c\n#define\t\tSI_R3_B0 0x00000008\n#define\t\tSI_R3_B1 0x00000040\n#define\t\tSI_R3_B2 0x00000200\n#define\t\tSI_R3_B3 0x00001000\n#define\t\tSI_R3_B4 0x00008000\n#define\t\tSI_R3_B5 0x00040000\n/* Register 4 */\n#define SI_R4 0x10\n#define\t\tSI_R4_B0 0x00000010\n#define\t\tSI_R4_B1 0x00000080\n#define\t\tSI_R4_B2 0x00000400\n#define\t\tSI_R4_B3 0x00002000\n#define\t\tSI_R4_B4 0x00010000\n#define\t\tSI_R4_B5 0x00080000\n/* Register 5 */\n#define SI_R5 0x14\n#define\t\tSI_R5_B0 0x00000020\n#define\t\tSI_R5_B1 0x00000100\n#define\t\tSI_R5_B2 0x00000800\n#define\t\tSI_R5_B3 0x00004000\n#define\t\tSI_R5_B4 0x00020000\n#define\t\tSI_R5_B5 0x00100000\n");
	READS(4, 4, 1, "R1 = { 0x1 }");
	READS(4, 0x14, 1, "R5 = { 0x1 }");
	SAYS_NOTHING();
}

/* Words in steps of 16 bytes are no bits. */
static void steps(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x00\n#define CARD_CTRL1 0x10\n#define CARD_COUNT 0x20\n#define CARD_KIND 0x30\n#define CARD_MODE 0x40\n"
		  "#define CARD_LAST 0x80\n#define CARD_NEXT 0x90\n#define CARD_OLD 0x20\n");
	READS(4, 0x10, 1, "CTRL1 = 0x1");
	READS(4, 0x40, 1, "MODE = 0x1");
}

static void named_by_index(void **state)
{
	(void)state;
	header_of("#define mmGRB_CNTL 0x2000\n#define mmGRB_STATUS 0x2004\n#define mmGRB_STATUS_BASE_IDX 0\n"
		  "#define mmCP_CNTL 0x8010\n#define mmCP_MODE 0x8014\n"
		  "#define GRB_STATUS__BUSY_MASK 0x00000006L\n#define GRB_STATUS__BUSY__SHIFT 0x1\n");
	READS(4, 0x8010, 4, "GRB_STATUS = { BUSY = 0x2 }");
	READS(4, 0x20040, 1, "CP_CNTL = 0x1");
	SAYS_NOTHING();
}

/* A mask that another header would be needed for; a shift without a mask. */
static void unknown_masks(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0000\n#define CARD_STAT 0x0004\n#define CARD_STAT_TYPE_SHIFT 2\n"
		  "#define CARD_STAT_TYPE_MASK CARD_MASK(0x3, CARD_STAT_TYPE_SHIFT)\n#define CARD_STAT_UP_SHIFT 31\n"
		  "#define CARD_MODE 0x0008\n#define CARD_MODE_KIND_SHIFT 4\n#define CARD_MODE_KIND_MASK ELSEWHERE(4)\n"
		  "#define CARD_TIMER 0x000c\n#define CARD_TIMER_DATA(n) ((n) << 8)\n#define CARD_NEXT 0x0010\n");
	READS(4, 4, 0x12345678, "STAT = { TYPE = 0x2 | 0x12345670 }");
	READS(4, 8, 0x12345678, "MODE = 0x12345678");
	READS(4, 0xc, 0xffffff40, "TIMER = { DATA = 0xffffff | 0x40 }");
	READS(4, 0x10, 0x10000, "NEXT = 0x10000");
	SAYS_NOTHING();
}

/* One of an array has its own name; where something begins is called by what is there; halves. */
static void better_names(void **state)
{
	(void)state;
	header_of("#define CARD_MIB_BASE 0x1700\n#define CARD_MIB_OK 0x1700\n#define CARD_MIB_BAD 0x1704\n"
		  "#define CARD_MIB_LATE 0x1708\n#define CARD_MIB_LOST 0x170c\n#define CARD_ISO 0x1710\n"
		  "#define CARD_FUNC 0x1712\n#define CARD_CLK 0x1714\n#define CARD_LAST 0x1718\n"
		  "#define CARD_TIMER(n) (0x2000 + (n) * 4)\n#define CARD_NEXT_TIM CARD_TIMER(4)\n");
	READS(4, 0x1700, 1, "MIB_OK = 0x1");
	READS(2, 0x1712, 1, "FUNC = 0x1");
	READS(4, 0x2010, 1, "NEXT_TIM = 0x1");
	READS(4, 0x200c, 1, "TIMER[0x3] = 0x1");
	SAYS_NOTHING();
}

#define ALIASES	"#define CARD_CTRL 0x0000\n#define CARD_STATUS 0x0004\n" \
		"#define CARD_FLOW 0x0028\n#define CARD_NVM 0x0028\n#define CARD_LED 0x0030\n" \
		"#define CARD_READ 0x0034 /* RO */\n#define CARD_KICK 0x0034 /* WO */\n" \
		"#define CARD_PART_BASE 0x0100\n#define CARD_PART_CTRL 0x0100\n" \
		"#define CARD_ADDR 0x0200\n#define CARD_ADDRN(n) (CARD_ADDR + (n) * 4)\n"

/* Of two that are as likely none is taken; what says more is. */
static void undecided(void **state)
{
	(void)state;
	header_of(ALIASES);
	READS(4, 0x28, 1, "");
	READS(4, 0x30, 1, "LED = 0x1");
	READS(4, 0x34, 1, "READ = 0x1");
	WRITES(4, 0x34, 1, "KICK = 0x1");
	READS(4, 0x100, 1, "PART_CTRL = 0x1");
	READS(4, 0x204, 1, "ADDRN[0x1] = 0x1");
	SAYS("card.h:4: 'CARD_FLOW' and 'CARD_NVM' have one place, and nothing says which of them is meant: they have no names; the driver's source would say it, or a rule 'ignore'");
}

/* What a rule leaves out is no other name. */
static void ignored(void **state)
{
	(void)state;
	put("card.rules", "mmiotrace rules 1\nheader card.h\nignore CARD_NVM\n");
	assert_int_equal(load("card.rules"), 0);
	header_of(ALIASES);
	READS(4, 0x28, 1, "FLOW = 0x1");
	SAYS_NOTHING();
}

/* A heading that says how wide something is speaks of no bits. */
static void widths_in_headings(void **state)
{
	(void)state;
	header_of("/* 4096 4-bit filters, 32 bits each */\n#define CARD_FILTER 0x1000\n#define CARD_CTRL 0x1008\n"
		  "#define CARD_HEAD 0x1010\n#define CARD_TAIL 0x1014\n");
	READS(4, 0x1014, 1, "TAIL = 0x1");
	SAYS_NOTHING();
}

/* A register that may be narrower does not reach over another offset. */
static void narrow(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0400\n#define CARD_SPEC 0x0404\n#define CARD_RETRY_LIMIT 0x0406\n"
		  "#define CARD_NEXT 0x0408\n#define CARD_LAST 0x0413\n#define CARD_MORE 0x0415\n#define CARD_END 0x0418\n");
	READS(2, 0x406, 1, "RETRY_LIMIT = 0x1");
	READS(1, 0x405, 1, "SPEC+0x1 = 0x1");
	SAYS_NOTHING();
}

/* What lies in a PHY or in the memory of a device is no register. */
static void elsewhere(void **state)
{
	(void)state;
	header_of("#define CARD_MMIO_CTRL 0x00\n#define CARD_MMIO_STATUS 0x04\n#define CARD_MMIO_HEAD 0x08\n"
		  "#define CARD_SHM_INDEX 0x0010\n#define CARD_SHM_RATE 0x0014\n#define CARD_SHM_STATE 0x0018\n"
		  "#define CARD_SHM_MODE 0x001c\n#define CARD_SHM_LAST 0x0020\n#define CARD_MII_ID 0x0010\n");
	READS(4, 4, 1, "STATUS = 0x1");
	READS(4, 0x14, 1, "");
	SAYS_NOTHING();
}

/* Bits that are written as offsets are: a third of them powers of two, or one beside long rows. */
static void bits_among_offsets(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0000\n#define CARD_STATUS 0x0014\n#define CARD_HEAD 0x0018\n#define CARD_TAIL 0x001c\n"
		  "#define CARD_RATE 0x0024\n#define CARD_LAST 0x0028\n#define CARD_FLAG_FAST 0x0010\n"
		  "/* PHY register */\n#define LINE_UP 0x00000004\n#define LINE_ANY 0x0000000c\n#define LINE_FAULT 0x00000020\n");
	READS(4, 0x18, 1, "HEAD = 0x1");
	READS(4, 0x10, 1, "");
	READS(4, 0xc, 1, "");
	SAYS_NOTHING();
}

/* A few constants amidst many that are written like them and are no registers. */
static void amidst(void **state)
{
	char text[4000];
	int n = 0;

	(void)state;
	for (int i = 0; i < 40; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "#define CARD_BYTE%d 0x%02x\n", i, 0x41 + i);
	snprintf(text + n, sizeof(text) - (size_t)n, "#define DDC_ADDR 0x30\n#define DDC_LOW 0x3c\n#define DDC_HIGH 0x3d\n"
		 "#define MAIN_CTRL 0x0104\n#define MAIN_STATUS 0x0114\n#define MAIN_IRQ 0x0118\n");
	header_of(text);
	READS(4, 0x114, 1, "STATUS = 0x1");
	READS(4, 0x30, 1, "");
	READS(4, 0x3c, 1, "");
}

/* A mask of more bits than the register has: the next one keeps its name. */
static void wide_mask(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x04\n#define CARD_ADDR 0x0c\n#define CARD_ADDR_LOW_MASK 0xffffffffffffff00ULL\n"
		  "#define CARD_NEXT 0x10\n#define CARD_LAST 0x14\n#define CARD_MORE 0x24\n");
	READS(4, 0x10, 1, "NEXT = 0x1");
	SAYS_NOTHING();
}

/* Registers of two chips: where both have one, neither has the name. */
static void two_chips(void **state)
{
	char text[4000];
	int n;

	(void)state;
	n = snprintf(text, sizeof(text), "#define C100_CTRL 0x00\n#define C100_STATUS 0x04\n"
		     "#define C100_HEAD 0x0c\n#define C100_TAIL 0x14\n");
	for (int i = 0; i < 60; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "#define FLAG_%d (1 << %d)\n", i, i % 32);
	snprintf(text + n, sizeof(text) - (size_t)n, "#define C200_MODE 0x00\n#define C200_RING 0x04\n"
		 "#define C200_IRQ 0x0c\n#define C200_STOP 0x18\n");
	header_of(text);
	READS(4, 0x04, 1, "");
	READS(4, 0x14, 1, "C100_TAIL = 0x1");
	READS(4, 0x18, 1, "C200_STOP = 0x1");
	SAYS("have one place, and nothing says which of them is meant");
}

/* Where registers begin has no register's name; what a shift or a mask makes is a field. */
static void begins_only(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x0004\n#define CARD_STATUS 0x0014\n#define CARD_IRQ_BASE 0x0018\n"
		  "#define CARD_LAST 0x001c\n#define CARD_NEXT 0x0024\n#define CARD_END 0x002c\n"
		  "#define CARD_IRQ(n) CARD_PART(CARD_IRQ_BASE, n)\n#define CARD_PART(base, n) ((n) > 3 ? 0x100 : (base))\n"
		  "#define CARD_RATE(n) (((n) & 0x3) << 6)\n#define CARD_FLOW(n) ((n) << CARD_LAST)\n");
	READS(4, 0x14, 1, "STATUS = 0x1");
	READS(4, 0x18, 1, "");
	READS(4, 0, 1, "");
	READS(4, 0x40, 1, "");
	SAYS_NOTHING();
}

/* What is called a mask and has no mask's bits is an offset, and an array ends there. */
static void ends_at_mask(void **state)
{
	(void)state;
	header_of("#define CARD_CTRL 0x00\n#define CARD_STATUS 0x04\n#define CARD_HEAD 0x14\n#define CARD_ADDR 0x18\n"
		  "#define CARD_PLANE(n) (0x60 + (n) * 4)\n#define CARD_PLANE_MASK 0xac\n");
	READS(4, 0xa8, 1, "PLANE[0x12] = 0x1");
	READS(4, 0xac, 1, "");
	SAYS_NOTHING();
}

/* CTL0 is CTL(0). */
static void first_copy(void **state)
{
	(void)state;
	header_of("#define AT(o) (0x100 + (o))\n#define MODE AT(0x00)\n#define CTL0 AT(0x10)\n#define LAST AT(0x8)\n"
		  "#define CTL(n) AT(0x10 + (n) * 0x20)\n");
	READS(4, 0x110, 1, "CTL0 = 0x1");
	READS(4, 0x130, 1, "CTL[0x1] = 0x1");
	SAYS_NOTHING();
}

/* A long row is found amidst bits that are written as it is; where one of these has its place it has no name. */
static void long_row(void **state)
{
	char text[4000];
	int n = 0;

	(void)state;
	for (int i = 0; i < 20; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "#define W_R%c 0x%02x\n", 'A' + i, 4 * i);
	for (int i = 0; i < 60; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "#define W_B%d_%c 0x%02x\n", i / 3, 'A' + i % 3, 1 << i % 3);
	header_of(text);
	READS(4, 0x14, 1, "RF = 0x1");
	READS(4, 0x04, 1, "");
	SAYS_NOTHING();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lent), TEST(registers), TEST(fields), TEST(of_macros), TEST(without_zeros), TEST(long_numbers),
		TEST(few_of_each), TEST(before_a_row), TEST(guessed), TEST(preprocessor), TEST(expressions),
		TEST(line_ends), TEST(enums), TEST(indented), TEST(marked), TEST(two_headers),
		TEST(bad_files), TEST(binary), TEST(beyond), TEST(rows), TEST(many_families),
		TEST(only_arrays), TEST(end_of_arrays), TEST(bits_in_enum), TEST(from_a_base),
		TEST(in_words), TEST(of_bytes), TEST(bits_like_offsets), TEST(bits_below_headings),
		TEST(steps), TEST(addresses), TEST(pasted_addresses), TEST(few_addresses), TEST(address_macros), TEST(moved_by_argument), TEST(in_words_by_bits), TEST(says_it_itself), TEST(named_by_index), TEST(unknown_masks), TEST(better_names),
		TEST(undecided), TEST(ignored), TEST(widths_in_headings), TEST(narrow), TEST(elsewhere),
		TEST(bits_among_offsets), TEST(two_chips), TEST(begins_only), TEST(ends_at_mask),
		TEST(first_copy), TEST(long_row), TEST(amidst), TEST(wide_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
