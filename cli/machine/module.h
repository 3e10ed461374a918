/* SPDX-License-Identifier: GPL-2.0 */
/* Loading of the kernel module and reasons why that failed. */
#ifndef _CLI_MODULE_H
#define _CLI_MODULE_H

#include <stdbool.h>
#include <stddef.h>

/* What to do, for a user; DKMS signs what it builds with that key. */
#define SIGN_HINT "enrol DKMS's key ('mokutil --import /var/lib/dkms/mok.pub', then boot), or turn Secure Boot off"
#define LOCKDOWN_HINT "boot without lockdown=, and turn Secure Boot off, or its validation ('mokutil --disable-validation')"

int module_load(void);
bool module_loaded(void);
bool module_installed(void);
bool lockdown_active(void);
bool signatures_enforced(void);
int module_listen(void);
void module_last_words(int log, char *line, size_t size);

#endif
