// SPDX-License-Identifier: GPL-2.0
/*
 * trace-cmd's file as trace-cmd.dat.v6(5) and trace-cmd.dat.v7(5) describe it. A
 * file is believed nothing: all that it says of itself must lie inside it.
 *
 * Since version 7 it is a list of sections, found by options at its end: one that
 * was cut short (disk full, copied while being written) cannot be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "tracefile.h"

#define MAGIC		"\027\010\104tracing"
#define MAGIC_SIZE	10
#define SECTION_HEADER	16	/* u16 id, u16 flags, u32 name, u64 size */
#define SECTION_PACKED	0x0001
#define SECTION_MOST	(64u << 20)
/* Beyond it a list of options is no list but a loop. */
#define MOST_SECTIONS	10000
#define LARGEST_PAGE	(1u << 20)
#define OURS		"mmiotrace "

/* Options and sections have the same numbers. */
enum {
	OPTION_DONE = 0,
	OPTION_STATS = 2,
	OPTION_BUFFER = 3,
	OPTION_CLOCK = 4,
	OPTION_SYSTEM = 5,
	OPTION_CPUS = 8,
	OPTION_RECORDER = 9,
	OPTION_HEADER = 16,
	OPTION_FTRACE = 17,
	OPTION_EVENTS = 18,
	OPTION_SYMBOLS = 19,
	OPTION_TASKS = 21,
};

static const char cut_short[] = "incomplete: it was cut short while being written or copied";
static const char damaged[] = "damaged: a section of it is not what it should be";
static const char other_version[] = "of another version of trace-cmd; 6 and 7 are known";

/* A file system may give less at a time than there is. */
static bool read_all(int fd, void *data, size_t size, uint64_t at)
{
	while (size) {
		ssize_t n = pread(fd, data, size, (off_t)at);

		if (n <= 0)
			return false;
		data = (char *)data + n;
		at += (uint64_t)n;
		size -= (size_t)n;
	}
	return true;
}

static bool get(struct file_cursor *cursor, void *data, size_t size)
{
	if (cursor->cut || size > cursor->end - cursor->at) {
		cursor->cut = true;
	} else if (cursor->data) {
		if (size)
			memcpy(data, cursor->data + cursor->at, size);
	} else if (!read_all(cursor->fd, data, size, cursor->at)) {
		cursor->cut = true;
	}
	if (cursor->cut)
		return false;
	cursor->at += size;
	return true;
}

/** get_number() - a number of @size bytes; 0 where there is none */
uint64_t get_number(struct file_cursor *cursor, unsigned int size)
{
	uint8_t byte[8];
	uint64_t value = 0;
	unsigned int i;

	if (!get(cursor, byte, size))
		return 0;
	for (i = 0; i < size; i++)
		value = value << 8 | byte[cursor->big_endian ? i : size - 1 - i];
	return value;
}

static void get_string(struct file_cursor *cursor, char *text, size_t size)
{
	size_t n = 0;
	char c;

	text[0] = 0;
	while (get(cursor, &c, 1) && c)
		if (n + 1 < size)
			text[n++] = c;
	text[n] = 0;
}

/* Bytes in memory of their own, with a 0 behind them. */
static char *get_bytes(struct file_cursor *cursor, uint64_t size)
{
	char *bytes;

	if (cursor->cut || size > SECTION_MOST || size > cursor->end - cursor->at) {
		cursor->cut = true;
		return NULL;
	}
	bytes = malloc(size + 1);
	if (bytes && !get(cursor, bytes, size)) {
		free(bytes);
		return NULL;
	}
	if (bytes)
		bytes[size] = 0;
	else
		cursor->cut = true;
	return bytes;
}

static void skip(struct file_cursor *cursor, uint64_t size)
{
	if (cursor->cut || size > cursor->end - cursor->at)
		cursor->cut = true;
	else
		cursor->at += size;
}

/* What lies behind the end may have been added since the file was opened. */
static struct file_cursor cursor_at(struct tracefile *file, uint64_t offset)
{
	off_t size = offset >= file->size ? lseek(file->fd, 0, SEEK_END) : 0;

	if (size > 0 && (uint64_t)size > file->size)
		file->size = (uint64_t)size;
	return (struct file_cursor){
		.fd = file->fd,
		.at = offset,
		.end = file->size,
		.big_endian = file->big_endian,
		.cut = offset > file->size,
	};
}

