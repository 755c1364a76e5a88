"""The words of the public record (RECORD.md 4.1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """Why personal data was erased (Ley General de Protección de Datos Personales: derechos ARCO, and its limits)."""

    ASKED = "asked", _("the person asked for it")
    ENDED = "ended", _("the time for keeping it is over")
    ORDERED = "ordered", _("an authority ordered it")
    MISTAKE = "mistake", _("it should never have been kept")


# What personal values are called that entries keep apart (`file-2` is the second file). A name for what came with it.
FIELDS = {
    "name": _("name or pseudonym"),
    "text": _("what the person wrote"),
    "file": _("attached file"),
}
