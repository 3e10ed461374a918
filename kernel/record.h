/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_RECORD_H
#define MMT_RECORD_H

#include <linux/types.h>

struct mmiotrace_stats;
struct mmt_map_event;

void mmt_record_session(void);
void mmt_record_failed(void);
void mmt_record_map(const struct mmt_map_event *map, const void *caller,
		    u8 flags);
void mmt_record_unmap(u32 id);
void mmt_record_reset(void);
void mmt_record_stats(struct mmiotrace_stats *stats);

#endif
