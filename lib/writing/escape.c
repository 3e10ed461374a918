// SPDX-License-Identifier: GPL-2.0
/* Text of others inside formats that give characters a meaning. */
#include "writer.h"

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
 * put_json() - write a JSON string, with its quotes
 * @writer: the writer
 * @text: any bytes; what is not UTF-8 becomes U+FFFD
 * @length: how many
 */
void put_json(struct mmt_writer *writer, const char *text, size_t length)
{
	const unsigned char *c = (const unsigned char *)text;
	size_t size;

	put_char(writer, '"');
	for (; length; c += size, length -= size) {
		size = utf8_character(c, length);
		if (!size) {
			PUT(writer, "\\ufffd");
			size = 1;
		} else if (*c == '"' || *c == '\\') {
			put_char(writer, '\\');
			put_char(writer, (char)*c);
		} else if (*c < ' ' || *c == 0x7f) {
			PUT(writer, "\\u00");
			put_bytes(writer, c, 1, 0);
		} else {
			put_text(writer, (const char *)c, size);
		}
	}
	put_char(writer, '"');
}

/**
 * put_csv() - write a field of a CSV file, quoted when RFC 4180 wants it
 * @writer: the writer
 * @text: any bytes
 * @length: how many
 */
void put_csv(struct mmt_writer *writer, const char *text, size_t length)
{
	size_t i;

	if (!memchr(text, '"', length) && !memchr(text, ',', length) &&
	    !memchr(text, '\n', length) && !memchr(text, '\r', length)) {
		put_text(writer, text, length);
		return;
	}
	put_char(writer, '"');
	for (i = 0; i < length; i++) {
		if (text[i] == '"')
			put_char(writer, '"');
		put_char(writer, text[i]);
	}
	put_char(writer, '"');
}
