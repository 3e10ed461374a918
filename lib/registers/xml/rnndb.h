/* SPDX-License-Identifier: GPL-2.0 */
/* What the files that read rnndb share. */
#ifndef LIB_RNNDB_H
#define LIB_RNNDB_H

#include "xml.h"

/**
 * struct source - a file being read
 * @regs: where to
 * @text: the file
 * @database: likewise
 * @importer: the file that imports it, or NULL
 * @depth: how many files that is
 */
struct source {
	struct mmt_regs *regs;
	const struct text *text;
	struct database *database;
	const struct source *importer;
	unsigned int depth;
};

/* rnndb.c */
int rnndb_load(struct mmt_regs *regs, const struct text *text);
bool rnndb_is_doc(const xmlNode *node);
bool rnndb_top_level(struct source *source, xmlNode *node);
void rnndb_wrong(struct source *source, const xmlNode *node, const char *what,
		 const xmlChar *name);

/* rnndb_attribute.c */
const char *attribute_text(const xmlAttr *attribute);
const char *attribute_name(struct source *source, const xmlAttr *attribute);
bool attribute_read(struct source *source, const xmlNode *node, const xmlAttr *attribute,
		    uint64_t *number);
uint64_t attribute_number(struct source *source, const xmlNode *node,
			  const xmlAttr *attribute);
bool attribute_bool(struct source *source, const xmlNode *node, const xmlAttr *attribute);
bool attribute_is(const xmlAttr *attribute, const char *name);
bool attribute_of_condition(struct source *source, const xmlAttr *attribute,
			    struct condition *condition);
bool attribute_of_type(struct source *source, const xmlNode *node,
		       const xmlAttr *attribute, struct type *type);

/* rnndb_type.c */
bool rnndb_in_type(struct source *source, xmlNode *node, struct type *type);
void rnndb_enum(struct source *source, xmlNode *node);
void rnndb_bitset(struct source *source, xmlNode *node);
void rnndb_spectype(struct source *source, xmlNode *node);

/* rnndb_element.c */
void rnndb_domain(struct source *source, xmlNode *node);
void rnndb_group(struct source *source, xmlNode *node);

#endif
