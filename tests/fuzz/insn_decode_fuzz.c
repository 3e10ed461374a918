// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for the decoder: any bytes at all. They end where a page ends
 * behind which nothing can be read, so that reading too far is seen, by the
 * processor and by AddressSanitizer alike.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "insn.h"
#include "require.h"
#include "../unit/insn_capstone.h"

#define PAGE	4096u
#define SEEN	64u		/* bytes of the input that are looked at */

/* Only to be linked: mmio_insn_address() comes with exec.c. */
int mmio_bus_read(void *bus, unsigned long addr, unsigned int width, u64 *value)
{
	(void)bus;
	(void)addr;
	(void)width;
	(void)value;
	abort();
}

int mmio_bus_write(void *bus, unsigned long addr, unsigned int width, u64 value)
{
	(void)bus;
	(void)addr;
	(void)width;
	(void)value;
	abort();
}

int mmio_bus_ready(void *bus, unsigned long addr, unsigned int width)
{
	return mmio_bus_read(bus, addr, width, NULL);
}

int mmio_bus_readable(void *bus, unsigned long addr, unsigned int width)
{
	return mmio_bus_read(bus, addr, width, NULL);
}

int mmio_bus_read16(void *bus, unsigned long addr, u64 value[2])
{
	return mmio_bus_read(bus, addr, 16, value);
}

int mmio_bus_write16(void *bus, unsigned long addr, const u64 value[2])
{
	return mmio_bus_write(bus, addr, 16, value[0]);
}

void mmio_bus_lock(void *bus)
{
	(void)bus;
}

void mmio_bus_unlock(void *bus)
{
	(void)bus;
}

static void check_other(const struct mmio_insn *insn, const u8 *code)
{
	const u32 access = MMIO_F_READS | MMIO_F_WRITES;
	const unsigned int n = insn->len;

	require(insn->width <= 64, "width of OTHER", code, n);
	require(!insn->width || (insn->flags & access), "width without access", code, n);
	require(!(insn->flags & MMIO_F_NO_DATA) || !(insn->flags & access),
		"access without data", code, n);
	require((insn->reg != MMIO_REG_NONE) == !!(insn->flags & MMIO_F_REG_TARGET),
		"reg of OTHER", code, n);
}

static void check_fields(const struct mmio_insn *insn, const u8 *code)
{
	const unsigned int n = insn->len;
	u32 access = insn->flags & (MMIO_F_READS | MMIO_F_WRITES);

	require(insn->kind < MMIO_INSN_KINDS, "kind", code, n);
	require(insn->reg <= 15 || insn->reg == MMIO_REG_NONE, "reg", code, n);
	require(insn->reg2 <= 15 || insn->reg2 == MMIO_REG_NONE, "reg2", code, n);
	require(insn->base <= MMIO_REG_IP || insn->base == MMIO_REG_NONE, "base", code, n);
	require(insn->index <= 15 || insn->index == MMIO_REG_NONE, "index", code, n);
	require(insn->index != MMIO_REG_SP, "index is RSP", code, n);
	require(insn->scale <= 3, "scale", code, n);
	require(!insn->seg || insn->seg == 0x64 || insn->seg == 0x65, "seg", code, n);
	if (insn->kind == MMIO_INSN_OTHER) {
		check_other(insn, code);
		return;
	}
	require(!insn->seg, "emulated with a segment", code, n);
	require(access, "emulated without access", code, n);
	require(!(insn->flags & (MMIO_F_NO_DATA | MMIO_F_REG_TARGET)),
		"emulated with flags of OTHER", code, n);
	require(insn->width == 1 || insn->width == 2 || insn->width == 4 ||
		insn->width == 8 ||
		(insn->width == 16 && insn->kind == MMIO_INSN_CMPXCHG_PAIR),
		"width", code, n);
	require(insn->reg == MMIO_REG_NONE || insn->reg_width, "reg width", code, n);
	require(!(insn->flags & MMIO_F_LOCK) || access == (MMIO_F_READS | MMIO_F_WRITES),
		"locked without read and write", code, n);
}

static u8 *end_of_page(void)
{
	u8 *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED || mprotect(page + PAGE, PAGE, PROT_NONE))
		abort();
	return page + PAGE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static csh handle;
	static cs_insn *second;
	static u8 *end;
	struct mmio_insn insn, again, longer;
	u8 *code, padded[MMIO_INSN_MAX] = { 0 };
	unsigned int len;
	int err, err2;

	if (!second) {
		if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle))
			abort();
		second = cs_malloc(handle);
		end = end_of_page();
	}
	if (size > SEEN)
		size = SEEN;
	code = end - size;
	if (size)
		memcpy(code, data, size);

	/* The second structure starts from other contents. */
	memset(&insn, 0, sizeof(insn));
	memset(&again, 0xff, sizeof(again));
	err = mmio_insn_decode(&insn, code, size);
	err2 = mmio_insn_decode(&again, code, size);
	require(err == err2, "return differs", code, size);
	require(err == 0 || err == -ENODATA || err == -EINVAL, "return", code, size);
	require(err != -ENODATA || size < MMIO_INSN_MAX, "too little?", code, size);
	if (err)
		return 0;

	require(!memcmp(&insn, &again, sizeof(insn)), "not deterministic", code, size);
	require(insn.len >= 1 && insn.len <= MMIO_INSN_MAX && insn.len <= size,
		"length", code, size);
	check_fields(&insn, code);

	len = capstone_length(handle, second, code, size);
	if (len && len != insn.len && !capstone_is_wrong(code, insn.len)) {
		fprintf(stderr, "%u bytes, capstone %u: %s %s\n", insn.len, len,
			second->mnemonic, second->op_str);
		require(false, "length differs", code, size);
	}

	/* What follows does not matter. */
	memcpy(padded, code, insn.len);
	require(mmio_insn_decode(&longer, padded, sizeof(padded)) == 0 &&
		!memcmp(&insn, &longer, sizeof(insn)), "padded", padded, insn.len);
	/* Exactly its bytes are enough, one less is not. */
	code = end - insn.len;
	memmove(code, padded, insn.len);
	require(mmio_insn_decode(&again, code, insn.len) == 0 &&
		!memcmp(&insn, &again, sizeof(insn)), "exact size", code, insn.len);
	code = end - (insn.len - 1);
	memmove(code, padded, insn.len - 1);
	require(mmio_insn_decode(&again, code, insn.len - 1) == -ENODATA,
		"one byte less", padded, insn.len);
	return 0;
}
