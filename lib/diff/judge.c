// SPDX-License-Identifier: GPL-2.0
/*
 * What is said of each item, once it is known what it is aligned with. A difference of a
 * register that was different before, in bits that were, follows from that: a driver that
 * reads a register and writes it back with a bit more writes what it has read. It is an
 * effect of the first, when each side has in these bits what it had before; a value that is
 * the same on both sides ends that. So is a value that was read from one register and is
 * written to another: as it was, or at least in more bits than flags have.
 */
#include <stdlib.h>

#include "compare.h"

#define SEEN		16	/* reads that differed, and that a write may be built from */
#define OWN_BITS	8	/* so many that differ tell a value from others */

/**
 * struct judge_place - a register, whichever way it is accessed
 * @bits: that differ between the sides, as far as is known
 * @value: what it was, on both
 * @excuse: of what made them differ
 * @group: number of the group of the cause, and one; 0 before it has one
 * @pair: the cause
 * @item: likewise
 */
struct judge_place {
	uint64_t bits;
	uint64_t value[2];
	uint8_t excuse;
	uint32_t group;
	uint32_t pair;
	uint32_t item;
};

/**
 * struct judge_seen - a read that differed
 * @place: number of the register
 * @pair: the cause of that
 * @item: likewise
 * @value: on both sides
 */
struct judge_seen {
	uint32_t place;
	uint32_t pair;
	uint32_t item;
	uint64_t value[2];
};

/**
 * struct judging - what is known while judging
 * @diff: the comparison
 * @place_of: number of the place, by key
 * @place: the places
 * @excused: number of the exception of each verdict, by key: 0 not asked, 1 none, else
 *	that and two; or NULL when there are no exceptions
 * @pair: number of the device pair
 * @seen: the latest reads that differed
 * @n_seen: how many there were
 */
struct judging {
	struct mmt_diff *diff;
	uint32_t *place_of;
	struct judge_place *place;
	uint32_t *excused;
	uint32_t pair;
	struct judge_seen seen[SEEN];
	uint32_t n_seen;
};

/**
 * pair_bits() - bits of the value in which a pair differs
 * @matched: aligned runs
 * @pair: number of the device pair
 * @a: item of A
 * @b: item of B
 *
 * Of polls that looked as often and found as many values, all of these count.
 */
uint64_t pair_bits(const struct diff_matched *matched, uint32_t pair, uint32_t a, uint32_t b)
{
	const struct diff_stream *one = pair_stream(matched, pair, 0);
	const struct diff_stream *two = pair_stream(matched, pair, 1);
	uint64_t bits = one->item[a].value ^ two->item[b].value;
	const struct diff_earlier *x, *y;
	uint32_t n, m, i;

	if (bits || one->item[a].count == 1 || one->item[a].count != two->item[b].count)
		return bits;
	x = stream_earlier(one, a, &n);
	y = stream_earlier(two, b, &m);
	if (n != m)
		return 0;
	for (i = 0; i < n; i++) {
		if (x[i].count != y[i].count)
			return 0;
		bits |= x[i].value ^ y[i].value;
	}
	return bits;
}

/**
 * key_exception() - the exception that excuses a finding of a register
 * @diff: the comparison
 * @key: of what the access is
 * @verdict: what is said of it
 *
 * Return: its number, or -1.
 */
long key_exception(const struct mmt_diff *diff, uint32_t key, enum mmt_verdict verdict)
{
	const struct diff_key *of = &diff->keys.at[key];
	const struct mmt_diff_row row = { .kind = (enum mmt_kind)of->kind, .bar = of->bar,
					  .offset = of->place };
	char place[PLACE_MOST];

	mmt_diff_place(&row, place);
	return excepts_find(&diff->excepts, of->shown ? diff->words.at[of->shown] : NULL, place,
			    verdict);
}

