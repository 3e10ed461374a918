// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for register descriptions: CMSIS-SVD. */
#include "regs.h"
#include "registers/xml/svd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_regs(data, size, svd_load, NULL);
}
