// SPDX-License-Identifier: GPL-2.0
/* CMSIS-SVD: fields and their values. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svd.h"

#define MOST_ANY   8	/* bits of a value that may be either */
#define MOST_COPIES 64

static void add_value(struct svd *svd, const struct xml_node *node, unsigned int access,
		      struct type *type)
{
	const char *name = svd_text(svd, node, "name"), *text = svd_text(svd, node, "value");
	uint64_t number, any;

	if (name)
		name = regs_name(svd->regs, name, strlen(name));
	if (name && !text && svd_says(svd, node, "isDefault")) {
		*vector_add(&svd->regs->arena, &type->values) = (struct value){
			.name = name, .is_default = true, .access = access,
		};
		return;
	}
	if (!name || !text || !svd_value(svd, node, text, &number, &any))
		return;
	if (__builtin_popcountll(any) > MOST_ANY) {
		svd_wrong(svd, node, "value, as it may be too much", text);
		return;
	}
	/* Each number that has only bits of @any, from all of them down to none. */
	for (uint64_t bits = any;; bits = (bits - 1) & any) {
		*vector_add(&svd->regs->arena, &type->values) = (struct value){
			.name = name, .number = number | bits, .has_number = true,
			.access = access,
		};
		if (!bits)
			break;
	}
}

static void add_values(struct svd *svd, const struct xml_node *node, unsigned int access,
		       struct type *type)
{
	const struct xml_node *base = svd_derived_from(svd, node);
	const char *usage = svd_text(svd, node, "usage");

	if (usage && !strcmp(usage, "read"))
		access = MMT_REG_READ;
	else if (usage && !strcmp(usage, "write"))
		access = MMT_REG_WRITE;
	for (const struct xml_node *n = node->first; n; n = n->next)
		if (xml_is(n, "enumeratedValue"))
			add_value(svd, n, access, type);
	if (base) {
		add_values(svd, base, access, type);
		svd->derivations--;
	}
}

/* lsb and msb, bitOffset and bitWidth, or bitRange: [msb:lsb] */
static bool read_place(struct svd *svd, const struct xml_node *node, struct field *field)
{
	const char *range = svd_text(svd, node, "bitRange");
	uint64_t low, high, width = 1;
	char *end;

	if (range && *range == '[') {
		high = strtoull(range + 1, &end, 10);
		low = *end == ':' ? strtoull(end + 1, &end, 10) : high;
		if (*end != ']')
			high = FOREVER;
	} else if (svd_number(svd, node, "lsb", &low)) {
		if (!svd_number(svd, node, "msb", &high))
			high = low;
	} else if (svd_number(svd, node, "bitOffset", &low)) {
		svd_number(svd, node, "bitWidth", &width);
		high = low + width - 1;
	} else {
		return false;
	}
	if (high > 63 || low > high) {
		svd_wrong(svd, node, "place of the field", svd_text(svd, node, "name"));
		return false;
	}
	field->low = (unsigned int)low;
	field->high = (unsigned int)high;
	return true;
}

/*
 * What @node says of a field, on top of what it derives from: its name and copies are
 * those of an element. False: it has no place.
 */
static bool read_field(struct svd *svd, const struct xml_node *node, struct field *field,
		       struct element *copies)
{
	const struct xml_node *base = svd_derived_from(svd, node);
	bool placed = false;

	if (base) {
		placed = read_field(svd, base, field, copies);
		svd->derivations--;
	}
	svd_name(svd, node, copies);
	if (svd_child(node, "enumeratedValues"))
		field->type.values.n = 0;
	for (const struct xml_node *n = node->first; n; n = n->next)
		if (xml_is(n, "enumeratedValues"))
			add_values(svd, n, BOTH_WAYS, &field->type);
	return read_place(svd, node, field) || placed;
}

/* Is there one of this name among the first @n? */
static bool has_field(const struct type *type, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(type->fields.at[i].name, name))
			return true;
	return false;
}

/* The name of copy @i. */
static const char *name_of_copy(struct svd *svd, const struct element *copies, uint64_t i)
{
	char name[3 * LONGEST_NAME], number[24];

	if (copies->length == 1)
		return copies->name;
	snprintf(number, sizeof(number), "%llu", (unsigned long long)i);
	snprintf(name, sizeof(name), copies->bare ? "%s%s%s" : "%s[%s]%s", copies->name,
		 copies->label ? copies->label[i] : number,
		 copies->suffix ? copies->suffix : "");
	return regs_name(svd->regs, name, strlen(name));
}

/* A field with copies is so many fields; the first @own of the register are not changed. */
static void add_field(struct svd *svd, const struct field *field, const struct element *copies,
		      struct type *type, size_t own)
{
	for (uint64_t i = 0; i < copies->length && i < MOST_COPIES; i++) {
		struct field copy = *field;

		copy.name = name_of_copy(svd, copies, i);
		copy.low += (unsigned int)(i * copies->stride);
		copy.high += (unsigned int)(i * copies->stride);
		if (copy.high > 63)
			return;
		if (!has_field(type, own, copy.name))
			*vector_add(&svd->regs->arena, &type->fields) = copy;
	}
}

/**
 * svd_fields() - read the fields of a register
 * @svd: the file
 * @reg: the register
 * @properties: what is inherited
 * @type: gets the fields; those that it has already are not changed
 */
void svd_fields(struct svd *svd, const struct xml_node *reg, struct svd_properties properties,
		struct type *type)
{
	const struct xml_node *fields = svd_child(reg, "fields");
	size_t before = type->fields.n;

	for (const struct xml_node *n = fields ? fields->first : NULL; n; n = n->next) {
		struct svd_properties own = properties;
		struct element copies = { .length = 1 };
		struct field field = { 0 };

		if (!xml_is(n, "field"))
			continue;
		svd_properties(svd, n, &own);
		field.access = own.access;
		if (!read_field(svd, n, &field, &copies))
			svd_wrong(svd, n, "field, as it has no place",
				  svd_text(svd, n, "name"));
		else if (!copies.name)
			svd_wrong(svd, n, "field, as it has no name", "");
		else
			add_field(svd, &field, &copies, type, before);
	}
}
