// SPDX-License-Identifier: GPL-2.0
/* Reading rules files. */
#include "rules.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAGIC	     "mmiotrace rules"
#define LONGEST_LINE 4096

/** rules_are() - does this file say that it is one of rules? */
bool rules_are(const struct file_text *text)
{
	const char *c = text->at;

	/* Empty lines and comments may stand before it. */
	while (*c == '#' || strchr(" \t\r\n", *c)) {
		if (!*c)
			return false;
		if (*c == '#' && (c[1] == ' ' || c[1] == '\n' || c[1] == '#'))
			c += strcspn(c, "\n");
		else if (*c == '#')
			return false;
		else
			c++;
	}
	return !strncmp(c, MAGIC, strlen(MAGIC));
}

/** rule_option() - the word behind an option; NULL when it is not there */
const char *rule_option(const struct rule *rule, unsigned int from, const char *name)
{
	for (unsigned int i = from; i + 1 < rule->n; i++)
		if (!strcmp(rule->word[i], name))
			return rule->word[i + 1];
	return NULL;
}

/** rule_number() - a word as a number; false after a complaint */
bool rule_number(struct mmt_regs *regs, const struct rule *rule, const char *text,
		 uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	if (*end || !*text || errno || *text == '-') {
		regs_complain(regs, rule->where, "'%.60s' is not a number", text);
		return false;
	}
	return true;
}

/** rule_matches() - does a name match one of the patterns from word @from on? */
bool rule_matches(const struct rule *rule, unsigned int from, const char *name)
{
	for (unsigned int i = from; i < rule->n; i++)
		if (!fnmatch(rule->word[i], name, 0))
			return true;
	return false;
}

