"""Deferred acceptance: no rightful objection, the best for who proposes, lots only where priorities are equal."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.methods.matching.markets import SIXTY, every_placement, markets, placement_of, wish_number
from waardeel.methods.lots import LotMissing, Lots, NoLot
from waardeel.methods.matching import MATCHING
from waardeel.methods.matching.deferred_acceptance import OneLotByHand, SitesNotCounted
from waardeel.methods.matching.market import Market, Site
from waardeel.methods.matching.outcome import blocking_pairs

RULE = MATCHING["deferred-acceptance"]


def stable(market: Market) -> list[tuple[int | None, ...]]:
    return [placement for placement in every_placement(market) if not any(blocking_pairs(market, placement))]


def test_the_marriage_example_of_gale_and_shapley():
    """Example 2 of the paper: four and four, one stable outcome only."""
    wishes = {"a": "ABCD", "b": "ADCB", "c": "BACD", "d": "DBCA"}
    priorities = {"A": "dcab", "B": "bdac", "C": "dabc", "D": "cbad"}
    market = Market.of(
        {name: list(wish) for name, wish in wishes.items()},
        dict.fromkeys("ABCD", 1),
        priorities={name: list(order) for name, order in priorities.items()},
    )
    result = RULE(market)
    assert dict(result.facts["placements"]) == {"a": "C", "b": "D", "c": "A", "d": "B"}
    assert RULE(market, proposing="places").facts["placements"] == result.facts["placements"]


@SIXTY
@given(markets(), st.sampled_from(["people", "places"]))
def test_no_pair_blocks_and_lists_and_seats_are_kept(market, proposing):
    result = RULE(market, proposing=proposing)
    placement = placement_of(market, result)
    assert placement in set(every_placement(market))
    assert result.facts["blocking_pairs"] == ()
    for person, place in enumerate(placement):  # the definition, written out once more
        for better in market.wishes[person]:
            if better == place:
                break
            tier = market.tier(person, better)
            inside = [other for other, at in enumerate(placement) if at == better]
            if tier is not None:
                assert len(inside) == market.most[better]
                assert all(market.tier(other, better) < tier for other in inside)


@SIXTY
@given(markets(people=6))
def test_people_proposing_is_weakly_best_for_each_person_among_all_stable_outcomes(market):
    best = placement_of(market, RULE(market))
    worst = placement_of(market, RULE(market, proposing="places"))
    outcomes = stable(market)
    assert best in outcomes
    assert worst in outcomes
    for placement in outcomes:
        for person, place in enumerate(placement):
            mine = wish_number(market, person, place)
            assert wish_number(market, person, best[person]) <= mine <= wish_number(market, person, worst[person])


@SIXTY
@given(markets())
def test_the_same_people_are_placed_and_the_same_seats_stay_free_in_every_stable_outcome(market):
    """The rural hospitals theorem (Roth 1986): a place with free seats even has the same people."""
    result = RULE(market)
    for placement in stable(market):
        placed = tuple(name for name, place in zip(market.people, placement, strict=True) if place is not None)
        assert placed == result.winners
        for place, name in enumerate(market.places):
            inside = {market.people[person] for person, at in enumerate(placement) if at == place}
            ours = {person for person, at in result.facts["placements"].items() if at == name}
            assert len(inside) == len(ours)
            if len(inside) < market.most[place]:
                assert inside == ours


@pytest.mark.slow
@SIXTY
@given(markets(people=4), st.data())
def test_nobody_gains_by_telling_other_wishes_when_people_propose(market, data):
    person = data.draw(st.integers(0, len(market.people) - 1))
    lie = data.draw(st.lists(st.sampled_from(market.places), unique=True))
    told = {
        name: lie if at == person else [market.places[place] for place in market.wishes[at]]
        for at, name in enumerate(market.people)
    }
    priorities = {
        name: [market.people[at] for at in ranking]
        for name, ranking in zip(market.places, market.priorities, strict=True)
    }
    seats = dict(zip(market.places, market.most, strict=True))
    honest = placement_of(market, RULE(market))[person]
    liar = placement_of(market, RULE(Market.of(told, seats, priorities=priorities)))[person]
    if liar is not None and liar in market.wishes[person]:
        assert wish_number(market, person, honest) <= wish_number(market, person, liar)


def test_trap_28_unacceptable_pairs_are_never_made_from_either_side():
    market = Market.of(
        {"Ann": ["Zuid"], "Bo": ["Noord"]}, {"Noord": 2, "Zuid": 2}, priorities={"Noord": ["Ann"], "Zuid": ["Ann"]}
    )
    for rule in MATCHING.values():
        result = rule(market)
        assert dict(result.facts["placements"]) == {"Ann": "Zuid", "Bo": None}
        assert result.facts["unplaced"] == ("Bo",)
        assert "Bo gets no place, because no place could grant any of the wishes." in result.sentences("en")


def test_trap_28_a_place_without_seats_takes_nobody():
    market = Market.of({"Ann": ["Noord", "Zuid"]}, {"Noord": 0, "Zuid": 1})
    for rule in MATCHING.values():
        assert dict(rule(market).facts["placements"]) == {"Ann": "Zuid"}
    assert dict(RULE(market, proposing="places").facts["placements"]) == {"Ann": "Zuid"}


TIED = {"wishes": {"Ann": ["Noord"], "Bo": ["Noord"]}, "seats": {"Noord": 1}}


@pytest.mark.parametrize("proposing", ["people", "places"])
def test_trap_28_equal_priorities_are_decided_by_a_published_lot_and_by_nothing_else(proposing):
    market = Market.of(**TIED)
    with pytest.raises(NoLot, match="Ann, Bo"):
        RULE(market, proposing=proposing)
    for order in ("Ann > Bo", "Bo > Ann"):
        result = RULE(market, proposing=proposing, lots=order)
        assert result.winners == (order.split(" ")[0],)
        assert [(tie.about, tie.among, tie.by, tie.chosen) for tie in result.ties] == [
            ("admit", ("Ann", "Bo"), "lot", result.winners)
        ]
        assert f"At Noord, Ann and Bo had equal rights. The lot let in: {result.winners[0]}." in result.sentences("en")
    with pytest.raises(LotMissing):
        RULE(market, lots="Ann")


def test_trap_28_one_lot_for_all_places_or_one_per_place():
    people = ["Ann", "Bo", "Chris"]
    market = Market.of({name: ["Noord", "Zuid"] for name in people}, {"Noord": 1, "Zuid": 1})
    one = Lots.drawn("2026-11-25", people).order
    result = RULE(market, lots_seed="2026-11-25")
    assert dict(result.facts["placements"]) == {one[0]: "Noord", one[1]: "Zuid", one[2]: None}
    for seed in map(str, range(20)):
        placed = RULE(market, lots_seed=seed, lot="per-place").facts["placements"]
        north = Lots.drawn(f"{seed}:Noord", people).order[0]
        south = next(name for name in Lots.drawn(f"{seed}:Zuid", people).order if name != north)
        assert (placed[north], placed[south]) == ("Noord", "Zuid")
    with pytest.raises(OneLotByHand):
        RULE(market, lots="Ann > Bo > Chris", lot="per-place")


@SIXTY
@given(markets(ties=True, people=4), st.sampled_from(["people", "places"]))
def test_lots_are_asked_for_whenever_they_could_change_the_outcome(market, proposing):
    orders = [" > ".join(order) for order in itertools.permutations(market.people)]
    outcomes = {placement_of(market, RULE(market, proposing=proposing, lots=order)) for order in orders}
    try:
        outcomes.add(placement_of(market, RULE(market, proposing=proposing)))
    except NoLot:
        return
    assert len(outcomes) == 1


@SIXTY
@given(markets(ties=True), st.sampled_from(["people", "places"]), st.sampled_from(["one", "per-place"]))
def test_with_ties_nobody_has_a_strict_right_to_another_place(market, proposing, lot):
    result = RULE(market, proposing=proposing, lots_seed="a", lot=lot)
    assert result.facts["blocking_pairs"] == ()
    assert placement_of(market, result) in set(every_placement(market))


def test_nested_seats_are_refused_with_the_rules_that_know_them():
    market = Market.of({"Ann": ["Noord"]}, {"Noord": 1}, sites=[Site("Campus", ("Noord",), 1)])
    with pytest.raises(SitesNotCounted, match="min-cost"):
        RULE(market)
    with pytest.raises(SitesNotCounted, match="least"):
        RULE(Market.of({"Ann": ["Noord"]}, {"Noord": 1}, least={"Noord": 1}))


def test_the_explanation_says_which_places_were_full_and_with_whom():
    market = Market.of(
        {"Ann": ["Noord"], "Bo": ["Noord", "Zuid"], "Chris": ["Noord"]},
        {"Noord": 1, "Zuid": 2},
        priorities={"Noord": ["Ann", "Bo", "Chris"]},
    )
    assert RULE(market).sentences("en") == (
        "Noord is full (1 seat). The last to come in was Ann, with priority 1.",
        "Zuid has 1 of 2 seats left.",
        "Ann gets Noord. That was the first wish.",
        "Bo gets Zuid, wish 2. Full with people who come before Bo, by priority or lot: Noord.",
        "Chris gets no place. Full with people who come before Chris, by priority or lot: Noord.",
    )


@pytest.mark.slow
@SIXTY
@given(markets(ties=True, sites=True, costs=True), st.randoms(use_true_random=False))
def test_the_order_in_which_people_and_places_are_listed_does_not_matter(market, random):
    assume(market.sites)

    def mixed(mapping):
        items = list(mapping.items())
        random.shuffle(items)
        return dict(items)

    wishes = {
        name: [market.places[place] for place in wish] for name, wish in zip(market.people, market.wishes, strict=True)
    }
    priorities = {
        name: [
            [market.people[at]] if isinstance(at, int) else [market.people[one] for one in reversed(at)] for at in line
        ]
        for name, line in zip(market.places, market.priorities, strict=True)
        if line is not None
    }
    count = len(market.places)
    again = Market.of(
        mixed(wishes),
        mixed(dict(zip(market.places, market.most[:count], strict=True))),
        priorities=mixed(priorities),
        costs=mixed(dict(zip(market.people, market.costs, strict=True))),
        least=mixed(dict(zip(market.places, market.least[:count], strict=True))),
        sites=[Site("site", market.places[:2], market.most[count], market.least[count])],
    )
    assert again == market
    assert again.input_hash == market.input_hash
