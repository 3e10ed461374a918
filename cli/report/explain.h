/* SPDX-License-Identifier: GPL-2.0 */
/* report --explain: how names were decided. */
#ifndef CLI_REPORT_EXPLAIN_H
#define CLI_REPORT_EXPLAIN_H

#include "input/source.h"

int explain(struct source *source, const char *what);

#endif
