"""What groups think, given the groups: the Polis server's answers, brute force, and what must always hold."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.opinion.conversations import SERVER, served, votes
from waardeel.methods.lots import Draw
from waardeel.methods.opinion import OPINION
from waardeel.methods.opinion.conversation import Conversation, Statement
from waardeel.methods.opinion.given import NoGroups
from waardeel.methods.opinion.priorities import next_to_show, priorities
from waardeel.methods.opinion.statistics import (
    Counts,
    consensus,
    counted,
    difference_test,
    majorities,
    proportion_test,
    representative,
    share,
    shared,
    significance,
)

TO_6_PLACES = 5.1e-7


def counts_of(agrees, disagrees, seen) -> Counts:
    return Counts(*(np.array(table, dtype=np.int64) for table in (agrees, disagrees, seen)))


@pytest.fixture(params=SERVER)
def case(request):
    found = served(request.param)
    return found, OPINION["given-groups"](found.conversation)


def test_group_aware_consensus_is_the_polis_servers(case):
    found, result = case
    ours = dict(zip(result.facts["statements"]["id"], result.facts["statements"]["consensus"], strict=True))
    theirs = found.answer["group-aware-consensus"]
    assert set(theirs) <= set(ours)
    for tid, value in theirs.items():
        assert isinstance(ours[tid], Fraction)
        assert float(ours[tid]) == pytest.approx(value, rel=1e-12)


def test_representative_statements_are_the_polis_servers_in_its_order(case):
    found, result = case
    for group in result.facts["groups"]:
        theirs = found.answer["repness"][group["name"]]
        assert [
            (each["statement"], each["side"], each["count"], each["votes"]) for each in group["representative"]
        ] == [(str(each["tid"]), each["repful-for"], each["n-success"], each["n-trials"]) for each in theirs]
        for ours, their in zip(group["representative"], theirs, strict=True):
            assert ours["best_agree"] == their.get("best-agree", False)
            assert float(ours["share"]) == pytest.approx(their["p-success"], rel=1e-12)
            assert float(ours["share_test"]) == pytest.approx(their["p-test"], abs=TO_6_PLACES)
            assert float(ours["representativeness"]) == pytest.approx(their["repness"], abs=TO_6_PLACES)
            # The server keeps this one in single precision.
            assert float(ours["representativeness_test"]) == pytest.approx(their["repness-test"], abs=2e-6)


def test_majorities_are_the_polis_servers(case):
    found, result = case
    for side in ("agree", "disagree"):
        assert [(each["statement"], each["count"], each["votes"]) for each in result.facts["majorities"][side]] == [
            (str(each["tid"]), each["n-success"], each["n-trials"]) for each in found.answer["consensus"][side]
        ]


def test_priorities_are_the_polis_servers(case):
    found, result = case
    ours = dict(zip(result.facts["statements"]["id"], result.facts["statements"]["priority"], strict=True))
    for tid, value in found.answer["comment-priorities"].items():
        assert float(ours[tid]) == pytest.approx(value, abs=TO_6_PLACES)


def test_groups_have_the_votes_that_the_server_counts(case):
    found, result = case
    ids = result.facts["statements"]["id"]
    for name, theirs in found.answer["group-votes"].items():
        ours = result.facts["by_group"][name]
        for tid, count in theirs["votes"].items():
            at = ids.index(tid)
            assert (ours["agrees"][at], ours["disagrees"][at], ours["votes"][at]) == (
                count["A"],
                count["D"],
                count["S"],
            )


def test_trap_27_shares_are_smoothed_by_one_in_two_and_tests_by_one_in_one():
    assert share(3, 4) == Fraction(4, 6)
    assert proportion_test(np.array([3]), np.array([4]))[0] == pytest.approx(2 * math.sqrt(5) * (4 / 5 - 0.5))
    pooled = (4 + 2) / (5 + 8)
    by_hand = (4 / 5 - 2 / 8) / math.sqrt(pooled * (1 - pooled) * (1 / 5 + 1 / 8))
    assert difference_test(*(np.array([n]) for n in (3, 1, 4, 7)))[0] == pytest.approx(by_hand)


def test_trap_27_when_everybody_agrees_there_is_no_difference():
    assert difference_test(*(np.array([n]) for n in (4, 7, 4, 7)))[0] == 0


def test_a_test_that_lies_on_the_line_is_decided_exactly():
    # (2 s + 1 - n) / sqrt(n + 1) is 1.2816 = 801 / 625 to the last digit for 390,624 votes; one more is beyond.
    n = 625**2 - 1
    on = (801 + n - 1) // 2
    assert Fraction(2 * on + 1 - n, 625) == Fraction("1.2816")
    at = counts_of([[on, on + 1]], [[0, 0]], [[n, n]])
    assert significance(at, "agree").p_sure.tolist() == [[False, True]]


def test_a_difference_that_floats_put_beyond_the_line_and_that_lies_on_it_is_not_beyond():
    votes_ = 2 * 2500**2 - 1  # with one more each, z squared is 1.2816 squared to the last digit
    here, there = (votes_ + 1 + 3204) // 2 - 1, (votes_ + 1 - 3204) // 2 - 1
    counts = counts_of([[here, here + 1], [there, there]], [[0, 0], [0, 0]], [[votes_, votes_], [votes_, votes_]])
    found = significance(counts, "agree")
    assert found.r_test[0, 0] > 1.2816
    assert found.r_sure[0].tolist() == [False, True]


@given(votes(), st.integers(1, 4), st.data())
@settings(max_examples=20, deadline=None)
def test_counts_add_up_and_shares_stay_between_0_and_1(cast, groups, data):
    conversation = Conversation.of(cast)
    people = len(conversation.participants)
    of = np.array(data.draw(st.lists(st.integers(-1, groups - 1), min_size=people, max_size=people)))
    counts = counted(conversation, of, groups)
    for group in range(groups):
        for at, statement in enumerate(conversation.statements):
            inside = [
                vote
                for person, id, vote in cast
                if id == statement.id and of[conversation.participants.index(person)] == group
            ]
            assert counts.votes[group, at] == len(inside)
            assert counts.agrees[group, at] == inside.count(1)
            assert counts.disagrees[group, at] == inside.count(-1)
    assert (counts.together().votes == counts.votes + counts.elsewhere().votes).all()
    assert all(0 < value < 1 for side in ("agree", "disagree") for value in consensus(counts, side))


@given(votes(), st.data())
@settings(max_examples=20, deadline=None)
def test_turning_every_vote_around_turns_the_sides(cast, data):
    one = Conversation.of(cast)
    other = Conversation.of([(person, statement, -vote) for person, statement, vote in cast])
    people = len(one.participants)
    of = np.array(data.draw(st.lists(st.integers(0, 1), min_size=people, max_size=people)))
    here, there = counted(one, of, 2), counted(other, of, 2)
    assert consensus(here) == consensus(there, "disagree")
    places = range(len(one.statements))
    assert majorities(here.together(), places, "agree") == majorities(there.together(), places, "disagree")
    np.testing.assert_array_equal(significance(here, "agree").weight, significance(there, "disagree").weight)


@given(votes(), st.data())
@settings(max_examples=20, deadline=None)
def test_every_group_that_saw_anything_has_a_statement_and_never_one_that_is_out(cast, data):
    conversation = Conversation.of(cast)
    people = len(conversation.participants)
    of = np.array(data.draw(st.lists(st.integers(0, 2), min_size=people, max_size=people)))
    open_ = list(range(1, len(conversation.statements)))
    for found in representative(counted(conversation, of, 3), open_, most=3):
        assert 1 <= len(found) <= 3 if open_ else found == []
        assert 0 not in [each.statement for each in found]
        assert [each.side for each in found] == sorted(each.side for each in found)


def test_what_is_most_agreed_with_is_told_as_agreed_although_others_agree_more():
    # Nine in ten here, all hundred elsewhere: what sets the group apart is its one disagreement.
    counts = counts_of([[90, 20], [100, 20]], [[10, 20], [0, 20]], [[100, 40], [100, 40]])
    (here, _) = representative(counts, [0, 1])
    assert (here[0].statement, here[0].side, here[0].count, here[0].best_agree) == (0, "agree", 90, True)


def test_winners_are_agreed_by_every_group_beyond_chance():
    #         all groups, one too close to call, one group against, out
    counts = counts_of([[20, 20, 20, 20], [18, 11, 4, 20]], [[0, 0, 0, 0], [1, 9, 16, 0]], [[20] * 4, [20] * 4])
    assert shared(counts, [0, 1, 2], "significant") == [0]
    assert shared(counts, [0, 1, 2], "majority") == [0, 1]
    products = consensus(counts)
    assert products[0] == Fraction(21, 22) * Fraction(19, 22)


@pytest.mark.parametrize(("agrees", "votes_"), [(4, 4), (7, 9), (57, 100)])
def test_a_handful_of_votes_makes_nobody_agree(agrees, votes_):
    for fewer, found in ((0, [0]), (1, [])):
        counts = counts_of([[agrees - fewer]], [[0]], [[votes_ - (fewer if agrees == votes_ else 0)]])
        assert shared(counts, [0], "significant") == found
    assert shared(counts_of([[0]], [[0]], [[0]]), [0], "majority") == []


def test_passes_count_against_agreement():
    counts = counts_of([[10]], [[0]], [[20]])
    assert shared(counts, [0], "majority") == []


def test_what_is_out_never_wins_and_never_represents():
    cast = [(f"p{person}", "good", 1) for person in range(20)]
    cast += [(f"p{person}", "other", (-1) ** person) for person in range(20)]
    groups = {f"p{person}": str(person % 2) for person in range(20)}
    for out in (Statement("good", moderation=-1), Statement("good", meta=True)):
        result = OPINION["given-groups"](Conversation.of(cast, statements=[out], groups=groups))
        assert result.winners == ()
        said = [each["statement"] for group in result.facts["groups"] for each in group["representative"]]
        assert "good" not in said
        assert result.steps[-1].kind == "opinion.none-shared"
    assert OPINION["given-groups"](Conversation.of(cast, groups=groups)).winners == ("good",)


def test_without_given_groups_there_is_no_answer():
    with pytest.raises(NoGroups, match="polis"):
        OPINION["given-groups"](Conversation.of([("a", "1", 1)]))


def test_who_is_in_no_group_counts_for_no_group():
    cast = [("a", "1", 1), ("b", "1", -1), ("c", "1", -1)]
    result = OPINION["given-groups"](Conversation.of(cast, groups={"a": "x", "b": "y"}))
    assert {name: votes["votes"] for name, votes in result.facts["by_group"].items()} == {"x": (1,), "y": (1,)}
    assert result.facts["statements"]["votes"] == (3,)


def test_new_statements_come_first_and_meta_ones_are_fixed():
    none = np.zeros(4, dtype=np.int64)
    found = priorities(
        np.array([0, 5, 50, 0]), none, np.array([0, 5, 50, 0]), np.zeros(4), np.array([False, False, False, True])
    )
    assert found[0] == pytest.approx((0.5 * 0.5 * 9) ** 2)
    assert found[1] == pytest.approx((6 / 7 * 6 / 7 * 5) ** 2)
    assert found[2] < found[1]
    assert found[3] == 49


def test_what_is_shown_next_is_drawn_as_often_as_its_priority_says():
    priority = {"a": Decimal("3.000000"), "b": Decimal("1.000000"), "seen": Decimal(9), "never": Decimal(0)}
    draw = Draw("seed")
    drawn = [next_to_show(priority, {"seen"}, draw) for _ in range(2000)]
    assert set(drawn) == {"a", "b"}
    assert 0.7 < drawn.count("a") / 2000 < 0.8
    assert next_to_show(priority, set(priority), draw) is None
    again = Draw("seed")
    assert drawn == [next_to_show(dict(reversed(priority.items())), {"seen"}, again) for _ in range(2000)]
