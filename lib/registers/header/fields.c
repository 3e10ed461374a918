// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of a register from the constants that belong to it: FOO_MASK and
 * FOO_SHIFT, macros that cut a field out, FOO_A and FOO_B that exclude each other,
 * single bits.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mask.h"
#include "header.h"

#define MOST_PIECES 512
#define NONE	    MOST_PIECES

enum role {
	ROLE_VALUE,	/* a bit, or a value of a field, or all its bits */
	ROLE_MASK,	/* all bits of a field */
	ROLE_SHIFT,	/* its lowest bit */
	ROLE_UNKNOWN,	/* all bits of a field, but nobody knows which */
	ROLE_DONE,
};

/* A constant: its name without the register's, and without _MASK. */
struct piece {
	const char *name;
	size_t length;
	uint64_t value;
	enum role role;
	const struct define *define;
};

struct work {
	struct header *header;
	struct piece piece[MOST_PIECES];
	size_t n;
	VECTOR(struct field) fields;
	uint64_t covered;
	bool guessing;	/* the header does not say which bits are the field's */
};

static unsigned int low_of(uint64_t mask)
{
	return (unsigned int)__builtin_ctzll(mask);
}

static unsigned int high_of(uint64_t mask)
{
	return 63 - (unsigned int)__builtin_clzll(mask);
}

static bool is_contiguous(uint64_t mask)
{
	uint64_t low = mask & -mask;

	return mask && !((mask + low) & mask);
}

static bool is_single(uint64_t mask)
{
	return mask && !(mask & (mask - 1));
}

static bool strip(struct piece *piece, const char *end)
{
	size_t length = strlen(end);

	if (piece->length <= length ||
	    strncasecmp(piece->name + piece->length - length, end, length) != 0)
		return false;
	piece->length -= length;
	return true;
}

/*
 * What a macro does with its argument is found by trying: (x >> 4) & 3 takes bits
 * 4 and 5 to 0 and 1, (x & 3) << 4 does the reverse.
 */
static uint64_t mask_of_macro(const struct header *header, const struct define *macro)
{
	uint64_t taken = 0, made = 0, out = 0, argument;

	for (unsigned int bit = 0; bit < 64; bit++) {
		argument = UINT64_C(1) << bit;
		if (!define_call(&header->defines, macro, &argument, &out))
			return 0;
		if (out) {
			taken |= argument;
			made |= out;
		}
	}
	if ((made & 1) && is_contiguous(taken) && taken != UINT64_MAX)
		/* A shift alone goes on to the end of whatever the value is. */
		return taken >> 63 && (uint32_t)taken ? (uint32_t)taken : taken;
	if ((taken & 1) && is_contiguous(made) && made != UINT64_MAX && !(made & 1))
		return made >> 63 && (uint32_t)made ? (uint32_t)made : made;
	return 0;
}

static void add_piece(struct work *work, const struct found *found, struct define *define)
{
	struct piece piece = { .define = define, .value = define->value };
	size_t key = strlen(found->key), family = strlen(work->header->family);
	uint64_t zero = 0, one = 1, none = 0, shift = 0;

	if (work->n == MOST_PIECES)
		return;
	piece.name = define->name;
	if (!strncmp(define->name, found->key, key) && define->name[key] == '_')
		piece.name += key + 1;
	else if (family && !strncmp(define->name, work->header->family, family))
		piece.name += family + 1;
	/* REGISTER__FIELD__SHIFT */
	while (*piece.name == '_')
		piece.name++;
	piece.length = strlen(piece.name);
	if (define->is_macro) {
		piece.role = ROLE_MASK;
		piece.value = mask_of_macro(work->header, define);
		/*
		 * Without a mask it says only where the field begins, or ends. Nothing
		 * put into a field is nothing: 1 << n is a bit by its number.
		 */
		if (!piece.value) {
			if (!define_call(&work->header->defines, define, &zero, &none) || none ||
			    !define_call(&work->header->defines, define, &one, &shift) ||
			    !is_single(shift))
				return;
			piece.role = ROLE_SHIFT;
			piece.value = low_of(shift);
		}
	} else if (strip(&piece, "_MASK") || strip(&piece, "_MSK")) {
		piece.role = define->state == VALUE_GOOD ? ROLE_MASK : ROLE_UNKNOWN;
	} else if (define->state != VALUE_GOOD) {
		return;
	} else if (strip(&piece, "_SHIFT") || strip(&piece, "_SHF") || strip(&piece, "_POS")) {
		piece.role = ROLE_SHIFT;
		if (piece.value > 63)
			return;
	} else if (strip(&piece, "_SEL") && !is_contiguous(piece.value)) {
		return;
	}
	while (piece.length && piece.name[piece.length - 1] == '_')
		piece.length--;
	work->piece[work->n++] = piece;
}

