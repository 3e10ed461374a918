// SPDX-License-Identifier: GPL-2.0
/* Until the library has register names. */
#include "libmmiotrace.h"
#pragma weak mmt_regs_new
#pragma weak mmt_regs_free
#pragma weak mmt_regs_load
#pragma weak mmt_regs_problems
#pragma weak mmt_names_new
#pragma weak mmt_names_free
#pragma weak mmt_name
#pragma weak mmt_fields
#pragma weak mmt_value
struct mmt_regs *mmt_regs_new(const struct mmt_messages *m) { (void)m; return 0; }
void mmt_regs_free(struct mmt_regs *r) { (void)r; }
int mmt_regs_load(struct mmt_regs *r, const char *p) { (void)r; (void)p; return -1; }
unsigned long mmt_regs_problems(const struct mmt_regs *r) { (void)r; return 0; }
struct mmt_names *mmt_names_new(struct mmt_regs *r, struct mmt_trace *t) { (void)r; (void)t; return 0; }
void mmt_names_free(struct mmt_names *n) { (void)n; }
unsigned int mmt_name(struct mmt_names *n, const struct mmt_record *r, struct mmt_named p[MMT_MAX_PARTS]) { (void)n; (void)r; (void)p; return 0; }
const struct mmt_field *mmt_fields(struct mmt_names *n, const struct mmt_named *d, uint64_t v, unsigned int *c, uint64_t *r) { (void)n; (void)d; (void)v; (void)c; (void)r; return 0; }
const char *mmt_value(struct mmt_names *n, const struct mmt_named *d, uint64_t v) { (void)n; (void)d; (void)v; return ""; }
#pragma weak mmt_placement_parse
const char *mmt_placement_parse(char *t, struct mmt_placement *p) { (void)t; (void)p; return "not yet"; }
