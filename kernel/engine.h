/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_ENGINE_H
#define MMT_ENGINE_H

#include <linux/types.h>

struct mmiotrace_stats;

int mmt_engine_claim(const void *owner);
void mmt_engine_release(const void *owner);
int mmt_engine_filter(const void *owner, u64 start, u64 end);
int mmt_engine_start(const void *owner);
int mmt_engine_stop(const void *owner);
void mmt_engine_stats(struct mmiotrace_stats *stats);
int mmt_engine_selftest(void);
int mmt_engine_init(void);
void mmt_engine_exit(void);

#endif
