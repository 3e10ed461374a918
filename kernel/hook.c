// SPDX-License-Identifier: GPL-2.0
/*
 * The functions of the kernel that ours stand before (compat/wrap.h):
 *
 *   do_kern_addr_fault()	page faults of kernel addresses, see fault.c
 *   __ioremap_caller()		all of ioremap(), and memremap() of devices
 *   iounmap()
 *   set_memory_uc(), set_memory_wc(), set_memory_wb()
 *
 * They stay wrapped while the module is loaded. To unwrap one means to wait for every
 * task of the system to be seen asleep, and a session must be able to end while a
 * driver spins. Without a session they ask whether there is one.
 */
#include "hook.h"

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <asm/pgtable_types.h>
#include <asm/set_memory.h>

#include "compat/symbols.h"
#include "compat/wrap.h"
#include "fault.h"

/* Fixed from mmt_hook_init() on. */
static const struct mmt_hook_calls *calls;

MMT_WRAPPER(ioremap_caller, void __iomem *, resource_size_t, unsigned long,
	    enum page_cache_mode, void *, bool);

static void __iomem *mmt_wrapper_ioremap_caller(resource_size_t phys,
						unsigned long size,
						enum page_cache_mode mode,
						void *caller, bool encrypted)
{
	void __iomem *addr;

	mmt_wrap_enter();
	addr = mmt_original(ioremap_caller)(phys, size, mode, caller, encrypted);
	if (addr)
		calls->mapped((unsigned long)addr, phys, size);
	mmt_wrap_leave();
	return addr;
}

MMT_WRAPPER(iounmap, void, volatile void __iomem *);
MMT_DECLARED(iounmap);

static void mmt_wrapper_iounmap(volatile void __iomem *addr)
{
	mmt_wrap_enter();
	calls->unmapped((unsigned long)addr);
	mmt_original(iounmap)(addr);
	mmt_wrap_leave();
}

MMT_WRAPPER(set_memory_uc, int, unsigned long, int);
MMT_WRAPPER(set_memory_wc, int, unsigned long, int);
MMT_WRAPPER(set_memory_wb, int, unsigned long, int);
MMT_DECLARED(set_memory_uc);
MMT_DECLARED(set_memory_wc);
MMT_DECLARED(set_memory_wb);

static int set_memory(enum mmt_memtype type, unsigned long addr, int numpages)
{
	int err;

	mmt_wrap_enter();
	err = calls->set_memory(type, addr, numpages);
	mmt_wrap_leave();
	return err;
}

static int mmt_wrapper_set_memory_uc(unsigned long addr, int numpages)
{
	return set_memory(MMT_MEMTYPE_UC, addr, numpages);
}

static int mmt_wrapper_set_memory_wc(unsigned long addr, int numpages)
{
	return set_memory(MMT_MEMTYPE_WC, addr, numpages);
}

static int mmt_wrapper_set_memory_wb(unsigned long addr, int numpages)
{
	return set_memory(MMT_MEMTYPE_WB, addr, numpages);
}

/**
 * mmt_hook_set_memory() - the kernel's own set_memory_uc(), _wc() or _wb()
 * @type: which
 * @addr: first address
 * @numpages: how many small pages
 *
 * Context: process, may sleep, inside of @set_memory of the hooks.
 * Return: what that returns.
 */
int mmt_hook_set_memory(enum mmt_memtype type, unsigned long addr, int numpages)
{
	switch (type) {
	case MMT_MEMTYPE_UC:
		return mmt_original(set_memory_uc)(addr, numpages);
	case MMT_MEMTYPE_WC:
		return mmt_original(set_memory_wc)(addr, numpages);
	default:
		return mmt_original(set_memory_wb)(addr, numpages);
	}
}

/* Changed by mmt_hook_init() and mmt_hook_exit() only. */
static struct mmt_wrap wraps[] = {
	MMT_WRAP(ioremap_caller, "__ioremap_caller"),
	MMT_WRAP(iounmap, "iounmap"),
	MMT_WRAP(set_memory_uc, "set_memory_uc"),
	MMT_WRAP(set_memory_wc, "set_memory_wc"),
	MMT_WRAP(set_memory_wb, "set_memory_wb"),
};

/*
 * Where page faults of kernel addresses pass, best first. Where the compiler has split the
 * first function, its entry exists and is never passed: so it is not the name that
 * decides but a fault. The last comes after kprobes have seen the fault, and have put
 * back an instruction pointer that was in one of their copies; user faults pass, too.
 */
static const char *const fault_names[] = {
	"do_kern_addr_fault.part.0",
	"do_kern_addr_fault",
	"bad_area_nosemaphore",
};

static int hook_page_faults(void)
{
	int err, missing = -ENOENT;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fault_names); i++) {
		mmt_page_fault_wrap.name = fault_names[i];
		err = mmt_wrap(&mmt_page_fault_wrap);
		if (err == -ENOENT)
			continue;
		if (err || mmt_page_fault_arrives())
			return err;
		mmt_unwrap(&mmt_page_fault_wrap);
		missing = -ENODATA;
	}
	return missing;
}

static void complain(const char *name, int err)
{
	if (err == -ENOMEM)
		pr_err("not loaded: no memory\n");
	else if (err == -EBUSY)
		pr_err("not loaded: ftrace does not let us hook %s(): kernel.ftrace_enabled is 0, or a live patch or BPF program is in the way\n",
		       name);
	else if (err == -ENODATA)
		pr_err("not loaded: page faults of this kernel pass %s() no more than the others that we know" MMT_REPORT "\n",
		       name);
	else if (err == -EPROTO)
		pr_err("not loaded: %s() of this kernel has other arguments than we know" MMT_REPORT "\n",
		       name);
	else
		pr_err("not loaded: cannot hook %s() of this kernel (error %d)" MMT_REPORT "\n",
		       name, err);
}

/**
 * mmt_hook_init() - hook the functions
 * @user: what they call from now on, until mmt_hook_exit() returns
 *
 * Context: process, sleeps.
 * Return: 0; or an error, after a line in the log that says why: see mmt_wrap().
 */
int mmt_hook_init(const struct mmt_hook_calls *user)
{
	unsigned int i;
	int err;

	calls = user;
	err = hook_page_faults();
	if (err) {
		complain(mmt_page_fault_wrap.name, err);
		goto undo;
	}
	for (i = 0; i < ARRAY_SIZE(wraps); i++) {
		err = mmt_wrap(&wraps[i]);
		if (err) {
			complain(wraps[i].name, err);
			goto undo;
		}
	}
	return 0;

undo:
	mmt_hook_exit();
	return err;
}

/**
 * mmt_hook_exit() - undo mmt_hook_init(); no session exists
 *
 * Context: process, sleeps, for as long as some task spins in the kernel.
 */
void mmt_hook_exit(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wraps); i++)
		mmt_unwrap(&wraps[i]);
	mmt_unwrap(&mmt_page_fault_wrap);
	mmt_wrap_settle();
}
