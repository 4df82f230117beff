"""Draws without quotas, and turns."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.sortition.pools import made, pools
from waardeel.methods.lots import Draw, Lots, NoLot
from waardeel.methods.sortition import SORTITION
from waardeel.methods.sortition.pool import BadSize, NoFeature
from waardeel.methods.sortition.round_robin import BadTurns, Turns, UnknownInHistory
from waardeel.methods.sortition.simple import NoSeed


def test_a_plain_draw_is_a_shuffle_that_anybody_repeats():
    pool = made(["x"] * 6, 2, [])
    result = SORTITION["random"](pool, seed="s")
    order = Draw("s").shuffled([f"p{at}" for at in range(6)])
    assert list(result.winners) == order[:2]
    assert list(result.facts["reserve"]) == order[2:]
    assert result.facts["chance"] == Fraction(1, 3)


def test_a_plain_draw_takes_one_of_each_household():
    pool = made(["x"] * 5, 3, [], {"p0": "1", "p1": "1", "p2": "1"})
    for seed in "abcdefgh":
        result = SORTITION["random"](pool, seed=seed)
        assert len(set(result.winners) & {"p0", "p1", "p2"}) == 1
    with pytest.raises(BadSize):
        SORTITION["random"](made(["x"] * 3, 2, [], {"p0": "1", "p1": "1", "p2": "1"}), seed="a")


@pytest.mark.parametrize("rule", ["random", "stratified"])
def test_without_a_seed_nothing_is_drawn(rule):
    with pytest.raises(NoSeed):
        SORTITION[rule](made(["x"] * 3, 1, []))


@settings(max_examples=20, deadline=None)
@given(pools(most=9, households=False), st.sampled_from(["lots", "largest-remainder"]), st.text(max_size=5))
def test_groups_get_their_share_rounded_down_or_up(pool, rounding, seed):
    result = SORTITION["stratified"](pool, seed=seed, rounding=rounding)
    assert len(set(result.winners)) == pool.size
    for group in result.facts["strata"]:
        assert group["exact"] == Fraction(group["people"] * pool.size, len(pool.people))
        assert abs(group["seats"] - group["exact"]) < 1
    assert sum(group["seats"] for group in result.facts["strata"]) == pool.size


def test_rounding_by_lots_gives_everybody_the_same_chance():
    pool = made(["x", "x", "x", "y", "y"], 2, [])
    extra = Counter()
    for number in range(300):
        result = SORTITION["stratified"](pool, seed=str(number), feature="a")
        extra.update(result.winners)
    assert all(80 < extra[f"p{at}"] < 160 for at in range(5))
    assert set(result.facts["chances"].values()) == {Fraction(2, 5)}


def test_largest_remainders_go_first():
    pool = made(["x"] * 6 + ["y"] * 3 + ["z"], 4, [])
    result = SORTITION["stratified"](pool, seed="s", feature="a", rounding="largest-remainder")
    assert [(group["exact"], group["people"]) for group in result.facts["strata"]] == [
        (Fraction(12, 5), 6),
        (Fraction(6, 5), 3),
        (Fraction(2, 5), 1),
    ]
    assert sorted(group["seats"] for group in result.facts["strata"])[1:] in ([1, 3], [1, 2])  # 2/5 stands equal twice
    uneven = made(["x"] * 7 + ["y"] * 3, 2, [])
    seats = [
        group["seats"]
        for group in SORTITION["stratified"](uneven, seed="s", rounding="largest-remainder").facts["strata"]
    ]
    assert seats == [1, 1]
    with pytest.raises(NoFeature):
        SORTITION["stratified"](pool, seed="s", feature="height")


def test_turns_go_to_who_had_fewest_then_longest_ago_then_by_lot():
    turns = Turns.of(["Ann", "Bo", "Chris", "Dee"], ["chair", "minutes", "coffee", "door"], ["Ann", "Bo", "Ann"])
    result = SORTITION["round-robin"](turns, seed="s")
    first, second = Lots.drawn("s", turns.people).sorted(["Chris", "Dee"])
    given_ = [turn["name"] for turn in result.facts["turns"]]
    assert given_ == [first, second, "Bo", first]
    assert [tie.among for tie in result.ties] == [("Chris", "Dee")]
    with pytest.raises(NoLot):
        SORTITION["round-robin"](turns)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(1, 20), st.lists(st.integers(0, 5), max_size=12))
def test_turns_even_out(people, turns, history):
    names = [f"n{at}" for at in range(people)]
    past = [names[at % people] for at in history]
    result = SORTITION["round-robin"](Turns.of(names, [str(at) for at in range(turns)], past), seed="s")
    had = Counter(past)
    for turn in result.facts["turns"]:
        assert had[turn["name"]] == min(had[name] for name in names)
        had[turn["name"]] += 1


def test_turns_that_cannot_be_are_refused():
    for people, turns in (([], ["a"]), (["Ann"], []), (["Ann", "Ann"], ["a"]), (["Ann"], ["a", "a"]), ([""], ["a"])):
        with pytest.raises(BadTurns):
            Turns.of(people, turns)
    with pytest.raises(UnknownInHistory):
        Turns.of(["Ann"], ["a"], ["Bo"])
