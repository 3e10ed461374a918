// SPDX-License-Identifier: GPL-2.0
/* The value of a constant expression as headers have it. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/mask.h"
#include "define.h"

#define MOST_NESTED 24
#define MOST_STEPS  20000
#define LONGEST_PASTED 256
#define SOME_PLACE  0x1000000 /* where a base may be */

/*
 * struct variable - the variable that an address is made from
 * @at: its name, or NULL when none was seen
 * @length: of that
 * @value: what it is taken for
 */
struct variable {
	const char *at;
	size_t length;
	uint64_t value;
};

/*
 * struct expression - one being evaluated
 * @at: the next character
 * @end: behind the last
 * @macro: whose arguments are known, or NULL
 * @argument: their values
 * @depth: of parentheses and macros in each other
 * @steps: what this costs altogether; a header may not make us work forever
 * @base: what may be a variable, which an address is made from; or NULL
 * @bad: it has no value that we know
 * @is_bits: shifts, BIT() or GENMASK() were seen
 */
struct expression {
	const struct defines *defines;
	const char *at;
	const char *end;
	const struct define *macro;
	const uint64_t *argument;
	unsigned int depth;
	unsigned int *steps;
	struct variable *base;
	bool bad;
	bool is_bits;
};

static uint64_t conditional(struct expression *e);
static bool evaluate_define(const struct defines *defines, struct define *define,
			    unsigned int depth, unsigned int *steps);

static void blanks(struct expression *e)
{
	while (e->at < e->end && isspace((unsigned char)*e->at))
		e->at++;
}

/* Take an operator, which is not the beginning of a longer one. */
static bool take(struct expression *e, const char *operator, const char *not_before)
{
	size_t length = strlen(operator);

	blanks(e);
	if ((size_t)(e->end - e->at) < length || memcmp(e->at, operator, length) != 0)
		return false;
	if (e->at + length < e->end && e->at[length] && strchr(not_before, e->at[length]))
		return false;
	e->at += length;
	return true;
}

static uint64_t fail(struct expression *e)
{
	e->bad = true;
	e->at = e->end;
	return 0;
}

static unsigned int digit_of(char c)
{
	if (isdigit((unsigned char)c))
		return (unsigned int)(c - '0');
	if (isxdigit((unsigned char)c))
		return (unsigned int)(tolower((unsigned char)c) - 'a' + 10);
	return 99;
}

static uint64_t number(struct expression *e)
{
	unsigned int base = 10;
	uint64_t value = 0;

	if (*e->at == '0' && e->end - e->at > 1) {
		base = 8;
		if (tolower((unsigned char)e->at[1]) == 'x') {
			base = 16;
			e->at += 2;
		} else if (tolower((unsigned char)e->at[1]) == 'b') {
			base = 2;
			e->at += 2;
		}
	}
	for (; e->at < e->end && digit_of(*e->at) < base; e->at++)
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit_of(*e->at), &value))
			return fail(e);
	while (e->at < e->end && strchr("uUlL", *e->at) && *e->at)
		e->at++;
	if (e->at < e->end && (isalnum((unsigned char)*e->at) || *e->at == '_' || *e->at == '.'))
		return fail(e);
	return value;
}

static uint64_t bits(uint64_t high, uint64_t low)
{
	if (high > 63 || low > high)
		return 0;
	return mask_of((unsigned int)low, (unsigned int)high);
}

