// SPDX-License-Identifier: GPL-2.0
/* The expression that stands where an offset goes: base + CONSTANT + index * 4. */
#include <ctype.h>
#include <string.h>

#include "accessor.h"

#define DEEPEST_SUM 8

/* Does something in parentheses look like a type: (void __iomem *), (unsigned long)? */
static bool is_cast(struct code code)
{
	bool names = false;

	for (const struct token *at = code.at; at < code.end; at++) {
		if (at->kind != 'a' && at->kind != '*')
			return false;
		names |= at->kind == 'a';
	}
	if (!names)
		return false;
	if (code.end[-1].kind == '*' || code.end - code.at > 1)
		return true;
	return code.at->length > 1 && (token_is(code.at, "long") || token_is(code.at, "unsigned") ||
				       token_is(code.at, "int") ||
				       ((code.at->at[0] == 'u' || code.at->at[0] == 's') &&
					isdigit((unsigned char)code.at->at[1])));
}

/** strip() - without parentheses around it, and casts before it */
struct code strip(struct code code)
{
	while (code.end - code.at > 1 && code.at->kind == '(' && code.at->match) {
		const struct token *close = code.at + code.at->match;
		struct code inner = { code.at + 1, close };

		if (close == code.end - 1)
			code = inner;
		else if (close < code.end && is_cast(inner))
			code.at = close + 1;
		else
			break;
	}
	return code;
}

/** arguments_of() - split what stands between parentheses; returns how many there are */
unsigned int arguments_of(const struct token *open, struct code *argument, unsigned int most)
{
	const struct token *close = open + open->match, *from = open + 1;
	unsigned int n = 0;

	if (!open->match || from == close)
		return 0;
	for (const struct token *at = from; at <= close && n < most; at++) {
		if (at == close || at->kind == ',') {
			argument[n++] = (struct code){ from, at };
			from = at + 1;
		} else if (at->match && (at->kind == '(' || at->kind == '[' || at->kind == '{')) {
			at += at->match;
		}
	}
	return n;
}

static int parameter_number(const struct code_scope *scope, const struct token *token)
{
	const struct callable *callable = scope->callable;

	for (unsigned int i = 0; i < callable->n_parameters; i++)
		if (token_is(token, callable->parameter[i]))
			return (int)i;
	return -1;
}

/** constant_in() - the constant or macro of a name, as the function's file knows it */
struct define *constant_in(const struct code_scope *scope, const char *name, size_t length)
{
	struct define *define = dictionary_get(&scope->header->defines.by_name, name, length);

	for (struct define *other = define; other; other = other->same_name)
		if (!strcmp(other->file, scope->callable->file))
			return other;
	return define;
}

/* The value of some text; false when it is not known here. */
static bool value_of(const struct code_scope *scope, struct code code, uint64_t *value)
{
	struct define text = { .name = "", .body = code.at->at };

	text.length = (size_t)(code.end[-1].at + code.end[-1].length - code.at->at);
	if (!define_value(&scope->header->defines, &text))
		return false;
	*value = text.value;
	return true;
}

static unsigned int parts_of_depth(const struct code_scope *scope, struct code code, struct part *part,
				   unsigned int depth);

/* FOO(i): the macro with 0 for what is not known. */
static bool value_of_call(const struct code_scope *scope, const struct define *macro,
			  const struct token *open, uint64_t *value, unsigned int depth)
{
	struct code argument[MOST_PARAMETERS];
	uint64_t number[MOST_PARAMETERS] = { 0 };
	unsigned int n = arguments_of(open, argument, MOST_PARAMETERS);

	for (unsigned int i = 0; i < n; i++) {
		struct part part[MOST_PARTS];
		unsigned int parts;

		if (argument[i].end <= argument[i].at || value_of(scope, argument[i], &number[i]))
			continue;
		/* i + 4 */
		number[i] = 0;
		parts = depth ? parts_of_depth(scope, argument[i], part, depth - 1) : 0;
		for (unsigned int j = 0; j < parts; j++)
			number[i] += part[j].kind == PART_CONSTANT ? part[j].value : 0;
	}
	return n == macro->n_parameters &&
	       define_call(&scope->header->defines, macro, number, value);
}

/*
 * PORT_REG(port, STATUS): the macro adds something to STATUS, which has the name; of
 * several the last. NULL when it does something else with its arguments.
 */
