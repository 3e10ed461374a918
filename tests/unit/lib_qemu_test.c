// SPDX-License-Identifier: GPL-2.0
/* Reading QEMU's logs, in all spellings. */
#include "lib_text.h"

#define EDU "memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 4 name 'edu-mmio'"

static void regions(void **state)
{
	(void)state;
	EXPECT(EDU "\n"
	       "memory_region_ops_read cpu 1 mr 0x55d1 addr 0xfeb00008 value 0x1122334455 size 2 name 'e1000-mmio'\n"
	       "memory_region_ops_read cpu -1 mr 0x55d1 addr 0xfeb00008 value 0x2 size 8 name 'e1000-mmio'\n",
	       "DEVICE edu-mmio\n"
	       "W cpu0 edu-mmio+fea00004 @fea00004 4=1\n"
	       "DEVICE e1000-mmio\n"
	       "R cpu1 e1000-mmio+feb00008 @feb00008 2=4455\n"
	       "R e1000-mmio+feb00008 @feb00008 8=2\n");
}

/* With a time and a thread, without a name, without a CPU, as newer versions write it. */
static void spellings(void **state)
{
	(void)state;
	EXPECT("1234@1700000000.000123:" EDU "\n"
	       "1234@1700000000.000124:memory_region_ops_read cpu 0 mr 0x55d0 addr 0xfea00004 value 0x2 size 4\n"
	       "memory_region_ops_read mr 0x55d0 addr 0x4 value 0x2 size 4\r\n"
	       "2023-11-14T22:13:20.000125Z (7:CPU 0/TCG): " EDU "\n"
	       "2024-02-29T00:00:00.000000Z " EDU "\n"
	       "qemu: " EDU " \n"
	       "memory_region_ram_device_read cpu 0 mr 0x55d0 addr 0x8 value 0x2 size 4\n",
	       "DEVICE 1700000000000123000 edu-mmio\n"
	       "W 1700000000000123000 cpu0 pid1234 edu-mmio+fea00004 @fea00004 4=1\n"
	       "DEVICE 1700000000000124000 0x55d0\n"
	       "R 1700000000000124000 cpu0 pid1234 0x55d0+fea00004 @fea00004 4=2\n"
	       "R 0x55d0+4 @4 4=2\n"
	       "W 1700000000000125000 cpu0 edu-mmio+fea00004 @fea00004 4=1\n"
	       "W 1709164800000000000 cpu0 edu-mmio+fea00004 @fea00004 4=1\n"
	       "W cpu0 edu-mmio+fea00004 @fea00004 4=1\n"
	       "R cpu0 0x55d0+8 @8 4=2\n");
}

static void vfio(void **state)
{
	(void)state;
	EXPECT("vfio_region_write  (0000:01:00.0:region0+0x10, 0x1, 4)\n"
	       "vfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1ff\n"
	       "9@1700000000.000124:vfio_region_read  (0000:01:00.0:region2+0x10, 1) = 0x1ff\n"
	       "vfio_region_read (0000:01:00.0:region8+0x10, 4) = 0x1\n"
	       "vfio_region_read (0000:01:00.0:region9+0x10, 4) = 0x2\n"
	       "vfio_region_write (0000:01:00.0:region7+0x4, 0x6, 2)\n"
	       "vfio_region_read (fff0000.ethernet:region7+0x4, 2) = 0x6\n"
	       "vfio_bar_write  (0000:01:00.0:BAR1+0x10, 0x1, 4)\n"
	       "vfio_rom_read  (0000:01:00.0, 0x0, 0x2) = 0xaa55\n"
	       "vfio_pci_write_config  (0000:01:00.0, @0x4, 0x6, len=0x2)\n"
	       "vfio_pci_read_config  (0000:01:00.0, @0x4, len=0x2) 0x6\n"
	       "vfio_region_read  (fff0000.ethernet:region1+0x10, 4) = 0x1\n",
	       "DEVICE 0000:01:00.0\n"
	       "W 0000:01:00.0/0+10 4=1\n"
	       "R 0000:01:00.0/0+10 4=1ff\n"
	       "R 1700000000000124000 pid9 0000:01:00.0/2+10 1=ff\n"
	       "DEVICE 0000:01:00.0:region8\n"
	       "R 0000:01:00.0:region8+10 4=1\n"
	       "DEVICE 0000:01:00.0:region9\n"
	       "R 0000:01:00.0:region9+10 4=2\n"
	       "CW 0000:01:00.0+4 2=6\n"
	       "DEVICE fff0000.ethernet:region7\n"
	       "R fff0000.ethernet:region7+4 2=6\n"
	       "W 0000:01:00.0/1+10 4=1\n"
	       "R 0000:01:00.0/6+0 2=aa55\n"
	       "CW 0000:01:00.0+4 2=6\n"
	       "CR 0000:01:00.0+4 2=6\n"
	       "DEVICE fff0000.ethernet\n"
	       "R fff0000.ethernet/1+10 4=1\n");
}

