"""The tree of RFC 6962: published trees, and proofs of every kind for every small size."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.reference_vectors import VECTORS
from voting.checkpoints.merkle import (
    Frontier,
    Tree,
    check_consistency,
    check_inclusion,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
)
from voting.errors import CheckpointError

PUBLISHED: dict[str, Any] = json.loads((VECTORS / "rfc6962.json").read_text())
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in PUBLISHED["leaves"]]
ROOTS = [bytes.fromhex(root) for root in PUBLISHED["roots"]]
SIZES = range(34)


def grown(leaves: Sequence[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


MANY = [leaf_hash(bytes([number])) for number in SIZES]
TREE = grown(MANY)
MANY_ROOTS = [root_of(TREE.find_node, size) for size in SIZES]


def test_the_roots_are_the_published_ones_however_they_are_found() -> None:
    tree, frontier = grown(LEAVES), Frontier()
    assert [root_of(tree.find_node, size) for size in range(9)] == ROOTS
    for size, leaf in enumerate(LEAVES):
        assert (frontier.size, frontier.root) == (size, ROOTS[size])
        frontier, _ = frontier.add(leaf)
    assert frontier.root == ROOTS[8]


@pytest.mark.parametrize("case", PUBLISHED["inclusion"])
def test_the_proofs_of_inclusion_are_the_published_ones(case: dict[str, Any]) -> None:
    path = prove_inclusion(grown(LEAVES).find_node, case["index"], case["size"])
    assert [step.hex() for step in path] == case["path"]
    check_inclusion(LEAVES[case["index"]], case["index"], case["size"], path, ROOTS[case["size"]])


@pytest.mark.parametrize("case", PUBLISHED["consistency"])
def test_the_proofs_of_consistency_are_the_published_ones(case: dict[str, Any]) -> None:
    path = prove_consistency(grown(LEAVES).find_node, case["old"], case["new"])
    assert [step.hex() for step in path] == case["path"]
    check_consistency(case["old"], ROOTS[case["old"]], case["new"], ROOTS[case["new"]], path)


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proved_at_its_place_and_nowhere_else(size: int) -> None:
    for index in range(size):
        path = prove_inclusion(TREE.find_node, index, size)
        check_inclusion(MANY[index], index, size, path, MANY_ROOTS[size])
        for other in range(size):
            if other != index:
                with pytest.raises(CheckpointError, match="inclusion-proof"):
                    check_inclusion(MANY[index], other, size, path, MANY_ROOTS[size])


@pytest.mark.parametrize("new", SIZES)
def test_every_tree_is_proved_to_begin_with_each_smaller_one_and_with_no_other(new: int) -> None:
    for old in range(new + 1):
        path = prove_consistency(TREE.find_node, old, new)
        check_consistency(old, MANY_ROOTS[old], new, MANY_ROOTS[new], path)
        with pytest.raises(CheckpointError, match="consistency-proof"):
            check_consistency(old, leaf_hash(b"other"), new, MANY_ROOTS[new], path)
        with pytest.raises(CheckpointError, match="consistency-proof"):
            check_consistency(old, MANY_ROOTS[old], new, MANY_ROOTS[new], (*path, MANY_ROOTS[1]))
        if old:
            with pytest.raises(CheckpointError, match="consistency-proof"):
                check_consistency(old, MANY_ROOTS[old], new, leaf_hash(b"other"), path)


def changed(path: Sequence[bytes], place: int) -> list[tuple[bytes, ...]]:
    """``path`` with one step gone, one more, one other."""
    place %= len(path)
    other = bytes([path[place][0] ^ 1]) + path[place][1:]
    return [
        (*path[:place], *path[place + 1 :]),
        (*path[: place + 1], *path[place:]),
        (*path[:place], other, *path[place + 1 :]),
    ]


@given(st.integers(2, 33), st.data())
def test_a_proof_with_any_step_changed_is_refused(size: int, data: st.DataObject) -> None:
    index, place = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 9))
    for path in changed(prove_inclusion(TREE.find_node, index, size), place):
        with pytest.raises(CheckpointError, match="inclusion-proof"):
            check_inclusion(MANY[index], index, size, path, MANY_ROOTS[size])
    old = data.draw(st.integers(1, size - 1))
    for path in changed(prove_consistency(TREE.find_node, old, size), place):
        with pytest.raises(CheckpointError, match="consistency-proof"):
            check_consistency(old, MANY_ROOTS[old], size, MANY_ROOTS[size], path)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3), (4, 3)])
def test_a_leaf_beyond_the_tree_is_neither_proved_nor_accepted(index: int, size: int) -> None:
    with pytest.raises(CheckpointError, match="inclusion-index"):
        prove_inclusion(TREE.find_node, index, size)
    with pytest.raises(CheckpointError, match="inclusion-index"):
        check_inclusion(MANY[0], index, size, (), MANY_ROOTS[0])


@pytest.mark.parametrize(("old", "new"), [(3, 2), (-1, 2)])
def test_a_tree_cannot_shrink(old: int, new: int) -> None:
    with pytest.raises(CheckpointError, match="consistency-size"):
        prove_consistency(TREE.find_node, old, new)
    with pytest.raises(CheckpointError, match="consistency-size"):
        check_consistency(old, MANY_ROOTS[0], new, MANY_ROOTS[0], ())


def test_a_proof_without_a_step_proves_nothing_of_a_larger_tree() -> None:
    for old in (3, 4):
        with pytest.raises(CheckpointError, match="consistency-proof"):
            check_consistency(old, MANY_ROOTS[old], 7, MANY_ROOTS[7], ())