static const char *name_in(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/** rules_are_about() - is this file one that the rules are about? */
bool rules_are_about(const struct rules *rules, const char *path)
{
	for (size_t i = 0; i < rules->files.n; i++)
		if (!strcmp(name_in(rules->files.at[i]), name_in(path)))
			return true;
	return false;
}

static void split(struct mmt_regs *regs, const char *line, size_t length, struct rule *rule)
{
	const char *end = line + length;

	while (line < end) {
		size_t word = 0;

		if (strchr(" \t\r", *line)) {
			line++;
			continue;
		}
		if (*line == '#')
			return;
		while (line + word < end && !strchr(" \t\r", line[word]))
			word++;
		if (rule->n == MOST_WORDS) {
			regs_complain(regs, rule->where, "more than %d words: the others are not read",
				      MOST_WORDS);
			return;
		}
		rule->word[rule->n++] = regs_name(regs, line, word);
		line += word;
	}
}

/** rule_is() - does a rule begin with @keyword? */
bool rule_is(const struct rule *rule, const char *keyword)
{
	return rule->n && !strcmp(rule->word[0], keyword);
}

/** rule_adds_register() - "register NAME OFFSET", and not more about one that is there? */
bool rule_adds_register(const struct rule *rule)
{
	return rule_is(rule, "register") && rule->n > 2 && *rule->word[2] >= '0' &&
	       *rule->word[2] <= '9';
}

/* VVVV:DDDD or VVVV:* */
static void read_device(struct mmt_regs *regs, struct rules *rules, const struct rule *rule)
{
	for (unsigned int i = 1; i < rule->n; i++) {
		struct subject subject = { .device = MMT_ANY };
		char *end;

		subject.vendor = (unsigned int)strtoul(rule->word[i], &end, 16);
		if (*end == ':' && strcmp(end + 1, "*") != 0)
			subject.device = (unsigned int)strtoul(end + 1, &end, 16);
		else if (*end == ':')
			end += 2;
		if (*end || !subject.vendor || subject.vendor > 0xffff || subject.device > MMT_ANY)
			regs_complain(regs, rule->where, "'%.40s' is no device: it should be VENDOR:DEVICE or VENDOR:*, in hexadecimal",
				      rule->word[i]);
		else
			*vector_add(&regs->arena, &rules->subjects) = subject;
	}
}

/* @options: of a rule that ends in them; words of them all between blanks */
static const struct {
	const char *keyword;
	unsigned int words;
	const char *options;
} keywords[] = {
	{ "device", 2, NULL }, { "driver", 2, NULL }, { "header", 2, NULL },
	{ "ignore", 2, NULL }, { "registers", 2, NULL }, { "bar", 3, NULL },
	{ "register", 2, " width stride length first access bar in " },
	{ "block", 3, " stride length bar of " },
	{ "field", 4, NULL }, { "value", 4, NULL }, { "used", 3, NULL }, { "fields", 3, NULL }, { "values", 4, NULL }, { "like", 3, NULL },
	{ "space", 2, NULL },
	{ "index", 6, " select data size mask shift step bits bar " },
	{ "window", 6, " select mask shift bar " },
	{ "variant", 3, NULL },
	{ "unit", 2, NULL },
	{ "called", 2, " family of " },
};

/* Behind what a rule is about come pairs of words. */
static void check_options(struct mmt_regs *regs, const struct rule *rule, const char *options)
{
	unsigned int first = rule_is(rule, "window") ? 4 :
			     rule_is(rule, "block") || rule_adds_register(rule) ? 3 : 2;

	for (unsigned int i = first; i < rule->n; i += 2) {
		char word[64];

		snprintf(word, sizeof(word), " %s ", rule->word[i]);
		if (!strstr(options, word))
			regs_complain(regs, rule->where, "'%.40s': '%s' may have%s", rule->word[i],
				      rule->word[0], options);
		else if (i + 1 == rule->n)
			regs_complain(regs, rule->where, "'%s' needs a word behind it",
				      rule->word[i]);
	}
}

static void read_rule(struct mmt_regs *regs, struct rules *rules, const struct rule *rule)
{
	size_t i = 0;

	while (i < sizeof(keywords) / sizeof(*keywords) && !rule_is(rule, keywords[i].keyword))
		i++;
	if (i == sizeof(keywords) / sizeof(*keywords)) {
		regs_complain(regs, rule->where, "there is no rule '%.40s'", rule->word[0]);
	} else if (rule->n < keywords[i].words) {
		regs_complain(regs, rule->where, "'%s' needs %u word%s more", rule->word[0],
			      keywords[i].words - rule->n,
			      keywords[i].words - rule->n == 1 ? "" : "s");
	} else if (keywords[i].options) {
		check_options(regs, rule, keywords[i].options);
		*vector_add(&regs->arena, &rules->rules) = *rule;
	} else if (rule_is(rule, "device")) {
		read_device(regs, rules, rule);
	} else if (rule_is(rule, "driver")) {
		for (i = 1; i < rule->n; i++)
			*vector_add(&regs->arena, &rules->subjects) =
				(struct subject){ .driver = rule->word[i] };
	} else if (rule_is(rule, "header")) {
		for (i = 1; i < rule->n; i++)
			*vector_add(&regs->arena, &rules->files) = rule->word[i];
	} else {
		*vector_add(&regs->arena, &rules->rules) = *rule;
	}
}

/**
 * rules_load() - read a file of rules
 * @regs: where to
 * @text: the file
 *
 * Return: the rules; what they are about is still to be loaded.
 */
const struct rules *rules_load(struct mmt_regs *regs, const struct file_text *text)
{
	struct rules *rules = arena_get(&regs->arena, sizeof(*rules));
	const char *line = text->at, *end = text->at + text->length;
	bool begun = false;

	rules->path = text->path;
	*vector_add(&regs->arena, &regs->rules) = rules;
	for (unsigned int number = 1; line < end; number++) {
		const char *next = memchr(line, '\n', (size_t)(end - line));
		size_t length = (size_t)((next ? next : end) - line);
		struct rule rule = { .where = { text->path, number } };

		if (length > LONGEST_LINE)
			regs_complain(regs, rule.where, "a line of %zu bytes is no rule", length);
		else
			split(regs, line, length, &rule);
		if (rule.n && !begun) {
			begun = true;	/* the line that says what this is */
			if (rule.n != 3 || strcmp(rule.word[2], "1") != 0)
				regs_complain(regs, rule.where, "only version 1 of rules is known: the line should be 'mmiotrace rules 1'");
		} else if (rule.n) {
			read_rule(regs, rules, &rule);
		}
		line = next ? next + 1 : end;
	}
	return rules;
}
