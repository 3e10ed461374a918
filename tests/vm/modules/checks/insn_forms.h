/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions to run on armed memory. No include guard: included with FORM()
 * defined in different ways.
 *
 * FORM(class, text, access, width, traits)
 *
 * class: the check that runs it
 * text: assembly; RDI is the operand on the device, RSI the other one; RAX, RCX,
 *	RDX, RBX, R8 and R9 are random, and so are flags and vector registers.
 *	It may do more than one thing, but touch the device only as it says
 * access: R, W, RW, NONE; ANY: not compared
 * width: bytes of each access
 * traits: what FORM_* in insn.c say, and the flags that the architecture leaves
 *	undefined
 */

/* --- MOV ------------------------------------------------------------------------ */
FORM(mov, "movb (%%rdi), %%al", R, 1, 0)
FORM(mov, "movb (%%rdi), %%ah", R, 1, 0)
FORM(mov, "movb (%%rdi), %%r8b", R, 1, 0)
FORM(mov, "movw (%%rdi), %%ax", R, 2, 0)
FORM(mov, "movl (%%rdi), %%eax", R, 4, 0)
FORM(mov, "movq (%%rdi), %%r9", R, 8, 0)
FORM(mov, "movb %%cl, (%%rdi)", W, 1, 0)
FORM(mov, "movb %%ch, (%%rdi)", W, 1, 0)
FORM(mov, "movw %%cx, (%%rdi)", W, 2, 0)
FORM(mov, "movl %%ecx, (%%rdi)", W, 4, 0)
FORM(mov, "movq %%r8, (%%rdi)", W, 8, 0)
FORM(mov, "movb $0x5a, (%%rdi)", W, 1, 0)
FORM(mov, "movw $0x5aa5, (%%rdi)", W, 2, 0)
FORM(mov, "movl $0x12345678, (%%rdi)", W, 4, 0)
FORM(mov, "movq $-5, (%%rdi)", W, 8, 0)
FORM(mov, "movzbw (%%rdi), %%ax", R, 1, 0)
FORM(mov, "movzbl (%%rdi), %%eax", R, 1, 0)
FORM(mov, "movzbq (%%rdi), %%rax", R, 1, 0)
FORM(mov, "movzwl (%%rdi), %%eax", R, 2, 0)
FORM(mov, "movzwq (%%rdi), %%rax", R, 2, 0)
FORM(mov, "movsbw (%%rdi), %%ax", R, 1, 0)
FORM(mov, "movsbl (%%rdi), %%eax", R, 1, 0)
FORM(mov, "movsbq (%%rdi), %%rax", R, 1, 0)
FORM(mov, "movswl (%%rdi), %%eax", R, 2, 0)
FORM(mov, "movswq (%%rdi), %%rax", R, 2, 0)
FORM(mov, "movslq (%%rdi), %%rax", R, 4, 0)
FORM(mov, "movbe (%%rdi), %%ax", R, 2, 0)
FORM(mov, "movbe (%%rdi), %%eax", R, 4, 0)
FORM(mov, "movbe (%%rdi), %%rax", R, 8, 0)
FORM(mov, "movbe %%ax, (%%rdi)", W, 2, 0)
FORM(mov, "movbe %%eax, (%%rdi)", W, 4, 0)
FORM(mov, "movbe %%rax, (%%rdi)", W, 8, 0)
FORM(mov, "movnti %%eax, (%%rdi)", W, 4, 0)
FORM(mov, "movnti %%rax, (%%rdi)", W, 8, 0)
FORM(mov, "cmovcl (%%rdi), %%eax", R, 4, 0)
FORM(mov, "cmovncl (%%rdi), %%eax", R, 4, 0)
FORM(mov, "cmovsq (%%rdi), %%rax", R, 8, 0)
FORM(mov, "cmovlew (%%rdi), %%ax", R, 2, 0)
FORM(mov, "setc (%%rdi)", W, 1, 0)
FORM(mov, "setnle (%%rdi)", W, 1, 0)
FORM(mov, "movl $3, %%ecx; movl -12(%%rdi,%%rcx,4), %%eax", R, 4, 0)
FORM(mov, "leaq 0x12340(%%rdi), %%rdi; movq %%rax, -0x12340(%%rdi); "
	  "leaq -0x12340(%%rdi), %%rdi", W, 8, 0)
