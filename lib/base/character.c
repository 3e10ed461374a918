// SPDX-License-Identifier: GPL-2.0
#include "character.h"

#include <string.h>

#include "libmmiotrace.h"

/**
 * character_read() - the character that a text begins with
 * @text: any bytes
 * @length: how many, at least one
 * @value: gets its number in Unicode
 *
 * Return: bytes of it, or 0 when it is no UTF-8.
 */
size_t character_read(const char *text, size_t length, uint32_t *value)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)*text;
	size_t size, i;

	*value = first;
	if (first < 0x80)
		return 1;
	if ((first & 0xe0) == 0xc0)
		size = 2, *value = first & 0x1f;
	else if ((first & 0xf0) == 0xe0)
		size = 3, *value = first & 0x0f;
	else if ((first & 0xf8) == 0xf0)
		size = 4, *value = first & 0x07;
	else
		return 0;
	if (size > length)
		return 0;
	for (i = 1; i < size; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		*value = *value << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (*value < least[size] || *value > 0x10ffff || (*value >= 0xd800 && *value <= 0xdfff))
		return 0;
	return size;
}

/*
 * C0, DEL and C1; ends of lines and paragraphs; what turns the direction of writing
 * (UAX #9), so that a line would read as something else than it says.
 */
static bool is_unsafe(uint32_t value)
{
	return value < ' ' || (value >= 0x7f && value < 0xa0) || value == 0x61c ||
	       value == 0x200e || value == 0x200f || (value >= 0x2028 && value <= 0x202e) ||
	       (value >= 0x2066 && value <= 0x2069);
}

size_t mmt_unsafe(const char *text, size_t length)
{
	uint32_t value;
	size_t size;

	if (!length || (*text >= ' ' && *text < 0x7f))
		return 0;
	size = character_read(text, length, &value);
	if (!size)
		return 1;
	return is_unsafe(value) ? size : 0;
}

void mmt_make_safe(char *text)
{
	size_t length = strlen(text), size;
	uint32_t value;
	char *to = text;

	while (length) {
		size = mmt_unsafe(text, length);
		if (size) {
			*to++ = '?';
		} else {
			size = character_read(text, length, &value);
			memmove(to, text, size);
			to += size;
		}
		text += size;
		length -= size;
	}
	*to = 0;
}
