// SPDX-License-Identifier: GPL-2.0
/*
 * Writes a recording of made accesses without a kernel: trace-cmd's file, version 6
 * (trace-cmd.dat.v6(5)), with pages as the kernel's ring buffer has them. The events
 * are those of kernel/events.h, as far as they are needed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generate.h"

#define CPUS		2
#define PAGE		4096
#define PAGE_HEAD	16		/* time, and bytes in use */
#define LONGEST_DELTA	(1ULL << 27)
#define TURN		512		/* accesses before the other CPU goes on */
#define PHYS		0xfd000000ULL
#define PID		160

enum { ID_DEVICE = 1360, ID_MAP = 1362, ID_WRITE = 1364, ID_READ = 1365 };

static const char header_page[] =
	"\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
	"\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
	"\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
	"\tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;\n";

static const char header_event[] =
	"# compressed entry header\n"
	"\ttype_len    :    5 bits\n"
	"\ttime_delta  :   27 bits\n"
	"\tarray       :   32 bits\n"
	"\n"
	"\tpadding     : type == 29\n"
	"\ttime_extend : type == 30\n"
	"\ttime_stamp : type == 31\n"
	"\tdata max type_len  == 28\n";

#define FORMAT(name, id, fields, print) \
	"name: " name "\nID: " #id "\nformat:\n" \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n" \
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n" \
	"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n" \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n" \
	fields "\nprint fmt: " print "\n"

#define ACCESS_FIELDS \
	"\tfield:u64 phys;\toffset:8;\tsize:8;\tsigned:0;\n" \
	"\tfield:u64 value;\toffset:16;\tsize:8;\tsigned:0;\n" \
	"\tfield:u64 pc;\toffset:24;\tsize:8;\tsigned:0;\n" \
	"\tfield:u32 map;\toffset:32;\tsize:4;\tsigned:0;\n" \
	"\tfield:u8 width;\toffset:36;\tsize:1;\tsigned:0;\n"
#define ACCESS_PRINT \
	"\"width=%u phys=0x%llx value=0x%llx map=%u pc=%pS\", REC->width, REC->phys," \
	" REC->value, REC->map, (void *)(unsigned long)REC->pc"

static const char *const formats[] = {
	FORMAT("mmio_device", 1360,
	       "\tfield:u32 domain;\toffset:8;\tsize:4;\tsigned:0;\n"
	       "\tfield:u8 bus;\toffset:12;\tsize:1;\tsigned:0;\n"
	       "\tfield:u8 devfn;\toffset:13;\tsize:1;\tsigned:0;\n"
	       "\tfield:u16 vendor;\toffset:14;\tsize:2;\tsigned:0;\n"
	       "\tfield:u16 device;\toffset:16;\tsize:2;\tsigned:0;\n"
	       "\tfield:u32 irq;\toffset:20;\tsize:4;\tsigned:0;\n"
	       "\tfield:u64 start[7];\toffset:24;\tsize:56;\tsigned:0;\n"
	       "\tfield:u64 size[7];\toffset:80;\tsize:56;\tsigned:0;\n"
	       "\tfield:__data_loc char[] driver;\toffset:136;\tsize:4;\tsigned:1;\n",
	       "\"id=%04x:%04x driver=%s\", REC->vendor, REC->device, __get_str(driver)"),
	FORMAT("mmio_map", 1362,
	       "\tfield:u64 phys;\toffset:8;\tsize:8;\tsigned:0;\n"
	       "\tfield:u64 virt;\toffset:16;\tsize:8;\tsigned:0;\n"
	       "\tfield:u64 len;\toffset:24;\tsize:8;\tsigned:0;\n"
	       "\tfield:u64 pc;\toffset:32;\tsize:8;\tsigned:0;\n"
	       "\tfield:u32 map;\toffset:40;\tsize:4;\tsigned:0;\n"
	       "\tfield:u32 domain;\toffset:44;\tsize:4;\tsigned:0;\n"
	       "\tfield:u8 bus;\toffset:48;\tsize:1;\tsigned:0;\n"
	       "\tfield:u8 devfn;\toffset:49;\tsize:1;\tsigned:0;\n"
	       "\tfield:s8 bar;\toffset:50;\tsize:1;\tsigned:1;\n"
	       "\tfield:u8 flags;\toffset:51;\tsize:1;\tsigned:0;\n",
	       "\"map=%u phys=0x%llx len=0x%llx\", REC->map, REC->phys, REC->len"),
	FORMAT("mmio_write", 1364, ACCESS_FIELDS, ACCESS_PRINT),
	FORMAT("mmio_read", 1365, ACCESS_FIELDS, ACCESS_PRINT),
};

