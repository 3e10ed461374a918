// SPDX-License-Identifier: GPL-2.0
/* Descriptions: what the readers of all formats need to put them together. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/messages.h"
#include "register.h"

#define LARGEST_FILE (64u << 20)

struct mmt_regs *mmt_regs_new(const struct mmt_messages *messages)
{
	struct mmt_regs *regs = calloc(1, sizeof(*regs));

	if (regs && messages)
		regs->messages = *messages;
	return regs;
}

void mmt_regs_free(struct mmt_regs *regs)
{
	if (!regs)
		return;
	arena_free(&regs->arena);
	arena_free(&regs->tree);
	free(regs);
}

unsigned long mmt_regs_problems(const struct mmt_regs *regs)
{
	return regs->problems;
}

static bool same_file(const struct where *a, const struct where *b)
{
	return a->file == b->file || (a->file && b->file && !strcmp(a->file, b->file));
}

/* The trouble of this kind, new or old; NULL when there is no room. */
static struct trouble *trouble_of(struct mmt_regs *regs, const void *kind, struct where where)
{
	for (size_t i = 0; i < MOST_TROUBLES; i++) {
		struct trouble *trouble = &regs->troubles[i];

		if (!trouble->kind)
			*trouble = (struct trouble){ .kind = kind, .where = where };
		if (trouble->kind == kind && same_file(&trouble->where, &where))
			return trouble;
	}
	return NULL;
}

static void say(struct mmt_regs *regs, enum mmt_error error, struct where where,
		const void *kind, const char *format, va_list arguments)
{
	struct trouble *trouble = trouble_of(regs, kind, where);

	if (trouble && ++trouble->said > MOST_SAID)
		return;
	messages_tell(&regs->messages, error, where.file ? where.file : "", where.line, format,
		      arguments);
}

/**
 * regs_complain() - say what is wrong with a description
 * @regs: whose
 * @where: where it was written
 * @format: as printf(); of each, the first few about a file are told, all are counted
 *
 * Return: -1, so that a function can end with it.
 */
int regs_complain(struct mmt_regs *regs, struct where where, const char *format, ...)
{
	va_list arguments;

	regs->problems++;
	va_start(arguments, format);
	say(regs, MMT_ERROR_DESCRIPTION, where, format, format, arguments);
	va_end(arguments);
	return -1;
}

/** regs_fail() - likewise, of what is wrong with the machine: @error says what kind of thing */
int regs_fail(struct mmt_regs *regs, struct where where, enum mmt_error error,
	      const char *format, ...)
{
	va_list arguments;

	regs->problems++;
	va_start(arguments, format);
	say(regs, error, where, format, format, arguments);
	va_end(arguments);
	return -1;
}

/** regs_note() - likewise, of what is not wrong, but cannot be used */
void regs_note(struct mmt_regs *regs, struct where where, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(regs, MMT_ERROR_NONE, where, format, format, arguments);
	va_end(arguments);
}

/** regs_complain_of() - likewise; @kind, a pointer, says what kind of complaint it is */
int regs_complain_of(struct mmt_regs *regs, struct where where, const void *kind,
		     const char *format, ...)
{
	va_list arguments;

	regs->problems++;
	va_start(arguments, format);
	say(regs, MMT_ERROR_DESCRIPTION, where, kind, format, arguments);
	va_end(arguments);
	return -1;
}

static void count(struct mmt_regs *regs, const char *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	messages_tell(&regs->messages, MMT_ERROR_DESCRIPTION, file ? file : "", 0, format,
		      arguments);
	va_end(arguments);
}

/** regs_complain_sum() - count what was not told since the last time */
void regs_complain_sum(struct mmt_regs *regs)
{
	for (size_t i = 0; i < MOST_TROUBLES; i++) {
		struct trouble *trouble = &regs->troubles[i];

		if (trouble->said <= MOST_SAID)
			continue;
		count(regs, trouble->where.file, "%lu more like the one about line %u",
		      trouble->said - MOST_SAID, trouble->where.line);
		trouble->said = MOST_SAID;
	}
}

/**
 * regs_name() - keep a name
 * @regs: where
 * @name: the name, @length bytes of it
 *
 * Return: a copy, not too long, and without what would do harm to a terminal.
 */
const char *regs_name(struct mmt_regs *regs, const char *name, size_t length)
{
	char *copy = arena_text(&regs->arena, name,
				length < LONGEST_NAME ? length : LONGEST_NAME);

	mmt_make_safe(copy);
	return copy;
}

/** regs_database() - a new place for descriptions, behind the others */
struct database *regs_database(struct mmt_regs *regs, const char *title, struct where where)
{
	struct database *database = arena_get(&regs->arena, sizeof(*database));
	struct database **end = &regs->databases;

	database->title = title;
	database->where = where;
	while (*end)
		end = &(*end)->next;
	*end = database;
	return database;
}

/**
 * regs_read() - read a whole file
 * @regs: who is told when it cannot be read
 * @path: the file
 * @text: filled in; @text->at is to be freed
 *
 * Return: 0, or -1 after a complaint.
 */
int regs_read(struct mmt_regs *regs, const char *path, struct file_text *text)
{
	struct where where = { path, 0 };
	struct stat status;
	size_t length = 0;
	ssize_t got = 1;
	char *at;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return regs_fail(regs, where, MMT_ERROR_SYSTEM, "cannot be opened: %s",
				 strerror(errno));
	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || status.st_size > LARGEST_FILE) {
		close(fd);
		return regs_complain(regs, where, "no register description: not a file, or larger than %u MiB",
				     LARGEST_FILE >> 20);
	}
	at = malloc((size_t)status.st_size + 1);
	while (at && got > 0 && length < (size_t)status.st_size) {
		got = read(fd, at + length, (size_t)status.st_size - length);
		if (got > 0)
			length += (size_t)got;
	}
	close(fd);
	if (!at)
		return regs_fail(regs, where, MMT_ERROR_MEMORY, "out of memory");
	if (got < 0) {
		regs_fail(regs, where, MMT_ERROR_SYSTEM, "cannot be read: %s", strerror(errno));
		free(at);
		return -1;
	}
	at[length] = 0;
	*text = (struct file_text){ arena_text(&regs->arena, path, strlen(path)), at, length };
	return 0;
}
