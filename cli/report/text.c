// SPDX-License-Identifier: GPL-2.0
#include <errno.h>

#include "expand.h"
#include "other.h"
#include "text.h"

/* Nothing before goes on with anything after. */
static void write_held_back(struct text_report *report)
{
	if (report->expand)
		return;
	fold_flush(&report->fold);
	if (report->run)
		step_node(&report->steps, report->run);
	report->run = NULL;
	turns_flush(&report->turns);
	step_flush(&report->steps);
}

static bool *hidden_of(struct text_report *report, const struct mmt_device *device)
{
	return &report->hidden[(device ? device->index + 1 : 0) % HIDDEN_DEVICES];
}

static void to_turns(void *data, struct node *node)
{
	turns_node(data, node);
}

/* Reads that found the same, then maybe something else; writes of the same. */
static bool tells_all(const struct node *run, const struct node *next)
{
	if (run->class != next->class || run->offset != next->offset || run->width > 8 ||
	    !node_same_register(run, next) || run->changes)
		return false;
	return run->last == next->first || (!node_writes(run) && run->count > 1);
}

/* Only what its line tells all of is a run, and nothing else is folded. */
static void push_plain(struct text_report *report, struct node *node)
{
	if (report->run && tells_all(report->run, node)) {
		node_append(report->run, node);
		node_free(&report->nodes, node);
		return;
	}
	if (report->run)
		step_node(&report->steps, report->run);
	report->run = node;
}

static void fold_access(struct text_report *report, const struct taken *taken)
{
	const struct mmt_record *record = taken->record;
	bool *hidden = hidden_of(report, record->device);
	struct node *node;

	/* A long gap; or time went backwards, and no line is about both sides of that. */
	if (record->time - report->taken_time >= LONG_GAP)
		write_held_back(report);
	report->taken_time = record->time;
	report->lines.functions |= taken->caller != NULL;
	report->lines.cpus |= record->cpu >= 0;
	node = node_from(&report->nodes, record);
	if (!node) {
		report->failed = true;
		return;
	}
	node->caller = taken->caller;
	node->index = taken->index;
	node_known(node, taken->known, taken->old);
	node->after = *hidden;
	node->unsure = report->unsure;
	*hidden = report->unsure = false;
	if (taken->parts)
		node_name(node, taken->part, taken->parts);
	if (report->plain)
		push_plain(report, node);
	else
		fold_push(&report->fold, node);
}

static void write_record(struct text_report *report, const struct taken *taken, bool access)
{
	if (!access) {
		/* It ends every repetition. */
		write_held_back(report);
		report->unsure |= taken->record->kind == MMT_LOST;
		other_line(&report->lines, taken->record, report->expand);
	} else if (report->expand) {
		expand_access(&report->lines, taken);
	} else {
		fold_access(report, taken);
	}
}

/**
 * text_begin() - start a report
 * @report: filled in; release with text_end()
 * @fd: where to; stays the caller's
 * @options: how
 * @source: of what; must live as long as the report
 *
 * Return: 0, or -1 when out of memory; then there is nothing to release.
 */
int text_begin(struct text_report *report, int fd, const struct text_options *options,
	       struct source *source)
{
	struct lines *lines = &report->lines;

	memset(report, 0, sizeof(*report));
	report->source = source;
	report->expand = options->expand;
	report->all = select_all(&source->select);
	report->plain = select_registers(&source->select);
	report->steps.plain = lines->each = report->plain;
	report->steps.lines = lines;
	report->steps.pool = &report->nodes;
	lines->trace = source->trace;
	lines->names = source->names;
	lines->code = options->code;
	lines->delta = options->delta;
	out_begin(&lines->out, fd);
	lines->out.colour = options->colour;
	lines->out.width = options->width;
	lines->narrow = options->width < NARROW;
	lines->whole = options->expand;
	if (changes_begin(&report->changes))
		return -1;
	if (turns_begin(&report->turns, &report->steps)) {
		changes_end(&report->changes);
		return -1;
	}
	if (fold_begin(&report->fold, &report->nodes, to_turns, &report->turns)) {
		turns_end(&report->turns);
		changes_end(&report->changes);
		return -1;
	}
	if (options->expand)
		expand_heading(lines);
	return 0;
}

/* Nothing that only reads shares its place with what only writes. */
static bool one_way(const struct mmt_register *reg)
{
	return reg && (reg->access == MMT_REG_READ || reg->access == MMT_REG_WRITE);
}

/* Names and values are learnt from all accesses, also from those not shown. */
static void learn(struct text_report *report, struct taken *taken)
{
	taken->index = report->accesses++;
	taken->parts = source_name(report->source, taken->record, taken->part);
	taken->known = changes_update(&report->changes, taken->record,
				      taken->parts == 1 && one_way(taken->part[0].reg),
				      &taken->old);
}

/**
 * text_record() - the next record
 * @report: the report
 * @record: from mmt_next()
 *
 * Errors of output are in @report->lines.out.error.
 */
void text_record(struct text_report *report, const struct mmt_record *record)
{
	bool access = mmt_is_access(record) || mmt_is_config(record->kind);
	struct source *source = report->source;
	struct taken taken;

	taken.record = record;
	taken.caller = caller_of(&source->callers, record->pc);
	taken.parts = 0;
	if (access)
		learn(report, &taken);
	else if (record->kind == MMT_MAP)
		areas_learn(&report->lines.areas, record);
	else if (record->kind == MMT_UNKNOWN)
		changes_forget(&report->changes, record);
	if (report->all ||
	    select_wants(&source->select, record, taken.caller, taken.part, taken.parts))
		write_record(report, &taken, access);
	else if (access || record->kind == MMT_UNKNOWN)
		*hidden_of(report, record->device) = report->unsure = true;
	else if (record->kind == MMT_LOST)
		report->unsure = true;
}

/**
 * text_end() - write what is held back and release the report
 * @report: from text_begin()
 *
 * Return: 0; an errno of the output; or ENOMEM.
 */
int text_end(struct text_report *report)
{
	int error;

	write_held_back(report);
	out_flush(&report->lines.out);
	error = report->lines.out.error;
	if (!error && (report->failed || report->fold.failed || report->turns.fold.failed))
		error = ENOMEM;
	fold_end(&report->fold);
	turns_end(&report->turns);
	nodes_release(&report->nodes);
	changes_end(&report->changes);
	return error;
}
