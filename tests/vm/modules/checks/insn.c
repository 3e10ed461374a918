// SPDX-License-Identifier: GPL-2.0
/*
 * Instructions of all kinds, run on armed memory and on ordinary memory with the
 * same contents: registers, flags and memory have to be the same afterwards, and
 * a probe has to be told of exactly what the instruction did.
 */
#include <linux/irqflags.h>
#include <linux/linkage.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/asm.h>
#include <asm/fpu/api.h>
#include <asm/ibt.h>
#include <asm/msr.h>
#include <asm/nospec-branch.h>
#include <asm/processor-flags.h>
#include <asm/smap.h>

#include "area.h"
#include "checks.h"

#define CF	X86_EFLAGS_CF
#define PF	X86_EFLAGS_PF
#define AF	X86_EFLAGS_AF
#define ZF	X86_EFLAGS_ZF
#define SF	X86_EFLAGS_SF
#define OF	X86_EFLAGS_OF
#define ALL_FLAGS	(CF | PF | AF | ZF | SF | OF)

/* Traits; the low bits are flags that are undefined afterwards. */
#define FORM_ALIGNED	0x010000	/* the operand is aligned to 64 bytes */
#define FORM_REP	0x020000	/* RCX counts down to what was done */
#define FORM_DOWN	0x040000	/* to lower addresses */
#define FORM_EQUAL	0x080000	/* both operands begin the same */
#define FORM_MATCH	0x100000	/* RDX:RAX holds what memory does */
#define FORM_TARGET	0x200000	/* memory holds a function's address */
#define FORM_ZERO	0x400000	/* memory is zero */

enum access { NONE, R, W, RW, ANY };

/* Registers before and after. */
struct state {
	u64 ax, cx, dx, bx, si, di, r8, r9, flags;
	u8 vector[4][32];
};

struct form {
	const char *class;
	const char *text;
	enum access access;
	unsigned int width;
	u32 traits;
};

static const struct form forms[] = {
#define FORM(class, text, access, width, traits) \
	{ #class, text, access, width, traits },
#include "insn_forms.h"
#undef FORM
};

/* What CALL and JMP find in memory; and the JMP, for it has no way back of its own. */
asmlinkage void insn_called(void);
asm(".pushsection .text, \"ax\"\n"
	".type insn_called, @function\n"
	"insn_called:\n"
	ASM_ENDBR
	ASM_RET
	".size insn_called, . - insn_called\n"
	".type insn_jump, @function\n"
	"insn_jump:\n"
	ANNOTATE_RETPOLINE_SAFE "\n"
	"jmp *(%rdi)\n"
	".size insn_jump, . - insn_jump\n"
	".popsection\n");

#define RUN(text) do {							\
	register u64 r8 asm("r8") = s->r8;				\
	register u64 r9 asm("r9") = s->r9;				\
	u64 flags = s->flags;						\
									\
	asm volatile("pushq %[flags]\n\tpopfq\n\t"			\
		     text						\
		     "\n\tpushfq\n\tpopq %[flags]"			\
		     : [flags] "+r" (flags), "+a" (s->ax), "+c" (s->cx),	\
		       "+d" (s->dx), "+b" (s->bx), "+S" (s->si),	\
		       "+D" (s->di), "+r" (r8), "+r" (r9),		\
		       ASM_CALL_CONSTRAINT				\
		     : : "memory", "cc");				\
	s->r8 = r8;							\
	s->r9 = r9;							\
	s->flags = flags;						\
} while (0)

enum { FIRST_FORM = __COUNTER__ + 1 };

/* In the order of the table. */
static noinline void run_form(unsigned int n, struct state *s)
{
	switch (n) {
#define FORM(class, text, access, width, traits) \
	case __COUNTER__ - FIRST_FORM: RUN(text); break;
#include "insn_forms.h"
#undef FORM
	}
}

