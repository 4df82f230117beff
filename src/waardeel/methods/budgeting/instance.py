"""What a participatory budget is decided on: projects with their cost, the budget, and the ballots.

Ballots are kept as compressed rows (three NumPy arrays), so that a million of them fit in little memory and rules
run over whole columns at once. Projects stand in the order of their ids and the order of ballots is never used:
neither can change a result.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from waardeel.methods.errors import InputError
from waardeel.methods.result import hash_of

Kind = Literal["approval", "score", "ordinal"]
Integers: TypeAlias = npt.NDArray[np.int64]

#: Amounts of money stay below this, and have denominators up to it: enough for any currency, and floats that
#: filter them never overflow.
LARGEST = 10**15
#: A ballot gives a project at most so many points, after scaling to whole numbers; so all sums stay exact.
MOST_POINTS = 10**9


class BadProject(InputError):
    """A project without an id of its own, or with an impossible cost."""

    text = "Project %(project)r cannot be used: %(wrong)s."


class BadBudget(InputError):
    """A budget or limit that is no amount of money."""

    text = "%(what)s is %(amount)r. It must be an exact amount of 0 or more, below 10^15."


class BadVote(InputError):
    """A ballot that cannot be counted."""

    text = "The ballot of voter %(voter)r cannot be used: %(wrong)s."


class UnknownLimit(InputError):
    """A limit for a category, target or district that no project has."""

    text = "There is a limit for the %(kind)s %(name)r, but no project has it. Known: %(known)s."


@dataclass(frozen=True, slots=True)
class Project:
    """Something that money can be spent on. `cost` is exact; `votes` of the source play no part."""

    id: str
    cost: Fraction
    name: str = ""
    categories: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    district: str = ""

    @property
    def label(self) -> str:
        """The id, with the name where there is one."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` may go to the projects of one category, target or district."""

    kind: Literal["category", "target", "district"]
    name: str
    amount: Fraction

    def holds(self, project: Project) -> bool:
        """Whether this limit counts the cost of that project."""
        if self.kind == "district":
            return project.district == self.name
        return self.name in (project.categories if self.kind == "category" else project.targets)


