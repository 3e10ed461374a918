// SPDX-License-Identifier: GPL-2.0
/* Reading the classic log. */
#include "lib_text.h"
#include "reading/local.h"

#define VERSION	"VERSION 20070824\n"
#define MAP	"MAP 1.000000 1 0xfea00000 0xffffa00000000000 0x2000 0x0 0\n"
#define MAPPED	"MAP 1000000000 @fea00000 map1 ffffa00000000000+2000\n"

#define READ_AT_8	"R 1500000000 @fea00008 4=80 map1\n"

static void accesses(void **state)
{
	(void)state;
	EXPECT(VERSION MAP
	       "R 4 2456.105919 1 0xfea0010c 0x4c02 0x0 0\n"
	       "W 1 2456.105920 1 0xfea01fff 0xff 0xffffffffc0001234 312\n"
	       "W 8 2456.2 1 0xfea00000 0xffffffffffffffff 0x0 0\n"
	       "R 2 2456.323456789123 1 0XFEA00000 0xABcd 0x0 0",
	       MAPPED
	       "R 2456105919000 @fea0010c 4=4c02 map1\n"
	       "W 2456105920000 pid312 @fea01fff 1=ff map1 pcffffffffc0001234\n"
	       "W 2456200000000 @fea00000 8=ffffffffffffffff map1\n"
	       "R 2456323456789 @fea00000 2=abcd map1\n");
}

static void others(void **state)
{
	(void)state;
	EXPECT(VERSION
	       "LSPCI 00:02.0 VGA compatible controller \t: Intel \n"
	       MAP
	       "UNKNOWN 1.5 1 0xfea00000 0f,ae,f0 0x0 0\n"
	       "MARK 1.6 text  with spaces \n"
	       "MARK 1.6 \n"
	       "MARK 1.6\n"
	       "MARK 0.000000 Lost 12 events.\n"
	       "MARK 1.7 Lost events.\n"
	       "MARK 1.7 Lost 12 events\n"
	       "MARK 1.7 Lost 012 events.\n"
	       "CPU:1 [LOST 5 EVENTS]\n"
	       "CPU:0 [LOST EVENTS]\n"
	       "UNMAP 2.000000 1 0x0 0\n",
	       "NOTE 'LSPCI 00:02.0 VGA compatible controller \t: Intel '\n"
	       MAPPED
	       "UNKNOWN 1500000000 @fea00000 map1 0f,ae,f0\n"
	       "MARK 1600000000 'text  with spaces '\n"
	       "MARK 1600000000 ''\n"
	       "MARK 1600000000 ''\n"
	       "LOST 12\n"
	       "LOST 1700000000 -1\n"
	       "MARK 1700000000 'Lost 12 events'\n"
	       "MARK 1700000000 'Lost 012 events.'\n"
	       "LOST cpu1 5\n"
	       "LOST cpu0 -1\n"
	       "UNMAP 2000000000 @fea00000 map1\n");
}

/* Logs as they are posted: quoted, indented, numbered, by way of a journal, in a fence. */
static void quoted(void **state)
{
	(void)state;
	EXPECT("> VERSION 20070824\r\n> " MAP "> R 4 1.5 1 0xfea00008 0x80 0x0 0\r\n>\r\n> MARK 1.6 a  b\r\n",
	       MAPPED READ_AT_8 "MARK 1600000000 'a  b'\n");
	EXPECT("```\n    " MAP "\tR 4 1.5 1 0xfea00008 0x80 0x0 0\n    ```\n", MAPPED READ_AT_8);
	EXPECT("1:" MAP "2:R 4 1.5 1 0xfea00008 0x80 0x0 0\n", MAPPED READ_AT_8);
	EXPECT("[   12.000200] " MAP "[   12.000200] R 4 1.5 1 0xfea00008 0x80 0x0 0\n", MAPPED READ_AT_8);
	EXPECT("Jan 31 12:00:00 host kernel: " MAP
	       "Jan 31 12:00:00 host kernel: R 4 1.5 1 0xfea00008 0x80 0x0 0\n", MAPPED READ_AT_8);
	EXPECT("MAP\t1.000000\t1 0xfea00000  0xffffa00000000000 0x2000 0x0 0\n"
	       "R\t4\t1.5\t1\t0xfea00008\t0x80\t0x0\t0\nMARK\t1.6\ta\tb\n",
	       MAPPED READ_AT_8 "MARK 1600000000 'a\tb'\n");
	/* One log behind the other: the second began earlier. */
	EXPECT(VERSION MAP VERSION "R 4 0.5 1 0xfea00008 0x80 0x0 0\n",
	       MAPPED "R 500000000 @fea00008 4=80 map1\n");
}

