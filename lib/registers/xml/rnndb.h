/* SPDX-License-Identifier: GPL-2.0 */
/* What the files that read rnndb share. */
#ifndef LIB_RNNDB_H
#define LIB_RNNDB_H

#include "xml.h"

/**
 * struct rnndb_file - a file being read
 * @regs: where to
 * @text: the file
 * @database: likewise
 * @importer: the file that imports it, or NULL
 * @depth: how many files that is
 * @unit: bytes of a unit of the domain being read
 * @bits: of the register being read, 0 when it is none
 */
struct rnndb_file {
	struct mmt_regs *regs;
	const struct file_text *text;
	struct database *database;
	const struct rnndb_file *importer;
	unsigned int depth;
	unsigned int unit;
	unsigned int bits;
};

/* rnndb.c */
int rnndb_load(struct mmt_regs *regs, const struct file_text *text);
bool rnndb_is_doc(const struct xml_node *node);
bool rnndb_top_level(struct rnndb_file *file, struct xml_node *node);
void rnndb_wrong(struct rnndb_file *file, const struct xml_node *node, const char *what,
		 const char *name);

/* rnndb_attribute.c */
const char *attribute_name(struct rnndb_file *file, const struct xml_attribute *attribute);
bool attribute_read(struct rnndb_file *file, const struct xml_node *node,
		    const struct xml_attribute *attribute, uint64_t *number);
uint64_t attribute_number(struct rnndb_file *file, const struct xml_node *node,
			  const struct xml_attribute *attribute);
bool attribute_bool(struct rnndb_file *file, const struct xml_node *node,
		    const struct xml_attribute *attribute);
uint64_t *attribute_numbers(struct rnndb_file *file, const struct xml_attribute *attribute,
			    uint64_t *count);
bool attribute_of_place(struct rnndb_file *file, const struct xml_node *node,
			const struct xml_attribute *attribute, uint64_t *low, uint64_t *high);
bool attribute_is(const struct xml_attribute *attribute, const char *name);
void attribute_wrong(struct rnndb_file *file, const struct xml_node *node,
		     const struct xml_attribute *attribute);
bool attribute_of_condition(struct rnndb_file *file, const struct xml_attribute *attribute,
			    struct condition *condition);
bool attribute_of_type(struct rnndb_file *file, const struct xml_node *node,
		       const struct xml_attribute *attribute, struct type *type);

/* rnndb_type.c */
bool rnndb_in_type(struct rnndb_file *file, struct xml_node *node, struct type *type);
void rnndb_enum(struct rnndb_file *file, struct xml_node *node);
void rnndb_bitset(struct rnndb_file *file, struct xml_node *node);
void rnndb_spectype(struct rnndb_file *file, struct xml_node *node);

/* rnndb_element.c */
void rnndb_domain(struct rnndb_file *file, struct xml_node *node);
void rnndb_group(struct rnndb_file *file, struct xml_node *node);

#endif
