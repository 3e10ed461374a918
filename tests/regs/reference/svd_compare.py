#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What the library calls each register of CMSIS-SVD files, and what svd_expand.py does.

usage: svd_compare.py [-v] FILE...

Each register is accessed at its address and in its width, in each direction that it
has; right is what has a name (and fields) that svd_expand.py gives to a register of this
address, width and direction. -v shows what is not right.
"""
import collections
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import svd_expand

DECODE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../build/decode")


def bytes_of(bits):
    return next((n for n in (1, 2, 4) if bits <= 8 * n), 8)


def matches(pattern, value):
    """Is `value` one that `pattern` of an enumeratedValue means?"""
    text = pattern.strip().lower()
    digits = text[1:] if text.startswith("#") else text[2:] if text.startswith("0b") else None
    if digits is None or "x" not in digits:
        return svd_expand.number(text) == value
    for i, digit in enumerate(reversed(digits)):
        if digit != "x" and int(digit) != value >> i & 1:
            return False
    return not value >> len(digits)


def text_of_field(field, value, direction):
    """NAME, NAME = VALUE, or None when it is a flag that is not set"""
    name, low, high, _, values = field
    part = value >> low & ((1 << high - low + 1) - 1)
    named = [each for each in values if direction in each[0]]
    for _, names, _ in named:
        for pattern, word in names:
            if matches(pattern, part):
                return "%s = %s" % (name, word)
    for _, _, default in named:
        if default:
            return "%s = %s" % (name, default)
    if low == high and not any(names or default for _, names, default in named):
        return name if part else None
    return "%s = %s" % (name, hexadecimal(part))


def same(one, other):
    """Are these values the same? Fields have no order in which they come."""
    return sorted(one.strip("{} ").split(" | ")) == sorted(other.strip("{} ").split(" | "))


def hexadecimal(value):
    return "%#x" % value if value else "0"


def text_of_value(register, value, direction):
    inside = [field for field in register[4] if direction in field[3] and field[2] < 64]
    if not inside:
        return hexadecimal(value)
    covered = 0
    parts = []
    for field in inside:
        covered |= ((1 << field[2] - field[1] + 1) - 1) << field[1]
        text = text_of_field(field, value, direction)
        if text is not None:
            parts.append(text)
    if value & ~covered or not parts:
        parts.append(hexadecimal(value & ~covered))
    return "{ %s }" % " | ".join(parts)


def value_for(address, bits, n):
    """Any value, but always the same"""
    value = (address * 0x9e3779b97f4a7c15 + n * 0xd1342543de82ef95) & (1 << 64) - 1
    value ^= value >> 29
    return value & ((1 << bits) - 1)


def accesses(found):
    """{(address, bytes, direction): [registers]}, in order"""
    result = collections.OrderedDict()
    for register in found:
        at, bits, access = register[:3]
        for direction in access:
            result.setdefault((at, bytes_of(bits), direction), []).append(register)
    return result


def decode(path, log, wanted):
    """The lines that the library gives for each access."""
    with open(log, "w") as out:
        out.write("VERSION 20070824\n"
                  "MAP 0.5 1 0x0 0xffffc90000000000 0x1000000000000 0x0 0\n")
        for n, (at, width, direction) in enumerate(wanted):
            out.write("%s %d 1.%06d 1 %#x %#x 0x0 0\n" %
                      (direction.upper(), width, n % 1000000, at,
                       value_for(at, 8 * width, n)))
    done = subprocess.run([DECODE, path, log], capture_output=True, text=True)
    result = []
    for line in done.stdout.splitlines():
        if line.startswith("[0] "):
            result.append([line.split(" ", 6)[6]])
        else:
            result[-1].append(line.strip())
    return result, done.stderr.splitlines()


def name_of(line):
    name = re.split(" (?:<=|=>) ", line, maxsplit=1)
    return re.sub(r"\[0x([0-9a-f]+)\]", lambda m: "[%d]" % int(m[1], 16), name[0]), name[1]


def compare(path, log, verbose):
    found, _ = svd_expand.expand(path)
    wanted = accesses(found)
    got, complaints = decode(path, log, wanted)
    count = collections.Counter(complaints=len(complaints))
    if len(got) != len(wanted):
        sys.exit("%s: %d accesses, %d lines" % (path, len(wanted), len(got)))
    verdict = {}
    for n, (key, registers) in enumerate(wanted.items()):
        name, text = name_of(got[n][0])
        value = value_for(key[0], 8 * key[1], n)
        right = next((each for each in registers if each[3] == name), None)
        expected = text_of_value(right, value, key[2]) if right else None
        if len(got[n]) > 1:
            kind = "wrong"
        elif right and same(text, expected):
            kind = "right"
        elif right:
            kind = "fields"
        elif name.startswith("0x") or name.split("+")[0] in (
                register[3].split(".")[0] for register in registers):
            kind = "none"
        else:
            kind = "wrong"
        if kind != "right" and verbose:
            print("%s: %#x %d %s: %s\n   ours: %s\n   theirs: %s %s" % (
                path, key[0], key[1], key[2], kind, "; ".join(got[n]),
                ", ".join(each[3] for each in registers), expected or ""))
        for register in registers:
            verdict.setdefault(id(register), []).append(kind)
    for kinds in verdict.values():
        count["registers"] += 1
        for kind in ("wrong", "none", "fields", "right"):
            if kind in kinds:
                count[kind] += 1
                break
    for line in complaints if verbose else []:
        print(line)
    return count


def main(paths):
    verbose = paths[:1] == ["-v"]
    total = collections.Counter()
    with tempfile.TemporaryDirectory() as directory:
        for path in paths[verbose:]:
            count = compare(path, os.path.join(directory, "log"), verbose)
            total.update(count)
            print("%s: %s" % (path, told(count)), flush=True)
    print("%d files: %s" % (len(paths) - verbose, told(total)))


def told(count):
    return ("%d registers, %d right, %d with other fields, %d with another name, "
            "%d without; %d complaints" % tuple(count[kind] for kind in (
                "registers", "right", "fields", "wrong", "none", "complaints")))


if __name__ == "__main__":
    main(sys.argv[1:])
