"""Policies: what is enough, what is not, and that nobody counts twice."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tlog import policy
from tequio.tlog.note import COSIGNATURE, ED25519, Malformed, SigningKey, VerifierKey
from tequio.tlog.policy import Policy, Witness


def key(name: str, kind: int = COSIGNATURE) -> VerifierKey:
    """Return a key that follows from its name."""
    return SigningKey(f"{name}.example.org", kind, name.encode().ljust(32, b".")).verifier


LOG = key("log", ED25519)
NAMES = ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
WITNESSES = "".join(f"witness {name} {key(name)}\n" for name in NAMES)
# The example of c2sp.org/tlog-policy: two organisations with three witnesses each.
EXAMPLE = f"""# whom we believe
log {LOG} https://log.example.org/

{WITNESSES}group X-witnesses 2 X1 X2 X3
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def read(lines: str, quorum: str) -> Policy:
    return Policy.parse(f"{WITNESSES}{lines}quorum {quorum}\n")


def met(stated: Policy, *names: str) -> bool:
    return stated.is_met(str(key(name)) for name in names)


def test_the_specifications_example_asks_two_of_the_first_and_any_of_the_others() -> None:
    stated = Policy.parse(EXAMPLE)

    assert stated.keys == [LOG]
    assert stated.logs == ((LOG, "https://log.example.org/"),)
    assert stated.needed == 3
    for count in range(7):
        for seen in itertools.combinations(NAMES, count):
            first, second = (sum(name.startswith(side) for name in seen) for side in "XY")
            assert met(stated, *seen) is (first >= 2 and second >= 1)


@pytest.mark.parametrize(("needs", "fewest"), [("any", 1), ("1", 1), ("2", 2), ("3", 3), ("all", 3)])
def test_a_group_is_met_by_so_many_of_its_members(needs: str, fewest: int) -> None:
    stated = read(f"group them {needs} X1 X2 X3\n", "them")

    assert stated.needed == fewest
    for count in range(4):
        assert met(stated, *NAMES[:count]) is (count >= fewest)
    assert not met(stated, "Y1", "Y2", "Y3")


def test_groups_stand_in_groups() -> None:
    stated = read("group a all X1 X2\ngroup b any X3 a\ngroup c 2 b Y1 Y2\n", "c")

    assert stated.needed == 2
    assert met(stated, "X3", "Y2")
    assert met(stated, "X1", "X2", "Y1")
    assert met(stated, "Y1", "Y2")
    assert not met(stated, "X1", "Y1")
    assert not met(stated, "X1", "X2", "X3")


def test_a_single_witness_can_be_the_quorum() -> None:
    stated = read("", "X2")

    assert stated.needed == 1
    assert met(stated, "X2")
    assert not met(stated, "X1", "X3")


def test_no_witness_is_needed_where_the_quorum_is_none() -> None:
    for stated in (read("", "none"), Policy.parse("quorum none"), Policy()):
        assert stated.needed == 0
        assert met(stated)
        assert met(stated, "X1")


def test_keys_that_the_policy_does_not_name_count_for_nothing() -> None:
    stated = read("group them any X1 X2\n", "them")

    assert not met(stated)
    assert not met(stated, "Y1", "Z9")
    assert not stated.is_met([key("X1", ED25519).name, str(key("X1", ED25519)), ""])


def test_a_policy_is_written_as_it_is_read() -> None:
    stated = Policy.parse(EXAMPLE)

    assert Policy.parse(str(stated)) == stated
    assert str(Policy.parse(str(stated))) == str(stated)


@given(st.integers(0, 6), st.integers(0, 7), st.booleans())
def test_the_usual_policy_asks_so_many_of_its_witnesses(count: int, needs: int, has_url: bool) -> None:
    named = [Witness(name, key(name), "https://w.example.org" if has_url else "") for name in NAMES[:count]]

    made = policy.simple([(LOG, "https://log.example.org")], named, needs)

    assert Policy.parse(str(made)) == made
    assert list(made.witnesses.values()) == named
    assert made.needed == min(needs, count)
    for seen in range(count + 1):
        assert met(made, *NAMES[:seen]) is (seen >= min(needs, count))


@pytest.mark.parametrize(
    "named",
    [
        [Witness("X1", key("X1")), Witness("X1", key("X2"))],
        [Witness("X1", key("X1")), Witness("X2", key("X1"))],
        [Witness("X1", key("X1", ED25519))],
        [Witness("none", key("X1"))],
        [Witness("quorum", key("X1"))],
        [Witness("of two words", key("X1"))],
        [Witness("X1", key("X1"), "https://two.example.org words too")],
        [Witness("X1\n", key("X1"))],
    ],
)
def test_no_policy_is_made_that_could_not_be_read(named: list[Witness]) -> None:
    with pytest.raises(Malformed):
        policy.simple([(LOG, "")], named, 1)