static void run(unsigned int n, struct state *s)
{
	kernel_fpu_begin();
	asm volatile("vmovdqu (%0), %%ymm0\n\tvmovdqu 32(%0), %%ymm1\n\t"
		     "vmovdqu 64(%0), %%ymm2\n\tvmovdqu 96(%0), %%ymm3"
		     : : "r" (s->vector) : "memory");
	run_form(n, s);
	asm volatile("vmovdqu %%ymm0, (%0)\n\tvmovdqu %%ymm1, 32(%0)\n\t"
		     "vmovdqu %%ymm2, 64(%0)\n\tvmovdqu %%ymm3, 96(%0)\n\t"
		     "vzeroupper"
		     : : "r" (s->vector) : "memory");
	kernel_fpu_end();
}

/* --- one form, once on each kind of memory ------------------------------------- */

#define AREA_SIZE	(4 * PAGE_SIZE)
#define OTHER_AT	SZ_64K

/**
 * struct bench - where the operands are
 * @memory: of the first operand, and of the other: ordinary, for reference
 * @other: likewise
 * @dev: armed
 * @other_dev: armed as well
 * @other_ram: ordinary memory, for the other operand of an instruction on @dev
 * @before: what @memory held before
 */
static struct bench {
	u8 *memory;
	u8 *other;
	u8 *dev;
	u8 *other_dev;
	u8 *other_ram;
	u8 *before;
} bench;

static struct watch one, two, late;
static u64 seed;
static atomic_t nested;

static u64 random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* No byte is zero: somebody may divide by them. */
static void fill(void *to, unsigned int len)
{
	u64 *words = to;
	unsigned int i;

	for (i = 0; i < len / 8; i++)
		words[i] = random() | 0x0101010101010101ull;
}

/*
 * QEMU 7.2 forgets flags when a locked instruction crosses 16 bytes, in ordinary
 * memory as well.
 */
static bool is_locked(const struct form *form)
{
	return !strcmp(form->class, "lock") || !strcmp(form->class, "exchange");
}

static unsigned int operand_at(const struct form *form, unsigned int round)
{
	const unsigned int crossing = 2 * PAGE_SIZE;
	unsigned int ahead = max(form->width / 2, 1u);

	/*
	 * x87 state (of no width here) and 80-bit numbers go in pieces of up to 8 bytes.
	 * QEMU 9.1 to 10.0 takes all of them from behind the first page if that has no
	 * room for a whole piece.
	 */
	if (!form->width || form->width == 10)
		ahead = 8;

	if (is_locked(form))
		return crossing - form->width * (1 + random() % 100);

	if (form->traits & FORM_ALIGNED)
		return crossing - 64 * (1 + round * 3);
	switch (round % 3) {
	case 0:
		return PAGE_SIZE + 64;
	case 1:
		return crossing - ahead;
	default:
		return PAGE_SIZE + random() % 1000 + 1000;
	}
}

static void prepare(const struct form *form, struct state *s, unsigned int at,
		    unsigned int other_at, unsigned int round)
{
	static const unsigned int counts[] = { 5, 100, 0, 70, 1 };
	u8 *memory = bench.memory + at;

	fill(bench.memory, AREA_SIZE);
	fill(bench.other, AREA_SIZE);
	fill(s, sizeof(*s));
	s->flags = (random() & ALL_FLAGS) | (native_save_fl() & ~ALL_FLAGS);
	if (form->traits & FORM_REP)
		s->cx = counts[round];
	if (form->traits & FORM_EQUAL) {
		memcpy(bench.other + other_at - 900, memory - 900, 1800);
		bench.other[other_at + random() % 400 - 200] ^= 1;
	}
	if (form->traits & FORM_TARGET)
		*(u64 *)memory = (unsigned long)insn_called;
	if (form->traits & FORM_ZERO)
		memset(memory, 0, AREA_SIZE - at);
	if (form->traits & FORM_MATCH) {
		unsigned int half = form->width == 16 ? 8 : 4;

		s->ax = s->dx = 0;
		memcpy(&s->ax, memory, form->width < 8 ? form->width : half);
		memcpy(&s->dx, memory + half, half);
		if (form->width == 8 && !strstr(form->text, "cmpxchg8b"))
			s->ax = *(u64 *)memory;
	}
	memcpy(bench.before, bench.memory, AREA_SIZE);
	memcpy(plain, bench.memory, AREA_SIZE);
	memcpy(plain + OTHER_AT, bench.other, AREA_SIZE);
	memcpy(bench.other_ram, bench.other, AREA_SIZE);
}