static enum mmt_excuse by_user(struct judging *judging, uint32_t key, enum mmt_verdict verdict)
{
	struct mmt_diff *diff = judging->diff;
	uint32_t *excused;

	if (!judging->excused)
		return MMT_NO_EXCUSE;
	excused = &judging->excused[(size_t)key * MMT_N_VERDICTS + verdict];
	if (!*excused)
		*excused = (uint32_t)(key_exception(diff, key, verdict) + 2);
	if (*excused == 1)
		return MMT_NO_EXCUSE;
	diff->excepts.at[*excused - 2].used++;
	return MMT_EXCEPTED;
}

static const uint8_t flag_of[] = {
	[MMT_VARIES] = ITEM_VARIES, [MMT_EXCEPTED] = ITEM_EXCEPTED,
	[MMT_UNKNOWABLE] = ITEM_LOST, [MMT_EFFECT] = ITEM_EFFECT,
	[MMT_INTERLEAVED] = ITEM_BETWEEN, [MMT_ADDRESS] = ITEM_ADDRESS,
};

static void count(struct judging *judging, enum mmt_verdict verdict, enum mmt_excuse excuse)
{
	struct mmt_diff_summary *summary = &judging->diff->summary;

	if (excuse == MMT_VARIES) {
		summary->varying++;
	} else if (excuse == MMT_EXCEPTED) {
		summary->excepted++;
	} else if (excuse == MMT_ADDRESS) {
		summary->addresses++;
	} else if (excuse == MMT_UNKNOWABLE) {
		summary->unknowable++;
	} else {
		summary->count[verdict]++;
		summary->findings += verdict != MMT_SAME && excuse == MMT_NO_EXCUSE;
	}
}

/* Records of the other side are missing between the partners before and behind an item. */
static bool is_unknowable(const struct judging *judging, unsigned int side, uint32_t before)
{
	const struct diff_matched *matched = &judging->diff->matched;
	const struct diff_stream *other = pair_stream(matched, judging->pair, !side);
	const struct diff_run *run = matched->run[!side];
	uint64_t from = before ? other->item[before - 1].index + 1ULL : 0;
	uint64_t to = before < other->n ? other->item[before].index : run->accesses;

	return run_lost_between(run, from, to) || (before == other->n && run->cut);
}

/* An item that only one side has; @before items of the other side come before it. */
static void judge_alone(struct judging *judging, unsigned int side, uint32_t item,
			uint32_t before)
{
	struct mmt_diff *diff = judging->diff;
	uint32_t key = pair_stream(&diff->matched, judging->pair, side)->item[item].key;
	uint8_t *flags = &diff->matched.pair[judging->pair].flags[side][item];
	enum mmt_verdict verdict = side ? MMT_SURPLUS : MMT_MISSING;
	enum mmt_excuse excuse = MMT_NO_EXCUSE;

	if (*flags & ITEM_POLLED)
		return;
	if (is_unknowable(judging, side, before))
		excuse = MMT_UNKNOWABLE;
	else if (diff->noise && diff->noise[key].count)
		excuse = MMT_VARIES;
	else
		excuse = by_user(judging, key, verdict);
	*flags |= flag_of[excuse];
	count(judging, verdict, excuse);
}

/* Each side has in some bits what it had before. */
static bool is_kept(const uint64_t now[2], const uint64_t before[2], uint64_t bits)
{
	return !((now[0] ^ before[0]) & bits) && !((now[1] ^ before[1]) & bits);
}

/* One more difference follows from what is known of a register. */
static bool add_effect(struct judging *judging, struct judge_place *place)
{
	struct diff_groups *effects = &judging->diff->effects;
	struct diff_group *group;

	if (!place->group) {
		group = groups_add(effects);
		if (!group) {
			judging->diff->failed = true;
			return false;
		}
		group->pair = place->pair;
		group->item = place->item;
		place->group = effects->n;
	}
	effects->at[place->group - 1].items++;
	return true;
}