/* Macros of the kernel that headers of drivers use without defining them. */
static bool known_macro(struct expression *e, const char *name, size_t length,
			const uint64_t *argument, unsigned int n, uint64_t *value)
{
	static const struct {
		const char *name;
		unsigned int arguments;
		enum { A_BIT, A_MASK, A_SELF, A_PREP } what;
	} known[] = {
		{ "BIT", 1, A_BIT },
		{ "BIT_ULL", 1, A_BIT },
		{ "BIT_MASK", 1, A_BIT },
		{ "GENMASK", 2, A_MASK },
		{ "GENMASK_ULL", 2, A_MASK },
		{ "REG_BIT", 1, A_BIT },
		{ "REG_GENMASK", 2, A_MASK },
		{ "_MMIO", 1, A_SELF },
		{ "cpu_to_le32", 1, A_SELF },
		{ "FIELD_PREP", 2, A_PREP },
		{ "REG_FIELD_PREP", 2, A_PREP },
		{ "FIELD_PREP_CONST", 2, A_PREP },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (strlen(known[i].name) != length || memcmp(known[i].name, name, length) != 0 ||
		    known[i].arguments != n)
			continue;
		e->is_bits |= known[i].what == A_BIT || known[i].what == A_MASK;
		*value = argument[0];
		if (known[i].what == A_BIT)
			*value = bits(argument[0], argument[0]);
		else if (known[i].what == A_MASK)
			*value = bits(argument[0], argument[1]);
		else if (known[i].what == A_PREP)
			*value = argument[0] ? argument[1] << __builtin_ctzll(argument[0]) : 0;
		return true;
	}
	/* FOO_MASK(mask, shift), which another header defines. */
	if (n == 2 && length > 5 && !memcmp(name + length - 5, "_MASK", 5) && argument[1] < 64) {
		e->is_bits = true;
		*value = argument[0] << argument[1];
		return true;
	}
	return false;
}

static bool call(struct expression *e, const struct define *macro, const uint64_t *argument,
		 uint64_t *value)
{
	struct expression inner = {
		.defines = e->defines,
		.at = macro->body,
		.end = macro->body ? macro->body + macro->length : NULL,
		.macro = macro,
		.argument = argument,
		.depth = e->depth + 1,
		.steps = e->steps,
		.base = e->base,
	};

	*value = conditional(&inner);
	blanks(&inner);
	e->is_bits |= inner.is_bits;
	return !inner.bad && inner.at == inner.end;
}

/* The arguments of a macro, behind its parenthesis. */
static unsigned int arguments(struct expression *e, uint64_t *argument)
{
	unsigned int n = 0;

	if (take(e, ")", ""))
		return 0;
	do {
		if (n == MOST_ARGUMENTS) {
			fail(e);
			return 0;
		}
		argument[n++] = conditional(e);
	} while (take(e, ",", ""));
	if (!take(e, ")", ""))
		fail(e);
	return n;
}

/* PICK(index, ...) is ((const u32 []){ __VA_ARGS__ })[index] */
static bool pick(const struct define *macro, const uint64_t *argument, unsigned int n,
		 uint64_t *value)
{
	const char *rest = memmem(macro->body, macro->length, "__VA_ARGS__", 11), *at, *end;
	uint64_t index;

	if (!rest || macro->n_parameters != 1 || !n)
		return false;
	end = macro->body + macro->length;
	at = memchr(rest, '[', (size_t)(end - rest));
	if (!at || !memmem(at, (size_t)(end - at), macro->parameter[0], strlen(macro->parameter[0])))
		return false;
	index = argument[0];
	if (index + 1 >= n)
		return false;
	*value = argument[index + 1];
	return true;
}

/* The value of a variable, of which there may be one. */
static uint64_t variable(struct expression *e, const char *name, size_t length)
{
	struct variable *base = e->base;

	if (!base || (base->at && (base->length != length || memcmp(base->at, name, length) != 0)))
		return fail(e);
	base->at = name;
	base->length = length;
	return base->value;
}

/* card->regs, (card)->regs: the variable is called by its last name. False when it is something else. */
static bool member(struct expression *e, uint64_t *value)
{
	const char *at = e->at, *end = e->end, *last = NULL;
	bool in_parentheses = at < end && *at == '(';

	at += in_parentheses;
	for (;;) {
		const char *from = at;

		while (at < end && (isalnum((unsigned char)*at) || *at == '_'))
			at++;
		if (at == from || isdigit((unsigned char)*from))
			return false;
		if (in_parentheses && !last && (at == end || *at++ != ')'))
			return false;
		last = from;
		if (end - at > 2 && at[0] == '-' && at[1] == '>')
			at += 2;
		else if (end - at > 1 && at[0] == '.')
			at++;
		else
			break;
	}
	if (e->at + in_parentheses == last)
		return false;
	e->at = at;
	*value = variable(e, last, (size_t)(at - last));
	return true;
}

