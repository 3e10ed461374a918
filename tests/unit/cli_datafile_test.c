// SPDX-License-Identifier: GPL-2.0
/*
 * The file that a recording writes, read by the library at each step as if the recorder
 * had died then; and by trace-cmd, where it is installed.
 */
#include "lib_text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "native_file.h"
#include "reading/tracefile.h"
#include "record/datafile.h"
#include "record/ringpage.h"
#include "record/size.h"

#define UNFINISHED "0: its end is missing, for the recording never ended: "

static struct native_file made;
static struct datafile_cpu cpus[NATIVE_CPUS + 1];
static struct datafile file;
static struct description description;

/* A section as the kernel's would be. */
static void make_section(struct section *section, unsigned int id)
{
	struct native_bytes content = { 0 };

	native_content(id, &content);
	*section = (struct section){ .id = id, .content = (char *)content.data, .size = content.size };
	assert_int_equal(section_pack(section), 0);
}

static void read_file(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file.fd);
	read_trace(path, NULL);
}

static int begin(void **state)
{
	unsigned int i;

	(void)state;
	memset(&made, 0, sizeof(made));
	for (i = 0; i < DESCRIPTION_SECTIONS; i++)
		make_section(&description.section[i], 16 + i);
	description.clock = "local";
	description.recorder = "mmiotrace 1.2";
	description.tasks_room = 64;
	memset(cpus, 0, sizeof(cpus));
	for (i = 0; i < NATIVE_CPUS + 1; i++)
		cpus[i].cpu = i;
	file = (struct datafile){
		.fd = memfd_create("recording", 0), .cpus = NATIVE_CPUS + 1, .cpu = cpus,
	};
	assert_int_equal(datafile_begin(&file, &description), 0);
	return 0;
}

static int end(void **state)
{
	(void)state;
	native_free(&made);
	description_free(&description);
	close(file.fd);
	return 0;
}

/* A page with one access of this value. */
static void append(unsigned int cpu, uint64_t time, uint64_t value)
{
	native_free(&made);
	native_access(&made, cpu, time, NATIVE_READ, 0x1000, value, 4);
	assert_int_equal(datafile_append(&file, cpu, made.cpu[cpu].data, NATIVE_PAGE), 0);
}

static off_t size_of(void)
{
	struct stat status;

	assert_int_equal(fstat(file.fd, &status), 0);
	return status.st_size;
}

#define ACCESS(time, cpu, value) "R " #time " cpu" #cpu " pid312 @1000 4=" #value \
				 " map1 pcffffffff81001004\n"

/* The thread that the first access was made by. */
static void assert_task(const char *name)
{
	const struct mmt_options options = { .messages = { hear, NULL } };
	struct mmt_record record;
	struct mmt_trace *trace;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file.fd);
	trace = mmt_open(path, &options);
	assert_non_null(trace);
	assert_int_equal(mmt_next(trace, &record), 1);
	assert_string_equal(record.task, name);
	mmt_close(trace);
}

static void step_by_step(void **state)
{
	struct section symbols;
	char *stats[NATIVE_CPUS + 1] = { "entries: 0\noverrun: 0\n", NULL, NULL };

	(void)state;
	read_file();
	assert_true(told.opened);
	assert_string_equal(told.records, "");
	assert_non_null(strstr(told.complaints, UNFINISHED "0 accesses were recovered"));

	append(0, 1000, 1);
	append(1, 2000, 2);
	read_file();
	assert_string_equal(told.records, "");

	assert_int_equal(datafile_tell(&file), 0);
	read_file();
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2));
	assert_non_null(strstr(told.complaints, UNFINISHED "2 accesses were recovered, the last at 0.000002 s\n"));
	assert_int_equal(told.problems, 0);

	append(0, 3000, 3);
	assert_int_equal(datafile_put_tasks(&file, "312 modprobe\n"), 0);
	assert_int_equal(datafile_tell(&file), 0);
	read_file();
	assert_non_null(strstr(told.records, "4=3 "));

	make_section(&symbols, 19);
	assert_int_equal(datafile_end(&file, &symbols, stats), 0);
	free(symbols.content);
	read_file();
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2)
			    ACCESS(3000, 0, 3));
	assert_task("modprobe");
	/* Nothing between the pages is left out. */
	assert_int_equal(cpus[1].offset, cpus[0].offset + 2 * NATIVE_PAGE);
	assert_true(size_of() < 65536);
}

