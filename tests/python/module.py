# SPDX-License-Identifier: GPL-2.0
"""The module compared with the command, and misused."""
import ctypes
import gc
import json
import os
import subprocess
import sys
import tempfile

import mmiotrace
from mmiotrace import _library

TOOL = "build/mmiotrace"
RULES = "examples/regs/e1000.rules"
TRACES = ("e1000.dat.xz", "nvme.dat.xz", "qemu.log.xz", "vfio.log", "bars.log", "config.log",
          "widths.log", "changed.log", "lost.log")
failed = 0


def check(condition, what):
    """Say what is wrong, once."""
    global failed
    if not condition:
        failed += 1
        print(what)


def raises(kind, action):
    """Does it?"""
    try:
        action()
    except kind:
        return True
    return False


def lines(*arguments):
    """What the command has for scripts, standard error aside."""
    # Of some traces it says that something is wrong with them.
    done = subprocess.run([TOOL, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False)
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def register_of(parts):
    """Its name, and the values of its fields, as jsonl has them."""
    several = len(parts) > 1
    name = " .. ".join((parts[0].name, parts[-1].name)[:1 + several]) if parts else None
    fields = {("%s.%s" % (part.name, one.name) if several else one.name): one.value
              for part in parts for one in part.fields}
    return name, fields or None


def expected(line):
    """What the record for a line of `report --format jsonl` should say."""
    if line["operation"] == "mark":
        return "mark", line["timestamp_ns"], line["text"]
    return (line["operation"], line["timestamp_ns"] or 0, line["bdf"], line["bar_index"],
            line["offset"], int(line["value_hex"], 16), line["width"], line["function"] or "",
            line["cpu"], line["task"] or "", line["register"], line["fields"] or None)


def said(record, names):
    """What it says."""
    if record.kind is mmiotrace.Kind.MARK:
        return "mark", record.time, record.text.rstrip("\n")
    device = record.device
    offset = record.offset if device else None
    return (record.operation, record.time, device.address if device else None, record.bar, offset,
            record.value, record.width, record.function, record.cpu, record.task,
            *register_of(names.of(record)))


def same_records(path):
    """Every access and mark as `report --format jsonl` has it."""
    wanted = [expected(one) for one in lines("report", "--format", "jsonl", "--regs", RULES, path)
              if one["operation"] in ("read", "write", "config_read", "config_write", "mark")]
    with mmiotrace.open(path) as trace:
        names = trace.names(RULES)
        got = [said(record, names) for record in trace
               if record.is_access or record.is_config or record.kind is mmiotrace.Kind.MARK]
    check(len(got) == len(wanted), "%s: %d records, not %d" % (path, len(got), len(wanted)))
    for i, (mine, theirs) in enumerate(zip(got, wanted)):
        if mine != theirs:
            check(False, "%s: record %d is\n  %s, not\n  %s" % (path, i, mine, theirs))
            break
    return len(got)


def same_statistics(path):
    """Counts as `stat` has them, with names and without."""
    compared = 0
    for options in ([], ["--regs", RULES]):
        wanted = {}
        for one in lines("stat", "--format", "jsonl", *options, path):
            # Registers that share a line are several here.
            if one["registers"] != 1:
                return 0
            where = one["offset"] if one["bdf"] else one["address"]
            key = (one["bdf"], one["bar_index"], where, one["config"], one["register"])
            wanted[key] = (one["reads"], one["writes"], one["first"], one["last"], one["values"])
        with mmiotrace.open(path) as trace:
            # Configuration space has names without descriptions, too.
            names = trace.names(options[1:])
            got = {}
            for one in mmiotrace.statistics(trace, names):
                key = (one.device.address if one.device else None, one.bar, one.offset, one.config,
                       one.name)
                got[key] = (one.reads, one.writes, one.first, one.last, len(one.values))
        for key in wanted:
            check(got.get(key) == wanted[key], "%s: of %s is counted %s, not %s" %
                  (path, key, got.get(key), wanted[key]))
        check(len(got) == len(wanted), "%s: %d registers, not %d" % (path, len(got), len(wanted)))
        compared += len(wanted)
    return compared


ENUMS = {"mmt_kind": (mmiotrace.Kind, "MMT_"), "mmt_error": (mmiotrace.ErrorKind, "MMT_ERROR_"),
         "mmt_format": (mmiotrace.Format, "MMT_FORMAT_"),
         "mmt_topic": (mmiotrace.Topic, "MMT_ABOUT_")}


def same_interface():
    """Structures, functions and numbers are those of the library: lib/interface.txt."""
    with open("lib/interface.txt", encoding="utf-8") as file:
        promised = [line.split() for line in file]
    functions = {}
    for word in promised:
        if word[0] == "function":
            name, parameters = " ".join(word[1:])[:-1].split("(", 1)
            functions[name.split()[-1].lstrip("*")] = (
                0 if parameters == "void" else parameters.count(",") + 1)
    for name, _, arguments in _library.FUNCTIONS:
        check(functions.get(name) == len(arguments), "%s() is not as in the library" % name)
    compared = 0
    for structure in vars(_library).values():
        if not isinstance(structure, type) or structure.__base__ is not ctypes.Structure:
            continue
        name = structure.__doc__.split()[1]
        wanted = [(word[2], int(word[3]), int(word[4])) for word in promised
                  if word[:2] == ["struct", name] and len(word) > 3]
        got = [(member[0], getattr(structure, member[0]).offset, getattr(structure, member[0]).size)
               for member in structure._fields_]
        # What was added at the end it need not know.
        check(got and got == wanted[:len(got)], "struct %s: %s, not %s" % (name, got, wanted))
        compared += len(got)
    for name, (kind, prefix) in ENUMS.items():
        wanted = {word[2][len(prefix):]: int(word[3]) for word in promised
                  if word[:2] == ["enum", name] and not word[2].startswith("MMT_N_")}
        got = {one.name: one.value for one in kind if one.value >= 0}
        check(got == wanted, "enum %s: %s, not %s" % (name, got, wanted))
    for name in ("BARS", "NO_BAR", "LOST_UNCOUNTED", "MAX_PARTS"):
        check(["constant", "MMT_" + name, str(getattr(_library, name))] in promised, name)
    library = _library.library
    for kind in mmiotrace.Kind:
        library.mmt_kind_name.restype = ctypes.c_char_p
        check(library.mmt_kind_name(kind).decode() == kind.word, "name of %s" % kind)
    return compared


def misuse():
    """Nothing crashes, and what is wrong is said."""
    path = "tests/golden/e1000.dat.xz"
    trace = mmiotrace.open(path)
    other = mmiotrace.open(path)
    names = trace.names()
    record = next(iter(trace))
    check(raises(ValueError, lambda: names.of(next(iter(other)))), "a record of another trace")
    iterator = iter(trace)
    next(iterator)
    device = record.device
    trace.close()
    trace.close()
    check(raises(ValueError, lambda: next(iterator)), "the next record of a closed trace")
    check(raises(ValueError, lambda: iter(trace).__next__()), "a closed trace")
    check(raises(ValueError, lambda: names.of(record)), "names of a closed trace")
    check(raises(ValueError, lambda: device.bars), "a device of a closed trace")
    check(raises(ValueError, trace.rewind), "rewinding a closed trace")
    check(raises(ValueError, lambda: trace.devices), "devices of a closed trace")
    check(raises(ValueError, lambda: mmiotrace.open(path, ["nonsense"])), "a wrong placement")
    check(raises(TypeError, lambda: mmiotrace.open(3.5)), "a number as a path")
    check(raises(mmiotrace.Error, lambda: mmiotrace.open(12345)), "a descriptor that is none")
    check(raises(mmiotrace.Error, lambda: other.names("/no/such/file")), "no description")

    # Whatever is freed first.
    for order in (0, 1):
        parts = [mmiotrace.open(path)]
        parts.append(parts[0].names(RULES))
        parts.append(next(iter(parts[0])))
        del parts[order]
        gc.collect()
        del parts
        gc.collect()

    # An open file, which stays ours; a pipe, which cannot be read twice.
    with open("tests/golden/bars.log", "rb") as file:
        with mmiotrace.open(file.fileno()) as trace:
            first = [repr(record) for record in trace]
            trace.rewind()
            check([repr(record) for record in trace] == first and first, "a second reading")
        os.fstat(file.fileno())
    ends = os.pipe()
    os.write(ends[1], b"VERSION 20070824\nR 4 1.5 1 0xfea00004 0x1 0x0 0\n")
    os.close(ends[1])
    with mmiotrace.open(ends[0]) as trace:
        check(len(list(trace)) == 1, "a pipe")
        check(raises(mmiotrace.Error, trace.rewind), "a pipe is read once more")
    os.close(ends[0])

    # What complain() raises comes out of the call that it was raised in.
    def complain(complaint):
        raise KeyError(complaint.text)

    check(raises(KeyError, lambda: mmiotrace.open("/no/such/file", complain=complain)),
          "an exception of complain()")
    check(raises(KeyError, lambda: list(mmiotrace.open("tests/golden/bars.log",
                                                       complain=complain))),
          "an exception of complain(), later")

    # Only the module's own recordings have wide accesses, and none of those here has one.
    room = (ctypes.c_uint8 * 16)(*range(1, 17))
    raw = _library.Record(kind=0, width=16, n_bytes=16, bytes=ctypes.addressof(room), value=1)
    wide = mmiotrace.Record(other, raw, mmiotrace.Kind.READ)
    room[0] = 99
    check(wide.value == 0x100f0e0d0c0b0a090807060504030201, "a wide value: %#x" % wide.value)

    # Cut short in the middle: what is there is read, and it is said.
    with tempfile.NamedTemporaryFile() as file:
        with open(path, "rb") as whole:
            file.write(whole.read()[:os.path.getsize(path) // 2])
        file.flush()
        try:
            list(mmiotrace.open(file.name))
            check(False, "a file that was cut short raises nothing")
        except mmiotrace.Error as error:
            check(error.complaint.error in (mmiotrace.ErrorKind.CUT, mmiotrace.ErrorKind.DAMAGED),
                  "a file that was cut short: %r" % (error.complaint,))


def main():
    """All of it."""
    records = sum(same_records(os.path.join("tests/golden", one)) for one in TRACES)
    members = same_interface()
    registers = [same_statistics(os.path.join("tests/golden", one)) for one in TRACES]
    misuse()
    print("%d records, %d counts, %d members compared" % (records, sum(registers), members))
    return failed > 0 or records < 10000 or min(registers[:1]) < 50 or members < 50


if __name__ == "__main__":
    sys.exit(main())