/* The kernel's file "trace", where others have copied "trace_pipe". */
static void trace_file(void **state)
{
	(void)state;
	EXPECT("# tracer: mmiotrace\n"
	       "#\n"
	       "# entries-in-buffer/entries-written: 1/5000   #P:4\n"
	       "#\n"
	       "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n"
	       "#              | |         |   |||||     |         |\n"
	       MAP
	       "CPU:1 [LOST 2 EVENTS]\n",
	       "LOST 4999\n"
	       MAPPED
	       "LOST cpu1 2\n");
	EXPECT("# tracer: mmiotrace\r\n# entries-in-buffer/entries-written: 7/7   #P:1\r\n", "");
	EXPECT("# tracer: mmiotrace", "");
	/* It says more than it can know: nothing is made of it. */
	EXPECT("# tracer: mmiotrace\n"
	       "# entries-in-buffer/entries-written: 8/7   #P:1\n"
	       "# entries-in-buffer/entries-written: 1\n"
	       "# entries-in-buffer/entries-written: 1/99999999999999999999   #P:1\n", "");
	/* Of a mapping that was made before what is left of the buffer it is said once. */
	COMPLAINS("# tracer: mmiotrace\n"
		  "R 4 1.5 2 0xfea00004 0x1 0x0 0\n"
		  "R 4 1.6 2 0xfea00008 0x1 0x0 0\n"
		  "UNMAP 1.7 2 0x0 0\n"
		  "R 4 1.8 3 0xfea00004 0x1 0x0 0\n"
		  "MAP 1.9 3 0xfea00000 0x0 0x1000 0x0 0\n"
		  "R 4 1.9 3 0xfea01000 0x1 0x0 0\n",
		  "R 1500000000 @fea00004 4=1 map2\n"
		  "R 1600000000 @fea00008 4=1 map2\n"
		  "UNMAP 1700000000 map2\n"
		  "R 1800000000 @fea00004 4=1 map3\n"
		  "MAP 1900000000 @fea00000 map3 0+1000\n"
		  "R 1900000000 @fea01000 4=1 map3\n",
		  "2: an access at 0xfea00004 through mapping 2, which is not there\n"
		  "5: an access at 0xfea00004 through mapping 3, which is not there\n"
		  "7: an access at 0xfea01000 outside its mapping 3 (0x1000 bytes at 0xfea00000)\n");
}

/* Any number of mappings come and go: few are kept, and a late access finds its own. */
static void many_mappings(void **state)
{
	struct mmt_trace *trace;
	struct mmt_record record;
	int fd = memfd_create("many", 0), i;
	FILE *file = fdopen(fd, "w+");
	char path[32];

	(void)state;
	assert_non_null(file);
	fputs(VERSION, file);
	for (i = 1; i <= 20000; i++) {
		fprintf(file, "MAP %d.0 %d 0xfea00000 0x0 0x1000 0x0 0\n", i, i);
		fprintf(file, "UNMAP %d.0 %d 0x0 0\n", i, i);
		if (i > 1000)
			fprintf(file, "R 4 %d.1 %d 0xfea00004 0x1 0x0 0\n", i, i - 1000);
	}
	fflush(file);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	trace = mmt_open(path, NULL);
	assert_non_null(trace);
	while (mmt_next(trace, &record) > 0)
		continue;
	assert_int_equal(mmt_problems(trace), 0);
	assert_true(trace->places.mappings.used <= MOST_UNMAPPED + 1);
	mmt_close(trace);
	fclose(file);
}

static void devices(void **state)
{
	(void)state;
	EXPECT(VERSION
	       "PCIDEV 0020 8086100e 61 fea00000 c001 0 0 0 0 fe000001 20000 8 0 0 0 0 1000 e1000\n"
	       "PCIDEV 0018 80861237 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 \n"
	       "MAP 1.000000 1 0xfea00000 0x0 0x20000 0x0 0\n"
	       "MAP 1.000000 2 0xfe000000 0x0 0x1000 0x0 0\n"
	       "MAP 1.000000 3 0x1000 0x0 0x1000 0x0 0\n"
	       "R 4 1.5 1 0xfea1fffc 0x1 0x0 0\n"
	       "R 4 1.5 2 0xfe000004 0x1 0x0 0\n"
	       "R 4 1.5 3 0x1004 0x1 0x0 0\n",
	       "DEVICE 0000:00:04.0\n"
	       "DEVICE 0000:00:03.0\n"
	       "MAP 1000000000 0000:00:04.0/0+0 @fea00000 map1 0+20000\n"
	       "MAP 1000000000 0000:00:04.0/6+0 @fe000000 map2 0+1000\n"
	       "MAP 1000000000 @1000 map3 0+1000\n"
	       "R 1500000000 0000:00:04.0/0+1fffc @fea1fffc 4=1 map1\n"
	       "R 1500000000 0000:00:04.0/6+4 @fe000004 4=1 map2\n"
	       "R 1500000000 @1004 4=1 map3\n");
}

