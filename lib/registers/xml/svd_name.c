// SPDX-License-Identifier: GPL-2.0
/* CMSIS-SVD: names of elements, and of their copies. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svd.h"

#define MOST_COPIES 65536	/* of which each has a name of its own */

/**
 * struct svd_labels - the names of copies, one after the other
 * @list: the names that are left: "A,B,C"; or "0-3", "A-D", which stays; or NULL: 0, 1 ...
 * @range: it is one
 * @n: how many there were
 * @text: the name just taken
 * @length: of it
 */
struct svd_labels {
	const char *list;
	bool range;
	uint64_t n;
	const char *text;
	size_t length;
	char number[24];
};

static struct svd_labels labels_of(struct svd *svd, const struct xml_node *node)
{
	const struct xml_node *list = svd_child(node, "dimIndex");
	struct svd_labels labels = { .list = list ? xml_long(svd->regs, list) : NULL };

	labels.range = labels.list && strchr(labels.list, '-') && !strchr(labels.list, ',');
	return labels;
}

/* Take the next name; false when there are no more. */
static bool next_label(struct svd_labels *labels)
{
	uint64_t n = labels->n++;

	labels->text = labels->number;
	if (labels->range && !isdigit((unsigned char)*labels->list)) {
		labels->number[0] = (char)(*labels->list + n);
		labels->length = 1;
		return n < 26;
	}
	if (!labels->list || labels->range) {
		uint64_t first = labels->list ? strtoull(labels->list, NULL, 10) : 0;

		labels->length = (size_t)snprintf(labels->number, sizeof(labels->number),
						  "%" PRIu64, first + n);
		return true;
	}
	labels->list += strspn(labels->list, " ");
	labels->text = labels->list;
	labels->length = strcspn(labels->list, ", ");
	labels->list += strcspn(labels->list, ",");
	labels->list += *labels->list == ',';
	return labels->length;
}

/** svd_has_label() - is one of its copies called so? */
bool svd_has_label(struct svd *svd, const struct xml_node *node, const char *label, size_t length)
{
	struct svd_labels labels = labels_of(svd, node);
	uint64_t copies = 0;

	svd_number(svd, node, "dim", &copies);
	while (labels.n < copies && labels.n < MOST_COPIES && next_label(&labels))
		if (labels.length == length && !memcmp(labels.text, label, length))
			return true;
	return false;
}

static void read_labels(struct svd *svd, const struct xml_node *node, struct element *element)
{
	struct svd_labels labels = labels_of(svd, node);
	const char *list = labels.list, **label;

	if (!list || element->length > MOST_COPIES)
		return;
	label = arena_get(&svd->regs->arena, element->length * sizeof(*label) + 1);
	while (labels.n < element->length) {
		uint64_t i = labels.n;

		if (!next_label(&labels)) {
			svd_wrong(svd, node, "dimIndex, as it has too few names", list);
			return;
		}
		label[i] = regs_name(svd->regs, labels.text, labels.length);
	}
	element->label = label;
}

/* "CH%s_CTRL" has the index in its name, "CH[%s]" has it behind. */
static void split_name(struct svd *svd, const char *name, const char *place,
		       struct element *element)
{
	struct mmt_regs *regs = svd->regs;
	const char *suffix = place + 2;

	element->bare = !(place > name && place[-1] == '[' && *suffix == ']');
	if (!element->bare)
		suffix++;
	element->name = regs_name(regs, name, (size_t)(place - name) - !element->bare);
	element->suffix = *suffix ? regs_name(regs, suffix, strlen(suffix)) : NULL;
}

/* Of a single copy the index is part of the name. */
static void join_name(struct svd *svd, const char *name, const char *place,
		      struct element *element)
{
	char text[3 * LONGEST_NAME];
	int length = snprintf(text, sizeof(text), "%.*s%s%s", (int)(place - name), name,
			      element->label ? element->label[0] : "0", place + 2);

	element->name = regs_name(svd->regs, text, (size_t)length);
	element->suffix = NULL;
	element->label = NULL;
}

/**
 * svd_name() - read an element's name and its copies
 * @svd: the file
 * @node: the element
 * @element: gets name, suffix, length, stride and labels
 */
void svd_name(struct svd *svd, const struct xml_node *node, struct element *element)
{
	const char *name = svd_text(svd, node, "name"), *place;
	uint64_t copies = 0;

	svd_number(svd, node, "dimIncrement", &element->stride);
	if (svd_number(svd, node, "dim", &copies)) {
		element->label = NULL;
		element->length = copies;
		if (!copies || (copies != 1 && !element->stride)) {
			svd_wrong(svd, node, "dim, as it needs copies and dimIncrement", "");
			element->length = 1;
		}
	}
	read_labels(svd, node, element);
	if (!name || !*name)
		return;
	place = strstr(name, "%s");
	if (place && element->length == 1) {
		join_name(svd, name, place, element);
	} else if (place) {
		split_name(svd, name, place, element);
	} else {
		element->name = regs_name(svd->regs, name, strlen(name));
		element->suffix = NULL;
		element->bare = false;
		element->label = NULL;
		/* What it derives from may have copies, but this has no place for an index. */
		if (!copies)
			element->length = 1;
	}
}
