// SPDX-License-Identifier: GPL-2.0
#include "sides.h"

#define GUTTER	3	/* columns between both sides, in which the mark is */
#define INDENT	4	/* of what does not fit into a line */

/** sides_begin() - what is written from here on is for one side */
struct sides_mark sides_begin(struct out *out)
{
	struct sides_mark mark = { out_mark(out), out->colour };

	out->colour = false;
	return mark;
}

/**
 * sides_take() - take what was written for one side off the line
 * @sides: gets it; what is too long is cut
 * @side: which
 * @out: where it was written to
 * @mark: from sides_begin(), of a line that nothing else was written to
 */
void sides_take(struct sides *sides, int side, struct out *out, struct sides_mark mark)
{
	size_t length = out->used - mark.place.used;

	out->colour = mark.colour;
	if (!out_back(out, mark.place))
		length = 0;
	sides->length[side] = length < SIDES_ROOM ? length : SIDES_ROOM;
	memcpy(sides->text[side], out->data + out->used, sides->length[side]);
}

static size_t columns(const char *text, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += (text[i] & 0xc0) != 0x80;
	return n;
}

/* So many bytes of a text fit into a width: up to a space, when there is one. */
static size_t fitting(const char *text, size_t length, size_t width)
{
	size_t n = length, at;

	if (columns(text, n) <= width)
		return n;
	while (n && (columns(text, n) > width || (text[n] & 0xc0) == 0x80))
		n--;
	for (at = n; at && text[at] != ' ';)
		at--;
	return at > width / 2 ? at : n;
}

/* The next line of one side. */
static void put_line(struct out *out, const char **text, size_t *left, size_t width, bool first)
{
	size_t indent = first || !*left ? 0 : INDENT;
	size_t n = fitting(*text, *left, width - indent);

	out_to(out, out_column(out) + indent);
	out_bytes(out, *text, n);
	*text += n;
	*left -= n;
	for (; *left && **text == ' '; ++*text)
		--*left;
}

/**
 * sides_write() - write both sides, in as many lines as the longer one needs
 * @sides: what they are
 * @out: where to; its width says how wide they are
 * @style: of the mark, and of what stands beside it
 * @mark: stands between them in the first line
 */
void sides_write(const struct sides *sides, struct out *out, enum style style, char mark)
{
	const char *text[2] = { sides->text[0], sides->text[1] };
	size_t left[2] = { sides->length[0], sides->length[1] };
	size_t width = (out->width - GUTTER) / 2;
	bool first = true;

	do {
		out_style(out, style);
		put_line(out, &text[0], &left[0], width, first);
		if (left[1] || first) {
			out_to(out, width + 1);
			out_char(out, first ? mark : ' ');
			out_to(out, width + GUTTER);
			put_line(out, &text[1], &left[1], width, first);
		}
		out_style(out, STYLE_PLAIN);
		out_trim(out);
		out_end_line(out);
		first = false;
	} while (left[0] || left[1]);
}
