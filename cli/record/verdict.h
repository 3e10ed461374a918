/* SPDX-License-Identifier: GPL-2.0 */
/* What a recording has caught, measured in the file it has left. */
#ifndef _CLI_VERDICT_H
#define _CLI_VERDICT_H

#include "session.h"

int verdict(const struct session *session);

#endif
