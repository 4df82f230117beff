"""Every two candidates against each other: the table on which all Condorcet methods rest.

A ballot prefers a to b when it ranks a above b, or ranks a and leaves b out. Two candidates ranked equal, or both left
out, get nothing from it against each other (trap: nothing is made up for who is left out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.errors import InputError
from waardeel.methods.result import sentence
from waardeel.methods.rule import Option
from waardeel.methods.voting.ballots import Rankings, Weight, simplest
from waardeel.methods.voting.weights import ExactWeights
from waardeel.methods.words import Text

Strength = Literal["winning-votes", "margins"]

#: Ballots that are compared at a time, so that the work stays in the cache of the processor.
_CHUNK = 1 << 15

#: The two differ when ballots leave candidates out or rank them equal. Tideman and most programs take margins; Schulze
#: and the Debian project take winning votes. In Jedburgh 2012 they elect different people.
STRENGTH = Option(
    "strength",
    str,
    "margins",
    Text(
        nl="hoe sterk een onderlinge winst is: het verschil in stemmen, of het aantal stemmen ervoor",
        fr="force d'une victoire : l'écart des voix, ou le nombre de voix pour",
        en="how strong a win is: the margin, or the votes for it",
    ),
    choices=("margins", "winning-votes"),
)

WINS_ALL = sentence(
    "voting.wins-all",
    nl="{name} wint van elke andere kandidaat, een tegen een.",
    fr="{name} bat chacun des autres candidats, un contre un.",
    en="{name} beats every other candidate, one against one.",
)
NOBODY_WINS_ALL = sentence(
    "voting.nobody-wins-all",
    nl="Niemand wint van iedereen. De kleinste groep die van alle anderen wint: {smith}.",
    fr="Personne ne bat tous les autres. Le plus petit groupe qui bat tous les autres : {smith}.",
    en="Nobody beats everybody. The smallest group that beats all others: {smith}.",
)


class BadTable(InputError):
    """A table that is not one of all candidates against each other."""

    text = "The table must have a row and a column for each of the %(count)s candidates, with numbers of 0 or more."


@dataclass(frozen=True)
class Pairwise:
    """`votes[a][b]` is the weight of the ballots that prefer candidate a to b; the diagonal is 0.

    Make it with `of` from ballots, or with `given` from a published table.
    """

    candidates: tuple[str, ...]
    votes: tuple[tuple[Weight, ...], ...]

    @classmethod
    def of(cls, rankings: Rankings) -> Pairwise:
        """Compare all candidates on all ballots, exactly."""
        return cls(rankings.candidates, _compared(rankings))

    @classmethod
    def given(cls, candidates: Sequence[str], votes: Sequence[Sequence[Weight]]) -> Pairwise:
        """A published table. The diagonal is not looked at. Raises BadTable."""
        count = len(candidates)
        if len(votes) != count or any(len(row) != count or min(row, default=0) < 0 for row in votes):
            raise BadTable(count=count)
        rows = [[0 if a == b else value for b, value in enumerate(row)] for a, row in enumerate(votes)]
        return cls(tuple(candidates), tuple(map(tuple, rows)))

    def margin(self, a: int, b: int) -> Weight:
        """By how much a leads b; below 0 when b leads."""
        return self.votes[a][b] - self.votes[b][a]

    def beats(self, a: int, b: int) -> bool:
        """Whether more weight prefers a to b than b to a."""
        return self.votes[a][b] > self.votes[b][a]

    def strength(self, a: int, b: int, by: str) -> Weight:
        """How strongly a beats b; 0 when it does not."""
        if not self.beats(a, b):
            return 0
        return self.votes[a][b] if by == "winning-votes" else self.margin(a, b)

    @cached_property
    def condorcet_winner(self) -> int | None:
        """Who beats everybody else, if anybody does."""
        return next((a for a in self._all if all(self.beats(a, b) for b in self._all if a != b)), None)

    @cached_property
    def condorcet_loser(self) -> int | None:
        """Who loses to everybody else, if anybody does and there is somebody else."""
        found = (a for a in self._all if all(self.beats(b, a) for b in self._all if a != b))
        return next(found, None) if len(self.candidates) > 1 else None

    @cached_property
    def wins(self) -> tuple[Weight, ...]:
        """How many others each beats, and a half for each with whom they stand equal (Copeland 1951)."""
        return tuple(
            simplest(Fraction(sum(self.beats(a, b) - self.beats(b, a) for b in self._all) + len(self._all) - 1, 2))
            for a in self._all
        )

    @cached_property
    def smith(self) -> tuple[int, ...]:
        """The smallest group of whom each beats everybody outside it (Smith 1973), in the order of the list."""
        # Who wins most is in it; whoever is not beaten by somebody in it is in it too.
        group = {self.wins.index(max(self.wins))}
        waiting = list(group)
        while waiting:
            inside = waiting.pop()
            pulled = {b for b in self._all if b not in group and not self.beats(inside, b)}
            group |= pulled
            waiting.extend(pulled)
        return tuple(sorted(group))

    @property
    def _all(self) -> range:
        return range(len(self.candidates))

    def names(self, group: Sequence[int]) -> tuple[str, ...]:
        """The names of these candidates."""
        return tuple(self.candidates[at] for at in group)

    def to_facts(self) -> dict[str, Any]:
        """What a result says of the table."""
        return {"candidates": self.candidates, "pairwise": self.votes}


def _compared(rankings: Rankings) -> tuple[tuple[Weight, ...], ...]:
    count = len(rankings.candidates)
    places = rankings.places
    weights = ExactWeights(rankings.weights)

    def added(piece: NDArray[np.float64]) -> NDArray[np.float64]:
        votes = np.zeros((count, count))
        for start in range(0, places.shape[1], _CHUNK):
            some, weight = places[:, start : start + _CHUNK], piece[start : start + _CHUNK]
            for a in range(count - 1):
                votes[a, a + 1 :] += (some[a] < some[a + 1 :]) @ weight
                votes[a + 1 :, a] += (some[a] > some[a + 1 :]) @ weight
        return votes.ravel()

    flat = weights.sums(added)
    return tuple(tuple(flat[row * count : (row + 1) * count]) for row in range(count))
