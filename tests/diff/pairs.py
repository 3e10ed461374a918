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
        self.marks = {}         # texts of marks, by the number of the access behind
        self.torn = False       # the last line is not all there

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
        lines, last = list(self.head), 0.0
        for at, one in enumerate(self.accesses):
            # What was moved has a new time, too.
            last = max(last + 1e-6, one.time)
            if at in self.marks:
                lines.append("MARK %.6f %s" % (last, self.marks[at]))
            lines.append("%s %d %.6f %d 0x%x 0x%x %s %s" % (
                one.op, one.width, last, one.map, one.phys, one.value, one.pc, one.pid))
        with open(path, "w", encoding="ascii") as file:
            file.write("\n".join(lines)[:-9 if self.torn else None] + ("" if self.torn else "\n"))


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
    need(not in_a_row(old, a) and not in_a_row(new, b))
    return new, [("value", a, b)]


interleaved.base = in_tasks


def other_bar(rng, old):
    """The same BARs, of another size: no difference."""
    return list(old), []


def two_devices(trace):
    """A second device, whose driver does the same at the same time."""
    rng, out, wait = random.Random("devices"), [], collections.deque()
    far = 0x1000000 * 32
    for one in trace.accesses[:4000]:
        out.append(one)
        wait.append(one._replace(phys=one.phys + far, map=one.map + 50))
        while wait and not rng.randrange(3):
            out.append(wait.popleft()._replace(time=one.time))
    head = list(trace.head)
    for line in trace.head:
        word = line.split(" ")
        if word[0] == "PCIDEV" and word[1] not in ("0000", "0008", "0009", "000b"):
            head.append(" ".join(["PCIDEV", "01" + word[1][2:], *move_head(line, far).split(" ")[2:]]))
        elif word[0] == "MAP":
            head.append(move_head(line, far, 50))
    return Trace(head, out + [one._replace(time=out[-1].time) for one in wait])


def other_device(rng, old):
    """Of two devices at work at the same time one is given another value; the order is another."""
    top = max(one.map for one in old if one.map < 50)
    parts = [[one for one in old if (one.map > top) == second] for second in (False, True)]
    which = rng.randrange(2)
    at = rng.randrange(len(parts[which]))
    need(not in_a_row(parts[which], at))
    one = parts[which][at]
    parts[which][at] = changed = one._replace(value=one.value ^ 1 << rng.randrange(32), pc="0x123")
    new = mixed(rng, parts)
    a = [x for x, y in enumerate(old) if (y.map > top) == which][at]
    b = next(i for i, x in enumerate(new) if x == changed._replace(time=x.time))
    return new, [("value", a, b)]


other_device.base = two_devices


def swapped(rng, old):
    """A register is written before it is read, in place of the other way round."""
    at = rng.randrange(1, len(old) - 3)
    one, two = old[at], old[at + 1]
    need(one.op == "R" and two.op == "W" and one.phys == two.phys)
    need(not joins(old[at - 1], one) and not joins(one, old[at + 2]))
    return (old[:at] + [two, one] + old[at + 2:], [("moved", at, at + 1)])


def shuffled(rng, old):
    """Some writes that follow one another are in another order."""
    length = rng.randint(3, 6)
    at = rng.randrange(1, len(old) - length)
    block = old[at:at + length]
    need(all(one.op == "W" for one in block) and len(set(map(key, block))) == length)
    order = list(range(length))
    rng.shuffle(order)
    need(order != sorted(order))
    best = [1] * length
    for i in range(length):
        for j in range(i):
            if order[j] < order[i]:
                best[i] = max(best[i], best[j] + 1)
    # As many as are not in a longest chain; which, nobody can tell.
    return (old[:at] + [block[i] for i in order] + old[at + length:],
            [("moved", at + i, at + order.index(i)) for i in range(length - max(best))])


def replaced(rng, old):
    """What a function did is done in another way: with other registers."""
    begin, end = some(rng, old, 30)
    at = rng.randrange(1, len(old) - 40)
    block = old[at:at + rng.randint(1, 30)]
    need(insertable(old[:begin] + old[end:], begin, block))
    need(not {key(one) for one in old[begin:end]} & {key(one) for one in block})
    return (old[:begin] + block + old[end:],
            [("missing", i, None) for i in range(begin, end)] +
            [("surplus", None, begin + i) for i in range(len(block))])


def retried(rng, old):
    """All that was done so far is done once more."""
    end = rng.randrange(20, 400)
    need(end < len(old) and insertable(old, end, old[:end]))
    return (old[:end] + old[:end] + old[end:],
            [("surplus", None, end + i) for i in range(end)])


