// SPDX-License-Identifier: GPL-2.0
/*
 * The witness itself: a comparison that cannot fail proves nothing. Both sides
 * are given as text, as the tool and QEMU write it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "witness.h"

#define DEVICE	"0000:00:04.0"

/* Two pages of a device at 0xfe000000, and the accesses of a test. */
#define CSV_HEADER \
	"timestamp_ns,cpu,pid,task,operation,bdf,bar_index,offset,address,width,value_hex,map,pc,function,text,length\n"
#define CSV_MAP \
	"1,0,9,modprobe,map," DEVICE ",0,0x0,0xfe000000,,,1,0x1,probe+0x1,,0x2000\n"
#define TRACE(accesses)	CSV_HEADER CSV_MAP accesses

/* Numbers as text: cpu, "read" or "write", address, width, value. */
#define T(cpu, what, address, width, value) \
	"2," #cpu ",9,task," what "," DEVICE ",0,0x0," #address "," #width "," #value ",1,0x1,f+0x1,,\n"
#define L_OF(region, cpu, what, address, width, value) \
	"memory_region_ops_" what " cpu " #cpu " mr " region " addr " #address " value " #value \
	" size " #width " name 'edu-mmio'\n"
#define L(cpu, what, address, width, value) \
	L_OF("0x5581", cpu, what, address, width, value)

static struct evidence evidence;
static struct verdict verdict;
static unsigned int session;	/* to compare; 0 for the whole log */
static uint64_t apart;

static FILE *file_of(const char *text)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	rewind(file);
	return file;
}

/* What the readers and the comparison print is nothing to see here. */
static FILE *quiet(int *saved)
{
	FILE *null = fopen("/dev/null", "w");

	assert_non_null(null);
	fflush(stderr);
	*saved = dup(STDERR_FILENO);
	dup2(fileno(null), STDERR_FILENO);
	return null;
}

static void loud(FILE *null, int saved)
{
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	fclose(null);
}

/* Whether both sides could be read; then @verdict has the sum of all devices. */
static bool compare(const char *trace, const char *log)
{
	FILE *csv = file_of(trace), *qemu = file_of(log), *null;
	bool right;
	int saved;

	evidence_free(&evidence);
	memset(&evidence, 0, sizeof(evidence));
	memset(&verdict, 0, sizeof(verdict));
	evidence.session.number = session;
	evidence.session.wanted = session;
	evidence.apart = apart;
	null = quiet(&saved);
	right = evidence_read_trace(&evidence, csv) && evidence_read_log(&evidence, qemu);
	for (int i = 0; right && i < evidence.nr_devices; i++) {
		struct verdict v = evidence_compare(&evidence, &evidence.device[i], null);

		verdict.same += v.same;
		verdict.split += v.split;
		verdict.widened += v.widened;
		verdict.wrong += v.wrong;
	}
	loud(null, saved);
	fclose(csv);
	fclose(qemu);
	return right;
}

#define AGREES(trace, log, n_same, n_split, n_widened) do {		\
	assert_true(compare(trace, log));				\
	assert_int_equal(verdict.wrong, 0);				\
	assert_int_equal(verdict.same, n_same);				\
	assert_int_equal(verdict.split, n_split);			\
	assert_int_equal(verdict.widened, n_widened);			\
} while (0)

#define DIFFERS(trace, log, n_wrong) do {				\
	assert_true(compare(trace, log));				\
	assert_int_equal(verdict.wrong, n_wrong);			\
} while (0)

#define REFUSED(trace, log)	assert_false(compare(trace, log))

/* Three accesses on two CPUs, from which the tests depart. */
#define T1	T(0, "read", 0xfe000000, 4, 0x10000ed)
#define T2	T(0, "write", 0xfe000004, 4, 0x5a000001)
#define T3	T(1, "read", 0xfe001000, 2, 0xbeef)
#define L1	L(0, "read", 0xfe000000, 4, 0x10000ed)
#define L2	L(0, "write", 0xfe000004, 4, 0x5a000001)
#define L3	L(1, "read", 0xfe001000, 2, 0xbeef)

