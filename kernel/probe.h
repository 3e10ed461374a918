/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_PROBE_H
#define MMT_PROBE_H

#include "mmiotrace/probe.h"

struct vm_struct;

unsigned int mmt_probe_begin(void);
void mmt_probe_end(unsigned int noio);
int mmt_probe_register(struct mmiotrace_probe *probe,
		       const struct vm_struct *vm);
void mmt_probe_leave(struct mmiotrace_probe *probe, struct list_head *probes);
void mmt_probe_unregister_all(struct list_head *probes);
void mmt_probe_gone(unsigned long base);
void mmt_probe_settle(void);
void mmt_probe_exit(void);

#endif
