/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a file is a complete trace, before a library believes it. */
#ifndef _CLI_TRACEFILE_H
#define _CLI_TRACEFILE_H

int tracefile_check(const char *path);

#endif
