"""Progress, without a database: bounds, order, weights, and the examples of the source documents."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tequio.tracking import progress
from tequio.tracking.progress import Branch, Figures, Leaf, Tree

amounts = st.integers(0, 200).map(Fraction)
weights = st.integers(1, 100).map(Fraction)


@st.composite
def leaves(draw: st.DrawFn, weighted: bool = False) -> Leaf:
    is_verified = draw(st.booleans())
    is_reported = is_verified or draw(st.booleans())
    is_known = is_reported or draw(st.booleans())
    return Leaf(
        key=draw(st.text("abc", min_size=1, max_size=4)),
        weight=draw(weights) if weighted else None,
        is_known=is_known,
        is_reported=is_reported,
        is_verified=is_verified,
        target=draw(st.none() | amounts),
        value=draw(st.none() | amounts) if is_known else None,
        accepted=draw(amounts),
    )


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    weighted = draw(st.booleans())
    if draw(st.booleans()):
        return Tree("one", tuple(draw(st.lists(leaves(weighted=weighted), max_size=8))))
    branch = st.builds(
        Branch,
        key=st.text("xyz", min_size=1, max_size=4),
        weight=weights if weighted else st.none(),
        leaves=st.lists(leaves(), max_size=5).map(tuple),
    )
    return Tree("one", tuple(draw(st.lists(branch, max_size=5))))


@given(trees())
def test_every_figure_is_between_nothing_and_all_and_verified_never_exceeds_reported(tree: Tree) -> None:
    figures = progress.measure(tree)

    assert 0 <= figures.verified <= figures.reported <= 1
    assert 0 <= figures.unknown <= 1 - figures.reported


@given(trees())
def test_the_shares_of_a_commitment_make_one_whole(tree: Tree) -> None:
    assert sum(line.share for line in progress.lines(tree)) == 1


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_changes_nothing(tree: Tree, random: Random) -> None:
    parts = [_shuffled(part, random) for part in tree.parts]
    random.shuffle(parts)

    assert progress.measure(Tree("one", tuple(parts))) == progress.measure(tree)


@given(st.lists(leaves(), min_size=1, max_size=8), weights)
def test_equal_weights_count_as_no_weights(plain: list[Leaf], weight: Fraction) -> None:
    weighted = tuple(_weighing(leaf, weight) for leaf in plain)

    assert progress.measure(Tree("one", weighted)) == progress.measure(Tree("one", tuple(plain)))


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
def test_the_mean_of_several_lies_among_them(rows: list[tuple[Fraction, Fraction]]) -> None:
    figures = [Figures(a / 200, b / 200, Fraction(0)) for a, b in rows]

    mean = progress.mean(figures)

    assert min(one.reported for one in figures) <= mean.reported <= max(one.reported for one in figures)


def test_twenty_four_milestones_that_nobody_confirmed_are_at_zero_with_everything_unknown() -> None:
    tree = Tree("000", tuple(Leaf(str(number), is_known=False) for number in range(24)))

    figures = progress.measure(tree)

    assert (figures.reported_percent, figures.verified_percent, figures.unknown_percent) == (0, 0, 100)


def test_weighted_key_actions_report_35_and_then_51() -> None:
    assert progress.measure(_sheet(3, 0, 0)).reported_percent == 35
    assert progress.measure(_sheet(3, 2, 0)).reported == Fraction(51, 100)
    assert progress.measure(_sheet(3, 2, 0)).verified_percent == 0
    assert progress.measure(_sheet(3, 2, 0, is_verified=True)).verified_percent == 51
    assert progress.measure(_sheet(3, 5, 6)).reported == 1


def test_a_leaf_with_a_number_counts_its_part_and_in_progress_without_one_counts_nothing() -> None:
    counted = Leaf("a", target=Fraction(80), value=Fraction(60), accepted=Fraction(40))

    assert (counted.reported, counted.verified) == (Fraction(3, 4), Fraction(1, 2))
    assert Leaf("b").reported == 0


def test_more_than_the_target_counts_as_all_of_it() -> None:
    assert Leaf("a", target=Fraction(80), value=Fraction(95), accepted=Fraction(95)).verified == 1


def test_accepted_evidence_of_more_than_is_reported_counts_only_what_is_reported() -> None:
    assert Leaf("a", target=Fraction(80), value=Fraction(20), accepted=Fraction(60)).verified == Fraction(1, 4)


def test_a_key_action_without_activities_counts_nothing_and_is_unknown() -> None:
    done = Branch("1", Fraction(35), (Leaf("a", is_reported=True, is_verified=True),))

    figures = progress.measure(Tree("one", (done, Branch("2", Fraction(65)))))

    assert (figures.reported, figures.unknown) == (Fraction(35, 100), Fraction(65, 100))


def test_a_commitment_without_parts_counts_nothing_and_is_unknown() -> None:
    assert progress.measure(Tree("one")) == Figures(Fraction(0), Fraction(0), Fraction(1))


def test_a_plan_is_the_plain_mean_of_its_commitments() -> None:
    one, none = progress.measure(_sheet(3, 2, 0)), progress.measure(Tree("one"))

    assert progress.mean([one, none]).reported == Fraction(51, 200)
    assert progress.mean([one, none]).reported_percent == 26  # 25.5, rounded once, half up
    assert progress.mean([]) == progress.NOTHING


def test_thirds_are_exact_and_rounded_once() -> None:
    tree = Tree("one", tuple(Leaf(str(number), is_reported=number < 2) for number in range(3)))

    assert progress.measure(tree).reported == Fraction(2, 3)
    assert progress.measure(tree).reported_percent == 67


def test_the_weights_of_a_draft_are_read_as_parts_of_their_sum() -> None:
    assert progress.shares([Fraction(35), Fraction(40)]) == [Fraction(35, 75), Fraction(40, 75)]
    assert progress.shares([Fraction(35), None]) == [Fraction(1, 2), Fraction(1, 2)]


def _sheet(*done: int, is_verified: bool = False) -> Tree:
    branches = []
    for (weight, count), ready in zip(((35, 3), (40, 5), (25, 6)), done, strict=True):
        parts = (
            Leaf(str(number), is_reported=number < ready, is_verified=is_verified and number < ready)
            for number in range(count)
        )
        branches.append(Branch(str(weight), Fraction(weight), tuple(parts)))
    return Tree("004", tuple(branches))


def _weighing(leaf: Leaf, weight: Fraction) -> Leaf:
    kept = (leaf.is_known, leaf.is_reported, leaf.is_verified, leaf.target, leaf.value, leaf.accepted)
    return Leaf(leaf.key, weight, *kept)


def _shuffled(part: Branch | Leaf, random: Random) -> Branch | Leaf:
    if isinstance(part, Leaf):
        return part
    inner = list(part.leaves)
    random.shuffle(inner)
    return Branch(part.key, part.weight, tuple(inner))
