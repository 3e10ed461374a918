/* SPDX-License-Identifier: GPL-2.0 */
/* Trace events of the group "mmiotrace"; docs/events.md says what they mean. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM mmiotrace

#if !defined(MMT_EVENTS_H) || defined(TRACE_HEADER_MULTI_READ)
#define MMT_EVENTS_H

#include "compat/tracepoint.h"

#ifndef MMT_EVENTS_TYPES
#define MMT_EVENTS_TYPES

/* What mmio_device carries, as one line of /proc/bus/pci/devices. */
struct mmt_device_event {
	u32 domain;
	u8 bus;
	u8 devfn;
	u16 vendor;
	u16 device;
	u32 irq;
	u64 start[7];
	u64 size[7];
};

/**
 * struct mmt_place - where in the PCI world a physical address lies
 * @domain: PCI domain
 * @bus: bus number
 * @devfn: device and function
 * @bar: 0 to 5, 6 for the ROM, -1 when it is no PCI memory at all
 */
struct mmt_place {
	u32 domain;
	u8 bus;
	u8 devfn;
	s8 bar;
};

/**
 * struct mmt_map_event - a mapping
 * @id: its number, from 1, the same in all sessions that trace it; never used twice
 *	while any session runs
 * @virt: what ioremap() returned
 * @phys: bus address of @virt
 * @len: bytes that it was asked for
 * @place: which device and BAR
 */
struct mmt_map_event {
	u32 id;
	unsigned long virt;
	phys_addr_t phys;
	unsigned long len;
	struct mmt_place place;
};

struct mmiotrace_access;
struct mmt_instance;

void mmt_event_wide(const struct mmt_instance *instance, u64 phys,
		    const struct mmiotrace_access *access, u32 map);
void mmt_event_unknown(const struct mmt_instance *instance, u64 phys,
		       const struct mmiotrace_access *access, u32 map);
void mmt_event_map(const struct mmt_instance *instance,
		   const struct mmt_map_event *map, unsigned long pc, u8 flags);
void mmt_event_unmap(const struct mmt_instance *instance, u32 map);
void mmt_event_device(const struct mmt_instance *instance,
		      const struct mmt_device_event *ev, const char *driver);
void mmt_event_session(const struct mmt_instance *instance, const char *version,
		       bool short_way);
void mmt_event_symbol(const struct mmt_instance *instance, unsigned long pc,
		      const char *name);
void mmt_event_new_symbol(unsigned long pc, const char *name);
bool mmt_event_symbol_wanted(void);
void mmt_event_mark(const char *text);
bool mmt_event_mark_wanted(void);

/* mmio_map.flags */
#define MMT_MAP_EXISTING	1	/* made before the session started */
#define MMT_MAP_UNTRACED	2	/* could not be armed */

#endif

DECLARE_EVENT_CLASS(mmio_access,
	TP_PROTO(u64 phys, u64 value, unsigned long pc, u32 map, u8 width),
	TP_ARGS(phys, value, pc, map, width),
	TP_STRUCT__entry(
		__field(u64, phys)
		__field(u64, value)
		__field(u64, pc)
		__field(u32, map)
		__field(u8, width)
	),
	TP_fast_assign(
		__entry->phys = phys;
		__entry->value = value;
		__entry->pc = pc;
		__entry->map = map;
		__entry->width = width;
	),
	TP_printk("width=%u phys=0x%llx value=0x%llx map=%u pc=%pS",
		  __entry->width, __entry->phys, __entry->value, __entry->map,
		  (void *)(unsigned long)__entry->pc)
);

DEFINE_EVENT(mmio_access, mmio_read,
	TP_PROTO(u64 phys, u64 value, unsigned long pc, u32 map, u8 width),
	TP_ARGS(phys, value, pc, map, width));

DEFINE_EVENT(mmio_access, mmio_write,
	TP_PROTO(u64 phys, u64 value, unsigned long pc, u32 map, u8 width),
	TP_ARGS(phys, value, pc, map, width));

/* Wider than a value: @bytes in the order of memory. */
DECLARE_EVENT_CLASS(mmio_wide,
	TP_PROTO(u64 phys, unsigned long pc, u32 map, const u8 *bytes, u8 width),
	TP_ARGS(phys, pc, map, bytes, width),
	TP_STRUCT__entry(
		__field(u64, phys)
		__field(u64, pc)
		__field(u32, map)
		__field(u8, width)
		__dynamic_array(u8, bytes, width)
	),
	TP_fast_assign(
		__entry->phys = phys;
		__entry->pc = pc;
		__entry->map = map;
		__entry->width = width;
		memcpy(__get_dynamic_array(bytes), bytes, width);
	),
	TP_printk("width=%u phys=0x%llx bytes=%s map=%u pc=%pS",
		  __entry->width, __entry->phys,
		  __print_hex(__get_dynamic_array(bytes), __entry->width),
		  __entry->map, (void *)(unsigned long)__entry->pc)
);

DEFINE_EVENT(mmio_wide, mmio_read_wide,
	TP_PROTO(u64 phys, unsigned long pc, u32 map, const u8 *bytes, u8 width),
	TP_ARGS(phys, pc, map, bytes, width));

DEFINE_EVENT(mmio_wide, mmio_write_wide,
	TP_PROTO(u64 phys, unsigned long pc, u32 map, const u8 *bytes, u8 width),
	TP_ARGS(phys, pc, map, bytes, width));

