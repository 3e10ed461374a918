// SPDX-License-Identifier: GPL-2.0
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "select.h"

#define NAME_LENGTH	512

static bool say_missing(const struct select_names *names, const char *what,
			const char *advice, void (*say)(const char *format, ...))
{
	bool any = false;
	size_t i;

	for (i = 0; i < names->count; i++) {
		if (names->one[i].found)
			continue;
		say("no %s matches '%s'; %s", what, names->one[i].text, advice);
		any = true;
	}
	return any;
}

static bool missing_names(const struct select *select, void (*say)(const char *format, ...))
{
	bool any = false;

	if (!select->asked)
		return false;
	any |= say_missing(&select->device, "device",
			   "'mmiotrace stat --by device' lists the devices", say);
	any |= say_missing(&select->task, "task",
			   "'mmiotrace stat --by task' lists the tasks", say);
	any |= say_missing(&select->function, "function",
			   "'mmiotrace stat --by function' lists the functions", say);
	any |= say_missing(&select->reg, "register",
			   "'mmiotrace stat' with the same --regs lists the registers", say);
	return any;
}

static void say_no_edge(const struct select_edge *edge, const char *where,
			void (*say)(const char *format, ...))
{
	if (edge->gap)
		say("no '%s'%s: there are %llu gaps without an access that are so long", edge->text,
		    where, (unsigned long long)edge->met);
	else if (edge->function)
		say("no function '%s' does an access%s; 'mmiotrace stat --by function' lists the functions",
		    edge->function, where);
	else
		say("no mark holds '%s'; 'mmiotrace info' lists the marks", edge->text);
}

/**
 * select_missing() - say which names fitted nothing, or that all options together do
 * @select: the choice, after all of the trace
 * @say: message()
 */
void select_missing(const struct select *select, void (*say)(const char *format, ...))
{
	if (select->from.text && !select->begun)
		say_no_edge(&select->from, "", say);
	else if (select->to.text && !select->ended && !select->seen)
		say_no_edge(&select->to, select->from.text ? " behind --from" : "", say);
	else if (select->to.text && !select->ended)
		say("no mark behind the one of --from holds '%s': that is everything to the end",
		    select->to.text);
	else if (!missing_names(select, say) && !select->chosen && !select_all(select))
		say("no access fits all of the options; leave some out");
}

/** select_end() - release what the choice has learnt */
void select_end(struct select *select)
{
	free(select->verdict);
	select->verdict = NULL;
	select->verdicts = 0;
}

/* Where the number of an index "[3]" or "[0x3]" ends, or NULL. */
static const char *index_of(const char *text, unsigned long *number)
{
	char *end;

	if (text[0] != '[' || text[1] < '0' || text[1] > '9')
		return NULL;
	*number = strtoul(text + 1, &end, 0);
	return *end == ']' ? end : NULL;
}

/*
 * One spelling for each index, "[0x3]", behind a backslash where an index is no set of
 * characters. Too long a text is cut: no register is called so.
 */
static const char *spelt(const char *text, bool pattern, char to[NAME_LENGTH])
{
	size_t n = 0;

	while (*text && n < NAME_LENGTH - 32) {
		unsigned long number;
		const char *end = index_of(text, &number);

		if (!end) {
			to[n++] = *text++;
			continue;
		}
		n += (size_t)sprintf(to + n, pattern ? "\\[0x%lx\\]" : "[0x%lx]", number);
		text = end + 1;
	}
	to[n] = 0;
	return to;
}

static bool matches(const char *pattern, const char *name)
{
	char wanted[NAME_LENGTH], found[NAME_LENGTH];

	return !fnmatch(pattern, name, FNM_CASEFOLD) ||
	       !fnmatch(spelt(pattern, true, wanted), spelt(name, false, found), FNM_CASEFOLD);
}

/* "PFIFO.CACHE1.ADDR[0x32]" is found by itself, and as ADDR[0x32], ADDR[50] and ADDR. */
static bool name_fits(const char *pattern, const char *name)
{
	const char *tail = strrchr(name, '.');
	char plain[256];
	size_t length;

	if (matches(pattern, name))
		return true;
	tail = tail ? tail + 1 : name;
	if (matches(pattern, tail))
		return true;
	length = strcspn(tail, "[");
	if (!tail[length] || length >= sizeof(plain))
		return false;
	memcpy(plain, tail, length);
	plain[length] = 0;
	return !fnmatch(pattern, plain, FNM_CASEFOLD);
}

/* All patterns are compared, as each must be known to be found. */
static bool any_name_fits(struct select *select, const char *name)
{
	bool any = false;
	size_t i;

	for (i = 0; i < select->reg.count; i++)
		if (name_fits(select->reg.one[i].text, name))
			any = select->reg.one[i].found = true;
	return any;
}