@dataclass(frozen=True, eq=False)
class Instance:
    """Projects, budget and ballots. Make it with `Instance.of`, which checks everything.

    Voter `v` names the projects `chosen[starts[v]:starts[v + 1]]`, as places in `projects`: ascending, or from most
    to least liked in a ranking. `points` goes with `chosen` when ballots give points, as whole numbers after
    multiplying by `points_scale`; it is None otherwise. Who gives a project 0 points does not support it. `limits`
    cap what may be spent on a part of the projects.
    """

    projects: tuple[Project, ...]
    budget: Fraction
    kind: Kind
    voters: tuple[str, ...]
    starts: Integers
    chosen: npt.NDArray[np.int32]
    points: Integers | None = None
    points_scale: int = 1
    limits: tuple[Limit, ...] = ()

    @classmethod
    def of(
        cls,
        projects: Iterable[Project],
        budget: int | Fraction,
        ballots: Iterable[tuple[str, Sequence[Any]]],
        *,
        kind: Kind = "approval",
        limits: Iterable[Limit] = (),
    ) -> Instance:
        """Check and pack. A ballot is a voter's id with project ids; for scores with (project id, points) pairs.

        Raises BadProject, BadBudget, BadVote, UnknownLimit.
        """
        projects = tuple(projects)
        place = {project.id: at for at, project in enumerate(projects)}
        voters: list[str] = []
        lengths: list[int] = []
        chosen: list[int] = []
        points: list[Fraction] = []
        for voter, ballot in ballots:
            voters.append(voter)
            lengths.append(len(ballot))
            for item in ballot:
                name, worth = item if kind == "score" else (item, 1)
                if name not in place:
                    raise BadVote(voter=voter, wrong=f"there is no project {name!r}")
                chosen.append(place[name])
                points.append(_exact(worth, voter))
        return cls.packed(
            projects,
            budget,
            kind=kind,
            voters=voters,
            lengths=np.array(lengths, dtype=np.int64),
            chosen=np.array(chosen, dtype=np.int32),
            points=points if kind == "score" else None,
            limits=limits,
        )

    @classmethod
    def packed(
        cls,
        projects: Iterable[Project],
        budget: int | Fraction,
        *,
        kind: Kind,
        voters: Sequence[str],
        lengths: Integers,
        chosen: npt.NDArray[np.int32],
        points: Sequence[Fraction | int] | None = None,
        limits: Iterable[Limit] = (),
    ) -> Instance:
        """The same from arrays, for readers of large files: how many projects each voter names (`lengths`), and
        one after the other their places in `projects`, as given here. Raises as `of`.
        """
        given = tuple(projects)
        order = sorted(range(len(given)), key=lambda at: given[at].id)
        ordered = tuple(given[at] for at in order)
        _check_projects(ordered)
        _check_amount(budget, "The budget")
        _check_voters(voters)
        new = np.empty(len(order), dtype=np.int32)
        new[order] = np.arange(len(order), dtype=np.int32)
        starts = np.zeros(len(voters) + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        scale, whole = (1, None) if points is None else _whole(points, voters, starts)
        places, whole = _rows(new[chosen], starts, whole, kind, voters, len(ordered))
        instance = cls(ordered, Fraction(budget), kind, tuple(voters), starts, places, whole, scale)
        return instance.limited(limits)

    def limited(self, limits: Iterable[Limit]) -> Instance:
        """The same with other limits. Raises BadBudget, UnknownLimit."""
        limits = tuple(sorted(limits, key=lambda limit: (limit.kind, limit.name)))
        for limit in limits:
            _check_amount(limit.amount, f"The limit for {limit.name}")
            if not any(limit.holds(project) for project in self.projects):
                known = ", ".join(sorted(self._names(limit.kind))) or "none"
                raise UnknownLimit(kind=limit.kind, name=limit.name, known=known)
        return replace(self, limits=limits)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each project id in `projects`."""
        return {project.id: at for at, project in enumerate(self.projects)}

    @cached_property
    def by_project(self) -> tuple[Integers, Integers]:
        """The other way around: entry numbers of `chosen` sorted by project (stable), and where each begins."""
        small: Any = self.chosen.astype(np.uint16) if len(self.projects) < 1 << 16 else self.chosen
        entries = np.argsort(small, kind="stable")
        counts = np.bincount(self.chosen, minlength=len(self.projects))
        return entries, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def rows(self) -> npt.NDArray[np.int32]:
        """The voter of each entry of `chosen`."""
        return np.repeat(np.arange(len(self.voters), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def input_hash(self) -> str:
        """The hash of projects, budget, limits and ballots with their voters, whatever order they came in.

        A ballot is the line "0,2:voter" (approval), "2>0:voter" (ranking) or "0=5,2=1:voter" (points); numbers are
        places in the list of project ids in the header.
        """
        header = {
            "budget": self.budget,
            "kind": self.kind,
            "limits": [[limit.kind, limit.name, limit.amount] for limit in self.limits],
            "points_scale": self.points_scale,
            "projects": [
                [each.id, each.cost, each.name, each.categories, each.targets, each.district] for each in self.projects
            ],
        }
        return hash_of("waardeel budget 1", header, self._lines())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instance) and self.input_hash == other.input_hash

    def __hash__(self) -> int:
        return hash(self.input_hash)

    def _lines(self) -> Iterator[bytes]:
        names = [str(at) for at in range(len(self.projects))]
        between = ">" if self.kind == "ordinal" else ","
        starts = self.starts.tolist()
        step = 1 << 16
        for first in range(0, len(self.voters), step):  # in parts: lists of a million ballots are large
            last = min(first + step, len(self.voters))
            begin = starts[first]
            items = [names[at] for at in self.chosen[begin : starts[last]].tolist()]
            if self.points is not None:
                worth = self.points[begin : starts[last]].tolist()
                items = [f"{item}={each}" for item, each in zip(items, worth, strict=True)]
            for at in range(first, last):
                row = between.join(items[starts[at] - begin : starts[at + 1] - begin])
                yield f"{row}:{self.voters[at]}".encode()

    def _names(self, kind: str) -> set[str]:
        found: set[str] = set()
        for project in self.projects:
            named = {"category": project.categories, "target": project.targets, "district": (project.district,)}
            found.update(name for name in named[kind] if name)
        return found


def _exact(worth: object, voter: str) -> Fraction:
    if type(worth) not in (int, Fraction):
        raise BadVote(voter=voter, wrong=f"points must be exact numbers, not {worth!r}")
    return Fraction(cast(int, worth))


def _check_amount(amount: object, what: str) -> None:
    if not isinstance(amount, int | Fraction) or type(amount) is bool:
        raise BadBudget(what=what, amount=amount)
    if not 0 <= amount < LARGEST or amount.denominator > LARGEST:
        raise BadBudget(what=what, amount=str(amount)[:40])


def _check_projects(projects: Sequence[Project]) -> None:
    for before, project in zip((None, *projects), projects, strict=False):
        wrong = ""
        if not project.id or not project.id.isprintable() or len(project.id) > 200:
            wrong = "its id must be a text of 1 to 200 printable characters"
        elif before is not None and before.id == project.id:
            wrong = "another project has the same id"
        elif type(project.cost) not in (int, Fraction):
            wrong = f"its cost {project.cost!r} is not an exact amount"
        elif not 0 <= project.cost < LARGEST or project.cost.denominator > LARGEST:
            wrong = "its cost must be an amount of 0 or more, below 10^15"
        if wrong:
            raise BadProject(project=project.id[:80], wrong=wrong)


def _check_voters(voters: Sequence[str]) -> None:
    if len(set(voters)) != len(voters):
        seen: set[str] = set()
        twice = next(voter for voter in voters if voter in seen or seen.add(voter))  # type: ignore[func-returns-value]
        raise BadVote(voter=twice, wrong="there are two ballots of this voter")
    if not "".join(voters).isprintable():
        bad = next(voter for voter in voters if not voter.isprintable())
        raise BadVote(voter=bad, wrong="the id of a voter must be printable")


def _whole(points: Sequence[Fraction | int], voters: Sequence[str], starts: Integers) -> tuple[int, Integers]:
    """Points as whole numbers, and what they were multiplied by."""
    scale = 1
    for worth in set(points):
        scale = _common(scale, worth.denominator)
    most = MOST_POINTS // scale
    for at, worth in enumerate(points):
        if not 0 <= worth <= most or scale % worth.denominator:
            voter = voters[int(np.searchsorted(starts, at, side="right")) - 1]
            raise BadVote(voter=voter, wrong=f"points must be from 0 to {most}, with few decimals")
    return scale, np.array([int(worth * scale) for worth in points], dtype=np.int64)


def _common(scale: int, denominator: int) -> int:
    return min(math.lcm(scale, denominator), MOST_POINTS)


def _rows(
    chosen: npt.NDArray[np.int32],
    starts: Integers,
    points: Integers | None,
    kind: Kind,
    voters: Sequence[str],
    count: int,
) -> tuple[npt.NDArray[np.int32], Integers | None]:
    """The entries of every ballot in their one order. Raises BadVote."""
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    keys = rows * max(count, 1) + chosen
    order = None if points is None else np.argsort(keys, kind="stable")
    ordered = np.sort(keys) if order is None else keys[order]
    twice = np.flatnonzero(ordered[1:] == ordered[:-1])
    if twice.size:
        voter = voters[int(ordered[twice[0]] // count)]
        raise BadVote(voter=voter, wrong="it names a project twice")
    if kind == "ordinal":
        return np.ascontiguousarray(chosen, dtype=np.int32), points
    places = (ordered % max(count, 1)).astype(np.int32)
    if points is None or order is None:
        return places, None
    return places, points[order]
