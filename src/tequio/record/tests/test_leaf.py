"""The exact bytes of an entry: what is written today is what anybody hashes in twenty years."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tequio.kit.canonical import canonical
from tequio.kit.event import Proof
from tequio.record import leaf
from tequio.tlog import merkle

FIXED: dict[str, Any] = {
    "id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "type": "tracking.status-reported",
    "at": datetime(2023, 6, 12, 15, 0, 0, 123456, tzinfo=UTC),
    "tenant": "urn:tequio:nl:jurisdiction:0000000001",
    "subject": "urn:tequio:nl:commitment:0123456789",
    "seq": 12,
    "prev": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "actor": "urn:tequio:nl:office:abcdefghjk",
    "data": {"status": "stuck", "value": None, "milestone": "urn:tequio:nl:milestone:zyxwvtsrqp", "reason": "ñandú €"},
    "evidence": (Proof(sha256="4c1e" * 16, size=123456, type="application/pdf"),),
}
GOLDEN = (
    '{"actor":"urn:tequio:nl:office:abcdefghjk","at":"2023-06-12T15:00:00.123Z",'
    '"data":{"milestone":"urn:tequio:nl:milestone:zyxwvtsrqp","reason":"ñandú €","status":"stuck","value":null},'
    '"evidence":[{"sha256":"4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e4c1e","size":123456,'
    '"type":"application/pdf"}],"id":"01890a5d-ac96-774b-bcce-b302099a8057",'
    '"prev":"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d","seq":12,'
    '"subject":"urn:tequio:nl:commitment:0123456789","tenant":"urn:tequio:nl:jurisdiction:0000000001",'
    '"type":"tracking.status-reported","v":1}'
)
GOLDEN_HASH = "f413cbb5d17851a4dde4dcf28e055ac595d4cf0b9b314f2dfff41baf77c03195"


def test_the_bytes_are_these_and_no_others() -> None:
    written = leaf.leaf_bytes(**FIXED)

    assert written == GOLDEN.encode()
    assert merkle.leaf_hash(written).hex() == GOLDEN_HASH


def test_the_hash_is_that_of_an_rfc_6962_leaf() -> None:
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.leaf_hash(GOLDEN.encode()) == hashlib.sha256(b"\0" + GOLDEN.encode()).digest()


def test_the_first_entry_has_no_one_before_it_and_may_cite_nothing() -> None:
    first = json.loads(leaf.leaf_bytes(**{**FIXED, "seq": 1, "prev": None, "evidence": ()}))

    assert first["prev"] is None
    assert first["evidence"] == []
    assert set(first) == {"v", "id", "type", "at", "tenant", "subject", "seq", "prev", "actor", "data", "evidence"}


def test_a_correction_names_the_entry_that_it_corrects() -> None:
    corrected = json.loads(leaf.leaf_bytes(**FIXED, corrects="01890a5d-0000-774b-bcce-b302099a8057"))

    assert corrected["corrects"] == "01890a5d-0000-774b-bcce-b302099a8057"


def test_an_instant_is_written_in_universal_time_and_milliseconds() -> None:
    monterrey = timezone(timedelta(hours=-6))

    assert leaf.instant(datetime(2023, 6, 12, 9, 0, tzinfo=monterrey)) == "2023-06-12T15:00:00.000Z"


def test_a_document_is_canonical_as_rfc_8785_shows() -> None:
    shown = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }

    assert canonical(shown).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16_as_rfc_8785_shows() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    assert list(json.loads(canonical(dict.fromkeys(keys, 0)))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@pytest.mark.parametrize(("room", "fits"), [(0, True), (1, False)])
def test_an_entry_has_at_most_4_kib(room: int, fits: bool) -> None:
    empty = len(leaf.leaf_bytes(**{**FIXED, "data": {"text": ""}}))
    full = {**FIXED, "data": {"text": "x" * (4096 - empty + room)}}

    if fits:
        assert len(leaf.leaf_bytes(**full)) == 4096
    else:
        with pytest.raises(ValueError, match="4096 bytes"):
            leaf.leaf_bytes(**full)
