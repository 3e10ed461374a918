// SPDX-License-Identifier: GPL-2.0
/* CMSIS-SVD: names, numbers, and elements that derive from others. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svd.h"

#define MOST_DERIVATIONS 16
#define MOST_COPIES	 65536	/* of which each has a name of its own */

/** svd_wrong() - complain about an element */
void svd_wrong(struct svd *svd, const xmlNode *node, const char *what, const char *text)
{
	regs_complain(svd->regs, xml_where(svd->text, node), "<%.40s>: wrong %s: '%.60s'",
		      (const char *)node->name, what, text ? text : "");
}

/** svd_child() - the first child of this name, or NULL */
const xmlNode *svd_child(const xmlNode *node, const char *tag)
{
	const xmlNode *child = xml_first(node);

	while (child && !xml_is(child, tag))
		child = xml_next(child);
	return child;
}

/** svd_text() - what is in the first child of this name, or NULL */
const char *svd_text(struct svd *svd, const xmlNode *node, const char *tag)
{
	const xmlNode *child = svd_child(node, tag);

	return child ? xml_content(svd->regs, child) : NULL;
}

/**
 * svd_value() - a number as SVD writes them
 * @svd: the file
 * @node: where it stands
 * @text: "12", "0x1c", "#1x0", "0b110", "4k"
 * @value: filled in
 * @any: bits that may be either, "x"
 *
 * Return: false after a complaint.
 */
bool svd_value(struct svd *svd, const xmlNode *node, const char *text, uint64_t *value,
	       uint64_t *any)
{
	const char *c = text;
	char *end;

	*value = 0;
	*any = 0;
	if (*c == '+')
		c++;
	if (*c == '#' || (*c == '0' && (c[1] == 'b' || c[1] == 'B'))) {
		for (c += *c == '#' ? 1 : 2; *c && strchr("01xX", *c); c++) {
			*value = *value << 1 | (*c == '1');
			*any = *any << 1 | (*c == 'x' || *c == 'X');
		}
		end = (char *)c;
	} else {
		errno = 0;
		*value = strtoull(c, &end, *c == '0' && (c[1] == 'x' || c[1] == 'X') ? 16 : 10);
		if (errno || end == c || *c == '-') {
			svd_wrong(svd, node, "number", text);
			return false;
		}
		if (*end && strchr("kKmMgG", *end)) {
			*value <<= tolower((unsigned char)*end) == 'k' ? 10 :
				   tolower((unsigned char)*end) == 'm' ? 20 : 30;
			end++;
		}
	}
	if (*end) {
		svd_wrong(svd, node, "number", text);
		return false;
	}
	return true;
}

/** svd_number() - the number in the first child of this name; false when there is none */
bool svd_number(struct svd *svd, const xmlNode *node, const char *tag, uint64_t *number)
{
	const char *text = svd_text(svd, node, tag);
	uint64_t any, value;

	if (!text || !svd_value(svd, node, text, &value, &any))
		return false;
	*number = value;
	return true;
}

/** svd_properties() - what an element says of what is in it, on top of what was said */
void svd_properties(struct svd *svd, const xmlNode *node, struct svd_properties *properties)
{
	const char *access = svd_text(svd, node, "access");
	uint64_t size;

	if (svd_number(svd, node, "size", &size)) {
		if (size && size <= 64)
			properties->size = (unsigned int)size;
		else
			svd_wrong(svd, node, "size", svd_text(svd, node, "size"));
	}
	if (!access)
		return;
	if (!strcmp(access, "read-only"))
		properties->access = MMT_REG_READ;
	else if (!strcmp(access, "write-only") || !strcmp(access, "writeOnce"))
		properties->access = MMT_REG_WRITE;
	else if (!strcmp(access, "read-write") || !strcmp(access, "read-writeOnce"))
		properties->access = BOTH_WAYS;
	else
		svd_wrong(svd, node, "access", access);
}

static const xmlNode *find_named(const xmlNode *parent, const char *tag, const char *name,
				 size_t length)
{
	for (const xmlNode *n = parent ? xml_first(parent) : NULL; n; n = xml_next(n)) {
		const xmlNode *own = xml_is(n, tag) ? svd_child(n, "name") : NULL;

		if (own && xml_says(own, name, length))
			return n;
	}
	return NULL;
}

/* The next thing on a path: in <peripherals>, <registers> or <fields>, or just inside. */
static const xmlNode *step(const xmlNode *from, const char *name, size_t length)
{
	static const char *const boxes[] = { "peripherals", "registers", "fields" };
	static const char *const tags[] = { "peripheral", "cluster", "register", "field",
					    "enumeratedValues" };

	for (size_t tag = 0; tag < sizeof(tags) / sizeof(*tags); tag++) {
		const xmlNode *found = find_named(from, tags[tag], name, length);

		for (size_t box = 0; box < 3 && !found; box++)
			found = find_named(svd_child(from, boxes[box]), tags[tag], name,
					   length);
		if (found)
			return found;
	}
	return NULL;
}

static const xmlNode *follow(const xmlNode *from, const char *path)
{
	while (from && *path) {
		size_t length = strcspn(path, ".");

		from = step(from, path, length);
		path += length;
		path += *path == '.';
	}
	return from;
}

