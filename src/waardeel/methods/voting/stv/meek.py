"""Meek's method: everyone elected keeps the same part of every vote that reaches them, and the quota follows.

Two texts are followed to the last digit. `variant="new-zealand"` (standard) is the one of New Zealand's councils;
where practice is known to differ from the regulation, practice is followed (each candidate keeps a part rounded up, the
rest goes on; the first count may already exclude). `variant="prf"` is the reference rule of the Proportional
Representation Foundation. Both count in 9 decimals.

Source: B. L. Meek (1969); I. D. Hill, B. A. Wichmann, D. R. Woodall, "Algorithm 123: Single transferable vote by Meek's
method", The Computer Journal 30 (1987), 277-281; Local Electoral Regulations 2001 (New Zealand), schedule 1A.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Index, Rankings, Weight
from waardeel.methods.voting.common import SEATS
from waardeel.methods.voting.equal import Strict
from waardeel.methods.voting.equal import papers as papers_of
from waardeel.methods.voting.stv import words
from waardeel.methods.voting.stv.count import Count, Number, Stage
from waardeel.methods.voting.stv.groups import GROUPS, groups_of
from waardeel.methods.voting.stv.piles import Piles
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "meek", "1"


@dataclass(frozen=True, slots=True)
class Variant:
    """Where the two texts differ.

    `tolerance_places`: votes are close enough when all surpluses together are below 10^-tolerance_places.
    `sure_losers`: the last is excluded as soon as the surpluses cannot save them (clause 13).
    `within_surplus`: whoever is within the surplus of the last is tied with the last (procedure T); else only who has
    equally few. `lookback`: where a tie is looked up first (clause 40: ahead at first difference).
    `at_once`: an iteration may elect, exclude and set new keep values; else the papers are first distributed again.
    """

    tolerance_places: int
    sure_losers: bool
    within_surplus: bool
    lookback: str
    at_once: bool


VARIANTS = {
    "new-zealand": Variant(4, sure_losers=True, within_surplus=False, lookback="first", at_once=True),
    "prf": Variant(6, sure_losers=False, within_surplus=True, lookback="none", at_once=False),
}


class Meek:
    """A Meek count. `keep` holds the part (in units) that each candidate keeps of a vote that reaches them.

    A paper passes the elected who stand on it one by one and ends with somebody who is still standing, who keeps all
    that is left. So papers are piled by who keeps the rest, and within a pile by the elected they pass, their route:
    an iteration goes over those few routes and not over the papers.
    """

    def __init__(self, count: Count, orders: NDArray[Any], weights: Sequence[Weight], variant: Variant) -> None:
        self.count, self.variant = count, variant
        self.piles = Piles(orders, weights, len(count.names), first=())
        self.keep = [count.unit] * len(count.names)
        self.open_to = [True] * len(count.names)  # who may still get papers: the standing and the elected
        self.nobody = len(count.names)
        #: Weight by who keeps the rest (`nobody`: the paper is exhausted) and route.
        self.routes: dict[tuple[Index, Strict], Weight] = {}

    def run(self) -> None:
        """Count until every seat is filled."""
        count, variant = self.count, self.variant
        self._deal()
        stage: Stage | None = None
        last_surplus: Number | None = None
        while True:
            self._distribute()
            stage = self._noted(stage)
            said = len(count.steps)
            elected = count.elect_reached()
            if count.finished():
                self._say_iterations(stage, said)
                return
            for at in elected:
                self._release(at, (at,))
            surplus = max(sum(count.votes[at] - count.quota for at in count.elected), 0)
            loser = None if elected and not variant.at_once else self._loser(surplus, last_surplus)
            last_surplus = surplus
            event = bool(elected) or loser is not None
            if variant.at_once or not event:
                self._update_keep()
            if loser is not None:
                self._exclude(loser, stage)
            if event:
                self._say_iterations(stage, said)
                stage = last_surplus = None

    # ---- papers

    def _deal(self) -> None:
        for last, weight in enumerate(self.piles.dealt()):
            if weight:
                self.routes[last, ()] = weight

    def _release(self, at: Index, passed: Strict) -> None:
        """The papers that ended with `at` go on: past them when elected, without them when excluded.

        Papers that come to somebody elected pass them too, and go on.
        """
        for route in [route for last, route in self.routes if last == at]:
            del self.routes[at, route]
        passing = set()
        for old, weights in self.piles.onward(at, self.open_to, lambda route: route + passed):
            for to, weight in enumerate(weights):
                if weight and (to == self.nobody or self.count.standing[to]):
                    place = to, old + passed
                    self.routes[place] = self.routes.get(place, 0) + weight
                elif weight:
                    passing.add(to)
        for to in sorted(passing):
            self._release(to, (to,))

    # ---- one iteration

    def _distribute(self) -> None:
        """Each candidate's votes with the keep values as they stand; the quota follows (clauses 10 and 5)."""
        count = self.count
        votes: list[Number] = [0] * len(count.names)
        count.exhausted = 0
        for (last, route), weight in self.routes.items():
            kept, left = shares(count.unit, [self.keep[at] for at in route])
            for at, part in zip(route, kept, strict=True):
                votes[at] += part * weight
            if last == self.nobody:
                count.exhausted += left * weight
            else:
                votes[last] += left * weight
        count.votes = votes
        count.quota = sum(votes) // (count.seats + 1) + 1

    def _update_keep(self) -> None:
        """The new keep value of each elected: the old one x quota / votes, both steps rounded up (clause 17)."""
        unit = self.count.unit
        for at in self.count.elected:
            part = _up(self.keep[at] * self.count.quota, unit)
            self.keep[at] = min(_up(part * unit, self.count.votes[at]), unit)

    def _loser(self, surplus: Number, last_surplus: Number | None) -> Index | None:
        """Whom to exclude now, or None where another iteration may still save them (clause 13)."""
        count, variant = self.count, self.variant
        if doomed := count.doomed:
            return min(doomed, key=lambda at: (count.votes[at], at))
        if variant.sure_losers:
            fewest, *others = sorted(count.votes[at] for at in count.missable())
            if all(fewest + surplus < votes for votes in others[:1]):
                return count.last()
        close = surplus < count.unit // 10**variant.tolerance_places
        if close or (last_surplus is not None and surplus >= last_surplus):
            return count.last(within=surplus if variant.within_surplus else 0)
        return None

    def _exclude(self, at: Index, stage: Stage) -> None:
        count = self.count
        said = words.DOOMED if at in count.doomed else words.MEEK_EXCLUDED
        count.say(said, name=count.names[at], votes=count.amount(count.votes[at]))
        count.exclude(at)
        stage.excluded.append(at)
        self.open_to[at] = False
        self._release(at, ())

    # ---- the record

    def _noted(self, stage: Stage | None) -> Stage:
        """The stage with the votes of this iteration."""
        count = self.count
        if stage is None:
            first = not count.stages
            stage = count.stage("first" if first else "iteration")
            if first:
                count.say(words.FIRST, valid=count.valid, seats=count.seats, quota=count.amount(count.quota))
                count.blank()
        else:
            count.remember()
        before = count.stages[-2].votes if len(count.stages) > 1 else [0] * len(count.names)
        stage.votes, stage.quota, stage.exhausted = list(count.votes), count.quota, count.exhausted
        stage.moved = [
            (at, now - then) for at, (then, now) in enumerate(zip(before, count.votes, strict=True)) if now != then
        ]
        stage.more["iterations"] = stage.more.get("iterations", 0) + 1
        stage.more["keep"] = count.amounts((at, self.keep[at]) for at in sorted(count.elected))
        return stage

    def _say_iterations(self, stage: Stage, at: int) -> None:
        """Say before what a stage decided how it was counted."""
        if stage.what == "iteration":
            count = self.count
            step = words.ITERATED(
                stage=len(count.stages),
                iterations=stage.more["iterations"],
                quota=count.amount(stage.quota),
                exhausted=count.amount(stage.exhausted),
            )
            count.steps.insert(at, step)


