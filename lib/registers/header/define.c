// SPDX-License-Identifier: GPL-2.0
/*
 * Finding the constants of a C header. It is not compiled: conditions but #if 0,
 * types and functions are passed over, so what stands in two branches is there
 * twice, and the first counts.
 */
#include "define.h"

#include <ctype.h>
#include <string.h>

#define MOST_DEFINES	200000
#define LONGEST_BODY	4096
#define LONGEST_COMMENT 200

struct scan {
	struct defines *defines;
	struct mmt_regs *regs;
	const char *file;
	const char *at;
	const char *end;
	unsigned int line;
	const char *section;
	bool line_begins;
	unsigned int sets;
};

/* One end of a line; a heading counts up to the next empty line. */
static void end_line(struct scan *scan)
{
	const char *c = scan->at + 1;

	scan->line++;
	while (c < scan->end && (*c == ' ' || *c == '\t' || *c == '\r'))
		c++;
	if (c < scan->end && *c == '\n')
		scan->section = NULL;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* A comment as a line: its stars and line ends are gone. */
static const char *comment_text(struct scan *scan, const char *from, const char *to)
{
	char text[LONGEST_COMMENT + 1];
	size_t n = 0;

	for (; from < to && n < LONGEST_COMMENT; from++) {
		unsigned char c = (unsigned char)*from;
		bool space = c <= ' ' || c == 0x7f;

		if (space || (c == '*' && (!n || text[n - 1] == ' '))) {
			if (n && text[n - 1] != ' ')
				text[n++] = ' ';
		} else {
			text[n++] = (char)c;
		}
	}
	while (n && text[n - 1] == ' ')
		n--;
	return n ? arena_text(scan->defines->arena, text, n) : NULL;
}

/* Past a comment that begins here; its text when there is one, else NULL. */
static const char *skip_comment(struct scan *scan)
{
	const char *from = scan->at + 2, *to;
	bool block = scan->at[1] == '*';

	to = block ? memmem(from, (size_t)(scan->end - from), "*/", 2) :
		     memchr(from, '\n', (size_t)(scan->end - from));
	if (!to)
		to = scan->end;
	for (const char *c = scan->at; c < to; c++)
		scan->line += *c == '\n';
	scan->at = block && to < scan->end ? to + 2 : to;
	return comment_text(scan, from, to);
}

static bool at_comment(const struct scan *scan)
{
	return scan->end - scan->at >= 2 && scan->at[0] == '/' &&
	       (scan->at[1] == '*' || scan->at[1] == '/');
}

/* How long a backslash with the end of its line is; 0 when there is none. */
static size_t continuation(const struct scan *scan)
{
	size_t left = (size_t)(scan->end - scan->at);

	if (left >= 2 && !memcmp(scan->at, "\\\n", 2))
		return 2;
	return left >= 3 && !memcmp(scan->at, "\\\r\n", 3) ? 3 : 0;
}

/* Past blanks and continued lines. */
static void skip_blanks(struct scan *scan)
{
	for (; scan->at < scan->end; scan->at++) {
		size_t length = continuation(scan);

		if (length) {
			scan->line++;
			scan->at += length - 1;
		} else if (*scan->at != ' ' && *scan->at != '\t' && *scan->at != '\r') {
			return;
		}
	}
}

static size_t word_length(const struct scan *scan)
{
	const char *c = scan->at;

	if (c < scan->end && !isdigit((unsigned char)*c))
		while (c < scan->end && is_word(*c))
			c++;
	return (size_t)(c - scan->at);
}

static struct define *new_define(struct scan *scan, const char *name, size_t length)
{
	struct defines *defines = scan->defines;
	struct define *define;

	if (!length || length > LONGEST_NAME || defines->all.n >= MOST_DEFINES ||
	    dictionary_get(&defines->by_name, name, length))
		return NULL;
	define = arena_get(defines->arena, sizeof(*define));
	define->name = arena_text(defines->arena, name, length);
	define->section = scan->section;
	define->file = scan->file;
	define->order = defines->all.n;
	define->line = scan->line;
	dictionary_set(&defines->by_name, defines->arena, define->name, define);
	*vector_add(defines->arena, &defines->all) = define;
	return define;
}

static void read_parameters(struct scan *scan, struct define *define)
{
	define->is_macro = true;
	scan->at++;
	while (scan->at < scan->end && *scan->at != ')' && *scan->at != '\n') {
		size_t length;

		skip_blanks(scan);
		length = word_length(scan);
		if (length && define->n_parameters < MOST_PARAMETERS)
			define->parameter[define->n_parameters] =
				arena_text(scan->defines->arena, scan->at,
					   length);
		if (length)
			define->n_parameters += define->n_parameters <= MOST_PARAMETERS;
		scan->at += length;
		if (!length && scan->at < scan->end && *scan->at != ')' && *scan->at != '\n') {
			define->is_variadic |= *scan->at == '.';
			scan->at++;
		}
	}
	if (scan->at < scan->end && *scan->at == ')')
		scan->at++;
}

/*
 * The text of a constant, up to the end of the line, or in an enum (@in_enum) to
 * the comma; comments are taken out.
 */
static void read_body(struct scan *scan, struct define *define, bool in_enum)
{
	char body[LONGEST_BODY];
	unsigned int depth = 0;
	size_t n = 0;

	while (scan->at < scan->end) {
		char c = *scan->at;

		if (at_comment(scan)) {
			const char *comment = skip_comment(scan);

			if (!define->comment)
				define->comment = comment;
			continue;
		}
		if (continuation(scan)) {
			scan->at += continuation(scan);
			scan->line++;
			c = ' ';
		} else if (c == '\n' && !in_enum) {
			break;
		} else if (in_enum && ((c == ',' && !depth) || c == '}' || c == ';' || c == '#')) {
			break;
		} else {
			scan->line += c == '\n';
			depth += c == '(';
			depth -= c == ')' && depth;
			scan->at++;
		}
		if (n < sizeof(body))
			body[n++] = c;
	}
	/* What is too long to keep is no constant. */
	if (n == sizeof(body))
		n = 0;
	while (n && isspace((unsigned char)body[n - 1]))
		n--;
	define->body = arena_text(scan->defines->arena, body, n);
	define->length = n;
}

static bool at_word(const struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	return word_length(scan) == length && !memcmp(scan->at, word, length);
}

/* Behind "#if": is it "0", and nothing else? */
static bool is_never(const struct scan *scan)
{
	const char *c = scan->at;

	while (c < scan->end && (*c == ' ' || *c == '\t'))
		c++;
	return c < scan->end && *c == '0' && (c + 1 == scan->end || isspace((unsigned char)c[1]));
}

/* Past lines that are there for nobody, up to the #else or #endif of their #if. */
static void skip_never(struct scan *scan)
{
	unsigned int depth = 1;

	while (depth && scan->at < scan->end) {
		const char *line = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));

		scan->at = line ? line + 1 : scan->end;
		scan->line += line != NULL;
		while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
			scan->at++;
		if (scan->at == scan->end || *scan->at != '#')
			continue;
		scan->at++;
		while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
			scan->at++;
		if (at_word(scan, "if") || at_word(scan, "ifdef") || at_word(scan, "ifndef"))
			depth++;
		else if (at_word(scan, "endif") ||
			 (depth == 1 && (at_word(scan, "else") || at_word(scan, "elif"))))
			depth--;
	}
}

