// SPDX-License-Identifier: GPL-2.0
#include "scan.h"

#define NONE_8	0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80
#define NONE_16	NONE_8, NONE_8
#define NONE_48	NONE_16, NONE_16, NONE_16

const uint8_t scan_digit[256] = {
	NONE_48,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
	0x80, 10, 11, 12, 13, 14, 15, 0x80, NONE_8,
	NONE_16,
	0x80, 10, 11, 12, 13, 14, 15, 0x80, NONE_8,
	NONE_16,
	NONE_48, NONE_48, NONE_16, NONE_16
};
