"""The Merkle tree gives the hashes and proofs of RFC 9162, and no proof can be bent.

Known answers: the reference tests of Certificate Transparency (github.com/google/certificate-transparency,
merkletree/merkle_tree_test.cc, Apache-2.0), which every implementation of RFC 6962 is held against.
"""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.tlog import merkle

INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
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
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


class CountingStore(merkle.MemoryStore):
    """Remembers how often it was asked, and for how much."""

    def __init__(self, leaves):
        self.asked = []
        super().__init__(leaves)
        self.asked = []

    def get(self, nodes):
        self.asked.append(len(nodes))
        return super().get(nodes)


def leaves_of(count):
    return [merkle.leaf_hash(b"%d" % n) for n in range(count)]


def naive_root(leaves):
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m, leaves):
    """PATH of RFC 9162, 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m, leaves, whole):
    """SUBPROOF of RFC 9162, 2.1.4.1, word for word."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def largest_power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def hexes(hashes):
    return [value.hex() for value in hashes]


@st.composite
def sizes(draw, least=1, most=300):
    """A tree size and a number that is at most that size."""
    size = draw(st.integers(least, most))
    return draw(st.integers(0, size)), size


@pytest.fixture(scope="module")
def reference():
    return merkle.MemoryStore([merkle.leaf_hash(data) for data in INPUTS])


@pytest.fixture(scope="module")
def tree():
    return merkle.MemoryStore(leaves_of(300))


def test_hashes_of_leaf_and_node_are_those_of_the_reference():
    assert merkle.leaf_hash(bytes(range(16, 32))).hex() == (
        "3bfb960453ebaebf33727da7a1f4db38acc051d381b6da20d6d4e88f0eabfd7a"
    )
    assert merkle.node_hash(bytes(range(32)), bytes(range(32, 64))).hex() == (
        "1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57"
    )


def test_roots_are_those_of_the_reference(reference):
    assert hexes(merkle.root(reference, size) for size in range(9)) == ROOTS
    assert merkle.EMPTY_ROOT.hex() == ROOTS[0]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_reference(reference, index, size):
    proof = merkle.inclusion_proof(reference, index, size)
    assert hexes(proof) == INCLUSION[index, size]
    leaf = merkle.leaf_hash(INPUTS[index])
    assert merkle.verify_inclusion(leaf, index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference(reference, old, new):
    proof = merkle.consistency_proof(reference, old, new)
    assert hexes(proof) == CONSISTENCY[old, new]
    assert merkle.verify_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), proof)


@given(st.integers(0, 120), st.lists(st.integers(0, 20), max_size=8))
def test_appending_in_any_steps_gives_the_tree_of_the_definition(start, steps):
    leaves = leaves_of(start + sum(steps))
    store = merkle.MemoryStore(leaves[:start])
    for step in steps:
        store.extend(leaves[store.size : store.size + step])
    assert store.size == len(leaves)
    assert merkle.root(store, store.size) == naive_root(leaves)


@given(sizes())
def test_root_of_any_earlier_size_is_that_of_the_definition(tree, pair):
    size, _ = pair
    assert merkle.root(tree, size) == naive_root(leaves_of(size))


@given(sizes(least=1))
def test_inclusion_proof_is_that_of_the_definition_and_verifies(tree, pair):
    index, size = min(pair[0], pair[1] - 1), pair[1]
    leaves = leaves_of(size)
    proof = merkle.inclusion_proof(tree, index, size)
    assert proof == naive_path(index, leaves)
    assert merkle.verify_inclusion(leaves[index], index, size, proof, merkle.root(tree, size))


@given(sizes())
def test_consistency_proof_is_that_of_the_definition_and_verifies(tree, pair):
    old, new = pair
    proof = merkle.consistency_proof(tree, old, new)
    assert proof == (naive_subproof(old, leaves_of(new), True) if old else [])
    assert merkle.verify_consistency(old, new, merkle.root(tree, old), merkle.root(tree, new), proof)


def bent(proof, data):
    """A proof that differs: one bit turned, a hash left out, one put in, or two exchanged."""
    proof = list(proof)
    place = data.draw(st.integers(0, max(len(proof) - 1, 0)))
    how = data.draw(st.sampled_from(["turn", "drop", "add", "swap"] if len(proof) > 1 else ["add"]))
    if how == "turn":
        bit = data.draw(st.integers(0, 255))
        value = int.from_bytes(proof[place]) ^ 1 << bit
        proof[place] = value.to_bytes(32)
    elif how == "drop":
        del proof[place]
    elif how == "swap":
        other = (place + 1) % len(proof)
        proof[place], proof[other] = proof[other], proof[place]
    else:
        proof.insert(place, data.draw(st.binary(min_size=32, max_size=32)))
    return proof


