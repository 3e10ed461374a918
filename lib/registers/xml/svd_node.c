// SPDX-License-Identifier: GPL-2.0
/* CMSIS-SVD: names, numbers, and elements that derive from others. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "svd.h"

#define MOST_DERIVATIONS 16

/** svd_wrong() - complain about an element */
void svd_wrong(struct svd *svd, const struct xml_node *node, const char *what, const char *text)
{
	regs_complain_of(svd->regs, xml_where(svd->text, node), what,
			 "<%.40s>: wrong %s: '%.60s'", node->name, what,
			 text ? text : "");
}

/** svd_child() - the first child of this name, or NULL */
const struct xml_node *svd_child(const struct xml_node *node, const char *tag)
{
	const struct xml_node *child = node->first;

	while (child && !xml_is(child, tag))
		child = child->next;
	return child;
}

/** svd_text() - what is in the first child of this name, or NULL */
const char *svd_text(struct svd *svd, const struct xml_node *node, const char *tag)
{
	const struct xml_node *child = svd_child(node, tag);

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
bool svd_value(struct svd *svd, const struct xml_node *node, const char *text, uint64_t *value,
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

/** svd_says() - does the first child of this name say "true"? */
bool svd_says(struct svd *svd, const struct xml_node *node, const char *tag)
{
	const char *text = svd_text(svd, node, tag);

	return text && (!strcmp(text, "true") || !strcmp(text, "1"));
}

/** svd_number() - the number in the first child of this name; false when there is none */
bool svd_number(struct svd *svd, const struct xml_node *node, const char *tag, uint64_t *number)
{
	const char *text = svd_text(svd, node, tag);
	uint64_t any, value;

	if (!text || !svd_value(svd, node, text, &value, &any))
		return false;
	*number = value;
	return true;
}

static void own_properties(struct svd *svd, const struct xml_node *node,
			   struct svd_properties *properties)
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
	/* Some write them in other ways. */
	if (!strcmp(access, "read-only") || !strcmp(access, "read"))
		properties->access = MMT_REG_READ;
	else if (!strcmp(access, "write-only") || !strcasecmp(access, "writeOnce") ||
		 !strcmp(access, "write"))
		properties->access = MMT_REG_WRITE;
	else if (!strcmp(access, "read-write") || !strcasecmp(access, "read-writeOnce"))
		properties->access = BOTH_WAYS;
	else
		svd_wrong(svd, node, "access", access);
}

/**
 * svd_properties() - what an element says of itself and of what is in it
 * @svd: the file
 * @node: the element
 * @properties: what was said outside; what it derives from says more, and it itself most
 */
void svd_properties(struct svd *svd, const struct xml_node *node, struct svd_properties *properties)
{
	const struct xml_node *base = svd_derived_from(svd, node);

	if (base) {
		svd_properties(svd, base, properties);
		svd->derivations--;
	}
	own_properties(svd, node, properties);
}

static const struct xml_node *find_named(const struct xml_node *parent, const char *tag,
					 const char *name, size_t length)
{
	for (const struct xml_node *n = parent ? parent->first : NULL; n; n = n->next) {
		const struct xml_node *own = xml_is(n, tag) ? svd_child(n, "name") : NULL;

		if (own && xml_says(own, name, length))
			return n;
	}
	return NULL;
}

/* The element with copies of which one has this name. */
static const struct xml_node *find_copy(struct svd *svd, const struct xml_node *parent,
					const char *tag, const char *name, size_t length)
{
	for (const struct xml_node *n = parent ? parent->first : NULL; n; n = n->next) {
		const char *own = xml_is(n, tag) ? svd_text(svd, n, "name") : NULL;
		const char *place = own ? strstr(own, "%s") : NULL;
		size_t before = place ? (size_t)(place - own) : 0;
		size_t after = place ? strlen(place + 2) : 0;

		if (place && before + after < length && !memcmp(own, name, before) &&
		    !memcmp(place + 2, name + length - after, after) &&
		    svd_has_label(svd, n, name + before, length - before - after))
			return n;
	}
	return NULL;
}

static const struct xml_node *find_inside(struct svd *svd, const struct xml_node *from,
					  const char *tag, const char *name, size_t length)
{
	static const char *const boxes[] = { "peripherals", "registers", "fields" };
	const struct xml_node *found = find_named(from, tag, name, length);

	for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes) && !found; i++)
		found = find_named(svd_child(from, boxes[i]), tag, name, length);
	if (!found)
		found = find_copy(svd, from, tag, name, length);
	for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes) && !found; i++)
		found = find_copy(svd, svd_child(from, boxes[i]), tag, name, length);
	return found;
}

/*
 * What @path leads to from @from, through <peripherals>, <registers> and <fields>. At its
 * end is what @tag says; enumeratedValues may be called by the field that has them.
 */
static const struct xml_node *follow(struct svd *svd, const struct xml_node *from, const char *path,
				     const char *tag)
{
	static const char *const tags[] = { "peripheral", "cluster", "register", "field" };

	while (from && *path) {
		size_t length = strcspn(path, ".");
		const char *next = path + length + (path[length] == '.');
		const struct xml_node *found = NULL;

		if (!*next)
			found = find_inside(svd, from, tag, path, length);
		for (size_t i = 0; i < sizeof(tags) / sizeof(*tags) && !found &&
				   (*next || !strcmp(tag, "enumeratedValues")); i++)
			found = find_inside(svd, from, tags[i], path, length);
		from = found;
		path = next;
	}
	return from;
}

/* Values of this name in @from, which is a field, or in the fields of a register. */
static const struct xml_node *values_in(const struct xml_node *from, const char *name)
{
	const struct xml_node *found = find_named(from, "enumeratedValues", name, strlen(name));
	const struct xml_node *fields = xml_is(from, "fields") ? from : svd_child(from, "fields");

	for (const struct xml_node *n = fields ? fields->first : NULL; n && !found; n = n->next)
		found = find_named(n, "enumeratedValues", name, strlen(name));
	return found;
}

/* What @path is, seen from @from; files name values alone, or the field that has them. */
static const struct xml_node *look_up(struct svd *svd, const struct xml_node *from,
				      const char *path, const struct xml_node *node)
{
	const struct xml_node *found = follow(svd, from, path, node->name);

	if (found && strcmp(found->name, node->name) != 0)
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
const struct xml_node *svd_derived_from(struct svd *svd, const struct xml_node *node)
{
	const char *path = xml_attribute(node, "derivedFrom");
	const struct xml_node *found = NULL;

	if (!path)
		return NULL;
	if (svd->derivations >= MOST_DERIVATIONS) {
		svd_wrong(svd, node, "derivedFrom, as it leads back to itself", path);
		return NULL;
	}
	for (const struct xml_node *from = node->parent; from && !found; from = from->parent)
		found = look_up(svd, from, path, node);
	if (!found)
		svd_wrong(svd, node, "derivedFrom, as there is no such thing", path);
	else
		svd->derivations++;
	return found;
}