static void exact(void **state)
{
	(void)state;
	AGREES(TRACE(T1 T2 T3), L1 L2 L3, 3, 0, 0);
	/* Between CPUs no order is promised. */
	AGREES(TRACE(T1 T2 T3), L3 L1 L2, 3, 0, 0);
	AGREES(TRACE(T3 T1 T2), L1 L3 L2, 3, 0, 0);
	AGREES(TRACE(""), "", 0, 0, 0);
	/* Numbers in decimal, and all that a width can be. */
	AGREES(TRACE(T(63, "write", 4261412864, 1, 255)
		     T(63, "read", 0xfe000008, 8, 0xffffffffffffffff)),
	       L(63, "write", 0xfe000000, 1, 0xff)
	       L(63, "read", 0xfe000008, 8, 0xffffffffffffffff), 2, 0, 0);
}

static void missing(void **state)
{
	(void)state;
	DIFFERS(TRACE(T1 T2), L1 L2 L3, 1);
	DIFFERS(TRACE(T2 T3), L1 L2 L3, 2);
	DIFFERS(TRACE(T1 T3), L1 L2 L3, 1);
	DIFFERS(TRACE(""), L1 L2 L3, 3);
	DIFFERS(TRACE(T1 T2 T3), L1 L2, 1);
	DIFFERS(TRACE(T1 T2 T3), L2 L3, 2);
	DIFFERS(TRACE(T1 T2 T3), L1 L3, 1);
	DIFFERS(TRACE(T1 T2 T3), "", 3);
	/* A device that was mapped, but of which nothing was seen at all. */
	DIFFERS(CSV_HEADER CSV_MAP, L1, 1);
	/* An access outside every mapping that the trace knows. */
	DIFFERS(CSV_HEADER T1, L1, 1);
}

static void extra(void **state)
{
	(void)state;
	DIFFERS(TRACE(T1 T1 T2 T3), L1 L2 L3, 2);
	DIFFERS(TRACE(T1 T2 T2 T3), L1 L2 L3, 1);
	DIFFERS(TRACE(T1 T2 T3 T3), L1 L2 L3, 1);
	DIFFERS(TRACE(T1 T2 T3), L1 L1 L2 L3, 2);
	DIFFERS(TRACE(T1 T2 T3), L1 L2 L2 L3, 1);
	DIFFERS(TRACE(T1 T2 T3), L1 L2 L3 L3, 1);
}

static void order(void **state)
{
	(void)state;
	DIFFERS(TRACE(T2 T1), L1 L2, 2);
	DIFFERS(TRACE(T1 T2), L2 L1, 2);
	DIFFERS(TRACE(T1 T2 T1), L1 L1 L2, 2);
}

static void each_property(void **state)
{
	(void)state;
	/* value */
	DIFFERS(TRACE(T(0, "read", 0xfe000000, 4, 0x10000ee)), L1, 1);
	DIFFERS(TRACE(T(0, "read", 0xfe000000, 4, 0x810000ed)), L1, 1);
	/* beyond the width */
	DIFFERS(TRACE(T(0, "read", 0xfe000000, 4, 0x1010000ed)), L1, 1);
	/* direction */
	DIFFERS(TRACE(T(0, "write", 0xfe000000, 4, 0x10000ed)), L1, 1);
	/* address */
	DIFFERS(TRACE(T(0, "read", 0xfe000001, 4, 0x10000ed)), L1, 1);
	DIFFERS(TRACE(T(0, "read", 0xfe001000, 4, 0x10000ed)), L1, 1);
	/* CPU: too many on one, too few on the other */
	DIFFERS(TRACE(T(1, "read", 0xfe000000, 4, 0x10000ed)), L1, 2);
}

