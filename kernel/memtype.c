// SPDX-License-Identifier: GPL-2.0
/*
 * Memory types: set_memory_uc(), set_memory_wc() and set_memory_wb() of a mapping
 * that is traced. Drivers of frame buffers make one uncached and then change it
 * to write-combining, as the kernel's documentation recommends.
 *
 * Those three are all that a module can reach of what changes the attributes of
 * a device's mapping. (set_memory_encrypted() and set_memory_decrypted() do so as
 * well, of memory: a device's is mapped as it has to be.)
 */
#include "memtype.h"

#include <linux/mm.h>
#include <asm/page.h>

#include "area.h"
#include "hook.h"
#include "probe.h"

/* Not by pointers to the kernel's own: see compat/symbols.h. */
static int change_to_uc(unsigned long addr, int numpages)
{
	return static_call(mmt__set_memory_uc)(addr, numpages);
}

static int change_to_wc(unsigned long addr, int numpages)
{
	return static_call(mmt__set_memory_wc)(addr, numpages);
}

static int change_to_wb(unsigned long addr, int numpages)
{
	return static_call(mmt__set_memory_wb)(addr, numpages);
}

/**
 * struct kind - one of the three
 * @mode: the memory type that it reserves
 * @change: the part of the kernel's function that changes the entries
 */
static const struct kind {
	enum page_cache_mode mode;
	int (*change)(unsigned long addr, int numpages);
} kinds[MMT_NR_MEMTYPES] = {
	[MMT_MEMTYPE_UC] = { _PAGE_CACHE_MODE_UC_MINUS, change_to_uc },
	[MMT_MEMTYPE_WC] = { _PAGE_CACHE_MODE_WC, change_to_wc },
	[MMT_MEMTYPE_WB] = { _PAGE_CACHE_MODE_WB, change_to_wb },
};

/*
 * What the kernel's function does, but for whose entries are changed. It
 * reserves what __pa() makes of an address that is not in the direct map, which
 * is nobody's memory; the driver gives it back with set_memory_wb(), when it is
 * no longer traced perhaps: so it must be the same here.
 */
static int set(const struct kind *kind, struct mmt_area *area,
	       unsigned long addr, int numpages)
{
	bool back = kind->mode == _PAGE_CACHE_MODE_WB;
	u64 start = __pa(addr), end = start + numpages * PAGE_SIZE;
	int err = 0;

	if (!back)
		err = static_call(mmt_memtype_reserve)(start, end, kind->mode,
						       NULL);
	if (err)
		return err;
	err = mmt_area_change(area, addr & PAGE_MASK, numpages * PAGE_SIZE,
			      kind->change);
	if (back ? !err : err)
		static_call(mmt_memtype_free)(start, end);
	return err;
}

/**
 * mmt_memtype_set() - somebody has called set_memory_uc(), _wc() or _wb()
 * @type: which
 * @addr: first address
 * @numpages: how many small pages
 *
 * Nothing is armed while the kernel changes entries: as far as device memory
 * goes, mmt_probe_lock is held.
 *
 * Context: process, may sleep, with any lock of the caller's held: waits for no
 * driver.
 * Return: what the kernel's function returns.
 */
int mmt_memtype_set(enum mmt_memtype type, unsigned long addr, int numpages)
{
	struct mmt_area *area;
	unsigned int noio;
	int err;

	if (!is_vmalloc_addr((void *)addr))
		return mmt_hook_set_memory(type, addr, numpages);

	noio = mmt_probe_begin();
	area = mmt_area_around(addr);
	if (area)
		err = set(&kinds[type], area, addr, numpages);
	else
		err = mmt_hook_set_memory(type, addr, numpages);
	mmt_probe_end(noio);
	return err;
}
