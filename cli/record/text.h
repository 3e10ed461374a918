/* SPDX-License-Identifier: GPL-2.0 */
/* Small files of the kernel: read and written as a whole. */
#ifndef _CLI_TEXT_H
#define _CLI_TEXT_H

#include <stddef.h>

char *text_read(int directory, const char *name, size_t *size);
int text_write(int directory, const char *name, const char *text);

#endif
