"""The plane: the Polis server's numbers, and what must hold whatever people vote."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.opinion.conversations import SERVER, published, served, votes
from waardeel.methods.opinion.components import SparseMatrix, plane, principal
from waardeel.methods.opinion.conversation import Conversation, Statement


def dense(conversation: Conversation) -> np.ndarray:
    """Gaps filled with the mean of their statement, then centred; what is out is nothing."""
    table = np.full((len(conversation.participants), len(conversation.statements)), np.nan)
    table[conversation.rows, conversation.columns] = conversation.values
    table[:, conversation.out] = 0
    with np.errstate(invalid="ignore"):
        means = np.nansum(table, axis=0) / np.maximum(np.sum(~np.isnan(table), axis=0), 1)
    return np.where(np.isnan(table), means, table) - means


@pytest.mark.parametrize("name", SERVER)
def test_centre_and_components_are_the_polis_servers(name):
    case = served(name)
    found = plane(case.conversation)
    ids = [statement.id for statement in case.conversation.statements]
    at = [ids.index(str(tid)) for tid in case.answer["tids"]]
    # The server keeps agree as -1; an export as 1.
    np.testing.assert_allclose(found.center[at], -np.array(case.answer["pca"]["center"]), atol=1e-6)
    for component, theirs in zip(found.components, case.answer["pca"]["comps"], strict=True):
        assert abs(float(component[at] @ np.array(theirs))) == pytest.approx(1, abs=1e-8)
    extremity = np.hypot(found.statements[at, 0], found.statements[at, 1])
    np.testing.assert_allclose(extremity, case.answer["pca"]["comment-extremity"], atol=1e-6)


@pytest.mark.parametrize("name", SERVER)
def test_trap_25_people_stand_where_the_server_puts_them_with_the_scale_after_projection(name):
    case = served(name)
    found = plane(case.conversation)
    base = case.answer["base-clusters"]
    alone = [(str(m[0]), x, y) for m, x, y in zip(base["members"], base["x"], base["y"], strict=True) if len(m) == 1]
    assert len(alone) > 10
    at = [case.conversation.participants.index(person) for person, _, _ in alone]
    theirs = np.array([[x, y] for _, x, y in alone])
    np.testing.assert_allclose(np.abs(found.participants[at]), np.abs(theirs), atol=1e-6)


def test_trap_24_a_pass_is_a_vote_and_not_a_gap():
    passing = [("a", "1", 1), ("b", "1", 0), ("c", "1", -1), ("a", "2", 1), ("b", "2", 1), ("c", "2", 0)]
    silent = [vote for vote in passing if vote[2] != 0]
    one, other = plane(Conversation.of(passing)), plane(Conversation.of(silent))
    np.testing.assert_allclose(one.center, [0, 2 / 3])
    np.testing.assert_allclose(other.center, [0, 1])


def test_trap_24_what_is_moderated_out_moves_nobody_but_stays_in_the_scale():
    cast = [
        (f"p{person}", f"{statement}", (-1) ** (person * (statement + 1)))
        for person in range(8)
        for statement in range(5)
        if (person + statement) % 4
    ]
    whole = plane(Conversation.of(cast, statements=[Statement("4", moderation=-1)]))
    without = plane(Conversation.of([vote for vote in cast if vote[1] != "4"]))
    assert whole.center[4] == 0
    assert not whole.components[:, 4].any()
    np.testing.assert_allclose(whole.components[:, :4], without.components, atol=1e-9)
    votes_without = np.bincount(Conversation.of([vote for vote in cast if vote[1] != "4"]).rows)
    factor = np.sqrt(5 / (votes_without + 1)) / np.sqrt(4 / votes_without)
    np.testing.assert_allclose(whole.participants, without.participants * factor[:, None], atol=1e-9)


def test_a_statement_that_nobody_saw_is_no_part_of_the_scale():
    conversation, _ = published("brexit-consensus")
    with_unseen = Conversation.of(conversation, statements=[Statement("99")])
    np.testing.assert_allclose(
        plane(with_unseen).participants, plane(Conversation.of(conversation)).participants, atol=1e-9
    )


@given(votes())
@settings(max_examples=15, deadline=None)
def test_centred_sparse_product_is_the_dense_product(cast):
    conversation = Conversation.of(cast)
    found = plane(conversation)
    table = dense(conversation)
    seen = table[conversation.rows, conversation.columns]
    matrix = SparseMatrix(conversation.rows, conversation.columns, seen, table.shape)
    block = np.arange(2.0 * table.shape[1]).reshape(-1, 2) - 3
    np.testing.assert_allclose(matrix.times(block), table @ block, atol=1e-12)
    turned = np.arange(2.0 * table.shape[0]).reshape(-1, 2) - 3
    np.testing.assert_allclose(matrix.turned_times(turned), table.T @ turned, atol=1e-12)
    scale = np.sqrt(table.shape[1] / conversation.votes_of)
    np.testing.assert_allclose(found.participants, table @ found.components.T * scale[:, None], atol=1e-9)


@given(votes())
@settings(max_examples=15, deadline=None)
def test_the_plane_holds_as_much_as_the_two_best_directions_can(cast):
    table = dense(Conversation.of(cast))
    squares = np.linalg.svd(table, compute_uv=False)[:2] ** 2
    found = plane(Conversation.of(cast))
    held = np.sum((table @ found.components.T) ** 2, axis=0)
    np.testing.assert_allclose(held, np.pad(squares, (0, 2 - len(squares))), atol=1e-9)
    gram = found.components @ found.components.T
    assert abs(gram[0, 1]) < 1e-9
    assert all(length == pytest.approx(1) or length == 0 for length in np.diag(gram))


@given(votes(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_names_and_order_of_people_change_nothing_but_whose_place_is_whose(cast, random):
    names = sorted({person for person, _, _ in cast})
    renamed = dict(zip(names, random.sample([f"q{at}" for at in range(len(names))], len(names)), strict=True))
    mixed = [(renamed[person], statement, vote) for person, statement, vote in cast]
    random.shuffle(mixed)
    one, other = Conversation.of(cast), Conversation.of(mixed)
    if min(abs(np.diff(np.linalg.svd(dense(one), compute_uv=False)[:3])), default=0) < 1e-3:
        return  # two directions are equally wide: any two of them would do
    here, there = plane(one), plane(other)
    at = [other.participants.index(renamed[name]) for name in one.participants]
    np.testing.assert_allclose(here.components, there.components, atol=1e-7)
    np.testing.assert_allclose(here.participants, there.participants[at], atol=1e-7)


@given(votes())
@settings(max_examples=15, deadline=None)
def test_everybody_twice_keeps_the_components(cast):
    one = Conversation.of(cast)
    if min(abs(np.diff(np.linalg.svd(dense(one), compute_uv=False)[:3])), default=0) < 1e-3:
        return
    two = Conversation.of(cast + [(f"{person}'", statement, vote) for person, statement, vote in cast])
    np.testing.assert_allclose(plane(one).components, plane(two).components, atol=1e-7)


@given(votes())
@settings(max_examples=15, deadline=None)
def test_turning_every_vote_around_mirrors_the_map(cast):
    one = Conversation.of(cast)
    if min(abs(np.diff(np.linalg.svd(dense(one), compute_uv=False)[:3])), default=0) < 1e-3:
        return
    turned = plane(Conversation.of([(person, statement, -vote) for person, statement, vote in cast]))
    np.testing.assert_allclose(turned.components, plane(one).components, atol=1e-7)
    np.testing.assert_allclose(turned.participants, -plane(one).participants, atol=1e-7)


def test_trap_25_signs_are_fixed():
    for name in SERVER:
        for component in plane(served(name).conversation).components:
            assert np.sum(component**3) > 0


def test_a_warm_start_ends_at_the_same_plane():
    conversation, _ = published("brexit-consensus")
    cold = plane(conversation)
    assert not np.array_equal(cold.components, np.zeros_like(cold.components))
    for start in (cold.components, cold.components[::-1], np.zeros_like(cold.components)):
        np.testing.assert_allclose(plane(conversation, start=start).components, cold.components, atol=1e-8)


def test_a_warm_start_takes_fewer_products(monkeypatch):
    conversation, _ = published("brexit-consensus")
    asked = []
    times = SparseMatrix.times
    monkeypatch.setattr(SparseMatrix, "times", lambda self, block: asked.append(1) or times(self, block))
    found = plane(conversation)
    cold = len(asked)
    asked.clear()
    plane(conversation, start=found.components)
    assert len(asked) < cold


def test_without_differences_everybody_stands_in_the_middle():
    same = Conversation.of([(f"p{person}", f"{statement}", 1) for person in range(5) for statement in range(3)])
    found = plane(same)
    assert found.spread == (0, 0)
    assert not found.participants.any()
    one_way = plane(Conversation.of([(f"p{person}", "1", (-1) ** person) for person in range(4)]))
    np.testing.assert_allclose(one_way.components, [[1], [0]])
    assert one_way.spread == pytest.approx((1, 0))


def test_two_equally_wide_directions_are_both_found():
    entries = np.array([3.0, 3.0, 1.0, 1.0, 0.5])
    at = np.arange(5, dtype=np.int32)
    found, squares = principal(SparseMatrix(at, at, entries, (5, 5)))
    assert squares == pytest.approx((9, 9))
    np.testing.assert_allclose(found[:, 2:], 0, atol=1e-9)