/* A journal, syslog in several ways, the ftrace backend, the kernel's log. */
static void prefixes(void **state)
{
	static const struct {
		const char *prefix;
		const char *expected;
	} lines[] = {
		{ "Jan 31 12:00:00 host qemu-system-x86_64[77]: 1234@1700000000.000123:",
		  " 1700000000000123000 pid1234" },
		{ "Jan  2 00:00:01 host qemu-system-x86_64[77]: ", " 86401000000000 pid77" },
		{ "Mar  1 00:00:00.5 host qemu[77]: vfio: ", " 5184000500000000" },
		{ "2026-01-31T12:00:00+0100 host qemu[77]: ", " 1769857200000000000 pid77" },
		{ "2026-01-31T12:00:00.000001-03:30 host qemu[77]: ", " 1769873400000001000 pid77" },
		{ "2026-01-31 11:00:00.250+0000: ", " 1769857200250000000" },
		{ "Sat 2026-01-31 11:00:00 UTC host qemu[77]: ", " 1769857200000000000 pid77" },
		{ "1700000000.000123 host qemu[77]: ", " 1700000000000123000 pid77" },
		{ "[ 1000.123456] host qemu[77]: ", " 1000123456000 pid77" },
		{ " qemu-system-x86-1234  [001] .....  1000.123456: tracing_mark_write: ",
		  " 1000123456000 cpu1 pid1234" },
		{ " CPU 0/KVM-99 [000]  5.5: print: ", " 5500000000 cpu0 pid99" },
		{ "12:00:00.123 ", " 43200123000000" },
		{ "[Sat Jan 31 11:00:00 2026] ", " 1769857200000000000" },
		{ "[Thu Feb 29 00:00:01 2024] ", " 1709164801000000000" },
		{ "2026-01-31T12:00:00,000001+01:00 ", " 1769857200000001000" },
		{ "[ 1000.123456 <    0.000012>] ", " 1000123456000" },
		{ "<6>[ 1000.123456] ", " 1000123456000" },
		{ "kern  :info  : [ 1000.123456] ", " 1000123456000" },
		{ "<13>1 2026-01-31T11:00:00.5Z host qemu 77 - - ", " 1769857200500000000" },
		{ "> 1234@5.5:", " 5500000000 pid1234" },
		/* No times: what looks a little like one. */
		{ "qemu: Sat [x] 12 [1] 7 ", "" },
		{ "Jan 32 12:00:00 host: ", "" },
		{ "[Sat Jan 31 11:00:00] ", "" },
		{ "[Sat] ", "" },
		{ "[  +0.000012] ", "" },
		{ "<6 [1000.5] ", "" },
		{ "< ", "" },
		{ "kern ", "" },
		{ "kern: info [1000.5] ", "" },
		{ "2026-13-01T12:00:00Z ", "" },
		{ "12 ", "" },
		{ "@1.5:", "" },
	};
	char text[256], expected[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(text, sizeof(text), "%svfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1\n",
			 lines[i].prefix);
		read_bytes(text, strlen(text), NULL);
		assert_string_equal(told.complaints, "");
		snprintf(expected, sizeof(expected), "R%s 0000:01:00.0/0+10 4=1\n", lines[i].expected);
		assert_non_null(strstr(told.records, expected));
	}
}

