// SPDX-License-Identifier: GPL-2.0
/*
 * Which functions of a driver access registers, through however many wrappers: what
 * passes one of its arguments on as the offset of another that does. And with which
 * constants they are called: these are offsets of registers, whatever their names are.
 */
#include <string.h>

#include "accessor.h"

#define MOST_ROUNDS 12
#define MOST_NESTED 3	/* variables that were set from variables */

/* Macros are functions, too. */
static void add_macros(struct header *header)
{
	struct arena *arena = header->defines.arena;
	struct driver_source *source = &header->source;

	for (size_t i = 0; i < header->defines.all.n; i++) {
		const struct define *define = header->defines.all.at[i];
		struct callable *callable;

		/* A part of a table. */
		if (!define->is_macro && define->length > 1 && *define->body == '.')
			source_links(source, arena, tokens_of(arena, define->body, define->length, 0));
		if (!define->is_macro || !define->length ||
		    dictionary_find(&source->by_name, define->name))
			continue;
		callable = arena_get(arena, sizeof(*callable));
		callable->name = define->name;
		callable->is_macro = true;
		callable->file = define->file;
		callable->is_variadic = define->is_variadic;
		for (unsigned int j = 0; j < define->n_parameters && j < MOST_PARAMETERS; j++)
			callable->parameter[callable->n_parameters++] = define->parameter[j];
		callable->code = tokens_of(arena, define->body, define->length, 0);
		source_links(source, arena, callable->code);
		*vector_add(arena, &source->functions) = callable;
		dictionary_set(&source->by_name, arena, callable->name, callable);
	}
}

static bool is_member(const struct code *code, const struct token *at)
{
	return at > code->at && (token_is(at - 1, "->") || (at[-1].kind == '.' && at[-1].length == 1));
}

/* Is it called as functions of the driver are? Then it does something that we did not understand. */
static bool is_of_driver(const struct header *header, const struct token *at)
{
	const char *end = memchr(at->at, '_', at->length);

	return end && dictionary_get(&header->source.words, at->at, (size_t)(end - at->at));
}

/* What the function that is called at @at reaches; false when it reaches nothing. */
static bool reach_of(const struct header *header, const struct code *code,
		     const struct token *at, struct reach *reach)
{
	const struct callable *callable;

	if (is_member(code, at)) {
		callable = dictionary_get(&header->source.by_member, at->at, at->length);
		if (!callable)
			return false;
		*reach = callable->reach;
		return reach->is_known && !reach->is_value;
	}
	if (reach_known(at->at, at->length, reach))
		return true;
	callable = dictionary_get(&header->source.by_name, at->at, at->length);
	if (!callable)
		callable = dictionary_get(&header->source.by_member, at->at, at->length);
	if (!callable && !is_of_driver(header, at) && reach_unknown(at->at, at->length, reach))
		return true;
	if (!callable || !callable->reach.is_known || callable->reach.is_value)
		return false;
	*reach = callable->reach;
	return true;
}

/* The argument of a call that is an offset or an address; false when there is none. */
static bool argument_of(const struct code_scope *scope, const struct token *open,
			const struct reach *reach, struct code *code, unsigned int *rest)
{
	struct code argument[MOST_FUNCTION_PARAMETERS];
	unsigned int n = arguments_of(open, argument, MOST_FUNCTION_PARAMETERS);

	*rest = 0;
	for (unsigned int i = 0; i < n && i <= reach->argument; i++)
		if (scope->callable->is_variadic && argument[i].end - argument[i].at == 1 &&
		    token_is(argument[i].at, "__VA_ARGS__")) {
			*rest = scope->callable->n_parameters + (reach->argument - i) + 1;
			return true;
		}
	if (reach->argument >= n || argument[reach->argument].at >= argument[reach->argument].end)
		return false;
	*code = argument[reach->argument];
	return true;
}

