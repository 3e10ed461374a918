// SPDX-License-Identifier: GPL-2.0
/*
 * Accesses to the device in the widths that instructions other than MOV have:
 * one access of the processor, as the instruction would have made it.
 *
 * The vector registers are the interrupted code's, or a user task's: what we
 * borrow is put back before anybody can look. There is no need to ask who owns
 * the FPU: an instruction of this width has just got as far as a page fault, so
 * the registers are switched on.
 */
#include "wide.h"

#include <linux/string.h>
#include <asm/cpufeature.h>

#include "copy.h"
#include "hit.h"

#define COPY(type, to, from, at) \
	WRITE_ONCE(*(type *)((to) + (at)), READ_ONCE(*(const type *)((from) + (at))))

static void copy(void *to, const void *from, unsigned int width)
{
	switch (width) {
	case 1:
		COPY(u8, to, from, 0);
		break;
	case 2:
		COPY(u16, to, from, 0);
		break;
	case 4:
		COPY(u32, to, from, 0);
		break;
	case 8:
		COPY(u64, to, from, 0);
		break;
	case 10:
		/* x87's 80 bits: processors make two accesses of it. */
		COPY(u64, to, from, 0);
		COPY(u16, to, from, 8);
		break;
	case 16:
		mmt_copy16(to, from);
		break;
	case 32:
		if (boot_cpu_has(X86_FEATURE_AVX512F))
			mmt_copy32_of_64(to, from);
		else
			mmt_copy32(to, from);
		break;
	case 64:
		mmt_copy64(to, from);
		break;
	}
}

/**
 * mmt_wide_possible() - can an access of this width be performed?
 * @width: bytes
 *
 * Context: any.
 */
bool mmt_wide_possible(unsigned int width)
{
	switch (width) {
	case 1:
	case 2:
	case 4:
	case 8:
	case 10:
	case 16:
		return true;
	case 32:
		return boot_cpu_has(X86_FEATURE_AVX);
	case 64:
		return boot_cpu_has(X86_FEATURE_AVX512F);
	default:
		return false;
	}
}

static struct mmiotrace_access describe(const struct mmt_hit *hit,
					unsigned long addr, unsigned int width,
					const void *bytes, u8 flags)
{
	struct mmiotrace_access access =
		mmt_hit_describe(hit->regs, addr, width, 0, flags);

	if (width > 8)
		access.bytes = bytes;
	else if (bytes)
		memcpy(&access.value, bytes, width);
	return access;
}

/**
 * mmt_wide_read() - read from the device, and tell the probes
 * @hit: the hit
 * @area: where @addr and the bytes behind it lie
 * @addr: virtual address of the traced mapping
 * @width: for which mmt_wide_possible() says yes
 * @to: ordinary memory, @width bytes
 *
 * Context: page fault, interrupts off.
 */
void mmt_wide_read(const struct mmt_hit *hit, const struct mmt_area *area,
		   unsigned long addr, unsigned int width, void *to)
{
	struct mmiotrace_access access = describe(hit, addr, width, NULL, 0);

	if (READ_ONCE(area->befores))
		mmt_hit_tell_before(hit, area, &access);
	copy(to, (const void *)(addr + area->delta), width);
	access = describe(hit, addr, width, to, 0);
	mmt_hit_tell_after(hit, area, &access);
}

/**
 * mmt_wide_write() - write to the device, and tell the probes
 * @hit: as mmt_wide_read(), likewise the others
 * @area: writable
 * @addr: as there
 * @width: as there
 * @from: ordinary memory, @width bytes
 */
void mmt_wide_write(const struct mmt_hit *hit, const struct mmt_area *area,
		    unsigned long addr, unsigned int width, const void *from)
{
	struct mmiotrace_access access = describe(hit, addr, width, from,
						  MMIOTRACE_WRITE);

	if (READ_ONCE(area->befores))
		mmt_hit_tell_before(hit, area, &access);
	copy((void *)(addr + area->delta), from, width);
	mmt_hit_tell_after(hit, area, &access);
}
