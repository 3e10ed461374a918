// SPDX-License-Identifier: GPL-2.0
#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "debugfile.h"

#define INLINED_MOST	64	/* functions, one in the other */

/**
 * struct debugfile - an open file
 * @dwfl: libdw's session, of this file alone
 * @module: the file in it
 * @callbacks: of @dwfl
 * @path: likewise
 * @symbol: functions, by name
 * @symbols: how many
 * @certain: the file itself, or the trace, says that they belong together
 */
struct debugfile {
	Dwfl *dwfl;
	Dwfl_Module *module;
	Dwfl_Callbacks callbacks;
	char *path;
	struct code_symbol {
		const char *name;
		uint64_t address;
		uint64_t size;
	} *symbol;
	size_t symbols;
	bool certain;
};

static int by_name(const void *a, const void *b)
{
	const struct code_symbol *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	if (order)
		return order;
	return left->address < right->address ? -1 : left->address > right->address;
}

/* The functions of its symbol table. */
static int take_symbols(struct debugfile *file)
{
	int count = dwfl_module_getsymtab(file->module);
	int i;

	if (count <= 0)
		return -1;
	file->symbol = calloc((size_t)count, sizeof(*file->symbol));
	if (!file->symbol)
		return -1;
	for (i = 0; i < count; i++) {
		struct code_symbol *symbol = &file->symbol[file->symbols];
		GElf_Word section = SHN_UNDEF;
		GElf_Addr address;
		GElf_Sym sym;

		symbol->name = dwfl_module_getsym_info(file->module, i, &sym, &address, &section,
						       NULL, NULL);
		if (!symbol->name || !*symbol->name || GELF_ST_TYPE(sym.st_info) != STT_FUNC ||
		    section == SHN_UNDEF)
			continue;
		symbol->address = address;
		symbol->size = sym.st_size;
		file->symbols++;
	}
	if (!file->symbols)
		return -1;
	qsort(file->symbol, file->symbols, sizeof(*file->symbol), by_name);
	return 0;
}

/**
 * debugfile_symbols() - where code is, by the name of its function
 * @file: the file
 * @name: of the function
 * @offset: of the code in it
 * @address: filled in
 * @most: room there
 *
 * Functions of several sources may have one name.
 *
 * Return: in how many places it may be.
 */
