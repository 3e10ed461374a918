// SPDX-License-Identifier: GPL-2.0
/* Register descriptions: loading them, whatever their format. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "registers/model/register.h"

#define LARGEST_FILE (64u << 20)

/**
 * regs_complain() - say what is wrong with a description
 * @regs: whose
 * @where: where it was written
 * @format: as printf()
 *
 * Return: -1, so that a function can end with it.
 */
int regs_complain(struct mmt_regs *regs, struct where where, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	regs->problems++;
	if (!regs->messages.complain)
		return -1;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	mmt_make_safe(text);
	regs->messages.complain(regs->messages.data, where.file ? where.file : "", where.line,
				text);
	return -1;
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
int regs_read(struct mmt_regs *regs, const char *path, struct text *text)
{
	struct where where = { path, 0 };
	struct stat status;
	size_t length = 0;
	ssize_t got = 1;
	char *at;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return regs_complain(regs, where, "cannot be opened: %s", strerror(errno));
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
	if (!at || got < 0) {
		free(at);
		return regs_complain(regs, where, "cannot be read: %s", strerror(errno));
	}
	at[length] = 0;
	*text = (struct text){ arena_text(&regs->arena, path, strlen(path)), at, length };
	return 0;
}

static bool contains(const struct text *text, const char *what)
{
	return memmem(text->at, text->length, what, strlen(what));
}

static bool is_xml(const struct text *text)
{
	size_t i = 0;

	if (text->length >= 2 && (!memcmp(text->at, "\xff\xfe", 2) || !memcmp(text->at, "\xfe\xff", 2)))
		return true;
	if (text->length >= 3 && !memcmp(text->at, "\xef\xbb\xbf", 3))
		i = 3;
	while (i < text->length && strchr(" \t\r\n", text->at[i]) && text->at[i])
		i++;
	return i < text->length && text->at[i] == '<';
}

/** regs_load_text() - read a file in memory, in the format that it is in */
int regs_load_text(struct mmt_regs *regs, const struct text *text)
{
	struct where where = { text->path, 0 };

	if (!text->length)
		return regs_complain(regs, where, "is empty");
	if (is_xml(text))
		return contains(text, "<device") && !contains(text, "<database") ?
			       svd_load(regs, text) : rnndb_load(regs, text);
	if (rules_are(text))
		return rules_load(regs, text);
	if (memchr(text->at, 0, text->length))
		return regs_complain(regs, where, "is no register description, but binary");
	return header_load(regs, text);
}

/** regs_load_file() - read a file, unless it was read before */
int regs_load_file(struct mmt_regs *regs, const char *path)
{
	struct text text = { 0 };
	char *real = realpath(path, NULL);
	int result;

	if (real && dictionary_find(&regs->files, real)) {
		free(real);
		return 0;
	}
	if (real)
		dictionary_set(&regs->files, &regs->arena,
			       arena_text(&regs->arena, real, strlen(real)), regs);
	free(real);
	if (regs_read(regs, path, &text))
		return -1;
	result = regs_load_text(regs, &text);
	free((char *)text.at);
	return result;
}

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
	free(regs);
}

unsigned long mmt_regs_problems(const struct mmt_regs *regs)
{
	return regs->problems;
}

int mmt_regs_load(struct mmt_regs *regs, const char *path)
{
	struct stat status;
	jmp_buf *outer = regs->arena.out;
	jmp_buf out;
	int result;

	regs->arena.out = &out;
	if (setjmp(out))
		result = regs_complain(regs, (struct where){ path, 0 }, "out of memory");
	else if (!stat(path, &status) && S_ISDIR(status.st_mode))
		result = directory_load(regs, path);
	else
		result = regs_load_file(regs, path);
	regs->arena.out = outer;
	return result;
}