@pytest.mark.parametrize(
    "text",
    [
        f"  \t\n#\n \t # a comment with #\n{EXAMPLE}",
        EXAMPLE.replace(" ", "\t \t"),
        EXAMPLE.replace("\n", " \n\t"),
        EXAMPLE.replace(" X1 ", " o#1 "),  # only a line can be a comment
        EXAMPLE.replace(" X1 ", " testigo\u00a0de\u2028México\u0085 "),  # these are letters like any other
        EXAMPLE.replace("/\n", "/#part\n"),
        EXAMPLE.removesuffix("\n"),
    ],
)
def test_layout_and_letters_are_free(text: str) -> None:
    stated = Policy.parse(text)

    assert stated.needed == 3
    assert len(stated.witnesses) == 6
    assert met(stated, "X1", "X2", "Y3")


OTHER_NAME = SigningKey("other.example.org", COSIGNATURE, b"X1".ljust(32, b".")).verifier


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (f"witness X1 {key('Z')}", "“X1” is taken"),
        (f"witness none {key('Z')}", "“none” is taken"),
        (f"witness Z {key('X1')}", "stands there already"),
        (f"witness Z {OTHER_NAME}", "stands there already"),
        (f"witness Z {key('Z', ED25519)}", "makes no cosignatures"),
        (f"witness Z {key('Z')} https://z.example.org more", "says nothing that is known"),
        ("witness Z", "says nothing that is known"),
        ("witness Z not+a+key", "not a verifier key"),
        (f"log {LOG}\nlog {LOG}", "stands there already"),
        (f"log {LOG}\nlog {VerifierKey('other.example.org', ED25519, LOG.public)}", "stands there already"),
        ("log", "says nothing that is known"),
        (f"log {LOG} https://log.example.org more", "says nothing that is known"),
        (f"log {str(LOG)[:-1]}", "not a verifier key"),
        ("group a any", "says nothing that is known"),
        ("group a any Z", "nobody is called “Z”"),
        ("group a any none", "nobody is called “none”"),
        ("group a any a", "nobody is called “a”"),
        ("group a any b", "nobody is called “b”"),
        ("group X1 any X2", "“X1” is taken"),
        ("group a any X1\ngroup a any X2", "“a” is taken"),
        ("group a 2 X1 X1", "“X1” is a member already"),
        ("group a any X1\ngroup b any X1", "“X1” is a member already"),
        ("group a any X1\ngroup b all a X2\ngroup c all a X3", "“a” is a member already"),
        ("group a 0 X1", "cannot need 0"),
        ("group a 3 X1 X2", "cannot need 3"),
        ("group a -1 X1 X2", "number"),
        ("group a +1 X1 X2", "number"),
        ("group a 01 X1 X2", "number"),
        ("group a 1_0 X1 X2", "number"),
        ("group a 1.0 X1 X2", "number"),
        ("group a ² X1 X2", "number"),
        ("group a ٢ X1 X2", "number"),
        ("group a ALL X1 X2", "number"),
        ("quorum X1", "says nothing that is known"),
        ("Witness Z", "says nothing that is known"),
        ("# a comment\r", "control character"),
        ("group a any X1\x0b", "control character"),
        ("group a any X1\x7f", "control character"),
    ],
)
def test_a_policy_that_is_not_exact_is_refused_with_its_line(lines: str, says: str) -> None:
    # The quorum stands first where a second one would be the mistake.
    text = f"{WITNESSES}quorum none\n{lines}\n"
    number = text.count("\n")

    with pytest.raises(Malformed, match=f"line {number} of the policy: .*{says}"):
        Policy.parse(text)


@pytest.mark.parametrize("text", ["", "\n", WITNESSES, f"log {LOG}\n", "# quorum none\n"])
def test_a_policy_without_a_quorum_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="says its quorum"):
        Policy.parse(text)


@pytest.mark.parametrize("quorum", ["quorum", "quorum Z", "quorum X1 X2", "quorum later\ngroup later any X1"])
def test_a_quorum_names_one_that_was_named_before(quorum: str) -> None:
    with pytest.raises(Malformed, match="line 7 of the policy"):
        Policy.parse(f"{WITNESSES}{quorum}\n")


def test_a_large_policy_is_read() -> None:
    logs = "".join(f"log {key(f'log{number}', ED25519)}\n" for number in range(40))
    seen = "".join(f"witness W{number} {key(f'W{number}')}\n" for number in range(40))
    groups = "".join(f"group G{number} any W{number}\n" for number in range(40))

    stated = Policy.parse(
        f"{logs}{seen}{groups}group all 40 {' '.join(f'G{number}' for number in range(40))}\nquorum all\n"
    )

    assert (len(stated.keys), stated.needed) == (40, 40)
    assert met(stated, *(f"W{number}" for number in range(40)))
    assert not met(stated, *(f"W{number}" for number in range(39)))
