/* SPDX-License-Identifier: GPL-2.0 */
/* Registers of a chip that does not exist: its offsets count words. */
#define MADE_ID			0x00	/* RO */
#define MADE_STATUS		0x01
#define MADE_STATUS_READY	0x1
#define MADE_STATUS_MODE_MASK	0x6
#define MADE_STATUS_MODE_OFF	0x0
#define MADE_STATUS_MODE_SLOW	0x2
#define MADE_STATUS_MODE_FAST	0x4
#define MADE_PBA		0x02
#define MADE_PBA_16K		0x10
#define MADE_PBA_20K		0x14
#define MADE_PBA_48K		0x30
#define MADE_IRQ_MASK		0x03
#define MADE_TABLE(n)		(0x40 + 4 * (n))
#define MADE_TABLE_END(n)	(0x41 + 4 * (n))
#define MADE_KEY		0x80
#define MADE_KEY_CODE_SHIFT	4
#define MADE_KEY_CODE_MASK	0xff0
#define MADE_KEY_CODE_0		(0 << 4)
#define MADE_KEY_CODE_1		(1 << 4)
#define MADE_KEY_CODE_2		(2 << 4)
#define MADE_KEY_CODE_3		(3 << 4)
#define MADE_KEY_CODE_4		(4 << 4)
#define MADE_KEY_CODE_5		(5 << 4)
#define MADE_KEY_CODE_6		(6 << 4)
#define MADE_KEY_CODE_7		(7 << 4)
#define MADE_KEY_CODE_8		(8 << 4)
#define MADE_KEY_CODE_9		(9 << 4)
#define MADE_TX_START		0x90
#define MADE_RX_START		0x90