/* What was read of configuration space, as older versions write it; not 0x of nothing. */
static void old_config(void **state)
{
	(void)state;
	COMPLAINS("vfio_pci_read_config  (0000:05:00.0, @0xe, len=0x1) 80\n"
		  "vfio_pci_read_config  (0000:05:00.0, @0xe, len=0x1) 0x\n"
		  "vfio_pci_read_config  (0000:05:00.0, @0xe, len=0x1) x\n",
		  "DEVICE 0000:05:00.0\nCR 0000:05:00.0+e 1=80\n",
		  "2: not understood: vfio_pci_read_config  (0000:05:00.0, @0xe, len=0x1) 0x\n"
		  "3: not understood: vfio_pci_read_config  (0000:05:00.0, @0xe, len=0x1) x\n");
}

/* An argument that is not there, or has another name, is not 0. */
static void simpletrace_arguments_missing(void **state)
{
	(void)state;
	COMPLAINS("vfio_region_read 1.0 pid=1 name=b'0000:05:00.0' index=0x1 addr=0x10 size=0x2 data=0x5\n"
		  "vfio_region_read 1.0 pid=1 name=b'0000:05:00.0' addr=0x10 size=0x2 data=0x5\n"
		  "vfio_pci_read_config 1.0 pid=1 name=b'x' offset=0x4 len=0x2 val=0x6\n",
		  "DEVICE 1001 0000:05:00.0\nR 1001 pid1 0000:05:00.0/1+10 2=5\n",
		  "2: not understood: vfio_region_read 1.0 pid=1 name=b'0000:05:00.0' addr=0x10 size=0x2 data=0x5\n"
		  "3: not understood: vfio_pci_read_config 1.0 pid=1 name=b'x' offset=0x4 len=0x2 val=0x6\n");
}

/* Each line counts from the one before, also one of no interest. */
static void simpletrace(void **state)
{
	(void)state;
	EXPECT("memory_region_ops_write 0.000 pid=1234 cpu_index=0x1 mr=0x55d0 addr=0xfeb00000 value=0x1 size=0x4 name=b'e1000-mmio'\n"
	       "object_class_dynamic_cast 1000000.5 pid=1234 type=b'a b' name=b''\n"
	       "memory_region_ops_read 0.001 pid=1234 cpu_index=0xffffffff mr=0x55d0 addr=0xfeb00004 value=0x1ff size=0x1 name=b''\n"
	       "memory_region_ops_read 0.000 pid=1234 cpu_index=0x0 mr=0x55d1 addr=0x4 value=0x2 size=0x4 name=b'two words'\n"
	       "memory_region_ops_read 0.000 pid=1234 cpu_index=0x0 mr=0x55d1 addr=0x4 value=0x2 size=0x4 name=plain\n"
	       "vfio_region_write 12.500 pid=1235 name=b'0000:01:00.0' index=0x0 addr=0x10 data=0x5 size=0x4\n"
	       "vfio_region_read 0.000 pid=1235 name=b'0000:01:00.0' index=0x1 addr=0x10 size=0x2 data=0x5\n"
	       "vfio_pci_write_config 0.000 pid=1235 name=b'0000:01:00.0' addr=0x4 val=0x6 len=0x2\n"
	       "vfio_pci_read_config 0.000 pid=1235 name=b'0000:01:00.0' addr=0x4 len=0x2 val=0x6\n"
	       "vfio_rom_read 0.000 pid=1235 name=b'0000:01:00.0' addr=0x0 size=0x2 data=0xaa55\n"
	       "vfio_msi_interrupt 0.000 pid=1235 name=b'0000:01:00.0' index=0x3 addr=0xfee00000 data=0x4041\n"
	       "vfio_intx_interrupt 0.000 pid=1235 name=b'0000:01:00.0' line=0x41\n",
	       "DEVICE 1 e1000-mmio\n"
	       "W 1 cpu1 pid1234 e1000-mmio+feb00000 @feb00000 4=1\n"
	       "DEVICE 1000000502 0x55d0\n"
	       "R 1000000502 pid1234 0x55d0+feb00004 @feb00004 1=ff\n"
	       "DEVICE 1000000502 two words\n"
	       "R 1000000502 cpu0 pid1234 two words+4 @4 4=2\n"
	       "DEVICE 1000000502 plain\n"
	       "R 1000000502 cpu0 pid1234 plain+4 @4 4=2\n"
	       "DEVICE 1000013002 0000:01:00.0\n"
	       "W 1000013002 pid1235 0000:01:00.0/0+10 4=5\n"
	       "R 1000013002 pid1235 0000:01:00.0/1+10 2=5\n"
	       "CW 1000013002 pid1235 0000:01:00.0+4 2=6\n"
	       "CR 1000013002 pid1235 0000:01:00.0+4 2=6\n"
	       "R 1000013002 pid1235 0000:01:00.0/6+0 2=aa55\n"
	       "MARK 1000013002 pid1235 0000:01:00.0+0 'interrupt of 0000:01:00.0, vector 3'\n"
	       "MARK 1000013002 pid1235 0000:01:00.0+0 'interrupt of 0000:01:00.0, pin A'\n");
}

