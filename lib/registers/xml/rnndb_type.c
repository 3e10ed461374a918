// SPDX-License-Identifier: GPL-2.0
/* rnndb: values, bit fields, enumerations, bit sets, special types. */
#include <string.h>

#include "rnndb.h"

static void read_value(struct rnndb_file *file, struct xml_node *node, struct type *type)
{
	struct value value = { .access = BOTH_WAYS };

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "name")) {
			value.name = attribute_name(file, a);
		} else if (attribute_is(a, "value")) {
			value.number = attribute_number(file, node, a);
			value.has_number = true;
		} else if (!attribute_of_condition(file, a, &value.condition)) {
			attribute_wrong(file, node, a);
		}
	}
	for (struct xml_node *n = node->first; n; n = n->next)
		if (!rnndb_top_level(file, n) && !rnndb_is_doc(n))
			rnndb_wrong(file, n, "element", n->name);
	if (!value.name)
		rnndb_wrong(file, node, "value without a name", NULL);
	else
		*vector_add(&file->regs->arena, &type->values) = value;
}

static void read_field(struct rnndb_file *file, struct xml_node *node, struct type *type)
{
	struct field field = { .access = BOTH_WAYS };
	uint64_t low = FOREVER, high = FOREVER;

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "name"))
			field.name = attribute_name(file, a);
		else if (!attribute_of_place(file, node, a, &low, &high) &&
			 !attribute_is(a, "addvariant") && !attribute_of_condition(file, a, &field.condition) &&
			 !attribute_of_type(file, node, a, &field.type))
			attribute_wrong(file, node, a);
	}
	for (struct xml_node *n = node->first; n; n = n->next)
		if (!rnndb_in_type(file, n, &field.type) && !rnndb_is_doc(n))
			rnndb_wrong(file, n, "element", n->name);
	/* Without a place it is the whole. */
	if (low == FOREVER)
		low = 0;
	if (high == FOREVER)
		high = (file->bits ? file->bits : 32) - 1;
	if (!field.name) {
		rnndb_wrong(file, node, "bit field without a name", NULL);
	} else if (high > 63 || low > high) {
		rnndb_wrong(file, node, "place of the bit field",
			    field.name);
	} else {
		field.low = (unsigned int)low;
		field.high = (unsigned int)high;
		*vector_add(&file->regs->arena, &type->fields) = field;
	}
}

/** rnndb_in_type() - read an element that is part of a type, or stands anywhere */
bool rnndb_in_type(struct rnndb_file *file, struct xml_node *node, struct type *type)
{
	if (xml_is(node, "value"))
		read_value(file, node, type);
	else if (xml_is(node, "bitfield"))
		read_field(file, node, type);
	else
		return rnndb_top_level(file, node);
	return true;
}

static bool read_heading(struct rnndb_file *file, struct xml_node *node, struct listing *heading)
{
	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "name"))
			heading->name = attribute_name(file, a);
		else if (attribute_is(a, "bare"))
			heading->bare = attribute_bool(file, node, a);
		else if (attribute_is(a, "inline"))
			heading->is_inline = attribute_bool(file, node, a);
		else if (!attribute_of_condition(file, a, &heading->condition))
			attribute_wrong(file, node, a);
	}
	if (!heading->name)
		rnndb_wrong(file, node, "name: there is none", NULL);
	return heading->name;
}

/* An enumeration or a bit set, or more of one; it consists of elements called @tag. */
static void read_listing(struct rnndb_file *file, struct xml_node *node, struct listings *listings,
			 const char *tag)
{
	struct arena *arena = &file->regs->arena;
	struct listing heading = { .where = xml_where(file->text, node) };
	struct listing *listing;

	if (!read_heading(file, node, &heading))
		return;
	listing = dictionary_find(&listings->by_name, heading.name);
	if (!listing) {
		listing = arena_get(arena, sizeof(*listing));
		*listing = heading;
		dictionary_set(&listings->by_name, arena, listing->name, listing);
		*vector_add(arena, &listings->all) = listing;
	} else if (listing->is_inline != heading.is_inline || listing->bare != heading.bare) {
		rnndb_wrong(file, node, "attributes, as they differ from the first", listing->name);
	}
	for (struct xml_node *n = node->first; n; n = n->next) {
		if (xml_is(n, tag))
			rnndb_in_type(file, n, &listing->type);
		else if (!rnndb_top_level(file, n) && !rnndb_is_doc(n))
			rnndb_wrong(file, n, "element", n->name);
	}
}

/** rnndb_enum() - read an enumeration, or more of one */
void rnndb_enum(struct rnndb_file *file, struct xml_node *node)
{
	read_listing(file, node, &file->database->enums, "value");
}

/** rnndb_bitset() - read a bit set, or more of one */
void rnndb_bitset(struct rnndb_file *file, struct xml_node *node)
{
	read_listing(file, node, &file->database->bitsets, "bitfield");
}

/** rnndb_spectype() - read a special type */
void rnndb_spectype(struct rnndb_file *file, struct xml_node *node)
{
	struct database *database = file->database;
	struct arena *arena = &file->regs->arena;
	struct spectype *special = arena_get(arena, sizeof(*special));

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "name"))
			special->name = attribute_name(file, a);
		else if (!attribute_of_type(file, node, a, &special->type))
			attribute_wrong(file, node, a);
	}
	for (struct xml_node *n = node->first; n; n = n->next)
		if (!rnndb_in_type(file, n, &special->type) && !rnndb_is_doc(n))
			rnndb_wrong(file, n, "element", n->name);
	special->where = xml_where(file->text, node);
	if (!special->name) {
		rnndb_wrong(file, node, "name: there is none", NULL);
	} else if (dictionary_find(&database->spectypes, special->name)) {
		rnndb_wrong(file, node, "type, as there is one of that name", special->name);
	} else {
		dictionary_set(&database->spectypes, arena, special->name, special);
		*vector_add(arena, &database->all_spectypes) = special;
	}
}
