// SPDX-License-Identifier: GPL-2.0
/*
 * Takes a function as a live patch does, by ftrace with IPMODIFY, and leaves it as it
 * is. Parameter: function, its name.
 */
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/string.h>

static char *function;
module_param(function, charp, 0400);

static void notrace leave_alone(unsigned long ip, unsigned long parent_ip,
				struct ftrace_ops *ops,
				struct ftrace_regs *fregs)
{
}

static struct ftrace_ops ops = {
	.func = leave_alone,
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
