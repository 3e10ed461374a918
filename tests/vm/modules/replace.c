// SPDX-License-Identifier: GPL-2.0
/*
 * Takes a function as a live patch does, by ftrace with IPMODIFY. Parameters:
 *
 *   function  its name
 *   hold      1: who calls it sleeps in its place until 0 is written, and gets -ENOMEM;
 *	       else the function is left as it is
 *   held      read: how many sleep there
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/string.h>

static char *function;
module_param(function, charp, 0400);

static bool hold;
module_param(hold, bool, 0600);

static atomic_t held;
module_param_named(held, held.counter, int, 0400);

static int sleep_instead(void)
{
	atomic_inc(&held);
	while (READ_ONCE(hold))
		msleep(20);
	atomic_dec(&held);
	return -ENOMEM;
}

/* A macro, and on older kernels a function of a shorter name. */
#ifndef ftrace_regs_set_instruction_pointer
#define ftrace_regs_set_instruction_pointer	ftrace_instruction_pointer_set
#endif

static void notrace replace(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	if (READ_ONCE(hold))
		ftrace_regs_set_instruction_pointer(fregs,
						    (unsigned long)sleep_instead);
}

static struct ftrace_ops ops = {
	.func = replace,
	.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT,
};

static int __init replace_init(void)
{
	int err = function ? ftrace_set_filter(&ops, function,
					       strlen(function), 1) : -EINVAL;

	return err ?: register_ftrace_function(&ops);
}

static void __exit replace_exit(void)
{
	unregister_ftrace_function(&ops);
}

module_init(replace_init);
module_exit(replace_exit);

MODULE_DESCRIPTION("Takes a function as a live patch does");
MODULE_LICENSE("GPL");
