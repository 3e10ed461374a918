// SPDX-License-Identifier: GPL-2.0
/* What is in a trace, on one screen. */
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "census.h"
#include "terminal/command.h"
#include "terminal/message.h"
#include "terminal/options.h"
#include "terminal/out.h"

#define MOST_SHOWN	5	/* tasks and functions */
#define LINE	80	/* columns of a terminal */
#define BAR_IO		1	/* in the low bits of a BAR: ports, not memory */
#define BAR_FLAGS	15
#define OURS		"mmiotrace "	/* what the name of our recorder begins with */

static void label(struct out *out, const char *name)
{
	out_styled(out, STYLE_HEADING, name);
	out_pad(out, 11);
}

/* "3 marks": a count and what is counted. */
static void counted(struct out *out, uint64_t n, const char *one, const char *many)
{
	out_grouped(out, n);
	out_char(out, ' ');
	out_text(out, n == 1 ? one : many);
}

static void safe(struct out *out, const char *text)
{
	out_safe(out, text, strlen(text));
}

static void write_format(struct out *out, struct mmt_trace *trace)
{
	static const char *const names[] = {
		[MMT_FORMAT_NATIVE] = "recording, trace-cmd's file",
		[MMT_FORMAT_CLASSIC] = "classic log of the kernel's mmiotrace tracer",
		[MMT_FORMAT_QEMU] = "log of QEMU",
	};
	const char *version = mmt_about(trace, MMT_ABOUT_VERSION);
	const char *recorder = mmt_about(trace, MMT_ABOUT_RECORDER);

	label(out, "Format");
	out_text(out, names[mmt_format_of(trace)]);
	if (version) {
		out_text(out, " of version ");
		safe(out, version);
	}
	if (recorder && !strncmp(recorder, OURS, strlen(OURS))) {
		out_text(out, ", by ");
		safe(out, recorder);
	} else if (recorder) {
		out_text(out, ", by trace-cmd ");
		out_safe(out, recorder, strcspn(recorder, " "));
	}
	out_end_line(out);
}

static void write_module(struct out *out, struct mmt_trace *trace)
{
	const char *module = mmt_about(trace, MMT_ABOUT_MODULE);
	const char *events = mmt_about(trace, MMT_ABOUT_EVENTS);

	if (!module || !events)
		return;
	label(out, "Module");
	safe(out, module);
	out_text(out, ", events written ");
	safe(out, events);
	out_end_line(out);
}

static void write_system(struct out *out, struct mmt_trace *trace)
{
	const char *system = mmt_about(trace, MMT_ABOUT_SYSTEM);
	const char *cpus = mmt_about(trace, MMT_ABOUT_CPUS);

	label(out, "Machine");
	safe(out, system ? system : "not said in the trace");
	if (cpus) {
		out_text(out, ", ");
		safe(out, cpus);
		out_text(out, strcmp(cpus, "1") ? " CPUs" : " CPU");
	}
	out_end_line(out);
}

static void write_time(struct out *out, const struct census *census)
{
	const char *clock = mmt_about(census->trace, MMT_ABOUT_CLOCK);

	label(out, "Time");
	if (!census->last) {
		out_text(out, "not said in the trace");
	} else {
		out_duration(out, census->last - census->first);
		out_text(out, ", from ");
		out_time(out, census->first, 6, 0);
		out_text(out, " to ");
		out_time(out, census->last, 6, 0);
	}
	if (clock) {
		out_text(out, ", clock ");
		safe(out, clock);
	}
	out_end_line(out);
}

static void write_totals(struct out *out, const struct census *census)
{
	const uint64_t *kinds = census->kinds;
	uint64_t config = kinds[MMT_CONFIG_READ] + kinds[MMT_CONFIG_WRITE];

	label(out, "Accesses");
	out_grouped(out, kinds[MMT_READ] + kinds[MMT_WRITE]);
	out_text(out, ": ");
	counted(out, kinds[MMT_READ], "read", "reads");
	out_text(out, ", ");
	counted(out, kinds[MMT_WRITE], "write", "writes");
	if (kinds[MMT_UNKNOWN]) {
		out_text(out, "; ");
		out_grouped(out, kinds[MMT_UNKNOWN]);
		out_text(out, " not decoded");
	}
	if (config) {
		out_text(out, "; ");
		out_grouped(out, config);
		out_text(out, " to configuration space");
	}
	out_end_line(out);
}

