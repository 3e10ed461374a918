#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Every register of a CMSIS-SVD file, as the specification says, without the library.

usage: svd_expand.py FILE

A line each: address, bytes, access, name, fields; separated by tabs. Written from the
text of "SVD Description (*.svd) Format" 1.3 (Open-CMSIS-Pack), and on its own: what
derives from another is merged as XML before anything is read of it.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

# Elements that stand once in their parent hold what is merged in turn; of the others
# (registers, fields ...) those of one name are one.
BOXES = {"registers", "fields"}
NAMED = {"peripheral", "cluster", "register", "field"}
DIM = ("dim", "dimIncrement", "dimIndex", "dimName", "dimArrayIndex")
# Some write them in other ways.
ACCESS = {"read-only": "r", "write-only": "w", "writeonce": "w", "read-write": "rw",
          "read-writeonce": "rw", "read": "r", "write": "w"}


def number(text):
    """scaledNonNegativeInteger: 12, 0x1c, #101, 0b101, with k, m, g"""
    text = text.strip().lower().lstrip("+")
    scale = 1
    if text.startswith("#"):
        return int(text[1:].replace("x", "0"), 2)
    if re.fullmatch("0b[01x]+", text):
        return int(text[2:].replace("x", "0"), 2)
    if text[-1:] in "kmg" and text:
        scale = 1 << {"k": 10, "m": 20, "g": 30}[text[-1]]
        text = text[:-1]
    return scale * (int(text, 16) if text.startswith("0x") else int(text, 10))


def text_of(node, tag):
    child = node.find(tag)
    return None if child is None else " ".join("".join(child.itertext()).split())


def number_of(node, tag, otherwise=None):
    text = text_of(node, tag)
    return otherwise if text is None or not text else number(text)


class Device:
    """A file, with what its elements derive from put into them."""

    def __init__(self, path):
        self.root = ElementTree.parse(path).getroot()
        self.parent = {child: node for node in self.root.iter() for child in node}
        self.whole = {}
        self.busy = set()
        self.problems = []

    def children_named(self, node, tag, name):
        boxes = [node] + [child for child in node if child.tag in BOXES or
                          child.tag == "peripherals"]
        for box in boxes:
            for child in box:
                if child.tag == tag and text_of(child, "name") == name:
                    return child
        # One of the copies of what has <dim>, by its own name.
        for box in boxes:
            for child in box:
                if child.tag == tag and "%s" in (text_of(child, "name") or "") and \
                        name in (each for each, _ in copies(child)):
                    return child
        return None

    def find(self, scope, path, tag):
        """What `path` means, seen from `scope`: its last word is a `tag`."""
        words = path.split(".")
        node = scope
        for i, word in enumerate(words):
            last = i == len(words) - 1
            tags = [tag] if last else ["peripheral", "cluster", "register", "field"]
            found = None
            for each in tags:
                found = self.children_named(node, each, word)
                if found is not None:
                    break
            if found is None:
                return None
            node = found
        return node

    def base_of(self, node):
        path = node.get("derivedFrom")
        if not path:
            return None
        scope = self.parent.get(node)
        while scope is not None:
            found = self.find(scope, path, node.tag)
            if found is None and node.tag == "enumeratedValues":
                found = self.values_in(scope, path)
            if found is not None and found is not node:
                return found
            scope = self.parent.get(scope)
        self.problems.append("no %s '%s'" % (node.tag, path))
        return None

    def values_in(self, scope, name):
        """enumeratedValues are often named alone, or by the field that has them."""
        for values in scope.iter("enumeratedValues"):
            if text_of(values, "name") == name and not values.get("derivedFrom"):
                return values
        field = self.find(scope, name, "field")
        return None if field is None else field.find("enumeratedValues")

    def merged(self, node):
        """`node` with what it inherits from what it derives from."""
        if node in self.whole:
            return self.whole[node]
        if node in self.busy:
            self.problems.append("'%s' derives from itself" % text_of(node, "name"))
            return node
        self.busy.add(node)
        base = self.base_of(node)
        if base is not None:
            base = self.merged(base)
        self.whole[node] = result = self.put_over(base, node)
        self.busy.discard(node)
        return result

    def put_over(self, base, node):
        result = ElementTree.Element(node.tag)
        result.text = node.text
        own = [self.merged(child) for child in node]
        if base is None:
            result.extend(own)
            return result
        tags = {child.tag for child in own}
        names = {(child.tag, text_of(child, "name")) for child in own
                 if child.tag in NAMED}
        # The group is one; and what has no place for an index has no copies.
        if "dim" in tags or "%s" not in (text_of(node, "name") or "%s"):
            tags |= set(DIM)
        # A field has one place, however it is written.
        for places in ({"bitRange"}, {"lsb", "msb"}, {"bitOffset", "bitWidth"}):
            if tags & places and node.tag == "field":
                tags |= {"bitRange", "lsb", "msb", "bitOffset", "bitWidth"}
                break
        for child in base:
            if child.tag in NAMED:
                if (child.tag, text_of(child, "name")) not in names:
                    result.append(child)
            elif child.tag in BOXES:
                mine = next((each for each in own if each.tag == child.tag), None)
                if mine is None:
                    result.append(child)
                else:
                    own.remove(mine)
                    result.append(self.put_over(child, mine))
            elif child.tag not in tags:
                result.append(child)
        result.extend(own)
        return result