FORM(mov, "xchg %%rdi, %%r9; movl (%%r9), %%eax; xchg %%rdi, %%r9", R, 4, 0)
FORM(mov, "movw %%ds, (%%rdi)", W, 2, 0)

/* --- arithmetic ----------------------------------------------------------------- */
#define ALU(op, undefined)						\
FORM(alu, op "b %%al, (%%rdi)", RW, 1, undefined)			\
FORM(alu, op "w %%ax, (%%rdi)", RW, 2, undefined)			\
FORM(alu, op "l %%eax, (%%rdi)", RW, 4, undefined)			\
FORM(alu, op "q %%rax, (%%rdi)", RW, 8, undefined)			\
FORM(alu, op "b (%%rdi), %%al", R, 1, undefined)			\
FORM(alu, op "w (%%rdi), %%ax", R, 2, undefined)			\
FORM(alu, op "l (%%rdi), %%eax", R, 4, undefined)			\
FORM(alu, op "q (%%rdi), %%rax", R, 8, undefined)			\
FORM(alu, op "b $0x95, (%%rdi)", RW, 1, undefined)			\
FORM(alu, op "w $0x1234, (%%rdi)", RW, 2, undefined)			\
FORM(alu, op "l $-7, (%%rdi)", RW, 4, undefined)			\
FORM(alu, op "q $0x12345678, (%%rdi)", RW, 8, undefined)		\
FORM(lock, "lock " op "b %%al, (%%rdi)", RW, 1, undefined)		\
FORM(lock, "lock " op "l %%eax, (%%rdi)", RW, 4, undefined)		\
FORM(lock, "lock " op "q $-7, (%%rdi)", RW, 8, undefined)
ALU("add", 0)
ALU("or", AF)
ALU("adc", 0)
ALU("sbb", 0)
ALU("and", AF)
ALU("sub", 0)
ALU("xor", AF)
#undef ALU
FORM(alu, "cmpb %%al, (%%rdi)", R, 1, 0)
FORM(alu, "cmpw (%%rdi), %%ax", R, 2, 0)
FORM(alu, "cmpl $0x1234, (%%rdi)", R, 4, 0)
FORM(alu, "cmpq %%rax, (%%rdi)", R, 8, 0)
FORM(alu, "testb $0x81, (%%rdi)", R, 1, AF)
FORM(alu, "testw %%ax, (%%rdi)", R, 2, AF)
FORM(alu, "testl $0x12345678, (%%rdi)", R, 4, AF)
FORM(alu, "testq %%rax, (%%rdi)", R, 8, AF)

#define UNARY(op)							\
FORM(alu, op "b (%%rdi)", RW, 1, 0)					\
FORM(alu, op "w (%%rdi)", RW, 2, 0)					\
FORM(alu, op "l (%%rdi)", RW, 4, 0)					\
FORM(alu, op "q (%%rdi)", RW, 8, 0)					\
FORM(lock, "lock " op "l (%%rdi)", RW, 4, 0)				\
FORM(lock, "lock " op "q (%%rdi)", RW, 8, 0)
UNARY("inc")
UNARY("dec")
UNARY("not")
UNARY("neg")
#undef UNARY

#define SHIFT(op, undefined)						\
FORM(alu, op "b (%%rdi)", RW, 1, undefined)				\
FORM(alu, op "l $5, (%%rdi)", RW, 4, OF | undefined)			\
FORM(alu, op "w %%cl, (%%rdi)", RW, 2, CF | OF | undefined)		\
FORM(alu, op "q %%cl, (%%rdi)", RW, 8, OF | undefined)
SHIFT("rol", 0)
SHIFT("ror", 0)
SHIFT("rcl", 0)
SHIFT("rcr", 0)
SHIFT("shl", AF)
SHIFT("shr", AF)
SHIFT("sar", AF)
#undef SHIFT
FORM(alu, "shldl $7, %%eax, (%%rdi)", RW, 4, AF | OF)
FORM(alu, "shrdq %%cl, %%rax, (%%rdi)", RW, 8, AF | OF)

