// SPDX-License-Identifier: GPL-2.0
/* Descriptions that were read from a driver, written as rules. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

#define MOST_DOC     160 /* of what a comment in the source says */
#define MOST_VALUES  8	 /* in one rule */

/**
 * struct writing - rules being written
 * @regs: what is written
 * @put: takes the text
 * @to: for @put
 * @registers: how many were written
 * @left_out: registers and ways to them that rules cannot say
 */
struct writing {
	struct mmt_regs *regs;
	mmt_put put;
	void *to;
	unsigned long registers;
	unsigned long left_out;
};

static void __attribute__((format(printf, 2, 3))) write_text(struct writing *writing,
							     const char *format, ...)
{
	char text[1024];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	writing->put(writing->to, text, (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1);
}

/* From which line it came, and what that says of it. */
static void write_origin(struct writing *writing, const struct element *element,
			 const char *directory)
{
	const char *file = element->where.file;
	char doc[MOST_DOC + 1] = "";

	if (!file || !element->where.line) {
		write_text(writing, "\n");
		return;
	}
	if (!strncmp(file, directory, strlen(directory)))
		file += strlen(directory);
	while (*file == '/')
		file++;
	if (element->doc) {
		strncpy(doc, element->doc, sizeof(doc) - 1);
		mmt_make_safe(doc);
		for (char *c = doc; *c; c++)
			*c = *c == '\n' || *c == '\t' ? ' ' : *c;
	}
	write_text(writing, "\t# %s:%u%s%s\n", file, element->where.line, *doc ? ": " : "", doc);
}

static void write_field(struct writing *writing, const struct element *element,
			const struct field *field)
{
	const char *guess = field->guessed ? "?" : "";

	if (field->high == field->low)
		write_text(writing, "field %s %s%s %u", element->name, field->name, guess, field->low);
	else
		write_text(writing, "field %s %s%s %u:%u", element->name, field->name, guess,
			   field->high, field->low);
	for (size_t i = 0; i < field->type.values.n; i++) {
		if (i && i % MOST_VALUES == 0)
			write_text(writing, "\nvalue %s %s", element->name, field->name);
		write_text(writing, " %#" PRIx64 "=%s", field->type.values.at[i].number,
			   field->type.values.at[i].name);
	}
	write_text(writing, "\n");
}

/* Does a rule say all that there is of it? */
static bool can_be_written(const struct element *element)
{
	return element->name && !element->nowhere && !element->suffix && !element->label &&
	       !element->place && !element->bare && !element->condition.variants;
}

static void write_copies(struct writing *writing, const struct element *element)
{
	if (element->length == 1 && !element->stride)
		return;
	write_text(writing, " stride %#" PRIx64 " length %" PRIu64, element->stride, element->length);
	if (element->first)
		write_text(writing, " first %" PRIu64, element->first);
}

static void write_users(struct writing *writing, const struct element *element)
{
	size_t n = 0;

	for (size_t i = 0; i < element->users->slots; i++) {
		const struct dictionary_slot *slot = &element->users->slot[i];
		const struct user *user = slot->value;

		if (!slot->name)
			continue;
		if (n % MOST_VALUES == 0)
			write_text(writing, "%sused %s", n ? "\n" : "", element->name);
		n++;
		write_text(writing, " %.*s", (int)slot->length, slot->name);
		if (user->distance)
			write_text(writing, "=%u", user->distance);
	}
	write_text(writing, n ? "\n" : "");
}

static void write_register(struct writing *writing, const struct element *element,
			   const struct space *space, const struct element *block,
			   const char *directory, bool has_rivals)
{
	if (element->kind != ELEMENT_REGISTER || !can_be_written(element)) {
		writing->left_out++;
		return;
	}
	write_text(writing, "register %s %#" PRIx64, element->name, element->offset);
	if (!element->open || element->width != 4)
		write_text(writing, " width %u%s", element->width, element->open ? "?" : "");
	write_copies(writing, element);
	if (element->access == MMT_REG_READ || element->access == MMT_REG_WRITE)
		write_text(writing, " access %s", element->access == MMT_REG_READ ? "r" : "w");
	if (block)
		write_text(writing, " in %s", block->name);
	else if (space->bar != MMT_NO_BAR)
		write_text(writing, " bar %d", space->bar);
	write_origin(writing, element, directory);
	for (size_t i = 0; i < element->type.fields.n; i++)
		write_field(writing, element, &element->type.fields.at[i]);
	/* They only matter where there is a choice. */
	if (has_rivals && element->users)
		write_users(writing, element);
	writing->registers++;
}

static void write_block(struct writing *writing, const struct element *block,
			const struct space *space, const char *directory)
{
	if (!can_be_written(block)) {
		writing->left_out += block->elements.n + 1;
		return;
	}
	write_text(writing, "block %s %#" PRIx64, block->name, block->offset);
	write_copies(writing, block);
	if (space->bar != MMT_NO_BAR)
		write_text(writing, " bar %d", space->bar);
	write_text(writing, "\n");
	for (size_t i = 0; i < block->elements.n; i++)
		write_register(writing, block->elements.at[i], space, block, directory, true);
}

/* --- the order ------------------------------------------------------------------ */

struct placed {
	const struct element *element;
	size_t rank;	/* the lower one has what both lie at */
	bool has_rivals; /* others lie over it */
};

/* Of what has one place the rule that comes last wins. */
static int by_place(const void *a, const void *b)
{
	const struct placed *one = a, *two = b;

	if (one->element->offset != two->element->offset)
		return one->element->offset < two->element->offset ? -1 : 1;
	return one->rank > two->rank ? -1 : one->rank < two->rank;
}

static int by_rank(const void *a, const void *b)
{
	const struct placed *one = a, *two = b;

	return one->rank > two->rank ? -1 : one->rank < two->rank;
}

/* Units from the beginning of the first copy to behind the last one. */
static uint64_t reach_of(const struct element *element)
{
	uint64_t copies = element->length;

	if (!copies || (element->stride && copies > FOREVER / 2 / element->stride))
		return FOREVER / 2;
	return (copies - 1) * element->stride + element->width + element->reach;
}

/* May @two, which begins behind @one, have a place in common with it? */
static bool may_meet(const struct element *one, const struct element *two)
{
	uint64_t distance = two->offset - one->offset, within;

	if (distance >= reach_of(one))
		return false;
	if (!one->stride || one->stride != two->stride)
		return !one->stride || two->stride || one->kind != ELEMENT_REGISTER ||
		       distance % one->stride < one->width ||
		       distance % one->stride + two->width > one->stride;
	within = distance % one->stride;
	return one->kind != ELEMENT_REGISTER || within < one->width ||
	       within + two->width > one->stride;
}

/*
 * Find what lies over each other. Return: does the order of places say the same of that as
 * the order of ranks?
 */
static bool find_rivals(struct placed *placed, size_t n)
{
	uint64_t furthest = 0;
	bool agrees = true;

	for (size_t i = 0; i < n; i++)
		if (reach_of(placed[i].element) > furthest)
			furthest = reach_of(placed[i].element);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j-- && placed[i].element->offset - placed[j].element->offset < furthest;) {
			if (!may_meet(placed[j].element, placed[i].element))
				continue;
			placed[i].has_rivals = placed[j].has_rivals = true;
			if (placed[j].rank < placed[i].rank &&
			    placed[i].element->offset != placed[j].element->offset)
				agrees = false;
		}
	return agrees;
}