/*
 * A width that is wrong must not pass for what the model does, even where the
 * bytes fit: L2 and T2 show that it takes four as they are.
 */
static void width(void **state)
{
	(void)state;
	DIFFERS(TRACE(T(0, "read", 0xfe000000, 8, 0x10000ed)), L1, 1);
	DIFFERS(TRACE(T2 T(0, "write", 0xfe000000, 4, 0x1) T1),
		L2 L(0, "write", 0xfe000000, 8, 0x1) L1, 2);
	DIFFERS(TRACE(T(0, "read", 0xfe000000, 2, 0xed) T3),
		L(0, "read", 0xfe000000, 4, 0xed) L3, 1);
	/* Recorded as one, though the device has seen an 8 and could have again. */
	DIFFERS(TRACE(T(0, "write", 0xfe000000, 8, 0x200000001)
		      T(1, "read", 0xfe000080, 8, 0x0)),
		L(0, "write", 0xfe000000, 4, 0x1) L(0, "write", 0xfe000004, 4, 0x2)
		L(1, "read", 0xfe000080, 8, 0x0), 2);
	/* The other way round; that the first looks widened does not help. */
	DIFFERS(TRACE(T(0, "write", 0xfe000000, 4, 0x1) T(0, "write", 0xfe000004, 4, 0x2)),
		L(0, "write", 0xfe000000, 8, 0x200000001), 1);
	/* What another model of the same device can is no argument. */
	AGREES(TRACE(T(0, "write", 0xfe000000, 8, 0x200000001)
		     T(1, "read", 0xfe001000, 8, 0x0)),
	       L(0, "write", 0xfe000000, 4, 0x1) L(0, "write", 0xfe000004, 4, 0x2)
	       L_OF("0x5582", 1, "read", 0xfe001000, 8, 0x0), 1, 1, 0);
}

#define T8	T(0, "write", 0xfe000080, 8, 0x1122334455667788)

static void split(void **state)
{
	(void)state;
	AGREES(TRACE(T1 T8 T2),
	       L1 L(0, "write", 0xfe000080, 4, 0x55667788)
	       L(0, "write", 0xfe000084, 4, 0x11223344) L2, 2, 1, 0);
	AGREES(TRACE(T(0, "read", 0xfe000080, 4, 0x11223344)),
	       L(0, "read", 0xfe000080, 1, 0x44) L(0, "read", 0xfe000081, 1, 0x33)
	       L(0, "read", 0xfe000082, 1, 0x22) L(0, "read", 0xfe000083, 1, 0x11), 0, 1, 0);
	/* The CPU itself takes an unaligned store apart, whatever the model can. */
	AGREES(TRACE(T1 T(0, "write", 0xfe000082, 2, 0x1122)
		     T(0, "write", 0xfe000083, 2, 0x1122)),
	       L1 L(0, "write", 0xfe000082, 2, 0x1122)
	       L(0, "write", 0xfe000083, 1, 0x22) L(0, "write", 0xfe000084, 1, 0x11), 2, 1, 0);
	/* Pieces of the other CPU in between are another access. */
	AGREES(TRACE(T8 T(1, "read", 0xfe000000, 4, 0x10000ed)),
	       L(0, "write", 0xfe000080, 4, 0x55667788)
	       L(1, "read", 0xfe000000, 4, 0x10000ed)
	       L(0, "write", 0xfe000084, 4, 0x11223344), 1, 1, 0);
}

