"""PDF: without authors, metadata, scripts, launchers, forms that call home or files inside."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from django.utils.translation import gettext_lazy as _
from pikepdf import Array, Dictionary, Name, Stream

from tequio.files.publiccopy import strip
from tequio.kit.policy import Refused

OBJECTS = 300_000
# Metadata, then whatever runs, calls or carries something by itself.
_PRIVATE = ("/Metadata", "/PieceInfo", "/DSS", "/Perms", "/LastModified")
_ACTIVE = (
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/XFA",
    "/Collection",
    "/RichMediaContent",
)
_BAD_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"),
    *("/RichMediaExecute", "/GoTo3DView"),
}
_ADDRESSES = ("https://", "http://", "mailto:", "tel:")
_BAD_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_REMARKS = {
    *("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline"),
    *("/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Redact"),
}
_LOCKED = _("This PDF is protected by a password. Save a copy without password and upload that.")
_DAMAGED = _("This PDF is damaged. Open it, save or print it as PDF again and upload the new copy.")
_LARGE = _("This PDF is too complex to be checked. Divide it in smaller documents.")


def clean(file: BinaryIO) -> bytes:
    """Return the PDF written again with only what its pages show."""
    try:
        with pikepdf.open(file, suppress_warnings=True) as pdf:
            if len(pdf.objects) > OBJECTS:
                raise Refused("upload", _LARGE)
            if not pdf.pages:
                raise Refused("upload", _DAMAGED)
            return _written_again(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("upload", _LOCKED) from error
    except pikepdf.PdfError as error:
        raise Refused("upload", _DAMAGED) from error


def _written_again(pdf: pikepdf.Pdf) -> bytes:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for each in pdf.objects:
        for thing in _within(each):
            _scrub(thing)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _within(each: Any) -> Iterator[Any]:
    """Walk an object and what is written inside it; what it refers to is an object of the list itself."""
    waiting = [each]
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, Dictionary | Array | Stream):
            continue
        yield thing
        inside = list(thing) if isinstance(thing, Array) else [thing[key] for key in thing.keys()]  # noqa: SIM118
        waiting += [one for one in inside if isinstance(one, Dictionary | Array) and not one.is_indirect]


def _scrub(thing: Any) -> None:
    if isinstance(thing, Array):
        _scrub_array(thing)
        return
    for key in (*_PRIVATE, *_ACTIVE):
        if key in thing:
            del thing[key]
    for key in ("/A", "/Next", "/PA"):
        if key in thing and _is_bad_action(thing[key]):
            del thing[key]
    if thing.get("/FT") == Name.Sig and "/V" in thing:
        del thing["/V"]  # a signature does not survive a copy, and its certificate names a person
    if str(thing.get("/Subtype")) in _REMARKS and "/T" in thing:
        del thing["/T"]  # who wrote the remark; elsewhere /T is the name of a form's field
    if isinstance(thing, Stream) and thing.get("/Filter") == Name.DCTDecode:
        _scrub_photo(thing)


def _scrub_array(array: Any) -> None:
    for index in reversed(range(len(array))):
        one = array[index]
        if isinstance(one, Dictionary) and (str(one.get("/Subtype")) in _BAD_ANNOTATIONS or _is_bad_action(one)):
            del array[index]


def _is_bad_action(action: Any) -> bool:
    if not isinstance(action, Dictionary):
        return False
    kind = str(action.get("/S"))
    # An address may also be a script, or a path that tells somebody's name.
    return kind in _BAD_ACTIONS or (kind == "/URI" and not str(action.get("/URI", "")).lower().startswith(_ADDRESSES))


def _scrub_photo(photo: Any) -> None:
    raw = photo.read_raw_bytes()
    cleaned = strip.metadata(raw)
    if cleaned != raw:
        photo.write(cleaned, filter=Name.DCTDecode, decode_parms=photo.get("/DecodeParms"))
