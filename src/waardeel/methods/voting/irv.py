"""Instant-runoff voting: the last falls out, and their votes go on, until somebody has more than half."""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Index, Rankings
from waardeel.methods.voting.equal import papers as papers_of
from waardeel.methods.voting.stv import words
from waardeel.methods.voting.stv.count import TIES, Count, Number
from waardeel.methods.voting.stv.piles import Piles
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "irv", "1"


def run(rankings: Rankings, *, until: str, ties: str, lots_seed: str | None, lots: str | None) -> Result:
    """Count. Raises NoValidBallots, TooManyEqual, NoLot, LotMissing, TwoLots.

    The majority is that of the ballots that still name somebody who is in: exhausted ballots no longer count, and
    are told at every stage.
    """
    papers, weights = papers_of(rankings)
    count = Count(rankings, weights, 1, lots=lots_of(rankings.candidates, lots_seed, lots), ties=ties)
    piles = Piles(papers, weights, len(count.names), first=1)
    count.votes = [*piles.dealt()[:-1]]
    count.quota = Fraction(count.valid) / 2
    count.stage("first", moved=[(at, votes) for at, votes in enumerate(count.votes) if votes])
    count.say(words.IRV_FIRST, valid=count.valid)
    count.blank()
    while True:
        continuing = count.valid - count.exhausted
        count.quota = count.stages[-1].quota = Fraction(continuing) / 2
        leader = max(count.hopeful, key=lambda at: count.votes[at])
        if count.votes[leader] > count.quota and (until == "majority" or len(count.hopeful) <= 2):
            count.elect(leader)
            count.say(words.MAJORITY, name=count.names[leader], votes=count.votes[leader], continuing=continuing)
            break
        if count.finished():
            break
        _exclude(count, piles, count.last())
    options = {"until": until, "ties": ties, "lots_seed": lots_seed, "lots": lots}
    return count.result(NAME, VERSION, options)


def _exclude(count: Count, piles: Piles, at: Index) -> None:
    votes = count.votes[at]
    count.exclude(at)
    gained: dict[Index, Number] = {}
    spent: Number = 0
    for _, weights in piles.onward(at, count.standing):
        *gains, spent = weights
        gained = {to: weight for to, weight in enumerate(gains) if weight}
    for to, weight in gained.items():
        count.votes[to] += weight
    count.votes[at] = 0
    count.exhausted += spent
    count.stage("exclusion", at, gained.items()).excluded.append(at)
    count.say(
        words.EXCLUDED, name=count.names[at], votes=votes, exhausted=spent, transfers=count.amounts(gained.items())
    )


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(nl="Voorkeurstem met afvallers", fr="Vote alternatif", en="Instant-runoff voting"),
    summary=Text(
        nl="Kiezers zetten kandidaten op volgorde. Heeft niemand meer dan de helft, dan valt de laatste af en gaan die "
        "stemmen naar de volgende voorkeur, tot iemand meer dan de helft heeft.",
        fr="Les électeurs classent les candidats. Si personne n'a plus de la moitié, le dernier est éliminé et ses "
        "voix passent à la préférence suivante, jusqu'à ce que quelqu'un ait plus de la moitié.",
        en="Voters put candidates in order. If nobody has more than half, the last is excluded and those votes go to "
        "the next preference, until somebody has more than half.",
    ),
    sources=(
        "W. R. Ware, about 1871; Robert's Rules of Order Newly Revised, section 45, preferential voting",
        "Minneapolis Code of Ordinances, title 8.5, chapter 167 (one seat; without its batch elimination)",
    ),
    takes=Rankings,
    run=run,
    options=(
        Option(
            "until",
            str,
            "majority",
            Text(
                nl="stop zodra iemand meer dan de helft heeft, of ga door tot er twee over zijn (two)",
                fr="s'arrêter dès que quelqu'un a plus de la moitié, ou continuer jusqu'à deux candidats (two)",
                en="stop as soon as somebody has more than half, or go on until two are left (two)",
            ),
            choices=("majority", "two"),
        ),
        TIES,
        *LOTS,
    ),
)
