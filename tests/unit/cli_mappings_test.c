// SPDX-License-Identifier: GPL-2.0
/* Lines of /proc/vmallocinfo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "machine/mappings.h"

static void ioremap(void **state)
{
	struct mapping mapping;

	(void)state;
	assert_true(mapping_parse("0xffffc90000080000-0xffffc900000a1000  135168 "
				  "e1000_probe+0x1c1/0xb70 [e1000] phys=0x00000000febc0000 ioremap\n",
				  &mapping));
	assert_true(mapping.start == 0xfebc0000);
	assert_true(mapping.end == 0xfebdffff);
	assert_string_equal(mapping.caller, "e1000_probe+0x1c1/0xb70 [e1000]");

	assert_true(mapping_parse("0x1-0x2   12288 acpi_os_map_iomem+0x1bc/0x1e0 "
				  "pages=2 phys=0x000000000009f000 ioremap N0=2\n", &mapping));
	assert_true(mapping.end == 0xa0fff);
	assert_string_equal(mapping.caller, "acpi_os_map_iomem+0x1bc/0x1e0");
}

static void others(void **state)
{
	static const char *const lines[] = {
		"", "\n", " phys=", " phys=0x10 ioremap",
		"0x1-0x2   20480 irq_init_percpu_irqstack+0xca/0x100 vmap\n",
		"0x1-0x2   20480 kernel_clone+0x94/0x3e0 pages=4 vmalloc N0=4\n",
		"0x1-0x2    4096 nothing+0x0/0x1 phys=0x1000 ioremap\n",
		"0x1-0x2   20480 x phys=zzz ioremap\n",
	};
	struct mapping mapping;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (mapping_parse(lines[i], &mapping))
			fail_msg("'%s' was accepted", lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ioremap),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