/* A user may say where a BAR lies that no line describes. */
static void placements(void **state)
{
	char argument[] = "x=00:04.0/bar2@0xfea00000";
	struct mmt_placement placement;
	struct mmt_options options = { .placements = &placement, .n_placements = 1 };
	static const char text[] =
		"MAP 1.0 1 0xfea00000 0x0 0x1000 0x0 0\n"
		"MAP 1.0 2 0xfea01000 0x0 0x410 0x0 0\n"
		"MAP 1.0 3 0xfea03000 0x0 0x1000 0x0 0\n"
		"R 4 1.5 1 0xfea00004 0x1 0x0 0\n"
		"R 4 1.5 2 0xfea01004 0x1 0x0 0\n"
		"R 4 1.5 3 0xfea03004 0x1 0x0 0\n";

	(void)state;
	assert_null(mmt_placement_parse(argument, &placement));
	read_bytes(text, sizeof(text) - 1, &options);
	assert_string_equal(told.complaints, "");
	assert_string_equal(told.records,
			    "MAP 1000000000 0000:00:04.0/2+0 @fea00000 map1 0+1000\n"
			    "MAP 1000000000 0000:00:04.0/2+1000 @fea01000 map2 0+410\n"
			    "MAP 1000000000 @fea03000 map3 0+1000\n"
			    "R 1500000000 0000:00:04.0/2+4 @fea00004 4=1 map1\n"
			    "R 1500000000 0000:00:04.0/2+1004 @fea01004 4=1 map2\n"
			    "R 1500000000 @fea03004 4=1 map3\n");
}

static void encodings(void **state)
{
	(void)state;
	EXPECT("VERSION 20070824\r\n\r\nMARK 1.0 a \r\nR 4 1.5 0 0xfea00004 0x1 0x0 0\r\n",
	       "MARK 1000000000 'a '\nR 1500000000 @fea00004 4=1\n");
	EXPECT("\xef\xbb\xbf" VERSION "MARK 1.0 gr\xfc\xdf\n", "MARK 1000000000 'gr\xfc\xdf'\n");
	COMPLAINS("\xff\xfeV\0E\0R\0", "",
		  "0: text in UTF-16: convert it with 'iconv -f UTF-16 -t UTF-8'\n");
	COMPLAINS("\xfe\xff\0V\0E\0R", "",
		  "0: text in UTF-16: convert it with 'iconv -f UTF-16 -t UTF-8'\n");
	EXPECT(VERSION, "");
}

