// SPDX-License-Identifier: GPL-2.0
/* Reading trace-cmd's files, whole ones and damaged ones. */
#include "lib_text.h"
#include "native_file.h"

static struct native_file file;
static struct native_bytes event, whole;

static void add(unsigned int cpu, uint64_t time)
{
	native_event(&file, cpu, time, &event);
}

static void numbers(const uint64_t *value, const unsigned int *size, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		native_number(&event, value[i], size[i]);
}

#define NUMBERS(sizes, ...) do {						\
	const unsigned int size_list[] = sizes;					\
	const uint64_t value_list[] = { __VA_ARGS__ };				\
	numbers(value_list, size_list, sizeof(value_list) / sizeof(value_list[0])); \
} while (0)
#define SIZES(...) { __VA_ARGS__ }

static void add_device(uint64_t time, unsigned int devfn, uint64_t bar, const char *driver)
{
	native_device(&file, 0, time, devfn, bar, driver);
}

static void add_map(uint64_t time)
{
	native_begin(&event, NATIVE_MAP, 312);
	NUMBERS(SIZES(8, 8, 8, 8, 4, 4, 1, 1, 1, 1), 0xfeb00000, 0xffffc90000000000, 0x20000,
		0xffffffff81001010, 1, 0, 0, 0x20, 0, MMT_EARLIER);
	add(0, time);
}

static void add_text(enum native_event number, uint64_t time, uint64_t word, const char *text)
{
	native_begin(&event, number, 312);
	native_number(&event, word, 8);
	if (number == NATIVE_SYMBOL)
		native_number(&event, 20 | (strlen(text) + 1) << 16, 4);
	native_add(&event, text, strlen(text) + 1);
	add(1, time);
}

static void add_wide(uint64_t time, enum native_event number, unsigned int width)
{
	unsigned int i;

	native_begin(&event, number, 312);
	NUMBERS(SIZES(8, 8, 4, 4, 4), 0xfeb00010, 0xffffffff81001004, 1, width, 36 | width << 16);
	for (i = 0; i < width; i++)
		native_number(&event, i + 1, 1);
	add(0, time);
}

static void finish(void)
{
	native_finish(&file, &whole);
	native_free(&file);
}

/* The file that the tests damage. */
static void make(void)
{
	add_device(1000, 0x28, 0, "");
	add_device(1000, 0x20, 0xfeb00000, "");
	add_map(1001);
	native_access(&file, 0, 1002, NATIVE_READ, 0xfeb00008, 0x80080783, 4);
	native_access(&file, 1, 1003, NATIVE_WRITE, 0xfeb000d8, 0xffff, 2);
	native_access(&file, 0, 1003, NATIVE_READ, 0xfee00000, 1, 1);
	add_wide(1004, NATIVE_READ_WIDE, 16);
	add_wide(1005, NATIVE_WRITE_WIDE, 64);
	native_begin(&event, NATIVE_UNKNOWN, 999);
	NUMBERS(SIZES(8, 8, 4, 1), 0xfeb00020, 0, 1, 3);
	native_add(&event, "\x0f\xae\xf0\0\0\0\0\0\0\0\0\0\0\0\0", 15);
	add(0, 1006);
	add_text(NATIVE_PRINT, 1007, 0, "a mark\n");
	native_begin(&event, NATIVE_OTHER, 0);
	native_number(&event, 5, 4);
	add(1, 1008);
	native_begin(&event, NATIVE_UNMAP, 0);
	native_number(&event, 1, 4);
	add(0, 2000000000);
	add_device(2000000001, 0x20, 0xfeb00000, "e1000");
	add_text(NATIVE_SYMBOL, 2000000002, 0xffffffffc0000010, "e1000_probe+0x10/0x80 [e1000]");
	finish();
}

