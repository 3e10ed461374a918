// SPDX-License-Identifier: GPL-2.0
#include "messages.h"

#include <errno.h>
#include <stdio.h>

void messages_tell(const struct mmt_messages *messages, enum mmt_error error, const char *file,
		   unsigned long line, const char *format, va_list arguments)
{
	char text[1024];
	struct mmt_complaint complaint = {
		.error = error, .system = error == MMT_ERROR_SYSTEM ? errno : 0,
		.file = file, .line = line, .text = text,
	};

	if (!messages->complain)
		return;
	vsnprintf(text, sizeof(text), format, arguments);
	/* What is quoted from a file must not break the one line. */
	mmt_make_safe(text);
	messages->complain(messages->data, &complaint);
}