static void wrong_lines(void **state)
{
	static const char *const lines[] = {
		"R", "R ", "R 4", "R 4 1.0", "R 4 1.0 1 0xfea00000 0x1 0x0",
		"R 4 1.0 1 0xfea00000 0x1 0x0 ", "R 4 1.0 1 0xfea00000 0x1 0x0 0 0",
		"R 4 1.0 1 fea00000 0x1 0x0 0", "R 4 1.0 1 0x 0x1 0x0 0",
		"R 4  1.0 1 0xfea00000 0x1 0x0 ", "R 0 1.0 1 0xfea00000 0x1 0x0 0",
		"R 16 1.0 1 0xfea00000 0x1 0x0 0", "R 4 -1.0 1 0xfea00000 0x1 0x0 0",
		"R 4 1.0 1 0x10000000000000000 0x1 0x0 0", "R 4 1.0 4294967296 0xfea00000 0x1 0x0 0",
		"R 4 18446744073.709552 1 0xfea00000 0x1 0x0 0",
		"R 4 99999999999999999999 1 0xfea00000 0x1 0x0 0",
		"W 4 1.0 1 0xfea00000 0x1 0x0 0x0", "RW 4 1.0 1 0xfea00000 0x1 0x0 0",
		"MAP", "MAP 1.0 1 0xfea00000 0x0 0x1000 0x0", "UNMAP 1.0 1 0x0", "UNMAP 1.0 x 0x0 0",
		"UNKNOWN 1.0 1 0xfea00000  0x0 0", "UNKNOWN 1.0 1 0xfea00000 0f,, 0x0 0",
		"UNKNOWN 1.0 1 0xfea00000 0f,100 0x0 0", "MARK", "MARK x", "MARK 1.0text",
		"PCIDEV 0020", "PCIDEV 0020 8086100e 61 0 0 0 0 0 0 0 0 0 0 0 0 0",
		"PCIDEV 20 8086100e 61 0 0 0 0 0 0 0 0 0 0 0 0 0 0 x",
		"PCIDEV 0020 8086100 61 0 0 0 0 0 0 0 0 0 0 0 0 0 0 x",
		"CPU:x [LOST EVENTS]", "CPU:0 [LOST  EVENTS]", "hello", "\x01\x02", "  R 4",
	};
	char text[512], complaint[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(text, sizeof(text), VERSION "%s\nMARK 2.0 m\n", lines[i]);
		read_bytes(text, strlen(text), NULL);
		snprintf(complaint, sizeof(complaint), "2: not understood: %.60s%s\n",
			 lines[i][0] == 1 ? "??" : lines[i], strlen(lines[i]) > 60 ? " ..." : "");
		assert_string_equal(told.complaints, complaint);
		assert_string_equal(told.records, "MARK 2000000000 'm'\n");
		assert_int_equal(told.problems, 1);
	}
	COMPLAINS("VERSION 20090101\nMARK 2.0 m\n" "VERSION 20070824\n", "MARK 2000000000 'm'\n",
		  "1: version 20090101 of the log; 20070824 is known\n");
}

static void wrong_records(void **state)
{
	(void)state;
	COMPLAINS(VERSION MAP
		  "R 4 1.5 1 0xfea00004 0x1 0x0 0\n"
		  "R 4 1.4 1 0xfea02000 0x1 0x0 0\n"
		  "R 4 1.6 2 0xfea00004 0x1 0x0 0\n"
		  "MARK 0.000000 Lost 1 events.\n"
		  "UNKNOWN 1.6 3 0xfea00004 00 0x0 0\n",
		  MAPPED
		  "R 1500000000 @fea00004 4=1 map1\n"
		  "R 1400000000 @fea02000 4=1 map1\n"
		  "R 1600000000 @fea00004 4=1 map2\n"
		  "LOST 1\n"
		  "UNKNOWN 1600000000 @fea00004 map3 00\n",
		  "4: time runs backwards: 1.400000 s after 1.500000 s\n"
		  "4: an access at 0xfea02000 outside its mapping 1 (0x2000 bytes at 0xfea00000)\n"
		  "5: an access at 0xfea00004 through mapping 2, which is not there\n"
		  "7: an access at 0xfea00004 through mapping 3, which is not there\n");
	/* The pages of a mapping belong to it, and one may reach up to the end of all. */
	EXPECT("MAP 1.0 1 0xfea00810 0x0 0x10 0x0 0\n"
	       "MAP 1.0 2 0xfffffffffffff000 0x0 0x1000 0x0 0\n"
	       "R 4 1.5 1 0xfea00ffc 0x1 0x0 0\n"
	       "R 4 1.5 2 0xfffffffffffffffc 0x1 0x0 0\n",
	       "MAP 1000000000 @fea00810 map1 0+10\n"
	       "MAP 1000000000 @fffffffffffff000 map2 0+1000\n"
	       "R 1500000000 @fea00ffc 4=1 map1\n"
	       "R 1500000000 @fffffffffffffffc 4=1 map2\n");
}

/* Reads @path, writes it as a classic log; gives its text. */
static char *export(const char *path, bool real_pc)
{
	const struct mmt_writer_options writing = { .real_pc = real_pc };
	const struct mmt_options options = { .messages = { .complain = hear } };
	struct mmt_trace *trace = mmt_open(path, &options);
	int fd = memfd_create("written", 0);
	struct mmt_writer *writer = mmt_writer_new(MMT_OUTPUT_CLASSIC, fd, trace, &writing);
	struct mmt_record record;
	char *text;
	off_t size;

	assert_non_null(trace);
	assert_non_null(writer);
	while (mmt_next(trace, &record) > 0)
		assert_int_equal(mmt_write(writer, &record), 0);
	assert_int_equal(mmt_writer_close(writer), 0);
	mmt_close(trace);
	size = lseek(fd, 0, SEEK_END);
	text = calloc(1, (size_t)size + 1);
	assert_int_equal(pread(fd, text, (size_t)size, 0), size);
	close(fd);
	return text;
}

