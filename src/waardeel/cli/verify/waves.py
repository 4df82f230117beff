"""Waves of questions: every published estimate is worked out again from the sums under it.

What the record says of a wave (public part of wave.published; see `waardeel.impact`):

    {"wave": id, "funnel": {"eligible": n, "invited": n, "opened": n, "answered": n}, "minimum_cell": n,
     "confidence": "0.95", "questions": [...]}

where a question is {"key", "n", "sum", "sum_squares", "mean", "low", "high"}, or {"key", "suppressed": true}
when it is held back, and opened and answered may be null for the same reason: too small a group.
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

_ACTS = ("opened", "answered")
_FUNNEL = ("eligible", "invited", *_ACTS)


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
        minimum = take(entry, "minimum_cell", int)
        answered = _funnel(entry, minimum)
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
                _check_size(entry, key, question, minimum, answered)
                _check_estimate(entry, key, question, confidence)
                self._estimates += 1


def _funnel(entry: Entry, minimum: int) -> int | None:
    """The number of people who answered, or None where it is held back."""
    funnel = take(entry, "funnel", dict)
    shown = [
        (step, take(entry, step, int, funnel))
        for step in _FUNNEL
        # Only the last two count what people did, and only a group too small to be shown is held back.
        if step not in _ACTS or funnel.get(step, 0) is not None
    ]
    for (wide, most), (narrow, least) in pairwise(shown):
        if not 0 <= least <= most:
            raise Wrong(at(entry), f"more {narrow} than {wide}", expected=f"at most {most}", found=least)
    for step, number in shown:
        if step in _ACTS and 0 < number < minimum:
            raise Wrong(at(entry), f"{step} shows a small group", expected=f"{minimum} or more", found=number)
    return dict(shown).get("answered")


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


def _check_size(entry: Entry, key: str, question: Mapping[str, Any], minimum: int, answered: int | None) -> None:
    """The group that answered is large enough to be shown, and no larger than all who answered anything."""
    n = take(entry, "n", int, question)
    if answered is None:
        raise Wrong(at(entry), f"the question {key!a} is shown, though too few answered for any to be")
    if not minimum <= n <= answered:
        raise Wrong(
            at(entry),
            f"the question {key!a} is shown for a number of people that cannot be",
            expected=f"{minimum} to {answered}",
            found=n,
        )


def _check_estimate(entry: Entry, key: str, question: Mapping[str, Any], confidence: Fraction) -> None:
    """Mean and interval follow from number, sum and squares."""
    estimate = mean.interval(
        n=take(entry, "n", int, question),
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
