// SPDX-License-Identifier: GPL-2.0
/*
 * The emulator against the processor, in user space, by random instructions:
 *
 *   forms:  what mmio_insn_exec() performs, all forms in turn
 *   other:  what it leaves to the processor, on a buffer as the module does it
 *   length: how many bytes an instruction has, by faults when there are less
 *   extent: width and access that the decoder tells, by page faults
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bounce.h"
#include "compare.h"
#include "extent.h"
#include "length.h"
#include "random.h"

#define MAX_JOBS	64
#define MAX_FORMS	256
#define MAX_FAILURES	10

struct options {
	unsigned long count;
	unsigned long others;
	u64 seed;
	unsigned int jobs;
	const char *form;
};

/* Of one job, in memory shared with the parent. */
struct result {
	unsigned long cases;
	unsigned long others;
	unsigned long lengths;
	unsigned long failed;
	unsigned int unsupported;
	struct extents extents;
};

static void usage(FILE *out)
{
	fprintf(out,
		"usage: differential [--count=N] [--others=N] [--seed=N] [--form=TEXT] [--jobs=N]\n"
		"  --count=N   cases of the emulated forms (1000000)\n"
		"  --others=N  cases of the others, on a buffer (a tenth of --count),\n"
		"              and a quarter as many lengths\n"
		"  --seed=N    of the random numbers (1)\n"
		"  --form=TEXT only emulated forms whose name contains it\n"
		"  --jobs=N    processes (1)\n");
}

static unsigned long number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 0);

	if (!*text || *end || *text == '-') {
		fprintf(stderr, "differential: '%s' is not a number\n", text);
		exit(2);
	}
	return n;
}

static struct options parse(int argc, char **argv)
{
	static const struct option known[] = {
		{ "count", required_argument, NULL, 'c' },
		{ "others", required_argument, NULL, 'o' },
		{ "seed", required_argument, NULL, 's' },
		{ "form", required_argument, NULL, 'f' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct options o = { .count = 1000000, .others = ~0ul, .seed = 1, .jobs = 1 };
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 'c':
			o.count = number(optarg);
			break;
		case 'o':
			o.others = number(optarg);
			break;
		case 's':
			o.seed = number(optarg);
			break;
		case 'f':
			o.form = optarg;
			break;
		case 'j':
			o.jobs = number(optarg);
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	if (optind < argc || !o.jobs || o.jobs > MAX_JOBS) {
		usage(stderr);
		exit(2);
	}
	if (o.others == ~0ul)
		o.others = o.form ? 0 : o.count / 10;
	return o;
}

/* Forms that were asked for and that this processor has. */
static unsigned int choose(const struct form *chosen[MAX_FORMS], const char *text,
			   struct result *r)
{
	unsigned int i, n = 0;

	for (i = 0; i < forms_count; i++) {
		struct sample s;

		if (text && !strstr(forms[i].name, text))
			continue;
		random_sample(&s, &forms[i]);
		if (start_native(&s).signal == SIGILL) {
			fprintf(stderr, "%s: unknown to this processor\n", forms[i].name);
			r->unsupported++;
			continue;
		}
		chosen[n++] = &forms[i];
	}
	return n;
}

static void work(const struct options *o, unsigned int job, struct result *r)
{
	const struct form *chosen[MAX_FORMS];
	const unsigned long count = o->count / o->jobs + (job < o->count % o->jobs);
	const unsigned long others = o->others / o->jobs;
	unsigned int n;

	machine_setup();
	random_state = o->seed + ((u64)job << 48);
	n = choose(chosen, o->form, r);
	if (!n) {
		fprintf(stderr, "differential: no form is called '%s'\n", o->form);
		exit(2);
	}
	while (r->cases < count && r->failed < MAX_FAILURES) {
		struct sample s;

		random_sample(&s, chosen[r->cases % n]);
		r->failed += !check_sample(&s);
		r->cases++;
	}
	while (r->others < others && r->failed < MAX_FAILURES) {
		int ok = check_bounce();

		r->others += ok >= 0;
		r->failed += !ok;
	}
	while (r->lengths < others / 4 && r->failed < MAX_FAILURES) {
		int ok = check_length();

		r->lengths += ok >= 0;
		r->failed += !ok;
	}
	if (!o->form && job == 0) {
		r->extents = check_extents(0, 1, false);
		r->failed += r->extents.wrong;
	}
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
	const struct options o = parse(argc, argv);
	struct result *results, sum = { .cases = 0 };
	const double start = seconds();
	double took;
	unsigned int i;
	int status, broken = 0;

	results = mmap(NULL, MAX_JOBS * sizeof(*results), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (results == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (i = 0; i < o.jobs; i++) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("fork");
			return 1;
		}
		if (!pid) {
			work(&o, i, &results[i]);
			exit(0);
		}
	}
	while (wait(&status) > 0)
		broken |= status;

	took = seconds() - start;
	for (i = 0; i < o.jobs; i++) {
		sum.cases += results[i].cases;
		sum.others += results[i].others;
		sum.lengths += results[i].lengths;
		sum.failed += results[i].failed;
	}
	printf("seed %llu: %lu cases of emulated forms, %lu of others, %lu lengths, %lu mismatches\n",
	       (unsigned long long)o.seed, sum.cases, sum.others, sum.lengths, sum.failed);
	if (!o.form)
		printf("extents: %lu encodings executed, width of %lu exact, of %lu by alignment, %lu not known\n",
		       results[0].extents.executed, results[0].extents.exact,
		       results[0].extents.aligned, results[0].extents.unknown);
	printf("%.1f s, %.1f million cases a minute\n", took,
	       (sum.cases + sum.others + sum.lengths) / took * 60 / 1e6);
	return sum.failed || broken;
}
