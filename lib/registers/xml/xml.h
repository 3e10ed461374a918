/* SPDX-License-Identifier: GPL-2.0 */
/* XML files as trees, read by libxml2 without entities and without network. */
#ifndef LIB_XML_H
#define LIB_XML_H

#include <libxml/tree.h>

#include "registers/model/register.h"

xmlDoc *xml_read(struct mmt_regs *regs, const struct file_text *text);

/* Name of an element; its children that are elements. */
#define xml_is(node, tag) (!strcmp((const char *)(node)->name, tag))
xmlNode *xml_first(const xmlNode *parent);
xmlNode *xml_next(const xmlNode *node);

struct where xml_where(const struct file_text *text, const xmlNode *node);
bool xml_says(const xmlNode *node, const char *text, size_t length);
const char *xml_content(struct mmt_regs *regs, const xmlNode *node);
const char *xml_long(struct mmt_regs *regs, const xmlNode *node);
const char *xml_line(struct mmt_regs *regs, const xmlNode *node);

#endif
