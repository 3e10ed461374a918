# SPDX-License-Identifier: GPL-2.0
"""Pairs of traces of which it is known what differs.

A is a recording, as a classic log; B is made of it by one known change. What
`mmiotrace diff` says of the two is compared with that, access by access.
"""
import collections
import json
import os
import random
import subprocess

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
TOOL = os.environ.get("MMIOTRACE", os.path.join(ROOT, "build", "mmiotrace"))

Access = collections.namedtuple("Access", "op width time map phys value pc pid")


class Trace:
    """The accesses of a classic log, and the lines before them."""

    def __init__(self, head, accesses):
        self.head = head
        self.accesses = accesses

    @classmethod
    def load(cls, path):
        text = subprocess.run([TOOL, "report", "--format", "mmiotrace", "--pc", path],
                              check=True, stdout=subprocess.PIPE).stdout.decode()
        head, accesses = [], []
        for line in text.splitlines():
            word = line.split(" ")
            if word[0] in ("R", "W"):
                accesses.append(Access(word[0], int(word[1]), float(word[2]), int(word[3]),
                                       int(word[4], 16), int(word[5], 16), word[6], word[7]))
            elif word[0] in ("VERSION", "PCIDEV"):
                head.append(line)
            elif word[0] == "MAP":
                # All of them are there from the begin on: accesses change places.
                word[1] = "0.000001"
                head.append(" ".join(word))
        return cls(head, accesses)

    def write(self, path):
        with open(path, "w", encoding="ascii") as file:
            for line in self.head:
                file.write(line + "\n")
            last = 0.0
            for one in self.accesses:
                # What was moved has a new time, too.
                last = max(last + 1e-6, one.time)
                file.write("%s %d %.6f %d 0x%x 0x%x %s %s\n" % (
                    one.op, one.width, last, one.map, one.phys, one.value, one.pc, one.pid))


def with_polls(trace):
    """The same, but that one read in fifty had to wait for its value."""
    rng, accesses = random.Random("polls"), []
    for one in trace.accesses:
        if one.op == "R" and not rng.randrange(50):
            accesses += [one._replace(value=one.value ^ 1 << rng.randrange(32))] * rng.randint(2, 9)
        accesses.append(one)
    return Trace(trace.head, accesses)


def key(access):
    return access.op, access.width, access.phys


def in_a_row(accesses, at):
    """Is it one of several reads of one register in a row? How often these come is no difference."""
    one = accesses[at]
    return one.op == "R" and any(
        0 <= i < len(accesses) and key(accesses[i]) == key(one) for i in (at - 1, at + 1))


def joins(before, after):
    return before.op == "R" and key(before) == key(after)


def cuttable(accesses, begin, end):
    """Can [begin, end) be taken out, so that nothing but it is missing?"""
    if begin < 1 or end >= len(accesses):
        return False
    if joins(accesses[begin - 1], accesses[begin]) or joins(accesses[end - 1], accesses[end]):
        return False
    return not joins(accesses[begin - 1], accesses[end])


def insertable(accesses, at, block):
    """Can a block be put before access @at, so that nothing but it is surplus?"""
    return (0 < at < len(accesses) and not joins(accesses[at - 1], block[0]) and
            not joins(block[-1], accesses[at]) and not joins(accesses[at - 1], accesses[at]))


class Impossible(Exception):
    """This place does not fit; another will."""


def need(condition):
    if not condition:
        raise Impossible


def some(rng, accesses, most=None):
    """A block of accesses that can be taken out."""
    length = rng.randint(1, most or 1)
    begin = rng.randrange(1, max(2, len(accesses) - length - 1))
    need(cuttable(accesses, begin, begin + length))
    return begin, begin + length


def value_bit(rng, old):
    at = rng.randrange(len(old))
    need(not in_a_row(old, at))
    one = old[at]
    new = list(old)
    new[at] = one._replace(value=one.value ^ 1 << rng.randrange(8 * min(one.width, 8)))
    return new, [("value", at, at)]


def value_field(rng, old):
    at = rng.randrange(len(old))
    need(not in_a_row(old, at))
    one = old[at]
    low = rng.randrange(8 * min(one.width, 8) - 3)
    new = list(old)
    new[at] = one._replace(value=one.value ^ rng.randint(1, 15) << low)
    return new, [("value", at, at)]


