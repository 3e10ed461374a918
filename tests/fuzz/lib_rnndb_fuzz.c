// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for register descriptions: rnndb XML. */
#include "regs.h"
#include "registers/xml/rnndb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_regs(data, size, rnndb_load, NULL);
}
