/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_ENGINE_H
#define MMT_ENGINE_H

#include <linux/types.h>

struct mmiotrace_stats;
struct mmt_session;

struct mmt_session *mmt_engine_open(void);
void mmt_engine_close(struct mmt_session *session);
int mmt_engine_filter(struct mmt_session *session, u64 start, u64 end);
int mmt_engine_start(struct mmt_session *session, const char *instance);
void mmt_engine_stop(struct mmt_session *session);
void mmt_engine_stats(const struct mmt_session *session,
		      struct mmiotrace_stats *stats);
int mmt_engine_session(unsigned int index, struct mmiotrace_stats *stats);
int mmt_engine_selftest(void);
int mmt_engine_init(void);
void mmt_engine_exit(void);

#endif
