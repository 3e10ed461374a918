# SPDX-License-Identifier: GPL-2.0
"""What is wrong with a file."""
import enum
from typing import Any, Callable, List, NamedTuple, Optional

from . import _library
from ._library import text


class ErrorKind(enum.IntEnum):
    """Kinds of things that are wrong: enum mmt_error."""

    NONE = 0            # a remark
    SYSTEM = 1          # the system refused something: Complaint.system
    MEMORY = 2
    FORMAT = 3          # not of a format that can be read
    VERSION = 4
    CUT = 5             # the end is missing
    DAMAGED = 6
    LIMIT = 7
    DESCRIPTION = 8     # a description of registers is wrong
    OTHER = -1          # one that this module does not know


class Complaint(NamedTuple):
    """One thing that is wrong with a file.

    system is an errno, of ErrorKind.SYSTEM; line counts from 1, 0 is none.
    """

    error: ErrorKind
    system: int
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        where = "%s:%d" % (self.file, self.line) if self.line else self.file
        return "%s: %s" % (where, self.text)


class Error(Exception):
    """A file cannot be read; complaint says why."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint


class Listener:
    """Keeps the complaints about one object, and passes them on."""

    def __init__(self, name: str, complain: Optional[Callable[[Complaint], None]]) -> None:
        self.name = name
        self.complaints: List[Complaint] = []
        self._complain = complain
        self._raised: Optional[BaseException] = None
        # The library calls it as long as the object lives.
        self._callback = _library.Complain(self._hear)
        self.messages = _library.Messages(self._callback, None)

    def _hear(self, _data: Any, pointer: Any) -> None:
        said = pointer.contents
        known = said.error in ErrorKind.__members__.values()
        complaint = Complaint(ErrorKind(said.error) if known else ErrorKind.OTHER, said.system,
                              text(said.file), said.line, text(said.text))
        self.complaints.append(complaint)
        if self._complain and not self._raised:
            try:
                self._complain(complaint)
            # It cannot pass through the library: check() raises it again.
            except BaseException as error:
                self._raised = error

    def check(self) -> None:
        """Raise what the user's function has raised."""
        error, self._raised = self._raised, None
        if error:
            raise error

    def failure(self) -> Error:
        """The error that the last complaint is about."""
        self.check()
        if self.complaints:
            return Error(self.complaints[-1])
        return Error(Complaint(ErrorKind.OTHER, 0, self.name, 0, "cannot be read"))
