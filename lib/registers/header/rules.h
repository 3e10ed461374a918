/* SPDX-License-Identifier: GPL-2.0 */
/* Rules: what a header cannot say. docs/registers.md describes them. */
#ifndef LIB_RULES_H
#define LIB_RULES_H

#include "registers/model/register.h"

#define MOST_WORDS 24

/**
 * struct rule - a line of rules
 * @word: its words; the first is the keyword
 * @n: how many
 * @where: the line
 */
struct rule {
	const char *word[MOST_WORDS];
	unsigned int n;
	struct where where;
};

/**
 * struct rules - a file of rules
 * @path: the file
 * @rules: its lines
 * @subjects: the devices that it is for
 * @files: descriptions that it is about
 * @used: it has been applied
 * @is_optional: it was found in a directory: that its header is not there is no fault
 */
struct rules {
	const char *path;
	VECTOR(struct rule) rules;
	VECTOR(struct subject) subjects;
	VECTOR(const char *) files;
	bool used;
	bool is_optional;
};

/* rules.c */
bool rules_are(const struct file_text *text);
const struct rules *rules_load(struct mmt_regs *regs, const struct file_text *text);
bool rule_is(const struct rule *rule, const char *keyword);
bool rule_adds_register(const struct rule *rule);
const char *rule_option(const struct rule *rule, unsigned int from, const char *name);
bool rule_number(struct mmt_regs *regs, const struct rule *rule, const char *text,
		 uint64_t *number);
bool rule_matches(const struct rule *rule, unsigned int from, const char *name);
bool rules_are_about(const struct rules *rules, const char *path);

/* rules_header.c: while a header is being read */
struct header;
bool rules_add_registers(const struct rules *rules);
void rules_unit(const struct rules *rules, struct header *header);
void rules_ignore(const struct rules *rules, struct header *header);
void rules_registers(const struct rules *rules, struct header *header);
struct found;
void rule_bits(const struct rule *rule, struct header *header, struct found *found);
void rules_fields(const struct rules *rules, struct header *header);
void rules_apart(const struct rules *rules, struct header *header);

/* rules_apply.c: when the registers are known */
void rules_apply(struct mmt_regs *regs, const struct rules *rules, struct header *header,
		 struct database *database);

#endif