#define BITS(op, access)						\
FORM(alu, op "w $3, (%%rdi)", access, 2, OF | SF | AF | PF)		\
FORM(alu, op "l $31, (%%rdi)", access, 4, OF | SF | AF | PF)		\
FORM(alu, "andl $31, %%ecx; " op "l %%ecx, (%%rdi)", access, 4, OF | SF | AF | PF | ZF) \
FORM(alu, "movq $-64, %%rcx; " op "q %%rcx, 8(%%rdi)", access, 8, OF | SF | AF | PF)
BITS("bt", R)
BITS("bts", RW)
BITS("btr", RW)
BITS("btc", RW)
#undef BITS
FORM(lock, "lock btsl $4, (%%rdi)", RW, 4, OF | SF | AF | PF)
FORM(lock, "lock btrq $60, (%%rdi)", RW, 8, OF | SF | AF | PF)
FORM(lock, "lock btcw $9, (%%rdi)", RW, 2, OF | SF | AF | PF)

FORM(alu, "mulb (%%rdi)", R, 1, SF | ZF | AF | PF)
FORM(alu, "mull (%%rdi)", R, 4, SF | ZF | AF | PF)
FORM(alu, "imulq (%%rdi)", R, 8, SF | ZF | AF | PF)
FORM(alu, "imull (%%rdi), %%eax", R, 4, SF | ZF | AF | PF)
FORM(alu, "imulq $-3, (%%rdi), %%rax", R, 8, SF | ZF | AF | PF)
FORM(alu, "movzbl %%al, %%eax; divb (%%rdi)", R, 1, ALL_FLAGS)
FORM(alu, "movl $0, %%edx; divl (%%rdi)", R, 4, ALL_FLAGS)
FORM(alu, "movl $0, %%edx; divq (%%rdi)", R, 8, ALL_FLAGS)
FORM(alu, "movl $1234567, %%eax; cltd; idivl (%%rdi)", R, 4, ALL_FLAGS)
FORM(alu, "bsfl (%%rdi), %%eax", R, 4, CF | OF | SF | AF | PF)
FORM(alu, "bsrq (%%rdi), %%rax", R, 8, CF | OF | SF | AF | PF)
FORM(alu, "popcntl (%%rdi), %%eax", R, 4, 0)
FORM(alu, "tzcntl (%%rdi), %%eax", R, 4, OF | SF | AF | PF)
FORM(alu, "lzcntq (%%rdi), %%rax", R, 8, OF | SF | AF | PF)
FORM(alu, "crc32b (%%rdi), %%eax", R, 1, 0)
FORM(alu, "crc32q (%%rdi), %%rax", R, 8, 0)
FORM(alu, "adcxq (%%rdi), %%rax", R, 8, 0)	/* ADOX: QEMU 7.2 makes garbage of the flags */
FORM(alu, "andnl (%%rdi), %%ecx, %%eax", R, 4, AF | PF)
FORM(alu, "pextq (%%rdi), %%rcx, %%rax", R, 8, 0)
FORM(alu, "mulxl (%%rdi), %%ecx, %%eax", R, 4, 0)
FORM(alu, "shlxq %%rcx, (%%rdi), %%rax", R, 8, 0)
FORM(alu, "xchg %%rdi, %%rbx; movb $0, %%al; xlatb; xchg %%rdi, %%rbx", R, 1, 0)

/* --- exchange ------------------------------------------------------------------- */
FORM(exchange, "xchgb %%al, (%%rdi)", RW, 1, 0)
FORM(exchange, "xchgw %%ax, (%%rdi)", RW, 2, 0)
FORM(exchange, "xchgl %%eax, (%%rdi)", RW, 4, 0)
FORM(exchange, "xchgq %%rax, (%%rdi)", RW, 8, 0)
#define EXCHANGE(lock)							\
FORM(exchange, lock "xaddb %%al, (%%rdi)", RW, 1, 0)			\
FORM(exchange, lock "xaddl %%eax, (%%rdi)", RW, 4, 0)			\
FORM(exchange, lock "xaddq %%rax, (%%rdi)", RW, 8, 0)			\
FORM(exchange, lock "cmpxchgb %%cl, (%%rdi)", RW, 1, 0)			\
FORM(exchange, lock "cmpxchgl %%ecx, (%%rdi)", RW, 4, 0)		\
FORM(exchange, lock "cmpxchgq %%rcx, (%%rdi)", RW, 8, 0)		\
FORM(exchange, lock "cmpxchgb %%cl, (%%rdi)", RW, 1, FORM_MATCH)	\
FORM(exchange, lock "cmpxchgl %%ecx, (%%rdi)", RW, 4, FORM_MATCH)	\
FORM(exchange, lock "cmpxchgq %%rcx, (%%rdi)", RW, 8, FORM_MATCH)	\
FORM(exchange, lock "cmpxchg8b (%%rdi)", RW, 8, 0)			\
FORM(exchange, lock "cmpxchg8b (%%rdi)", RW, 8, FORM_MATCH)		\
FORM(exchange, lock "cmpxchg16b (%%rdi)", RW, 16, FORM_ALIGNED)		\
FORM(exchange, lock "cmpxchg16b (%%rdi)", RW, 16, FORM_ALIGNED | FORM_MATCH)
EXCHANGE("")
EXCHANGE("lock ")
#undef EXCHANGE

