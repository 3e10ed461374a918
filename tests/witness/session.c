// SPDX-License-Identifier: GPL-2.0
/*
 * Which part of QEMU's log a trace is of, when the driver goes on between
 * sessions. The driver writes marks, 64 bits wide, on every CPU: "MARK" in the
 * upper half, in the lower one twice the number of the session, plus one in the
 * second mark. Between its two marks every access of a CPU must be in the trace;
 * and the trace may begin earlier and end later, but without gaps.
 */
#include "witness.h"

#define MARK	0x4d41524bull

/**
 * session_note() - look whether an access is a mark
 * @session: filled in
 * @access: of the log
 *
 * Return: whether it is one of this session.
 */
bool session_note(struct session *session, const struct access *access)
{
	unsigned long *line;

	if (!session->wanted || !access->write || access->width != 8 ||
	    access->value >> 32 != MARK ||
	    (uint32_t)access->value / 2 != session->number)
		return false;
	line = access->value & 1 ? session->end : session->begin;
	/* A second one makes the first meaningless, see session_complete(). */
	line[access->cpu] = line[access->cpu] ? ~0ul : access->line;
	return true;
}

/** session_complete() - whether each CPU that wrote a mark wrote just two */
bool session_complete(const struct session *session)
{
	bool any = !session->wanted;

	for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
		unsigned long begin = session->begin[cpu], end = session->end[cpu];

		if (!begin && !end)
			continue;
		if (!begin || end <= begin || end == ~0ul)
			return false;
		any = true;
	}
	return any;
}

/* From the first mark of any CPU to the last one. */
static struct queue between_marks(const struct session *session,
				  const struct queue *logged)
{
	unsigned long first = ~0ul, last = 0;
	size_t from = 0, to;

	for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
		if (session->begin[cpu] && session->begin[cpu] < first)
			first = session->begin[cpu];
		if (session->end[cpu] > last)
			last = session->end[cpu];
	}
	while (from < logged->count && logged->list[from].line < first)
		from++;
	for (to = from; to < logged->count && logged->list[to].line < last; to++)
		;
	return (struct queue){ .list = logged->list + from, .count = to - from };
}

/* The same write; wide ones are numbered, so there is only one. */
static bool find(const struct queue *queue, const struct access *wanted,
		 size_t *at)
{
	for (size_t i = 0; i < queue->count; i++) {
		const struct access *a = &queue->list[i];

		if (a->write && a->width == 8 && a->value == wanted->value &&
		    a->address == wanted->address) {
			*at = i;
			return true;
		}
	}
	return false;
}

/* As long as the trace, and placed so that its first numbered write agrees. */
static struct queue around(const struct queue *traced,
			   const struct queue *logged)
{
	struct queue part = { .list = logged->list };
	size_t i, at;

	for (i = 0; i < traced->count; i++)
		if (traced->list[i].write && traced->list[i].width == 8)
			break;
	if (i == traced->count || !find(logged, &traced->list[i], &at) || at < i)
		return part;
	part.list += at - i;
	part.count = logged->count - (at - i);
	if (part.count > traced->count)
		part.count = traced->count;
	return part;
}

/**
 * session_part() - the part of the log that the trace has to agree with
 * @session: which one
 * @dev: the device
 * @lane: which of its accesses
 * @cpu: by which CPU
 * @outside: set to how many accesses between the marks are not in it
 *
 * A device to which no marks are written is used only between them, and the trace
 * must have all of that.
 *
 * Return: a piece of the queue in @dev, which must not be freed.
 */
struct queue session_part(const struct session *session,
			  const struct device *dev, enum lane lane, int cpu,
			  unsigned long *outside)
{
	const struct queue *logged = &dev->logged[lane][cpu];
	struct queue part;

	*outside = 0;
	if (!session->wanted)
		return *logged;
	if (!dev->marked)
		return between_marks(session, logged);

	part = around(&dev->traced[lane][cpu], logged);
	for (size_t i = 0; i < logged->count; i++) {
		const struct access *a = &logged->list[i];

		if (a->line < session->begin[cpu] || a->line > session->end[cpu])
			continue;
		if (a < part.list || a >= part.list + part.count)
			++*outside;
	}
	return part;
}
