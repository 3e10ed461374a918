# SPDX-License-Identifier: GPL-2.0
"""Further kinds of change, as those of pairs.py: of an access, of a driver's way, of the recording."""
import random

from pairs import (Trace, cuttable, in_a_row, insertable, items, joins, key, mixed, need, some)


# --- of an access ---------------------------------------------------------------------

def value_all(rng, old):
    """In all writes of a register a bit is another."""
    name = key(rng.choice([one for one in old if one.op == "W"]))
    need(sum(key(one) == name for one in old) < 100)
    bit, new, changes = 1 << rng.randrange(8 * name[1]), list(old), []
    for at, one in enumerate(old):
        if key(one) == name:
            new[at] = one._replace(value=one.value ^ bit)
            changes.append(("value", at, at))
    return new, changes


def value_two_fields(rng, old):
    """Two fields of what is written are others."""
    at = rng.randrange(len(old))
    one = old[at]
    need(one.op == "W" and one.width == 4)
    other = rng.randint(1, 15) << rng.randrange(8) ^ rng.randint(1, 15) << rng.randrange(16, 28)
    new = list(old)
    new[at] = one._replace(value=one.value ^ other)
    return new, [("value", at, at)]


def value_swapped(rng, old):
    """The bytes of what is written are in the other order."""
    at = rng.randrange(len(old))
    one = old[at]
    value = int.from_bytes(one.value.to_bytes(8, "little")[:one.width], "big")
    need(one.op == "W" and value != one.value)
    new = list(old)
    new[at] = one._replace(value=value)
    return new, [("value", at, at)]


def read_modify_write(rng, old):
    """A register that is read has another bit, and is written back so: one cause."""
    at = rng.randrange(1, len(old) - 1)
    one, two = old[at], old[at + 1]
    need(one.op == "R" and two.op == "W" and one.phys == two.phys and not in_a_row(old, at))
    bit = 1 << rng.randrange(8 * min(one.width, 4))
    need(one.value & bit == two.value & bit)
    new = list(old)
    new[at] = one._replace(value=one.value ^ bit)
    new[at + 1] = two._replace(value=two.value ^ bit)
    return new, [("value", at, at), ("value", at + 1, at + 1)]


def write_instead(rng, old):
    """What was read is written, or the other way round."""
    at = rng.randrange(1, len(old) - 1)
    one = old[at]
    new = list(old)
    new[at] = one._replace(op="R" if one.op == "W" else "W")
    need(not in_a_row(old, at) and not in_a_row(new, at) and not joins(old[at - 1], old[at + 1]))
    return new, [("missing", at, None), ("surplus", None, at)]


def register_instead(rng, old):
    """The register behind it is accessed."""
    at = rng.randrange(1, len(old) - 1)
    one = old[at]
    new = list(old)
    new[at] = one._replace(phys=one.phys ^ one.width)
    need(not in_a_row(old, at) and not in_a_row(new, at) and not joins(old[at - 1], old[at + 1]))
    return new, [("missing", at, None), ("surplus", None, at)]


def with_wide(trace):
    """Some accesses have 8 bytes."""
    rng, out = random.Random("wide"), []
    for one in trace.accesses:
        if one.width == 4 and one.phys % 8 == 0 and not rng.randrange(10):
            one = one._replace(width=8, value=one.value | rng.randrange(1 << 32) << 32)
        out.append(one)
    return Trace(trace.head, out)


def halves_instead(rng, old):
    """One access of 8 bytes becomes two of 4."""
    at = rng.randrange(1, len(old) - 1)
    one = old[at]
    low = one._replace(width=4, value=one.value & 0xffffffff)
    parts = [low, low._replace(phys=one.phys + 4, value=one.value >> 32)]
    if rng.randrange(2):
        parts.reverse()
    need(one.width == 8 and not in_a_row(old, at) and not joins(old[at - 1], old[at + 1]))
    need(not joins(old[at - 1], parts[0]) and not joins(parts[1], old[at + 1]))
    return (old[:at] + parts + old[at + 1:],
            [("missing", at, None), ("surplus", None, at), ("surplus", None, at + 1)])


halves_instead.base = with_wide


# --- of a driver's way ----------------------------------------------------------------

def neighbours(rng, old):
    """Two accesses change places."""
    at = rng.randrange(2, len(old) - 3)
    one, two = old[at], old[at + 1]
    # The order of two tasks means nothing.
    need(key(one) != key(two) and one.pid == two.pid and old[at - 1] != two and old[at + 2] != one)
    new = old[:at] + [two, one] + old[at + 2:]
    need(not any(in_a_row(side, i) for side in (old, new) for i in range(at - 1, at + 3)))
    return new, [("moved", at, at + 1)]


