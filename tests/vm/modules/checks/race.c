// SPDX-License-Identifier: GPL-2.0
/* Probes that come and go while other CPUs hit them. */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/set_memory.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "checks.h"

struct hitter {
	struct task_struct *task;
	u8 *dev;
	unsigned long hits;
	bool wrong;
};

/* Reads a word that nobody changes, and one that stands for the rest. */
static int hit_thread(void *data)
{
	struct hitter *hitter = data;
	unsigned long ip;

	while (!kthread_should_stop()) {
		if (peek(hitter->dev, 4, &ip) != 0x600dda7a)
			WRITE_ONCE(hitter->wrong, true);
		poke(hitter->dev + PAGE_SIZE - 4, 4, hitter->hits, &ip);
		WRITE_ONCE(hitter->hits, hitter->hits + 1);
		cond_resched();
	}
	return 0;
}

/* One on every CPU but this one. */
static int start_hitters(struct hitter *hitters, u8 *dev)
{
	unsigned int cpu;

	*(u32 *)plain = 0x600dda7a;
	for_each_online_cpu(cpu) {
		struct task_struct *task;

		if (cpu == raw_smp_processor_id())
			continue;
		hitters[cpu].dev = dev;
		task = kthread_create_on_cpu(hit_thread, &hitters[cpu], cpu, "hit/%u");
		if (IS_ERR(task))
			return PTR_ERR(task);
		hitters[cpu].task = task;
		wake_up_process(task);
	}
	return 0;
}

static bool stop_hitters(struct hitter *hitters)
{
	bool wrong = false;
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (!hitters[cpu].task)
			continue;
		kthread_stop(hitters[cpu].task);
		wrong |= hitters[cpu].wrong;
	}
	return !wrong;
}

struct mortal {
	struct watch watch;
	bool dead;		/* mmiotrace_unregister_probe() has returned */
};

static atomic_t ghosts;

/* Slow, so that unregistration comes while it runs. */
static void slow_handler(struct watch *watch, const struct sight *sight)
{
	struct mortal *mortal = container_of(watch, struct mortal, watch);

	if (READ_ONCE(mortal->dead))
		atomic_inc(&ghosts);
	udelay(20);
	if (READ_ONCE(mortal->dead))
		atomic_inc(&ghosts);
}

static int live_and_die(u8 *dev, unsigned int handlers)
{
	struct mortal *mortal = kzalloc(sizeof(*mortal), GFP_KERNEL);
	int err;

	REQUIRE(mortal);
	mortal->watch.hook = slow_handler;
	err = watch(&mortal->watch, dev, PAGE_SIZE, handlers);
	if (!err) {
		while (!atomic_read(&mortal->watch.count))
			cond_resched();
		unwatch(&mortal->watch);
		WRITE_ONCE(mortal->dead, true);
		/* Long enough for a handler that should not be there to look. */
		udelay(50);
	}
	kfree(mortal);
	return err;
}

static int check_unregister_in_flight(void)
{
	struct hitter *hitters = kcalloc(nr_cpu_ids, sizeof(*hitters), GFP_KERNEL);
	u8 *dev = map(0, PAGE_SIZE);
	unsigned int i;
	bool right;
	int err;

	REQUIRE(hitters && dev && num_online_cpus() > 1);
	atomic_set(&ghosts, 0);
	migrate_disable();
	err = start_hitters(hitters, dev);
	for (i = 0; i < 300 && !err; i++)
		err = live_and_die(dev, i % 2 ? AFTER : BEFORE);
	right = stop_hitters(hitters);
	migrate_enable();
	kfree(hitters);
	TRY_TO(err);
	REQUIRE(right);
	REQUIRE(atomic_read(&ghosts) == 0);
	return 0;
}

/* A second owner, on all other CPUs: probes come and go on the same pages. */
struct owner {
	struct task_struct *task;
	struct completion done;
	u8 *dev;
	int err;
	unsigned int seen;
};

static void nothing(struct mmiotrace_probe *probe,
		       const struct mmiotrace_access *access,
		       const struct pt_regs *regs)
{
}

static int own_thread(void *data)
{
	struct mmiotrace_probe probe;
	struct owner *owner = data;
	unsigned int i;

	for (i = 0; i < 100 && !owner->err; i++) {
		probe = (struct mmiotrace_probe) {
			.addr = (unsigned long)owner->dev + i % 3 * 1000,
			.len = 2000 + i * 50,
			.before = i % 2 ? nothing : NULL,
			.after = nothing,
		};
		owner->err = mmiotrace_register_probe(&probe);
		if (!owner->err)
			mmiotrace_unregister_probe(&probe);
		cond_resched();
	}
	complete(&owner->done);
	return 0;
}

