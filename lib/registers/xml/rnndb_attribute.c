// SPDX-License-Identifier: GPL-2.0
/* Attributes of rnndb's elements. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rnndb.h"

/** attribute_is() - is this its name? */
bool attribute_is(const struct xml_attribute *attribute, const char *name)
{
	return !strcmp(attribute->name, name);
}

/** attribute_wrong() - complain about an attribute that means nothing here */
void attribute_wrong(struct rnndb_file *file, const struct xml_node *node,
		     const struct xml_attribute *attribute)
{
	/* What is said of anything in the dialect of etnaviv: for people, or for writing code. */
	if (!attribute_is(attribute, "brief") && !attribute_is(attribute, "masked"))
		rnndb_wrong(file, node, "attribute", attribute->name);
}

/** attribute_name() - its value, to be kept; NULL when it is empty */
const char *attribute_name(struct rnndb_file *file, const struct xml_attribute *attribute)
{
	const char *text = attribute->value;

	return *text ? regs_name(file->regs, text, strlen(text)) : NULL;
}

/** attribute_read() - its value as a number; false after a complaint */
bool attribute_read(struct rnndb_file *file, const struct xml_node *node,
		    const struct xml_attribute *attribute, uint64_t *number)
{
	const char *text = attribute->value;
	char *end;

	errno = 0;
	*number = strtoull(text, &end, strpbrk(text, "xX") ? 16 : 10);
	if (*text && !*end && !errno)
		return true;
	rnndb_wrong(file, node, "number", text);
	*number = 0;
	return false;
}

/** attribute_number() - its value as a number; 0 after a complaint */
uint64_t attribute_number(struct rnndb_file *file, const struct xml_node *node,
			  const struct xml_attribute *attribute)
{
	uint64_t number;

	attribute_read(file, node, attribute, &number);
	return number;
}

/**
 * attribute_numbers() - its value as numbers between commas
 * @file: the file
 * @attribute: the attribute
 * @count: how many there are
 *
 * Return: the numbers; FOREVER for what is none.
 */
uint64_t *attribute_numbers(struct rnndb_file *file, const struct xml_attribute *attribute,
			    uint64_t *count)
{
	VECTOR(uint64_t) numbers = { 0 };
	const char *text = attribute->value;
	char *end;

	for (;;) {
		size_t length = strcspn(text, ",");
		uint64_t number;

		errno = 0;
		number = strtoull(text, &end, 0);
		end += strspn(end, " \t\r\n");
		if (end != text + length || !length || errno)
			number = FOREVER;
		*vector_add(&file->regs->arena, &numbers) = number;
		text += length;
		if (!*text++)
			break;
	}
	*count = numbers.n;
	return numbers.at;
}

/** attribute_of_place() - take it when it says in which bits a value is */
bool attribute_of_place(struct rnndb_file *file, const struct xml_node *node,
			const struct xml_attribute *attribute, uint64_t *low, uint64_t *high)
{
	if (attribute_is(attribute, "low"))
		*low = attribute_number(file, node, attribute);
	else if (attribute_is(attribute, "high"))
		*high = attribute_number(file, node, attribute);
	else if (attribute_is(attribute, "pos"))
		*low = *high = attribute_number(file, node, attribute);
	else
		return false;
	return true;
}

/** attribute_bool() - its value as yes or no; no after a complaint */
bool attribute_bool(struct rnndb_file *file, const struct xml_node *node,
		    const struct xml_attribute *attribute)
{
	const char *text = attribute->value;

	if (!strcmp(text, "yes") || !strcmp(text, "true") || !strcmp(text, "1"))
		return true;
	if (strcmp(text, "no") != 0 && strcmp(text, "false") != 0 && strcmp(text, "0") != 0)
		rnndb_wrong(file, node, "yes or no", text);
	return false;
}

/** attribute_of_condition() - take it when it says for which chips something is */
bool attribute_of_condition(struct rnndb_file *file, const struct xml_attribute *attribute,
			    struct condition *condition)
{
	if (attribute_is(attribute, "varset"))
		condition->varset = attribute_name(file, attribute);
	else if (attribute_is(attribute, "variants"))
		condition->variants = arena_text(&file->regs->arena,
						 attribute->value,
						 strlen(attribute->value));
	else if (attribute_is(attribute, "prefix"))
		condition->prefix = attribute_name(file, attribute);
	else
		return false;
	return true;
}

/** attribute_of_type() - take it when it says how a value is to be read */
bool attribute_of_type(struct rnndb_file *file, const struct xml_node *node,
		       const struct xml_attribute *attribute, struct type *type)
{
	uint64_t number;

	if (attribute_is(attribute, "type")) {
		type->name = attribute_name(file, attribute);
		return true;
	}
	if (attribute_is(attribute, "shr") || attribute_is(attribute, "radix")) {
		number = attribute_number(file, node, attribute);
		if (number > 63)
			rnndb_wrong(file, node, "number of bits", attribute->value);
		else if (attribute_is(attribute, "shr"))
			type->shr = (unsigned int)number;
		else
			type->radix = (unsigned int)number;
	} else if (attribute_is(attribute, "add")) {
		type->add = attribute_number(file, node, attribute);
	} else if (attribute_is(attribute, "min")) {
		type->min = attribute_number(file, node, attribute);
	} else if (attribute_is(attribute, "max")) {
		type->max = attribute_number(file, node, attribute);
	} else if (attribute_is(attribute, "align")) {
		type->align = attribute_number(file, node, attribute);
	} else {
		return false;
	}
	return true;
}
