// SPDX-License-Identifier: GPL-2.0
/*
 * What scripts read: JSON objects and lines of CSV, of the same members, which
 * docs/data.md and docs/data.schema.json describe. Their names and types are a promise.
 *
 * A member is written by one function for both formats; only the order is each one's
 * own. All of these are inlined, so that what the format and the kind of record decide
 * is decided when this is compiled, and the place in the buffer is kept in a register.
 */
#include <errno.h>
#include <stdlib.h>

#include "data_names.h"
#include "writer.h"

#define LINE_ROOM	8192	/* of all members that are bounded */
#define TEXT_KEPT	64
#define CODE_KEPT	1024
#define SHORT		64	/* copied at once, whatever of it is wanted */
#define CODE_PLACES	4096

/* What a text of one member has become last time. */
struct kept_text {
	char text[TEXT_KEPT];
	size_t length;
	char made[6 * TEXT_KEPT + 2];
};

/* What the digits before the last eight of a number have become last time. */
struct kept_digits {
	uint64_t number;
	size_t length;
	char made[DIGITS_ROOM];
};

/* What an address of code has become. */
struct kept_code {
	uint64_t pc;
	size_t length;
	char *made;
};

enum { KEPT_TASK, KEPT_BDF, KEPT_DRIVER, N_KEPT };

#define MOST_COLUMNS	32

struct data_state {
	unsigned int column[MOST_COLUMNS];
	unsigned int columns;
	struct kept_digits time;
	struct kept_digits address;
	struct kept_text text[N_KEPT];
	struct kept_code code[CODE_PLACES];
	struct made_text name;
	struct made_text object;
};

/**
 * struct line - a record being written
 * @at: where in the buffer, from which on LINE_ROOM bytes are free
 * @json: else CSV
 * @plain: @record is a read or a write
 * @first: no comma before the next column
 */
struct line {
	struct mmt_writer *writer;
	const struct mmt_record *record;
	const struct mmt_named *part;
	unsigned int parts;
	char *at;
	bool json;
	bool plain;
	bool first;
};

#define KIND(kind)	(1U << MMT_##kind)
#define OF_ACCESS	(KIND(READ) | KIND(WRITE) | KIND(CONFIG_READ) | KIND(CONFIG_WRITE))
#define OF_PLACE	(OF_ACCESS | KIND(UNKNOWN) | KIND(MAP))
#define OF_CODE		(OF_PLACE | KIND(UNMAP))
#define OF_TASK		(~KIND(LOST))
#define OF_ALL		(~0U)

static __always_inline void add(struct line *line, const char *text, size_t length)
{
	memcpy(line->at, text, length);
	line->at += length;
}

#define ADD(line, literal) add(line, literal, sizeof(literal) - 1)

/* Of what has at least SHORT bytes: mostly few of them. */
static __always_inline void add_made(struct line *line, const char *made, size_t length)
{
	memcpy(line->at, made, SHORT);
	if (length > SHORT)
		memcpy(line->at, made, length);
	line->at += length;
}

static __always_inline void add_comma(struct line *line)
{
	if (!line->first)
		ADD(line, ",");
	line->first = false;
}

/* Begin a member of the kinds of records that have it; @before is ',"NAME":'. */
static __always_inline bool member(struct line *line, const char *before, unsigned int kinds)
{
	bool has = line->plain ? (kinds & KIND(READ)) != 0 : kinds >> line->record->kind & 1;

	if (!line->json)
		add_comma(line);
	else if (has)
		add(line, before, strlen(before));
	return has;
}

static __always_inline void add_null(struct line *line)
{
	if (line->json)
		ADD(line, "null");
}

static __always_inline void add_quote(struct line *line)
{
	if (line->json)
		ADD(line, "\"");
}

static __always_inline void add_decimal(struct line *line, uint64_t number)
{
	/* Most have one digit. */
	if (number < 10)
		*line->at++ = (char)('0' + number);
	else
		line->at += digits_decimal(line->at, number);
}

static __always_inline void add_hex(struct line *line, uint64_t number)
{
	add_quote(line);
	ADD(line, "0x");
	line->at += digits_bare(line->at, number);
	add_quote(line);
}

static __always_inline void add_bool(struct line *line, bool yes)
{
	if (yes)
		ADD(line, "true");
	else
		ADD(line, "false");
}

