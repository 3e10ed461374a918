// SPDX-License-Identifier: GPL-2.0
/*
 * What the running kernel says about its own types that no header shows us: its
 * BTF, which Debian's kernels and most others carry. What is not found there is
 * done without.
 */
#include "btf.h"

#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/err.h>
#include <linux/string.h>

#include "symbols.h"

#ifdef CONFIG_BPF_SYSCALL

DEFINE_STATIC_CALL_NULL(mmt_bpf_get_btf_vmlinux, bpf_get_btf_vmlinux);
DEFINE_STATIC_CALL_NULL(mmt_btf_find_by_name_kind, btf_find_by_name_kind);
DEFINE_STATIC_CALL_NULL(mmt_btf_type_by_id, btf_type_by_id);
DEFINE_STATIC_CALL_NULL(mmt_btf_type_skip_modifiers, btf_type_skip_modifiers);
DEFINE_STATIC_CALL_NULL(mmt_btf_name_by_offset, btf_name_by_offset);

/**
 * mmt_btf() - the kernel's description of its types
 *
 * Context: process, may sleep, after mmt_symbols_find().
 * Return: it, or NULL when this kernel has none.
 */
const struct btf *mmt_btf(void)
{
	const struct btf *btf;

	if (!MMT_FIND_CALL(mmt_symbol, bpf_get_btf_vmlinux) ||
	    !MMT_FIND_CALL(mmt_symbol, btf_find_by_name_kind) ||
	    !MMT_FIND_CALL(mmt_symbol, btf_type_by_id) ||
	    !MMT_FIND_CALL(mmt_symbol, btf_type_skip_modifiers) ||
	    !MMT_FIND_CALL(mmt_symbol, btf_name_by_offset))
		return NULL;
	btf = static_call(mmt_bpf_get_btf_vmlinux)();
	return IS_ERR(btf) ? NULL : btf;
}

static const struct btf_type *find(const struct btf *btf, const char *name,
				   u8 kind)
{
	s32 id = static_call(mmt_btf_find_by_name_kind)(btf, name, kind);

	return id < 0 ? NULL : static_call(mmt_btf_type_by_id)(btf, id);
}

static bool is_called(const struct btf *btf, u32 offset, const char *name)
{
	const char *other = static_call(mmt_btf_name_by_offset)(btf, offset);

	return other && !strcmp(other, name);
}

/* Behind names and qualifiers. */
static bool is_of(const struct btf *btf, u32 type, u8 kind, u32 size)
{
	const struct btf_type *t =
		static_call(mmt_btf_type_skip_modifiers)(btf, type, NULL);

	return t && BTF_INFO_KIND(t->info) == kind &&
	       (kind == BTF_KIND_PTR || t->size == size || !size);
}

/**
 * mmt_btf_member() - where a member of a structure is
 * @btf: from mmt_btf()
 * @type: name of the structure
 * @member: name of the member
 * @kind: BTF_KIND_* that the member must be of
 * @size: bytes that it must have; 0 for any, or for a pointer
 *
 * Context: process.
 * Return: offset in bytes, or -ENOENT when there is no such member.
 */
int mmt_btf_member(const struct btf *btf, const char *type, const char *member,
		   u8 kind, u32 size)
{
	const struct btf_type *t = find(btf, type, BTF_KIND_STRUCT);
	const struct btf_member *m;
	u32 i;

	if (!t)
		return -ENOENT;
	for_each_member(i, t, m)
		if (is_called(btf, m->name_off, member) &&
		    is_of(btf, m->type, kind, size))
			return __btf_member_bit_offset(t, m) / 8;
	return -ENOENT;
}

/**
 * mmt_btf_per_cpu() - is there a variable of each CPU, of this type?
 * @btf: from mmt_btf()
 * @name: its name
 * @kind: BTF_KIND_* that it must be of
 * @size: bytes that it must have
 *
 * Context: process.
 */
bool mmt_btf_per_cpu(const struct btf *btf, const char *name, u8 kind, u32 size)
{
	const struct btf_type *t = find(btf, name, BTF_KIND_VAR);

	return t && is_of(btf, t->type, kind, size);
}

/**
 * mmt_btf_enumerator() - the value of an enumerator
 * @btf: from mmt_btf()
 * @type: name of the enumeration
 * @name: name of the enumerator
 *
 * Context: process.
 * Return: the value, or -ENOENT; for what is not negative by its nature.
 */
int mmt_btf_enumerator(const struct btf *btf, const char *type,
		       const char *name)
{
	const struct btf_type *t = find(btf, type, BTF_KIND_ENUM);
	const struct btf_enum *e;
	u32 i;

	if (!t)
		return -ENOENT;
	for (i = 0, e = btf_enum(t); i < btf_vlen(t); i++, e++)
		if (is_called(btf, e->name_off, name))
			return e->val;
	return -ENOENT;
}

static u32 size_of(const struct btf *btf, u32 type)
{
	const struct btf_type *t =
		static_call(mmt_btf_type_skip_modifiers)(btf, type, NULL);

	if (!t || !type)
		return 0;
	return BTF_INFO_KIND(t->info) == BTF_KIND_PTR ? sizeof(void *) : t->size;
}

static bool is_prototype(const struct btf *btf, const struct btf_type *t,
			 const u8 *sizes, unsigned int nr)
{
	const struct btf_param *params = btf_params(t);
	u32 i;

	if (btf_vlen(t) + 1 != nr || size_of(btf, t->type) != sizes[0])
		return false;
	for (i = 1; i < nr; i++)
		if (size_of(btf, params[i - 1].type) != sizes[i])
			return false;
	return true;
}

/**
 * mmt_btf_prototype() - may a function have this prototype?
 * @name: its name; what the compiler has made of a part of it is not known by name
 * @sizes: bytes of what it returns and of each argument, 0 for void
 * @nr: how many there are in @sizes
 *
 * Context: process, may sleep, after mmt_symbols_find().
 * Return: false when the kernel's BTF says otherwise; true also when it says nothing.
 */
bool mmt_btf_prototype(const char *name, const u8 *sizes, unsigned int nr)
{
	const struct btf *btf = mmt_btf();
	const struct btf_type *t = btf ? find(btf, name, BTF_KIND_FUNC) : NULL;

	if (!t)
		return true;
	t = static_call(mmt_btf_type_by_id)(btf, t->type);
	return t && is_prototype(btf, t, sizes, nr);
}

#else

const struct btf *mmt_btf(void)
{
	return NULL;
}

int mmt_btf_member(const struct btf *btf, const char *type, const char *member,
		   u8 kind, u32 size)
{
	return -ENOENT;
}

bool mmt_btf_per_cpu(const struct btf *btf, const char *name, u8 kind, u32 size)
{
	return false;
}

int mmt_btf_enumerator(const struct btf *btf, const char *type,
		       const char *name)
{
	return -ENOENT;
}

bool mmt_btf_prototype(const char *name, const u8 *sizes, unsigned int nr)
{
	return true;
}

#endif
