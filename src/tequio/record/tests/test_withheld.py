"""Personal values stay outside the bytes, and can be erased without changing one of them."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

import pytest

from tequio.record import leaf
from tequio.record.models import Entry, Withheld
from tequio.record.tests.bells import ring
from tequio.tlog import merkle

PERSONAL = {"name": "Ana Pérez", "colony": "Centro"}


def body(row: Entry) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(bytes(Entry.objects.get(pk=row.pk).entry))
    return kept


def digest(disclosure: str) -> str:
    """Hash a disclosure as RFC 9901 says, without our code."""
    return base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode("ascii")).digest()).rstrip(b"=").decode()


def disclosure(row: Withheld) -> str:
    """Write a disclosure as RFC 9901 says, without our code."""
    array = json.dumps([row.salt, row.name, row.value], ensure_ascii=False)
    return base64.urlsafe_b64encode(array.encode()).rstrip(b"=").decode()


def test_the_example_of_rfc_9901_gives_its_digest() -> None:
    example = leaf.Disclosure("family_name", "Möbius", "_26bc4LT-ac6q2KI6cBW5es")

    assert example.text == "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert example.digest == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


@pytest.mark.usefixtures("site")
def test_the_bytes_hold_salted_digests_and_nothing_personal(at: datetime) -> None:
    row = ring(at, withheld=PERSONAL)

    kept = body(row)
    assert kept["_sd_alg"] == "sha-256"
    assert kept["_sd"] == sorted(kept["_sd"])
    assert {digest(disclosure(one)) for one in row.withheld.all()} < set(kept["_sd"])
    assert not any(value in bytes(row.entry).decode() for value in PERSONAL.values())


@pytest.mark.usefixtures("site")
def test_decoys_hide_how_many_values_there_are(at: datetime) -> None:
    counts = [len(body(ring(at, withheld=dict.fromkeys("abcde"[:n], "x")))["_sd"]) for n in (1, 2, 4, 5)]

    assert counts == [4, 4, 4, 8]


@pytest.mark.usefixtures("site")
def test_equal_values_have_unlike_digests(at: datetime) -> None:
    first, second = (body(ring(at, withheld=PERSONAL))["_sd"] for _ in range(2))

    assert not set(first) & set(second)


@pytest.mark.usefixtures("site")
def test_erasing_one_value_leaves_the_bytes_and_the_other_proof(at: datetime) -> None:
    row = ring(at, withheld=PERSONAL)
    before = bytes(row.entry)

    row.withheld.get(name="name").delete()

    kept = Entry.objects.get(pk=row.pk)
    assert bytes(kept.entry) == before
    assert merkle.leaf_hash(bytes(kept.entry)) == bytes(kept.leaf_hash)
    assert digest(disclosure(kept.withheld.get())) in body(kept)["_sd"]


@pytest.mark.usefixtures("site")
def test_a_fact_without_personal_values_carries_no_digests(at: datetime) -> None:
    assert not {"_sd", "_sd_alg"} & set(body(ring(at)))
