/* SPDX-License-Identifier: GPL-2.0 */
/* What the tool says on standard error: always one line at a time. */
#ifndef _CLI_MESSAGE_H
#define _CLI_MESSAGE_H

#include <stddef.h>

void message(const char *format, ...) __attribute__((format(printf, 1, 2)));
int failure(const char *format, ...) __attribute__((format(printf, 1, 2)));
int usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
void message_keep(char *line, size_t size);
int close_output(void);

#endif
