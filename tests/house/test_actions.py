"""Every change is one visible function: see actions_law.py for the shape."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest

from tests.house.actions_law import broken, exported, is_imperative, private_functions, public_actions
from tests.house.sources import SRC, Module, floors, nobody, own_modules, place, sample
from tests.house.test_writes import EXCUSED


def rooms_of_actions() -> dict[str, list[Module]]:
    """Return the modules of actions of each room above the record."""
    rooms: dict[str, list[Module]] = {}
    for module in own_modules():
        if module.step == "actions" and floors()[module.room] > floors()["record"]:
            rooms.setdefault(module.room, []).append(module)
    return rooms


def offenders() -> Iterator[str]:
    for package in rooms_of_actions().values():
        private = private_functions(package)
        for module, function in public_actions(package):
            yield from broken(module, function, private)


def past_the_door() -> Iterator[str]:
    """Yield the imports that reach into a room's actions past what they hand out."""
    for room, package in rooms_of_actions().items():
        public = exported(package)
        for module in own_modules():
            if module in package:
                continue
            for node, name, imported, _ in module.imports():
                whole = [*name.split("."), *([imported] if imported else [])]
                if whole[1:3] == [room, "actions"] and set(whole[3:]) - public:
                    yield place(module, node, f"reaches for {'.'.join(whole[1:])}")


@pytest.mark.parametrize("room", ["files", "people", "plans", "tracking"])
def test_the_rooms_of_the_heart_have_actions(room: str) -> None:
    package = rooms_of_actions().get(room)

    assert package, f"{room} has no actions"
    assert list(public_actions(package))


def test_every_action_has_the_shape_of_one() -> None:
    assert rooms_of_actions()
    nobody(offenders())


def test_nobody_reaches_past_the_door_of_actions() -> None:
    assert rooms_of_actions()
    nobody(past_the_door())


def test_actions_are_only_in_actions() -> None:
    """A transaction opened elsewhere is a change that no sentence of the manual tells."""
    free = {"record", "jobs", "config"}
    found = [
        f"{module.where} opens a transaction"
        for module in own_modules()
        if module.step != "actions"
        and module.room not in free
        and "transaction.atomic" in module.text
        and module.parts[:2] not in EXCUSED
    ]

    assert (SRC / "record" / "actions.py").exists()
    nobody(found)


GOOD = '''
@transaction.atomic
def close_call(*, call, actor, at):
    """Close a call."""
    require(policies.can_close(actor, call))
    {body}
'''


def verdict(body: str, shape: str = GOOD) -> list[str]:
    source = shape.replace("    {body}", "\n".join("    " + line for line in dedent(body).strip().splitlines()))
    module = sample(source)
    ((_, action),) = public_actions([module])
    return [one.split(" ", 1)[1] for one in broken(module, action, private_functions([module]))]


@pytest.mark.parametrize(
    "body",
    [
        "record(Closed(), actor=actor, at=at)",
        "audit(Closed(), actor=actor, at=at)\nreturn call",
        "return record.record(Closed())",
        "if call.is_closed:\n    return call\nrecord(Closed())\nreturn call",
        "if call.is_public:\n    record(Closed())\nelse:\n    audit(Closed())",
        "record(A()) if call.is_public else audit(B())",
        "if call.is_closed:\n    raise Refused(None, 'closed')\nrecord(Closed())",
        "with lock():\n    record(Closed())",
    ],
)
def test_one_fact_is_the_law(body: str) -> None:
    assert verdict(body) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("call.save()", "may end without its fact"),
        ("if call.is_public:\n    record(A())", "may end without its fact"),
        ("record(A())\naudit(B())", "may state two facts"),
        ("for one in call.all():\n    record(A())", "may state two facts"),
        ("if call.is_public:\n    record(A())\nrecord(B())", "may state two facts"),
        ("[record(A()) for one in call.all()]", "may state two facts"),
    ],
)
def test_the_law_of_one_fact_bites(body: str, says: str) -> None:
    assert f"close_call {says}" in verdict(body)


def test_a_private_function_may_state_the_fact() -> None:
    helper = '\ndef _close(call):\n    """Close."""\n    record(Closed())\n'

    assert verdict("_close(call)", GOOD + helper) == []
    assert "close_call may state two facts" in verdict("_close(call)\nrecord(Again())", GOOD + helper)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("@transaction.atomic", "", "is not atomic"),
        ("(*, call", "(call, *", "takes arguments without their names"),
        ("actor, at)", "at)", "does not take actor"),
        (", at)", ")", "does not take at"),
        ("Close a call.", "Closes a call.", "does not open with one imperative line"),
        ("    require(", "    print(", "never calls require()"),
    ],
)
def test_the_law_of_shape_bites(before: str, after: str, says: str) -> None:
    assert any(says in one for one in verdict("record(A())", GOOD.replace(before, after, 1)))


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Accept a piece.", True),
        ("Process a file.", True),
        ("accept a piece.", False),
        ("Accepts a piece.", False),
        ("Accepting a piece.", False),
        ("Accept a piece", False),
        ("", False),
    ],
)
def test_an_imperative_line_is_known(line: str, is_one: bool) -> None:
    assert is_imperative(line) is is_one
