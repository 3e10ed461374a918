// SPDX-License-Identifier: GPL-2.0
/* Which register of a header the other constants belong to. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "header.h"

static bool has_meaning(const struct define *define)
{
	size_t length = strlen(define->name);

	if (define->is_macro)
		return define->n_parameters == 1;
	/* A mask that cannot be computed still says that its field has one. */
	return define->state == VALUE_GOOD ||
	       (define->length && length > 5 && !strcmp(define->name + length - 5, "_MASK"));
}

/* The register whose key is the longest beginning of @name, up to an underscore. */
static struct found *by_beginning(const struct header *header, const char *name)
{
	for (size_t length = strlen(name); length; length--) {
		struct found *found;

		if (name[length] != '_' || !name[length + 1])
			continue;
		found = dictionary_get(&header->by_key, name, length);
		if (found)
			return found;
	}
	return NULL;
}

/* "HOST_CTL bits": the first word that is the name of a register. */
static struct found *by_section(const struct header *header, const char *section)
{
	const char *c = section;

	while (c && *c) {
		size_t length = 0;
		struct found *found;

		while (isalnum((unsigned char)c[length]) || c[length] == '_')
			length++;
		found = length ? dictionary_get(&header->by_name, c, length) : NULL;
		if (found)
			return found;
		c += length ? length : 1;
	}
	return NULL;
}

/*
 * NVME_CMB_BIR(cmbloc): the argument is called as the register is, or as its
 * comment begins: NVME_MAJOR(ver), where NVME_REG_VS is the "Version".
 */
static struct found *by_argument(const struct header *header, const struct define *define)
{
	if (!define->is_macro)
		return NULL;
	for (size_t i = 0; i < header->found.n; i++) {
		const char *key = header->found.at[i]->key;
		const char *last = strrchr(key, '_'), *name = define->parameter[0];
		const char *comment = header->found.at[i]->define->comment;

		if (!strcasecmp(last ? last + 1 : key, name) ||
		    (comment && strlen(name) > 2 && !strncasecmp(comment, name, strlen(name))))
			return header->found.at[i];
	}
	return NULL;
}

/* Does @name begin with the first two words of @of? */
static bool begins_as(const char *name, const char *of)
{
	const char *c = strchr(of, '_');

	c = c ? strchr(c + 1, '_') : NULL;
	return c && !strncmp(name, of, (size_t)(c - of + 1));
}

/*
 * #define REGISTER 0x10
 * #define  BIT 0x1: a name that is indented belongs to what is before it.
 * Registers before that one, without bits between, have the same bits when their
 * names begin as those of the bits do.
 */
static void by_place(struct header *header)
{
	VECTOR(struct found *) run = { 0 };
	struct define *last = NULL;

	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];
		struct found *found = dictionary_find(&header->by_name, define->name);

		if (found) {
			if (last && !dictionary_find(&header->by_name, last->name))
				run.n = 0;
			*vector_add(header->defines.arena, &run) = found;
		} else if (run.n && !define->owner && !define->set && has_meaning(define) &&
			   !run.at[run.n - 1]->define->set &&
			   define->indent > run.at[run.n - 1]->define->indent) {
			for (size_t j = 0; j < run.n; j++)
				if (j == run.n - 1 ||
				    begins_as(define->name, run.at[j]->define->name))
					*vector_add(header->defines.arena,
						    &run.at[j]->bits) = define;
			define->owner = run.at[run.n - 1]->define;
		}
		last = define;
	}
}

/* RXDCTL1 has the bits of RXDCTL, when it has none of its own. */
static void lend(struct header *header)
{
	for (size_t i = 0; i < header->found.n; i++) {
		struct found *found = header->found.at[i], *lender;
		size_t length = strlen(found->key);

		if (found->bits.n)
			continue;
		while (length && isdigit((unsigned char)found->key[length - 1]))
			length--;
		lender = length < strlen(found->key) ?
				 dictionary_get(&header->by_key, found->key, length) : NULL;
		for (size_t j = 0; lender && j < lender->bits.n; j++)
			*vector_add(header->defines.arena, &found->bits) = lender->bits.at[j];
	}
}

/**
 * find_owners() - find which register each constant belongs to
 * @header: its registers are known; they get @bits
 */
void find_owners(struct header *header)
{
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];
		struct found *owner = NULL;

		if (dictionary_find(&header->by_name, define->name) || !has_meaning(define))
			continue;
		owner = by_beginning(header, define->name);
		if (!owner)
			owner = by_argument(header, define);
		if (!owner && define->set)
			owner = by_section(header, define->section);
		if (!owner)
			continue;
		define->owner = owner->define;
		*vector_add(header->defines.arena, &owner->bits) = define;
	}
	by_place(header);
	lend(header);
}
