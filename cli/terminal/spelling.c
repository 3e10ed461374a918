// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "spelling.h"

#define LONGEST	32

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/*
 * Letters to insert, drop, change, or swap with their neighbour (Damerau and Levenshtein,
 * each letter touched once).
 */
static unsigned int distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned int row[3][LONGEST + 1];
	size_t i, j;

	for (j = 0; j <= b_length; j++)
		row[0][j] = (unsigned int)j;
	for (i = 1; i <= a_length; i++) {
		unsigned int *now = row[i % 3], *before = row[(i + 2) % 3];
		const unsigned int *earlier = row[(i + 1) % 3];

		now[0] = (unsigned int)i;
		for (j = 1; j <= b_length; j++) {
			now[j] = least(before[j - 1] + (a[i - 1] != b[j - 1]),
				       1 + least(before[j], now[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], earlier[j - 2] + 1);
		}
	}
	return row[a_length % 3][b_length];
}

/**
 * spelling_try() - try a word that there is
 * @spelling: the search
 * @word: the word
 *
 * One that goes on where the wanted one ends is near, and so is one of which a third of
 * the letters is wrong.
 */
void spelling_try(struct spelling *spelling, const char *word)
{
	size_t wanted = strlen(spelling->wanted), length = strlen(word);
	unsigned int far;

	if (!wanted || wanted > LONGEST || length > LONGEST)
		return;
	far = length > wanted && !strncmp(spelling->wanted, word, wanted) ?
		      1 : distance(spelling->wanted, wanted, word, length);
	if (far > (length + 2) / 3 || (spelling->nearest && far >= spelling->distance))
		return;
	spelling->nearest = word;
	spelling->distance = far;
}
