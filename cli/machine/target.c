// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

static bool parse_hex(const char **text, unsigned int digits, unsigned int *value)
{
	char *end;

	if (!isxdigit((unsigned char)**text))
		return false;
	*value = (unsigned int)strtoul(*text, &end, 16);
	if ((unsigned int)(end - *text) > digits || !strncasecmp(*text, "0x", 2))
		return false;
	*text = end;
	return true;
}

/* [domain:]bus:slot.function, to the end of the text. */
static bool parse_address(const char *text, struct target *target)
{
	unsigned int part[4];
	const char *c = text;
	unsigned int n = 0;

	while (n < 3) {
		if (!parse_hex(&c, 8, &part[n]))
			return false;
		n++;
		if (*c == '.')
			break;
		if (*c++ != ':')
			return false;
	}
	if (n < 2 || *c++ != '.' || !parse_hex(&c, 1, &part[n]) || *c)
		return false;
	target->kind = TARGET_ADDRESS;
	target->domain = n == 3 ? part[0] : 0;
	target->bus = part[n - 2];
	target->slot = part[n - 1];
	target->function = part[n];
	return target->bus <= 0xff && target->slot <= 0x1f && target->function <= 7;
}

static const char *parse_range(const char *text, struct target *target)
{
	unsigned long long start, end;
	char *c;

	errno = 0;
	start = strtoull(text, &c, 16);
	if (errno || *c != '-' || strncasecmp(c + 1, "0x", 2) ||
	    !isxdigit((unsigned char)c[3]))
		return "a range is written 0xSTART-0xEND, both inclusive";
	end = strtoull(c + 1, &c, 16);
	if (errno || *c)
		return "a range is written 0xSTART-0xEND, both inclusive";
	if (end < start)
		return "the range is backwards";
	target->kind = TARGET_RANGE;
	target->start = start;
	target->end = end;
	return NULL;
}

/**
 * target_parse() - read a DEVICE
 * @text: as written: PCI address, driver name (either with /barN), or range
 * @target: filled in
 *
 * Return: NULL, or what is wrong with it.
 */
const char *target_parse(const char *text, struct target *target)
{
	char name[sizeof(target->driver) + 16];
	char *slash;
	const char *c;

	memset(target, 0, sizeof(*target));
	target->bar = ANY_BAR;
	if (!strncasecmp(text, "0x", 2))
		return parse_range(text, target);

	if (strlen(text) >= sizeof(name))
		return "no driver has so long a name";
	strcpy(name, text);
	slash = strchr(name, '/');
	if (slash) {
		if (strncasecmp(slash, "/bar", 4) || slash[4] < '0' ||
		    slash[4] > '0' + PCI_ROM || slash[5])
			return "after the slash comes bar0 to bar5, or bar6 for the ROM";
		target->bar = slash[4] - '0';
		*slash = 0;
	}
	if (parse_address(name, target))
		return NULL;
	if (!*name || strlen(name) >= sizeof(target->driver))
		return "neither a PCI address, a driver name nor a range";
	for (c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("_-+. ", *c))
			return "neither a PCI address, a driver name nor a range";
	target->kind = TARGET_DRIVER;
	strcpy(target->driver, name);
	return NULL;
}