/* --- string instructions -------------------------------------------------------- */
#define SWAPPED(text) "xchg %%rsi, %%rdi; " text "; xchg %%rsi, %%rdi"
#define STRINGS(letter, n)						\
FORM(string, "movs" letter, W, n, 0)					\
FORM(string, SWAPPED("movs" letter), R, n, 0)				\
FORM(string, "stos" letter, W, n, 0)					\
FORM(string, SWAPPED("lods" letter), R, n, 0)				\
FORM(string, "scas" letter, R, n, 0)					\
FORM(string, "cmps" letter, R, n, 0)					\
FORM(string, SWAPPED("cmps" letter), R, n, 0)				\
FORM(string, "rep movs" letter, W, n, FORM_REP)				\
FORM(string, SWAPPED("rep movs" letter), R, n, FORM_REP)		\
FORM(string, "rep stos" letter, W, n, FORM_REP)				\
FORM(string, SWAPPED("rep lods" letter), R, n, FORM_REP)		\
FORM(string, "repe cmps" letter, R, n, FORM_REP | FORM_EQUAL)		\
FORM(string, SWAPPED("repe cmps" letter), R, n, FORM_REP | FORM_EQUAL)	\
FORM(string, "repne cmps" letter, R, n, FORM_REP)			\
FORM(string, "repne scas" letter, R, n, FORM_REP)			\
FORM(string, "repe scas" letter, R, n, FORM_REP)			\
FORM(string, "std; rep movs" letter "; cld", W, n, FORM_REP | FORM_DOWN) \
FORM(string, "std; " SWAPPED("rep movs" letter) "; cld", R, n, FORM_REP | FORM_DOWN) \
FORM(string, "std; rep stos" letter "; cld", W, n, FORM_REP | FORM_DOWN) \
FORM(string, "std; repe cmps" letter "; cld", R, n, FORM_REP | FORM_DOWN | FORM_EQUAL) \
FORM(string, "std; repne scas" letter "; cld", R, n, FORM_REP | FORM_DOWN)
STRINGS("b", 1)
STRINGS("w", 2)
STRINGS("l", 4)
STRINGS("q", 8)
#undef STRINGS
#undef SWAPPED

/* --- stack and branches --------------------------------------------------------- */
FORM(stack, "pushq (%%rdi); popq %%rax", R, 8, 0)
FORM(stack, "pushw (%%rdi); popw %%ax", R, 2, 0)
FORM(stack, "pushq %%rax; popq (%%rdi)", W, 8, 0)
FORM(stack, "pushw %%ax; popw (%%rdi)", W, 2, 0)
FORM(stack, ANNOTATE_RETPOLINE_SAFE "\n call *(%%rdi)", R, 8, FORM_TARGET)
FORM(stack, "call insn_jump", R, 8, FORM_TARGET)

