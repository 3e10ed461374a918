// SPDX-License-Identifier: GPL-2.0
#include "machine.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

struct machine *machine;
u8 *machine_end;
u8 *machine_landing;
u8 *machine_memory;
u8 *machine_second;
u8 *machine_vectors;
struct vectors vectors;

/* The stub with vector registers and without have the same instruction in them. */
static u8 *code_page;
static u8 *edge_page;		/* nothing can be fetched behind it */
static void (*run_plain)(void);
static void (*run_vectors)(void);
static struct fault last_fault;
static u8 signal_stack[65536];

static u8 *emit(u8 *p, const char *bytes, size_t n)
{
	memcpy(p, bytes, n);
	return p + n;
}

/* opcode bytes, then an absolute address of 32 bits */
static u8 *emit_abs(u8 *p, const char *bytes, size_t n, const void *at)
{
	u32 addr = (u32)(uintptr_t)at;

	p = emit(p, bytes, n);
	memcpy(p, &addr, 4);
	return p + 4;
}

/* MOV between register @reg and memory at an absolute address */
static u8 *emit_mov(u8 *p, u8 opcode, unsigned int reg, const void *at)
{
	u8 code[4] = { reg & 8 ? 0x4c : 0x48, opcode, 0x04 | (reg & 7) << 3, 0x25 };

	return emit_abs(p, (char *)code, 4, at);
}

static u8 *emit_jmp(u8 *p, const u8 *target)
{
	s32 offset = target - (p + 5);

	*p++ = 0xe9;
	memcpy(p, &offset, 4);
	return p + 4;
}

/* Group 15: XSAVE64 or XRSTOR64 of what is chosen, or else FXSAVE64 or FXRSTOR64 */
static u8 *emit_vectors(u8 *p, u8 with_xsave, u8 without)
{
	u8 code[4] = { 0x48, 0x0f, 0xae, 0x04 | (vectors.xsave ? with_xsave : without) << 3 };

	p = emit_mov(p, 0x8b, MMIO_REG_AX, &machine->features);
	p = emit_mov(p, 0x8b, MMIO_REG_DX, (u8 *)&machine->features);
	p = emit(p, "\x48\xc1\xea\x20", 4);			/* shr $32, %rdx */
	p = emit(p, (char *)code, 4);
	return emit_abs(p, "\x25", 1, machine_vectors);
}

static u8 *emit_save(u8 *p)
{
	return emit_vectors(p, 4, 0);
}

static u8 *emit_restore(u8 *p)
{
	return emit_vectors(p, 5, 1);
}

static void *map_low(uintptr_t at, size_t size, int prot)
{
	void *p = mmap((void *)at, size, prot,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p == MAP_FAILED || (uintptr_t)p != at) {
		perror("no memory at a fixed address");
		exit(1);
	}
	return p;
}

u8 *allocate_vectors(void)
{
	u8 *copy = calloc(1, vectors.size);

	if (!copy) {
		perror("calloc");
		exit(1);
	}
	return copy;
}

/* The run ends where the instruction would have ended. */
static void on_signal(int number, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;
	const u8 *ip = (const u8 *)(uintptr_t)regs[REG_RIP];

	if ((ip < code_page || ip >= code_page + 4096) &&
	    (ip < edge_page || ip > edge_page + 4096)) {
		static const char text[] = "a signal outside of the stub\n";

		if (fwrite(text, sizeof(text) - 1, 1, stderr) != 1)
			_Exit(3);
		_Exit(2);
	}
	last_fault.signal = number;
	last_fault.code = info->si_code;
	last_fault.address = (uintptr_t)info->si_addr;
	last_fault.ip = (uintptr_t)ip;
	regs[REG_RIP] = (greg_t)(uintptr_t)machine_end;
	regs[REG_EFL] &= ~0x10000ll;
}

void machine_catch_signals(void)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP };
	const stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof(signal_stack) };
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
	unsigned int i;

	action.sa_sigaction = on_signal;
	sigaltstack(&stack, NULL);
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

/*
 * The stub leaves through a jump whose target is in memory: the two entries
 * share the middle with the instruction, and part again behind it.
 */
