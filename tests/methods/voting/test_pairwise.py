"""The table of all candidates two by two is exact, whatever the ballots and weights."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.voting.profiles import NAMES, papers, rankings
from waardeel.formats import blt
from waardeel.formats.reading import Lines
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.pairwise import BadTable, Pairwise
from waardeel.methods.voting.weights import ExactWeights

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "data" / "expected_pairwise_schulze.json").read_text())


def place_of(ranking, candidate) -> int:
    for at, place in enumerate(ranking):
        if candidate == place or (isinstance(place, tuple) and candidate in place):
            return at
    return len(NAMES) + 1


def by_hand(ballots: Rankings) -> list[list[Fraction]]:
    everyone = range(len(ballots.candidates))
    votes = [[Fraction(0)] * len(everyone) for _ in everyone]
    for ranking, weight in zip(ballots.rankings, ballots.weights, strict=True):
        for a in everyone:
            for b in everyone:
                if place_of(ranking, a) < place_of(ranking, b):
                    votes[a][b] += weight
    return votes


@given(rankings(most=6))
def test_the_table_is_what_counting_by_hand_gives(ballots):
    assert [list(row) for row in Pairwise.of(ballots).votes] == by_hand(ballots)


@pytest.mark.parametrize("name", EXPECTED)
def test_published_tables_and_their_schulze_winner(name):
    with (HERE / "stv" / "data" / "mit" / f"{name}.blt").open("rb") as file:
        election = blt.read(Lines(file, lenient=True))
    expected = EXPECTED[name]
    assert [list(row) for row in Pairwise.of(election.ballots).votes] == expected["pairwise"]
    winners = [election.ballots.candidates[number - 1] for number in expected["schulze"]]
    assert list(VOTING["schulze"](election.ballots).winners) == winners


def test_unranked_is_below_all_ranked_and_without_preference_among_themselves():
    votes = Pairwise.of(Rankings.of("ABCD", [((0,), 1), (((0, 1), 2), 1)])).votes
    assert votes[0] == (0, 1, 2, 2)
    assert votes[3] == (0, 0, 0, 0)
    assert (votes[2][3], votes[1][0], votes[1][2]) == (1, 0, 1)


def test_equal_ranks_of_one_size_on_all_ballots_are_laid_out_right():
    ballots = Rankings.of("ABCD", [(((0, 1), (2, 3)), 1), (((0, 2), (1, 3)), 1)])
    assert ballots.places.T.tolist() == [[0, 0, 1, 1], [0, 1, 0, 1]]


@given(rankings())
def test_two_against_each_other_are_at_most_all_ballots(ballots):
    pairs = Pairwise.of(ballots)
    everyone = range(len(ballots.candidates))
    assert all(pairs.votes[a][b] + pairs.votes[b][a] <= ballots.total for a in everyone for b in everyone)


@given(papers())
def test_reversing_all_ballots_negates_all_margins(made):
    names, lines = made
    everyone = range(len(names))

    def complete(ranking):  # whoever is left out stands in the last place
        said = {at for place in ranking for at in (place if isinstance(place, tuple) else (place,))}
        left = tuple(at for at in everyone if at not in said)
        return (*ranking, left) if left else ranking

    pairs = Pairwise.of(Rankings.of(names, lines))
    mirrored = Pairwise.of(Rankings.of(names, [(complete(ranking)[::-1], weight) for ranking, weight in lines]))
    assert all(pairs.margin(a, b) == -mirrored.margin(a, b) for a in everyone for b in everyone)


@given(st.lists(st.integers(1, 2**70), min_size=1, max_size=40))
def test_weights_far_above_what_floats_hold_add_up_exactly(weights):
    import numpy as np

    everyone = np.ones((1, len(weights)))
    assert ExactWeights(weights).sums(lambda piece: everyone @ piece) == [sum(weights)]


def test_fractions_add_up_exactly_and_whole_sums_are_whole_numbers():
    ballots = Rankings.of("AB", [((0,), Fraction(1, 3)), ((0, 1), Fraction(2, 3)), ((1,), Fraction(1, 7))])
    votes = Pairwise.of(ballots).votes
    assert votes == ((0, 1), (Fraction(1, 7), 0))
    assert type(votes[0][1]) is int


@given(rankings())
def test_the_smith_set_beats_everybody_outside_and_no_smaller_group_does(ballots):
    pairs = Pairwise.of(ballots)
    everyone = range(len(ballots.candidates))

    def dominates(group) -> bool:
        return all(pairs.beats(a, b) for a in group for b in everyone if b not in group)

    assert dominates(pairs.smith)
    groups = [[a for a in everyone if bits >> a & 1] for bits in range(1, 1 << len(everyone))]
    assert min((group for group in groups if dominates(group)), key=len) == list(pairs.smith)


@pytest.mark.parametrize("table", [[[0, 1]], [[0, 1], [2]], [[0, -1], [1, 0]]])
def test_a_table_that_is_none_is_refused(table):
    with pytest.raises(BadTable):
        Pairwise.given("AB", table)