/**
 * tracefile_unpack() - unpack a piece as a whole
 * @packing: how it is packed
 * @in: the piece
 * @in_size: its size
 * @out: where to
 * @out_size: what must come out
 *
 * Return: false when it does not.
 */
bool tracefile_unpack(enum chunk_packing packing, const void *in, size_t in_size,
		      void *out, size_t out_size)
{
	uLongf size = out_size;

	switch (packing) {
	case CHUNK_ZLIB:
		return uncompress(out, &size, in, in_size) == Z_OK && size == out_size;
	case CHUNK_ZSTD:
		return ZSTD_decompress(out, out_size, in, in_size) == out_size;
	default:
		return false;
	}
}

/* The numbers in a line such as "field:u64 phys;	offset:8;	size:8;	signed:0;". */
static bool number_after(const char *at, const char *end, const char *word, unsigned int *number)
{
	size_t length = strlen(word);
	unsigned long value = 0;

	at = memmem(at, (size_t)(end - at), word, length);
	if (!at)
		return false;
	for (at += length; at < end && *at >= '0' && *at <= '9' && value < 1000000; at++)
		value = value * 10 + (unsigned long)(*at - '0');
	*number = (unsigned int)value;
	return true;
}

/**
 * tracefile_field() - the next field in the description of an event or a page
 * @at: where to look, moved on
 * @end: end of the description
 * @field: filled in
 *
 * Return: false when there are no more.
 */
bool tracefile_field(const char **at, const char *end, struct event_field *field)
{
	while (*at < end) {
		const char *newline = memchr(*at, '\n', (size_t)(end - *at));
		const char *stop = newline ? newline : end;
		const char *line = *at;
		const char *c, *name_end;

		*at = newline ? newline + 1 : end;
		line = memmem(line, (size_t)(stop - line), "field:", 6);
		c = line ? memchr(line, ';', (size_t)(stop - line)) : NULL;
		if (!c || !number_after(c, stop, "offset:", &field->offset) ||
		    !number_after(c, stop, "size:", &field->size))
			continue;
		line += 6;
		field->dynamic = memmem(line, (size_t)(c - line), "__data_loc", 10) ||
				 memmem(line, (size_t)(c - line), "__rel_loc", 9);
		field->relative = memmem(line, (size_t)(c - line), "__rel_loc", 9);
		/* Behind the name may stand "[15]". */
		name_end = c;
		if (name_end > line && name_end[-1] == ']')
			while (name_end > line && *--name_end != '[')
				continue;
		for (c = name_end; c > line && c[-1] != ' ' && c[-1] != '*'; c--)
			continue;
		field->name = c;
		field->length = (size_t)(name_end - c);
		return true;
	}
	return false;
}

static void get_header(struct tracefile *file, struct file_cursor *cursor)
{
	char name[16];
	uint64_t size;
	const char *at;
	char *text;
	struct event_field field;

	get_string(cursor, name, sizeof(name));
	size = get_number(cursor, 8);
	text = get_bytes(cursor, size);
	if (!text)
		return;
	for (at = text; tracefile_field(&at, text + size, &field);) {
		if (field.length == 6 && !memcmp(field.name, "commit", 6))
			file->long_size = field.size;
		else if (field.length == 4 && !memcmp(field.name, "data", 4))
			file->page_head = field.offset;
	}
	free(text);
	get_string(cursor, name, sizeof(name));
	size = get_number(cursor, 8);
	skip(cursor, size);
}

static void get_formats(struct tracefile *file, struct file_cursor *cursor, const char *system)
{
	uint64_t count = get_number(cursor, 4);

	while (count-- && !cursor->cut) {
		uint64_t size = get_number(cursor, 8);
		char *text = get_bytes(cursor, size);

		if (text && file->describe)
			file->describe(file->data, system, text, size);
		free(text);
	}
}

static void get_systems(struct tracefile *file, struct file_cursor *cursor)
{
	uint64_t count = get_number(cursor, 4);

	while (count-- && !cursor->cut) {
		char system[64];

		get_string(cursor, system, sizeof(system));
		get_formats(file, cursor, system);
	}
}

static void get_text(struct file_cursor *cursor, unsigned int size_bytes, char **text, size_t *size)
{
	*size = get_number(cursor, size_bytes);
	free(*text);
	*text = get_bytes(cursor, *size);
	if (!*text)
		*size = 0;
}