void machine_setup(void)
{
	static const char push_all[] = "\x53\x55\x41\x54\x41\x55\x41\x56\x41\x57";
	unsigned int i;
	u8 *p, *middle, *leave, *leave_vectors;
	u64 *exit_to;

	code_page = map_low(0x20000000, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
	edge_page = map_low(0x20010000, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
	machine = map_low(0x20002000, 4096, PROT_READ | PROT_WRITE);
	machine_memory = map_low(0x20008000, BUF_SIZE, PROT_READ | PROT_WRITE);
	machine_second = map_low(0x2000c000, BUF_SIZE, PROT_READ | PROT_WRITE);
	exit_to = (u64 *)(machine + 1);

	vectors = read_vectors();
	machine->features = vectors.features;
	/* The last of all, as long as it likes. Initial state: all masked in MXCSR and FCW. */
	machine_vectors = map_low(0x20020000, vectors.size, PROT_READ | PROT_WRITE);
	memcpy(machine_vectors, "\x7f\x03", 2);
	memcpy(machine_vectors + 24, "\x80\x1f", 2);

	/* middle: flags and registers in, the instruction, registers out */
	p = code_page;
	middle = p;
	p = emit_mov(p, 0x89, MMIO_REG_SP, &machine->host_sp);
	p = emit_abs(p, "\xff\x34\x25", 3, &machine->flags);	/* push flags */
	p = emit(p, "\x9d", 1);					/* popf */
	for (i = 0; i < 16; i++)
		p = emit_mov(p, 0x8b, i, &machine->reg[i]);
	memset(p, 0x90, MMIO_INSN_MAX);
	p += MMIO_INSN_MAX;
	machine_end = p;
	for (i = 0; i < 16; i++)
		p = emit_mov(p, 0x89, i, &machine->reg[i]);
	p = emit_mov(p, 0x8b, MMIO_REG_SP, &machine->host_sp);
	p = emit(p, "\x9c", 1);					/* pushf */
	p = emit_abs(p, "\x8f\x04\x25", 3, &machine->flags);	/* pop */
	p = emit(p, "\xfc", 1);					/* cld */
	p = emit_abs(p, "\xff\x24\x25", 3, exit_to);		/* jmp *exit_to */

	leave = p;
	p = emit(p, "\x41\x5f\x41\x5e\x41\x5d\x41\x5c\x5d\x5b\xc3", 11);
	leave_vectors = p;
	p = emit_save(p);
	p = emit(p, "\xc5\xf8\x77", vectors.features & STATE_AVX ? 3 : 0);	/* vzeroupper */
	p = emit(p, "\xdb\xe3", 2);				/* fninit */
	p = emit_abs(p, "\x0f\xae\x14\x25", 4, exit_to + 1);	/* ldmxcsr */
	p = emit_jmp(p, leave);

	run_plain = (void (*)(void))(uintptr_t)p;
	p = emit(p, push_all, 10);
	p = emit_abs(p, "\x48\xc7\x04\x25", 4, exit_to);	/* movq $leave, exit_to */
	p = emit_abs(p, "", 0, leave);
	p = emit_jmp(p, middle);
	run_vectors = (void (*)(void))(uintptr_t)p;
	p = emit(p, push_all, 10);
	p = emit_abs(p, "\x48\xc7\x04\x25", 4, exit_to);
	p = emit_abs(p, "", 0, leave_vectors);
	p = emit_restore(p);
	p = emit_jmp(p, middle);
	exit_to[1] = 0x1f80;

	machine_landing = p;
	p = emit_abs(p, "\x48\xc7\x04\x25", 4, &machine->landed); /* movq $1, landed */
	p = emit(p, "\1\0\0\0", 4);
	emit_jmp(p, machine_end);

	machine_catch_signals();
}

struct fault machine_run(const u8 *code, unsigned int len, bool with_vectors)
{
	/* The instruction ends at machine_end, NOPs are in front of it. */
	memset(machine_end - MMIO_INSN_MAX, 0x90, MMIO_INSN_MAX - len);
	memcpy(machine_end - len, code, len);
	machine->landed = 0;
	last_fault.signal = 0;
	if (with_vectors)
		run_vectors();
	else
		run_plain();
	return last_fault;
}

int machine_takes(const u8 *code, unsigned int len)
{
	const u64 end = (uintptr_t)edge_page + 4096;
	u8 jump[5];
	struct fault fault;

	memcpy((u8 *)(uintptr_t)end - len, code, len);
	/* The slot ends at machine_end, and so does the jump. */
	jump[0] = 0xe9;
	memcpy(jump + 1, &(s32){ (s64)(end - len) - (s64)(uintptr_t)machine_end }, 4);
	fault = machine_run(jump, sizeof(jump), false);
	if (fault.signal == SIGILL)
		return -1;
	return !(fault.ip == end - len && fault.address == end);
}

void machine_protect(int prot)
{
	if (mprotect(machine_memory, BUF_SIZE, prot)) {
		perror("mprotect");
		exit(1);
	}
}
