/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of the kernel, found by name, that are to call one of ours instead, which
 * may call the original.
 *
 * One technique for all: ftrace's direct calls. The call at the function's entry goes to
 * a stub of two instructions, which drops the way back into the function and jumps to
 * the wrapper: so that one runs in place of the function, with its arguments, in its
 * context, and may sleep where it may. The original is called behind its entry by a
 * static call. That
 *
 * - costs 6 instructions a call on 6.1, where ftrace with FTRACE_OPS_FL_IPMODIFY, which
 *   live patches use, costs 42 and a kretprobe 401. Page faults pass here;
 * - passes ftrace once: nothing recurses, nobody asks who calls, and a function tracer
 *   counts each call once;
 * - may sleep, as a wrapper of ioremap() has to. Handlers of kretprobes and fprobes may
 *   not, and Debian's 6.1 has no fprobes.
 *
 * Others on the same function: function tracers and kprobes (without a post handler) go
 * on as they are. A live patch, a BPF program (fentry, fexit) and another direct call
 * want what we have: who comes second is refused with -EBUSY (BPF since 7.0: -EINVAL).
 * IPMODIFY would let BPF in but a live patch no more than this.
 *
 * The original behind its entry is no target of ENDBR, so it must not be called by a
 * pointer; a static call is a direct one.
 */
#ifndef MMT_COMPAT_WRAP_H
#define MMT_COMPAT_WRAP_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/ftrace.h>
#include <linux/static_call.h>
#include <linux/types.h>
#include <asm/ibt.h>
#include <asm/unwind_hints.h>

/**
 * struct mmt_wrap - a function that is wrapped, or to be
 * @name: its name
 * @prototype: bytes of what it returns and of its arguments, 0 for void
 * @nr: how many there are in @prototype
 * @enter: the stub
 * @set_original: says where the original is
 * @ops: ftrace's
 * @wrapped: it is
 *
 * Changed when the module is loaded and unloaded only.
 */
struct mmt_wrap {
	const char *name;
	const u8 *prototype;
	unsigned int nr;
	void (*enter)(void);
	void (*set_original)(void *addr);
	struct ftrace_ops ops;
	bool wrapped;
};

/* How many tasks are in wrappers that may sleep; atomic. */
extern atomic_t mmt_wrap_in_flight;

/**
 * mmt_wrap_enter() - a wrapper that may sleep begins
 *
 * The module stays until as many have left as have entered. What never sleeps, or never
 * returns once it does, needs it not: see mmt_wrap_settle().
 */
static __always_inline void mmt_wrap_enter(void)
{
	atomic_inc(&mmt_wrap_in_flight);
}

/** mmt_wrap_leave() - it returns, with nothing in between */
static __always_inline void mmt_wrap_leave(void)
{
	atomic_dec(&mmt_wrap_in_flight);
}

int mmt_wrap(struct mmt_wrap *wrap);
void mmt_unwrap(struct mmt_wrap *wrap);
void mmt_wrap_settle(void);

#define MMT_SIZE(type)							\
	(__builtin_types_compatible_p(type, void) ? 0 :			\
	 sizeof(__builtin_choose_expr(					\
		__builtin_types_compatible_p(type, void), 0, (type)0)))

#define MMT_SIZES_1(type)	MMT_SIZE(type)
#define MMT_SIZES_2(type, ...)	MMT_SIZE(type), MMT_SIZES_1(__VA_ARGS__)
#define MMT_SIZES_3(type, ...)	MMT_SIZE(type), MMT_SIZES_2(__VA_ARGS__)
#define MMT_SIZES_4(type, ...)	MMT_SIZE(type), MMT_SIZES_3(__VA_ARGS__)
#define MMT_SIZES_5(type, ...)	MMT_SIZE(type), MMT_SIZES_4(__VA_ARGS__)
#define MMT_SIZES_6(type, ...)	MMT_SIZE(type), MMT_SIZES_5(__VA_ARGS__)
#define MMT_SIZES_N(a, b, c, d, e, f, n, ...)	MMT_SIZES_##n
#define MMT_SIZES(...) \
	MMT_SIZES_N(__VA_ARGS__, 6, 5, 4, 3, 2, 1)(__VA_ARGS__)

/**
 * MMT_WRAPPER() - declare a wrapper
 * @what: a name for it: mmt_wrapper_WHAT() is to be defined behind this
 * @ret: what it returns
 * @...: types of its arguments, all in registers, at least one
 *
 * The stub is aligned: since 6.19 an odd address tells ftrace to jump and not to call.
 */
#define MMT_WRAPPER(what, ret, ...)					\
	static __used ret mmt_wrapper_##what(__VA_ARGS__);		\
	DEFINE_STATIC_CALL_NULL(mmt_original_##what, mmt_wrapper_##what); \
	static void mmt_set_original_##what(void *addr)			\
	{								\
		static_call_update(mmt_original_##what, addr);		\
	}								\
	static const u8 mmt_prototype_##what[] = {			\
		MMT_SIZE(ret), MMT_SIZES(__VA_ARGS__)			\
	};								\
	extern void mmt_enter_##what(void);				\
	asm(".pushsection .text\n\t"					\
	    ".balign 16\n\t"						\
	    ".type mmt_enter_" #what ", @function\n"			\
	    "mmt_enter_" #what ":\n\t"					\
	    ASM_ENDBR							\
	    "addq $8, %rsp\n\t"						\
	    UNWIND_HINT_FUNC "\n\t"					\
	    "jmp mmt_wrapper_" #what "\n\t"				\
	    ".size mmt_enter_" #what ", . - mmt_enter_" #what "\n\t"	\
	    ".popsection")

/**
 * MMT_WRAP() - initialize a struct mmt_wrap
 * @what: as of MMT_WRAPPER()
 * @function: name of the function of the kernel
 */
#define MMT_WRAP(what, function) {					\
	.name = (function),						\
	.prototype = mmt_prototype_##what,				\
	.nr = ARRAY_SIZE(mmt_prototype_##what),				\
	.enter = mmt_enter_##what,					\
	.set_original = mmt_set_original_##what,			\
}

/** mmt_original() - the original of a function that is wrapped, to be called */
#define mmt_original(what)	static_call(mmt_original_##what)

/** MMT_DECLARED() - the wrapper is of the type that a header of the kernel says */
#define MMT_DECLARED(function)						\
	static_assert(__same_type(function, mmt_wrapper_##function),	\
		      #function " has changed its type")

#endif
