// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "size.h"

/**
 * size_parse() - "20M", "1G", "512K", or a number of KB
 * @text: what the user wrote; "MB" and "MiB" are the same as "M"
 *
 * Return: KB; 0 when it is no such size, or more than a buffer can have.
 */
int size_parse(const char *text)
{
	static const char units[] = "KMGT";
	unsigned long long size;
	const char *unit;
	char *end;

	errno = 0;
	if (!isdigit((unsigned char)*text))
		return 0;
	size = strtoull(text, &end, 10);
	if (errno || size > INT_MAX / 2)
		return 0;
	if (*end) {
		unit = strchr(units, toupper((unsigned char)*end));
		if (!unit || (*++end && strcasecmp(end, "b") && strcasecmp(end, "ib")))
			return 0;
		for (; unit > units && size <= INT_MAX / 2; unit--)
			size *= 1024;
	}
	return size > INT_MAX / 2 ? 0 : (int)size;
}

/**
 * size_text() - a size as size_parse() takes it
 * @text: where to write it, SIZE_ROOM bytes
 * @kilobytes: the size
 *
 * Return: @text.
 */
const char *size_text(char *text, int kilobytes)
{
	static const char units[] = "KMGT";
	int unit = 0;

	while (unit < 3 && kilobytes && !(kilobytes & 1023)) {
		kilobytes >>= 10;
		unit++;
	}
	snprintf(text, SIZE_ROOM, "%d%c", kilobytes, units[unit]);
	return text;
}