#define RECORDS \
	"DEVICE 0000:00:04.0\nDEVICE 0000:00:05.0\n" \
	"MAP 1001 cpu0 pid312 0000:00:04.0/0+0 @feb00000 map1 ffffc90000000000+20000 pcffffffff81001010\n" \
	"R 1002 cpu0 pid312 0000:00:04.0/0+8 @feb00008 4=80080783 map1 pcffffffff81001004\n" \
	"R 1003 cpu0 pid312 @fee00000 1=1 map1 pcffffffff81001004\n" \
	"W 1003 cpu1 pid312 0000:00:04.0/0+d8 @feb000d8 2=ffff map1 pcffffffff81001004\n" \
	"R 1004 cpu0 pid312 0000:00:04.0/0+10 @feb00010 16=807060504030201 map1 pcffffffff81001004" \
	" 01,02,03,04,05,06,07,08,09,0a,0b,0c,0d,0e,0f,10\n" \
	"W 1005 cpu0 pid312 0000:00:04.0/0+10 @feb00010 64=807060504030201 map1 pcffffffff81001004" \
	" 01,02,03,04,05,06,07,08,09,0a,0b,0c,0d,0e,0f,10,11,12,13,14,15,16,17,18,19,1a,1b,1c,1d,1e,1f,20" \
	",21,22,23,24,25,26,27,28,29,2a,2b,2c,2d,2e,2f,30,31,32,33,34,35,36,37,38,39,3a,3b,3c,3d,3e,3f,40\n" \
	"UNKNOWN 1006 cpu0 pid999 0000:00:04.0/0+20 @feb00020 map1 0f,ae,f0\n" \
	"MARK 1007 cpu1 pid312 'a mark\n'\n" \
	"UNMAP 2000000000 cpu0 0000:00:04.0/0+0 @feb00000 map1\n"

static void all_events(void **state)
{
	(void)state;
	make();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, RECORDS);
}

/* Devices until a time first, the others where they are described. */
static void until(void **state)
{
	struct mmt_options options = { .until = 2500 };
	char path[64];
	int fd;

	(void)state;
	add_device(1000, 0x20, 0xfeb00000, "e1000");
	add_map(1001);
	native_access(&file, 0, 2000, NATIVE_READ, 0xfeb00008, 1, 4);
	add_device(3000, 0x18, 0xfec00000, "");
	native_access(&file, 0, 4000, NATIVE_READ, 0xfeb00008, 2, 4);
	native_access(&file, 1, 4500, NATIVE_READ, 0xfed00008, 3, 4);
	add_device(5000, 0x28, 0xfed00000, "late");
	finish();
	fd = make_file(whole.data, whole.size, path);
#define BEFORE "DEVICE 0000:00:04.0\n" \
	"MAP 1001 cpu0 pid312 0000:00:04.0/0+0 @feb00000 map1 ffffc90000000000+20000 pcffffffff81001010\n" \
	"R 2000 cpu0 pid312 0000:00:04.0/0+8 @feb00008 4=1 map1 pcffffffff81001004\n"
#define BEHIND "R 4000 cpu0 pid312 0000:00:04.0/0+8 @feb00008 4=2 map1 pcffffffff81001004\n" \
	"R 4500 cpu1 pid312 0000:00:05.0/0+8 @fed00008 4=3 map1 pcffffffff81001004\n"
	read_trace(path, &options);
	assert_string_equal(told.records, BEFORE "DEVICE 0000:00:03.0\n" BEHIND
			    "DEVICE 0000:00:05.0\n");
	/* Since the first access: the one at 3000 is among them. */
	options.until = 1000;
	options.until_since = true;
	read_trace(path, &options);
	assert_string_equal(told.records, "DEVICE 0000:00:03.0\n" BEFORE BEHIND
			    "DEVICE 0000:00:05.0\n");
	close(fd);
}

/* The file of make(); @fd is to be closed. */
static struct mmt_trace *open_made(const struct mmt_options *options, int *fd)
{
	struct mmt_trace *trace;
	char path[64];

	make();
	*fd = make_file(whole.data, whole.size, path);
	trace = mmt_open(path, options);
	assert_non_null(trace);
	return trace;
}

/* Older modules have named code at the end, behind the time that was asked for. */
static void names_until(void **state)
{
	struct mmt_options options = { .until = 1500 };
	int fd;
	struct mmt_trace *trace = open_made(&options, &fd);

	(void)state;
	assert_string_equal(mmt_function(trace, 0xffffffffc0000010), "e1000_probe+0x10 [e1000]");
	mmt_close(trace);
	close(fd);
}