static bool add_cpu(struct tracefile *file, unsigned int cpu, uint64_t offset, uint64_t size)
{
	if (!file->cpu)
		file->cpu = calloc(TRACEFILE_CPUS, sizeof(*file->cpu));
	if (!file->cpu || file->n_cpus == TRACEFILE_CPUS || offset > file->size ||
	    size > file->size - offset)
		return false;
	if (size)
		file->cpu[file->n_cpus++] = (struct cpu_data){ cpu, offset, size };
	return true;
}

/* The events come last, those of one CPU after those of the other: some may be there. */
static bool add_cut_cpu(struct tracefile *file, unsigned int cpu, uint64_t offset, uint64_t size)
{
	if (size && (offset > file->size || size > file->size - offset)) {
		file->cut = true;
		size = offset > file->size ? 0 : file->size - offset;
	}
	return add_cpu(file, cpu, size ? offset : 0, size);
}

/* "local [global] counter ...": the one in brackets; some files name only that. */
static void take_clock(char **about, char *text)
{
	char *start = strchr(text, '[');
	char *end = start ? strchr(start, ']') : NULL;

	if (end) {
		*end = 0;
		memmove(text, start + 1, (size_t)(end - start));
	}
	about[MMT_ABOUT_CLOCK] = text;
}

/* Options that say something of how the file was made: @size bytes are the option's. */
static void take_about(struct tracefile *file, unsigned int id, struct file_cursor *option,
		       uint64_t size)
{
	static const unsigned char topics[] = {
		[OPTION_CLOCK] = MMT_ABOUT_CLOCK, [OPTION_SYSTEM] = MMT_ABOUT_SYSTEM,
		[OPTION_CPUS] = MMT_ABOUT_CPUS, [OPTION_RECORDER] = MMT_ABOUT_RECORDER,
	};
	enum mmt_topic topic;
	char *text;

	if (id == OPTION_STATS)
		file->ended = true;
	if (id != OPTION_CLOCK && id != OPTION_SYSTEM && id != OPTION_CPUS &&
	    id != OPTION_RECORDER)
		return;
	topic = topics[id];
	if (file->about[topic])
		return;
	if (id == OPTION_CPUS) {
		if (asprintf(&text, "%u", (unsigned int)get_number(option, 4)) >= 0)
			file->about[topic] = text;
		return;
	}
	text = get_bytes(option, size);
	if (!text)
		return;
	text[strcspn(text, "\n")] = 0;
	if (id == OPTION_CLOCK)
		take_clock(file->about, text);
	else
		file->about[topic] = text;
}

/* Version 6: one thing after the other. */
static const char *read_6(struct tracefile *file, struct file_cursor *cursor)
{
	char kind[10];
	unsigned int cpus, cpu, id;

	get_header(file, cursor);
	get_formats(file, cursor, "ftrace");
	get_systems(file, cursor);
	get_text(cursor, 4, &file->symbols, &file->symbols_size);
	skip(cursor, get_number(cursor, 4));
	get_text(cursor, 8, &file->tasks, &file->tasks_size);
	cpus = (unsigned int)get_number(cursor, 4);
	get(cursor, kind, sizeof(kind));
	if (!cursor->cut && !memcmp(kind, "options  ", 10)) {
		while ((id = (unsigned int)get_number(cursor, 2)) && !cursor->cut) {
			uint64_t size = get_number(cursor, 4);
			struct file_cursor option = *cursor;

			skip(cursor, size);
			option.end = cursor->at;
			take_about(file, id, &option, size);
		}
		get(cursor, kind, sizeof(kind));
	}
	if (cursor->cut)
		return cut_short;
	if (memcmp(kind, "flyrecord", 10))
		return "no trace of events: it has what the latency tracers write";
	for (cpu = 0; cpu < cpus; cpu++) {
		uint64_t offset = get_number(cursor, 8);
		uint64_t size = get_number(cursor, 8);

		if (cursor->cut)
			return cut_short;
		if (!add_cut_cpu(file, cpu, offset, size))
			return damaged;
	}
	return NULL;
}

/* The header of the section at @offset; its content follows at the cursor. */
static bool get_section(struct file_cursor *cursor, unsigned int *id, unsigned int *flags,
			uint64_t *size)
{
	*id = (unsigned int)get_number(cursor, 2);
	*flags = (unsigned int)get_number(cursor, 2);
	get_number(cursor, 4);
	*size = get_number(cursor, 8);
	if (cursor->cut || *size > cursor->end - cursor->at)
		cursor->cut = true;
	return !cursor->cut;
}

