// SPDX-License-Identifier: GPL-2.0
#include "witness.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_or_exit(const char *path)
{
	FILE *file = fopen(path, "r");

	if (!file) {
		fprintf(stderr, "witness: cannot read %s\n", path);
		exit(2);
	}
	return file;
}

/* None at all would be no proof. */
static unsigned long count_or_exit(const char *text)
{
	char *end;
	unsigned long count = strtoul(text, &end, 10);

	if (*end || !count) {
		fprintf(stderr, "witness: '%s' is no number of accesses\n", text);
		exit(2);
	}
	return count;
}

/* Takes the options away. */
static void options(struct evidence *ev, int *argc, char ***argv)
{
	for (; *argc > 1 && !strncmp((*argv)[1], "--", 2); ++*argv, --*argc) {
		const char *option = (*argv)[1];

		if (sscanf(option, "--session=%u", &ev->session.number) == 1) {
			ev->session.wanted = true;
		} else if (sscanf(option, "--apart=0x%" SCNx64, &ev->apart) != 1) {
			fprintf(stderr, "witness: unknown option %s\n", option);
			exit(2);
		}
	}
}

/*
 * witness [--session=NUMBER] [--apart=ADDRESS] LOG TRACE.csv DEVICE=COUNT...
 *
 * Every named device must be there with at least COUNT accesses that agree, and
 * no device of the trace, named or not, may differ.
 */
int main(int argc, char **argv)
{
	static struct evidence ev;
	bool right = true;

	options(&ev, &argc, &argv);
	if (argc < 4) {
		fprintf(stderr, "usage: witness [--session=NUMBER] [--apart=ADDRESS] LOG TRACE.csv DEVICE=COUNT...\n");
		return 2;
	}
	if (!evidence_read_trace(&ev, open_or_exit(argv[2])) ||
	    !evidence_read_log(&ev, open_or_exit(argv[1])))
		return 1;

	for (int i = 0; i < ev.nr_devices; i++) {
		const struct device *dev = &ev.device[i];
		struct verdict v = evidence_compare(&ev, dev, stdout);
		unsigned long total = v.same + v.split + v.widened;
		unsigned long least = 0;

		for (int a = 3; a < argc; a++) {
			size_t n = strlen(dev->name);

			if (!strncmp(argv[a], dev->name, n) && argv[a][n] == '=') {
				least = count_or_exit(argv[a] + n + 1);
				argv[a] = "";
			}
		}
		printf("%s: %lu the same, %lu split, %lu widened by the device, %lu wrong\n",
		       *dev->name ? dev->name : "no device", v.same, v.split,
		       v.widened, v.wrong);
		if (v.wrong || total < least) {
			right = false;
			if (total < least)
				printf("%s: at least %lu expected\n", dev->name, least);
		}
	}
	for (int a = 3; a < argc; a++)
		if (*argv[a]) {
			printf("%s: not in the trace\n", argv[a]);
			right = false;
		}
	evidence_free(&ev);
	puts(right ? "witness: agrees" : "witness: DISAGREES");
	return right ? 0 : 1;
}