static void names(void **state)
{
	struct mmt_record record;
	int fd;
	struct mmt_trace *trace = open_made(NULL, &fd);

	(void)state;
	assert_int_equal(mmt_format_of(trace), MMT_FORMAT_NATIVE);
	assert_string_equal(mmt_function(trace, 0), "");
	assert_string_equal(mmt_function(trace, 0xffffffff81000000), "_text+0x0");
	assert_string_equal(mmt_function(trace, 0xffffffff81001004), "probe_it+0x4");
	/* What is absolute or a mark of assembly is no function, nor is what is not between two. */
	assert_string_equal(mmt_function(trace, 0xffffffff81000a04), "_text+0xa04");
	assert_string_equal(mmt_function(trace, 0xffffffff81000fff), "_text+0xfff");
	assert_string_equal(mmt_function(trace, 0xffffffff81001000), "probe_it+0x0");
	assert_string_equal(mmt_function(trace, 0xffffffff81001fff), "probe_it+0xfff");
	assert_string_equal(mmt_function(trace, 0xffffffff80ffffff), "0xffffffff80ffffff");
	assert_string_equal(mmt_function(trace, 0xffffffff81002000), "0xffffffff81002000");
	assert_string_equal(mmt_function(trace, 0xffffffffc0000010), "e1000_probe+0x10 [e1000]");
	assert_string_equal(mmt_function(trace, 0xffffffffc0000011), "0xffffffffc0000011");
	assert_string_equal(mmt_function(trace, 0x1000), "0x1000");
	while (mmt_next(trace, &record) > 0) {
		if (record.kind == MMT_DEVICE && record.device->index == 0) {
			/* What the trace says last of a device is known from the beginning. */
			assert_string_equal(record.device->label, "e1000 00:04.0");
			assert_int_equal(record.device->irq, 11);
		}
		if (record.kind == MMT_READ)
			assert_string_equal(record.task, "modprobe");
		if (record.kind == MMT_UNKNOWN)
			assert_string_equal(record.task, "<...>");
	}
	mmt_close(trace);
	close(fd);
}

/* More events than a page has, and times too far apart for an event to say. */
static void pages(void **state)
{
	struct mmt_record record;
	struct mmt_trace *trace;
	uint64_t time = 5, expected = 0;
	char path[64];
	unsigned int i;
	int fd;

	(void)state;
	for (i = 0; i < 5000; i++) {
		time += i % 100 ? i % 3 : 1000000000;
		native_access(&file, (i >> 4) & 1, time, NATIVE_WRITE, 0x1000, i, 8);
	}
	finish();
	fd = make_file(whole.data, whole.size, path);
	trace = mmt_open(path, NULL);
	assert_non_null(trace);
	for (i = 0; mmt_next(trace, &record) > 0; i++) {
		assert_true(record.time >= expected);
		expected = record.time;
	}
	assert_int_equal(i, 5000);
	assert_int_equal(expected, time);
	mmt_close(trace);
	close(fd);
}

static void lost(void **state)
{
	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 4);
	native_lost(&file, 0, 17);
	native_access(&file, 1, 11, NATIVE_READ, 0x1000, 2, 4);
	native_lost(&file, 1, -1);
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records,
			    "LOST 10 cpu0 17\nR 10 cpu0 pid312 @1000 4=1 map1 pcffffffff81001004\n"
			    "LOST 11 cpu1 -1\nR 11 cpu1 pid312 @1000 4=2 map1 pcffffffff81001004\n");
}

static void cut(void **state)
{
	size_t size;

	(void)state;
	make();
	for (size = 1; size < whole.size; size += size < 8192 ? 7 : 61) {
		read_bytes(whole.data, size, NULL);
		assert_false(told.opened);
		assert_string_equal(told.complaints,
				    "0: incomplete: it was cut short while being written or copied\n");
	}
}

/* Of the older version, in which the events come last, what is there is read. */
static void cut_6(void **state)
{
#define FIRST	"R 10 cpu0 pid312 @1000 4=1 map1 pcffffffff81001004\n"
#define SECOND	"R 11 cpu1 pid312 @1000 4=2 map1 pcffffffff81001004\n"
#define SHORT	"0: incomplete: it was cut short while being written or copied"
	size_t size;

	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 4);
	native_access(&file, 1, 11, NATIVE_READ, 0x1000, 2, 4);
	native_finish_6(&file, &whole);
	native_free(&file);
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, FIRST SECOND);
	/* The last page is zeros for the most part. */
	read_bytes(whole.data, whole.size - 3000, NULL);
	assert_string_equal(told.complaints, SHORT "; what is there was read\n");
	assert_string_equal(told.records, FIRST SECOND);
	read_bytes(whole.data, whole.size - NATIVE_PAGE, NULL);
	assert_string_equal(told.complaints, SHORT "; what is there was read\n");
	assert_string_equal(told.records, FIRST);
	assert_int_equal(told.problems, 1);
	for (size = 1; size < whole.size - NATIVE_CPUS * (size_t)NATIVE_PAGE; size += 7) {
		read_bytes(whole.data, size, NULL);
		assert_false(told.opened);
		assert_string_equal(told.complaints, SHORT "\n");
	}
}

