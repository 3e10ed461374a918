/* SPDX-License-Identifier: GPL-2.0 */
/* What differs, for scripts. */
#ifndef _CLI_DATA_H
#define _CLI_DATA_H

#include "request.h"

void data_write(struct diff_view *view);

#endif
