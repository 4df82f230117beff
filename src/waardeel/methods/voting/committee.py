"""What the committee rules on approvals share: who supports whom, and voters grouped by what they have left.

Voters who hold the same amount (budget, load, number of elected they approve) are one class. There are far fewer
classes than ballots, so a round adds up whole weights per candidate and class and does exact arithmetic on those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any

import numpy as np

from waardeel.methods.lots import Lots
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Option
from waardeel.methods.voting.ballots import Approvals, Weight, simplest
from waardeel.methods.voting.common import LOT, Seated, decided, enough_candidates
from waardeel.methods.voting.tiebreak import elected_by_lot
from waardeel.methods.voting.weights import ExactWeights
from waardeel.methods.words import Text

COMMITTEE_SEATS = Option(
    "seats",
    int,
    1,
    Text(nl="aantal plaatsen in de groep", fr="nombre de sièges du comité", en="number of seats in the committee"),
    least=1,
)

NO_SUPPORT = sentence(
    "committee.no-support",
    nl="Niemand van wie overblijft heeft nog steun. Er {free:|blijft|blijven} {free} {free:|plaats|plaatsen} leeg.",
    fr="Aucun des candidats restants n'a de soutien. {free} {free:|siège reste vide|sièges restent vides}.",
    en="Nobody who is left has any support. {free} {free:|seat stays|seats stay} empty.",
)


@dataclass(frozen=True, slots=True)
class Class:
    """Voters of one candidate who hold the same: how much they hold, and what they weigh together."""

    value: Fraction
    weight: Weight


def weight_of(classes: Iterable[Class]) -> Weight:
    """What all these voters weigh together."""
    return simplest(sum((each.weight for each in classes), 0))


class Holdings:
    """What every voter holds, and per candidate the classes of the voters who approve of them."""

    def __init__(self, approvals: Approvals, start: Fraction) -> None:
        self.candidates = approvals.candidates
        lengths = np.fromiter(map(len, approvals.ballots), dtype=np.intp, count=len(approvals.ballots))
        flat = np.fromiter(chain.from_iterable(approvals.ballots), dtype=np.intp, count=int(lengths.sum()))
        by_candidate = np.argsort(flat, kind="stable")
        self._candidate = flat[by_candidate]
        self._ballot = np.repeat(np.arange(len(lengths)), lengths)[by_candidate]
        ends = np.searchsorted(self._candidate, np.arange(len(self.candidates) + 1))
        self._slices = [slice(int(a), int(b)) for a, b in pairwise(ends)]
        self._weights = ExactWeights(approvals.weights)
        #: What each class holds, and the class of each ballot.
        self.values = [start]
        self.held = np.zeros(len(lengths), dtype=np.intp)

    def classes(self) -> list[list[Class]]:
        """For each candidate the classes of their supporters, by rising value."""
        order = sorted(range(len(self.values)), key=self.values.__getitem__)
        place = np.empty(len(order), dtype=np.intp)
        place[order] = np.arange(len(order))
        width = len(order)
        cells = self._candidate * width + place[self.held][self._ballot]
        size = width * len(self.candidates)
        sums = self._weights.sums(lambda piece: np.bincount(cells, weights=piece[self._ballot], minlength=size))
        return [
            [
                Class(self.values[at], weight)
                for at, weight in zip(order, sums[row * width : (row + 1) * width], strict=True)
                if weight
            ]
            for row in range(len(self.candidates))
        ]

    def change(self, candidate: int, new: Callable[[Fraction], Fraction]) -> None:
        """Give all supporters of a candidate `new(what they hold)`."""
        ballots = self._ballot[self._slices[candidate]]
        known = {value: at for at, value in enumerate(self.values)}
        becomes = np.arange(len(self.values))
        for at in np.flatnonzero(np.bincount(self.held[ballots])).tolist():
            value = new(self.values[at])
            if value not in known:
                known[value] = len(self.values)
                self.values.append(value)
            becomes[at] = known[value]
        self.held[ballots] = becomes[self.held[ballots]]

    def map(self, new: Callable[[Fraction], Fraction]) -> None:
        """Give every voter `new(what they hold)`."""
        self.values = [new(value) for value in self.values]


@dataclass
class Committee:
    """A committee that grows one by one, with what is said of it."""

    candidates: tuple[str, ...]
    seats: int
    lots: Lots | None
    chosen: list[int] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def __post_init__(self) -> None:
        enough_candidates(self.candidates, self.seats)

    @property
    def free(self) -> int:
        return self.seats - len(self.chosen)

    @property
    def left(self) -> list[int]:
        """Who is not chosen yet, in the order of the list."""
        return [at for at in range(len(self.candidates)) if at not in self.chosen]

    def choose(self, best: Sequence[int]) -> int:
        """Take one of `best`, who stand equal; by lot when there are more. Raises NoLot.

        Every tie takes a lot, also one that would in the end not change the committee: who is chosen first changes
        what everybody holds, so that is known only afterwards.
        """
        one = best[0]
        if len(best) > 1:
            names = tuple(self.candidates[at] for at in best)
            tie = elected_by_lot(self.lots, names, 1)
            self.ties.append(tie)
            self.steps.append(LOT(among=names, chosen=tie.chosen))
            one = self.candidates.index(tie.chosen[0])
        self.chosen.append(one)
        return one

    def result(
        self, rule: str, version: str, approvals: Approvals, options: dict[str, Any], facts: dict[str, Any]
    ) -> Result:
        """The committee as the result of a rule; says which seats stay empty."""
        if self.free:
            self.steps.append(NO_SUPPORT(free=self.free))
        winners = tuple(self.candidates[at] for at in self.chosen)
        return decided(
            rule,
            version,
            approvals,
            Seated(winners, (), tuple(self.ties)),
            steps=self.steps,
            options=options,
            facts=facts,
        )


def lowest(values: dict[int, Fraction]) -> list[int]:
    """All whose value is the lowest."""
    least = min(values.values())
    return [at for at, value in values.items() if value == least]


def by_name(candidates: Sequence[str], values: dict[int, Any]) -> dict[str, Any]:
    return {candidates[at]: value for at, value in values.items()}
