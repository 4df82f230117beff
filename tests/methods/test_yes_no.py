"""The plain vote is added up exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.methods.errors import BadShape, InputError, NotExact
from waardeel.methods.voting import yes_no
from waardeel.methods.voting.yes_no import BadCount, BadWeight, Ballot, Count, UnknownChoice, count

weights = st.fractions(min_value=Fraction(1, 1000), max_value=1000)
ballots = st.lists(st.builds(Ballot, st.sampled_from(["yes", "no", "abstain"]), weights))


def test_weights_are_added_per_choice():
    found = count(
        [
            Ballot("yes"),
            Ballot("yes", Fraction(2, 3)),
            Ballot("no", Fraction(1, 3)),
            Ballot("abstain", Fraction(4)),
        ]
    )
    assert found == Count(yes=Fraction(5, 3), no=Fraction(1, 3), abstain=Fraction(4))
    assert (found.cast, found.all) == (2, 6)
    assert found.to_json() == {"yes": "5/3", "no": "1/3", "abstain": "4"}


def test_three_thirds_are_one_vote():
    assert count([Ballot("yes", Fraction(1, 3))] * 3).yes == 1


def test_no_ballots_count_as_zeros():
    assert count([]).to_json() == {"yes": "0", "no": "0", "abstain": "0"}


@given(ballots, st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(cast, random):
    shuffled = list(cast)
    random.shuffle(shuffled)
    assert count(shuffled) == count(cast)


@given(ballots, ballots)
def test_two_boxes_counted_apart_add_up_to_both_together(one, other):
    first, second, both = count(one), count(other), count(one + other)
    assert (both.yes, both.no, both.abstain) == (
        first.yes + second.yes,
        first.no + second.no,
        first.abstain + second.abstain,
    )


@given(ballots)
def test_a_count_and_its_ballots_come_back_from_json(cast):
    found = count(cast)
    assert Count.from_json(found.to_json()) == found
    assert [yes_no.ballot_from_json(ballot.to_json()) for ballot in cast] == cast


@pytest.mark.parametrize("choice", ["Yes", "ja", "", None])
def test_an_unknown_choice_is_refused(choice):
    with pytest.raises(UnknownChoice) as refused:
        Ballot(choice)
    assert refused.value.facts == {"choice": choice}
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize("weight", [0, -1, Fraction(-1, 2), 0.5, 1.0, "1", True, None])
def test_a_weight_that_is_not_exact_and_above_zero_is_refused(weight):
    with pytest.raises(BadWeight):
        Ballot("yes", weight)


@pytest.mark.parametrize("value", [-1, 0.5, True, "1"])
def test_a_count_below_zero_or_inexact_is_refused(value):
    with pytest.raises(BadCount) as refused:
        Count(yes=Fraction(1), no=value, abstain=Fraction(0))
    assert refused.value.facts == {"choice": "no", "value": value}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"yes": "1", "no": "0"}, BadShape),
        ({"yes": "1", "no": "0", "abstain": "0", "blank": "0"}, BadShape),
        ({"yes": 1, "no": "0", "abstain": "0"}, NotExact),
        ({"yes": "0.5", "no": "0", "abstain": "0"}, NotExact),
        ({"yes": "-1", "no": "0", "abstain": "0"}, BadCount),
    ],
)
def test_a_count_that_was_not_written_here_is_refused(data, error):
    with pytest.raises(error):
        Count.from_json(data)


@pytest.mark.parametrize(
    "data", [{"choice": "yes"}, {"choice": ["yes"], "weight": "1"}, {"choice": "yes", "weight": 1}, "yes"]
)
def test_a_ballot_that_was_not_written_here_is_refused(data):
    with pytest.raises(InputError):
        yes_no.ballot_from_json(data)
