// SPDX-License-Identifier: GPL-2.0
/*
 * What lasts of the interface: programs that know less of the structures, or more; kinds of
 * errors; open files; reading once more.
 */
#include "lib_text.h"

#include <errno.h>
#include <fcntl.h>

#define LOG "VERSION 20070824\n" \
	"PCIDEV 0020 8086100e 61 feb00000 0 0 0 0 0 0 20000 0 0 0 0 0 0 e1000\n" \
	"MAP 1.000000 1 0xfeb00000 0xffffc90000000000 0x20000 0x0 0\n" \
	"R 4 1.000001 1 0xfeb00008 0x80080783 0x0 0\n" \
	"W 4 1.000002 1 0xfeb00008 0x1 0x0 0\n" \
	"R 4 1.000003 1 0xfeb00000 0x5 0x0 0\n"
#define OTHER "VERSION 20070824\n" \
	"PCIDEV 0020 8086100e 61 feb00000 0 0 0 0 0 0 20000 0 0 0 0 0 0 e1000\n" \
	"MAP 1.000000 1 0xfeb00000 0xffffc90000000000 0x20000 0x0 0\n" \
	"R 4 1.000001 1 0xfeb00008 0x80080783 0x0 0\n" \
	"W 4 1.000002 1 0xfeb00008 0x2 0x0 0\n"

#define FILLED	0x5a

/* A structure of a program that knows @size bytes of it; behind these nothing may change. */
struct short_one {
	_Alignas(16) unsigned char bytes[1024];
	size_t size;
};

static void fill(struct short_one *one, size_t size)
{
	memset(one->bytes, FILLED, sizeof(one->bytes));
	one->size = size;
}

static void expect_untouched(const struct short_one *one, size_t n)
{
	for (size_t i = n * one->size; i < sizeof(one->bytes); i++)
		assert_int_equal(one->bytes[i], FILLED);
}

/* --- a program that knows less --------------------------------------------- */

static struct mmt_sizes fewer(void)
{
	struct mmt_sizes sizes = *mmt_sizes_here();

	sizes.record = offsetof(struct mmt_record, pc);
	sizes.named = offsetof(struct mmt_named, id);
	sizes.field = offsetof(struct mmt_field, guessed);
	sizes.options = offsetof(struct mmt_options, wait);
	sizes.writer_options = offsetof(struct mmt_writer_options, names);
	sizes.diff_device = offsetof(struct mmt_diff_device, compared);
	sizes.diff_row = offsetof(struct mmt_diff_row, never_same);
	return sizes;
}

static struct mmt_trace *open_text(const char *text, const struct mmt_sizes *sizes)
{
	struct mmt_options options = { .messages = { .complain = hear } };
	int fd = memfd_create("trace", 0);
	struct mmt_trace *trace;

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	trace = mmt_open_fd_sized(fd, "text", &options, sizes);
	close(fd);
	return trace;
}

static void expect_same(const struct mmt_record *one, const struct mmt_record *other, size_t size)
{
	struct mmt_record first, second;
	char text[1024];

	memset(&first, 0, sizeof(first));
	memcpy(&first, one, size);
	memset(&second, 0, sizeof(second));
	memcpy(&second, other, size);
	*told.records = 0;
	describe(&first);
	memcpy(text, told.records, sizeof(text));
	*told.records = 0;
	describe(&second);
	assert_string_equal(text, told.records);
}

static void short_records(void **state)
{
	struct mmt_sizes sizes = fewer();
	struct mmt_trace *shorter = open_text(LOG, &sizes);
	struct mmt_trace *whole = open_text(LOG, mmt_sizes_here());
	struct short_one record;
	struct mmt_record expected;

	(void)state;
	for (int i = 0; i < 5; i++) {
		fill(&record, sizes.record);
		assert_int_equal(mmt_next(shorter, (struct mmt_record *)record.bytes), 1);
		assert_int_equal(mmt_next(whole, &expected), 1);
		expect_untouched(&record, 1);
		expect_same((const struct mmt_record *)record.bytes, &expected, sizes.record);
	}
	fill(&record, sizes.record);
	assert_int_equal(mmt_next(shorter, (struct mmt_record *)record.bytes), 0);
	expect_untouched(&record, 0);
	mmt_close(shorter);
	mmt_close(whole);
}

