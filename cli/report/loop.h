/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of loops, as folding has found them. */
#ifndef _CLI_LOOP_H
#define _CLI_LOOP_H

#include "line.h"

void loop_lines(struct lines *lines, const struct node *node, const struct caller *caller);

#endif
