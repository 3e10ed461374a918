/* SPDX-License-Identifier: GPL-2.0 */
/* The witness: QEMU's own log of the accesses against a recorded trace. */
#ifndef WITNESS_H
#define WITNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define MAX_CPUS	64
#define MAX_DEVICES	64
#define MAX_REGIONS	1024

/**
 * struct region - a memory region of a device model, and what it was called with
 * @name: how QEMU's log calls it
 * @least: the narrowest access in the log
 * @most: the widest one
 */
struct region {
	uint64_t name;
	unsigned int least;
	unsigned int most;
};

/**
 * struct access - one access, as either side saw it
 * @address: physical
 * @value: zero-extended
 * @width: bytes
 * @cpu: which CPU
 * @write: direction
 * @line: of the file that it was read from
 * @region: which region the log names; NULL in the trace
 */
struct access {
	uint64_t address;
	uint64_t value;
	unsigned int width;
	int cpu;
	bool write;
	unsigned long line;
	const struct region *region;
};

/** enum lane - what is compared in an order of its own */
enum lane {
	LANE_PLAIN,
	LANE_APART,	/* by NMIs, which come between an access and its record */
	NR_LANES
};

/** struct queue - accesses to one device by one CPU, in order */
struct queue {
	struct access *list;
	size_t count;
	size_t room;
};

/** struct range - memory of a device: [start, end] */
struct range {
	uint64_t start;
	uint64_t end;
	int device;
};

/**
 * struct device - a device that was traced
 * @name: PCI address
 * @traced: what the trace says, by CPU
 * @logged: what QEMU says, by CPU
 * @marked: the marks of the session were written to it
 */
struct device {
	char name[32];
	struct queue traced[NR_LANES][MAX_CPUS];
	struct queue logged[NR_LANES][MAX_CPUS];
	bool marked;
};

/**
 * struct session - which part of the log a trace is of
 * @number: written with MARK in the marks
 * @wanted: false: the trace is of the whole log
 * @begin: line of the log with a CPU's first mark, 0 when there is none
 * @end: line with its second mark
 */
struct session {
	unsigned int number;
	bool wanted;
	unsigned long begin[MAX_CPUS];
	unsigned long end[MAX_CPUS];
};

/**
 * struct evidence - all that is compared
 * @device: devices
 * @nr_devices: how many
 * @range: their memory
 * @nr_ranges: how many
 * @region: the regions in the log
 * @nr_regions: how many
 * @session: which part of the log is compared
 * @apart: physical address of the register that is compared apart; 0 for none
 */
struct evidence {
	struct device device[MAX_DEVICES];
	int nr_devices;
	struct range range[MAX_DEVICES * 8];
	int nr_ranges;
	struct region region[MAX_REGIONS];
	int nr_regions;
	struct session session;
	uint64_t apart;
};

/**
 * struct verdict - how the two compare
 * @same: recorded accesses that the device saw just so
 * @split: seen by the device in pieces, because it has no accesses so wide
 * @widened: seen by the device as a wider one, because it has none so narrow
 * @wrong: differences
 */
struct verdict {
	unsigned long same;
	unsigned long split;
	unsigned long widened;
	unsigned long wrong;
};

bool evidence_read_trace(struct evidence *ev, FILE *file);
bool evidence_read_log(struct evidence *ev, FILE *file);
struct verdict evidence_compare(const struct evidence *ev,
				const struct device *dev, FILE *out);
bool session_complete(const struct session *session);
struct queue session_part(const struct session *session,
			  const struct device *dev, enum lane lane, int cpu,
			  unsigned long *outside);
bool session_note(struct session *session, const struct access *access);
void evidence_free(struct evidence *ev);

#endif
