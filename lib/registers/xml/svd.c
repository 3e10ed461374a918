// SPDX-License-Identifier: GPL-2.0
/* Register descriptions of microcontrollers: CMSIS-SVD. */
#include "svd.h"

#include <stdio.h>
#include <string.h>

#define MOST_ELEMENTS 200000

static void read_elements(struct svd *svd, const xmlNode *box, struct svd_properties properties,
			  struct element *container);

static const char *line_of(struct svd *svd, const xmlNode *node)
{
	static const char *const what[] = { "readAction", "modifiedWriteValues" };
	const xmlNode *description = svd_child(node, "description");
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

/* What @node says of a register, on top of what it derives from. */
static void read_register(struct svd *svd, const xmlNode *node, struct svd_properties properties,
			  struct element *element)
{
	const xmlNode *base;

	svd_properties(svd, node, &properties);
	/* Own fields come first: those of the same name are not taken again. */
	svd_fields(svd, node, properties, &element->type);
	base = svd_derived_from(svd, node);
	if (base) {
		read_register(svd, base, properties, element);
		svd->derivations--;
	}
	svd_name(svd, node, element);
	svd_number(svd, node, "addressOffset", &element->offset);
	/* What has 24 bits lies in 32. */
	element->width = properties.size > 32 ? 8 : properties.size > 16 ? 4 :
			 properties.size > 8 ? 2 : 1;
	element->alternate |= svd_child(node, "alternateRegister") ||
			      svd_child(node, "alternateGroup");
	element->access = properties.access;
	if (line_of(svd, node))
		element->doc = line_of(svd, node);
}

static void read_cluster(struct svd *svd, const xmlNode *node, struct svd_properties properties,
			 struct element *element)
{
	const xmlNode *base;

	svd_properties(svd, node, &properties);
	read_elements(svd, node, properties, element);
	base = svd_derived_from(svd, node);
	if (base) {
		read_cluster(svd, base, properties, element);
		svd->derivations--;
	}
	svd_name(svd, node, element);
	svd_number(svd, node, "addressOffset", &element->offset);
}

/* The registers and clusters in @box. */
static void read_elements(struct svd *svd, const xmlNode *box, struct svd_properties properties,
			  struct element *container)
{
	for (const xmlNode *n = xml_first(box); n; n = xml_next(n)) {
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
		if (cluster)
			read_cluster(svd, n, properties, element);
		else
			read_register(svd, n, properties, element);
		if (!element->name)
			svd_wrong(svd, n, "element, as it has no name", "");
		else
			*vector_add(&svd->regs->arena, &container->elements) = element;
	}
}

static uint64_t end_of_blocks(struct svd *svd, const xmlNode *node)
{
	uint64_t end = 0;

	for (const xmlNode *n = xml_first(node); n; n = xml_next(n)) {
		uint64_t offset = 0, size = 0;

		if (!xml_is(n, "addressBlock"))
			continue;
		svd_number(svd, n, "offset", &offset);
		svd_number(svd, n, "size", &size);
		if (offset + size > end)
			end = offset + size;
	}
	return end;
}

/* What @node says of a peripheral, on top of what it derives from. */
static void read_peripheral(struct svd *svd, const xmlNode *node,
			    struct svd_properties properties, struct element *element)
{
	const xmlNode *registers = svd_child(node, "registers"), *base;
	uint64_t end;

	svd_properties(svd, node, &properties);
	if (registers)
		read_elements(svd, registers, properties, element);
	base = svd_derived_from(svd, node);
	if (base) {
		read_peripheral(svd, base, properties, element);
		svd->derivations--;
	}
	svd_name(svd, node, element);
	svd_number(svd, node, "baseAddress", &element->offset);
	end = end_of_blocks(svd, node);
	/* It has its range for itself, so that what is not described can be named by it. */
	if (end && element->length == 1) {
		element->kind = ELEMENT_ARRAY;
		element->stride = end;
	}
}

static void read_device(struct svd *svd, struct database *database, struct space *space)
{
	const xmlNode *peripherals = svd_child(svd->device, "peripherals");
	struct svd_properties properties = { 32, BOTH_WAYS };

	svd_properties(svd, svd->device, &properties);
	for (const xmlNode *n = peripherals ? xml_first(peripherals) : NULL; n; n = xml_next(n)) {
		struct element *element;

		if (!xml_is(n, "peripheral"))
			continue;
		element = arena_get(&svd->regs->arena, sizeof(*element));
		element->kind = ELEMENT_STRIPE;
		element->length = 1;
		element->where = xml_where(svd->text, n);
		read_peripheral(svd, n, properties, element);
		if (!element->name)
			svd_wrong(svd, n, "peripheral, as it has no name", "");
		else
			*vector_add(&svd->regs->arena, &space->elements) = element;
	}
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
	xmlDoc *doc = xml_read(regs, text);
	struct where where = { text->path, 0 };
	struct database *database;
	struct space *space;

	svd.device = doc ? xmlDocGetRootElement(doc) : NULL;
	if (!svd.device || !xml_is(svd.device, "device")) {
		if (svd.device)
			svd_wrong(&svd, svd.device, "file: not SVD's <device>", "");
		xmlFreeDoc(doc);
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
	space->where = where;
	dictionary_set(&database->spaces, &regs->arena, space->name, space);
	*vector_add(&regs->arena, &database->all_spaces) = space;
	read_device(&svd, database, space);
	xmlFreeDoc(doc);
	if (space->elements.n)
		return 0;
	return regs_complain(regs, where, "describes no peripherals");
}
