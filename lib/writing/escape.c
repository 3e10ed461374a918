// SPDX-License-Identifier: GPL-2.0
/* Text of others inside formats that give characters a meaning. */
#include "libmmiotrace.h"

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

/* What JSON wants in place of the character at @text; 0 when it may stand as it is. */
static size_t json_escape(const unsigned char *text, size_t size, char escape[8])
{
	static const char hex[] = "0123456789abcdef";

	if (!size) {
		strcpy(escape, "\\ufffd");
		return 6;
	}
	if (*text == '"' || *text == '\\') {
		escape[0] = '\\';
		escape[1] = (char)*text;
		return 2;
	}
	if (!mmt_is_control((char)*text))
		return 0;
	strcpy(escape, "\\u00");
	escape[4] = hex[*text >> 4];
	escape[5] = hex[*text & 15];
	return 6;
}

void mmt_put_json(mmt_put put, void *to, const char *text, size_t length)
{
	size_t done = 0;

	put(to, "\"", 1);
	for (size_t i = 0; i < length;) {
		const unsigned char *c = (const unsigned char *)text + i;
		size_t size = utf8_character(c, length - i);
		char escape[8];
		size_t n = json_escape(c, size, escape);

		if (n && done < i)
			put(to, text + done, i - done);
		i += size ? size : 1;
		if (n) {
			put(to, escape, n);
			done = i;
		}
	}
	if (done < length)
		put(to, text + done, length - done);
	put(to, "\"", 1);
}

void mmt_put_csv(mmt_put put, void *to, const char *text, size_t length)
{
	const char *quote;

	if (!memchr(text, '"', length) && !memchr(text, ',', length) &&
	    !memchr(text, '\n', length) && !memchr(text, '\r', length)) {
		put(to, text, length);
		return;
	}
	put(to, "\"", 1);
	while ((quote = memchr(text, '"', length))) {
		size_t n = (size_t)(quote - text) + 1;

		put(to, text, n);
		put(to, "\"", 1);
		text += n;
		length -= n;
	}
	put(to, text, length);
	put(to, "\"", 1);
}
