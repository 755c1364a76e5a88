"""What the record says now: of everything that the API lists, the newest word of its facts, however long the log grew.

    thing   a row that a list of the API holds, or held: which entry listed or withdrew it, and with what it goes
    word    what a field of it must say, as it is or by its hash, and which entry says so; without a value, nothing
    entry   the name and the hash of every entry         newest  the last one about each subject

One SQLite file beside the monitor's memory, written in one transaction with the number of entries heard: an entry that
is told twice is heard once, and where a crash left the file behind the memory, whoever watches reads on to it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tequio.kit.shown import UNCHANGED, UNSAID, Body, Part, Plus, Shown, Source, Text, said
from tequio.replay.values import alike
from tequio.tlog.memory import Busy
from tequio.tlog.merkle import leaf_hash

Book = Mapping[str, Sequence[Shown]]  # by the type of a fact, where it is shown

_ERASED = "record.entry-erased"
_OPENED = "record.log-opened"
_FILE = "replay.sqlite3"
# A fact of a known type may lack or mistake what it should hold: it says nothing then, and that is reported.
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)
_TABLES = """
    CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS entry (idx INTEGER PRIMARY KEY, id TEXT NOT NULL, hash BLOB NOT NULL);
    CREATE INDEX IF NOT EXISTS entry_id ON entry (id);
    CREATE TABLE IF NOT EXISTS newest (subject TEXT PRIMARY KEY, idx INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS thing (
        place TEXT NOT NULL, key TEXT NOT NULL, listed INTEGER, idx INTEGER NOT NULL, under TEXT NOT NULL,
        subject TEXT NOT NULL, born TEXT NOT NULL, kind TEXT NOT NULL, cited TEXT NOT NULL DEFAULT '',
        since INTEGER NOT NULL DEFAULT 0, learned TEXT NOT NULL DEFAULT '', PRIMARY KEY (place, key)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS thing_key ON thing (key);
    CREATE INDEX IF NOT EXISTS thing_born ON thing (born);
    CREATE TABLE IF NOT EXISTS word (
        place TEXT NOT NULL, key TEXT NOT NULL, field TEXT NOT NULL, hashed INTEGER NOT NULL, value TEXT,
        idx INTEGER NOT NULL, PRIMARY KEY (place, key, field)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS word_key ON word (key, field);
"""
_SEEN = "CREATE TEMP TABLE seen (place TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (place, key)) WITHOUT ROWID"
_LIST = """
    INSERT INTO thing (place, key, listed, idx, under, subject, born, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET subject = excluded.subject,
        idx = CASE WHEN excluded.listed IS NULL THEN idx ELSE excluded.idx END,
        under = CASE WHEN excluded.listed IS NULL THEN under ELSE excluded.under END,
        listed = coalesce(excluded.listed, listed)
"""
_SAY = """
    INSERT INTO word VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT
    DO UPDATE SET hashed = excluded.hashed, value = excluded.value, idx = excluded.idx WHERE idx <= excluded.idx
"""
_THING = "SELECT place, key, listed, idx, under, subject, cited, since, learned FROM thing WHERE place = ?1"
_ONE = _THING + " AND key = ?2"
_UNSEEN = " AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.place = ?1 AND seen.key = thing.key)"
_MISSING = _THING + " AND listed = 1" + _UNSEEN + " ORDER BY idx, key"
_WORDS = "SELECT field, hashed, value, idx FROM word WHERE place = ? AND key = ? AND value IS NOT NULL ORDER BY field"
_PLAIN = (
    "SELECT field, value, idx FROM word WHERE key = ? AND field = ? AND NOT hashed AND value IS NOT NULL"
    " ORDER BY idx DESC"
)
_ALIKE = "SELECT count(*) FROM thing WHERE place = ?1 AND (key = ?2 OR key >= ?2 || ' #' AND key < ?2 || ' $')"
_FORGET = (
    *("DELETE FROM kept", "DELETE FROM entry", "DELETE FROM newest"),
    *("DELETE FROM thing", "DELETE FROM word"),
)


@dataclass(frozen=True)
class Thing:
    """A row of a list. `cited` is the text that stands behind it, `learned` the one that was read last."""

    place: str
    key: str
    is_listed: bool | None
    index: int
    under: str
    subject: str
    cited: str
    since: int
    learned: str


@dataclass(frozen=True)
class Word:
    """What a field must say, and which entry says so."""

    field: str
    is_hash: bool
    value: Any
    index: int


class Fold:
    """What one log says, kept in a folder."""

    def __init__(self, folder: Path, book: Book, *, edition: str = "") -> None:
        self.folder, self.book, self.edition = folder, book, edition

    def __enter__(self) -> Fold:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(self.folder / _FILE, isolation_level=None, timeout=0)
        try:
            self._base.executescript(_TABLES)
            self._base.execute(_SEEN)
            self._base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._base.close()
            raise Busy(f"another monitor is at work in {self.folder}") from error
        if self.kept("edition") != self.edition:
            self.begin_anew()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(sqlite3.Error):
            self._base.execute("ROLLBACK")
        self._base.close()

    def commit(self) -> None:
        """Keep what was heard and learned up to here."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN IMMEDIATE")

    def begin_anew(self) -> None:
        """Forget everything: it was heard of another history, or understood by another edition of this program."""
        for statement in _FORGET:
            self._base.execute(statement)
        self.keep("edition", self.edition)

    @property
    def size(self) -> int:
        """How many entries were heard."""
        return int(self.kept("size") or 0)

    @property
    def is_sequel(self) -> bool:
        """Whether an earlier log, which is not heard, tells what came before."""
        return bool(self.kept("sequel"))

    @property
    def unreadable(self) -> list[int]:
        """The entries of a known type that do not hold what that type does."""
        return [int(one) for one in self.kept("unreadable").split()]

    @property
    def unknown(self) -> int:
        """How many entries are of a type that this program does not know."""
        return int(self.kept("unknown") or 0)

    @property
    def keys(self) -> list[str]:
        """The keys that sign the log, as its own entries say."""
        return self.kept("keys").split("\n") if self.kept("keys") else []

    def kept(self, name: str) -> str:
        """Return what was kept by a name, or nothing."""
        found = self._base.execute("SELECT value FROM kept WHERE name = ?", [name]).fetchone()
        return str(found[0]) if found else ""

    def keep(self, name: str, value: object) -> None:
        """Keep something by a name."""
        self._base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", [name, str(value)])

    def hear(self, index: int, raw: bytes) -> None:
        """Take in a verified entry; raise LookupError if one before it was not heard."""
        if index < self.size:
            return
        if index > self.size:
            raise LookupError(f"entry {self.size} was not heard")
        body = json.loads(raw)
        name, subject = str(body["id"]), str(body["subject"])
        self._base.execute("INSERT INTO entry VALUES (?, ?, ?)", [index, name, leaf_hash(raw)])
        self._base.execute("INSERT OR REPLACE INTO newest VALUES (?, ?)", [subject, index])
        self.keep("size", index + 1)
        try:
            self._understand(body, index)
        except _UNREADABLE:
            self.keep("unreadable", f"{self.kept('unreadable')} {index}"[-500:])

    def learn(self, thing: Thing, text: Text, body: Mapping[str, Any]) -> None:
        """Take in the published text behind a thing, whose hash was verified."""
        index = thing.since
        for name, source in text.says.items():
            self._say(thing.place, thing.key, name, source(body) if callable(source) else body.get(source), index)
        for part in text.parts:
            self._learn_part(thing, part, body)
        done = [thing.cited, thing.place, thing.key]
        self._base.execute("UPDATE thing SET learned = ? WHERE place = ? AND key = ?", done)

    def thing(self, place: str, key: str) -> Thing | None:
        """Return what is known of a row of a list."""
        found = self._base.execute(_ONE, [place, key]).fetchone()
        return _thing(found) if found else None

    def words(self, place: str, key: str) -> list[Word]:
        """Return all that a row of a list must say."""
        rows = self._base.execute(_WORDS, [place, key])
        return [Word(field, bool(hashed), json.loads(value), idx) for field, hashed, value, idx in rows]

    def knows(self, key: str) -> bool:
        """Tell whether the record ever spoke of a thing."""
        return self._base.execute("SELECT 1 FROM thing WHERE key = ?", [key]).fetchone() is not None

    def plain(self, key: str, field: str) -> Word | None:
        """Return what a field of a thing must say, in whatever list it stands, if the record says it as it is."""
        found = self._base.execute(_PLAIN, [key, field]).fetchone()
        return Word(found[0], False, json.loads(found[1]), found[2]) if found else None

    def is_public(self, name: str) -> bool:
        """Tell whether a thing, and all that it is a part of, may be shown as far as the record tells."""
        for _above in range(10):
            rows = self._base.execute(
                "SELECT listed, under FROM thing WHERE key = ? AND listed IS NOT NULL ORDER BY listed DESC", [name]
            ).fetchall()
            if not rows:
                return True
            if not rows[0][0]:
                return False
            name = rows[0][1]
        return True

    def see(self, place: str, key: str) -> None:
        """Note that a list shows a row."""
        self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", [place, key])

    def unsee(self) -> None:
        """Forget what the lists showed."""
        self._base.execute("DELETE FROM seen")

    def missing(self, place: str) -> Iterator[Thing]:
        """Yield what a list should have shown and did not."""
        for one in map(_thing, self._base.execute(_MISSING, [place]).fetchall()):
            if self.is_public(one.under):
                yield one

    def newest(self, subject: str) -> tuple[int, str] | None:
        """Return the number and the name of the newest entry about a subject."""
        found = self._base.execute(
            "SELECT entry.idx, entry.id FROM newest JOIN entry USING (idx) WHERE subject = ?", [subject]
        ).fetchone()
        return (found[0], found[1]) if found else None

    def entry(self, index: int) -> tuple[str, bytes] | None:
        """Return the name and the hash of an entry."""
        found = self._base.execute("SELECT id, hash FROM entry WHERE idx = ?", [index]).fetchone()
        return (found[0], bytes(found[1])) if found else None

    def number(self, name: str) -> int:
        """Return the number of an entry by its name; -1 if it was not heard."""
        found = self._base.execute("SELECT idx FROM entry WHERE id = ?", [name]).fetchone()
        return int(found[0]) if found else -1

    def _understand(self, body: Body, index: int) -> None:
        kind = str(body["type"])
        self._note(kind, body)
        if kind == _ERASED:
            self._erase(body, index)
        if kind not in self.book:
            self.keep("unknown", self.unknown + 1)
        for shown in self.book.get(kind, ()):
            if shown.when == "" or said(shown.when, body):
                for key in keys_in(shown, body):
                    self._hold(shown, key, body, index)

    def _note(self, kind: str, body: Body) -> None:
        """Note what the log says of itself."""
        data = body["data"]
        if kind == _OPENED:
            self.keep("sequel", data.get("previous") or "")
        if kind in (_OPENED, "record.key-added"):
            self.keep("keys", "\n".join([*self.keys, str(data["key"])]))
        elif kind == "record.key-retired":
            self.keep("keys", "\n".join(one for one in self.keys if one != data["key"]))

    def _hold(self, shown: Shown, key: str, body: Body, index: int) -> None:
        place = shown.where
        if shown.is_each:
            key = numbered(key, self._base.execute(_ALIKE, [place, key]).fetchone()[0])
        under = str(said(shown.under, body) or "")
        row = [place, key, shown.is_listed, index, "" if under == key else under, body["subject"], body["id"]]
        self._base.execute(_LIST, [*row, body["type"]])
        for name, source in shown.says.items():
            self._source(place, key, name.format_map(body["data"]), source, body, index)
        for name, source in shown.cites.items():
            self._source(place, key, name.format_map(body["data"]), source, body, index, is_hash=True)
        if shown.text:
            cited = [str(body["data"][shown.text.cited]), index, place, key]
            self._base.execute("UPDATE thing SET cited = ?, since = ? WHERE place = ? AND key = ?", cited)

    def _source(
        self, place: str, key: str, name: str, source: Source, body: Body, index: int, *, is_hash: bool = False
    ) -> None:
        value = said(source, body)
        if isinstance(value, Plus):
            before = next((one.value for one in self.words(place, key) if one.field == name), 0)
            value = before + int(value)
        if value is not UNCHANGED:
            self._say(place, key, name, value, index, is_hash=is_hash)

    def _say(self, place: str, key: str, name: str, value: Any, index: int, *, is_hash: bool = False) -> None:
        written = None if value is UNSAID else json.dumps(value)
        self._base.execute(_SAY, [place, key, name, is_hash, written, index])

    def _learn_part(self, thing: Thing, part: Part, body: Mapping[str, Any]) -> None:
        names = []
        for row in body.get(part.rows) or []:
            key = str(row["id"])
            names.append(key)
            self._base.execute(
                _LIST, [part.where, key, True, thing.since, thing.key, thing.subject, "", f"{thing.place} {part.rows}"]
            )
            for name, source in part.says.items():
                value = source(row, body) if callable(source) else row.get(source)
                self._say(part.where, key, name, value, thing.since)
            for name, value in part.starts.items():
                first = [part.where, key, name, False, json.dumps(value), thing.since]
                self._base.execute("INSERT OR IGNORE INTO word VALUES (?, ?, ?, ?, ?, ?)", first)
        self._base.execute(
            "UPDATE thing SET listed = 0, idx = ? WHERE place = ? AND under = ?"
            " AND key NOT IN (SELECT value FROM json_each(?))",
            [thing.since, part.where, thing.key, json.dumps(names)],
        )

    def _erase(self, body: Body, index: int) -> None:
        """Take in that values of an earlier entry were erased, and what is so of its thing from then on."""
        erased = [body["data"]["entry"]]
        for place, key, kind in self._base.execute(
            "SELECT place, key, kind FROM thing WHERE born = ?", erased
        ).fetchall():
            for shown in self.book.get(kind, ()):
                for name in body["data"]["names"] if shown.where == place else ():
                    for field, source in shown.erased.get(name, {}).items():
                        self._source(place, key, field, source, body, index)


def _thing(row: Sequence[Any]) -> Thing:
    return Thing(row[0], row[1], None if row[2] is None else bool(row[2]), *row[3:])


def keys_in(shown: Shown, body: Body) -> list[str]:
    """Return how a fact names the rows that it concerns."""
    values = [said(source, body) for source in shown.key.values()]
    if len(values) == 1 and isinstance(values[0], list):
        return [key_of([one]) for one in values[0]]
    return [] if None in values else [key_of(values)]


def key_of(values: Sequence[Any]) -> str:
    """Write what names a row: a urn as it is."""
    return " ".join(alike(value).strip('"') for value in values)


def numbered(key: str, before: int) -> str:
    """Tell a row of a history from those before it that have the same name."""
    return f"{key} #{before + 1}" if before else key