def no_unlock(rng, old):
    """The last thing is not done: the trace ends without it."""
    length = rng.randint(1, 3)
    end = rng.randrange(len(old) // 2, len(old))
    one = old[:end]
    need(not joins(one[-length - 1], one[-length]) and not joins(one[-1], old[end]))
    return one[:-length], [("missing", i, None) for i in range(end - length, len(old))]


def stops(rng, old):
    """The driver gives up in the middle."""
    at = rng.randrange(len(old) // 4, len(old) - 1)
    need(not joins(old[at - 1], old[at]))
    return old[:at], [("missing", i, None) for i in range(at, len(old))]


def starts_late(rng, old):
    """The recording began when the driver was at work already."""
    at = rng.randrange(1, 3 * len(old) // 4)
    need(not joins(old[at - 1], old[at]))
    return old[at:], [("missing", i, None) for i in range(at)]


def twice(rng, old):
    """A block of writes, each of which is done twice."""
    begin = rng.randrange(1, len(old) - 20)
    end = begin + rng.randint(2, 20)
    new, changes = old[:begin], []
    for at in range(begin, end):
        new.append(old[at])
        if old[at].op == "W":
            changes.append(("surplus", None, len(new)))
            new.append(old[at])
    need(changes)
    return new + old[end:], changes


def flushed(rng, old):
    """Each write of a block is made sure of by a read of another register."""
    begin = rng.randrange(1, len(old) - 20)
    end = begin + rng.randint(2, 20)
    flush = rng.choice([one for one in old if one.op == "R"])
    need(key(flush) not in {key(one) for one in old[begin - 1:end + 1]})
    new, changes = old[:begin], []
    for at in range(begin, end):
        new.append(old[at])
        if old[at].op == "W":
            changes.append(("surplus", None, len(new)))
            new.append(flush)
    need(changes and not joins(old[begin - 1], new[begin]))
    return new + old[end:], changes


def round_changed(rng, old):
    """In one round of a loop a field of what is written is another."""
    at = rng.randrange(1, len(old))
    period = period_at(old, at)
    need(period)
    at += period * rng.randrange(4)
    low, new, changes = rng.randrange(29), list(old), []
    for i in range(at, at + period):
        if old[i].op == "W":
            new[i] = old[i]._replace(value=old[i].value ^ rng.randint(1, 7) << low)
            changes.append(("value", i, i))
    need(changes)
    return new, changes


def marked(rng, old):
    """Somebody has put marks into the trace, which is no difference."""
    del rng
    return list(old), []


def put_marks(rng, made):
    """Twenty marks, somewhere."""
    for _ in range(20):
        at = rng.randrange(len(made.accesses))
        made.marks[at] = "access %d" % at


marked.finish = put_marks


def other_slot(rng, old):
    """The card is in another slot: no difference."""
    del rng
    return list(old), []


def in_parts(rng, old):
    """The BARs are mapped in two parts, one behind the other: no difference."""
    del rng
    return [one._replace(map=one.map + 20) if one.phys & 0x800 else one for one in old], []


def inlined(rng, old):
    """A function is somewhere else now, and inlined into others: no difference."""
    begin, end = function_at(old, rng.randrange(1, len(old)))
    return (old[:begin] + [one._replace(pc=old[begin - 1].pc) for one in old[begin:end]] +
            old[end:], [])


def with_interrupts(trace):
    """One thread's accesses, and a handler's, which comes where it likes."""
    return Trace(trace.head, interrupt(random.Random("interrupts"), trace.accesses))


def interrupt(rng, accesses):
    """Put a handler's accesses in between those of thread 7, not into polls."""
    work = [one._replace(pid="7") for one in accesses]
    reads = collections.Counter(key(one) for one in work if one.op == "R")
    names = sorted(reads)[:2]
    first, second = (next(one for one in work if key(one) == name) for name in names)
    handler = [first._replace(pid="3", value=0x80), second._replace(pid="3", value=1, op="W"),
               second._replace(pid="3", value=0, op="W")]
    places = []
    while len(places) < 20:
        at = rng.randrange(1, len(work))
        if not joins(work[at - 1], work[at]) and not {key(work[at]), key(work[at - 1])} & set(names):
            places.append(at)
    for at in sorted(set(places), reverse=True):
        work[at:at] = [one._replace(time=work[at].time) for one in handler]
    return work


def interrupted_elsewhere(rng, old):
    """The handler comes at other places, as often: no difference."""
    new = interrupt(rng, [one for one in old if one.pid == "7"])
    need(len(new) == len(old))
    return new, []


interrupted_elsewhere.base = with_interrupts


def lane_behind(rng, old):
    """A part of one task's work comes behind what another did after it: no difference."""
    begin = rng.randrange(1, len(old) - 300)
    pid = old[begin].pid
    part = old[begin:begin + rng.randint(20, 200)]
    last = [one for one in part if one.pid == pid]
    others = [one for one in part if one.pid != pid]
    need(last and others)
    new = old[:begin] + others + last + old[begin + len(part):]
    return new, []


lane_behind.base = in_tasks


def with_port(trace):
    """Blocks of data go through one register, in and out."""
    rng, out = random.Random("port"), []
    one = next(x for x in trace.accesses if x.op == "R")
    for at, access in enumerate(trace.accesses):
        out.append(access)
        if at % 300 == 150 and key(access)[1:] != key(one)[1:]:
            start = one._replace(op="W", width=4, phys=one.phys + 4, value=at, time=access.time)
            port = start._replace(op=rng.choice("RW"), phys=one.phys + 8)
            out += [start] + [port._replace(value=rng.randrange(1 << 32)) for _ in range(64)]
            out.append(start._replace(value=0))
    return Trace(trace.head, out)


def block_at(rng, old):
    """Where a block of data begins and ends."""
    at = rng.randrange(1, len(old) - 70)
    need(key(old[at - 1]) != key(old[at]) and
         all(key(old[at + i]) == key(old[at]) for i in range(64)))
    return at, at + 64


def port_short(rng, old):
    """A block is shorter than it was."""
    begin, end = block_at(rng, old)
    first = begin + rng.randint(5, 63)
    return old[:first] + old[end:], [("missing", i, None) for i in range(first, end)]


port_short.base = with_port


def port_long(rng, old):
    """A block is longer than it was."""
    _, end = block_at(rng, old)
    more = [old[end - 1]._replace(value=rng.randrange(1 << 32)) for _ in range(rng.randint(1, 64))]
    return old[:end] + more + old[end:], [("surplus", None, end + i) for i in range(len(more))]


port_long.base = with_port


def port_data(rng, old):
    """Some words of a block are others."""
    begin, end = block_at(rng, old)
    new, changes = list(old), []
    for at in sorted(rng.sample(range(begin, end), rng.randint(1, 20))):
        new[at] = old[at]._replace(value=rng.randrange(1 << 32))
        changes.append(("value", at, at))
    return new, changes


port_data.base = with_port


def several(rng, old):
    """Ten changes at once, each somewhere else."""
    new, changes, step = [], [], len(old) // 10
    for begin in range(0, 10 * step, step):
        part = old[begin:begin + step if begin < 9 * step else len(old)]
        kind = rng.choice((value_bit, value_field, missing_one, surplus_one))
        for _ in range(1000):
            try:
                part_new, found = kind(rng, part)
                break
            except Impossible:
                continue
        else:
            raise Impossible
        changes += [(what, a if a is None else a + begin, b if b is None else b + len(new))
                    for what, a, b in found]
        new += part_new
    return new, changes


KINDS = (value_bit, value_field, poll_outcome, missing_one, missing_block, surplus_one,
         surplus_block, moved, rounds_less, rounds_more, poll_stretched, elsewhere, noise,
         functions_swapped, function_twice, width_changed, bytes_instead, interrupted,
         loop_split, poll_to_delay, poll_to_read, counters, interleaved, other_bar,
         other_device, swapped, shuffled, replaced, retried, no_unlock, stops, starts_late, twice,
         flushed, round_changed, marked, other_slot, in_parts, inlined, interrupted_elsewhere,
         lane_behind, port_short, port_long, port_data, several)


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
    made = Trace(kind.head(trace.head) if hasattr(kind, "head") else trace.head, accesses)
    if hasattr(kind, "finish"):
        kind.finish(rng, made)
    return made, changes


def move_head(line, far=0x1000000 * 16, maps=7):
    """A line before the accesses, where all BARs lie 256 MiB further on."""
    word = line.split(" ")
    if word[0] == "MAP":
        word[2] = str(int(word[2]) + maps)
        word[3] = "0x%x" % (int(word[3], 16) + far)
    elif word[0] == "PCIDEV":
        for i in range(4, 11):
            if int(word[i], 16) & ~15:
                word[i] = "%x" % (int(word[i], 16) + far)
    return " ".join(word)


def slot_head(line):
    """A line before the accesses, where all devices are on another bus."""
    word = line.split(" ")
    if word[0] == "PCIDEV":
        word[1] = "03" + word[1][2:]
    return " ".join(word)


def part_head(line):
    """A line before the accesses; of a mapping two, of which the second has other addresses."""
    word = line.split(" ")
    if word[0] != "MAP":
        return [line]
    return [line, " ".join([*word[:2], str(int(word[2]) + 20), word[3],
                            "0x%x" % (int(word[4], 16) + 0x10000000), *word[5:]])]


def widen_head(line):
    """A line before the accesses, where BARs and mappings are twice as large."""
    word = line.split(" ")
    if word[0] == "MAP":
        word[5] = "0x%x" % (2 * int(word[5], 16))
    elif word[0] == "PCIDEV":
        word[11:18] = ["%x" % (2 * int(one, 16)) for one in word[11:18]]
    return " ".join(word)


elsewhere.head = lambda head: [move_head(line) for line in head]
other_bar.head = lambda head: [widen_head(line) for line in head]
other_slot.head = lambda head: [slot_head(line) for line in head]
in_parts.head = lambda head: [one for line in head for one in part_head(line)]


def findings(path_a, path_b, arguments=(), complaint=""):
    """What the tool says: (finding, number in A or None, in B or None, accesses), and the sums."""
    done = subprocess.run([TOOL, "diff", "--format", "jsonl", *arguments, path_a, path_b],
                          check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    stderr = done.stderr.decode()
    if done.returncode not in (0, 1) or bool(stderr) != bool(complaint) or complaint not in stderr:
        raise SystemExit("mmiotrace diff %s %s: status %d\n%s" % (
            path_a, path_b, done.returncode, stderr))
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
