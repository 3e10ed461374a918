// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <libkmod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "terminal/message.h"
#include "module.h"
#include "mmiotrace.h"

#define MODULE "mmiotrace"

static void quiet_log(void *data, int priority, const char *file, int line,
		      const char *function, const char *format, va_list arguments)
{
	/* libkmod writes to standard error by itself; our line says it all. */
	(void)data;
	(void)priority;
	(void)file;
	(void)line;
	(void)function;
	(void)format;
	(void)arguments;
}

static struct kmod_ctx *open_kmod(void)
{
	struct kmod_ctx *context = kmod_new(NULL, NULL);

	if (context)
		kmod_set_log_fn(context, quiet_log, NULL);
	return context;
}

/**
 * lockdown_active() - whether kernel lockdown is on, in either mode
 *
 * Return: true when /sys/kernel/security/lockdown selects other than "none".
 */
bool lockdown_active(void)
{
	char modes[128] = "";
	FILE *file = fopen("/sys/kernel/security/lockdown", "re");

	if (!file)
		return false;
	if (!fgets(modes, sizeof(modes), file))
		modes[0] = 0;
	fclose(file);
	return strstr(modes, "[integrity]") || strstr(modes, "[confidentiality]");
}

/**
 * signatures_enforced() - whether the kernel takes signed modules only
 *
 * Return: true when the kernel's parameter module.sig_enforce is on.
 */
bool signatures_enforced(void)
{
	FILE *file = fopen("/sys/module/module/parameters/sig_enforce", "re");
	int answer = file ? fgetc(file) : EOF;

	if (file)
		fclose(file);
	return answer == 'Y';
}

/**
 * module_listen() - have the lines that the kernel logs from now on
 *
 * Lines of earlier sessions, and of the kernel's own mmiotrace tracer, which
 * begin the same, must not be taken for the reason of a failure.
 *
 * Return: descriptor for module_last_words(), or -1.
 */
int module_listen(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (log >= 0)
		lseek(log, 0, SEEK_END);
	return log;
}

/**
 * module_last_words() - the module's last line in the kernel log
 * @log: from module_listen(); closed
 * @line: where to put it, without the "mmiotrace: " in front; empty for none
 * @size: room there
 */
void module_last_words(int log, char *line, size_t size)
{
	char record[8192];
	ssize_t n;

	line[0] = 0;
	if (log < 0)
		return;
	/* One record a read; EPIPE: the log went on under us, read further. */
	while ((n = read(log, record, sizeof(record) - 1)) > 0 ||
	       (n < 0 && (errno == EPIPE || errno == EINTR))) {
		char *text;

		if (n < 0)
			continue;
		record[n] = 0;
		text = strchr(record, ';');
		if (!text || strncmp(text + 1, MODULE ": ", strlen(MODULE ": ")))
			continue;
		text += 1 + strlen(MODULE ": ");
		text[strcspn(text, "\n")] = 0;
		snprintf(line, size, "%s", text);
	}
	close(log);
}

/* The module's own words begin with what our line says too. */
static const char *reason(const char *words)
{
	static const char known[] = "not loaded: ";

	return strncmp(words, known, strlen(known)) ? words : words + strlen(known);
}

static int explain(int error, const char *words)
{
	struct utsname kernel;

	uname(&kernel);
	/* It was let in and has refused: whatever its error means otherwise. */
	if (error != EPERM && reason(words) != words)
		return failure("the mmiotrace module does not load: %s", reason(words));
	switch (error) {
	case ENOENT:
		return failure("no mmiotrace module for kernel %s: install its headers, then 'make' and 'make install'",
			       kernel.release);
	case ENOEXEC:
		return failure("the mmiotrace module is damaged or was built for another kernel than %s: 'make clean', 'make' and 'make install' again",
			       kernel.release);
	case EKEYREJECTED:
	case ENOKEY:
	case EBADMSG:
		return failure("the kernel accepts signed modules only and mmiotrace is not signed by a key it knows: " SIGN_HINT);
	case EPERM:
		if (lockdown_active())
			return failure("kernel lockdown forbids the mmiotrace module, whoever has signed it: " LOCKDOWN_HINT);
		if (geteuid())
			return failure("loading the mmiotrace module needs root");
		return failure("the kernel refuses the mmiotrace module: Operation not permitted (kernel.modules_disabled, or a container?)");
	default:
		if (*words)
			return failure("the mmiotrace module does not load (%s): %s",
				       strerror(error), reason(words));
		return failure("the mmiotrace module does not load: %s (see dmesg)",
			       strerror(error));
	}
}

static int insert(struct kmod_ctx *context)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;
	const char *path;
	int error;

	error = kmod_module_new_from_lookup(context, MODULE, &list);
	if (error < 0)
		return -error;
	if (!list)
		return ENOENT;
	module = kmod_module_get_module(list);
	error = kmod_module_probe_insert_module(module, 0, NULL, NULL, NULL, NULL);
	/* An unknown symbol is ENOENT too, an empty file EINVAL. */
	path = kmod_module_get_path(module);
	if ((error == -ENOENT || error == -EINVAL) && path && !access(path, F_OK))
		error = -ENOEXEC;
	kmod_module_unref(module);
	kmod_module_unref_list(list);
	return error < 0 ? -error : 0;
}

/**
 * module_load() - load the module and wait for its device
 *
 * Return: 0, or -1 after a line that says why it does not load.
 */
int module_load(void)
{
	struct kmod_ctx *context = open_kmod();
	int log = module_listen();
	char words[512];
	int error;
	int i;

	error = context ? insert(context) : ENOENT;
	kmod_unref(context);
	module_last_words(log, words, sizeof(words));
	if (error) {
		explain(error, words);
		return -1;
	}
	/* devtmpfs makes the node at once; udev may take its time with it. */
	for (i = 0; i < 100; i++) {
		if (!access(MMIOTRACE_DEVICE, F_OK))
			return 0;
		usleep(20000);
	}
	failure("the mmiotrace module is loaded, but %s has not appeared (is /dev a devtmpfs?)",
		MMIOTRACE_DEVICE);
	return -1;
}

/**
 * module_loaded() - whether the kernel has the module
 */
bool module_loaded(void)
{
	return !access("/sys/module/" MODULE, F_OK);
}

/**
 * module_installed() - whether there is a module for the running kernel
 */
bool module_installed(void)
{
	struct kmod_ctx *context = open_kmod();
	struct kmod_list *list = NULL;
	bool found;

	if (!context)
		return false;
	found = !kmod_module_new_from_lookup(context, MODULE, &list) && list;
	kmod_module_unref_list(list);
	kmod_unref(context);
	return found;
}
