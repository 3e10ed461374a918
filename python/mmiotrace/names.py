# SPDX-License-Identifier: GPL-2.0
"""Names of registers, and what their values mean."""
import ctypes
import os
from typing import TYPE_CHECKING, Any, Callable, List, NamedTuple, Optional, Union

from . import _library
from ._library import library, text
from .complaint import Complaint, Listener
from .record import Record

if TYPE_CHECKING:
    from .trace import Trace


class Field(NamedTuple):
    """A field of a register with a value.

    text: its value for people; "" for a flag.
    guessed: its description does not say that it is one.
    """

    name: str
    value: int
    text: str
    low: int
    high: int
    guessed: bool


class Named(NamedTuple):
    """An access, or a part of one, with its register.

    name: path of the register.
    value: what was read or written of it.
    text: that for people: "{ LU = 1 | SPEED = 1000 }".
    fields: what is in it, the lowest first.
    rest: bits that belong to no field.
    doc: one line about the register, or None.
    id: the same number for the same name on the same device.
    """

    name: str
    value: int
    text: str
    fields: List[Field]
    rest: int
    doc: Optional[str]
    id: int


class Registers:
    """Descriptions of registers: rnndb XML, CMSIS-SVD, C headers and source, rules."""

    def __init__(self, *paths: Union[str, "os.PathLike[str]"],
                 complain: Optional[Callable[[Complaint], None]] = None) -> None:
        self._handle: Optional[int] = None
        self._listener = Listener("registers", complain)
        self._handle = library.mmt_regs_new(ctypes.byref(self._listener.messages))
        if not self._handle:
            raise MemoryError
        for path in paths:
            self.load(path)

    def load(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Read a description, or a directory of them; Error when nothing could be read."""
        if library.mmt_regs_load(self.handle(), os.fsencode(path)):
            raise self._listener.failure()
        self._listener.check()

    def handle(self) -> int:
        """The descriptions for the library."""
        assert self._handle
        return self._handle

    @property
    def complaints(self) -> List[Complaint]:
        """What is wrong with them."""
        return list(self._listener.complaints)

    def __del__(self) -> None:
        # Names hold a reference: they are freed before.
        if self._handle:
            library.mmt_regs_free(self._handle)
            self._handle = None


class Names:
    """Descriptions, applied to the devices of one trace. Trace.names() makes them."""

    def __init__(self, trace: "Trace", registers: Registers) -> None:
        self._handle: Optional[int] = None
        self._trace = trace
        self._registers = registers
        self._part = (_library.Named * _library.MAX_PARTS)()
        self._handle = library.mmt_names_new_sized(registers.handle(), trace.handle(),
                                                   ctypes.byref(_library.SIZES))
        if not self._handle:
            raise MemoryError

    def _named(self, part: Any) -> Named:
        count, rest = ctypes.c_uint(), ctypes.c_uint64()
        name, value, register = text(part.name), part.value, part.reg
        fields = library.mmt_fields(self._handle, ctypes.byref(part), value, ctypes.byref(count),
                                    ctypes.byref(rest))
        found = [Field(text(one.name), one.value, text(one.text), one.low, one.high, one.guessed)
                 for one in (fields[i] for i in range(count.value))]
        meaning = text(library.mmt_value(self._handle, ctypes.byref(part), value))
        doc = register.contents.doc if register else None
        return Named(name, value, meaning, found, rest.value, text(doc) if doc else None, part.id)

    def of(self, record: Record) -> List[Named]:
        """The registers that an access touches; [] when no description says anything.

        Names learn from accesses, which bank is selected for example: they must see all
        accesses of their trace, in order.
        """
        if not self._handle:
            raise ValueError("the trace is closed")
        parts = library.mmt_name(self._handle, ctypes.byref(record.of(self._trace)), self._part)
        return [self._named(self._part[i]) for i in range(parts)]

    def close(self) -> None:
        """Free them; the trace does it when it is closed."""
        if self._handle:
            library.mmt_names_free(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.close()
