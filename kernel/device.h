/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_DEVICE_H
#define MMT_DEVICE_H

#include <linux/types.h>

struct mmt_instance;
struct mmt_place;

void mmt_device_place(phys_addr_t phys, struct mmt_place *place);
void mmt_device_describe(const struct mmt_instance *instance,
			 const struct mmt_place *place);
void mmt_device_describe_all(const struct mmt_instance *instance);

#endif
