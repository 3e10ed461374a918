/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_NAMES_H
#define MMT_NAMES_H

#include <linux/types.h>

struct mmt_instance;
struct module;

void mmt_names_note(unsigned long pc, bool quiet);
void mmt_names_record(const struct mmt_instance *instance,
		      const struct module *mod);
void mmt_names_reset(void);

#endif
