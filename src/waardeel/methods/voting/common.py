"""What the rules of this family that are no STV share: seats, the sentences on ballots and seats, and filling seats
from tallies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waardeel.methods.errors import NoAnswer
from waardeel.methods.lots import Lots
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Option
from waardeel.methods.voting.ballots import Approvals, Grades, Rankings, Weight
from waardeel.methods.voting.tiebreak import elected_by_lot
from waardeel.methods.words import Text

SEATS = Option(
    "seats",
    int,
    1,
    Text(nl="aantal plaatsen", fr="nombre de sièges", en="number of seats"),
    least=1,
)

COUNTED = sentence(
    "voting.counted",
    nl="Stemmen geteld: {total}. Daarvan blanco: {blank}.",
    fr="Voix comptées : {total}, dont blanches : {blank}.",
    en="Votes counted: {total}, of which blank: {blank}.",
)
TALLY = sentence(
    "voting.tally",
    nl="{name} heeft {votes} {votes:|stem|stemmen}.",
    fr="{name} a {votes} {votes:|voix|voix}.",
    en="{name} has {votes} {votes:|vote|votes}.",
)
POINTS = sentence(
    "voting.points",
    nl="{name} heeft {points} {points:|punt|punten}.",
    fr="{name} a {points} {points:|point|points}.",
    en="{name} has {points} {points:|point|points}.",
)
ELECTED = sentence(
    "voting.elected",
    nl="{name} is gekozen.",
    fr="{name} est élu(e).",
    en="{name} is elected.",
)
LOT = sentence(
    "voting.lot",
    nl="{among} staan gelijk. Het lot wijst aan: {chosen}.",
    fr="{among} sont à égalité. Le sort désigne : {chosen}.",
    en="{among} stand equal. The lot chooses {chosen}.",
)
STAND_EQUAL = sentence(
    "voting.stand-equal",
    nl="{among} staan gelijk en winnen samen. Alleen het lot kan er een aanwijzen.",
    fr="{among} sont à égalité et gagnent ensemble. Seul le sort peut en désigner un.",
    en="{among} stand equal and all win. Only a lot can choose one of them.",
)


class TooManySeats(NoAnswer):
    """More seats than candidates."""

    text = "There are %(seats)s seats and only %(candidates)s candidates. Ask for at most %(candidates)s seats."


@dataclass(frozen=True, slots=True)
class Seated:
    """Who got the seats, how that is said, and the ties on the way."""

    winners: tuple[str, ...]
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]


def enough_candidates(candidates: Sequence[str], seats: int) -> None:
    """Raises TooManySeats when there are more seats than candidates."""
    if seats > len(candidates):
        raise TooManySeats(seats=seats, candidates=len(candidates))


def seat_highest(tallies: Mapping[str, Weight], seats: int, lots: Lots | None) -> Seated:
    """The names with the highest tallies, highest first; equal names that are all seated keep the order of the list.

    Raises TooManySeats, and NoLot when names stand equal for fewer seats than they are.
    """
    enough_candidates(tuple(tallies), seats)
    winners: list[str] = []
    steps: list[Step] = []
    ties: list[Tie] = []
    for group in levels_of(tallies):
        free = seats - len(winners)
        if not free:
            break
        chosen = group
        if len(group) > free:
            tie = elected_by_lot(lots, group, free)
            ties.append(tie)
            steps.append(LOT(among=group, chosen=tie.chosen))
            chosen = tie.chosen
        winners.extend(chosen)
        steps.extend(ELECTED(name=name) for name in chosen)
    return Seated(tuple(winners), tuple(steps), tuple(ties))


def levels_of(tallies: Mapping[str, Weight]) -> list[tuple[str, ...]]:
    """Names grouped by tally, highest first; inside a group in the order of the list."""
    groups: dict[Weight, list[str]] = {}
    for name in tallies:
        groups.setdefault(tallies[name], []).append(name)
    return [tuple(groups[value]) for value in sorted(groups, reverse=True)]


def one_winner(best: Sequence[str], lots: Lots | None) -> Seated:
    """The single one of `best`; where several stand equal, the one that the lots favour, or all when there are none."""
    names = tuple(best)
    if len(names) == 1:
        return Seated(names, (ELECTED(name=names[0]),), ())
    if lots is None:
        return Seated(names, (STAND_EQUAL(among=names),), (Tie("elect", names, "none", names),))
    tie = elected_by_lot(lots, names, 1)
    return Seated(tie.chosen, (LOT(among=names, chosen=tie.chosen), ELECTED(name=tie.chosen[0])), (tie,))


def decided(
    rule: str,
    version: str,
    ballots: Rankings | Approvals | Grades,
    seated: Seated,
    *,
    steps: Sequence[Step],
    options: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> Result:
    """The result of a rule of this family: how many ballots, then its own `steps`, then who was seated and why."""
    blank = blank_weight(ballots)
    return Result(
        family="voting",
        rule=rule,
        version=version,
        winners=seated.winners,
        input_hash=ballots.input_hash,
        steps=(COUNTED(total=ballots.total, blank=blank), *steps, *seated.steps),
        ties=seated.ties,
        options=options,
        facts={"total": ballots.total, "blank": blank, **facts},
    )


def blank_weight(ballots: Rankings | Approvals | Grades) -> Weight:
    """The weight of the ballots that say nothing."""
    said: tuple[object, ...] = ballots.rankings if isinstance(ballots, Rankings) else ballots.ballots
    nothing = (None,) * len(ballots.candidates) if isinstance(ballots, Grades) else ()
    return ballots.weights[said.index(nothing)] if nothing in said else 0
