# SPDX-License-Identifier: GPL-2.0
"""Records of a trace, and the devices they are about."""
import ctypes
import enum
from typing import TYPE_CHECKING, Any, List, NamedTuple, Optional

from . import _library
from ._library import text

if TYPE_CHECKING:
    from .trace import Trace


class Kind(enum.IntEnum):
    """Kinds of records: enum mmt_kind."""

    READ = 0            # an access to device memory
    WRITE = 1
    UNKNOWN = 2         # an instruction whose value is not known
    MAP = 3             # a mapping begins
    UNMAP = 4
    DEVICE = 5          # description of a device
    MARK = 6            # text of the user's
    LOST = 7            # records are missing here
    CONFIG_READ = 8     # PCI configuration space
    CONFIG_WRITE = 9
    NOTE = 10           # a line kept as it was

    @property
    def word(self) -> str:
        """What scripts call it, as in docs/data.md: "config_read"."""
        return self.name.lower()


KINDS = {int(kind): kind for kind in Kind}


class Bar(NamedTuple):
    """A BAR of a device; start has no flag bits."""

    start: int
    size: int
    is_port: bool


class Device:
    """A device that a trace describes; later descriptions of it are seen, too."""

    def __init__(self, trace: "Trace", pointer: Any) -> None:
        self._trace = trace
        self._pointer = pointer

    def _device(self) -> Any:
        self._trace.handle()
        return self._pointer.contents

    @property
    def address(self) -> str:
        """"0000:00:04.0", or a name when it is no PCI device."""
        return text(self._device().address)

    @property
    def label(self) -> str:
        """For people: "e1000 00:04.0"."""
        return text(self._device().label)

    @property
    def driver(self) -> str:
        """Its driver, or ""."""
        return text(self._device().driver)

    @property
    def is_pci(self) -> bool:
        """Whether it is a PCI device."""
        return bool(self._device().is_pci)

    @property
    def vendor(self) -> int:
        """PCI vendor, 0 when the trace does not say."""
        return int(self._device().vendor)

    @property
    def device(self) -> int:
        """PCI device."""
        return int(self._device().device)

    @property
    def irq(self) -> int:
        """Interrupt line."""
        return int(self._device().irq)

    @property
    def index(self) -> int:
        """Its number in its trace, from 0."""
        return int(self._device().index)

    @property
    def bars(self) -> List[Bar]:
        """Its six BARs and its ROM."""
        device = self._device()
        return [Bar(device.start[i] & ~0xf, device.size[i], bool(device.start[i] & 1) and i < 6)
                for i in range(_library.BARS)]

    def __repr__(self) -> str:
        return "<Device %s>" % self.label


class Record:
    """One record of a trace. It stays as it is when the next one is read."""

    __slots__ = ("_trace", "_c", "kind", "_task", "_text", "_bytes", "_room", "_function")

    def __init__(self, trace: "Trace", record: Any, kind: Kind) -> None:
        self._trace = trace
        self.kind = kind
        self._task: bytes = record.task or b""
        self._text: bytes = (ctypes.string_at(record.text, record.text_length)
                             if record.text else b"")
        self._bytes: bytes = (ctypes.string_at(record.bytes, record.n_bytes)
                              if record.bytes else b"")
        self._function: Optional[str] = None
        # A copy whose pointers are good as long as it lives: mmt_name() reads it.
        self._c = _library.Record.from_buffer_copy(record)
        self._c.task = None
        self._c.text = None
        self._c.text_length = 0
        self._room = ctypes.create_string_buffer(self._bytes) if self._bytes else None
        self._c.bytes = ctypes.addressof(self._room) if self._room is not None else None

    @property
    def is_access(self) -> bool:
        """Whether it is a read or write of device memory."""
        return self.kind <= Kind.WRITE

    @property
    def is_config(self) -> bool:
        """Whether it is an access to PCI configuration space."""
        return self.kind in (Kind.CONFIG_READ, Kind.CONFIG_WRITE)

    @property
    def is_write(self) -> bool:
        """Whether it is a write, to memory or to configuration space."""
        return self.kind in (Kind.WRITE, Kind.CONFIG_WRITE)

    @property
    def operation(self) -> str:
        """What scripts call its kind: "read", "config_write"."""
        return self.kind.word

    @property
    def cpu(self) -> Optional[int]:
        """Where it was; None when the trace does not say."""
        return int(self._c.cpu) if self._c.cpu >= 0 else None

    @property
    def pid(self) -> int:
        """Thread, 0 when the trace does not say."""
        return int(self._c.pid)

    @property
    def task(self) -> str:
        """Name of the thread, or ""."""
        return text(self._task)

    @property
    def time(self) -> int:
        """Nanoseconds of the trace's clock."""
        return int(self._c.time)

    @property
    def device(self) -> Optional[Device]:
        """Whose memory it is; None when nobody knows."""
        return self._trace.device_at(self._c.device)

    @property
    def bar(self) -> Optional[int]:
        """Which BAR, 6 for the ROM; None for none."""
        return int(self._c.bar) if self._c.bar != _library.NO_BAR else None

    @property
    def offset(self) -> int:
        """Offset in that."""
        return int(self._c.offset)

    @property
    def phys(self) -> int:
        """Physical address; 0 when the trace has only offsets."""
        return int(self._c.phys)

    @property
    def width(self) -> int:
        """Bytes accessed."""
        return int(self._c.width)

    @property
    def value(self) -> int:
        """What was read or written, however wide it was."""
        if self._c.width > 8 and self.kind != Kind.UNKNOWN:
            return int.from_bytes(self._bytes, "little")
        return int(self._c.value)

    @property
    def bytes(self) -> bytes:
        """Bytes of a wide access; of Kind.UNKNOWN those of the instruction."""
        return self._bytes

    @property
    def map(self) -> int:
        """Number of the mapping, 0 when the trace does not say."""
        return int(self._c.map)

    @property
    def pc(self) -> int:
        """Address of the code, 0 when the trace does not say."""
        return int(self._c.pc)

    @property
    def function(self) -> str:
        """The code: "function+0x10 [module]", a bare address, or ""."""
        if self._function is None:
            self._function = self._trace.function(self.pc)
        return self._function

    @property
    def virt(self) -> int:
        """Virtual address of a mapping."""
        return int(self._c.virt)

    @property
    def length(self) -> int:
        """Bytes of a mapping."""
        return int(self._c.length)

    @property
    def lost(self) -> int:
        """How many records are missing, or LOST_UNCOUNTED."""
        return int(self._c.lost)

    @property
    def text(self) -> str:
        """Text of a mark or note."""
        return text(self._text)

    def of(self, trace: "Trace") -> Any:
        """The record for the library, if it is one of this trace."""
        if trace is not self._trace:
            raise ValueError("a record of another trace")
        return self._c

    def __repr__(self) -> str:
        if self.is_access or self.is_config:
            return "<Record %s of %d bytes at %#x: %#x>" % (self.operation, self.width,
                                                            self.offset, self.value)
        return "<Record %s>" % self.operation
