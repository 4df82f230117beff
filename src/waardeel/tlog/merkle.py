"""The Merkle tree of a log: one hash for all entries, and short proofs about them.

Source: RFC 9162, 2.1 (which replaces RFC 6962, 2.1, with the same tree), with SHA-256. Whoever holds the root
of a tree of n leaves can check with some log2(n) hashes that an entry is in it (inclusion), and that a later
tree only added to it (consistency).

A tree of any size is made of complete subtrees, which never change once they are full. They are named by
(level, index): level 0 holds the hashes of the leaves, level k the roots of 2**k leaves. Only these are
stored, and every root and proof is computed from one batch of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Protocol

#: The root of the tree without leaves.
EMPTY_ROOT = sha256().digest()

#: The name of a complete subtree: its level and its place in that level.
Node = tuple[int, int]
#: A run of leaves, from the first up to but without the last, that hangs under one node of some tree.
Span = tuple[int, int]


class NodeStore(Protocol):
    """Where the hashes of complete subtrees are kept."""

    def get(self, nodes: Sequence[Node]) -> list[bytes]:
        """The hashes of these subtrees, in the same order. Called once for each root, proof or append."""
        ...


class MemoryStore:
    """A whole tree in memory.

    ``leaves`` are leaf hashes (see `leaf_hash`).
    """

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        self.extend(leaves)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def get(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self._levels[level][index] for level, index in nodes]

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaf hashes at the end."""
        for level, _, value in append(self, self.size, leaves):
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(value)


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf; the prefix keeps it apart from every inner node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def append(store: NodeStore, size: int, leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
    """The complete subtrees (level, index, hash) that adding leaf hashes to a tree of ``size`` leaves makes.

    The store is read, not written: the caller keeps what comes back, level 0 included. Two hashes per leaf at
    most, taken over many leaves. Raises ValueError for a bad size or a leaf that is not a hash.
    """
    _check_size(size)
    if any(len(leaf) != 32 for leaf in leaves):
        raise ValueError("a leaf must be given as its hash of 32 bytes")
    new_size = size + len(leaves)
    # On every level that grows, an odd number of nodes leaves one waiting for its right neighbour.
    waiting = [
        (level, (size >> level) - 1)
        for level in range(new_size.bit_length())
        if size >> level & 1 and new_size >> level > size >> level
    ]
    lefts = dict(zip(waiting, store.get(waiting) if waiting else (), strict=True))
    made: list[tuple[int, int, bytes]] = []
    row, level, index = list(leaves), 0, size
    while row:
        made += [(level, place, value) for place, value in enumerate(row, start=index)]
        if index % 2:
            index -= 1
            row.insert(0, lefts[level, index])
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        level, index = level + 1, index // 2
    return made


def root(store: NodeStore, size: int) -> bytes:
    """The root of the tree of the first ``size`` leaves. Raises ValueError for a bad size."""
    _check_size(size)
    return _hashes(store, [(0, size)])[0] if size else EMPTY_ROOT


def inclusion_proof(store: NodeStore, index: int, size: int) -> list[bytes]:
    """Hashes that prove that the leaf at ``index`` is in the tree of ``size`` leaves (RFC 9162, 2.1.3.1).

    Raises ValueError unless 0 <= index < size.
    """
    _check_size(size)
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    spans: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return _hashes(store, spans[::-1])


def consistency_proof(store: NodeStore, old: int, new: int) -> list[bytes]:
    """Hashes that prove that the tree of ``new`` leaves begins with the tree of ``old`` (RFC 9162, 2.1.4.1).

    Empty when there is nothing to prove: ``old`` is 0 or equals ``new``. Raises ValueError unless
    0 <= old <= new.
    """
    _check_size(new)
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not begin with a tree of {old}")
    if old in (0, new):
        return []
    spans: list[Span] = []
    start, end = 0, new
    while end != old:
        middle = _middle(start, end)
        if old <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if start:
        # The old tree ends inside the new one, so the verifier does not know this last piece of it yet.
        spans.append((start, end))
    return _hashes(store, spans[::-1])


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that this leaf hash stands at ``index`` in the tree with this root.

    Source: RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    node, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            value = node_hash(sibling, value)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree with the new root begins with the tree with the old root.

    Source: RFC 9162, 2.1.4.2.
    """
    if not 0 <= old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not proof and old_root == new_root
    if not proof:
        return False
    # A complete old tree is its own first piece.
    pieces = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    old_value = new_value = pieces[0]
    for piece in pieces[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            old_value = node_hash(piece, old_value)
            new_value = node_hash(piece, new_value)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            new_value = node_hash(new_value, piece)
        node, last = node >> 1, last >> 1
    return last == 0 and old_value == old_root and new_value == new_root


def _hashes(store: NodeStore, spans: Sequence[Span]) -> list[bytes]:
    """The hash of each span, all complete subtrees being read at once."""
    parts = [_subtrees(start, end) for start, end in spans]
    wanted = [node for part in parts for node in part]
    found = iter(store.get(wanted) if wanted else ())
    return [_joined([next(found) for _ in part]) for part in parts]


def _subtrees(start: int, end: int) -> list[Node]:
    """The complete subtrees of which the tree over leaves start..end is made, from left to right."""
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def _joined(hashes: Iterable[bytes]) -> bytes:
    """One hash for subtrees from left to right: the smallest two are joined first."""
    pieces = list(hashes)
    value = pieces.pop()
    while pieces:
        value = node_hash(pieces.pop(), value)
    return value


def _middle(start: int, end: int) -> int:
    """Where a tree splits: its left part is the largest complete subtree that is not the whole."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _check_size(size: int) -> None:
    if size < 0:
        raise ValueError(f"a tree cannot have {size} leaves")


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == 32 for value in values)
