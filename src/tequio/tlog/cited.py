"""What lies beside a bundle's entries: files that they cite, values that they withhold, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tlog.bundle import Bundle
from tequio.tlog.entry import Disclosure, digest_of
from tequio.tlog.finding import UNVERIFIABLE, Finding, false, matches, short, unproven, withheld
from tequio.tlog.included import Included
from tequio.tlog.note import Malformed

ERASED = "record.entry-erased"


def evidence(bundle: Bundle, found: Sequence[Included]) -> Iterator[Finding]:
    """Compare the files of the bundle with the hashes that entries cite."""
    cited = {file.sha256: one.index for one in reversed(found) for file in one.entry.evidence}
    told = {hash: one.index for one in reversed(found) for hash in one.entry.hashes()}
    for hash, index in cited.items():
        if hash not in bundle.copies:
            says = _("what the file %(short)s holds, which entry #%(index)d cites: it is not in this bundle")
            yield unproven("evidence-absent", says, sha256=hash, short=short(hash), index=index)
    for name, copy in bundle.copies.items():
        by = cited.get(name, told.get(name))
        values: dict[str, Any] = {"sha256": name, "short": short(name)}
        if copy.sha256 != name:
            says = _("The file evidence/%(short)s is not the one that is cited: its SHA-256 is %(found)s.")
            yield false("evidence-replaced", says, found=copy.sha256, **values)
        elif by is None:
            says = _("that the file evidence/%(short)s belongs here: no entry of this bundle cites it")
            yield unproven("evidence-uncited", says, **values)
        else:
            says = _("file sha256 %(sha256)s (%(size)s bytes), which entry #%(index)d cites")
            yield matches("evidence-matches", says, index=by, size=copy.size, **values)


def personal(bundle: Bundle, found: Sequence[Included]) -> Iterator[Finding]:
    """Compare disclosures with the digests of their entries, and count what is withheld."""
    indexes = {one.index for one in found}
    for index in bundle.numbers("disclosures"):
        if index not in indexes:
            says = _("The disclosures of entry #%(index)d stand here without an entry that could vouch for them.")
            yield unproven("disclosures-alone", says, exit=UNVERIFIABLE, index=index)
    erased = _erasures(found)
    for one in found:
        shown = _disclosed(bundle, one)
        yield from shown.values()
        names = {name for name, finding in shown.items() if finding.code == "disclosed"}
        yield from _withheld(bundle, one, names, erased.get(one.entry.id, {}))


def _disclosed(bundle: Bundle, one: Included) -> dict[str, Finding]:
    """Judge the disclosures of an entry, each by its name, or by its text where it is false."""
    judged: dict[str, Finding] = {}
    lines = _listed(bundle, f"disclosures/{one.index}.txt")
    for text in dict.fromkeys(lines):
        if digest_of(text) not in one.entry.digests:
            says = _("A value that stands beside entry #%(index)d is not what the entry holds the digest of.")
            judged[text] = false("disclosure-false", says, index=one.index)
            continue
        try:
            told = Disclosure.parse(text)
        except Malformed as error:
            says = _("A value of entry #%(index)d cannot be read: %(why)s.")
            judged[text] = unproven("disclosure-unreadable", says, exit=UNVERIFIABLE, index=one.index, why=str(error))
            continue
        judged[text if told.name in judged else told.name] = _told(one, told, is_twice=told.name in judged)
    return judged


def _told(one: Included, told: Disclosure, *, is_twice: bool) -> Finding:
    if is_twice:
        says = _("Entry #%(index)d holds two values of %(name)s, so that each reader could be shown another.")
        return false("disclosure-twice", says, index=one.index, name=told.name)
    says = _("%(name)s of entry #%(index)d: “%(value)s”")
    return matches("disclosed", says, index=one.index, name=told.name, value=told.value)


def _withheld(bundle: Bundle, one: Included, shown: set[str], erased: Mapping[str, Included]) -> Iterator[Finding]:
    """Count the personal fields of an entry that are not shown: erased by law, withheld, or unknown how many.

    Digests alone do not tell the number, for decoys stand among them: an erasure in the log does, and a list by the
    site may, for what it is worth.
    """
    left = len(one.entry.digests) - len(shown)
    for by in {erasure.index: erasure for name, erasure in erased.items() if name not in shown}.values():
        names = [name for name, erasure in erased.items() if erasure.index == by.index and name not in shown]
        yield withheld(
            "erased",
            ngettext(
                "%(n)s field withheld in entry #%(index)d (%(names)s): erased by law on %(date)s, entry #%(by)d",
                "%(n)s fields withheld in entry #%(index)d (%(names)s): erased by law on %(date)s, entry #%(by)d",
            ),
            n=len(names),
            names=", ".join(names),
            index=one.index,
            date=by.entry.at[:10],
            by=by.index,
            basis=str(by.entry.data.get("basis", "")),
        )
        left -= len(names)
    yield from _unerased(bundle, one, left, shown | set(erased))


def _unerased(bundle: Bundle, one: Included, left: int, known: set[str]) -> Iterator[Finding]:
    path = f"fields/{one.index}.txt"
    names = [name for name in dict.fromkeys(_listed(bundle, path)) if name not in known]
    if left < len(names) or left < 0:
        says = _("Entry #%(index)d cannot withhold as many fields as are said: it has too few digests.")
        yield unproven("fields-too-many", says, exit=UNVERIFIABLE, index=one.index)
    elif names:
        yield withheld(
            "withheld",
            ngettext(
                "%(n)s field withheld in entry #%(index)d: %(names)s (the site says which; the entry holds a digest)",
                "%(n)s fields withheld in entry #%(index)d: %(names)s (the site says which; the entry holds digests)",
            ),
            n=len(names),
            names=", ".join(names),
            index=one.index,
        )
    elif left and path not in bundle.files:
        yield withheld(
            "withheld-unknown",
            ngettext(
                "at most %(n)s field withheld in entry #%(index)d: a digest may also stand for nothing",
                "at most %(n)s fields withheld in entry #%(index)d: some digests may stand for nothing",
            ),
            n=left,
            index=one.index,
        )


def _erasures(found: Iterable[Included]) -> dict[str, dict[str, Included]]:
    """Return what the log says was erased: by the id of the entry and the name of the field, the entry that says so."""
    erased: dict[str, dict[str, Included]] = {}
    for one in found:
        entry, names = one.entry.data.get("entry"), one.entry.data.get("names")
        if one.entry.type == ERASED and isinstance(entry, str) and isinstance(names, list):
            for name in names:
                erased.setdefault(entry, {}).setdefault(str(name), one)
    return erased


def _listed(bundle: Bundle, path: str) -> list[str]:
    return [line for line in bundle.files.get(path, b"").decode("utf-8", "replace").split("\n") if line]