/* Sizes of BARs, and interrupts between the accesses. */
static void vfio_others(void **state)
{
	(void)state;
	EXPECT("vfio_region_setup Device 0000:01:00.0, region 0 \"0000:01:00.0 BAR 0\", flags: 0xf, offset: 0x0, size: 0x1000000\n"
	       "vfio_region_setup Device 0000:01:00.0, region 7 \"0000:01:00.0 config\", flags: 0x3, offset: 0x0, size: 0x1000\n"
	       "vfio_region_setup Device fff0000.ethernet, region 0 \"x\", flags: 0xf, offset: 0x0, size: 0x1000\n"
	       "vfio_msi_interrupt  (0000:01:00.0) vector 2 0xfee00000/0x4041\n"
	       "vfio_intx_interrupt  (0000:01:00.0) Pin A\n",
	       "DEVICE 0000:01:00.0\n"
	       "MARK 0000:01:00.0+0 'interrupt of 0000:01:00.0, vector 2'\n"
	       "MARK 0000:01:00.0+0 'interrupt of 0000:01:00.0, pin A'\n");
	assert_int_equal(told.size, 0x1000000);
}

/* Without a name a region is told from others by its address in QEMU. */
static void no_name(void **state)
{
	(void)state;
	EXPECT("memory_region_ops_write cpu 0 mr 0x7f1 addr 0xfeb00004 value 0x1 size 4 name ''\n",
	       "DEVICE 0x7f1\n"
	       "W cpu0 0x7f1+feb00004 @feb00004 4=1\n");
}

static void other_lines(void **state)
{
	(void)state;
	EXPECT("qemu-system-x86_64: warning: something\n\n"
	       "memory_region_subpage_read cpu 0 mr 0x1 offset 0x0 value 0x0 size 4\n"
	       "memory_region_ops_reader\n" EDU "\nvfio_intx_enable (0000:01:00.0)\n",
	       "DEVICE edu-mmio\nW cpu0 edu-mmio+fea00004 @fea00004 4=1\n");
}

static void read_placed(const char *text, unsigned int count, const char *const *where)
{
	struct mmt_placement placement[8];
	struct mmt_options options = { .placements = placement, .n_placements = count };
	char copy[8][64];
	unsigned int i;

	for (i = 0; i < count; i++) {
		snprintf(copy[i], sizeof(copy[i]), "%s", where[i]);
		assert_null(mmt_placement_parse(copy[i], &placement[i]));
	}
	read_bytes(text, strlen(text), &options);
	assert_string_equal(told.complaints, "");
}

/* One name for regions of several devices; a region that is not at the BAR's start. */
static void placed(void **state)
{
	static const char *const where[] = {
		"msix-table=00:05.0/bar0@0xfeb30000", "edu-mmio=0000:00:03.0/bar2@fea00000",
		"msix-table=00:06.0/bar4@0xfeb40000",
	};

	(void)state;
	read_placed(EDU "\n" EDU "\n"
		    "memory_region_ops_read cpu 0 mr 0x5 addr 0xfeb32000 value 0x2 size 4 name 'msix-table'\n"
		    "memory_region_ops_read cpu 0 mr 0x5 addr 0xfeb42000 value 0x2 size 4 name 'msix-table'\n"
		    "memory_region_ops_read cpu 0 mr 0x5 addr 0xfeb32000 value 0x2 size 4 name 'msix-table'\n"
		    "memory_region_ops_read mr 0x5 addr 0x20 value 0x2 size 4 name 'msix-table'\n", 3, where);
	assert_string_equal(told.records,
			    "DEVICE 0000:00:05.0\nDEVICE 0000:00:03.0\nDEVICE 0000:00:06.0\n"
			    "MAP 0000:00:03.0/2+0 @fea00000 map2 0+130000\n"
			    "W cpu0 0000:00:03.0/2+4 @fea00004 4=1 map2\n"
			    "W cpu0 0000:00:03.0/2+4 @fea00004 4=1 map2\n"
			    "MAP 0000:00:05.0/0+0 @feb30000 map1 0+10000\n"
			    "R cpu0 0000:00:05.0/0+2000 @feb32000 4=2 map1\n"
			    "MAP 0000:00:06.0/4+0 @feb40000 map3 0+40000\n"
			    "R cpu0 0000:00:06.0/4+2000 @feb42000 4=2 map3\n"
			    "R cpu0 0000:00:05.0/0+2000 @feb32000 4=2 map1\n"
			    "R 0000:00:05.0/0+20 @feb30020 4=2 map1\n");
}

