// SPDX-License-Identifier: GPL-2.0
/* Rules about registers, blocks, spaces and the ways into them. */
#include <stdlib.h>
#include <string.h>

#include "header.h"

/*
 * struct apply - rules being applied
 * @rules: the rules
 * @header: the header that they are about, or NULL
 * @database: where the registers are
 * @rule: the one being applied
 * @last: the register that the rule before was about, or NULL
 * @unit: bytes of a unit of offsets, where no header says it
 */
struct apply {
	struct mmt_regs *regs;
	const struct rules *rules;
	struct header *header;
	struct database *database;
	const struct rule *rule;
	struct element *last;
	unsigned int unit;
};

static struct space *new_space(struct apply *apply, const char *name)
{
	struct arena *arena = &apply->regs->arena;
	struct space *space = arena_get(arena, sizeof(*space));

	space->name = name;
	space->unit = apply->unit;
	space->bar = MMT_NO_BAR;
	space->where = apply->rule->where;
	dictionary_set(&apply->database->spaces, arena, name, space);
	*vector_add(arena, &apply->database->all_spaces) = space;
	return space;
}

static struct space *main_space(struct apply *apply)
{
	if (!apply->database->main)
		apply->database->main = new_space(apply, apply->database->title);
	return apply->database->main;
}

/* The space of a BAR; BARs that nobody speaks of have none. */
static struct space *space_of_bar(struct apply *apply, const char *text)
{
	uint64_t bar;
	char name[8] = "BAR0";
	struct space *space;

	if (!text)
		return main_space(apply);
	if (!rule_number(apply->regs, apply->rule, text, &bar))
		return NULL;
	if (bar >= MMT_BARS) {
		regs_complain(apply->regs, apply->rule->where, "there is no BAR %.20s", text);
		return NULL;
	}
	name[3] = (char)('0' + bar);
	space = dictionary_find(&apply->database->spaces, name);
	if (!space) {
		space = new_space(apply, regs_name(apply->regs, name, strlen(name)));
		space->bar = (int)bar;
	}
	return space;
}

static struct element *find_in(struct element **elements, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (elements[i]->name && !strcmp(elements[i]->name, name))
			return elements[i];
	return NULL;
}

static struct element *find_element(struct apply *apply, const char *name)
{
	struct found *found = apply->header ? header_find(apply->header, name) : NULL;
	struct element *element = found ? found->element : NULL;

	for (size_t i = 0; i < apply->database->all_spaces.n && !element; i++) {
		struct space *space = apply->database->all_spaces.at[i];

		element = find_in(space->elements.at, space->elements.n, name);
		for (size_t j = 0; j < space->elements.n && !element; j++)
			element = find_in(space->elements.at[j]->elements.at,
					  space->elements.at[j]->elements.n, name);
	}
	return element;
}

/* Rules of a directory are about headers that need not be there. */
static bool may_be_missing(const struct apply *apply)
{
	return apply->rules->is_optional && apply->rules->files.n && !apply->header;
}

static struct element *need_block(struct apply *apply, const char *name)
{
	for (size_t i = 0; i < apply->database->all_spaces.n; i++) {
		struct space *space = apply->database->all_spaces.at[i];

		for (size_t j = 0; j < space->elements.n; j++)
			if (space->elements.at[j]->kind != ELEMENT_REGISTER &&
			    space->elements.at[j]->name &&
			    !strcmp(space->elements.at[j]->name, name))
				return space->elements.at[j];
	}
	if (!may_be_missing(apply))
		regs_complain(apply->regs, apply->rule->where, "there is no block '%s'", name);
	return NULL;
}

static struct element *need_element(struct apply *apply, const char *name)
{
	struct element *element = apply->last;

	/* Of several registers of one name the one that was spoken of just before is meant. */
	if (!element || strcmp(element->name, name) != 0)
		element = find_element(apply, name);
	if (!element && !may_be_missing(apply))
		regs_complain(apply->regs, apply->rule->where, "there is no register '%s'", name);
	return element;
}

static void remove_element(struct space *space, const struct element *element)
{
	size_t kept = 0;

	for (size_t i = 0; i < space->elements.n; i++)
		if (space->elements.at[i] != element)
			space->elements.at[kept++] = space->elements.at[i];
	space->elements.n = kept;
}

