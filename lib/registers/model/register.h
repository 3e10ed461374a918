/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What register descriptions say, whatever format they came in. It is rnndb's
 * view of the world, as that is the richest; the other formats are read into it.
 *
 * All of it lies in the arena of the struct mmt_regs and changes only while
 * descriptions are loaded.
 */
#ifndef LIB_REGISTER_H
#define LIB_REGISTER_H

#include "base/arena.h"
#include "base/dictionary.h"
#include "libmmiotrace.h"

#define FOREVER		UINT64_MAX	/* the end of what has no end */
#define MOST_DEPTH	32		/* arrays in arrays, bit sets in bit sets ... */
#define LONGEST_NAME	255

/* Where something was written: for complaints. */
struct where {
	const char *file;
	unsigned int line;
};

/**
 * struct condition - for which chips something is there
 * @prefix: name of the enumeration to take variants from, or "none"; inherited
 * @varset: likewise, and wins; inherited
 * @variants: which of them: "A B-C D:E", or NULL for all
 */
struct condition {
	const char *prefix;
	const char *varset;
	const char *variants;
};

/* Directions, as bits: MMT_REG_READ and MMT_REG_WRITE. */
#define BOTH_WAYS	(MMT_REG_READ | MMT_REG_WRITE)

struct value {
	const char *name;
	uint64_t number;
	bool has_number;
	bool is_default;	/* of all that have no name */
	unsigned int access;
	struct condition condition;
};

enum kind {
	KIND_DEFAULT,	/* what follows from the rest */
	KIND_HEX,
	KIND_INT,
	KIND_UINT,
	KIND_FLOAT,
	KIND_BOOLEAN,
	KIND_FIXED,
	KIND_UFIXED,
	KIND_ENUM,
	KIND_BITSET,
};

/**
 * struct type - how a value is to be read
 * @name: of a type described elsewhere, or of one built in, or NULL
 * @values: own values
 * @fields: own fields
 * @shr: the value was shifted to the right by so much
 * @add: and this was subtracted
 * @min: lowest value, documentation only
 * @max: highest value, likewise
 * @align: likewise
 * @radix: bits behind the point of a fixed-point number
 * @is_part: the only field is the value: other bits do not count
 */
struct type {
	const char *name;
	VECTOR(struct value) values;
	VECTOR(struct field) fields;
	unsigned int shr;
	uint64_t add;
	uint64_t min;
	uint64_t max;
	uint64_t align;
	unsigned int radix;
	bool is_part;
};

struct field {
	const char *name;
	unsigned int low;
	unsigned int high;
	unsigned int access;
	bool guessed;	/* that it has these bits, or that it is one */
	struct condition condition;
	struct type type;
};

/* An enumeration, which is a list of values, or a bit set, of fields: those of @type. */
struct listing {
	const char *name;
	bool bare;
	bool is_inline;
	struct condition condition;
	struct type type;
	struct where where;
};

/* Enumerations, or bit sets: by their name, and in their order. */
struct listings {
	struct dictionary by_name;
	VECTOR(struct listing *) all;
};

struct spectype {
	const char *name;
	struct type type;
	struct where where;
};

enum element_kind {
	ELEMENT_REGISTER,
	ELEMENT_ARRAY,		/* copies that fill their range */
	ELEMENT_STRIPE,		/* copies that do not */
	ELEMENT_GROUP,		/* the elements of a group, here */
	ELEMENT_RANGE,		/* a name for what no register has, from @low to @reach */
};

/**
 * struct user - a function of a driver that uses a register
 * @distance: 0 when it does so itself, otherwise through how many others that may be inlined
 * @where: where, when it does so itself
 */
struct user {
	unsigned int distance;
	struct where where;
};