/*
 * read_poll_timeout(readl, value, condition, sleep, timeout, before, address), readx_poll_timeout(readl, address, ...):
 * where the arguments of what is called begin; 0 when it is none of them.
 */
static unsigned int poll_arguments(const struct token *at)
{
	if (token_is(at, "read_poll_timeout") || token_is(at, "read_poll_timeout_atomic"))
		return 6;
	return token_is(at, "readx_poll_timeout") || token_is(at, "readx_poll_timeout_atomic");
}

typedef void (*found_call)(const struct code_scope *scope, const struct token *at,
			   const struct reach *reach, struct code argument, unsigned int rest,
			   void *data);

static void each_access(const struct code_scope *scope, found_call found, void *data)
{
	const struct code *code = &scope->callable->code;

	for (const struct token *at = code->at; at + 1 < code->end; at++) {
		struct code argument = { 0 };
		struct reach reach;
		unsigned int rest, before;

		if (at->kind != 'a' || at[1].kind != '(' || !at[1].match)
			continue;
		before = poll_arguments(at);
		if (before) {
			if (at[2].kind != 'a' || !reach_of(scope->header, code, at + 2, &reach))
				continue;
			reach.argument += before;
		} else if (!reach_of(scope->header, code, at, &reach)) {
			continue;
		}
		if (argument_of(scope, at + 1, &reach, &argument, &rest))
			found(scope, at, &reach, argument, rest, data);
	}
}

/* What a function says, or a sum is, is rather a part of the device, such as a port: "port()". */
static const char *called_base(const struct header *header, const struct token *name, bool is_sum)
{
	char *text = arena_get(header->defines.arena, name->length + 4);

	memcpy(text, name->at, name->length);
	memcpy(text + name->length, is_sum ? "(+)" : "()", is_sum ? 3 : 2);
	return text;
}

/* What a base really is: a variable is what it was set to first. */
static const char *base_name(const struct code_scope *scope, const struct part *part)
{
	const struct code *code = &scope->callable->code;

	if (part->code.end - part->code.at != 1)
		return part->base;
	for (const struct token *set = code->at; set + 2 < code->end; set++) {
		const struct token *last = NULL;
		bool called = false, sum = false;

		if (set->kind != 'a' || set[1].kind != '=' || set[1].length != 1 ||
		    set->length != part->code.at->length ||
		    memcmp(set->at, part->code.at->at, set->length) != 0 || is_member(code, set))
			continue;
		for (const struct token *to = set + 2;
		     to < code->end && to->kind != ';' && to->kind != ','; to++) {
			if (to->kind == 'a' && to + 1 < code->end && to[1].kind == '(')
				called = true;
			if (to->kind == '+' && to->length == 1 && last) {
				sum = true;
				break;
			}
			if (to->kind == 'a')
				last = to;
			else if (to->match && (to->kind == '(' || to->kind == '['))
				to += to->match;
		}
		if (!last)
			return part->base;
		return called || sum ? called_base(scope->header, last, sum) :
				base_text(scope, set + 2, last);
	}
	return part->base;
}

/*
 * base + REG + i, base + port * 0x80 + REG: of what is added the base is what comes last before the
 * register, and not which of some copies is meant.
 */
static bool is_base(const struct part *part, bool known, bool behind)
{
	bool variable = part->code.end - part->code.at == 1;

	return !known || !(code_is_index(part->code) || (behind && variable));
}

/* a ? B : C */
static bool is_choice(struct code code, struct code *yes, struct code *no)
{
	const struct token *question = NULL;

	for (const struct token *at = code.at; at < code.end; at++) {
		if (at->match && (at->kind == '(' || at->kind == '['))
			at += at->match;
		else if (at->kind == '?' && !question)
			question = at;
		else if (at->kind == ':' && question) {
			*yes = (struct code){ question + 1, at };
			*no = (struct code){ at + 1, code.end };
			return true;
		}
	}
	return false;
}

