// SPDX-License-Identifier: GPL-2.0
/*
 * Which register of PCI configuration space an access is of. Capabilities are where the
 * device says: what was read so far is kept, and the lists are followed in that. What was
 * not read is not known, and what is not known has no name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "config_parts.h"

#define CONFIG_SIZE	4096
#define EXTENDED_AT	0x100
#define MOST_LINKS	960	/* capabilities of 4 bytes, in both lists */

/**
 * struct config - the configuration space of a device
 * @regs: who is told of what is wrong
 * @arena: memory
 * @chip: of descriptions without variants
 * @byte: as it was read last
 * @known: it was read
 * @index: of each of config_parts[], once it is wanted
 */
struct config {
	struct mmt_regs *regs;
	struct arena *arena;
	struct chip chip;
	uint8_t byte[CONFIG_SIZE];
	bool known[CONFIG_SIZE];
	struct index **index;
};

/**
 * config_new() - the configuration space of a device
 * @regs: who is told of what is wrong
 * @arena: memory
 *
 * Return: it; nothing is known of it.
 */
struct config *config_new(struct mmt_regs *regs, struct arena *arena)
{
	struct config *config = arena_get(arena, sizeof(*config));

	config->regs = regs;
	config->arena = arena;
	config->chip.database = arena_get(arena, sizeof(struct database));
	config->index = arena_get(arena, n_config_parts * sizeof(struct index *));
	return config;
}

/** config_learn() - see an access; of a read the value is what is there */
void config_learn(struct config *config, const struct mmt_record *record)
{
	if (record->kind != MMT_CONFIG_READ || record->width > sizeof(record->value))
		return;
	for (unsigned int i = 0; i < record->width; i++) {
		uint64_t at = record->offset + i;

		if (at >= CONFIG_SIZE)
			return;
		config->byte[at] = (uint8_t)(record->value >> 8 * i);
		config->known[at] = true;
	}
}

static bool is_known(const struct config *config, uint64_t at, unsigned int width)
{
	for (unsigned int i = 0; i < width; i++)
		if (at + i >= CONFIG_SIZE || !config->known[at + i])
			return false;
	return true;
}

static unsigned int word_at(const struct config *config, uint64_t at)
{
	return config->byte[at] | (unsigned int)config->byte[at + 1] << 8;
}

/* --- from data to descriptions --------------------------------------------------- */

static void add_field(struct config *config, struct element *element, const char *text)
{
	const char *colon = strchr(text, ':');
	struct field field = { .access = BOTH_WAYS };
	char *end;

	field.name = arena_text(config->arena, text, (size_t)(colon - text));
	field.high = field.low = (unsigned int)strtoul(colon + 1, &end, 10);
	if (*end == '-')
		field.low = (unsigned int)strtoul(end + 1, NULL, 10);
	*vector_add(config->arena, &element->type.fields) = field;
}

static const char *joined(struct config *config, const char *part, const char *name)
{
	size_t size = (part ? strlen(part) + 1 : 0) + strlen(name) + 1;
	char *text = arena_get(config->arena, size);

	snprintf(text, size, "%s%s%s", part ? part : "", part ? "." : "", name);
	return text;
}

static struct element *element_of(struct config *config, const struct config_part *part,
				  const struct config_register *reg)
{
	struct element *element = arena_get(config->arena, sizeof(*element));

	element->kind = ELEMENT_REGISTER;
	element->name = joined(config, part->name, reg->name);
	element->offset = reg->offset;
	element->width = reg->width;
	element->length = reg->copies ? reg->copies : 1;
	element->stride = reg->stride;
	element->access = BOTH_WAYS;
	for (const char *field = reg->fields; field && *field; field += strspn(field, " ")) {
		add_field(config, element, field);
		field += strcspn(field, " ");
	}
	return element;
}

static struct index *index_of(struct config *config, size_t number)
{
	const struct config_part *part = &config_parts[number];
	struct space *space;

