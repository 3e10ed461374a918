# SPDX-License-Identifier: GPL-2.0
"""Opening and reading traces."""
import ctypes
import enum
import os
import weakref
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Union

from . import _library
from ._library import library, text
from .complaint import Complaint, ErrorKind, Error, Listener
from .names import Names, Registers
from .record import KINDS, Device, Record

PathLike = Union[str, "os.PathLike[str]"]


class Format(enum.IntEnum):
    """Formats that can be read: enum mmt_format."""

    NATIVE = 0          # trace-cmd's file with the events of mmiotrace
    CLASSIC = 1         # the log of the kernel's own tracer
    QEMU = 2


class Topic(enum.IntEnum):
    """What a trace may say of its making: enum mmt_topic."""

    VERSION = 0
    SYSTEM = 1
    CPUS = 2
    CLOCK = 3
    RECORDER = 4
    MODULE = 5
    EVENTS = 6
    END = 7             # "missing": the recording never ended, or still goes on


class Trace:
    """An open trace: iterate over its records. Use open() to make one."""

    def __init__(self, source: Union[PathLike, int], placements: Sequence[str] = (),
                 complain: Optional[Callable[[Complaint], None]] = None) -> None:
        self._handle: Optional[int] = None
        name = "descriptor %d" % source if isinstance(source, int) else os.fspath(source)
        self._listener = Listener(name, complain)
        self._options = _library.Options(messages=self._listener.messages)
        # What the options point to lives as long as the trace.
        self._places = (_library.Placement * len(placements))()
        self._texts = [ctypes.create_string_buffer(os.fsencode(one)) for one in placements]
        for place, room in zip(self._places, self._texts):
            wrong = library.mmt_placement_parse(room, ctypes.byref(place))
            if wrong:
                raise ValueError("%s: %s" % (placements[self._texts.index(room)], text(wrong)))
        self._options.placements = self._places
        self._options.n_placements = len(placements)
        if isinstance(source, int):
            self._handle = library.mmt_open_fd_sized(
                source, os.fsencode(name), ctypes.byref(self._options),
                ctypes.byref(_library.SIZES))
        else:
            self._handle = library.mmt_open_sized(
                os.fsencode(name), ctypes.byref(self._options), ctypes.byref(_library.SIZES))
        if not self._handle:
            raise self._listener.failure()
        self._names: "weakref.WeakSet[Names]" = weakref.WeakSet()
        self._devices: Dict[int, Device] = {}
        self._listener.check()

    def handle(self) -> int:
        """The trace for the library; ValueError when it was closed."""
        if not self._handle:
            raise ValueError("the trace is closed")
        return self._handle

    def close(self) -> None:
        """Close it. Its devices and names are good no longer."""
        if self._handle:
            for names in self._names:
                names.close()
            library.mmt_close(self._handle)
            self._handle = None

    def __enter__(self) -> "Trace":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def __iter__(self) -> Iterator[Record]:
        """The records from here on, in the order of the trace.

        Raises Error when the rest cannot be read. What cannot be understood is complained
        about, and passed over.
        """
        raw = _library.Record()
        pointer = ctypes.byref(raw)
        following = library.mmt_next
        listener = self._listener
        while True:
            status = following(self.handle(), pointer)
            listener.check()
            if status <= 0:
                break
            kind = KINDS.get(raw.kind)
            if kind is not None:
                yield Record(self, raw, kind)
        if status < 0:
            raise listener.failure()

    def rewind(self) -> None:
        """Go back to the first record. Names have learned: make new ones."""
        if library.mmt_rewind(self.handle()):
            raise self._listener.failure()
        self._listener.check()

    def names(self, registers: Union[Registers, PathLike, Sequence[PathLike]] = ()) -> Names:
        """Names for its registers, from descriptions or their files."""
        if not isinstance(registers, Registers):
            paths = [registers] if isinstance(registers, (str, os.PathLike)) else registers
            registers = Registers(*paths)
        names = Names(self, registers)
        self._names.add(names)
        return names

    def function(self, pc: int) -> str:
        """The code at an address: "function+0x10 [module]"."""
        return text(library.mmt_function(self.handle(), pc))

    def device_at(self, pointer: Any) -> Optional[Device]:
        """The device that the library means."""
        if not pointer:
            return None
        self.handle()
        index = pointer.contents.index
        if index not in self._devices:
            self._devices[index] = Device(self, pointer)
        return self._devices[index]

    @property
    def devices(self) -> List[Device]:
        """The devices that it has described so far; a native file all, from the beginning."""
        count = ctypes.c_uint()
        pointers = library.mmt_devices(self.handle(), ctypes.byref(count))
        found = (self.device_at(pointers[i]) for i in range(count.value))
        return [device for device in found if device]

    @property
    def format(self) -> Format:
        """The format that was recognised."""
        return Format(library.mmt_format_of(self.handle()))

    def about(self, topic: Topic) -> Optional[str]:
        """What it says of its making; None when it does not."""
        said = library.mmt_about(self.handle(), topic)
        return None if said is None else text(said)

    @property
    def progress(self) -> Optional[float]:
        """How much of it was read, from 0 to 1; None when nobody knows."""
        done = int(library.mmt_progress(self.handle()))
        return done / 1000 if done >= 0 else None

    @property
    def problems(self) -> int:
        """How many things were complained about so far."""
        return int(library.mmt_problems(self.handle()))

    @property
    def complaints(self) -> List[Complaint]:
        """What was said of them: of each kind the first few, then a count."""
        return list(self._listener.complaints)


def open(source: Union[PathLike, int],
         placements: Sequence[str] = (),
         complain: Optional[Callable[[Complaint], None]] = None) -> Trace:
    """Open a trace of any format that mmiotrace reads.

    source: a path, "-" for standard input, or an open descriptor, which stays the caller's.
    placements: NAME=PCIADDR/barN@PHYS, as the option --map of the command.
    complain: is told of what is wrong; Trace.complaints has it in any case.

    Raises Error when it cannot be opened.
    """
    return Trace(source, placements, complain)


__all__ = ["Error", "ErrorKind", "Format", "Topic", "Trace", "open"]
