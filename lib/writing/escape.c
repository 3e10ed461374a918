// SPDX-License-Identifier: GPL-2.0
/* Text of others inside formats that give characters a meaning. */
#include <string.h>

#include "base/character.h"
#include "libmmiotrace.h"

static size_t hex_escape(uint32_t value, char escape[8])
{
	static const char hex[] = "0123456789abcdef";

	strcpy(escape, "\\u");
	escape[2] = hex[value >> 12 & 15];
	escape[3] = hex[value >> 8 & 15];
	escape[4] = hex[value >> 4 & 15];
	escape[5] = hex[value & 15];
	return 6;
}

/*
 * What JSON wants in place of the character at @text, and what a terminal should not
 * see; 0 when it may stand as it is. @size gets its bytes.
 */
static size_t json_escape(const char *text, size_t length, size_t *size, char escape[8])
{
	uint32_t value;

	*size = character_read(text, length, &value);
	if (!*size) {
		*size = 1;
		return hex_escape(0xfffd, escape);
	}
	if (*text == '"' || *text == '\\') {
		escape[0] = '\\';
		escape[1] = *text;
		return 2;
	}
	return mmt_unsafe(text, length) ? hex_escape(value, escape) : 0;
}

static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

void mmt_put_json(mmt_put put, void *to, const char *text, size_t length)
{
	size_t done = 0, i = 0;

	put(to, "\"", 1);
	while (i < length) {
		char escape[8];
		size_t size, n;

		if (is_plain(text[i])) {
			i++;
			continue;
		}
		n = json_escape(text + i, length - i, &size, escape);
		if (n && done < i)
			put(to, text + done, i - done);
		i += size;
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
