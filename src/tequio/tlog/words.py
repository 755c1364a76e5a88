"""The project's catalogue for commands that run without Django: English in the code, Spanish in locale/.

Python's own gettext chooses by the shell's LANGUAGE, LC_ALL, LC_MESSAGES or LANG; what is not translated stays English.
"""

from __future__ import annotations

import gettext as catalogues
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def spoken(*languages: str) -> catalogues.NullTranslations:
    """Return who translates into the first of some languages that there is, or into the shell's."""
    return catalogues.translation("django", LOCALE, languages=list(languages) or None, fallback=True)


gettext = spoken().gettext
ngettext = spoken().ngettext
