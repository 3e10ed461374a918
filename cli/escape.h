/* SPDX-License-Identifier: GPL-2.0 */
/* Text of others inside formats that give characters a meaning. */
#ifndef _CLI_ESCAPE_H
#define _CLI_ESCAPE_H

#include <stddef.h>
#include <stdio.h>

void escape_json(FILE *out, const char *text, size_t length);
void escape_csv(FILE *out, const char *text, size_t length);
void escape_line(FILE *out, const char *text, size_t length);
size_t trim_line(const char *text, size_t length);

#endif
