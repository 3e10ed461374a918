/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registers of a gigabit network card, after the manual of the 8254x family: what the
 * traces here touch. Written as headers of drivers are; it is read, never compiled.
 */
#ifndef _E1000_REGS_H_
#define _E1000_REGS_H_

#define GBE_CTRL	0x00000	/* device control */
#define GBE_STATUS	0x00008	/* device status, read only */
#define GBE_EECD	0x00010	/* the EEPROM, bit by bit */
#define GBE_MDIC	0x00020	/* registers of the PHY */
#define GBE_FCAL	0x00028
#define GBE_FCAH	0x0002C
#define GBE_FCT		0x00030
#define GBE_VET		0x00038
#define GBE_ICR		0x000C0	/* interrupt causes, cleared when read */
#define GBE_ITR		0x000C4
#define GBE_ICS		0x000C8
#define GBE_IMS		0x000D0
#define GBE_IMC		0x000D8
#define GBE_RCTL	0x00100
#define GBE_TCTL	0x00400
#define GBE_TIPG	0x00410
#define GBE_AIT		0x00458
#define GBE_LEDCTL	0x00E00
#define GBE_PBA		0x01000
#define GBE_RDBAL	0x02800
#define GBE_RDBAH	0x02804
#define GBE_RDLEN	0x02808
#define GBE_RDH		0x02810
#define GBE_RDT		0x02818
#define GBE_RDTR	0x02820
#define GBE_RADV	0x0282C
#define GBE_TDBAL	0x03800
#define GBE_TDBAH	0x03804
#define GBE_TDLEN	0x03808
#define GBE_TDH		0x03810
#define GBE_TDT		0x03818
#define GBE_TIDV	0x03820
#define GBE_TXDCTL	0x03828
#define GBE_TADV	0x0382C
#define GBE_RXCSUM	0x05000
#define GBE_MTA		0x05200	/* multicast table array */
#define GBE_RAL(n)	(0x05400 + ((n) * 8))
#define GBE_RAH(n)	(0x05404 + ((n) * 8))
#define GBE_VFTA	0x05600	/* VLAN filter table array */
#define GBE_WUC		0x05800
#define GBE_MANC	0x05820

#define GBE_CTRL_FD		0x00000001
#define GBE_CTRL_ASDE		0x00000020
#define GBE_CTRL_SLU		0x00000040
#define GBE_CTRL_SPD_MASK	0x00000300
#define GBE_CTRL_SPD_10		0x00000000
#define GBE_CTRL_SPD_100	0x00000100
#define GBE_CTRL_SPD_1000	0x00000200
#define GBE_CTRL_RST		(1 << 26)
#define GBE_CTRL_VME		BIT(30)

#define GBE_STATUS_FD		0x00000001
#define GBE_STATUS_LU		0x00000002
#define GBE_STATUS_SPEED	GENMASK(7, 6)

#define GBE_EECD_SK		0x00000001
#define GBE_EECD_CS		0x00000002
#define GBE_EECD_DI		0x00000004
#define GBE_EECD_DO		0x00000008
#define GBE_EECD_REQ		0x00000040
#define GBE_EECD_GNT		0x00000080
#define GBE_EECD_PRES		0x00000100

#define GBE_MDIC_DATA_MASK	0x0000ffff
#define GBE_MDIC_REG_MASK	0x001f0000
#define GBE_MDIC_REG_SHIFT	16
#define GBE_MDIC_PHY_MASK	0x03e00000
#define GBE_MDIC_PHY_SHIFT	21
#define GBE_MDIC_OP_MASK	0x0c000000
#define GBE_MDIC_OP_WRITE	0x04000000
#define GBE_MDIC_OP_READ	0x08000000
#define GBE_MDIC_READY		0x10000000

#define GBE_ICR_TXDW		0x00000001
#define GBE_ICR_LSC		0x00000004
#define GBE_ICR_RXSEQ		0x00000008
#define GBE_ICR_RXDMT0		0x00000010
#define GBE_ICR_RXT0		0x00000080

#define GBE_RCTL_EN		0x00000002
#define GBE_RCTL_BAM		0x00008000
#define GBE_TCTL_EN		0x00000002
#define GBE_TCTL_PSP		0x00000008

#endif
