"""Who supports which project and how strongly, once the rules of entry have been applied.

Projects under the minimum of votes leave here, before anything is counted; so do voters who do not count as
somebody to share with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.instance import Instance, Integers
from waardeel.methods.budgeting.ties import TIES, TieOrder
from waardeel.methods.errors import NoAnswer
from waardeel.methods.lot_options import LOTS, lots_of
from waardeel.methods.rule import Option
from waardeel.methods.words import Text

UTILITIES = Option(
    "utilities",
    str,
    "cost",
    Text(
        nl="wat een gekozen project een kiezer oplevert: zijn kosten, of 1; maal de punten die de kiezer gaf",
        fr="ce qu'un projet retenu apporte à un votant : son coût, ou 1 ; multiplié par les points donnés",
        en="what a chosen project is worth to a voter: its cost, or 1; times the points that the voter gave",
    ),
    choices=("cost", "cardinality"),
)
MINIMUM_VOTES = Option(
    "minimum_votes",
    int,
    0,
    Text(
        nl="projecten met minder kiezers doen niet mee",
        fr="les projets soutenus par moins de votants sont écartés avant le calcul",
        en="projects with fewer voters leave before the count",
    ),
    least=0,
)
VOTERS = Option(
    "voters",
    str,
    "all",
    Text(
        nl="wie een deel van het geld krijgt: iedereen die stemde, wie iets koos, of wie iets koos dat meedoet",
        fr="qui reçoit une part : tous les bulletins, les bulletins non vides, ou ceux qui nomment un projet admis",
        en="who gets a share: every ballot, ballots that name something, or ballots with a project that takes part",
    ),
    choices=("all", "nonempty", "eligible"),
)
LAST_RANK = Option(
    "last_rank",
    int,
    1,
    Text(
        nl="punten voor het laatst genoemde project bij een rangorde; elke plaats hoger is 1 punt meer",
        fr="points du dernier projet cité dans un classement ; chaque rang au-dessus vaut un point de plus",
        en="points for the project named last in a ranking; each place higher is one point more",
    ),
    least=0,
)
#: What every budgeting rule takes.
ENTRY: tuple[Option, ...] = (MINIMUM_VOTES, VOTERS, LAST_RANK, TIES, *LOTS)


class NobodyVoted(NoAnswer):
    """A budget that nobody decides on."""

    text = "No ballot counts, so there is nobody to share the budget of %(budget)s among."


@dataclass(frozen=True, slots=True)
class Flat:
    """Supporters project by project: those of `p` stand from `begin[p]` to before `begin[p + 1]`.

    `points` is empty when every supporter gives one.
    """

    begin: Integers
    voters: Integers
    points: Integers


@dataclass(frozen=True, eq=False)
class Support:
    """The counted part of an instance, project by project.

    `voters[p]` are the places of the voters who give project `p` points, `points[p]` how many (None: 1 each), and
    `factor[p]` what one point is worth: the cost of the project, or 1. `entrants` are the projects that take part,
    `excluded` those with too few votes; `voter_count` is the n among whom the budget is shared. `worth` holds the
    points of every entry of the instance.
    """

    instance: Instance
    cost: tuple[Fraction, ...]
    factor: tuple[Fraction, ...]
    voters: tuple[npt.NDArray[np.int64], ...]
    points: tuple[Integers | None, ...]
    votes: tuple[int, ...]
    total_points: tuple[int, ...]
    entrants: tuple[int, ...]
    excluded: tuple[int, ...]
    voter_count: int
    order: TieOrder
    worth: Integers | None = field(repr=False)
    cost_floats: npt.NDArray[np.float64] = field(repr=False)
    factor_floats: npt.NDArray[np.float64] = field(repr=False)

    @cached_property
    def flat(self) -> Flat:
        """Supporters and points of all projects in one array each, for compiled code."""
        lengths = [len(each) for each in self.voters]
        points = [each for each in self.points if each is not None]
        return Flat(
            begin=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            voters=np.concatenate([*self.voters, np.zeros(0, dtype=np.int64)]).astype(np.int64),
            points=np.concatenate([*points, np.zeros(0, dtype=np.int64)]).astype(np.int64),
        )

    @cached_property
    def floor(self) -> npt.NDArray[np.float64]:
        """Below which no price per worth can ever be: equal parts among all supporters, a little rounded down."""
        with np.errstate(divide="ignore", invalid="ignore"):
            even = self.cost_floats / np.array(self.total_points, dtype=np.float64) / self.factor_floats
        return np.asarray(even * (1 - 2.0**-50))

    @cached_property
    def whole_costs(self) -> tuple[int, ...]:
        """Costs as whole numbers of one small coin, of which the last is what one unit of money is worth."""
        coins = math.lcm(*(each.denominator for each in self.cost), self.instance.budget.denominator)
        return (*(int(each * coins) for each in self.cost), coins)

    def total(self, projects: Iterable[int]) -> Fraction:
        """What these projects cost together."""
        coins = self.whole_costs
        return Fraction(sum(coins[at] for at in projects), coins[-1])

    def given_by(self, voters: npt.NDArray[np.int64]) -> Integers:
        """How many points these voters gave each project together, by place of the project."""
        starts = self.instance.starts
        lengths = starts[voters + 1] - starts[voters]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        entries = np.arange(total) + np.repeat(starts[voters] - ends + lengths, lengths)
        worth = None if self.worth is None else self.worth[entries]
        # As floats these sums are exact: they stay far below 2^53.
        return np.bincount(self.instance.chosen[entries], worth, len(self.cost)).astype(np.int64)

    def score(self, project: int) -> Fraction:
        """What the project is worth to all its voters together."""
        return self.factor[project] * self.total_points[project]

    def ids(self, projects: list[int] | tuple[int, ...]) -> list[str]:
        return [self.instance.projects[at].id for at in projects]


def supported(
    instance: Instance,
    *,
    utilities: str,
    minimum_votes: int,
    voters: str,
    last_rank: int,
    ties: str,
    lots_seed: str | None,
    lots: str | None,
) -> Support:
    """Apply the rules of entry. Raises NobodyVoted, TwoLots, LotMissing."""
    cost = tuple(Fraction(project.cost) for project in instance.projects)
    worth = _points(instance, last_rank)
    entries, begin = instance.by_project
    rows = instance.rows[entries]
    columns: list[npt.NDArray[np.int64]] = []
    points: list[Integers | None] = []
    for at in range(len(cost)):
        column = rows[begin[at] : begin[at + 1]].astype(np.intp)
        given = None if worth is None else worth[entries[begin[at] : begin[at + 1]]]
        if given is not None and not given.all():
            column, given = column[given > 0], given[given > 0]
        columns.append(column)
        points.append(given)
    votes = tuple(len(column) for column in columns)
    excluded = tuple(at for at in range(len(cost)) if votes[at] < minimum_votes)
    out = set(excluded)
    ids = [project.id for project in instance.projects]
    count = _voter_count(instance, voters, out)
    if not count:
        raise NobodyVoted(budget=instance.budget)
    return Support(
        instance=instance,
        cost=cost,
        factor=cost if utilities == "cost" else (Fraction(1),) * len(cost),
        voters=tuple(columns),
        points=tuple(points),
        votes=votes,
        total_points=tuple(votes[at] if each is None else int(each.sum()) for at, each in enumerate(points)),
        entrants=tuple(at for at in range(len(cost)) if at not in out),
        excluded=excluded,
        voter_count=count,
        order=TieOrder(ids, cost, votes, lots_of(ids, lots_seed, lots), ties),
        worth=worth,
        cost_floats=np.array([float(each) for each in cost]),
        factor_floats=np.array([float(each) if utilities == "cost" else 1.0 for each in cost]),
    )


def _points(instance: Instance, last_rank: int) -> Integers | None:
    if instance.kind == "ordinal":
        ends = np.repeat(instance.starts[1:], np.diff(instance.starts))
        return ends - np.arange(len(instance.chosen)) - 1 + last_rank
    return instance.points


def _voter_count(instance: Instance, voters: str, out: set[int]) -> int:
    if voters == "all":
        return len(instance.voters)
    if voters == "nonempty" or not out:
        return int(np.count_nonzero(np.diff(instance.starts)))
    names_one_left = ~np.isin(instance.chosen, list(out))
    return int(np.count_nonzero(np.bincount(instance.rows[names_one_left])))