/* Any byte of the file is wrong: it is told, or read, and nothing worse. */
static void any_byte(void **state)
{
	size_t i;

	(void)state;
	make();
	for (i = 0; i < whole.size; i++) {
		uint8_t byte = whole.data[i];

		if (!byte && i > 8192 && i % 4096 > 600)
			continue;
		whole.data[i] = (uint8_t)(byte ^ (1 << i % 8) ^ (i % 3 ? 0 : 0xff));
		read_bytes(whole.data, whole.size, NULL);
		assert_true(told.opened || *told.complaints);
		whole.data[i] = byte;
	}
}

/* A page that says more than there is of it: what comes before is read. */
static void bad_page(void **state)
{
	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 4);
	native_access(&file, 0, 11, NATIVE_READ, 0x1000, 2, 4);
	native_access(&file, 1, 12, NATIVE_READ, 0x1000, 3, 4);
	/* The second event of CPU 0 becomes too long. */
	file.cpu[0].data[16 + 44] |= 28;
	file.cpu[0].data[16 + 44] &= (uint8_t)~3;
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "0: damaged: some events of CPU 0 cannot be read\n");
	assert_string_equal(told.records,
			    "R 10 cpu0 pid312 @1000 4=1 map1 pcffffffff81001004\n"
			    "R 12 cpu1 pid312 @1000 4=3 map1 pcffffffff81001004\n");
}

/* Widths that no access has: what stands beside them is read. */
static void bad_events(void **state)
{
	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 9);
	native_access(&file, 0, 11, NATIVE_WRITE, 0x1000, 1, 0);
	native_access(&file, 0, 12, NATIVE_READ, 0x1000, 2, 4);
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints,
			    "0: damaged: an event of CPU 0 at 10 ns\n"
			    "0: damaged: an event of CPU 0 at 11 ns\n");
	assert_int_equal(told.problems, 2);
	assert_string_equal(told.records, "R 12 cpu0 pid312 @1000 4=2 map1 pcffffffff81001004\n");
}

static void backwards(void **state)
{
	uint64_t time = 2000000000;

	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 4);
	native_access(&file, 0, 3000000000, NATIVE_READ, 0x1000, 2, 4);
	native_access(&file, 0, 6000000000, NATIVE_READ, 0x1000, 3, 4);
	/* The third page begins before the second. */
	memcpy(file.cpu[0].data + 2 * (size_t)NATIVE_PAGE, &time, sizeof(time));
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints,
			    "0: time runs backwards: 2.000000 s after 3.000000 s\n");
	assert_string_equal(told.records,
			    "R 10 cpu0 pid312 @1000 4=1 map1 pcffffffff81001004\n"
			    "R 3000000000 cpu0 pid312 @1000 4=2 map1 pcffffffff81001004\n"
			    "R 2000000000 cpu0 pid312 @1000 4=3 map1 pcffffffff81001004\n");
}

/* A thread that cannot be, before any other. */
static void no_thread(void **state)
{
	struct native_bytes mark = { 0 };
	struct mmt_record record;
	struct mmt_trace *trace;
	char path[64];
	int fd;

	(void)state;
	native_begin(&mark, NATIVE_PRINT, -1);
	native_number(&mark, 0, 8);
	native_add(&mark, "m", 2);
	native_event(&file, 0, 10, &mark);
	free(mark.data);
	finish();
	fd = make_file(whole.data, whole.size, path);
	trace = mmt_open(path, NULL);
	assert_non_null(trace);
	assert_int_equal(mmt_next(trace, &record), 1);
	assert_int_equal(record.kind, MMT_MARK);
	assert_string_equal(record.task, "<...>");
	mmt_close(trace);
	close(fd);
}