static void remove_everywhere(struct apply *apply, const struct element *element)
{
	for (size_t i = 0; i < apply->database->all_spaces.n; i++)
		remove_element(apply->database->all_spaces.at[i], element);
}

/*
 * What is put in by a rule comes before what was guessed, and the latest first. Where nothing
 * was guessed all is turned round at the end: see turn_round().
 */
static void put_first(struct apply *apply, struct space *space, struct element *element)
{
	*vector_add(&apply->regs->arena, &space->elements) = element;
	if (!apply->header)
		return;
	memmove(space->elements.at + 1, space->elements.at,
		(space->elements.n - 1) * sizeof(*space->elements.at));
	space->elements.at[0] = element;
}

static void turn_round(struct space *space)
{
	for (size_t i = 0, j = space->elements.n; j && i < --j; i++) {
		struct element *element = space->elements.at[i];

		space->elements.at[i] = space->elements.at[j];
		space->elements.at[j] = element;
	}
}

static void option_number(struct apply *apply, const char *name, uint64_t *number)
{
	const char *text = rule_option(apply->rule, 2, name);
	uint64_t value;

	if (text && rule_number(apply->regs, apply->rule, text, &value))
		*number = value;
}

static void set_options(struct apply *apply, struct element *element)
{
	const char *access = rule_option(apply->rule, 2, "access");
	const char *width = rule_option(apply->rule, 2, "width");

	option_number(apply, "stride", &element->stride);
	option_number(apply, "length", &element->length);
	option_number(apply, "first", &element->first);
	if (width && strchr("1248", *width) && *width && (!width[1] || !strcmp(width + 1, "?"))) {
		element->width = (unsigned int)(*width - '0');
		element->open = width[1];
	} else if (width) {
		regs_complain(apply->regs, apply->rule->where, "width: it may be 1, 2, 4 or 8, with ? when that is a guess");
	}
	if (element->kind != ELEMENT_REGISTER && element->length != 1 && !element->stride) {
		regs_complain(apply->regs, apply->rule->where, "copies need a stride");
		element->length = 1;
	}
	if (!access)
		return;
	if (!strcmp(access, "r"))
		element->access = MMT_REG_READ;
	else if (!strcmp(access, "w"))
		element->access = MMT_REG_WRITE;
	else if (!strcmp(access, "rw"))
		element->access = BOTH_WAYS;
	else
		regs_complain(apply->regs, apply->rule->where, "access: it may be r, w or rw");
}

static struct element *new_element(struct apply *apply, enum element_kind kind,
				   const char *name, const char *offset)
{
	struct element *element;
	uint64_t at;

	if (!rule_number(apply->regs, apply->rule, offset, &at))
		return NULL;
	element = arena_get(&apply->regs->arena, sizeof(*element));
	element->kind = kind;
	element->name = name;
	element->offset = at;
	element->length = 1;
	element->width = 4;
	element->open = true;
	element->access = BOTH_WAYS;
	element->where = apply->rule->where;
	return element;
}

static bool begins_with_digit(const char *text)
{
	return *text >= '0' && *text <= '9';
}

/* register NAME [OFFSET] [width N] [stride N] [length N] [access A] [bar N] [in BLOCK, or SPACE] */
static void apply_register(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	const char *block = rule_option(rule, 2, "in"), *bar = rule_option(rule, 2, "bar");
	struct element *element = NULL, *container;
	struct space *space;
	bool is_new = rule_adds_register(rule);

	if (is_new)
		element = new_element(apply, ELEMENT_REGISTER, rule->word[1], rule->word[2]);
	else
		element = need_element(apply, rule->word[1]);
	if (!element)
		return;
	apply->last = element;
	set_options(apply, element);
	space = block ? dictionary_find(&apply->database->spaces, block) : NULL;
	if (space) {
		if (!is_new)
			remove_everywhere(apply, element);
		put_first(apply, space, element);
		return;
	}
	if (block) {
		container = need_block(apply, block);
		if (!container)
			return;
		if (!is_new)
			remove_everywhere(apply, element);
		*vector_add(&apply->regs->arena, &container->elements) = element;
		return;
	}
	if (!is_new && !bar)
		return;
	space = space_of_bar(apply, bar);
	if (!space)
		return;
	if (!is_new)
		remove_everywhere(apply, element);
	put_first(apply, space, element);
}

