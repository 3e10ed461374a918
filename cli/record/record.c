// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal/command.h"
#include "machine/control.h"
#include "machine/mappings.h"
#include "terminal/message.h"
#include "terminal/options.h"
#include "machine/pci.h"
#include "program.h"
#include "session.h"
#include "size.h"
#include "verdict.h"

#define MOST_DEVICES 64
/* Options without a letter. */
enum { HPET = 0x100, FLUSH, SYNC };

#define FLUSH_MS 1000	/* what was seen is in the file within a second */

struct record_request {
	const char *device[MOST_DEVICES];
	unsigned int devices;
	bool hpet;		/* even if it is the system's clock */
	struct plan plan;
};

/* Wrong DEVICEs are wrong usage; DEVICEs that are not there are failures. */
static int check_devices(const struct record_request *request)
{
	struct target target;
	unsigned int i;

	for (i = 0; i < request->devices; i++) {
		const char *why = target_parse(request->device[i], &target);

		if (why)
			return usage("record: -d %s: %s", request->device[i], why);
	}
	return EXIT_OK;
}

static int resolve_devices(struct record_request *request)
{
	struct pci_devices devices;
	struct target target;
	unsigned int i;
	int status = 0;

	if (pci_scan(&devices))
		return -1;
	for (i = 0; i < request->devices && !status; i++) {
		target_parse(request->device[i], &target);
		status = target_resolve(request->device[i], &target, &devices,
					&request->plan.ranges);
	}
	pci_free(&devices);
	return status;
}

static bool clock_is_hpet(void)
{
	FILE *file = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource",
			   "re");
	char name[64] = "";

	if (!file)
		return false;
	if (!fgets(name, sizeof(name), file))
		name[0] = 0;
	fclose(file);
	return !strcmp(name, "hpet\n");
}

/* We record with a clock that does not read it, but others may not. */
static int check_clock(const struct record_request *request)
{
	const struct ranges *ranges = &request->plan.ranges;
	unsigned int i;

	if (request->hpet || !clock_is_hpet())
		return 0;
	for (i = 0; i < ranges->count; i++) {
		/* Whole pages are traced. */
		if (!hpet_within(ranges->range[i].start & ~0xfffULL,
				 ranges->range[i].end | 0xfff))
			continue;
		failure("the HPET is the system's clock, and who traces it may stop the machine: choose another clocksource, or see --hpet in 'man mmiotrace-record'");
		return -1;
	}
	return 0;
}

static int check_command(char **command)
{
	int error = command ? program_find(command[0]) : 0;

	if (!error)
		return 0;
	failure("cannot start %s: %s", command[0], strerror(error));
	return -1;
}

static int open_session(const struct plan *plan)
{
	unsigned int i;
	int fd = control_open(true);

	if (fd < 0)
		return -1;
	for (i = 0; i < plan->ranges.count; i++)
		if (control_filter(fd, plan->ranges.range[i].start, plan->ranges.range[i].end))
			goto fail;
	return fd;
fail:
	close(fd);
	return -1;
}

static int record(struct record_request *request)
{
	struct session session = { .plan = &request->plan };

	if (geteuid())
		return failure("recording needs root");
	if (resolve_devices(request) || check_clock(request) ||
	    check_command(request->plan.command))
		return EXIT_FAILED;
	session.signals = session_take_signals();
	if (session.signals < 0)
		return EXIT_FAILED;
	session.control = open_session(&request->plan);
	if (session.control < 0)
		return EXIT_FAILED;
	if (session_run(&session))
		return EXIT_FAILED;
	return verdict(&session);
}

/* Seconds, also parts of one; 0 when it is no such number. */
static int parse_flush(const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0.01) || seconds > 3600)
		return 0;
	return (int)(seconds * 1000);
}

/* These say themselves what is wrong. */
static const char *take(void *data, int option, char *value)
{
	struct record_request *request = data;

	switch (option) {
	case 'd':
		if (request->devices == MOST_DEVICES) {
			usage("record: more than %d devices", MOST_DEVICES);
			return "";
		}
		request->device[request->devices++] = value;
		return NULL;
	case 'o':
		request->plan.file = value;
		return NULL;
	case HPET:
		request->hpet = true;
		return NULL;
	case SYNC:
		request->plan.sync = true;
		return NULL;
	case FLUSH:
		request->plan.flush_ms = parse_flush(value);
		if (request->plan.flush_ms)
			return NULL;
		usage("record: --flush takes seconds, from 0.01 to 3600, not '%s'", value);
		return "";
	default:
		request->plan.buffer_kb = size_parse(value);
		if (request->plan.buffer_kb)
			return NULL;
		usage("record: --buffer takes a size such as 20M or 1G, not '%s'", value);
		return "";
	}
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		{ "device", required_argument, NULL, 'd' },
		{ "output", required_argument, NULL, 'o' },
		{ "buffer", required_argument, NULL, 'b' },
		{ "flush", required_argument, NULL, FLUSH },
		{ "sync", no_argument, NULL, SYNC },
		{ "hpet", no_argument, NULL, HPET },
		{ NULL, 0, NULL, 0 },
	};
	static const struct options options = { .table = table, .take = take, .foreign = true };
	struct record_request request = {
		.plan = { .file = "mmiotrace.dat", .flush_ms = FLUSH_MS },
	};
	char **words = options_read(&options, argc, argv, &request);

	if (!words)
		return EXIT_USAGE;
	if (!*request.plan.file)
		return usage("record: -o needs the name of a file");
	if (*words)
		request.plan.command = words;
	if (check_devices(&request))
		return EXIT_USAGE;
	return record(&request);
}

const struct command record_command = {
	.name = "record",
	.summary = "trace until a command ends or Ctrl-C",
	.help =
	"Usage: mmiotrace record [-d DEVICE]... [-o FILE] [--buffer SIZE]\n"
	"                        [--flush SECONDS] [--sync] [--hpet] [--] [COMMAND...]\n"
	"Traces accesses to device registers until COMMAND ends; without COMMAND\n"
	"until Ctrl-C.\n\n"
	"  -d, --device DEVICE  trace this device only; may be repeated:\n"
	"                         0000:00:04.0       PCI address, all memory BARs\n"
	"                         00:04.0/bar0       one BAR of it\n"
	"                         e1000              driver: the devices bound to it, or\n"
	"                                            that it will claim when loaded\n"
	"                         0xfe000000-0xfe000fff  physical range\n"
	"                       default: every mapping made while tracing\n"
	"  -o, --output FILE    trace file, default mmiotrace.dat; trace-cmd's format\n"
	"  -b, --buffer SIZE    trace buffer for each CPU: 512K, 20M, 1G; default 16M,\n"
	"                       less on small machines\n"
	"      --flush SECONDS  what was seen is in FILE within this time, default 1\n"
	"      --sync           and on the disk, too: for machines that may die\n"
	"      --hpet           trace the HPET even while it is the system's clock; the\n"
	"                       manual page says why not\n\n"
	"Exit status: COMMAND's own; 1 when there is no recording, 3 when accesses were\n"
	"lost; then a line on standard error says how many.\n\n"
	"Examples:\n"
	"  mmiotrace record -d e1000 -o e1000.dat -- modprobe e1000\n"
	"  mmiotrace record -d 00:04.0/bar0 -- sleep 10\n"
	"  mmiotrace record\n",
	.run = run,
};
