// SPDX-License-Identifier: GPL-2.0
/* Register descriptions of envytools, Mesa and Linux's msm driver: rnndb XML. */
#include "rnndb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_IMPORTS 64	/* files in files in files ... */
#define MOST_PARENTS 4	/* directories above, where the root of a data base may be */

static void read_file(struct source *source);

/** rnndb_wrong() - complain about an element */
void rnndb_wrong(struct source *source, const xmlNode *node, const char *what,
		 const xmlChar *name)
{
	struct where where = xml_where(source->text, node);

	if (name)
		regs_complain(source->regs, where, "<%.40s>: wrong %s: '%.60s'",
			      (const char *)node->name, what, (const char *)name);
	else
		regs_complain(source->regs, where, "<%.40s>: wrong %s",
			      (const char *)node->name, what);
}

/** rnndb_is_doc() - is it only for people? */
bool rnndb_is_doc(const xmlNode *node)
{
	return xml_is(node, "brief") || xml_is(node, "doc");
}

/* directory of @path, then @name */
static char *beside(struct source *source, const char *path, unsigned int parents,
		    const char *name)
{
	const char *slash = strrchr(path, '/');
	int length = slash ? (int)(slash - path + 1) : 0;
	size_t size = (size_t)length + 3 * parents + strlen(name) + 1;
	char *joined = arena_get(&source->regs->arena, size);
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
static char *find_import(struct source *source, const char *name)
{
	const struct source *top = source;
	char *path = beside(source, source->text->path, 0, name);

	while (top->importer)
		top = top->importer;
	for (unsigned int parents = 0; access(path, R_OK); parents++) {
		if (parents > MOST_PARENTS)
			return NULL;
		path = beside(source, top->text->path, parents, name);
	}
	return path;
}

static bool is_being_read(const struct source *source, const char *path)
{
	for (; source; source = source->importer) {
		char *real = realpath(source->text->path, NULL);
		bool same = real && !strcmp(real, path);

		free(real);
		if (same)
			return true;
	}
	return false;
}

static void read_import(struct source *source, const xmlNode *node, const char *name)
{
	struct mmt_regs *regs = source->regs;
	struct where where = xml_where(source->text, node);
	struct source inner = { regs, NULL, source->database, source, source->depth + 1 };
	struct text text;
	char *path = find_import(source, name), *real;

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
	if (is_being_read(source, real)) {
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

static void read_import_tag(struct source *source, xmlNode *node)
{
	const char *name = NULL;

	for (xmlAttr *a = node->properties; a; a = a->next) {
		if (attribute_is(a, "file"))
			name = attribute_text(a);
		else
			rnndb_wrong(source, node, "attribute", a->name);
	}
	if (name && *name)
		read_import(source, node, name);
	else
		rnndb_wrong(source, node, "import: no file named", NULL);
}

/** rnndb_top_level() - read an element that may stand anywhere; false when it may not */
bool rnndb_top_level(struct source *source, xmlNode *node)
{
	if (xml_is(node, "enum"))
		rnndb_enum(source, node);
	else if (xml_is(node, "bitset"))
		rnndb_bitset(source, node);
	else if (xml_is(node, "spectype"))
		rnndb_spectype(source, node);
	else if (xml_is(node, "group"))
		rnndb_group(source, node);
	else if (xml_is(node, "domain"))
		rnndb_domain(source, node);
	else if (xml_is(node, "import"))
		read_import_tag(source, node);
	else
		return xml_is(node, "copyright");
	return true;
}

static void read_file(struct source *source)
{
	xmlDoc *doc = xml_read(source->regs, source->text);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	if (root && !xml_is(root, "database"))
		rnndb_wrong(source, root, "file: not rnndb's <database>", NULL);
	else if (root)
		for (xmlNode *n = xml_first(root); n; n = xml_next(n))
			if (!rnndb_top_level(source, n) && !rnndb_is_doc(n))
				rnndb_wrong(source, n, "element", n->name);
	xmlFreeDoc(doc);
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
int rnndb_load(struct mmt_regs *regs, const struct text *text)
{
	struct where where = { text->path, 0 };
	struct source source = { .regs = regs, .text = text };
	unsigned long problems = mmt_regs_problems(regs);

	if (!regs->rnndb)
		regs->rnndb = regs_database(regs, "", where);
	source.database = regs->rnndb;
	read_file(&source);
	if (regs->rnndb->all_spaces.n || regs->rnndb->all_enums.n ||
	    regs->rnndb->all_bitsets.n || regs->rnndb->all_groups.n)
		return 0;
	if (mmt_regs_problems(regs) == problems)
		regs_complain(regs, where, "describes no registers");
	return -1;
}
