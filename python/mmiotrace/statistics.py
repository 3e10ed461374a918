# SPDX-License-Identifier: GPL-2.0
"""Counts for each register, as `mmiotrace stat` has them."""
from typing import Dict, Iterable, List, Optional, Set, Tuple

from .names import Names
from .record import Device, Record


class Statistic:
    """What happened to one register, or to one offset that has no name."""

    def __init__(self, device: Optional[Device], bar: Optional[int], offset: int, config: bool,
                 name: Optional[str], value: int) -> None:
        self.device = device
        self.bar = bar
        self.offset = offset
        self.config = config
        self.name = name
        self.reads = 0
        self.writes = 0
        self.first = value
        self.last = value
        self.values: Set[int] = set()

    @property
    def accesses(self) -> int:
        """Reads and writes."""
        return self.reads + self.writes

    def add(self, is_write: bool, value: int) -> None:
        """Count one access."""
        if is_write:
            self.writes += 1
        else:
            self.reads += 1
        self.last = value
        self.values.add(value)

    def __repr__(self) -> str:
        return "<Statistic %s: %d reads, %d writes>" % (self.name or hex(self.offset), self.reads,
                                                        self.writes)


def statistics(records: Iterable[Record], names: Optional[Names] = None) -> List[Statistic]:
    """Count the accesses of a trace, or of some of its records, by register.

    names: by their names, not by offset; an access of several registers is one of
    "A .. B". The most used comes first.
    """
    found: Dict[Tuple[object, ...], Statistic] = {}
    for record in records:
        if not record.is_access and not record.is_config:
            continue
        parts = names.of(record) if names else []
        name = " .. ".join(part.name for part in parts[:1] + parts[1:][-1:]) or None
        device = record.device
        # What has no device has an address.
        place = (device.index, record.bar, record.offset) if device else (None, None, record.phys)
        key: Tuple[object, ...] = (*place[:2], name or place[2], record.is_config)
        if key not in found:
            found[key] = Statistic(device, record.bar, place[2], record.is_config, name,
                                   record.value)
        found[key].add(record.is_write, record.value)
    return sorted(found.values(), key=lambda one: -one.accesses)
