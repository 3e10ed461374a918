// SPDX-License-Identifier: GPL-2.0
/* Register descriptions of envytools, Mesa and Linux's msm driver: rnndb XML. */
#include "rnndb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_IMPORTS 64	/* files in files in files ... */
#define MOST_PARENTS 4	/* directories above, where the root of a data base may be */

static void read_file(struct rnndb_file *file);

/** rnndb_wrong() - complain about an element */
void rnndb_wrong(struct rnndb_file *file, const struct xml_node *node, const char *what,
		 const char *name)
{
	struct where where = xml_where(file->text, node);

	if (name)
		regs_complain_of(file->regs, where, what, "<%.40s>: wrong %s: '%.60s'",
				 node->name, what, name);
	else
		regs_complain_of(file->regs, where, what, "<%.40s>: wrong %s",
				 node->name, what);
}

/** rnndb_is_doc() - is it only for people? */
bool rnndb_is_doc(const struct xml_node *node)
{
	return xml_is(node, "brief") || xml_is(node, "doc");
}

/* directory of @path, then @name */
static char *beside(struct rnndb_file *file, const char *path, unsigned int parents,
		    const char *name)
{
	const char *slash = strrchr(path, '/');
	int length = slash ? (int)(slash - path + 1) : 0;
	size_t size = (size_t)length + 3 * parents + strlen(name) + 1;
	char *joined = arena_get(&file->regs->arena, size);
	int at = snprintf(joined, size, "%.*s", length, path);

	while (parents--)
		at += snprintf(joined + at, size - (size_t)at, "../");
	snprintf(joined + at, size - (size_t)at, "%s", name);
	return joined;
}

/*
 * Files import each other by their place below the root of the data base, which
 * nobody names, or by their place beside each other.
 */
static char *find_import(struct rnndb_file *file, const char *name)
{
	const struct rnndb_file *top = file;
	char *path = beside(file, file->text->path, 0, name);

	while (top->importer)
		top = top->importer;
	for (unsigned int parents = 0; access(path, R_OK); parents++) {
		if (parents > MOST_PARENTS)
			return NULL;
		path = beside(file, top->text->path, parents, name);
	}
	return path;
}

static bool is_being_read(const struct rnndb_file *file, const char *path)
{
	for (; file; file = file->importer) {
		char *real = realpath(file->text->path, NULL);
		bool same = real && !strcmp(real, path);

		free(real);
		if (same)
			return true;
	}
	return false;
}

static void read_import(struct rnndb_file *file, const struct xml_node *node, const char *name)
{
	struct mmt_regs *regs = file->regs;
	struct where where = xml_where(file->text, node);
	struct rnndb_file inner = { .regs = regs, .database = file->database,
				.importer = file, .depth = file->depth + 1 };
	struct file_text text;
	char *path = find_import(file, name), *real;

	if (!path) {
		if (dictionary_find(&regs->files, name))
			return;
		dictionary_set(&regs->files, &regs->arena,
			       regs_name(regs, name, strlen(name)), regs);
		regs_complain(regs, where, "imports '%.200s', which is not there: what it describes is missing",
			      name);
		return;
	}
	real = realpath(path, NULL);
	if (!real) {
		regs_complain(regs, where, "imports '%.200s', which cannot be read", name);
		return;
	}
	if (is_being_read(file, real)) {
		regs_complain(regs, where, "imports '%.200s', which is being read: a cycle; nothing is lost",
			      name);
	} else if (!dictionary_find(&regs->files, real)) {
		dictionary_set(&regs->files, &regs->arena,
			       arena_text(&regs->arena, real, strlen(real)), regs);
		if (inner.depth > MOST_IMPORTS) {
			regs_complain(regs, where, "imports '%.200s': too many files in files",
				      name);
		} else if (!regs_read(regs, path, &text)) {
			inner.text = &text;
			read_file(&inner);
			free((char *)text.at);
		}
	}
	free(real);
}

static void read_import_tag(struct rnndb_file *file, struct xml_node *node)
{
	const char *name = NULL;

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "file"))
			name = a->value;
		else
			attribute_wrong(file, node, a);
	}
	if (name && *name)
		read_import(file, node, name);
	else
		rnndb_wrong(file, node, "import: no file named", NULL);
}

/** rnndb_top_level() - read an element that may stand anywhere; false when it may not */
bool rnndb_top_level(struct rnndb_file *file, struct xml_node *node)
{
	if (xml_is(node, "enum"))
		rnndb_enum(file, node);
	else if (xml_is(node, "bitset"))
		rnndb_bitset(file, node);
	else if (xml_is(node, "spectype"))
		rnndb_spectype(file, node);
	else if (xml_is(node, "group"))
		rnndb_group(file, node);
	else if (xml_is(node, "domain"))
		rnndb_domain(file, node);
	else if (xml_is(node, "import"))
		read_import_tag(file, node);
	else
		return xml_is(node, "copyright");
	return true;
}

static void read_file(struct rnndb_file *file)
{
	struct xml_node *root = xml_read(file->regs, file->text);

	if (root && !xml_is(root, "database"))
		rnndb_wrong(file, root, "file: not rnndb's <database>", NULL);
	else if (root)
		for (struct xml_node *n = root->first; n; n = n->next)
			if (!rnndb_top_level(file, n) && !rnndb_is_doc(n))
				rnndb_wrong(file, n, "element", n->name);
}

/**
 * rnndb_load() - read a file of rnndb and what it imports
 * @regs: where to
 * @text: the file
 *
 * All files of rnndb describe one data base, as they use each other's names.
 *
 * Return: 0, or -1 when nothing was described.
 */
int rnndb_load(struct mmt_regs *regs, const struct file_text *text)
{
	struct where where = { text->path, 0 };
	struct rnndb_file file = { .regs = regs, .text = text };
	unsigned long problems = mmt_regs_problems(regs);

	if (!regs->rnndb)
		regs->rnndb = regs_database(regs, "", where);
	file.database = regs->rnndb;
	read_file(&file);
	arena_free(&regs->tree);
	if (regs->rnndb->all_spaces.n || regs->rnndb->enums.all.n ||
	    regs->rnndb->bitsets.all.n || regs->rnndb->all_groups.n)
		return 0;
	if (mmt_regs_problems(regs) == problems)
		regs_complain(regs, where, "describes no registers");
	return -1;
}
