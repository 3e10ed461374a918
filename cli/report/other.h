/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of what is no access: mappings, marks, losses. */
#ifndef _CLI_OTHER_H
#define _CLI_OTHER_H

#include "line.h"

void other_line(struct lines *lines, const struct mmt_record *record, bool expand);

#endif