static struct define *added_in(const struct code_scope *scope, const struct define *macro,
			       const struct token *open)
{
	struct code argument[MOST_PARAMETERS];
	unsigned int n = arguments_of(open, argument, MOST_PARAMETERS);
	struct define *last = NULL;

	for (unsigned int i = 0; i < n; i++) {
		uint64_t number[MOST_PARAMETERS] = { 0 }, zero, some;
		struct code code = strip(argument[i]);
		struct define *define = code.end - code.at == 1 && code.at->kind == 'a' ?
						constant_in(scope, code.at->at, code.at->length) :
						NULL;

		if (!define || define->is_macro ||
		    !define_call(&scope->header->defines, macro, number, &zero))
			continue;
		number[i] = 0x1240;
		if (define_call(&scope->header->defines, macro, number, &some) &&
		    some == zero + 0x1240)
			last = define;
	}
	return last;
}

/* A macro that pastes: ICHREG(STATUS) is ICH_REG_STATUS; NULL when it does not. */
static struct define *pasted(const struct code_scope *scope, const struct token *name,
			     const struct token *open)
{
	const struct callable *macro =
		dictionary_get(&scope->header->source.by_name, name->at, name->length);
	struct code argument[MOST_FUNCTION_PARAMETERS];
	unsigned int n;
	char text[LONGEST_NAME + 1];
	size_t prefix, suffix;
	const struct reach *reach;

	if (!macro || !macro->reach.is_value || !(macro->reach.prefix || macro->reach.suffix))
		return NULL;
	reach = &macro->reach;
	n = arguments_of(open, argument, MOST_FUNCTION_PARAMETERS);
	if (reach->argument >= n || argument[reach->argument].end - argument[reach->argument].at != 1)
		return NULL;
	prefix = reach->prefix ? strlen(reach->prefix) : 0;
	suffix = reach->suffix ? strlen(reach->suffix) : 0;
	if (prefix + suffix + argument[reach->argument].at->length > LONGEST_NAME)
		return NULL;
	if (prefix)
		memcpy(text, reach->prefix, prefix);
	memcpy(text + prefix, argument[reach->argument].at->at, argument[reach->argument].at->length);
	prefix += argument[reach->argument].at->length;
	if (suffix)
		memcpy(text + prefix, reach->suffix, suffix);
	return constant_in(scope, text, prefix + suffix);
}

/* PREFIX##parameter##SUFFIX of a macro */
static bool is_paste(const struct code_scope *scope, struct code code, struct part *part)
{
	struct arena *arena = scope->header->defines.arena;
	int number = -1;

	if (!scope->callable->is_macro || code.end - code.at < 3)
		return false;
	for (const struct token *at = code.at; at < code.end; at++) {
		if (token_is(at, "##"))
			continue;
		if (at->kind != 'a' || (at > code.at && !token_is(at - 1, "##")))
			return false;
		if (parameter_number(scope, at) >= 0 && number < 0)
			number = parameter_number(scope, at);
		else if (number < 0)
			part->prefix = token_text(arena, at);
		else
			part->suffix = token_text(arena, at);
	}
	part->kind = PART_PARAMETER;
	part->argument = (unsigned int)number;
	return number >= 0;
}

/* reg * 4, reg << 2: what becomes of a parameter. */
static bool is_scaled(const struct code_scope *scope, struct code code, struct part *part)
{
	struct define macro = { .name = "", .is_macro = true, .n_parameters = 1 };
	uint64_t zero = 0, one = 1, first, second, words = 8, divided;
	int number = -1;

	for (const struct token *at = code.at; at < code.end; at++) {
		int here = at->kind == 'a' ? parameter_number(scope, at) : -1;

		if (token_is(at, "->") || at->kind == '.' || at->kind == '[' ||
		    (here >= 0 && number >= 0 && here != number))
			return false;
		if (here >= 0)
			number = here;
	}
	if (number < 0)
		return false;
	macro.parameter[0] = scope->callable->parameter[number];
	macro.body = code.at->at;
	macro.length = (size_t)(code.end[-1].at + code.end[-1].length - code.at->at);
	if (!define_call(&scope->header->defines, &macro, &zero, &first) ||
	    !define_call(&scope->header->defines, &macro, &one, &second) || second < first ||
	    second - first > 64)
		return false;
	part->kind = PART_PARAMETER;
	part->argument = (unsigned int)number;
	part->scale = second - first;
	part->add = first;
	/* reg >> 2 */
	if (second == first) {
		if (first || !define_call(&scope->header->defines, &macro, &words, &divided) ||
		    (divided != 4 && divided != 2 && divided != 1)) {
			part->kind = PART_OTHER;
			return false;
		}
		part->scale = 1;
		part->divisor = words / divided;
	}
	return true;
}