/* A text in the file by another of the same length. */
static void replace(const char *old, const char *new)
{
	uint8_t *at = memmem(whole.data, whole.size, old, strlen(old));

	assert_non_null(at);
	memcpy(at, new, strlen(new));
}

static void other_files(void **state)
{
	(void)state;
	make();
	replace("u64 phys;", "u64 phis;");
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints,
			    "0: recorded with another version of the mmiotrace module\n");
	make();
	/* The name of a group, not that of the kernel's tracer. */
	memcpy(memmem(whole.data, whole.size, "mmiotrace", sizeof("mmiotrace")), "something", 9);
	read_bytes(whole.data, whole.size, NULL);
	assert_non_null(strstr(told.complaints, "0: no mmiotrace events in it"));
	make();
	replace("tracing7", "tracing9");
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints,
			    "0: of another version of trace-cmd; 6 and 7 are known\n");
	make();
	replace("none", "what");
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "0: compressed in a way that is not known here\n");
}

static void add_tracer(uint64_t time, uint64_t value, unsigned int opcode, unsigned int width)
{
	native_begin(&event, NATIVE_TRACER_ACCESS, 312);
	NUMBERS(SIZES(8, 8, 8, 4, 1, 1), 0xfeb00008, value, 0xffffffff81001004, 1, opcode, width);
	add(0, time);
}

static void add_rwmmio(uint64_t time, enum native_event number, unsigned int bits)
{
	native_begin(&event, number, 312);
	NUMBERS(SIZES(8, 8, 8), 0xffffffff81001004, 0xffffffff81002000, 0xffff800010a00004);
	if (number != NATIVE_RWMMIO_READ)
		native_number(&event, 0x15, 8);
	native_number(&event, bits, 1);
	add(0, time);
}

static void add_kvm(uint64_t time, unsigned int type, unsigned int width)
{
	native_begin(&event, NATIVE_KVM_MMIO, 99);
	NUMBERS(SIZES(4, 4, 8, 8), type, width, 0xfed00000, 0x1234);
	add(1, time);
}

/* The kernel's own tracer, a kernel with rwmmio, KVM: in trace-cmd's file, too. */
static void others(void **state)
{
	unsigned int opcode;

	(void)state;
	for (opcode = 3; opcode < 5; opcode++) {
		native_begin(&event, NATIVE_TRACER_MAP, 312);
		NUMBERS(SIZES(8, 8, 8, 4, 1), 0xfeb00000, 0xffffc90000000000, 0x20000, 1, opcode);
		add(0, opcode);
	}
	add_tracer(5, 0x80080783, 1, 4);
	add_tracer(6, 0xff, 2, 1);
	add_tracer(7, 0x0faef0, 5, 0);
	add_tracer(8, 0, 9, 4);
	add_tracer(9, 0, 1, 0);
	add_rwmmio(10, NATIVE_RWMMIO_WRITE, 32);
	add_rwmmio(11, NATIVE_RWMMIO_POST_WRITE, 32);
	add_rwmmio(12, NATIVE_RWMMIO_READ, 16);
	add_rwmmio(13, NATIVE_RWMMIO_POST_READ, 16);
	add_rwmmio(14, NATIVE_RWMMIO_POST_READ, 1);
	add_kvm(15, 0, 4);
	add_kvm(16, 1, 4);
	add_kvm(17, 2, 8);
	add_kvm(18, 2, 16);
	add_kvm(19, 3, 4);
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.records,
			    "MAP 3 cpu0 pid312 @feb00000 map1 ffffc90000000000+20000\n"
			    "UNMAP 4 cpu0 pid312 @feb00000 map1\n"
			    "R 5 cpu0 pid312 @feb00008 4=80080783 map1 pcffffffff81001004\n"
			    "W 6 cpu0 pid312 @feb00008 1=ff map1 pcffffffff81001004\n"
			    "UNKNOWN 7 cpu0 pid312 @feb00008 map1 pcffffffff81001004 0f,ae,f0\n"
			    "W 10 cpu0 pid312 @ffff800010a00004 4=15 pcffffffff81001004\n"
			    "R 13 cpu0 pid312 @ffff800010a00004 2=15 pcffffffff81001004\n"
			    "R 16 cpu1 pid99 @fed00000 4=1234\n"
			    "W 17 cpu1 pid99 @fed00000 8=1234\n"
			    "UNKNOWN 18 cpu1 pid99 @fed00000\n");
	assert_string_equal(told.complaints,
			    "0: damaged: an event of CPU 0 at 8 ns\n"
			    "0: damaged: an event of CPU 0 at 9 ns\n"
			    "0: damaged: an event of CPU 0 at 14 ns\n"
			    "0: damaged: an event of CPU 1 at 19 ns\n");
}