/* Patterns are compared once for each register, not for each access. */
static bool register_fits(struct select *select, const struct mmt_named *part)
{
	if (part->id >= select->verdicts) {
		size_t more = (part->id + 1UL) * 2;
		unsigned char *verdict = realloc(select->verdict, more);

		if (!verdict)
			return any_name_fits(select, part->name);
		memset(verdict + select->verdicts, 0, more - select->verdicts);
		select->verdict = verdict;
		select->verdicts = more;
	}
	if (!select->verdict[part->id])
		select->verdict[part->id] = any_name_fits(select, part->name) ? 2 : 1;
	return select->verdict[part->id] == 2;
}

static bool any_register_fits(struct select *select, const struct mmt_named *part,
			      unsigned int parts)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < parts; i++)
		any |= register_fits(select, &part[i]);
	return any;
}

static bool task_fits(struct select *select, const struct mmt_record *record)
{
	bool any = false;
	size_t i;

	for (i = 0; i < select->task.count; i++) {
		const char *task = select->task.one[i].text;

		if ((record->task && !fnmatch(task, record->task, 0)) ||
		    (strspn(task, "0123456789") == strlen(task) && record->pid &&
		     strtol(task, NULL, 10) == record->pid))
			any = select->task.one[i].found = true;
	}
	return any;
}

static bool is_function(const struct caller *caller, const char *pattern)
{
	char name[256];

	if (!caller || caller->length >= sizeof(name))
		return false;
	memcpy(name, caller->name, caller->length);
	name[caller->length] = 0;
	return !fnmatch(pattern, name, 0);
}

static bool function_fits(struct select *select, const struct caller *caller)
{
	bool any = false;

	for (size_t i = 0; i < select->function.count; i++)
		if (is_function(caller, select->function.one[i].text))
			any = select->function.one[i].found = true;
	return any;
}

static bool device_is(const struct mmt_device *device, const char *pattern)
{
	if (!device)
		return false;
	return mmt_device_is(device, pattern) || !fnmatch(pattern, device->address, FNM_CASEFOLD) ||
	       (*device->driver && !fnmatch(pattern, device->driver, 0)) ||
	       (device->is_pci && !device->domain &&
		!fnmatch(pattern, device->address + strlen("0000:"), FNM_CASEFOLD));
}

/* A device is there, whatever BAR of it is used. */
static bool device_fits(struct select *select, const struct mmt_record *record)
{
	bool any = false;
	size_t i;

	for (i = 0; i < select->device.count; i++) {
		int bar = select->device.one[i].bar;

		if (!device_is(record->device, select->device.one[i].text))
			continue;
		select->device.one[i].found = true;
		any |= bar == MMT_NO_BAR || bar == record->bar;
	}
	return any;
}

/**
 * select_wants_device() - whether a mapping, or a device, belongs to what is chosen
 * @select: the choice
 * @record: MAP, UNMAP or DEVICE
 */
bool select_wants_device(const struct select *select, const struct mmt_record *record)
{
	size_t i;

	for (i = 0; i < select->device.count; i++) {
		int bar = select->device.one[i].bar;

		if (device_is(record->device, select->device.one[i].text) &&
		    (bar == MMT_NO_BAR || record->kind == MMT_DEVICE || bar == record->bar))
			return true;
	}
	return !select->device.count;
}

static bool one_of(const struct select_numbers *numbers, int number)
{
	size_t i;

	for (i = 0; i < numbers->count; i++)
		if (numbers->one[i] == number)
			return true;
	return false;
}

static bool in_ranges(const struct select_ranges *ranges, uint64_t first, uint64_t last)
{
	size_t i;

	for (i = 0; i < ranges->count; i++) {
		const struct select_range *range = &ranges->one[i];

		if ((last & range->mask) >= range->from && (first & range->mask) <= range->to)
			return true;
	}
	return false;
}

static bool access_fits(const struct select *select, const struct mmt_record *record)
{
	bool write = mmt_is_write(record->kind);
	bool unknown = record->kind == MMT_UNKNOWN;
	uint64_t place = record->device ? record->offset : record->phys;

	if (!select_is_access(record))
		return false;
	if (select->reads != select->writes && (unknown || select->writes != write))
		return false;
	if (select->offset.count &&
	    !in_ranges(&select->offset, place, place + (record->width ? record->width - 1 : 0)))
		return false;
	if (select->value.count &&
	    (unknown || !in_ranges(&select->value, record->value, record->value)))
		return false;
	return true;
}

