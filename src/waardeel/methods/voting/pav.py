"""Proportional approval voting, exact: the committee with the highest score of all.

A ballot with j candidates in the committee adds 1 + 1/2 + … + 1/j. Finding the best committee is NP-hard; here it is
found by branch and bound and proven with whole numbers. Each bound comes from a Lagrange relaxation: for any prices l
on approvals, a committee scores at most

    sum over ballots of the best of (w (H(s) - H(base)) - l s)  +  the highest sums of prices over candidates.

HiGHS only suggests good prices, in floats; the bound they give is then worked out exactly, so that no tolerance of a
solver can hide a better committee.

Sources: T. N. Thiele, "Om Flerfoldsvalg" (1895); H. Aziz et al., "Computational aspects of multi-winner approval
voting", AAMAS (2015), for the hardness; A. M. Geoffrion, "Lagrangean relaxation for integer programming" (1974).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from waardeel.methods.errors import NoAnswer
from waardeel.methods.lots import Lots, NoLot
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Approvals, simplest
from waardeel.methods.voting.committee import COMMITTEE_SEATS, NO_SUPPORT
from waardeel.methods.voting.common import ELECTED, Seated, decided, enough_candidates
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

if TYPE_CHECKING:
    from waardeel.methods.voting.pav_search import Problem

NAME, VERSION = "pav", "1"

SCORE = sentence(
    "pav.score",
    nl="Deze groep heeft de hoogste score: {score}. Elk biljet telt 1 voor de eerste gekozene, dan 1/2, 1/3 enzovoort.",
    fr="Ce comité a le plus haut score : {score}. Chaque bulletin compte 1 pour son premier élu, puis 1/2, 1/3, etc.",
    en="This committee has the highest score: {score}. Each ballot counts 1 for its first elected, then 1/2, 1/3, etc.",
)
SEVERAL = sentence(
    "pav.several",
    nl="Meer dan een groep heeft de hoogste score {score}. De loting beslist: wie voorgaat, komt erin als dat kan.",
    fr="Plusieurs comités ont le plus haut score {score}. Le sort décide : les premiers tirés y entrent si possible.",
    en="More than one committee has the highest score {score}. The lots decide: the favoured are in it where possible.",
)


class TooHard(NoAnswer):
    """The best committee could not be proven within the bounds of the search."""

    text = (
        "The best committee of %(seats)s could not be proven after looking at %(nodes)s parts of the search. "
        "Choose the rule sequential-pav, which comes near it, or equal-shares."
    )


def pav(approvals: Approvals, *, seats: int, **drawn: str | None) -> Result:
    """Elect the committee with the highest score, in the order of the list. Only who has support can win.

    Facts: `score`. Raises TooManySeats, TooHard, and NoLot when several committees score highest.
    """
    from waardeel.methods.voting.pav_search import Problem, TooManyNodes  # SciPy, which no other rule here needs

    enough_candidates(approvals.candidates, seats)
    lots = lots_of(approvals.candidates, **drawn)
    problem = Problem.of(approvals, seats)
    try:
        chosen, ties = _decided(problem, approvals.candidates, lots)
    except TooManyNodes as stop:
        raise TooHard(seats=seats, nodes=stop.nodes) from None
    score = simplest(Fraction(problem.score(chosen), problem.scale))
    winners = tuple(approvals.candidates[at] for at in chosen)
    steps: list[Step] = [SEVERAL(score=score)] if ties else []
    steps += [SCORE(score=score), *(ELECTED(name=name) for name in winners)]
    if len(winners) < seats:
        steps.append(NO_SUPPORT(free=seats - len(winners)))
    return decided(
        NAME,
        VERSION,
        approvals,
        Seated(winners, (), ties),
        steps=steps,
        options={"seats": seats, **drawn},
        facts={"score": score},
    )


def _decided(problem: Problem, names: Sequence[str], lots: Lots | None) -> tuple[list[int], tuple[Tie, ...]]:
    """The best committee; among several the one whose members the lots favour first. Raises NoLot, TooManyNodes."""
    from waardeel.methods.voting.pav_search import Search

    search = Search(problem)
    found = search.best()
    highest = problem.score(found)
    others = [search.committee_of(highest, without={at}) for at in found]
    hinges = {at for other in others if other is not None for at in set(other) ^ set(found)}
    if not hinges:
        return sorted(found), ()
    if lots is None:
        raise NoLot(among=", ".join(names[at] for at in sorted(hinges)))
    chosen: list[int] = []
    for at in map(names.index, lots.order):
        if at in problem.candidates and search.committee_of(highest, within={*chosen, at}):
            chosen.append(at)
    chosen.sort()
    among = tuple(names[at] for at in sorted(hinges.union(found, chosen)))
    return chosen, (Tie("elect", among, "lot", tuple(names[at] for at in chosen)),)


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="PAV, de beste groep", fr="PAV, le meilleur comité", en="PAV, the best committee"),
    Text(
        nl="Kies de groep die de meeste stemmers het best bedient. Elke volgende gekozene van een stem telt minder.",
        fr="Élit le comité qui sert le mieux les votants. Chaque élu de plus d'un même votant compte moins.",
        en="Elects the committee that serves the voters best. Each further elected of the same voter counts less.",
    ),
    (
        'T. N. Thiele, "Om Flerfoldsvalg" (1895)',
        'H. Aziz et al., "Computational aspects of multi-winner approval voting", AAMAS (2015)',
    ),
    Approvals,
    pav,
    (COMMITTEE_SEATS, *LOTS),
)