/* Text of any length is written by the writer's own functions. */
static __always_inline struct mmt_writer *leave(struct line *line)
{
	line->writer->at = line->at;
	return line->writer;
}

static __always_inline void enter(struct line *line)
{
	put_room(line->writer, LINE_ROOM);
	line->at = line->writer->at;
}

static __always_inline void add_text(struct line *line, const char *text, size_t length)
{
	if (line->json)
		put_json(leave(line), text, length);
	else
		put_csv(leave(line), text, length);
	enter(line);
}

/* --- what is kept ------------------------------------------------------------ */

static void put_made(void *to, const char *text, size_t length)
{
	char **end = to;

	memcpy(*end, text, length);
	*end += length;
}

static size_t make_text(bool json, const char *text, size_t length, char *made)
{
	char *end = made;

	if (!length)
		return 0;
	if (json)
		mmt_put_json(put_made, &end, text, length);
	else
		mmt_put_csv(put_made, &end, text, length);
	return (size_t)(end - made);
}

static __attribute__((noinline)) void keep_text(struct kept_text *kept, bool json,
						const char *text, size_t length)
{
	strcpy(kept->text, text);
	kept->length = make_text(json, text, length, kept->made);
}

/* A text that is mostly that of the record before; none is null. */
static __always_inline void add_kept(struct line *line, unsigned int which, const char *text)
{
	struct kept_text *kept = &line->writer->data_state->text[which];

	if (strcmp(kept->text, text)) {
		size_t length = strlen(text);

		if (length >= TEXT_KEPT) {
			add_text(line, text, length);
			return;
		}
		keep_text(kept, line->json, text, length);
	}
	if (kept->length)
		add_made(line, kept->made, kept->length);
	else
		add_null(line);
}

static __attribute__((noinline)) void keep_digits(struct kept_digits *kept, uint64_t number)
{
	kept->number = number;
	kept->length = digits_decimal(kept->made, number);
}

/* A large number that mostly begins as that of the record before. */
static __always_inline void add_large(struct line *line, struct kept_digits *kept, uint64_t number)
{
	uint64_t before = number / DIGITS_EIGHT;

	if (!before) {
		add_decimal(line, number);
		return;
	}
	if (kept->number != before)
		keep_digits(kept, before);
	memcpy(line->at, kept->made, sizeof(kept->made));
	line->at += kept->length;
	digits_padded(line->at, number % DIGITS_EIGHT);
	line->at += 8;
}

/* The name of code, without one NULL: the bare address is none. */
static const char *function_of(struct mmt_writer *writer, uint64_t pc)
{
	const char *function = mmt_function(writer->trace, pc);

	return *function && strncmp(function, "0x", 2) ? function : NULL;
}

/* The members pc and function, made as they will be written; false when too long. */
static bool keep_code(struct mmt_writer *writer, struct kept_code *kept, bool json, uint64_t pc)
{
	const char *function = function_of(writer, pc);
	char *end;

	if (!kept->made)
		kept->made = malloc(CODE_KEPT);
	if (!kept->made || (function && 6 * strlen(function) > CODE_KEPT - 64)) {
		kept->pc = 0;
		return false;
	}
	end = kept->made;
	kept->pc = pc;
	end = stpcpy(end, json ? ",\"pc\":\"0x" : ",0x");
	end += digits_bare(end, pc);
	end = stpcpy(end, json ? "\",\"function\":" : ",");
	if (function)
		end += make_text(json, function, strlen(function), end);
	else if (json)
		end = stpcpy(end, "null");
	kept->length = (size_t)(end - kept->made);
	return true;
}

/* --- members ------------------------------------------------------------------ */

static __always_inline void timestamp(struct line *line)
{
	/* Logs without times have 0 in all records, and the kernel's in what was lost. */
	if (line->record->time)
		add_large(line, &line->writer->data_state->time, line->record->time);
	else
		add_null(line);
}

static __always_inline void cpu(struct line *line)
{
	if (!member(line, ",\"cpu\":", OF_ALL))
		return;
	if (line->record->cpu >= 0)
		add_decimal(line, (unsigned int)line->record->cpu);
	else
		add_null(line);
}

/* Thread 0 is the idle one where tasks have names. */
static __always_inline void pid(struct line *line)
{
	const struct mmt_record *record = line->record;

	if (member(line, ",\"pid\":", OF_TASK)) {
		if (record->pid < 0)
			ADD(line, "-");
		if (record->pid || *record->task)
			add_decimal(line, record->pid < 0 ? 0U - (unsigned int)record->pid :
							    (unsigned int)record->pid);
		else
			add_null(line);
	}
}