static void bad_split(void **state)
{
	(void)state;
	/* a gap, another order, other bytes, another direction, another CPU */
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "write", 0xfe000088, 4, 0x11223344), 2);
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000084, 4, 0x11223344)
		L(0, "write", 0xfe000080, 4, 0x55667788), 2);
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x11223344)
		L(0, "write", 0xfe000084, 4, 0x55667788), 2);
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "write", 0xfe000084, 4, 0x11223345), 2);
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "read", 0xfe000084, 4, 0x11223344), 2);
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x55667788)
		L(1, "write", 0xfe000084, 4, 0x11223344), 2);
	/* the same piece twice, one too many, an access in between */
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "write", 0xfe000084, 4, 0x11223344), 3);
	DIFFERS(TRACE(T8), L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "write", 0xfe000084, 4, 0x11223344)
		L(0, "write", 0xfe000088, 4, 0x0), 1);
	DIFFERS(TRACE(T8 T1), L(0, "write", 0xfe000080, 4, 0x55667788) L1
		L(0, "write", 0xfe000084, 4, 0x11223344), 3);
	/* pieces that reach beyond, and such as differ in width */
	DIFFERS(TRACE(T(0, "write", 0xfe000080, 4, 0x55667788)),
		L(0, "write", 0xfe000080, 2, 0x7788)
		L(0, "write", 0xfe000082, 4, 0x11225566), 2);
	DIFFERS(TRACE(T(0, "write", 0xfe000082, 4, 0x55667788)),
		L(0, "write", 0xfe000082, 2, 0x7788)
		L(0, "write", 0xfe000084, 4, 0x11225566), 2);
	DIFFERS(TRACE(T(0, "write", 0xfe000080, 4, 0x55667788)),
		L(0, "write", 0xfe000080, 2, 0x7788) L(0, "write", 0xfe000082, 1, 0x66)
		L(0, "write", 0xfe000083, 1, 0x55), 3);
	/* The log ends in the middle of it; so does the trace. */
	DIFFERS(TRACE(T1 T8), L1 L(0, "write", 0xfe000080, 4, 0x55667788), 1);
	DIFFERS(TRACE(T1), L1 L(0, "write", 0xfe000080, 4, 0x55667788)
		L(0, "write", 0xfe000084, 4, 0x11223344), 2);
	/* Another access follows where the rest should. */
	DIFFERS(TRACE(T8 T1), L(0, "write", 0xfe000080, 4, 0x55667788) L1, 2);
}

static void widened(void **state)
{
	(void)state;
	AGREES(TRACE(T(0, "read", 0xfe000010, 1, 0x44)),
	       L(0, "read", 0xfe000010, 4, 0x11223344), 0, 0, 1);
	AGREES(TRACE(T(0, "write", 0xfe000013, 1, 0x44) T1 T(0, "read", 0xfe000010, 2, 0x3344)),
	       L(0, "write", 0xfe000013, 4, 0x44) L1
	       L(0, "read", 0xfe000010, 4, 0x11223344), 1, 0, 2);
	/* other bytes, address, direction */
	DIFFERS(TRACE(T(0, "read", 0xfe000010, 1, 0x33)),
		L(0, "read", 0xfe000010, 4, 0x11223344), 1);
	DIFFERS(TRACE(T(0, "read", 0xfe000011, 1, 0x33)),
		L(0, "read", 0xfe000010, 4, 0x11223344), 1);
	DIFFERS(TRACE(T(0, "write", 0xfe000010, 1, 0x44)),
		L(0, "read", 0xfe000010, 4, 0x11223344), 1);
	/* Two of the trace are never one of the log. */
	DIFFERS(TRACE(T(0, "read", 0xfe000010, 2, 0x3344) T(0, "read", 0xfe000012, 2, 0x1122)),
		L(0, "read", 0xfe000010, 4, 0x11223344), 1);
	/* A model that is seen with one byte widens nothing. */
	DIFFERS(TRACE(T(0, "read", 0xfe000010, 1, 0x44) T(0, "read", 0xfe000010, 1, 0x44)),
		L(0, "read", 0xfe000010, 1, 0x44) L(0, "read", 0xfe000010, 4, 0x11223344), 1);
}

