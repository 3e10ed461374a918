// SPDX-License-Identifier: GPL-2.0
/* What kinds of things are called, and what a header has for programs in C only. */
#include "libmmiotrace.h"

#ifndef MMIOTRACE_VERSION
#define MMIOTRACE_VERSION "unknown"
#endif

extern inline bool mmt_is_access(const struct mmt_record *record);
extern inline bool mmt_is_config(enum mmt_kind kind);
extern inline bool mmt_is_write(enum mmt_kind kind);
extern inline bool mmt_device_is(const struct mmt_device *device, const char *name);

#define WORD(words, number) ((number) < sizeof(words) / sizeof((words)[0]) ? (words)[number] : NULL)

const char *mmt_kind_name(enum mmt_kind kind)
{
	/* A promise to scripts. */
	static const char *const words[MMT_N_KINDS] = {
		[MMT_READ] = "read",
		[MMT_WRITE] = "write",
		[MMT_UNKNOWN] = "unknown",
		[MMT_MAP] = "map",
		[MMT_UNMAP] = "unmap",
		[MMT_DEVICE] = "device",
		[MMT_MARK] = "mark",
		[MMT_LOST] = "lost",
		[MMT_CONFIG_READ] = "config_read",
		[MMT_CONFIG_WRITE] = "config_write",
		[MMT_NOTE] = "note",
	};

	return WORD(words, kind);
}

const char *mmt_format_name(enum mmt_format format)
{
	static const char *const words[] = {
		[MMT_FORMAT_NATIVE] = "native",
		[MMT_FORMAT_CLASSIC] = "classic",
		[MMT_FORMAT_QEMU] = "qemu",
	};

	return WORD(words, format);
}

const char *mmt_verdict_name(enum mmt_verdict verdict)
{
	static const char *const words[MMT_N_VERDICTS] = {
		[MMT_SAME] = "same",
		[MMT_VALUE] = "value",
		[MMT_MISSING] = "missing",
		[MMT_SURPLUS] = "surplus",
		[MMT_MOVED] = "moved",
	};

	return WORD(words, verdict);
}

const char *mmt_error_name(enum mmt_error error)
{
	static const char *const words[MMT_N_ERRORS] = {
		[MMT_ERROR_NONE] = "none",
		[MMT_ERROR_SYSTEM] = "system",
		[MMT_ERROR_MEMORY] = "memory",
		[MMT_ERROR_FORMAT] = "format",
		[MMT_ERROR_VERSION] = "version",
		[MMT_ERROR_CUT] = "cut",
		[MMT_ERROR_DAMAGED] = "damaged",
		[MMT_ERROR_LIMIT] = "limit",
		[MMT_ERROR_DESCRIPTION] = "description",
	};

	return WORD(words, error);
}

unsigned int mmt_interface(void)
{
	return MMT_INTERFACE;
}

const char *mmt_version(void)
{
	return MMIOTRACE_VERSION;
}
