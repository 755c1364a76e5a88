"""The page on which a witness says what it is, in Spanish and English: at its root, or beside what it publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from tequio.kit import tongue
from tequio.tlog.submission import CALL
from tequio.tlog.witness import Damaged, Watched, Witness

_PAGE = """<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
</head>
<body>
<main>
{parts}
</main>
</body>
</html>
"""


def page(witness: Witness) -> bytes:
    """Return the page of a witness. Its links are relative: it stands beside the folders of the checkpoints."""
    parts = "\n<hr>\n".join(_part(witness, language) for language in ("es", "en"))
    return _PAGE.format(name=escape(witness.key.name), parts=parts).encode()


def _part(witness: Witness, language: str) -> str:
    _ = tongue.spoken(language).gettext
    rows = [_row(witness, log, _) for log in witness.logs().values()]
    heads = (_("Public log"), _("Entries"), _("Seen last (UTC)"), _("Signed state"))
    table = "\n".join(["<table>", _cells("th", heads), *rows, "</table>"])
    said = (
        _("It watches the public logs below."),
        _("It signs each new state of a log only if it continues all that it signed before."),
        _("So nobody can rewrite such a log without being seen."),
        _("Its signature says how large the log was, and when. It does not say that what stands in the log is true."),
    )
    name = _("Witness %(name)s") % {"name": witness.key.name}
    key = _("Its public key, by which anybody can check its signatures:")
    none = _("It watches no log yet.")
    call = _("Logs ask for its signature at %(call)s, as c2sp.org/tlog-witness says.") % {"call": CALL}
    return "\n".join(
        [
            f'<section lang="{language}">',
            f"<h1>{escape(name)}</h1>",
            f"<p>{escape(' '.join(said))}</p>",
            f"<p>{escape(key)}<br><code>{escape(witness.vkey)}</code></p>",
            table if rows else f"<p>{escape(none)}</p>",
            f"<p>{escape(call)}</p>",
            "</section>",
        ]
    )


def _row(witness: Witness, log: Watched, _: Callable[[str], str]) -> str:
    try:
        known = witness.remembered(log)
    except Damaged:
        return _cells("td", (log.origin, "?", _("its memory is damaged"), ""))
    if known.note is None:
        return _cells("td", (log.origin, "0", _("not yet"), ""))
    seen = datetime.fromtimestamp(known.time, UTC).strftime("%Y-%m-%d %H:%M")
    link = f'<a href="{log.id}/checkpoint">checkpoint</a>'
    return _cells("td", (log.origin, str(known.size), seen)).removesuffix("</tr>") + f"<td>{link}</td></tr>"


def _cells(kind: str, texts: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{kind}>{escape(text)}</{kind}>" for text in texts) + "</tr>"