static char *unpack_section(struct tracefile *file, struct file_cursor *cursor, size_t *size)
{
	uint64_t packed = get_number(cursor, 4);
	char *in, *out = NULL;

	*size = get_number(cursor, 4);
	if (*size > SECTION_MOST)
		return NULL;
	in = get_bytes(cursor, packed);
	if (in)
		out = malloc(*size + 1);
	if (out && !tracefile_unpack(file->packing, in, packed, out, *size)) {
		free(out);
		out = NULL;
	}
	free(in);
	return out;
}

static void take_section(struct tracefile *file, unsigned int id, struct file_cursor *cursor)
{
	switch (id) {
	case OPTION_HEADER:
		get_header(file, cursor);
		break;
	case OPTION_FTRACE:
		get_formats(file, cursor, "ftrace");
		break;
	case OPTION_EVENTS:
		get_systems(file, cursor);
		break;
	case OPTION_SYMBOLS:
		get_text(cursor, 4, &file->symbols, &file->symbols_size);
		break;
	case OPTION_TASKS:
		get_text(cursor, 8, &file->tasks, &file->tasks_size);
		break;
	default:
		break;
	}
}

/* Reads what an option points to. */
static const char *read_section(struct tracefile *file, unsigned int id, uint64_t offset)
{
	struct file_cursor cursor = cursor_at(file, offset);
	unsigned int found, flags;
	char *content = NULL;
	uint64_t size;
	size_t unpacked;

	if (!get_section(&cursor, &found, &flags, &size))
		return cut_short;
	if (found != id)
		return damaged;
	cursor.end = cursor.at + size;
	if (flags & SECTION_PACKED) {
		content = unpack_section(file, &cursor, &unpacked);
		if (!content)
			return damaged;
		cursor = (struct file_cursor){
			.data = (uint8_t *)content, .end = unpacked,
			.big_endian = file->big_endian,
		};
	}
	take_section(file, id, &cursor);
	free(content);
	return cursor.cut ? damaged : NULL;
}

/* The option that says where the pages are. Other instances' are not for us. */
static const char *read_buffer(struct tracefile *file, struct file_cursor *option)
{
	uint64_t offset = get_number(option, 8);
	struct file_cursor section = cursor_at(file, offset);
	unsigned int id, flags, cpus;
	uint64_t size;
	char text[64];

	get_string(option, text, sizeof(text));
	if (*text || file->n_cpus)
		return NULL;
	get_string(option, text, sizeof(text));
	file->page_size = (uint32_t)get_number(option, 4);
	cpus = (unsigned int)get_number(option, 4);
	/* Its size does not matter: some of the pages may be there. */
	id = (unsigned int)get_number(&section, 2);
	flags = (unsigned int)get_number(&section, 2);
	if (option->cut || section.cut)
		return cut_short;
	if (id != OPTION_BUFFER)
		return damaged;
	file->packed = flags & SECTION_PACKED;
	while (cpus-- && !option->cut) {
		unsigned int cpu = (unsigned int)get_number(option, 4);

		offset = get_number(option, 8);
		size = get_number(option, 8);
		if (!option->cut && !add_cut_cpu(file, cpu, offset, size))
			return damaged;
	}
	if (option->cut)
		return damaged;
	/* Our own recorder's; what others may once have there is not asked for. */
	if (option->end - option->at == 8)
		file->until = get_number(option, 8);
	return NULL;
}

static const char *read_option(struct tracefile *file, unsigned int id, struct file_cursor *option)
{
	switch (id) {
	case OPTION_BUFFER:
		return read_buffer(file, option);
	case OPTION_HEADER:
	case OPTION_FTRACE:
	case OPTION_EVENTS:
	case OPTION_SYMBOLS:
		if (file->brief)
			return NULL;
		/* fall through */
	case OPTION_TASKS:
		return read_section(file, id, get_number(option, 8));
	default:
		return NULL;
	}
}

