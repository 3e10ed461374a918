// SPDX-License-Identifier: GPL-2.0
/* Telling probes of a hit, where it need not be fast. */
#include "hit.h"

#include "page.h"

/** mmt_hit_describe() - an access of up to 8 bytes, for handlers */
struct mmiotrace_access mmt_hit_describe(const struct pt_regs *regs,
					 unsigned long addr,
					 unsigned int width, u64 value,
					 u8 flags)
{
	return (struct mmiotrace_access) {
		.addr = addr,
		.ip = regs->ip,
		.value = value,
		.width = width,
		.flags = flags,
	};
}

/**
 * mmt_hit_tell_before() - call the handlers before an access
 * @hit: the hit
 * @area: the area that is accessed
 * @access: what is about to happen
 */
void mmt_hit_tell_before(const struct mmt_hit *hit, const struct mmt_area *area,
			 const struct mmiotrace_access *access)
{
	struct mmiotrace_probe *probe;

	/* The handlers after it count it as missed. */
	if (hit->quiet)
		return;
	hlist_for_each_entry_rcu_notrace(probe, &area->probes, node)
		if (probe->before &&
		    mmt_hit_touches(probe, access->addr, access->width))
			probe->before(probe, access, hit->regs);
}

/** mmt_hit_announce() - mmt_hit_before() when somebody wants to know */
void mmt_hit_announce(const struct mmt_hit *hit, const struct mmt_area *area,
		      unsigned long addr, unsigned int width, u64 value,
		      u8 flags)
{
	const struct mmiotrace_access access =
		mmt_hit_describe(hit->regs, addr, width, value, flags);

	mmt_hit_tell_before(hit, area, &access);
}

/*
 * Tell a probe, and remember by whose sink those are told who are told once: that of a
 * session without an instance if there is one, which counts what they were told.
 */
static void tell_after(const struct mmt_hit *hit, struct mmiotrace_probe *probe,
		       const struct mmiotrace_access *access,
		       const struct mmt_sink **speaker)
{
	const struct mmt_sink *sink = probe->sink;

	if (!sink) {
		if (probe->after)
			probe->after(probe, access, hit->regs);
	} else if (mmt_sink_keep(sink, access) &&
		   (!*speaker || !sink->instance)) {
		*speaker = sink;
	}
}

/**
 * mmt_hit_tell_after() - call the handlers after an access
 * @hit: the hit
 * @area: the area that was accessed
 * @access: what has happened
 */
void mmt_hit_tell_after(const struct mmt_hit *hit, const struct mmt_area *area,
			const struct mmiotrace_access *access)
{
	const struct mmt_sink *speaker = NULL;
	struct mmiotrace_probe *probe;

	if (hit->quiet) {
		mmt_hit_miss(area, access->addr, access->width);
		return;
	}
	hlist_for_each_entry_rcu_notrace(probe, &area->probes, node)
		if (mmt_hit_touches(probe, access->addr, access->width))
			tell_after(hit, probe, access, &speaker);
	if (speaker)
		mmt_sink_publish(speaker, access);
}

static void tell_plain(const struct pt_regs *regs,
		       struct mmiotrace_probe *probe, unsigned long addr,
		       unsigned int width, u64 value, u8 flags)
{
	const struct mmiotrace_access access =
		mmt_hit_describe(regs, addr, width, value, flags);

	if (probe->after)
		probe->after(probe, &access, regs);
}

/**
 * mmt_hit_report() - mmt_hit_after(), for any number of probes of any kind
 * @regs: the interrupted context
 * @area: the area that was accessed
 * @addr: first address
 * @width: 1, 2, 4 or 8 bytes
 * @value: read or written
 * @flags: MMIOTRACE_WRITE or 0
 */
void mmt_hit_report(const struct pt_regs *regs, const struct mmt_area *area,
		    unsigned long addr, unsigned int width, u64 value, u8 flags)
{
	const struct mmt_sink *speaker = NULL, *sink;
	struct mmiotrace_probe *probe;

	hlist_for_each_entry_rcu_notrace(probe, &area->probes, node) {
		if (!mmt_hit_touches(probe, addr, width))
			continue;
		sink = probe->sink;
		if (!sink)
			tell_plain(regs, probe, addr, width, value, flags);
		else if (mmt_sink_keep_plain(sink, addr, width, value, flags,
					     regs->ip) &&
			 (!speaker || !sink->instance))
			speaker = sink;
	}
	/* Most often nobody else listens. */
	if (speaker && (!speaker->instance || mmt_sink_is_heard(flags)))
		mmt_sink_tell(speaker, addr, width, value, flags, regs->ip);
}

/**
 * mmt_hit_miss() - an access was performed that nobody can be told of
 * @area: the area that was accessed
 * @addr: first address
 * @width: bytes
 */
void mmt_hit_miss(const struct mmt_area *area, unsigned long addr,
		  unsigned int width)
{
	struct mmiotrace_probe *probe;

	hlist_for_each_entry_rcu_notrace(probe, &area->probes, node) {
		if (!mmt_hit_touches(probe, addr, width))
			continue;
		atomic_long_inc(&probe->missed);
		if (probe->sink)
			mmt_sink_drop(probe->sink, addr);
	}
}

/**
 * mmt_hit_give_up() - tell the sessions whose page is given up
 * @page: a page with probes
 *
 * Once each: a session that has several ranges in it counts the first.
 */
void mmt_hit_give_up(const struct mmt_page *page)
{
	unsigned long start = mmt_page_start(page), end = mmt_page_end(page);
	struct mmiotrace_probe *probe;

	hlist_for_each_entry_rcu_notrace(probe, &page->area->probes, node)
		if (probe->sink && mmt_hit_touches(probe, start, end - start) &&
		    probe->sink->told < start)
			mmt_sink_give_up(probe->sink);
}

/**
 * mmt_hit_opaque() - the processor is about to run an instruction by itself
 * @hit: the hit
 * @addr: where it faulted
 * @code: the instruction
 * @len: its length
 */
void mmt_hit_opaque(const struct mmt_hit *hit, unsigned long addr,
		    const u8 *code, unsigned int len)
{
	const struct mmiotrace_access access = {
		.addr = addr,
		.ip = hit->regs->ip,
		.bytes = code,
		.width = len,
		.flags = MMIOTRACE_OPAQUE,
	};
	const struct mmt_sink *speaker = NULL;
	struct mmiotrace_probe *probe;

	if (hit->quiet) {
		mmt_hit_miss(hit->area, addr, 1);
		return;
	}
	hlist_for_each_entry_rcu_notrace(probe, &hit->area->probes, node) {
		/* How much it accesses is not known; the width is not that. */
		if (!mmt_hit_touches(probe, addr, 1))
			continue;
		if (probe->before)
			probe->before(probe, &access, hit->regs);
		tell_after(hit, probe, &access, &speaker);
	}
	if (speaker)
		mmt_sink_publish(speaker, &access);
}
