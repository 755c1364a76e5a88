"""RFC 6962 trees: what the vectors say, what the plain tree says, and every small lie refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tequio.tlog import merkle
from tequio.tlog.tests.trees import leaf, node, root

# The entries and roots of the reference tree of RFC 6962's own implementations.
ENTRIES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

# The tree of seven leaves that RFC 6962 §2.1.3 draws: g = node(a, b), i = node(c, d)… each name is (level, index).
DRAWN = {
    **dict(zip("abcdefj", [(0, index) for index in range(7)], strict=True)),
    **{"g": (1, 0), "h": (1, 1), "i": (1, 2), "k": (2, 0)},
}
SIZES = range(1, 301)
# Where each lie is told to each proof, the shapes of a few small trees are all there are.
SMALL = range(1, 34)
large = st.integers(min_value=1, max_value=100_000)


def drawn(names: str) -> list[bytes]:
    return [node(*DRAWN[name]) for name in names]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_tree(size: int) -> None:
    leaves = [merkle.leaf_hash(entry) for entry in ENTRIES[:size]]
    growing = merkle.Range()
    for one in leaves:
        growing.push(one)

    assert merkle.root_of(leaves).hex() == ROOTS[size]
    assert growing.root().hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "names"), [(0, "bhl"), (3, "cgl"), (4, "fjk"), (6, "ik")])
def test_inclusion_proofs_are_those_that_the_rfc_draws(index: int, names: str) -> None:
    # The RFC's letters: a…f and j are leaves d0…d6; g, h, i pairs; k the first four; l the last three.
    found = merkle.inclusion_proof(node, index, 7)

    letters = {**{name: node(*place) for name, place in DRAWN.items()}, "l": merkle.node_hash(node(1, 2), leaf(6))}
    assert found == [letters[name] for name in names]


@pytest.mark.parametrize(("old", "names"), [(3, "cdgl"), (4, "l"), (6, "ijk")])
def test_consistency_proofs_are_those_that_the_rfc_draws(old: int, names: str) -> None:
    found = merkle.consistency_proof(node, old, 7)

    letters = {**{name: node(*place) for name, place in DRAWN.items()}, "l": merkle.node_hash(node(1, 2), leaf(6))}
    assert found == [letters[name] for name in names]


def test_roots_of_every_size_are_the_plain_ones() -> None:
    growing = merkle.Range()

    for size in range(1, 301):
        growing.push(leaf(size - 1))
        assert growing.root() == merkle.root(node, size) == root(size)
        assert merkle.root_of([leaf(index) for index in range(size)]) == root(size)


def test_the_empty_tree_has_the_root_of_nothing() -> None:
    assert merkle.root(node, 0) == merkle.Range().root() == merkle.root_of([]) == root(0) == merkle.EMPTY


def test_every_leaf_is_proven_in_every_size() -> None:
    for size in SIZES:
        for index in range(size):
            proof = merkle.inclusion_proof(node, index, size)
            assert merkle.includes(root(size), leaf(index), index, size, proof)


def test_every_older_tree_is_proven_to_begin_every_size() -> None:
    for size in SIZES:
        for old in range(size + 1):
            proof = merkle.consistency_proof(node, old, size)
            assert merkle.continues(old, root(old), size, root(size), proof)


@given(size=large, data=st.data())
@example(size=65_536, data=None)
def test_large_trees_are_proven_too(size: int, data: st.DataObject | None) -> None:
    index = data.draw(st.integers(0, size - 1)) if data else size - 1

    assert merkle.root(node, size) == root(size)
    assert merkle.includes(root(size), leaf(index), index, size, merkle.inclusion_proof(node, index, size))
    assert merkle.continues(index, root(index), size, root(size), merkle.consistency_proof(node, index, size))


@given(size=large, more=st.integers(0, 600))
def test_a_range_taken_up_again_grows_as_if_never_put_down(size: int, more: int) -> None:
    hashes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            hashes.append(node(level, start >> level))
            start += 1 << level

    taken_up = merkle.Range(size, hashes)
    for index in range(size, size + more):
        taken_up.push(leaf(index))

    assert (taken_up.size, taken_up.root()) == (size + more, root(size + more))


@pytest.mark.parametrize(("size", "hashes"), [(0, [leaf(0)]), (1, []), (3, [leaf(0)]), (1, [leaf(0)[:12]])])
def test_a_range_of_other_hashes_than_its_size_has_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ValueError, match="compact range"):
        merkle.Range(size, hashes)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_no_proof_is_made_of_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(node, index, size)


@pytest.mark.parametrize(("old", "size"), [(-1, 5), (6, 5)])
def test_no_proof_is_made_from_a_tree_that_does_not_begin_the_other(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="does not begin"):
        merkle.consistency_proof(node, old, size)


def pairs(first: int = 0) -> Iterator[tuple[int, int]]:
    """Return each small size with each leaf of it."""
    return ((size, index) for size in SMALL for index in range(first, size))


def spoilt(proof: list[bytes]) -> list[list[bytes]]:
    """Return a proof in every way damaged: a bit, a length, an order, one more, one less."""
    bad = []
    for at, one in enumerate(proof):
        flipped = bytes([one[0] ^ 1]) + one[1:]
        bad += [[*proof[:at], other, *proof[at + 1 :]] for other in (flipped, one[:12], one[:31], one + b"\0", b"")]
        bad += [[*proof[:at], *proof[at + 1 :]], [*proof[: at + 1], one, *proof[at + 1 :]]]
    bad += [[*proof, leaf(0)], [leaf(0), *proof], [*proof, b""]]
    return bad + ([proof[::-1]] if proof[::-1] != proof else [])


def test_a_spoilt_inclusion_proof_is_refused() -> None:
    for size, index in pairs():
        for bad in spoilt(merkle.inclusion_proof(node, index, size)):
            assert not merkle.includes(root(size), leaf(index), index, size, bad)


def test_a_spoilt_consistency_proof_is_refused() -> None:
    for size, older in pairs():
        old = older + 1
        for bad in spoilt(merkle.consistency_proof(node, old, size)):
            assert not merkle.continues(old, root(old), size, root(size), bad)


def test_a_proof_of_another_shape_leads_nowhere() -> None:
    for size, index in pairs(first=1):
        included, continued = merkle.inclusion_proof(node, index, size), merkle.consistency_proof(node, index, size)

        assert merkle.root_by_inclusion(leaf(index), index, size, included) == root(size)
        assert merkle.roots_by_consistency(index, size, continued, root(index)) == (root(index), root(size))
        for bad in (included[:-1], [*included, leaf(0)]):
            assert merkle.root_by_inclusion(leaf(index), index, size, bad) is None
        for bad in (continued[:-1], [*continued, leaf(0)]):
            assert merkle.roots_by_consistency(index, size, bad, root(index)) is None


def test_each_bit_of_a_proof_counts() -> None:
    included, continued = merkle.inclusion_proof(node, 171, 300), merkle.consistency_proof(node, 171, 300)

    for bit in range(256):
        flip = (1 << bit).to_bytes(32, "big")
        for at in range(max(len(included), len(continued))):
            for proof, holds in (
                (included, lambda bad: merkle.includes(root(300), leaf(171), 171, 300, bad)),
                (continued, lambda bad: merkle.continues(171, root(171), 300, root(300), bad)),
            ):
                if at < len(proof):
                    changed = bytes(a ^ b for a, b in zip(proof[at], flip, strict=True))
                    assert not holds([*proof[:at], changed, *proof[at + 1 :]])


def test_a_proof_says_nothing_of_another_leaf_index_or_size() -> None:
    for size, index in pairs():
        proof = merkle.inclusion_proof(node, index, size)
        for other in (*range(-1, index), *range(index + 1, 36)):
            assert not merkle.includes(root(size), leaf(index), other, size, proof)
            assert other < 0 or not merkle.includes(root(size), leaf(other), index, size, proof)
            # The size alone is not bound by a path; the signed root of that size is.
            assert other == size or not merkle.includes(root(max(other, 0)), leaf(index), index, other, proof)


def test_a_proof_says_nothing_of_another_pair_of_trees() -> None:
    for size, old in pairs(first=1):
        proof = merkle.consistency_proof(node, old, size)
        for other in range(36):
            assert other == old or not merkle.continues(other, root(other), size, root(size), proof)
            assert other == size or not merkle.continues(old, root(old), other, root(other), proof)
            assert other == old or not merkle.continues(old, root(other), size, root(size), proof)
            assert other == size or not merkle.continues(old, root(old), size, root(other), proof)


def test_an_older_tree_never_continues_a_newer_one() -> None:
    proof = merkle.consistency_proof(node, 5, 8)

    assert not merkle.continues(8, root(8), 5, root(5), proof)
    assert not merkle.continues(8, root(8), 5, root(5), [])


def test_a_rewritten_history_has_no_proof() -> None:
    rewritten = [leaf(index) for index in range(20)]
    rewritten[3] = leaf(99)

    for old in range(4, 20):
        proof = merkle.consistency_proof(node, old, 20)
        assert not merkle.continues(old, root(old), 20, merkle.root_of(rewritten), proof)


@pytest.mark.parametrize(
    ("old", "old_root", "size", "new_root", "proof", "holds"),
    [
        (0, merkle.EMPTY, 0, merkle.EMPTY, [], True),
        (0, merkle.EMPTY, 7, root(7), [], True),
        (0, root(1), 7, root(7), [], False),
        (0, merkle.EMPTY, 7, root(7), [leaf(0)], False),
        (7, root(7), 7, root(7), [], True),
        (7, root(7), 7, root(6), [], False),
        (7, root(7), 7, root(7), [leaf(0)], False),
        (3, root(3), 7, root(7), [], False),
        (4, root(4), 8, root(8), [], False),
    ],
)
def test_the_edges_of_consistency(
    old: int, old_root: bytes, size: int, new_root: bytes, proof: list[bytes], holds: bool
) -> None:
    assert merkle.continues(old, old_root, size, new_root, proof) is holds


def test_a_hash_that_is_not_of_32_bytes_is_refused_everywhere() -> None:
    proof = merkle.inclusion_proof(node, 2, 5)

    assert not merkle.includes(root(5)[:12], leaf(2), 2, 5, proof)
    assert not merkle.includes(root(5), leaf(2)[:12], 2, 5, proof)
    assert not merkle.includes(leaf(0)[:12], leaf(0)[:12], 0, 1, [])
    assert not merkle.continues(5, b"x" * 12, 5, b"x" * 12, [])
    assert not merkle.continues(0, merkle.EMPTY, 5, root(5)[:12], [])
    assert not merkle.continues(4, root(4)[:12], 8, root(8), merkle.consistency_proof(node, 4, 8))


def test_a_leaf_is_never_taken_for_a_node() -> None:
    forged = leaf(0) + leaf(1)

    assert merkle.leaf_hash(forged) != root(2)
    assert not merkle.includes(root(2), merkle.leaf_hash(forged), 0, 1, [])