static __always_inline void task(struct line *line)
{
	if (member(line, ",\"task\":", OF_TASK))
		add_kept(line, KEPT_TASK, line->record->task);
}

static __always_inline void operation(struct line *line)
{
	const char *name;

	add_quote(line);
	if (line->plain && line->record->kind == MMT_READ) {
		ADD(line, "read");
	} else if (line->plain) {
		ADD(line, "write");
	} else {
		name = mmt_kind_name(line->record->kind);
		add(line, name, strlen(name));
	}
	add_quote(line);
}

static __always_inline void bdf(struct line *line)
{
	if (!member(line, ",\"bdf\":", OF_PLACE))
		return;
	if (line->record->device)
		add_kept(line, KEPT_BDF, line->record->device->address);
	else
		add_null(line);
}

static __always_inline void driver(struct line *line)
{
	if (!member(line, ",\"driver\":", OF_PLACE))
		return;
	if (line->record->device)
		add_kept(line, KEPT_DRIVER, line->record->device->driver);
	else
		add_null(line);
}

static __always_inline void bar_index(struct line *line)
{
	if (!member(line, ",\"bar_index\":", OF_PLACE))
		return;
	if (line->record->bar != MMT_NO_BAR)
		add_decimal(line, (unsigned int)line->record->bar);
	else
		add_null(line);
}

static __always_inline void offset(struct line *line)
{
	if (!member(line, ",\"offset\":", OF_PLACE))
		return;
	if (line->record->device)
		add_decimal(line, line->record->offset);
	else
		add_null(line);
}

static __always_inline void address(struct line *line)
{
	if (!member(line, ",\"address\":", OF_PLACE))
		return;
	if (has_address(line->record))
		add_large(line, &line->writer->data_state->address, line->record->phys);
	else
		add_null(line);
}

static __always_inline void address_hex(struct line *line)
{
	if (!member(line, ",\"address_hex\":", OF_PLACE))
		return;
	if (has_address(line->record))
		add_hex(line, line->record->phys);
	else
		add_null(line);
}

static void put_register(struct mmt_writer *writer, bool json, const struct mmt_named *part,
			 unsigned int parts)
{
	struct made_text *name = &writer->data_state->name;

	data_register(name, part, parts);
	if (name->failed)
		writer->error = ENOMEM;
	else if (json)
		put_json(writer, name->text, name->length);
	else
		put_csv(writer, name->text, name->length);
}

static __always_inline void registers(struct line *line)
{
	if (!member(line, ",\"register\":", OF_ACCESS))
		return;
	if (line->parts) {
		put_register(leave(line), line->json, line->part, line->parts);
		enter(line);
	} else {
		add_null(line);
	}
}

/* CSV has the object as the text that it is in JSON. */
static void put_fields(struct mmt_writer *writer, bool json, const struct mmt_named *part,
		       unsigned int parts)
{
	struct data_state *state = writer->data_state;
	struct made_text *object = &state->object;

	data_fields(object, &state->name, writer->options.names, part, parts);
	if (object->failed)
		writer->error = ENOMEM;
	else if (json && object->length)
		put_text(writer, object->text, object->length);
	else if (json)
		PUT(writer, "null");
	else
		put_csv(writer, object->text, object->length);
}

static __always_inline void fields(struct line *line)
{
	if (!member(line, ",\"fields\":", OF_ACCESS))
		return;
	if (line->parts && line->writer->options.names) {
		put_fields(leave(line), line->json, line->part, line->parts);
		enter(line);
	} else {
		add_null(line);
	}
}

static __always_inline void width(struct line *line)
{
	if (member(line, ",\"width\":", OF_ACCESS))
		add_decimal(line, line->record->width);
}

/* No number of 64 bits holds more than 8 bytes: these stand in value_hex only. */
static __always_inline void value(struct line *line)
{
	if (!member(line, ",\"value\":", OF_ACCESS))
		return;
	if (line->record->width <= 8)
		add_decimal(line, line->record->value);
	else
		add_null(line);
}

