// SPDX-License-Identifier: GPL-2.0
/* The kernel's own functions that access registers. */
#include <string.h>

#include "accessor.h"

/* read, then the letter of a width, then more; what is in capitals stands for "read" or "write". */
static const char *const letters = "bwlq";
static const char *const numbers[] = { "8", "16", "32", "64" };

static bool is_ending(const char *text, size_t length)
{
	static const char *const endings[] = { "", "_relaxed", "be", "_be", "_rep", "_p", "_poll_timeout",
					       "_poll_timeout_atomic", "_relaxed_poll_timeout",
					       "_relaxed_poll_timeout_atomic", "_lo_hi", "_hi_lo", "sb",
					       "sw", "sl" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (strlen(endings[i]) == length && !memcmp(endings[i], text, length))
			return true;
	return false;
}

static bool begins(const char **name, size_t *length, const char *with)
{
	size_t n = strlen(with);

	if (*length < n || memcmp(*name, with, n) != 0)
		return false;
	*name += n;
	*length -= n;
	return true;
}

static bool is_width(const char **name, size_t *length, struct reach *reach)
{
	const char *letter = *length ? strchr(letters, **name) : NULL;

	if (letter) {
		reach->width = 1u << (letter - letters);
		++*name;
		--*length;
		return true;
	}
	for (unsigned int i = 0; i < 4; i++)
		if (begins(name, length, numbers[i])) {
			reach->width = 1u << i;
			return true;
		}
	return false;
}

/* regmap_read(map, offset, ...) and the like: the offset comes second. */
static bool is_map(const char *name, size_t length)
{
	static const char *const names[] = {
		"regmap_read", "regmap_write", "regmap_update_bits", "regmap_set_bits",
		"regmap_clear_bits", "regmap_write_bits", "regmap_test_bits",
		"regmap_bulk_read", "regmap_bulk_write", "regmap_read_poll_timeout",
		"regmap_update_bits_check", "regmap_noinc_read", "regmap_noinc_write",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == length && !memcmp(names[i], name, length))
			return true;
	return false;
}

/** reach_known() - what is known of a function of the kernel; false when it accesses nothing */
bool reach_known(const char *name, size_t length, struct reach *reach)
{
	bool writes = false;

	*reach = (struct reach){ .is_known = true, .is_address = true, .scale = 1, .width = 4 };
	if (is_map(name, length)) {
		reach->is_address = false;
		reach->argument = 1;
		return true;
	}
	(void)(begins(&name, &length, "__raw_") || begins(&name, &length, "lo_hi_") ||
	       begins(&name, &length, "hi_lo_") || begins(&name, &length, "fb_"));
	if (begins(&name, &length, "iowrite") || begins(&name, &length, "write") ||
	    begins(&name, &length, "out_be") || begins(&name, &length, "out_le"))
		writes = true;
	else if (begins(&name, &length, "out"))
		writes = true;
	else if (!begins(&name, &length, "ioread") && !begins(&name, &length, "read") &&
		 !begins(&name, &length, "in_be") && !begins(&name, &length, "in_le") &&
		 !begins(&name, &length, "in"))
		return false;
	if (!is_width(&name, &length, reach) || !is_ending(name, length))
		return false;
	reach->argument = writes;
	/* out_be32(address, value) and rep: the address comes first. */
	if (writes && ((length == 4 && !memcmp(name, "_rep", 4)) || (length == 2 && name[0] == 's')))
		reach->argument = 0;
	return true;
}

/**
 * reach_unknown() - what a function that is not there may do, by its name
 *
 * bus_read32(device, offset), bus_write32(device, offset, value) of another module.
 */
bool reach_unknown(const char *name, size_t length, struct reach *reach)
{
	static const char *const words[] = { "_read", "_write" };

	*reach = (struct reach){ .is_known = true, .argument = 1, .scale = 1, .width = 4 };
	for (unsigned int i = 0; i < 4; i++) {
		size_t width = strlen(numbers[i]);

		for (unsigned int j = 0; j < 2; j++) {
			size_t word = strlen(words[j]);

			if (length > width + word && !memcmp(name + length - width, numbers[i], width) &&
			    !memcmp(name + length - width - word, words[j], word)) {
				reach->width = 1u << i;
				return true;
			}
		}
	}
	return false;
}