/**
 * struct element - a register, or a container of registers
 * @kind: which
 * @name: its name, NULL for a container that does not show in paths
 * @suffix: what comes after the index, or NULL
 * @label: names of the copies, @length of them, instead of numbers; or NULL
 * @bare: the index has no brackets
 * @access: who may do what with the register
 * @width: bytes of the register
 * @open: @width is a guess: it is as wide as it is accessed
 * @alternate: it is known to lie over another one
 * @nowhere: its offset could not be read
 * @offset: in units of the space, from the container's
 * @length: how many copies, 0 for no end
 * @stride: units from one to the next
 * @first: number of the first copy
 * @place: where each of @length copies is, from @offset on, instead of @stride; or NULL
 * @condition: for which chips
 * @type: of the register
 * @elements: what is in the container
 * @group: the group that it stands for
 * @doc: one line about it
 * @where: where it was written
 * @said: as it is called where it was written, when that is not @name; or NULL
 * @because: how it was decided that it is a register, when it was not said; or NULL
 * @users: functions that use it, by name; what they have is struct user; NULL when nobody knows
 * @low: lowest unit that its elements cover, from its own offset
 * @high: highest
 * @reach: highest of one copy
 */
struct element {
	enum element_kind kind;
	const char *name;
	const char *suffix;
	const char *const *label;
	bool bare;
	bool open;
	bool alternate;
	bool nowhere;
	unsigned int access;
	unsigned int width;
	uint64_t offset;
	uint64_t length;
	uint64_t stride;
	uint64_t first;
	const uint64_t *place;
	struct condition condition;
	struct type type;
	VECTOR(struct element *) elements;
	struct group *group;
	const char *doc;
	struct where where;
	const char *said;
	const char *because;
	const struct dictionary *users;
	uint64_t low;
	uint64_t high;
	uint64_t reach;
};

/**
 * struct group - elements to be used elsewhere
 * @name: its name
 * @elements: what is in it
 * @where: where it was written; no file when it was only used
 * @low: lowest unit that its elements cover
 * @high: highest
 * @state: of the calculation of @low and @high; finds groups that use themselves
 * @unit: bytes of a unit of a space that it is used in, 0 when not known yet
 */
struct group {
	const char *name;
	VECTOR(struct element *) elements;
	struct where where;
	enum { GROUP_NEW, GROUP_BUSY, GROUP_DONE } state;
	unsigned int unit;
	uint64_t low;
	uint64_t high;
};

/**
 * struct space - an address space with registers
 * @name: its name
 * @bare: its name stands without the prefix of its variants
 * @unit: bytes of the smallest thing that has an address
 * @size: units, 0 when not known
 * @physical: addresses are physical addresses, not offsets
 * @exact: of registers at one place an access is the one that is as wide; otherwise the
 *	first, as in rnndb
 * @indirect: it is not mapped; only windows and index registers lead there
 * @bar: which BAR it is, or MMT_NO_BAR when nobody said
 * @condition: for which chips
 * @elements: what is in it
 * @left_out: registers that have no name, as others of their places are as likely
 * @where: where it was written
 */
struct space {
	const char *name;
	bool bare;
	bool physical;
	bool exact;
	bool indirect;
	unsigned int unit;
	uint64_t size;
	int bar;
	struct condition condition;
	VECTOR(struct element *) elements;
	VECTOR(struct element *) left_out;
	struct where where;
};

/**
 * struct access_path - a way into a space that is not mapped
 * @space: where it leads
 * @from: the space that it leads from
 * @select: offset of the register that selects: an index or a bank
 * @mask: its bits that count
 * @shift: what is selected is (value & @mask) << @shift, or >> when negative
 * @offset: first offset of the window, or the data register
 * @size: of the window; units of the index's space for a data register
 * @window: it is a window: the offset in it is added to what is selected
 * @step: how much further the index is after each access to the data register
 * @low: first bit of the data in the data register
 * @bits: which bits of it they are, counted from @low; 0 for all
 * @select_in_config: @select is an offset of configuration space
 * @data_in_config: so is @offset
 */
struct access_path {
	struct space *space;
	struct space *from;
	uint64_t select;
	uint64_t mask;
	int shift;
	uint64_t offset;
	uint64_t size;
	bool window;
	uint64_t step;
	unsigned int low;
	uint64_t bits;
	bool select_in_config;
	bool data_in_config;
};

/**
 * struct choice - which variant of an enumeration it is
 * @set: name of the enumeration
 * @variant: name of the variant
 * @where: the rule that says so
 */
struct choice {
	const char *set;
	const char *variant;
	struct where where;
};

#define MMT_ANY 0x10000

/**
 * struct subject - devices that descriptions are for
 * @vendor: PCI vendor; 0 when it is a driver
 * @device: PCI device, or MMT_ANY
 * @driver: name of a driver, or NULL
 */
