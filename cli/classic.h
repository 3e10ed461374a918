/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of the classic log, apart from where their data comes from. */
#ifndef _CLI_CLASSIC_H
#define _CLI_CLASSIC_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "trace.h"

void classic_time(FILE *out, uint64_t time);
void classic_record(FILE *out, const struct record *record, bool real_pc);
void classic_device(FILE *out, const struct record *record, const char *driver);

#endif
