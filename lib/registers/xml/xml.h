/* SPDX-License-Identifier: GPL-2.0 */
/* XML files as trees of elements, read by Expat, without entities. */
#ifndef LIB_XML_H
#define LIB_XML_H

#include "registers/model/register.h"

/**
 * struct xml_attribute - what an element says in its tag, name spaces aside
 * @next: the one written behind it
 * @name: its name
 * @value: its value, never NULL
 */
struct xml_attribute {
	struct xml_attribute *next;
	const char *name;
	const char *value;
};

/**
 * struct xml_node - an element
 * @parent: the element around it, NULL around the root
 * @first: the first element in it
 * @next: the element beside it
 * @attributes: as they were written
 * @name: of its tag, without its name space
 * @text: what is written in it and in its elements, spaces made one; no zero ends it
 * @length: of @text
 * @line: where its tag begins
 */
struct xml_node {
	struct xml_node *parent;
	struct xml_node *first;
	struct xml_node *next;
	struct xml_attribute *attributes;
	const char *name;
	const char *text;
	size_t length;
	unsigned int line;
};

bool xml_root_is(const struct file_text *text, const char *tag);
struct xml_node *xml_read(struct mmt_regs *regs, const struct file_text *text);

#define xml_is(node, tag) (!strcmp((node)->name, tag))
const char *xml_attribute(const struct xml_node *node, const char *name);

struct where xml_where(const struct file_text *text, const struct xml_node *node);
bool xml_says(const struct xml_node *node, const char *text, size_t length);
const char *xml_content(struct mmt_regs *regs, const struct xml_node *node);
const char *xml_long(struct mmt_regs *regs, const struct xml_node *node);
const char *xml_line(struct mmt_regs *regs, const struct xml_node *node);

#endif
