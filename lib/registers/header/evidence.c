// SPDX-License-Identifier: GPL-2.0
/* What the names of constants and the comments beside them say. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "header.h"

/* Where @word is in @text, from @from on, as a word of its own, in any case; or NULL. */
static const char *word_in(const char *from, const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *c = from; (c = strcasestr(c, word)); c++) {
		bool begins = c == text || !isalnum((unsigned char)c[-1]);

		if (begins && !isalnum((unsigned char)c[length]))
			return c;
	}
	return NULL;
}

/** has_word() - is @word in @text, as a word of its own, in any case? */
bool has_word(const char *text, const char *word)
{
	return text && word_in(text, text, word);
}

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), end_length = strlen(end);

	return length > end_length && !strcasecmp(name + length - end_length, end);
}

/* "4-bit", "32 bits": how wide something is. */
static bool is_width(const char *text, const char *word)
{
	const char *c = word - 1;

	if (c > text && (*c == '-' || *c == ' '))
		c--;
	return c >= text && isdigit((unsigned char)*c);
}

/* Are bits spoken of, not of how many there are? */
static bool speaks_of_bits(const char *text)
{
	static const char *const words[] = { "bit", "bits", "flag", "flags", "mask", "masks", "values",
					     "definitions", "content", "constants" };

	for (size_t i = 0; text && i < sizeof(words) / sizeof(*words); i++)
		for (const char *c = text; (c = word_in(c, text, words[i])); c++)
			if (!is_width(text, c))
				return true;
	return false;
}

static bool any_word(const char *text, const char *const *words)
{
	for (; text && *words; words++)
		if (has_word(text, *words))
			return true;
	return false;
}

static const char *const register_words[] = { "register", "registers", "reg", "regs",
					      "offset", "offsets", NULL };
static const char *const access_words[] = { "RW", "RO", "WO", "R/W", "R/O", "W/O", "RC", "R/clr",
					    "RW1C", "RWC", "read only", "write only",
					    "read-only", "write-only", NULL };

/* Is @word one of the first two words of a name? */
static bool begins_with_word(const char *name, const char *word)
{
	size_t first = strcspn(name, "_"), length = strlen(word);

	if (first == length && !strncasecmp(name, word, length))
		return true;
	name += name[first] ? first + 1 : first;
	return strcspn(name, "_") == length && !strncasecmp(name, word, length);
}

/** says_register() - do words say that it is a register? */
bool says_register(const struct define *define)
{
	const char *tag = define->tag;

	if (tag && strcasestr(tag, "reg"))
		return !strcasestr(tag, "content") && !strcasestr(tag, "bit");
	if (strcasestr(define->name, "_REG_") || begins_with_word(define->name, "MMIO") || ends_with(define->name, "_REG") ||
	    ends_with(define->name, "_OFFSET") || ends_with(define->name, "_OFF") ||
	    !strncmp(define->name, "REG_", 4) ||
	    (!strncmp(define->name, "mm", 2) && isupper((unsigned char)define->name[2])))
		return true;
	if (any_word(define->comment, access_words) || any_word(define->comment, register_words))
		return true;
	return any_word(define->section, register_words) && !speaks_of_bits(define->section);
}

/** named_bits() - does the name itself say that it is a part of a register? */
bool named_bits(const struct define *define)
{
	static const char *const ends[] = { "_MASK", "_SHIFT", "_BIT", "_BITS", "_MSK", "_MSKN", "_SHF",
					    "_POS", "_WIDTH", "_S", "_M", "Mask", "Shift", "Bit" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (ends_with(define->name, ends[i]))
			return true;
	return false;
}

/** says_bits_around() - do words around it say that it is a part of a register? */
bool says_bits_around(const struct define *define)
{
	if (define->tag && (strcasestr(define->tag, "content") || strcasestr(define->tag, "bits") ||
			    strcasestr(define->tag, "flag")))
		return true;
	return speaks_of_bits(define->section) && !any_word(define->comment, access_words) &&
	       !any_word(define->comment, register_words);
}

/** says_bits() - do words say that it is a part of a register? */
bool says_bits(const struct define *define)
{
	return named_bits(define) || says_bits_around(define);
}

/** says_elsewhere() - does its name say that it is in a PHY, or in memory of the device? */
bool says_elsewhere(const struct define *define)
{
	if (define->value < 0x20 &&
	    (begins_with_word(define->name, "MII") || begins_with_word(define->name, "MDIO")))
		return true;
	return begins_with_word(define->name, "SHM");
}

/** says_constant() - does its name say that it is neither? */
bool says_constant(const struct define *define)
{
	static const char *const words[] = {
		"_MAX", "_MIN", "_SIZE", "_LEN", "_LENGTH", "_NUM", "_COUNT_MAX", "_TIMEOUT",
		"_DEV_ID", "_DEVICE_ID", "_VENDOR", "_ERR_", "_SUCCESS", "_DELAY", "_VERSION_ID",
		"_DEFAULT", "_MAX_", "_MIN_", "_NR_", "_SZ", "_RATIO", "_TIMEOUT_", "_ENTRIES", "_LIMIT", "_BOUND", "_IDX",
	};
	size_t length = strlen(define->name);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *at = strstr(define->name, words[i]);
		size_t word = strlen(words[i]);

		if (!at)
			continue;
		/* _DEV_ID_ anywhere, but _MAX only at the end. */
		if (words[i][word - 1] == '_' || (size_t)(at - define->name) + word == length ||
		    !strncmp(words[i], "_DEV", 4))
			return true;
	}
	return false;
}

/** access_in() - who may access the register, when a comment says so */
unsigned int access_in(const char *comment)
{
	static const char *const read[] = { "RO", "R/O", "RC", "R/clr", "read only", "read-only",
					    NULL };
	static const char *const write[] = { "WO", "W/O", "write only", "write-only", NULL };

	if (any_word(comment, read))
		return MMT_REG_READ;
	return any_word(comment, write) ? MMT_REG_WRITE : BOTH_WAYS;
}

/** says_array() - does a comment say that there are more of it behind it? */
bool says_array(const char *comment)
{
	static const char *const words[] = { "array", "RO A", "RW A", NULL };

	return any_word(comment, words);
}
