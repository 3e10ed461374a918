// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "escape.h"

/* Bytes of the UTF-8 character at @text, or 0 when it is none. */
static size_t utf8_character(const unsigned char *text, size_t length)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned long value;
	size_t size, i;

	if (text[0] < 0x80)
		return 1;
	if ((text[0] & 0xe0) == 0xc0)
		size = 2, value = text[0] & 0x1f;
	else if ((text[0] & 0xf0) == 0xe0)
		size = 3, value = text[0] & 0x0f;
	else if ((text[0] & 0xf8) == 0xf0)
		size = 4, value = text[0] & 0x07;
	else
		return 0;
	if (size > length)
		return 0;
	for (i = 1; i < size; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (text[i] & 0x3f);
	}
	if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	return size;
}

/**
 * escape_json() - write a JSON string, with its quotes
 * @out: where to
 * @text: any bytes; what is not UTF-8 becomes U+FFFD
 * @length: how many
 */
void escape_json(FILE *out, const char *text, size_t length)
{
	const unsigned char *c = (const unsigned char *)text;
	size_t size;

	putc('"', out);
	for (; length; c += size, length -= size) {
		size = utf8_character(c, length);
		if (!size) {
			fputs("\\ufffd", out);
			size = 1;
		} else if (*c == '"' || *c == '\\') {
			putc('\\', out);
			putc(*c, out);
		} else if (*c < ' ' || *c == 0x7f) {
			fprintf(out, "\\u%04x", *c);
		} else {
			fwrite(c, 1, size, out);
		}
	}
	putc('"', out);
}

/**
 * escape_csv() - write a field of a CSV file, quoted when RFC 4180 wants it
 * @out: where to
 * @text: any bytes
 * @length: how many
 */
void escape_csv(FILE *out, const char *text, size_t length)
{
	size_t i;

	if (!memchr(text, '"', length) && !memchr(text, ',', length) &&
	    !memchr(text, '\n', length) && !memchr(text, '\r', length)) {
		fwrite(text, 1, length, out);
		return;
	}
	putc('"', out);
	for (i = 0; i < length; i++) {
		if (text[i] == '"')
			putc('"', out);
		putc(text[i], out);
	}
	putc('"', out);
}

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