/* One CPU is read after the other: what came meanwhile is there of the later ones only. */
static void until(void **state)
{
	char *stats[NATIVE_CPUS + 1] = { NULL };

	(void)state;
	append(0, 1000, 1);
	append(1, 2000, 2);
	append(1, 3000, 3);
	file.until = 2000;
	assert_int_equal(datafile_tell(&file), 0);
	read_file();
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2));
	assert_non_null(strstr(told.complaints, UNFINISHED "2 accesses"));
	append(0, 2500, 4);
	file.until = 3500;
	assert_int_equal(datafile_tell(&file), 0);
	read_file();
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2) ACCESS(2500, 0, 4)
			    ACCESS(3000, 1, 3));
	/* Of no consequence when all is there. */
	file.until = 0;
	assert_int_equal(datafile_tell(&file), 0);
	assert_int_equal(datafile_end(&file, NULL, stats), 0);
	read_file();
	assert_non_null(strstr(told.records, ACCESS(3000, 1, 3)));
}

/* What the recorder does while the file is followed, one thing each time it is waited for. */
static unsigned int waits;

static bool record_on(void *data)
{
	char *stats[NATIVE_CPUS + 1] = { NULL };

	(void)data;
	TELL("-- %u\n", waits);
	switch (waits++) {
	case 0:
		/* CPU 1 was read before the other one had its page: it goes too far. */
		append(0, 1000, 1);
		append(1, 2000, 2);
		append(1, 3000, 3);
		file.until = 1500;
		assert_int_equal(datafile_tell(&file), 0);
		return true;
	case 1:
		assert_int_equal(datafile_put_tasks(&file, "312 modprobe\n"), 0);
		return true;
	case 2:
		append(0, 2500, 4);
		file.until = 3500;
		assert_int_equal(datafile_tell(&file), 0);
		return true;
	case 3:
		append(1, 4000, 5);
		append(1, 5000, 6);
		append(0, 6000, 7);
		/* The pages are moved together while some of them were not read. */
		file.until = UINT64_MAX;
		assert_int_equal(datafile_tell(&file), 0);
		assert_int_equal(datafile_end(&file, NULL, stats), 0);
		return true;
	default:
		return false;
	}
}

static void followed(void **state)
{
	struct mmt_options options = { .wait = record_on };
	char path[64];

	(void)state;
	waits = 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file.fd);
	read_trace(path, &options);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, "-- 0\n" ACCESS(1000, 0, 1) "-- 1\n-- 2\n"
			    ACCESS(2000, 1, 2) ACCESS(2500, 0, 4) ACCESS(3000, 1, 3) "-- 3\n"
			    ACCESS(4000, 1, 5) ACCESS(5000, 1, 6) ACCESS(6000, 0, 7));
	/* It has ended: nobody waits any more. */
	assert_int_equal(waits, 4);
}

/* The first thing of a recording: it is opened before a time was told in it. */
static bool record_device(void *data)
{
	(void)data;
	if (waits++)
		return false;
	native_free(&made);
	native_device(&made, 0, 1000, 0x20, 0x1000, "e1000");
	assert_int_equal(datafile_append(&file, 0, made.cpu[0].data, NATIVE_PAGE), 0);
	append(1, 2000, 1);
	file.until = 2500;
	assert_int_equal(datafile_tell(&file), 0);
	return true;
}

static void followed_from_begin(void **state)
{
	struct mmt_options options = { .wait = record_device };
	char path[64];

	(void)state;
	waits = 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file.fd);
	read_trace(path, &options);
	assert_string_equal(told.records, "DEVICE 0000:00:04.0\nR 2000 cpu1 pid312 0000:00:04.0/0+0 "
			    "@1000 4=1 map1 pcffffffff81001004\n");
}

