"""What is left of an installation after everybody was killed, and what is wrong with it.

losses      what was acknowledged and is not there, or is there twice, or came in half
disorder    what has another place than it was stated in
lies        where the database, the published files and what readers saw are not one history
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from tequio.kit.clock import now
from tequio.record import cli, queries
from tequio.record.models import Entry, Log
from tequio.record.tests.bells import BellRung
from tequio.tlog import checkpoint, merkle
from tequio.tlog.monitor import Watch
from tequio.tlog.tiles import CHECKPOINT, Reader


@dataclass(frozen=True)
class Told:
    """Some facts that one transaction stated, and the instants (nanoseconds) between which it was committed."""

    began: int
    ended: int
    ids: Sequence[str]


@dataclass(frozen=True)
class Left:
    """Every entry in the order of its place, those without one last, and the head of the log."""

    rows: Sequence[Entry]
    log: Log

    @classmethod
    def behind(cls) -> Left:
        """Read what the database holds."""
        rows = sorted(Entry.objects.order_by("id"), key=lambda row: (row.idx is None, row.idx or 0))
        return cls(rows, Log.objects.get())

    def losses(self, told: Sequence[Told], *, is_settled: bool) -> list[str]:
        """Name what was acknowledged and is gone, and transactions of which a part is gone."""
        there = Counter(str(row.event_id) for row in self.rows)
        wrong = [f"{id} was acknowledged and is lost" for one in told for id in one.ids if not there[id]]
        wrong += [f"{id} is there {count} times" for id, count in there.items() if count > 1]
        wrong += [f"{row.event_id} waits after all was settled" for row in self.rows if is_settled and row.idx is None]
        return wrong + self._halves()

    def _halves(self) -> list[str]:
        """Each ringing says by whom, which it is, and how many bells rang in its transaction."""
        said = [json.loads(bytes(row.entry))["data"] for row in self.rows if row.type == BellRung.name]
        rung = Counter((data["loudness"], data["times"]) for data in said)
        return [
            f"{count} of the facts of {writer} #{number} are there"
            for (writer, number), count in rung.items()
            if count != int(writer.rpartition("/")[2])
        ]

    def disorder(self, told: Sequence[Told]) -> list[str]:
        """Name what stands before something that was committed earlier, and chains that have gaps."""
        numbered = [row for row in self.rows if row.idx is not None]
        wrong = [f"there is no entry {n}, but {row.idx}" for n, row in enumerate(numbered) if row.idx != n][:1]
        chains: dict[str, list[Entry]] = {}
        for row in self.rows:
            chains.setdefault(row.subject, []).append(row)
        for subject, chain in chains.items():
            placed = sorted(chain, key=lambda row: (row.idx is None, row.idx or 0, row.seq))
            if [row.seq for row in placed] != list(range(1, len(placed) + 1)):
                wrong.append(f"the chain of {subject} is {[row.seq for row in placed]}")
            for one, other in pairwise(placed):
                if json.loads(bytes(other.entry))["prev"] != merkle.leaf_hash(bytes(one.entry)).hex():
                    wrong.append(f"{subject} #{other.seq} does not continue #{one.seq}")
        return wrong + self._overtaken(told)

    def _overtaken(self, told: Sequence[Told]) -> list[str]:
        """Whatever began after something was committed, whoever did it, stands after it."""
        last = 1 << 62
        places = {str(row.event_id): last if row.idx is None else row.idx for row in self.rows}
        there = [one for one in told if all(id in places for id in one.ids)]
        earlier, at, highest, wrong = sorted(there, key=lambda one: one.ended), 0, -1, []
        for one in sorted(there, key=lambda one: one.began):
            while earlier[at].ended < one.began:
                highest = max(highest, *(places[id] for id in earlier[at].ids))
                at += 1
            first = min(places[id] for id in one.ids)
            if first < highest:
                wrong.append(f"{one.ids} has place {first}, and what was committed before it has {highest}")
        return wrong

    def lies(self, seen: Collection[tuple[int, str]], *, monitor: Path) -> list[str]:
        """Name where the database, what is published and what readers saw (sizes, roots) differ."""
        leaves = [merkle.leaf_hash(bytes(row.entry)) for row in self.rows if row.idx is not None]
        wrong = [] if merkle.root_of(leaves) == bytes(self.log.root) else ["the head is not the root of the entries"]
        store, keys = queries.store_of(self.log), queries.keys_of(self.log)
        try:
            signed = store.read(CHECKPOINT)
        except FileNotFoundError:
            return wrong + ["nothing is published, and checkpoints were seen" for _one in seen][:1]
        size = checkpoint.opened(signed, keys)[0].size
        nodes = Reader(store, size).nodes
        for at, root in sorted(seen):
            if at > size or merkle.root(nodes, at).hex() != root:
                wrong.append(f"a reader saw {at} entries with root {root}, which is no beginning of the {size}")
        wrong += cli.differences()
        look = Watch(monitor).look(store, keys=keys, policy=queries.policy(), now=now(), stale_after=timedelta(days=1))
        return wrong + [one.line() for one in look.findings if one.exit]