/* Constants have capitals. */
static bool is_variable(const char *name, size_t length)
{
	bool has_letter = false;

	for (size_t i = 0; i < length; i++) {
		if (isupper((unsigned char)name[i]))
			return false;
		has_letter |= islower((unsigned char)name[i]);
	}
	return has_letter;
}

/* The text of the arguments behind a parenthesis, and @e behind them; returns how many, or 0. */
static unsigned int argument_texts(struct expression *e, const char **text, size_t *length)
{
	unsigned int n = 0, depth = 0;

	blanks(e);
	for (const char *from = e->at; e->at < e->end; e->at++) {
		char c = *e->at;

		if (!depth && (c == ',' || c == ')')) {
			if (n == MOST_PARAMETERS || from > e->at)
				return 0;
			text[n] = from;
			length[n] = (size_t)(e->at - from);
			while (length[n] && isspace((unsigned char)from[length[n] - 1]))
				length[n]--;
			n++;
			for (from = e->at + 1; from < e->end && isspace((unsigned char)*from);)
				from++;
			if (c == ')') {
				e->at++;
				return n;
			}
		}
		depth += c == '(';
		depth -= c == ')';
	}
	return 0;
}

/* What becomes of the body of a macro that pastes: PREFIX_##name. NULL when it becomes too long. */
static const char *paste(const struct define *macro, const char *const *text, const size_t *length, char *room,
			 size_t *total)
{
	const char *at = macro->body, *end = at + macro->length;

	*total = 0;
	while (at < end) {
		size_t word = 0;
		const char *put = at;
		size_t n = 1;

		while (at + word < end && (isalnum((unsigned char)at[word]) || at[word] == '_'))
			word++;
		if (word)
			n = word;
		for (unsigned int i = 0; word && i < macro->n_parameters; i++)
			if (strlen(macro->parameter[i]) == word && !memcmp(macro->parameter[i], at, word)) {
				put = text[i];
				n = length[i];
			}
		at += word ? word : 1;
		if (*put == '#')
			continue;
		if (*total + n > LONGEST_PASTED)
			return NULL;
		memcpy(room + *total, put, n);
		*total += n;
	}
	return room;
}

/* The name of the variable outlives what was pasted, in which it may stand. */
static void keep_base(struct expression *e, const char *pasted, size_t length)
{
	struct variable *base = e->base;

	if (base && base->at >= pasted && base->at < pasted + length)
		base->at = arena_text(e->defines->arena, base->at, base->length);
}

/* REG(STATUS) of a macro that pastes. */
static uint64_t call_pasting(struct expression *e, const struct define *macro)
{
	const char *text[MOST_PARAMETERS];
	size_t length[MOST_PARAMETERS], total;
	char room[LONGEST_PASTED];
	struct expression inner = *e;
	uint64_t value;

	if (macro->n_parameters > MOST_PARAMETERS || argument_texts(e, text, length) != macro->n_parameters)
		return fail(e);
	inner.at = paste(macro, text, length, room, &total);
	if (!inner.at)
		return fail(e);
	inner.end = inner.at + total;
	inner.macro = NULL;
	inner.depth++;
	value = conditional(&inner);
	blanks(&inner);
	e->is_bits |= inner.is_bits;
	keep_base(e, room, total);
	return !inner.bad && inner.at == inner.end ? value : fail(e);
}

