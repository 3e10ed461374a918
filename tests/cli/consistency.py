#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Read the report for people back, line by line, and compare it with the trace.

    consistency.py TOOL [OPTION...] TRACE

What the trace is comes from --format jsonl. Every access must be accounted for by one
line, in order; what a line says of them must be so: places, values, counts, who did it
and in which function, times, "like", "as before", "A -> B", what was waited for.
Prints what is not so; exit status 1 when there is any.
"""
import json
import os
import re
import subprocess
import sys

MOST_TOLD = 10
MOST_TRIED = 1000        # ways to share the accesses of a loop among its items
LONG_GAP = 100000000    # ns; nothing is folded across it
GROUP_TIME = 1000000     # ns; what one of several did is not told further ahead


class Wrong(Exception):
    """A line says what is not so."""


def check(good, text):
    if not good:
        raise Wrong(text)


# --- the trace -----------------------------------------------------------------------


class Access:
    """An access, with what was known of its bytes before it."""

    def __init__(self, record, index):
        self.record = record
        self.index = index
        self.time = record["timestamp_ns"] or 0
        self.write = record["operation"].endswith("write")
        self.config = record["operation"].startswith("config")
        self.width = record["width"]
        whole = int(record["value_hex"], 16)
        self.whole = whole
        self.value = whole & (1 << 64) - 1
        self.cpu = -1 if record["cpu"] is None else record["cpu"]
        self.pid = record["pid"] or 0
        self.task = record["task"] or ""
        self.bdf = record["bdf"]
        self.bar = record["bar_index"]
        self.at = record["offset"] if self.bdf is not None else record["address"]
        self.register = record["register"]
        self.fields = record["fields"]
        self.function = function_of(record["function"] or record["pc"])
        self.place = None
        self.hidden = False     # accesses of its device before it that are not shown
        self.unsure = False     # such of any device, or losses
        self.old = []           # (known bits, value) before it, as one or the other has it

    def key(self):
        return (self.write, self.config, self.bdf, self.bar, self.at, self.width, self.register)

    def part(self):
        """The part of which device it is, as a line that says who it is ends."""
        if self.bdf is None:
            return "no device"
        short = self.bdf[5:] if re.fullmatch(r"0000:..:..\..", self.bdf) else self.bdf
        return short + ("" if self.bar is None else " ROM" if self.bar == 6 else
                        " BAR%d" % self.bar)

    def lane(self):
        """
        Whose accesses are told together: the task's, or the CPU's of what has none, to one part
        of one device.
        """
        return (self.pid, 0 if self.pid else self.cpu, self.part())

    def clashes(self, other):
        """Whether it matters which of two comes first: they are not both as before."""
        return (self.bdf, self.bar, self.config) == (other.bdf, other.bar, other.config) and \
            self.at < other.at + other.width and other.at < self.at + self.width and \
            not (self.as_before() and other.as_before())

    def known(self):
        """All values that may have been the last known one of all its bytes."""
        bits = (1 << 8 * min(self.width, 8)) - 1
        return [old for known, old in self.old if known == bits]

    def as_before(self):
        return self.width <= 8 and self.value in self.known()


def function_of(text):
    """Without the offset, and with the module's name only to tell two of them apart."""
    return re.sub(r"\+0x[0-9a-f]+(/0x[0-9a-f]+)?", "", text).split(" ")[0] if text else None


class Memory:
    """Bytes by their place; in one way when a register is only for reading or writing."""

    def __init__(self):
        self.bytes = {}

    def access(self, access):
        keys = [[(access.bdf, access.bar, access.config, access.at + i, way)
                 for i in range(access.width)] for way in ("both", access.write)]
        access.old = []
        for places in keys:
            known = old = 0
            for i, place in enumerate(places[:8]):
                if place in self.bytes:
                    known |= 0xff << 8 * i
                    old |= self.bytes[place] << 8 * i
            access.old.append((known, old))
            for i, place in enumerate(places):
                self.bytes[place] = access.whole >> 8 * i & 0xff

    def forget(self, record):
        for i in range(64):
            for way in ("both", False, True):
                at = record["offset"] if record["bdf"] is not None else record["address"]
                if at is not None:
                    self.bytes.pop((record["bdf"], record["bar_index"], False, at + i, way), None)


def place_of(access, maps):
    if access.register:
        return access.register.split(" .. ")[0]
    if access.config:
        return "config+0x%04x" % access.at
    if access.bdf is None:
        number = access.record["map"]
        if number in maps and maps[number][0] <= access.at < sum(maps[number]):
            return "map%d+0x%x" % (number, access.at - maps[number][0])
        return "0x%x" % access.at
    if access.bar is None:
        return "0x%x" % access.at
    return "%s+0x%04x" % ("ROM" if access.bar == 6 else "BAR%d" % access.bar, access.at)


def run(command, width):
    environment = {"PATH": os.environ["PATH"], "COLUMNS": str(width)}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, env=environment, check=False)
    if done.returncode not in (0, 1):
        raise Wrong("exit status %d: %s" % (done.returncode, done.stderr.decode()))
    return done.stdout.decode("utf-8", "replace")


def records_of(tool, options, trace):
    # A line break is \n; others are part of a text.
    lines = run([tool, "report", "--format", "jsonl", *options, trace], 80).split("\n")
    return [json.loads(line, strict=False) for line in lines if line]


NOT_ACCESSES = ("map", "unmap", "mark", "lost", "unknown")


def take(everything, shown):
    """What is shown, in its order: accesses and the others."""
    memory, maps, index, told, at = Memory(), {}, 0, [], 0
    hidden, unsure = set(), False
    for record in everything:
        kind = record["operation"]
        here = at < len(shown) and shown[at] == record
        at += here
        if kind in NOT_ACCESSES or kind == "note":
            if kind == "map":
                maps[record["map"]] = (record["address"] or 0, record["length"])
            if kind == "unknown":
                memory.forget(record)
            if kind == "lost" or (kind == "unknown" and not here):
                unsure = True
            if kind == "unknown" and not here:
                hidden.add(record["bdf"])
            if here and kind != "note":
                told.append(record)
            continue
        access = Access(record, index)
        index += 1
        memory.access(access)
        access.place = place_of(access, maps)
        if not here:
            hidden.add(access.bdf)
            unsure = True
            continue
        access.hidden, access.unsure = access.bdf in hidden, unsure
        hidden.discard(access.bdf)
        unsure = False
        told.append(access)
    check(at == len(shown), "%s is shown, and not in the trace" % (shown[at:at + 1],))
    return told