def poll_outcome(rng, old):
    """The last read of a poll finds something else."""
    at = rng.randrange(2, len(old))
    need(old[at].op == "R" and joins(old[at - 1], old[at]) and joins(old[at - 2], old[at]))
    need(at + 1 == len(old) or not joins(old[at], old[at + 1]))
    new = list(old)
    new[at] = old[at]._replace(value=old[at].value ^ 1 << rng.randrange(32))
    return new, [("value", at, at)]


def missing_one(rng, old):
    begin, end = some(rng, old)
    return old[:begin] + old[end:], [("missing", i, None) for i in range(begin, end)]


def missing_block(rng, old):
    """A whole function, or several."""
    begin, end = some(rng, old, 400)
    return old[:begin] + old[end:], [("missing", i, None) for i in range(begin, end)]


def surplus(rng, old, length):
    begin, end = some(rng, old, length)
    block = [one._replace(value=one.value ^ (rng.randrange(4) if one.op == "W" else 0))
             for one in old[begin:end]]
    at = rng.randrange(1, len(old))
    need(insertable(old, at, block))
    return (old[:at] + block + old[at:],
            [("surplus", None, at + i) for i in range(len(block))])


def surplus_one(rng, old):
    return surplus(rng, old, 1)


def surplus_block(rng, old):
    return surplus(rng, old, 400)


def moved(rng, old):
    begin, end = some(rng, old, 100)
    block, rest = old[begin:end], old[:begin] + old[end:]
    at = rng.randrange(1, len(rest))
    need(insertable(rest, at, block) and abs(at - begin) > 2 * len(block))
    need(sorted(block) != sorted(old[min(at, begin):max(at, begin)]))
    new_at = at
    return (rest[:at] + block + rest[at:],
            [("moved", begin + i, new_at + i) for i in range(len(block))])


def period_at(accesses, at):
    """The length of a round of a loop that goes round at least four times there, or None."""
    for period in range(2, 40):
        if at + 4 * period > len(accesses):
            return None
        if all(key(accesses[at + i]) == key(accesses[at + i % period]) for i in range(4 * period)):
            return period
    return None


def rounds_less(rng, old):
    at = rng.randrange(1, len(old))
    period = period_at(old, at)
    need(period)
    times = rng.randint(1, 2)
    need(cuttable(old, at, at + times * period))
    return (old[:at] + old[at + times * period:],
            [("missing", at + i, None) for i in range(times * period)])


def rounds_more(rng, old):
    at = rng.randrange(1, len(old))
    period = period_at(old, at)
    need(period)
    block = old[at:at + period] * rng.randint(1, 20)
    need(insertable(old, at, block) and not joins(block[-1], block[0]))
    return (old[:at] + block + old[at:],
            [("surplus", None, at + i) for i in range(len(block))])


def poll_stretched(rng, old):
    """Up to a thousand times as many reads, one place or many: no difference."""
    new = list(old)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(1, len(new))
        need(new[at].op == "R" and joins(new[at - 1], new[at]) and
             new[at - 1].value == new[at].value)
        new[at:at] = [new[at]] * rng.choice((1, 10, 170, 1000))
    return new, []


def elsewhere(rng, old):
    """Another machine: addresses, numbers of mappings, code, threads, time. No difference."""
    stretch, later = rng.choice((0.5, 3, 20)), rng.random() * 1000
    code = rng.randrange(1 << 20) << 12
    return [one._replace(time=one.time * stretch + later, map=one.map + 7,
                         phys=one.phys + 0x1000000 * 16, pc="0x%x" % (int(one.pc, 16) ^ code),
                         pid=str(int(one.pid) + 1000)) for one in old], []


def noise(rng, old):
    """A register is never the same."""
    reads = collections.Counter(key(one) for one in old if one.op == "R")
    name = rng.choice([one for one, n in sorted(reads.items()) if n < 200])
    new, changes = list(old), []
    for at, one in enumerate(old):
        if key(one) == name:
            need(not in_a_row(old, at))
            new[at] = one._replace(value=one.value ^ rng.randint(1, (1 << 8 * min(one.width, 4)) - 1))
            changes.append(("value", at, at))
    return new, changes