/*
 * REG_ADDR(chip, OFFSET): what makes an address of an offset; @inner is how the place is
 * reached that @argument stands in.
 */
static bool through_value(const struct code_scope *scope, const struct reach *reach, struct code code,
			  struct reach *inner, struct code *argument)
{
	const struct callable *callable;
	unsigned int rest;

	code = strip(code);
	if (code.end - code.at < 3 || code.at->kind != 'a' || code.at[1].kind != '(' ||
	    code.at + 1 + code.at[1].match != code.end - 1)
		return false;
	callable = dictionary_get(&scope->header->source.by_name, code.at->at, code.at->length);
	if (!callable || !callable->reach.is_value || !callable->reach.is_address)
		return false;
	*inner = callable->reach;
	inner->width = reach->width;
	inner->add = inner->add * reach->scale + reach->add;
	inner->scale *= reach->scale;
	/* Where an offset goes, it only makes another offset. */
	if (!reach->is_address || (inner->base && !*inner->base))
		inner->base = reach->base;
	inner->is_address = false;
	return argument_of(scope, code.at + 1, inner, argument, &rest) && !rest;
}

static bool sets(const struct code *code, const struct token *set, const struct token *variable)
{
	return set->kind == 'a' && set[1].kind == '=' && set[1].length == 1 && set->length == variable->length &&
	       !memcmp(set->at, variable->at, set->length) && !is_member(code, set);
}

/* What a variable was set to, when that has an argument of the function in it: how many parts it has, or 0. */
static unsigned int parts_of_variable(const struct code_scope *scope, const struct token *variable, struct part *few)
{
	const struct code *code = &scope->callable->code;

	for (const struct token *set = code->at; set + 2 < code->end; set++) {
		unsigned int n = sets(code, set, variable) ? parts_of(scope, code_set_to(code, set), few) : 0;

		for (unsigned int i = 0; i < n; i++)
			if (few[i].kind == PART_PARAMETER)
				return n;
	}
	return 0;
}

/*
 * offset = 0x500 + (reg << 1); writew(value, base + offset): a variable is what it was set to.
 * Returns how many parts there are then.
 */
static unsigned int with_variables(const struct code_scope *scope, struct part *part, unsigned int n)
{
	struct part few[MOST_PARTS];

	for (unsigned int i = 0; i < n; i++) {
		unsigned int more;

		if (part[i].kind != PART_OTHER || part[i].code.end - part[i].code.at != 1)
			continue;
		more = parts_of_variable(scope, part[i].code.at, few);
		if (!more || n + more - 1 > MOST_PARTS)
			continue;
		memmove(&part[i + more], &part[i + 1], (n - i - 1) * sizeof(*part));
		memcpy(&part[i], few, more * sizeof(*few));
		n += more - 1;
		i += more - 1;
	}
	return n;
}

/*
 * struct passed - an argument that is passed on, and what is added to it
 * @parameter: the argument; or NULL
 * @base: what it is added to, or NULL
 * @unit: bytes of what the base points to
 * @add: numbers and constants that are added
 * @constant: one of them, which is not 0
 * @others: how much else is added
 */
struct passed {
	const struct part *parameter;
	const char *base;
	uint64_t unit;
	uint64_t add;
	const struct define *constant;
	unsigned int others;
};

static struct passed passed_on(const struct code_scope *scope, const struct reach *reach, struct part *part,
			       unsigned int n)
{
	struct passed passed = { .unit = 1 };
	struct part few[MOST_PARTS];

	for (unsigned int i = 0; i < n; i++) {
		struct code yes, no;

		/* Chips differ: A##reg or B##reg. */
		if (part[i].kind == PART_OTHER && is_choice(part[i].code, &yes, &no) &&
		    parts_of(scope, yes, few) == 1)
			part[i] = few[0];
		if (part[i].kind == PART_PARAMETER) {
			/* Of two the last is the offset, and the first what it is added to. */
			passed.others += passed.parameter != NULL;
			passed.parameter = &part[i];
		} else if (part[i].kind == PART_CONSTANT) {
			passed.add += part[i].value;
			if (part[i].define && part[i].value)
				passed.constant = part[i].define;
		} else {
			passed.others++;
			if (!is_base(&part[i], passed.base, passed.parameter))
				continue;
			passed.base = base_name(scope, &part[i]);
			if (reach->is_address)
				passed.unit = pointer_unit(&scope->header->source, part[i].base);
		}
	}
	return passed;
}

