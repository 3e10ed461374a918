// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

#define FIRST_ROOM	4096

/**
 * text_read() - read a file
 * @directory: descriptor, or AT_FDCWD
 * @name: its name there
 * @size: gets its size; may be NULL
 *
 * Return: the text, with a 0 behind it, to be freed; NULL with errno.
 */
char *text_read(int directory, const char *name, size_t *size)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	size_t room = FIRST_ROOM, n = 0;
	char *text, *more;
	ssize_t got = 0;

	if (fd < 0)
		return NULL;
	text = malloc(room);
	while (text && (got = read(fd, text + n, room - n - 1)) > 0) {
		n += (size_t)got;
		if (room - n > FIRST_ROOM / 2)
			continue;
		room *= 2;
		more = realloc(text, room);
		if (!more)
			free(text);
		text = more;
	}
	if (text && got < 0) {
		int error = errno;

		free(text);
		text = NULL;
		errno = error;
	}
	close(fd);
	if (!text)
		return NULL;
	text[n] = 0;
	if (size)
		*size = n;
	return text;
}

/**
 * text_write() - write a setting
 * @directory: descriptor
 * @name: name of the file there
 * @text: what to write
 *
 * Return: 0, or -1 with errno.
 */
int text_write(int directory, const char *name, const char *text)
{
	int fd = openat(directory, name, O_WRONLY | O_CLOEXEC);
	ssize_t size = (ssize_t)strlen(text);
	int error = 0;

	if (fd < 0)
		return -1;
	if (write(fd, text, (size_t)size) != size)
		error = errno;
	close(fd);
	errno = error;
	return error ? -1 : 0;
}
