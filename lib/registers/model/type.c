// SPDX-License-Identifier: GPL-2.0
/* Which names are types. */
#include <string.h>

#include "register.h"

static const struct {
	const char *name;
	enum kind kind;
} built_in[] = {
	{ "hex", KIND_HEX },
	{ "int", KIND_INT },
	{ "uint", KIND_UINT },
	{ "float", KIND_FLOAT },
	{ "boolean", KIND_BOOLEAN },
	{ "fixed", KIND_FIXED },
	{ "ufixed", KIND_UFIXED },
	{ "enum", KIND_ENUM },
	{ "bitfield", KIND_BITSET },
	/* Only Mesa's generator knows these. */
	{ "address", KIND_HEX },
	{ "waddress", KIND_HEX },
	{ "a3xx_regid", KIND_UINT },
};

/** type_built_in() - the kind that a name means by itself, or KIND_DEFAULT */
enum kind type_built_in(const char *name)
{
	for (size_t i = 0; i < sizeof(built_in) / sizeof(*built_in); i++)
		if (!strcmp(name, built_in[i].name))
			return built_in[i].kind;
	return KIND_DEFAULT;
}

/** type_is_known() - does this name mean a type? */
bool type_is_known(const struct database *database, const char *name)
{
	return type_built_in(name) != KIND_DEFAULT || dictionary_find(&database->enums.by_name, name) ||
	       dictionary_find(&database->bitsets.by_name, name) ||
	       dictionary_find(&database->spectypes, name) ||
	       /* An address in a domain, as etnaviv has it. */
	       dictionary_find(&database->spaces, name);
}

/** type_has_directions() - does a value mean something else when it is written? */
bool type_has_directions(const struct database *database, const struct type *type)
{
	const struct listing *set = dictionary_find(&database->enums.by_name, type->name);

	for (size_t i = 0; i < type->values.n; i++)
		if (type->values.at[i].access != BOTH_WAYS)
			return true;
	for (size_t i = 0; i < type->fields.n; i++)
		if (type->fields.at[i].access != BOTH_WAYS ||
		    type_has_directions(database, &type->fields.at[i].type))
			return true;
	return set && &set->type != type && !set->type.name &&
	       type_has_directions(database, &set->type);
}