/* What a function that calls another one with its own argument reaches. */
static void take_reach(const struct code_scope *scope, const struct token *at,
		       const struct reach *reach, struct code argument, unsigned int rest,
		       void *data)
{
	struct reach *own = data, made, inner;
	struct part part[MOST_PARTS];
	const struct part *parameter;
	struct passed passed;
	struct code inside;

	(void)at;
	if (rest) {
		if (!own->is_known) {
			*own = *reach;
			own->argument = rest - 1;
		}
		return;
	}
	if (through_value(scope, reach, argument, &inner, &inside)) {
		take_reach(scope, at, &inner, inside, 0, data);
		return;
	}
	passed = passed_on(scope, reach, part, with_variables(scope, part, parts_of(scope, argument, part)));
	parameter = passed.parameter;
	/* An offset that is divided counts what the base points to. */
	if (!parameter || parameter->scale * passed.unit % parameter->divisor)
		return;
	/* base + CONSTANT + parameter * 4: the parameter is an index, as where bytes are accessed. */
	if (passed.constant && (parameter->scale * passed.unit != 1 || reach->width == 1))
		return;
	made = (struct reach){
		.is_known = true,
		.is_address = reach->is_address && !passed.others && !parameter->prefix && !parameter->suffix,
		.argument = parameter->argument,
		.prefix = parameter->prefix,
		.suffix = parameter->suffix,
		.scale = parameter->scale * passed.unit / parameter->divisor * reach->scale,
		.add = (parameter->add + passed.add) * passed.unit * reach->scale + reach->add,
		.width = reach->width,
		.base = passed.base || reach->is_address ? passed.base : reach->base,
	};
	if (!made.prefix && !made.suffix && !made.is_address && reach->prefix) {
		made.prefix = reach->prefix;
		made.suffix = reach->suffix;
	}
	/* Of two halves the first: rd(reg) and rd(reg + 4). */
	if (!own->is_known || (own->argument == made.argument && made.add < own->add))
		*own = made;
}

/* A macro that only makes something of its argument: base + (reg), PREFIX_##reg. */
static void take_value(const struct code_scope *scope, struct reach *own)
{
	struct part part[MOST_PARTS];
	unsigned int n = scope->callable->is_macro ?
				 parts_of(scope, scope->callable->code, part) : 0, others = 0;
	const struct part *parameter = NULL;
	uint64_t unit = 1;

	for (unsigned int i = 0; i < n; i++) {
		if (part[i].kind == PART_PARAMETER) {
			others += parameter != NULL;
			parameter = &part[i];
		} else if (part[i].kind == PART_OTHER) {
			others++;
			own->base = part[i].base;
			unit = pointer_unit(&scope->header->source, part[i].base);
		} else {
			return;
		}
	}
	if (!parameter || parameter->scale * unit % parameter->divisor || (!others && !parameter->prefix && !parameter->suffix))
		return;
	own->is_known = true;
	own->is_value = true;
	own->is_address = others;
	own->argument = parameter->argument;
	own->prefix = parameter->prefix;
	own->suffix = parameter->suffix;
	own->scale = parameter->scale * unit / parameter->divisor;
	own->add = parameter->add * unit;
}

