// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for the classic log. */
#include "trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_text("VERSION 20070824\n", data, size);
}
