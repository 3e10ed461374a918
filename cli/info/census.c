// SPDX-License-Identifier: GPL-2.0
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "census.h"

static int compare_tasks(const void *a, const void *b)
{
	const struct task_count *first = a, *second = b;

	return strcmp(first->name, second->name);
}

static int count_task(struct census *census, const char *name)
{
	struct task_count *task, **found;
	size_t size = strlen(name) + 1;

	task = malloc(sizeof(*task) + size);
	if (!task)
		return -1;
	task->accesses = 0;
	memcpy(task->name, name, size);
	found = tsearch(task, &census->task, compare_tasks);
	if (!found) {
		free(task);
		return -1;
	}
	if (*found == task)
		census->tasks++;
	else
		free(task);
	(*found)->accesses++;
	return 0;
}

/* Makes an array long enough for @n; what is new is zeros. */
static void *room_for(void *array, size_t *size, size_t n, size_t element)
{
	size_t more = n + 64;

	if (n < *size)
		return array;
	array = reallocarray(array, more, element);
	if (!array)
		return NULL;
	memset((char *)array + *size * element, 0, (more - *size) * element);
	*size = more;
	return array;
}

static int count_function(struct census *census, uint64_t pc)
{
	const struct caller *caller = caller_of(&census->callers, pc);
	uint64_t *function;

	if (!caller)
		return pc ? -1 : 0;
	function = room_for(census->function, &census->functions, caller->id, sizeof(*function));
	if (!function)
		return -1;
	census->function = function;
	function[caller->id]++;
	return 0;
}

static int count_device(struct census *census, const struct mmt_record *record)
{
	struct device_count *device;

	if (!record->device) {
		census->nowhere++;
		return 0;
	}
	device = room_for(census->device, &census->devices, record->device->index, sizeof(*device));
	if (!device)
		return -1;
	census->device = device;
	device += record->device->index;
	if (mmt_is_config(record->kind))
		device->config++;
	else
		device->bar[record->bar == MMT_NO_BAR ? MMT_BARS : record->bar]++;
	return 0;
}

static void keep_mark(struct census *census, const struct mmt_record *record)
{
	uint64_t n = census->kinds[MMT_MARK];
	struct mark *mark;

	if (n > CENSUS_MARKS)
		return;
	mark = &census->mark[n - 1];
	mark->time = record->time;
	mark->length = record->text_length < MARK_TEXT ? record->text_length : MARK_TEXT;
	while (mark->length && record->text[mark->length - 1] == '\n')
		mark->length--;
	memcpy(mark->text, record->text, mark->length);
}

static int count(struct census *census, const struct mmt_record *record)
{
	census->kinds[record->kind]++;
	if (record->time) {
		if (!census->first || record->time < census->first)
			census->first = record->time;
		if (record->time > census->last)
			census->last = record->time;
	}
	switch (record->kind) {
	case MMT_READ:
	case MMT_WRITE:
	case MMT_CONFIG_READ:
	case MMT_CONFIG_WRITE:
	case MMT_UNKNOWN:
		return count_device(census, record) || count_function(census, record->pc) ||
		       (*record->task && count_task(census, record->task));
	case MMT_MAP:
		census->earlier += !!(record->flags & MMT_EARLIER);
		census->untraced += !!(record->flags & MMT_UNTRACED);
		return 0;
	case MMT_LOST:
		if (record->lost == MMT_LOST_UNCOUNTED)
			census->uncounted++;
		else
			census->lost += (uint64_t)record->lost;
		return 0;
	case MMT_MARK:
		keep_mark(census, record);
		return 0;
	default:
		return 0;
	}
}

/**
 * census_take() - read a trace to its end and count
 * @census: with @trace; release with census_free(), whatever this returns
 *
 * Return: 0, or -1 when out of memory.
 */
int census_take(struct census *census)
{
	struct mmt_record record;

	if (callers_begin(&census->callers, census->trace))
		return -1;
	while (mmt_next(census->trace, &record) > 0)
		if (count(census, &record))
			return -1;
	return 0;
}

/** census_free() - release what census_take() has counted, before its trace is closed */
void census_free(struct census *census)
{
	callers_end(&census->callers);
	tdestroy(census->task, free);
	free(census->device);
	free(census->function);
}
