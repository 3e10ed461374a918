// SPDX-License-Identifier: GPL-2.0
/* Words of C. Comments, strings and directives of the preprocessor have no say. */
#include <ctype.h>
#include <string.h>

#include "source.h"

struct token_reader {
	struct arena *arena;
	const char *at;
	const char *end;
	unsigned int line;
	bool line_begins;
	VECTOR(struct token) tokens;
	VECTOR(size_t) open;
};

static void skip_comment(struct token_reader *reader)
{
	bool block = reader->at[1] == '*';

	for (reader->at += 2; reader->at < reader->end; reader->at++) {
		if (!block && *reader->at == '\n')
			return;
		reader->line += *reader->at == '\n';
		if (block && *reader->at == '*' && reader->at + 1 < reader->end &&
		    reader->at[1] == '/') {
			reader->at += 2;
			return;
		}
	}
}

static void skip_directive(struct token_reader *reader)
{
	while (reader->at < reader->end && *reader->at != '\n') {
		if (*reader->at == '/' && reader->end - reader->at > 1 &&
		    (reader->at[1] == '*' || reader->at[1] == '/')) {
			skip_comment(reader);
			continue;
		}
		if (*reader->at == '\\' && reader->end - reader->at > 1 && reader->at[1] == '\n') {
			reader->line++;
			reader->at++;
		}
		reader->at++;
	}
}

/* Up to the end of a string or a character, on its line. */
static void skip_string(struct token_reader *reader)
{
	char quote = *reader->at++;

	while (reader->at < reader->end && *reader->at != quote && *reader->at != '\n')
		reader->at += *reader->at == '\\' && reader->end - reader->at > 1 &&
			      reader->at[1] != '\n' ? 2 : 1;
	if (reader->at < reader->end && *reader->at == quote)
		reader->at++;
}

static bool is_pair(const char *at)
{
	static const char *const pairs[] = { "->", "<<", ">>", "##", "==", "!=", "<=", ">=", "+=",
					     "-=", "|=", "&=", "*=", "^=", "&&", "||", "++", "--" };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (!memcmp(at, pairs[i], 2))
			return true;
	return false;
}

static void match(struct token_reader *reader, char kind)
{
	size_t here = reader->tokens.n - 1, partner;

	if (kind == '(' || kind == '[' || kind == '{') {
		*vector_add(reader->arena, &reader->open) = here;
		return;
	}
	if ((kind != ')' && kind != ']' && kind != '}') || !reader->open.n)
		return;
	partner = reader->open.at[--reader->open.n];
	if (here - partner > UINT32_MAX)
		return;
	reader->tokens.at[partner].match = (unsigned int)(here - partner);
	reader->tokens.at[here].match = (unsigned int)(here - partner);
}

static void read_token(struct token_reader *reader)
{
	struct token token = { .at = reader->at, .line = reader->line, .kind = *reader->at };

	if (isalpha((unsigned char)token.kind) || token.kind == '_') {
		while (reader->at < reader->end &&
		       (isalnum((unsigned char)*reader->at) || *reader->at == '_'))
			reader->at++;
		token.kind = 'a';
	} else if (isdigit((unsigned char)token.kind)) {
		while (reader->at < reader->end &&
		       (isalnum((unsigned char)*reader->at) || *reader->at == '_'))
			reader->at++;
		token.kind = '0';
	} else if (token.kind == '"' || token.kind == '\'') {
		skip_string(reader);
		token.kind = '"';
	} else {
		reader->at += reader->end - reader->at > 1 && is_pair(reader->at) ? 2 : 1;
	}
	token.length = (unsigned int)(reader->at - token.at);
	*vector_add(reader->arena, &reader->tokens) = token;
	match(reader, token.kind);
}

/**
 * tokens_of() - the words of a text
 * @arena: memory for them
 * @text: lives as long as they do
 * @length: of that
 * @line: number of its first line
 */
struct code tokens_of(struct arena *arena, const char *text, size_t length, unsigned int line)
{
	struct token_reader reader = { .arena = arena, .at = text, .end = text + length, .line = line,
				 .line_begins = true };

	while (reader.at < reader.end) {
		char c = *reader.at;

		if (c == '\n') {
			reader.line++;
			reader.line_begins = true;
			reader.at++;
		} else if (isspace((unsigned char)c) || c == '\\') {
			reader.at++;
		} else if (c == '/' && reader.end - reader.at > 1 &&
			   (reader.at[1] == '*' || reader.at[1] == '/')) {
			skip_comment(&reader);
		} else if (c == '#' && reader.line_begins && line) {
			skip_directive(&reader);
		} else {
			reader.line_begins = false;
			read_token(&reader);
		}
	}
	if (!reader.tokens.n)
		return (struct code){ NULL, NULL };
	return (struct code){ reader.tokens.at, reader.tokens.at + reader.tokens.n };
}

/** token_is() - is it this word? */
bool token_is(const struct token *token, const char *word)
{
	return strlen(word) == token->length && !memcmp(token->at, word, token->length);
}

/** token_text() - a token as a string of its own */
const char *token_text(struct arena *arena, const struct token *token)
{
	return arena_text(arena, token->at, token->length);
}
