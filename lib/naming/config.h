/* SPDX-License-Identifier: GPL-2.0 */
/* PCI configuration space: its registers have the names of the specification. */
#ifndef LIB_CONFIG_H
#define LIB_CONFIG_H

#include "index.h"

struct config;

struct config *config_new(struct mmt_regs *regs, struct arena *arena);
void config_learn(struct config *config, const struct mmt_record *record);
struct index *config_find(struct config *config, uint64_t offset, uint64_t *address);

#endif
