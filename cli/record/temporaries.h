/* SPDX-License-Identifier: GPL-2.0 */
/*
 * FILE.cpuN, where trace-cmd collects the data of a CPU before it packs them
 * all into FILE. For a while the disk holds both. Without room for that
 * trace-cmd leaves nothing: it fails, or it succeeds with a FILE without data.
 */
#ifndef _CLI_TEMPORARIES_H
#define _CLI_TEMPORARIES_H

#include <stdbool.h>

bool temporaries_make_room(const char *file);
void temporaries_remove(const char *file);

#endif
