"""Ballots as they are counted: distinct answers with exact weights.

Equal ballots are kept once with their weight, so a count is as fast as there are different ballots. The order
in which ballots came in is forgotten, and cannot matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.errors import InputError
from waardeel.methods.result import hash_of

#: A candidate's place in `candidates`, counted from 0.
Index: TypeAlias = int
#: Ballots that are laid out in an array at a time.
_CHUNK = 1 << 16

#: From most to least preferred; a tuple inside holds candidates ranked equal. Who is left out comes last.
Ranking: TypeAlias = tuple["Index | tuple[Index, ...]", ...]
Weight: TypeAlias = "int | Fraction"

Skips = Literal["squeeze", "stop", "stop-at-two", "spoil"]
Overvotes = Literal["stop", "skip", "equal", "spoil"]
Repeats = Literal["first", "spoil"]


class NoCandidates(InputError):
    """An election without candidates, or with one name twice."""

    text = "Each candidate needs a name of their own, and there must be at least one; this is wrong: %(names)r."


class BadBallot(InputError):
    """A ballot that names a candidate who is not there, or the same one twice."""

    text = "A ballot says %(ballot)r. Each candidate may stand in it once, as a number from 0 to %(last)s."


class BadWeight(InputError):
    """A ballot that weighs nothing, less than nothing, or an inexact amount."""

    text = "The weight of a ballot is %(weight)r. It must be a whole number or fraction above 0."


class BadScale(InputError):
    """A scale of grades that is no scale."""

    text = "A scale needs at least two different grades, from worst to best; this one has %(scale)r."


class _Store:
    """What the kinds of ballots share."""

    candidates: tuple[str, ...]
    weights: tuple[Weight, ...]

    @cached_property
    def total(self) -> Weight:
        """The weight of all ballots together, blank ones included."""
        return simplest(sum(self.weights))


@dataclass(frozen=True)
class Rankings(_Store):
    """Ranked ballots. Make them with `Rankings.of`, which checks and groups; `()` is a blank ballot."""

    candidates: tuple[str, ...]
    rankings: tuple[Ranking, ...]
    weights: tuple[Weight, ...]

    @classmethod
    def of(
        cls, candidates: Sequence[str], ballots: Iterable[tuple[Sequence[Index | Sequence[Index]], Weight]]
    ) -> Rankings:
        """Check and group ballots. Raises NoCandidates, BadBallot, BadWeight."""
        names = _named(candidates)
        grouped: dict[Ranking, Weight] = {}
        for ballot, weight in ballots:
            _weighed(weight)
            try:
                grouped[ballot] += weight  # type: ignore[index]  # seen before, in this very writing
            except (KeyError, TypeError):
                ranking = _ranking(ballot, len(names))
                grouped[ranking] = grouped.get(ranking, 0) + weight
        return cls(names, tuple(grouped), _simplest(grouped))

    @cached_property
    def strict(self) -> bool:
        """Whether no ballot ranks candidates equal."""
        return tuple not in set(map(type, chain.from_iterable(self.rankings)))

    @cached_property
    def places(self) -> NDArray[Any]:
        """The place (0 is best) of each candidate (row) on each distinct ballot (column), in the smallest whole
        numbers that fit. Who is not ranked has as place the number of candidates: below all, all alike.
        """
        last = len(self.candidates)
        table = np.full((last, len(self.rankings)), last, dtype=np.min_scalar_type(last))
        for start in range(0, len(self.rankings), _CHUNK):
            _lay_out(self.rankings[start : start + _CHUNK], table[:, start : start + _CHUNK])
        table.flags.writeable = False
        return table

    @cached_property
    def orders(self) -> NDArray[Any]:
        """Strict rankings as rows: the candidates in order, and then the number of candidates (nobody) at least once.

        Raises TypeError where candidates are ranked equal.
        """
        return rows_of(self.rankings, len(self.candidates))

    @cached_property
    def input_hash(self) -> str:
        """The hash of these ballots, whatever order they came in: lines "weight:2>0=1"."""
        numbers = [str(at) for at in range(len(self.candidates))]
        written: Callable[[Any], str] = numbers.__getitem__ if self.strict else _written
        lines = (
            f"{weight}:{'>'.join(map(written, ranking))}".encode()
            for ranking, weight in zip(self.rankings, self.weights, strict=True)
        )
        return hash_of("waardeel rankings 1", self.candidates, lines)

    def without(self, withdrawn: Iterable[str]) -> Rankings:
        """The same ballots, the named candidates struck from list and ballots; who stood below moves up."""
        gone = {self.candidates.index(name) for name in withdrawn}
        kept = [at for at in range(len(self.candidates)) if at not in gone]
        new = {old: at for at, old in enumerate(kept)}
        return Rankings.of(
            [self.candidates[at] for at in kept],
            ((_renumbered(ranking, new), weight) for ranking, weight in zip(self.rankings, self.weights, strict=True)),
        )


@dataclass(frozen=True)
class Approvals(_Store):
    """Ballots that say who is acceptable. `ballots` holds ascending indices; `()` approves of nobody."""

    candidates: tuple[str, ...]
    ballots: tuple[tuple[Index, ...], ...]
    weights: tuple[Weight, ...]

    @classmethod
    def of(cls, candidates: Sequence[str], ballots: Iterable[tuple[Iterable[Index], Weight]]) -> Approvals:
        """Check and group ballots. Raises NoCandidates, BadBallot, BadWeight."""
        names = _named(candidates)
        grouped: dict[tuple[Index, ...], Weight] = {}
        for ballot, weight in ballots:
            _weighed(weight)
            approved = tuple(sorted(ballot))
            if approved not in grouped:
                _flat_checked(approved, len(names))
            grouped[approved] = grouped.get(approved, 0) + weight
        return cls(names, tuple(grouped), _simplest(grouped))

    @cached_property
    def input_hash(self) -> str:
        """The hash of these ballots, whatever order they came in: lines "weight:0,2"."""
        lines = (
            f"{weight}:{','.join(map(str, ballot))}".encode()
            for ballot, weight in zip(self.ballots, self.weights, strict=True)
        )
        return hash_of("waardeel approvals 1", self.candidates, lines)


@dataclass(frozen=True)
class Grades(_Store):
    """Ballots that give each candidate a grade. `scale` runs from worst to best; None is "no grade given".

    `ballots` holds for each candidate the place of the grade in `scale`. For scores the scale is the numbers as
    text ("0", "1", ... "5").
    """

    candidates: tuple[str, ...]
    scale: tuple[str, ...]
    ballots: tuple[tuple[int | None, ...], ...]
    weights: tuple[Weight, ...]

    @classmethod
    def of(
        cls,
        candidates: Sequence[str],
        scale: Sequence[str],
        ballots: Iterable[tuple[Sequence[int | None], Weight]],
    ) -> Grades:
        """Check and group ballots. Raises NoCandidates, BadScale, BadBallot, BadWeight."""
        names = _named(candidates)
        if len(scale) < 2 or len(set(scale)) != len(scale):
            raise BadScale(scale=list(scale))
        grouped: dict[tuple[int | None, ...], Weight] = {}
        for ballot, weight in ballots:
            _weighed(weight)
            grades = tuple(ballot)
            if len(grades) != len(names) or not all(
                grade is None or (type(grade) is int and 0 <= grade < len(scale)) for grade in grades
            ):
                raise BadBallot(ballot=grades, last=len(names) - 1)
            grouped[grades] = grouped.get(grades, 0) + weight
        return cls(names, tuple(scale), tuple(grouped), _simplest(grouped))

    @cached_property
    def input_hash(self) -> str:
        """The hash of these ballots, whatever order they came in: lines "weight:3,-,0"."""
        lines = (
            f"{weight}:{','.join('-' if grade is None else str(grade) for grade in ballot)}".encode()
            for ballot, weight in zip(self.ballots, self.weights, strict=True)
        )
        return hash_of("waardeel grades 1", {"candidates": self.candidates, "scale": self.scale}, lines)


def treat(
    marks: Iterable[Sequence[Index]],
    *,
    skips: Skips = "squeeze",
    overvotes: Overvotes = "stop",
    repeats: Repeats = "first",
) -> Ranking | None:
    """A ranking from the marks of a paper, rank by rank; None when the ballot is spoilt.

    `marks` holds, for the first rank, the second and so on, the candidates marked there: none is a skipped rank,
    more than one an overvote. The laws differ, so each answer is named: a skipped rank is passed over
    ("squeeze"), ends the ballot ("stop"), ends it when two come in a row ("stop-at-two", Maine 21-A s. 723-A), or
    spoils it. An overvote ends the ballot ("stop", most American rules), is passed over ("skip"), counts as
    equal ranks ("equal", where the rule of counting can), or spoils. A name that comes again is passed over
    ("first") or spoils. Skipped ranks after the last mark are no skips.
    """
    papers = [tuple(dict.fromkeys(rank)) for rank in marks]
    while papers and not papers[-1]:
        papers.pop()
    seen: set[Index] = set()
    ranking: list[Index | tuple[Index, ...]] = []
    empty = 0
    for rank in papers:
        if not rank:
            empty += 1
            if skips == "spoil":
                return None
            if skips == "stop" or (skips == "stop-at-two" and empty == 2):
                break
            continue
        empty = 0
        if repeats == "spoil" and seen.intersection(rank):
            return None
        if len(rank) > 1 and overvotes != "equal":
            if overvotes == "spoil":
                return None
            if overvotes == "stop":
                break
            continue
        fresh = tuple(sorted(set(rank) - seen))
        seen.update(fresh)
        if fresh:
            ranking.append(fresh if len(fresh) > 1 else fresh[0])
    return tuple(ranking)


def simplest(value: Weight) -> Weight:
    """A whole number as int, so that equal amounts have one writing."""
    return value.numerator if value.denominator == 1 else value


def _simplest(grouped: Mapping[Any, Weight]) -> tuple[Weight, ...]:
    return tuple([weight if type(weight) is int else simplest(weight) for weight in grouped.values()])


def _named(candidates: Sequence[str]) -> tuple[str, ...]:
    names = tuple(candidates)
    if not names or len(set(names)) != len(names) or not all(isinstance(name, str) and name for name in names):
        raise NoCandidates(names=list(names))
    return names


def _weighed(weight: Weight) -> None:
    exact = type(weight) is int or (isinstance(weight, int | Fraction) and not isinstance(weight, bool))
    if not exact or weight <= 0:
        raise BadWeight(weight=weight)


def _ranking(ballot: Sequence[Index | Sequence[Index]], count: int) -> Ranking:
    """The ballot in its one writing: single candidates bare, equal ones ascending, no empty places."""
    if set(map(type, ballot)) == {int}:  # no equal ranks, as on most ballots
        _flat_checked(ballot, count)  # type: ignore[arg-type]
        return tuple(ballot)  # type: ignore[arg-type]
    places: list[Index | tuple[Index, ...]] = []
    flat: list[Index] = []
    for place in ballot:
        if isinstance(place, int):
            places.append(place)
            flat.append(place)
        elif place:
            group = tuple(sorted(place))
            places.append(group if len(group) > 1 else group[0])
            flat.extend(group)
    _flat_checked(flat, count)
    return tuple(places)


def rows_of(rankings: Sequence[Sequence[Any]], candidates: int) -> NDArray[Any]:
    """`Rankings.orders` of these strict rankings."""
    lengths = np.fromiter(map(len, rankings), dtype=np.intp, count=len(rankings))
    table = np.full((len(rankings), int(lengths.max(initial=0)) + 1), candidates, dtype=np.min_scalar_type(candidates))
    flat = np.fromiter(chain.from_iterable(rankings), dtype=table.dtype, count=int(lengths.sum()))
    table[np.arange(table.shape[1]) < lengths[:, np.newaxis]] = flat
    table.flags.writeable = False
    return table


def _lay_out(rankings: Sequence[Ranking], table: NDArray[Any]) -> None:
    """Write the places of these rankings in the columns of `table`."""
    lengths = np.fromiter(map(len, rankings), dtype=np.intp, count=len(rankings))
    columns = np.repeat(np.arange(len(rankings)), lengths)
    places = np.arange(len(columns)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    flat: list[Any] = list(chain.from_iterable(rankings))
    if tuple in set(map(type, flat)):  # somewhere candidates are ranked equal
        groups = [at if isinstance(at, tuple) else (at,) for at in flat]
        sizes = np.fromiter(map(len, groups), dtype=np.intp, count=len(groups))
        columns, places = np.repeat(columns, sizes), np.repeat(places, sizes)
        flat = list(chain.from_iterable(groups))
    table[np.array(flat, dtype=np.intp), columns] = places


def _flat_checked(flat: Sequence[Index], count: int) -> None:
    fits = not flat or (set(map(type, flat)) == {int} and min(flat) >= 0 and max(flat) < count)
    if not fits or len(set(flat)) != len(flat):
        raise BadBallot(ballot=list(flat), last=count - 1)


def _written(place: Index | tuple[Index, ...]) -> str:
    return "=".join(map(str, place)) if isinstance(place, tuple) else str(place)


def _renumbered(ranking: Ranking, new: dict[Index, Index]) -> list[Index | list[Index]]:
    return [
        new[place] if isinstance(place, int) else [new[at] for at in place if at in new]
        for place in ranking
        if not isinstance(place, int) or place in new
    ]