	if (config->index[number])
		return config->index[number];
	space = arena_get(config->arena, sizeof(*space));
	space->name = "config";
	space->unit = 1;
	space->bar = MMT_NO_BAR;
	for (size_t i = 0; i < part->n; i++)
		*vector_add(config->arena, &space->elements) =
			element_of(config, part, &part->registers[i]);
	extents(config->regs, space);
	config->index[number] = index_new(config->regs, config->arena, space, &config->chip);
	return config->index[number];
}

static struct index *index_by_id(struct config *config, enum config_kind kind, unsigned int id)
{
	for (size_t i = 0; i < n_config_parts; i++)
		if (config_parts[i].kind == kind && config_parts[i].id == id)
			return index_of(config, i);
	return NULL;
}

/* --- the lists of capabilities ------------------------------------------------------ */

/* What a capability looks like may be said in it. */
static unsigned int look_of(const struct config *config, unsigned int id, uint64_t at)
{
	static const unsigned int msi[] = {
		CONFIG_MSI_32, CONFIG_MSI_64, CONFIG_MSI_32_MASKED, CONFIG_MSI_64_MASKED,
	};

	if ((id != 0x05 && id != 0x10) || !is_known(config, at + 2, 2))
		return id;
	if (id == 0x05)
		return msi[word_at(config, at + 2) >> 7 & 3];
	return (word_at(config, at + 2) & 0xf) >= 2 ? CONFIG_EXPRESS_2 : id;
}

/*
 * A capability begins where the one before says, and ends at the latest where the next one
 * begins, whichever that is. Of the lists all is gone through that is known.
 */
struct walk {
	uint64_t offset;	/* of the access */
	uint64_t at;		/* of the nearest capability before it; 0 is none */
	unsigned int id;
};

static void consider(struct walk *walk, uint64_t at, unsigned int id)
{
	if (at > walk->offset || at < walk->at)
		return;
	walk->at = at;
	walk->id = id;
}

static void walk_simple(const struct config *config, struct walk *walk)
{
	unsigned int links = MOST_LINKS;
	uint64_t at = 0x34;

	while (links-- && is_known(config, at, 1)) {
		at = config->byte[at] & ~3U;
		if (at < 0x40 || !is_known(config, at, 1))
			return;
		consider(walk, at, config->byte[at]);
		at++;
	}
}

static void walk_extended(const struct config *config, struct walk *walk)
{
	unsigned int links = MOST_LINKS;
	uint64_t at = EXTENDED_AT;

	while (links-- && at >= EXTENDED_AT && is_known(config, at, 2)) {
		consider(walk, at, word_at(config, at));
		if (!is_known(config, at + 2, 2))
			return;
		at = word_at(config, at + 2) >> 4 & ~3U;
	}
}

static struct index *header_of(struct config *config)
{
	/* What gives its configuration space to a guest, VFIO, takes layout 0 only. */
	unsigned int layout = config->known[0x0e] ? config->byte[0x0e] & 0x7f : 0;

	return index_by_id(config, CONFIG_HEADER, layout > 1 ? CONFIG_OTHER : layout);
}

/**
 * config_find() - which part of configuration space an access is in
 * @config: the space; has learnt from the access
 * @offset: of the access
 * @address: gets the offset in that part
 *
 * Return: the part; NULL when nobody knows.
 */
struct index *config_find(struct config *config, uint64_t offset, uint64_t *address)
{
	struct walk walk = { .offset = offset };
	enum config_kind kind = offset < EXTENDED_AT ? CONFIG_CAPABILITY : CONFIG_EXTENDED;

	*address = offset;
	if (offset < 0x40)
		return header_of(config);
	if (offset >= CONFIG_SIZE)
		return NULL;
	if (kind == CONFIG_CAPABILITY)
		walk_simple(config, &walk);
	else
		walk_extended(config, &walk);
	if (!walk.at)
		return NULL;
	*address = offset - walk.at;
	return index_by_id(config, kind, kind == CONFIG_CAPABILITY ?
				   look_of(config, walk.id, walk.at) : walk.id);
}