/* Another register that a value was read from, and that still is known to differ; or NULL. */
static struct judge_place *written_from(struct judging *judging, const uint64_t value[2],
					uint64_t bits)
{
	for (uint32_t i = 0; i < SEEN && i < judging->n_seen; i++) {
		const struct judge_seen *seen = &judging->seen[(judging->n_seen - 1 - i) % SEEN];
		struct judge_place *place = &judging->place[seen->place];

		if (place->pair != seen->pair || place->item != seen->item || !place->bits)
			continue;
		if (is_kept(value, seen->value, UINT64_MAX) ? (value[0] | value[1]) >> OWN_BITS :
		    is_kept(value, seen->value, bits) && __builtin_popcountll(bits) >= OWN_BITS)
			return place;
	}
	return NULL;
}

/*
 * Why a difference is no finding when it follows from another: it is the effect of that, or
 * what that is excused for. MMT_NO_EXCUSE when it does not.
 */
static enum mmt_excuse follows(struct judging *judging, struct judge_place *place, bool is_write,
			       const uint64_t value[2], uint64_t bits)
{
	struct judge_place *cause = NULL;

	if (place->bits && !(bits & ~place->bits) && is_kept(value, place->value, bits))
		cause = place;
	else if (is_write)
		cause = written_from(judging, value, bits);
	if (!cause)
		return MMT_NO_EXCUSE;
	if (cause->excuse != MMT_NO_EXCUSE)
		return (enum mmt_excuse)cause->excuse;
	if (!add_effect(judging, cause))
		return MMT_NO_EXCUSE;
	/* What is read back from a register follows from what its value was built from. */
	if (cause != place)
		*place = *cause;
	return MMT_EFFECT;
}

static void see(struct judging *judging, uint32_t number, const uint64_t value[2])
{
	const struct judge_place *place = &judging->place[number];

	judging->seen[judging->n_seen++ % SEEN] = (struct judge_seen){
		.place = number, .pair = place->pair, .item = place->item,
		.value = { value[0], value[1] },
	};
}

static enum mmt_excuse excuse_value(struct judging *judging, struct judge_place *place,
				    uint32_t key, const uint64_t value[2], uint64_t bits)
{
	struct mmt_diff *diff = judging->diff;
	enum mmt_excuse excuse;

	if (diff->compared[key].address && address_differs(diff, value[0], value[1]))
		return MMT_ADDRESS;
	if (diff->noise && !(bits & ~diff->noise[key].bits))
		return MMT_VARIES;
	excuse = follows(judging, place, mmt_is_write((enum mmt_kind)diff->keys.at[key].kind), value,
			 bits);
	return excuse == MMT_NO_EXCUSE ? by_user(judging, key, MMT_VALUE) : excuse;
}

static void judge_pair(struct judging *judging, uint32_t a, uint32_t b)
{
	struct mmt_diff *diff = judging->diff;
	uint32_t key = pair_stream(&diff->matched, judging->pair, 0)->item[a].key;
	uint32_t number = judging->place_of[key];
	struct judge_place *place = &judging->place[number];
	uint8_t *flags = &diff->matched.pair[judging->pair].flags[0][a];
	const uint64_t value[2] = { pair_stream(&diff->matched, judging->pair, 0)->item[a].value,
				    pair_stream(&diff->matched, judging->pair, 1)->item[b].value };
	uint64_t bits = pair_bits(&diff->matched, judging->pair, a, b);
	enum mmt_verdict verdict = MMT_SAME;
	enum mmt_excuse excuse = MMT_NO_EXCUSE;

	diff->compared[key].pairs++;
	diff->compared[key].same += !bits;
	if (bits) {
		verdict = MMT_VALUE;
		excuse = excuse_value(judging, place, key, value, bits);
	}
	if (!bits && *flags & ITEM_BETWEEN) {
		excuse = MMT_INTERLEAVED;
	} else if (*flags & ITEM_MOVED && (!bits || excuse == MMT_ADDRESS)) {
		verdict = MMT_MOVED;
		excuse = diff->noise && (diff->noise[key].order || diff->noise[key].count) ?
			 MMT_VARIES : by_user(judging, key, MMT_MOVED);
	}
	*flags |= flag_of[excuse];
	count(judging, verdict, excuse);
	if (excuse == MMT_EFFECT)
		place->bits = bits;
	else
		*place = (struct judge_place){ .bits = bits, .excuse = (uint8_t)excuse,
					       .pair = judging->pair, .item = a };
	place->value[0] = value[0];
	place->value[1] = value[1];
	if (bits && !mmt_is_write((enum mmt_kind)diff->keys.at[key].kind))
		see(judging, number, value);
}

