// SPDX-License-Identifier: GPL-2.0
/* Rules that change what is found in a header. */
#include <string.h>

#include "header.h"

#define each_rule(rules, rule)                                                  \
	for (const struct rule *rule = (rules) ? (rules)->rules.at : NULL;      \
	     rule && rule < (rules)->rules.at + (rules)->rules.n; rule++)

/** rules_add_registers() - do rules describe registers of their own? */
bool rules_add_registers(const struct rules *rules)
{
	each_rule(rules, rule)
		if (rule_adds_register(rule))
			return true;
	return false;
}

/** rules_unit() - how many bytes a unit of the header's offsets has, when a rule says so */
void rules_unit(const struct rules *rules, struct header *header)
{
	each_rule(rules, rule) {
		uint64_t unit;

		if (!rule_is(rule, "unit") ||
		    !rule_number(header->regs, rule, rule->word[1], &unit))
			continue;
		if (unit == 1 || unit == 2 || unit == 4 || unit == 8)
			header->unit = (unsigned int)unit;
		else
			regs_complain(header->regs, rule->where, "unit: it may be 1, 2, 4 or 8");
	}
}

/** rules_ignore() - leave out the constants that rules say to ignore */
void rules_ignore(const struct rules *rules, struct header *header)
{
	size_t kept = 0;

	each_rule(rules, rule) {
		if (!rule_is(rule, "ignore"))
			continue;
		kept = 0;
		for (size_t i = 0; i < header->defines.all.n; i++) {
			struct define *define = header->defines.all.at[i];

			/* It keeps its value: others may be made of it. */
			if (!rule_matches(rule, 1, define->name))
				header->defines.all.at[kept++] = define;
		}
		header->defines.all.n = kept;
	}
	for (size_t i = 0; i < header->defines.all.n; i++)
		header->defines.all.at[i]->order = i;
}

/** rules_registers() - take the constants for registers that rules say are some */
void rules_registers(const struct rules *rules, struct header *header)
{
	each_rule(rules, rule) {
		bool found = false;

		if (!rule_is(rule, "registers") && !rule_is(rule, "space"))
			continue;
		for (size_t i = 0; i < header->defines.all.n; i++) {
			struct define *define = header->defines.all.at[i];
			unsigned int from = rule_is(rule, "space") ? 2 : 1;

			if (define->is_macro || !rule_matches(rule, from, define->name) ||
			    !define_value(&header->defines, define))
				continue;
			header_add(header, define)->decision = BY_RULE;
			found = true;
		}
		if (!found && rule_is(rule, "registers"))
			regs_complain(header->regs, rule->where, "no constant of %s matches",
				      header->path);
	}
}

/** rule_bits() - give a register the constants that a rule says are its fields */
void rule_bits(const struct rule *rule, struct header *header, struct found *found)
{
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];

		if (rule_matches(rule, 2, define->name) &&
		    (define->is_macro ? define->n_parameters == 1 :
					define_value(&header->defines, define)))
			*vector_add(header->defines.arena, &found->bits) = define;
	}
}

/** rules_fields() - give registers the constants that rules say are their fields */
void rules_fields(const struct rules *rules, struct header *header)
{
	each_rule(rules, rule) {
		struct found *found;

		if (!rule_is(rule, "fields"))
			continue;
		found = header_find(header, rule->word[1]);
		/* It may be one that a rule adds: rules_apply() comes to these. */
		if (found)
			rule_bits(rule, header, found);
	}
}

/** rules_apart() - note which registers rules put elsewhere: they end on their own */
void rules_apart(const struct rules *rules, struct header *header)
{
	size_t number = 0;

	each_rule(rules, rule) {
		const char *of = rule_is(rule, "block") ? rule_option(rule, 3, "of") : NULL;
		struct rule pattern = { .word = { of }, .n = 1 };

		number++;
		if (!of && !rule_is(rule, "space") && !rule_is(rule, "bar"))
			continue;
		for (size_t i = 0; i < header->found.n; i++) {
			struct found *found = header->found.at[i];

			if (!rule_matches(of ? &pattern : rule, of ? 0 : 2, found->define->name))
				continue;
			found->apart = number;
			found->is_index = rule_is(rule, "space");
		}
	}
}
