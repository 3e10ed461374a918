// SPDX-License-Identifier: GPL-2.0
/* What can only be done when all descriptions have been read. */
#include "load.h"
#include "registers/header/header.h"

static bool are_about(const struct rules *rules, const struct header *header)
{
	for (size_t i = 0; i < header->joined.n; i++)
		if (rules_are_about(rules, header->joined.at[i]))
			return true;
	return rules_are_about(rules, header->path);
}

static const struct rules *rules_of(const struct mmt_regs *regs, const struct header *header)
{
	for (size_t i = 0; i < regs->rules.n; i++)
		if (are_about(regs->rules.at[i], header)) {
			regs->rules.at[i]->used = true;
			return regs->rules.at[i];
		}
	return NULL;
}

/* Headers mean something only together with the rules about them. */
static void finish_headers(struct mmt_regs *regs)
{
	headers_join(regs);
	for (size_t i = 0; i < regs->headers.n; i++)
		header_finish(regs->headers.at[i], rules_of(regs, regs->headers.at[i]));
	regs->headers.n = 0;
	for (size_t i = 0; i < regs->rules.n; i++) {
		struct rules *rules = regs->rules.at[i];
		struct where where = { rules->path, 0 };

		if (rules->used)
			continue;
		rules->used = true;
		if (rules->files.n && !rules->is_optional)
			regs_complain(regs, where, "is about %s, which was not given and does not lie beside it",
				      rules->files.at[0]);
		rules_apply(regs, rules, NULL, regs_database(regs, "", where));
	}
}

/**
 * regs_finish() - make ready what was read since the last time
 * @regs: the descriptions
 *
 * What is wrong with them is told now, when all of them are there.
 */
void regs_finish(struct mmt_regs *regs)
{
	jmp_buf *outer = regs->arena.out;
	jmp_buf out;

	regs->arena.out = &out;
	if (setjmp(out)) {
		regs_fail(regs, (struct where){ NULL, 0 }, MMT_ERROR_MEMORY, "out of memory");
		regs->arena.out = outer;
		return;
	}
	finish_headers(regs);
	for (struct database *database = regs->databases; database; database = database->next) {
		if (database->finished)
			continue;
		for (size_t i = 0; i < database->all_spaces.n; i++)
			extents(regs, database->all_spaces.at[i]);
		database_check(regs, database);
		database->finished = true;
	}
	regs_complain_sum(regs);
	regs->arena.out = outer;
}
