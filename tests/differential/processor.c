// SPDX-License-Identifier: GPL-2.0
#include "processor.h"

#include <cpuid.h>
#include <stdio.h>
#include <stdlib.h>

/* Of 63 components; the first two lie in the legacy area. */
#define COMPONENTS	63u
#define FIRST_EXTENDED	2u
#define CHOSEN		(STATE_X87 | STATE_SSE | STATE_AVX | STATE_AVX512)

static const struct cpuid_row *find(const struct cpuid_row *rows, unsigned int count,
				    u32 leaf, u32 sub)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (rows[i].leaf == leaf && rows[i].sub == sub)
			return &rows[i];
	return NULL;
}

bool choose_vectors(struct vectors *v, const struct cpuid_row *rows, unsigned int count,
		    u64 xcr0)
{
	const struct cpuid_row *leaf1 = find(rows, count, 1, 0);
	unsigned int i;

	*v = (struct vectors){ .features = STATE_X87 | STATE_SSE,
			       .size = LEGACY_SIZE + HEADER_SIZE };
	if (!leaf1)
		return false;
	v->xsave = leaf1->ecx & bit_OSXSAVE;
	if (!v->xsave)
		return !xcr0;

	/* x87 cannot be disabled, and SSE belongs to x86-64. */
	if ((xcr0 & v->features) != v->features)
		return false;
	v->features = xcr0 & CHOSEN;
	for (i = FIRST_EXTENDED; i < COMPONENTS; i++) {
		const struct cpuid_row *row = find(rows, count, 0xd, i);

		if (!(v->features >> i & 1))
			continue;
		if (!row || !row->eax || row->ebx < LEGACY_SIZE + HEADER_SIZE)
			return false;
		if (row->ebx + row->eax > v->size)
			v->size = row->ebx + row->eax;
		if (1ull << i == STATE_OPMASK)
			v->opmask = row->ebx;
	}
	return true;
}

static void ask(struct cpuid_row *row, u32 leaf, u32 sub)
{
	*row = (struct cpuid_row){ .leaf = leaf, .sub = sub };
	/* Zeros are the answer to what it does not know. */
	__get_cpuid_count(leaf, sub, &row->eax, &row->ebx, &row->ecx, &row->edx);
}

static u64 read_xcr0(void)
{
	u32 low, high;

	asm volatile("xgetbv" : "=a" (low), "=d" (high) : "c" (0));
	return (u64)high << 32 | low;
}

struct vectors read_vectors(void)
{
	struct cpuid_row rows[1 + COMPONENTS];
	struct vectors v;
	unsigned int i;
	u64 xcr0;

	ask(&rows[0], 1, 0);
	for (i = 0; i < COMPONENTS; i++)
		ask(&rows[1 + i], 0xd, i);
	xcr0 = rows[0].ecx & bit_OSXSAVE ? read_xcr0() : 0;
	if (!choose_vectors(&v, rows, 1 + COMPONENTS, xcr0)) {
		fprintf(stderr, "CPUID and XCR0 (%#llx) contradict each other\n",
			(unsigned long long)xcr0);
		exit(1);
	}
	return v;
}
