// SPDX-License-Identifier: GPL-2.0
/*
 * A line is the name of an event, microseconds since the event before, and the
 * arguments by their names in QEMU's files "trace-events":
 *
 *	memory_region_ops_write 0.000 pid=1234 cpu_index=0x0 mr=0x55d0 addr=0xfeb00000 value=0x1 size=0x4 name=b'e1000-mmio'
 *	vfio_region_write 12.500 pid=1234 name=b'0000:01:00.0' index=0x0 addr=0x10 data=0x5 size=0x4
 */
#include <string.h>

#include "base/scan.h"
#include "simpletrace.h"

#define WORD(at, word) scan_word(at, word, sizeof(word) - 1)

/* Microseconds with decimals to nanoseconds. */
static bool scan_delta(const char **at, uint64_t *delta)
{
	uint64_t whole, scale = 100;
	const char *c = *at;

	if (!scan_decimal(&c, &whole) || whole > UINT64_MAX / 1000 - 1 || *c++ != '.')
		return false;
	*delta = whole * 1000;
	for (; *c >= '0' && *c <= '9'; c++, scale /= 10)
		*delta += scale * (uint64_t)(*c - '0');
	*at = c;
	return true;
}

static const char *skip_name(const char *line)
{
	while ((*line >= 'a' && *line <= 'z') || (*line >= '0' && *line <= '9') || *line == '_')
		line++;
	return line;
}

/**
 * simpletrace_line() - whether this is what simpletrace.py prints, of any event
 * @at: the line, behind which stands a newline; moved to its arguments when it is
 * @event: gets @delta and @pid
 */
bool simpletrace_line(const char **at, struct simpletrace *event)
{
	const char *c = skip_name(*at);

	if (c == *at || !scan_space(&c) || !scan_delta(&c, &event->delta) ||
	    !WORD(&c, " pid=") || !scan_signed(&c, &event->pid))
		return false;
	*at = c;
	return true;
}

/* "b'e1000-mmio'", as Python prints bytes, or the name alone: up to the next argument. */
static bool take_name(const char *at, const char *end, struct simpletrace *event)
{
	size_t length = (size_t)(end - at);

	if (length >= 3 && at[0] == 'b' && at[1] == '\'' && end[-1] == '\'') {
		at += 2;
		length -= 3;
	}
	if (!length)
		return true;
	if (length >= sizeof(event->name))
		length = sizeof(event->name) - 1;
	memcpy(event->name, at, length);
	event->name[length] = 0;
	return true;
}

static bool take_number(const char *at, const char *end, uint64_t *number)
{
	return scan_hex(&at, number) && at == end;
}

/* Where the value of an argument ends: a name may have spaces in it, in quotes. */
static const char *end_of_value(const char *at, const char *end)
{
	const char *quote = end - at >= 2 && at[0] == 'b' && at[1] == '\'' ?
		memchr(at + 2, '\'', (size_t)(end - at - 2)) : NULL;
	const char *space = memchr(quote ? quote : at, ' ', (size_t)(end - (quote ? quote : at)));

	return space ? space : end;
}

static bool take_argument(const char *name, const char *at, const char *end,
			  struct simpletrace *event)
{
	uint64_t number;

	if (WORD(&name, "cpu_index=")) {
		/* An int that is printed as unsigned: -1 is none. */
		if (!take_number(at, end, &number))
			return false;
		event->cpu = number <= INT32_MAX ? (int)number : -1;
		return true;
	}
	/* Of what has both, this is the one that tells it from others. */
	if (WORD(&name, "dev=")) {
		event->device = true;
		return take_name(at, end, event);
	}
	if (WORD(&name, "name="))
		return event->device || take_name(at, end, event);
	/* Comes first; a region may have no name. */
	if (WORD(&name, "mr="))
		return take_name(at, end, event);
	if (WORD(&name, "index=")) {
		event->arguments |= SIMPLETRACE_INDEX;
		return take_number(at, end, &event->index);
	}
	if (WORD(&name, "addr=")) {
		event->arguments |= SIMPLETRACE_ADDRESS;
		return take_number(at, end, &event->address);
	}
	if (WORD(&name, "value=") || WORD(&name, "data=") || WORD(&name, "val=") ||
	    WORD(&name, "line=")) {
		event->arguments |= SIMPLETRACE_VALUE;
		return take_number(at, end, &event->value);
	}
	if (WORD(&name, "size=") || WORD(&name, "len=")) {
		event->arguments |= SIMPLETRACE_SIZE;
		return take_number(at, end, &event->size);
	}
	return true;
}

/**
 * simpletrace_arguments() - the arguments of an event
 * @at: where simpletrace_line() has found them
 * @end: the end of the line
 * @event: filled in, but for what that has
 *
 * Return: false when an argument is not what it should be.
 */
bool simpletrace_arguments(const char *at, const char *end, struct simpletrace *event)
{
	event->cpu = -1;
	event->index = event->address = event->value = event->size = 0;
	event->arguments = 0;
	event->name[0] = 0;
	event->device = false;
	while (at < end && *at == ' ') {
		const char *name = at + 1;
		const char *value = memchr(name, '=', (size_t)(end - name));

		if (!value++)
			return false;
		at = end_of_value(value, end);
		if (!take_argument(name, value, at, event))
			return false;
	}
	return at == end;
}
