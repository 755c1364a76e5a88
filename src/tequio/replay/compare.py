"""Each list of the interface beside what the record says of it: what differs, what is missing, what nobody stated."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tequio.kit.canonical import canonical
from tequio.kit.shown import NOWHERE, Text
from tequio.replay.fold import Book, Fold, Thing, Word, key_of, numbered
from tequio.replay.site import Site
from tequio.replay.values import alike, cited, dig, shown
from tequio.tlog.remote import Unreachable

_CHANCE = random.SystemRandom()
_Object = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """Where a site and its record part; what each code means, findings.py says.

    `is_ahead`: the site points at an entry that is not in the log yet, so what it shows may be newer.
    """

    code: str
    place: str
    thing: str
    field: str = ""
    recorded: str = ""
    shown: str = ""
    index: int = -1
    url: str = ""
    is_ahead: bool = False


@dataclass(frozen=True)
class Place:
    """A list of the interface: the fields that name its rows, and how facts tell it.

    `is_part`: its rows stand in the texts behind the rows of another list.
    """

    name: str
    key: tuple[str, ...] = ("urn",)
    is_each: bool = False
    has_others: bool = False
    has_page: bool = False
    text: Text | None = None
    is_part: bool = False


@dataclass
class Compared:
    """What came of a comparison. `pages` has the list, urn and address of what has one; `silent`, why a list failed."""

    differences: list[Difference] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    pages: list[tuple[str, str, str]] = field(default_factory=list)
    silent: dict[str, str] = field(default_factory=dict)
    ahead: set[str] = field(default_factory=set)  # what points at entries that the log does not hold yet
    texts: int = 0


def places_in(book: Book) -> list[Place]:
    """Return the lists in which facts are shown; those with texts first, which say what stands in others."""
    found: dict[str, Place] = {}
    for one in (one for many in book.values() for one in many if one.where != NOWHERE):
        known = found.get(one.where, Place(one.where, tuple(one.key)))
        found[one.where] = Place(
            one.where,
            known.key,
            is_each=one.is_each,
            has_others=one.has_others or known.has_others,
            has_page=one.has_page or known.has_page,
            text=one.text or known.text,
            is_part=known.is_part,
        )
    parts = [part for place in found.values() if place.text for part in place.text.parts]
    for part in parts:
        known = found.pop(part.where, Place(part.where))
        found[part.where] = Place(part.where, has_page=part.has_page or known.has_page, is_part=True)
    return sorted(found.values(), key=lambda place: (place.text is None, place.is_part))


class Comparison:
    """One look at some lists of a site. At most so many `texts` are read again whose words are known already."""

    def __init__(self, site: Site, fold: Fold, *, texts: int) -> None:
        self.site, self.fold, self.most = site, fold, texts
        self.told = Compared()
        self._all_learned = True

    def run(self, places: Iterable[Place]) -> Compared:
        """Compare lists, and return what was found."""
        self.fold.unsee()
        for place in places:
            try:
                self._walk(place)
            except FileNotFoundError as error:
                self.told.silent[place.name] = f"{error} is not there"
            except (Unreachable, RecursionError) as error:
                self.told.silent[place.name] = str(error)
        return self.told

    def _walk(self, place: Place) -> None:
        named: Counter[str] = Counter()
        texts: list[tuple[Thing, str]] = []
        later: list[tuple[_Object, Thing]] = []  # rows of which a text that was never read says more
        for item in self.site.listed(place.name):
            key = key_of([item.get(name) for name in place.key])
            if place.is_each:
                named[key] += 1
                key = numbered(key, named[key] - 1)
            self.fold.see(place.name, key)
            self.told.counts[place.name] += 1
            url = str(item.get("url") or "")
            thing = self.fold.thing(place.name, key)
            if thing and thing.is_listed and place.has_page:
                self.told.pages.append((place.name, key, url))
            if thing and thing.is_listed and thing.cited and place.text:
                texts.append((thing, _address(place.text, item)))
                if thing.learned != thing.cited:
                    later.append((item, thing))
                    continue
            self._judge(place, key, item, thing)
        for one in self.fold.missing(place.name):
            self._say("missing", one, index=one.index)
        if place.text:
            self._read_all(place.text, texts)
        for item, told in later:
            self._judge(place, told.key, item, told)

    def _read_all(self, text: Text, found: list[tuple[Thing, str]]) -> None:
        """Read every text whose words are not known yet, and some of the others."""
        known = [(thing, url) for thing, url in found if thing.learned == thing.cited]
        fresh = [(thing, url) for thing, url in found if thing.learned != thing.cited]
        for thing, url in fresh + _CHANCE.sample(known, min(len(known), self.most)):
            self._read(text, thing, url)

    def _judge(self, place: Place, key: str, item: _Object, thing: Thing | None) -> None:
        """Hold one row against what the record says of it."""
        where: dict[str, Any] = {"url": str(item.get("url") or ""), "is_ahead": self._is_ahead(item, thing)}
        if where["is_ahead"]:
            self.told.ahead.add(key)
        if thing is None:
            if not (place.has_others or self.fold.is_sequel or (place.is_part and not self._all_learned)):
                self.told.differences.append(Difference("unsaid", place.name, key, **where))
        elif thing.is_listed is False or not self.fold.is_public(thing.under):
            self._say("gone", thing, index=thing.index, **where)
        else:
            for word in self.fold.words(place.name, key):
                value = dig(item, word.field)
                if not holds(word, value):
                    said = {"recorded": recorded(word), "shown": shown(value), "index": word.index}
                    self._say("says", thing, field=word.field, **said, **where)
            self._point(thing, item, where["url"])

    def _point(self, thing: Thing, item: _Object, url: str) -> None:
        """Hold the entry that a row points at against the log."""
        newest, (index, name) = self.fold.newest(thing.subject), _pointed(item)
        if "entry" not in item or newest is None or self._is_ahead(item, thing) or (index, name) == newest:
            return
        known = self.fold.entry(index) if index is not None else None
        is_lost = index is not None and (known is None or known[0] != name)
        said = {"recorded": f"#{newest[0]}", "shown": "—" if index is None else f"#{index}", "index": newest[0]}
        self._say("entry-lost" if is_lost else "entry-hidden", thing, field=name, **said, url=url)

    def _is_ahead(self, item: _Object, thing: Thing | None) -> bool:
        """Tell whether a row points at an entry that the log did not hold yet when it was heard."""
        if self.fold.is_sequel and not (thing and self.fold.newest(thing.subject)):
            return False  # of an earlier log, with numbers of its own
        index, name = _pointed(item)
        return bool(name) and (index is None or index >= self.fold.size)

    def _read(self, text: Text, thing: Thing, url: str) -> None:
        """Hold the published text behind a thing against its hash, and learn what it says."""
        try:
            data = self.site.get(url)
        except FileNotFoundError:
            data = b""
        except Unreachable as error:
            self.told.silent[url] = str(error)
            self._all_learned = False
            return
        body = _body(data, thing.cited)
        if body is None:
            found = sha256(data).hexdigest() if data else ""
            self._say("text", thing, recorded=thing.cited, shown=shown(found), index=thing.since, url=url)
            self._all_learned = self._all_learned and thing.learned == thing.cited
            return
        self.told.texts += 1
        if thing.learned != thing.cited:
            self.fold.learn(thing, text, body)

    def _say(self, code: str, thing: Thing, **said: Any) -> None:
        self.told.differences.append(Difference(code, thing.place, thing.key, **said))


def holds(word: Word, value: Any) -> bool:
    """Tell whether a value is what the record says."""
    return alike(cited(value) if word.is_hash else value) == alike(word.value)


def recorded(word: Word) -> str:
    """Write what the record says, for a report."""
    return f"SHA-256 {word.value}" if word.is_hash and word.value else shown(word.value)


def _pointed(item: _Object) -> tuple[int | None, str]:
    """Return the number and the name of the entry that a row points at."""
    entry = item.get("entry")
    if not isinstance(entry, Mapping):
        return None, ""
    index = entry.get("index")
    return (index if isinstance(index, int) and not isinstance(index, bool) else None), str(entry.get("id") or "")


def _address(text: Text, item: _Object) -> str:
    """Return where the text behind a row is served, as the row says."""
    given = {name: value.rstrip("/") for name, value in item.items() if isinstance(value, str)}
    try:
        return text.at.format_map(given)
    except LookupError:
        return ""


def _body(data: bytes, hash: str) -> _Object | None:
    """Read a text if its bytes, or what they say as canonical JSON, have a hash."""
    try:
        found = json.loads(data)
        is_cited = hash in (sha256(data).hexdigest(), sha256(canonical(found)).hexdigest())
    except (ValueError, RecursionError):
        return None
    return found if is_cited and isinstance(found, dict) else None
