// SPDX-License-Identifier: GPL-2.0
/* Which descriptions are for which device, and where their spaces lie in it. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "names.h"
#include "reading/trace.h"
#include "registers/load.h"
#include "registers/model/vendor.h"

/*
 * How a device is called: by its driver; what is no PCI device by its own name. A
 * log of QEMU knows no drivers, but the user has said which region it is.
 */
static const char *called(const struct mmt_names *names, const struct mmt_device *device)
{
	const char *region = NULL;

	if (*device->driver)
		return device->driver;
	if (!device->is_pci)
		return device->address;
	if (names->trace && !device->vendor)
		region = trace_region(names->trace, device);
	return region ? region : "";
}

/* "e1000-mmio" is a region of "e1000". */
static bool is_driver(const char *driver, const char *name)
{
	size_t length = strlen(driver);

	return !strncmp(driver, name, length) && !isalnum((unsigned char)name[length]) &&
	       name[length] != '_';
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]))
		length++;
	return length;
}

/* 2 for the same, 1 when one begins with the other. */
static unsigned int likeness(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t common = a_length < b_length ? a_length : b_length;

	if (common < 3 || strncasecmp(a, b, common) != 0)
		return 0;
	return a_length == b_length ? 2 : 1;
}

/* Is @word a folder that the file lies in? drivers/net/igb/e1000_regs.h is of igb. */
static bool is_folder(const char *path, const char *word, size_t length)
{
	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1)
		if ((size_t)(slash - path) == length && !strncasecmp(path, word, length))
			return true;
	return false;
}

#define BY_FOLDER 4

/*
 * Is a header called as the driver is? "e1000_hw.h", E1000_CTRL and e1000 are; but
 * the folder says more: files of one name are in those of many drivers.
 */
static unsigned int affinity(const struct mmt_names *names, const struct database *database,
			     const struct mmt_device *device)
{
	const char *word = called(names, device);
	unsigned int best = 0;

	if (database->where.file && *word && is_folder(database->where.file, word, strlen(word)))
		return BY_FOLDER;
	while (*word) {
		size_t length = word_length(word);
		const char *own[] = { database->title, database->family };

		for (size_t i = 0; i < 2 && length && strncasecmp(word, "pci", length) != 0; i++) {
			unsigned int like = own[i] ? likeness(word, length, own[i],
							      word_length(own[i])) : 0;

			if (like > best)
				best = like;
		}
		word += length ? length : 1;
	}
	return best;
}

static bool is_subject(const struct mmt_names *names, const struct database *database,
		       const struct mmt_device *device)
{
	for (size_t i = 0; i < database->subjects.n; i++) {
		const struct subject *subject = &database->subjects.at[i];

		if (subject->driver ? is_driver(subject->driver, called(names, device)) :
				      subject->vendor == device->vendor &&
				      (subject->device == MMT_ANY ||
				       subject->device == device->device))
			return true;
	}
	return false;
}

/* How much the names of a header are those of some device of the trace, at most. */
static unsigned int best_affinity(const struct mmt_names *names,
				  const struct database *database)
{
	unsigned int n = 0, best = 0;
	const struct mmt_device *const *devices =
		names->trace ? mmt_devices(names->trace, &n) : NULL;

	for (unsigned int i = 0; i < n; i++) {
		unsigned int like = affinity(names, database, devices[i]);

		if (like > best)
			best = like;
	}
	return best;
}

/* Has somebody said, or is it plain, that it is for this device? */
static bool claims(const struct mmt_names *names, const struct database *database,
		   const struct mmt_device *device)
{
	unsigned int like;

	if (database->subjects.n)
		return is_subject(names, database, device);
	if (!database->guessed)
		return false;
	like = affinity(names, database, device);
	/* Where a folder is called as a driver, a likeness of names is chance. */
	return like && (like == BY_FOLDER || best_affinity(names, database) != BY_FOLDER);
}

/* Does a description of registers claim @device? */
static bool is_claimed(const struct mmt_names *names, const struct mmt_device *device)
{
	const struct database *other = names->regs->databases;

	while (other && !claims(names, other, device))
		other = other->next;
	return other;
}

static const struct space *main_space(const struct database *database)
{
	const struct vendor *vendor = vendor_of(database);
	const struct space *largest = NULL;

	if (database->main)
		return database->main;
	if (vendor)
		return dictionary_find(&database->spaces, vendor->space);
	for (size_t i = 0; i < database->all_spaces.n; i++) {
		const struct space *space = database->all_spaces.at[i];

		if (!space->indirect && space->bar == MMT_NO_BAR &&
		    (!largest || space->elements.n > largest->elements.n))
			largest = space;
	}
	return largest;
}

