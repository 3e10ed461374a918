/* SPDX-License-Identifier: GPL-2.0 */
/* How much memory the instructions on vector registers touch. */
#ifndef MMIOTRACE_INSN_VECTOR_H
#define MMIOTRACE_INSN_VECTOR_H

#include "insn.h"

unsigned int mmio_vector_move_width(u8 op, unsigned int pp, bool wide,
				    unsigned int vector);
unsigned int mmio_evex_disp8_unit(unsigned int map, u8 op, unsigned int pp,
				  bool wide, bool broadcast,
				  unsigned int vector);
bool mmio_has_vector_index(unsigned int map, u8 op, bool evex);

#endif
