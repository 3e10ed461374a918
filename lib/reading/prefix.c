// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>

#include "base/scan.h"
#include "base/digits.h"
#include "prefix.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Days before a month; where nobody knows the year there may be a 29th of February. */
static uint64_t days_before(unsigned int month, bool leap)
{
	static const unsigned int days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304,
					     334 };

	return days[month - 1] + (month > 2 && leap);
}

/* Days from 1970 on until a year begins, and whether it is a leap year. */
static uint64_t days_until(uint64_t year, bool *leap)
{
	*leap = !(year % 4) && (year % 100 || !(year % 400));
	return (year - 1970) * 365 + (year - 1969) / 4 - (year - 1901) / 100 +
	       (year - 1601) / 400;
}

static bool is_year(uint64_t year)
{
	return year >= 1970 && year <= 2500;
}

/* "12:00:00", with decimals or without; dmesg has a comma before them. */
static bool scan_clock(const char **at, uint64_t *time)
{
	uint64_t hour, minute, second, scale = NANOSECONDS / 10;
	const char *c = *at;

	if (!scan_decimal(&c, &hour) || *c++ != ':' || !scan_decimal(&c, &minute) ||
	    *c++ != ':' || !scan_time(&c, &second) || hour > 23 || minute > 59 ||
	    second >= 61 * NANOSECONDS)
		return false;
	if (*c == ',' && is_digit(c[1]))
		for (c++; is_digit(*c); c++, scale /= 10)
			second += scale * (uint64_t)(*c - '0');
	*time = (hour * 60 + minute) * 60 * NANOSECONDS + second;
	*at = c;
	return true;
}

/* "+01:00" or "-0330" behind a time: what must be taken off it. "Z" and others: nothing. */
static void scan_zone(const char *at, uint64_t *time)
{
	bool east = *at == '+';
	uint64_t hour, minute, offset;
	const char *c = at + 1;

	if (*at != '+' && *at != '-')
		return;
	/* Four digits are read at once, two and a colon in two steps. */
	if (!scan_decimal(&c, &hour))
		return;
	if (*c == ':') {
		c++;
		if (!scan_decimal(&c, &minute))
			return;
	} else {
		minute = hour % 100;
		hour /= 100;
	}
	if (hour > 14 || minute > 59)
		return;
	offset = (hour * 60 + minute) * 60 * NANOSECONDS;
	if (!east)
		*time += offset;
	else if (*time >= offset)
		*time -= offset;
}

/* "2026-01-31T12:00:00.000001Z": newer versions of QEMU, journalctl -o short-iso, libvirt. */
static bool scan_date(const char *at, uint64_t *time)
{
	uint64_t year, month, day, days, clock;
	bool leap;

	if (!scan_decimal(&at, &year) || *at++ != '-' || !scan_decimal(&at, &month) ||
	    *at++ != '-' || !scan_decimal(&at, &day) || (*at != 'T' && *at != ' '))
		return false;
	at++;
	if (!scan_clock(&at, &clock) ||
	    !is_year(year) || !month || month > 12 || !day || day > 31)
		return false;
	days = days_until(year, &leap);
	days += days_before((unsigned int)month, leap) + day - 1;
	*time = days * 86400 * NANOSECONDS + clock;
	scan_zone(at, time);
	return true;
}

/* "Jan 31 12:00:00"; @month from 0 on, @clock since midnight. */
static bool scan_day_of_year(const char **at, unsigned int *month, uint64_t *day, uint64_t *clock)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *c = *at;

	for (*month = 0; *month < 12; ++*month)
		if (!strncmp(c, months + (size_t)3 * *month, 3))
			break;
	if (*month == 12)
		return false;
	c += 3;
	if (*c++ != ' ')
		return false;
	if (*c == ' ')
		c++;
	if (!scan_decimal(&c, day) || !*day || *day > 31 || *c++ != ' ' || !scan_clock(&c, clock))
		return false;
	*at = c;
	return true;
}

/* "Jan 31 12:00:00": syslog does not say which year; counted from its beginning. */
static bool scan_syslog(const char *at, uint64_t *time)
{
	uint64_t day, clock;
	unsigned int month;

	if (!scan_day_of_year(&at, &month, &day, &clock))
		return false;
	*time = (days_before(month + 1, true) + day - 1) * 86400 * NANOSECONDS + clock;
	return true;
}

/* "[Sat Jan 31 12:00:00 2026] ": dmesg -T. */
static bool scan_ctime(const char *at, uint64_t *time)
{
	uint64_t day, clock, year, days;
	unsigned int month;
	bool leap;

	if (*at != '[' || strnlen(at, 5) < 5 || at[4] != ' ')
		return false;
	at += 5;
	if (!scan_day_of_year(&at, &month, &day, &clock) || *at++ != ' ' ||
	    !scan_decimal(&at, &year) || *at != ']' || !is_year(year))
		return false;
	days = days_until(year, &leap);
	*time = (days + days_before(month + 1, leap) + day - 1) * 86400 * NANOSECONDS + clock;
	return true;
}