def poll_times_out(rng, old):
    """What is waited for never comes."""
    numbers = items(old)
    i = rng.randrange(1, len(numbers) - 1)
    begin, end = numbers[i - 1] + 1, numbers[i] + 1
    need(end - begin > 2 and old[begin].op == "R" and old[end - 2].value != old[end - 1].value)
    more = [old[end - 2]] * rng.choice((1, 10, 100, 1000))
    return (old[:end - 1] + more + old[end:], [("value", end - 1, end - 2 + len(more))])


def poll_shortened(rng, old):
    """What is waited for comes sooner: no difference."""
    numbers = items(old)
    i = rng.randrange(1, len(numbers) - 1)
    begin, end = numbers[i - 1] + 1, numbers[i] + 1
    need(end - begin > 2 and old[begin].op == "R")
    return old[:begin] + old[end - rng.randint(1, end - begin - 1):], []


def gate(rng, old):
    """Before each write of a register another one is written."""
    name = key(rng.choice([one for one in old if one.op == "W"]))
    other = rng.choice([one for one in old if one.op == "W" and key(one) != name])
    need(sum(key(one) == name for one in old) < 100)
    new, changes = [], []
    for one in old:
        if key(one) == name:
            changes.append(("surplus", None, len(new)))
            new.append(other._replace(time=one.time))
        new.append(one)
    return new, changes


def never_written(rng, old):
    """A register is never written."""
    name = key(rng.choice([one for one in old if one.op == "W"]))
    gone = [at for at, one in enumerate(old) if key(one) == name]
    need(len(gone) < 100 and all(cuttable(old, at, at + 1) for at in gone))
    new = [one for one in old if key(one) != name]
    need(len(items(new)) == len(items(old)) - len(gone))
    return new, [("missing", at, None) for at in gone]


def with_copy(trace):
    """Blocks are copied to memory of the device, word by word."""
    rng, out = random.Random("copy"), []
    one = min((x for x in trace.accesses if x.op == "W"), key=lambda x: x.phys)
    for at, access in enumerate(trace.accesses):
        out.append(access)
        if at % 400 == 150 and not joins(access, trace.accesses[at + 1]):
            out += [one._replace(width=4, phys=(one.phys & ~0xfff) + 0x1800 + 4 * i, time=access.time,
                                 value=rng.randrange(1 << 32)) for i in range(64)]
    return Trace(trace.head, out)


def copy_at(rng, old):
    """Where a copy begins."""
    at = rng.randrange(1, len(old) - 70)
    need(all(old[at + i].phys & 0xfff == 0x800 + 4 * i for i in range(64)))
    return at


def copy_short(rng, old):
    """A copy is shorter, at its end or at its begin."""
    at, n = copy_at(rng, old), rng.randint(1, 60)
    begin = at + 64 - n if rng.randrange(2) else at
    return old[:begin] + old[begin + n:], [("missing", begin + i, None) for i in range(n)]


copy_short.base = with_copy


def copy_long(rng, old):
    """A copy is longer."""
    at, n = copy_at(rng, old) + 64, rng.randint(1, 64)
    more = [old[at - 1]._replace(phys=old[at - 1].phys + 4 * i + 4, value=rng.randrange(1 << 32))
            for i in range(n)]
    return old[:at] + more + old[at:], [("surplus", None, at + i) for i in range(n)]


copy_long.base = with_copy


def copy_data(rng, old):
    """All words of a copy are others: the firmware has another version."""
    at, new = copy_at(rng, old), list(old)
    for i in range(at, at + 64):
        new[i] = old[i]._replace(value=rng.randrange(1 << 32))
    return new, [("value", i, i) for i in range(at, at + 64)]


copy_data.base = with_copy


def with_index(trace):
    """Some words are read through an index register and a data register."""
    rng, out = random.Random("index"), []
    one = min((x for x in trace.accesses if x.op == "W"), key=lambda x: x.phys)
    for at, access in enumerate(trace.accesses):
        out.append(access)
        if at % 300 == 100 and not joins(access, trace.accesses[at + 1]):
            for i in range(16):
                select = one._replace(width=4, phys=(one.phys & ~0xfff) + 0x1f0, value=at << 8 | i,
                                      time=access.time)
                out += [select, select._replace(op="R", phys=select.phys + 4,
                                                value=rng.randrange(1 << 32))]
    return Trace(trace.head, out)


def index_at(rng, old):
    """Where such a sequence begins."""
    at = rng.randrange(1, len(old) - 33)
    need(all(old[at + i].phys & 0xfff == (0x1f4 if i % 2 else 0x1f0) for i in range(32)))
    need(not old[at].value & 0xff)
    return at


def index_moved(rng, old):
    """One of the words is read before, or behind the others."""
    at = index_at(rng, old)
    i = rng.randrange(2, 14)
    pairs = [old[at + 2 * j:at + 2 * j + 2] for j in range(16)]
    one = pairs.pop(i)
    to = 0 if i > 8 else 15
    pairs.insert(to, one)
    return (old[:at] + sum(pairs, []) + old[at + 32:],
            [("moved", at + 2 * i + j, at + 2 * to + j) for j in range(2)])