static __always_inline void value_hex(struct line *line)
{
	if (!member(line, ",\"value_hex\":", OF_ACCESS))
		return;
	if (line->record->width <= 8) {
		add_hex(line, line->record->value);
		return;
	}
	add_quote(line);
	put_value(leave(line), line->record);
	enter(line);
	add_quote(line);
}

static __always_inline void map(struct line *line)
{
	if (!member(line, ",\"map\":", OF_CODE))
		return;
	if (line->record->map)
		add_decimal(line, line->record->map);
	else
		add_null(line);
}

static __always_inline void code_slowly(struct line *line, uint64_t pc)
{
	const char *function = function_of(line->writer, pc);

	if (member(line, ",\"pc\":", OF_CODE))
		add_hex(line, pc);
	if (member(line, ",\"function\":", OF_CODE)) {
		if (function)
			add_text(line, function, strlen(function));
		else
			add_null(line);
	}
}

/* Who did it: the members pc and function. */
static __always_inline void code(struct line *line)
{
	struct mmt_writer *writer = line->writer;
	uint64_t pc = line->record->pc;
	struct kept_code *kept =
		&writer->data_state->code[(pc * 0x9e3779b97f4a7c15ULL) >> 32 & (CODE_PLACES - 1)];

	if (!pc) {
		member(line, ",\"pc\":null", OF_CODE);
		member(line, ",\"function\":null", OF_CODE);
	} else if (kept->pc == pc || keep_code(writer, kept, line->json, pc)) {
		add_made(line, kept->made, kept->length);
	} else {
		code_slowly(line, pc);
	}
}

/* --- lines of the source, when they are wanted ---------------------------------- */

/* "inlined" is an array of who was inlined and where, the innermost first. */
static void put_inlined(struct mmt_writer *writer, bool json, const struct mmt_line *line)
{
	struct made_text *text = &writer->data_state->object;

	data_inlined(text, line);
	if (text->failed)
		writer->error = ENOMEM;
	else if (json)
		put_text(writer, text->text, text->length);
	else
		put_csv(writer, text->text, text->length);
}

static __attribute__((noinline)) void put_source(struct mmt_writer *writer, bool json,
						 const struct mmt_record *record)
{
	const struct mmt_writer_options *options = &writer->options;
	bool has = OF_CODE >> record->kind & 1;
	const struct mmt_line *line = has && record->pc ?
		options->find_line(options->find_line_data, record) : NULL;

	if (json && !has)
		return;
	if (!line) {
		put_string(writer, json ? ",\"file\":null,\"line\":null,\"inlined\":null" : ",,,");
		return;
	}
	put_string(writer, json ? ",\"file\":" : ",");
	if (json)
		put_json(writer, line->file, strlen(line->file));
	else
		put_csv(writer, line->file, strlen(line->file));
	put_string(writer, json ? ",\"line\":" : ",");
	put_decimal(writer, line->line);
	put_string(writer, json ? ",\"inlined\":" : ",");
	put_inlined(writer, json, line);
}

static __always_inline void source(struct line *line)
{
	if (!line->writer->options.find_line)
		return;
	put_source(leave(line), line->json, line->record);
	enter(line);
}

/* --- mappings, losses, texts ---------------------------------------------------- */

static __always_inline void length(struct line *line)
{
	if (member(line, ",\"length\":", KIND(MAP)))
		add_decimal(line, line->record->length);
}

static __always_inline void virtual(struct line *line)
{
	if (!member(line, ",\"virtual\":", KIND(MAP)))
		return;
	if (line->record->virt)
		add_hex(line, line->record->virt);
	else
		add_null(line);
}

static __always_inline void earlier(struct line *line)
{
	if (member(line, ",\"earlier\":", KIND(MAP)))
		add_bool(line, line->record->flags & MMT_EARLIER);
}

static __always_inline void traced(struct line *line)
{
	if (member(line, ",\"traced\":", KIND(MAP)))
		add_bool(line, !(line->record->flags & MMT_UNTRACED));
}

static __always_inline void mapping(struct line *line)
{
	length(line);
	virtual(line);
	earlier(line);
	traced(line);
}

static __always_inline void lost(struct line *line)
{
	if (!member(line, ",\"count\":", KIND(LOST)))
		return;
	if (line->record->lost != MMT_LOST_UNCOUNTED)
		add_decimal(line, (uint64_t)line->record->lost);
	else
		add_null(line);
}