/* sizeof(u32) */
static uint64_t size(struct expression *e)
{
	static const struct {
		const char *type;
		unsigned int bytes;
	} types[] = {
		{ "u8", 1 }, { "__u8", 1 }, { "uint8_t", 1 }, { "u16", 2 }, { "__u16", 2 }, { "uint16_t", 2 },
		{ "u32", 4 }, { "__u32", 4 }, { "uint32_t", 4 }, { "__le32", 4 }, { "__be32", 4 },
		{ "u64", 8 }, { "__u64", 8 }, { "uint64_t", 8 }, { "__le64", 8 }, { "__be64", 8 },
	};
	const char *start = e->at;

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		e->at = start;
		if (take(e, types[i].type, "abcdefghijklmnopqrstuvwxyz_0123456789") && take(e, ")", ""))
			return types[i].bytes;
	}
	return fail(e);
}

static bool pastes(const struct define *macro)
{
	return macro->length && memmem(macro->body, macro->length, "##", 2);
}

static uint64_t name(struct expression *e)
{
	const char *text = e->at;
	uint64_t argument[MOST_ARGUMENTS], value = 0;
	struct define *define;
	unsigned int n;
	size_t length;

	while (e->at < e->end && (isalnum((unsigned char)*e->at) || *e->at == '_'))
		e->at++;
	length = (size_t)(e->at - text);
	for (unsigned int i = 0; e->macro && i < e->macro->n_parameters && i < MOST_PARAMETERS; i++)
		if (strlen(e->macro->parameter[i]) == length &&
		    !memcmp(e->macro->parameter[i], text, length))
			return e->argument[i];
	define = dictionary_get(&e->defines->by_name, text, length);
	if (take(e, "(", "")) {
		if (length == 6 && !memcmp(text, "sizeof", 6))
			return size(e);
		if (define && define->is_macro && !define->is_variadic && pastes(define))
			return call_pasting(e, define);
		n = arguments(e, argument);
		if (e->bad)
			return 0;
		if (define && define->is_variadic && pick(define, argument, n, &value))
			return value;
		if (define && define->is_macro && define->n_parameters == n &&
		    call(e, define, argument, &value))
			return value;
		return known_macro(e, text, length, argument, n, &value) ? value : fail(e);
	}
	if (!define && is_variable(text, length))
		return variable(e, text, length);
	if (!define || define->is_macro ||
	    !evaluate_define(e->defines, define, e->depth + 1, e->steps))
		return fail(e);
	define->is_named = true;
	if (define->state == VALUE_ADDRESS)
		return define->value + variable(e, define->base, define->base_length);
	return define->value;
}

/* A cast has no value of its own: "(u32)" before something. */
static bool cast(struct expression *e)
{
	static const char *const types[] = {
		"u8", "u16", "u32", "u64", "__u8", "__u16", "__u32", "__u64", "unsigned",
		"unsigned int", "unsigned long", "unsigned long long", "int", "long",
		"uint8_t", "uint16_t", "uint32_t", "uint64_t", "__le32", "__le16",
	};
	const char *start = e->at;

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		e->at = start;
		if (take(e, types[i], "abcdefghijklmnopqrstuvwxyz_0123456789") && take(e, ")", ""))
			return true;
	}
	e->at = start;
	return false;
}

static void word(struct expression *e)
{
	blanks(e);
	while (e->at < e->end && (isalnum((unsigned char)*e->at) || *e->at == '_'))
		e->at++;
	blanks(e);
}

/* Behind "(": "const type){ .member = 1 }" has the value of its only member. */
static bool literal(struct expression *e, uint64_t *value)
{
	const char *start = e->at;

	while (e->at < e->end && (isalpha((unsigned char)*e->at) || *e->at == '_'))
		word(e);
	if (e->at == start || !take(e, ")", "") || !take(e, "{", "") || !take(e, ".", "")) {
		e->at = start;
		return false;
	}
	word(e);
	*value = take(e, "=", "=") ? conditional(e) : fail(e);
	if (!take(e, "}", ""))
		fail(e);
	return true;
}

