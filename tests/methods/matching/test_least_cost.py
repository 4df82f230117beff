"""The rules that weigh all wishes together: best by brute force, proved by prices, one outcome for one lot."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from tests.methods.matching.markets import SIXTY, every_placement, markets, placement_of, wish_number
from waardeel.methods.lots import NoLot
from waardeel.methods.matching import MATCHING
from waardeel.methods.matching.flow import Assignment, Tree, check
from waardeel.methods.matching.lexicographic import LeastNotReached
from waardeel.methods.matching.market import Market, Site
from waardeel.methods.matching.min_cost import NoCosts

GLOBAL = ("min-cost", "rank-maximal", "leximin")


def profile(market: Market, placement) -> Counter:
    return Counter(wish_number(market, person, place) for person, place in enumerate(placement) if place is not None)


def aim(rule: str, market: Market, placement) -> tuple[int, ...]:
    """What the rule makes as small as possible, by its definition."""
    granted = profile(market, placement)
    deepest = max(map(len, market.wishes))
    without = sum(place is None for place in placement)
    if rule == "min-cost":
        return without, sum(number * count for number, count in granted.items())
    if rule == "rank-maximal":
        return tuple(-granted[number] for number in range(1, deepest + 1))
    return without, *(granted[number] for number in range(deepest, 0, -1))


def favoured(market: Market, placements, order: list[str]):
    """The outcome in which the first in the order of the lots has the best wish, then the second, and so on."""
    line = [market.people.index(name) for name in order]
    return min(placements, key=lambda placement: [wish_number(market, person, placement[person]) for person in line])


@SIXTY
@given(markets(people=4, ties=True, sites=True), st.sampled_from(GLOBAL), st.randoms(use_true_random=False))
def test_the_outcome_is_the_best_by_brute_force_and_the_one_that_the_lots_favour(market, rule, random):
    outcomes = list(every_placement(market))
    order = list(market.people)
    random.shuffle(order)
    if not outcomes:
        with pytest.raises(LeastNotReached):
            MATCHING[rule](market, lots=" > ".join(order))
        return
    least = min(aim(rule, market, placement) for placement in outcomes)
    best = [placement for placement in outcomes if aim(rule, market, placement) == least]
    result = MATCHING[rule](market, lots=" > ".join(order))
    assert placement_of(market, result) == favoured(market, best, order)
    if len(best) == 1:
        assert result.ties == ()
        assert placement_of(market, MATCHING[rule](market)) == best[0]
    else:
        differ = {
            name for person, name in enumerate(market.people) if len({placement[person] for placement in best}) > 1
        }
        assert set(result.ties[0].among) == differ
        with pytest.raises(NoLot):
            MATCHING[rule](market)


@pytest.mark.slow
@SIXTY
@given(markets(people=4, costs=True, sites=True), st.sampled_from(["given", "squared"]), st.integers(0, 6))
def test_given_and_squared_costs_and_a_price_for_staying_without_are_minimal_by_brute_force(market, costs, alone):
    outcomes = list(every_placement(market))
    assume(outcomes)

    def cost(person: int, place: int | None) -> int:
        if place is None:
            return alone
        at = market.wishes[person].index(place)
        return market.costs[person][at] if costs == "given" else (at + 1) ** 2

    def total(placement) -> int:
        return sum(cost(person, place) for person, place in enumerate(placement))

    result = MATCHING["min-cost"](market, costs=costs, unplaced_cost=alone, lots_seed="a")
    assert total(placement_of(market, result)) == min(map(total, outcomes))


@SIXTY
@given(markets(people=5, ties=True, sites=True), st.sampled_from(GLOBAL))
def test_an_earlier_wish_costs_at_least_what_the_explanation_says(market, rule):
    outcomes = list(every_placement(market))
    assume(outcomes)
    result = MATCHING["min-cost"](market, lots_seed="a")
    placement = placement_of(market, result)
    alone = sum(map(len, market.wishes)) + 1

    def total(one) -> int:
        return sum(alone if place is None else wish_number(market, p, place) for p, place in enumerate(one))

    for step in result.steps:
        if step.kind in ("min-cost.placed-later", "min-cost.unplaced"):
            person = market.people.index(step.facts["person"])
            missed = {market.places.index(name) for name in step.facts["missed"]}
            forced = [total(one) for one in outcomes if one[person] in missed]
            assert step.facts["more"] >= 0
            assert all(cost >= total(placement) + step.facts["more"] for cost in forced)


@st.composite
def networks(draw):
    """Choices and a tree with two floors of sites; the last node takes everybody."""
    places = draw(st.integers(1, 4))
    most = draw(st.lists(st.integers(0, 3), min_size=places + 2, max_size=places + 2))
    least = [draw(st.integers(0, min(1, high))) for high in most]
    inner, outer, nowhere = places, places + 1, places + 2
    parents = [draw(st.sampled_from([inner, outer, None])) for _ in range(places)]
    people = draw(st.integers(1, 5))
    big = draw(st.sampled_from([1, 10**30]))
    choices = [
        {
            **{at: big * draw(st.integers(-3, 3)) for at in draw(st.sets(st.integers(0, places - 1)))},
            nowhere: big * draw(st.integers(-3, 3)),
        }
        for _ in range(people)
    ]
    return choices, Tree((*parents, outer, None, None), (*least, 0), (*most, people + 1))


@SIXTY
@given(networks())
def test_prices_prove_that_no_allowed_assignment_costs_less(network):
    choices, tree = network
    totals = []
    for at in itertools.product(*choices):
        flow = Counter(node for place in at for node in tree.up(place))
        if all(low <= flow[node] <= high for node, (low, high) in enumerate(zip(tree.least, tree.most, strict=True))):
            totals.append(sum(costs[node] for costs, node in zip(choices, at, strict=True)))
    assignment = Assignment(choices, tree)
    assert bool(assignment.short) == (not totals)
    if totals:
        assert assignment.cost == min(totals)
        assert check(choices, tree, assignment.at, assignment.prices())
        assert all(price >= 0 or least for price, least in zip(assignment.prices(), tree.least, strict=True))


def test_the_check_of_the_prices_finds_what_is_wrong():
    choices = [{0: 1, 1: 2}, {0: 1, 1: 2}]
    tree = Tree((None, None), (0, 0), (1, 3))
    assert check(choices, tree, [0, 1], [1, 0])
    assert not check(choices, tree, [1, 1], [1, 0])  # not the cheapest, price on a place with a seat left
    assert not check(choices, tree, [0, 1], [0, 0])  # the second would rather be in the first place
    assert not check(choices, tree, [0, 0], [1, 0])  # over the limit
    assert not check(choices, tree, [0, 1], [3, 0])  # the first would rather leave
    assert not check(choices, tree, [0, 1], [1, -1])  # paid to come where nobody needs to be


@pytest.mark.parametrize("seed", range(20))
def test_a_square_assignment_costs_what_scipy_finds(seed):
    random = np.random.default_rng(seed)
    table = random.integers(0, 1000, size=(12, 12))
    people, places = [f"p{at:02}" for at in range(12)], [f"h{at:02}" for at in range(12)]
    market = Market.of(
        dict.fromkeys(people, places),
        dict.fromkeys(places, 1),
        costs={name: row.tolist() for name, row in zip(people, table, strict=True)},
    )
    placement = placement_of(market, MATCHING["min-cost"](market, costs="given", lots_seed="a"))
    rows, columns = linear_sum_assignment(table)
    assert sum(table[person, place] for person, place in enumerate(placement)) == table[rows, columns].sum()


def test_two_hundred_people_cost_what_scipy_finds_when_each_seat_is_a_column():
    random = np.random.default_rng(5)
    table = random.integers(0, 9, size=(200, 20))
    people, places = [f"p{at:03}" for at in range(200)], [f"h{at:02}" for at in range(20)]
    market = Market.of(
        dict.fromkeys(people, places),
        dict.fromkeys(places, 11),
        costs={name: row.tolist() for name, row in zip(people, table, strict=True)},
    )
    result = MATCHING["min-cost"](market, costs="given", lots_seed="a")
    seats = np.repeat(table, 11, axis=1)
    rows, columns = linear_sum_assignment(seats)
    placement = placement_of(market, result)
    assert sum(table[person, place] for person, place in enumerate(placement)) == seats[rows, columns].sum()
    prices = [dict(result.facts["prices"]).get(name, 0) for name in places]
    choices = [dict(enumerate(row.tolist())) for row in table]
    assert check(choices, Tree((None,) * 20, (0,) * 20, (11,) * 20), placement, prices)


def test_nested_seats_a_site_admits_fewer_than_its_teams_together():
    market = Market.of(
        {name: ["Kitchen", "Garden", "Shop"] for name in ("Ann", "Bo", "Chris")},
        {"Kitchen": 2, "Garden": 2, "Shop": 2},
        sites=[Site("Old mill", ("Kitchen", "Garden"), 2), Site("All", ("Old mill", "Shop"), 3, 3)],
    )
    result = MATCHING["min-cost"](market, lots="Bo > Ann > Chris")
    assert dict(result.facts["placements"]) == {"Ann": "Kitchen", "Bo": "Kitchen", "Chris": "Shop"}
    assert dict(result.facts["places"]["Old mill"]) == {"seats": 2, "filled": 2}
    assert dict(result.facts["prices"])["Old mill"] > 0


def test_a_least_number_is_filled_before_any_wish_counts_and_refused_when_nobody_wants_to():
    wishes = {"Ann": ["Noord", "Zuid"], "Bo": ["Noord"]}
    market = Market.of(wishes, {"Noord": 2, "Zuid": 1}, least={"Zuid": 1})
    for rule in GLOBAL:
        result = MATCHING[rule](market)
        assert dict(result.facts["placements"]) == {"Ann": "Zuid", "Bo": "Noord"}
        assert result.facts["blocking_pairs"] == ()  # Noord has a seat, but Zuid cannot do without Ann
    with pytest.raises(LeastNotReached, match="Zuid"):
        MATCHING["min-cost"](Market.of({"Ann": ["Noord"]}, {"Noord": 1, "Zuid": 1}, least={"Zuid": 1}))


def test_rank_maximal_leximin_and_least_cost_are_three_different_aims():
    """Four first wishes and one person without a place; or a total of 8; or nobody at a third wish."""
    market = Market.of(
        {"Ann": ["E", "C", "A"], "Bo": ["D", "E", "A"], "Chris": ["B"], "Dee": ["B", "A", "E"], "Eli": ["A", "D"]},
        dict.fromkeys("ABCDE", 1),
    )
    granted = {rule: MATCHING[rule](market, lots_seed="a").facts["wishes"] for rule in GLOBAL}
    assert granted == {"rank-maximal": (4, 0, 0), "min-cost": (3, 1, 1), "leximin": (1, 4, 0)}


def test_a_place_at_its_least_gives_nobody_up_for_a_cheaper_whole_or_for_a_lot():
    """Bo would rather be in B, and the site has room for one: only if A, which needs somebody, let Ann go."""
    market = Market.of(
        {"Ann": ["A"], "Bo": ["B"]},
        {"A": 1, "B": 1},
        costs={"Ann": [3], "Bo": [0]},
        least={"A": 1},
        sites=[Site("S", ("A", "B"), 1)],
    )
    result = MATCHING["min-cost"](market, costs="given", unplaced_cost=2)
    assert dict(result.facts["placements"]) == {"Ann": "A", "Bo": None}
    alike = Market.of({"Ann": ["B", "A"]}, {"A": 1, "B": 1}, costs={"Ann": [1, 1]}, least={"A": 1})
    assert dict(MATCHING["min-cost"](alike, costs="given").facts["placements"]) == {"Ann": "A"}


def test_given_costs_must_be_given():
    with pytest.raises(NoCosts):
        MATCHING["min-cost"](Market.of({"Ann": ["A"]}, {"A": 1}), costs="given")


def test_equally_good_outcomes_need_a_published_lot():
    market = Market.of({"Ann": ["A", "B"], "Bo": ["A", "B"]}, {"A": 1, "B": 1})
    for rule in GLOBAL:
        with pytest.raises(NoLot):
            MATCHING[rule](market)
        result = MATCHING[rule](market, lots="Bo > Ann")
        assert dict(result.facts["placements"]) == {"Ann": "B", "Bo": "A"}
        assert [(tie.about, tie.among, tie.by, tie.chosen) for tie in result.ties] == [
            ("place", ("Ann", "Bo"), "lot", ("Bo",))
        ]
        assert "There are more outcomes that are equally good. The lot decided for: Ann and Bo." in result.sentences(
            "en"
        )


@pytest.mark.slow
@SIXTY
@given(markets(people=4, ties=True, sites=True), st.sampled_from(GLOBAL))
def test_the_stability_report_names_each_pair_that_could_object(market, rule):
    """By the definition, on every rule: both would gain, and the limits allow it."""
    assume(list(every_placement(market)))
    result = MATCHING[rule](market, lots_seed="a")
    placement = placement_of(market, result)
    possible = set(every_placement(market))
    expected = set()
    for person, own in enumerate(placement):
        for place in market.wishes[person]:
            if place == own:
                break
            tier = market.tier(person, place)
            if tier is None:
                continue
            moved = [*placement[:person], place, *placement[person + 1 :]]
            behind = [other for other, at in enumerate(placement) if at == place and market.tier(other, place) > tier]
            swapped = [[*moved[:other], None, *moved[other + 1 :]] for other in behind]
            if any(tuple(way) in possible for way in [moved, *swapped]):
                expected.add((market.people[person], market.places[place]))
    assert set(result.facts["blocking_pairs"]) == expected
