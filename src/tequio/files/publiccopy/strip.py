"""Take metadata out of pictures inside documents without touching their pixels."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PRIVATE = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_PRIVATE = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x08 | 0x04  # "has EXIF", "has XMP" of the VP8X chunk
_MARKS = (b"Exif\x00", b"eXIf", b"EXIF", b"xpacket", b"adobe:ns:meta")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class Unreadable(ValueError):
    """The picture is not what its first bytes say."""


def metadata(picture: bytes) -> bytes:
    """Return a JPEG, PNG or WebP without EXIF, XMP, IPTC or comments; anything else unchanged.

    Raises Unreadable for a broken picture that seems to carry some.
    """
    clean = next((clean for start, clean in _CLEANERS if re.match(start, picture, re.DOTALL)), None)
    if clean is None:
        return picture
    try:
        return clean(picture)
    except (struct.error, IndexError, Unreadable) as error:
        if any(mark in picture for mark in _MARKS):
            raise Unreadable("a broken picture with private data") from error
        return picture


def _jpeg(picture: bytes) -> bytes:
    kept, at = [picture[:2]], 2
    while True:
        if picture[at] != 0xFF:
            raise Unreadable
        marker = picture[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker == 0xD9:  # what follows the end is not the picture
            return b"".join([*kept, b"\xff\xd9"])
        end = at + 2 + struct.unpack(">H", picture[at + 2 : at + 4])[0]
        if marker == 0xDA:  # a scan: its data run to the next marker
            found = _NEXT_MARKER.search(picture, end)
            if not found:
                raise Unreadable
            end = found.start()
        if _jpeg_keeps(marker, picture[at + 4 : end]):
            kept.append(picture[at:end])
        at = end


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    """Keep JFIF, the colour profile and Adobe's colour transform; drop other application segments and comments."""
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE")
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _png(picture: bytes) -> bytes:
    kept, at = [_PNG], 8
    while True:
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        if kind not in _PNG_PRIVATE:
            kept.append(picture[at : at + 12 + length])
        if kind == b"IEND":
            return b"".join(kept)
        at += 12 + length


def _webp(picture: bytes) -> bytes:
    kept, at = [], 12
    end = 8 + struct.unpack("<I", picture[4:8])[0]
    while at + 8 <= min(end, len(picture)):
        kind, length = struct.unpack("<4sI", picture[at : at + 8])
        chunk = bytearray(picture[at : at + 8 + length + (length & 1)])
        if kind == b"VP8X":
            chunk[8] &= ~_WEBP_FLAGS & 0xFF
        if kind not in _WEBP_PRIVATE:
            kept.append(bytes(chunk))
        at += 8 + length + (length & 1)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_CLEANERS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (rb"\xff\xd8\xff", _jpeg),
    (re.escape(_PNG), _png),
    (rb"RIFF....WEBP", _webp),
)
