// SPDX-License-Identifier: GPL-2.0
/* What is wrong with a trace. */
#include "local.h"

#include "base/messages.h"
#include "base/digits.h"

/* A log with a million bad lines must not give a million complaints. */
#define MOST_SAID 5

static void say(struct mmt_trace *trace, enum mmt_error error, unsigned long line,
		const char *format, va_list arguments)
{
	messages_tell(&trace->options.messages, error, trace->path, line, format, arguments);
}

static enum mmt_error error_of(enum trouble kind)
{
	return kind == TROUBLE_LONG || kind == TROUBLE_DEVICES ? MMT_ERROR_LIMIT : MMT_ERROR_DAMAGED;
}

/**
 * complain() - say what is wrong with a trace as a whole
 * @trace: the trace
 * @error: what kind of thing; of MMT_ERROR_SYSTEM errno is told, too
 * @format: as printf()
 *
 * Return: -1, so that a function can end with it.
 */
int complain(struct mmt_trace *trace, enum mmt_error error, const char *format, ...)
{
	va_list arguments;

	trace->problems++;
	va_start(arguments, format);
	say(trace, error, 0, format, arguments);
	va_end(arguments);
	return -1;
}

/**
 * remark() - say something about a trace with which nothing is wrong
 * @trace: the trace
 * @format: as printf()
 */
void remark(struct mmt_trace *trace, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(trace, MMT_ERROR_NONE, 0, format, arguments);
	va_end(arguments);
}

/**
 * trouble() - say what is wrong with the line being read
 * @trace: the trace
 * @kind: what kind of trouble; the first few of each are told, all are counted
 * @format: as printf()
 */
void trouble(struct mmt_trace *trace, enum trouble kind, const char *format, ...)
{
	va_list arguments;

	trace->problems++;
	if (trace->said[kind]++ >= MOST_SAID)
		return;
	va_start(arguments, format);
	say(trace, error_of(kind), trace->line, format, arguments);
	va_end(arguments);
}

/**
 * trouble_time() - say that a record is earlier than the one before
 * @trace: the trace
 * @record: the record
 */
void trouble_time(struct mmt_trace *trace, const struct mmt_record *record)
{
	trouble(trace, TROUBLE_TIME, "time runs backwards: %llu.%06llu s after %llu.%06llu s",
		(unsigned long long)(record->time / NANOSECONDS),
		(unsigned long long)(record->time % NANOSECONDS / 1000),
		(unsigned long long)(trace->time / NANOSECONDS),
		(unsigned long long)(trace->time % NANOSECONDS / 1000));
}

static void sum(struct mmt_trace *trace, enum mmt_error error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(trace, error, 0, format, arguments);
	va_end(arguments);
}

/**
 * trouble_sum() - at the end of a trace, count what was not told
 * @trace: the trace
 */
void trouble_sum(struct mmt_trace *trace)
{
	/* One more, and more of them. */
	static const char *const names[N_TROUBLES][2] = {
		[TROUBLE_LINE] = { "line that is not understood", "lines that are not understood" },
		[TROUBLE_EVENT] = { "event that is damaged", "events that are damaged" },
		[TROUBLE_LONG] = { "line that is too long", "lines that are too long" },
		[TROUBLE_TIME] = { "record earlier than the one before",
				   "records earlier than the one before" },
		[TROUBLE_MAPPING] = { "access outside its mapping",
				      "accesses outside their mapping" },
		[TROUBLE_DEVICES] = { "device too many", "devices too many" },
	};
	unsigned int i;

	if (trace->summed)
		return;
	trace->summed = true;
	for (i = 0; i < N_TROUBLES; i++)
		if (trace->said[i] > MOST_SAID)
			sum(trace, error_of((enum trouble)i), "%lu more %s",
			    trace->said[i] - MOST_SAID, names[i][trace->said[i] - MOST_SAID > 1]);
}