/* Is @piece called "FIELD_something"? */
static bool is_below(const struct piece *piece, const char *name, size_t length)
{
	return piece->length > length && !strncmp(piece->name, name, length) &&
	       piece->name[length] == '_';
}

static bool same_name(const struct piece *a, const struct piece *b)
{
	return a->length == b->length && !strncmp(a->name, b->name, a->length);
}

/* The first piece behind number @at that is not indented more. */
static size_t end_of_indent(const struct work *work, size_t at)
{
	size_t end = at + 1;

	while (end < work->n &&
	       work->piece[end].define->indent > work->piece[at].define->indent)
		end++;
	return end;
}

/* @from: where in the name of the piece that of the value begins. */
static void add_value(struct work *work, struct field *field, struct piece *piece, size_t from)
{
	struct mmt_regs *regs = work->header->regs;
	struct value *value = vector_add(&regs->arena, &field->type.values);

	value->name = regs_name(regs, piece->name + from, piece->length - from);
	value->number = piece->value >> field->low;
	value->has_number = true;
	value->access = BOTH_WAYS;
	piece->role = ROLE_DONE;
}

/*
 * The values of a field are called as it is, @length bytes of @name, or stand right
 * behind its mask and are indented.
 */
static void add_values(struct work *work, struct field *field, const char *name,
		       size_t length, size_t mask_at)
{
	uint64_t mask = mask_of(field->low, field->high);
	size_t first = mask_at + 1, end = end_of_indent(work, mask_at);

	for (size_t i = 0; i < work->n; i++) {
		struct piece *piece = &work->piece[i];
		bool below = is_below(piece, name, length);
		bool behind = i >= first && i < end;

		if (piece->role == ROLE_VALUE && (below || behind) && !(piece->value & ~mask))
			add_value(work, field, piece, below ? length + 1 : 0);
	}
}

/* LED0_MODE_MASK and MODE_LINK_UP: a value is called by the last word of its mask. */
static bool is_below_last_word(const struct piece *piece, const struct piece *mask)
{
	size_t begin = mask->length;

	while (begin && mask->name[begin - 1] != '_')
		begin--;
	return begin && is_below(piece, mask->name + begin, mask->length - begin);
}

/* Several single bits with names of their own in a mask: it is just their sum. */
static bool is_sum(const struct work *work, size_t mask_at, uint64_t mask)
{
	const struct piece *sum = &work->piece[mask_at];
	size_t end = end_of_indent(work, mask_at);
	unsigned int n = 0;

	for (size_t i = 0; i < work->n; i++) {
		const struct piece *piece = &work->piece[i];

		n += piece->role == ROLE_VALUE && is_single(piece->value) &&
		     !(piece->value & ~mask) && !is_below(piece, sum->name, sum->length) &&
		     !is_below_last_word(piece, sum) && (i < mask_at || i >= end);
	}
	return n > 1;
}

/* @mask_at is the number of the piece that is the mask, or NONE. */
static void add_field(struct work *work, uint64_t mask, const char *name, size_t length,
		      size_t mask_at)
{
	struct mmt_regs *regs = work->header->regs;
	struct field field = { .access = BOTH_WAYS, .guessed = work->guessing };

	if (!is_contiguous(mask) || (mask & work->covered) || !length)
		return;
	field.name = regs_name(regs, name, length);
	field.low = low_of(mask);
	field.high = high_of(mask);
	add_values(work, &field, name, length, mask_at);
	*vector_add(&regs->arena, &work->fields) = field;
	work->covered |= mask;
}

static const struct piece *shift_for(const struct work *work, const struct piece *mask)
{
	for (size_t i = 0; i < work->n; i++)
		if (work->piece[i].role == ROLE_SHIFT && same_name(&work->piece[i], mask))
			return &work->piece[i];
	return NULL;
}

