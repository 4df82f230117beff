"""The weighted inclusive Gregory method: a surplus goes on with all papers of the elected, each for a part.

Source: J. B. Gregory (1880) in its inclusive, weighted form, as in The Scottish Local Government Elections Order 2007
(SSI 2007/42), schedule 1, rules 45 to 52.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from numpy.typing import NDArray

from waardeel.methods.voting.ballots import Index, Weight
from waardeel.methods.voting.stv import words
from waardeel.methods.voting.stv.count import Count, Number
from waardeel.methods.voting.stv.piles import Piles


class Gregory:
    """A count that moves papers with a value. `quota_of` gives the quota in units from the votes that are in play."""

    def __init__(
        self,
        count: Count,
        orders: NDArray[Any],
        weights: Sequence[Weight],
        *,
        quota_of: Callable[[Number], Number],
        above: bool = False,
        shrinking: bool = False,
    ) -> None:
        self.count, self.quota_of = count, quota_of
        self.above, self.shrinking = above, shrinking
        self.piles = Piles(orders, weights, len(count.names), first=count.unit)
        self.surpluses: list[Index] = []  # elected with votes to pass on

    def run(self) -> None:
        """Count until every seat is filled."""
        count = self.count
        self._first()
        while True:
            elected = count.elect_reached(above=self.above)
            self.surpluses += [at for at in elected if count.votes[at] > count.quota]
            if count.finished():
                return
            if doomed := count.doomed:
                self._exclude(min(doomed, key=lambda at: (count.votes[at], at)), doomed=True)
            elif self.surpluses:
                most = max(count.votes[at] for at in self.surpluses)
                first = count.break_tie([at for at in self.surpluses if count.votes[at] == most], fewest=False)
                self._pass_on(first)
            else:
                self._exclude(count.last(), doomed=False)
            if self.shrinking:
                self._shrink()

    def _first(self) -> None:
        count = self.count
        count.votes = [weight * count.unit for weight in self.piles.dealt()[:-1]]
        count.quota = self.quota_of(count.valid * count.unit)
        first = words.FIRST_ABOVE if self.above else words.FIRST
        count.say(first, valid=count.valid, seats=count.seats, quota=count.amount(count.quota))
        count.blank()
        count.stage("first", moved=[(at, votes) for at, votes in enumerate(count.votes) if votes])

    def _pass_on(self, at: Index) -> None:
        """The surplus of an elected candidate: each paper goes on for value x surplus / votes."""
        count = self.count
        votes = count.votes[at]
        surplus = votes - count.quota
        if count.places is None:
            gained, exhausted = self._move(at, lambda value: Fraction(value * surplus) / votes)
        else:
            gained, exhausted = self._move(at, lambda value: value * surplus // votes)
        count.votes[at] = count.quota
        count.lost += surplus - sum(gained.values()) - exhausted
        self.surpluses.remove(at)
        stage = count.stage("surplus", at, gained.items())
        count.say(
            words.SURPLUS,
            name=count.names[at],
            surplus=count.amount(surplus),
            exhausted=count.amount(exhausted),
            transfers=count.amounts(gained.items()),
        )
        stage.more["surplus"] = count.amount(surplus)

    def _exclude(self, at: Index, *, doomed: bool) -> None:
        """The papers of an excluded candidate go on for what they were worth."""
        count = self.count
        votes = count.votes[at]
        count.exclude(at)
        gained, exhausted = self._move(at)
        count.votes[at] = 0
        stage = count.stage("exclusion", at, gained.items())
        stage.excluded.append(at)
        count.say(
            words.DOOMED if doomed else words.EXCLUDED,
            name=count.names[at],
            votes=count.amount(votes),
            exhausted=count.amount(exhausted),
            transfers=count.amounts(gained.items()),
        )

    def _move(
        self, source: Index, worth: Callable[[Number], Number] | None = None
    ) -> tuple[dict[Index, Number], Number]:
        """All papers of `source` to their next preferences, each for what it is `worth` now; what each candidate
        gains, and what had nowhere to go.
        """
        count = self.count
        sums: list[Number] = [0] * (len(count.names) + 1)
        for value, weights in self.piles.onward(source, count.standing, worth):
            new = value if worth is None else worth(value)
            sums = [sum_ + new * weight if weight else sum_ for sum_, weight in zip(sums, weights, strict=True)]
        spent = sums.pop()
        count.votes = [votes + sum_ for votes, sum_ in zip(count.votes, sums, strict=True)]
        count.exhausted += spent
        return {at: gained for at, gained in enumerate(sums) if gained}, spent

    def _shrink(self) -> None:
        """The quota follows the votes that are still in play, downwards only."""
        count = self.count
        playing = count.valid * count.unit - count.exhausted - count.lost
        quota = self.quota_of(playing)
        if quota < count.quota:
            count.quota = count.stages[-1].quota = quota
            count.say(words.THRESHOLD, votes=count.amount(playing), quota=count.amount(quota))