index_moved.base = with_index


def index_data(rng, old):
    """One of the words has another value."""
    at = index_at(rng, old) + 2 * rng.randrange(16) + 1
    new = list(old)
    new[at] = old[at]._replace(value=rng.randrange(1 << 32))
    return new, [("value", at, at)]


index_data.base = with_index


# --- of the machine and of the recording ----------------------------------------------

def with_rings(trace):
    """Addresses of memory are written to some registers, here and there."""
    rng, out = random.Random("rings"), []
    one = min((x for x in trace.accesses if x.op == "W"), key=lambda x: x.phys)
    for at, access in enumerate(trace.accesses):
        out.append(access)
        if at % 100 == 50 and not joins(access, trace.accesses[at + 1]):
            ring = one._replace(width=4, phys=(one.phys & ~0xfff) + 0x1f00 + 8 * (at // 100 % 3),
                                time=access.time)
            out += [ring._replace(value=0x10000000 + rng.randrange(1 << 14) * 0x1000),
                    ring._replace(phys=ring.phys + 4, value=0)]
    return Trace(trace.head, out)


def rings(rng, old):
    """The memory is elsewhere: no difference."""
    far = {}
    new = [one._replace(value=far.setdefault(one.value, 0x40000000 + rng.randrange(1 << 17) * 0x1000))
           if one.phys & 0xf00 == 0xf00 and one.value & 0x10000000 and not one.value & 0xfff else one
           for one in old]
    return new, []


rings.base = with_rings


def task_renumbered(rng, old):
    """From some access on a thread has another number: a worker that is another one."""
    at = rng.randrange(1, len(old))
    return old[:at] + [one._replace(pid=str(int(one.pid) + 5000)) for one in old[at:]], []


def paused(rng, old):
    """The recording pauses, here and there: no difference."""
    later, new = 0.0, []
    for one in old:
        later += rng.random() * 3 if not rng.randrange(200) else 0
        new.append(one._replace(time=one.time + later))
    return new, []


def further_device(rng, old):
    """A device is at work that the other run does not have: it is not compared."""
    far = 0x1000000 * 48
    other = [one._replace(phys=one.phys + far, map=one.map + 50, time=0.0)
             for one in old[:rng.randrange(1, 2000)]]
    return mixed(rng, [old, other]), []


def further_head(head):
    """The lines before the accesses, with a device of another kind more."""
    far, out = 0x1000000 * 48, list(head)
    for line in head:
        word = line.split(" ")
        if word[0] == "PCIDEV" and int(word[4], 16) & ~15 and int(word[4], 16) >> 20:
            bars = ["%x" % (int(one, 16) + far) if int(one, 16) >> 20 else "0" for one in word[4:11]]
            out.append(" ".join(["PCIDEV", "02" + word[1][2:], "abcd%04x" % (int(word[2], 16) & 0xffff),
                                 word[3], *bars, *word[11:]]))
        elif word[0] == "MAP":
            word[2] = str(int(word[2]) + 50)
            word[3] = "0x%x" % (int(word[3], 16) + far)
            out.append(" ".join(word))
    return out


further_device.head = further_head


def torn(rng, old):
    """The recording was cut off: of what is behind nobody knows."""
    at = rng.randrange(len(old) // 4, len(old) - 2)
    need(not joins(old[at - 1], old[at]) and not joins(old[at - 2], old[at - 1]))
    return old[:at], []


def tear(rng, made):
    """Take the end of the last line away."""
    del rng
    made.torn = True


torn.finish = tear
torn.complaint = "not understood"


def lost(rng, old):
    """Records were lost: of them nobody knows."""
    begin, end = some(rng, old, 200)
    lost.at = begin
    return old[:begin] + old[end:], []


def put_loss(rng, made):
    """What the recording says of it."""
    made.marks[lost.at] = "Lost %d events." % rng.randint(1, 300)


lost.finish = put_loss


def lost_and_value(rng, old):
    """Records were lost; somewhere else a value is another."""
    new, _ = lost(rng, old)
    at = rng.randrange(len(old))
    gone = len(old) - len(new)
    need(not in_a_row(old, at) and not lost.at - 3 <= at < lost.at + gone + 3)
    b = at if at < lost.at else at - gone
    new[b] = new[b]._replace(value=new[b].value ^ 1 << rng.randrange(8 * min(old[at].width, 4)))
    return new, [("value", at, b)]


lost_and_value.finish = put_loss


KINDS = (value_all, value_two_fields, value_swapped, read_modify_write, write_instead,
         register_instead, halves_instead, neighbours, poll_times_out, poll_shortened, gate,
         never_written, copy_short, copy_long, copy_data, index_moved, index_data, rings,
         task_renumbered, paused, further_device, torn, lost, lost_and_value)