/* Of a group that is described, but not recorded, there is nothing to read. */
static void none_of_others(void **state)
{
	(void)state;
	native_begin(&event, NATIVE_OTHER, 312);
	native_number(&event, 1, 4);
	add(0, 1);
	finish();
	memcpy(memmem(whole.data, whole.size, "mmiotrace", sizeof("mmiotrace")), "something", 9);
	read_bytes(whole.data, whole.size, NULL);
	assert_false(told.opened);
	assert_non_null(strstr(told.complaints, "0: no mmiotrace events in it"));
}

static void add_session(uint64_t time, const char *version, unsigned int short_way)
{
	native_begin(&event, NATIVE_SESSION, 312);
	NUMBERS(SIZES(4, 4), 16 | (strlen(version) + 1) << 16, short_way);
	native_add(&event, version, strlen(version) + 1);
	add(0, time);
}

/* Who has recorded, and how; the first of two counts, and neither is a record. */
static void session(void **state)
{
	char path[64];
	struct mmt_trace *trace;
	int fd;

	(void)state;
	add_session(1, "0.1.0", 1);
	add_session(2, "0.2.0", 0);
	native_access(&file, 0, 3, NATIVE_READ, 0x1000, 1, 4);
	finish();
	fd = make_file(whole.data, whole.size, path);
	trace = mmt_open(path, NULL);
	assert_string_equal(mmt_about(trace, MMT_ABOUT_MODULE), "0.1.0");
	assert_string_equal(mmt_about(trace, MMT_ABOUT_EVENTS), "straight into the trace buffer");
	mmt_close(trace);
	close(fd);
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, "R 3 cpu0 pid312 @1000 4=1 map1 pcffffffff81001004\n");
	add_session(1, "0.2.0", 0);
	finish();
	fd = make_file(whole.data, whole.size, path);
	trace = mmt_open(path, NULL);
	assert_string_equal(mmt_about(trace, MMT_ABOUT_EVENTS), "by their tracepoints");
	mmt_close(trace);
	close(fd);
}

static void expect_about(const char *version)
{
	char path[64];
	int fd = make_file(whole.data, whole.size, path);
	struct mmt_trace *trace = mmt_open(path, NULL);

	assert_non_null(trace);
	assert_string_equal(mmt_about(trace, MMT_ABOUT_VERSION), version);
	assert_string_equal(mmt_about(trace, MMT_ABOUT_SYSTEM), "Linux vm 6.1.0 x86_64");
	assert_string_equal(mmt_about(trace, MMT_ABOUT_CPUS), "2");
	assert_string_equal(mmt_about(trace, MMT_ABOUT_CLOCK), "global");
	assert_string_equal(mmt_about(trace, MMT_ABOUT_RECORDER), "3.1.6 made");
	assert_null(mmt_about(trace, MMT_N_TOPICS));
	mmt_close(trace);
	close(fd);
}

/* What the file says of its making, in both versions. */
static void about(void **state)
{
	(void)state;
	make();
	expect_about("7");
	native_access(&file, 0, 1, NATIVE_READ, 0x1000, 1, 4);
	native_finish_6(&file, &whole);
	native_free(&file);
	expect_about("6");
}

/* From a pipe it goes through a file that has no name. */
static void from_pipe(void **state)
{
	char path[64];
	int end[2];

	(void)state;
	make();
	assert_int_equal(pipe(end), 0);
	/* What does not fit would wait for a reader. */
	assert_true(whole.size < 65536);
	assert_int_equal(write(end[1], whole.data, whole.size), whole.size);
	close(end[1]);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", end[0]);
	read_trace(path, NULL);
	close(end[0]);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, RECORDS);
}

/* Raw words of the ring buffer at the end of the last page of a CPU. */
static void add_words(unsigned int cpu, const uint32_t *word, unsigned int count)
{
	uint8_t *page = file.cpu[cpu].data + file.cpu[cpu].size - NATIVE_PAGE;
	uint64_t used;

	memcpy(&used, page + 8, sizeof(used));
	memcpy(page + 16 + used, word, count * sizeof(*word));
	used += count * sizeof(*word);
	memcpy(page + 8, &used, sizeof(used));
}

