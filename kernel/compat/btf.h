/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_COMPAT_BTF_H
#define MMT_COMPAT_BTF_H

#include <linux/types.h>

struct btf;

const struct btf *mmt_btf(void);
int mmt_btf_member(const struct btf *btf, const char *type, const char *member,
		   u8 kind, u32 size);
bool mmt_btf_per_cpu(const struct btf *btf, const char *name, u8 kind, u32 size);
int mmt_btf_enumerator(const struct btf *btf, const char *type,
		       const char *name);
bool mmt_btf_prototype(const char *name, const u8 *sizes, unsigned int nr);

#endif
