// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pci/pci.h>

#include "terminal/colour.h"
#include "terminal/command.h"
#include "machine/control.h"
#include "machine/mappings.h"
#include "terminal/message.h"
#include "terminal/options.h"
#include "terminal/out.h"
#include "machine/module.h"
#include "machine/pci.h"
#include "machine/target.h"

/* What goes on in a new line on a terminal is indented so. */
#define GOES_ON 6

static struct out out;
static bool narrow;

/* Write lines or parts of them; those too long for a terminal are broken between words. */
static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void put(const char *format, ...)
{
	const char *at, *end;
	va_list arguments;
	char text[1024];

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	for (at = text; (end = strchr(at, '\n')); at = end + 1) {
		out_safe(&out, at, (size_t)(end - at));
		if (narrow)
			out_wrap(&out, GOES_ON);
		out_end_line(&out);
	}
	out_safe(&out, at, strlen(at));
}

/*
 * libpci is used for names only. It would set these in pci_init(), which also
 * opens the hardware and exits where it cannot.
 */
static void ignore(char *format, ...)
{
	(void)format;
}

static void give_up(char *format, ...) __attribute__((noreturn));

static void give_up(char *format, ...)
{
	(void)format;
	exit(failure("libpci cannot read the names of PCI devices"));
}

static struct pci_access *open_names(void)
{
	struct pci_access *names = pci_alloc();

	names->error = give_up;
	names->warning = names->debug = ignore;
	return names;
}

static void print_missing(void)
{
	const char *why = "not loaded; record and selftest load it";

	if (!module_installed())
		why = "not loaded, and there is none for this kernel ('make install' puts it there)";
	else if (lockdown_active())
		why = "not loaded; kernel lockdown is on and forbids it: " LOCKDOWN_HINT;
	else if (signatures_enforced())
		why = "not loaded; the kernel takes it only if it is signed by a key that it knows: " SIGN_HINT;
	if (module_loaded())
		why = "loaded, but /dev/mmiotrace is missing";
	put("engine: module %s; armed: 0\n", why);
}

static void print_session(const struct mmiotrace_stats *stats)
{
	char name[64];

	process_name(stats->owner, name, sizeof(name));
	put("session running by process %u (%s), %u mapping%s, %" PRIu64 " access%s seen",
	    stats->owner, name, stats->mappings, stats->mappings == 1 ? "" : "s",
	    (uint64_t)stats->seen, stats->seen == 1 ? "" : "es");
}

/* The first session stands in the engine's line, each other in one of its own. */
static void print_sessions(int fd, unsigned int armed)
{
	struct mmiotrace_stats stats;
	unsigned int i;

	put("engine: module loaded, ");
	if (control_session(fd, 0, &stats)) {
		put("no session; armed: %u\n", armed);
		return;
	}
	print_session(&stats);
	put("; armed: %u\n", armed);
	for (i = 1; !control_session(fd, i, &stats); i++) {
		print_session(&stats);
		put("\n");
	}
}

static int print_engine(void)
{
	struct mmiotrace_stats stats;
	int fd;

	if (access(MMIOTRACE_DEVICE, F_OK)) {
		print_missing();
		return 0;
	}
	fd = control_open(false);
	if (fd < 0)
		return -1;
	if (control_stats(fd, &stats)) {
		failure("cannot read the module's counters: %s", strerror(errno));
		close(fd);
		return -1;
	}
	print_sessions(fd, stats.armed);
	close(fd);
	return 0;
}

static void print_size(uint64_t size)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	unsigned int i = 0;
	char text[32];

	for (; size >= 1024 && !(size % 1024) && i < 4; i++)
		size /= 1024;
	snprintf(text, sizeof(text), "%" PRIu64 " %s", size, units[i]);
	put("%-9s", text);
}

static bool overlaps(const struct mapping *mapping, const struct pci_bar *bar)
{
	return mapping->start <= bar->end && bar->start <= mapping->end;
}

