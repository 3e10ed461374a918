// SPDX-License-Identifier: GPL-2.0
#include "escape.h"

/**
 * escape_line() - write text for a terminal: what controls it becomes '?'
 * @out: where to
 * @text: any bytes
 * @length: how many
 */
void escape_line(FILE *out, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		putc((c < ' ' && c != '\t') || c == 0x7f ? '?' : c, out);
	}
}

/**
 * trim_line() - length of a text without the newlines at its end
 * @text: the text
 * @length: with them
 *
 * Return: length without them.
 */
size_t trim_line(const char *text, size_t length)
{
	while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
}