/* The last name of something: hw->hw_addr is hw_addr. */
static const char *base_of(const struct code_scope *scope, struct code code)
{
	const struct token *last = NULL;

	for (const struct token *at = code.at; at < code.end; at++) {
		if (at->kind == 'a')
			last = at;
		else if (at->match && (at->kind == '(' || at->kind == '['))
			at += at->match;
	}
	return last ? base_text(scope, code.at, last) : "";
}

static struct define *first_constant(const struct code_scope *scope, struct code code)
{
	for (const struct token *at = code.at; at < code.end; at++) {
		struct define *define = at->kind == 'a' ? constant_in(scope, at->at, at->length) : NULL;

		if (define && !(define->is_macro && (at + 1 == code.end || at[1].kind != '(')))
			return define;
	}
	return NULL;
}

static void classify(const struct code_scope *scope, struct code code, struct part *part,
		     unsigned int depth)
{
	struct define *define;

	*part = (struct part){ .kind = PART_OTHER, .scale = 1, .divisor = 1 };
	code = strip(code);
	part->code = code;
	if (code.at >= code.end)
		return;
	if (is_paste(scope, code, part))
		return;
	if (code.end - code.at == 1 && code.at->kind == 'a' && parameter_number(scope, code.at) >= 0) {
		part->kind = PART_PARAMETER;
		part->argument = (unsigned int)parameter_number(scope, code.at);
		return;
	}
	if (code.at->kind == 'a' && code.end - code.at > 2 && code.at[1].kind == '(' &&
	    code.at + 1 + code.at[1].match == code.end - 1) {
		define = pasted(scope, code.at, code.at + 1);
		if (define && !define->is_macro && define_value(&scope->header->defines, define)) {
			part->kind = PART_CONSTANT;
			part->define = define;
			part->value = define->value;
			return;
		}
		/* base + HOST_OFFSET(reg); REG(i) is a register of an array. */
		if (is_scaled(scope, code, part) && part->scale == 1 && part->divisor == 1)
			return;
		*part = (struct part){ .kind = PART_OTHER, .scale = 1, .divisor = 1, .code = code };
		define = constant_in(scope, code.at->at, code.at->length);
		if (define && define->is_macro &&
		    value_of_call(scope, define, code.at + 1, &part->value, depth)) {
			part->kind = PART_CONSTANT;
			part->define = added_in(scope, define, code.at + 1);
			if (!part->define)
				part->define = define;
			return;
		}
		part->base = base_of(scope, (struct code){ code.at, code.at + 1 });
		return;
	}
	if (is_scaled(scope, code, part)) {
		/* base + reg - FIRST: the base was moved by as much. */
		if (part->add >> 63)
			part->add = 0;
		return;
	}
	if (code.end - code.at == 1 && code.at->kind == 'a') {
		define = constant_in(scope, code.at->at, code.at->length);
		if (define && !define->is_macro && define_value(&scope->header->defines, define)) {
			part->kind = PART_CONSTANT;
			part->define = define;
			part->value = define->value;
			return;
		}
	} else if (value_of(scope, code, &part->value)) {
		part->kind = PART_CONSTANT;
		part->define = first_constant(scope, code);
		return;
	}
	part->base = base_of(scope, code);
}

/* Does the macro that is called only add something to its argument, which is a variable? */
static bool adds_to(const struct code_scope *scope, const struct define *macro, struct code argument,
		    uint64_t *value)
{
	const uint64_t place = 0x1240, zero = 0;
	uint64_t there;

	return macro->n_parameters == 1 && argument.at < argument.end && argument.end[-1].kind == 'a' &&
	       !constant_in(scope, argument.end[-1].at, argument.end[-1].length) &&
	       !(argument.end - argument.at == 1 && parameter_number(scope, argument.at) >= 0) &&
	       define_call(&scope->header->defines, macro, &zero, value) &&
	       define_call(&scope->header->defines, macro, &place, &there) && there == *value + place;
}

