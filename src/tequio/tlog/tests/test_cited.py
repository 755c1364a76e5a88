"""What lies beside the entries of a bundle: evidence, disclosures, and what is withheld or erased."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tequio.tlog.tests import stories
from tequio.tlog.tests.stories import MINUTES, Site, codes, judged, said, story, wrong

MINUTES_HASH = sha256(MINUTES).hexdigest()


@pytest.fixture
def site() -> Site:
    return story()


@pytest.fixture
def files(site: Site) -> dict[str, bytes]:
    """The good bundle of the commitment, with the minutes."""
    return site.bundle(evidence=[(MINUTES_HASH, MINUTES)])


def test_replaced_evidence_is_named(files: dict[str, bytes]) -> None:
    files[f"evidence/{MINUTES_HASH}"] = b"%PDF-1.7 other minutes"

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert MINUTES_HASH[:8] in said(verdict, "evidence-replaced")
    assert sha256(b"%PDF-1.7 other minutes").hexdigest() in said(verdict, "evidence-replaced")


def test_evidence_that_is_not_here_is_no_failure(site: Site) -> None:
    verdict = judged(site.bundle())

    assert verdict.exit_code == 0
    assert said(verdict, "evidence-absent").endswith("it is not in this bundle")


def test_a_file_that_nobody_cites_is_said_to_be_a_stranger(site: Site) -> None:
    stray = sha256(b"stray").hexdigest()

    verdict = judged(site.bundle(evidence=[(stray, b"stray")]))

    assert verdict.exit_code == 0
    assert "no entry of this bundle cites it" in said(verdict, "evidence-uncited")


def test_a_text_that_the_data_cite_by_hash_matches_too(site: Site) -> None:
    text = sha256(b"the text").hexdigest()

    verdict = judged(site.bundle(evidence=[(text, b"the text")]))

    assert f"{text} (8 bytes), which entry #1 cites" in said(verdict, "evidence-matches")


def test_a_false_disclosure_is_named(files: dict[str, bytes]) -> None:
    lie = stories.disclosure("author", "Beto")
    files["disclosures/5.txt"] = files["disclosures/5.txt"].split(b"\n")[1] + b"\n" + lie.encode() + b"\n"

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert "not what the entry holds the digest of" in said(verdict, "disclosure-false")
    assert said(verdict, "withheld").startswith("1 field withheld in entry #5: author")


def test_two_values_of_one_name_could_be_shown_to_different_readers(site: Site) -> None:
    told = [stories.disclosure("author", "Ana"), stories.disclosure("author", "Beto")]
    index = site.state("contributions.answer-given", _sd=sorted(map(stories.digest, told)), _sd_alg="sha-256")
    site.disclosures[index] = told
    site.publish()

    assert wrong(judged(site.bundle())) == ["disclosure-twice"]


def test_a_disclosure_that_is_none_cannot_be_read(site: Site) -> None:
    index = site.state("contributions.answer-given", _sd=[stories.digest("bm9uZQ")], _sd_alg="sha-256")
    site.disclosures[index] = ["bm9uZQ"]
    site.publish()

    assert wrong(judged(site.bundle())) == ["disclosure-unreadable"]


def test_a_value_that_stands_there_twice_is_one_value(files: dict[str, bytes]) -> None:
    files["disclosures/5.txt"] *= 2

    verdict = judged(files)

    assert wrong(verdict) == []
    assert codes(verdict).count("disclosed") == 2


def test_disclosures_without_their_entry_vouch_for_nothing(files: dict[str, bytes]) -> None:
    files["disclosures/3000.txt"] = files["disclosures/5.txt"]

    assert wrong(judged(files)) == ["disclosures-alone"]


def test_an_older_bundle_whose_value_was_erased_says_one_field_withheld(files: dict[str, bytes]) -> None:
    author, text, _end = files["disclosures/5.txt"].split(b"\n")
    files["disclosures/5.txt"] = text + b"\n"

    verdict = judged(files)

    assert author
    assert verdict.exit_code == 0
    assert said(verdict, "withheld") == (
        "1 field withheld in entry #5: author (the site says which; the entry holds a digest)"
    )


def test_an_erasure_in_the_log_says_which_field_when_and_where(site: Site) -> None:
    data = {"entry": "fact-5", "names": ["author"], "basis": "asked"}
    by = site.state("record.entry-erased", stories.ITSELF, data=data)
    site.publish()
    site.disclosures[5] = site.disclosures[5][1:]

    verdict = judged(site.bundle(also=(by,)))

    assert wrong(verdict) == []
    assert said(verdict, "erased") == ("1 field withheld in entry #5 (author): erased by law on 2026-11-20, entry #7")
    assert "withheld" not in codes(verdict)
    assert "chain-begins-late" not in codes(verdict)


def test_without_a_list_the_number_of_withheld_fields_is_a_bound(files: dict[str, bytes]) -> None:
    del files["disclosures/5.txt"], files["fields/5.txt"]

    verdict = judged(files)

    assert verdict.exit_code == 0
    assert said(verdict, "withheld-unknown").startswith("at most 4 fields withheld in entry #5")


def test_what_was_erased_does_not_count_as_unknown_too(site: Site) -> None:
    data = {"entry": "fact-5", "names": ["author"], "basis": "asked"}
    by = site.state("record.entry-erased", stories.ITSELF, data=data)
    site.publish()
    site.disclosures[5] = site.disclosures[5][1:]
    del site.fields[5]

    verdict = judged(site.bundle(also=(by,)))

    assert "erased" in codes(verdict)
    assert said(verdict, "withheld-unknown").startswith("at most 2 fields withheld")


def test_a_list_of_more_fields_than_there_are_digests_is_refused(files: dict[str, bytes]) -> None:
    files["fields/5.txt"] = b"author\ntext\nmail\nname\nstreet\n"

    assert wrong(judged(files)) == ["fields-too-many"]
