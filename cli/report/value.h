/* SPDX-License-Identifier: GPL-2.0 */
/* Values for people: fields by name, and what changed. */
#ifndef _CLI_VALUE_H
#define _CLI_VALUE_H

#include "libmmiotrace.h"
#include "terminal/out.h"

void value_raw(struct out *out, uint64_t value, unsigned int width);
bool value_fields(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t value, unsigned int width);
void value_change(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t old, uint64_t value);
bool value_partly(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t known, uint64_t old, uint64_t value, unsigned int width);
void value_short(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		 uint64_t value, unsigned int width);
void value_behind(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  const char *lead, uint64_t value, unsigned int width);
void value_waited(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t value, uint64_t rose, uint64_t fell);
void value_until(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		 uint64_t old, uint64_t value);

#endif