/*
 * A constant that is an address, (card->regs + 0x10), or a macro that makes one, STATUS(card->regs):
 * two parts of a sum; false when it is something else.
 */
static bool address_parts(const struct code_scope *scope, struct code code, struct part *part)
{
	struct define *define = code.at < code.end && code.at->kind == 'a' ?
					constant_in(scope, code.at->at, code.at->length) : NULL;
	struct code argument;

	if (!define)
		return false;
	part[0] = (struct part){ .kind = PART_CONSTANT, .define = define, .scale = 1, .divisor = 1, .code = code };
	part[1] = (struct part){ .kind = PART_OTHER, .scale = 1, .divisor = 1, .code = code };
	if (code.end - code.at == 1 && !define->is_macro && define_address(&scope->header->defines, define)) {
		part[0].value = define->value;
		part[1].base = arena_text(scope->header->defines.arena, define->base, define->base_length);
		return true;
	}
	if (!define->is_macro || code.end - code.at < 4 || code.at[1].kind != '(' ||
	    code.at + 1 + code.at[1].match != code.end - 1 || arguments_of(code.at + 1, &argument, 1) != 1 ||
	    !adds_to(scope, define, argument, &part[0].value))
		return false;
	part[1].code = argument;
	part[1].base = base_of(scope, argument);
	return true;
}

static unsigned int parts_of_depth(const struct code_scope *scope, struct code code, struct part *part,
				   unsigned int depth)
{
	struct part few[MOST_PARTS];
	const struct token *from;
	unsigned int n = 0;

	code = strip(code);
	if (code.end - code.at > 4 && code.at->kind == '&' && code.end[-1].kind == ']' &&
	    code.end[-1].match) {
		/* &base[offset], of bytes */
		const struct token *open = code.end - 1 - code.end[-1].match;
		unsigned int more;

		if (open <= code.at + 1)
			return 0;
		classify(scope, (struct code){ code.at + 1, open }, &part[0], depth);
		part[0].kind = PART_OTHER;
		more = depth ? parts_of_depth(scope, (struct code){ open + 1, code.end - 1 }, few,
					      depth - 1) : 0;
		if (!more || more == MOST_PARTS)
			return 0;
		memcpy(part + 1, few, more * sizeof(*few));
		return more + 1;
	}
	from = code.at;
	for (const struct token *at = code.at; at <= code.end; at++) {
		bool splits = at == code.end ||
			      (at > from && at->length == 1 && (at->kind == '+' || at->kind == '|'));

		if (splits) {
			struct code inner = strip((struct code){ from, at });
			unsigned int more = 1;

			if (n == MOST_PARTS)
				return 0;
			if (n + 1 < MOST_PARTS && address_parts(scope, inner, &part[n])) {
				n += 2;
				from = at + 1;
				continue;
			}
			/* base + (REG + 4) */
			if (inner.at > from && at - from > 2 && n + 2 < MOST_PARTS &&
			    (inner.at != code.at || at != code.end)) {
				const struct token *sum = inner.at;

				while (sum < inner.end && !(sum->kind == '+' && sum->length == 1))
					sum += sum->match && strchr("([{", sum->kind) ? sum->match + 1 : 1;
				if (sum < inner.end) {
					more = depth ? parts_of_depth(scope, inner, few, depth - 1) : 0;
					if (!more || n + more > MOST_PARTS)
						return 0;
					memcpy(&part[n], few, more * sizeof(*few));
					n += more;
					from = at + 1;
					continue;
				}
			}
			classify(scope, inner, &part[n], depth);
			n += more;
			from = at + 1;
		} else if (at->match && (at->kind == '(' || at->kind == '[' || at->kind == '{')) {
			at += at->match;
		}
	}
	return n;
}

/**
 * parts_of() - take the expression of an offset apart
 * @scope: where it stands
 * @code: the expression
 * @part: gets its summands, at most MOST_PARTS
 *
 * Return: how many; 0 when there are too many.
 */
unsigned int parts_of(const struct code_scope *scope, struct code code, struct part *part)
{
	return parts_of_depth(scope, code, part, DEEPEST_SUM);
}
