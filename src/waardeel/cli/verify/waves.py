"""Waves of questions: every published estimate is worked out again from the sums under it.

What the record says of a wave (public part of wave.published; see `waardeel.impact`):

    {"wave": id, "funnel": {"eligible": n, "invited": n, "opened": n, "answered": n}, "minimum_cell": n,
     "confidence": "0.95", "questions": [...]}

where a question is {"key", "n", "sum", "sum_squares", "mean", "low", "high"}, or {"key", "suppressed": true}
when too few people answered it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from waardeel.cli.verify.finding import Wrong, at, compare, take
from waardeel.formats.entry import Entry
from waardeel.methods.estimates import mean

_FUNNEL = ("eligible", "invited", "opened", "answered")


class Waves:
    """Follows the published waves through the record."""

    def __init__(self) -> None:
        self._estimates = 0

    @property
    def steps(self) -> Mapping[str, Callable[[Entry], None]]:
        return {"wave.published": self.published}

    @property
    def totals(self) -> dict[str, int]:
        return {"estimates_rederived": self._estimates}

    def published(self, entry: Entry) -> None:
        """The funnel only narrows, no small group is shown, and every estimate follows from its sums."""
        answered = _funnel(entry)
        confidence = _confidence(entry)
        seen: set[str] = set()
        for question in take(entry, "questions", list):
            if not isinstance(question, dict):
                raise Wrong(at(entry), "a question must be an object", expected="an object", found=question)
            key = take(entry, "key", str, question)
            if key in seen:
                raise Wrong(at(entry), f"the question {key!a} is there twice")
            seen.add(key)
            if question.get("suppressed") is True:
                _check_silent(entry, key, question)
            else:
                _check_estimate(entry, key, question, answered, confidence)
                self._estimates += 1


def _funnel(entry: Entry) -> int:
    """The number of people who answered."""
    funnel = take(entry, "funnel", dict)
    numbers = [take(entry, step, int, funnel) for step in _FUNNEL]
    for (wide, most), (narrow, least) in pairwise(zip(_FUNNEL, numbers, strict=True)):
        if not 0 <= least <= most:
            raise Wrong(at(entry), f"more {narrow} than {wide}", expected=f"at most {most}", found=least)
    return numbers[-1]


def _confidence(entry: Entry) -> Fraction:
    text = take(entry, "confidence", str)
    if not re.fullmatch(r"0\.[0-9]{1,6}|[0-9]{1,6}/[1-9][0-9]{0,5}", text, re.ASCII):
        raise Wrong(at(entry), "confidence is not a share", expected='such as "0.95" or "19/20"', found=text)
    return Fraction(text)


def _check_silent(entry: Entry, key: str, question: Mapping[str, Any]) -> None:
    """Nothing more is said about an answer that is held back."""
    if question.keys() != {"key", "suppressed"}:
        raise Wrong(
            at(entry),
            f"the question {key!a} is held back, yet something is said of it",
            expected=["key", "suppressed"],
            found=sorted(question),
        )


def _check_estimate(
    entry: Entry, key: str, question: Mapping[str, Any], answered: int, confidence: Fraction
) -> None:
    """The group is large enough to be shown, and mean and interval follow from number, sum and squares."""
    n = take(entry, "n", int, question)
    least = take(entry, "minimum_cell", int)
    if not least <= n <= answered:
        raise Wrong(
            at(entry),
            f"the question {key!a} is shown for a number of people that cannot be",
            expected=f"{least} to {answered}",
            found=n,
        )
    estimate = mean.interval(
        n=n,
        total=take(entry, "sum", int, question),
        total_squares=take(entry, "sum_squares", int, question),
        confidence=confidence,
    ).to_json()
    shown = ("mean", "low", "high")
    compare(
        entry,
        key,
        expected={name: estimate[name] for name in shown},
        found={name: question[name] for name in shown if name in question},
    )
