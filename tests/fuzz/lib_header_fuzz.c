// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for register descriptions: C headers. */
#include "regs.h"
#include "registers/header/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_regs(data, size, header_load, NULL);
}