static void print_bar(const struct pci_device *device, int number,
		      const struct mappings *mappings)
{
	const struct pci_bar *bar = &device->bars[number];
	char name[8];
	char kind[32];
	size_t i;

	snprintf(name, sizeof(name), number == PCI_ROM ? "ROM" : "BAR%d", number);
	pci_bar_kind(bar, kind, sizeof(kind));
	put("  %-5s 0x%" PRIx64 "-0x%" PRIx64 "  ", name, bar->start, bar->end);
	print_size(pci_bar_size(bar));
	put(" %-19s  traceable: %s\n", kind,
	    bar->start < ISA_END ? "no, ISA range" : "yes");
	for (i = 0; i < mappings->count; i++)
		if (overlaps(&mappings->mapping[i], bar))
			put("        mapped 0x%" PRIx64 "-0x%" PRIx64 " by %s\n",
			    mappings->mapping[i].start, mappings->mapping[i].end,
			    mappings->mapping[i].caller);
}

static void print_device(const struct pci_device *device, struct pci_access *names,
			 const struct mappings *mappings)
{
	char text[256];
	const char *name;
	bool any = false;
	int i;

	name = pci_lookup_name(names, text, sizeof(text), PCI_LOOKUP_VENDOR | PCI_LOOKUP_DEVICE,
			       device->vendor, device->device);
	put("\n%s %s [%04x:%04x], driver: %s\n", device->address, name, device->vendor,
	    device->device, *device->driver ? device->driver : "none");
	for (i = 0; i < PCI_BARS; i++) {
		if (!pci_bar_memory(&device->bars[i]))
			continue;
		print_bar(device, i, mappings);
		any = true;
	}
	if (!any)
		put("  traceable: no, it has no memory BAR\n");
}

static bool belongs_to_device(const struct mapping *mapping, const struct pci_devices *devices)
{
	size_t i;
	int bar;

	for (i = 0; i < devices->count; i++)
		for (bar = 0; bar < PCI_BARS; bar++)
			if (pci_bar_memory(&devices->device[i].bars[bar]) &&
			    overlaps(mapping, &devices->device[i].bars[bar]))
				return true;
	return false;
}

static void print_others(const struct mappings *mappings, const struct pci_devices *devices)
{
	bool first = true;
	char name[128];
	bool hpet;
	size_t i;

	for (i = 0; i < mappings->count; i++) {
		const struct mapping *mapping = &mappings->mapping[i];
		const char *traceable = "yes";

		if (belongs_to_device(mapping, devices))
			continue;
		if (first)
			put("\nmappings of no PCI device:\n");
		first = false;
		hpet = resource_name(mapping->start, name, sizeof(name));
		if (mapping->start < ISA_END)
			traceable = "no, ISA range";
		else if (hpet)
			traceable = "as a range only (the system's clock)";
		put("  0x%" PRIx64 "-0x%" PRIx64 " %s%sby %s  traceable: %s\n",
		    mapping->start, mapping->end, name, *name ? " " : "",
		    mapping->caller, traceable);
	}
	if (mappings->unseen)
		put("\n%zu more %s made by vmap_pfn(), traceable: no\n", mappings->unseen,
		    mappings->unseen == 1 ? "mapping," : "mappings,");
}

static int list(void)
{
	struct pci_devices devices;
	struct mappings mappings;
	struct pci_access *names;
	size_t i;

	out_begin(&out, STDOUT_FILENO);
	narrow = isatty(STDOUT_FILENO);
	out.width = columns_of(STDOUT_FILENO);
	if (print_engine())
		return EXIT_FAILED;
	if (pci_scan(&devices))
		return EXIT_FAILED;
	if (mappings_read(&mappings))
		put("mappings: not shown, /proc/vmallocinfo: %s\n", strerror(errno));
	names = open_names();
	for (i = 0; i < devices.count; i++)
		print_device(&devices.device[i], names, &mappings);
	print_others(&mappings, &devices);
	pci_cleanup(names);
	mappings_free(&mappings);
	pci_free(&devices);
	out_flush(&out);
	return output_status(out.error);
}

static int run(int argc, char **argv)
{
	if (options_none(argc, argv))
		return EXIT_USAGE;
	if (geteuid())
		return failure("list needs root, to see the kernel's mappings");
	return list();
}

const struct command list_command = {
	.name = "list",
	.summary = "show devices, their mappings, and whether they can be traced",
	.help =
	"Usage: mmiotrace list\n"
	"First line: the engine, its session, and how many pages are armed.\n"
	"Then each PCI device with its name, driver and memory BARs, the mappings that\n"
	"the kernel has of them now, and whether they can be traced; last the mappings\n"
	"that belong to no PCI device. Loads nothing and changes nothing.\n\n"
	"Examples:\n"
	"  mmiotrace list\n"
	"  mmiotrace list | grep -A 4 e1000\n",
	.run = run,
};