static void fields_of_masks(struct work *work)
{
	for (size_t i = 0; i < work->n; i++) {
		struct piece *piece = &work->piece[i];
		const struct piece *shift = shift_for(work, piece);
		uint64_t mask = piece->value;

		if (piece->role != ROLE_MASK)
			continue;
		if (shift && (mask & 1) && shift->value)
			mask <<= shift->value;
		/* What has a shift of its own is a field, whatever else is in it. */
		if (piece->define->is_macro || shift || !is_sum(work, i, mask))
			add_field(work, mask, piece->name, piece->length,
				  piece->define->is_macro ? NONE : i);
		piece->role = ROLE_DONE;
	}
}

/* SPD 0x300 with SPD_100 0x100: a value that has others below it. */
static void fields_with_values(struct work *work)
{
	for (size_t i = 0; i < work->n; i++) {
		struct piece *piece = &work->piece[i];
		size_t below = 0;

		if (piece->role != ROLE_VALUE || is_single(piece->value) ||
		    !is_contiguous(piece->value))
			continue;
		for (size_t j = 0; j < work->n; j++)
			below += work->piece[j].role == ROLE_VALUE &&
				 is_below(&work->piece[j], piece->name, piece->length) &&
				 !(work->piece[j].value & ~piece->value);
		if (!below)
			continue;
		piece->role = ROLE_DONE;
		add_field(work, piece->value, piece->name, piece->length, NONE);
	}
}

/*
 * LBM_NO 0x0, LBM_MAC 0x40, LBM_TCVR 0xc0: values that exclude each other. But
 * NONE 0, A 1, B 2, C 4 are bits, one of which is not there. Returns their bits.
 */
static uint64_t exclusive_values(const struct work *work, const char *name, size_t length)
{
	size_t n = 0, zeros = 0, overlaps = 0;
	uint64_t mask = 0;

	for (size_t i = 0; i < work->n; i++) {
		const struct piece *piece = &work->piece[i];

		if (piece->role != ROLE_VALUE || !is_below(piece, name, length))
			continue;
		zeros += !piece->value;
		overlaps += (piece->value & mask) || (piece->value && !is_single(piece->value));
		mask |= piece->value;
		n++;
	}
	if (n < 2 || !is_contiguous(mask))
		return 0;
	return overlaps || (zeros && n - zeros < 3) ? mask : 0;
}

static void fields_of_values(struct work *work)
{
	for (size_t i = 0; i < work->n; i++) {
		const struct piece *piece = &work->piece[i];
		size_t length = piece->length;
		uint64_t mask;

		while (length && piece->name[length - 1] != '_')
			length--;
		if (piece->role != ROLE_VALUE || length < 2)
			continue;
		mask = exclusive_values(work, piece->name, length - 1);
		if (mask)
			add_field(work, mask, piece->name, length - 1, NONE);
	}
}

/* There is a mask, so the field ends where that does and not at the next one. */
static bool has_unknown_mask(const struct work *work, const struct piece *shift)
{
	for (size_t i = 0; i < work->n; i++)
		if (work->piece[i].role == ROLE_UNKNOWN && same_name(&work->piece[i], shift))
			return true;
	return false;
}

/* Only the beginning is known: up to what is next, or to the end of the register. */
static void fields_of_shifts(struct work *work)
{
	for (size_t i = 0; i < work->n; i++) {
		struct piece *piece = &work->piece[i];
		unsigned int low = piece->value & 63, high = low < 32 ? 31 : 63;

		if (piece->role != ROLE_SHIFT || (work->covered >> low & 1) ||
		    has_unknown_mask(work, piece))
			continue;
		for (size_t j = 0; j < work->n; j++) {
			struct piece *other = &work->piece[j];
			unsigned int next = 64;

			if (other->role == ROLE_SHIFT)
				next = (unsigned int)other->value;
			else if (other->role == ROLE_VALUE && same_name(piece, other))
				other->role = ROLE_DONE;
			else if (other->role == ROLE_VALUE && is_single(other->value) &&
				 !is_below(other, piece->name, piece->length))
				next = low_of(other->value);
			/* EN_SHIFT 0 and ENABLE 0x1 */
			if (next == low && other->role == ROLE_VALUE)
				high = low;
			else if (next > low && next <= high)
				high = next - 1;
		}
		for (unsigned int bit = high; bit > low; bit--)
			if (work->covered >> bit & 1)
				high = bit - 1;
		add_field(work, mask_of(low, high), piece->name, piece->length, NONE);
	}
}