/*
 * Behind the beginning of the last thing that is described; rules add what lies
 * in another mapping, such as the table of interrupts, so they do not count.
 */
static uint64_t space_end(const struct database *database, const struct space *space)
{
	uint64_t end = 0;

	for (size_t i = 0; i < space->elements.n; i++) {
		const struct element *element = space->elements.at[i];

		if (element->offset >= end &&
		    (!database->guessed || element->where.file == database->where.file))
			end = element->offset + 1;
	}
	return end * space->unit;
}

#define BAR_IS_IO	    1
#define BAR_IS_PREFETCHABLE 8

static int first_without(const struct mmt_device *device, uint64_t kinds, uint64_t end)
{
	for (int bar = 0; bar < MMT_ROM; bar++)
		if (device->size[bar] > end && !(device->start[bar] & kinds))
			return bar;
	return MMT_NO_BAR;
}

/*
 * The first BAR that is memory: most devices have their registers there. What may be
 * prefetched is rather a frame buffer, when there is another one that is large enough.
 */
static int first_bar(const struct mmt_device *device, uint64_t end)
{
	int bar = first_without(device, BAR_IS_IO | BAR_IS_PREFETCHABLE, end ? end - 1 : 0);

	if (bar == MMT_NO_BAR)
		bar = first_without(device, BAR_IS_IO, 0);
	return bar == MMT_NO_BAR ? 0 : bar;
}

/* May a description lie in this device? */
static bool fits(const struct database *database, const struct mmt_device *device)
{
	const struct space *space = main_space(database);
	uint64_t end = space ? space_end(database, space) : 0;

	return device->is_pci && device->size[first_bar(device, end)] >= end;
}

/*
 * struct rivals - devices that a description may be for, when nobody said which
 * @n: how many
 * @first: one of them
 * @of: devices of the trace altogether
 */
struct rivals {
	unsigned int n;
	const struct mmt_device *first;
	unsigned int of;
};

/* What no other description claims and is large enough; where all is claimed, of all. */
static struct rivals rivals_for(const struct mmt_names *names, const struct database *database)
{
	struct rivals any = { 0 }, unclaimed = { 0 };
	const struct mmt_device *const *devices =
		names->trace ? mmt_devices(names->trace, &any.of) : NULL;

	unclaimed.of = any.of;
	for (unsigned int i = 0; i < any.of; i++) {
		if (!fits(database, devices[i]))
			continue;
		any.first = any.n++ ? any.first : devices[i];
		if (!is_claimed(names, devices[i]))
			unclaimed.first = unclaimed.n++ ? unclaimed.first : devices[i];
	}
	return unclaimed.n ? unclaimed : any;
}

/*
 * What nobody has assigned is for each device; but a header that is called as one
 * of the drivers is only for that. Whose any other is, is plain when only one device can
 * have it; where there are several, no name is better than a wrong one.
 */
static bool is_for(const struct mmt_names *names, struct database *database,
		   const struct mmt_device *device)
{
	struct rivals rivals;

	if (!device)
		return true;
	if (claims(names, database, device))
		return true;
	if (database->subjects.n)
		return false;
	if (!database->guessed || !device->is_pci)
		return true;
	if (best_affinity(names, database))
		return false;
	rivals = rivals_for(names, database);
	if (rivals.n > 1 && !database->asked)
		regs_note(names->regs, database->where, "is not used, as it may be for %s or another of %u devices: a rule 'driver %s' or 'device %04x:%04x' would say so",
			  rivals.first->label, rivals.n,
			  *rivals.first->driver ? rivals.first->driver : "NAME",
			  rivals.first->vendor, rivals.first->device);
	else if (rivals.n == 1 && rivals.of > 1 && !database->asked)
		regs_note(names->regs, database->where, "is taken to be for %s, as for no other: a rule 'driver %s' or 'device %04x:%04x' would say so",
			  rivals.first->label, *rivals.first->driver ? rivals.first->driver : "NAME",
			  rivals.first->vendor, rivals.first->device);
	database->asked = true;
	return rivals.n <= 1 && (!rivals.first || rivals.first == device);
}

static void add_layer(struct mmt_names *names, struct place *place, struct binding *binding,
		      const struct space *space, bool physical)
{
	const struct database *database = binding->database;
	struct layer *layer = vector_add(&names->arena, &place->layers);

	layer->index = index_new(names->regs, &names->arena, space, &binding->chip);
	layer->binding = binding;
	layer->physical = physical;
	layer->asks = binding->chip.n_known ? NULL : vendor_of_space(space);
	for (const struct database *d = names->regs->databases; d; d = d->next)
		for (size_t i = 0; i < d->paths.n; i++) {
			const struct access_path *path = &d->paths.at[i];

			if (path->from != space && (d == database || path->from->bar != space->bar ||
						    path->from->elements.n))
				continue;
			*vector_add(&names->arena, &layer->routes) = (struct route){
				.path = path,
				.index = index_new(names->regs, &names->arena, path->space,
						   &binding->chip),
			};
		}
}