/* A list of options; *@next gets where the next one is, 0 for none. */
static const char *read_options(struct tracefile *file, struct file_cursor *cursor, uint64_t *next)
{
	unsigned int id, flags;
	char *content = NULL;
	const char *wrong = NULL;
	struct file_cursor list;
	uint64_t size;
	size_t unpacked;

	if (!get_section(cursor, &id, &flags, &size) || id != OPTION_DONE)
		return cut_short;
	list = *cursor;
	list.end = list.at + size;
	if (flags & SECTION_PACKED) {
		content = unpack_section(file, &list, &unpacked);
		if (!content)
			return damaged;
		list = (struct file_cursor){
			.data = (uint8_t *)content, .end = unpacked,
			.big_endian = file->big_endian,
		};
	}
	skip(cursor, size);
	for (;;) {
		struct file_cursor option;

		id = (unsigned int)get_number(&list, 2);
		size = get_number(&list, 4);
		option = list;
		skip(&list, size);
		/* A list that is not closed goes on where the file does not. */
		if (list.cut) {
			wrong = cut_short;
			break;
		}
		option.end = list.at;
		if (id == OPTION_DONE) {
			*next = size >= 8 ? get_number(&option, 8) : 0;
			break;
		}
		take_about(file, id, &option, size);
		wrong = read_option(file, id, &option);
		if (wrong)
			break;
	}
	free(content);
	return wrong;
}

static enum chunk_packing packing_by_name(const char *name)
{
	if (!strcmp(name, "none"))
		return CHUNK_NONE;
	if (!strcmp(name, "zlib"))
		return CHUNK_ZLIB;
	return strcmp(name, "zstd") ? CHUNK_OTHER : CHUNK_ZSTD;
}

/*
 * Our own recorder writes a file that can be read at any moment, and statistics when it
 * ends. What lies behind its options until then are holes.
 */
static bool is_unfinished(struct tracefile *file)
{
	const char *recorder = file->about[MMT_ABOUT_RECORDER];

	file->unfinished = !file->ended && recorder && !strncmp(recorder, OURS, strlen(OURS));
	if (!file->unfinished)
		file->until = UINT64_MAX;
	return file->unfinished;
}

static const char *read_7(struct tracefile *file, struct file_cursor *cursor)
{
	unsigned int id, flags, i = 0;
	const char *wrong;
	uint64_t next, size;
	char text[64];

	get_string(cursor, text, sizeof(text));
	file->packing = packing_by_name(text);
	get_string(cursor, text, sizeof(text));
	next = get_number(cursor, 8);
	/* It is filled in last: 0 in a file that was never completed. */
	if (cursor->cut || !next)
		return cut_short;
	if (file->packing == CHUNK_OTHER)
		return "compressed in a way that is not known here";
	while (next) {
		*cursor = cursor_at(file, next);
		if (i++ == MOST_SECTIONS)
			return damaged;
		next = 0;
		wrong = read_options(file, cursor, &next);
		if (wrong)
			return wrong;
	}
	if (is_unfinished(file))
		return NULL;
	/* Nothing points to what comes last, names of sections for example. */
	while (cursor->at < cursor->end)
		if (!get_section(cursor, &id, &flags, &size))
			return cut_short;
		else
			skip(cursor, size);
	return NULL;
}

/**
 * tracefile_is() - whether this is the beginning of a trace file
 * @data: its first bytes
 * @size: how many there are; with few it may be cut short
 */
bool tracefile_is(const char *data, size_t size)
{
	return size && !memcmp(data, MAGIC, size < MAGIC_SIZE ? size : MAGIC_SIZE);
}

/**
 * tracefile_open() - read the head of a file
 * @file: with @describe and @data; the rest is filled in
 * @fd: the file, for which tracefile_is() holds; closed by tracefile_close()
 *
 * Return: NULL, or what is wrong.
 */
const char *tracefile_open(struct tracefile *file, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	struct file_cursor cursor;
	const char *wrong;
	char text[16];
	int version;

	file->fd = fd;
	file->size = size < 0 ? 0 : (uint64_t)size;
	file->page_head = 16;
	file->long_size = 8;
	file->until = UINT64_MAX;
	cursor = cursor_at(file, MAGIC_SIZE);
	get_string(&cursor, text, sizeof(text));
	version = atoi(text);
	file->big_endian = cursor.big_endian = get_number(&cursor, 1) != 0;
	get_number(&cursor, 1);
	file->page_size = (uint32_t)get_number(&cursor, 4);
	if (cursor.cut)
		return cut_short;
	if (asprintf(&file->about[MMT_ABOUT_VERSION], "%d", version) < 0)
		file->about[MMT_ABOUT_VERSION] = NULL;
	if (version < 6 || version > 7)
		return other_version;
	wrong = version == 6 ? read_6(file, &cursor) : read_7(file, &cursor);
	if (wrong)
		return wrong;
	if ((file->long_size != 4 && file->long_size != 8) || file->page_head < 8 + file->long_size ||
	    file->page_head > 64 || file->page_size <= file->page_head ||
	    file->page_size > LARGEST_PAGE)
		return damaged;
	return NULL;
}

