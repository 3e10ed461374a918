/* SPDX-License-Identifier: GPL-2.0 */
/* What the tool says on standard error: always one line at a time. */
#ifndef _CLI_MESSAGE_H
#define _CLI_MESSAGE_H

struct mmt_complaint;

void message(const char *format, ...) __attribute__((format(printf, 1, 2)));
int failure(const char *format, ...) __attribute__((format(printf, 1, 2)));
int usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
void complaint(void *data, const struct mmt_complaint *about);
int output_status(int error);
int close_output(void);

#endif