/* block NAME OFFSET [stride N] [length N] [bar N] [of PATTERN] */
static void apply_block(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct element *block = new_element(apply, ELEMENT_STRIPE, rule->word[1], rule->word[2]);
	struct space *space = space_of_bar(apply, rule_option(rule, 3, "bar"));
	const char *pattern = rule_option(rule, 3, "of");
	struct rule matching = { .word = { pattern }, .n = 1 };

	if (!block || !space)
		return;
	set_options(apply, block);
	block->access = 0;
	for (size_t i = 0; pattern && apply->header && i < apply->header->found.n; i++) {
		struct found *found = apply->header->found.at[i];

		if (!rule_matches(&matching, 0, found->define->name))
			continue;
		remove_everywhere(apply, found->element);
		*vector_add(&apply->regs->arena, &block->elements) = found->element;
	}
	put_first(apply, space, block);
}

/* bar N PATTERN...: registers, or spaces of rnndb, by their names */
static void apply_bar(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct space *space = space_of_bar(apply, rule->word[1]);
	struct database *database = apply->regs->rnndb;

	for (size_t i = 0; space && apply->header && i < apply->header->found.n; i++) {
		struct found *found = apply->header->found.at[i];

		if (!rule_matches(rule, 2, found->define->name))
			continue;
		remove_everywhere(apply, found->element);
		*vector_add(&apply->regs->arena, &space->elements) = found->element;
	}
	for (size_t i = 0; space && database && i < database->all_spaces.n; i++)
		if (rule_matches(rule, 2, database->all_spaces.at[i]->name))
			database->all_spaces.at[i]->bar = space->bar;
}

/* space NAME PATTERN...: registers that are not mapped */
static void apply_space(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct space *space = new_space(apply, rule->word[1]);

	space->indirect = true;
	/* A number is a register, however wide that is. */
	space->unit = 8;
	for (size_t i = 0; apply->header && i < apply->header->found.n; i++) {
		struct found *found = apply->header->found.at[i];

		if (!rule_matches(rule, 2, found->define->name))
			continue;
		remove_everywhere(apply, found->element);
		*vector_add(&apply->regs->arena, &space->elements) = found->element;
	}
}

/* A register, an offset, or config:OFFSET. */
static bool place_of(struct apply *apply, const char *text, uint64_t *offset, bool *in_config)
{
	struct element *element;

	*in_config = !strncmp(text, "config:", 7);
	if (*in_config)
		return rule_number(apply->regs, apply->rule, text + 7, offset);

	if (begins_with_digit(text))
		return rule_number(apply->regs, apply->rule, text, offset);
	element = need_element(apply, text);
	if (element)
		*offset = element->offset;
	return element;
}

static bool read_shift(struct apply *apply, const char *text, int *shift)
{
	char *end;
	long value = strtol(text, &end, 0);

	if (*end || end == text || value > 63 || value < -63) {
		regs_complain(apply->regs, apply->rule->where, "shift '%.20s': it may be -63 to 63, to the left when positive",
			      text);
		return false;
	}
	*shift = (int)value;
	return true;
}

static bool read_bits(struct apply *apply, const char *text, struct field *field)
{
	char *end;
	unsigned long high, low;

	high = low = strtoul(text, &end, 0);
	if (*end == ':')
		low = strtoul(end + 1, &end, 0);
	if (*end || high > 63 || low > high) {
		regs_complain(apply->regs, apply->rule->where, "'%.40s' are no bits: it should be HIGH:LOW, or one number",
			      text);
		return false;
	}
	field->high = (unsigned int)high;
	field->low = (unsigned int)low;
	return true;
}

/*
 * index SPACE select REGISTER data REGISTER [size N] [mask M] [shift N] [step N] [bits HIGH:LOW] [bar N]
 * window SPACE OFFSET SIZE select REGISTER [mask M] [shift N] [bar N]
 */
