// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "select.h"

#define SECOND 1000000000ULL

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

/* A, A..B, A-B, and V/MASK where @masked. */
static bool parse_range(const char *text, bool masked, struct select_range *range)
{
	range->mask = UINT64_MAX;
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

static bool parse_time(const char *text, struct select_range *range)
{
	range->from = 0;
	range->to = UINT64_MAX;
	if (strncmp(text, "..", 2) && !parse_seconds(&text, &range->from))
		return false;
	if (strncmp(text, "..", 2))
		return false;
	text += 2;
	return !*text || (parse_seconds(&text, &range->to) && !*text &&
			  range->from <= range->to);
}

static const char *take_number(int option, const char *text, int *to)
{
	uint64_t number;

	if (option == SELECT_BAR && !strcmp(text, "rom")) {
		*to = MMT_ROM;
		return NULL;
	}
	if (!parse_number(&text, "", &number) || number > (option == SELECT_BAR ? MMT_ROM : 65535))
		return option == SELECT_BAR ? "--bar is 0 to 5, or rom" : "--cpu is a number";
	*to = (int)number;
	return NULL;
}

static const char *take_more(struct select *select, int option, const char *text)
{
	switch (option) {
	case SELECT_REG:
		select->reg[select->regs++].text = text;
		return NULL;
	case SELECT_OFFSET:
		return parse_range(text, false, &select->offset[select->offsets++]) ?
			NULL : "--offset is a number or a range A..B";
	case SELECT_VALUE:
		return parse_range(text, true, &select->value[select->values++]) ?
			NULL : "--value is a number, a range A..B, or V/MASK";
	case SELECT_TASK:
		select->task[select->tasks++].text = text;
		return NULL;
	case SELECT_FUNCTION:
		select->function[select->functions++].text = text;
		return NULL;
	case SELECT_DEVICE:
		select->device[select->devices++].text = text;
		return NULL;
	case SELECT_CPU:
		return take_number(option, text, &select->cpu[select->cpus++]);
	case SELECT_BAR:
		return take_number(option, text, &select->bar[select->bars++]);
	default:
		return "no such option";
	}
}

static bool full(const struct select *select)
{
	return select->regs == SELECT_MOST || select->offsets == SELECT_MOST ||
	       select->values == SELECT_MOST || select->tasks == SELECT_MOST ||
	       select->functions == SELECT_MOST || select->devices == SELECT_MOST ||
	       select->cpus == SELECT_MOST || select->bars == SELECT_MOST;
}

/**
 * select_take() - take an option of the command line
 * @select: the choice
 * @option: one of enum select_option
 * @text: its value; must live as long as the choice
 *
 * Return: NULL, or what is wrong with it.
 */
const char *select_take(struct select *select, int option, const char *text)
{
	switch (option) {
	case SELECT_READ:
		select->reads = select->by_access = true;
		return NULL;
	case SELECT_WRITE:
		select->writes = select->by_access = true;
		return NULL;
	case SELECT_TIME:
		select->timed = true;
		return parse_time(text, &select->time) ?
			NULL : "--time is A..B in seconds, and either may be left out";
	case SELECT_FROM:
		select->from_mark = text;
		return NULL;
	case SELECT_TO:
		select->to_mark = text;
		return NULL;
	default:
		break;
	}
	if (full(select))
		return "too many of one option";
	if (option == SELECT_REG || option == SELECT_OFFSET || option == SELECT_VALUE)
		select->by_access = true;
	return take_more(select, option, text);
}

static bool say_missing(const struct select_pattern *pattern, size_t count, const char *what,
			const char *advice, void (*say)(const char *format, ...))
{
	bool any = false;
	size_t i;

	for (i = 0; i < count; i++) {
		if (pattern[i].found)
			continue;
		say("no %s matches '%s'; %s", what, pattern[i].text, advice);
		any = true;
	}
	return any;
}

static bool missing_names(const struct select *select, void (*say)(const char *format, ...))
{
	bool any = false;

	if (!select->asked)
		return false;
	any |= say_missing(select->device, select->devices, "device",
			   "'mmiotrace stat --columns device' lists the devices", say);
	any |= say_missing(select->task, select->tasks, "task",
			   "'mmiotrace report' without --task shows the tasks", say);
	any |= say_missing(select->function, select->functions, "function",
			   "'mmiotrace stat --columns callers' lists the functions", say);
	any |= say_missing(select->reg, select->regs, "register",
			   "'mmiotrace stat' with the same --regs lists the registers", say);
	return any;
}

/**
 * select_missing() - say which names fitted nothing, or that all options together do
 * @select: the choice, after all of the trace
 * @say: message()
 */
void select_missing(const struct select *select, void (*say)(const char *format, ...))
{
	static const char mark[] =
		"no mark holds '%s'; 'mmiotrace report' without --from and --to shows the marks";

	if (select->from_mark && !select->begun)
		say(mark, select->from_mark);
	else if (select->to_mark && !select->ended)
		say(mark, select->to_mark);
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

/* "PFIFO.CACHE1.ADDR[0x32]" is found by itself, and as ADDR[0x32] and ADDR. */
static bool name_fits(const char *pattern, const char *name)
{
	const char *tail = strrchr(name, '.');
	char plain[256];
	size_t length;

	/* An index in brackets is no set of characters, when it is meant so. */
	if (!strcasecmp(pattern, name) || !fnmatch(pattern, name, FNM_CASEFOLD))
		return true;
	tail = tail ? tail + 1 : name;
	if (!strcasecmp(pattern, tail) || !fnmatch(pattern, tail, FNM_CASEFOLD))
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

	for (i = 0; i < select->regs; i++)
		if (name_fits(select->reg[i].text, name))
			any = select->reg[i].found = true;
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

	for (i = 0; i < select->tasks; i++) {
		const char *task = select->task[i].text;

		if ((record->task && !fnmatch(task, record->task, 0)) ||
		    (strspn(task, "0123456789") == strlen(task) && record->pid &&
		     strtol(task, NULL, 10) == record->pid))
			any = select->task[i].found = true;
	}
	return any;
}

static bool function_fits(struct select *select, const struct caller *caller)
{
	bool any = false;
	char name[256];
	size_t i;

	if (!caller || caller->length >= sizeof(name))
		return false;
	memcpy(name, caller->name, caller->length);
	name[caller->length] = 0;
	for (i = 0; i < select->functions; i++)
		if (!fnmatch(select->function[i].text, name, 0))
			any = select->function[i].found = true;
	return any;
}

static bool device_fits(struct select *select, const struct mmt_device *device)
{
	bool any = false;
	size_t i;

	for (i = 0; i < select->devices; i++)
		if (mmt_device_is(device, select->device[i].text))
			any = select->device[i].found = true;
	return any;
}

static bool one_of(const int *list, size_t count, int number)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (list[i] == number)
			return true;
	return false;
}

static bool in_range(const struct select_range *range, size_t count, uint64_t first,
		     uint64_t last)
{
	size_t i;

	for (i = 0; i < count; i++)
		if ((last & range[i].mask) >= range[i].from &&
		    (first & range[i].mask) <= range[i].to)
			return true;
	return false;
}

static bool access_fits(const struct select *select, const struct mmt_record *record)
{
	bool write = mmt_is_write(record->kind);
	bool unknown = record->kind == MMT_UNKNOWN;
	uint64_t place = record->device ? record->offset : record->phys;

	if (!unknown && !mmt_is_access(record) && !mmt_is_config(record->kind))
		return false;
	if (select->reads != select->writes && (unknown || select->writes != write))
		return false;
	if (select->offsets &&
	    !in_range(select->offset, select->offsets, place,
		      place + (record->width ? record->width - 1 : 0)))
		return false;
	if (select->values &&
	    (unknown || !in_range(select->value, select->values, record->value, record->value)))
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
	if (select->devices)
		fits &= device_fits(select, record->device);
	if (select->tasks)
		fits &= task_fits(select, record);
	if (select->functions)
		fits &= function_fits(select, caller);
	if (select->regs)
		fits &= any_register_fits(select, part, parts);
	return fits;
}

/* The mark's text holds what was asked for. */
static bool mark_is(const struct mmt_record *record, const char *wanted)
{
	return record->kind == MMT_MARK && record->text_length &&
	       memmem(record->text, record->text_length, wanted, strlen(wanted));
}

/* From one mark to the other, both included. */
static bool between_marks(struct select *select, const struct mmt_record *record)
{
	if (select->ended)
		return false;
	if (select->from_mark && !select->begun) {
		if (!mark_is(record, select->from_mark))
			return false;
		select->begun = true;
		return true;
	}
	if (select->to_mark && mark_is(record, select->to_mark))
		select->ended = true;
	return true;
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
	if ((select->from_mark || select->to_mark) && !between_marks(select, record))
		return false;
	if (select->timed &&
	    (record->time < select->time.from || record->time > select->time.to))
		return false;
	/* Marks and losses belong to everything. */
	if (record->kind == MMT_MARK || record->kind == MMT_LOST)
		return true;
	if (!names_fit(select, record, caller, part, parts))
		return false;
	if (select->bars && !one_of(select->bar, select->bars, record->bar))
		return false;
	if (select->cpus && !one_of(select->cpu, select->cpus, record->cpu))
		return false;
	if (select->by_access && !access_fits(select, record))
		return false;
	select->chosen = true;
	return true;
}