/* What it says now of what changes; false when it is just being changed. */
static bool look(const struct tracefile *file, struct tracefile *now)
{
	char *about[MMT_N_TOPICS] = { NULL };
	const char *wrong;
	unsigned int i;

	*now = (struct tracefile){ .brief = true, .about = about };
	wrong = tracefile_open(now, file->fd);
	for (i = 0; i < MMT_N_TOPICS; i++)
		free(about[i]);
	now->about = NULL;
	return !wrong;
}

static void forget(struct tracefile *now)
{
	free(now->cpu);
	free(now->symbols);
	free(now->tasks);
}

static const struct cpu_data *cpu_of(const struct tracefile *file, unsigned int cpu)
{
	unsigned int i;

	for (i = 0; i < file->n_cpus; i++)
		if (file->cpu[i].cpu == cpu)
			return &file->cpu[i];
	return NULL;
}

static void take_pages(struct tracefile *file, const struct tracefile *now)
{
	unsigned int i;

	for (i = 0; i < now->n_cpus; i++) {
		struct cpu_data *cpu = (struct cpu_data *)cpu_of(file, now->cpu[i].cpu);

		if (cpu)
			*cpu = now->cpu[i];
		else
			add_cpu(file, now->cpu[i].cpu, now->cpu[i].offset, now->cpu[i].size);
	}
}

/**
 * tracefile_begun() - whether there is a beginning that can be read
 * @fd: a file that somebody may be making: a trace file whose head is written, or any other
 *	that is not empty
 */
bool tracefile_begun(int fd)
{
	struct tracefile file = { .fd = fd }, now;
	off_t place = lseek(fd, 0, SEEK_CUR);
	char magic[MAGIC_SIZE];
	ssize_t n = pread(fd, magic, sizeof(magic), 0);
	bool begun = n > 0;

	if (begun && tracefile_is(magic, (size_t)n)) {
		begun = look(&file, &now);
		if (begun)
			forget(&now);
		lseek(fd, place, SEEK_SET);
	}
	return begun;
}

/**
 * tracefile_again() - take in what was written since
 * @file: from tracefile_open(), @growing
 *
 * Pages come, the time until which they are complete, and names of tasks; at last it is no
 * longer unfinished. Those who read the pages are told nothing of that: they find more.
 */
void tracefile_again(struct tracefile *file)
{
	struct tracefile first, now;

	/* A time that was said before the pages are looked for is right for these. */
	if (!look(file, &first))
		return;
	if (look(file, &now)) {
		file->size = now.size;
		take_pages(file, &now);
		file->until = first.until;
		file->unfinished = first.unfinished;
		free(file->tasks);
		file->tasks = now.tasks;
		file->tasks_size = now.tasks_size;
		now.tasks = NULL;
		forget(&now);
	}
	forget(&first);
}

/**
 * tracefile_moved() - whether the pages of a CPU were moved while they were read
 * @file: a file that is growing: at its end they are moved together
 * @cpu: the CPU, which gets its new place
 * @offset: where its pages were
 */
bool tracefile_moved(struct tracefile *file, const struct cpu_data *cpu, uint64_t offset)
{
	const struct cpu_data *found;
	struct tracefile now;
	bool moved;

	if (!look(file, &now))
		return false;
	found = cpu_of(&now, cpu->cpu);
	moved = found && found->offset != offset;
	if (moved)
		file->cpu[cpu - file->cpu].offset = found->offset;
	forget(&now);
	return moved;
}

/**
 * tracefile_error() - what kind of thing is wrong with a file
 * @wrong: from tracefile_open(), not NULL
 */
enum mmt_error tracefile_error(const char *wrong)
{
	if (wrong == cut_short)
		return MMT_ERROR_CUT;
	if (wrong == damaged)
		return MMT_ERROR_DAMAGED;
	return wrong == other_version ? MMT_ERROR_VERSION : MMT_ERROR_FORMAT;
}

/**
 * tracefile_close() - close it and free what it says
 * @file: from tracefile_open(), whatever that returned
 */
void tracefile_close(struct tracefile *file)
{
	close(file->fd);
	free(file->cpu);
	free(file->symbols);
	free(file->tasks);
}
