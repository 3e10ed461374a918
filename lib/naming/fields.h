/* SPDX-License-Identifier: GPL-2.0 */
/* Fields, for the rest of the library. */
#ifndef LIB_FIELDS_H
#define LIB_FIELDS_H

#include "libmmiotrace.h"

/** names_fields() - mmt_fields(), in an array of whole structures, however old the program is */
const struct mmt_field *names_fields(struct mmt_names *names, const struct mmt_named *named,
				     uint64_t value, unsigned int *count, uint64_t *rest);

#endif
