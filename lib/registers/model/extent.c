// SPDX-License-Identifier: GPL-2.0
/* How far containers reach: what lies elsewhere need not be looked at. */
#include "register.h"

static uint64_t add(uint64_t a, uint64_t b)
{
	return a > FOREVER - b ? FOREVER : a + b;
}

static uint64_t multiply(uint64_t a, uint64_t b)
{
	uint64_t product;

	return __builtin_mul_overflow(a, b, &product) ? FOREVER : product;
}

/** element_units() - units of a register */
uint64_t element_units(const struct element *element, unsigned int unit)
{
	return element->width > unit ? element->width / unit : 1;
}

/** element_stride() - units from one copy to the next */
uint64_t element_stride(const struct element *element, unsigned int unit)
{
	return element->stride ? element->stride : element_units(element, unit);
}

static void extent_of(struct mmt_regs *regs, struct element *element, unsigned int depth);

/* Units; none when @low is more than @high. */
struct range {
	uint64_t low;
	uint64_t high;
};

/* The range that @elements cover together. */
static struct range extent_of_all(struct mmt_regs *regs, struct element **elements, size_t n,
				  unsigned int depth)
{
	struct range range = { FOREVER, 0 };

	for (size_t i = 0; i < n; i++) {
		struct element *element = elements[i];
		uint64_t first, last;

		extent_of(regs, element, depth);
		if (element->low > element->high)
			continue;
		first = add(element->offset, element->low);
		last = add(element->offset, element->high);
		if (first < range.low)
			range.low = first;
		if (last > range.high)
			range.high = last;
	}
	return range;
}

static void extent_of_group(struct mmt_regs *regs, struct element *element,
			    unsigned int depth)
{
	struct group *group = element->group;
	struct range range;

	if (group->state == GROUP_BUSY) {
		regs_complain(regs, element->where, "group '%s' uses itself: left out here",
			      group->name);
		/* Nothing is in it any more. */
		element->kind = ELEMENT_STRIPE;
		element->low = FOREVER;
		element->high = 0;
		return;
	}
	if (group->state == GROUP_NEW) {
		group->state = GROUP_BUSY;
		range = extent_of_all(regs, group->elements.at, group->elements.n, depth);
		group->low = range.low;
		group->high = range.high;
		group->state = GROUP_DONE;
	}
	element->low = group->low;
	element->high = group->high;
	element->reach = group->high;
}

/* Copies that are not at the same distance from each other. */
static void extent_of_places(struct element *element)
{
	uint64_t first = FOREVER, last = 0;

	for (uint64_t i = 0; i < element->length; i++) {
		if (element->place[i] < first)
			first = element->place[i];
		if (element->place[i] > last && element->place[i] != FOREVER)
			last = element->place[i];
	}
	element->low = add(element->low, first);
	element->high = first == FOREVER ? 0 : add(element->high, last);
}

/* Units are taken as bytes: that may be too far, but is never too near. */
static void extent_of(struct mmt_regs *regs, struct element *element, unsigned int depth)
{
	uint64_t copies = element->length ? element->length - 1 : FOREVER;
	struct range range;

	if (element->kind != ELEMENT_RANGE)
		element->low = 0;
	if (depth >= MOST_DEPTH) {
		regs_complain(regs, element->where, "more than %d containers in each other: what is in this one is left out",
			      MOST_DEPTH);
		element->elements.n = 0;
		if (element->kind == ELEMENT_GROUP)
			element->kind = ELEMENT_STRIPE;
	}
	/* Without a stride its copies would be of no size: a range that cannot be walked through. */
	if (element->kind == ELEMENT_ARRAY && !element->stride)
		element->kind = ELEMENT_STRIPE;
	switch (element->kind) {
	case ELEMENT_REGISTER:
		element->high = add(multiply(copies, element_stride(element, 1)),
				    element_units(element, 1) - 1);
		break;
	case ELEMENT_ARRAY:
		extent_of_all(regs, element->elements.at, element->elements.n, depth + 1);
		element->reach = element->stride - 1;
		element->high = add(multiply(copies, element->stride), element->reach);
		break;
	case ELEMENT_STRIPE:
		range = extent_of_all(regs, element->elements.at, element->elements.n, depth + 1);
		element->low = range.low;
		element->high = range.high;
		element->reach = element->high;
		if (element->low <= element->high && element->place)
			extent_of_places(element);
		else if (element->low <= element->high && element->stride)
			element->high = add(element->high, multiply(copies, element->stride));
		break;
	case ELEMENT_RANGE:
		element->high = add(element->reach, multiply(copies, element->stride));
		break;
	case ELEMENT_GROUP:
		extent_of_group(regs, element, depth + 1);
		break;
	}
}

/** extents() - find how far the elements of a space reach */
void extents(struct mmt_regs *regs, struct space *space)
{
	extent_of_all(regs, space->elements.at, space->elements.n, 0);
}