static bool is_open(const struct work *work, const struct piece *piece)
{
	return piece->role == ROLE_VALUE && !(piece->value & work->covered);
}

/* Has the value bits of another that is not part of it, or bits that nothing else names? */
static bool is_no_sum(const struct work *work, const struct piece *piece)
{
	uint64_t inside = 0;
	bool touches = false;

	if (!piece->value || is_single(piece->value))
		return false;
	for (size_t i = 0; i < work->n; i++) {
		const struct piece *other = &work->piece[i];

		if (!is_open(work, other) || other->value == piece->value)
			continue;
		touches |= (other->value & piece->value) != 0;
		if (!(other->value & ~piece->value))
			inside |= other->value;
	}
	return touches && inside != piece->value;
}

/* All bits of the values that share bits with one of @mask, or with one of these. */
static uint64_t reach_of(const struct work *work, uint64_t mask)
{
	uint64_t before;

	do {
		before = mask;
		for (size_t i = 0; i < work->n; i++)
			if (is_open(work, &work->piece[i]) && (work->piece[i].value & mask))
				mask |= work->piece[i].value;
	} while (mask != before);
	return mask;
}

/*
 * PBA_16K 0x10, PBA_20K 0x14, PBA_32K 0x20, PBA_48K 0x30: values that overlap, and no
 * mask for them: when there is nothing else they are values of the whole register.
 */
static void values_of_all(struct work *work, const char *key)
{
	uint64_t reach = 0;
	bool all = !work->covered;
	const char *name = strrchr(key, '_');
	size_t n = 0;

	for (size_t i = 0; i < work->n; i++)
		if (is_open(work, &work->piece[i]) && is_no_sum(work, &work->piece[i]))
			reach |= reach_of(work, work->piece[i].value);
	for (size_t i = 0; i < work->n; i++) {
		const struct piece *piece = &work->piece[i];

		n += is_open(work, piece) && (piece->value & reach);
		all &= is_open(work, piece) && !(piece->value & ~reach);
	}
	if (n < 3 || !all)
		return;
	name = name ? name + 1 : key;
	add_field(work, mask_of(0, reach >> 32 ? 63 : 31), name, strlen(name), NONE);
	for (size_t i = 0; i < work->n; i++)
		add_value(work, &work->fields.at[0], &work->piece[i], 0);
}

/* GENMASK() says how far a field reaches, whatever it is called. */
static bool is_genmask(const struct piece *piece)
{
	return piece->define->length &&
	       memmem(piece->define->body, piece->define->length, "GENMASK", 7);
}

static void fields_of_bits(struct work *work, bool single)
{
	for (size_t i = 0; i < work->n; i++) {
		const struct piece *piece = &work->piece[i];

		work->guessing = !single && !is_genmask(piece);
		if (piece->role == ROLE_VALUE && is_single(piece->value) == single &&
		    (single || !is_sum(work, i, piece->value)))
			add_field(work, piece->value, piece->name, piece->length, NONE);
	}
}

static int by_low(const void *a, const void *b)
{
	const struct field *one = a, *two = b;

	return one->low < two->low ? -1 : one->low > two->low;
}

/**
 * make_fields() - make the fields of a register
 * @header: the header
 * @found: one of its registers; its element gets the fields
 */
void make_fields(struct header *header, struct found *found)
{
	struct work *work;
	struct element *element = found->element;

	if (!found->bits.n)
		return;
	work = calloc(1, sizeof(*work));
	if (!work)
		longjmp(*header->regs->arena.out, 1);
	work->header = header;
	for (size_t i = 0; i < found->bits.n; i++)
		add_piece(work, found, found->bits.at[i]);
	fields_of_masks(work);
	fields_with_values(work);
	work->guessing = true;
	fields_of_values(work);
	fields_of_shifts(work);
	values_of_all(work, found->key);
	fields_of_bits(work, true);
	fields_of_bits(work, false);
	if (work->fields.n)
		qsort(work->fields.at, work->fields.n, sizeof(struct field), by_low);
	for (size_t i = 0; i < work->fields.n; i++)
		*vector_add(&header->regs->arena, &element->type.fields) = work->fields.at[i];
	if (work->covered >> 32 && !is_occupied(header, element->offset + 4)) {
		element->width = 8;
		element->open = false;
	}
	free(work);
}
