"""The state and the record of a count by transferable votes, whatever its rule.

Votes are counted in units: whole units of 10^-places for a rule with decimals, or exact fractions of a vote. A rule
moves votes, says what a stage was, and asks here who is elected, who comes last and how a tie is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from waardeel.methods.errors import NoAnswer
from waardeel.methods.lots import Lots
from waardeel.methods.result import Result, Sentence, Step, Tie
from waardeel.methods.rule import Option
from waardeel.methods.voting.ballots import Index, Rankings, Weight, simplest
from waardeel.methods.voting.common import TooManySeats
from waardeel.methods.voting.stv import words
from waardeel.methods.voting.stv.groups import Groups
from waardeel.methods.voting.tiebreak import by_lot
from waardeel.methods.words import Text

Number: TypeAlias = "int | Fraction"
_WIDE = Context(prec=1000)  # so that no digit is rounded away
#: Where a tie is looked up before a lot decides: the latest earlier stage that differs, the first, or nowhere.
Lookback = Literal["latest", "first", "none"]

TIES = Option(
    "ties",
    str,
    "latest",
    Text(
        nl="bij gelijke stemmen telt de laatste eerdere stap die verschilt, de eerste, of geen; daarna het lot",
        fr="en cas d'égalité compte la dernière étape précédente qui diffère, la première, ou aucune ; puis le sort",
        en="equal votes are broken by the latest earlier stage that differs, the first, or none; then by lot",
    ),
    choices=("latest", "first", "none"),
)


class NoValidBallots(NoAnswer):
    """Every ballot is blank, or there is none."""

    text = "There is no valid ballot, so nobody can be elected."


@dataclass(slots=True)
class Stage:
    """What one stage did, in units. `source` is whose votes moved; None where all were counted anew."""

    what: str
    source: Index | None
    votes: list[Number]
    moved: list[tuple[Index, Number]]
    exhausted: Number
    quota: Number
    lost: Number = 0
    elected: list[Index] = field(default_factory=list)
    excluded: list[Index] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


class Count:
    """One count. `votes` holds what each candidate has now; `standing` whether they are neither elected nor out."""

    def __init__(
        self,
        rankings: Rankings,
        weights: Iterable[Weight],
        seats: int,
        *,
        lots: Lots | None,
        ties: str = "latest",
        places: int | None = None,
        groups: Groups | None = None,
    ) -> None:
        if seats > len(rankings.candidates):
            raise TooManySeats(seats=seats, candidates=len(rankings.candidates))
        self.rankings, self.names, self.seats = rankings, rankings.candidates, seats
        self.lots, self.lookback, self.groups = lots, ties, groups
        self.places = places
        self.unit = 1 if places is None else 10**places
        self.valid: Weight = sum(weights)
        if not self.valid:
            raise NoValidBallots
        if groups is not None:
            groups.check(seats)
        self.quota: Number = 0
        self.votes: list[Number] = [0] * len(self.names)
        self.standing = [True] * len(self.names)
        self.exhausted: Number = 0
        self.lost: Number = 0
        self.elected: list[Index] = []
        self.stages: list[Stage] = []
        self.history: list[tuple[int, list[Number]]] = []  # all votes so far, with the stage they stood at
        self.steps: list[Step] = []
        self.ties: list[Tie] = []

    # ---- who is where

    @property
    def hopeful(self) -> list[Index]:
        """Who is neither elected nor excluded."""
        return [at for at, standing in enumerate(self.standing) if standing]

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected)

    @property
    def doomed(self) -> list[Index]:
        """Whom the groups no longer let in."""
        return [] if self.groups is None else self.groups.doomed(self.elected, self.hopeful, self.seats)

    def finished(self) -> bool:
        """Whether the last places are filled; fills them where as many candidates are left as places."""
        hopeful = self.hopeful
        if self.vacancies and len(hopeful) > self.vacancies:
            return False
        if self.vacancies:
            last = sorted(hopeful, key=lambda at: (-self.votes[at], at))
            for at in last:
                self.elect(at)
            self.say(words.LAST, names=[self.names[at] for at in last])
        return True

    def elect_reached(self, *, above: bool = False) -> list[Index]:
        """Elect whoever reached the quota (or is `above` it), most votes first, as far as the groups let in."""
        reached = [
            at
            for at, standing in enumerate(self.standing)
            if standing and (self.votes[at] > self.quota or (not above and self.votes[at] == self.quota))
        ]
        reached.sort(key=lambda at: -self.votes[at])
        elected = []
        while reached and self.vacancies:
            if self.groups is not None:
                doomed = set(self.doomed)
                reached = [at for at in reached if at not in doomed]
                if not reached:
                    break
                at = self.break_tie([at for at in reached if self.votes[at] == self.votes[reached[0]]], fewest=False)
                reached.remove(at)
            else:
                at = reached.pop(0)
            self.elect(at)
            elected.append(at)
            self.say(
                words.ELECTED, name=self.names[at], votes=self.amount(self.votes[at]), quota=self.amount(self.quota)
            )
        return elected

    def last(self, *, within: Number = 0) -> Index:
        """Who has the fewest votes of those that can be missed; who has up to `within` more is tied with them."""
        free = self.missable()
        fewest = min(self.votes[at] for at in free)
        if spared := [self.names[at] for at in self.hopeful if at not in free and self.votes[at] <= fewest]:
            self.say(words.GUARDED, names=spared)
        return self.break_tie([at for at in free if self.votes[at] <= fewest + within], fewest=True)

    def missable(self) -> list[Index]:
        """Who can be excluded as far as the groups are concerned."""
        hopeful = self.hopeful
        if self.groups is None:
            return hopeful
        guarded = self.groups.guarded(self.elected, hopeful, self.seats)
        return [at for at in hopeful if at not in guarded]

    def exclude(self, at: Index) -> None:
        self.standing[at] = False

    # ---- ties

    def break_tie(self, among: Sequence[Index], *, fewest: bool) -> Index:
        """Whom it falls on: the last at an earlier stage (`fewest`) or the first; where all were equal, by lot.

        Where some of the tied are still equal at the stage that differs, only those are looked at further.
        Raises NoLot.
        """
        left = list(among)
        if len(left) == 1:
            return left[0]
        earlier = self.history[:-1] if self.lookback != "none" else []
        if self.lookback == "latest":
            earlier.reverse()
        for number, votes in earlier:
            best = (min if fewest else max)(votes[at] for at in left)
            left = [at for at in left if votes[at] == best]
            if len(left) == 1:
                return self._broken(among, left[0], fewest, "earlier-stage", number)
        order = by_lot(self.lots, [self.names[at] for at in left])
        chosen = self.names.index(order[-1] if fewest else order[0])
        return self._broken(among, chosen, fewest, "lot", None)

    def _broken(self, among: Sequence[Index], chosen: Index, fewest: bool, by: str, stage: int | None) -> Index:
        names = tuple(self.names[at] for at in among)
        self.ties.append(Tie("exclude" if fewest else "first", names, by, (self.names[chosen],)))
        if stage is not None:
            said = words.EARLIER_FEWEST if fewest else words.EARLIER_MOST
            self.say(said, among=names, chosen=self.names[chosen], stage=stage)
        else:
            self.say(words.LOT_FEWEST if fewest else words.LOT_MOST, among=names, chosen=self.names[chosen])
        return chosen

    # ---- the record

    def say(self, sentence: Sentence, **facts: Any) -> None:
        """A step of the count; its fact `stage` is where it happened."""
        self.steps.append(sentence(**{"stage": max(len(self.stages), 1), **facts}))

    def stage(self, what: str, source: Index | None = None, moved: Iterable[tuple[Index, Number]] = ()) -> Stage:
        """Write down where all votes are now."""
        stage = Stage(what, source, list(self.votes), list(moved), self.exhausted, self.quota, self.lost)
        self.stages.append(stage)
        self.remember()
        return stage

    def remember(self) -> None:
        """Keep the votes as they are now, for ties to come."""
        self.history.append((len(self.stages), list(self.votes)))

    def amount(self, units: Number) -> Number | Decimal:
        """Units as votes: decimals for a rule with decimals, else exact."""
        if self.places is None:
            return simplest(units)
        if isinstance(units, int):
            return _decimal(units, self.places)
        exact = Fraction(units) / self.unit
        return exact if exact.denominator > 1 else _decimal(int(exact) * self.unit, self.places)

    def amounts(self, units: Iterable[tuple[Index, Number]]) -> dict[str, Number | Decimal]:
        """Units per candidate as votes per name."""
        return {self.names[at]: self.amount(number) for at, number in units}

    def blank(self) -> None:
        """Say how many ballots name nobody, if any do."""
        blank = self.rankings.total - self.valid
        if blank:
            self.say(words.BLANK, blank=blank)

    def result(self, rule: str, version: str, options: Mapping[str, Any], **facts: Any) -> Result:
        """What came out. Its facts are described in `waardeel.methods.voting.stv`."""
        return Result(
            family="voting",
            rule=rule,
            version=version,
            winners=tuple(self.names[at] for at in self.elected),
            input_hash=self.rankings.input_hash,
            steps=tuple(self.steps),
            ties=tuple(self.ties),
            options=options,
            facts={
                "seats": self.seats,
                "candidates": self.names,
                "valid": self.valid,
                "blank": self.rankings.total - self.valid,
                "quota": self.amount(self.stages[0].quota),
                "lots_order": None if self.lots is None else self.lots.order,
                "stages": [self._told(stage) for stage in self.stages],
                **facts,
            },
        )

    def elect(self, at: Index) -> None:
        self.standing[at] = False
        self.elected.append(at)
        self.stages[-1].elected.append(at)

    def _told(self, stage: Stage) -> dict[str, Any]:
        return {
            "what": stage.what,
            "source": None if stage.source is None else self.names[stage.source],
            "votes": self.amounts(enumerate(stage.votes)),
            "transfers": self.amounts(stage.moved),
            "exhausted": self.amount(stage.exhausted),
            "lost": self.amount(stage.lost),
            "quota": self.amount(stage.quota),
            "elected": [self.names[at] for at in stage.elected],
            "excluded": [self.names[at] for at in stage.excluded],
            **stage.more,
        }


def _decimal(units: int, places: int) -> Decimal:
    return _WIDE.scaleb(Decimal(units), -places)
