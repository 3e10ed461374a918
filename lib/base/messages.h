/* SPDX-License-Identifier: GPL-2.0 */
/* Complaints: one line each, whatever they quote. */
#ifndef LIB_COMPLAINT_H
#define LIB_COMPLAINT_H

#include <stdarg.h>

#include "libmmiotrace.h"

/**
 * complaint() - tell what is wrong with a file
 * @messages: who is told
 * @file: path of the file
 * @line: line in it, or 0
 * @format: as vprintf()
 * @arguments: for it
 */
void complaint(const struct mmt_messages *messages, const char *file, unsigned long line,
	       const char *format, va_list arguments)
	__attribute__((format(printf, 4, 0)));

#endif