/* None is left out because another does not fit: select_missing() wants to know. */
static bool names_fit(struct select *select, const struct mmt_record *record,
		      const struct caller *caller, const struct mmt_named *part,
		      unsigned int parts)
{
	bool fits = true;

	select->asked = true;
	if (select->device.count)
		fits &= device_fits(select, record);
	if (select->task.count)
		fits &= task_fits(select, record);
	if (select->function.count)
		fits &= function_fits(select, caller);
	if (select->reg.count)
		fits &= any_register_fits(select, part, parts);
	return fits;
}

/**
 * struct select_moment - a record, as the edges see it
 * @record: the record
 * @caller: its function, or NULL
 * @idle: nanoseconds since the access before it; 0 when it is no access
 */
struct select_moment {
	const struct mmt_record *record;
	const struct caller *caller;
	uint64_t idle;
};

/* The mark's text holds what was asked for. */
static bool mark_is(const struct mmt_record *record, const char *wanted)
{
	return record->kind == MMT_MARK && record->text_length &&
	       memmem(record->text, record->text_length, wanted, strlen(wanted));
}

static bool edge_is(struct select_edge *edge, const struct select_moment *moment)
{
	if (edge->gap)
		return moment->idle >= edge->gap && ++edge->met == edge->nth;
	if (edge->function)
		return select_is_access(moment->record) && is_function(moment->caller, edge->function);
	return mark_is(moment->record, edge->text);
}

/* From one edge to the other, both included but for what comes behind a gap. */
static bool between_edges(struct select *select, const struct select_moment *moment)
{
	if (select->ended)
		return false;
	if (select->to.text && !select->seen)
		select->seen = !select->to.gap && !select->to.function &&
			       mark_is(moment->record, select->to.text);
	if (select->from.text && !select->begun) {
		if (!edge_is(&select->from, moment))
			return false;
		select->begun = true;
		select->since = moment->record->time;
		select->since_known = true;
		return true;
	}
	if (select->to.text)
		select->ended = edge_is(&select->to, moment);
	return !select->ended || !select->to.gap;
}

static bool in_edges(struct select *select, const struct mmt_record *record,
		     const struct caller *caller)
{
	struct select_moment moment = { record, caller, 0 };

	if (select_is_access(record)) {
		if (select->last && record->time > select->last)
			moment.idle = record->time - select->last;
		select->last = record->time;
	}
	return between_edges(select, &moment);
}

static uint64_t absolute(const struct select *select, uint64_t time, bool relative)
{
	if (!relative)
		return time;
	return time > UINT64_MAX - select->since ? UINT64_MAX : time + select->since;
}

static bool in_time(struct select *select, const struct mmt_record *record)
{
	const struct select_time *time = &select->time;

	if (!select->since_known && !select->from.text && select_is_access(record)) {
		select->since = record->time;
		select->since_known = true;
	}
	if (!select->since_known && (time->from_relative || time->to_relative))
		return false;
	return record->time >= absolute(select, time->from, time->from_relative) &&
	       record->time <= absolute(select, time->to, time->to_relative);
}

/**
 * select_is_over() - whether nothing that comes can be chosen
 * @select: the choice
 * @record: the record that has come
 * @ordered: those that follow are not earlier
 */
bool select_is_over(const struct select *select, const struct mmt_record *record, bool ordered)
{
	const struct select_time *time = &select->time;

	if (select->over || select->ended)
		return true;
	return ordered && select->timed && (!time->to_relative || select->since_known) &&
	       record->time > absolute(select, time->to, time->to_relative);
}

/**
 * select_wants() - whether a record is chosen
 * @select: the choice
 * @record: any record; all of a trace must come, in order, because of the marks
 * @caller: the function of an access, or NULL
 * @part: registers of an access
 * @parts: how many
 */
bool select_wants(struct select *select, const struct mmt_record *record,
		  const struct caller *caller, const struct mmt_named *part,
		  unsigned int parts)
{
	if (select->over)
		return false;
	if ((select->from.text || select->to.text) && !in_edges(select, record, caller))
		return false;
	if (select->timed && !in_time(select, record))
		return false;
	/* Marks and losses belong to everything. */
	if (record->kind == MMT_MARK || record->kind == MMT_LOST)
		return true;
	if (!names_fit(select, record, caller, part, parts))
		return false;
	if (select->bar.count && !one_of(&select->bar, record->bar))
		return false;
	if (select->cpu.count && !one_of(&select->cpu, record->cpu))
		return false;
	if (select->by_access && !access_fits(select, record))
		return false;
	if (select->count && select_is_access(record))
		select->over = ++select->taken == select->count;
	select->chosen = true;
	return true;
}
