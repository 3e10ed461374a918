/* SPDX-License-Identifier: GPL-2.0 */
/* From files to descriptions that can be used: in steps, each in a file of its own. */
#ifndef LIB_LOAD_H
#define LIB_LOAD_H

#include "registers/model/register.h"

/* load.c: a file, in whatever format */
int regs_load_file(struct mmt_regs *regs, const char *path);
int regs_load_text(struct mmt_regs *regs, const struct file_text *text);

/* directory.c: files that are called after a device */
int directory_load(struct mmt_regs *regs, const char *path);
void directory_search(struct mmt_regs *regs, const struct mmt_device *device);

/* finish.c: what has to wait until all files have been read */
void regs_finish(struct mmt_regs *regs);

/* check.c: what is wrong with them then */
void database_check(struct mmt_regs *regs, const struct database *database);

#endif