static int check_owners(void)
{
	struct hitter *hitters = kcalloc(nr_cpu_ids, sizeof(*hitters), GFP_KERNEL);
	u8 *dev = map(0, 3 * PAGE_SIZE);
	struct owner owners[2] = {};
	unsigned int i;
	bool right;
	int err;

	REQUIRE(hitters && dev);
	migrate_disable();
	err = start_hitters(hitters, dev);
	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		owners[i].dev = dev;
		init_completion(&owners[i].done);
		owners[i].task = kthread_run(own_thread, &owners[i], "own/%u", i);
		if (IS_ERR(owners[i].task))
			complete(&owners[i].done);
	}
	for (i = 0; i < ARRAY_SIZE(owners); i++)
		wait_for_completion(&owners[i].done);
	right = stop_hitters(hitters);
	migrate_enable();
	kfree(hitters);
	TRY_TO(err);
	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		REQUIRE(!IS_ERR(owners[i].task));
		TRY_TO(owners[i].err);
	}
	REQUIRE(right);
	REQUIRE(is_present(dev));
	return 0;
}

/* --- memory types ------------------------------------------------------------------ */

/* What changes meanwhile is how the page is mapped, not that each access is seen. */
static int change_types(u8 *dev)
{
	unsigned int i;

	for (i = 0; i < 20; i++) {
		/* A whole large page, or some of it. */
		int n = i < 10 ? SZ_2M / PAGE_SIZE : i;

		TRY_TO(set_memory_wc((unsigned long)dev, n));
		cond_resched();
		TRY_TO(set_memory_wb((unsigned long)dev, n));
	}
	return 0;
}

static int check_types_in_flight(void)
{
	struct hitter *hitters = kcalloc(nr_cpu_ids, sizeof(*hitters), GFP_KERNEL);
	static struct watch all;
	unsigned long hits = 0;
	unsigned int cpu;
	bool right;
	u8 *dev;
	int err;

	dev = map(0, SZ_2M);
	REQUIRE(hitters && dev);
	TRY_TO(watch(&all, dev, SZ_2M, AFTER));
	migrate_disable();
	err = start_hitters(hitters, dev) ?: change_types(dev);
	right = stop_hitters(hitters);
	migrate_enable();
	for_each_possible_cpu(cpu)
		hits += hitters[cpu].hits;
	kfree(hitters);
	TRY_TO(err);
	REQUIRE(right);
	REQUIRE(hits && atomic_read(&all.count) == 2 * hits);
	return 0;
}

/* --- large pages --------------------------------------------------------------------- */

/* Split and put together again under those who read and write other parts of it. */
static int check_split_in_flight(void)
{
	struct hitter *hitters = kcalloc(nr_cpu_ids, sizeof(*hitters), GFP_KERNEL);
	u8 *dev = map(0, SZ_1G);
	struct watch *part = kzalloc(sizeof(*part), GFP_KERNEL);
	unsigned int i;
	bool right;
	int err;

	REQUIRE(hitters && dev && part);
	migrate_disable();
	err = start_hitters(hitters, dev);
	for (i = 0; i < 100 && !err; i++) {
		err = watch(part, dev + (i % 4 + 1) * PAGE_SIZE, 4, AFTER);
		if (err)
			break;
		cond_resched();
		if (atomic_read(&part->count))
			err = -EIO;
		unwatch(part);
	}
	right = stop_hitters(hitters);
	migrate_enable();
	kfree(hitters);
	kfree(part);
	TRY_TO(err);
	REQUIRE(right);
	return 0;
}

/* --- LOCK -------------------------------------------------------------------------- */

struct locker {
	struct completion done;
	u8 *dev;
	unsigned int number;
	bool wrong;
};

#define LOCKED_ROUNDS	1000

/* How many of the lockers are at the word of theirs that is not only locked. */
static atomic_t at_store;

/*
 * A word that one CPU writes and reads, while the other changes nothing of it, in a
 * locked instruction: between the read and the write of that, nobody else's counts.
 */
static void store_under_lock(struct locker *locker, u8 *dev)
{
	unsigned long ip;
	u32 i = 0;

	atomic_inc(&at_store);
	while (atomic_read(&at_store) < 2)
		cond_resched();
	if (locker->number) {
		for (; i < LOCKED_ROUNDS; i++)
			asm volatile("lock orl $0, (%0)"
				     : : "r" (dev) : "memory", "cc");
		atomic_inc(&at_store);
		return;
	}
	while (atomic_read(&at_store) == 2) {
		poke(dev, 4, ++i, &ip);
		/* Longer than the other one may take to write what it has read. */
		udelay(30);
		locker->wrong |= peek(dev, 4, &ip) != i;
		cond_resched();
	}
}

/* Four words, each with locked instructions of its own kind. */
static int lock_thread(void *data)
{
	struct locker *locker = data;
	u8 *dev = locker->dev;
	unsigned int i;

	for (i = 0; i < LOCKED_ROUNDS; i++) {
		u32 one = 1, old, new;

		asm volatile("lock incl (%0)" : : "r" (dev) : "memory", "cc");
		asm volatile("lock xaddl %1, 8(%0)"
			     : "+r" (dev), "+r" (one) : : "memory", "cc");
		asm volatile("lock addq $1, 16(%0)" : : "r" (dev) : "memory", "cc");
		do {
			unsigned long ip;

			old = peek(dev + 24, 4, &ip);
			new = old + 1;
			asm volatile("lock cmpxchgl %2, 24(%1)"
				     : "+a" (old) : "r" (dev), "r" (new)
				     : "memory", "cc");
		} while (old != new - 1);
		if (i % 64 == 0)
			cond_resched();
	}
	store_under_lock(locker, dev + 32);
	complete(&locker->done);
	return 0;
}