static const char *compare_states(const struct form *form,
				  const struct state *a, const struct state *b)
{
	u64 compared = (ALL_FLAGS | X86_EFLAGS_DF | X86_EFLAGS_IF |
			X86_EFLAGS_TF | X86_EFLAGS_AC) & ~form->traits;

	if (a->ax != b->ax || a->cx != b->cx || a->dx != b->dx ||
	    a->bx != b->bx || a->r8 != b->r8 || a->r9 != b->r9)
		return "registers differ";
	if (a->di != b->di || a->si != b->si)
		return "address registers differ";
	if ((a->flags ^ b->flags) & compared) {
		pr_err("flags: %#llx in place, %#llx armed\n", a->flags, b->flags);
		return "flags differ";
	}
	if (memcmp(a->vector, b->vector, sizeof(a->vector)))
		return "vector registers differ";
	return NULL;
}

static const char *compare_sight(const struct form *form,
				 const struct sight *sight, unsigned int at,
				 bool write)
{
	const u8 *content = (write ? plain : bench.before) + at;

	if (sight->access.flags != (write ? MMIOTRACE_WRITE : 0))
		return "told as the wrong kind of access";
	if (sight->access.width != form->width)
		return "told with the wrong width";
	if (sight->access.addr != (unsigned long)bench.dev + at)
		return "told with the wrong address";
	if (form->width > 8 ? memcmp(sight->bytes, content, form->width) :
	    memcmp(&sight->access.value, content, form->width) ||
	    (form->width < 8 && sight->access.value >> 8 * form->width))
		return "told with the wrong value";
	return NULL;
}

static const char *compare_sights(const struct form *form, unsigned int at,
				  unsigned int elements)
{
	unsigned int i, k = 0, n = atomic_read(&one.count);
	int step = form->traits & FORM_DOWN ? -form->width : form->width;
	const char *wrong = NULL;

	if (form->access == ANY)
		return n ? NULL : "not told of";
	if (form->access == NONE)
		return n ? "told of, but has no data" : NULL;
	if (n != elements * (form->access == RW ? 2 : 1))
		return "told of too many or too few accesses";
	for (i = 0; i < elements && !wrong; i++, at += step) {
		if (form->access != W)
			wrong = compare_sight(form, &one.sights[k++], at, false);
		if (!wrong && form->access != R)
			wrong = compare_sight(form, &one.sights[k++], at, true);
	}
	return wrong;
}

static bool gives_up(const struct form *form)
{
	return !strcmp(form->class, "clash");
}

static bool both_armed(void)
{
	return !is_present(bench.dev + PAGE_SIZE) &&
	       !is_present(bench.dev + 2 * PAGE_SIZE);
}

/* A page is given up, and somebody was told; whoever wants it arms it again. */
static const char *compare_given_up(void)
{
	if (both_armed())
		return "no page was given up";
	if (!atomic_read(&one.count))
		return "not told of";
	if (watch(&late, bench.dev, AREA_SIZE, AFTER))
		return "cannot be watched again";
	unwatch(&late);
	return both_armed() ? NULL : "was not armed again";
}

static const char *run_round(unsigned int n, unsigned int round)
{
	const struct form *form = &forms[n];
	unsigned int at = operand_at(form, round), other_at = at + 16;
	bool other_armed = round % 2;
	u8 *other = other_armed ? bench.other_dev : bench.other_ram;
	struct state start, a, b;
	const char *wrong;

	prepare(form, &start, at, other_at, round);
	a = start;
	a.di = (unsigned long)bench.memory + at;
	a.si = (unsigned long)bench.other + other_at;
	run(n, &a);
	a.di -= (unsigned long)bench.memory;
	a.si -= (unsigned long)bench.other;

	b = start;
	b.di = (unsigned long)bench.dev + at;
	b.si = (unsigned long)other + other_at;
	forget(&one);
	run(n, &b);
	b.di -= (unsigned long)bench.dev;
	b.si -= (unsigned long)other;

	wrong = compare_states(form, &a, &b);
	if (wrong)
		return wrong;
	if (memcmp(bench.memory, plain, AREA_SIZE))
		return "memory differs";
	if (memcmp(bench.other, other_armed ? plain + OTHER_AT : other, AREA_SIZE))
		return "memory of the other operand differs";
	if (gives_up(form))
		return compare_given_up();
	if (!both_armed())
		return "the page is armed no more";
	return compare_sights(form, at, form->traits & FORM_REP ?
			      start.cx - a.cx : 1);
}

