"""Other names, with the lots renamed along, rename the winners of every rule, and change nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.methods.voting.profiles import approvals, grades, lots_for, papers
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Approvals, Grades, Rankings


def other(name: str) -> str:
    """A name that sorts in another place."""
    return name[::-1]


def renames(rule: str, ballots: Approvals | Grades | Rankings, **options) -> None:
    lots = lots_for(ballots.candidates)
    renamed = replace(ballots, candidates=tuple(map(other, ballots.candidates)))
    before = VOTING[rule](ballots, lots=lots, **options)
    after = VOTING[rule](renamed, lots=" > ".join(map(other, lots.split(" > "))), **options)
    assert after.winners == tuple(map(other, before.winners))
    assert len(after.steps) == len(before.steps)


@given(
    approvals(),
    st.sampled_from(["approval", "equal-shares", "sequential-phragmen", "pav", "sequential-pav"]),
    st.data(),
)
def test_rules_on_approvals(ballots, rule, data):
    renames(rule, ballots, seats=data.draw(st.integers(1, len(ballots.candidates))))


@given(grades())
def test_majority_judgment(ballots):
    renames("majority-judgment", ballots)


@given(grades(), st.integers(1, 2))
def test_score(ballots, seats):
    scale = tuple(str(at) for at in range(len(ballots.scale)))
    renames("score", replace(ballots, scale=scale), seats=seats)


@given(papers(), st.sampled_from(["plurality", "borda"]), st.integers(1, 2))
def test_tallies_of_rankings(made, rule, seats):
    assume(seats <= len(made[0]))
    renames(rule, Rankings.of(*made), seats=seats)
