// SPDX-License-Identifier: GPL-2.0
/*
 * Marks: what users write to the top trace_marker is for a recording, too, which has
 * another trace buffer. So it becomes an event of ours.
 */
#include "marks.h"

#include <linux/fs.h>
#include <linux/kprobes.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/uaccess.h>

#include "events.h"
#include "inject.h"

/* As much as the kernel itself takes of one. */
#define MARK_ROOM	1024

/* Used by one mark after the other: preemption is off meanwhile. */
static DEFINE_PER_CPU(char [MARK_ROOM], mark_text);

/* Each instance has a file of that name; the top one is in the root. */
static bool is_top(const struct file *file)
{
	return file->f_path.dentry->d_parent == file->f_path.dentry->d_sb->s_root;
}

/*
 * Before tracing_mark_write(struct file *, const char __user *, size_t, loff_t *), which
 * reads the text the same way: without waiting for a page.
 *
 * Context: process, preemption off.
 */
static int take_mark(struct kprobe *kp, struct pt_regs *regs)
{
	const struct file *file = (void *)regs_get_kernel_argument(regs, 0);
	const void __user *from = (void __user *)regs_get_kernel_argument(regs, 1);
	size_t size = regs_get_kernel_argument(regs, 2);
	char *text = this_cpu_ptr(mark_text);

	if (!mmt_event_mark_wanted() || !is_top(file))
		return 0;
	size = min_t(size_t, size, MARK_ROOM - 1);
	if (copy_from_user_nofault(text, from, size))
		return 0;
	if (size && text[size - 1] == '\n')
		size--;
	text[size] = 0;
	mmt_event_mark(text);
	return 0;
}

static struct kprobe marker = {
	.symbol_name = "tracing_mark_write",
	.pre_handler = take_mark,
};
static bool marker_there;

/**
 * mmt_marks_init() - see what is written to trace_marker
 *
 * A kernel without that function has no marks, and is traced all the same.
 *
 * Context: process, sleeps.
 * Return: 0, or -ENOMEM.
 */
int mmt_marks_init(void)
{
	int err = mmt_register_kprobe(&marker);

	marker_there = !err;
	if (err && err != -ENOMEM)
		pr_info("what is written to trace_marker is not recorded (error %d)\n",
			err);
	return err == -ENOMEM ? err : 0;
}

/** mmt_marks_exit() - no more; process context, sleeps */
void mmt_marks_exit(void)
{
	if (marker_there)
		unregister_kprobe(&marker);
}