/* Time for the other CPU: before the store, and inside the locked instruction. */
static void dawdle(struct watch *watch, const struct sight *sight)
{
	bool write = sight->access.flags & MMIOTRACE_WRITE;

	if (offset_in_page(sight->access.addr) == 32 && sight->after != write)
		udelay(10);
}

/* Through two mappings of the same words, so that it is not the page that counts. */
static int check_locked(void)
{
	u8 *dev[2] = { map(0, PAGE_SIZE), map(0, PAGE_SIZE) };
	static struct watch watches[2];
	struct locker lockers[2];
	struct task_struct *task;
	unsigned int i, started = 0;

	REQUIRE(dev[0] && dev[1] && num_online_cpus() > 1);
	memset(plain, 0, 64);
	atomic_set(&at_store, 0);
	for (i = 0; i < 2; i++) {
		watches[i].hook = dawdle;
		TRY_TO(watch(&watches[i], dev[i], PAGE_SIZE, BEFORE | AFTER));
	}
	for (i = 0; i < 2; i++) {
		lockers[i] = (struct locker) { .dev = dev[i], .number = i };
		init_completion(&lockers[i].done);
		task = kthread_create_on_cpu(lock_thread, &lockers[i], i, "lock/%u");
		if (IS_ERR(task)) {
			/* The other one waits for nobody. */
			atomic_set(&at_store, 3);
			break;
		}
		wake_up_process(task);
		started++;
	}
	for (i = 0; i < started; i++)
		wait_for_completion(&lockers[i].done);
	REQUIRE(started == 2);
	REQUIRE(!lockers[0].wrong);
	for (i = 0; i < 4; i++)
		REQUIRE(*(u32 *)(plain + 8 * i) == 2 * LOCKED_ROUNDS);
	return 0;
}

/*
 * A CPU that was stopped for good while it had the bus: who waits for it gives up
 * after seconds, once. Were it each time, this would take an hour.
 */
static int check_stopped(void)
{
	u8 *dev = map(0, PAGE_SIZE);
	static struct watch probe;
	unsigned long ip;
	unsigned int i;

	REQUIRE(dev && num_online_cpus() > 1);
	*(u32 *)plain = 0;
	TRY_TO(watch(&probe, dev, PAGE_SIZE, AFTER));
	give_bus_to(get_cpu() ? 0 : 1);
	for (i = 0; i < 500; i++) {
		poke(dev, 4, i, &ip);
		asm volatile("lock incl (%0)" : : "r" (dev) : "memory", "cc");
	}
	give_bus_to(-1);
	/* It is seen to go on. */
	asm volatile("lock incl (%0)" : : "r" (dev) : "memory", "cc");
	put_cpu();
	REQUIRE(*(u32 *)plain == 501);
	REQUIRE(atomic_read(&probe.count) == 3 * 500 + 2);
	return 0;
}

/*
 * A driver that leaves, with the memory that its name ends in: until "driver-gone",
 * and the script lets a session describe the device meanwhile.
 */
static struct device_driver leaving;
static char *name_page;

static struct pci_dev *the_device(void)
{
	return pci_get_device(0x1af4, 0x1110, NULL);
}

static int check_driver_goes(void)
{
	struct pci_dev *dev = the_device();

	/* Behind it there is nothing. */
	name_page = vmalloc(PAGE_SIZE);
	REQUIRE(dev && name_page && !dev->dev.driver);
	leaving.name = memcpy(name_page + PAGE_SIZE - 4, "half", 4);
	dev->dev.driver = &leaving;
	pci_dev_put(dev);
	return 0;
}

static int check_driver_gone(void)
{
	struct pci_dev *dev = the_device();

	REQUIRE(dev && dev->dev.driver == &leaving);
	dev->dev.driver = NULL;
	pci_dev_put(dev);
	vfree(name_page);
	return 0;
}

static const struct check driver_group[] = {
	{ "driver-goes", check_driver_goes },
	{ "driver-gone", check_driver_gone },
};

const struct check_group driver_checks = {
	.name = "driver",
	.checks = driver_group,
	.n = ARRAY_SIZE(driver_group),
};

static const struct check checks[] = {
	{ "unregister-in-flight", check_unregister_in_flight },
	{ "owners", check_owners },
	{ "types-in-flight", check_types_in_flight },
	{ "split-in-flight", check_split_in_flight },
	{ "stopped", check_stopped },
	/* Behind "stopped": it shows that CPUs are waited for again. */
	{ "locked", check_locked },
};

const struct check_group race_checks = {
	.name = "race",
	.checks = checks,
	.n = ARRAY_SIZE(checks),
};