static void apply_path(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	const char *select = rule_option(rule, 2, "select"), *data = rule_option(rule, 2, "data");
	const char *shift = rule_option(rule, 2, "shift"), *bits = rule_option(rule, 2, "bits");
	struct access_path path = { .mask = FOREVER, .size = 4 };

	path.window = !strcmp(rule->word[0], "window");
	path.space = dictionary_find(&apply->database->spaces, rule->word[1]);
	if (!path.space && apply->regs->rnndb)
		path.space = dictionary_find(&apply->regs->rnndb->spaces, rule->word[1]);
	if (!path.space && may_be_missing(apply))
		return;
	if (!path.space || !select || (!path.window && !data)) {
		regs_complain(apply->regs, rule->where, path.space ? "%s: it needs select, and data or a place" :
							     "%s: there is no such space",
			      rule->word[1]);
		return;
	}
	path.from = space_of_bar(apply, rule_option(rule, 2, "bar"));
	if (!path.from || !place_of(apply, select, &path.select, &path.select_in_config) ||
	    !place_of(apply, path.window ? rule->word[2] : data, &path.offset, &path.data_in_config) ||
	    (path.window && !rule_number(apply->regs, rule, rule->word[3], &path.size)))
		return;
	option_number(apply, "size", &path.size);
	option_number(apply, "mask", &path.mask);
	option_number(apply, "step", &path.step);
	if (bits) {
		struct field field = { 0 };

		if (!read_bits(apply, bits, &field))
			return;
		path.low = field.low;
		path.bits = (2ULL << (field.high - field.low)) - 1;
	}
	if (shift && !read_shift(apply, shift, &path.shift))
		return;
	*vector_add(&apply->regs->arena, &apply->database->paths) = path;
}

/* VALUE=NAME... */
static void read_values(struct apply *apply, struct field *field, unsigned int from)
{
	const struct rule *rule = apply->rule;

	for (unsigned int i = from; i < rule->n; i++) {
		struct value value = { .has_number = true, .access = BOTH_WAYS };
		char *end;

		value.number = strtoull(rule->word[i], &end, 0);
		value.name = end + 1;
		if (*end != '=' || !end[1] || end == rule->word[i])
			regs_complain(apply->regs, rule->where, "'%.40s' should be NUMBER=NAME",
				      rule->word[i]);
		else
			*vector_add(&apply->regs->arena, &field->type.values) = value;
	}
}

/* field REGISTER NAME HIGH:LOW [VALUE=NAME...]; "NAME?" is a guess */
static void apply_field(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct element *element = need_element(apply, rule->word[1]);
	struct field field = { .name = rule->word[2], .access = BOTH_WAYS };
	size_t length = strlen(field.name);

	if (!element || !read_bits(apply, rule->word[3], &field))
		return;
	if (length > 1 && field.name[length - 1] == '?') {
		field.guessed = true;
		field.name = regs_name(apply->regs, field.name, length - 1);
	}
	read_values(apply, &field, 4);
	*vector_add(&apply->regs->arena, &element->type.fields) = field;
}

/* value REGISTER FIELD VALUE=NAME...: more of a field's values */
static void apply_value(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct element *element = need_element(apply, rule->word[1]);

	for (size_t i = element ? element->type.fields.n : 0; i--;)
		if (!strcmp(element->type.fields.at[i].name, rule->word[2])) {
			read_values(apply, &element->type.fields.at[i], 3);
			return;
		}
	if (element)
		regs_complain(apply->regs, rule->where, "there is no field '%s' in '%s'",
			      rule->word[2], rule->word[1]);
}

/* used REGISTER FUNCTION[=DISTANCE]...: where several have one place, theirs is this one */
static void apply_used(struct apply *apply)
{
	struct arena *arena = &apply->regs->arena;
	const struct rule *rule = apply->rule;
	struct element *element = need_element(apply, rule->word[1]);
	struct dictionary *users;

	if (!element)
		return;
	users = element->users ? (struct dictionary *)element->users : arena_get(arena, sizeof(*users));
	element->users = users;
	for (unsigned int i = 2; i < rule->n; i++) {
		size_t length = strcspn(rule->word[i], "=");
		struct user *user = arena_get(arena, sizeof(*user));

		user->where = rule->where;
		if (rule->word[i][length])
			user->distance = (unsigned int)strtoul(rule->word[i] + length + 1, NULL, 10);
		dictionary_put(users, arena, rule->word[i], length, user);
	}
}

/* fields REGISTER PATTERN...: of a register that no header has, but a rule */
static void apply_fields(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct found found = { .key = rule->word[1] };

	if (apply->header && header_find(apply->header, rule->word[1]))
		return;
	found.element = need_element(apply, rule->word[1]);
	if (!found.element || !apply->header)
		return;
	rule_bits(rule, apply->header, &found);
	make_fields(apply->header, &found);
}