/* --- SSE and AVX ---------------------------------------------------------------- */
FORM(vector, "movups (%%rdi), %%xmm0", R, 16, 0)
FORM(vector, "movups %%xmm1, (%%rdi)", W, 16, 0)
FORM(vector, "movaps (%%rdi), %%xmm0", R, 16, FORM_ALIGNED)
FORM(vector, "movaps %%xmm1, (%%rdi)", W, 16, FORM_ALIGNED)
FORM(vector, "movdqa (%%rdi), %%xmm2", R, 16, FORM_ALIGNED)
FORM(vector, "movdqu (%%rdi), %%xmm2", R, 16, 0)
FORM(vector, "movdqu %%xmm3, (%%rdi)", W, 16, 0)
FORM(vector, "movntdqa (%%rdi), %%xmm0", R, 16, FORM_ALIGNED)
FORM(vector, "movntdq %%xmm1, (%%rdi)", W, 16, FORM_ALIGNED)
FORM(vector, "movntps %%xmm1, (%%rdi)", W, 16, FORM_ALIGNED)
FORM(vector, "movss (%%rdi), %%xmm0", R, 4, 0)
FORM(vector, "movss %%xmm0, (%%rdi)", W, 4, 0)
FORM(vector, "movsd (%%rdi), %%xmm0", R, 8, 0)
FORM(vector, "movsd %%xmm0, (%%rdi)", W, 8, 0)
FORM(vector, "movhps (%%rdi), %%xmm0", R, 8, 0)
FORM(vector, "movlps %%xmm0, (%%rdi)", W, 8, 0)
FORM(vector, "movd (%%rdi), %%xmm0", R, 4, 0)
FORM(vector, "movq (%%rdi), %%xmm0", R, 8, 0)
FORM(vector, "movq %%xmm0, (%%rdi)", W, 8, 0)
FORM(vector, "movq (%%rdi), %%mm0; movq %%mm0, (%%rsi); emms", R, 8, 0)
FORM(vector, "lddqu (%%rdi), %%xmm0", R, 16, 0)
FORM(vector, "paddd (%%rdi), %%xmm0", R, 16, FORM_ALIGNED)
FORM(vector, "pshufb (%%rdi), %%xmm0", R, 16, FORM_ALIGNED)
FORM(vector, "pinsrw $3, (%%rdi), %%xmm0", R, 2, 0)
FORM(vector, "pextrd $1, %%xmm0, (%%rdi)", W, 4, 0)
FORM(vector, "ucomisd (%%rdi), %%xmm0", R, 8, 0)
FORM(vector, "cvtsi2sdl (%%rdi), %%xmm0", R, 4, 0)
FORM(vector, "stmxcsr (%%rdi)", W, 4, 0)
FORM(vector, "vmovdqu (%%rdi), %%ymm0", R, 32, 0)
FORM(vector, "vmovdqu %%ymm1, (%%rdi)", W, 32, 0)
FORM(vector, "vmovdqa (%%rdi), %%ymm0", R, 32, FORM_ALIGNED)
FORM(vector, "vmovntdq %%ymm1, (%%rdi)", W, 32, FORM_ALIGNED)
FORM(vector, "vmovntdqa (%%rdi), %%ymm1", R, 32, FORM_ALIGNED)
FORM(vector, "vpaddq (%%rdi), %%ymm1, %%ymm0", R, 32, 0)
FORM(vector, "vbroadcastss (%%rdi), %%ymm0", R, 4, 0)
FORM(vector, "vextracti128 $1, %%ymm1, (%%rdi)", W, 16, 0)
FORM(vector, "vinserti128 $1, (%%rdi), %%ymm1, %%ymm0", R, 16, 0)

/* --- x87 ------------------------------------------------------------------------ */
#define X87_LOAD(op) "fninit; " op " (%%rdi); fstpt (%%rsi)"
#define X87_STORE(op) "fninit; fldpi; " op " (%%rdi)"
FORM(x87, X87_LOAD("flds"), R, 4, 0)
FORM(x87, X87_LOAD("fldl"), R, 8, 0)
FORM(x87, X87_LOAD("fldt"), R, 10, 0)
FORM(x87, X87_LOAD("filds"), R, 2, 0)
FORM(x87, X87_LOAD("fildl"), R, 4, 0)
FORM(x87, X87_LOAD("fildll"), R, 8, 0)
FORM(x87, "fninit; fld1; fadds (%%rdi); fstpt (%%rsi)", R, 4, 0)
FORM(x87, "fninit; fldpi; fsts (%%rdi); fninit", W, 4, 0)
FORM(x87, X87_STORE("fstps"), W, 4, 0)
FORM(x87, X87_STORE("fstpl"), W, 8, 0)
FORM(x87, X87_STORE("fstpt"), W, 10, 0)
FORM(x87, X87_STORE("fistps"), W, 2, 0)
FORM(x87, X87_STORE("fistpl"), W, 4, 0)
FORM(x87, X87_STORE("fistpll"), W, 8, 0)
FORM(x87, X87_STORE("fisttpl"), W, 4, 0)
FORM(x87, X87_STORE("fbstp"), W, 10, 0)
FORM(x87, "fninit; fnstcw (%%rdi)", W, 2, 0)
FORM(x87, "fninit; fnstsw (%%rdi)", W, 2, 0)
#undef X87_LOAD
#undef X87_STORE

