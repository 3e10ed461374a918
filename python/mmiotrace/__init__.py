# SPDX-License-Identifier: GPL-2.0
"""Traces of memory-mapped I/O: read them, name what is in them, count it.

    import mmiotrace

    with mmiotrace.open("mmiotrace.dat") as trace:
        for record in trace:
            if record.is_access:
                print(record.time, record.operation, hex(record.offset), hex(record.value))

docs/python.md has examples.
"""
from ._library import LOST_UNCOUNTED, library, text
from .complaint import Complaint, Error, ErrorKind
from .names import Field, Named, Names, Registers
from .record import Bar, Device, Kind, Record
from .statistics import Statistic, statistics
from .trace import Format, Topic, Trace, open

__all__ = ["Bar", "Complaint", "Device", "Error", "ErrorKind", "Field", "Format", "Kind",
           "LOST_UNCOUNTED", "Named", "Names", "Record", "Registers", "Statistic", "Topic",
           "Trace", "open", "statistics"]
__version__ = text(library.mmt_version())