/* Symbols are added, and said to be there, while somebody reads the head. */
static void add_symbols(void *data, const char *system, const char *format, size_t size)
{
	struct section symbols;

	(void)data;
	(void)system;
	(void)format;
	(void)size;
	if (waits++)
		return;
	make_section(&symbols, 19);
	assert_int_equal(datafile_add_symbols(&file, &symbols), 0);
	free(symbols.content);
}

static void grows_while_opened(void **state)
{
	char *about[MMT_N_TOPICS] = { NULL };
	struct tracefile opened = { .describe = add_symbols, .about = about, .growing = true };
	unsigned int i;

	(void)state;
	waits = 0;
	assert_null(tracefile_open(&opened, dup(file.fd)));
	assert_true(waits > 0);
	assert_true(opened.symbols_size > 0);
	tracefile_close(&opened);
	for (i = 0; i < MMT_N_TOPICS; i++)
		free(about[i]);
}

/* Nothing is in it yet; the recorder makes its head while somebody waits. */
static bool record_head(void *data)
{
	(void)data;
	switch (waits++) {
	case 0:
		assert_int_equal(pwrite(file.fd, "\x17\x08", 2, 0), 2);
		return true;
	case 1:
		assert_int_equal(datafile_begin(&file, &description), 0);
		return true;
	case 2:
		append(1, 2000, 1);
		file.until = 2500;
		assert_int_equal(datafile_tell(&file), 0);
		return true;
	default:
		return false;
	}
}

static void followed_from_nothing(void **state)
{
	struct mmt_options options = { .wait = record_head };
	char path[64];

	(void)state;
	waits = 0;
	assert_int_equal(ftruncate(file.fd, 0), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file.fd);
	read_trace(path, &options);
	assert_string_equal(told.records, ACCESS(2000, 1, 1));
	/* Another file is no recording that somebody makes. */
	waits = 10;
	assert_int_equal(ftruncate(file.fd, 0), 0);
	assert_int_equal(pwrite(file.fd, "another", 7, 0), 7);
	read_trace(path, &options);
	assert_false(told.opened);
	/* Nobody makes one. */
	waits = 10;
	assert_int_equal(ftruncate(file.fd, 0), 0);
	read_trace(path, &options);
	assert_false(told.opened);
	assert_int_equal(waits, 11);
}

/* What was written when the disk ran full is read; so is a file cut short. */
static void cut(void **state)
{
	off_t size;
	int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		append(0, 1000 + (uint64_t)i, 1);
		append(1, 2000 + (uint64_t)i, 2);
	}
	assert_int_equal(datafile_tell(&file), 0);
	assert_int_equal(ftruncate(file.fd, (off_t)cpus[0].offset + 2 * NATIVE_PAGE), 0);
	read_file();
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(1001, 0, 1));
	assert_int_equal(told.problems, 1);
	for (size = size_of(); size > 0; size -= 61) {
		assert_int_equal(ftruncate(file.fd, size), 0);
		read_file();
		assert_string_not_equal(told.complaints, "");
	}
}

/* A hole where the file says that pages are: the machine died before they were written. */
static void hole(void **state)
{
	static const char zeros[NATIVE_PAGE];

	(void)state;
	append(0, 1000, 1);
	append(0, 2000, 2);
	append(0, 3000, 3);
	assert_int_equal(datafile_tell(&file), 0);
	assert_int_equal(pwrite(file.fd, zeros, sizeof(zeros), (off_t)cpus[0].offset + NATIVE_PAGE), NATIVE_PAGE);
	read_file();
	assert_string_equal(told.records, ACCESS(1000, 0, 1) "LOST 3000 cpu0 -1\n"
			    ACCESS(3000, 0, 3));
}