/* --- what has no value that can be told, and what has no data ------------------- */
FORM(other, "fninit; fnstenv (%%rdi); fldenv (%%rdi)", ANY, 0, 0)
FORM(other, "fninit; fldpi; fnsave (%%rdi); frstor (%%rdi); fstpt (%%rsi)", ANY, 0, 0)
FORM(other, "fninit; fxsave64 (%%rdi); xorps %%xmm0, %%xmm0; fxrstor64 (%%rdi)", ANY, 0, FORM_ALIGNED)
FORM(other, "fninit; movl $7, %%eax; movl $0, %%edx; xsave64 (%%rdi); "
	    "xorps %%xmm0, %%xmm0; xrstor64 (%%rdi)", ANY, 0, FORM_ALIGNED | FORM_ZERO)
FORM(other, "fninit; movl $7, %%eax; movl $0, %%edx; xsaveopt64 (%%rdi)", ANY, 0, FORM_ALIGNED | FORM_ZERO)
FORM(other, "vmaskmovps (%%rdi), %%ymm1, %%ymm0", ANY, 0, 0)
FORM(other, "vmaskmovps %%ymm2, %%ymm1, (%%rdi)", ANY, 0, 0)
FORM(other, "vpmaskmovq (%%rdi), %%ymm1, %%ymm0", ANY, 0, 0)
FORM(other, "vpmaskmovq %%ymm2, %%ymm1, (%%rdi)", ANY, 0, 0)
FORM(other, "vpxor %%ymm0, %%ymm0, %%ymm0; vpcmpeqd %%ymm2, %%ymm2, %%ymm2; "
	    "vpgatherdd %%ymm2, (%%rdi,%%ymm0,4), %%ymm1", ANY, 0, 0)
FORM(other, "sgdt (%%rdi)", ANY, 0, 0)
FORM(other, "str (%%rdi)", W, 2, 0)
FORM(other, "smsw (%%rdi)", W, 2, 0)
FORM(none, "clflush (%%rdi)", NONE, 0, 0)
FORM(none, "clflushopt (%%rdi)", NONE, 0, 0)
FORM(none, "clwb (%%rdi)", NONE, 0, 0)
FORM(none, "prefetcht0 (%%rdi)", NONE, 0, 0)
FORM(none, "prefetchw (%%rdi)", NONE, 0, 0)
FORM(none, "nopl (%%rdi)", NONE, 0, 0)
FORM(none, "leaq 5(%%rdi), %%rax; subq %%rdi, %%rax", NONE, 0, ALL_FLAGS)

/* --- where the address register cannot be changed: the page is given up ------------------------ */
FORM(clash, "maskmovdqu %%xmm1, %%xmm0", ANY, 0, 0)
FORM(clash, "movups (,%%rdi,1), %%xmm0", R, 16, 0)
FORM(clash, "movups %%xmm1, (,%%rdi,1)", W, 16, 0)
FORM(clash, "movl $1, %%ecx; shrxq %%rcx, %%rdi, %%rdi; "
	    "movdqu (%%rdi,%%rdi,1), %%xmm0; leaq (%%rdi,%%rdi,1), %%rdi", R, 16, FORM_ALIGNED)
FORM(clash, "movl $1, %%ecx; shrxq %%rcx, %%rdi, %%rdi; "
	    "vmovdqu %%ymm1, (%%rdi,%%rdi,1); leaq (%%rdi,%%rdi,1), %%rdi", W, 32, FORM_ALIGNED)
FORM(clash, "movl $1, %%ecx; shrxq %%rcx, %%rdi, %%rdi; "
	    "pushq (%%rdi,%%rdi,1); popq %%rax; leaq (%%rdi,%%rdi,1), %%rdi", R, 8, FORM_ALIGNED)
FORM(clash, "movl $1, %%ecx; shrxq %%rcx, %%rdi, %%rdi; "
	    ANNOTATE_RETPOLINE_SAFE "\n call *(%%rdi,%%rdi,1); leaq (%%rdi,%%rdi,1), %%rdi", R, 8, FORM_ALIGNED | FORM_TARGET)
FORM(clash, "xchg %%rdi, %%rax; pcmpestri $0x0c, (%%rax), %%xmm0; xchg %%rdi, %%rax", R, 16, ALL_FLAGS)
FORM(clash, "movl $0, %%edx; xchg %%rdi, %%rax; xsave64 (%%rax); xchg %%rdi, %%rax",
     ANY, 0, FORM_ALIGNED | FORM_ZERO)