static void write_space(struct writing *writing, const struct space *space, const char *directory)
{
	size_t n = space->elements.n;
	struct placed *placed = arena_get(&writing->regs->arena, n * sizeof(*placed) + 1);

	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ .element = space->elements.at[i], .rank = i };
	if (n)
		qsort(placed, n, sizeof(*placed), by_place);
	if (!find_rivals(placed, n)) {
		qsort(placed, n, sizeof(*placed), by_rank);
		write_text(writing, "\n# Some of these lie over others: what comes later wins.\n");
	}
	for (size_t i = 0; i < n; i++)
		if (placed[i].element->kind == ELEMENT_REGISTER)
			write_register(writing, placed[i].element, space, NULL, directory,
				       placed[i].has_rivals);
		else
			write_block(writing, placed[i].element, space, directory);
}

/* --- what it is about ------------------------------------------------------------ */

static void write_subjects(struct writing *writing, const struct database *database)
{
	if (!database->subjects.n && database->guessed)
		write_text(writing, "called %s%s%s%s\n", database->title,
			   *database->family ? " family " : "", database->family,
			   database->of_source ? " of source" : "");
	for (size_t i = 0; i < database->subjects.n; i++) {
		const struct subject *subject = &database->subjects.at[i];

		if (subject->driver)
			write_text(writing, "driver %s\n", subject->driver);
		else if (subject->device == MMT_ANY)
			write_text(writing, "device %04x:*\n", subject->vendor);
		else
			write_text(writing, "device %04x:%04x\n", subject->vendor, subject->device);
	}
}

