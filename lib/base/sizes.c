// SPDX-License-Identifier: GPL-2.0
#include "sizes.h"

#include <string.h>

bool sizes_take(struct mmt_sizes *own, const struct mmt_sizes *theirs)
{
	if (theirs->sizes > sizeof(*own))
		return false;
	*own = (struct mmt_sizes){ 0 };
	memcpy(own, theirs, theirs->sizes);
	return own->options <= sizeof(struct mmt_options) &&
	       own->record <= sizeof(struct mmt_record) &&
	       own->named <= sizeof(struct mmt_named) &&
	       own->field <= sizeof(struct mmt_field) &&
	       own->writer_options <= sizeof(struct mmt_writer_options) &&
	       own->diff_device <= sizeof(struct mmt_diff_device) &&
	       own->diff_row <= sizeof(struct mmt_diff_row);
}

void sizes_pack(void *to, size_t size, const void *from, size_t whole, size_t n)
{
	for (size_t i = 0; i < n; i++)
		memmove((char *)to + i * size, (const char *)from + i * whole, size);
}

const void *sizes_unpack(void *room, size_t whole, const void *part, size_t size, size_t n)
{
	memset(room, 0, n * whole);
	for (size_t i = 0; i < n; i++)
		memcpy((char *)room + i * whole, (const char *)part + i * size, size);
	return room;
}