static void task_names(void **state)
{
	static const char *const names[] = {
		"\"a,b\"", "\"say \"\"read\"\"\"", "\"a\"\"b,c\"", "\"\"", "\",,,,,,\"", "kworker/0:1",
		"\"two\nlines\"", "\"a\r\n2,0,9,task,read," DEVICE ",0,0x0,0xfe000000,4,0x0,1,0x1,f,\"",
	};
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(text, sizeof(text), CSV_HEADER CSV_MAP
			 "2,0,9,%s,read," DEVICE ",0,0x0,0xfe000000,4,0x10000ed,1,0x1,\"f,g\",,\n" T2,
			 names[i]);
		AGREES(text, L1 L2, 2, 0, 0);
		DIFFERS(text, L2 L1, 2);
	}
}

static void other_records(void **state)
{
	(void)state;
	AGREES(TRACE("2,0,9,sh,mark,,,,,,,,,,\"read,0x1\",\n" T1
		     "2,0,9,sh,unmap,,,,,,,1,0x1,remove+0x1,,\n"), L1, 1, 0, 0);
	/* What the trace could not name has no place in the log of a device. */
	DIFFERS(TRACE("2,0,9,sh,unknown," DEVICE ",0,0x0,0xfe000000,,,1,0x1,f,0fae,\n"), L1, 1);
}

static void mapped_often(void **state)
{
	char *text = malloc(sizeof(CSV_HEADER) + 2000 * sizeof(CSV_MAP) + sizeof(T1));

	(void)state;
	strcpy(text, CSV_HEADER);
	for (int i = 0; i < 2000; i++)
		strcat(text, CSV_MAP);
	strcat(text, T1);
	AGREES(text, L1, 1, 0, 0);
	free(text);
}

static void two_devices(void **state)
{
	static const char trace[] = TRACE(
		"1,0,9,modprobe,map,0000:00:05.0,2,0x0,0xfd000000,,,2,0x1,f,,0x1000\n"
		T1 "2,0,9,task,read,0000:00:05.0,2,0x0,0xfd000000,4,0x1,2,0x1,f,,\n");

	(void)state;
	/* Between devices no order is looked at; what belongs to neither is nobody's. */
	AGREES(trace, L_OF("0x7", 0, "read", 0xfd000000, 4, 0x1) L1
	       L_OF("0x8", 0, "read", 0xfed000f0, 4, 0x1234), 2, 0, 0);
	DIFFERS(trace, L1 L_OF("0x8", 0, "read", 0xfd001000, 4, 0x1), 1);
	/* DMA of a device is no access of a CPU. */
	AGREES(trace, L_OF("0x7", 0, "read", 0xfd000000, 4, 0x1) L1 L(-1, "read", 0xfe000000, 1, 0xed),
	       2, 0, 0);
}

#define WIDE(side, cpu, value) side(cpu, "write", 0xfe000080, 8, value)
#define BEGIN		0x4d41524b00000006	/* of session 3 */
#define END		0x4d41524b00000007
#define OTHER_END	0x4d41524b00000005
#define ONE		0x5a00000000000001
#define TWO		0x5a00000000000002
#define THREE		0x5a00000000000003

