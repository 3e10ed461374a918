// SPDX-License-Identifier: GPL-2.0
#include "xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#include "base/character.h"

#define LONGEST_LINE 200
#define MOST_DEEP    256 /* whoever walks a tree calls himself for what is in an element */

/**
 * struct reading - a file being read
 * @regs: who is told, and whose memory the tree has
 * @text: the file
 * @parser: who reads it
 * @root: the tree
 * @open: the element that has no end yet, or NULL
 * @last: for each open element, counted from the outside, the last one in it
 * @depth: how many are open
 * @at: where the text of the file is put together
 * @refused: what is not read was met, and said
 * @wanted: the name of the root that is looked for
 * @is_wanted: it is that
 */
struct reading {
	struct mmt_regs *regs;
	const struct file_text *text;
	XML_Parser parser;
	struct xml_node *root;
	struct xml_node *open;
	struct xml_node *last[MOST_DEEP + 1];
	unsigned int depth;
	char *at;
	bool refused;
	const char *wanted;
	bool is_wanted;
};

static struct where here(const struct reading *reading)
{
	return (struct where){ reading->text->path,
			       (unsigned int)XML_GetCurrentLineNumber(reading->parser) };
}

/*
 * Nobody's description needs entities, and their only use is to make a file grow
 * while it is read, or to read others: a file that declares one is read no further.
 */
static void XMLCALL refuse_entity(void *context, const char *name, int parameter,
				  const char *value, int length, const char *base,
				  const char *system_id, const char *public_id,
				  const char *notation)
{
	struct reading *reading = context;

	(void)parameter, (void)value, (void)length, (void)base;
	(void)system_id, (void)public_id, (void)notation;
	if (!reading->refused)
		regs_complain(reading->regs, here(reading),
			      "declares an entity, '%.40s': such files are not read", name);
	reading->refused = true;
	reading->root = NULL;
	XML_StopParser(reading->parser, XML_FALSE);
}