/* What a writer makes of a program's records, of which it must not read more. */
static void short_writing(void **state)
{
	struct mmt_sizes sizes = fewer();
	struct mmt_writer_options options = { .names = (struct mmt_names *)FILLED };
	struct mmt_trace *trace = open_text(LOG, &sizes);
	int fd = memfd_create("written", 0);
	struct mmt_writer *writer = mmt_writer_new_sized(MMT_OUTPUT_JSONL, fd, trace, &options,
							 &sizes);
	struct short_one record;
	char text[8192] = "";

	(void)state;
	assert_non_null(writer);
	fill(&record, sizes.record);
	while (mmt_next(trace, (struct mmt_record *)record.bytes) > 0)
		assert_int_equal(mmt_write(writer, (struct mmt_record *)record.bytes), 0);
	assert_int_equal(mmt_writer_close(writer), 0);
	assert_true(pread(fd, text, sizeof(text) - 1, 0) > 0);
	/* The code address lies behind what the program knows. */
	assert_non_null(strstr(text, "\"pc\":null"));
	assert_null(strstr(text, "5a5a5a"));
	close(fd);
	mmt_close(trace);
}

static void short_names(void **state)
{
	static const char xml[] =
		"<database xmlns=\"http://nouveau.freedesktop.org/\">"
		"<domain name=\"D\"><reg32 offset=\"8\" name=\"CTRL\">"
		"<bitfield pos=\"0\" name=\"UP\"/><bitfield pos=\"1\" name=\"ON\"/>"
		"<bitfield low=\"2\" high=\"3\" name=\"SPEED\"/></reg32></domain></database>";
	struct mmt_sizes sizes = fewer();
	const struct mmt_messages messages = { .complain = hear };
	struct mmt_regs *regs = mmt_regs_new(&messages);
	struct mmt_trace *trace = open_text(LOG, &sizes);
	struct mmt_names *shorter;
	struct short_one record, part;
	const struct mmt_field *field;
	unsigned int n, fields = 0;
	uint64_t rest;
	char path[64];
	int fd = make_file(xml, sizeof(xml) - 1, path);

	(void)state;
	assert_int_equal(mmt_regs_load(regs, path), 0);
	shorter = mmt_names_new_sized(regs, trace, &sizes);
	fill(&record, sizes.record);
	while (mmt_next(trace, (struct mmt_record *)record.bytes) > 0) {
		const struct mmt_record *known = (const struct mmt_record *)record.bytes;

		fill(&part, sizes.named);
		n = mmt_name(shorter, known, (struct mmt_named *)part.bytes);
		expect_untouched(&part, n);
		if (!n || !strstr(((struct mmt_named *)part.bytes)->name, "CTRL"))
			continue;
		field = mmt_fields(shorter, (struct mmt_named *)part.bytes, 7, &fields, &rest);
		/* The second is where the program looks for it. */
		assert_true(fields >= 2);
		field = (const void *)((const char *)field + sizes.field);
		assert_int_equal(field->low, 1);
		assert_int_equal(field->value, 1);
	}
	assert_true(fields >= 2);
	mmt_names_free(shorter);
	mmt_close(trace);
	mmt_regs_free(regs);
	close(fd);
}

/* The lines of a comparison, by a program that knows @sizes. */
static void compare(const struct mmt_sizes *sizes, char lines[4096])
{
	struct mmt_diff *diff = mmt_diff_new_sized(sizes);
	struct mmt_trace *trace[2] = { open_text(LOG, sizes), open_text(OTHER, sizes) };
	struct mmt_diff_cursor cursor = { 0 };
	struct short_one one;

	for (int i = 0; i < 2; i++) {
		fill(&one, sizes->record);
		assert_int_equal(mmt_diff_begin(diff, i ? MMT_RUN_B : MMT_RUN_A, trace[i], NULL), 0);
		while (mmt_next(trace[i], (struct mmt_record *)one.bytes) > 0)
			assert_int_equal(mmt_diff_add(diff, (struct mmt_record *)one.bytes, NULL, 0), 0);
		mmt_diff_end(diff, false);
	}
	assert_int_equal(mmt_diff_compare(diff), 0);
	assert_int_equal(mmt_diff_finals(diff), 0);
	for (uint32_t i = 0;; i++) {
		const struct mmt_diff_row *row = (const struct mmt_diff_row *)one.bytes;

		fill(&one, sizes->diff_row);
		if (!mmt_diff_next(diff, &cursor, (struct mmt_diff_row *)one.bytes))
			break;
		expect_untouched(&one, 1);
		tell(lines, 4096, "%s %d %" PRIx64 "\n", mmt_verdict_name(row->verdict), row->kind,
		     row->offset);
		fill(&one, sizes->diff_row);
		if (!mmt_diff_final(diff, i, (struct mmt_diff_row *)one.bytes))
			continue;
		expect_untouched(&one, 1);
		tell(lines, 4096, "last %s %" PRIx64 "\n", mmt_verdict_name(row->verdict), row->offset);
	}
	fill(&one, sizes->diff_device);
	assert_true(mmt_diff_device(diff, 0, (struct mmt_diff_device *)one.bytes));
	expect_untouched(&one, 1);
	assert_string_equal(((struct mmt_diff_device *)one.bytes)->device[1]->address, "0000:00:04.0");
	mmt_diff_free(diff);
	mmt_close(trace[0]);
	mmt_close(trace[1]);
}