/* Tell of what lies beyond its BAR: it may be a description of another device. */
static void check_bar(struct mmt_names *names, const struct database *database,
		      const struct mmt_device *device, int bar, const struct space *space)
{
	const struct element *first = NULL;
	uint64_t size = device->size[bar];
	size_t n = 0;

	/* Of a BAR that only --map speaks of the size is not known. */
	if (!device->vendor)
		return;
	for (size_t i = 0; size && i < space->elements.n; i++) {
		const struct element *element = space->elements.at[i];

		if (element->offset * space->unit < size)
			continue;
		if (!first)
			first = element;
		n++;
	}
	/* Some of a driver's chips have more. */
	if (first && database->of_source && 2 * n < space->elements.n)
		return;
	if (first)
		regs_complain(names->regs, first->where, "'%s' at %#llx lies beyond BAR%d of %s, which has %#llx bytes%s",
			      first->name ? first->name : "",
			      (unsigned long long)first->offset * space->unit, bar, device->label,
			      (unsigned long long)size,
			      n > 1 ? "; so do others" : "");
}

static void bind_space(struct mmt_names *names, struct bound *bound, struct binding *binding,
		       const struct space *space)
{
	const struct mmt_device *device = bound->device;
	int bar = space->bar;

	/* The same description may be of a chip's memory and of a BAR. */
	if (device && device->is_pci && bar == MMT_NO_BAR)
		bar = first_bar(device, space_end(binding->database, space));
	if (!device || !device->is_pci ||
	    (space->physical && space_end(binding->database, space) > device->size[bar])) {
		/* What lies in a BAR lies wherever the device is. */
		for (int i = 0; i < PLACES; i++)
			add_layer(names, &bound->place[i], binding, space, space->physical);
		return;
	}
	check_bar(names, binding->database, device, bar, space);
	add_layer(names, &bound->place[bar], binding, space, false);
}

static void bind_database(struct mmt_names *names, struct bound *bound,
			  const struct database *database)
{
	const struct space *main = main_space(database);
	struct binding *binding = arena_get(&names->arena, sizeof(*binding));

	binding->database = database;
	binding->chip.database = database;
	for (size_t i = 0; i < database->choices.n; i++) {
		const struct choice *choice = &database->choices.at[i];

		if (!chip_choose_name(&binding->chip, choice->set, choice->variant))
			regs_complain(names->regs, choice->where, "there is no variant '%s' of '%s'",
				      choice->variant, choice->set);
	}
	*vector_add(&names->arena, &bound->bindings) = binding;
	for (size_t i = 0; i < database->all_spaces.n; i++) {
		const struct space *space = database->all_spaces.at[i];

		if (!space->indirect && space->elements.n &&
		    (space == main || space->bar != MMT_NO_BAR || space->physical))
			bind_space(names, bound, binding, space);
	}
}

/**
 * names_bind() - find the descriptions of a device
 * @names: whose
 * @device: the device, or NULL
 *
 * Return: the device with its descriptions.
 */
struct bound *names_bind(struct mmt_names *names, const struct mmt_device *device)
{
	struct bound *bound = arena_get(&names->arena, sizeof(*bound));
	struct database *database;

	bound->device = device;
	if (device)
		directory_search(names->regs, device);
	for (database = names->regs->databases; database; database = database->next) {
		const struct vendor *vendor = vendor_of(database);

		if ((!vendor || vendor_may_be(vendor, device)) &&
		    is_for(names, database, device))
			bind_database(names, bound, database);
	}
	return bound;
}

/**
 * names_bind_mapping() - find a description of a mapping that is nobody's
 * @names: whose
 * @length: bytes of the mapping
 *
 * Nobody has said what it is. Physical addresses say it by themselves; of the
 * other descriptions the largest that fits is taken.
 *
 * Return: the mapping with its descriptions.
 */
struct bound *names_bind_mapping(struct mmt_names *names, uint64_t length)
{
	struct bound *bound = arena_get(&names->arena, sizeof(*bound));
	const struct database *best = NULL;
	uint64_t best_end = 0;

	for (struct database *database = names->regs->databases; database;
	     database = database->next) {
		const struct space *main = main_space(database);
		uint64_t end = main ? space_end(database, main) : 0;

		if (main && main->physical) {
			bind_database(names, bound, database);
		} else if (end > best_end && end <= length) {
			best = database;
			best_end = end;
		}
	}
	if (best)
		bind_database(names, bound, best);
	return bound;
}
