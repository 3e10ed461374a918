// SPDX-License-Identifier: GPL-2.0
#include "made.h"

static u32 made_read(struct made *made, u32 reg)
{
	return readl(made->base + (reg << 2));
}

static void made_write(struct made *made, u32 reg, u32 value)
{
	writel(value, made->base + (reg << 2));
}

void made_start(struct made *made)
{
	int i;

	if (made_read(made, MADE_ID) != 1)
		return;
	made_write(made, MADE_IRQ_MASK, 0);
	made_write(made, MADE_PBA, MADE_PBA_48K);
	for (i = 0; i < 8; i++) {
		made_write(made, MADE_TABLE(i), i);
		made_write(made, MADE_TABLE_END(i), i);
	}
	made_write(made, MADE_KEY, MADE_KEY_CODE_3);
	while (!(made_read(made, MADE_STATUS) & MADE_STATUS_READY))
		cpu_relax();
}

void made_transmit(struct made *made)
{
	made_write(made, MADE_TX_START, 1);
}

void made_receive(struct made *made)
{
	made_write(made, MADE_RX_START, 1);
}