static __always_inline void instruction(struct line *line)
{
	if (!member(line, ",\"instruction\":", KIND(UNKNOWN)))
		return;
	add_quote(line);
	put_bytes(leave(line), line->record->bytes, line->record->n_bytes, 0);
	enter(line);
	add_quote(line);
}

static __always_inline void text(struct line *line)
{
	const struct mmt_record *record = line->record;

	if (member(line, ",\"text\":", KIND(MARK) | KIND(NOTE)))
		add_text(line, record->text, trim_text(record->text, record->text_length));
}

/* --- the formats ---------------------------------------------------------------- */

static __always_inline void begin_line(struct line *line, bool json, bool plain)
{
	line->json = json;
	line->plain = plain;
	line->first = false;
	enter(line);
}

static __always_inline void write_object(struct line *line, bool plain)
{
	begin_line(line, true, plain);
	ADD(line, "{\"operation\":");
	operation(line);
	ADD(line, ",\"timestamp_ns\":");
	timestamp(line);
	cpu(line);
	pid(line);
	task(line);
	bdf(line);
	driver(line);
	bar_index(line);
	offset(line);
	address(line);
	address_hex(line);
	registers(line);
	fields(line);
	width(line);
	value(line);
	value_hex(line);
	map(line);
	code(line);
	source(line);
	mapping(line);
	lost(line);
	instruction(line);
	text(line);
	ADD(line, "}\n");
	leave(line);
}

/* The order of the first columns is as old as the format. */
static __always_inline void write_columns(struct line *line, bool plain)
{
	begin_line(line, false, plain);
	timestamp(line);
	cpu(line);
	pid(line);
	task(line);
	ADD(line, ",");
	operation(line);
	bdf(line);
	bar_index(line);
	offset(line);
	address(line);
	width(line);
	value(line);
	map(line);
	code(line);
	text(line);
	driver(line);
	address_hex(line);
	value_hex(line);
	registers(line);
	fields(line);
	mapping(line);
	lost(line);
	instruction(line);
	source(line);
	ADD(line, "\n");
	leave(line);
}

/* --- chosen columns ------------------------------------------------------------- */

static void column_timestamp(struct line *line)
{
	add_comma(line);
	timestamp(line);
}

static void column_operation(struct line *line)
{
	add_comma(line);
	operation(line);
}

static void column_pc(struct line *line)
{
	if (member(line, "", OF_CODE) && line->record->pc)
		add_hex(line, line->record->pc);
}

static void column_function(struct line *line)
{
	const char *function = function_of(line->writer, line->record->pc);

	if (member(line, "", OF_CODE) && function)
		add_text(line, function, strlen(function));
}

static const struct mmt_line *line_of(const struct line *line)
{
	const struct mmt_writer_options *options = &line->writer->options;

	if (!options->find_line || !line->record->pc || !(OF_CODE >> line->record->kind & 1))
		return NULL;
	return options->find_line(options->find_line_data, line->record);
}

static void column_file(struct line *line)
{
	const struct mmt_line *found = line_of(line);

	add_comma(line);
	if (found)
		add_text(line, found->file, strlen(found->file));
}

static void column_line(struct line *line)
{
	const struct mmt_line *found = line_of(line);

	add_comma(line);
	if (found)
		add_decimal(line, found->line);
}

static void column_inlined(struct line *line)
{
	const struct mmt_line *found = line_of(line);

	add_comma(line);
	if (!found)
		return;
	put_inlined(leave(line), false, found);
	enter(line);
}

#define COLUMN(name) \
	static void column_##name(struct line *line) \
	{ \
		name(line); \
	}

COLUMN(cpu)
COLUMN(pid)
COLUMN(task)
COLUMN(bdf)
COLUMN(driver)
COLUMN(bar_index)
COLUMN(offset)
COLUMN(address)
COLUMN(address_hex)
COLUMN(registers)
COLUMN(fields)
COLUMN(width)
COLUMN(value)
COLUMN(value_hex)
COLUMN(map)
COLUMN(length)
COLUMN(virtual)
COLUMN(earlier)
COLUMN(traced)
COLUMN(lost)
COLUMN(instruction)
COLUMN(text)

