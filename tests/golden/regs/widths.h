/* SPDX-License-Identifier: GPL-2.0 */
/* Registers of widths.log. */
#define PUMP_ID			0x000
#define PUMP_CTL		0x040
#define  PUMP_CTL_GO		0x001
#define  PUMP_CTL_IRQ		0x010
#define  PUMP_CTL_STEP_MASK	0xf00
#define  PUMP_CTL_STEP_SHIFT	8
#define PUMP_STATUS		0x044
#define PUMP_MODE		0x048
#define  PUMP_MODE_ON		0x008
