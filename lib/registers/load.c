// SPDX-License-Identifier: GPL-2.0
/* Which format a description is in, and who reads it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"
#include "registers/header/header.h"
#include "registers/xml/rnndb.h"
#include "registers/xml/svd.h"
#include "registers/xml/xml.h"

static bool is_xml(const struct file_text *text)
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

/* What rules are about may lie beside them, or be named by the user. */
static void load_beside(struct mmt_regs *regs, const struct rules *rules)
{
	const char *slash = strrchr(rules->path, '/');
	size_t directory = slash ? (size_t)(slash - rules->path) + 1 : 0;

	for (size_t i = 0; i < rules->files.n; i++) {
		size_t length = strlen(rules->files.at[i]);
		char *path = arena_get(&regs->arena, directory + length + 1);

		memcpy(path, rules->path, directory);
		memcpy(path + directory, rules->files.at[i], length);
		if (!access(path, R_OK))
			regs_load_file(regs, path);
	}
}

/** regs_load_text() - read a file in memory, in the format that it is in */
int regs_load_text(struct mmt_regs *regs, const struct file_text *text)
{
	struct where where = { text->path, 0 };

	if (!text->length)
		return regs_complain(regs, where, "is empty");
	if (is_xml(text))
		return xml_root_is(text, "device") ? svd_load(regs, text) : rnndb_load(regs, text);
	if (rules_are(text)) {
		load_beside(regs, rules_load(regs, text));
		return 0;
	}
	if (memchr(text->at, 0, text->length))
		return regs_complain(regs, where, "is no register description, but binary");
	return header_load(regs, text);
}

/** regs_load_file() - read a file, unless it was read before */
int regs_load_file(struct mmt_regs *regs, const char *path)
{
	struct file_text text = { 0 };
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

int mmt_regs_load(struct mmt_regs *regs, const char *path)
{
	struct stat status;
	jmp_buf *outer = regs->arena.out;
	jmp_buf out;
	int result;

	regs->arena.out = &out;
	if (setjmp(out))
		result = regs_fail(regs, (struct where){ path, 0 }, MMT_ERROR_MEMORY, "out of memory");
	else if (!stat(path, &status) && S_ISDIR(status.st_mode))
		result = directory_load(regs, path);
	else
		result = regs_load_file(regs, path);
	regs->arena.out = outer;
	return result;
}