/* Of an access through no mapping: 10 words of data. */
#define ACCESS_WORDS(delta)							\
	(delta) << 5 | 10, NATIVE_READ, 312, 0x1000, 0, 7, 0, 0x81001004, 0xffffffff, 0, 4

/* A stamp has 59 bits of the time, the others are those of before; an extension adds. */
static void stamps(void **state)
{
	const uint64_t start = UINT64_C(0x9800000000000005);
	const uint32_t words[] = {
		31 | 9 << 5, 0x40,				/* stamp: 0x40 << 27 | 9 */
		ACCESS_WORDS(3),
		30 | 5 << 5, 2,					/* 2 << 27 | 5 more */
		ACCESS_WORDS(1),
		29 | 1 << 5, 8, 0,				/* discarded: it takes its time */
		ACCESS_WORDS(0),
	};

	(void)state;
	native_access(&file, 0, start, NATIVE_READ, 0x1000, 1, 4);
	add_words(0, words, sizeof(words) / sizeof(words[0]));
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records,
			    "R 10952754293765046277 cpu0 pid312 @1000 4=1 map1 pcffffffff81001004\n"
			    "R 10952754302354980876 cpu0 pid312 @1000 4=7 pcffffffff81001004\n"
			    "R 10952754302623416338 cpu0 pid312 @1000 4=7 pcffffffff81001004\n"
			    "R 10952754302623416339 cpu0 pid312 @1000 4=7 pcffffffff81001004\n");
}

/* Strings whose place counts from behind the word that tells it. */
static void relative_strings(void **state)
{
	struct mmt_record record;
	struct mmt_trace *trace;
	char path[64];
	uint8_t *at;
	int fd;

	(void)state;
	make();
	for (at = whole.data; (at = memmem(at, whole.size - (size_t)(at - whole.data), "__data_loc char[]", 17)); at++)
		memcpy(at, "__rel_loc  char[]", 17);
	/* 20 and 140 are where the strings of mmio_symbol and mmio_device stand. */
	for (at = whole.data; at < whole.data + whole.size - 4; at++) {
		uint32_t word;

		memcpy(&word, at, 4);
		if (word == (20 | 30U << 16) || word == (140 | 6U << 16) || word == (140 | 1U << 16)) {
			word &= 0xffff0000;
			memcpy(at, &word, 4);
		}
	}
	fd = make_file(whole.data, whole.size, path);
	trace = mmt_open(path, NULL);
	assert_non_null(trace);
	assert_string_equal(mmt_function(trace, 0xffffffffc0000010), "e1000_probe+0x10 [e1000]");
	assert_int_equal(mmt_next(trace, &record), 1);
	assert_string_equal(record.device->driver, "e1000");
	mmt_close(trace);
	close(fd);
}

static int clean(void **state)
{
	(void)state;
	free(event.data);
	free(whole.data);
	return 0;
}

/* What the module itself records of trace_marker. */
static void own_mark(void **state)
{
	(void)state;
	native_begin(&event, NATIVE_MARK, 312);
	native_number(&event, 12 | sizeof("text") << 16, 4);
	native_add(&event, "text", sizeof("text"));
	add(0, 1000);
	finish();
	read_bytes(whole.data, whole.size, NULL);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, "MARK 1000 cpu0 pid312 'text'\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_events),
		cmocka_unit_test(until),
		cmocka_unit_test(names_until),
		cmocka_unit_test(names),
		cmocka_unit_test(pages),
		cmocka_unit_test(stamps),
		cmocka_unit_test(relative_strings),
		cmocka_unit_test(lost),
		cmocka_unit_test(own_mark),
		cmocka_unit_test(cut),
		cmocka_unit_test(cut_6),
		cmocka_unit_test(any_byte),
		cmocka_unit_test(bad_page),
		cmocka_unit_test(bad_events),
		cmocka_unit_test(backwards),
		cmocka_unit_test(no_thread),
		cmocka_unit_test(other_files),
		cmocka_unit_test(session),
		cmocka_unit_test(about),
		cmocka_unit_test(others),
		cmocka_unit_test(none_of_others),
		cmocka_unit_test(from_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
