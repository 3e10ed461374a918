// SPDX-License-Identifier: GPL-2.0
/* Until the library can take a placement apart. */
#include "libmmiotrace.h"
#pragma weak mmt_placement_parse
const char *mmt_placement_parse(char *t, struct mmt_placement *p) { (void)t; (void)p; return "not yet"; }
