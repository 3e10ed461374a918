/* SPDX-License-Identifier: GPL-2.0 */
/* Sizes of trace buffers as people write them. */
#ifndef _CLI_SIZE_H
#define _CLI_SIZE_H

#define SIZE_ROOM	16	/* bytes of a size in words */

int size_parse(const char *text);
const char *size_text(char *text, int kilobytes);

#endif
