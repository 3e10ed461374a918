// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for the emulator: any instruction on any registers, against a
 * bus that answers at every address and fails when the input says so. What the
 * result should be, the differential test knows; here it is about what no
 * instruction may do.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "insn.h"
#include "require.h"

#define PT_WORDS	21
#define MEMORY		4096u	/* addresses count modulo this */
#define RFLAGS_KEPT	(~0x10cd5ul)	/* all but the arithmetic ones, DF and RF */

/* The beginning of the input; the rest are the bytes of the instruction. */
struct setting {
	u64 reg[16];
	u64 flags;
	u8 memory[32];		/* repeated over all of it */
	u8 fail_at;		/* this access fails; 0: none */
	u8 chunk;
};

struct bus {
	u8 memory[MEMORY];
	unsigned int accesses;	/* reads and writes that have succeeded */
	unsigned int asked;
	unsigned int fail_at;
	bool locked;
	const char *wrong;
};

static bool goes_on(struct bus *bus)
{
	return ++bus->asked != bus->fail_at;
}

static void access_memory(struct bus *bus, unsigned long addr, void *bytes,
			  unsigned int width, bool write)
{
	u8 *p = bytes;
	unsigned int i;

	bus->accesses++;
	for (i = 0; i < width; i++) {
		u8 *at = &bus->memory[(addr + i) % MEMORY];

		if (write)
			*at = p[i];
		else
			p[i] = *at;
	}
}

static void require_width(struct bus *bus, unsigned int width)
{
	if (width != 1 && width != 2 && width != 4 && width != 8)
		bus->wrong = "width";
}

int mmio_bus_read(void *ctx, unsigned long addr, unsigned int width, u64 *value)
{
	struct bus *bus = ctx;

	require_width(bus, width);
	if (!goes_on(bus))
		return -EFAULT;
	*value = 0;
	access_memory(bus, addr, value, width, false);
	return 0;
}

int mmio_bus_write(void *ctx, unsigned long addr, unsigned int width, u64 value)
{
	struct bus *bus = ctx;

	require_width(bus, width);
	if (width < 8 && value >> (8 * width))
		bus->wrong = "more bits than the access has";
	if (!goes_on(bus))
		return -EFAULT;
	access_memory(bus, addr, &value, width, true);
	return 0;
}

int mmio_bus_read16(void *ctx, unsigned long addr, u64 value[2])
{
	if (addr & 15)
		((struct bus *)ctx)->wrong = "not aligned";
	if (!goes_on(ctx))
		return -EFAULT;
	access_memory(ctx, addr, value, 16, false);
	return 0;
}

int mmio_bus_write16(void *ctx, unsigned long addr, const u64 value[2])
{
	u64 copy[2] = { value[0], value[1] };

	if (addr & 15)
		((struct bus *)ctx)->wrong = "not aligned";
	if (!goes_on(ctx))
		return -EFAULT;
	access_memory(ctx, addr, copy, 16, true);
	return 0;
}

int mmio_bus_ready(void *ctx, unsigned long addr, unsigned int width)
{
	struct bus *bus = ctx;

	(void)addr;
	if (width != 16)
		require_width(bus, width);
	if (bus->locked)
		bus->wrong = "asks while locked";
	return goes_on(bus) ? 0 : -EFAULT;
}

int mmio_bus_readable(void *ctx, unsigned long addr, unsigned int width)
{
	return mmio_bus_ready(ctx, addr, width);
}

void mmio_bus_lock(void *ctx)
{
	struct bus *bus = ctx;

	if (bus->locked)
		bus->wrong = "locked twice";
	bus->locked = true;
}

void mmio_bus_unlock(void *ctx)
{
	struct bus *bus = ctx;

	if (!bus->locked)
		bus->wrong = "not locked";
	bus->locked = false;
}

static void start(const struct setting *s, unsigned long regs[PT_WORDS], struct bus *bus)
{
	unsigned int i;

	for (i = 0; i < PT_WORDS; i++)
		regs[i] = 0x5a5a0000 + i;
	for (i = 0; i < 16; i++)
		regs[mmio_reg_offset[i]] = s->reg[i];
	regs[MMIO_PT_IP] = 0xffffffff81000000;
	regs[MMIO_PT_FLAGS] = s->flags;
	for (i = 0; i < MEMORY; i++)
		bus->memory[i] = s->memory[i % sizeof(s->memory)];
	bus->fail_at = s->fail_at;
}

static void check(const struct mmio_insn *insn, const struct setting *s, const u8 *code)
{
	static const u8 others[] = { 15, 17, 20 };	/* orig_ax, cs, ss */
	unsigned long regs[PT_WORDS], before[PT_WORDS];
	struct bus bus = { .asked = 0 };
	const bool string = insn->flags & MMIO_F_STRING;
	const unsigned int n = insn->len;
	unsigned int i;
	int err;

	start(s, regs, &bus);
	memcpy(before, regs, sizeof(regs));
	err = mmio_insn_exec(insn, regs, &bus, s->chunk);

	require(!bus.wrong, bus.wrong ? bus.wrong : "", code, n);
	require(!bus.locked, "still locked", code, n);
	require(err == 0 || err == -EFAULT || err == -EINVAL, "return", code, n);
	require(err != -EFAULT || bus.asked == bus.fail_at, "an error of nobody", code, n);
	require(insn->kind != MMIO_INSN_OTHER || err == -EINVAL, "OTHER performed", code, n);
	require(err != -EINVAL || !bus.asked, "refused too late", code, n);
	/* Strings: three questions an element at most; the others: four in all. */
	require(bus.accesses <= (string ? 2u * (s->chunk + 1) : 2), "accesses", code, n);
	for (i = 0; i < sizeof(others); i++)
		require(regs[others[i]] == before[others[i]], "foreign word", code, n);
	require(!((regs[MMIO_PT_FLAGS] ^ before[MMIO_PT_FLAGS]) & RFLAGS_KEPT),
		"foreign flag", code, n);
	if (err) {
		require(regs[MMIO_PT_IP] == before[MMIO_PT_IP], "IP after an error", code, n);
		require(string || !memcmp(regs, before, sizeof(regs)),
			"registers after an error", code, n);
		return;
	}
	if (insn->kind == MMIO_INSN_JMP)
		return;
	if (regs[MMIO_PT_IP] != before[MMIO_PT_IP] + n)
		require(string && regs[MMIO_PT_IP] == before[MMIO_PT_IP] &&
			*(&regs[mmio_reg_offset[MMIO_REG_CX]]), "IP", code, n);
	else
		require(!(regs[MMIO_PT_FLAGS] & 0x10000), "RF is left", code, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct setting s;
	struct mmio_insn insn;
	u8 code[MMIO_INSN_MAX];

	if (size <= sizeof(s) || size > sizeof(s) + MMIO_INSN_MAX)
		return -1;
	memcpy(&s, data, sizeof(s));
	memcpy(code, data + sizeof(s), size - sizeof(s));
	if (!mmio_insn_decode(&insn, code, size - sizeof(s)))
		check(&insn, &s, code);
	return 0;
}
