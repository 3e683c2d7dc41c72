"""Merkle trees over leaves in order: root, proofs of inclusion and of consistency (RFC 6962, section 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from voting.errors import CheckpointError

HASH_BYTES = 32
MOST_HASHES = 63
EMPTY_ROOT = sha256(b"").digest()
FindNode = Callable[[int, int], bytes]
"""Level and index to the hash of the complete subtree of ``2**level`` leaves that begins at ``index * 2**level``."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """All that a tree needs in order to grow: the roots of its complete subtrees, the largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = field(default=(), repr=False)

    def add(self, leaf: bytes) -> tuple[Frontier, tuple[bytes, ...]]:
        """The frontier with one more leaf, given by its hash, and the subtrees that it completes, by level from 0."""
        peaks, index, nodes = list(self.peaks), self.size, [leaf]
        while index & 1:
            index >>= 1
            nodes.append(node_hash(peaks.pop(), nodes[-1]))
        return Frontier(self.size + 1, (*peaks, nodes[-1])), tuple(nodes)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        value = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            value = node_hash(peak, value)
        return value


class Tree:
    """A tree that grows and keeps the hash of every complete subtree: 64 bytes a leaf."""

    def __init__(self) -> None:
        self._frontier = Frontier()
        self._levels: list[bytearray] = []

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._frontier.size

    def add(self, leaf: bytes) -> None:
        """Adds a leaf, given by its hash."""
        self._frontier, nodes = self._frontier.add(leaf)
        for level, value in enumerate(nodes):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += value

    def find_node(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree; see :data:`FindNode`."""
        start = index * HASH_BYTES
        return bytes(self._levels[level][start : start + HASH_BYTES])


def _split(size: int) -> int:
    """The largest power of two below ``size``: how many leaves stand left of the root."""
    return 1 << (size - 1).bit_length() - 1


def _range_root(find_node: FindNode, start: int, end: int) -> bytes:
    """The root of the leaves from ``start`` to before ``end``, a part that the recursion of the RFC meets."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return find_node(level, start >> level)
    middle = start + _split(size)
    return node_hash(_range_root(find_node, start, middle), _range_root(find_node, middle, end))


def root_of(find_node: FindNode, size: int) -> bytes:
    """The root of the first ``size`` leaves."""
    return _range_root(find_node, 0, size) if size else EMPTY_ROOT


def prove_inclusion(find_node: FindNode, index: int, size: int) -> tuple[bytes, ...]:
    """``PATH(index, D[size])`` of the RFC, the leaf's neighbour first; raises CheckpointError ``inclusion-index``."""
    if not 0 <= index < size:
        raise CheckpointError("inclusion-index", expected=size, found=index)
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(find_node, middle, end))
            end = middle
        else:
            path.append(_range_root(find_node, start, middle))
            start = middle
    return tuple(reversed(path))


def prove_consistency(find_node: FindNode, old: int, new: int) -> tuple[bytes, ...]:
    """``PROOF(old, D[new])`` of the RFC, empty for an empty or an equal tree.

    Raises CheckpointError ``consistency-size``.
    """
    if not 0 <= old <= new:
        raise CheckpointError("consistency-size", expected=old, found=new)
    if old in (0, new):
        return ()
    proof: list[bytes] = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_range_root(find_node, middle, end))
            end = middle
        else:
            proof.append(_range_root(find_node, start, middle))
            start = middle
    if start:  # the old tree is not itself a subtree: its last part is where the proof begins
        proof.append(_range_root(find_node, start, end))
    return tuple(reversed(proof))


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raises CheckpointError ``inclusion-index`` or ``inclusion-proof`` unless the leaf of this hash is in the tree.

    The procedure of RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise CheckpointError("inclusion-index", expected=size, found=index)
    value, position, last = leaf, index, size - 1
    for neighbour in path:
        if last == 0:
            raise CheckpointError("inclusion-proof")
        if position & 1 or position == last:
            value = node_hash(neighbour, value)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            value = node_hash(value, neighbour)
        position, last = position >> 1, last >> 1
    if last or value != root:
        raise CheckpointError("inclusion-proof")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises CheckpointError ``consistency-size`` or ``consistency-proof`` unless the new tree begins with the old.

    The procedure of RFC 9162, section 2.1.4.2, where the empty tree begins every tree.
    """
    if not 0 <= old <= new:
        raise CheckpointError("consistency-size", expected=old, found=new)
    if old in (0, new):
        known = old_root == (new_root if old == new else EMPTY_ROOT)
        if proof or not known or (new == 0 and new_root != EMPTY_ROOT):
            raise CheckpointError("consistency-proof")
        return
    if _roots(old, old_root, new, proof) != (old_root, new_root):
        raise CheckpointError("consistency-proof")


def _roots(old: int, old_root: bytes, new: int, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of both trees that ``proof`` leads to; raises CheckpointError ``consistency-proof`` for its length."""
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        raise CheckpointError("consistency-proof")
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    of_old = of_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise CheckpointError("consistency-proof")
        if position & 1 or position == last:
            of_old, of_new = node_hash(step, of_old), node_hash(step, of_new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            of_new = node_hash(of_new, step)
        position, last = position >> 1, last >> 1
    if last:
        raise CheckpointError("consistency-proof")
    return of_old, of_new
