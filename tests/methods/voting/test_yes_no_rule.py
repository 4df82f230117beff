"""The rule yes-no: a count compared with one majority, with every number that decides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.methods.voting import VOTING
from waardeel.methods.voting.yes_no import Ballot, Count, count

YES_NO = VOTING["yes-no"]


def of(yes, no, abstain=0) -> Count:
    return Count(Fraction(yes), Fraction(no), Fraction(abstain))


@pytest.mark.parametrize(
    ("counted", "options", "winner"),
    [
        (of(2, 1), {}, "yes"),
        (of(1, 1), {}, "no"),  # half is not more than half
        (of(1, 1), {"strict": False}, "yes"),
        (of(2, 1, 1), {"base": "all"}, "no"),
        (of(2, 1), {"majority": Fraction(2, 3)}, "no"),
        (of(2, 1), {"majority": Fraction(2, 3), "strict": False}, "yes"),
        (of(0, 0, 5), {"strict": False}, "no"),
        (of(0, 0, 0), {"majority": Fraction(0), "strict": False}, "no"),
    ],
)
def test_the_majority_decides_exactly(counted, options, winner):
    assert YES_NO(counted, **options).winners == (winner,)


def test_the_steps_say_what_was_needed():
    result = YES_NO(of(Fraction(7, 3), 1, 2))
    assert result.facts["needed"] == Fraction(5, 3)
    assert result.sentences("en") == (
        "For: 7/3. Against: 1. Abstaining: 2.",
        "Needed are more than 5/3 of 10/3, and 7/3 is enough. The proposal is adopted.",
    )


@given(
    st.lists(st.builds(Ballot, st.sampled_from(["yes", "no", "abstain"]), st.fractions(Fraction(1, 9), 9)), max_size=9)
)
def test_order_and_splitting_of_ballots_change_no_byte(ballots):
    split = [Ballot(ballot.choice, ballot.weight / 2) for ballot in reversed(ballots) for _ in range(2)]
    assert YES_NO(count(split)).to_bytes() == YES_NO(count(ballots)).to_bytes()