static void judge_moved(struct judging *judging, uint32_t a)
{
	judge_pair(judging, a, judging->diff->matched.pair[judging->pair].other[0][a]);
}

static void judge_streams(struct judging *judging)
{
	const struct diff_matched *matched = &judging->diff->matched;
	const struct diff_pair *pair = &matched->pair[judging->pair];
	uint32_t n[2] = { pair_stream(matched, judging->pair, 0)->n,
			  pair_stream(matched, judging->pair, 1)->n };
	uint32_t a = 0, b = 0;

	while (a < n[0] || b < n[1]) {
		if (a < n[0] && pair->other[0][a] == NOBODY)
			judge_alone(judging, 0, a++, b);
		else if (a < n[0] && pair->flags[0][a] & ITEM_MOVED)
			judge_moved(judging, a++);
		else if (b < n[1] && pair->flags[1][b] & ITEM_MOVED)
			b++;
		else if (b < n[1] && pair->other[1][b] == NOBODY)
			judge_alone(judging, 1, b++, a);
		else
			judge_pair(judging, a++, b++);
	}
}

/**
 * places_number() - number the registers, in which direction and width ever
 * @keys: of what items are
 * @place_of: for each key gets the number of its register
 *
 * Return: how many registers; -1 when out of memory.
 */
int64_t places_number(const struct diff_keys *keys, uint32_t *place_of)
{
	struct diff_keys places = { .n = 0 };
	int64_t n = 0;

	for (uint32_t i = 0; i < keys->n && n >= 0; i++) {
		struct diff_key key = keys->at[i];

		key.kind = (uint8_t)mmt_is_config((enum mmt_kind)key.kind);
		key.width = 0;
		place_of[i] = key_number(&places, &key);
		n = place_of[i] == NOBODY ? -1 : (int64_t)places.n;
	}
	keys_free(&places);
	return n;
}

/**
 * judge() - say of each access what it is
 * @diff: the comparison, A and B aligned; its items get their flags, and the summary
 *
 * Return: 0, or -1 when out of memory.
 */
int judge(struct mmt_diff *diff)
{
	size_t keys = diff->keys.n + 1UL;
	struct judging judging = {
		.diff = diff,
		.place_of = malloc(keys * sizeof(*judging.place_of)),
		.place = calloc(keys, sizeof(*judging.place)),
	};
	int status = -1;

	diff->compared = calloc(keys, sizeof(*diff->compared));
	if (diff->excepts.n)
		judging.excused = calloc(keys * MMT_N_VERDICTS, sizeof(*judging.excused));
	if (judging.place_of && judging.place && diff->compared &&
	    (judging.excused || !diff->excepts.n) && places_number(&diff->keys, judging.place_of) >= 0) {
		addresses_find(diff);
		addresses_move(diff);
		for (; judging.pair < diff->matched.pairs; judging.pair++)
			judge_streams(&judging);
		groups_sort(&diff->effects);
		status = diff->failed ? -1 : 0;
	}
	free(judging.place_of);
	free(judging.place);
	free(judging.excused);
	return status;
}