/* What is missing, and whether anybody would know. */
static void write_losses(struct out *out, const struct census *census)
{
	bool recording = mmt_format_of(census->trace) == MMT_FORMAT_NATIVE;
	bool incomplete = mmt_problems(census->trace);
	bool unfinished = mmt_about(census->trace, MMT_ABOUT_END);

	label(out, "Missing");
	if (census->lost || census->uncounted || incomplete || unfinished)
		out_style(out, STYLE_WARNING);
	if (unfinished)
		out_text(out, "the end, for the recording never ended");
	if (unfinished && (census->lost || census->uncounted || incomplete))
		out_text(out, "; ");
	if (census->lost)
		counted(out, census->lost, "record", "records");
	if (census->uncounted) {
		out_text(out, census->lost ? ", and " : "");
		out_text(out, "some that were not counted, in ");
		counted(out, census->uncounted, "place", "places");
	}
	if (incomplete)
		out_text(out, census->lost || census->uncounted ? "; not all of the rest can be read" :
							      "not all of it can be read");
	else if (!census->lost && !census->uncounted && !unfinished)
		out_text(out, recording ? "nothing" : "nothing is said to be, but such a log has no end by which to tell");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

/* "128 KiB", or bytes where it is no whole number of those. */
static void write_size(struct out *out, uint64_t size)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	unsigned int unit = 0;

	while (unit < 4 && size && !(size & 1023)) {
		size >>= 10;
		unit++;
	}
	out_grouped(out, size);
	out_char(out, ' ');
	out_text(out, units[unit]);
}

static void write_bar(struct out *out, const struct mmt_device *device, int bar,
		      uint64_t accesses)
{
	out_pad(out, 13);
	if (bar == MMT_BARS)
		out_text(out, device->is_pci ? "in no BAR" : "by address");
	else if (bar == MMT_ROM)
		out_text(out, "ROM");
	else {
		out_text(out, "BAR");
		out_decimal(out, (uint64_t)bar);
	}
	out_pad(out, 18);
	if (bar < MMT_BARS && (device->start[bar] & ~(uint64_t)BAR_FLAGS)) {
		bool ports = bar != MMT_ROM && (device->start[bar] & BAR_IO);

		out_hex(out, device->start[bar] & ~(uint64_t)(ports ? 3 : BAR_FLAGS));
		if (ports)
			out_text(out, " (ports)");
	}
	if (bar < MMT_BARS && device->size[bar]) {
		out_pad(out, 40);
		write_size(out, device->size[bar]);
	}
	out_pad(out, 54);
	if (accesses)
		counted(out, accesses, "access", "accesses");
	else
		out_text(out, "not accessed");
	out_end_line(out);
}

static void write_device(struct out *out, const struct mmt_device *device,
			 const struct device_count *seen)
{
	static const struct device_count none;
	int bar;

	if (!seen)
		seen = &none;
	label(out, "Device");
	safe(out, device->address);
	if (device->vendor) {
		static const char digits[] = "0123456789abcdef";
		int shift;

		out_char(out, ' ');
		for (shift = 12; shift >= 0; shift -= 4)
			out_char(out, digits[device->vendor >> shift & 15]);
		out_char(out, ':');
		for (shift = 12; shift >= 0; shift -= 4)
			out_char(out, digits[device->device >> shift & 15]);
	}
	if (*device->driver) {
		out_text(out, ", driver ");
		safe(out, device->driver);
	}
	if (seen->config) {
		out_text(out, ", ");
		counted(out, seen->config, "access", "accesses");
		out_text(out, " to its configuration");
	}
	out_end_line(out);
	for (bar = 0; bar <= MMT_BARS; bar++)
		if (seen->bar[bar] || (bar < MMT_BARS && device->size[bar]))
			write_bar(out, device, bar, seen->bar[bar]);
}

static bool is_used(const struct device_count *seen)
{
	int bar;

	for (bar = 0; bar <= MMT_BARS; bar++)
		if (seen->bar[bar])
			return true;
	return seen->config;
}

/* Those that were used, and how many there are besides. */
static void write_devices(struct out *out, const struct census *census)
{
	const struct mmt_device *const *devices;
	unsigned int n, i, idle = 0;

	devices = mmt_devices(census->trace, &n);
	for (i = 0; i < n; i++) {
		if (i < census->devices && is_used(&census->device[i]))
			write_device(out, devices[i], &census->device[i]);
		else
			idle++;
	}
	if (census->nowhere) {
		label(out, "No device");
		counted(out, census->nowhere, "access", "accesses");
		out_text(out, " where the trace has no device");
		out_end_line(out);
	}
	if (idle) {
		label(out, "Not used");
		counted(out, idle, "device", "devices");
		out_end_line(out);
	}
}

static void write_mappings(struct out *out, const struct census *census)
{
	label(out, "Mappings");
	out_grouped(out, census->kinds[MMT_MAP]);
	if (census->earlier) {
		out_text(out, ", ");
		out_grouped(out, census->earlier);
		out_text(out, " of them made earlier");
	}
	if (census->untraced) {
		out_style(out, STYLE_WARNING);
		out_text(out, ", ");
		out_grouped(out, census->untraced);
		out_text(out, " NOT TRACED");
		out_style(out, STYLE_PLAIN);
	}
	out_text(out, "; ");
	out_grouped(out, census->kinds[MMT_UNMAP]);
	out_text(out, " ended");
	out_end_line(out);
}

/* Names with counts, the most first. */
struct ranked {
	const char *name;
	size_t length;
	uint64_t accesses;
};

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *first = a, *second = b;

	if (first->accesses != second->accesses)
		return first->accesses < second->accesses ? 1 : -1;
	return strcmp(first->name, second->name);
}

