// SPDX-License-Identifier: GPL-2.0
/* Register descriptions of microcontrollers: CMSIS-SVD. */
#include "svd.h"

#include <stdio.h>
#include <string.h>

#define MOST_ELEMENTS 200000

static void read_elements(struct svd *svd, const struct xml_node *box,
			  struct svd_properties properties, struct element *container);
static void take_cluster(struct svd *svd, const struct xml_node *node,
			 struct svd_properties properties, struct element *element);

static const char *line_of(struct svd *svd, const struct xml_node *node)
{
	static const char *const what[] = { "readAction", "modifiedWriteValues" };
	const struct xml_node *description = svd_child(node, "description");
	const char *line = description ? xml_line(svd->regs, description) : NULL;
	char text[512];

	/* What an access does besides is worth a word. */
	for (size_t i = 0; i < 2; i++) {
		const char *word = svd_text(svd, node, what[i]);

		if (!word)
			continue;
		snprintf(text, sizeof(text), "%s%s%s: %s", line ? line : "", line ? "; " : "",
			 i ? "writing" : "reading", word);
		line = arena_text(&svd->regs->arena, text, strlen(text));
	}
	return line;
}

/* What @node says of a register, on top of what it derives from; @properties are its own. */
static void take_register(struct svd *svd, const struct xml_node *node,
			  struct svd_properties properties, struct element *element)
{
	const struct xml_node *base;

	/* Own fields come first: those of the same name are not taken again. */
	svd_fields(svd, node, properties, &element->type);
	base = svd_derived_from(svd, node);
	if (base) {
		take_register(svd, base, properties, element);
		svd->derivations--;
	}
	svd_name(svd, node, element);
	svd_number(svd, node, "addressOffset", &element->offset);
	element->alternate |= svd_child(node, "alternateRegister") ||
			      svd_child(node, "alternateGroup");
	if (line_of(svd, node))
		element->doc = line_of(svd, node);
}

static void read_register(struct svd *svd, const struct xml_node *node,
			  struct svd_properties properties, struct element *element)
{
	svd_properties(svd, node, &properties);
	take_register(svd, node, properties, element);
	/* What has 24 bits lies in 32. */
	element->width = properties.size > 32 ? 8 : properties.size > 16 ? 4 :
			 properties.size > 8 ? 2 : 1;
	element->access = properties.access;
}

static void take_cluster(struct svd *svd, const struct xml_node *node,
			 struct svd_properties properties, struct element *element)
{
	const struct xml_node *base;

	read_elements(svd, node, properties, element);
	base = svd_derived_from(svd, node);
	if (base) {
		take_cluster(svd, base, properties, element);
		svd->derivations--;
	}
	svd_name(svd, node, element);
	svd_number(svd, node, "addressOffset", &element->offset);
}

/* Is there one of the same name among the first @n? */
static bool is_known(const struct element *container, size_t n, const struct element *element)
{
	for (size_t i = 0; i < n; i++) {
		const struct element *other = container->elements.at[i];

		if (!strcmp(other->name, element->name) &&
		    !strcmp(other->suffix ? other->suffix : "",
			    element->suffix ? element->suffix : ""))
			return true;
	}
	return false;
}

/* The registers and clusters in @box; those that the container has already are its own. */
static void read_elements(struct svd *svd, const struct xml_node *box,
			  struct svd_properties properties, struct element *container)
{
	size_t own = container->elements.n;

	for (const struct xml_node *n = box->first; n; n = n->next) {
		bool cluster = xml_is(n, "cluster");
		struct element *element;

		if ((!cluster && !xml_is(n, "register")) || svd->elements > MOST_ELEMENTS)
			continue;
		if (++svd->elements > MOST_ELEMENTS)
			svd_wrong(svd, n, "size: there are too many elements", "");
		element = arena_get(&svd->regs->arena, sizeof(*element));
		element->kind = cluster ? ELEMENT_STRIPE : ELEMENT_REGISTER;
		element->length = 1;
		element->where = xml_where(svd->text, n);
		if (cluster) {
			struct svd_properties inner = properties;

			svd_properties(svd, n, &inner);
			take_cluster(svd, n, inner, element);
		} else {
			read_register(svd, n, properties, element);
		}
		if (!element->name)
			svd_wrong(svd, n, "element, as it has no name", "");
		else if (!is_known(container, own, element))
			*vector_add(&svd->regs->arena, &container->elements) = element;
	}
}