/* What was exported is the same when it is imported and exported again. */
static void again(void **state)
{
	static const char log[] =
		VERSION
		"PCIDEV 0020 8086100e 61 feb00000 0 c001 0 0 0 fe000001 20000 0 40 0 0 0 40000 e1000\n"
		"PCIDEV 0028 80865845 10 0 0 0 0 0 0 0 0 0 0 0 0 0 0 \n"
		"LSPCI 00:04.0 Ethernet controller: Intel 82540EM  (rev 03)\n"
		MAP
		"R 4 1.000001 1 0xfea00004 0x1 0xffffffffc0000010 312\n"
		"W 8 1.000002 1 0xfea00008 0xffffffffffffffff 0x0 0\n"
		"R 1 1.000003 1 0xfea00000 0x0 0x0 -1\n"
		"UNKNOWN 1.000004 1 0xfea00000 0f,ae,f0 0x0 0\n"
		"MARK 1.000005 two  words \xc3\xbc \xff\n"
		"MARK 1.000006 \n"
		"MARK 0.000000 Lost 12 events.\n"
		"MARK 0.000000 Lost events.\n"
		"MARK 1.000007 Lost 012 events.\n"
		"UNMAP 1.000008 1 0x0 0\n";
	char path[64];
	int fd = make_file(log, sizeof(log) - 1, path);
	char *once, *twice;

	(void)state;
	memset(&told, 0, sizeof(told));
	once = export(path, true);
	assert_string_equal(once, log);
	free(once);
	once = export(path, false);
	close(fd);
	fd = make_file(once, strlen(once), path);
	twice = export(path, false);
	assert_string_equal(twice, once);
	assert_null(strstr(once, " 312\n"));
	assert_string_equal(told.complaints, "");
	free(once);
	free(twice);
	close(fd);
}

/* The name of a driver ends at a byte of zero, and has no space at its end. */
static void zero_in_driver(void **state)
{
	static const char log[] = VERSION "PCIDEV 0030 80865845 10 0 0 0 0 0 0 0 0 0 0 0 0 0 0 edu \0 ends earlier\n";
	char path[64];
	int fd = make_file(log, sizeof(log) - 1, path);
	char *once;

	(void)state;
	once = export(path, true);
	close(fd);
	assert_string_equal(once, VERSION "PCIDEV 0030 80865845 10 0 0 0 0 0 0 0 0 0 0 0 0 0 0 edu\n");
	free(once);
}

/* A million bad lines give a few complaints, and their number. */
static void many(void **state)
{
	static char text[1 << 16] = VERSION;
	char *end = text + strlen(text);
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		end = stpcpy(end, "x\n");
	read_bytes(text, strlen(text), NULL);
	assert_string_equal(told.complaints,
			    "2: not understood: x\n3: not understood: x\n4: not understood: x\n"
			    "5: not understood: x\n6: not understood: x\n"
			    "0: 995 more lines that are not understood\n");
	assert_int_equal(told.problems, 1000);
}

/* Lines around the size of the buffer; what follows a lost one is read. */
static void long_lines(void **state)
{
	static const size_t lengths[] = {
		(1 << 20) - 2, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20,
	};
	char *text = malloc(6 << 20);
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		n = lengths[i];
		strcpy(text, VERSION);
		memset(text + 17, 'x', n);
		strcpy(text + 17 + n, "\nMARK 1.0 m\n");
		read_bytes(text, n + 29, NULL);
		assert_string_equal(told.records, "MARK 1000000000 'm'\n");
		assert_int_equal(told.problems, 1);
		if (n >= 1 << 20)
			assert_string_equal(told.complaints,
					    "2: a line of more than 1048576 bytes\n");
		/* The last line has no end. */
		read_bytes(text, n + 17, NULL);
		assert_string_equal(told.records, "");
		assert_int_equal(told.problems, 1);
	}
	free(text);
}

static void not_traces(void **state)
{
	static char zeros[3 << 20];

	(void)state;
	COMPLAINS("", "", "0: empty: its recording was never completed\n");
	READ("hello\nworld\n");
	assert_false(told.opened);
	READ("VERSION 20070824\rMARK 1.0 m\r");
	assert_false(told.opened);
	assert_non_null(strstr(told.complaints, "lines end in CR alone"));
	read_bytes(zeros, sizeof(zeros), NULL);
	assert_false(told.opened);
	assert_non_null(strstr(told.complaints, "0: not a trace: "));
	read_trace("/nosuch", NULL);
	assert_false(told.opened);
	assert_non_null(strstr(told.complaints, "0: cannot be opened: No such file"));
	read_trace("/tmp", NULL);
	assert_string_equal(told.complaints, "0: a directory, not a trace\n");
}