static const char *without_space(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

/* A name without its name space, to be kept. */
static const char *local(struct reading *reading, const char *name)
{
	name = without_space(name);
	return arena_text(&reading->regs->tree, name, strlen(name));
}

static void read_attributes(struct reading *reading, struct xml_node *node, const char **pair)
{
	struct xml_attribute **end = &node->attributes;

	for (; *pair; pair += 2) {
		if (!strcmp(pair[0], "xmlns") || !strncmp(pair[0], "xmlns:", 6))
			continue;
		*end = arena_get(&reading->regs->tree, sizeof(**end));
		(*end)->name = local(reading, pair[0]);
		(*end)->value = arena_text(&reading->regs->tree, pair[1], strlen(pair[1]));
		end = &(*end)->next;
	}
}

static void XMLCALL begin_element(void *context, const char *name, const char **attributes)
{
	struct reading *reading = context;
	struct xml_node *node;

	if (reading->depth == MOST_DEEP) {
		regs_complain(reading->regs, here(reading),
			      "elements lie in each other more than %u deep", MOST_DEEP);
		reading->refused = true;
		XML_StopParser(reading->parser, XML_FALSE);
		return;
	}
	node = arena_get(&reading->regs->tree, sizeof(*node));
	node->parent = reading->open;
	node->name = local(reading, name);
	node->line = here(reading).line;
	node->text = reading->at;
	read_attributes(reading, node, attributes);
	if (!reading->open)
		reading->root = node;
	else if (reading->last[reading->depth])
		reading->last[reading->depth]->next = node;
	else
		reading->open->first = node;
	reading->last[reading->depth] = node;
	reading->open = node;
	reading->last[++reading->depth] = NULL;
}

static void XMLCALL end_element(void *context, const char *name)
{
	struct reading *reading = context;

	(void)name;
	reading->open->length = (size_t)(reading->at - reading->open->text);
	reading->open = reading->open->parent;
	reading->depth--;
}

/* It becomes longer by no more than one byte for each: see room_for_text(). */
static void XMLCALL add_text(void *context, const char *text, int length)
{
	struct reading *reading = context;

	for (const char *c = text; c < text + length; c++) {
		bool space = (unsigned char)*c <= ' ' || *c == 0x7f;

		if (!space)
			*reading->at++ = *c;
		else if (reading->at[-1] != ' ')
			*reading->at++ = ' ';
	}
}

/*
 * What is written in all elements, one behind the other, so that what is written in one
 * and in those in it is one piece. A byte of Latin 1, or two of UTF-16, may become two
 * or three of UTF-8. A space before it spares a question.
 */
static char *room_for_text(struct reading *reading)
{
	char *room = arena_get(&reading->regs->tree, 2 * reading->text->length + 1);

	*room = ' ';
	return room + 1;
}

/*
 * UTF-16 begins with its mark. Files say of themselves that they are UTF-8 and are not,
 * or name what is known nowhere: names and numbers are ASCII in all of them.
 */
static const char *encoding_of(const struct file_text *text)
{
	uint32_t value;
	size_t size;

	if (text->length >= 2 && (!memcmp(text->at, "\xff\xfe", 2) || !memcmp(text->at,
     "\xfe\xff", 2)))
		return "UTF-16";
	for (size_t i = 0; i < text->length; i += size) {
		size = character_read(text->at + i, text->length - i, &value);
		if (!size)
			return "ISO-8859-1";
	}
	return "UTF-8";
}

static void XMLCALL root_begins(void *context, const char *name, const char **attributes)
{
	struct reading *reading = context;

	(void)attributes;
	/* The parser may tell of more after it was stopped. */
	if (!reading->depth++)
		reading->is_wanted = !strcmp(without_space(name), reading->wanted);
	XML_StopParser(reading->parser, XML_FALSE);
}

/** xml_root_is() - is this the name of a file's root? */
bool xml_root_is(const struct file_text *text, const char *tag)
{
	struct reading reading = { .text = text, .wanted = tag };

	reading.parser = XML_ParserCreate(encoding_of(text));
	if (!reading.parser)
		return false;
	XML_SetUserData(reading.parser, &reading);
	XML_SetStartElementHandler(reading.parser, root_begins);
	XML_Parse(reading.parser, text->at, (int)(text->length < INT_MAX ? text->length : 0), XML_TRUE);
	XML_ParserFree(reading.parser);
	return reading.is_wanted;
}

static void parse(struct reading *reading)
{
	XML_Parser parser = reading->parser;

	XML_SetUserData(parser, reading);
	XML_SetElementHandler(parser, begin_element, end_element);
	XML_SetCharacterDataHandler(parser, add_text);
	XML_SetEntityDeclHandler(parser, refuse_entity);
	if (!XML_Parse(parser, reading->text->at, (int)reading->text->length, XML_TRUE) &&
	    !reading->refused)
		regs_complain(reading->regs, here(reading), "no good XML: %s",
			      XML_ErrorString(XML_GetErrorCode(parser)));
	while (reading->open)
		end_element(reading, NULL);
}

/**
 * xml_read() - read a file as a tree
 * @regs: who is told of what is wrong
 * @text: the file
 *
 * What comes before a mistake is in the tree, which lasts as long as @regs->tree.
 *
 * Return: the root, or NULL after a complaint.
 */
struct xml_node *xml_read(struct mmt_regs *regs, const struct file_text *text)
{
	struct reading reading = { .regs = regs, .text = text };
	jmp_buf *outer = regs->arena.out;
	jmp_buf out;

	if (text->length && text->length < INT_MAX)
		reading.parser = XML_ParserCreate(encoding_of(text));
	if (!reading.parser) {
		regs_complain(regs, (struct where){ text->path, 0 }, "cannot be read as XML");
		return NULL;
	}
	/* The parser is freed in every case. */
	regs->arena.out = &out;
	regs->tree.out = &out;
	if (setjmp(out)) {
		XML_ParserFree(reading.parser);
		longjmp(*outer, 1);
	}
	reading.at = room_for_text(&reading);
	parse(&reading);
	regs->arena.out = outer;
	XML_ParserFree(reading.parser);
	return reading.root;
}

/** xml_attribute() - the value of an attribute, NULL when it is not there */
const char *xml_attribute(const struct xml_node *node, const char *name)
{
	const struct xml_attribute *attribute = node->attributes;

	while (attribute && strcmp(attribute->name, name) != 0)
		attribute = attribute->next;
	return attribute ? attribute->value : NULL;
}

/** xml_where() - where an element was written */
struct where xml_where(const struct file_text *text, const struct xml_node *node)
{
	return (struct where){ text->path, node->line };
}

/* The text of an element, spaces taken off its ends, and no longer than @most. */
static const char *content(const struct xml_node *node, size_t most, size_t *length)
{
	const char *text = node->text;
	size_t n = node->length;

	if (n && *text == ' ')
		text++, n--;
	if (n > most)
		n = most;
	if (n && text[n - 1] == ' ')
		n--;
	*length = n;
	return text;
}

static const char *kept(struct mmt_regs *regs, const struct xml_node *node, size_t most)
{
	size_t length;
	const char *text = content(node, most, &length);

	return arena_text(&regs->arena, text, length);
}

/** xml_content() - the text of an element, as a name or a number */
const char *xml_content(struct mmt_regs *regs, const struct xml_node *node)
{
	return kept(regs, node, LONGEST_NAME);
}

/** xml_long() - the text of an element, however long */
const char *xml_long(struct mmt_regs *regs, const struct xml_node *node)
{
	return kept(regs, node, SIZE_MAX);
}

/** xml_says() - is this the text of an element? */
bool xml_says(const struct xml_node *node, const char *text, size_t length)
{
	size_t own;
	const char *at = content(node, LONGEST_NAME, &own);

	return own == length && !memcmp(at, text, length);
}

/** xml_line() - the text of an element, as a line for people; NULL when empty */
const char *xml_line(struct mmt_regs *regs, const struct xml_node *node)
{
	const char *line = kept(regs, node, LONGEST_LINE);

	return *line ? line : NULL;
}
