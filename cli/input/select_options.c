// SPDX-License-Identifier: GPL-2.0
/* What the options mean that choose accesses. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "select.h"

#define SECOND 1000000000ULL

static const char too_many[] = "this is given more than 32 times";
_Static_assert(SELECT_MOST == 32, "as is said");

/* A number up to one of the characters in @ends, or the end. */
static bool parse_number(const char **text, const char *ends, uint64_t *number)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	*number = strtoull(*text, &end, 0);
	if (errno || (*end && !strchr(ends, *end)))
		return false;
	*text = end;
	return true;
}

/* A, A..B, A.., ..B, A-B, and V/MASK where @masked. */
static bool parse_range(const char *text, bool masked, struct select_range *range)
{
	range->mask = UINT64_MAX;
	range->from = 0;
	if (!strncmp(text, "..", 2)) {
		text += 2;
		return parse_number(&text, "", &range->to);
	}
	if (!parse_number(&text, masked ? ".-/" : ".-", &range->from))
		return false;
	range->to = range->from;
	if (!*text)
		return true;
	if (*text == '/') {
		text++;
		if (!parse_number(&text, "", &range->mask) || *text)
			return false;
		range->from &= range->mask;
		range->to = range->from;
		return true;
	}
	if (*text == '-')
		text++;
	else if (!strncmp(text, "..", 2))
		text += 2;
	else
		return false;
	range->to = UINT64_MAX;
	if (!*text)
		return text[-1] == '.';
	return parse_number(&text, "", &range->to) && !*text && range->from <= range->to;
}

/* Seconds with a fraction, exactly; strtod() would round. */
static bool parse_seconds(const char **text, uint64_t *nanoseconds)
{
	uint64_t seconds = 0, fraction = 0, unit = SECOND;
	const char *c = *text;

	if (*c < '0' || *c > '9')
		return false;
	for (; *c >= '0' && *c <= '9'; c++) {
		if (seconds > UINT64_MAX / SECOND / 10 - 1)
			return false;
		seconds = seconds * 10 + (uint64_t)(*c - '0');
	}
	if (c[0] == '.' && c[1] >= '0' && c[1] <= '9')
		for (c++; *c >= '0' && *c <= '9'; c++)
			fraction += (uint64_t)(*c - '0') * (unit /= 10);
	*nanoseconds = seconds * SECOND + fraction;
	*text = c;
	return true;
}

static bool parse_moment(const char **text, uint64_t *time, bool *relative)
{
	*relative = **text == '+';
	*text += *relative;
	return parse_seconds(text, time);
}

static bool parse_time(const char *text, struct select_time *time)
{
	*time = (struct select_time){ .to = UINT64_MAX };
	if (strncmp(text, "..", 2) && !parse_moment(&text, &time->from, &time->from_relative))
		return false;
	if (strncmp(text, "..", 2))
		return false;
	text += 2;
	if (!*text)
		return true;
	return parse_moment(&text, &time->to, &time->to_relative) && !*text &&
	       (time->from_relative != time->to_relative || time->from <= time->to);
}

/* T, or T/S: from S before T until S after it. */
static bool parse_around(const char *text, struct select_time *time)
{
	uint64_t middle, reach = SECOND / 100;
	bool relative;

	if (!parse_moment(&text, &middle, &relative))
		return false;
	if (*text == '/') {
		text++;
		if (!parse_seconds(&text, &reach))
			return false;
	}
	time->from = middle > reach ? middle - reach : 0;
	time->to = middle + reach;
	time->from_relative = time->to_relative = relative;
	return !*text;
}

static const char *take_device(struct select_names *names, char *text)
{
	char *slash = strrchr(text, '/');
	size_t i = names->count;

	if (i == SELECT_MOST)
		return too_many;
	names->one[i].bar = MMT_NO_BAR;
	if (slash && !strcmp(slash, "/rom"))
		names->one[i].bar = MMT_ROM;
	else if (slash && !strncmp(slash, "/bar", 4) && slash[4] >= '0' && slash[4] <= '5' &&
		 !slash[5])
		names->one[i].bar = slash[4] - '0';
	else if (slash)
		return "behind the / of --device stands bar0 to bar5, or rom";
	if (slash)
		*slash = 0;
	names->one[names->count++].text = text;
	return NULL;
}

