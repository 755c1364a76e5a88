"""Policies (c2sp.org/tlog-policy): which logs, which witnesses, and how many of them are enough.

log example.gob.mx/bitacora+530d903a+AekyeRrm… https://example.gob.mx/bitacora
witness W1 testigo.example.org+a3b1c4d5+BOp… https://testigo.example.org
witness W2 …
group vigilantes 2 W1 W2 W3        any, all, or how many of them
quorum vigilantes                  or none

Nobody counts twice: a key belongs to one witness, and a witness or group is a member of one group at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tequio.tlog.checkpoint import size_of
from tequio.tlog.note import COSIGNATURE, Malformed, VerifierKey

NONE = "none"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_WORD = re.compile("[^ \t]+")  # other spaces of Unicode are letters here


@dataclass(frozen=True)
class Group:
    """Some witnesses or groups, and how many of them are enough."""

    needs: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Witness:
    """Somebody outside the government who watches the log."""

    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True)
class Policy:
    """Whose word a verifier takes."""

    logs: tuple[tuple[VerifierKey, str], ...] = ()
    witnesses: Mapping[str, Witness] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Read a policy; raise Malformed, naming the line."""
        reading = _Reading()
        for number, line in enumerate(text.split("\n"), start=1):
            words = _WORD.findall(line)
            try:
                if _CONTROL.search(line):
                    raise Malformed("a policy holds no control character but tabs and line breaks")
                if words and not words[0].startswith("#"):
                    reading.line(words)
            except Malformed as error:
                raise Malformed(f"line {number} of the policy: {error}") from error
        if reading.quorum is None:
            raise Malformed("a policy says its quorum, which may be none")
        return cls(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)

    def __str__(self) -> str:
        logs = [" ".join(["log", str(key), *([url] if url else [])]) for key, url in self.logs]
        seen = [f"witness {one.name} {one.key}{f' {one.url}' if one.url else ''}" for one in self.witnesses.values()]
        groups = [f"group {name} {one.needs} {' '.join(one.members)}" for name, one in self.groups.items()]
        return "".join(f"{line}\n" for line in (*logs, *seen, *groups, f"quorum {self.quorum}"))

    @property
    def keys(self) -> list[VerifierKey]:
        """The keys of the logs."""
        return [key for key, _url in self.logs]

    @property
    def needed(self) -> int:
        """The fewest witnesses that can be enough; 0 where none is asked for."""
        return self._fewest(self.quorum)

    def is_met(self, seen: Iterable[str]) -> bool:
        """Tell whether the witnesses of these keys (as text) are enough."""
        keys = set(seen)
        return self._holds(self.quorum, {name for name, one in self.witnesses.items() if str(one.key) in keys})

    def _holds(self, name: str, seen: set[str]) -> bool:
        if name == NONE:
            return True
        group = self.groups.get(name)
        if group is None:
            return name in seen
        return sum(self._holds(member, seen) for member in group.members) >= group.needs

    def _fewest(self, name: str) -> int:
        group = self.groups.get(name)
        if group is None:
            return 0 if name == NONE else 1
        return sum(sorted(self._fewest(member) for member in group.members)[: group.needs])


@dataclass
class _Reading:
    logs: list[tuple[VerifierKey, str]] = field(default_factory=list)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def line(self, words: list[str]) -> None:
        kind, *rest = words
        if kind == "log" and len(rest) in (1, 2):
            self._log(VerifierKey.parse(rest[0]), "".join(rest[1:]))
        elif kind == "witness" and len(rest) in (2, 3):
            self._witness(rest[0], VerifierKey.parse(rest[1]), "".join(rest[2:]))
        elif kind == "group" and len(rest) >= 3:
            self._group(rest[0], rest[1], rest[2:])
        elif kind == "quorum" and len(rest) == 1 and self.quorum is None:
            self.quorum = self._known(rest[0]) if rest[0] != NONE else NONE
        else:
            raise Malformed(f"“{' '.join(words)}” says nothing that is known")

    def _log(self, key: VerifierKey, url: str) -> None:
        if any(key.public == other.public for other, _url in self.logs):
            raise Malformed(f"the key of {key.name} stands there already")
        self.logs.append((key, url))

    def _witness(self, name: str, key: VerifierKey, url: str) -> None:
        self._new(name)
        if key.kind != COSIGNATURE:
            raise Malformed(f"the key of {key.name} makes no cosignatures")
        if any(key.public == other.key.public for other in self.witnesses.values()):
            raise Malformed(f"the key of {key.name} stands there already")
        self.witnesses[name] = Witness(name, key, url)

    def _group(self, name: str, needs: str, members: list[str]) -> None:
        self._new(name)
        for member in members:
            self._known(member)
            if member in self.members:
                raise Malformed(f"“{member}” is a member already")
            self.members.add(member)
        number = {"any": 1, "all": len(members)}.get(needs) or size_of(needs)
        if not 1 <= number <= len(members):
            raise Malformed(f"a group of {len(members)} cannot need {needs}")
        self.groups[name] = Group(number, tuple(members))

    def _new(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise Malformed(f"“{name}” is taken")

    def _known(self, name: str) -> str:
        if name not in self.witnesses and name not in self.groups:
            raise Malformed(f"nobody is called “{name}”")
        return name


def simple(logs: Iterable[tuple[VerifierKey, str]], witnesses: Iterable[Witness], needs: int) -> Policy:
    """Make the usual policy: so many of these witnesses; raise Malformed if that is not a policy."""
    all_of_them = list(witnesses)
    known = {one.name: one for one in all_of_them}
    if len(known) < len(all_of_them):
        raise Malformed("two witnesses have one name")
    made = Policy(tuple(logs), known)
    if known and needs:
        made = replace(made, groups={"quorum": Group(min(needs, len(known)), tuple(known))}, quorum="quorum")
    return Policy.parse(str(made))