static void find_members(struct header *header)
{
	struct driver_source *source = &header->source;

	for (size_t i = 0; i < source->links.n; i++) {
		struct callable *callable = dictionary_find(&source->by_name,
							    source->links.at[i].function);

		if (callable && callable->reach.is_known && !callable->reach.is_value &&
		    !dictionary_find(&source->by_member, source->links.at[i].member))
			dictionary_set(&source->by_member, header->defines.arena,
				       source->links.at[i].member, callable);
	}
}

static void find_accessors(struct header *header)
{
	struct driver_source *source = &header->source;
	bool again = true;

	for (size_t i = 0; i < source->functions.n; i++) {
		struct code_scope scope = { header, source->functions.at[i] };

		if (source->functions.at[i]->n_parameters)
			take_value(&scope, &source->functions.at[i]->reach);
	}
	for (unsigned int round = 0; again && round < MOST_ROUNDS; round++) {
		again = false;
		for (size_t i = 0; i < source->functions.n; i++) {
			struct callable *callable = source->functions.at[i];
			const struct callable *first;
			struct code_scope scope = { header, callable };

			if (callable->reach.is_known ||
			    (!callable->n_parameters && !callable->is_variadic))
				continue;
			each_access(&scope, take_reach, &callable->reach);
			if (!callable->reach.is_known)
				continue;
			again = true;
			/* Of two that are called so, the one that does. */
			first = dictionary_find(&source->by_name, callable->name);
			if (!first->reach.is_known)
				dictionary_set(&source->by_name, header->defines.arena,
					       callable->name, callable);
		}
		find_members(header);
	}
}

static void add_use(const struct code_scope *scope, const struct token *at,
		    const struct reach *reach, const struct part *part, uint64_t value,
		    uint64_t more, const char *base)
{
	struct header *header = scope->header;
	struct use *use = vector_add(header->defines.arena, &header->source.uses);

	use->define = part->define;
	use->offset = value * reach->scale + reach->add;
	use->more = more;
	use->scale = reach->scale;
	use->width = reach->width;
	use->base = base ? base : reach->base;
	use->function = scope->callable->name;
	use->file = scope->callable->file;
	use->line = at->line;
}

static void use_expression(const struct code_scope *scope, const struct token *at,
			   const struct reach *reach, struct code code, unsigned int depth);

/* A variable: what it was set to in this function. */
static void use_variable(const struct code_scope *scope, const struct token *at,
			 const struct reach *reach, const struct token *variable,
			 unsigned int depth)
{
	const struct code *code = &scope->callable->code;

	for (const struct token *set = code->at; set + 2 < code->end; set++)
		if (sets(code, set, variable))
			use_expression(scope, at, reach, code_set_to(code, set), depth + 1);
}

static bool use_value(const struct code_scope *scope, const struct token *at,
		      const struct reach *reach, struct code code, unsigned int depth)
{
	struct reach inner;
	struct code argument = { 0 };

	if (!through_value(scope, reach, code, &inner, &argument))
		return false;
	use_expression(scope, at, &inner, argument, depth + 1);
	return true;
}

