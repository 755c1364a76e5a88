"""The copy of a file that anybody may see: no traces of its author, no place, no programs. Same bytes in, same out."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from tequio.files.publiccopy import office, pdf, picture
from tequio.files.sniff import Kind
from tequio.kit.policy import Refused

_CANNOT = _(
    "We could not make a copy of this file without private data. Save it again, or as PDF, and upload the new copy."
)


def make(kind: Kind, file: BinaryIO) -> bytes:
    """Return the bytes of the public copy; raise Refused if it cannot be made safe."""
    file.seek(0)
    try:
        if kind.family == "text":
            return file.read()
        if kind.family == "picture":
            return picture.clean(kind.extension, file)
        if kind.family == "pdf":
            return pdf.clean(file)
        return office.clean(file)
    except Refused:
        raise
    except Exception as error:
        # Parsers of hostile bytes fail in ways that no list of exceptions holds; whatever it was, nothing is kept.
        raise Refused("upload", _CANNOT) from error
