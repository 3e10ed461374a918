/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of accesses that are not in a loop. */
#ifndef _CLI_ACCESS_H
#define _CLI_ACCESS_H

#include "line.h"

void access_line(struct lines *lines, const struct node *node, const struct caller *caller);
bool access_add(struct lines *lines, const struct node *node);
void access_sweep(struct lines *lines, struct node *const *node, size_t count,
		  const struct caller *caller);

#endif
