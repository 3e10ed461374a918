# SPDX-License-Identifier: GPL-2.0
"""Structures and functions of libmmiotrace.h, as the library has them."""
import ctypes
from ctypes import (CFUNCTYPE, POINTER, Structure, c_bool, c_char, c_char_p, c_int, c_longlong,
                    c_long, c_size_t, c_uint, c_uint8, c_uint16, c_uint32, c_uint64, c_ulong,
                    c_void_p)
from typing import Any, List, Optional, Tuple

INTERFACE = 1       # MMT_INTERFACE: what this module needs
SONAME = "libmmiotrace.so.0"

BARS = 7
NO_BAR = -1
LOST_UNCOUNTED = -1
MAX_PARTS = 8


class Complaint(Structure):
    """struct mmt_complaint"""

    _fields_ = [("error", c_int), ("system", c_int), ("file", c_char_p), ("line", c_ulong),
                ("text", c_char_p)]


Complain = CFUNCTYPE(None, c_void_p, POINTER(Complaint))


class Messages(Structure):
    """struct mmt_messages"""

    _fields_ = [("complain", Complain), ("data", c_void_p)]


class Device(Structure):
    """struct mmt_device"""

    _fields_ = [("address", c_char * 64), ("label", c_char * 128), ("driver", c_char * 64),
                ("is_pci", c_bool), ("domain", c_uint32), ("bus", c_uint8), ("devfn", c_uint8),
                ("vendor", c_uint16), ("device", c_uint16), ("irq", c_uint32),
                ("start", c_uint64 * BARS), ("size", c_uint64 * BARS), ("index", c_uint)]


class Record(Structure):
    """struct mmt_record"""

    _fields_ = [("kind", c_int), ("cpu", c_int), ("pid", c_int), ("task", c_char_p),
                ("time", c_uint64), ("device", POINTER(Device)), ("bar", c_int),
                ("offset", c_uint64), ("phys", c_uint64), ("value", c_uint64),
                ("bytes", c_void_p), ("width", c_uint), ("n_bytes", c_uint), ("map", c_uint32),
                ("pc", c_uint64), ("virt", c_uint64), ("length", c_uint64), ("flags", c_uint),
                ("lost", c_longlong), ("text", c_void_p), ("text_length", c_size_t)]


class Placement(Structure):
    """struct mmt_placement"""

    _fields_ = [("region", c_char_p), ("address", c_char_p), ("bar", c_int), ("phys", c_uint64)]


class Options(Structure):
    """struct mmt_options"""

    _fields_ = [("messages", Messages), ("placements", POINTER(Placement)),
                ("n_placements", c_size_t), ("wait", c_void_p), ("wait_data", c_void_p)]


class Register(Structure):
    """struct mmt_register"""

    _fields_ = [("name", c_char_p), ("doc", c_char_p), ("width", c_uint), ("access", c_uint)]


class Named(Structure):
    """struct mmt_named"""

    _fields_ = [("name", c_char_p), ("reg", POINTER(Register)), ("value", c_uint64),
                ("id", c_uint32)]


class Field(Structure):
    """struct mmt_field"""

    _fields_ = [("name", c_char_p), ("text", c_char_p), ("value", c_uint64), ("low", c_uint),
                ("high", c_uint), ("guessed", c_bool)]


class Sizes(Structure):
    """struct mmt_sizes"""

    _fields_ = [("sizes", c_size_t), ("options", c_size_t), ("record", c_size_t),
                ("named", c_size_t), ("field", c_size_t), ("writer_options", c_size_t),
                ("diff_device", c_size_t), ("diff_row", c_size_t)]


# Writing and comparing are not used here: of their structures nothing is known.
SIZES = Sizes(ctypes.sizeof(Sizes), ctypes.sizeof(Options), ctypes.sizeof(Record),
              ctypes.sizeof(Named), ctypes.sizeof(Field), 0, 0, 0)

FUNCTIONS: Tuple[Tuple[str, Any, List[Any]], ...] = (
    ("mmt_interface", c_uint, []),
    ("mmt_version", c_char_p, []),
    ("mmt_open_sized", c_void_p, [c_char_p, POINTER(Options), POINTER(Sizes)]),
    ("mmt_open_fd_sized", c_void_p, [c_int, c_char_p, POINTER(Options), POINTER(Sizes)]),
    ("mmt_close", None, [c_void_p]),
    ("mmt_next", c_int, [c_void_p, POINTER(Record)]),
    ("mmt_rewind", c_int, [c_void_p]),
    ("mmt_format_of", c_int, [c_void_p]),
    ("mmt_about", c_char_p, [c_void_p, c_int]),
    ("mmt_problems", c_ulong, [c_void_p]),
    ("mmt_progress", c_int, [c_void_p]),
    ("mmt_devices", POINTER(POINTER(Device)), [c_void_p, POINTER(c_uint)]),
    ("mmt_function", c_char_p, [c_void_p, c_uint64]),
    ("mmt_placement_parse", c_char_p, [c_char_p, POINTER(Placement)]),
    ("mmt_regs_new", c_void_p, [POINTER(Messages)]),
    ("mmt_regs_free", None, [c_void_p]),
    ("mmt_regs_load", c_int, [c_void_p, c_char_p]),
    ("mmt_names_new_sized", c_void_p, [c_void_p, c_void_p, POINTER(Sizes)]),
    ("mmt_names_free", None, [c_void_p]),
    ("mmt_name", c_uint, [c_void_p, POINTER(Record), POINTER(Named)]),
    ("mmt_fields", POINTER(Field), [c_void_p, POINTER(Named), c_uint64, POINTER(c_uint),
                                    POINTER(c_uint64)]),
    ("mmt_value", c_char_p, [c_void_p, POINTER(Named), c_uint64]),
)


def _load() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(SONAME)
    except OSError as error:
        raise ImportError("%s is not where the loader looks for it (install libmmiotrace0, or "
                          "set LD_LIBRARY_PATH): %s" % (SONAME, error)) from None
    for name, result, arguments in FUNCTIONS:
        try:
            function = getattr(library, name)
        except AttributeError:
            raise ImportError("%s has no %s(): it is older than this module" %
                              (SONAME, name)) from None
        function.restype = result
        function.argtypes = arguments
    if library.mmt_interface() < INTERFACE:
        raise ImportError("%s has interface %d, this module needs %d: install a newer one" %
                          (SONAME, library.mmt_interface(), INTERFACE))
    return library


library = _load()


def text(data: Optional[bytes]) -> str:
    """Texts of traces are those of others: bytes that are no UTF-8 stay visible."""
    return (data or b"").decode("utf-8", "backslashreplace")