static void short_rows(void **state)
{
	struct mmt_sizes sizes = fewer();
	char shorter[4096] = "", whole[4096] = "";

	(void)state;
	compare(&sizes, shorter);
	compare(mmt_sizes_here(), whole);
	assert_string_equal(shorter, whole);
	assert_non_null(strstr(whole, "same 0 8\n"));
	assert_non_null(strstr(whole, "value 1 8\n"));
	assert_non_null(strstr(whole, "missing 0 0\n"));
	assert_non_null(strstr(whole, "last missing 0\n"));
}

/* --- one that knows more ---------------------------------------------------- */

static void newer_program(void **state)
{
	size_t *size, *end;

	(void)state;
	for (size_t i = 0; i < sizeof(struct mmt_sizes) / sizeof(size_t); i++) {
		struct mmt_sizes sizes = *mmt_sizes_here();

		size = (size_t *)&sizes + i;
		end = (size_t *)(&sizes + 1);
		assert_true(size < end);
		++*size;
		memset(&told, 0, sizeof(told));
		assert_null(open_text(LOG, &sizes));
		assert_string_equal(told.complaints,
				    "0: cannot be read: this program needs a newer libmmiotrace\n");
		assert_int_equal(told.error, MMT_ERROR_VERSION);
		errno = 0;
		assert_null(mmt_names_new_sized(NULL, NULL, &sizes));
		assert_int_equal(errno, EINVAL);
		errno = 0;
		assert_null(mmt_diff_new_sized(&sizes));
		assert_int_equal(errno, EINVAL);
		errno = 0;
		assert_null(mmt_writer_new_sized(MMT_OUTPUT_CSV, -1, NULL, NULL, &sizes));
		assert_int_equal(errno, EINVAL);
	}
	errno = 0;
	assert_null(mmt_writer_new((enum mmt_output)99, -1, NULL, NULL));
	assert_int_equal(errno, EINVAL);
}

/* --- errors ------------------------------------------------------------------ */

static int system_error;

static void hear_system(void *data, const struct mmt_complaint *complaint)
{
	hear(data, complaint);
	system_error = complaint->system;
}

static enum mmt_error error_of_bytes(const void *data, size_t size)
{
	read_bytes(data, size, NULL);
	assert_string_not_equal(told.complaints, "");
	return told.error;
}

