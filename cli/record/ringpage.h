/* SPDX-License-Identifier: GPL-2.0 */
/* A page of the kernel's ring buffer, as far as a recorder looks into it. */
#ifndef _CLI_RINGPAGE_H
#define _CLI_RINGPAGE_H

#include <stddef.h>
#include <stdint.h>

#define RINGPAGE_SIZE	4096

uint64_t ringpage_time(const uint8_t *page);
size_t ringpage_used(const uint8_t *page);
unsigned int ringpage_events(const uint8_t *page);
void ringpage_note_missed(uint8_t *page, uint64_t count);

#endif