static uint64_t unary(struct expression *e)
{
	uint64_t value;

	blanks(e);
	if (e->at >= e->end || ++*e->steps > MOST_STEPS || e->depth > MOST_NESTED)
		return fail(e);
	e->depth++;
	if (e->base && member(e, &value)) {
		;
	} else if (take(e, "~", "")) {
		value = ~unary(e);
	} else if (take(e, "-", "")) {
		value = -unary(e);
	} else if (take(e, "+", "")) {
		value = unary(e);
	} else if (take(e, "!", "=")) {
		value = !unary(e);
	} else if (take(e, "(", "")) {
		blanks(e);
		if (literal(e, &value)) {
			;
		} else if (cast(e)) {
			value = unary(e);
		} else {
			value = conditional(e);
			if (!take(e, ")", ""))
				value = fail(e);
		}
	} else if (isdigit((unsigned char)*e->at)) {
		value = number(e);
	} else if (isalpha((unsigned char)*e->at) || *e->at == '_') {
		value = name(e);
	} else {
		value = fail(e);
	}
	e->depth--;
	return value;
}

/* Operators with two sides, the weakest first. */
static const struct operator {
	const char *text;
	const char *not_before;
	unsigned int level;
	enum { OR_ELSE, AND_THEN, OR, XOR, AND, EQUAL, UNEQUAL, LESS_EQUAL, GREATER_EQUAL, LESS,
	       GREATER, LEFT, RIGHT, PLUS, MINUS, TIMES, DIVIDE, REST } what;
} operators[] = {
	{ "||", "", 0, OR_ELSE }, { "&&", "", 1, AND_THEN }, { "|", "|", 2, OR },
	{ "^", "", 3, XOR }, { "&", "&", 4, AND }, { "==", "", 5, EQUAL },
	{ "!=", "", 5, UNEQUAL }, { "<=", "", 6, LESS_EQUAL }, { ">=", "", 6, GREATER_EQUAL },
	{ "<", "<", 6, LESS }, { ">", ">", 6, GREATER }, { "<<", "", 7, LEFT },
	{ ">>", "", 7, RIGHT }, { "+", "", 8, PLUS }, { "-", "", 8, MINUS },
	{ "*", "", 9, TIMES }, { "/", "", 9, DIVIDE }, { "%", "", 9, REST },
};
#define LEVELS 10

static uint64_t apply(struct expression *e, const struct operator *operator, uint64_t a,
		      uint64_t b)
{
	switch (operator->what) {
	case OR_ELSE: return a || b;
	case AND_THEN: return a && b;
	case OR: return a | b;
	case XOR: return a ^ b;
	case AND: return a & b;
	case EQUAL: return a == b;
	case UNEQUAL: return a != b;
	case LESS_EQUAL: return a <= b;
	case GREATER_EQUAL: return a >= b;
	case LESS: return a < b;
	case GREATER: return a > b;
	case LEFT:
		e->is_bits = true;
		return b < 64 ? a << b : 0;
	case RIGHT: return b < 64 ? a >> b : 0;
	case PLUS: return a + b;
	case MINUS: return a - b;
	case TIMES: return a * b;
	case DIVIDE: return b ? a / b : fail(e);
	case REST: return b ? a % b : fail(e);
	}
	return fail(e);
}

static uint64_t binary(struct expression *e, unsigned int level)
{
	uint64_t value;
	bool again = true;

	if (level == LEVELS)
		return unary(e);
	value = binary(e, level + 1);
	while (again && !e->bad) {
		again = false;
		for (size_t i = 0; i < sizeof(operators) / sizeof(*operators) && !again; i++) {
			if (operators[i].level != level ||
			    !take(e, operators[i].text, operators[i].not_before))
				continue;
			value = apply(e, &operators[i], value, binary(e, level + 1));
			again = true;
		}
	}
	return value;
}

static uint64_t conditional(struct expression *e)
{
	uint64_t condition = binary(e, 0), yes, no;

	if (e->bad || !take(e, "?", ""))
		return condition;
	yes = conditional(e);
	if (!take(e, ":", ""))
		return fail(e);
	no = conditional(e);
	return condition ? yes : no;
}