static void placed_vfio(void **state)
{
	static const char *const where[] = { "0000:01:00.0:region0=01:00.0/bar0@0xfd000000" };

	(void)state;
	read_placed("vfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1\n", 1, where);
	assert_string_equal(told.records,
			    "DEVICE 0000:01:00.0\n"
			    "MAP 0000:01:00.0/0+0 @fd000000 map1 0+1000000\n"
			    "R 0000:01:00.0/0+10 @fd000010 4=1 map1\n");
}

static void placements(void **state)
{
	static const char *const wrong[] = {
		"", "edu", "edu=", "=00:04.0/bar0@0x1000", "edu=00:04.0", "edu=00:04.0/bar0",
		"edu=00:04.0/bar0@", "edu=00:04.0/bar0@x", "edu=00:04.0/bar0@0", "edu=00:04.0/bar6@0x1000",
		"edu=00:04.0/bar00@0x1000", "edu=00:04.0/bar@0x1000", "edu=00:04.8/bar0@0x1000",
		"edu=00:20.0/bar0@0x1000", "edu=004.0/bar0@0x1000", "edu=0:0:0:04.0/bar0@0x1000",
		"edu=00:04.0/bar0@-1000", "edu=00:04.0/bar0@0x1000z", "edu=00:04.0/bar0@10000000000000000",
		"edu=e1000/bar0@0x1000",
	};
	struct mmt_placement placement;
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "%s", wrong[i]);
		if (!mmt_placement_parse(text, &placement))
			fail_msg("accepted: %s", wrong[i]);
	}
	strcpy(text, "a b=1:2:1f.7/rom@0xc0000");
	assert_null(mmt_placement_parse(text, &placement));
	assert_string_equal(placement.region, "a b");
	assert_string_equal(placement.address, "1:2:1f.7");
	assert_int_equal(placement.bar, MMT_ROM);
	assert_int_equal(placement.phys, 0xc0000);
}