def function_at(accesses, at):
    """The accesses around one that are of the same code: between two places where it changes."""
    begin = end = at
    while begin and int(accesses[begin - 1].pc, 16) >> 7 == int(accesses[at].pc, 16) >> 7:
        begin -= 1
    while end < len(accesses) and int(accesses[end].pc, 16) >> 7 == int(accesses[at].pc, 16) >> 7:
        end += 1
    return begin, end


def functions_swapped(rng, old):
    """Two functions that follow one another change places: the shorter one was moved."""
    begin, middle = function_at(old, rng.randrange(1, len(old)))
    need(middle < len(old) and begin > 0)
    end = function_at(old, middle)[1]
    one, other = old[begin:middle], old[middle:end]
    need(end < len(old) and middle - begin != end - middle and end - begin < 400)
    need(not {key(x) for x in one} & {key(x) for x in other})
    new = old[:begin] + other + one + old[end:]
    need(not any(joins(old[i - 1], old[i]) for i in (begin, middle, end)) and
         not any(joins(new[i - 1], new[i]) for i in (begin, begin + len(other), end)))
    if len(one) < len(other):
        return new, [("moved", begin + i, begin + len(other) + i) for i in range(len(one))]
    return new, [("moved", middle + i, begin + i) for i in range(len(other))]


def function_twice(rng, old):
    """A whole function is called once more, where it was called."""
    begin, end = function_at(old, rng.randrange(1, len(old)))
    need(begin and end - begin < 400 and insertable(old, end, old[begin:end]))
    return (old[:end] + old[begin:end] + old[end:],
            [("surplus", None, end + i) for i in range(end - begin)])


def width_changed(rng, old):
    """All accesses to a register, in one direction, are of half the width."""
    counts = collections.Counter(key(one) for one in old if one.width == 4)
    name = rng.choice([one for one, n in sorted(counts.items()) if n < 50])
    new, changes = list(old), []
    for at, one in enumerate(old):
        if key(one) == name:
            need(not in_a_row(old, at))
            new[at] = one._replace(width=2, value=one.value & 0xffff)
            changes += [("missing", at, None), ("surplus", None, at)]
    return new, changes


def bytes_instead(rng, old):
    """One access of 4 bytes becomes four of one."""
    at = rng.randrange(1, len(old) - 1)
    one = old[at]
    need(one.width == 4 and not in_a_row(old, at) and not joins(old[at - 1], old[at + 1]))
    parts = [one._replace(width=1, phys=one.phys + i, value=one.value >> 8 * i & 0xff)
             for i in range(4)]
    return (old[:at] + parts + old[at + 1:],
            [("missing", at, None)] + [("surplus", None, at + i) for i in range(4)])


def interrupted(rng, old):
    """An interrupt comes at some places, in the middle of polls, too: it reads one register."""
    new, places = list(old), []
    one = rng.choice([x for x in old if x.op == "R"])
    for at in sorted((rng.randrange(2, len(old)) for _ in range(rng.randint(1, 8))), reverse=True):
        if key(old[at - 1]) == key(one) or key(old[at]) == key(one):
            continue
        new.insert(at, one._replace(time=old[at].time, pid="0"))
        places.append(at)
    return new, [("surplus", None, at + i) for i, at in enumerate(reversed(places))]


def loop_split(rng, old):
    """Something is done between two rounds of a loop."""
    at = rng.randrange(1, len(old))
    period = period_at(old, at)
    need(period)
    begin, end = some(rng, old, 20)
    middle = at + 2 * period
    need(insertable(old, middle, old[begin:end]))
    need(not {key(x) for x in old[begin:end]} & {key(x) for x in old[at:at + period]})
    return (old[:middle] + old[begin:end] + old[middle:],
            [("surplus", None, middle + i) for i in range(end - begin)])


def poll_to_delay(rng, old):
    """Nobody looks any more: a delay is long enough."""
    numbers = items(old)
    i = rng.randrange(1, len(numbers) - 1)
    begin, end = numbers[i - 1] + 1, numbers[i] + 1
    need(end - begin > 2 and old[begin].op == "R" and not joins(old[begin - 1], old[end]))
    return old[:begin] + old[end:], [("missing", end - 1, None)]


