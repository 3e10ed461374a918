// SPDX-License-Identifier: GPL-2.0
/* rnndb: domains, groups, arrays, stripes, registers. */
#include <string.h>

#include "rnndb.h"

static struct element *read_element(struct rnndb_file *file, struct xml_node *node);

static void read_doc(struct rnndb_file *file, struct xml_node *node, struct element *element)
{
	if (xml_is(node, "brief") || !element->doc)
		element->doc = xml_line(file->regs, node);
}

/* Attributes that registers and containers have. */
static bool attribute_of_element(struct rnndb_file *file, struct xml_node *node,
				 struct xml_attribute *a, struct element *element)
{
	if (attribute_is(a, "name"))
		element->name = attribute_name(file, a);
	else if (attribute_is(a, "offset"))
		element->nowhere = !attribute_read(file, node, a, &element->offset);
	else if (attribute_is(a, "length"))
		element->length = attribute_number(file, node, a);
	else if (attribute_is(a, "stride"))
		element->stride = attribute_number(file, node, a);
	else
		return attribute_of_condition(file, a, &element->condition);
	return true;
}

/* The group that <group> or <use-group> names; NULL after a complaint. */
static struct group *find_group(struct rnndb_file *file, struct xml_node *node,
				const char *nameless)
{
	struct database *database = file->database;
	struct arena *arena = &file->regs->arena;
	const char *name = NULL;
	struct group *group;

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "name") || attribute_is(a, "ref"))
			name = attribute_name(file, a);
		else
			attribute_wrong(file, node, a);
	}
	if (!name) {
		rnndb_wrong(file, node, nameless, NULL);
		return NULL;
	}
	group = dictionary_find(&database->groups, name);
	if (!group) {
		/* What is in it may come later; the checks after loading tell when not. */
		group = arena_get(arena, sizeof(*group));
		group->name = name;
		dictionary_set(&database->groups, arena, name, group);
		*vector_add(arena, &database->all_groups) = group;
	}
	return group;
}

static bool read_use_group(struct rnndb_file *file, struct xml_node *node, struct element *element)
{
	element->kind = ELEMENT_GROUP;
	element->group = find_group(file, node, "use-group without a name");
	return element->group;
}

/*
 * Copies that are not at the same distance from each other. Of some only the driver
 * knows where they are: what stands there is C.
 */
static const uint64_t *read_places(struct rnndb_file *file, struct xml_node *node,
				   struct xml_attribute *a, uint64_t *places)
{
	const uint64_t *place = attribute_numbers(file, a, places);
	uint64_t i = 0;

	while (i < *places && place[i] != FOREVER)
		i++;
	if (i == *places)
		return place;
	if (attribute_is(a, "offsets"))
		rnndb_wrong(file, node, "offsets", a->value);
	else
		regs_note(file->regs, xml_where(file->text, node),
			  "only the driver knows where copies of this array are: their registers have no names");
	return place;
}

static bool read_container(struct rnndb_file *file, struct xml_node *node, struct element *element)
{
	bool is_array = element->kind == ELEMENT_ARRAY;
	uint64_t places = 0;

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		/* The type of its index, and what it is for. */
		if (is_array && (attribute_is(a, "index") || attribute_is(a, "usage")))
			continue;
		if (is_array && (attribute_is(a, "offsets") || attribute_is(a, "doffsets")))
			element->place = read_places(file, node, a, &places);
		else if (!attribute_of_element(file, node, a, element))
			attribute_wrong(file, node, a);
	}
	for (struct xml_node *n = node->first; n; n = n->next) {
		struct element *inner = read_element(file, n);

		if (inner)
			*vector_add(&file->regs->arena, &element->elements) = inner;
	}
	if (element->place) {
		element->kind = ELEMENT_STRIPE;
		element->length = places;
	} else if (!element->stride && (element->kind == ELEMENT_ARRAY || element->length != 1)) {
		rnndb_wrong(file, node, "stride: copies need one", element->name);
		element->kind = ELEMENT_STRIPE;
		element->length = 1;
	}
	/* With nothing in it, its copies are registers: in words, so they are used. */
	if (element->kind == ELEMENT_ARRAY && !element->elements.n && element->name &&
	    file->unit == 4 && element->stride <= 2) {
		element->kind = ELEMENT_REGISTER;
		element->access = BOTH_WAYS;
		element->width = file->unit * (unsigned int)element->stride;
	}
	return true;
}

/* The value of a register is in some of its bits; how it is to be read goes with it. */
static void narrow(struct rnndb_file *file, struct xml_node *node, struct element *element,
		   uint64_t low, uint64_t high)
{
	struct field field = { .name = element->name, .access = BOTH_WAYS };

	if (low == FOREVER && high == FOREVER)
		return;
	if (low == FOREVER)
		low = 0;
	if (high == FOREVER)
		high = 8 * element->width - 1;
	if (high >= 8 * element->width || low > high) {
		rnndb_wrong(file, node, "place of the value", element->name);
		return;
	}
	field.low = (unsigned int)low;
	field.high = (unsigned int)high;
	field.type = element->type;
	/* What has fields of its own is read by these. */
	if (field.type.fields.n || !field.name)
		return;
	element->type = (struct type){ .is_part = true };
	*vector_add(&file->regs->arena, &element->type.fields) = field;
}

