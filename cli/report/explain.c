// SPDX-License-Identifier: GPL-2.0
#include "explain.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "terminal/message.h"

#define MOST_EXPLAINED 100

/**
 * struct explained - what was explained
 * @device: whose register
 * @offset: in its @bar
 * @bar: see there
 * @id: of its name, or UINT32_MAX
 */
struct explained {
	const struct mmt_device *device;
	uint64_t offset;
	int bar;
	uint32_t id;
};

static void put(void *to, const char *text, size_t length)
{
	fwrite(text, 1, length, to);
}

/* Is it the register that was asked for, by its name or by its offset? */
static bool is_meant(const char *what, const struct mmt_record *record, const struct mmt_named *part,
		     unsigned int parts)
{
	char *end;
	uint64_t offset = strtoull(what, &end, 0);

	if (end > what && !*end)
		return record->offset == offset;
	for (unsigned int i = 0; i < parts; i++)
		if (!fnmatch(what, part[i].name, FNM_CASEFOLD))
			return true;
	return false;
}

static bool is_news(struct explained *all, size_t *n, const struct explained *one)
{
	for (size_t i = 0; i < *n; i++)
		if (all[i].device == one->device && all[i].bar == one->bar && all[i].offset == one->offset &&
		    all[i].id == one->id)
			return false;
	if (*n == MOST_EXPLAINED)
		return false;
	all[(*n)++] = *one;
	return true;
}

/**
 * explain() - say of each register of a name how that was decided
 * @source: the trace
 * @what: a name, or a pattern; or an offset, which need not have a name
 *
 * Of each place the first access, and the first that has another name.
 *
 * Return: exit status.
 */
int explain(struct source *source, const char *what)
{
	static struct explained all[MOST_EXPLAINED];
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record;
	size_t n = 0;

	if (!source->files || !source->names)
		return failure("--explain is about names, which come from --regs");
	while (source_next(source, &record)) {
		unsigned int parts = source_name(source, &record, part);
		struct explained one = { record.device, record.offset, record.bar, parts ? part->id : UINT32_MAX };

		if (!mmt_is_access(&record) || !is_meant(what, &record, part, parts) ||
		    !select_wants(&source->select, &record, caller_of(&source->callers, record.pc), part, parts) ||
		    !is_news(all, &n, &one))
			continue;
		mmt_explain(source->names, &record, parts ? part : NULL, put, stdout);
	}
	if (!n)
		message("no access to '%s' among those that were chosen: 'mmiotrace stat' with the same --regs lists the registers",
			what);
	if (n == MOST_EXPLAINED)
		message("%d places were explained; there may be more", MOST_EXPLAINED);
	return fflush(stdout) ? output_status(errno) : EXIT_SUCCESS;
}