static void sessions(void **state)
{
	(void)state;
	session = 3;
	/* The trace begins and ends somewhere: exact in between. */
	AGREES(TRACE(WIDE(T, 0, TWO) WIDE(T, 0, BEGIN) T1 WIDE(T, 0, END)),
	       L1 WIDE(L, 0, OTHER_END) WIDE(L, 0, ONE) L1 WIDE(L, 0, TWO) WIDE(L, 0, BEGIN) L1
	       WIDE(L, 0, END) WIDE(L, 0, THREE), 4, 0, 0);
	AGREES(TRACE(T1 WIDE(T, 0, BEGIN) T1 WIDE(T, 0, END) WIDE(T, 0, THREE) T1),
	       L1 L1 WIDE(L, 0, BEGIN) L1 WIDE(L, 0, END) WIDE(L, 0, THREE) L1 L1, 6, 0, 0);
	/* Of what is between the marks something is missing, or too much, or wrong. */
	DIFFERS(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)), L1 WIDE(L, 0, BEGIN) L1 WIDE(L, 0, END) L1, 2);
	DIFFERS(TRACE(WIDE(T, 0, BEGIN) T1 T1 WIDE(T, 0, END)), WIDE(L, 0, BEGIN) L1 WIDE(L, 0, END) L1 L1, 2);
	DIFFERS(TRACE(WIDE(T, 0, BEGIN) T2 WIDE(T, 0, END)), WIDE(L, 0, BEGIN) L1 WIDE(L, 0, END), 2);
	/* A gap outside is one, too. */
	DIFFERS(TRACE(WIDE(T, 0, ONE) WIDE(T, 0, BEGIN) WIDE(T, 0, END)),
		WIDE(L, 0, ONE) L1 WIDE(L, 0, BEGIN) WIDE(L, 0, END), 3);
	/* Begins too late, ends too early. */
	DIFFERS(TRACE(WIDE(T, 0, ONE) WIDE(T, 0, END)),
		WIDE(L, 0, BEGIN) WIDE(L, 0, ONE) WIDE(L, 0, END), 1);
	DIFFERS(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, ONE)),
		WIDE(L, 0, BEGIN) WIDE(L, 0, ONE) WIDE(L, 0, END), 1);
	/* Nothing of the other CPU. */
	DIFFERS(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)),
		WIDE(L, 0, BEGIN) WIDE(L, 1, BEGIN) WIDE(L, 0, END) WIDE(L, 1, END), 2);
	/* More than the log has. */
	DIFFERS(TRACE(T1 WIDE(T, 0, BEGIN) WIDE(T, 0, END)), WIDE(L, 0, BEGIN) WIDE(L, 0, END), 5);
	/* No marks, one mark, the same twice, in the wrong order. */
	REFUSED(TRACE(T1), L1);
	REFUSED(TRACE(WIDE(T, 0, BEGIN)), WIDE(L, 0, BEGIN));
	REFUSED(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)), WIDE(L, 0, BEGIN) WIDE(L, 0, BEGIN) WIDE(L, 0, END));
	REFUSED(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)), WIDE(L, 0, END) WIDE(L, 0, BEGIN));
	session = 4;
	REFUSED(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)), WIDE(L, 0, BEGIN) WIDE(L, 0, END));
	session = 0;
}

/* A device without marks is used between them only; before and after is not compared. */
static void sessions_of_others(void **state)
{
	static const char trace[] = TRACE(
		"1,0,9,modprobe,map,0000:00:05.0,2,0x0,0xfd000000,,,2,0x1,f,,0x1000\n"
		WIDE(T, 0, BEGIN) "2,0,9,task,read,0000:00:05.0,2,0x0,0xfd000000,4,0x1,2,0x1,f,,\n" WIDE(T, 0, END));
#define OTHER	L_OF("0x7", 0, "read", 0xfd000000, 4, 0x1)

	(void)state;
	session = 3;
	AGREES(trace, WIDE(L, 0, BEGIN) OTHER WIDE(L, 0, END), 3, 0, 0);
	AGREES(trace, OTHER WIDE(L, 0, BEGIN) OTHER WIDE(L, 0, END) OTHER, 3, 0, 0);
	DIFFERS(trace, WIDE(L, 0, BEGIN) OTHER OTHER WIDE(L, 0, END), 1);
	DIFFERS(trace, OTHER WIDE(L, 0, BEGIN) WIDE(L, 0, END), 1);
	session = 0;
}

