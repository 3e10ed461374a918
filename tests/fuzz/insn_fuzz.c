// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for the decoder: any bytes at all. The input lies in a
 * buffer of exactly its size, so that AddressSanitizer sees a read behind it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "insn.h"
#include "../unit/insn_capstone.h"

#define PT_WORDS	21

/* Only to be linked; exec runs on these too, with all addresses allowed. */
int mmio_bus_read(void *bus, unsigned long addr, unsigned int width, u64 *value)
{
	(void)bus;
	(void)width;
	*value = addr & 0xff;
	return 0;
}

int mmio_bus_write(void *bus, unsigned long addr, unsigned int width, u64 value)
{
	(void)bus;
	(void)addr;
	if (width < 8 && value >> (8 * width))
		abort();
	return 0;
}

int mmio_bus_ready(void *bus, unsigned long addr, unsigned int width)
{
	(void)bus;
	(void)addr;
	(void)width;
	return 0;
}

int mmio_bus_readable(void *bus, unsigned long addr, unsigned int width)
{
	return mmio_bus_ready(bus, addr, width);
}

int mmio_bus_read16(void *bus, unsigned long addr, u64 value[2])
{
	value[1] = 0;
	return mmio_bus_read(bus, addr, 8, value);
}

int mmio_bus_write16(void *bus, unsigned long addr, const u64 value[2])
{
	return mmio_bus_write(bus, addr, 8, value[0]);
}

void mmio_bus_lock(void *bus)
{
	(void)bus;
}

void mmio_bus_unlock(void *bus)
{
	(void)bus;
}

static void require(bool condition, const char *what, const u8 *code, size_t n)
{
	size_t i;

	if (condition)
		return;
	fprintf(stderr, "%s:", what);
	for (i = 0; i < n; i++)
		fprintf(stderr, " %02x", code[i]);
	fprintf(stderr, "\n");
	abort();
}

static void check_fields(const struct mmio_insn *insn, const u8 *code)
{
	const unsigned int n = insn->len;

	require(insn->kind < MMIO_INSN_KINDS, "kind", code, n);
	require(insn->reg <= 15 || insn->reg == MMIO_REG_NONE, "reg", code, n);
	require(insn->base <= MMIO_REG_IP || insn->base == MMIO_REG_NONE, "base", code, n);
	require(insn->index <= 15 || insn->index == MMIO_REG_NONE, "index", code, n);
	require(insn->index != MMIO_REG_SP, "index is RSP", code, n);
	require(insn->scale <= 3, "scale", code, n);
	require(!insn->seg || insn->seg == 0x64 || insn->seg == 0x65, "seg", code, n);
	if (insn->kind == MMIO_INSN_OTHER)
		return;
	require(!insn->seg, "emulated with a segment", code, n);
	require(insn->flags & (MMIO_F_READS | MMIO_F_WRITES), "no access", code, n);
	require(insn->width == 1 || insn->width == 2 || insn->width == 4 ||
		insn->width == 8 ||
		(insn->width == 16 && insn->kind == MMIO_INSN_CMPXCHG_PAIR),
		"width", code, n);
	require(insn->reg_width <= 8, "reg width", code, n);
}

static void check_exec(const struct mmio_insn *insn, const u8 *code)
{
	unsigned long regs[PT_WORDS];
	unsigned int i;
	int err;

	for (i = 0; i < PT_WORDS; i++)
		regs[i] = i * 0x9e3779b97f4a7c15ul;
	err = mmio_insn_exec(insn, regs, NULL, 3);
	require(insn->kind == MMIO_INSN_OTHER ? err == -EINVAL : !err || err == -EINVAL,
		"exec", code, insn->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static csh handle;
	static cs_insn *second;
	struct mmio_insn insn, again, longer;
	u8 *exact, padded[MMIO_INSN_MAX] = { 0 };
	unsigned int len;
	int err, err2;

	if (!second) {
		if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle))
			abort();
		second = cs_malloc(handle);
	}

	exact = malloc(size ? size : 1);
	if (!exact)
		abort();
	if (size)
		memcpy(exact, data, size);

	/* The second structure starts from other contents. */
	memset(&insn, 0, sizeof(insn));
	memset(&again, 0xff, sizeof(again));
	err = mmio_insn_decode(&insn, exact, size);
	err2 = mmio_insn_decode(&again, exact, size);
	require(err == err2, "return differs", exact, size);
	require(err == 0 || err == -ENODATA || err == -EINVAL, "return", exact, size);
	require(err != -ENODATA || size < MMIO_INSN_MAX, "too little?", exact, size);
	if (err)
		goto out;

	require(!memcmp(&insn, &again, sizeof(insn)), "not deterministic", exact, size);
	require(insn.len >= 1 && insn.len <= MMIO_INSN_MAX && insn.len <= size,
		"length", exact, size);
	check_fields(&insn, exact);
	check_exec(&insn, exact);

	/* Exactly its bytes are enough, one less is not. */
	require(mmio_insn_decode(&again, exact, insn.len) == 0 &&
		!memcmp(&insn, &again, sizeof(insn)), "exact size", exact, insn.len);
	require(mmio_insn_decode(&again, exact, insn.len - 1) == -ENODATA,
		"one byte less", exact, insn.len);
	/* What follows does not matter. */
	memcpy(padded, exact, insn.len);
	require(mmio_insn_decode(&longer, padded, sizeof(padded)) == 0 &&
		!memcmp(&insn, &longer, sizeof(insn)), "padded", exact, insn.len);

	len = capstone_length(handle, second, exact, size);
	if (len && len != insn.len && !capstone_is_wrong(exact, insn.len)) {
		fprintf(stderr, "%u bytes, capstone %u: %s %s\n", insn.len, len,
			second->mnemonic, second->op_str);
		require(false, "length differs", exact, size);
	}
out:
	free(exact);
	return 0;
}
