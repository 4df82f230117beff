"""Two outcomes of one budget side by side: who is better off with which, who gets nothing, where the money goes.

Source of the measures: https://equalshares.net/implementation/comparison/; the exclusion ratio of M. Lackner, J. Maly,
S. Rey, "Fairness in Long-Term Participatory Budgeting", IJCAI 2021.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.instance import Instance


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What one outcome gives the voters. All means are over every ballot of the instance.

    `with_none` are voters none of whose projects was chosen; `exclusion` is their part of all voters. `by_part` says
    what goes to the projects of each category, target and district ("category", "sport"); a project with two
    categories counts whole in both.
    """

    winners: tuple[str, ...]
    cost: Fraction
    mean_projects: Fraction
    mean_money: Fraction
    with_none: int
    exclusion: Fraction
    by_part: Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two outcomes, and how many voters have more chosen projects of theirs with the one or the other, or as many.

    `richer` counts the same by the cost of those projects.
    """

    first: Satisfaction
    second: Satisfaction
    happier: tuple[int, int, int]
    richer: tuple[int, int, int]


def compared(instance: Instance, first: Collection[str], second: Collection[str]) -> Comparison:
    """Compare two sets of project ids. Raises KeyError for an id that is no project."""
    counts, amounts = zip(*(_worth(instance, winners) for winners in (first, second)), strict=True)
    return Comparison(
        _satisfaction(instance, first, counts[0], amounts[0]),
        _satisfaction(instance, second, counts[1], amounts[1]),
        _more(*counts),
        _more(*amounts),
    )


def _worth(instance: Instance, winners: Collection[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """For each voter: how many of their projects were chosen, and what those cost."""
    chosen = np.zeros(len(instance.projects), dtype=bool)
    chosen[[instance.place[name] for name in winners]] = True
    supported = chosen[instance.chosen]
    if instance.points is not None:
        supported &= instance.points > 0
    rows = instance.rows[supported]
    counts = np.bincount(rows, minlength=len(instance.voters)).astype(np.int64)
    costs = np.array([Fraction(project.cost) for project in instance.projects], dtype=object)
    amounts = np.zeros(len(instance.voters), dtype=object)
    np.add.at(amounts, rows, costs[instance.chosen[supported]])
    return counts, amounts


def _satisfaction(
    instance: Instance,
    winners: Collection[str],
    counts: npt.NDArray[np.int64],
    amounts: npt.NDArray[np.object_],
) -> Satisfaction:
    voters = max(len(instance.voters), 1)
    by_part: dict[tuple[str, str], Fraction] = {}
    for name in winners:
        project = instance.projects[instance.place[name]]
        parts = [("category", each) for each in project.categories] + [("target", each) for each in project.targets]
        for part in [*parts, *([("district", project.district)] if project.district else [])]:
            by_part[part] = by_part.get(part, Fraction(0)) + project.cost
    none = int(np.count_nonzero(counts == 0))
    return Satisfaction(
        winners=tuple(sorted(winners)),
        cost=sum((Fraction(instance.projects[instance.place[name]].cost) for name in winners), Fraction(0)),
        mean_projects=Fraction(int(counts.sum()), voters),
        mean_money=Fraction(amounts.sum()) / voters,
        with_none=none,
        exclusion=Fraction(none, voters),
        by_part=dict(sorted(by_part.items())),
    )


def _more(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> tuple[int, int, int]:
    """(more with the first, more with the second, equal)."""
    return int((first > second).sum()), int((second > first).sum()), int((first == second).sum())
