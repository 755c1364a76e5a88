"""An assessment as one web page that needs nothing else: no script, no picture, no font."""

from __future__ import annotations

from html import escape

from tequio.kit.tongue import ENGLISH, Tongue
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.assessment import Assessment
from tequio.tables.finding import Finding
from tequio.tables.profiling import Column
from tequio.tables.quality import Score, scores

_STYLE = """
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{max-width:70rem;margin:0 auto;padding:1rem}
h1,h2{line-height:1.2}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #8886}
small{overflow-wrap:anywhere;opacity:.8}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.error{border-left:.4rem solid #b3261e}.warning{border-left:.4rem solid #b26a00}.note{border-left:.4rem solid #5b6b7a}
@media print{body{max-width:none}}
""".strip()
_MOST = 5  # rows that a finding names
_FINDINGS = (_("Severity"), _("What was found"))
_ROWS = _("Rows: %(rows)s")
_QUALITY, _SCORES = _("Quality"), (_("Family"), _("Of 100"), _("What was counted"))
_COLUMNS = (_("Column"), _("Kind"), _("Filled"), _("Different"), _("Least"), _("Most"), _("Commonest"))
_SIZE = _("%(rows)s rows, %(columns)s columns")
_FINE, _ABOUT, _CAPTION = _("Nothing to mend was found."), _("What each column holds"), _("What to look at")


def written(found: Assessment, *, title: str, tongue: Tongue = ENGLISH) -> str:
    """Return the page. Nothing that stands in the file can become markup."""
    say = tongue.gettext
    size = say(_SIZE) % {"rows": f"{found.rows:,}", "columns": len(found.columns)}
    hidden = {one.column for one in found.suspicions if one.needs_decision}
    findings = "".join(_finding(one, tongue) for one in found.findings)
    columns = "".join(_column(one, is_hidden=one.name in hidden) for one in found.columns)
    first = _table(say(_CAPTION), [say(one) for one in _FINDINGS], findings) if findings else f"<p>{say(_FINE)}</p>"
    second = _table(say(_ABOUT), [say(one) for one in _COLUMNS], columns)
    language = "en" if say(_CAPTION) == _CAPTION else "es"
    quality = "".join(_score(one, tongue) for one in scores(found))
    judged = _table(say(_QUALITY), [say(one) for one in _SCORES], quality)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1><p>{escape(size)}</p>"
        f"{judged}{first}{second}</main></body></html>\n"
    )


def _table(caption: str, heads: list[str], body: str) -> str:
    row = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{row}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _score(one: Score, tongue: Tongue) -> str:
    family = escape(tongue.gettext(str(one.family)))
    return f'<tr><th scope="row">{family}</th><td class="n">{one.points}</td><td>{escape(one.say(tongue))}</td></tr>'


def _finding(one: Finding, tongue: Tongue) -> str:
    rows = ", ".join(f"{at.row}" + (f" ({at.text})" if at.text else "") for at in one.examples[:_MOST])
    where = f"<br><small>{escape(tongue.gettext(_ROWS) % {'rows': rows})}</small>" if rows else ""
    severity = escape(tongue.gettext(str(one.severity)))
    return f'<tr><td class="{one.severity}">{severity}</td><td>{escape(one.say(tongue))}{where}</td></tr>'


def _column(one: Column, *, is_hidden: bool) -> str:
    about = "≈" if one.is_estimated else ""
    least, most = ("•", "•") if is_hidden else (one.least or "", one.most or "")
    common = "•" if is_hidden else " · ".join(f"{text} ({count:,})" for text, count in one.common[:5])
    return (
        f'<tr><th scope="row">{escape(one.name)}</th><td>{one.reading.kind}</td><td class="n">{one.share:.1%}</td>'
        f'<td class="n">{about}{one.distinct:,}</td><td>{escape(least)}</td><td>{escape(most)}</td>'
        f"<td>{escape(common)}</td></tr>"
    )