#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

struct common {
	uint16_t type;
	uint8_t flags;
	uint8_t preempt;
	int32_t pid;
};

struct access_event {
	struct common common;
	uint64_t phys;
	uint64_t value;
	uint64_t pc;
	uint32_t map;
	uint8_t width;
	uint8_t padding[3];
} __attribute__((packed));

struct map_event {
	struct common common;
	uint64_t phys;
	uint64_t virt;
	uint64_t length;
	uint64_t pc;
	uint32_t map;
	uint32_t domain;
	uint8_t bus;
	uint8_t devfn;
	int8_t bar;
	uint8_t flags;
} __attribute__((packed));

struct device_event {
	struct common common;
	uint32_t domain;
	uint8_t bus;
	uint8_t devfn;
	uint16_t vendor;
	uint16_t device;
	uint8_t padding[2];
	uint32_t irq;
	uint64_t start[7];
	uint64_t size[7];
	uint32_t driver;	/* where, and its length << 16 */
	char name[8];
} __attribute__((packed));

/* Pages of a CPU go to a file of their own until all are known. */
struct cpu {
	FILE *file;
	unsigned char page[PAGE];
	unsigned int used;
	uint64_t last;
	uint64_t pages;
};

static void write_page(struct cpu *cpu)
{
	uint64_t commit = cpu->used - PAGE_HEAD;

	memcpy(cpu->page + 8, &commit, sizeof(commit));
	fwrite(cpu->page, 1, PAGE, cpu->file);
	memset(cpu->page, 0, PAGE);
	cpu->used = PAGE_HEAD;
	cpu->pages++;
}

static void write_event(struct cpu *cpu, uint64_t time, const void *event, size_t size)
{
	/* Up to 28 words the length is in the head, else in a word behind it. */
	size_t words = size / 4;
	uint32_t head[2] = { words <= 28 ? (uint32_t)words : 0, (uint32_t)size + 4 };
	size_t heads = words <= 28 ? 4 : 8;

	if (cpu->used + heads + size > PAGE ||
	    (cpu->used > PAGE_HEAD && time - cpu->last >= LONGEST_DELTA))
		write_page(cpu);
	if (cpu->used == PAGE_HEAD) {
		memcpy(cpu->page, &time, sizeof(time));
		cpu->last = time;
	}
	head[0] |= (uint32_t)(time - cpu->last) << 5;
	memcpy(cpu->page + cpu->used, head, heads);
	memcpy(cpu->page + cpu->used + heads, event, size);
	cpu->used += (unsigned int)(heads + size);
	cpu->last = time;
}

static void write_beginning(struct cpu *cpu, uint64_t time)
{
	struct device_event device = {
		.common = { .type = ID_DEVICE, .pid = PID },
		.bus = 1, .vendor = 0x10de, .device = 0x191, .irq = 16,
		.start = { PHYS }, .size = { GENERATE_BAR },
		.driver = offsetof(struct device_event, name) | 8U << 16,
		.name = "nouveau",
	};
	struct map_event map = {
		.common = { .type = ID_MAP, .pid = PID },
		.phys = PHYS, .virt = 0xffffc90000000000, .length = GENERATE_BAR,
		.map = 1, .bus = 1,
	};

	write_event(cpu, time, &device, sizeof(device));
	write_event(cpu, time, &map, sizeof(map));
}

