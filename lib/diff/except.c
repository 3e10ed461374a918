// SPDX-License-Identifier: GPL-2.0
#include "except.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/messages.h"

#define LARGEST	(16UL << 20)	/* bytes of a file */
#define WORDS	" \t\r"

/* What a file calls a finding; MMT_SAME stands for all of them. */
static const char *finding_word(enum mmt_verdict finding)
{
	return finding == MMT_SAME ? "*" : mmt_verdict_name(finding);
}

/**
 * struct except_file - a file being read
 * @path: its path
 * @line: number of the line
 * @messages: who is told
 * @wrong: something was
 */
struct except_file {
	const char *path;
	unsigned long line;
	const struct mmt_messages *messages;
	bool wrong;
};

static void complain(struct except_file *file, enum mmt_error error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void complain(struct except_file *file, enum mmt_error error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	messages_tell(file->messages, error, file->path, file->line, format, arguments);
	va_end(arguments);
	file->wrong = true;
}

/* The next word of a line, which it begins behind then; its length, 0 at the end. */
static size_t word(const char **at, const char *end, const char **start)
{
	while (*at < end && strchr(WORDS, **at))
		++*at;
	*start = *at;
	while (*at < end && !strchr(WORDS, **at))
		++*at;
	return (size_t)(*at - *start);
}

static int finding_of(const char *text, size_t length)
{
	for (enum mmt_verdict finding = 0; finding < MMT_N_VERDICTS; finding++) {
		const char *known = finding_word(finding);

		if (strlen(known) == length && !memcmp(known, text, length))
			return (int)finding;
	}
	return -1;
}

static int add(struct diff_excepts *excepts, const struct except_file *file,
	       const char *pattern, size_t length, int finding)
{
	struct diff_except *more = realloc(excepts->at, (excepts->n + 1) * sizeof(*more));

	if (!more)
		return -1;
	excepts->at = more;
	more[excepts->n] = (struct diff_except){
		.file = strdup(file->path), .line = file->line,
		.pattern = strndup(pattern, length), .finding = (enum mmt_verdict)finding,
	};
	excepts->n++;
	return more[excepts->n - 1].file && more[excepts->n - 1].pattern ? 0 : -1;
}

static int parse_line(struct diff_excepts *excepts, struct except_file *file, const char *at,
		      const char *end)
{
	const char *pattern, *kind, *reason;
	size_t length = word(&at, end, &pattern), kind_length;
	int finding;

	if (!length || *pattern == '#')
		return 0;
	if (memchr(pattern, 0, (size_t)(end - pattern))) {
		complain(file, MMT_ERROR_DESCRIPTION, "a zero byte: an exception file is text");
		return 0;
	}
	kind_length = word(&at, end, &kind);
	finding = finding_of(kind, kind_length);
	if (finding < 0) {
		complain(file, MMT_ERROR_DESCRIPTION, "'%.*s' is no finding: write REGISTER-PATTERN FINDING REASON, where FINDING is value, missing, surplus, moved or *",
			 (int)kind_length, kind);
		return 0;
	}
	if (!word(&at, end, &reason)) {
		complain(file, MMT_ERROR_DESCRIPTION, "'%.*s' is excused without a reason: write it behind '%s'",
			 (int)length, pattern, finding_word(finding));
		return 0;
	}
	return add(excepts, file, pattern, length, finding);
}

/**
 * excepts_parse() - read the lines of an exception file
 * @excepts: gets them
 * @path: of the file
 * @text: its text
 * @length: bytes of it
 * @messages: who is told what is wrong
 *
 * Return: 0; -1 when something was wrong with it, or memory ran out.
 */
int excepts_parse(struct diff_excepts *excepts, const char *path, const char *text,
		  size_t length, const struct mmt_messages *messages)
{
	struct except_file file = { .path = path, .messages = messages };
	const char *end = text + length;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		if (!stop)
			stop = end;
		file.line++;
		if (parse_line(excepts, &file, text, stop)) {
			complain(&file, MMT_ERROR_MEMORY, "out of memory");
			return -1;
		}
		text = stop + 1;
	}
	return file.wrong ? -1 : 0;
}

static char *read_all(FILE *stream, size_t *length)
{
	size_t room = 4096;
	char *text = NULL, *more;

	for (*length = 0; *length < LARGEST; room *= 2) {
		more = realloc(text, room);
		if (!more)
			break;
		text = more;
		*length += fread(text + *length, 1, room - *length, stream);
		if (ferror(stream))
			break;
		if (*length < room)
			return text;
	}
	if (*length >= LARGEST)
		errno = EFBIG;
	free(text);
	return NULL;
}

/**
 * excepts_load() - read an exception file
 * @excepts: gets its lines
 * @path: the file
 * @messages: who is told what is wrong
 *
 * Return: 0; -1 after a complaint.
 */
int excepts_load(struct diff_excepts *excepts, const char *path,
		 const struct mmt_messages *messages)
{
	struct except_file file = { .path = path, .messages = messages };
	FILE *stream = fopen(path, "re");
	char *text = NULL;
	size_t length;
	int status;

	if (stream)
		text = read_all(stream, &length);
	if (!text)
		complain(&file, errno == ENOMEM ? MMT_ERROR_MEMORY : MMT_ERROR_SYSTEM,
			 "cannot be read: %s", strerror(errno));
	if (stream)
		fclose(stream);
	if (!text)
		return -1;
	status = excepts_parse(excepts, path, text, length, messages);
	free(text);
	return status;
}

static bool fits(const char *pattern, const char *name)
{
	return name && !fnmatch(pattern, name, FNM_CASEFOLD);
}

/**
 * excepts_find() - the exception that excuses a finding
 * @excepts: the exceptions
 * @name: of the register, or NULL
 * @place: where it is: "BAR0+0x0028"
 * @finding: of which kind
 *
 * Return: its number, or -1.
 */
long excepts_find(const struct diff_excepts *excepts, const char *name, const char *place,
		  enum mmt_verdict finding)
{
	for (size_t i = 0; i < excepts->n; i++) {
		const struct diff_except *except = &excepts->at[i];

		if ((except->finding == MMT_SAME || except->finding == finding) &&
		    (fits(except->pattern, name) || fits(except->pattern, place)))
			return (long)i;
	}
	return -1;
}

/** excepts_free() - free the exceptions */
void excepts_free(struct diff_excepts *excepts)
{
	for (size_t i = 0; i < excepts->n; i++) {
		free(excepts->at[i].file);
		free(excepts->at[i].pattern);
	}
	free(excepts->at);
}
