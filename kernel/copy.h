/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One access of 16, 32 or 64 bytes. It needs a vector register, which belongs to
 * somebody else: what is in it is put back, all of it. Nothing of the kernel is used
 * here, so that a unit test can look at the register.
 */
#ifndef MMT_COPY_H
#define MMT_COPY_H

static inline void mmt_copy16(void *to, const void *from)
{
	unsigned char saved[16];

	asm volatile("movups %%xmm0, %[saved]\n\t"
		     "movups %[from], %%xmm0\n\t"
		     "movups %%xmm0, %[to]\n\t"
		     "movups %[saved], %%xmm0"
		     : [saved] "=m" (saved),
		       [to] "=m" (*(unsigned char (*)[16])to)
		     : [from] "m" (*(const unsigned char (*)[16])from));
}

/* On processors without AVX-512. */
static inline void mmt_copy32(void *to, const void *from)
{
	unsigned char saved[32];

	asm volatile("vmovdqu %%ymm0, %[saved]\n\t"
		     "vmovdqu %[from], %%ymm0\n\t"
		     "vmovdqu %%ymm0, %[to]\n\t"
		     "vmovdqu %[saved], %%ymm0"
		     : [saved] "=m" (saved),
		       [to] "=m" (*(unsigned char (*)[32])to)
		     : [from] "m" (*(const unsigned char (*)[32])from));
}

/* With AVX-512, where a write to half of the register clears the other half. */
static inline void mmt_copy32_of_64(void *to, const void *from)
{
	unsigned char saved[64];

	asm volatile("vmovdqu64 %%zmm0, %[saved]\n\t"
		     "vmovdqu %[from], %%ymm0\n\t"
		     "vmovdqu %%ymm0, %[to]\n\t"
		     "vmovdqu64 %[saved], %%zmm0"
		     : [saved] "=m" (saved),
		       [to] "=m" (*(unsigned char (*)[32])to)
		     : [from] "m" (*(const unsigned char (*)[32])from));
}

static inline void mmt_copy64(void *to, const void *from)
{
	unsigned char saved[64];

	asm volatile("vmovdqu64 %%zmm0, %[saved]\n\t"
		     "vmovdqu64 %[from], %%zmm0\n\t"
		     "vmovdqu64 %%zmm0, %[to]\n\t"
		     "vmovdqu64 %[saved], %%zmm0"
		     : [saved] "=m" (saved),
		       [to] "=m" (*(unsigned char (*)[64])to)
		     : [from] "m" (*(const unsigned char (*)[64])from));
}

#endif
