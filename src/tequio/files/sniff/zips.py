"""Zip containers, looked at before anything is believed: docx, xlsx, pptx, odt, ods, odp.

Headers first, then every byte is unpacked under a limit, so that a header that lies does not help.
"""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from tequio.kit.policy import Refused

ENTRIES = 5_000
DIRECTORY = 2 * 1024 * 1024  # bytes of the list of entries
UNPACKED = 150 * 1024 * 1024
RATIO = 200  # text packs well, but not better than this
SMALL = 1024 * 1024  # entries below this may pack as well as they like
_CHUNK = 256 * 1024
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"

DAMAGED = _("This file is damaged. Open it in your office program, save it again and upload the new copy.")
BOMB = _("This file unpacks to far more than it should. Save it again, or divide it in smaller files.")
LOCKED = _("This file is protected by a password. Save a copy without password and upload that.")
STRANGE = _("This file has parts that an office program does not write. Save it again and upload the new copy.")
NESTED = _("This file has another compressed file inside. Take it out and upload each file by itself.")
MACROS = _("This file has macros, which could harm whoever opens it. Save it without macros (as .docx, .xlsx or .odt).")
EMBEDDED = _("This file has an object of another program embedded. Paste it as a picture and upload the new copy.")


def entries(file: BinaryIO) -> dict[str, bytes]:
    """Unpack a container in memory, in its order; raise Refused on anything that no office program writes."""
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as container:
            infos = container.infolist()
            _check_headers(infos)
            return _unpack(container, infos)
    except (zipfile.BadZipFile, EOFError, struct.error, NotImplementedError, OSError, ValueError) as error:
        raise Refused("upload", DAMAGED) from error
    except RuntimeError as error:  # what zipfile raises when a password is asked for
        raise Refused("upload", LOCKED) from error
    except Exception as error:
        # zlib.error is not public by name in every build; anything else here also means bytes that do not unpack.
        if isinstance(error, Refused):
            raise
        raise Refused("upload", DAMAGED) from error


def _check_end(file: BinaryIO) -> None:
    """Read the end record by hand: zipfile would first load a list of any length."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise Refused("upload", DAMAGED)
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22 or _END64 in tail[max(0, at - 20) : at]:
        raise Refused("upload", DAMAGED)
    count, directory = struct.unpack("<10xHL", tail[at : at + 16])
    if count > ENTRIES or directory > DIRECTORY:
        raise Refused("upload", BOMB)
    file.seek(0)


def _check_headers(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > ENTRIES or sum(info.file_size for info in infos) > UNPACKED:
        raise Refused("upload", BOMB)
    if len({info.filename for info in infos}) != len(infos):
        raise Refused("upload", STRANGE)
    for info in infos:
        _check_header(info)
    ordered = sorted(infos, key=lambda info: info.header_offset)
    for one, following in zip(ordered, ordered[1:], strict=False):
        # Entries that share their bytes are how a small file unpacks to everything.
        if one.header_offset + 30 + one.compress_size > following.header_offset:
            raise Refused("upload", BOMB)


def _check_header(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    if "\\" in name or ":" in name or "\x00" in name or name.startswith("/") or ".." in name.split("/"):
        raise Refused("upload", STRANGE)
    if info.flag_bits & 0x1:
        raise Refused("upload", LOCKED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("upload", STRANGE)
    if (info.external_attr >> 28) == 0xA:  # a symbolic link
        raise Refused("upload", STRANGE)
    if info.file_size > SMALL and info.file_size > RATIO * max(info.compress_size, 1):
        raise Refused("upload", BOMB)


def _unpack(container: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    unpacked: dict[str, bytes] = {}
    total = 0
    for info in infos:
        if info.is_dir():
            continue
        parts = []
        with container.open(info) as entry:
            while chunk := entry.read(_CHUNK):
                total += len(chunk)
                if total > UNPACKED:
                    raise Refused("upload", BOMB)
                parts.append(chunk)
        unpacked[info.filename] = b"".join(parts)
    return unpacked