static const char *take_count(const char *text, uint64_t *count)
{
	return parse_number(&text, "", count) && *count ? NULL : "-n is a number of accesses";
}

static const char *add_name(struct select_names *names, const char *text)
{
	if (names->count == SELECT_MOST)
		return too_many;
	names->one[names->count++].text = text;
	return NULL;
}

static const char *add_range(struct select_ranges *ranges, const char *text, bool masked,
			     const char *wrong)
{
	if (ranges->count == SELECT_MOST)
		return too_many;
	return parse_range(text, masked, &ranges->one[ranges->count++]) ? NULL : wrong;
}

static const char *add_number(struct select_numbers *numbers, const char *text,
			      uint64_t most, const char *wrong)
{
	uint64_t number;

	if (numbers->count == SELECT_MOST)
		return too_many;
	if (!parse_number(&text, "", &number) || number > most)
		return wrong;
	numbers->one[numbers->count++] = (int)number;
	return NULL;
}

/* Options that only accesses have. */
static const char *take_access(struct select *select, int option, const char *text)
{
	select->by_access = true;
	switch (option) {
	case SELECT_READ:
		select->reads = true;
		return NULL;
	case SELECT_WRITE:
		select->writes = true;
		return NULL;
	case SELECT_REG:
		return add_name(&select->reg, text);
	case SELECT_OFFSET:
		return add_range(&select->offset, text, false,
				 "--offset is a number or a range A..B, and either may be left out");
	default:
		return add_range(&select->value, text, true,
				 "--value is a number, a range A..B, or V/MASK");
	}
}

/**
 * select_edge() - take where something begins, or ends
 * @edge: gets it
 * @text: part of a mark, "gap:S", "gap:S/N" or "function:NAME"; must live as long as the choice
 *
 * Return: NULL, or what is wrong with it.
 */
const char *select_edge(struct select_edge *edge, const char *text)
{
	static const char wrong[] = "a gap is gap:SECONDS, or gap:SECONDS/N for the N-th, such as gap:0.5/2";

	*edge = (struct select_edge){ .text = text, .nth = 1 };
	if (!strncmp(text, "function:", strlen("function:"))) {
		edge->function = text + strlen("function:");
		return *edge->function ? NULL : "behind function: stands a name, or a pattern";
	}
	if (strncmp(text, "gap:", strlen("gap:")))
		return NULL;
	text += strlen("gap:");
	if (!parse_seconds(&text, &edge->gap) || !edge->gap)
		return wrong;
	if (*text == '/') {
		text++;
		if (!parse_number(&text, "", &edge->nth) || !edge->nth)
			return wrong;
	}
	return *text ? wrong : NULL;
}

/**
 * select_take() - take an option of the command line
 * @select: the choice
 * @option: one of enum select_option
 * @text: its value; changed, and must live as long as the choice
 *
 * Return: NULL, or what is wrong with it.
 */
const char *select_take(struct select *select, int option, char *text)
{
	switch (option) {
	case SELECT_READ:
	case SELECT_WRITE:
	case SELECT_REG:
	case SELECT_OFFSET:
	case SELECT_VALUE:
		return take_access(select, option, text);
	case SELECT_TIME:
		select->timed = true;
		return parse_time(text, &select->time) ?
			NULL : "--time is A..B in seconds, and either may be left out, or begin with +";
	case SELECT_AROUND:
		select->timed = true;
		return parse_around(text, &select->time) ?
			NULL : "--around is a time in seconds, or TIME/SECONDS";
	case 'n':
		return take_count(text, &select->count);
	case SELECT_FROM:
		return select_edge(&select->from, text);
	case SELECT_TO:
		return select_edge(&select->to, text);
	case SELECT_CPU:
		return add_number(&select->cpu, text, 65535, "--cpu is a number");
	case SELECT_TASK:
		return add_name(&select->task, text);
	case SELECT_FUNCTION:
		return add_name(&select->function, text);
	case SELECT_DEVICE:
		return take_device(&select->device, text);
	case SELECT_BAR:
		if (!strcmp(text, "rom"))
			return add_number(&select->bar, "6", MMT_ROM, "");
		return add_number(&select->bar, text, MMT_ROM - 1, "--bar is 0 to 5, or rom");
	default:
		return "no such option";
	}
}
