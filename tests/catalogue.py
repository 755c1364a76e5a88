# ruff: noqa: T201 — a command prints
"""The Spanish catalogue: collect what the code says, keep what is translated, and tell what is missing.

    tests/catalogue.py                      collect the messages into the catalogue, keeping translations
    tests/catalogue.py --merge FILE.tsv…    the same, then take translations from files of lines
                                            "msgid<TAB>msgstr" (in *.plural.tsv: "singular<TAB>plural<TAB>
                                            Spanish singular<TAB>Spanish plural"); \\n in them is a line break
    tests/catalogue.py --check              change nothing; fail unless the catalogue is whole, and say why not

No GNU gettext is needed: Babel reads Python, Django's own lexer turns templates into what Babel reads.
English needs no catalogue: it is the msgids.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "tequio"
SPANISH = SOURCE / "locale" / "es" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)(?:\.\d)?[sdf]|%[sd](?!\w)|\{\w+\}")
# The header's dates would change at every run and say nothing that the history does not.
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER = "# Spanish (es-MX) messages of Tequio. Collected by `make catalogue`."

Said = tuple[str, str | tuple[str, str], str | None]  # file, msgid (or singular and plural), context


def main(argv: list[str]) -> int:
    """Collect, merge or check, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if something is missing")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE.tsv", help="take translations")
    asked = parser.parse_args(argv)
    if asked.check:
        wrong = faults(stored(), collect(SOURCE))
        print("\n".join(wrong) if wrong else "The Spanish catalogue is whole.")
        return int(bool(wrong))
    catalogue = brought_up_to_date(stored(), collect(SOURCE))
    for note in merge(catalogue, asked.merge):
        print(note)
    SPANISH.parent.mkdir(parents=True, exist_ok=True)
    SPANISH.write_bytes(written(catalogue))
    left = sum(1 for message in catalogue if message.id and not is_translated(message))
    print(f"{len(catalogue)} messages, {left} without translation.")
    return 0


def collect(source: Path) -> list[Said]:
    """Return every message of the code and the templates under a folder, by file and then by text."""
    said = []
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source).parts[:-1]
        if not path.is_file() or {"tests", "migrations", "locale"} & set(inside):
            continue
        name = path.relative_to(source.parent.parent).as_posix()
        if path.suffix == ".py":
            said += [(name, *found) for found in in_python(path.read_text())]
        elif "templates" in inside:
            said += [(name, *found) for found in in_template(path.read_text(), name)]
    return sorted(said, key=lambda one: (one[0], str(one[1]), one[2] or ""))


def in_python(text: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield the messages of Python source, each with its context."""
    for _line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        yield message, context


def in_template(text: str, name: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield the messages of a Django template, each with its context."""
    # What templatize leaves is no Python, but its tokens are; indentation would confuse the tokenizer.
    lines = templatize(text, origin=name).splitlines()
    return in_python("\n".join(line.lstrip() for line in lines) + "\n")


def stored() -> Catalog:
    """Read the catalogue of the tree, or start one."""
    if not SPANISH.exists():
        return Catalog(locale="es")
    with SPANISH.open("rb") as file:
        return read_po(file, locale="es", abort_invalid=True)


def brought_up_to_date(old: Catalog, said: Iterable[Said]) -> Catalog:
    """Return a catalogue of exactly the messages said, with the translations known."""
    new = Catalog(locale="es", project="Tequio", version="0", header_comment=_HEADER, fuzzy=False)
    new.creation_date = new.revision_date = _NO_DATE
    new.msgid_bugs_address, new.last_translator, new.language_team = "see CONTRIBUTING.md", "Tequio", "es-MX"
    for file, id, context in said:
        new.add(id, locations=[(file, 0)], context=context)
    for message in new:
        known = old.get(message.id, message.context) if message.id else None
        if known and isinstance(known.string, tuple) == isinstance(message.id, tuple):
            message.string = known.string
    return new


def merge(catalogue: Catalog, files: Iterable[Path]) -> list[str]:
    """Put translations from files of tab-separated lines into a catalogue; return what is worth a look."""
    notes: list[str] = []
    by_id: dict[object, list[Message]] = {}
    for message in catalogue:
        by_id.setdefault(message.id, []).append(message)
    given: dict[object, object] = {}
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.replace("\\n", "\n") for cell in line.split("\t")]
            is_plural = len(cells) == 4
            if len(cells) not in (2, 4):
                notes.append(f"{file.name}:{number}: {len(cells)} cells, not 2 or 4")
                continue
            id = tuple(cells[:2]) if is_plural else cells[0]
            string = tuple(cells[2:]) if is_plural else cells[1]
            if id not in by_id:
                notes.append(f"{file.name}:{number}: the code does not say {id!r}")
            if given.setdefault(id, string) != string:
                notes.append(f"{file.name}:{number}: another translation of {id!r}: {given[id]!r}, now {string!r}")
            for message in by_id.get(id, ()):
                message.string = string
    return notes


def written(catalogue: Catalog) -> bytes:
    """Return the bytes of a .po: file names without line numbers, so that only what is said makes a difference."""
    into = BytesIO()
    write_po(into, catalogue, width=100, include_lineno=False, ignore_obsolete=True)
    return into.getvalue()


def faults(catalogue: Catalog, said: Iterable[Said]) -> list[str]:
    """Say all that keeps a catalogue from being whole."""
    wanted = {(id if isinstance(id, str) else id[0], context): id for _file, id, context in said}
    have = {_key(message): message for message in catalogue if message.id}
    wrong = [f"missing (run `make catalogue`): {key[0]!r}" for key in wanted if key not in have]
    wrong += [f"no longer said (run `make catalogue`): {key[0]!r}" for key in have if key not in wanted]
    for key, message in have.items():
        if key not in wanted:
            continue
        if not is_translated(message):
            wrong.append(f"without translation: {key[0]!r}")
        elif message.fuzzy:
            wrong.append(f"fuzzy: {key[0]!r}")
        elif has_other_placeholders(message):
            wrong.append(f"other placeholders than the message: {key[0]!r}: {message.string!r}")
    return wrong


def is_translated(message: Message) -> bool:
    """Tell whether every form of a message has its words."""
    if isinstance(message.id, str):
        return bool(message.string) and isinstance(message.string, str)
    return isinstance(message.string, tuple) and len(message.string) == 2 and all(message.string)


def has_other_placeholders(message: Message) -> bool:
    """Tell whether a translation names other values than its message does.

    The singular may leave a value out ("one milestone"), as the English singular may.
    """
    if isinstance(message.id, str):
        return _placeholders(message.id) != _placeholders(message.string)
    one, many = map(_placeholders, message.string)
    allowed = _placeholders(message.id[0]) | _placeholders(message.id[1])
    return many != _placeholders(message.id[1]) or not one <= allowed


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