TRACE_EVENT(mmio_unknown,
	TP_PROTO(u64 phys, unsigned long pc, u32 map, const u8 *bytes, u8 len),
	TP_ARGS(phys, pc, map, bytes, len),
	TP_STRUCT__entry(
		__field(u64, phys)
		__field(u64, pc)
		__field(u32, map)
		__field(u8, len)
		__array(u8, bytes, 15)
	),
	TP_fast_assign(
		__entry->phys = phys;
		__entry->pc = pc;
		__entry->map = map;
		__entry->len = len;
		memset(__entry->bytes, 0, 15);
		memcpy(__entry->bytes, bytes, len);
	),
	TP_printk("phys=0x%llx map=%u len=%u bytes=%s pc=%pS",
		  __entry->phys, __entry->map, __entry->len,
		  __print_hex(__entry->bytes, 15),
		  (void *)(unsigned long)__entry->pc)
);

TRACE_EVENT(mmio_map,
	TP_PROTO(const struct mmt_map_event *map, unsigned long pc, u8 flags),
	TP_ARGS(map, pc, flags),
	TP_STRUCT__entry(
		__field(u64, phys)
		__field(u64, virt)
		__field(u64, len)
		__field(u64, pc)
		__field(u32, map)
		__field(u32, domain)
		__field(u8, bus)
		__field(u8, devfn)
		__field(s8, bar)
		__field(u8, flags)
	),
	TP_fast_assign(
		__entry->phys = map->phys;
		__entry->virt = map->virt;
		__entry->len = map->len;
		__entry->pc = pc;
		__entry->map = map->id;
		__entry->domain = map->place.domain;
		__entry->bus = map->place.bus;
		__entry->devfn = map->place.devfn;
		__entry->bar = map->place.bar;
		__entry->flags = flags;
	),
	TP_printk("map=%u phys=0x%llx virt=0x%llx len=0x%llx device=%04x:%02x:%02x.%u bar=%d flags=%u pc=%pS",
		  __entry->map, __entry->phys, __entry->virt, __entry->len,
		  __entry->domain, __entry->bus, __entry->devfn >> 3,
		  __entry->devfn & 7, __entry->bar, __entry->flags,
		  (void *)(unsigned long)__entry->pc)
);

TRACE_EVENT(mmio_unmap,
	TP_PROTO(u32 map),
	TP_ARGS(map),
	TP_STRUCT__entry(
		__field(u32, map)
	),
	TP_fast_assign(
		__entry->map = map;
	),
	TP_printk("map=%u", __entry->map)
);

TRACE_EVENT(mmio_device,
	TP_PROTO(const struct mmt_device_event *ev, const char *driver),
	TP_ARGS(ev, driver),
	TP_STRUCT__entry(
		__field(u32, domain)
		__field(u8, bus)
		__field(u8, devfn)
		__field(u16, vendor)
		__field(u16, device)
		__field(u32, irq)
		__array(u64, start, 7)
		__array(u64, size, 7)
		__string(driver, driver)
	),
	TP_fast_assign(
		__entry->domain = ev->domain;
		__entry->bus = ev->bus;
		__entry->devfn = ev->devfn;
		__entry->vendor = ev->vendor;
		__entry->device = ev->device;
		__entry->irq = ev->irq;
		memcpy(__entry->start, ev->start, sizeof(ev->start));
		memcpy(__entry->size, ev->size, sizeof(ev->size));
		mmt_assign_str(driver, driver);
	),
	/* Not __print_array(): trace-cmd writes its numbers in decimal. */
	TP_printk("device=%04x:%02x:%02x.%u id=%04x:%04x irq=%u start={0x%llx,0x%llx,0x%llx,0x%llx,0x%llx,0x%llx,0x%llx} size={0x%llx,0x%llx,0x%llx,0x%llx,0x%llx,0x%llx,0x%llx} driver=%s",
		  __entry->domain, __entry->bus, __entry->devfn >> 3,
		  __entry->devfn & 7, __entry->vendor, __entry->device, __entry->irq,
		  __entry->start[0], __entry->start[1], __entry->start[2],
		  __entry->start[3], __entry->start[4], __entry->start[5],
		  __entry->start[6], __entry->size[0], __entry->size[1],
		  __entry->size[2], __entry->size[3], __entry->size[4],
		  __entry->size[5], __entry->size[6], __get_str(driver))
);

TRACE_EVENT(mmio_session,
	TP_PROTO(const char *version, bool short_way),
	TP_ARGS(version, short_way),
	TP_STRUCT__entry(
		__string(version, version)
		__field(u8, short_way)
	),
	TP_fast_assign(
		mmt_assign_str(version, version);
		__entry->short_way = short_way;
	),
	TP_printk("version=%s short_way=%u", __get_str(version),
		  __entry->short_way)
);

TRACE_EVENT(mmio_symbol,
	TP_PROTO(unsigned long pc, const char *name),
	TP_ARGS(pc, name),
	TP_STRUCT__entry(
		__field(u64, pc)
		__string(name, name)
	),
	TP_fast_assign(
		__entry->pc = pc;
		mmt_assign_str(name, name);
	),
	TP_printk("pc=0x%llx name=%s", __entry->pc, __get_str(name))
);

TRACE_EVENT(mmio_mark,
	TP_PROTO(const char *text),
	TP_ARGS(text),
	TP_STRUCT__entry(
		__string(buf, text)
	),
	TP_fast_assign(
		mmt_assign_str(buf, text);
	),
	TP_printk("%s", __get_str(buf))
);

#endif

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE events
#include <trace/define_trace.h>