/* To the end of a directive: none of its words is the next thing in an enum. */
static void skip_line(struct scan *scan)
{
	while (scan->at < scan->end && *scan->at != '\n') {
		size_t length = continuation(scan);

		if (at_comment(scan)) {
			skip_comment(scan);
		} else {
			scan->line += length != 0;
			scan->at += length ? length : 1;
		}
	}
}

/* Behind the # of a directive. */
static void read_directive(struct scan *scan)
{
	struct define *define, unwanted = { 0 };
	unsigned int indent = 0;
	size_t length;

	skip_blanks(scan);
	length = word_length(scan);
	if (at_word(scan, "if")) {
		scan->at += length;
		if (is_never(scan))
			skip_never(scan);
	}
	if (!at_word(scan, "define")) {
		skip_line(scan);
		return;
	}
	scan->at += length;
	for (; scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'); scan->at++)
		indent += indent < 15;
	length = word_length(scan);
	define = new_define(scan, scan->at, length);
	if (!define)
		define = &unwanted;
	scan->at += length;
	define->indent = indent;
	if (scan->at < scan->end && *scan->at == '(')
		read_parameters(scan, define);
	skip_blanks(scan);
	read_body(scan, define, false);
}

/* A comment behind a comma belongs to what is before it. */
static void read_late_comment(struct scan *scan, struct define *define)
{
	while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
		scan->at++;
	if (at_comment(scan)) {
		const char *comment = skip_comment(scan);

		if (define && !define->comment)
			define->comment = comment;
	}
}

/* Behind the brace of an enum. */
static void read_enum(struct scan *scan, const char *tag)
{
	struct define *previous = NULL, *define;
	unsigned int set = ++scan->sets;
	bool first = true;

	while (scan->at < scan->end && *scan->at != '}') {
		size_t length;

		if (at_comment(scan)) {
			scan->section = skip_comment(scan);
			continue;
		}
		if (*scan->at == '#') {
			scan->at++;
			read_directive(scan);
			continue;
		}
		length = word_length(scan);
		if (!length) {
			if (*scan->at == '\n')
				end_line(scan);
			scan->at++;
			continue;
		}
		define = new_define(scan, scan->at, length);
		scan->at += length;
		while (scan->at < scan->end && isspace((unsigned char)*scan->at) )
			scan->line += *scan->at++ == '\n';
		if (define) {
			define->set = set;
			define->tag = tag;
			define->previous = previous;
		}
		if (scan->at < scan->end && *scan->at == '=') {
			struct define unwanted = { 0 };

			scan->at++;
			skip_blanks(scan);
			read_body(scan, define ? define : &unwanted, true);
			if (define)
				define->previous = NULL;
		} else if (define && first) {
			define->body = "0";
			define->length = 1;
		}
		first = false;
		if (scan->at < scan->end && *scan->at == ',')
			scan->at++;
		read_late_comment(scan, define);
		previous = define;
	}
}

/* Behind the word enum: its tag, and its brace if it is a definition. */
static void read_enum_head(struct scan *scan)
{
	const char *tag = NULL;
	size_t length;

	while (scan->at < scan->end && isspace((unsigned char)*scan->at))
		scan->line += *scan->at++ == '\n';
	length = word_length(scan);
	if (length && length <= LONGEST_NAME)
		tag = arena_text(scan->defines->arena, scan->at, length);
	scan->at += length;
	while (scan->at < scan->end && isspace((unsigned char)*scan->at))
		scan->line += *scan->at++ == '\n';
	if (scan->at < scan->end && *scan->at == '{') {
		scan->at++;
		read_enum(scan, tag);
	}
}

/* A comment above a single constant is about it, and no heading. */
static void own_comments(struct defines *defines)
{
	for (size_t i = 0; i < defines->all.n; i++) {
		struct define *define = defines->all.at[i];
		const char *section = define->section;
		bool shared = (i && defines->all.at[i - 1]->section == section) ||
			      (i + 1 < defines->all.n &&
			       defines->all.at[i + 1]->section == section);

		if (section && !shared && !define->comment)
			define->comment = section;
	}
	for (size_t i = 0; i < defines->all.n; i++)
		if (defines->all.at[i]->comment == defines->all.at[i]->section)
			defines->all.at[i]->section = NULL;
}

/**
 * defines_merge() - put the constants of one header behind those of another
 * @defines: of the first; a name that it has already stays what it is
 * @others: of the second, from the same arena
 */
void defines_merge(struct defines *defines, const struct defines *others)
{
	unsigned int sets = 0;

	for (size_t i = 0; i < defines->all.n; i++)
		if (defines->all.at[i]->set > sets)
			sets = defines->all.at[i]->set;
	for (size_t i = 0; i < others->all.n; i++) {
		struct define *define = others->all.at[i];

		struct define *first = dictionary_find(&defines->by_name, define->name);

		if (first) {
			define->same_name = first->same_name;
			first->same_name = define;
			continue;
		}
		define->order = defines->all.n;
		if (define->set)
			define->set += sets;
		dictionary_set(&defines->by_name, defines->arena, define->name, define);
		*vector_add(defines->arena, &defines->all) = define;
	}
}

/**
 * defines_scan() - find the constants of a header
 * @defines: where they go; its arena is set
 * @regs: for names
 * @text: the header
 */
void defines_scan(struct defines *defines, struct mmt_regs *regs, const struct file_text *text)
{
	struct scan scan = { .defines = defines, .regs = regs, .file = text->path, .at = text->at,
			     .end = text->at + text->length, .line = 1, .line_begins = true };

	while (scan.at < scan.end) {
		char c = *scan.at;
		size_t length;

		if (at_comment(&scan)) {
			scan.section = skip_comment(&scan);
		} else if (c == '#' && scan.line_begins) {
			scan.at++;
			read_directive(&scan);
		} else if (is_word(c)) {
			length = word_length(&scan);
			scan.line_begins = false;
			if (length == 4 && !memcmp(scan.at, "enum", 4)) {
				scan.at += length;
				read_enum_head(&scan);
			} else {
				scan.at += length ? length : 1;
			}
		} else {
			if (c == '\n')
				end_line(&scan);
			if (c == '\n')
				scan.line_begins = true;
			else if (!isspace((unsigned char)c))
				scan.line_begins = false;
			scan.at++;
		}
	}
	own_comments(defines);
}