def poll_to_read(rng, old):
    """A delay is long enough, and somebody looks once: no difference."""
    numbers = items(old)
    i = rng.randrange(1, len(numbers) - 1)
    begin, end = numbers[i - 1] + 1, numbers[i] + 1
    need(end - begin > 2 and old[begin].op == "R")
    return old[:begin] + old[end - 1:], []


def counters(rng, old):
    """Some registers count, from another number on, at another pace."""
    reads = collections.Counter(key(one) for one in old if one.op == "R")
    names = rng.sample([one for one, n in sorted(reads.items()) if 1 < n < 200], 2)
    new, changes, start = list(old), [], rng.randrange(1, 1 << 20)
    for at, one in enumerate(old):
        if key(one) in names:
            need(not in_a_row(old, at) and one.width == 4)
            start += rng.randint(1, 99)
            need(start != one.value)
            new[at] = one._replace(value=start)
            changes.append(("value", at, at))
    return new, changes


def in_tasks(trace):
    """The halves of a trace as two tasks, at work at the same time."""
    return Trace(trace.head, mixed(random.Random("tasks"), halves(trace.accesses[:4000])))


def halves(accesses):
    middle = len(accesses) // 2
    return [[one._replace(pid=str(7 + part)) for one in half]
            for part, half in enumerate((accesses[:middle], accesses[middle:]))]


def mixed(rng, tasks):
    """What they do, by turns."""
    at, out, time = [0] * len(tasks), [], 0.0
    while any(i < len(task) for i, task in zip(at, tasks)):
        which = rng.choice([i for i, task in enumerate(tasks) if at[i] < len(task)])
        end = at[which] + rng.randint(1, 30)
        for one in tasks[which][at[which]:end]:
            time += 1e-6
            out.append(one._replace(time=time))
        at[which] = end
    return out


def interleaved(rng, old):
    """Two tasks, in turns of other lengths; one value is another."""
    tasks = [[one for one in old if one.pid == pid] for pid in ("7", "8")]
    which = rng.randrange(2)
    at = rng.randrange(len(tasks[which]))
    one = tasks[which][at]
    need(not in_a_row(tasks[which], at))
    tasks[which][at] = changed = one._replace(value=one.value ^ 1 << rng.randrange(32), pc="0x123")
    new = mixed(rng, tasks)
    a = next(i for i, x in enumerate(old) if x.pid == one.pid and
             sum(y.pid == one.pid for y in old[:i]) == at)
    b = next(i for i, x in enumerate(new) if x.pc == "0x123" and x.value == changed.value)
    return new, [("value", a, b)]


interleaved.base = in_tasks


def other_bar(rng, old):
    """The same BARs, of another size: no difference."""
    return list(old), []


KINDS = (value_bit, value_field, poll_outcome, missing_one, missing_block, surplus_one,
         surplus_block, moved, rounds_less, rounds_more, poll_stretched, elsewhere, noise,
         functions_swapped, function_twice, width_changed, bytes_instead, interrupted,
         loop_split, poll_to_delay, poll_to_read, counters, interleaved, other_bar)


def make(kind, seed, trace):
    """B, and what differs: (finding, number in A or None, number in B or None)."""
    rng = random.Random("%s %d" % (kind.__name__, seed))
    for _ in range(100000):
        try:
            accesses, changes = kind(rng, trace.accesses)
            break
        except Impossible:
            continue
    else:
        raise SystemExit("%s: no place fits" % kind.__name__)
    head = trace.head
    if kind is elsewhere:
        head = [move_head(line) for line in head]
    if kind is other_bar:
        head = [widen_head(line) for line in head]
    return Trace(head, accesses), changes


def move_head(line):
    """A line before the accesses, where all BARs lie 256 MiB further on."""
    word = line.split(" ")
    if word[0] == "MAP":
        word[2] = str(int(word[2]) + 7)
        word[3] = "0x%x" % (int(word[3], 16) + 0x1000000 * 16)
    elif word[0] == "PCIDEV":
        for i in range(4, 11):
            if int(word[i], 16) & ~15:
                word[i] = "%x" % (int(word[i], 16) + 0x1000000 * 16)
    return " ".join(word)


