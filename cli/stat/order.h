/* SPDX-License-Identifier: GPL-2.0 */
/* --sort: in which order registers are shown. */
#ifndef _CLI_ORDER_H
#define _CLI_ORDER_H

#include "tally.h"

enum order {
	TALLY_ACCESSES,
	TALLY_READS,
	TALLY_WRITES,
	TALLY_OFFSET,
	TALLY_NAME,
	TALLY_VALUES,
	TALLY_POLLING,
	TALLY_FIRST,
};

int order_parse(const char *text, enum order *order);
void order_sort(struct tally *tally, enum order order);

#endif