static void classify(struct define *define)
{
	const char *c = define->body, *end = c + define->length;

	define->digits = NO_LITERAL;
	while (c < end && *c == '(' && end[-1] == ')') {
		c++;
		end--;
	}
	if (end - c > 2 && c[0] == '0' && tolower((unsigned char)c[1]) == 'x') {
		size_t digits = 0;

		for (c += 2; c < end && isxdigit((unsigned char)*c); c++)
			digits++;
		while (c < end && strchr("uUlL", *c))
			c++;
		if (c == end)
			define->digits = digits < NO_LITERAL ? (unsigned char)digits : NO_LITERAL;
	} else if (c < end && isdigit((unsigned char)*c)) {
		while (c < end && isdigit((unsigned char)*c))
			c++;
		while (c < end && strchr("uUlL", *c))
			c++;
		if (c == end)
			define->digits = 0;
	}
}

/* An address: something that a variable says, and a number that is added to it. */
static bool evaluate_address(const struct defines *defines, struct define *define, unsigned int depth,
			     unsigned int *steps)
{
	uint64_t value[2];
	struct variable base = { 0 };

	for (unsigned int i = 0; i < 2; i++) {
		struct expression e = {
			.defines = defines,
			.at = define->body,
			.end = define->body + define->length,
			.depth = depth,
			.steps = steps,
			.base = &base,
		};

		base.value = i * SOME_PLACE;
		value[i] = conditional(&e);
		blanks(&e);
		if (e.bad || e.at != e.end || e.is_bits || !base.at)
			return false;
	}
	if (value[1] - value[0] != SOME_PLACE)
		return false;
	define->value = value[0];
	define->base = base.at;
	define->base_length = base.length;
	return true;
}

static bool evaluate_define(const struct defines *defines, struct define *define,
			    unsigned int depth, unsigned int *steps)
{
	struct expression e = {
		.defines = defines,
		.at = define->body,
		.end = define->body ? define->body + define->length : NULL,
		.depth = depth,
		.steps = steps,
	};

	if (define->state != VALUE_NEW && define->state != VALUE_BUSY)
		return define->state != VALUE_BAD;
	if (define->state == VALUE_BUSY || define->is_macro || depth > MOST_NESTED)
		return false;
	define->state = VALUE_BUSY;
	define->digits = NO_LITERAL;
	if (define->body && define->length) {
		classify(define);
		define->value = conditional(&e);
		blanks(&e);
		define->is_bits = e.is_bits;
		define->state = !e.bad && e.at == e.end				? VALUE_GOOD :
				evaluate_address(defines, define, depth, steps) ? VALUE_ADDRESS :
										  VALUE_BAD;
	} else if (define->previous &&
		   evaluate_define(defines, define->previous, depth + 1, steps) &&
		   define->previous->state == VALUE_GOOD) {
		define->value = define->previous->value + 1;
		define->state = VALUE_GOOD;
	} else {
		define->state = VALUE_BAD;
	}
	return define->state != VALUE_BAD;
}

/**
 * define_value() - find the value of a constant
 * @defines: all of the header
 * @define: the constant
 *
 * Return: it has one, in @define->value, and is no address.
 */
bool define_value(const struct defines *defines, struct define *define)
{
	unsigned int steps = 0;

	return evaluate_define(defines, define, 0, &steps) && define->state == VALUE_GOOD;
}

/** define_address() - is a constant an address, @define->value behind @define->base? */
bool define_address(const struct defines *defines, struct define *define)
{
	unsigned int steps = 0;

	return evaluate_define(defines, define, 0, &steps) && define->state == VALUE_ADDRESS;
}

/** define_call() - the value of a macro for some arguments; false when it has none */
bool define_call(const struct defines *defines, const struct define *macro,
		 const uint64_t *argument, uint64_t *value)
{
	unsigned int steps = 0;
	struct expression e = { .defines = defines, .steps = &steps };

	return macro->n_parameters <= MOST_PARAMETERS && call(&e, macro, argument, value);
}