static void wrong_lines(void **state)
{
	static const char *const lines[] = {
		"memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 4 name 'edu",
		"memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 4 nam",
		"memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 3",
		"memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size",
		"memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 1 size 4",
		"memory_region_ops_write cpu x mr 0x55d0 addr 0xfea00004 value 0x1 size 4",
		"memory_region_ops_write cpu 0 mr  addr 0xfea00004 value 0x1 size 4",
		"memory_region_ops_write cpu 0 memory_region_ops_read cpu 1",
		"vfio_region_write  (0000:01:00.0:region0+0x10, 4) = 0x1",
		"vfio_region_read  (0000:01:00.0:region0+0x10, 0x1, 4)",
		"vfio_region_read  (region0+0x10, 4) = 0x1", "vfio_region_read  (:region0+0x10, 4) = 0x1",
		"vfio_region_read  (0000:01:00.0:region+0x10, 4) = 0x1", "vfio_region_read  (+",
		"vfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1 ...", "vfio_region_read  (",
		"vfio_pci_read_config  (0000:01:00.0, @0x4, len=0x2)",
		"vfio_pci_read_config  (0000:01:00.0, @0x4, len=0x0) 0x0",
		"vfio_pci_write_config  (0000:01:00.0, @0x4, len=0x2) 0x6", "vfio_pci_write_config  (,",
		"vfio_rom_read  (0000:01:00.0, 0x0, 0x3) = 0xaa55",
		"vfio_region_setup Device 0000:01:00.0, region 0 \"x\", flags: 0x7, offset: 0x0",
		"vfio_region_setup Device 0000:01:00.0, region x, size: 0x1000", "vfio_region_setup Dev",
		"vfio_region_setup Device",
		"vfio_intx_interrupt  (0000:01:00.0) Pin E", "vfio_msi_interrupt  () vector 1 0x0/0x0",
		"memory_region_ops_write 0.000 pid=1 cpu_index=0x0 mr=0x1 addr=4 value=0x1 size=0x4 name=b'x'",
		"memory_region_ops_write 0.000 pid=1 cpu_index=0x0 mr=0x1 addr=0x4 value=0x1 size=0x3 name=b'x'",
		"vfio_region_write 0.000 pid=1 index=0x0 addr=0x10 data=0x5 size=0x4",
		"vfio_intx_interrupt 0.000 pid=1 name=b'0000:01:00.0' line=0x0",
	};
	char text[512], complaint[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		/* The space at the end of a line counts for nothing, and is no part of a word. */
		snprintf(text, sizeof(text), EDU "\n%s \n" EDU "\n", lines[i]);
		read_bytes(text, strlen(text), NULL);
		snprintf(complaint, sizeof(complaint), "2: not understood: %s\n", lines[i]);
		assert_string_equal(told.complaints, complaint);
		assert_string_equal(told.records, "DEVICE edu-mmio\n"
						  "W cpu0 edu-mmio+fea00004 @fea00004 4=1\n"
						  "W cpu0 edu-mmio+fea00004 @fea00004 4=1\n");
	}
}

/* QEMU's threads write for themselves; a second is no thread's delay. */
static void backwards(void **state)
{
	(void)state;
	READ("1@5.0:" EDU "\n1@4.5:" EDU "\n1@3.9:" EDU "\n");
	assert_string_equal(told.complaints, "3: time runs backwards: 3.900000 s after 5.000000 s\n");
	assert_int_equal(told.problems, 1);
}

/* Names come from others: they must not control a terminal. */
static void names(void **state)
{
	(void)state;
	READ("memory_region_ops_read mr 0x5 addr 0x20 value 0x2 size 4 name 'a\x1b[2J'\n");
	assert_string_equal(told.records, "DEVICE a?[2J\nR a?[2J+20 @20 4=2\n");
}

/* Each fourth year has a day more, but not 2100 and 2200; 2000 and 2400 have. */
static void leap_years(void **state)
{
	static const struct {
		const char *date;
		uint64_t seconds;
	} dates[] = {
		{ "1970-01-01T00:00:01", 1 },
		{ "1972-02-29T00:00:00", 68169600 },
		{ "1999-12-31T23:59:59", 946684799 },
		{ "2000-02-29T12:00:00", 951825600 },
		{ "2000-03-01T00:00:00", 951868800 },
		{ "2024-12-31T00:00:00", 1735603200 },
		{ "2100-02-28T00:00:00", 4107456000 },
		{ "2100-03-01T00:00:00", 4107542400 },
		{ "2101-01-01T00:00:00", 4133980800 },
		{ "2200-12-31T00:00:00", 7289568000 },
		{ "2400-03-01T00:00:00", 13574649600 },
	};
	char text[256], expected[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		snprintf(text, sizeof(text), "%sZ vfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1\n",
			 dates[i].date);
		read_bytes(text, strlen(text), NULL);
		snprintf(expected, sizeof(expected), "R %llu000000000 0000:01:00.0/0+10",
			 (unsigned long long)dates[i].seconds);
		if (!strstr(told.records, expected))
			print_error("%s: %s\n", dates[i].date, told.records);
		assert_non_null(strstr(told.records, expected));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leap_years),
		cmocka_unit_test(regions),
		cmocka_unit_test(spellings),
		cmocka_unit_test(vfio),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(simpletrace),
		cmocka_unit_test(old_config),
		cmocka_unit_test(simpletrace_arguments_missing),
		cmocka_unit_test(vfio_others),
		cmocka_unit_test(no_name),
		cmocka_unit_test(other_lines),
		cmocka_unit_test(placed),
		cmocka_unit_test(placed_vfio),
		cmocka_unit_test(placements),
		cmocka_unit_test(wrong_lines),
		cmocka_unit_test(backwards),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
