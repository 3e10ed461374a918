/* SPDX-License-Identifier: GPL-2.0 */
/* Reading a trace file, one record after the other, in time order. */
#ifndef _CLI_TRACE_H
#define _CLI_TRACE_H

#include <stdint.h>

#define DEVICE_BARS	7
#define UNKNOWN_BYTES	15
#define LOST_UNCOUNTED	-1	/* events are missing, nobody knows how many */

#define MAP_EARLIER	0x01	/* the mapping was there before the session */
#define MAP_UNTRACED	0x02	/* it could not be armed */

enum record_kind {
	RECORD_OTHER,		/* an event of somebody else */
	RECORD_READ,
	RECORD_WRITE,
	RECORD_UNKNOWN,
	RECORD_MAP,
	RECORD_UNMAP,
	RECORD_DEVICE,
	RECORD_SYMBOL,
	RECORD_MARK,
	RECORD_LOST,
	N_RECORD_KINDS,
};

/**
 * struct record - one record of a trace, decoded
 * @kind: which of the other members mean something
 * @time: nanoseconds of the trace's clock
 * @cpu: where
 * @pid: the thread that ran there
 * @task: its name
 * @phys: physical address
 * @value: value read or written
 * @pc: address of the code
 * @virt: virtual address of a mapping
 * @length: length of a mapping
 * @map: number of the mapping
 * @width: bytes of the access
 * @n_bytes: valid bytes in @bytes
 * @bytes: instruction that was not decoded
 * @domain: PCI address of the device
 * @bus: likewise
 * @devfn: likewise
 * @bar: BAR of a mapping, -1 for none
 * @flags: MAP_* of a mapping
 * @vendor: of a device
 * @device: of a device
 * @irq: of a device
 * @start: BARs of a device, flags in the low nibble as in /proc/bus/pci/devices
 * @size: sizes of these
 * @text: mark, symbol or driver; not terminated where @text_length ends
 * @text_length: length of @text
 * @lost: events that are missing before this one, or LOST_UNCOUNTED
 *
 * All pointers are good only until the next record.
 */
struct record {
	enum record_kind kind;
	uint64_t time;
	int cpu;
	int pid;
	const char *task;
	uint64_t phys;
	uint64_t value;
	uint64_t pc;
	uint64_t virt;
	uint64_t length;
	uint32_t map;
	unsigned int width;
	unsigned int n_bytes;
	unsigned char bytes[UNKNOWN_BYTES];
	uint32_t domain;
	uint8_t bus;
	uint8_t devfn;
	int bar;
	unsigned int flags;
	uint16_t vendor;
	uint16_t device;
	uint32_t irq;
	uint64_t start[DEVICE_BARS];
	uint64_t size[DEVICE_BARS];
	const char *text;
	unsigned int text_length;
	long long lost;
};

struct trace;

typedef int (*record_function)(const struct record *record, void *data);

struct trace *trace_open(const char *path);
void trace_close(struct trace *trace);
int trace_iterate(struct trace *trace, unsigned int kinds, record_function function,
		  void *data);
const char *trace_function(struct trace *trace, uint64_t pc, uint64_t *offset);

#define KIND(kind)	(1u << (kind))

#endif
