/* SPDX-License-Identifier: GPL-2.0 */
/* Characters of UTF-8. */
#ifndef LIB_CHARACTER_H
#define LIB_CHARACTER_H

#include <stddef.h>
#include <stdint.h>

size_t character_read(const char *text, size_t length, uint32_t *value);

#endif
