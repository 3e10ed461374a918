/* SPDX-License-Identifier: GPL-2.0 */
/* Text of others on a terminal. */
#ifndef _CLI_ESCAPE_H
#define _CLI_ESCAPE_H

#include <stddef.h>
#include <stdio.h>

void escape_line(FILE *out, const char *text, size_t length);
size_t trim_line(const char *text, size_t length);

#endif