/* An NMI after the access and before its record: the other way round in the trace. */
static void nmi_apart(void **state)
{
	static const char log[] = L1 L(0, "write", 0xfe000088, 8, 0x5a00000000000001) L2;

	(void)state;
	DIFFERS(TRACE(T(0, "write", 0xfe000088, 8, 0x5a00000000000001) T1 T2), log, 3);
	apart = 0xfe000088;
	AGREES(TRACE(T(0, "write", 0xfe000088, 8, 0x5a00000000000001) T1 T2), log, 3, 0, 0);
	DIFFERS(TRACE(T1 T2), log, 1);
	DIFFERS(TRACE(T(0, "write", 0xfe000088, 8, 0x5a00000000000002) T1 T2), log, 1);
	/* What is missing between the marks is missing here as well. */
	session = 3;
	DIFFERS(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)),
		WIDE(L, 0, BEGIN) L(0, "write", 0xfe000088, 8, 0x1) WIDE(L, 0, END), 1);
	AGREES(TRACE(WIDE(T, 0, BEGIN) WIDE(T, 0, END)),
	       L(0, "write", 0xfe000088, 8, 0x1) WIDE(L, 0, BEGIN) WIDE(L, 0, END), 2, 0, 0);
	session = 0;
	apart = 0;
}

/* One access of the trace is several of 8 bytes for the device. */
static void wide(void **state)
{
	(void)state;
	AGREES(TRACE(T(0, "read", 0xfe000010, 16, 0x1234567890abcdef1122334455667788)),
	       L(0, "read", 0xfe000010, 8, 0x1122334455667788)
	       L(0, "read", 0xfe000018, 8, 0x1234567890abcdef), 2, 0, 0);
	AGREES(TRACE(T(0, "write", 0xfe000010, 32, 0x100000000000000002)),
	       L(0, "write", 0xfe000010, 8, 0x2) L(0, "write", 0xfe000018, 8, 0x10)
	       L(0, "write", 0xfe000020, 8, 0x0) L(0, "write", 0xfe000028, 8, 0x0), 4, 0, 0);
	AGREES(TRACE(T(0, "write", 0xfe000010, 16, 0x0)),
	       L(0, "write", 0xfe000010, 8, 0x0) L(0, "write", 0xfe000018, 8, 0x0), 2, 0, 0);
	/* A piece too few, a piece with another value, pieces in another order. */
	DIFFERS(TRACE(T(0, "write", 0xfe000010, 16, 0x0)), L(0, "write", 0xfe000010, 8, 0x0), 1);
	DIFFERS(TRACE(T(0, "write", 0xfe000010, 16, 0x10000000000000000)),
		L(0, "write", 0xfe000010, 8, 0x0) L(0, "write", 0xfe000018, 8, 0x0), 1);
	DIFFERS(TRACE(T(0, "write", 0xfe000010, 16, 0x0)),
		L(0, "write", 0xfe000018, 8, 0x0) L(0, "write", 0xfe000010, 8, 0x0), 2);
}