static void write_ranked(struct out *out, const char *name, struct ranked *ranked, size_t n)
{
	size_t i;

	if (!n)
		return;
	qsort(ranked, n, sizeof(*ranked), compare_ranked);
	label(out, name);
	for (i = 0; i < n && i < MOST_SHOWN; i++) {
		if (i)
			out_char(out, ',');
		/* No name is broken; behind it stand a number and what comes last. */
		if (i && out_column(out) + ranked[i].length + 24 > LINE) {
			out_end_line(out);
			out_pad(out, 11);
		} else if (i) {
			out_char(out, ' ');
		}
		out_safe(out, ranked[i].name, ranked[i].length);
		out_char(out, ' ');
		out_grouped(out, ranked[i].accesses);
	}
	if (n > MOST_SHOWN) {
		out_text(out, ", and ");
		out_grouped(out, n - MOST_SHOWN);
		out_text(out, " more");
	}
	out_end_line(out);
}

/* search.h gives no argument to what it calls. */
static struct ranked *next_ranked;

static void rank_task(const void *node, VISIT visit, int depth)
{
	const struct task_count *task = *(struct task_count *const *)node;

	(void)depth;
	if (visit != postorder && visit != leaf)
		return;
	*next_ranked++ = (struct ranked){ task->name, strlen(task->name), task->accesses };
}

static int write_tasks(struct out *out, const struct census *census)
{
	struct ranked *ranked = calloc(census->tasks + 1, sizeof(*ranked));

	if (!ranked)
		return -1;
	next_ranked = ranked;
	twalk(census->task, rank_task);
	write_ranked(out, "Tasks", ranked, census->tasks);
	free(ranked);
	return 0;
}

static int write_functions(struct out *out, const struct census *census)
{
	struct ranked *ranked = calloc(census->functions + 1, sizeof(*ranked));
	size_t i, n = 0;

	if (!ranked)
		return -1;
	for (i = 0; i < census->functions; i++)
		if (census->function[i])
			ranked[n++] = (struct ranked){ census->callers.all[i]->name,
						       census->callers.all[i]->length,
						       census->function[i] };
	write_ranked(out, "Functions", ranked, n);
	free(ranked);
	return 0;
}

static void write_marks(struct out *out, const struct census *census)
{
	uint64_t n = census->kinds[MMT_MARK];
	size_t i;

	for (i = 0; i < n && i < CENSUS_MARKS; i++) {
		const struct mark *mark = &census->mark[i];

		label(out, i ? "" : "Marks");
		if (mark->time) {
			out_time(out, mark->time, 6, 0);
			out_text(out, "  ");
		}
		out_safe(out, mark->text, mark->length);
		out_end_line(out);
	}
	if (n > CENSUS_MARKS) {
		label(out, "");
		out_text(out, "and ");
		out_grouped(out, n - CENSUS_MARKS);
		out_text(out, " more");
		out_end_line(out);
	}
}

static int write_info(struct census *census)
{
	static struct out out;
	int failed;

	out_begin(&out, STDOUT_FILENO);
	write_format(&out, census->trace);
	write_module(&out, census->trace);
	write_system(&out, census->trace);
	write_time(&out, census);
	write_totals(&out, census);
	write_losses(&out, census);
	write_devices(&out, census);
	write_mappings(&out, census);
	failed = write_tasks(&out, census) || write_functions(&out, census);
	write_marks(&out, census);
	out_flush(&out);
	return failed ? failure("out of memory") : output_status(out.error);
}

static int read_info(const char *path)
{
	const struct mmt_options options = { .messages = { .complain = complaint } };
	static struct census census;
	int status;

	census.trace = mmt_open(path, &options);
	if (!census.trace)
		return EXIT_FAILED;
	status = census_take(&census) ? failure("out of memory") : write_info(&census);
	if (!status && mmt_problems(census.trace))
		status = EXIT_FAILED;
	census_free(&census);
	mmt_close(census.trace);
	return status;
}

static int run(int argc, char **argv)
{
	static const struct option none[] = { { NULL, 0, NULL, 0 } };
	static const struct options options = { .table = none };
	const char *file = options_file(&options, argc, argv, NULL);

	return file ? read_info(file) : EXIT_USAGE;
}

const struct command info_command = {
	.name = "info",
	.summary = "what is in a trace, on one screen",
	.help =
	"Usage: mmiotrace info [FILE]\n"
	"Says what is in FILE, default mmiotrace.dat: its format, the machine and kernel,\n"
	"begin and length, accesses and what is missing, the devices with their BARs,\n"
	"mappings, tasks, functions and marks. FILE may be a recording, a classic log or\n"
	"a QEMU log, compressed or not; - reads a pipe.\n\n"
	"Examples:\n"
	"  mmiotrace info\n"
	"  xzcat qemu.log.xz | mmiotrace info -\n",
	.run = run,
};