size_t debugfile_symbols(const struct debugfile *file, const char *name, uint64_t offset,
			 uint64_t *address, size_t most)
{
	size_t low = 0, high = file->symbols, found = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(file->symbol[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < file->symbols && !strcmp(file->symbol[low].name, name); low++) {
		const struct code_symbol *symbol = &file->symbol[low];

		if (symbol->size && offset >= symbol->size)
			continue;
		if (found && address[found - 1] == symbol->address + offset)
			continue;
		if (found == most)
			break;
		address[found++] = symbol->address + offset;
	}
	return found;
}

/* --- is it the one? ----------------------------------------------------------- */

/* What a module says of the kernel it was built for, or NULL: "6.1.0-56-amd64 SMP ...". */
static const char *vermagic_of(Elf *elf)
{
	static const char word[] = "vermagic=";
	Elf_Scn *section = NULL;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return NULL;
	while ((section = elf_nextscn(elf, section))) {
		const char *name, *text, *end;
		const Elf_Data *data;
		GElf_Shdr head;

		if (!gelf_getshdr(section, &head) || head.sh_type != SHT_PROGBITS)
			continue;
		name = elf_strptr(elf, names, head.sh_name);
		if (!name || strcmp(name, ".modinfo"))
			continue;
		data = elf_rawdata(section, NULL);
		if (!data || !data->d_buf || !data->d_size)
			return NULL;
		text = memmem(data->d_buf, data->d_size, word, sizeof(word) - 1);
		end = (const char *)data->d_buf + data->d_size;
		if (!text || !memchr(text, 0, (size_t)(end - text)))
			return NULL;
		return text + sizeof(word) - 1;
	}
	return NULL;
}

/* Its build id as digits; "" when it has none. */
static void build_id_of(Dwfl_Module *module, char text[2 * BUILD_ID_MOST + 1])
{
	const unsigned char *byte = NULL;
	GElf_Addr address;
	int size, i;

	*text = 0;
	size = dwfl_module_build_id(module, &byte, &address);
	if (size <= 0 || size > BUILD_ID_MOST || !byte)
		return;
	for (i = 0; i < size; i++)
		sprintf(text + (size_t)2 * (size_t)i, "%02x", byte[i]);
}

static bool is_release(const char *vermagic, const char *release)
{
	size_t length = strlen(release);

	return !strncmp(vermagic, release, length) &&
	       (!vermagic[length] || vermagic[length] == ' ');
}

/* Another module of the same name is worse than none: its lines would be wrong. */
static bool belongs(struct debugfile *file, const struct debugfile_wanted *wanted, char *why,
		    size_t size)
{
	char build_id[2 * BUILD_ID_MOST + 1];
	const char *vermagic;
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(file->module, &bias);

	if (!elf) {
		snprintf(why, size, "cannot be read: %s", dwfl_errmsg(-1));
		return false;
	}
	build_id_of(file->module, build_id);
	if (wanted->build_id && *build_id) {
		if (strcmp(wanted->build_id, build_id)) {
			snprintf(why, size, "its build id is %s, and that of the recording is %s",
				 build_id, wanted->build_id);
			return false;
		}
		file->certain = true;
		return true;
	}
	vermagic = vermagic_of(elf);
	if (!vermagic || !*wanted->release)
		return true;
	if (!is_release(vermagic, wanted->release)) {
		snprintf(why, size, "it is for kernel %.*s, and the recording is of %s",
			 (int)strcspn(vermagic, " "), vermagic, wanted->release);
		return false;
	}
	file->certain = true;
	return true;
}

/** debugfile_certain() - does the file, or the trace, say that they belong together? */
bool debugfile_certain(const struct debugfile *file)
{
	return file->certain;
}

/* What is no file, a device say, might never end. */
static int open_regular(const char *path, char *why, size_t size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	if (fd < 0) {
		snprintf(why, size, "%s", strerror(errno));
		return -1;
	}
	if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		snprintf(why, size, "it is no file");
		close(fd);
		return -1;
	}
	return fd;
}

static bool report(struct debugfile *file, const char *path, char *why, size_t size)
{
	int fd = open_regular(path, why, size);

	if (fd < 0)
		return false;
	dwfl_report_begin(file->dwfl);
	/* It closes the descriptor when all is well. */
	file->module = dwfl_report_offline(file->dwfl, "code", path, fd);
	if (!file->module) {
		snprintf(why, size, "cannot be read: %s", dwfl_errmsg(-1));
		close(fd);
	}
	dwfl_report_end(file->dwfl, NULL, NULL);
	return file->module;
}

/**
 * debugfile_open() - open a file if it is the right one
 * @path: the file
 * @wanted: what it must be; must live as long as the file
 * @why: gets the reason when it is not
 * @size: room there
 *
 * What was taken out of it is looked for where libdw does: by its build id, beside it,
 * in /usr/lib/debug, at a debuginfod server when DEBUGINFOD_URLS names one.
 *
 * Return: the file; NULL when it is none of these, or has no debug information.
 */
struct debugfile *debugfile_open(const char *path, const struct debugfile_wanted *wanted,
				 char *why, size_t size)
{
	struct debugfile *file = calloc(1, sizeof(*file));
	Dwarf_Addr bias;

	if (!file) {
		snprintf(why, size, "out of memory");
		return NULL;
	}
	file->path = wanted->path;
	file->callbacks = (Dwfl_Callbacks){
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
		.debuginfo_path = &file->path,
	};
	file->dwfl = dwfl_begin(&file->callbacks);
	if (!file->dwfl) {
		snprintf(why, size, "out of memory");
	} else if (report(file, path, why, size) && belongs(file, wanted, why, size)) {
		if (dwfl_module_getdwarf(file->module, &bias) && !take_symbols(file))
			return file;
		snprintf(why, size, "it has no debug information");
	}
	debugfile_close(file);
	return NULL;
}

