"""Committee rules on approvals: brute force on small cases, what each promises, and what becomes of empty seats."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.methods.voting.profiles import approvals, lots_for
from waardeel.methods.lots import NoLot
from waardeel.methods.voting import VOTING, pav_search
from waardeel.methods.voting.ballots import Approvals

COMMITTEES = ("equal-shares", "sequential-phragmen", "sequential-pav", "pav")
#: 6 voters, 3 seats: one group of four, one of two.
GROUPS = Approvals.of("ABCDE", [((0, 1, 2), 4), ((3, 4), 2)])


def pav_score(ballots: Approvals, committee) -> Fraction:
    inside = set(committee)
    return sum(
        (
            weight * sum((Fraction(1, j) for j in range(1, len(inside.intersection(ballot)) + 1)), Fraction(0))
            for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True)
        ),
        Fraction(0),
    )


@pytest.mark.parametrize("rule", COMMITTEES)
def test_a_group_gets_seats_in_proportion(rule):
    result = VOTING[rule](GROUPS, seats=3, lots="A > B > C > D > E")
    assert sorted(result.winners) == ["A", "B", "D"]


def test_equal_shares_says_what_each_vote_pays():
    result = VOTING["equal-shares"](GROUPS, seats=3, lots="A > B > C > D > E")
    assert result.facts["share"] == Fraction(1, 2)
    assert result.facts["prices"] == {"A": Fraction(1, 4), "B": Fraction(1, 4), "D": Fraction(1, 2)}
    said = result.sentences("en")
    assert "Each vote has 0.5 to spend; a seat costs 1." in said
    assert "A is elected. Each of the supporters (4) pays at most 0.25; nobody else costs less." in said


def test_the_completion_of_equal_shares_is_part_of_the_rule():
    ballots = Approvals.of("ABC", [((0,), 3), ((1,), 2), ((2,), 1)])
    assert VOTING["equal-shares"](ballots, seats=2, completion="none").winners == ("A",)
    assert VOTING["equal-shares"](ballots, seats=2).winners == ("A", "B")


@pytest.mark.parametrize("rule", COMMITTEES)
def test_nobody_without_support_is_elected_and_the_empty_seat_is_said(rule):
    result = VOTING[rule](Approvals.of("ABC", [((0,), 2), ((), 1)]), seats=2)
    assert result.winners == ("A",)
    assert any("1 seat stays empty" in sentence for sentence in result.sentences("en"))


@pytest.mark.parametrize("rule", COMMITTEES)
def test_no_ballots_elect_nobody(rule):
    assert VOTING[rule](Approvals.of("AB", []), seats=1).winners == ()


@pytest.mark.parametrize("rule", COMMITTEES)
def test_a_tie_needs_lots(rule):
    even = Approvals.of("AB", [((0,), 1), ((1,), 1)])
    with pytest.raises(NoLot, match="A, B"):
        VOTING[rule](even, seats=1)
    result = VOTING[rule](even, seats=1, lots="B > A")
    assert result.winners == ("B",)
    assert result.ties[0].by == "lot"


def test_pav_stops_with_a_way_out_when_the_search_is_too_large(monkeypatch):
    monkeypatch.setattr(pav_search, "MOST_NODES", 0)
    with pytest.raises(VOTING["pav"].run.__globals__["TooHard"], match="sequential-pav"):
        VOTING["pav"](GROUPS, seats=3)


@given(approvals(), st.integers(1, 4))
def test_pav_is_the_best_of_all_committees(ballots, seats):
    supported = sorted({at for ballot in ballots.ballots for at in ballot})
    assume(seats <= len(supported))
    scores = {group: pav_score(ballots, group) for group in combinations(supported, seats)}
    highest = max(scores.values())
    best = [{ballots.candidates[at] for at in group} for group, score in scores.items() if score == highest]
    lots = lots_for(ballots.candidates)
    result = VOTING["pav"](ballots, seats=seats, lots=lots)
    assert result.facts["score"] == highest
    order = lots.split(" > ")
    favoured = min(best, key=lambda group: [order.index(name) for name in sorted(group, key=order.index)])
    assert set(result.winners) == favoured
    assert bool(result.ties) == (len(best) > 1)


@given(approvals(), st.integers(1, 4))
def test_the_score_of_sequential_pav_is_at_most_that_of_pav_and_at_least_its_known_share(ballots, seats):
    assume(seats <= len(ballots.candidates))
    options = {"seats": seats, "lots": lots_for(ballots.candidates)}
    best = VOTING["pav"](ballots, **options).facts["score"]
    found = VOTING["sequential-pav"](ballots, **options).facts["score"]
    assert found <= best
    assert found >= best * Fraction(63, 100)  # 1 - 1/e: G. L. Nemhauser et al. (1978)


def group_of(ballots: Approvals, common) -> Fraction:
    return sum(
        (
            Fraction(weight)
            for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True)
            if set(common) <= set(ballot)
        ),
        Fraction(0),
    )


def justified(ballots: Approvals, winners, seats: int, *, extended: bool) -> bool:
    """(Extended) justified representation: every group of l/seats of all that agrees on l candidates has a member
    with l winners; and the same for proportional justified representation with l winners in the group together.
    """
    inside = {ballots.candidates.index(name) for name in winners}
    for size in range(1, seats + 1):
        for common in combinations(range(len(ballots.candidates)), size):
            members = [
                (set(ballot) & inside, weight)
                for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True)
                if set(common) <= set(ballot)
            ]
            poor = [(has, weight) for has, weight in members if len(has) < size]
            if extended and sum(weight for _, weight in poor) * seats >= size * ballots.total:
                return False
            together = set().union(*(has for has, _ in members))
            if not extended and len(together) < size and group_of(ballots, common) * seats >= size * ballots.total:
                return False
    return True


@given(approvals(most=5), st.integers(1, 4))
def test_equal_shares_and_pav_give_extended_justified_representation(ballots, seats):
    assume(seats <= len(ballots.candidates))
    options = {"seats": seats, "lots": lots_for(ballots.candidates)}
    for rule in ("equal-shares", "pav"):
        assert justified(ballots, VOTING[rule](ballots, **options).winners, seats, extended=True), rule


@given(approvals(most=5), st.integers(1, 4))
def test_sequential_phragmen_gives_proportional_justified_representation(ballots, seats):
    assume(seats <= len(ballots.candidates))
    result = VOTING["sequential-phragmen"](ballots, seats=seats, lots=lots_for(ballots.candidates))
    assert justified(ballots, result.winners, seats, extended=False)


@given(approvals(), st.integers(1, 4))
def test_prices_and_loads_never_fall_and_nobody_pays_more_than_their_share(ballots, seats):
    assume(seats <= len(ballots.candidates))
    options = {"seats": seats, "lots": lots_for(ballots.candidates)}
    shares = VOTING["equal-shares"](ballots, completion="none", **options)
    prices = [shares.facts["prices"][name] for name in shares.winners]
    assert prices == sorted(prices)
    assert all(price <= shares.facts["share"] for price in prices)
    assert len(shares.winners) <= ballots.total * shares.facts["share"] or not shares.winners
    phragmen = VOTING["sequential-phragmen"](ballots, **options)
    loads = [phragmen.facts["loads"][name] for name in phragmen.winners]
    assert loads == sorted(loads)


@given(approvals(), st.sampled_from(COMMITTEES), st.integers(1, 3), st.randoms(use_true_random=False))
def test_order_splitting_and_doubling_of_ballots_change_no_winner(ballots, rule, seats, random):
    assume(seats <= len(ballots.candidates))
    lines = list(zip(ballots.ballots, ballots.weights, strict=True))
    split = [(ballot, weight / Fraction(2)) for ballot, weight in lines for _ in range(2)]
    random.shuffle(split)
    options = {"seats": seats, "lots": lots_for(ballots.candidates)}
    first = VOTING[rule](ballots, **options)
    assert VOTING[rule](Approvals.of(ballots.candidates, split), **options).to_bytes() == first.to_bytes()
    doubled = Approvals.of(ballots.candidates, [(ballot, 2 * weight) for ballot, weight in lines])
    assert VOTING[rule](doubled, **options).winners == first.winners
