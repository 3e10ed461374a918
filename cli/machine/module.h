/* SPDX-License-Identifier: GPL-2.0 */
/* Loading of the kernel module and reasons why that failed. */
#ifndef _CLI_MODULE_H
#define _CLI_MODULE_H

#include <stdbool.h>
#include <stddef.h>

int module_load(void);
bool module_loaded(void);
bool module_installed(void);
bool lockdown_active(void);
int module_listen(void);
void module_last_words(int log, char *line, size_t size);

#endif