def shares(unit: int, keep: Sequence[int]) -> tuple[list[int], int]:
    """What each of the elected on a paper keeps of one vote, and what goes on; both in units.

    Each keeps their part of what is left, rounded up; the rest goes on, so that a paper never counts for more than
    one vote. With keep values that leave 0.308948430 and 0.059775757, 0.018467626 goes on, as in Dunedin's Cargill
    Ward in 2004.
    """
    left = unit
    kept = []
    for part in keep:
        kept.append(_up(left * part, unit))
        left -= kept[-1]
    return kept, left


def _up(numerator: Number, denominator: Number) -> int:
    """The quotient rounded up to a whole number."""
    return -int(-numerator // denominator)


def run(
    rankings: Rankings,
    *,
    seats: int,
    variant: str,
    decimals: int,
    groups: str | None,
    lots_seed: str | None,
    lots: str | None,
) -> Result:
    """Count. Raises TooManySeats, NoValidBallots, TooManyEqual, BadGroups, GroupsImpossible, NoLot, LotMissing,
    TwoLots.
    """
    papers, weights = papers_of(rankings)
    chosen = VARIANTS[variant]
    count = Count(
        rankings,
        weights,
        seats,
        lots=lots_of(rankings.candidates, lots_seed, lots),
        ties=chosen.lookback,
        places=decimals,
        groups=groups_of(groups, rankings.candidates),
    )
    Meek(count, papers, weights, chosen).run()
    options = {
        "seats": seats,
        "variant": variant,
        "decimals": decimals,
        "groups": groups,
        "lots_seed": lots_seed,
        "lots": lots,
    }
    return count.result(NAME, VERSION, options)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Overdraagbare stem, Meek (Nieuw-Zeeland)",
        fr="Vote unique transférable, Meek (Nouvelle-Zélande)",
        en="Single transferable vote, Meek (New Zealand)",
    ),
    summary=Text(
        nl="Als de Schotse regel, maar na elke gekozene of afvaller worden alle stembiljetten opnieuw verdeeld. "
        "Daardoor maakt het niet uit in welke volgorde mensen gekozen worden of afvallen. Het kan alleen per computer.",
        fr="Comme la règle écossaise, mais après chaque élection ou élimination tous les bulletins sont répartis de "
        "nouveau. L'ordre des élections et éliminations n'y change donc rien. Il faut un ordinateur.",
        en="As the Scottish rule, but after every election or exclusion all ballots are distributed anew. So it does "
        "not matter in which order people are elected or excluded. It takes a computer.",
    ),
    sources=(
        "Local Electoral Regulations 2001 (New Zealand), schedule 1A",
        "I. D. Hill, B. A. Wichmann, D. R. Woodall, Single transferable vote by Meek's method, Computer J. 30 (1987)",
        "Proportional Representation Foundation, Reference Meek rule",
        "I. D. Hill, STV with constraints, Voting matters 9 (1998)",
    ),
    takes=Rankings,
    run=run,
    options=(
        SEATS,
        Option(
            "variant",
            str,
            "new-zealand",
            Text(
                nl="de regeling van Nieuw-Zeeland, of de referentieregel van de PR Foundation (prf)",
                fr="le règlement de Nouvelle-Zélande, ou la règle de référence de la PR Foundation (prf)",
                en="the regulation of New Zealand, or the reference rule of the PR Foundation (prf)",
            ),
            choices=tuple(VARIANTS),
        ),
        Option(
            "decimals",
            int,
            9,
            Text(
                nl="aantal decimalen waarmee geteld wordt",
                fr="nombre de décimales du calcul",
                en="decimals in which votes are counted",
            ),
            least=9,
        ),
        GROUPS,
        *LOTS,
    ),
)