/* The last byte of a BAR is the device's, the one behind it is nobody's, or another's. */
static void edges_of_bars(void **state)
{
	(void)state;
	EXPECT(VERSION
	       "PCIDEV 0018 12345678 0 fe000000 0 fe002004 0 0 0 0 1000 0 100 0 0 0 0 one\n"
	       "PCIDEV 0020 12345678 0 fe001000 0 0 0 0 0 fe003001 1000 0 0 0 0 0 800 two\n"
	       "R 1 1.000000 0 0xfdffffff 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe000000 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe000fff 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe001000 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe001fff 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe002000 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe0020ff 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe002100 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe0037ff 0x1 0x0 0\n"
	       "R 1 1.000000 0 0xfe003800 0x1 0x0 0\n",
	       "DEVICE 0000:00:03.0\nDEVICE 0000:00:04.0\n"
	       "R 1000000000 @fdffffff 1=1\n"
	       "R 1000000000 0000:00:03.0/0+0 @fe000000 1=1\n"
	       "R 1000000000 0000:00:03.0/0+fff @fe000fff 1=1\n"
	       "R 1000000000 0000:00:04.0/0+0 @fe001000 1=1\n"
	       "R 1000000000 0000:00:04.0/0+fff @fe001fff 1=1\n"
	       "R 1000000000 0000:00:03.0/2+0 @fe002000 1=1\n"
	       "R 1000000000 0000:00:03.0/2+ff @fe0020ff 1=1\n"
	       "R 1000000000 @fe002100 1=1\n"
	       "R 1000000000 0000:00:04.0/6+7ff @fe0037ff 1=1\n"
	       "R 1000000000 @fe003800 1=1\n");
}

/* A mapping is whole pages; what is outside is told, and of a kind no more than five. */
static void edges_of_mappings(void **state)
{
	(void)state;
	COMPLAINS(VERSION
		  "MAP 1.000000 1 0xfea00100 0xffffa00000000000 0xf01 0x0 0\n"
		  "R 1 1.000000 1 0xfea00000 0x1 0x0 0\n"
		  "R 1 1.000000 1 0xfea01fff 0x1 0x0 0\n"
		  "R 1 1.000000 1 0xfe9fffff 0x1 0x0 0\n"
		  "R 1 1.000000 1 0xfea02000 0x1 0x0 0\n",
		  "MAP 1000000000 @fea00100 map1 ffffa00000000000+f01\n"
		  "R 1000000000 @fea00000 1=1 map1\nR 1000000000 @fea01fff 1=1 map1\n"
		  "R 1000000000 @fe9fffff 1=1 map1\nR 1000000000 @fea02000 1=1 map1\n",
		  "5: an access at 0xfe9fffff outside its mapping 1 (0xf01 bytes at 0xfea00100)\n"
		  "6: an access at 0xfea02000 outside its mapping 1 (0xf01 bytes at 0xfea00100)\n");
	COMPLAINS(VERSION "1\n2\n3\n4\n5\n", "",
		  "2: not understood: 1\n3: not understood: 2\n4: not understood: 3\n"
		  "5: not understood: 4\n6: not understood: 5\n");
	COMPLAINS(VERSION "1\n2\n3\n4\n5\n6\n", "",
		  "2: not understood: 1\n3: not understood: 2\n4: not understood: 3\n"
		  "5: not understood: 4\n6: not understood: 5\n"
		  "0: 1 more line that is not understood\n");
	assert_int_equal(told.problems, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges_of_bars),
		cmocka_unit_test(edges_of_mappings),
		cmocka_unit_test(accesses),
		cmocka_unit_test(others),
		cmocka_unit_test(trace_file),
		cmocka_unit_test(many_mappings),
		cmocka_unit_test(devices),
		cmocka_unit_test(placements),
		cmocka_unit_test(encodings),
		cmocka_unit_test(wrong_lines),
		cmocka_unit_test(quoted),
		cmocka_unit_test(wrong_records),
		cmocka_unit_test(again),
		cmocka_unit_test(zero_in_driver),
		cmocka_unit_test(many),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(not_traces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
