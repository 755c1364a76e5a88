"""Looking after the log: who watches it, how many are enough, which keys sign it, and what if the last one is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from tequio.kit.policy import Refused
from tequio.record import custody, keeper, publisher, queries
from tequio.record.models import Checkpoint, Entry, Log, Witness
from tequio.record.publisher import Unwitnessed
from tequio.record.tests.bells import ring
from tequio.tlog import checkpoint, policy, witness
from tequio.tlog.folder import Folder
from tequio.tlog.note import COSIGNATURE, Note, SigningKey, Unverified, VerifierKey
from tequio.tlog.tests.witnessed import listening
from tequio.tlog.tiles import audit
from tequio.tlog.witness_server import Server

# What waits for the commit, which in a test's transaction never comes.
Commit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@dataclass
class University:
    """An organisation with a witness of its own, which listens or does not."""

    witness: witness.Witness
    server: Server | None = None

    @property
    def url(self) -> str:
        return self.server.url if self.server else "http://127.0.0.1:9"  # nobody listens there

    def named(self, at: datetime) -> Witness:
        """Be named by the site, and watch it."""
        for key in queries.keys_of(present()):
            self.witness.watch(key)
        return custody.add_witness(key=self.witness.vkey, name="", url=self.url, at=at)


@pytest.fixture
def witnesses(tmp_path: Path) -> Iterator[Callable[..., University]]:
    """Let organisations come to be, and listen until the test is over."""
    with ExitStack() as at_the_end:

        def found(name: str, *, listens: bool = True) -> University:
            made = witness.Witness.make(tmp_path / name, name)
            return University(made, at_the_end.enter_context(listening(made)) if listens else None)

        yield found


@pytest.fixture
def begun(log: Folder, at: datetime) -> Folder:
    """A log with a fact, published."""
    ring(at)
    keeper.settle(at=at)
    return log


def present() -> Log:
    return Log.objects.order_by("-number")[0]


def last_of(kind: str) -> dict[str, object]:
    row = Entry.objects.filter(type=f"record.{kind}").order_by("-id")[0]
    return dict(json.loads(bytes(row.entry))["data"])


def who_signed(log: Folder) -> set[str]:
    return {one.name for one in Note.parse(log.read("checkpoint")).signatures}


def size_of(log: Folder, *keys: VerifierKey) -> int:
    """Read the checkpoint as somebody who knows some keys, and hold all files against it."""
    stated, _note = checkpoint.opened(log.read("checkpoint"), keys or queries.keys_of(present()))
    assert audit(log, stated.size) == stated.root
    return stated.size


def key_of(name: str, kind: int = COSIGNATURE) -> str:
    return str(SigningKey.make(name, kind).verifier)


def test_a_witness_is_named_in_the_policy_that_everybody_reads(begun: Folder, at: datetime) -> None:
    key = key_of("testigo.example.org")

    custody.add_witness(key=f" {key}\n", name="Testigo", url="https://testigo.example.org", at=at)
    keeper.settle(at=at)

    assert last_of("policy-changed") == {"witnesses": [key], "quorum": 0}
    said = policy.Policy.parse(begun.read("policy.txt").decode())
    assert [(str(one.key), one.url) for one in said.witnesses.values()] == [(key, "https://testigo.example.org")]
    assert said.keys == queries.keys_of(present())
    assert said.quorum == "none"


@pytest.mark.parametrize(
    ("key", "url", "field"),
    [
        ("nonsense", "", "key"),
        ("", "", "key"),
        (key_of("log.example/bitacora", kind=1), "", "key"),
        (key_of("none"), "", "key"),
        (key_of("testigo.example.org"), "ftp://testigo.example.org", "url"),
    ],
    ids=["nonsense", "nothing", "the key of a log", "the word none", "no address"],  # keys are others at each run
)
def test_what_is_no_witness_is_not_named(begun: Folder, at: datetime, key: str, url: str, field: str) -> None:
    with pytest.raises(Refused) as no:
        custody.add_witness(key=key, name="", url=url, at=at)

    assert no.value.field == field
    assert not Witness.objects.exists()


def test_nobody_is_named_twice_and_there_are_fifteen_at_most(begun: Folder, at: datetime) -> None:
    keys = [key_of(f"testigo{number}.example.org") for number in range(16)]
    for key in keys[:15]:
        custody.add_witness(key=key, name="", url="", at=at)

    with pytest.raises(Refused, match="already"):
        custody.add_witness(key=keys[3], name="", url="", at=at)
    with pytest.raises(Refused, match="at most 15"):
        custody.add_witness(key=keys[15], name="", url="", at=at)

    keeper.settle(at=at)
    assert len(policy.Policy.parse(begun.read("policy.txt").decode()).witnesses) == 15


def test_two_witnesses_of_one_name_are_refused_before_the_policy_breaks(begun: Folder, at: datetime) -> None:
    custody.add_witness(key=key_of("testigo.example.org"), name="", url="", at=at)

    with pytest.raises(Refused):
        custody.add_witness(key=key_of("testigo.example.org"), name="", url="", at=at)

    keeper.settle(at=at)
    assert len(policy.Policy.parse(begun.read("policy.txt").decode()).witnesses) == 1


def test_a_witness_that_goes_leaves_what_it_signed(
    begun: Folder, at: datetime, witnesses: Callable[..., University]
) -> None:
    goes, stays = witnesses("one.example.org"), witnesses("two.example.org")
    for one in (goes, stays):
        one.named(at)
    custody.set_rules(quorum=2, at=at)
    keeper.settle(at=at)
    before = begun.read("checkpoint")

    custody.retire_witness(key=goes.witness.vkey, at=at)
    keeper.settle(at=at)

    assert {"one.example.org", "two.example.org"} < {one.name for one in Note.parse(before).signatures}
    assert who_signed(begun) == {"log.example/bitacora", "two.example.org"}
    assert last_of("policy-changed") == {"witnesses": [stays.witness.vkey], "quorum": 1}
    with pytest.raises(Refused, match="No witness"):
        custody.retire_witness(key=goes.witness.vkey, at=at)
    assert goes.named(at).retired_at is None


@pytest.mark.parametrize(
    ("rule", "field"),
    [({"quorum": 2}, "quorum"), ({"quorum": -1}, "quorum"), ({"publish_every": 0}, "every"),
     ({"publish_every": 3601}, "every")],
)  # fmt: skip
def test_rules_that_cannot_be_kept_are_refused(begun: Folder, at: datetime, rule: dict[str, int], field: str) -> None:
    custody.add_witness(key=key_of("testigo.example.org"), name="", url="", at=at)

    with pytest.raises(Refused) as no:
        custody.set_rules(**rule, at=at)

    assert no.value.field == field


def test_each_rule_is_set_alone_and_a_new_quorum_is_a_fact(begun: Folder, at: datetime) -> None:
    custody.add_witness(key=key_of("testigo.example.org"), name="", url="", at=at)
    facts = Entry.objects.filter(type="record.policy-changed").count()

    custody.set_rules(is_strict=True, at=at)
    custody.set_rules(publish_every=60, at=at)
    log = custody.set_rules(quorum=1, at=at)
    custody.set_rules(quorum=1, at=at)

    assert (log.quorum, log.is_strict, log.publish_every) == (1, True, 60)
    assert Entry.objects.filter(type="record.policy-changed").count() == facts + 1
    assert last_of("policy-changed")["quorum"] == 1


def test_witnesses_sign_what_the_keeper_publishes(
    begun: Folder, at: datetime, witnesses: Callable[..., University]
) -> None:
    some = [witnesses(f"w{number}.example.org") for number in range(3)]
    for one in some:
        one.named(at)
    custody.set_rules(quorum=2, at=at)

    keeper.settle(at=at)
    row = ring(at)
    keeper.settle(at=at)

    signed = begun.read("checkpoint")
    stated, note = checkpoint.opened(signed, queries.keys_of(present()))
    site = policy.Policy.parse(begun.read("policy.txt").decode())
    seen = checkpoint.cosigned(note, [VerifierKey.parse(one.witness.vkey) for one in some])
    assert set(seen) == {one.witness.vkey for one in some}
    assert site.needed == 2
    assert site.is_met(seen)
    assert queries.standing_of(row.pk).state == "witnessed"
    assert queries.standing_of(row.pk).seen == 3
    assert {(one.size, one.error) for one in Witness.objects.all()} == {(stated.size, "")}


def test_where_witnesses_are_out_the_site_goes_on_and_says_since_when(
    begun: Folder, at: datetime, witnesses: Callable[..., University]
) -> None:
    there, away = witnesses("there.example.org"), witnesses("away.example.org", listens=False)
    for one in (there, away):
        one.named(at)
    custody.set_rules(quorum=2, at=at)

    keeper.settle(at=at + timedelta(minutes=1))
    ring(at)
    keeper.settle(at=at + timedelta(minutes=2))

    assert size_of(begun) == 7
    assert who_signed(begun) == {"log.example/bitacora", "there.example.org"}
    head = queries.head()
    assert head is not None
    assert head.seen == 1
    assert head.unwitnessed_since == at  # since the very first tree: only one has seen any
    assert Witness.objects.get(name="away.example.org").error.startswith("unreachable")


def test_a_strict_site_publishes_nothing_until_enough_have_signed(
    begun: Folder, at: datetime, witnesses: Callable[..., University]
) -> None:
    there, late = witnesses("there.example.org"), witnesses("late.example.org", listens=False)
    for one in (there, late):
        one.named(at)
    custody.set_rules(quorum=2, is_strict=True, at=at)
    before = begun.read("checkpoint"), begun.read("policy.txt")
    row = ring(at)

    for _try in range(2):
        with pytest.raises(Unwitnessed, match="1 witnesses signed, 2 are needed"):
            keeper.settle(at=at)

    assert (begun.read("checkpoint"), begun.read("policy.txt")) == before
    assert queries.standing_of(row.pk).state == "accepted"
    assert not keeper.is_published(present())

    with listening(late.witness) as server:
        Witness.objects.filter(key=late.witness.vkey).update(url=server.url)
        made = keeper.settle(at=at)

    assert made is not None
    assert size_of(begun) == made.size == present().size
    assert who_signed(begun) == {"log.example/bitacora", "there.example.org", "late.example.org"}
    assert queries.standing_of(row.pk).state == "witnessed"


def test_a_witness_that_was_out_signs_at_the_next_look(
    begun: Folder, at: datetime, witnesses: Callable[..., University]
) -> None:
    late = witnesses("late.example.org", listens=False)
    late.named(at)
    keeper.settle(at=at)
    working = keeper.Keeper()

    with listening(late.witness) as server:
        Witness.objects.update(url=server.url)
        working.round()

    assert who_signed(begun) == {"log.example/bitacora", "late.example.org"}
    assert Checkpoint.objects.order_by("-size")[0].note.encode() == begun.read("checkpoint")


def test_both_keys_sign_for_ninety_days_and_then_the_new_one_alone(
    begun: Folder, at: datetime, django_capture_on_commit_callbacks: Commit
) -> None:
    (old,) = queries.keys_of(present())

    new = custody.add_key(at=at)
    keeper.settle(at=at)

    assert last_of("key-added") == {"key": str(new)}
    assert queries.keys_of(present()) == [old, new]
    assert size_of(begun, old) == size_of(begun, new)
    with pytest.raises(Refused, match="90 days"):
        custody.retire_key(key_id=old.key_id.hex(), at=at + timedelta(days=89))

    both = begun.read("checkpoint")
    with django_capture_on_commit_callbacks(execute=True):
        custody.retire_key(key_id=old.key_id.hex(), at=at + timedelta(days=90))
    keeper.settle(at=at + timedelta(days=90))

    assert last_of("key-retired") == {"key": str(old)}
    assert queries.keys_of(present()) == [new]
    assert size_of(begun, new) == present().size
    with pytest.raises(Unverified):
        checkpoint.opened(begun.read("checkpoint"), [old])
    assert checkpoint.opened(both, [old])[0] == checkpoint.opened(both, [new])[0]
    assert policy.Policy.parse(begun.read("policy.txt").decode()).keys == [new]


def test_a_key_is_not_retired_if_it_is_the_only_one_or_unknown(begun: Folder, at: datetime) -> None:
    (only,) = queries.keys_of(present())

    with pytest.raises(Refused, match="only key"):
        custody.retire_key(key_id=only.key_id.hex(), at=at + timedelta(days=900), is_urgent=True)
    with pytest.raises(Refused, match="No key"):
        custody.retire_key(key_id="00000000", at=at)

    assert publisher.signer_of(present()).verifiers() == [only]


def test_a_stolen_key_goes_as_soon_as_the_new_one_has_signed(
    begun: Folder, at: datetime, django_capture_on_commit_callbacks: Commit
) -> None:
    (stolen,) = queries.keys_of(present())
    new = custody.add_key(at=at)
    with pytest.raises(Refused, match="No other key has signed yet"):
        custody.retire_key(key_id=stolen.key_id.hex(), at=at, is_urgent=True)
    keeper.settle(at=at)

    with django_capture_on_commit_callbacks(execute=True):
        custody.retire_key(key_id=stolen.key_id.hex(), at=at, is_urgent=True)
    keeper.settle(at=at)

    assert publisher.signer_of(present()).verifiers() == [new]
    assert size_of(begun, new) == present().size


def test_a_new_key_that_could_not_be_stated_signs_nothing(
    begun: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publisher.signer_of(present()).verifiers()

    monkeypatch.setattr(custody, "record", _fall)
    with pytest.raises(RuntimeError, match="pulled"):
        custody.add_key(at=at)

    assert publisher.signer_of(present()).verifiers() == before


def _fall(*_args: object, **_named: object) -> None:
    raise RuntimeError("the plug was pulled")