# --- what numbers look like ------------------------------------------------------------


def grouped(number):
    return "{:,}".format(number)


def duration(ns):
    for unit, name in ((10**9, "s"), (10**6, "ms"), (10**3, "us")):
        if ns + unit // 20 < unit:
            continue
        tenths = (ns + unit // 20) // (unit // 10)
        if tenths >= 1000:
            return "%s %s" % (grouped((tenths + 5) // 10), name)
        return "%d.%d %s" % (tenths // 10, tenths % 10, name)
    return "%d ns" % ns


def count_of(text):
    return int(text.replace(",", ""))


# --- lines -----------------------------------------------------------------------------

WHEN = r"(?P<when>\d+\.\d{6}|\#\d+)"
LINE = re.compile(r"^(?P<function>\S.*?)??\s*(?:(?<=\s)|^)" + WHEN + r" (?P<rest>.*)$")
UNTIMED = re.compile(r"^ {13,}(?P<rest>(?:map|unmap) \d+\b.*|LOST  .*|MARK  .*|\? .*)$")
DIRECTION = r"[RW]"
VALUE = r"0x[0-9a-f]+"


def timed(line, cpus):
    """Function, time, CPU and the rest of a line that has a time; else None."""
    found = LINE.match(line)
    if not found:
        return None
    rest, cpu = found.group("rest"), None
    if not re.match(r"(?:(?:map|unmap) \d|MARK  |LOST  |\? )", rest) and cpus:
        column = re.match(r"( \d|\d{2,}|  ) (?=\S)", rest)
        if not column:
            return None
        cpu = column.group(1).strip()
        rest = rest[column.end():]
    if not re.match(r"(?:map|unmap) \d|MARK  |LOST  |\? |[RW]\d+ |[\d,]+ (?:times|access)", rest):
        return None
    return found.group("function"), found.group("when"), int(cpu) if cpu else None, rest


def joined(text, cpus):
    """Lines, with those that go on with the one before put behind it."""
    lines = []
    for line in text.split("\n"):
        if not line:
            continue
        inner = line.lstrip(" ")
        indent = len(line) - len(inner)
        goes_on = (indent >= 16 and lines and not timed(line, cpus) and
                   not UNTIMED.match(line) and not re.match(r"\.\.\. .* \.\.\.$", inner) and not lines[-1].startswith("  -- "))
        if goes_on:
            lines[-1] += " " + inner
        else:
            lines.append(line)
    return lines


class Reader:
    """Goes along the accesses as the lines account for them."""

    def __init__(self, told, options):
        self.told = told
        # Some accesses were chosen; of these each is to be seen.
        self.some = options != descriptions(options)
        self.each = "--reg" in options
        self.at = 0
        self.accesses = [one for one in told if isinstance(one, Access)]
        self.lanes = {}
        self.parts = {one.part() for one in self.accesses}
        for i, one in enumerate(self.accesses):
            one.position = i
            self.lanes.setdefault(one.lane(), []).append(one)
        self.workers = {}
        self.function = None
        self.last = None        # time of the line before
        self.latest = None      # of all lines before
        self.lane = None        # whose accesses the line is about
        self.by_value = {}
        self.texts = {}         # what values of fields are called, and the reverse
        for one in self.accesses:
            if one.fields is not None and " .. " not in (one.register or " .. "):
                self.by_value[one.register, one.width, one.write, one.value] = one.fields
        self.cpus = any(one.cpu >= 0 for one in self.accesses)
        self.functions = any(one.function for one in self.accesses)

    # Taking accesses

    def skip(self):
        """Where accesses are chosen, mappings may be left out."""
        while self.some and self.at < len(self.told) and \
                not isinstance(self.told[self.at], Access) and \
                self.told[self.at]["operation"] in ("map", "unmap"):
            self.at += 1

    def next_of_lane(self):
        """Where the next access of those is that the line is about."""
        self.skip()
        for i in range(self.at, len(self.told)):
            one = self.told[i]
            if self.lane is None or not isinstance(one, Access) or \
                    one.time > self.told[self.at].time + GROUP_TIME:
                break
            if one.lane() == self.lane:
                return i
        return self.at

    def peek(self):
        at = self.next_of_lane()
        check(at < len(self.told), "there are no more accesses")
        one = self.told[at]
        check(isinstance(one, Access), "a %s comes first" % (not isinstance(one, Access) and
                                                             one["operation"]))
        return one

    def take(self):
        one, at = self.peek(), self.next_of_lane()
        for other in self.told[self.at:at]:
            check(other.index > one.index or not one.clashes(other),
                  "%s of another is told after it" % other.place)
        self.told.insert(self.at, self.told.pop(at))
        self.at += 1
        return one

    def taken(self, start):
        return [one for one in self.told[start:self.at] if isinstance(one, Access)]

    # What is said of values

    def fields(self, access, value):
        """Fields of another value of the same register, where the trace has one."""
        if value == access.value:
            return access.fields
        for write in (access.write, not access.write):
            fields = self.by_value.get((access.register, access.width, write, value))
            if fields is not None:
                return fields
        return None

    def check_text(self, access, name, value, text):
        """One value of a field has one text, and the other way round."""
        field = (access.register, name)
        check(self.texts.setdefault((field, value), text) == text and
              self.texts.setdefault((field, text, "of"), value) == value,
              "%s=%s is %d" % (name, text, value))

    def check_fields(self, access, value, text):
        """SLU SPD=1000, other bits 0x140000"""
        if text == "all bits":
            check(value == (1 << 8 * access.width) - 1, "not all bits are set in 0x%x" % value)
            return
        if "{" in text:
            return      # a field that has fields
        fields = self.fields(access, value)
        rest = re.search(r"(?:^|, )other bits (0x[0-9a-f]+)$", text)
        if rest:
            check(not int(rest.group(1), 16) & ~value, "other bits are not set in 0x%x" % value)
            text = text[:rest.start()]
        if fields is None:
            return
        said = {}
        for word in text.split(" ") if text else []:
            name, _, what = word.partition("=")
            said[name.rstrip("?")] = what
        for name, what in said.items():
            check(name in fields, "there is no field %s" % name)
            check(what or fields[name], "%s is not set" % name)
            if what:
                self.check_text(access, name, fields[name], what)
        for name, what in fields.items():
            check(not what or name in said, "%s is set in 0x%x" % (name, value))

    def check_changes(self, access, text):
        """SLU 0 -> 1, other bits 0x0 -> 0x4: compared with what was known."""
        parts = re.split(r", (?=\S+(?: bits)? \S+ -> |\S+=|\S+(?:$|, ))", text)
        arrows = [re.fullmatch(r"(other bits|\S+) (\S+) -> (\S+)", part) for part in parts]
        check(any(arrows), "'%s' says no change" % text)
        now = access.fields
        for known, old in access.old:
            try:
                self.check_arrows(access, known, old, now, arrows)
                return
            except Wrong as wrong:
                reason = wrong
        raise reason

    def check_arrows(self, access, known, old, now, arrows):
        whole = known == (1 << 8 * min(access.width, 8)) - 1
        before = self.fields(access, old) if whole else None
        check(known, "nothing is known of it")
        check(not whole or old != access.value, "it is as before")
        changed = set()
        for arrow in arrows:
            if not arrow:
                check(not whole, "it is known, all of it")
                continue
            name, was, became = arrow.groups()
            if name == "other bits":
                check(not int(was, 16) & ~old, "it was 0x%x" % old)
                check(not int(became, 16) & ~access.value, "it is 0x%x" % access.value)
                continue
            changed.add(name.rstrip("?"))
            for fields, text in ((before, was), (now, became)):
                if fields is not None and name.rstrip("?") in fields:
                    self.check_text(access, name.rstrip("?"), fields[name.rstrip("?")], text)
        if before is not None and now is not None:
            really = {name for name in now if now[name] != before.get(name)}
            check(really == changed, "%s changed" % sorted(really))

    def check_until(self, run, text):
        """What ended polling: LU rose, SPEED became fast; bit 3 rose; 0x3 became 0x80"""
        check(not run[0].write, "they are writes")
        before, last = run[-2], run[-1]
        check(all(one.value == before.value for one in run[:-1]) and before.value != last.value,
              "it did not change with the last read only")
        self.check_ends(before.value, last.value, run[-1], text)

    def check_ends(self, was, value, access, text):
        """was: None when only the end is known"""
        for part in text.split(", "):
            bit = re.fullmatch(r"bit (\d+) (rose|fell)", part)
            bits = re.fullmatch(r"bits (0x[0-9a-f]+) (rose|fell)", part)
            flag = re.fullmatch(r"(\S+) (rose|fell)", part)
            number = re.fullmatch(r"(0x[0-9a-f]+) became (0x[0-9a-f]+)", part)
            field = re.fullmatch(r"(\S+) became (\S+)", part)
            if bit:
                now = value >> int(bit.group(1)) & 1
                check(now == (bit.group(2) == "rose"), part + " it did not")
                check(was is None or was >> int(bit.group(1)) & 1 != now, part + " it did not")
            elif bits:
                mask, rose = int(bits.group(1), 16), bits.group(2) == "rose"
                check(value & mask == (mask if rose else 0), part + " they did not")
                check(was is None or was & mask == (0 if rose else mask), part + " they did not")
            elif flag:
                name = flag.group(1).rstrip("?")
                for at, wanted in ((value, True), (was, False)):
                    fields = self.fields(access, at) if at is not None else None
                    if fields is not None:
                        check(bool(fields[name]) == ((flag.group(2) == "rose") == wanted),
                              "%s of 0x%x is %d" % (name, at, fields[name]))
            elif number:
                check(was is None or int(number.group(1), 16) == was, "it was 0x%x" % (was or 0))
                check(int(number.group(2), 16) == value, "it became 0x%x" % value)
            elif field:
                fields = self.fields(access, value)
                if fields is not None:
                    name = field.group(1).rstrip("?")
                    self.check_text(access, name, fields[name], field.group(2))
            else:
                raise Wrong("'%s' is not understood" % part)

    # What is said of all that a line stands for

    def check_duration(self, run, text):
        if text is None:
            check(not run[0].time or run[-1].time < run[0].time, "the time is not said")
            return
        check(run[0].time and text == duration(run[-1].time - run[0].time),
              "it took %s" % duration(run[-1].time - run[0].time))

    def check_others(self, run, said):
        others = any(between.bdf in (one.bdf, after.bdf) for one, after in zip(run, run[1:])
                     for between in self.accesses[one.position + 1:after.position])
        check((any(one.hidden for one in run[1:]) or others) == said, "others between, or not")

    def check_who(self, access, function=None):
        """The latest lines that say who it is are true of this access."""
        who = self.workers.get(access.cpu if self.cpus else -1)
        check(who is not None, "nobody was said to be who")
        self.check_worker(access, who)
        if self.functions:
            function = function or self.function or "?"
            check(function == (access.function or "?"), "it is %s" % access.function)

    def is_of(self, access, function, who):
        """Whether it is this one's; who and function are None where nobody says."""
        if function is not None and function != (access.function or "?"):
            return False
        try:
            if who:
                self.check_worker(access, who)
        except Wrong:
            return False
        return True

    @staticmethod
    def check_worker(access, who):
        device, task, cpu = who
        check(device == access.part() or device.endswith(" " + access.part()),
              "it is %s" % access.part())
        if access.task or access.pid:
            name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", access.task)
            wanted = "%s-%d" % (name, access.pid) if name else "thread %d" % access.pid
            check(task == wanted or (task and not name.isascii() and
                                     task.endswith("-%d" % access.pid)), "it is %s" % wanted)
        else:
            check(task is None, "nobody knows the task")
        check(cpu == (access.cpu if access.cpu >= 0 else None), "it is cpu %d" % access.cpu)

    whose = (None, None)        # the row that is parsed: function, worker

    # Lists: W CTRL 0x1 (A B)...0x3, 3 times (R STATUS x 1 to 4 until LU rose)

    def parse_list(self, text):
        """A list to the end of the text, or to a bracket that closes it."""
        items = []
        while True:
            many = re.match(r"([\d,]+)(?: to ([\d,]+))? times \(", text)
            if many:
                inner, text = self.parse_list(text[many.end():])
                check(text.startswith(")"), "a bracket is not closed")
                text = text[1:]
                least = count_of(many.group(1))
                items.append(("many", least, count_of(many.group(2) or many.group(1)), inner))
            else:
                item, text = self.parse_item(text)
                items.append(item)
            if not text.startswith(", "):
                return items, text
            text = text[2:]

    @staticmethod
    def parse_value(text):
        """0x1 (A B, other bits 0x2): number, fields, rest"""
        number = re.match(r"(0x[0-9a-f]+)(?: \(((?!first 8|[\d,]+ changes\))[^)]*)\))?", text)
        if not number:
            return None, None, text
        return int(number.group(1), 16), number.group(2), text[number.end():]

    def parse_item(self, text):
        head = re.match(r"(R|W)  ?([^\s,()]+(?:\([^)]*\))?[^\s,)]*)(?: \.\. ([^\s,)]+))?", text)
        check(head, "'%s' is no access" % text[:40])
        item = {"write": head.group(1) == "W", "place": head.group(2), "last": head.group(3),
                "values": None, "changes": None, "least": 1, "most": 1, "until": None, "taken": [],
                "whose": self.whose}
        text = text[head.end():]
        if re.match(r" 0x[0-9a-f]", text):
            first = self.parse_value(text[1:])
            item["values"], text = [first[:2]], first[2]
            if text.startswith("...0x"):
                last = self.parse_value(text[3:])
                item["values"].append(last[:2])
                text = last[2]
                back = re.match(r" \(([\d,]+) changes\)", text)
                if back:
                    item["changes"] = count_of(back.group(1))
                    text = text[back.end():]
        wide = re.match(r" \(first 8 of (\d+) bytes\)", text)
        if wide:
            item["wide"] = int(wide.group(1))
            text = text[wide.end():]
        times = re.match(r" x ([\d,]+?)(?: to ([\d,]+?))?(?=[^\d,]|,\D|$)", text)
        if times:
            item["least"] = count_of(times.group(1))
            item["most"] = count_of(times.group(2) or times.group(1))
            text = text[times.end():]
        end = r"(?:bit \d+|bits 0x[0-9a-f]+|[^\s,]+) (?:rose|fell)"
        until = re.match(r" until (%s(?:, %s)*)" % (end, end), text)
        if until:
            item["until"] = until.group(1)
            text = text[until.end():]
        return ("one", item), text

    def fits(self, item, run, access, first):
        """Whether an access may be one of an item, behind those of the same run."""
        if access.write != item["write"] or not self.is_of(access, *item["whose"]):
            return False
        if first and not run:
            return access.place == item["place"] and \
                (not item["values"] or item["values"][0][0] == access.value)
        if not item["last"]:
            return access.place == item["place"]
        return not run or (access.bdf, access.bar, access.width) == \
            (run[0].bdf, run[0].bar, run[0].width)

    @staticmethod
    def program(count, items):
        """What repetitions take, one after the other: ("one", item); ("begin",), ("many", least,
        most, end) that goes on behind it or to the end, and ("again", many)."""
        steps = []

        def add(least, most, items):
            steps.append(("begin",))
            steps.append(None)
            at = len(steps) - 1
            for kind in items:
                if kind[0] == "one":
                    steps.append(kind)
                else:
                    add(*kind[1:])
            steps.append(("again", at))
            steps[at] = ("many", least, most, len(steps))

        add(count, count, items)
        return steps

    def ways(self, step, pc, counts, at, run, trail):
        """How a step may go on: the state behind it, and what it took; the longest first."""
        if step[0] == "begin":
            yield pc + 1, counts + (0,), at, trail
        elif step[0] == "again":
            yield step[1], counts, at, trail
        elif step[0] == "many":
            if counts[-1] < step[2]:
                yield pc + 1, counts[:-1] + (counts[-1] + 1,), at, trail
            if counts[-1] >= step[1]:
                yield step[3], counts[:-1], at, trail
        else:
            item, end = step[1], at
            first = all(count == 1 for count in counts)
            while end < len(run) and end - at < item["most"] and \
                    self.fits(item, run[at:end][:1], run[end], first):
                end += 1
            for to in range(end, at + item["least"] - 1, -1):
                yield pc + 1, counts, to, (item, at, to, trail)

    def parses(self, program, run):
        """
        All ways to share the accesses of a loop among its items, which then have them; "x 1 to 4"
        may take what the next item could. A state that led to none is not tried again.
        """
        found, seen = 0, {}
        stack = [iter([(0, (), 0, None)])]
        while stack:
            state = next(stack[-1], None)
            if state is None:
                stack.pop()
                continue
            pc, counts, at, trail = state
            if pc == len(program):
                if at < len(run):
                    continue
                found += 1
                taken = []
                while trail:
                    taken.append(trail[:3])
                    trail = trail[3]
                for item, begin, end in reversed(taken):
                    item["taken"].append(run[begin:end])
                yield
                for item, _, _ in taken:
                    item["taken"] = []
            elif seen.get(state[:3]) != found:
                seen[state[:3]] = found
                stack.append(self.ways(program[pc], pc, counts, at, run, trail))

    def check_items(self, items):
        for kind in items:
            if kind[0] == "many":
                self.check_items(kind[3])
            else:
                self.check_item(kind[1])

    def check_item(self, item):
        runs = item["taken"]
        taken = [one for run in runs for one in run]
        check(taken, "there is none of it")
        check(min(map(len, runs)) == item["least"] and max(map(len, runs)) == item["most"],
              "it is %d to %d times" % (min(map(len, runs)), max(map(len, runs))))
        if item["last"]:
            places = [one.at for one in taken]
            check(taken[0].place == item["place"], "it begins at %s" % taken[0].place)
            check(taken[-1].place == item["last"], "it ends at %s" % taken[-1].place)
            check(min(places) in (places[0], places[-1]) and max(places) in (places[0], places[-1]),
                  "it goes beyond its ends")
        if item["until"]:
            for run in runs:
                if len(run) > 1:
                    check(all(one.value == run[0].value for one in run[:-1]) and
                          run[0].value != run[-1].value, "it did not end with the last read")
                self.check_ends(run[0].value if len(run) > 1 else None, run[-1].value, run[-1],
                                item["until"])
            return
        values = item["values"]
        if values is None:
            check(not item["write"], "a write without a value")
            check(all(one.as_before() for one in taken), "one of %s is not as before" % item["place"])
            return
        check(values[0][0] == taken[0].value, "the first is 0x%x" % taken[0].value)
        check(values[-1][0] == taken[-1].value, "the last is 0x%x" % taken[-1].value)
        self.check_outcomes(runs, item)
        same = len({one.whole for one in taken}) == 1
        check(same == (len(values) == 1), "they are%s all the same" % ("" if same else " not"))
        self.check_back(taken, item["changes"])
        for (value, fields), one in zip(values, (taken[0], taken[-1])):
            if fields:
                self.check_fields(one, value, fields)

    @staticmethod
    def check_back(taken, said):
        """What ends as it began says how often it was something else."""
        changes = sum(a.whole != b.whole for a, b in zip(taken, taken[1:]))
        back = changes and taken[0].value == taken[-1].value
        check(said == (changes if back else None), "it changes %d times" % changes)

    @staticmethod
    def check_outcomes(runs, item):
        """Polls that came to an end, of which nothing is said, are not in a loop."""
        if item["write"] or item["last"]:
            return
        for run in runs:
            check(len(run) < 2 or len({one.whole for one in run[:-1]}) > 1 or
                  run[-1].whole == run[0].whole, "what it waited for is not said")

    # Lines

    def who(self, line):
        who = self.worker_of(line)
        self.workers[who[2] if who[2] is not None else -1] = who

    def lane_of(self, cpu):
        """Of what the latest line says who it is on that CPU."""
        device, task, _ = self.workers.get(-1 if cpu is None else cpu, (None, None, None))
        return self.lane_of_worker((device, task, cpu))

    def lane_of_worker(self, worker):
        device, task, cpu = worker
        number = re.search(r"(?:-|^thread )(\d+)$", task or "")
        pid = int(number.group(1)) if number else 0
        parts = [part for part in self.parts
                 if device and (device == part or device.endswith(" " + part))]
        return (pid, 0 if pid else -1 if cpu is None else cpu, max(parts, key=len, default=None))

    @staticmethod
    def worker_of(line):
        said = re.fullmatch(r"  -- (.*)", line).group(1)
        cpu = re.search(r", cpu (\d+)$", said)
        if cpu:
            said = said[:cpu.start()]
        device, _, task = said.partition(", ")
        number = int(cpu.group(1)) if cpu else None
        return device, task or None, number

    def gap(self, line):
        said = re.fullmatch(r"\s*\.\.\. (.*) (without an access|later) \.\.\.", line)
        self.lane = None
        one = self.peek()
        check(self.last is not None and said.group(1) == duration(one.time - self.latest), "it is not")
        check((said.group(2) == "later") == one.unsure, "there may be some between, or not")

    def check_when(self, when, one):
        if when.startswith("#"):
            check(not one.time and int(when[1:]) == one.index, "it is access %d" % one.index)
        else:
            check(one.time and when == "%d.%06d" % (one.time // 10**9, one.time % 10**9 // 1000),
                  "it was at %d ns" % one.time)

    def ended(self, time):
        self.last = time or self.last
        self.latest = max(time or 0, self.latest or 0) or None

    def extras(self, rest):
        """What stands behind a line's own: ', R STATUS, W TDH 0x0'"""
        tail = re.search(r"(?:, [RW]  ?[^\s,]+(?: 0x[0-9a-f]+)?)+$", rest)
        if not tail:
            return rest, []
        return rest[:tail.start()], re.findall(r", ([RW])  ?([^\s,]+)(?: (0x[0-9a-f]+))?",
                                               tail.group(0))

    def take_extras(self, extras):
        for direction, place, value in extras:
            one = self.take()
            check(one.write == (direction == "W") and one.place == place,
                  "%s %s comes" % ("W" if one.write else "R", one.place))
            if value:
                check(int(value, 16) == one.value, "its value is 0x%x" % one.value)
            else:
                check(one.as_before(), "%s is not as before" % place)
            self.check_who(one)
            self.ended(one.time)

    def loop(self, rest, rows):
        head = re.match(r"([\d,]+) times(?: in ([\d.,]+ \S+?))?, ([\d,]+) accesses?"
                        r"( \(others between\))?(: |, each:)", rest)
        check(head, "it is not understood")
        start = self.at
        if rows is None:
            items, left = self.parse_list(rest[head.end():])
            check(not left, "'%s' is not understood" % left)
            groups = [(None, None, items)]
        else:
            items, groups = rows
        for _ in range(count_of(head.group(3))):
            self.take()
        run = self.taken(start)
        reason = Wrong("its accesses are not there")
        for tried, _ in enumerate(self.parses(self.program(count_of(head.group(1)), items), run)):
            try:
                self.check_items(items)
                break
            except Wrong as wrong:
                reason = wrong
            check(tried < MOST_TRIED, str(reason))
        else:
            raise reason
        self.check_duration(run, head.group(2))
        self.check_others(run, bool(head.group(4)))
        if rows is None:
            for one in run:
                self.check_who(one)
        else:
            self.check_rows(groups)
        self.ended(run[-1].time)

    def check_rows(self, rows):
        """Rows say whose they are."""
        for function, worker, items in rows:
            for one in self.all_of(items):
                if worker:
                    self.who(worker)
                self.check_who(one, function)
        if any(worker for _, worker, _ in rows):
            self.workers = {}

    def all_of(self, items):
        for kind in items:
            if kind[0] == "many":
                yield from self.all_of(kind[3])
            else:
                yield from (one for run in kind[1]["taken"] for one in run)

    def like(self, rest):
        head = re.match(r"([\d,]+) access(?:es)?( \(others between\))? like at (\d+\.\d{6}|#\d+)", rest)
        start = self.at
        for _ in range(count_of(head.group(1))):
            self.check_who(self.take())
        run = self.taken(start)
        self.check_others(run, bool(head.group(2)))
        when = head.group(3)
        reason = Wrong("there is no such access")
        told = {one.index for one in self.told[:start] if isinstance(one, Access)}
        # Of two that take turns the later one may stand first.
        for one in self.accesses:
            if one.time > run[0].time + GROUP_TIME:
                break
            try:
                check(one.index in told, "it comes later")
                self.check_when(when, one)
            except Wrong:
                continue
            try:
                own = self.lanes[one.lane()]
                self.compare(run, own[own.index(one):], rest[head.end():])
                self.ended(run[-1].time)
                return
            except Wrong as wrong:
                reason = wrong
        raise reason

    @staticmethod
    def runs_of(accesses, most):
        runs = []
        for one in accesses:
            if runs and runs[-1][0].key() == one.key() and \
                    one.time < runs[-1][-1].time + LONG_GAP:
                runs[-1].append(one)
            elif len(runs) == most:
                break
            else:
                runs.append([one])
        return runs

    def compare(self, run, before, text):
        """The values that differ follow, and no others do."""
        items = self.parse_differences(text)
        now = self.runs_of(run, len(run))
        then = self.runs_of(before, len(now))
        check(len(now) == len(then), "there were less")
        units = [unit for mine in now for unit in self.units_of(mine)]
        for mine, theirs in zip(now, then):
            check(mine[0].key() == theirs[0].key(), "%s was %s" % (mine[0].place, theirs[0].place))
            if mine is now[-1] and not (items and items[0]["poll"]):
                # It may have gone on, then, with what is another step.
                theirs = theirs[:len(mine)]
            longer = mine is now[-1] and items and items[0]["poll"]
            if [one.whole for one in mine] == [one.whole for one in theirs] and not longer:
                continue
            check(items, "%s differs: 0x%x" % (mine[-1].place, mine[-1].value))
            if items[0]["poll"]:
                self.check_which(items[0], mine[0], units)
                self.check_poll(items.pop(0), mine)
                continue
            check(len(mine) == len(theirs), "%s is not as often" % mine[0].place)
            for one, other in zip(mine, theirs):
                if one.whole != other.whole:
                    check(items, "%s differs: 0x%x" % (one.place, one.value))
                    self.check_which(items[0], one, units)
                    self.check_difference(items.pop(0), one)
        check(not items, "%s does not differ" % (items and items[0]["place"]))

    @staticmethod
    def units_of(run):
        """What lines show one by one: polls, and few writes."""
        return [run] if not run[0].write or len(run) > 3 else [[one] for one in run]

    @staticmethod
    def check_which(item, one, units):
        """Which one it is, when there are more of the name."""
        alike = [unit for unit in units
                 if (unit[0].write, unit[0].config, unit[0].at) == (one.write, one.config, one.at)]
        which = [i + 1 for i, unit in enumerate(alike) if one in unit]
        check(item["which"] == (which[0] if len(alike) > 1 else None),
              "it is number %d of %d" % (which[0], len(alike)))

    def check_difference(self, item, one):
        check(not item["poll"] and item["write"] == one.write and item["place"] == one.place and
              item["value"] == one.value, "%s is 0x%x" % (one.place, one.value))
        if item["fields"]:
            self.check_fields(one, one.value, item["fields"])

    def check_poll(self, item, run):
        check(item["place"] == run[0].place and item["write"] == run[0].write, "%s comes" %
              run[0].place)
        check(item["value"] == run[-1].value, "the last is 0x%x" % run[-1].value)
        self.check_run(run, item["poll"])

    def parse_differences(self, text):
        items = []
        if not text:
            return items
        check(text.startswith(": "), "'%s' is not understood" % text)
        text = ", " + text[2:]
        head = re.compile(r", (?:(\d+)(?:st|nd|rd|th) )?(R|W)  ?([^\s,]+) (?=0x)")
        places = [m for m in head.finditer(text)]
        for i, m in enumerate(places):
            end = places[i + 1].start() if i + 1 < len(places) else len(text)
            value, fields, rest = self.parse_value(text[m.end():end])
            items.append({"which": int(m.group(1)) if m.group(1) else None,
                          "write": m.group(2) == "W", "place": m.group(3), "value": value,
                          "fields": fields, "poll": rest.strip() or None})
        return items

    def check_run(self, run, text):
        """read 6 times in 50.0 us until bit 1 rose"""
        said = re.fullmatch(r"(read|written) ([\d,]+) times(?: in ([\d.,]+ \S+?))?"
                            r"(?:, always the same(?:: (?P<fields>.*))?| until (?P<until>.*)|"
                            r", (?P<changes>[\d,]+) changes?, first (?P<first>0x[0-9a-f]+)"
                            r"(?: \((?P<set>[^)]*)\))?(?:, last: (?P<last>.*))?)", text)
        check(said, "'%s' is not understood" % text)
        check(said.group(1) == ("written" if run[0].write else "read"), "it is not")
        check(count_of(said.group(2)) == len(run), "it is %d times" % len(run))
        self.check_duration(run, said.group(3))
        changes = sum(a.whole != b.whole for a, b in zip(run, run[1:]))
        if said.group("until"):
            self.check_until(run, said.group("until"))
        elif said.group("changes"):
            check(count_of(said.group("changes")) == changes, "it changes %d times" % changes)
            check(int(said.group("first"), 16) == run[0].value, "the first is 0x%x" % run[0].value)
            if said.group("set"):
                self.check_fields(run[0], run[0].value, said.group("set"))
            if said.group("last"):
                self.check_fields(run[-1], run[-1].value, said.group("last"))
        else:
            check(not changes, "it changes")
            if said.group("fields"):
                self.check_fields(run[0], run[0].value, said.group("fields"))

    def block(self, width, rest, write):
        said = re.fullmatch(
            r"(?:(?P<bytes>[\d,]+) bytes (?:written|read) at |"
            r"(?:written|read) (?P<times>[\d,]+) times(?: in (?P<sparse>[\d.,]+ \S+?))?, "
            r"(?P<apart>[\d,]+) bytes? apart, from )"
            r"(?P<place>[^\s,]+)(?: (?P<down>down )?to (?P<last>[^\s,]+))?"
            r"(?:, all (?P<all>0x[0-9a-f]+)(?: \((?P<set>(?!others between|[\d.,]+ \S+ later)[^)]*)\))?|, (?P<same>all the same)|"
            r", (?P<first>0x[0-9a-f]+)(?: \([^)]*\))?\.\.\.(?P<end>0x[0-9a-f]+)(?: \((?![\d,]+ changes?\)|others between|[\d.,]+ \S+ later)[^)]*\))?"
            r"(?: \((?P<changes>[\d,]+) changes?\))?)?"
            r"(?:, in (?P<dense>[\d.,]+ \S+?))?(?P<others> \(others between\))?"
            r"(?: \((?P<gap>[\d.,]+ \S+) later\))?", rest)
        check(said, "it is not understood")
        count = count_of(said.group("bytes")) // width if said.group("bytes") else \
            count_of(said.group("times"))
        step = width if said.group("bytes") else count_of(said.group("apart"))
        if said.group("down"):
            step = -step
        run = [self.take() for _ in range(count)]
        self.check_gap(said.group("gap"), run[0])
        check(all(one.at == run[0].at + i * step and one.width == width and one.write == write
                  for i, one in enumerate(run)), "it is no table")
        check(run[0].place == said.group("place"), "it begins at %s" % run[0].place)
        if said.group("last"):
            last = run[-1].register.split(" .. ")[-1] if run[-1].register else run[-1].place
            check(last == said.group("last"), "it ends at %s" % last)
        same = len({one.whole for one in run}) == 1
        if said.group("all"):
            check(same and int(said.group("all"), 16) == run[0].value, "they are not all that")
        elif said.group("same"):
            check(same, "they are not the same")
        elif said.group("first"):
            check(not same and int(said.group("first"), 16) == run[0].value and
                  int(said.group("end"), 16) == run[-1].value, "they are not")
            self.check_back(run, count_of(said.group("changes")) if said.group("changes") else None)
        self.check_duration(run, said.group("dense") or said.group("sparse"))
        self.check_others(run, bool(said.group("others")))
        for one in run:
            self.check_who(one)
        self.ended(run[-1].time)

    def check_gap(self, text, one):
        if text:
            check(self.last is not None and text in (duration(one.time - self.last),
                                                     duration(one.time - self.latest)),
                  "it is %s later" % duration(one.time - (self.last or 0)))

    def sweep(self, width, rest):
        said = re.fullmatch(r"([\d,]+) registers read, (\S+) \.\. (\S+?)( \(others between\))?"
                            r"(?: \(([\d.,]+ \S+) later\))?(, all 0 but|, all 0|:)(?: (.*))?", rest)
        check(said, "it is not understood")
        run = [self.take() for _ in range(count_of(said.group(1)))]
        self.check_gap(said.group(5), run[0])
        self.check_others(run, bool(said.group(4)))
        check(all(not one.write and one.width == width for one in run), "they are no such reads")
        check(all(a.at + width <= b.at for a, b in zip(run, run[1:])), "they are not one of each")
        check(run[0].place == said.group(2), "it begins at %s" % run[0].place)
        last = run[-1].register.split(" .. ")[-1] if run[-1].register else run[-1].place
        check(last == said.group(3), "it ends at %s" % last)
        text, listed = said.group(7) or "", []
        for one in run:
            if not one.value:
                continue
            head = re.match(r"(?:, )?(\S+) (?=0x)", text)
            check(head and head.group(1) == one.place, "%s is 0x%x" % (one.place, one.value))
            value, fields, text = self.parse_value(text[head.end():])
            check(value == one.value, "%s is 0x%x" % (one.place, one.value))
            if fields:
                self.check_fields(one, value, fields)
            listed.append(one)
        extras = self.extras(text)
        check(not extras[0], "'%s' is too much" % text)
        check((said.group(6) == ", all 0") == (not listed), "they are all 0, or not")
        for one in run:
            self.check_who(one)
        self.ended(run[-1].time)
        self.take_extras(extras[1])

    def access(self, rest):
        head = re.match(r"([RW])(\d+) +", rest)
        write, width = head.group(1) == "W", int(head.group(2))
        rest = rest[head.end():]
        if re.match(r"[\d,]+ registers read", rest):
            return self.sweep(width, rest)
        rest, extras = self.extras(rest)
        if re.match(r"[\d,]+ bytes (written|read) at |(written|read) [\d,]+ times", rest):
            self.block(width, rest, write)
        else:
            self.single(write, width, rest)
        return self.take_extras(extras)

    def single(self, write, width, rest):
        said = re.fullmatch(r"(\S+) +(0x[0-9a-f]+)(?: +(.*?))??( \(others between\))?"
                            r"(?: \(([\d.,]+ \S+) later\))?", rest)
        check(said, "it is not understood")
        place, value, detail = said.group(1), int(said.group(2), 16), said.group(3) or ""
        many = re.match(r"(?:read|written) ([\d,]+) times", detail)
        run = [self.take() for _ in range(count_of(many.group(1)) if many else 1)]
        self.check_gap(said.group(5), run[0])
        self.check_others(run, bool(said.group(4)))
        for one in run:
            check((one.write, one.width, one.place) == (write, width, place),
                  "it is %s%d %s" % ("W" if one.write else "R", one.width, one.place))
            self.check_who(one)
        check(run[-1].value == value, "its value is 0x%x" % run[-1].value)
        if many:
            self.check_run(run, detail)
        else:
            self.check_detail(run[0], detail)
        self.ended(run[-1].time)

    def check_detail(self, one, detail):
        if " .. " in (one.register or "") and one.width <= 8:
            last = one.register.split(" .. ")[-1]
            check(detail.startswith(".. " + last), "it is %s" % one.register)
            detail = detail[3 + len(last):].strip()
        wide = re.fullmatch(r"first 8 of (\d+) bytes", detail)
        was = re.fullmatch(r"was (0x[0-9a-f]+)", detail)
        if wide:
            check(int(wide.group(1)) == one.width, "it has %d bytes" % one.width)
        elif re.match(r"as before(: |$)", detail):
            check(one.as_before(), "it is not as before")
            if detail.startswith("as before: "):
                self.check_fields(one, one.value, detail[11:])
        elif was:
            check(int(was.group(1), 16) in one.known(), "it was not")
        elif " -> " in detail:
            if "{" not in detail:
                self.check_changes(one, detail)
        elif detail:
            self.check_fields(one, one.value, detail)

    def other(self, rest):
        if not re.match(r"(map|unmap) ", rest):
            self.skip()
        check(self.at < len(self.told) and not isinstance(self.told[self.at], Access),
              "an access comes first")
        record = self.told[self.at]
        kind = record["operation"]
        if kind in ("map", "unmap"):
            check(re.match(r"%s %d\b" % (kind, record["map"] or 0), rest), "it is %s" % kind)
        elif kind == "lost":
            said = re.match(r"LOST  (?:([\d,]+) )?records?(?: of cpu (\d+))? (?:is|are) missing here", rest)
            check(said and (count_of(said.group(1)) if said.group(1) else None) == record["count"],
                  "it is %s" % record["count"])
        elif kind == "unknown":
            check(rest.startswith("? "), "it is unknown")
        else:
            return self.mark(rest, record)
        self.at += 1
        self.ended(record["timestamp_ns"])
        return None

    def mark(self, rest, record):
        check(rest.startswith("MARK"), "it is a mark")
        left = self.mark_left if self.mark_left is not None else \
            record["text"].rstrip("\r\n").count("\n")
        self.mark_left = left - 1 if left else None
        if not left:
            self.at += 1
        self.ended(record["timestamp_ns"])

    mark_left = None

    def line(self, line, rows):
        if line.startswith("  -- "):
            return self.who(line)
        if re.match(r"\s*\.\.\. .* (without an access|later) \.\.\.$", line):
            return self.gap(line)
        found = timed(line, self.cpus)
        untimed = UNTIMED.match(line)
        if untimed:
            return self.other(untimed.group("rest"))
        if not found:
            # Functions: of a loop, or one that has a line for itself.
            check(not line.startswith(" "), "it is not understood")
            self.function = line
            return None
        function, when, cpu, rest = found
        if function:
            self.function = function
        if re.match(r"(map|unmap) \d|MARK  |LOST  |\? ", rest):
            return self.other(rest)
        lanes = {self.lane_of_worker(self.worker_of(worker)) for _, worker, _ in (rows or ((), ()))[1]
                 if worker} or {self.lane_of(cpu)}
        self.lane = lanes.pop() if len(lanes) == 1 else None
        self.check_when(when, self.peek())
        if rows is None and self.cpus:
            check((-1 if cpu is None else cpu) == self.peek().cpu, "it is cpu %d" % self.peek().cpu)
        check(not self.each or re.match(r"[RW]\d+ +(?![\d,]+ registers|[\d,]+ bytes|"
                                        r"(written|read) )", rest),
              "registers that were asked for are folded away")
        if re.match(r"[\d,]+ times", rest):
            return self.loop(rest, rows)
        if re.match(r"[\d,]+ access(es)?( \(others between\))? like", rest):
            return self.like(rest)
        return self.access(rest)

    # Loops of several functions or workers have rows

    def rows(self, lines, i):
        """The rows behind line i, and where they end."""
        rows, worker = [], None
        i += 1
        while i < len(lines):
            line = lines[i]
            if line.startswith("  -- "):
                # It may as well begin what comes after the loop.
                if i + 1 == len(lines) or not self.is_row(lines[i + 1]):
                    break
                worker = line
                i += 1
                continue
            if not self.is_row(line):
                break
            text = line.strip()
            function = None
            if self.functions and not re.match(r"[RW]  ?\S+|[\d,]+( to [\d,]+)? times[ ,]", text):
                function, _, text = text.partition(" ")
            # What is repeated inside begins further to the right.
            rows.append((len(line) - len(line.lstrip()), function, worker, text.strip()))
            i += 1
        return rows, i

    def parse_rows(self, flat, at, items, rows):
        """Rows of one depth from number at on; those inside are a list of their own."""
        depth = flat[at][0]
        while at < len(flat) and flat[at][0] >= depth:
            _, function, worker, text = flat[at]
            many = re.fullmatch(r"(?:(.*), )?([\d,]+)(?: to ([\d,]+))? times, each:", text)
            self.whose = (function, worker and self.worker_of(worker))
            inner, left = self.parse_list(many.group(1) if many else text) \
                if not many or many.group(1) else ([], "")
            check(not left, "'%s' is not understood" % left)
            items.extend(inner)
            rows.append((function, worker, inner))
            at += 1
            if many:
                inner = []
                at = self.parse_rows(flat, at, inner, rows)
                least = count_of(many.group(2))
                items.append(("many", least, count_of(many.group(3) or many.group(2)), inner))
        self.whose = (None, None)
        return at

    def is_row(self, line):
        return line.startswith("  ") and not line.startswith("  --") and \
            not timed(line, self.cpus) and not UNTIMED.match(line) and not re.match(r"\s*\.\.\. .* \.\.\.$", line)


def read_back(reader, text):
    """What is wrong with the lines."""
    lines = joined(text, reader.cpus)
    i = 0
    while i < len(lines):
        line, rows, end = lines[i], None, i + 1
        try:
            if line.endswith(", each:") and timed(line, reader.cpus):
                flat, end = reader.rows(lines, i)
                items, rows = [], []
                reader.parse_rows(flat, 0, items, rows)
                rows = (items, rows)
            reader.line(line, rows)
        except Wrong as wrong:
            yield "%s\n    %s" % ("\n".join(lines[i:end]), wrong)
            return
        i = end
    reader.skip()
    if reader.at != len(reader.told):
        one = reader.told[reader.at]
        yield "no line accounts for %s" % (one.record if isinstance(one, Access) else one)


def descriptions(options):
    """Those that do not choose accesses."""
    kept = []
    for i, option in enumerate(options):
        if option in ("--regs", "--map"):
            kept += options[i:i + 2]
    return kept


def consistent(tool, options, trace, width=120):
    """The complaints about the report of a trace."""
    everything = records_of(tool, descriptions(options), trace)
    shown = records_of(tool, options, trace)
    reader = Reader(take(everything, shown), options)
    text = run([tool, "report", *options, trace], width)
    return list(read_back(reader, text)), len(reader.accesses)


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    width = int(os.environ.get("COLUMNS", "120"))
    complaints, _ = consistent(sys.argv[1], sys.argv[2:-1], sys.argv[-1], width)
    for complaint in complaints[:MOST_TOLD]:
        print("%s: %s" % (sys.argv[-1], complaint))
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
