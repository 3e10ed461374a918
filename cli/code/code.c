// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "code.h"
#include "find.h"
#include "listing.h"
#include "terminal/message.h"

#define MODULES		256	/* whose files are kept open */
#define NAME_ROOM	256
#define SAME_NAME	16	/* functions of one name */
#define TOLD_MODULES	4	/* in one line */
#define KERNEL_STEP	0x200000	/* the kernel is moved in memory by so much, or a multiple */

/**
 * struct code_module - a module of the trace
 * @name: as in "[name]"; "" is the kernel itself
 * @file: its debug information, or NULL
 * @wanted: what that must be
 * @slide: of the kernel: how far from where it was linked to it ran
 * @slid: @slide is known
 */
struct code_module {
	char *name;
	struct debugfile *file;
	struct debugfile_wanted wanted;
	uint64_t slide;
	bool slid;
};

/* An address that was looked up. */
struct known_code {
	uint64_t pc;
	struct mmt_line *made;
	struct code_place place;
};

/**
 * struct code_lines - the lines of a trace
 * @trace: the trace
 * @options: what the user said
 * @release: of the kernel that it is of, "" when the trace does not say
 * @debug_path: where libdw looks
 * @module: modules that code was of
 * @modules: how many
 * @known: addresses that were looked up
 * @knowns: how many
 * @by_pc: these, by address
 * @listing: the source
 * @any: code had a name
 * @asked: there was code
 */
struct code_lines {
	struct mmt_trace *trace;
	const struct code_options *options;
	char release[NAME_ROOM];
	char *debug_path;
	struct code_module module[MODULES];
	size_t modules;
	struct known_code *known;
	uint32_t knowns;
	struct lookup by_pc;
	struct source_text listing;
	bool any;
	bool asked;
};

/* What becomes a part of a path. */
static bool is_word(const char *text)
{
	return *text != '.' && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
						 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+~-")];
}

/* The third word of "Linux HOST RELEASE MACHINE". */
static void take_release(struct code_lines *code)
{
	const char *system = mmt_about(code->trace, MMT_ABOUT_SYSTEM);
	char release[NAME_ROOM];

	if (system && sscanf(system, "%*s %*s %255s", release) == 1 && is_word(release))
		strcpy(code->release, release);
}

/* What libdw adds .build-id/ and the names of files to. */
static char *make_debug_path(const struct code_options *options)
{
	size_t size, i;
	char *path;
	FILE *out = open_memstream(&path, &size);

	if (!out)
		return NULL;
	fputs("+", out);
	for (i = 0; i < options->debuginfos; i++)
		fprintf(out, ":%s", options->debuginfo[i]);
	fputs(":.debug:/usr/lib/debug", out);
	return fclose(out) ? NULL : path;
}

/**
 * code_begin() - begin to look for lines
 * @trace: whose; must stay open as long
 * @options: what the user said; likewise
 *
 * Return: the lines, or NULL when out of memory.
 */
struct code_lines *code_begin(struct mmt_trace *trace, const struct code_options *options)
{
	struct code_lines *code = calloc(1, sizeof(*code));

	if (!code)
		return NULL;
	code->trace = trace;
	code->options = options;
	code->listing.root = options->source;
	code->listing.roots = options->sources;
	code->debug_path = make_debug_path(options);
	take_release(code);
	if (code->debug_path)
		return code;
	code_end(code);
	return NULL;
}

static struct code_module *module_of(struct code_lines *code, const char *name)
{
	const struct find_places places = { code->options->debuginfo, code->options->debuginfos };
	struct code_module *module;
	char refused[512];
	size_t i;

	for (i = 0; i < code->modules; i++)
		if (!strcmp(code->module[i].name, name))
			return &code->module[i];
	if (code->modules == MODULES || (*name && !is_word(name)))
		return NULL;
	module = &code->module[code->modules];
	module->name = strdup(name);
	if (!module->name)
		return NULL;
	code->modules++;
	module->wanted = (struct debugfile_wanted){
		.release = code->release, .path = code->debug_path,
	};
	module->file = find_debugfile(&places, name, &module->wanted, refused, sizeof(refused));
	if (*refused)
		message("%s; no lines are taken from it", refused);
	return module;
}

/* "function+0x23 [module]" taken apart. */
static bool take_name(const char *text, char function[NAME_ROOM], char module[NAME_ROOM],
		      uint64_t *offset)
{
	unsigned long long number;
	int end = 0;

	*module = 0;
	if (sscanf(text, "%255[^+]+0x%llx%n", function, &number, &end) != 2)
		return false;
	*offset = number;
	text += end;
	return !*text || (sscanf(text, " [%255[^] ]%n", module, &end) == 1 && text[end] == ']');
}

/*
 * Of the places where code of this name is, the one at which it ran. The kernel as a whole
 * is moved by one distance; where modules were put nobody knows, so that of two functions
 * of one name neither is taken.
 */
static bool choose(struct code_module *module, uint64_t pc, const uint64_t *address, size_t count,
		   uint64_t *chosen)
{
	size_t fit = 0, i;

	for (i = 0; i < count; i++) {
		if (!*module->name && (module->slid ? pc - address[i] != module->slide :
						      (pc - address[i]) % KERNEL_STEP))
			continue;
		*chosen = address[i];
		fit++;
	}
	if (fit != 1)
		return false;
	if (!*module->name) {
		module->slide = pc - *chosen;
		module->slid = true;
	}
	return true;
}