#define ROUNDS	5

static bool form_works(unsigned int n)
{
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		u64 was = seed;
		const char *wrong = run_round(n, round);

		if (!wrong)
			continue;
		pr_err("%s: round %u, seed %#llx: %s\n", forms[n].text, round,
		       was, wrong);
		return false;
	}
	return true;
}

/*
 * A handler that uses an instruction which has to be single-stepped, while the one
 * that it is told of is being stepped itself: a load is not under way yet, a store
 * is told of in its debug exception.
 */
static void step_again(struct watch *watch, const struct sight *sight)
{
	u64 value;

	asm volatile("pushq (%[p])\n\tpopq %[v]"
		     : [v] "=r" (value)
		     : [p] "r" (bench.dev + 3 * PAGE_SIZE) : "memory");
	if (value != *(u64 *)(bench.before + 3 * PAGE_SIZE))
		pr_err("wrong value in a handler\n");
	else
		atomic_inc(&nested);
}

static int set_up(void)
{
	u8 *memory = vmalloc(4 * AREA_SIZE);

	REQUIRE(memory);
	bench.memory = memory;
	bench.other = memory + AREA_SIZE;
	bench.other_ram = memory + 2 * AREA_SIZE;
	bench.before = memory + 3 * AREA_SIZE;
	bench.dev = map(0, AREA_SIZE);
	bench.other_dev = map(OTHER_AT, AREA_SIZE);
	REQUIRE(bench.dev && bench.other_dev);
	TRY_TO(watch(&one, bench.dev, AREA_SIZE, AFTER));
	TRY_TO(watch(&two, bench.other_dev, AREA_SIZE, AFTER));
	return 0;
}

static int run_class(const char *class)
{
	unsigned int n, good = 0, bad = 0;
	int err = set_up();

	seed = 0x2545f4914f6cdd1dull;
	for (n = 0; n < ARRAY_SIZE(forms) && !err; n++) {
		if (strcmp(forms[n].class, class))
			continue;
		if (form_works(n))
			good++;
		else
			bad++;
		cond_resched();
	}
	undo_all();
	vfree(bench.memory);
	TRY_TO(err);
	pr_info("%s: %u forms, %u of them wrong\n", class, good + bad, bad);
	REQUIRE(good && !bad);
	return 0;
}

#define CHECK_CLASS(name) static int check_##name(void) { return run_class(#name); }
CHECK_CLASS(mov)
CHECK_CLASS(alu)
CHECK_CLASS(lock)
CHECK_CLASS(exchange)
CHECK_CLASS(string)
CHECK_CLASS(stack)
CHECK_CLASS(vector)
CHECK_CLASS(x87)
CHECK_CLASS(other)
CHECK_CLASS(none)
CHECK_CLASS(clash)

/* Nobody is told of the inner one, and that is counted. */
static int nested_in_class(const char *class)
{
	atomic_set(&nested, 0);
	TRY_TO(run_class(class));
	REQUIRE(atomic_read(&nested) > 0);
	REQUIRE(atomic_long_read(&one.probe.missed) == atomic_read(&nested));
	return 0;
}

static int check_nested(void)
{
	int err;

	one.hook = step_again;
	err = nested_in_class("vector") ?: nested_in_class("other");
	one.hook = NULL;
	return err;
}

/* What no other address can be led to: half of it in a register, and the base of GS. */
u64 make_it_give_up(const u8 *at)
{
	u32 low, high;
	u64 value;

	preempt_disable();
	rdmsr(MSR_GS_BASE, low, high);
	asm volatile("pushq %%gs:(%[half],%[half],1)\n\tpopq %[v]"
		     : [v] "=r" (value)
		     : [half] "r" (((u64)at - ((u64)high << 32 | low)) / 2)
		     : "memory");
	preempt_enable();
	return value;
}

