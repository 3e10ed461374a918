#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What the library calls registers of Mesa's and Linux's rnndb, and what gen_header.py does.

usage: rnndb_compare.py [-v] DIRECTORY FILE...

DIRECTORY is src/freedreno/registers of Mesa or drivers/gpu/drm/msm/registers of Linux;
each FILE is below it. Its gen_header.py, which makes the drivers' headers, says the
offset and name of each register; each is accessed, domain by domain, and copies of it. Right is what has a name that a register of this offset
has, for some chip. -v shows what is not right.
"""
import collections
import importlib.util
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
DECODE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../build/decode")
SPACE = "http://nouveau.freedesktop.org/"
ElementTree.register_namespace("", SPACE)


def load(directory):
    spec = importlib.util.spec_from_file_location("gen_header",
                                                  os.path.join(directory, "gen_header.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def domains_of(path):
    """{name: bytes of a unit}"""
    root = ElementTree.parse(path).getroot()
    return {node.get("name"): int(node.get("width", "8")) // 8
            for node in root.findall("{%s}domain" % SPACE)}


def keep(source, target, domain, file):
    """A copy of the data base that has this domain of this file only."""
    for directory, _, files in os.walk(source):
        for name in files:
            path = os.path.join(directory, name)
            copy = os.path.join(target, os.path.relpath(path, source))
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            if not name.endswith(".xml"):
                shutil.copy(path, copy)
                continue
            tree = ElementTree.parse(path)
            for node in tree.getroot().findall("{%s}domain" % SPACE):
                if node.get("name") != domain or not os.path.samefile(path, file):
                    tree.getroot().remove(node)
            tree.write(copy, xml_declaration=True, encoding="UTF-8")


def arrays_of(register):
    array, result = register.array, []
    while array is not None:
        result.insert(0, array)
        array = array.parent
    return result


def some(length):
    """All of a few, some of many"""
    return range(length) if length <= 32 else (0, 1, 2, length // 2, length - 1)


def copies(register):
    """(indices, offset) of some copies of a register; None: only the driver knows"""
    ways = []
    for array in arrays_of(register):
        if array.fixed_offsets:
            if not isinstance(array.offsets, list):
                array.offsets = list(array.offsets)
            offsets = [int(text, 0) if re.fullmatch("[(]?(0x)?[0-9a-fA-F]+[)]?", text)
                       else None for text in array.offsets]
            way = list(enumerate(offsets))
        else:
            way = [(i, i * array.stride) for i in some(array.length)]
        ways.append([((i,) if array.length != 1 else (), at) for i, at in way])
    if register.stride:
        ways.append([((i,), i * register.stride) for i in some(register.length)])
    for way in itertools.product(*ways):
        if any(at is None for _, at in way):
            yield None, None
        else:
            yield (sum((index for index, _ in way), ()),
                   register.total_offset() + sum(at for _, at in way))


def plain(name):
    return re.sub("_+", "_", name).strip("_")


def registers_of(module, directory, file):
    parser = module.Parser()
    parser.parse(directory, file, False)
    registers = [each for each in parser.file if isinstance(each, module.Reg)]
    used = {id(array) for register in registers for array in arrays_of(register)}
    for array in parser.file:
        if isinstance(array, module.Array) and id(array) not in used and \
                not array.fixed_offsets:
            registers.append(Plain(array))
    return registers


class Plain:
    """An array without registers in it is one of registers: so the drivers use it."""

    def __init__(self, array):
        self.name = array.name
        self.array = array
        self.stride = None
        self.bit_size = 32
        self.bitset = None
        self.total_offset = array.total_offset


def expected_value(register, value):
    """What the only field of a register without a name of its own says, or None"""
    fields = register.bitset.fields if register.bitset else ()
    if not fields or not register.bitset.inline or len(fields) != 1 or fields[0].name or \
            fields[0].type not in ("uint", "hex"):
        return None
    field = fields[0]
    mask = (1 << field.high - field.low + 1) - 1
    number = (value >> field.low & mask) << field.shr
    rest = value & ~(mask << field.low) & (1 << register.bit_size) - 1
    text = "%#x" % number if field.type == "hex" and number else str(number)
    return "{ %s | %#x }" % (text, rest) if rest else text


def name_of(line):
    name, value = re.split(" => ", line, maxsplit=1)
    indices = tuple(int(i, 0) for i in re.findall(r"\[([0-9a-fx]+)\]", name))
    return plain(re.sub(r"\[[0-9a-fx]+\]", "", name).replace(".", "_")), indices, value


def compare(module, directory, file, domain, unit, verbose):
    count = collections.Counter()
    with tempfile.TemporaryDirectory() as copy:
        keep(directory, copy, domain, file)
        path = os.path.join(copy, os.path.relpath(file, directory))
        wanted = collections.OrderedDict()
        for register in registers_of(module, copy, path):
            for indices, offset in copies(register):
                if offset is None:
                    count["unknown"] += 1
                else:
                    wanted.setdefault((offset, register.bit_size), []).append(
                        (plain(register.name), indices, register))
        log = os.path.join(copy, "log")
        with open(log, "w") as out:
            out.write("VERSION 20070824\n"
                      "MAP 0.5 1 0x10000000 0xffffc90000000000 0x10000000 0x0 0\n")
            for n, (offset, bits) in enumerate(wanted):
                out.write("R %d 1.%06d 1 %#x %#x 0x0 0\n" %
                          (bits // 8, n, 0x10000000 + offset * unit, n * 0x9e3779b1 & 0xffffffff))
        done = subprocess.run([DECODE, path, log], capture_output=True, text=True)
    got = []
    for line in done.stdout.splitlines():
        if line.startswith("[0] "):
            got.append([line.split(" ", 6)[6]])
        else:
            got[-1].append(line.strip())
    for n, ((offset, bits), registers) in enumerate(wanted.items()):
        name, indices, value = name_of(got[n][0])
        right = next((each for each in registers if each[:2] == (name, indices)), None)
        expected = right and expected_value(right[2], n * 0x9e3779b1 & 0xffffffff)
        if len(got[n]) > 1 or (right is None and not name.startswith("0x")):
            kind = "wrong"
        elif right is None:
            kind = "none"
        elif expected is not None and expected != value:
            kind = "value"
        else:
            kind = "right"
        count[kind] += 1
        count["values"] += expected is not None
        if kind != "right" and verbose:
            print("%s %s: %#x %d: %s\n   ours: %s\n   theirs: %s %s" % (
                file, domain, offset, bits, kind, "; ".join(got[n]),
                ", ".join("%s%s" % each[:2] for each in registers), expected or ""))
    return count


def told(count):
    return ("%d registers, %d right, %d with another value, %d with another name, %d "
            "without; %d whose place only the driver knows; %d values compared" % (
                sum(count[kind] for kind in ("right", "value", "wrong", "none")),
                count["right"], count["value"], count["wrong"], count["none"],
                count["unknown"], count["values"]))


def main(arguments):
    verbose = arguments[:1] == ["-v"]
    directory, *files = arguments[verbose:]
    module = load(directory)
    total = collections.Counter()
    for file in files:
        for domain, unit in domains_of(file).items():
            count = compare(module, directory, file, domain, unit, verbose)
            total.update(count)
            print("%s %s: %s" % (file, domain, told(count)), flush=True)
    print("all: %s" % told(total))


if __name__ == "__main__":
    main(sys.argv[1:])