static void bad_trace(void **state)
{
	static const char *const accesses[] = {
		/* accesses were lost: how many, or not known */
		"2,0,,,lost,,,,,,,,,,17,\n", "2,0,,,lost,,,,,,,,,,,\n",
		/* CPU, width, value, address that are none */
		T(64, "read", 0xfe000000, 4, 0x10000ed), T(-1, "read", 0xfe000000, 4, 0x10000ed),
		T(0, "read", 0xfe000000, 0, 0x0), T(0, "read", 0xfe000000, 3, 0x1),
		T(0, "read", 0xfe000000, 24, 0x1), T(0, "read", 0xfe000000, 128, 0x1),
		T(0, "read", 0xfe000000, 16, 1), T(0, "read", 0xfe000000, 16, 0x1x),
		T(0, "read", 0xfe000000, 16, 0x100000000000000000000000000000000), T(0, "read", 0xfe000000, 4294967300, 0x10000ed),
		T(0, "read", 0xfe000000, 4, -1), T(0, "read", 0xfe000000, 4, ),
		T(0, "read", 0xfe000000, 4, 0x), T(0, "read", 0xfe000000, 4, 10000ed),
		T(0, "read", 0xfe000000, 4, 0x10000000000000000), T(0, "read", , 4, 0x10000ed),
		/* mappings of nothing */
		"1,0,9,m,map," DEVICE ",0,0x0,0xfe000000,,,1,0x1,f,,0x0\n",
		"1,0,9,m,map," DEVICE ",0,0x0,0x0,,,1,0x1,f,,0x0\n",
		"1,0,9,m,map," DEVICE ",0,0x0,0xfffffffffffff000,,,1,0x1,f,,0x2000\n",
		/* lines that were cut short: the value, the columns behind it, a quote */
		"2,0,9,task,read," DEVICE ",0,0x0,0xfe000000,4,0x1",
		"2,0,9,task,read," DEVICE ",0,0x0,0xfe000000,4,0x10000ed,1,0x1,f,\n",
		"2,0,9,\"ta",
		"2,0,9,task,read," DEVICE ",0,0x0,0xfe000000,4,0x10000ed,1,0x1,f,\"te\n", "\n", "text\n",
		/* and one that is too long */
		"2,0,9,task,read," DEVICE ",0,0x0,0xfe000000,4,0x10000ed,1,0x1,f,,,\n",
	};
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(accesses) / sizeof(accesses[0]); i++) {
		snprintf(text, sizeof(text), CSV_HEADER CSV_MAP T1 "%s", accesses[i]);
		if (compare(text, L1 L1))
			fail_msg("accepted: %s", accesses[i]);
	}
	REFUSED("", L1);
	REFUSED(T1, L1);
	REFUSED("timestamp_ns,cpu,operation,bdf,offset,address,width\n", L1);
	REFUSED("cpu,operation,bdf,offset,address,width,value_hex\n", L1);
	/* The columns are found by name. */
	AGREES("cpu,value_hex,width,length,address,offset,bdf,operation\n"
	       "0,,,0x1000,0xfe000000,0x0," DEVICE ",map\n"
	       "0,0x10000ed,4,,4261412864,0x0," DEVICE ",read\n", L1, 1, 0, 0);
}

static void bad_log(void **state)
{
	const char *line = L1;
	char text[1024];
	size_t cut;

	(void)state;
	/* The last line was cut: it is complete, not understood, or missing. */
	for (cut = 1; cut < strlen(line); cut++) {
		snprintf(text, sizeof(text), "%.*s", (int)cut, line);
		if (compare(TRACE(T1), text)) {
			bool whole = cut >= (size_t)(strstr(line, " size 4") - line) + strlen(" size 4");

			assert_int_equal(verdict.wrong, whole ? 0 : 1);
			assert_true(whole || !strstr(text, "memory_region_ops_"));
		}
	}
	REFUSED(TRACE(T1), L(0, "peek", 0xfe000000, 4, 0x10000ed));
	REFUSED(TRACE(T1), L(0, "read", 0xfe000000, 3, 0x10000ed));
	REFUSED(TRACE(T1), L(0, "read", 0xfe000000, 0, 0x10000ed));
	REFUSED(TRACE(T1), L(64, "read", 0xfe000000, 4, 0x10000ed));
	/* Other words of QEMU are not about accesses. */
	AGREES(TRACE(T1), "qemu: warning: something\n1234@5.6:" L1, 1, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact),
		cmocka_unit_test(missing),
		cmocka_unit_test(extra),
		cmocka_unit_test(order),
		cmocka_unit_test(each_property),
		cmocka_unit_test(width),
		cmocka_unit_test(wide),
		cmocka_unit_test(split),
		cmocka_unit_test(bad_split),
		cmocka_unit_test(widened),
		cmocka_unit_test(task_names),
		cmocka_unit_test(other_records),
		cmocka_unit_test(mapped_often),
		cmocka_unit_test(two_devices),
		cmocka_unit_test(sessions),
		cmocka_unit_test(sessions_of_others),
		cmocka_unit_test(nmi_apart),
		cmocka_unit_test(bad_trace),
		cmocka_unit_test(bad_log),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	evidence_free(&evidence);
	return failed;
}