/* A region that is full: the others go on, and the file is complete in the end. */
static void full_region(void **state)
{
	static char page[NATIVE_PAGE];
	char *stats[NATIVE_CPUS + 1] = { NULL };

	(void)state;
	append(1, 2000, 2);
	file.spacing = NATIVE_PAGE;
	assert_int_equal(datafile_append(&file, 1, page, sizeof(page)), -1);
	assert_int_equal(errno, EFBIG);
	append(0, 1000, 1);
	assert_int_equal(datafile_tell(&file), 0);
	assert_int_equal(datafile_end(&file, NULL, stats), 0);
	read_file();
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2));
}

/* With a limit on the size of files, regions are nearer to each other. */
static void limited(void **state)
{
	struct rlimit before, limit;

	(void)state;
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = 200u << 20;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(datafile_begin(&file, &description), 0);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_true(size_of() <= 200 << 20);
	append(1, 2000, 2);
	assert_int_equal(datafile_tell(&file), 0);
	read_file();
	assert_string_equal(told.records, ACCESS(2000, 1, 2));
}

/* A driver is loaded while recording: the last symbols are those that count. */
static void more_symbols(void **state)
{
	char *stats[NATIVE_CPUS + 1] = { NULL };
	struct section symbols;
	int i;

	(void)state;
	append(0, 1000, 1);
	append(1, 2000, 2);
	assert_int_equal(datafile_tell(&file), 0);
	make_section(&symbols, 19);
	for (i = 0; i < 3; i++) {
		assert_int_equal(datafile_add_symbols(&file, &symbols), 0);
		read_file();
		assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2));
		assert_non_null(strstr(told.complaints, UNFINISHED "2 accesses"));
	}
	/* That they are read shows when they are wrong. */
	memset(symbols.content, 0xff, symbols.size);
	symbols.packed = 1;
	assert_int_equal(datafile_add_symbols(&file, &symbols), 0);
	read_file();
	assert_non_null(strstr(told.complaints, "damaged"));
	free(symbols.content);
	/* It dies in the middle of completing: the first ones count again. */
	file.end_room = 0;
	assert_int_equal(datafile_end(&file, NULL, stats), -1);
	read_file();
	assert_string_equal(told.records, ACCESS(1000, 0, 1) ACCESS(2000, 1, 2));
	assert_non_null(strstr(told.complaints, UNFINISHED "2 accesses"));
	assert_true(size_of() < 65536);
}

/* Names of threads that find no room are left out, whole lines of them. */
static void many_tasks(void **state)
{
	char text[200] = "312 modprobe\n";

	(void)state;
	append(0, 1000, 1);
	strcat(text, "313 a-name-of-20-letters\n314 another-name-of-this-length\n315 too\n");
	assert_int_equal(datafile_put_tasks(&file, text), 0);
	assert_int_equal(datafile_tell(&file), 0);
	assert_task("modprobe");
	strcpy(text, "1 init\n2 kthreadd-with-a-name-that-leaves-little-room\n312 modprobe\n");
	assert_int_equal(datafile_put_tasks(&file, text), 0);
	assert_task("<...>");
}

static int lines_of(const char *command)
{
	FILE *pipe = popen(command, "r");
	int lines = 0, c;

	assert_non_null(pipe);
	while ((c = fgetc(pipe)) != EOF)
		lines += c == '\n';
	pclose(pipe);
	return lines;
}

static void by_trace_cmd(void **state)
{
	char command[128];
	char *stats[NATIVE_CPUS + 1] = { NULL };
	int when;

	(void)state;
	if (system("command -v trace-cmd >/dev/null"))
		skip();
	append(0, 1000, 1);
	append(1, 2000, 2);
	assert_int_equal(datafile_tell(&file), 0);
	snprintf(command, sizeof(command), "trace-cmd report /proc/%d/fd/%d 2>&1 | grep mmio_read:",
		 getpid(), file.fd);
	for (when = 0; when < 2; when++) {
		assert_int_equal(lines_of(command), 2);
		assert_int_equal(datafile_end(&file, NULL, stats), 0);
	}
}

