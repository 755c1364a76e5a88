"""What happens to files. Private: an upload is public only when a room above says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Trace


@dataclass(frozen=True, kw_only=True)
class FileKept(Trace):
    """Somebody handed in a file."""

    name = "files.file-kept"
    sentence = _("%(actor)s uploaded a file")

    sha256: str
    size: int
    media_type: str
    public_sha256: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class FileForgotten(Trace):
    """A file was erased because whoever it came from asked for it."""

    name = "files.file-forgotten"
    sentence = _("%(actor)s erased a file")