static void write_database(struct writing *writing, const struct database *database)
{
	const char *file = database->where.file ? database->where.file : "";
	const char *slash = strrchr(file, '/');
	char directory[4096];

	snprintf(directory, sizeof(directory), "%.*s", slash ? (int)(slash + 1 - file) : 0, file);
	write_text(writing, "mmiotrace rules 1\n#\n"
		   "# Written by 'mmiotrace regs' from %s%s:\n"
		   "# behind each register stands the line that it comes from.\n#\n",
		   database->of_source ? "the driver's source, " : "", file);
	write_subjects(writing, database);
	if (database->main && database->main->unit != 1)
		write_text(writing, "unit %u\n", database->main->unit);
	write_text(writing, "\n");
	for (size_t i = 0; i < database->all_spaces.n; i++) {
		const struct space *space = database->all_spaces.at[i];

		if (space->indirect || (space != database->main && space->bar == MMT_NO_BAR))
			writing->left_out += space->elements.n;
		else
			write_space(writing, space, directory);
	}
	writing->left_out += database->paths.n;
}

/* The only one that has registers; NULL after a complaint. */
static const struct database *the_database(struct mmt_regs *regs, const char *path)
{
	const struct where where = { path, 0 };
	const struct database *found = NULL;

	for (const struct database *database = regs->databases; database; database = database->next) {
		if (!database->all_spaces.n)
			continue;
		if (found) {
			regs_complain(regs, where, "these are several drivers: convert one at a time");
			return NULL;
		}
		found = database;
	}
	if (!found)
		regs_complain(regs, where, "no registers in it: give the directory of a driver's source, or its .c and .h files");
	else if (!found->guessed)
		regs_complain(regs, where, "is a description already: only a driver's source or header is converted");
	return found && found->guessed ? found : NULL;
}

static long convert(struct writing *writing, const char *path)
{
	const struct database *database;

	regs_finish(writing->regs);
	database = the_database(writing->regs, path);
	if (!database)
		return -1;
	write_database(writing, database);
	if (writing->left_out)
		regs_note(writing->regs, database->where, "%lu registers or ways to them are not written, as they are reached indirectly: go on giving the rules that say so",
			  writing->left_out);
	return (long)writing->registers;
}

long mmt_regs_write(struct mmt_regs *regs, const char *path, mmt_put put, void *to)
{
	struct writing writing = { .regs = regs, .put = put, .to = to };
	jmp_buf *outer = regs->arena.out;
	jmp_buf out;
	long result;

	regs->arena.out = &out;
	if (setjmp(out))
		result = regs_fail(regs, (struct where){ path, 0 }, MMT_ERROR_MEMORY, "out of memory");
	else
		result = convert(&writing, path);
	regs->arena.out = outer;
	return result;
}