/* --- pages ------------------------------------------------------------------ */

static void events_of_a_page(void **state)
{
	struct native_bytes event = { 0 };
	unsigned int i;
	uint8_t *page;

	(void)state;
	for (i = 0; i < 50; i++)
		native_access(&made, 0, 1000 + i, NATIVE_READ, 0x1000, i, 4);
	native_begin(&event, NATIVE_PRINT, 1);
	native_number(&event, 0, 8);
	for (i = 0; i < 25; i++)
		native_number(&event, 0x2020202020202020, 8);
	native_event(&made, 0, 2000, &event);
	free(event.data);
	page = made.cpu[0].data;
	assert_int_equal(made.cpu[0].size, NATIVE_PAGE);
	assert_int_equal(ringpage_events(page), 51);
	assert_int_equal(ringpage_used(page), 50 * 44 + 8 + 216);

	/* Whatever stands there, nothing outside the page is looked at. */
	for (i = 0; i < 256; i++) {
		memset(page + 16, (int)i, NATIVE_PAGE - 16);
		memset(page + 8, 0xff, 4);
		assert_true(ringpage_events(page) <= 1024);
	}
}

static void missed(void **state)
{
	(void)state;
	native_access(&made, 0, 1000, NATIVE_READ, 0x1000, 1, 4);
	ringpage_note_missed(made.cpu[0].data, 17);
	assert_int_equal(datafile_append(&file, 0, made.cpu[0].data, NATIVE_PAGE), 0);
	/* The kernel said so, too: nobody knows how many in all. */
	ringpage_note_missed(made.cpu[0].data, 17);
	assert_int_equal(ringpage_events(made.cpu[0].data), 1);
	assert_int_equal(datafile_append(&file, 0, made.cpu[0].data, NATIVE_PAGE), 0);
	assert_int_equal(datafile_tell(&file), 0);
	read_file();
	assert_string_equal(told.records, "LOST 1000 cpu0 17\n" ACCESS(1000, 0, 1)
			    "LOST 1000 cpu0 -1\n" ACCESS(1000, 0, 1));
}

/* --- sizes ------------------------------------------------------------------ */

static void sizes(void **state)
{
	static const struct {
		const char *text;
		int kilobytes;
	} known[] = {
		{ "16384", 16384 }, { "20M", 20480 }, { "20m", 20480 }, { "20MB", 20480 },
		{ "20MiB", 20480 }, { "1G", 1 << 20 }, { "512K", 512 }, { "1023G", 1023 << 20 },
		{ "1024G", 0 }, { "1T", 0 }, { "0", 0 }, { "0M", 0 }, { "", 0 }, { "M", 0 },
		{ "-1", 0 }, { "+1", 0 }, { " 1", 0 }, { "1 M", 0 }, { "1.5M", 0 }, { "1X", 0 },
		{ "1Mx", 0 }, { "1MBB", 0 }, { "1E", 0 }, { "99999999999999999999", 0 },
		{ "99999999999999999999M", 0 }, { "18014398509481984K", 0 },
	};
	char text[SIZE_ROOM];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (size_parse(known[i].text) != known[i].kilobytes)
			fail_msg("%s: %d", known[i].text, size_parse(known[i].text));
	assert_string_equal(size_text(text, 20480), "20M");
	assert_string_equal(size_text(text, 1 << 20), "1G");
	assert_string_equal(size_text(text, 1000), "1000K");
	assert_string_equal(size_text(text, 0), "0K");
}

#define STEP(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STEP(step_by_step),
		STEP(until),
		STEP(cut),
		STEP(hole),
		STEP(full_region),
		STEP(limited),
		STEP(more_symbols),
		STEP(many_tasks),
		STEP(by_trace_cmd),
		STEP(events_of_a_page),
		STEP(missed),
		STEP(followed),
		STEP(followed_from_begin),
		STEP(followed_from_nothing),
		STEP(grows_while_opened),
		cmocka_unit_test(sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
