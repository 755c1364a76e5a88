"""Any text in: no crash, no loss, no address in public words. TEQUIO_SOAK=1 tries many more."""

from __future__ import annotations

import os
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tequio.plans.imports.contacts import EMAIL
from tequio.plans.imports.draft import Contact
from tequio.plans.imports.recognise import Reading, read, unaccounted
from tequio.plans.imports.tree import leaves
from tequio.plans.tests.documents import HERE, NAMES

SOAK = bool(os.environ.get("TEQUIO_SOAK"))
# The quick run belongs to every test run, the long one to `make soak`.
pytestmark = [pytest.mark.soak] if SOAK else []
settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("long", max_examples=2500, deadline=None, suppress_health_check=list(HealthCheck))
PROFILE = settings.get_profile("long" if SOAK else "quick")

TEXTS = {name: (HERE / name).read_text(encoding="utf-8") for name in NAMES}
LINES = [line for text in TEXTS.values() for line in text.split("\n")]
PIECES = st.one_of(
    st.sampled_from(LINES),
    st.sampled_from(
        [
            "",
            "\t",
            "\t\t\t",
            "· ",
            "1. ",
            "21. Hitos",
            "\tObjetivo a largo plazo",
            "Acción clave 9",
            "(5% de ponderación)",
            "ana@example.org",
        ]
    ),
    st.text(max_size=30),
)


def check(data: bytes) -> Reading:
    reading = read(data, "x")
    assert unaccounted(reading) == ()
    public = (leaf for leaf in leaves([*reading.drafts, reading.roadmap]) if not isinstance(leaf, Contact))
    assert not any(EMAIL.search(leaf.text) or EMAIL.search(leaf.raw) for leaf in public)
    assert all(finding.sentence for finding in reading.findings)
    return reading


@settings(PROFILE)
@given(st.binary(max_size=600))
def test_any_bytes_are_read(data: bytes) -> None:
    check(data)


@settings(PROFILE)
@given(st.lists(PIECES, max_size=60))
def test_any_lines_are_accounted_for(lines: list[str]) -> None:
    check("\n".join(lines).encode("utf-8", "surrogatepass"))


@settings(PROFILE)
@given(st.sampled_from(NAMES), st.integers(0, 2**32), st.integers(1, 12))
def test_a_spoiled_document_is_accounted_for(name: str, seed: int, spoils: int) -> None:
    dice = random.Random(seed)
    lines = TEXTS[name].split("\n")
    for _ in range(spoils):
        at = dice.randrange(len(lines))
        spoil = dice.randrange(6)
        if spoil == 0:
            del lines[at : at + dice.randrange(4)]
        elif spoil == 1:
            lines.insert(at, dice.choice(LINES))
        elif spoil == 2:
            lines[at] = lines[at].replace("\t", "", 1)
        elif spoil == 3:
            lines[at : at + 2] = [" ".join(lines[at : at + 2])]
        elif spoil == 4:
            cut = dice.randrange(len(lines[at]) + 1)
            lines[at : at + 1] = [lines[at][:cut], dice.choice(["", "\t", "  "]) + lines[at][cut:]]
        else:
            lines[at] = "".join(dice.sample(lines[at], len(lines[at])))
        lines = lines or [""]
    check("\n".join(lines).encode())


@pytest.mark.parametrize("name", NAMES)
def test_a_document_cut_anywhere_is_accounted_for(name: str) -> None:
    data = TEXTS[name].encode()
    step = 7 if SOAK else len(data) // 12
    for end in range(0, len(data), step):
        check(data[:end])


@pytest.mark.parametrize(
    "piece",
    [
        "\n",
        "a",
        "\t",
        " ",
        "a@",
        "1. ",
        "· ",
        "[",
        "(",
        "fecha de ",
        "20 % ",
        "Meta 1.1 ",
        "\n\t\n",
        "a- ",
        "1/2020 ",
        "x: ",
        ". A",
    ],
)
def test_a_file_made_to_stall_the_importer_does_not(piece: str) -> None:
    for name in NAMES:
        head, tail = TEXTS[name][:4000], TEXTS[name][4000:]
        started = time.process_time()
        check((head + piece * ((60_000 if SOAK else 8_000) // len(piece)) + tail).encode())
        assert time.process_time() - started < 10
