"""The single transferable vote as councils in Scotland count it."""

from __future__ import annotations

from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.common import SEATS
from waardeel.methods.voting.equal import strict_papers
from waardeel.methods.voting.stv.count import Count, Number
from waardeel.methods.voting.stv.gregory import Gregory
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "scottish", "1"
PLACES = 5


def run(rankings: Rankings, *, seats: int, lots_seed: str | None, lots: str | None) -> Result:
    """Count. Raises TooManySeats, NoValidBallots, EqualRanks, NoLot, LotMissing, TwoLots."""
    papers, weights = strict_papers(rankings, NAME)
    count = Count(rankings, weights, seats, lots=lots_of(rankings.candidates, lots_seed, lots), places=PLACES)

    def quota(votes: Number) -> Number:  # rule 46: whole votes, any remainder ignored, plus one
        return (votes // (count.unit * (seats + 1)) + 1) * count.unit

    Gregory(count, papers, weights, quota_of=quota).run()
    return count.result(NAME, VERSION, {"seats": seats, "lots_seed": lots_seed, "lots": lots})


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Overdraagbare stem, Schotse regel",
        fr="Vote unique transférable, règle écossaise",
        en="Single transferable vote, Scottish rule",
    ),
    summary=Text(
        nl="Kiezers zetten kandidaten op volgorde. Wie de kiesdeler haalt, is gekozen; wat te veel is en wie afvalt, "
        "gaat door naar de volgende voorkeur. Zo krijgt elke groep kiezers ongeveer haar deel van de plaatsen. Deze "
        "regel is met pen en papier na te rekenen.",
        fr="Les électeurs classent les candidats. Qui atteint le quota est élu ; le surplus et les voix des éliminés "
        "passent à la préférence suivante. Ainsi chaque groupe d'électeurs obtient à peu près sa part des sièges. "
        "Cette règle se recompte à la main.",
        en="Voters put candidates in order. Whoever reaches the quota is elected; what is over, and the votes of "
        "whoever is excluded, go to the next preference. So each group of voters gets about its part of the seats. "
        "This rule can be counted again by hand.",
    ),
    sources=(
        "The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52",
        "The same rules in The Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1",
    ),
    takes=Rankings,
    run=run,
    options=(SEATS, *LOTS),
)
