"""What may be shown of a wave: the one place where figures are made and held back.

`outcome_of` makes the public part of the entry `wave.published`. It is stored with the wave, and the page,
the CSV file, the JSON file and the register all show that one thing, so that none of them can say more than
another.

What is held back, with M the minimum cell of the wave:

- numbers of people who opened or answered from 1 to M - 1 (written as null);
- every question that fewer than M people answered;
- every yes-or-no question where fewer than M, but not zero, said yes or no: the mean and the number would
  tell how many (complementary suppression, `methods.estimates.suppression`);
- every question to which all gave the same answer: it would tell what each of them said;
- every question whose sums could have come from these answers alone (`methods.estimates.sums`): they would tell how
  many gave which answer.

A question that is held back has no number either. The number that answered a shown question may be a little
below the number of responses: how many said "I do not know" or "I would rather not say" together is part of
the funnel, like how many were silent, and says nothing about anybody's answer; which of the two they said
is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from waardeel.impact.instruments import Instrument, Item
from waardeel.impact.models import Wave
from waardeel.methods.estimates import mean, response
from waardeel.methods.estimates.sums import leave_doubt
from waardeel.methods.estimates.suppression import suppress
from waardeel.methods.exact import rounded, to_text

#: Of the intervals: 95 %.
CONFIDENCE = Fraction(19, 20)
#: The steps of a wave, each with fewer people than the one before. Stored JSON keeps no order of its own.
FUNNEL = ("eligible", "invited", "opened", "answered")


@dataclass(frozen=True)
class Tally:
    """How many people gave which answer to one question, and what that adds up to."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        return sum(value * number for value, number in self.counts.items())

    @property
    def total_squares(self) -> int:
        return sum(value * value * number for value, number in self.counts.items())


def funnel_of(*, eligible: int, invited: int, opened: int, answered: int, minimum: int) -> dict[str, int | None]:
    """How many people were left at each step; None where that is fewer than the minimum, and not zero."""
    shown = suppress({"opened": opened, "answered": answered}, minimum=minimum, total_shown=False)
    return {"eligible": eligible, "invited": invited, **shown.counts}


def outcome_of(*, wave: Wave, funnel: Mapping[str, int | None], tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """The public part of `wave.published`: exact sums, and what follows from them, with two decimals."""
    questions = [_question(item, tallies.get(item.key, Tally()), wave.minimum_cell) for item in wave.instrument.items]
    return {
        "wave": str(wave.pk),
        "title": dict(wave.title),
        "instrument": wave.instrument_name,
        "funnel": dict(funnel),
        "minimum_cell": wave.minimum_cell,
        "confidence": to_text(CONFIDENCE),
        "questions": questions,
    }


def _question(item: Item, tally: Tally, minimum: int) -> dict[str, Any]:
    if not _may_be_shown(item, tally, minimum):
        return {"key": item.key, "suppressed": True}
    # Not cut off at the ends of the scale: whoever recomputes it needs the three sums and nothing else.
    estimate = mean.interval(n=tally.n, total=tally.total, total_squares=tally.total_squares, confidence=CONFIDENCE)
    return {
        "key": item.key,
        "n": tally.n,
        "sum": tally.total,
        "sum_squares": tally.total_squares,
        "mean": str(estimate.mean),
        "low": str(estimate.low),
        "high": str(estimate.high),
    }


def _may_be_shown(item: Item, tally: Tally, minimum: int) -> bool:
    if tally.n < minimum or len(tally.counts) == 1:
        return False
    if item.kind == "yes_no":
        cells = {"yes": tally.total, "no": tally.n - tally.total}
        return None not in suppress(cells, minimum=minimum, total_shown=True).counts.values()
    return leave_doubt(tally.counts, low=item.low, high=item.high)


@dataclass(frozen=True)
class Figure:
    """A question with what may be shown of it, for a reader. Without ``mean`` it is held back.

    ``low`` and ``high`` are the interval, cut off at the ends of the scale. ``silent_low`` and
    ``silent_high`` are the mean over all eligible people if everyone who gave no answer had given the
    lowest, or the highest, one.
    """

    item: Item
    n: int | None = None
    mean: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    silent_low: Decimal | None = None
    silent_high: Decimal | None = None


def figures_of(outcome: Mapping[str, Any], instrument: Instrument) -> list[Figure]:
    """The questions of a published outcome, in the order of the instrument."""
    return [_figure(question, outcome, instrument) for question in outcome["questions"]]


def _figure(question: Mapping[str, Any], outcome: Mapping[str, Any], instrument: Instrument) -> Figure:
    item = instrument.item(question["key"])
    if question.get("suppressed"):
        return Figure(item)
    bounds = response.nonresponse_bounds(
        question["n"], question["sum"], outcome["funnel"]["eligible"], item.low, item.high
    )
    return Figure(
        item=item,
        n=question["n"],
        mean=Decimal(question["mean"]),
        low=max(Decimal(question["low"]), Decimal(item.low)),
        high=min(Decimal(question["high"]), Decimal(item.high)),
        silent_low=rounded(bounds.low),
        silent_high=rounded(bounds.high),
    )