/* Headers of the kernel, in which readl() and the like are. */
static bool is_common(const char *file)
{
	static const char *const ends[] = { "linux/", "asm/", "asm-generic/", "uapi/", "generated/" };
	const char *at = file;
	size_t i;

	for (at = strstr(file, "include/"); at; at = strstr(at, "include/")) {
		bool whole = at == file || at[-1] == '/';

		at += strlen("include/");
		for (i = 0; whole && i < sizeof(ends) / sizeof(ends[0]); i++)
			if (!strncmp(at, ends[i], strlen(ends[i])))
				return true;
	}
	return false;
}

static struct mmt_line *look_up(struct code_lines *code, uint64_t pc, bool after)
{
	char function[NAME_ROOM], name[NAME_ROOM];
	struct code_module *module;
	uint64_t address[SAME_NAME], chosen, offset;
	size_t count;

	code->asked = true;
	if (!take_name(mmt_function(code->trace, pc), function, name, &offset) || offset < after)
		return NULL;
	code->any = true;
	module = module_of(code, name);
	if (!module || !module->file)
		return NULL;
	count = debugfile_symbols(module->file, function, offset - after, address, SAME_NAME);
	if (!choose(module, pc - after, address, count, &chosen))
		return NULL;
	return debugfile_lines(module->file, chosen);
}

/* Who wants to know what a driver does need not be told where readl() is. */
static const struct mmt_line *line_of(const struct mmt_line *made)
{
	while (made && made->next && is_common(made->file))
		made = made->next;
	return made;
}

static bool make_room(struct code_lines *code)
{
	uint32_t places = code->by_pc.places ? 2 * code->by_pc.places : 1024, i;
	struct lookup bigger = { .places = places };
	struct known_code *known;
	uint32_t *place;

	if (2 * code->knowns < code->by_pc.places)
		return true;
	if (places > 1U << 28)
		return false;
	known = realloc(code->known, places / 2 * sizeof(*known));
	if (!known)
		return false;
	code->known = known;
	bigger.place = calloc(places, sizeof(*bigger.place));
	if (!bigger.place)
		return false;
	for (i = 0; i < code->knowns; i++) {
		lookup_each(place, &bigger, known[i].pc)
			continue;
		lookup_put(place, i);
	}
	free(code->by_pc.place);
	code->by_pc = bigger;
	return true;
}

/**
 * code_at() - the line that code was made from
 * @code: the lines
 * @pc: the address in the trace
 * @after: it is where a call returns to, and the call is meant
 *
 * Looks up an address once.
 *
 * Return: the line, good until the next call; NULL when nobody knows.
 */
const struct code_place *code_at(struct code_lines *code, uint64_t pc, bool after)
{
	struct known_code *known;
	uint32_t *place;

	if (!pc)
		return NULL;
	if (!make_room(code))
		return NULL;
	lookup_each(place, &code->by_pc, pc - after) {
		known = &code->known[lookup_number(place)];
		if (known->pc == pc - after)
			return known->place.line ? &known->place : NULL;
	}
	known = &code->known[code->knowns];
	*known = (struct known_code){ .pc = pc - after, .made = look_up(code, pc, after) };
	lookup_put(place, code->knowns++);
	known->place.line = line_of(known->made);
	if (!known->place.line)
		return NULL;
	known->place.text = listing_line(&code->listing, known->place.line->file,
					 known->place.line->line, &known->place.length);
	return &known->place;
}

/** code_file() - the name of a line's file, without its directory */
const char *code_file(const struct mmt_line *line)
{
	const char *slash = strrchr(line->file, '/');

	return slash ? slash + 1 : line->file;
}

/* The package that has the debug information of a kernel; "" when that is not known. */
static void name_package(const char *release, char *text, size_t size)
{
	*text = 0;
	if (strstr(release, "-generic") || strstr(release, "-lowlatency"))
		snprintf(text, size, "linux-image-%s-dbgsym", release);
	else if (strstr(release, ".fc") || strstr(release, ".el"))
		snprintf(text, size, "kernel-debuginfo-%s", release);
	else if (strstr(release, "-amd64") || strstr(release, "-686") || strstr(release, "-arm64"))
		snprintf(text, size, "linux-image-%s-dbg", release);
}

/**
 * code_tell() - say at the end what has no lines, in one line
 * @code: the lines
 */
void code_tell(const struct code_lines *code)
{
	char modules[TOLD_MODULES * (NAME_ROOM + 2) + 32] = "", package[2 * NAME_ROOM];
	size_t missing = 0, i;

	if (code->asked && !code->any) {
		message("--lines: this trace has no names of functions, only addresses: record with 'mmiotrace record'");
		return;
	}
	for (i = 0; i < code->modules; i++) {
		const char *name = *code->module[i].name ? code->module[i].name : "the kernel";

		if (code->module[i].file)
			continue;
		if (missing++ < TOLD_MODULES)
			sprintf(modules + strlen(modules), "%s%s", missing > 1 ? ", " : "", name);
	}
	if (!missing)
		return;
	if (missing > TOLD_MODULES)
		sprintf(modules + strlen(modules), " and %zu more", missing - TOLD_MODULES);
	name_package(code->release, package, sizeof(package));
	if (*package)
		message("--lines: no debug information of %s (%s): install the package %s, or give --debuginfo DIR",
			modules, code->release, package);
	else
		message("--lines: no debug information of %s (%s): give --debuginfo DIR",
			modules, *code->release ? code->release : "the trace does not say which kernel");
}

/** code_end() - forget all; NULL is fine */
void code_end(struct code_lines *code)
{
	size_t i;

	if (!code)
		return;
	for (i = 0; i < code->modules; i++) {
		debugfile_close(code->module[i].file);
		free(code->module[i].name);
	}
	for (i = 0; i < code->knowns; i++)
		free(code->known[i].made);
	free(code->known);
	free(code->by_pc.place);
	listing_free(&code->listing);
	free(code->debug_path);
	free(code);
}
