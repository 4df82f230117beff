"""Sequential Phragmén for budgets: everybody earns money at the same speed, and a group buys as soon as it can.

A project is bought at the moment its supporters together hold its cost; then their money is gone and they start
again from nothing. `loads` are moments: a voter whose money ran out at moment x holds t - x at moment t.

Source: M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations: Towards a Systematization", IJCAI 2022;
E. Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation proportionnelle des
partis" (1894). A ranking or points count as approval of every project that gets points.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from waardeel.methods.budgeting.count import HALF_ULP, NEVER, Count
from waardeel.methods.budgeting.greedy import OVER_LIMIT, Lost, over_limit
from waardeel.methods.budgeting.instance import Instance
from waardeel.methods.budgeting.outcome import Allocation, Ledger, closed, opened, spoken
from waardeel.methods.budgeting.support import ENTRY, supported
from waardeel.methods.result import Tie, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

NAME, VERSION = "phragmen", "1"

BOUGHT = sentence(
    "phragmen.bought",
    nl="Als elke kiezer {received} heeft gekregen, kunnen de {votes} kiezers van {label} samen {cost} betalen.",
    fr="Quand chaque votant a reçu {received}, les {votes} soutiens de {label} peuvent payer {cost} ensemble.",
    en="When every voter has received {received}, the {votes} supporters of {label} can pay {cost} together.",
)
STOPPED = sentence(
    "phragmen.stopped",
    nl="Nu is {label} aan de beurt, voor {cost}. Er is nog {rest}, dus het tellen stopt.",
    fr="C'est au tour de {label}, pour {cost}. Il ne reste que {rest} : le calcul s'arrête.",
    en="Now {label} could be bought, for {cost}. Only {rest} is left, so the count stops.",
)
NOT_REACHED = sentence(
    "phragmen.not-reached",
    nl="{label} is niet gekozen: het kost {cost} en kwam niet meer aan de beurt. Er was nog {rest}.",
    fr="{label} n'est pas retenu : il coûte {cost} et son tour n'est pas venu. Il restait {rest}.",
    en="{label} is not chosen: it costs {cost} and its turn did not come. {rest} was left.",
)
OVERSPEND = Option(
    "overspend",
    str,
    "stop",
    Text(
        nl="als het volgende project te duur is: stoppen, of het overslaan",
        fr="quand le projet suivant dépasse le budget : arrêter, ou le sauter",
        en="when the next project is too dear: stop, or skip it",
    ),
    choices=("stop", "skip"),
)


class Loads:
    """The moments at which projects can be bought: quick in floats, exact where it matters (as in `count`).

    A load is a mean of earlier loads and a cost, so errors of floats only add up. Exactly, the loads of a group are
    a sum of the moments at which its members last paid, minus what they had at the start.
    """

    def __init__(self, ledger: Ledger, start: Count | None) -> None:
        voters = len(ledger.support.instance.voters)
        self.support, self.start = ledger.support, start
        self.loads = np.zeros(voters) if start is None else -start.money
        self.last = np.full(voters, -1, dtype=np.int64)
        self.error = 0.0 if start is None else start.error
        self.moments: list[Fraction] = []
        self.bound = dict.fromkeys(range(len(ledger.support.cost)), -np.inf)

    def next(self, projects: list[int]) -> tuple[Fraction, list[int]]:
        """The earliest moment at which one of the projects can be bought, and all that can be bought then."""
        best, found = np.inf, []
        for at in sorted(projects, key=self.bound.__getitem__):
            if self.bound[at] > best:
                break
            moment, error = self._moment(at)
            self.bound[at] = max(self.bound[at], moment - error)
            best = min(best, moment + error)
            found.append((moment - error, at))
        exact = {at: self._exactly(at) for low, at in found if low <= best}
        earliest = min(exact.values())
        return earliest, [at for at, moment in exact.items() if moment == earliest]

    def buy(self, project: int, moment: Fraction) -> None:
        voters = self.support.voters[project]
        _, error = self._moment(project)
        self.error = max(self.error, error)
        self.loads[voters] = float(moment)
        self.last[voters] = len(self.moments)
        self.moments.append(moment)

    def _moment(self, project: int) -> tuple[float, float]:
        loads = self.loads[self.support.voters[project]]
        count, cost = len(loads), float(self.support.cost_floats[project])
        moment = (cost + float(loads.sum())) / count
        size = cost + (float(loads.sum()) if self.start is None else float(np.abs(loads).sum()))
        return moment, self.error + (count + 32) * HALF_ULP * (size / count + abs(moment))

    def _exactly(self, project: int) -> Fraction:
        voters = self.support.voters[project]
        last = self.last[voters]
        times = np.bincount(last + 1, minlength=len(self.moments) + 1).tolist()
        total = self.support.cost[project]
        for moment, count in zip(self.moments, times[1:], strict=True):
            if count:
                total += moment * count
        if self.start is not None and times[0]:
            fresh = voters[last < 0]
            total -= self.start.held(fresh[self.start.spent[fresh] == NEVER])
        return total / len(voters)


def extend(ledger: Ledger, ties: list[Tie], *, overspend: str, start: Count | None = None, by: str = NAME) -> Lost:
    """Buy project after project; with `start`, voters begin with what that count left them. Raises NoLot."""
    support, budget = ledger.support, ledger.support.instance.budget
    loads = Loads(ledger, start)
    left = [at for at in ledger.candidates() if support.cost[at] <= budget]
    lost: Lost = {}
    while True:
        if overspend == "skip":
            left = [at for at in left if support.cost[at] <= ledger.rest]
        if not left:
            break
        moment, equal = loads.next(left)
        dear = [at for at in equal if support.cost[at] > ledger.rest]
        if dear:
            ledger.steps.append(STOPPED(**ledger.facts(dear[0]), label=ledger.label(dear[0]), rest=ledger.rest))
            break
        chosen = equal[0]
        if len(equal) > 1:
            chosen, tie = support.order.first(equal)
            ties.append(tie)
        loads.buy(chosen, moment)
        ledger.room.take(chosen)
        ledger.buy(chosen, by, moment=moment)
        ledger.steps.append(
            BOUGHT(**ledger.facts(chosen), label=ledger.label(chosen), moment=moment, received=spoken(moment))
        )
        left = [at for at in left if at != chosen and ledger.room.fits(at)]
    for at in ledger.candidates():
        about = {**ledger.facts(at), "label": ledger.label(at)}
        lost[at] = ("not-reached", {"rest": ledger.rest}, NOT_REACHED(**about, rest=ledger.rest))
    for at in over_limit(ledger):
        lost[at] = ("over-limit", {}, OVER_LIMIT(**ledger.facts(at), label=ledger.label(at)))
    return lost


def _run(instance: Instance, *, overspend: str, **options: Any) -> Allocation:
    support = supported(instance, utilities="cardinality", **options)
    ledger = opened(support, options["minimum_votes"])
    ties: list[Tie] = []
    lost = extend(ledger, ties, overspend=overspend)
    options = {**options, "overspend": overspend}
    return closed(ledger, rule=NAME, version=VERSION, options=options, ties=ties, lost=lost)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(nl="Phragmén, stap voor stap", fr="Phragmén séquentiel", en="Sequential Phragmén"),
    summary=Text(
        nl="Iedereen krijgt steeds evenveel geld erbij. Zodra de kiezers van een project samen genoeg hebben, wordt "
        "het gekocht en is hun geld op.",
        fr="Chacun reçoit de l'argent au même rythme. Dès que les soutiens d'un projet en ont assez ensemble, il est "
        "acheté et leur argent est dépensé.",
        en="Everybody receives money at the same speed. As soon as the supporters of a project hold enough "
        "together, it is bought and their money is gone.",
    ),
    sources=(
        "M. Los, Z. Christoff, D. Grossi: Proportional Budget Allocations: Towards a Systematization, IJCAI 2022",
        "E. Phragmén (1894)",
    ),
    takes=Instance,
    run=_run,
    options=(OVERSPEND, *ENTRY),
)
