// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for QEMU's log of memory regions. */
#include "trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_text("memory_region_ops_read cpu 0 mr 0x1 addr 0xfebd4000 value 0x1 size 4 name 'nvme'\n",
			 data, size);
}