static void errors(void **state)
{
	static const char cut[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";
	const struct mmt_options options = { .messages = { .complain = hear_system } };
	const struct mmt_messages messages = { .complain = hear_system };
	struct mmt_regs *regs = mmt_regs_new(&messages);
	char path[64];
	int fd;

	(void)state;
	memset(&told, 0, sizeof(told));
	assert_null(mmt_open("/no/such/file", &options));
	assert_int_equal(told.error, MMT_ERROR_SYSTEM);
	assert_int_equal(system_error, ENOENT);
	assert_null(mmt_open_fd(-1, "nothing", &options));
	assert_int_equal(told.error, MMT_ERROR_SYSTEM);
	assert_int_equal(system_error, EBADF);
	assert_null(mmt_open("/", &options));
	assert_int_equal(told.error, MMT_ERROR_FORMAT);
	assert_int_equal(system_error, 0);
	assert_int_equal(error_of_bytes("nonsense\n", 9), MMT_ERROR_FORMAT);
	assert_int_equal(error_of_bytes("", 0), MMT_ERROR_CUT);
	assert_int_equal(error_of_bytes(cut, sizeof(cut) - 1), MMT_ERROR_CUT);
	assert_int_equal(error_of_bytes(LOG "R 4 nothing\n", sizeof(LOG) - 1 + 12), MMT_ERROR_DAMAGED);

	assert_int_equal(mmt_regs_load(regs, "/no/such/file"), -1);
	assert_int_equal(told.error, MMT_ERROR_SYSTEM);
	assert_int_equal(system_error, ENOENT);
	fd = make_file("nonsense\n", 9, path);
	mmt_regs_load(regs, path);
	assert_int_equal(told.error, MMT_ERROR_DESCRIPTION);
	assert_int_equal(system_error, 0);
	close(fd);
	mmt_regs_free(regs);
}

/* --- names -------------------------------------------------------------------- */

static void names(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < MMT_N_KINDS; i++)
		assert_non_null(mmt_kind_name((enum mmt_kind)i));
	for (unsigned int i = 0; i < MMT_N_VERDICTS; i++)
		assert_non_null(mmt_verdict_name((enum mmt_verdict)i));
	for (unsigned int i = 0; i < MMT_N_ERRORS; i++)
		assert_non_null(mmt_error_name((enum mmt_error)i));
	for (unsigned int i = 0; i <= MMT_FORMAT_QEMU; i++)
		assert_non_null(mmt_format_name((enum mmt_format)i));
	assert_null(mmt_kind_name(MMT_N_KINDS));
	assert_null(mmt_kind_name((enum mmt_kind)-1));
	assert_null(mmt_verdict_name(MMT_N_VERDICTS));
	assert_null(mmt_error_name(MMT_N_ERRORS));
	assert_null(mmt_format_name((enum mmt_format)3));
	assert_string_equal(mmt_kind_name(MMT_CONFIG_READ), "config_read");
	assert_int_equal(mmt_interface(), MMT_INTERFACE);
	assert_non_null(mmt_version());
}

/* --- once more ----------------------------------------------------------------- */

/* What all of a trace is like, as a number: it may be long. */
static uint64_t sum_of(struct mmt_trace *trace, unsigned int *records)
{
	uint64_t sum = 14695981039346656037u;
	struct mmt_record record;

	*records = 0;
	while (mmt_next(trace, &record) > 0) {
		*told.records = 0;
		describe(&record);
		if (record.device)
			TELL("%p", (const void *)record.device);
		for (const char *c = told.records; *c; c++)
			sum = (sum ^ (unsigned char)*c) * 1099511628211u;
		++*records;
	}
	return sum;
}

static void again(void **state)
{
	static const char *const files[] = {
		"tests/golden/e1000.dat.xz", "tests/golden/nvme.dat.xz", "tests/golden/qemu.log.xz",
		"tests/golden/vfio.log", "tests/golden/bars.log", "tests/golden/config.log",
		"tests/golden/lost.log",
	};
	const struct mmt_placement placement = { "e1000-mmio", "0000:00:04.0", 0, 0xfebc0000 };
	const struct mmt_options options = {
		.messages = { .complain = hear }, .placements = &placement, .n_placements = 1,
	};
	unsigned int first, second, devices[2];

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct mmt_trace *trace = mmt_open(files[i], &options);
		unsigned long problems;
		struct mmt_record record;
		uint64_t sum;

		assert_non_null(trace);
		sum = sum_of(trace, &first);
		problems = mmt_problems(trace);
		mmt_devices(trace, &devices[0]);
		assert_true(first > 1);
		for (int times = 0; times < 2; times++) {
			assert_int_equal(mmt_rewind(trace), 0);
			/* From the middle of it, too. */
			if (times) {
				assert_int_equal(mmt_next(trace, &record), 1);
				assert_int_equal(mmt_rewind(trace), 0);
			}
			assert_true(sum_of(trace, &second) == sum);
			assert_int_equal(second, first);
			assert_int_equal(mmt_problems(trace), problems);
			mmt_devices(trace, &devices[1]);
			assert_int_equal(devices[1], devices[0]);
		}
		mmt_close(trace);
	}
}

