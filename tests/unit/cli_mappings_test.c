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

static void unseen(void **state)
{
	(void)state;
	assert_true(mapping_unseen("0x1-0x2   12288 i915_gem_object_pin_map+0x2b6/0x430 [i915] ioremap\n"));
	assert_false(mapping_unseen("0x1-0x2   12288 e1000_probe+0x1c1/0xb70 [e1000] "
				    "phys=0x00000000febc0000 ioremap\n"));
	assert_false(mapping_unseen("0x1-0x2   12288 mmt_alias_create+0x1c/0x70 [mmiotrace] ioremap\n"));
	assert_false(mapping_unseen("0x1-0x2   20480 kernel_clone+0x94/0x3e0 pages=4 vmalloc N0=4\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ioremap),
		cmocka_unit_test(others),
		cmocka_unit_test(unseen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