/*
 * What @node says of a peripheral, on top of what it derives from. @blocks: the node
 * whose address blocks it has.
 */
static void take_peripheral(struct svd *svd, const struct xml_node *node,
			    struct svd_properties properties, struct element *element,
			    const struct xml_node **blocks)
{
	const struct xml_node *registers = svd_child(node, "registers"), *base;

	if (registers)
		read_elements(svd, registers, properties, element);
	base = svd_derived_from(svd, node);
	if (base) {
		take_peripheral(svd, base, properties, element, blocks);
		svd->derivations--;
	}
	svd_name(svd, node, element);
	svd_number(svd, node, "baseAddress", &element->offset);
	if (svd_child(node, "addressBlock"))
		*blocks = node;
}

/*
 * What is not described, but lies in an address block, can be named by its
 * peripheral. Peripherals share blocks, and registers lie beyond them.
 */
static void add_ranges(struct svd *svd, const struct xml_node *node,
		       const struct element *peripheral, struct element *ranges)
{
	for (const struct xml_node *n = node->first; n; n = n->next) {
		uint64_t offset = 0, size = 0;
		struct element *range;

		if (!xml_is(n, "addressBlock"))
			continue;
		svd_number(svd, n, "offset", &offset);
		svd_number(svd, n, "size", &size);
		if (!size || size - 1 > FOREVER - offset)
			continue;
		range = arena_get(&svd->regs->arena, sizeof(*range));
		*range = *peripheral;
		range->kind = ELEMENT_RANGE;
		range->elements.n = 0;
		range->low = offset;
		range->reach = offset + size - 1;
		*vector_add(&svd->regs->arena, &ranges->elements) = range;
	}
}

static void read_peripheral(struct svd *svd, const struct xml_node *node,
			    struct svd_properties properties, struct space *space,
			    struct element *ranges)
{
	struct element *element = arena_get(&svd->regs->arena, sizeof(*element));
	const struct xml_node *blocks = NULL;

	element->kind = ELEMENT_STRIPE;
	element->length = 1;
	element->where = xml_where(svd->text, node);
	svd_properties(svd, node, &properties);
	take_peripheral(svd, node, properties, element, &blocks);
	if (!element->name) {
		svd_wrong(svd, node, "peripheral, as it has no name", "");
		return;
	}
	*vector_add(&svd->regs->arena, &space->elements) = element;
	if (blocks)
		add_ranges(svd, blocks, element, ranges);
}

static void read_device(struct svd *svd, struct database *database, struct space *space)
{
	const struct xml_node *peripherals = svd_child(svd->device, "peripherals");
	struct svd_properties properties = { 32, BOTH_WAYS };
	struct element ranges = { 0 };

	svd_properties(svd, svd->device, &properties);
	for (const struct xml_node *n = peripherals ? peripherals->first : NULL; n; n = n->next)
		if (xml_is(n, "peripheral"))
			read_peripheral(svd, n, properties, space, &ranges);
	/* They come last: a register of any peripheral has its place before. */
	for (size_t i = 0; i < ranges.elements.n; i++)
		*vector_add(&svd->regs->arena, &space->elements) = ranges.elements.at[i];
	database->main = space;
}

/**
 * svd_load() - read a CMSIS-SVD file
 * @regs: where to
 * @text: the file
 *
 * Its addresses are physical ones.
 *
 * Return: 0, or -1 when nothing was described.
 */
int svd_load(struct mmt_regs *regs, const struct file_text *text)
{
	struct svd svd = { .regs = regs, .text = text };
	struct where where = { text->path, 0 };
	struct database *database;
	struct space *space;

	svd.device = xml_read(regs, text);
	if (!svd.device || !xml_is(svd.device, "device")) {
		if (svd.device)
			svd_wrong(&svd, svd.device, "file: not SVD's <device>", "");
		arena_free(&regs->tree);
		return -1;
	}
	database = regs_database(regs, "", where);
	space = arena_get(&regs->arena, sizeof(*space));
	space->name = svd_text(&svd, svd.device, "name");
	if (!space->name)
		space->name = "device";
	space->unit = 1;
	space->bar = MMT_NO_BAR;
	space->physical = true;
	space->exact = true;
	space->where = where;
	dictionary_set(&database->spaces, &regs->arena, space->name, space);
	*vector_add(&regs->arena, &database->all_spaces) = space;
	read_device(&svd, database, space);
	arena_free(&regs->tree);
	if (space->elements.n)
		return 0;
	return regs_complain(regs, where, "describes no peripherals");
}