/* Before its mapping nobody knows how large the BAR is; the second time neither. */
static void as_little_known(void **state)
{
	const struct mmt_placement placement = { "nothing", "0000:00:04.0", 0, 0xfeb00000 };
	const struct mmt_options options = { .placements = &placement, .n_placements = 1 };
	static const char log[] =
		"VERSION 20070824\nR 4 1.000000 0 0xfeb00008 0x1 0x0 0\n"
		"MAP 1.000001 1 0xfeb00000 0xffffc90000000000 0x20000 0x0 0\n"
		"R 4 1.000002 1 0xfeb00008 0x1 0x0 0\n";
	unsigned int first, second;
	char path[64];
	int fd = make_file(log, sizeof(log) - 1, path);
	struct mmt_trace *trace = mmt_open(path, &options);
	struct mmt_record record;
	uint64_t sum;

	(void)state;
	assert_non_null(trace);
	sum = sum_of(trace, &first);
	assert_int_equal(first, 3);
	assert_int_equal(mmt_rewind(trace), 0);
	assert_true(sum_of(trace, &second) == sum);
	assert_int_equal(mmt_rewind(trace), 0);
	assert_int_equal(mmt_next(trace, &record), 1);
	assert_null(record.device);
	mmt_close(trace);
	close(fd);
}

static void pipes(void **state)
{
	const struct mmt_options options = { .messages = { .complain = hear_system } };
	struct mmt_record record;
	struct mmt_trace *trace;
	int ends[2];

	(void)state;
	memset(&told, 0, sizeof(told));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], LOG, sizeof(LOG) - 1), sizeof(LOG) - 1);
	close(ends[1]);
	trace = mmt_open_fd(ends[0], "a pipe", &options);
	/* It is the program's, and may be closed. */
	assert_int_equal(close(ends[0]), 0);
	assert_non_null(trace);
	assert_int_equal(mmt_next(trace, &record), 1);
	assert_int_equal(mmt_rewind(trace), -1);
	assert_string_equal(told.complaints, "0: cannot be read once more: it comes through a pipe\n");
	assert_int_equal(told.error, MMT_ERROR_SYSTEM);
	assert_int_equal(system_error, ESPIPE);
	assert_int_equal(mmt_next(trace, &record), 0);
	assert_int_equal(mmt_progress(trace), -1);
	assert_string_equal(mmt_function(trace, 0x10), "0x10");
	assert_int_equal(mmt_rewind(trace), -1);
	mmt_close(trace);
}

/* Of any kind, and of none, while somebody writes over it. */
static void another_file(void **state)
{
	static const char *const texts[] = {
		LOG, "nonsense\n", LOG, "", LOG, "memory_region_ops_read cpu 0 mr 0x1 addr 0x4 value 0x1 size 4 name 'a'\n",
		"tracing", LOG, "\x1f\x8b", LOG,
	};
	const struct mmt_options options = { .messages = { .complain = hear } };
	struct mmt_record record;
	unsigned int records;

	(void)state;
	for (size_t i = 1; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char path[64];
		int fd = make_file(texts[0], strlen(texts[0]), path);
		struct mmt_trace *trace = mmt_open(path, &options);
		bool good = strlen(texts[i]) > 20;

		assert_non_null(trace);
		assert_int_equal(mmt_next(trace, &record), 1);
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, texts[i], strlen(texts[i]), 0), strlen(texts[i]));
		memset(&told, 0, sizeof(told));
		assert_int_equal(mmt_rewind(trace), good ? 0 : -1);
		assert_int_equal(!*told.complaints, good);
		sum_of(trace, &records);
		assert_int_equal(records > 0, good);
		assert_int_equal(mmt_next(trace, &record), 0);
		mmt_close(trace);
		close(fd);
	}
}

/* From where it stands. */
static void part_of_a_file(void **state)
{
	const char text[] = "something else\n" LOG;
	unsigned int first, second;
	int fd = memfd_create("file", 0);
	struct mmt_trace *trace;
	uint64_t sum;

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	assert_int_equal(lseek(fd, 15, SEEK_SET), 15);
	trace = mmt_open_fd(fd, "file", NULL);
	assert_non_null(trace);
	sum = sum_of(trace, &first);
	assert_int_equal(first, 5);
	assert_int_equal(mmt_rewind(trace), 0);
	assert_true(sum_of(trace, &second) == sum);
	assert_int_equal(mmt_problems(trace), 0);
	mmt_close(trace);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_records),
		cmocka_unit_test(short_writing),
		cmocka_unit_test(short_names),
		cmocka_unit_test(short_rows),
		cmocka_unit_test(newer_program),
		cmocka_unit_test(errors),
		cmocka_unit_test(names),
		cmocka_unit_test(again),
		cmocka_unit_test(as_little_known),
		cmocka_unit_test(pipes),
		cmocka_unit_test(another_file),
		cmocka_unit_test(part_of_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