static void use_expression(const struct code_scope *scope, const struct token *at,
			   const struct reach *reach, struct code code, unsigned int depth)
{
	struct part part[MOST_PARTS];
	struct code yes, no;
	const struct part *constant = NULL;
	const char *base = NULL;
	uint64_t value = 0, more = 0;
	unsigned int n, constants = 0;
	struct reach counted = *reach;

	code = strip(code);
	if (depth > MOST_NESTED || code.at >= code.end)
		return;
	if (is_choice(code, &yes, &no)) {
		use_expression(scope, at, reach, yes, depth + 1);
		use_expression(scope, at, reach, no, depth + 1);
		return;
	}
	if (use_value(scope, at, reach, code, depth))
		return;
	if (reach->prefix || reach->suffix) {
		size_t prefix = reach->prefix ? strlen(reach->prefix) : 0;
		size_t suffix = reach->suffix ? strlen(reach->suffix) : 0;
		char name[LONGEST_NAME + 1];
		struct define *define;

		if (code.at->kind != 'a' || prefix + suffix + code.at->length > LONGEST_NAME)
			return;
		memcpy(name, reach->prefix ? reach->prefix : "", prefix);
		memcpy(name + prefix, code.at->at, code.at->length);
		memcpy(name + prefix + code.at->length, reach->suffix ? reach->suffix : "", suffix);
		define = constant_in(scope, name, prefix + suffix + code.at->length);
		if (!define)
			return;
		part[0].define = define;
		if (define->is_macro) {
			uint64_t zeros[MOST_PARAMETERS] = { 0 };

			if (define_call(&scope->header->defines, define, zeros, &value))
				add_use(scope, at, reach, part, value, 0, NULL);
		} else if (define_value(&scope->header->defines, define)) {
			add_use(scope, at, reach, part, define->value, 0, NULL);
		}
		return;
	}
	n = parts_of(scope, code, part);
	for (unsigned int i = 0; i < n; i++) {
		if (part[i].kind == PART_CONSTANT && part[i].define) {
			constant = constants ? constant : &part[i];
			constants++;
		} else if (part[i].kind == PART_CONSTANT) {
			more += part[i].value;
		} else if (part[i].kind == PART_OTHER) {
			bool alone = n == 1 || (n == 2 && reach->is_address);

			if (reach->is_address && part[i].base && is_base(&part[i], base, constant)) {
				base = base_name(scope, &part[i]);
				counted.scale = reach->scale * pointer_unit(&scope->header->source, part[i].base);
			}
			if (alone && part[i].code.end - part[i].code.at == 1 &&
			    part[i].code.at->kind == 'a')
				use_variable(scope, at, reach, part[i].code.at, depth);
			else if (alone && use_value(scope, at, reach, part[i].code, depth))
				continue;
		}
	}
	if (constants == 1 && (!reach->is_address || base || n > 1))
		add_use(scope, at, &counted, constant, constant->value, more, base);
}

static void take_use(const struct code_scope *scope, const struct token *at,
		     const struct reach *reach, struct code argument, unsigned int rest,
		     void *data)
{
	(void)data;
	if (!rest)
		use_expression(scope, at, reach, argument, 0);
}

/* Where registers are marked, it is enough that a function speaks of one. */
static void use_marked(const struct code_scope *scope, const struct token *at)
{
	static const struct reach plain = { .is_known = true, .scale = 1, .width = 4 };
	struct define *define = constant_in(scope, at->at, at->length);
	bool is_call = at + 1 < scope->callable->code.end && at[1].kind == '(' && at[1].match;
	struct part part[MOST_PARTS];

	if (!define || define->is_macro != is_call || !is_place(scope->header, define))
		return;
	if (parts_of(scope, (struct code){ at, is_call ? at + 2 + at[1].match : at + 1 }, part) != 1 ||
	    part->kind != PART_CONSTANT || !part->define)
		return;
	part->define = define;
	add_use(scope, at, &plain, part, part->value, 0, NULL);
}

static void find_marked(struct header *header)
{
	for (size_t i = 0; i < header->source.functions.n; i++) {
		struct code_scope scope = { header, header->source.functions.at[i] };

		for (const struct token *at = scope.callable->code.at;
		     !scope.callable->is_macro && at < scope.callable->code.end; at++)
			if (at->kind == 'a')
				use_marked(&scope, at);
	}
}

/**
 * source_uses() - find the constants that stand where an offset goes
 * @header: has the source; its uses are filled in
 */
void source_uses(struct header *header)
{
	struct driver_source *source = &header->source;

	if (!source->functions.n)
		return;
	add_macros(header);
	if (header->is_marked) {
		find_marked(header);
		return;
	}
	find_origins(header);
	find_accessors(header);
	for (size_t i = 0; i < source->functions.n; i++) {
		struct code_scope scope = { header, source->functions.at[i] };

		each_access(&scope, take_use, NULL);
	}
}