/*
 * GS is in use, and RDI is base and index: there is no way to lead this one to the
 * device. The page is given up, with the right value.
 */
static int give_up(void)
{
	u8 *at = bench.dev + 16;
	unsigned long ip;
	u64 value = make_it_give_up(at);

	REQUIRE(value == *(u64 *)(plain + 16));
	REQUIRE(atomic_read(&one.count) == 1);
	REQUIRE(is_present(bench.dev));
	REQUIRE(!is_present(bench.dev + PAGE_SIZE));

	/* Whoever wants the page later has it. */
	TRY_TO(watch(&late, bench.dev, 8, AFTER));
	REQUIRE(peek(bench.dev, 8, &ip) == *(u64 *)plain);
	REQUIRE(atomic_read(&late.count) == 1);
	REQUIRE(atomic_read(&one.count) == 2);
	REQUIRE(!is_present(bench.dev));
	return 0;
}

static int check_give_up(void)
{
	int err = set_up() ?: give_up();

	vfree(bench.memory);
	return err;
}

/* --- operands that are not there ------------------------------------------------- */

/* The result of an instruction that may fault: 0, or -EFAULT by way of its fixup. */
#define MAY_FAULT(text, ...) ({						\
	int may_err = 0;						\
									\
	asm volatile("1: " text "\n2:\n"				\
		     ".pushsection .text.unlikely, \"ax\"\n"		\
		     "3: movl %[efault], %[err]\n"			\
		     "jmp 2b\n"						\
		     ".popsection\n"					\
		     _ASM_EXTABLE(1b, 3b)				\
		     : [err] "+&r" (may_err), __VA_ARGS__);		\
	may_err;							\
})

#define COPY(text) MAY_FAULT(text, "+S" (from), "+D" (to), "+c" (n)	\
			     : [efault] "i" (-EFAULT) : "memory", "cc")

static int faults_alike(u8 *page)
{
	u8 *nowhere = (u8 *)-4096ul, *from, *to;
	unsigned long n;

	/* The device is not touched for what cannot be done. */
	from = bench.dev, to = nowhere, n = 8;
	REQUIRE(COPY("rep movsb") == -EFAULT);
	REQUIRE(n == 8 && from == bench.dev && to == nowhere);
	from = nowhere, to = bench.dev, n = 8;
	REQUIRE(COPY("rep movsq") == -EFAULT);
	REQUIRE(n == 8 && from == nowhere && to == bench.dev);
	from = bench.dev, to = nowhere, n = 8;
	REQUIRE(COPY("repe cmpsw") == -EFAULT && n == 8);
	from = nowhere, to = bench.dev, n = 8;
	REQUIRE(COPY("repe cmpsb") == -EFAULT && n == 8);
	REQUIRE(atomic_read(&one.count) == 0);

	/* As far as it goes: behind the page there is nothing. */
	from = bench.dev, to = page + PAGE_SIZE - 100, n = 104;
	REQUIRE(COPY("rep movsb") == -EFAULT);
	REQUIRE(n == 4 && from == bench.dev + 100 && to == page + PAGE_SIZE);
	REQUIRE(atomic_read(&one.count) == 100);
	REQUIRE(!memcmp(page + PAGE_SIZE - 100, plain, 100));

	/* Beyond the end of the mapping, by one instruction and by another. */
	forget(&one);
	from = bench.dev + AREA_SIZE - 4;
	REQUIRE(COPY("movq (%%rsi), %%rcx") == -EFAULT);
	REQUIRE(COPY("lock incq (%%rsi)") == -EFAULT);
	REQUIRE(COPY("pushq (%%rsi)\n\tpopq %%rcx") == -EFAULT);
	REQUIRE(atomic_read(&one.count) == 0);
	REQUIRE(!is_present(bench.dev) && !is_present(bench.dev + AREA_SIZE - 4));
	return 0;
}

