"""What the budgeting rules have in common in their results: what was bought how, who left before, who lost and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.count import Count
from waardeel.methods.budgeting.limits import Room
from waardeel.methods.budgeting.support import Support
from waardeel.methods.exact import rounded
from waardeel.methods.result import Result, Step, sentence

TOO_FEW = sentence(
    "budgeting.too-few-votes",
    nl="{label} doet niet mee: {votes} {votes:|stem|stemmen}, en {minimum} {minimum:|is|zijn} nodig.",
    fr="{label} est écarté : {votes} {votes:|voix|voix}, alors qu'il en faut {minimum}.",
    en="{label} leaves before the count: {votes} {votes:|vote|votes}, and {minimum} {minimum:|is|are} needed.",
)
FREE = sentence(
    "budgeting.free",
    nl="{label} kost niets en wordt meteen gekozen.",
    fr="{label} ne coûte rien et est retenu d'emblée.",
    en="{label} costs nothing and is chosen at once.",
)
NO_SUPPORT = sentence(
    "budgeting.no-support",
    nl="{label} is niet gekozen: niemand stemde ervoor.",
    fr="{label} n'est pas retenu : personne n'a voté pour lui.",
    en="{label} is not chosen: nobody voted for it.",
)
LEFT_OVER = sentence(
    "budgeting.left-over",
    nl="Er is {spent} van {budget} besteed. {rest} blijft over.",
    fr="{spent} sur {budget} sont dépensés. Il reste {rest}.",
    en="{spent} of {budget} is spent. {rest} is left over.",
)


@dataclass(frozen=True)
class Allocation(Result):
    """A result in money. Facts: `budget`, `cost` (spent), `voters` (n), `bought` (for each winner: project, cost,
    votes, `by` the part of the rule that bought it, and what that part adds), `lost` (for each other project: cost,
    votes and `why`) and what the rule adds.

    With Equal Shares, `paid` tells who paid what.
    """

    count: Count | None = field(default=None, repr=False, compare=False)

    @property
    def cost(self) -> Fraction:
        """What the winners cost together."""
        return Fraction(self.facts["cost"])

    def paid(self, project: str) -> Mapping[str, Fraction]:
        """What each supporter paid for a project bought with equal shares, by voter id; exact, worked out now.

        Empty for projects that were bought otherwise, or not at all.
        """
        count = self.count
        if count is None:
            return {}
        instance = count.support.instance
        at = instance.place.get(project, -1)
        if at not in count.winners:
            return {}
        turn = count.winners.index(at)
        price = count.prices()[turn]
        voters = count.support.voters[at]
        given = count.support.points[at]
        points = [1] * len(voters) if given is None else given.tolist()
        found: dict[str, Fraction] = {}
        for voter, each, spent in zip(voters.tolist(), points, count.spent[voters].tolist(), strict=True):
            if spent > turn:
                found[instance.voters[voter]] = price * each
            elif spent == turn:
                found[instance.voters[voter]] = count.money_of(voter, before=turn)
        return found

    def paid_by_groups(self, groups: npt.NDArray[np.int64]) -> dict[str, list[Fraction]]:
        """What each group of voters paid together for each project bought with equal shares, exactly.

        `groups` holds a number from 0 for each voter, in the order of `Instance.voters`.
        """
        count = self.count
        found: dict[str, list[Fraction]] = {}
        if count is None:
            return found
        number = int(groups.max(initial=-1)) + 1
        for turn, at in enumerate(count.winners):
            voters, given = count.support.voters[at], count.given(at)
            spent = count.spent[voters]
            full, last = spent > turn, voters[spent == turn]
            points = np.bincount(groups[voters[full]], given[full], number).astype(np.int64)
            price = count.prices()[turn]
            found[count.support.instance.projects[at].id] = [
                price * int(points[group]) + count.held(last[groups[last] == group], before=turn)
                for group in range(number)
            ]
        return found

    def left_with(self, voter: str) -> Fraction:
        """What is left of a voter's share; 0 for rules without shares."""
        if self.count is None:
            return Fraction(0)
        return self.count.money_of(self.count.support.instance.voters.index(voter))


