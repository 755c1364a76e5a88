"""Pictures: painted again from their pixels, upright, in sRGB, with nothing else."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from tequio.kit.policy import Refused

PIXELS = 60_000_000
# Pillow warns above this and refuses above twice as much, before it unpacks anything.
Image.MAX_IMAGE_PIXELS = PIXELS
_FORMATS = {"jpg": ["JPEG", "MPO"], "png": ["PNG"], "webp": ["WEBP"]}
_SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 92, "optimize": True},
    "png": {"format": "PNG", "optimize": False},
    "webp": {"format": "WEBP", "quality": 92, "method": 4},
}
_LARGE = _("This picture has too many pixels. Make it smaller (60 megapixels at most) and upload it again.")
_DAMAGED = _("This picture is damaged or incomplete. Open it, save it again and upload the new copy.")
_MOVES = _("Moving pictures are not accepted. Save a still picture and upload that.")


def clean(extension: str, file: BinaryIO) -> bytes:
    """Return the picture without EXIF, place, comments, thumbnails or profile."""
    try:
        with Image.open(file, formats=_FORMATS[extension]) as picture:
            return _painted_again(extension, picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("upload", _LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("upload", _DAMAGED) from error


def _painted_again(extension: str, picture: Image.Image) -> bytes:
    if picture.width * picture.height > PIXELS:
        raise Refused("upload", _LARGE)
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("upload", _MOVES)
    upright = _srgb(ImageOps.exif_transpose(picture))
    if extension == "jpg" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    transparency = upright.info.get("transparency")
    upright.info.clear()
    if transparency is not None and extension == "png":
        upright.info["transparency"] = transparency
    out = io.BytesIO()
    upright.save(out, **_SAVE[extension])
    return out.getvalue()


def _srgb(picture: Image.Image) -> Image.Image:
    """Convert from the picture's own profile, which is dropped: it may name its maker."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile: the colours stay as they are
    return converted or picture
