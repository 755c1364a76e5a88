"""What a replay found, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tequio.kit.tongue import Value, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.replay.compare import Compared, Difference
from tequio.replay.fold import Fold
from tequio.tlog.finding import UNVERIFIABLE, Finding, matches, otherwise, unproven

_MOST = 100  # so many of a kind are enough to name

_OTHERWISE = {
    "says": _(
        "%(thing)s: the record says that its %(field)s is “%(recorded)s” (entry #%(entry)s), "
        "and the site shows “%(shown)s”: %(url)s"
    ),
    "missing": _("%(thing)s: entry #%(entry)s made it public, and the site no longer lists it among its %(place)s"),
    "unsaid": _("%(thing)s: the site lists it among its %(place)s, and the record says nothing of it: %(url)s"),
    "gone": _("%(thing)s: the record does not show it any more (entry #%(entry)s), and the site does: %(url)s"),
    "text": _(
        "%(thing)s: the text at %(url)s is not the one that entry #%(entry)s cites (SHA-256 %(recorded)s); "
        "it has %(shown)s"
    ),
    "page-says": _(
        "%(thing)s: the record says that its %(field)s is “%(recorded)s” (entry #%(entry)s), "
        "and a page shows “%(shown)s”: %(url)s"
    ),
    "page-unsaid": _("%(thing)s: a page shows it, and the record says nothing of it: %(url)s"),
    "page-missing": _("%(thing)s: the site lists it, and its page does not open: %(url)s"),
    "entry-lost": _("%(thing)s: the site points at entry %(shown)s, %(field)s, and the log has no such entry: %(url)s"),
    "entry-hidden": _("%(thing)s: its newest entry is %(recorded)s, and the site says that it is %(shown)s: %(url)s"),
    "entry-otherwise": _("entry #%(entry)s: what the site shows of it is not what the log holds: %(url)s"),
    "entry-unshown": _("entry #%(entry)s is in the log, and the site does not show it: %(url)s"),
}
_OF_ROWS = frozenset({"says", "unsaid", "gone", "text", "entry-lost", "entry-hidden"})
_SILENT = _("that the page %(url)s shows what the record says of %(thing)s: it does not say it to programs")
_AHEAD = _(
    "that what the site shows of %(thing)s is in the record: it points at an entry that the log does not have yet: "
    "%(url)s"
)
_MORE = {
    "otherwise": ngettext("and %(n)s more of the same kind", "and %(n)s more of the same kind"),
}


def findings(told: Compared, fold: Fold, *, pages: int, entries: int) -> Iterator[Finding]:
    """Say what was found."""
    yield from _agreed(told, pages=pages, entries=entries)
    yield from _unproven(told, fold)
    yield from _parted(told.differences)


def _agreed(told: Compared, *, pages: int, entries: int) -> Iterator[Finding]:
    parted = {(one.place, one.thing) for one in told.differences if one.code in _OF_ROWS}
    things = sum(told.counts.values()) - sum(place in told.counts for place, _thing in parted)
    lists = ", ".join(f"{place} {count}" for place, count in sorted(told.counts.items()) if count)
    says = ngettext(
        "%(n)s thing that the site lists is what the record says of it (%(lists)s)",
        "%(n)s things that the site lists are what the record says of them (%(lists)s)",
    )
    yield matches("things-match", says, n=max(0, things), lists=lists)
    says = ngettext(
        "%(n)s published text has the SHA-256 that the record cites",
        "%(n)s published texts have the SHA-256 that the record cites",
    )
    yield matches("texts-match", says, n=told.texts)
    bad = {one.url for one in told.differences if one.code.startswith("page-")}
    says = ngettext("%(n)s page says what the record says", "%(n)s pages say what the record says")
    yield matches("pages-match", says, n=max(0, pages - len(bad)))
    says = ngettext("%(n)s entry is shown as the log holds it", "%(n)s entries are shown as the log holds them")
    yield matches("entries-match", says, n=entries)


def _unproven(told: Compared, fold: Fold) -> Iterator[Finding]:
    for place, why in told.silent.items():
        says = _("that %(place)s is what the record says: %(why)s")
        yield unproven("site-silent", says, exit=UNVERIFIABLE, place=place, why=why)
    for index in fold.unreadable:
        says = _("that what entry #%(entry)s says is shown: it does not hold what entries of its type do")
        yield unproven("entry-unreadable", says, exit=UNVERIFIABLE, entry=index)
    if fold.unknown:
        says_unknown = ngettext(
            "that what %(n)s entry says is shown: this program does not know its type",
            "that what %(n)s entries say is shown: this program does not know their types",
        )
        yield unproven("types-unknown", says_unknown, n=fold.unknown)
    if fold.is_sequel:
        yield unproven("log-sequel", _("what was stated before this log began: an earlier log tells it"))
    yield unproven("unstated", _("what no fact states: only what the record says was compared"))


def _parted(differences: Iterable[Difference]) -> Iterator[Finding]:
    named: Counter[str] = Counter()
    for one in differences:
        code = "ahead" if one.is_ahead else one.code
        named[code] += 1
        if named[code] <= _MOST:
            yield _finding(code, one)
    for code, count in named.items():
        if count > _MOST:
            yield otherwise(f"{code}-more", _MORE["otherwise"], n=count - _MOST)


def _finding(code: str, one: Difference) -> Finding:
    thing = one.thing if " " not in one.thing else f"{one.place}: {one.thing}"
    said = {"thing": thing, "place": one.place, "url": one.url}
    if code in ("ahead", "page-silent"):
        return unproven(code, _AHEAD if code == "ahead" else _SILENT, exit=UNVERIFIABLE, **said)
    shown: dict[str, Value] = {"field": one.field, "recorded": one.recorded, "shown": one.shown, "entry": one.index}
    return otherwise(code, _OTHERWISE[code], **said, **shown)