def widen_head(line):
    """A line before the accesses, where BARs and mappings are twice as large."""
    word = line.split(" ")
    if word[0] == "MAP":
        word[5] = "0x%x" % (2 * int(word[5], 16))
    elif word[0] == "PCIDEV":
        word[11:18] = ["%x" % (2 * int(one, 16)) for one in word[11:18]]
    return " ".join(word)


def findings(path_a, path_b, arguments=()):
    """What the tool says: (finding, number in A or None, in B or None, accesses), and the sums."""
    done = subprocess.run([TOOL, "diff", "--format", "jsonl", *arguments, path_a, path_b],
                          check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode not in (0, 1) or done.stderr:
        raise SystemExit("mmiotrace diff %s %s: status %d\n%s" % (
            path_a, path_b, done.returncode, done.stderr.decode()))
    found = []
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines[:-1]:
        first = [line[side] and line[side]["index"] for side in "ab"]
        count = line["count"]
        found.append((line["finding"], *first, count))
    assert (done.returncode == 1) == bool(found), "the status does not fit the findings"
    return found, lines[-1]


def items(accesses):
    """The numbers of the accesses, of a poll that of its last read."""
    found, at = [], 0
    while at < len(accesses):
        end = at + 1
        while end < len(accesses) and joins(accesses[end - 1], accesses[end]):
            end += 1
        row = [one.value for one in accesses[at:end]]
        values = 1 + sum(x != y for x, y in zip(row, row[1:]))
        polled = values == 1 or len(row) >= (3 if values == 2 else 4 * values)
        found += [end - 1] if polled else range(at, end)
        at = end
    return found


def content(change, a, b):
    """What a change is about, wherever that is: of alike accesses none is the right one."""
    one = a[change[1]] if change[1] is not None else b[change[2]]
    other = b[change[2]].value if change[0] == "value" else None
    return change[0], key(one), one.value, other


def contents(found, a, b):
    """The content of each access of all findings."""
    each = collections.Counter()
    numbers = items(a), items(b)
    place = [{number: i for i, number in enumerate(side)} for side in numbers]
    for kind, one, other, count in found:
        if kind == "value":
            count = 1
        for i in range(count):
            try:
                x = one if one is None else numbers[0][place[0][one] + i]
                y = other if other is None else numbers[1][place[1][other] + i]
                each[content((kind, x, y), a, b)] += 1
            except (KeyError, IndexError):
                each[kind, one, other, i] += 1      # no item of ours: wrong
    return each


def follow(found, expected, told, a, b):
    """Differences of one register, in bits that differed before, are counted with the first."""
    for kind, one, _, count in found:
        if kind == "value" and count > 1:
            later = [x for x in expected if x[0] == "value" and x[1] > one and
                     a[x[1]].phys == a[one].phys]
            told.update(content(x, a, b) for x in later[:count - 1])


def explains(found, a, b):
    """Is all the rest the same, when what was told is taken out of both sides?"""
    rest = []
    for side, accesses in enumerate((a, b)):
        numbers = items(accesses)
        place = {number: i for i, number in enumerate(numbers)}
        gone, values = set(), set()
        for kind, *first, count in found:
            if first[side] is not None:
                at = place.get(first[side], 0)
                (values if kind == "value" else gone).update(numbers[at:at + count])
        rest.append([(key(accesses[n]), None if n in values else accesses[n].value)
                     for n in numbers if n not in gone])
    return rest[0] == rest[1]


def score(expected, found, a, b):
    """How many findings are right, of those that were told and of those that there are.

    A poll is one access. It does not count where of alike accesses something was taken out:
    what was told, taken out of A, gives B as well. What was told is right, too, when it
    explains all of B with fewer accesses than were changed: work that repeats itself, and of
    which a block was moved, can be described so.
    """
    a, b = a.accesses, b.accesses
    last = [set(items(a)), set(items(b))]
    there = collections.Counter(content(one, a, b) for one in expected if all(
        number is None or number in side for number, side in zip(one[1:], last)))
    told = contents(found, a, b)
    follow(found, expected, told, a, b)
    if told != there and sum(told.values()) <= sum(there.values()) and explains(found, a, b):
        return sum(told.values()), sum(told.values()), sum(told.values())
    return sum((there & told).values()), sum(told.values()), sum(there.values())