struct subject {
	unsigned int vendor;
	unsigned int device;
	const char *driver;
};

/**
 * struct database - descriptions that share names
 * @next: the one that was read after it
 * @title: what its registers are called together; compared with drivers' names
 * @enums: enumerations
 * @bitsets: bit sets
 * @spectypes: special types by name
 * @all_spectypes: in their order
 * @groups: groups by name
 * @all_groups: in their order
 * @spaces: the address spaces by name
 * @all_spaces: in their order
 * @paths: ways into spaces that are not mapped
 * @choices: variants that the user has chosen
 * @subjects: the devices that it is for; none when nobody said
 * @family: first word of its registers' names, "" when there is none
 * @main: the space that the device's first BAR has, NULL when nobody said
 * @finished: it is ready to be used, and what is wrong with it was complained about
 * @guessed: it was read from what was not made to be read
 * @of_source: it was read from the source of a driver, which may be for many chips
 * @asked: it was said that nobody knows which device it is for
 * @where: the file, or the rule, that it begins with
 */
struct database {
	struct database *next;
	const char *title;
	struct listings enums;
	struct listings bitsets;
	struct dictionary spectypes;
	struct dictionary groups;
	struct dictionary spaces;
	VECTOR(struct spectype *) all_spectypes;
	VECTOR(struct group *) all_groups;
	VECTOR(struct space *) all_spaces;
	VECTOR(struct access_path) paths;
	VECTOR(struct choice) choices;
	VECTOR(struct subject) subjects;
	const char *family;
	struct space *main;
	bool finished;
	bool guessed;
	bool of_source;
	bool asked;
	struct where where;
};

/* A description with a thousand mistakes of one kind must not give a thousand complaints. */
#define MOST_SAID	5
#define MOST_TROUBLES	32

/**
 * struct trouble - complaints of one kind about one file
 * @kind: which, as a pointer; NULL for none
 * @where: the first
 * @said: how many there were
 */
struct trouble {
	const void *kind;
	struct where where;
	unsigned long said;
};

/**
 * struct mmt_regs - all descriptions
 * @messages: where complaints go
 * @problems: how many there were
 * @troubles: of which kinds; when there is no room, all are told
 * @arena: memory for everything
 * @tree: memory for XML files, until they are loaded
 * @databases: a list, the latest last
 * @rnndb: the one that all rnndb files share, or NULL
 * @rules: rules files read, in their order
 * @headers: C headers read, waiting for rules
 * @directories: where to look for the files of a device
 * @in_driver: files are being read that need not have registers
 * @files: files that were read, by their path
 */
struct mmt_regs {
	struct mmt_messages messages;
	unsigned long problems;
	struct trouble troubles[MOST_TROUBLES];
	struct arena arena;
	struct arena tree;
	struct database *databases;
	struct database *rnndb;
	VECTOR(struct rules *) rules;
	VECTOR(struct header *) headers;
	VECTOR(const char *) directories;
	bool in_driver;
	struct dictionary files;
};

/**
 * struct file_text - a file in memory
 * @path: as the user knows it
 * @at: its bytes; one more is there, a zero
 * @length: how many
 */
struct file_text {
	const char *path;
	const char *at;
	size_t length;
};

/* regs.c */
int regs_complain(struct mmt_regs *regs, struct where where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int regs_fail(struct mmt_regs *regs, struct where where, enum mmt_error error,
	      const char *format, ...)
	__attribute__((format(printf, 4, 5)));
int regs_complain_of(struct mmt_regs *regs, struct where where, const void *kind,
		     const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void regs_note(struct mmt_regs *regs, struct where where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void regs_complain_sum(struct mmt_regs *regs);
struct database *regs_database(struct mmt_regs *regs, const char *title, struct where where);
const char *regs_name(struct mmt_regs *regs, const char *name, size_t length);
int regs_read(struct mmt_regs *regs, const char *path, struct file_text *text);

/* extent.c */
void extents(struct mmt_regs *regs, struct space *space);
uint64_t element_units(const struct element *element, unsigned int unit);
uint64_t element_stride(const struct element *element, unsigned int unit);

/* type.c */
enum kind type_built_in(const char *name);
bool type_is_known(const struct database *database, const char *name);
bool type_has_directions(const struct database *database, const struct type *type);

#endif
