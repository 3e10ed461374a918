// SPDX-License-Identifier: GPL-2.0
/* first version */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "compare.h"
#include "random.h"
int main(int argc, char **argv)
{
	u64 cases = argc > 1 ? strtoull(argv[1], NULL, 0) : 1000000, i;
	unsigned int failed = 0;
	struct sample s;

	random_state = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	machine_setup();
	for (i = 0; i < cases && failed < 20; i++) {
		const struct form *f = &forms[i % forms_count];
		random_sample(&s, f);
		if (!check_sample(&s)) failed++;
	}
	printf("%llu cases, %u failed\n", (unsigned long long)i, failed);
	return !!failed;
}