#define COPY_USER(text) ({						\
	int user_err;							\
									\
	stac();								\
	user_err = COPY(text);						\
	clac();								\
	user_err;							\
})

/* User memory that is not there yet, that comes as it does untraced; or does not. */
static int user_faults_alike(u8 *user)
{
	u8 *from, *to, seen[200];
	unsigned long n;

	forget(&one);
	from = bench.dev, to = user + PAGE_SIZE - 100, n = 200;
	REQUIRE(!COPY_USER("rep movsb"));
	REQUIRE(n == 0 && from == bench.dev + 200 && to == user + PAGE_SIZE + 100);
	REQUIRE(atomic_read(&one.count) == 200);
	REQUIRE(!copy_from_user(seen, (void __user *)user + PAGE_SIZE - 100, 200));
	REQUIRE(!memcmp(seen, plain, 200));

	/* An element in two pages, of which the second is not there. */
	from = bench.dev, to = user + 2 * PAGE_SIZE - 4, n = 1;
	REQUIRE(!COPY_USER("rep movsq") && n == 0);
	REQUIRE(atomic_read(&one.count) == 201);

	/* Read by CMPS behind the device's operand: zeros, and there is none. */
	from = bench.dev + 8, to = user + 3 * PAGE_SIZE, n = 1;
	REQUIRE(!COPY_USER("repe cmpsb") && n == 0 && to == user + 3 * PAGE_SIZE + 1);
	REQUIRE(atomic_read(&one.count) == 202);
	from = user + 4 * PAGE_SIZE, to = bench.dev + 16, n = 2;
	REQUIRE(!COPY_USER("rep movsq") && n == 0);
	REQUIRE(*(u64 *)(plain + 16) == 0 && *(u64 *)(plain + 24) == 0);
	REQUIRE(atomic_read(&one.count) == 204);

	REQUIRE(!vm_munmap((unsigned long)user + 5 * PAGE_SIZE, PAGE_SIZE));
	from = bench.dev, to = user + 5 * PAGE_SIZE, n = 8;
	REQUIRE(COPY_USER("rep movsb") == -EFAULT);
	REQUIRE(n == 8 && from == bench.dev && to == user + 5 * PAGE_SIZE);
	/* What must not be slept for does not come. */
	from = bench.dev, to = user + 6 * PAGE_SIZE, n = 8;
	pagefault_disable();
	n = COPY_USER("rep movsb") == -EFAULT ? n : 0;
	pagefault_enable();
	REQUIRE(n == 8 && from == bench.dev && to == user + 6 * PAGE_SIZE);
	REQUIRE(atomic_read(&one.count) == 204);
	REQUIRE(!is_present(bench.dev));
	return 0;
}

static int with_user_memory(void)
{
	unsigned long user = vm_mmap(NULL, 0, 8 * PAGE_SIZE,
				     PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, 0);
	int err;

	REQUIRE(!IS_ERR_VALUE(user));
	err = user_faults_alike((u8 *)user);
	vm_munmap(user, 8 * PAGE_SIZE);
	return err;
}

static int check_faults(void)
{
	u8 *page = vmalloc(PAGE_SIZE);
	int err;

	REQUIRE(page);
	err = set_up() ?: faults_alike(page) ?: with_user_memory();
	vfree(bench.memory);
	vfree(page);
	return err;
}

/* --- two addresses --------------------------------------------------------------- */

/*
 * MOVDIR64B, which no emulated processor has: its faults are made up, and an exception
 * ends the step instead of its end.
 */
static const u8 to_rdi[16] = { 0x66, 0x0f, 0x38, 0xf8, 0x3e };	/* (%rsi), %rdi */
static const u8 to_base[16] = { 0x66, 0x0f, 0x38, 0xf8, 0x1b };	/* (%rbx), %rbx */

/* What becomes of its registers when it has faulted at @addr, the source if not in DI. */
static int fault_of_two(const u8 *code, u8 *source, u8 *target, u8 *addr,
			struct pt_regs *stepped)
{
	struct pt_regs regs = {
		.ip = (unsigned long)code,
		.cs = __KERNEL_CS,
		.ss = __KERNEL_DS,
		.flags = X86_EFLAGS_FIXED | X86_EFLAGS_IF,
		.si = (unsigned long)source,
		.bx = (unsigned long)source,
		.di = (unsigned long)target,
	};
	const struct pt_regs before = regs;
	unsigned long flags;