/* In the order in which they stand when none is chosen. */
static const struct {
	const char *name;
	void (*write)(struct line *line);
} columns[] = {
	{ "timestamp_ns", column_timestamp },
	{ "cpu", column_cpu },
	{ "pid", column_pid },
	{ "task", column_task },
	{ "operation", column_operation },
	{ "bdf", column_bdf },
	{ "bar_index", column_bar_index },
	{ "offset", column_offset },
	{ "address", column_address },
	{ "width", column_width },
	{ "value", column_value },
	{ "map", column_map },
	{ "pc", column_pc },
	{ "function", column_function },
	{ "text", column_text },
	{ "driver", column_driver },
	{ "address_hex", column_address_hex },
	{ "value_hex", column_value_hex },
	{ "register", column_registers },
	{ "fields", column_fields },
	{ "length", column_length },
	{ "virtual", column_virtual },
	{ "earlier", column_earlier },
	{ "traced", column_traced },
	{ "count", column_lost },
	{ "instruction", column_instruction },
	/* These stand there only when lines are wanted. */
	{ "file", column_file },
	{ "line", column_line },
	{ "inlined", column_inlined },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))
#define N_ALWAYS (N_COLUMNS - 3)

/* The column of a name, and what follows its comma; N_COLUMNS when there is none. */
static unsigned int next_column(const char **names)
{
	size_t length = strcspn(*names, ",");
	unsigned int i;

	for (i = 0; i < N_COLUMNS; i++)
		if (!strncmp(*names, columns[i].name, length) && !columns[i].name[length])
			break;
	*names += length + ((*names)[length] == ',');
	return i;
}

bool mmt_csv_columns(const char *names)
{
	unsigned int n = 0;

	do
		if (next_column(&names) == N_COLUMNS || ++n > MOST_COLUMNS)
			return false;
	while (*names);
	return names[-1] != ',';
}

/* A line of its own: of one that these functions see nothing would be kept in registers. */
static void write_chosen(struct mmt_writer *writer, const struct mmt_record *record,
			 const struct mmt_named *part, unsigned int parts)
{
	struct line line = { .writer = writer, .record = record, .part = part, .parts = parts };
	const struct data_state *state = writer->data_state;
	unsigned int i;

	begin_line(&line, false, false);
	line.first = true;
	for (i = 0; i < state->columns; i++)
		columns[state->column[i]].write(&line);
	ADD(&line, "\n");
	leave(&line);
}

static void begin(struct mmt_writer *writer)
{
	writer->data_state = calloc(1, sizeof(*writer->data_state));
	if (!writer->data_state)
		writer->error = ENOMEM;
}

static void begin_columns(struct mmt_writer *writer)
{
	const char *names = writer->options.columns;
	unsigned int i;

	begin(writer);
	if (!writer->data_state)
		return;
	for (i = 0; !names && i < (writer->options.find_line ? N_COLUMNS : N_ALWAYS); i++) {
		if (i)
			put_char(writer, ',');
		put_string(writer, columns[i].name);
	}
	if (names)
		put_string(writer, names);
	put_char(writer, '\n');
	if (names && !mmt_csv_columns(names))
		writer->error = EINVAL;
	while (!writer->error && names && *names)
		writer->data_state->column[writer->data_state->columns++] = next_column(&names);
}

static void end(struct mmt_writer *writer)
{
	struct data_state *state = writer->data_state;
	unsigned int i;

	if (!state)
		return;
	for (i = 0; i < CODE_PLACES; i++)
		free(state->code[i].made);
	free(state->name.text);
	free(state->object.text);
	free(state);
}

static void write_json(struct mmt_writer *writer, const struct mmt_record *record,
		       const struct mmt_named *part, unsigned int parts)
{
	struct line line = { .writer = writer, .record = record, .part = part, .parts = parts };

	if (record->kind == MMT_DEVICE || !writer->data_state)
		return;
	if (mmt_is_access(record))
		write_object(&line, true);
	else
		write_object(&line, false);
}

static void write_csv(struct mmt_writer *writer, const struct mmt_record *record,
		      const struct mmt_named *part, unsigned int parts)
{
	struct line line = { .writer = writer, .record = record, .part = part, .parts = parts };

	if (record->kind == MMT_DEVICE || !writer->data_state)
		return;
	if (writer->data_state->columns)
		write_chosen(writer, record, part, parts);
	else if (mmt_is_access(record))
		write_columns(&line, true);
	else
		write_columns(&line, false);
}

const struct output jsonl_output = {
	.begin = begin,
	.record = write_json,
	.end = end,
};

const struct output csv_output = {
	.begin = begin_columns,
	.record = write_csv,
	.end = end,
};
