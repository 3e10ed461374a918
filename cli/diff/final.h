/* SPDX-License-Identifier: GPL-2.0 */
/* In which state both sides leave the registers. */
#ifndef _CLI_FINAL_H
#define _CLI_FINAL_H

#include "request.h"

uint64_t final_write(struct diff_view *view);

#endif
