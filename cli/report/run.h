/* SPDX-License-Identifier: GPL-2.0 */
/* Runs: one access after the other, of one register or over a table. */
#ifndef _CLI_RUN_H
#define _CLI_RUN_H

#include "line.h"

void run_polling(struct lines *lines, const struct node *node);
void run_and_back(struct lines *lines, const struct node *node);
void run_block(struct lines *lines, const struct node *node);

#endif