/** debugfile_close() - close a file, and forget what debugfile_lines() gave but its memory */
void debugfile_close(struct debugfile *file)
{
	if (!file)
		return;
	free(file->symbol);
	if (file->dwfl)
		dwfl_end(file->dwfl);
	free(file);
}

/* --- lines -------------------------------------------------------------------- */

/* The unit that was compiled to the code at an address. */
static Dwarf_Die *unit_at(const struct debugfile *file, uint64_t address, Dwarf_Addr *bias)
{
	Dwarf_Die *unit = dwfl_module_addrdie(file->module, address, bias);

	if (unit)
		return unit;
	/* Not every compiler writes a table of addresses. */
	while ((unit = dwfl_module_nextcu(file->module, unit, bias)))
		if (dwarf_haspc(unit, address - *bias) > 0)
			return unit;
	return NULL;
}

/* Where a function was inlined. */
static bool call_of(Dwarf_Die *inlined, Dwarf_Files *files, struct mmt_line *line)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file, number;

	if (!files ||
	    dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &file) ||
	    dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &number) ||
	    number > INT32_MAX)
		return false;
	line->file = dwarf_filesrc(files, (size_t)file, NULL, NULL);
	line->line = (unsigned int)number;
	return line->file && number;
}

/* The functions around an address, the innermost first; @line[0] has its place already. */
static size_t functions_at(Dwarf_Die *unit, uint64_t address, struct mmt_line *line)
{
	Dwarf_Die *scope = NULL, *around = NULL;
	Dwarf_Files *files = NULL;
	size_t lines = 1;
	int count, i;

	if (dwarf_getscopes(unit, address, &scope) <= 0)
		return lines;
	count = dwarf_getscopes_die(&scope[0], &around);
	free(scope);
	if (dwarf_getsrcfiles(unit, &files, NULL))
		files = NULL;
	for (i = 0; i < count; i++) {
		int tag = dwarf_tag(&around[i]);

		if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
			continue;
		line[lines - 1].function = dwarf_diename(&around[i]);
		if (tag == DW_TAG_subprogram || lines == INLINED_MOST ||
		    !call_of(&around[i], files, &line[lines]))
			break;
		lines++;
	}
	free(around);
	return lines;
}

/**
 * debugfile_lines() - the line that code was made from
 * @file: the file
 * @address: from debugfile_symbols()
 *
 * Return: the line, and behind it those where its function was inlined, in one piece of
 * memory for free(), whose texts live as long as the file; NULL when nobody knows.
 */
struct mmt_line *debugfile_lines(struct debugfile *file, uint64_t address)
{
	struct mmt_line line[INLINED_MOST + 1] = { 0 }, *made;
	Dwarf_Addr bias = 0;
	Dwarf_Line *found;
	Dwarf_Die *unit;
	size_t lines, i;
	int number;

	unit = unit_at(file, address, &bias);
	found = unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
	/* Line 0 is code that belongs to no line. */
	if (!found || dwarf_lineno(found, &number) || number <= 0)
		return NULL;
	line[0].file = dwarf_linesrc(found, NULL, NULL);
	line[0].line = (unsigned int)number;
	if (!line[0].file)
		return NULL;
	lines = functions_at(unit, address - bias, line);
	made = calloc(lines, sizeof(*made));
	if (!made)
		return NULL;
	for (i = 0; i < lines; i++) {
		made[i] = line[i];
		made[i].next = i + 1 < lines ? &made[i + 1] : NULL;
	}
	return made;
}