@given(sizes(least=1), st.data())
def test_a_bent_inclusion_proof_is_refused(tree, pair, data):
    index, size = min(pair[0], pair[1] - 1), pair[1]
    leaf, root = leaves_of(size)[index], merkle.root(tree, size)
    proof = merkle.inclusion_proof(tree, index, size)
    assert not merkle.verify_inclusion(leaf, index, size, bent(proof, data), root)


@given(sizes(least=2), st.data())
def test_a_bent_consistency_proof_is_refused(tree, pair, data):
    old, new = pair
    roots = merkle.root(tree, old), merkle.root(tree, new)
    proof = merkle.consistency_proof(tree, old, new)
    assert not merkle.verify_consistency(old, new, *roots, bent(proof, data))


@given(sizes(least=2))
def test_inclusion_of_another_leaf_place_or_root_is_refused(tree, pair):
    index, size = min(pair[0], pair[1] - 1), pair[1]
    leaf, root = leaves_of(size)[index], merkle.root(tree, size)
    proof = merkle.inclusion_proof(tree, index, size)
    other = merkle.leaf_hash(b"other")
    assert not merkle.verify_inclusion(other, index, size, proof, root)
    assert not merkle.verify_inclusion(leaf, index, size, proof, other)
    assert not merkle.verify_inclusion(leaf, (index + 1) % size, size, proof, root)
    for bad_index, bad_size in ((-1, size), (size, size), (0, 0)):
        assert not merkle.verify_inclusion(leaf, bad_index, bad_size, proof, root)


@given(sizes(least=2))
def test_consistency_with_another_root_or_size_is_refused(tree, pair):
    old, new = pair
    roots = merkle.root(tree, old), merkle.root(tree, new)
    proof = merkle.consistency_proof(tree, old, new)
    other = merkle.leaf_hash(b"other")
    if old:
        assert not merkle.verify_consistency(old, new, roots[0], other, proof)
    assert not merkle.verify_consistency(old, new, other, roots[1], proof)
    assert not merkle.verify_consistency(new + 1, new, *roots, proof)
    assert not merkle.verify_consistency(-1, new, *roots, proof)
    if 0 < old < new:
        assert not merkle.verify_consistency(old - 1, new, *roots, proof)


def test_a_hash_of_another_length_is_refused():
    leaf = merkle.leaf_hash(b"only")
    assert merkle.verify_inclusion(leaf, 0, 1, [], leaf)
    assert not merkle.verify_inclusion(leaf[:31], 0, 1, [], leaf[:31])
    assert not merkle.verify_consistency(1, 1, leaf + b"x", leaf + b"x", [])
    with pytest.raises(ValueError, match="hash of 32 bytes"):
        merkle.append(merkle.MemoryStore(), 0, [b"not a hash"])


def test_bad_places_are_named(reference):
    with pytest.raises(ValueError, match="a tree of 8 leaves has no leaf 8"):
        merkle.inclusion_proof(reference, 8, 8)
    with pytest.raises(ValueError, match="has no leaf -1"):
        merkle.inclusion_proof(reference, -1, 8)
    with pytest.raises(ValueError, match="a tree of 5 leaves does not begin with a tree of 6"):
        merkle.consistency_proof(reference, 6, 5)
    with pytest.raises(ValueError, match="cannot have -1 leaves"):
        merkle.root(reference, -1)
    with pytest.raises(ValueError, match="cannot have -1 leaves"):
        merkle.append(reference, -1, [])


def test_every_proof_asks_the_store_once_and_for_few_hashes():
    store = CountingStore(leaves_of(1000))
    merkle.root(store, 1000)
    merkle.inclusion_proof(store, 321, 999)
    merkle.consistency_proof(store, 321, 999)
    merkle.append(store, 1000, leaves_of(50))
    assert len(store.asked) == 4
    assert max(store.asked) <= 20


def test_appending_makes_at_most_two_hashes_a_leaf():
    store = merkle.MemoryStore(leaves_of(1000))
    made = merkle.append(store, 1000, leaves_of(24))
    assert len(made) <= 2 * 24 + 10
    assert [place for place in made if place[0] == 0] == [(0, 1000 + i, h) for i, h in enumerate(leaves_of(24))]
    assert (10, 0) in [place[:2] for place in made]
