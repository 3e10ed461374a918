// SPDX-License-Identifier: GPL-2.0
/*
 * Two processes: the owner of the recording, which has the session, and one that copies
 * pages from the trace buffer into the file, which a slow disk may stop. What the
 * second one knows is in memory that both share. Whoever of them dies, the other one
 * completes the file: the owner starts a new one that goes on at the same byte; and the
 * copying process, which outlives its owner, copies what is left.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "datafile.h"
#include "recorder.h"
#include "ringpage.h"
#include "terminal/message.h"
#include "text.h"
#include "tracing.h"

#define MOST_CPUS	4096
#define BATCH		(64 * 4096)	/* bytes written at once */
#define MOST_DEATHS	8	/* of the copying process, until there is no new one */
#define EVENT_SIZE	48	/* of an access in the buffer */

/* Settings of the instance that take events away when somebody changes them. */
static const struct {
	const char *name;
	enum cause cause;
} watched[] = {
	{ "tracing_on", CAUSE_OFF },
	{ "buffer_size_kb", CAUSE_RESIZED },
	{ "buffer_subbuf_size_kb", CAUSE_RESIZED },
	{ "trace_clock", CAUSE_CLOCK },
	{ "tracing_cpumask", CAUSE_CPUS },
	{ "options/pause-on-trace", CAUSE_OFF },
	{ "set_event_pid", CAUSE_FILTER },
	{ "set_event_notrace_pid", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_read/filter", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_write/filter", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_read/trigger", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_write/trigger", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_read_wide/filter", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_write_wide/filter", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_read_wide/trigger", CAUSE_FILTER },
	{ "events/mmiotrace/mmio_write_wide/trigger", CAUSE_FILTER },
};
#define N_WATCHED (sizeof(watched) / sizeof(watched[0]))
#define WATCHED_ROOM 64

/**
 * struct recorder_cpu - what is known of the events of a CPU
 * @read: events that we have read, since the buffer was last wiped
 * @overrun: the kernel's count of those that it had no room for, when we last looked
 * @overwritten: all that were
 * @events: all that we have read
 * @bytes: their size
 * @dropped: events that could not be written, before those that come next
 */
struct recorder_cpu {
	uint64_t read;
	uint64_t overrun;
	uint64_t overwritten;
	uint64_t events;
	uint64_t bytes;
	uint64_t dropped;
};

/**
 * struct recorder_state - what both processes know
 * @file: the file
 * @before: watched settings as they were
 * @causes: bits by enum cause
 * @error: errno of the first page that could not be written
 * @deaths: how often the copying process died
 * @ended: the file is complete
 * @batch_cpu: of which CPU the pages in @batch are
 * @batch_size: bytes in @batch that were not written yet
 * @cpu: the CPUs
 * @where: where their pages are in the file
 * @batch: pages on their way, and room for one more than they may be
 */
struct recorder_state {
	struct datafile file;
	char before[N_WATCHED][WATCHED_ROOM];
	unsigned int causes;
	int error;
	int deaths;
	bool ended;
	unsigned int batch_cpu;
	size_t batch_size;
	struct recorder_cpu *cpu;
	struct datafile_cpu *where;
	uint8_t batch[BATCH + RINGPAGE_SIZE];
};

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* --- copying -------------------------------------------------------------- */

/* Write what was read. What cannot be written is missing, and the next page says so. */
static void write_batch(struct recorder_state *state)
{
	struct recorder_cpu *cpu = &state->cpu[state->batch_cpu];
	unsigned int events = 0;
	size_t at;

	if (!state->batch_size)
		return;
	if (cpu->dropped)
		ringpage_note_missed(state->batch, cpu->dropped);
	if (!datafile_append(&state->file, state->batch_cpu, state->batch, state->batch_size)) {
		cpu->dropped = 0;
		state->batch_size = 0;
		return;
	}
	if (!state->error)
		state->error = errno;
	for (at = 0; at < state->batch_size; at += RINGPAGE_SIZE)
		events += ringpage_events(state->batch + at);
	cpu->dropped += events;
	state->batch_size = 0;
}

/*
 * Copy what a CPU has, from @until on no more than it takes to see that it is later: who
 * writes goes on writing, and to follow would give a page for every few events. That a page
 * is not full says nothing: it may be the rest of one that was read before. UINT64_MAX is
 * for a buffer that nobody writes to any more; should somebody do so all the same, it ends
 * when all that the buffer can hold was read.
 */
static bool drain(struct recorder *recorder, unsigned int index, uint64_t until)
{
	struct recorder_state *state = recorder->state;
	struct recorder_cpu *cpu = &state->cpu[index];
	long pages = 2L * recorder->instance.buffer_kb / (RINGPAGE_SIZE / 1024) + 64;
	bool any = false;

	state->batch_cpu = index;
	while (pages--) {
		uint8_t *page = state->batch + state->batch_size;
		ssize_t n = read(recorder->pages[index], page, 2 * RINGPAGE_SIZE);
		bool late;

		if (n < 0 && errno == EINTR)
			continue;
		/* Not a page of those that the file is made of; others may follow. */
		if (n > RINGPAGE_SIZE) {
			state->causes |= 1u << CAUSE_RESIZED;
			continue;
		}
		if (n != RINGPAGE_SIZE)
			break;
		state->batch_size += RINGPAGE_SIZE;
		late = ringpage_time(page) > until;
		cpu->bytes += ringpage_used(page);
		cpu->events += ringpage_events(page);
		cpu->read += ringpage_events(page);
		any = true;
		if (state->batch_size == BATCH)
			write_batch(state);
		if (late)
			break;
	}
	write_batch(state);
	return any;
}

/* A number in a CPU's statistics. */
static uint64_t stats_number(const char *stats, const char *name)
{
	const char *at = strstr(stats, name);

	return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

static char *read_stats(const struct recorder *recorder, unsigned int index)
{
	char path[64];

	snprintf(path, sizeof(path), "per_cpu/cpu%u/stats", recorder->state->where[index].cpu);
	return text_read(recorder->instance.dir, path, NULL);
}

/*
 * The time by the clock of the trace, a little less than now: all events of before are in
 * the buffer, and were read when it has been drained once more. UINT64_MAX when that cannot
 * be told.
 */
static uint64_t clock_now(const struct recorder *recorder)
{
	char *stats = read_stats(recorder, 0);
	const char *at = stats ? strstr(stats, "\nnow ts: ") : NULL;
	uint64_t microseconds = UINT64_MAX;
	unsigned long long seconds, rest;

	/* Some clocks do not count seconds. The kernel rounds. */
	if (at && sscanf(at, " now ts: %llu.%6llu", &seconds, &rest) == 2)
		microseconds = seconds * 1000000 + rest;
	free(stats);
	return microseconds && microseconds < UINT64_MAX / 1000 ? (microseconds - 1) * 1000 : UINT64_MAX;
}

/* The kernel counts what is read, by whomever, and forgets it when the buffer is wiped. */
static void compare_counts(struct recorder *recorder, unsigned int index)
{
	struct recorder_state *state = recorder->state;
	struct recorder_cpu *cpu = &state->cpu[index];
	char *stats = read_stats(recorder, index);
	uint64_t read, overrun;

	if (!stats)
		return;
	read = stats_number(stats, "\nread events: ");
	/* The last is counted instead of the first when the newest go, not the oldest. */
	overrun = stats_number(stats, "\noverrun: ") + stats_number(stats, "\ncommit overrun: ") +
		  stats_number(stats, "\ndropped events: ");
	free(stats);
	if (read < cpu->read || overrun < cpu->overrun) {
		state->causes |= 1u << CAUSE_WIPED;
		cpu->overrun = 0;
	} else if (read > cpu->read && !(state->causes & 1u << CAUSE_RESIZED)) {
		state->causes |= 1u << CAUSE_READER;
	}
	cpu->read = read;
	cpu->overwritten += overrun - cpu->overrun;
	cpu->overrun = overrun;
}

static void read_watched(const struct recorder *recorder, size_t i, char *text)
{
	char *now = text_read(recorder->instance.dir, watched[i].name, NULL);

	snprintf(text, WATCHED_ROOM, "%s", now ? now : "");
	free(now);
}

static void compare_settings(struct recorder *recorder)
{
	struct recorder_state *state = recorder->state;
	char text[WATCHED_ROOM];
	size_t i;

	for (i = 0; i < N_WATCHED; i++) {
		read_watched(recorder, i, text);
		if (strcmp(text, state->before[i]))
			state->causes |= 1u << watched[i].cause;
	}
}

static void note_error(struct recorder_state *state, int failed)
{
	if (failed && !state->error)
		state->error = errno;
}

/* The names of the modules that are loaded. */
static char *loaded_modules(void)
{
	char *text = text_read(AT_FDCWD, "/proc/modules", NULL);
	char *from = text, *to = text;

	while (from && *from) {
		size_t name = strcspn(from, " \n");

		memmove(to, from, name);
		to += name;
		*to++ = '\n';
		from += strcspn(from, "\n");
		from += *from == '\n';
	}
	if (to)
		*to = 0;
	return text;
}

/*
 * A driver that was loaded meanwhile has functions that the file does not know, but for
 * those that the module has named. To read all symbols takes longer than the trace buffer
 * may last: another process does it.
 */
static void refresh_symbols(struct recorder *recorder, pid_t *helper)
{
	struct section symbols;
	char *modules;

	if (*helper > 0 && waitpid(*helper, NULL, WNOHANG) != *helper)
		return;
	*helper = 0;
	modules = loaded_modules();
	if (!modules || !recorder->modules || !strcmp(modules, recorder->modules)) {
		free(modules);
		return;
	}
	free(recorder->modules);
	recorder->modules = modules;
	*helper = fork();
	if (*helper)
		return;
	prctl(PR_SET_NAME, "mmt-symbols");
	/* When the file is being completed, nobody else may write to it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!description_symbols(&symbols))
		datafile_add_symbols(&recorder->state->file, &symbols);
	_exit(0);
}

/* What is done once in an interval: all that was seen is in the file then. */
static void flush(struct recorder *recorder)
{
	struct recorder_state *state = recorder->state;
	char *tasks = text_read(recorder->instance.tracing, "saved_cmdlines", NULL);
	unsigned int i;

	if (tasks)
		note_error(state, datafile_put_tasks(&state->file, tasks));
	free(tasks);
	compare_settings(recorder);
	/* There are two times in the file. */
	if (state->causes & 1u << CAUSE_CLOCK)
		state->file.until = UINT64_MAX;
	note_error(state, datafile_tell(&state->file));
	for (i = 0; i < state->file.cpus; i++)
		compare_counts(recorder, i);
}

/* --- the end -------------------------------------------------------------- */

/* Copy what is left, and complete the file. */
static void complete(struct recorder *recorder)
{
	struct recorder_state *state = recorder->state;
	struct section symbols = { .content = NULL };
	char *modules = loaded_modules();
	bool changed = !modules || !recorder->first_modules ||
		       strcmp(modules, recorder->first_modules) != 0;
	char **stats = calloc(state->file.cpus, sizeof(*stats));
	unsigned int i;

	for (i = 0; i < state->file.cpus; i++)
		drain(recorder, i, UINT64_MAX);
	state->file.until = UINT64_MAX;
	flush(recorder);
	for (i = 0; stats && i < state->file.cpus; i++)
		stats[i] = read_stats(recorder, i);
	if (changed && description_symbols(&symbols))
		changed = false;
	if (!stats || datafile_end(&state->file, changed ? &symbols : NULL, stats))
		note_error(state, -1);
	/* A disk that has gone is heard of only now: what is counted must be there. */
	note_error(state, fdatasync(state->file.fd));
	free(modules);
	free(symbols.content);
	for (i = 0; stats && i < state->file.cpus; i++)
		free(stats[i]);
	free(stats);
	state->ended = true;
}

/* --- the copying process -------------------------------------------------- */

static void wait_for_pages(struct recorder *recorder, struct pollfd *wait, int timeout)
{
	unsigned int cpus = recorder->state->file.cpus;
	unsigned int i;

	poll(wait, cpus + 2, timeout);
	/* A CPU that never was on has no buffer, and says so at once. */
	for (i = 0; i < cpus; i++)
		wait[i + 2].fd = wait[i + 2].revents & (POLLERR | POLLNVAL) ?
			-1 : recorder->pages[i];
}

static void copy_until_end(struct recorder *recorder)
{
	struct recorder_state *state = recorder->state;
	unsigned int i, cpus = state->file.cpus;
	struct pollfd *wait = calloc(cpus + 2, sizeof(*wait));
	long long next = now_ms() + recorder->flush_ms;
	pid_t helper = 0;

	if (!wait)
		_exit(1);
	wait[0] = (struct pollfd){ .fd = recorder->stop[0], .events = POLLIN };
	wait[1] = (struct pollfd){ .fd = recorder->self, .events = POLLIN };
	for (i = 0; i < cpus; i++)
		wait[i + 2] = (struct pollfd){ .fd = recorder->pages[i], .events = POLLIN };
	write_batch(state);
	while (!wait[0].revents && !wait[1].revents) {
		long long now = now_ms();
		bool any = false;
		uint64_t until;

		wait_for_pages(recorder, wait, next > now ? (int)(next - now) : 0);
		until = clock_now(recorder);
		for (i = 0; i < cpus; i++)
			any |= drain(recorder, i, until);
		state->file.until = until;
		if (now_ms() < next) {
			if (any && !state->file.sync)
				note_error(state, datafile_tell(&state->file));
			continue;
		}
		/* A slow disk takes its time; the interval is from one beginning to the next. */
		next = now_ms() + recorder->flush_ms;
		flush(recorder);
		refresh_symbols(recorder, &helper);
	}
	if (helper > 0)
		waitpid(helper, NULL, 0);
	free(wait);
}

static void close_pages(struct recorder *recorder)
{
	unsigned int i;

	for (i = 0; i < recorder->state->file.cpus; i++)
		close(recorder->pages[i]);
}

static void __attribute__((noreturn)) be_writer(struct recorder *recorder)
{
	bool orphan;
	char byte;

	/* At once: it would keep the session if its owner were killed. */
	close(recorder->session);
	/* 'killall mmiotrace' and the terminal's Ctrl-Z are not for it. */
	prctl(PR_SET_NAME, "mmt-recorder");
	setpgid(0, 0);
	close(recorder->stop[1]);
	copy_until_end(recorder);
	orphan = read(recorder->stop[0], &byte, 1) != 1;
	if (orphan) {
		struct pollfd end = { .fd = recorder->self, .events = POLLIN };

		/* When that process has gone, so have its session, and what it traced. */
		poll(&end, 1, -1);
	}
	complete(recorder);
	if (orphan) {
		close_pages(recorder);
		instance_remove(&recorder->instance);
	}
	_exit(0);
}

static int start_writer(struct recorder *recorder)
{
	recorder->writer = fork();
	if (!recorder->writer)
		be_writer(recorder);
	if (recorder->writer > 0)
		return 0;
	recorder->writer = 0;
	failure("cannot start the process that records: %s", strerror(errno));
	return -1;
}

/* --- the owner ------------------------------------------------------------ */

/* A file of somebody else's is not for us to overwrite, even if we can. */
static bool is_mine(const struct stat *status)
{
	const char *sudo = getenv("SUDO_UID");

	return status->st_uid == geteuid() ||
	       (sudo && status->st_uid == (uid_t)strtoul(sudo, NULL, 10));
}

/**
 * recorder_open() - open the file, without touching what is in it
 * @recorder: filled in
 * @path: its name; must stay valid
 * @session: descriptor of the session, which the copying process must not have
 *
 * Return: 0, or -1 after a line; recorder_abandon() is due in any case.
 */
int recorder_open(struct recorder *recorder, const char *path, int session)
{
	struct stat status;

	*recorder = (struct recorder){
		.path = path, .session = session, .stop = { -1, -1 }, .self = -1, .file = -1,
	};
	recorder->instance.tracing = recorder->instance.all = recorder->instance.dir = -1;
	recorder->existed = !stat(path, &status);
	if (recorder->existed && !S_ISREG(status.st_mode)) {
		failure("cannot record to %s: not a regular file", path);
		return -1;
	}
	if (recorder->existed && !is_mine(&status)) {
		const struct passwd *owner = getpwuid(status.st_uid);

		failure("cannot record to %s: it belongs to %s; choose another name", path,
			owner ? owner->pw_name : "somebody else");
		return -1;
	}
	recorder->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (recorder->file < 0) {
		failure("cannot record to %s: %s", path, strerror(errno));
		return -1;
	}
	if (flock(recorder->file, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		/* It is the other one's, whether it was there before us or not. */
		close(recorder->file);
		recorder->file = -1;
		failure("cannot record to %s: another recording is writing to it", path);
		return -1;
	}
	return 0;
}

static int share_state(struct recorder *recorder, const unsigned int *cpu, unsigned int cpus)
{
	struct recorder_state *state;
	unsigned int i;

	recorder->size = sizeof(*state) + cpus * (sizeof(*state->cpu) + sizeof(*state->where));
	state = mmap(NULL, recorder->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		     -1, 0);
	if (state == MAP_FAILED)
		return -1;
	recorder->state = state;
	state->cpu = (struct recorder_cpu *)(state + 1);
	state->where = (struct datafile_cpu *)(state->cpu + cpus);
	state->file = (struct datafile){
		.fd = recorder->file, .cpus = cpus, .cpu = state->where,
	};
	for (i = 0; i < cpus; i++)
		state->where[i].cpu = cpu[i];
	return 0;
}

static int open_pages(struct recorder *recorder)
{
	static unsigned int cpu[MOST_CPUS];
	unsigned int i, cpus = instance_cpus(&recorder->instance, cpu, MOST_CPUS);

	recorder->pages = calloc(cpus, sizeof(*recorder->pages));
	if (!cpus || !recorder->pages || share_state(recorder, cpu, cpus)) {
		failure("cannot record: %s", strerror(cpus ? ENOMEM : ENOENT));
		return -1;
	}
	for (i = 0; i < cpus; i++) {
		recorder->pages[i] = instance_open_pages(&recorder->instance, cpu[i]);
		if (recorder->pages[i] < 0) {
			failure("cannot read the trace buffer of CPU %u: %s", cpu[i],
				strerror(errno));
			while (i--)
				close(recorder->pages[i]);
			recorder->state->file.cpus = 0;
			return -1;
		}
	}
	return 0;
}

/**
 * recorder_prepare() - all that takes time, before tracing begins
 * @recorder: from recorder_open()
 * @buffer_kb: size of the trace buffer for each CPU, 0 for the default
 * @flush_ms: how often everything is written
 *
 * Return: 0, or -1 after a line.
 */
int recorder_prepare(struct recorder *recorder, int buffer_kb, int flush_ms)
{
	size_t i;

	recorder->flush_ms = flush_ms;
	recorder->self = (int)syscall(SYS_pidfd_open, getpid(), 0);
	if (pipe2(recorder->stop, O_CLOEXEC) || recorder->self < 0) {
		failure("cannot record: %s", strerror(errno));
		return -1;
	}
	if (instance_create(&recorder->instance, buffer_kb) || open_pages(recorder))
		return -1;
	instance_settle(&recorder->instance);
	for (i = 0; i < N_WATCHED; i++)
		read_watched(recorder, i, recorder->state->before[i]);
	recorder->first_modules = loaded_modules();
	recorder->modules = loaded_modules();
	recorder->description.clock = recorder->instance.clock;
	recorder->description.recorder = "mmiotrace " MMIOTRACE_VERSION;
	if (!description_read(&recorder->description, recorder->instance.tracing))
		return 0;
	failure("cannot describe the kernel's events: %s", strerror(errno));
	return -1;
}

/**
 * recorder_begin() - make the file, and copy into it from now on
 * @recorder: prepared
 * @sync: what is in the file is on the disk, too
 *
 * Return: 0, or -1 after a line.
 */
int recorder_begin(struct recorder *recorder, bool sync)
{
	struct recorder_state *state = recorder->state;

	state->file.sync = sync;
	/* A limit on the size of files is an error like others. */
	signal(SIGXFSZ, SIG_IGN);
	if (datafile_begin(&state->file, &recorder->description)) {
		const char *why = strerror(errno);

		if (errno == ENOSPC || errno == EDQUOT)
			why = errno == ENOSPC ? "the disk is full" : "the disk quota is used up";
		else if (errno == EOPNOTSUPP)
			why = "its file system keeps no sparse files; choose another one";
		failure("cannot record to %s: %s", recorder->path, why);
		return -1;
	}
	return start_writer(recorder);
}

/**
 * recorder_ended() - whether nobody copies any more
 * @recorder: begun
 *
 * A copying process that was killed is followed by another one, if that does not happen
 * all the time.
 */
bool recorder_ended(struct recorder *recorder)
{
	struct recorder_state *state = recorder->state;

	if (recorder->writer && waitpid(recorder->writer, NULL, WNOHANG) == recorder->writer) {
		recorder->writer = 0;
		state->causes |= 1u << CAUSE_KILLED;
		if (++state->deaths < MOST_DEATHS)
			start_writer(recorder);
	}
	return !recorder->writer;
}

/* What was ever in the buffer has room in it, and still it ran over: it was smaller. */
static bool was_smaller(const struct recorder_cpu *cpu, int buffer_kb)
{
	uint64_t size = cpu->events ? cpu->bytes / cpu->events + 1 : EVENT_SIZE;

	return cpu->overwritten && (cpu->events + cpu->overwritten) * size / 768 < (uint64_t)buffer_kb;
}

static void sum_up(const struct recorder *recorder, struct recorder_losses *losses)
{
	const struct recorder_state *state = recorder->state;
	uint64_t events = 0, bytes = 0, most = 0, enough;
	unsigned int i;

	*losses = (struct recorder_losses){ .causes = state->causes, .error = state->error };
	for (i = 0; i < state->file.cpus; i++) {
		const struct recorder_cpu *cpu = &state->cpu[i];

		losses->overwritten += cpu->overwritten;
		events += cpu->events;
		bytes += cpu->bytes;
		if (cpu->overwritten > most)
			most = cpu->overwritten;
		if (was_smaller(cpu, recorder->instance.buffer_kb))
			losses->causes |= 1u << CAUSE_RESIZED;
	}
	/* All that were overwritten in one go would fit: a whole number of MB. */
	enough = most * (events ? bytes / events + 1 : EVENT_SIZE);
	enough = (uint64_t)recorder->instance.buffer_kb + enough / 1000;
	losses->enough_kb = (int)((enough + 1023) / 1024 * 1024);
}

/* The file is as it is; the instance goes. */
static void leave(struct recorder *recorder)
{
	if (recorder->pages && recorder->state)
		close_pages(recorder);
	free(recorder->pages);
	recorder->pages = NULL;
	instance_remove(&recorder->instance);
	description_free(&recorder->description);
	free(recorder->modules);
	free(recorder->first_modules);
	recorder->modules = recorder->first_modules = NULL;
	recorder->description = (struct description){ .clock = NULL };
	if (recorder->state)
		munmap(recorder->state, recorder->size);
	recorder->state = NULL;
	if (recorder->stop[0] >= 0)
		close(recorder->stop[0]);
	if (recorder->stop[1] >= 0)
		close(recorder->stop[1]);
	if (recorder->self >= 0)
		close(recorder->self);
	if (recorder->file >= 0)
		close(recorder->file);
	recorder->stop[0] = recorder->stop[1] = recorder->self = recorder->file = -1;
}

/**
 * recorder_finish() - copy what is left, complete the file, remove the instance
 * @recorder: begun; the session has stopped
 * @losses: filled in
 */
void recorder_finish(struct recorder *recorder, struct recorder_losses *losses)
{
	char byte = 0;

	if (recorder->writer && write(recorder->stop[1], &byte, 1) == 1)
		waitpid(recorder->writer, NULL, 0);
	recorder->writer = 0;
	if (!recorder->state->ended) {
		recorder->state->causes |= 1u << CAUSE_KILLED;
		write_batch(recorder->state);
		complete(recorder);
	}
	sum_up(recorder, losses);
	leave(recorder);
}

/**
 * recorder_abandon() - undo all, where nothing was recorded
 * @recorder: from recorder_open(), in any state but finished
 */
void recorder_abandon(struct recorder *recorder)
{
	bool begun = recorder->state && recorder->state->file.pages;

	if (recorder->writer) {
		kill(recorder->writer, SIGKILL);
		waitpid(recorder->writer, NULL, 0);
		recorder->writer = 0;
	}
	/* An older file stays as long as it is untouched. */
	if (recorder->file >= 0 && (begun || !recorder->existed))
		unlink(recorder->path);
	leave(recorder);
}
