/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_SELFTEST_H
#define MMT_SELFTEST_H

struct mmiotrace_selftest;
struct mmt_recording;

int mmt_selftest_run(const struct mmt_recording *record);
void mmt_selftest_complain(int failures);
int mmt_selftest_result(struct mmiotrace_selftest *test);

#endif
