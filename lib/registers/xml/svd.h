/* SPDX-License-Identifier: GPL-2.0 */
/* What the files that read CMSIS-SVD share. */
#ifndef LIB_SVD_H
#define LIB_SVD_H

#include "xml.h"

/**
 * struct svd - a file being read
 * @regs: where to
 * @text: the file
 * @device: its root
 * @derivations: how many elements derive from each other just now
 * @elements: how many were read; what derives from its container would have no end
 */
struct svd {
	struct mmt_regs *regs;
	const struct file_text *text;
	const struct xml_node *device;
	unsigned int derivations;
	unsigned int elements;
};

/* What is inherited from the outside to the inside. */
struct svd_properties {
	unsigned int size;
	unsigned int access;
};

/* svd.c */
int svd_load(struct mmt_regs *regs, const struct file_text *text);

/* svd_node.c */
const struct xml_node *svd_child(const struct xml_node *node, const char *tag);
const char *svd_text(struct svd *svd, const struct xml_node *node, const char *tag);
bool svd_says(struct svd *svd, const struct xml_node *node, const char *tag);
bool svd_number(struct svd *svd, const struct xml_node *node, const char *tag, uint64_t *number);
void svd_wrong(struct svd *svd, const struct xml_node *node, const char *what, const char *text);
const struct xml_node *svd_derived_from(struct svd *svd, const struct xml_node *node);
void svd_properties(struct svd *svd, const struct xml_node *node,
		    struct svd_properties *properties);
bool svd_value(struct svd *svd, const struct xml_node *node, const char *text, uint64_t *value,
	       uint64_t *any);

/* svd_name.c */
void svd_name(struct svd *svd, const struct xml_node *node, struct element *element);
bool svd_has_label(struct svd *svd, const struct xml_node *node, const char *label, size_t length);

/* svd_field.c */
void svd_fields(struct svd *svd, const struct xml_node *reg, struct svd_properties properties,
		struct type *type);

#endif