	forget(&one);
	forget(&two);
	local_irq_save(flags);
	engine_fault(&regs, (unsigned long)addr);
	*stepped = regs;
	if (regs.flags & X86_EFLAGS_TF)
		engine_exception(&regs);
	local_irq_restore(flags);
	REQUIRE(!memcmp(&regs, &before, sizeof(regs)));
	return 0;
}

static int two_alike(void)
{
	u8 *first = bench.dev + 64, *same_page = bench.dev + 128;
	u8 *next_page = bench.dev + PAGE_SIZE, *other = bench.other_dev;
	u8 *ram = bench.other_ram;
	struct pt_regs regs;

	/* One armed, the other is memory: told as a write of 64 bytes, with its value. */
	TRY_TO(fault_of_two(to_rdi, ram, first, first, &regs));
	REQUIRE(regs.flags & X86_EFLAGS_TF);
	REQUIRE(regs.si == (unsigned long)ram);
	REQUIRE(regs.di == (unsigned long)first + area_of(first)->delta);
	REQUIRE(atomic_read(&one.count) == 1);
	REQUIRE(one.sights[0].access.flags == MMIOTRACE_WRITE);
	REQUIRE(one.sights[0].access.width == 64);
	REQUIRE(!memcmp(one.sights[0].bytes, ram, 64));
	REQUIRE(!is_present(first));

	/* Another one: the source is led elsewhere. */
	TRY_TO(fault_of_two(to_rdi, first, ram, first, &regs));
	REQUIRE(regs.flags & X86_EFLAGS_TF);
	REQUIRE(regs.si != (unsigned long)first && regs.di == (unsigned long)ram);
	REQUIRE(atomic_read(&one.count) == 1 && !is_present(first));

	/* Both: the page of the fault is given up, told once, nothing is stepped. */
	TRY_TO(fault_of_two(to_rdi, other, next_page, next_page, &regs));
	REQUIRE(!(regs.flags & X86_EFLAGS_TF));
	REQUIRE(is_present(next_page) && !is_present(other));
	REQUIRE(atomic_read(&one.count) == 1 && atomic_read(&two.count) == 0);
	/* Then it faults at the other, and that is an ordinary one. */
	TRY_TO(fault_of_two(to_rdi, other, next_page, other, &regs));
	REQUIRE(regs.flags & X86_EFLAGS_TF);
	REQUIRE(regs.si != (unsigned long)other && !is_present(other));

	/* On one page; and at one address, in one register. */
	TRY_TO(fault_of_two(to_rdi, first, same_page, first, &regs));
	REQUIRE(!(regs.flags & X86_EFLAGS_TF) && is_present(first));
	REQUIRE(atomic_read(&one.count) == 1);
	first = bench.dev + 3 * PAGE_SIZE;
	TRY_TO(fault_of_two(to_base, first, ram, first, &regs));
	REQUIRE(!(regs.flags & X86_EFLAGS_TF) && is_present(first));
	REQUIRE(atomic_read(&one.count) == 1);
	return 0;
}

static int check_two_addresses(void)
{
	int err = set_up();

	if (!err) {
		fill(bench.memory, 4 * AREA_SIZE);
		err = two_alike();
	}
	vfree(bench.memory);
	return err;
}

static const struct check checks[] = {
	{ "mov", check_mov },
	{ "alu", check_alu },
	{ "lock", check_lock },
	{ "exchange", check_exchange },
	{ "string", check_string },
	{ "stack", check_stack },
	{ "vector", check_vector },
	{ "x87", check_x87 },
	{ "other", check_other },
	{ "none", check_none },
	{ "clash", check_clash },
	{ "nested", check_nested },
	{ "give-up", check_give_up },
	{ "faults", check_faults },
	{ "two-addresses", check_two_addresses },
};

const struct check_group insn_checks = {
	.name = "insn",
	.checks = checks,
	.n = ARRAY_SIZE(checks),
};
