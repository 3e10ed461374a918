/* SPDX-License-Identifier: GPL-2.0 */
/* DEVICE of record -d: how it is written and which addresses it means. */
#ifndef _CLI_TARGET_H
#define _CLI_TARGET_H

#include <stdint.h>

#include "mmiotrace.h"
#include "pci.h"

#define ISA_END		0x100000ULL	/* below it nothing can be traced */
#define ANY_BAR		-1

enum target_kind {
	TARGET_ADDRESS,
	TARGET_DRIVER,
	TARGET_RANGE,
};

/**
 * struct target - a DEVICE as written
 * @kind: which of the following hold
 * @domain: PCI address (TARGET_ADDRESS)
 * @bus: likewise
 * @slot: likewise
 * @function: likewise
 * @bar: the one BAR that was named, or ANY_BAR (not TARGET_RANGE)
 * @driver: name of a driver (TARGET_DRIVER)
 * @start: first address (TARGET_RANGE)
 * @end: last address (TARGET_RANGE)
 */
struct target {
	enum target_kind kind;
	unsigned int domain;
	unsigned int bus;
	unsigned int slot;
	unsigned int function;
	int bar;
	char driver[64];
	uint64_t start;
	uint64_t end;
};

/**
 * struct ranges - the physical ranges of a session
 */
struct ranges {
	unsigned int count;
	struct {
		uint64_t start;
		uint64_t end;
	} range[MMIOTRACE_MAX_FILTERS];
};

const char *target_parse(const char *text, struct target *target);
int target_resolve(const char *text, const struct target *target,
		   const struct pci_devices *devices, struct ranges *ranges);

#endif
