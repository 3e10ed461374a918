/* SPDX-License-Identifier: GPL-2.0 */
/* The registers of one trace's devices. */
#ifndef LIB_NAMES_H
#define LIB_NAMES_H

#include "base/buffer.h"
#include "index.h"

#define PLACES		(MMT_BARS + 1)	/* each BAR, and none */
#define NAME_ROOM	16384
#define VALUE_ROOM	16384
#define MOST_SHOWN	64

/**
 * struct route - a way into a space that is not mapped, of one device
 * @path: as it was described
 * @index: of the space that it leads to
 * @selected: what the select register said last
 * @known: it has said something
 */
struct route {
	const struct access_path *path;
	struct index *index;
	uint64_t selected;
	bool known;
};

/**
 * struct layer - a space that lies in a BAR of a device
 * @index: of the space
 * @binding: of its descriptions
 * @physical: its addresses are physical ones, and known
 * @asks: vendor whose chip it is, until the register that says which one was read
 * @routes: ways that begin in this space
 */
struct layer {
	struct index *index;
	struct binding *binding;
	bool physical;
	const struct vendor *asks;
	VECTOR(struct route) routes;
};

/**
 * struct binding - descriptions for a device
 * @database: the descriptions
 * @chip: which chip it is, as far as is known; the indexes are made for it
 */
struct binding {
	const struct database *database;
	struct chip chip;
};

/**
 * struct bound - a device of the trace with its descriptions
 * @device: the device, or NULL for accesses that are nobody's
 * @bindings: its descriptions
 * @place: layers by BAR, the last one for MMT_NO_BAR
 */
struct bound {
	const struct mmt_device *device;
	VECTOR(struct binding *) bindings;
	struct place {
		VECTOR(struct layer) layers;
	} place[PLACES];
};

/**
 * struct mmt_names - see libmmiotrace.h
 * @regs: the descriptions
 * @trace: whose devices, or NULL
 * @sizes: how much the program knows of what it is given
 * @arena: memory
 * @bound: by struct mmt_device.index
 * @chosen: which of several registers a function means: struct exact by place and code
 * @config: configuration spaces, by the same
 * @mappings: by the address of mappings that no known device has
 * @next_id: the next id that is free
 * @unnamed: the last access was through a data register to what nobody has described
 * @selected: which was that, by the index register
 * @name_room: for a name that is put together
 * @value: text of the last value, or of the fields
 * @field: the fields
 */
struct mmt_names {
	struct mmt_regs *regs;
	struct mmt_trace *trace;
	struct mmt_sizes sizes;
	struct arena arena;
	VECTOR(struct bound *) bound;
	struct dictionary chosen;
	VECTOR(struct config *) config;
	struct dictionary mappings;
	uint32_t next_id;
	bool unnamed;
	uint64_t selected;
	char name_room[NAME_ROOM];
	char value[VALUE_ROOM];
	struct mmt_field field[MOST_SHOWN];
};

/* names.c */
const struct place *names_place(struct mmt_names *names, const struct mmt_record *record, uint64_t *offset);

/* bind.c */
struct bound *names_bind(struct mmt_names *names, const struct mmt_device *device);
struct bound *names_bind_mapping(struct mmt_names *names, uint64_t length);

#endif
