// SPDX-License-Identifier: GPL-2.0
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

#define LONGEST_LINE 200

#if LIBXML_VERSION >= 21200
typedef const xmlError xml_error;
#else
typedef xmlError xml_error;
#endif

/* What the functions that libxml2 calls need to know. */
struct reading {
	struct mmt_regs *regs;
	const struct file_text *text;
	bool refused;
	bool said;
};

/*
 * Nobody's description needs entities, and their only use is to make a file grow
 * while it is read, or to read others: a file that declares one is read no further.
 */
static void refuse_entity(void *context, const xmlChar *name, int type,
			  const xmlChar *public_id, const xmlChar *system_id,
			  xmlChar *content)
{
	xmlParserCtxt *parser = context;
	struct reading *reading = parser->_private;
	struct where where = { reading->text->path, (unsigned int)xmlSAX2GetLineNumber(context) };

	(void)type, (void)public_id, (void)system_id, (void)content;
	if (!reading->refused)
		regs_complain(reading->regs, where,
			      "declares an entity, '%.40s': such files are not read",
			      (const char *)name);
	reading->refused = true;
	xmlStopParser(parser);
}

/* Others tend to follow from the first. */
static void parser_error(void *context, xml_error *error)
{
	xmlParserCtxt *parser = context;
	struct reading *reading = parser->_private;
	struct where where = { reading->text->path, error->line > 0 ? (unsigned int)error->line : 0 };
	int length = error->message ? (int)strcspn(error->message, "\n") : 0;

	if (reading->refused || reading->said || error->level < XML_ERR_ERROR)
		return;
	reading->said = true;
	regs_complain(reading->regs, where, "no good XML: %.*s", length,
		      error->message ? error->message : "");
}

/* What libxml2 says of an encoding has no parser, and would go to standard error. */
static void no_parser_error(void *context, xml_error *error)
{
	(void)context, (void)error;
}

/**
 * xml_read() - read a file as a tree
 * @regs: who is told of what is wrong
 * @text: the file
 *
 * What comes before a mistake is in the tree.
 *
 * Return: the tree, for xmlFreeDoc(), or NULL after a complaint.
 */
xmlDoc *xml_read(struct mmt_regs *regs, const struct file_text *text)
{
	struct reading reading = { .regs = regs, .text = text };
	struct where where = { text->path, 0 };
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_context = xmlStructuredErrorContext;
	xmlParserCtxt *parser = NULL;
	xmlDoc *doc;

	if (text->length && text->length < INT_MAX)
		parser = xmlCreateMemoryParserCtxt(text->at, (int)text->length);
	if (!parser) {
		regs_complain(regs, where, "cannot be read as XML");
		return NULL;
	}
	parser->_private = &reading;
	parser->sax->entityDecl = refuse_entity;
	parser->sax->serror = parser_error;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOCDATA);
	xmlSetStructuredErrorFunc(NULL, no_parser_error);
	xmlParseDocument(parser);
	xmlSetStructuredErrorFunc(before_context, before);
	doc = parser->myDoc;
	parser->myDoc = NULL;
	if (doc && (reading.refused || !xmlDocGetRootElement(doc))) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	if (!doc && !reading.refused && !reading.said)
		regs_complain(regs, where, "cannot be read as XML");
	xmlFreeParserCtxt(parser);
	return doc;
}

static xmlNode *element_from(xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

/** xml_first() - the first element in another, or NULL */
xmlNode *xml_first(const xmlNode *parent)
{
	return element_from(parent->children);
}

/** xml_next() - the next element beside this one, or NULL */
xmlNode *xml_next(const xmlNode *node)
{
	return element_from(node->next);
}

/** xml_where() - where an element was written */
struct where xml_where(const struct file_text *text, const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return (struct where){ text->path, line > 0 ? (unsigned int)line : 0 };
}

/*
 * The text of an element, spaces made one and taken off its ends; @text has room
 * for @most and a zero. Its length.
 */
static size_t content(const xmlNode *node, char *text, size_t most)
{
	xmlChar *all = xmlNodeGetContent(node);
	const char *c = all ? (const char *)all : "";
	size_t n = 0;

	for (; *c && n < most; c++) {
		bool space = (unsigned char)*c <= ' ' || *c == 0x7f;

		if (!space)
			text[n++] = *c;
		else if (n && text[n - 1] != ' ')
			text[n++] = ' ';
	}
	while (n && text[n - 1] == ' ')
		n--;
	text[n] = 0;
	xmlFree(all);
	return n;
}

/** xml_content() - the text of an element, as a name or a number */
const char *xml_content(struct mmt_regs *regs, const xmlNode *node)
{
	char text[LONGEST_NAME + 1];
	size_t length = content(node, text, LONGEST_NAME);

	return arena_text(&regs->arena, text, length);
}

/** xml_long() - the text of an element, however long */
const char *xml_long(struct mmt_regs *regs, const xmlNode *node)
{
	xmlChar *all = xmlNodeGetContent(node);
	size_t most = all ? strlen((const char *)all) : 0;
	char *text;

	xmlFree(all);
	text = arena_get(&regs->arena, most + 1);
	content(node, text, most);
	return text;
}

/** xml_says() - is this the text of an element? */
bool xml_says(const xmlNode *node, const char *text, size_t length)
{
	char own[LONGEST_NAME + 1];

	return content(node, own, LONGEST_NAME) == length && !memcmp(own, text, length);
}

/** xml_line() - the text of an element, as a line for people; NULL when empty */
const char *xml_line(struct mmt_regs *regs, const xmlNode *node)
{
	char line[LONGEST_LINE + 1];
	size_t length = content(node, line, LONGEST_LINE);

	return length ? arena_text(&regs->arena, line, length) : NULL;
}
