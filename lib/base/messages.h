/* SPDX-License-Identifier: GPL-2.0 */
/* What is told of a file: one line, whatever it quotes. */
#ifndef LIB_MESSAGES_H
#define LIB_MESSAGES_H

#include <stdarg.h>

#include "libmmiotrace.h"

/**
 * messages_tell() - tell what is wrong with a file
 * @messages: who is told
 * @error: what kind of thing is wrong; of MMT_ERROR_SYSTEM errno says more
 * @file: path of the file
 * @line: line in it, or 0
 * @format: as vprintf()
 * @arguments: for it
 */
void messages_tell(const struct mmt_messages *messages, enum mmt_error error, const char *file,
		   unsigned long line, const char *format, va_list arguments)
	__attribute__((format(printf, 5, 0)));

#endif
