// SPDX-License-Identifier: GPL-2.0
/*
 * Comparing, access by access, for one device and each CPU.
 *
 * QEMU logs what the device model is called with, and a model may declare which
 * widths it implements (MemoryRegionOps.impl): the memory core then splits a
 * wider access into consecutive ones, low address first, and rounds a narrower
 * one up to the smallest, at the same address. Both are counted, neither is a
 * tolerance: the pieces must cover the access exactly and in order, and the
 * bytes that the CPU sees must be the same.
 *
 * What a model implements does not change. So a region that splits accesses is
 * never seen with one wider than the pieces, and one that widens them is never
 * seen with a narrower one: otherwise the trace has a wrong width.
 */
#include "witness.h"

#include <inttypes.h>

#define SHOW 10	/* differences printed for a device */

static uint64_t mask(unsigned int width)
{
	return width >= 8 ? ~0ull : (1ull << (8 * width)) - 1;
}

static void show(FILE *out, const char *who, const struct access *a)
{
	if (a)
		fprintf(out, "    %s line %lu: CPU %d %s %u 0x%" PRIx64 " 0x%" PRIx64 "\n",
			who, a->line, a->cpu, a->write ? "W" : "R", a->width,
			a->address, a->value);
	else
		fprintf(out, "    %s: nothing more\n", who);
}

static bool unaligned(const struct access *a)
{
	return a->address & (a->width - 1);
}

/* Whether the model can have split @a into @n accesses like @log. */
static bool splits(const struct access *a, const struct access *log, size_t n)
{
	/* Before the model is asked, the CPU itself takes unaligned ones apart. */
	if (unaligned(a))
		return true;
	for (size_t i = 0; i < n; i++)
		if (log[i].width != log[i].region->most)
			return false;
	return true;
}

/*
 * How many entries of the log, from @log on, are the access @a; 0 when they
 * are not.
 */
static size_t match(const struct access *a, const struct access *log,
		    size_t left)
{
	unsigned int done = 0;
	uint64_t value = 0;
	size_t n = 0;

	while (n < left && done < a->width && log[n].write == a->write &&
	       log[n].address == a->address + done) {
		value |= (log[n].value & mask(log[n].width)) << (8 * done);
		done += log[n].width;
		n++;
	}
	if (done < a->width || (n > 1 && (done != a->width || !splits(a, log, n))))
		return 0;
	if (done > a->width && log->width != log->region->least)
		return 0;
	return (value & mask(a->width)) == a->value ? n : 0;
}

static void compare_cpu(const struct queue *traced, const struct queue *logged,
			struct verdict *verdict, FILE *out)
{
	size_t t = 0, l = 0, n;

	while (t < traced->count && l < logged->count) {
		const struct access *a = &traced->list[t];

		n = match(a, &logged->list[l], logged->count - l);
		if (!n)
			break;
		if (n > 1)
			verdict->split++;
		else if (logged->list[l].width > a->width)
			verdict->widened++;
		else
			verdict->same++;
		t++;
		l += n;
	}
	/* From the first difference on nothing can be said to correspond. */
	if (t < traced->count || l < logged->count) {
		verdict->wrong += traced->count - t > logged->count - l ?
				  traced->count - t : logged->count - l;
		for (int i = 0; i < SHOW; i++) {
			if (t + i >= traced->count && l + i >= logged->count)
				break;
			show(out, "trace", t + i < traced->count ?
			     &traced->list[t + i] : NULL);
			show(out, "QEMU ", l + i < logged->count ?
			     &logged->list[l + i] : NULL);
		}
	}
}

/**
 * evidence_compare() - compare one device
 * @ev: says which part of the log is meant
 * @dev: both sides
 * @out: where differences are printed
 *
 * Return: the counts; @wrong is zero when the two agree exactly.
 */
struct verdict evidence_compare(const struct evidence *ev,
				const struct device *dev, FILE *out)
{
	struct verdict verdict = {};

	for (int cpu = 0; cpu < MAX_CPUS; cpu++)
		for (int lane = 0; lane < NR_LANES; lane++) {
			unsigned long outside;
			struct queue logged = session_part(&ev->session, dev,
							   lane, cpu, &outside);

			compare_cpu(&dev->traced[lane][cpu], &logged, &verdict,
				    out);
			if (outside)
				fprintf(out, "    CPU %d: %lu between the marks are not in the trace\n",
					cpu, outside);
			verdict.wrong += outside;
		}
	return verdict;
}