/* "12:00:00.123 ": of a day that nobody knows, or since something. */
static bool scan_day(const char *at, uint64_t *time)
{
	return scan_clock(&at, time) && *at == ' ';
}

/* "[ 1000.123456] ": since the boot; since the line before, too: "[ 1000.123456 <    0.000012>] " */
static bool scan_boot(const char *at, uint64_t *time)
{
	if (*at++ != '[')
		return false;
	while (*at == ' ')
		at++;
	return scan_time(&at, time) && (*at == ']' || (at[0] == ' ' && at[1] == '<'));
}

/* What stands before the time: "<13>1 ", as syslog sends it; "<6>"; "kern  :info  : ". */
static const char *behind_priority(const char *at)
{
	const char *start = at;
	uint64_t priority;

	if (*at == '<') {
		at++;
		if (!scan_decimal(&at, &priority) || *at++ != '>')
			return start;
		return at[0] == '1' && at[1] == ' ' ? at + 2 : at;
	}
	while (*at >= 'a' && *at <= 'z')
		at++;
	while (*at == ' ')
		at++;
	if (at == start || *at++ != ':')
		return start;
	while ((*at >= 'a' && *at <= 'z'))
		at++;
	while (*at == ' ')
		at++;
	return at[0] == ':' && at[1] == ' ' ? at + 2 : start;
}

/* "1700000000.000123 host ..." */
static bool scan_unix(const char *at, uint64_t *time)
{
	const char *start = at;

	return scan_time(&at, time) && *at == ' ' &&
	       memchr(start, '.', (size_t)(at - start));
}

/* The number that ends at @end. */
static int number_before(const char *line, const char *end)
{
	const char *start = end;
	int number;

	while (start > line && is_digit(start[-1]))
		start--;
	return start < end && scan_signed(&start, &number) ? number : 0;
}

/* "  qemu-system-x86-1234  [001] .....  1000.123456: tracing_mark_write: ", as ftrace has it. */
static bool scan_ftrace(const char *line, const char *end, struct mmt_record *record)
{
	const char *bracket, *at;
	uint64_t cpu;

	for (bracket = line; (bracket = memchr(bracket, '[', (size_t)(end - bracket)));
	     bracket++) {
		at = bracket + 1;
		if (!scan_decimal(&at, &cpu) || cpu > INT32_MAX || at[0] != ']' || at[1] != ' ')
			continue;
		at++;
		while (*at == ' ')
			at++;
		/* The state of interrupts and the like, where it is shown. */
		if (!scan_time(&at, &record->time) || *at != ':') {
			while (at < end && *at != ' ')
				at++;
			while (*at == ' ')
				at++;
			if (!scan_time(&at, &record->time) || *at != ':')
				continue;
		}
		record->cpu = (int)cpu;
		while (bracket > line && bracket[-1] == ' ')
			bracket--;
		record->pid = number_before(line, bracket);
		return true;
	}
	return false;
}

/* "qemu-system-x86_64[1234]: " */
static int daemon_pid(const char *line, const char *end)
{
	if (end - line < 4 || end[-1] != ' ' || end[-2] != ':' || end[-3] != ']')
		return 0;
	return number_before(line, end - 3);
}

/**
 * prefix_own() - QEMU's own time and thread, "1234@1700000000.000123:"
 * @at: where it may stand; moved behind it when it does
 * @record: gets both
 */
bool prefix_own(const char **at, struct mmt_record *record)
{
	const char *c = *at;
	uint64_t pid;

	if (!scan_decimal(&c, &pid) || *c++ != '@' || !scan_time(&c, &record->time) ||
	    *c++ != ':')
		return false;
	record->pid = pid <= INT32_MAX ? (int)pid : 0;
	*at = c;
	return true;
}

/**
 * prefix_read() - what stands before an event in a line
 * @line: the line
 * @end: where the event begins in it
 * @record: gets time, thread and CPU, as far as they are said
 *
 * What QEMU itself says counts most, then what is said next to it.
 */
void prefix_read(const char *line, const char *end, struct mmt_record *record)
{
	const char *at = end;

	record->time = 0;
	record->pid = 0;
	while (at > line && (is_digit(at[-1]) || at[-1] == '.' || at[-1] == '@' || at[-1] == ':'))
		at--;
	while (at < end && !is_digit(*at))
		at++;
	if (at < end && prefix_own(&at, record) && at == end)
		return;
	record->time = 0;
	record->pid = 0;
	if (scan_ftrace(line, end, record))
		return;
	record->pid = daemon_pid(line, end);
	line = behind_priority(line);
	/* "Sat 2026-01-31 ..." */
	at = line;
	while (at < end && !is_digit(*at) && *at != '[' && *at != ' ')
		at++;
	if (scan_date(line, &record->time) || scan_day(line, &record->time) || scan_syslog(line, &record->time) ||
	    scan_boot(line, &record->time) || scan_ctime(line, &record->time) || scan_unix(line, &record->time) ||
	    (at - line == 3 && *at == ' ' && scan_date(at + 1, &record->time)))
		return;
	record->time = 0;
}
