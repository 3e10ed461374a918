/* SPDX-License-Identifier: GPL-2.0 */
/* The bytes of an instruction, as far as they can be read. */
#ifndef MMIOTRACE_INSN_CURSOR_H
#define MMIOTRACE_INSN_CURSOR_H

#include "insn.h"

struct cursor {
	const u8 *pos;
	const u8 *end;
};

static inline u16 load16(const u8 *p)
{
	u16 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline u32 load32(const u8 *p)
{
	u32 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline u64 load64(const u8 *p)
{
	u64 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline bool have(const struct cursor *c, size_t bytes)
{
	return (size_t)(c->end - c->pos) >= bytes;
}

/* Next @bytes bytes as a signed number. */
static inline bool get_signed(struct cursor *c, unsigned int bytes, s64 *value)
{
	if (!have(c, bytes))
		return false;
	if (bytes == 1)
		*value = (s8)*c->pos;
	else if (bytes == 2)
		*value = (s16)load16(c->pos);
	else if (bytes == 4)
		*value = (s32)load32(c->pos);
	else
		*value = (s64)load64(c->pos);
	c->pos += bytes;
	return true;
}

#endif