@dataclass
class Ledger:
    """An allocation while it is being made."""

    support: Support
    room: Room
    winners: list[int] = field(default_factory=list)
    bought: list[dict[str, Any]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def spent(self) -> Fraction:
        return self.support.total(self.winners)

    @property
    def rest(self) -> Fraction:
        return self.support.instance.budget - self.spent

    def label(self, project: int) -> str:
        return self.support.instance.projects[project].label

    def facts(self, project: int) -> dict[str, Any]:
        """What is said of a project everywhere."""
        return {
            "project": self.support.instance.projects[project].id,
            "cost": self.support.cost[project],
            "votes": self.support.votes[project],
        }

    def buy(self, project: int, by: str, **more: Any) -> None:
        """Write down a winner."""
        self.winners.append(project)
        self.bought.append({**self.facts(project), "by": by, **more})

    def candidates(self) -> list[int]:
        """Projects that may still be bought: they take part, have support and fit under their limits."""
        taken = set(self.winners)
        return [
            at
            for at in self.support.entrants
            if at not in taken and self.support.total_points[at] and self.room.fits(at)
        ]


def opened(support: Support, minimum_votes: int) -> Ledger:
    """A ledger after the start that all rules share: who leaves before the count, and what is free."""
    ledger = Ledger(support, Room(support.instance))
    for at in support.excluded:
        ledger.steps.append(TOO_FEW(**ledger.facts(at), label=ledger.label(at), minimum=minimum_votes))
    for at in ledger.candidates():
        if support.cost[at] == 0:
            ledger.buy(at, "free")
            ledger.steps.append(FREE(**ledger.facts(at), label=ledger.label(at)))
    return ledger


def closed(
    ledger: Ledger,
    *,
    rule: str,
    version: str,
    options: Mapping[str, Any],
    ties: Sequence[Any],
    lost: Mapping[int, tuple[str, Mapping[str, Any], Step]],
    count: Count | None = None,
    **facts: Any,
) -> Allocation:
    """The result. `lost` says for each loser that took part and has support: why in one word, with what, as a step."""
    support, instance = ledger.support, ledger.support.instance
    out = set(support.excluded)
    losers: list[dict[str, Any]] = []
    for at in range(len(support.cost)):
        if at in ledger.winners:
            continue
        if at in out:
            why: tuple[str, Mapping[str, Any], Step | None] = ("too-few-votes", {}, None)
        elif at in lost:
            why = lost[at]
        else:
            why = ("no-support", {}, NO_SUPPORT(**ledger.facts(at), label=ledger.label(at)))
        losers.append({**ledger.facts(at), "why": why[0], **why[1]})
        if why[2] is not None:
            ledger.steps.append(why[2])
    ledger.steps.append(LEFT_OVER(spent=ledger.spent, budget=instance.budget, rest=ledger.rest))
    return Allocation(
        family="budgeting",
        rule=rule,
        version=version,
        winners=tuple(support.ids(ledger.winners)),
        input_hash=instance.input_hash,
        steps=tuple(ledger.steps),
        ties=tuple(ties),
        options=options,
        facts={
            "budget": instance.budget,
            "cost": ledger.spent,
            "voters": support.voter_count,
            "bought": ledger.bought,
            "lost": losers,
            **facts,
        },
        count=count,
    )


def spoken(amount: Fraction) -> int | Decimal:
    """An amount as it is said in a sentence: to the hundredth, or to the millionth when it is very small.

    The exact amount stands in the facts of the step under its own name.
    """
    if amount.denominator == 1:
        return int(amount)
    return rounded(amount, 2 if abs(amount) >= Fraction(1, 10) else 6)


def payers(count: Count, turn: int) -> dict[str, Any]:
    """Who paid for the winner of a round: how many in full, how many with their last money, and how much that was."""
    project = count.winners[turn]
    voters = count.support.voters[project]
    spent = count.spent[voters]
    with_rest = voters[spent == turn]
    return {
        "price": count.prices()[turn],
        "in_full": int(np.count_nonzero(spent > turn)),
        "with_rest": int(with_rest.size),
        "paid_with_rest": count.held(with_rest, before=turn),
    }