static bool read_register(struct rnndb_file *file, struct xml_node *node, struct element *element)
{
	uint64_t low = FOREVER, high = FOREVER;

	element->access = BOTH_WAYS;
	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		const char *text = a->value;

		if (attribute_is(a, "brief")) {
			element->doc = regs_name(file->regs, text, strlen(text));
		} else if (!attribute_is(a, "access")) {
			/* "value" is the one after a reset. */
			if (!attribute_of_place(file, node, a, &low, &high) &&
			    !attribute_is(a, "usage") && !attribute_is(a, "value") &&
			    !attribute_of_element(file, node, a, element) &&
			    !attribute_of_type(file, node, a, &element->type))
				attribute_wrong(file, node, a);
		} else if (!strcmp(text, "r")) {
			element->access = MMT_REG_READ;
		} else if (!strcmp(text, "w")) {
			element->access = MMT_REG_WRITE;
		} else if (strcmp(text, "rw") != 0) {
			rnndb_wrong(file, node, "access", text);
		}
	}
	file->bits = 8 * element->width;
	for (struct xml_node *n = node->first; n; n = n->next) {
		if (rnndb_is_doc(n))
			read_doc(file, n, element);
		else if (!rnndb_in_type(file, n, &element->type))
			rnndb_wrong(file, n, "element", n->name);
	}
	file->bits = 0;
	narrow(file, node, element, low, high);
	if (!element->name)
		rnndb_wrong(file, node, "register without a name", NULL);
	return element->name;
}

static unsigned int register_width(const struct xml_node *node)
{
	if (xml_is(node, "reg8"))
		return 1;
	if (xml_is(node, "reg16"))
		return 2;
	if (xml_is(node, "reg32"))
		return 4;
	return xml_is(node, "reg64") ? 8 : 0;
}

/* An element of a space; NULL when it is none, or not a good one. */
static struct element *read_element(struct rnndb_file *file, struct xml_node *node)
{
	struct element *element;
	bool good;

	if (rnndb_is_doc(node) || rnndb_top_level(file, node))
		return NULL;
	element = arena_get(&file->regs->arena, sizeof(*element));
	element->where = xml_where(file->text, node);
	element->length = 1;
	element->width = register_width(node);
	if (element->width) {
		element->kind = ELEMENT_REGISTER;
		good = read_register(file, node, element);
	} else if (xml_is(node, "array") || xml_is(node, "stripe")) {
		element->kind = xml_is(node, "array") ? ELEMENT_ARRAY : ELEMENT_STRIPE;
		good = read_container(file, node, element);
	} else if (xml_is(node, "use-group")) {
		good = read_use_group(file, node, element);
	} else {
		rnndb_wrong(file, node, "element", node->name);
		good = false;
	}
	return good && !element->nowhere ? element : NULL;
}

/** rnndb_group() - read a group, or more of one */
void rnndb_group(struct rnndb_file *file, struct xml_node *node)
{
	struct group *group = find_group(file, node, "group without a name");

	if (!group)
		return;
	if (!group->where.file)
		group->where = xml_where(file->text, node);
	for (struct xml_node *n = node->first; n; n = n->next) {
		struct element *element = read_element(file, n);

		if (element)
			*vector_add(&file->regs->arena, &group->elements) = element;
	}
}

static unsigned int unit_of(struct rnndb_file *file, struct xml_node *node, uint64_t bits)
{
	if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
		rnndb_wrong(file, node, "width: it may be 8, 16, 32 or 64", NULL);
		return 1;
	}
	return (unsigned int)bits / 8;
}

/** rnndb_domain() - read a domain, or more of one */
void rnndb_domain(struct rnndb_file *file, struct xml_node *node)
{
	struct database *database = file->database;
	struct arena *arena = &file->regs->arena;
	struct space head = { .unit = 1, .bar = MMT_NO_BAR };
	struct space *space;

	for (struct xml_attribute *a = node->attributes; a; a = a->next) {
		if (attribute_is(a, "name"))
			head.name = attribute_name(file, a);
		else if (attribute_is(a, "bare"))
			head.bare = attribute_bool(file, node, a);
		else if (attribute_is(a, "size"))
			head.size = attribute_number(file, node, a);
		else if (attribute_is(a, "width"))
			head.unit = unit_of(file, node, attribute_number(file, node, a));
		else if (!attribute_of_condition(file, a, &head.condition))
			attribute_wrong(file, node, a);
	}
	if (!head.name) {
		rnndb_wrong(file, node, "domain without a name", NULL);
		return;
	}
	space = dictionary_find(&database->spaces, head.name);
	if (!space) {
		space = arena_get(arena, sizeof(*space));
		*space = head;
		/* In words, registers of 64 bits are described beside their halves. */
		space->exact = head.unit > 1;
		space->where = xml_where(file->text, node);
		dictionary_set(&database->spaces, arena, space->name, space);
		*vector_add(arena, &database->all_spaces) = space;
	} else if (space->unit != head.unit || space->bare != head.bare ||
		   (head.size && space->size && head.size != space->size)) {
		rnndb_wrong(file, node, "attributes, as they differ from the first", space->name);
	} else if (head.size) {
		space->size = head.size;
	}
	file->unit = head.unit;
	for (struct xml_node *n = node->first; n; n = n->next) {
		struct element *element = read_element(file, n);

		if (element)
			*vector_add(arena, &space->elements) = element;
	}
	file->unit = 0;
}
