"""Published sums must leave doubt about the answers behind them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement

from hypothesis import given
from hypothesis import strategies as st

from waardeel.methods.estimates.sums import leave_doubt


def others(answers: tuple[int, ...], low: int, high: int) -> int:
    """How many sets of answers have the same three sums, by trying all."""
    sums = (sum(answers), sum(value * value for value in answers))
    return sum(
        (sum(other), sum(value * value for value in other)) == sums
        for other in combinations_with_replacement(range(low, high + 1), len(answers))
    )


def test_all_the_same_answer_leaves_no_doubt() -> None:
    assert leave_doubt({5: 12}, low=1, high=5) is False


def test_the_smallest_exchange_there_is() -> None:
    # 1 + 5 + 6 = 2 + 3 + 7 and 1 + 25 + 36 = 4 + 9 + 49
    assert leave_doubt({1: 1, 5: 1, 6: 1}, low=0, high=10) is True
    assert leave_doubt({1: 1, 5: 1, 6: 1}, low=1, high=6) is False


@given(st.lists(st.integers(1, 5), min_size=5, max_size=9))
def test_when_it_says_doubt_there_are_other_answers(answers: list[int]) -> None:
    """Judged by trying every set of answers."""
    if leave_doubt(Counter(answers), low=1, high=5):
        assert others(tuple(answers), 1, 5) > 1


def test_it_seldom_holds_back_what_could_be_shown() -> None:
    """Of all sets of ten answers on a scale of five: it never lets a determined one pass, and holds back few others."""
    determined = held = doubtful = 0
    by_sums: Counter[tuple[int, int]] = Counter()
    sets = list(combinations_with_replacement(range(1, 6), 10))
    for answers in sets:
        by_sums[sum(answers), sum(value * value for value in answers)] += 1
    for answers in sets:
        alone = by_sums[sum(answers), sum(value * value for value in answers)] == 1
        doubt = leave_doubt(Counter(answers), low=1, high=5)
        determined += alone
        doubtful += not alone
        held += not alone and not doubt
        assert not (alone and doubt)
    assert determined > 0
    assert held < doubtful / 20


def test_a_long_scale_is_answered_at_once() -> None:
    assert leave_doubt(dict.fromkeys(range(0, 81, 3), 2), low=0, high=80) is True