/* Values of this name in @from, which is a field, or in the fields of a register. */
static const xmlNode *values_in(const xmlNode *from, const char *name)
{
	const xmlNode *found = find_named(from, "enumeratedValues", name, strlen(name));
	const xmlNode *fields = xml_is(from, "fields") ? from : svd_child(from, "fields");

	for (const xmlNode *n = fields ? xml_first(fields) : NULL; n && !found; n = xml_next(n))
		found = find_named(n, "enumeratedValues", name, strlen(name));
	return found;
}

/* What @path is, seen from @from; files name values alone, or the field that has them. */
static const xmlNode *look_up(const xmlNode *from, const char *path, const xmlNode *node)
{
	const xmlNode *found = follow(from, path);

	if (found && !xmlStrEqual(found->name, node->name))
		found = xml_is(node, "enumeratedValues") && xml_is(found, "field") ?
				svd_child(found, "enumeratedValues") : NULL;
	if (!found && xml_is(node, "enumeratedValues"))
		found = values_in(from, path);
	return found == node ? NULL : found;
}

/**
 * svd_derived_from() - the element that this one derives from
 * @svd: the file
 * @node: the element
 *
 * Names are looked for from the inside to the outside. For each element that is
 * found, @svd->derivations is one more: it is to be decreased when that was read.
 *
 * Return: the element; NULL when there is none, or after a complaint.
 */
const xmlNode *svd_derived_from(struct svd *svd, const xmlNode *node)
{
	xmlAttr *attribute = xmlHasProp((xmlNode *)node, (const xmlChar *)"derivedFrom");
	const xmlNode *found = NULL;
	const char *path;

	if (!attribute || !attribute->children || !attribute->children->content)
		return NULL;
	path = (const char *)attribute->children->content;
	if (svd->derivations >= MOST_DERIVATIONS) {
		svd_wrong(svd, node, "derivedFrom, as it leads back to itself", path);
		return NULL;
	}
	for (const xmlNode *from = node->parent; from && !found; from = from->parent)
		found = from->type == XML_ELEMENT_NODE ? look_up(from, path, node) : NULL;
	if (!found)
		svd_wrong(svd, node, "derivedFrom, as there is no such thing", path);
	else
		svd->derivations++;
	return found;
}

/* Item number @n of "A,B,C", "0-3" or "A-D"; NULL when there are not so many. */
const char *svd_label(struct svd *svd, const char *list, uint64_t n)
{
	const char *dash = strchr(list, '-');
	char text[24];

	if (dash && !strchr(list, ',')) {
		if (isdigit((unsigned char)*list)) {
			int length = snprintf(text, sizeof(text), "%llu",
					      strtoull(list, NULL, 10) + n);

			return regs_name(svd->regs, text, (size_t)length);
		}
		*text = (char)(*list + n);
		return n < 26 ? regs_name(svd->regs, text, 1) : NULL;
	}
	for (; n && *list; n--) {
		list += strcspn(list, ",");
		list += *list == ',';
	}
	while (*list == ' ')
		list++;
	return *list ? regs_name(svd->regs, list, strcspn(list, ", ")) : NULL;
}

static void read_labels(struct svd *svd, const xmlNode *node, struct element *element)
{
	const char *list = svd_text(svd, node, "dimIndex");
	const char **labels;

	if (!list || element->length > MOST_COPIES)
		return;
	labels = arena_get(&svd->regs->arena, element->length * sizeof(*labels) + 1);
	for (uint64_t i = 0; i < element->length; i++) {
		labels[i] = svd_label(svd, list, i);
		if (!labels[i]) {
			svd_wrong(svd, node, "dimIndex, as it has too few names", list);
			return;
		}
	}
	element->label = labels;
}

/**
 * svd_name() - read an element's name and its copies
 * @svd: the file
 * @node: the element
 * @element: gets name, suffix, length, stride and labels
 *
 * "CH%s_CTRL" has the index in its name, "CH[%s]" has it behind.
 */
void svd_name(struct svd *svd, const xmlNode *node, struct element *element)
{
	const char *name = svd_text(svd, node, "name"), *place;
	uint64_t copies = 0;

	svd_number(svd, node, "dimIncrement", &element->stride);
	if (svd_number(svd, node, "dim", &copies)) {
		/* What it derives from has names for its own copies. */
		if (copies != element->length)
			element->label = NULL;
		element->length = copies;
		if (!copies || !element->stride) {
			svd_wrong(svd, node, "dim, as it needs copies and dimIncrement", "");
			element->length = 1;
		}
	}
	if (!name || !*name)
		return;
	place = strstr(name, "%s");
	if (!place) {
		element->name = regs_name(svd->regs, name, strlen(name));
		return;
	}
	if (element->length == 1)
		element->first = 0;
	if (place > name && place[-1] == '[' && place[2] == ']') {
		element->name = regs_name(svd->regs, name, (size_t)(place - name - 1));
		element->suffix = place[3] ? regs_name(svd->regs, place + 3, strlen(place + 3)) :
					     NULL;
	} else {
		element->name = regs_name(svd->regs, name, (size_t)(place - name));
		element->suffix = place[2] ? regs_name(svd->regs, place + 2, strlen(place + 2)) :
					     NULL;
		element->bare = true;
	}
	if (element->length != 1)
		read_labels(svd, node, element);
}
