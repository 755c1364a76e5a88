"""Judging a bundle: a good one passes, and whatever was tampered with is caught and named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tequio.tlog import bundle, note
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.finding import Word
from tequio.tlog.proof import Proof
from tequio.tlog.tests import stories
from tequio.tlog.tests.stories import (
    MINUTES,
    NEW_KEY,
    NOON,
    ORIGIN,
    OTHER,
    PROMISE,
    STRANGER,
    Site,
    codes,
    judged,
    policy,
    said,
    story,
    wrong,
)
from tequio.tlog.verify import verify_path

MINUTES_HASH = sha256(MINUTES).hexdigest()
PLACE = bundle.place_path(PROMISE)


@pytest.fixture
def site() -> Site:
    return story()


@pytest.fixture
def files(site: Site) -> dict[str, bytes]:
    """The good bundle of the commitment, with the minutes."""
    return site.bundle(evidence=[(MINUTES_HASH, MINUTES)])


def test_a_good_bundle_passes(files: dict[str, bytes]) -> None:
    verdict = judged(files)

    assert verdict.exit_code == 0
    assert codes(verdict) == [
        "log-signed",
        "witnessed",
        *["entry-included"] * 4,
        "chain-whole",
        "newest",
        "logged-by",
        "evidence-matches",
        "disclosed",
        "disclosed",
        "never",
    ]
    assert said(verdict, "log-signed").startswith(f"log {ORIGIN} signed size 7 (root ")
    assert said(verdict, "witnessed") == (
        "3 of the 3 witnesses that you trust saw this history (latest 2026-11-20 12:00 UTC)"
    )
    assert said(verdict, "chain-whole") == f"4 entries about {PROMISE}, numbers 1 to 4, without gaps"
    assert said(verdict, "newest").startswith(f"nothing later about {PROMISE} existed at snapshot #6")


def test_the_folder_that_a_zip_unpacks_to_is_judged_alike(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)

    verdict = verify_path(tmp_path, trusted=policy())

    assert verdict == judged(files)


def test_without_a_policy_of_the_reader_the_bundle_s_own_is_used_and_said(files: dict[str, bytes]) -> None:
    verdict = judged(files, trusted=None)

    assert verdict.exit_code == 0
    assert "that the site itself names" in said(verdict, "witnessed")
    assert "the bundle names them itself" in said(verdict, "policy-own")


def test_a_policy_of_witnesses_alone_takes_the_log_s_key_from_the_bundle_and_says_so(files: dict[str, bytes]) -> None:
    mine = policy()
    witnesses = type(mine)((), mine.witnesses, mine.groups, mine.quorum)

    verdict = judged(files, trusted=witnesses)

    assert verdict.exit_code == 0
    assert "that you trust" in said(verdict, "witnessed")
    assert "the bundle names it itself" in said(verdict, "log-own")


def test_a_changed_byte_of_an_entry_is_named(files: dict[str, bytes]) -> None:
    files["entries/3.json"] = files["entries/3.json"].replace(b"in-progress", b"in-prOgress")

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert said(verdict, "entry-altered").startswith("Entry #3 is not what the log holds at its place")


def test_an_entry_left_out_of_the_middle_is_named(files: dict[str, bytes]) -> None:
    del files["entries/3.json"], files["entries/3.tlog-proof"]

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert said(verdict, "chain-gap") == f"Entries are missing between numbers 1 and 3 of {PROMISE}."


def test_a_bundle_that_begins_late_says_that_it_does(files: dict[str, bytes]) -> None:
    del files["entries/1.json"], files["entries/1.tlog-proof"]

    verdict = judged(files)

    assert verdict.exit_code == 0
    assert said(verdict, "chain-begins-late").startswith("what came before number 2")


def test_swapped_proofs_are_named(files: dict[str, bytes]) -> None:
    files["entries/1.tlog-proof"], files["entries/3.tlog-proof"] = (
        files["entries/3.tlog-proof"],
        files["entries/1.tlog-proof"],
    )

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert wrong(verdict)[:2] == ["proof-of-another"] * 2
    assert verdict.findings[2].say() == "The proof beside entry #1 is that of entry #3."


def test_a_proof_renamed_to_fit_is_false_all_the_same(files: dict[str, bytes]) -> None:
    files["entries/1.tlog-proof"] = files["entries/3.tlog-proof"].replace(b"index 3", b"index 1")

    assert "entry-altered" in wrong(judged(files))


@pytest.mark.parametrize("kind", ["json", "tlog-proof"])
def test_a_missing_half_of_an_entry_cannot_be_verified(files: dict[str, bytes], kind: str) -> None:
    del files[f"entries/5.{kind}"]
    del files[PLACE]

    verdict = judged(files)

    assert verdict.exit_code == 2
    assert said(verdict, "missing") == f"The bundle has no entries/5.{kind}."


@pytest.mark.parametrize(("name", "how"), [("checkpoint", {}), ("policy.txt", {"trusted": None})])
def test_a_bundle_without_its_head_cannot_be_verified(files: dict[str, bytes], name: str, how: dict[str, None]) -> None:
    del files[name]

    verdict = judged(files, **how)

    assert verdict.exit_code == 2
    assert said(verdict, "missing") == f"The bundle has no {name}."


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("checkpoint", "checkpoint-unreadable"),
        ("entries/3.tlog-proof", "proof-unreadable"),
        ("policy.txt", "policy-unreadable"),
        ("snapshot/6.tlog-proof", "proof-unreadable"),
    ],
)
def test_what_is_malformed_cannot_be_verified(files: dict[str, bytes], name: str, code: str) -> None:
    files[name] = b"\xff not what it is called"

    verdict = judged(files, trusted=None)

    assert code in wrong(verdict)
    assert 1 not in {finding.exit for finding in verdict.findings if finding.code == code}


def test_an_empty_bundle_proves_nothing_about_anything(files: dict[str, bytes]) -> None:
    verdict = judged({name: files[name] for name in ("checkpoint", "policy.txt")})

    assert wrong(verdict) == ["no-entries"]
    assert verdict.exit_code == 2


def test_a_checkpoint_of_a_log_that_the_reader_does_not_trust_is_named(files: dict[str, bytes]) -> None:
    files["checkpoint"] = note.sign(Checkpoint(STRANGER.name, 7, b"\1" * 32).text, STRANGER).encode()

    verdict = judged(files)

    assert verdict.exit_code == 3
    assert said(verdict, "log-unknown") == (
        "The checkpoint is of the log other.example/log, which your policy does not name."
    )
    assert judged(files, trusted=None).exit_code == 2


def test_a_forged_signature_is_named(files: dict[str, bytes]) -> None:
    text = note.Note.parse(files["checkpoint"]).text.replace("\n7\n", "\n8\n")
    stolen = note.Note.parse(files["checkpoint"]).signatures
    files["checkpoint"] = note.Note(text, stolen).encode()

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert "no key of that log signed it" in said(verdict, "log-signature-false")


def test_a_name_without_its_key_is_a_forgery(files: dict[str, bytes]) -> None:
    files["checkpoint"] = note.sign(note.Note.parse(files["checkpoint"]).text, NEW_KEY).encode()

    assert wrong(judged(files)) == ["log-signature-false"]


def test_any_key_of_the_log_verifies(site: Site) -> None:
    site.key = NEW_KEY
    site.publish()
    both = policy(log=NEW_KEY)
    rotated = type(both)((*policy().logs, *both.logs), both.witnesses, both.groups, both.quorum)

    assert judged(site.bundle(), trusted=rotated).exit_code == 0
    assert wrong(judged(site.bundle())) == ["log-signature-false"]


def test_too_few_witnesses_do_not_meet_the_policy(site: Site) -> None:
    site.publish(witnesses=1)

    verdict = judged(site.bundle())

    assert verdict.exit_code == 3
    assert "2 at least are needed" in said(verdict, "quorum-unmet")


def test_a_log_that_nobody_witnesses_is_said_to_be_so(site: Site) -> None:
    site.publish(witnesses=0)

    verdict = judged(site.bundle(), trusted=policy(needs=0))

    assert verdict.exit_code == 0
    assert {"unwitnessed"} < set(codes(verdict))
    assert "logged-by" not in codes(verdict)


def test_a_false_cosignature_does_not_count(site: Site) -> None:
    signed = note.Note.parse(site.publish(witnesses=1))
    lie = stories.WITNESSES[1].sign("another text\n", int(NOON.timestamp()))
    site.store.write("checkpoint", note.with_signatures(signed, [lie]).encode())

    assert wrong(judged(site.bundle())) == ["quorum-unmet"]


def test_the_proof_of_another_log_is_named(files: dict[str, bytes]) -> None:
    proof = Proof.parse(files["entries/1.tlog-proof"])
    foreign = note.sign(Checkpoint(STRANGER.name, 7, b"\1" * 32).text, STRANGER).encode()
    files["entries/1.tlog-proof"] = Proof(1, proof.hashes, foreign).encode()

    verdict = judged(files)

    assert "did not sign" in said(verdict, "proof-unsigned")
    assert verdict.exit_code == 1


def test_a_proof_under_an_older_checkpoint_of_the_log_is_not_enough(site: Site, files: dict[str, bytes]) -> None:
    site.state("tracking.status-changed", data={"status": "completed"})
    site.publish()
    newer = site.bundle()
    newer["entries/1.tlog-proof"] = files["entries/1.tlog-proof"]

    verdict = judged(newer)

    assert said(verdict, "proof-elsewhere").endswith(f"another checkpoint ({ORIGIN}, size 7).")
    assert verdict.exit_code == 2


def test_older_cosignatures_under_the_same_tree_do_not_matter(site: Site, files: dict[str, bytes]) -> None:
    site.publish(at=NOON + timedelta(hours=1))
    newer = site.bundle()
    newer["entries/1.tlog-proof"] = files["entries/1.tlog-proof"]

    assert judged(newer).exit_code == 0


def test_a_proof_from_a_second_history_proves_that_the_log_signed_two(site: Site, files: dict[str, bytes]) -> None:
    site.alter(3, data={"status": "completed"})
    site.republish()
    files["entries/3.tlog-proof"] = site.bundle()["entries/3.tlog-proof"]

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert "signed two histories" in said(verdict, "two-histories")


# How it is told


def test_two_subjects_in_a_bundle_have_a_story_each(site: Site) -> None:
    files = site.bundle(also=(2,))

    subjects = [finding.values["subject"] for finding in judged(files).findings if finding.code == "chain-whole"]

    assert subjects == [PROMISE, OTHER]


def test_the_report_for_programs_keeps_its_words_in_any_language(files: dict[str, bytes]) -> None:
    class Spanish:
        def gettext(self, message: str, /) -> str:
            return {"PROVEN": "PROBADO"}.get(message, f"¡{message}!")

        def ngettext(self, singular: str, plural: str, number: int, /) -> str:
            return f"¡{plural}!"

    told = judged(files).as_json(Spanish())

    assert told["exit"] == 0
    assert told["findings"][0]["verdict"] == "PROVEN"
    assert told["findings"][0]["code"] == "log-signed"
    assert told["findings"][0]["values"]["size"] == 7
    assert told["findings"][0]["text"].startswith(f"¡log {ORIGIN}")
    assert judged(files).lines(Spanish())[0].startswith("PROBADO     ¡log")
    assert json.dumps(told)


def test_large_numbers_are_grouped_and_indexes_are_not() -> None:
    from tequio.tlog.finding import proven

    assert proven("x", "size %(size)s, entry #%(size)d", size=70_000).say() == "size 70,000, entry #70000"


def test_the_gravest_finding_makes_the_exit_code(site: Site) -> None:
    site.publish(witnesses=1)
    files = site.bundle()
    unmet = judged(files).exit_code
    del files["entries/5.json"], files[PLACE]
    unverifiable = judged(files).exit_code
    files["entries/1.json"] += b" "
    false = judged(files).exit_code

    assert (unmet, unverifiable, false) == (3, 2, 1)


@pytest.mark.parametrize(
    "grow",
    [
        lambda text: text + "# \n" * 30_000,
        lambda text: (
            text.replace("quorum quorum", "".join(f"group g{n + 1} any g{n}\n" for n in range(2000))).replace(
                "any g0", "any quorum"
            )
            + "quorum g2000\n"
        ),
    ],
)
def test_a_policy_that_would_be_read_without_end_is_refused(
    files: dict[str, bytes], grow: Callable[[str], str]
) -> None:
    files["policy.txt"] = grow(files["policy.txt"].decode()).encode()

    assert said(judged(files, trusted=None), "policy-unreadable") == (
        "The policy of the bundle cannot be read: it is too large."
    )


def test_only_what_is_wrong_is_called_false(files: dict[str, bytes]) -> None:
    files["entries/1.json"] += b" "

    assert {finding.exit for finding in judged(files).findings if finding.verdict is Word.FALSE} == {1}


def test_the_verifier_and_the_monitor_run_without_django() -> None:
    script = (
        "import sys, tequio.tlog.verify, tequio.tlog.monitor;"
        "print({name.split('.')[0] for name in sys.modules} & {'django', 'rfc8785'})"
    )

    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "set()"