/* values REGISTER FIELD PATTERN...: constants that are values of a field */
static void apply_values(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	struct element *element = need_element(apply, rule->word[1]);
	struct field *field = NULL;

	for (size_t i = 0; element && i < element->type.fields.n; i++)
		if (!strcmp(element->type.fields.at[i].name, rule->word[2]))
			field = &element->type.fields.at[i];
	if (!field) {
		if (element)
			regs_complain(apply->regs, rule->where, "there is no field '%s' in '%s'",
				      rule->word[2], rule->word[1]);
		return;
	}
	for (size_t i = 0; apply->header && i < apply->header->defines.all.n; i++) {
		struct define *define = apply->header->defines.all.at[i];
		struct value value = { .name = define->name, .has_number = true,
				       .access = BOTH_WAYS };

		if (!rule_matches(rule, 3, define->name) || define->state != VALUE_GOOD)
			continue;
		value.number = define->value;
		*vector_add(&apply->regs->arena, &field->type.values) = value;
	}
}

/* like REGISTER OTHER: it has the fields of the other */
static void apply_like(struct apply *apply)
{
	struct element *element = need_element(apply, apply->rule->word[1]);
	struct element *other = need_element(apply, apply->rule->word[2]);

	if (element && other)
		element->type = other->type;
}

/* variant ENUM NAME: which chip it is */
static void apply_variant(struct apply *apply)
{
	struct database *database = apply->regs->rnndb ? apply->regs->rnndb : apply->database;

	*vector_add(&apply->regs->arena, &database->choices) = (struct choice){
		apply->rule->word[1], apply->rule->word[2], apply->rule->where
	};
}

/* called NAME [family WORD] [of source]: whose it is, is found as of a header of that name */
static void apply_called(struct apply *apply)
{
	const struct rule *rule = apply->rule;
	const char *family = rule_option(rule, 2, "family"), *of = rule_option(rule, 2, "of");
	struct database *database = apply->database;

	database->guessed = true;
	database->title = rule->word[1];
	database->family = family ? family : "";
	if (!of)
		return;
	if (strcmp(of, "source") != 0) {
		regs_complain(apply->regs, rule->where, "of: it may be source");
		return;
	}
	/* A driver has registers of many chips: where they end says nothing of a BAR. */
	database->of_source = true;
	database->where.file = arena_text(&apply->regs->arena, database->where.file,
					  strlen(database->where.file));
}

static unsigned int unit_of(struct mmt_regs *regs, const struct rules *rules)
{
	struct header nothing = { .regs = regs, .unit = 1 };

	rules_unit(rules, &nothing);
	return nothing.unit;
}

static const struct {
	const char *keyword;
	void (*apply)(struct apply *apply);
} appliers[] = {
	{ "bar", apply_bar }, { "register", apply_register }, { "block", apply_block },
	{ "field", apply_field },
	{ "value", apply_value }, { "used", apply_used }, { "called", apply_called }, { "fields", apply_fields }, { "values", apply_values },
	{ "like", apply_like }, { "space", apply_space }, { "index", apply_path }, { "window", apply_path },
	{ "variant", apply_variant },
};

/**
 * rules_apply() - apply rules
 * @regs: whose
 * @rules: the rules, or NULL
 * @header: the header that they are about, or NULL
 * @database: its registers, or an empty one
 */
void rules_apply(struct mmt_regs *regs, const struct rules *rules, struct header *header,
		 struct database *database)
{
	struct apply apply = { .regs = regs, .rules = rules, .header = header,
			       .database = database, .unit = 1 };

	if (rules && !header)
		apply.unit = unit_of(regs, rules);

	for (size_t i = 0; rules && i < rules->subjects.n; i++)
		*vector_add(&regs->arena, &database->subjects) = rules->subjects.at[i];
	for (size_t i = 0; rules && i < rules->rules.n; i++) {
		apply.rule = &rules->rules.at[i];
		for (size_t j = 0; j < sizeof(appliers) / sizeof(*appliers); j++)
			if (!strcmp(apply.rule->word[0], appliers[j].keyword))
				appliers[j].apply(&apply);
		if (!rule_is(apply.rule, "register") && !rule_is(apply.rule, "field") &&
		    !rule_is(apply.rule, "value") && !rule_is(apply.rule, "used"))
			apply.last = NULL;
	}
	for (size_t i = 0; !header && i < database->all_spaces.n; i++)
		turn_round(database->all_spaces.at[i]);
}