def labels(node, count):
    """The names of the copies of what has <dim>."""
    text = text_of(node, "dimIndex")
    if text is None:
        return [str(i) for i in range(count)]
    match = re.fullmatch(r"([0-9]+) ?- ?([0-9]+)", text)
    if match:
        return [str(i) for i in range(int(match[1]), int(match[2]) + 1)]
    match = re.fullmatch(r"([A-Za-z])-([A-Za-z])", text)
    if match:
        return [chr(i) for i in range(ord(match[1]), ord(match[2]) + 1)]
    return [word.strip() for word in text.split(",")]


def copies(node):
    """(name, distance) of each copy"""
    name = text_of(node, "name")
    if name is None:
        return
    count = number_of(node, "dim")
    if count is None:
        yield name, 0
        return
    step = number_of(node, "dimIncrement", 0)
    label = labels(node, count)
    for i in range(count):
        index = label[i] if i < len(label) else str(i)
        yield (name.replace("%s", index) if "%s" in name else "%s[%d]" % (name, i)), i * step


class Properties:
    """What is inherited from the outside to the inside."""

    def __init__(self, size=32, access="rw"):
        self.size = size
        self.access = access

    def within(self, node):
        access = (text_of(node, "access") or "").lower()
        return Properties(number_of(node, "size", self.size),
                          ACCESS.get(access, self.access))


def values_of(field):
    """[(usage, [(pattern, name)], default)] of a field"""
    result = []
    for values in field.findall("enumeratedValues"):
        usage = {"read": "r", "write": "w"}.get(text_of(values, "usage") or "", "rw")
        names, default = [], None
        for value in values.findall("enumeratedValue"):
            name, pattern = text_of(value, "name"), text_of(value, "value")
            if name is None:
                continue
            if pattern:
                names.append((pattern, name))
            elif text_of(value, "isDefault") in ("true", "1"):
                default = name
        result.append((usage, names, default))
    return result


def place(field):
    """(low, high) of a field"""
    text = text_of(field, "bitRange")
    if text:
        high, _, low = text.strip("[]").partition(":")
        return int(low or high), int(high)
    low = number_of(field, "lsb")
    if low is not None:
        return low, number_of(field, "msb", low)
    low = number_of(field, "bitOffset")
    if low is None:
        return None
    return low, low + number_of(field, "bitWidth", 1) - 1


def fields(register, properties):
    box = register.find("fields")
    for field in [] if box is None else box.findall("field"):
        where = place(field)
        if where is None:
            continue
        access = properties.within(field).access
        for name, distance in copies(field):
            yield name, where[0] + distance, where[1] + distance, access, values_of(field)


def registers(node, properties, path, base):
    for child in node:
        if child.tag not in ("register", "cluster"):
            continue
        inner = properties.within(child)
        offset = number_of(child, "addressOffset", 0)
        for name, distance in copies(child):
            at = base + offset + distance
            if child.tag == "cluster":
                yield from registers(child, inner, path + name + ".", at)
            else:
                yield at, inner, path + name, child


def expand(path):
    """(address, bits, access, name, fields) of each register, and what was wrong"""
    device = Device(path)
    outer = Properties().within(device.root)
    found = []
    for node in device.root.findall("peripherals/peripheral"):
        peripheral = device.merged(node)
        properties = outer.within(peripheral)
        box = peripheral.find("registers")
        if box is None:
            continue
        base = number_of(peripheral, "baseAddress", 0)
        for name, distance in copies(peripheral):
            for at, inner, full, register in registers(box, properties, name + ".",
                                                       base + distance):
                found.append((at, inner.size, inner.access, full,
                              list(fields(register, inner))))
    return found, device.problems


def main():
    found, problems = expand(sys.argv[1])
    for at, bits, access, name, inside in found:
        print("%#x\t%d\t%s\t%s\t%s" % (at, (bits + 7) // 8, access, name, " ".join(
            "%s[%d:%d]" % (field[0], field[2], field[1]) for field in inside)))
    for problem in problems:
        print("%s: %s" % (sys.argv[1], problem), file=sys.stderr)


if __name__ == "__main__":
    main()