static void write_accesses(struct cpu *cpu, uint64_t accesses)
{
	static struct generator g;
	struct access_event event = {
		.common = { .pid = PID }, .map = 1, .width = 4,
	};
	uint64_t i;

	write_beginning(&cpu[0], GENERATE_TIME);
	for (i = 0; i < accesses; i++) {
		const struct made *made = generate(&g);

		event.common.type = made->write ? ID_WRITE : ID_READ;
		event.phys = PHYS + made->offset;
		event.value = made->value;
		event.pc = 0xffffffffc0640000 + made->site * 8;
		write_event(&cpu[i / TURN % CPUS], made->time, &event, sizeof(event));
	}
	for (i = 0; i < CPUS; i++)
		write_page(&cpu[i]);
}

static void put32(FILE *file, uint32_t number)
{
	fwrite(&number, sizeof(number), 1, file);
}

static void put64(FILE *file, uint64_t number)
{
	fwrite(&number, sizeof(number), 1, file);
}

static void write_head(FILE *file)
{
	static const char tasks[] = "160 modprobe\n";
	size_t i;

	fwrite("\027\010\104tracing6\0\0\010", 1, 14, file);
	put32(file, PAGE);
	fwrite("header_page", 1, 12, file);
	put64(file, strlen(header_page));
	fputs(header_page, file);
	fwrite("header_event", 1, 13, file);
	put64(file, strlen(header_event));
	fputs(header_event, file);
	put32(file, 0);			/* events of ftrace itself */
	put32(file, 1);			/* systems of events */
	fwrite("mmiotrace", 1, 10, file);
	put32(file, N_FORMATS);
	for (i = 0; i < N_FORMATS; i++) {
		put64(file, strlen(formats[i]));
		fputs(formats[i], file);
	}
	put32(file, 0);			/* symbols */
	put32(file, 0);			/* formats of trace_printk() */
	put64(file, strlen(tasks));
	fputs(tasks, file);
	put32(file, CPUS);
	fwrite("options  \0\0", 1, 12, file);	/* none */
	fwrite("flyrecord", 1, 10, file);
}

static int copy(FILE *from, FILE *to)
{
	static char buffer[1 << 20];
	size_t n;

	rewind(from);
	while ((n = fread(buffer, 1, sizeof(buffer), from)))
		if (fwrite(buffer, 1, n, to) != n)
			return -1;
	return ferror(from) ? -1 : 0;
}

/**
 * native() - write a recording
 * @accesses: how many
 * @path: where to
 *
 * Return: the program's exit status.
 */
int native(uint64_t accesses, const char *path)
{
	static struct cpu cpu[CPUS];
	FILE *file = fopen(path, "we");
	uint64_t offset;
	long end;
	int i;

	if (!file) {
		perror(path);
		return EXIT_FAILURE;
	}
	for (i = 0; i < CPUS; i++) {
		cpu[i].used = PAGE_HEAD;
		cpu[i].file = tmpfile();
		if (!cpu[i].file) {
			perror("generate: temporary file");
			return EXIT_FAILURE;
		}
	}
	write_accesses(cpu, accesses);
	write_head(file);
	end = ftell(file);
	offset = ((uint64_t)end + CPUS * 16 + PAGE - 1) / PAGE * PAGE;
	for (i = 0; i < CPUS; i++) {
		put64(file, offset);
		put64(file, cpu[i].pages * PAGE);
		offset += cpu[i].pages * PAGE;
	}
	while (ftell(file) % PAGE)
		putc(0, file);
	for (i = 0; i < CPUS; i++)
		if (copy(cpu[i].file, file))
			break;
	if (i < CPUS || ferror(file) || fclose(file)) {
		perror(path);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
