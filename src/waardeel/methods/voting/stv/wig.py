"""The weighted inclusive Gregory method in exact fractions, with the quota and the decimals as options."""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.common import SEATS
from waardeel.methods.voting.equal import papers as papers_of
from waardeel.methods.voting.stv.count import TIES, Count, Number
from waardeel.methods.voting.stv.gregory import Gregory
from waardeel.methods.voting.stv.groups import GROUPS, groups_of
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "wig", "1"


def run(
    rankings: Rankings,
    *,
    seats: int,
    quota: str,
    threshold: str,
    decimals: int | None,
    ties: str,
    groups: str | None,
    lots_seed: str | None,
    lots: str | None,
) -> Result:
    """Count. Raises TooManySeats, NoValidBallots, TooManyEqual, BadGroups, GroupsImpossible, NoLot, LotMissing,
    TwoLots.
    """
    papers, weights = papers_of(rankings)
    count = Count(
        rankings,
        weights,
        seats,
        lots=lots_of(rankings.candidates, lots_seed, lots),
        ties=ties,
        places=decimals,
        groups=groups_of(groups, rankings.candidates),
    )

    def quota_of(votes: Number) -> Number:
        if quota == "whole":
            return (votes // (count.unit * (seats + 1)) + 1) * count.unit
        if decimals is None:
            return Fraction(votes) / (seats + 1)
        return votes // (seats + 1) + 1

    Gregory(
        count,
        papers,
        weights,
        quota_of=quota_of,
        above=quota == "exact" and decimals is None,
        shrinking=threshold == "shrinking",
    ).run()
    options = {
        "seats": seats,
        "quota": quota,
        "threshold": threshold,
        "decimals": decimals,
        "ties": ties,
        "groups": groups,
        "lots_seed": lots_seed,
        "lots": lots,
    }
    return count.result(NAME, VERSION, options)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Overdraagbare stem, exact (gewogen Gregory)",
        fr="Vote unique transférable, exact (Gregory pondéré)",
        en="Single transferable vote, exact (weighted Gregory)",
    ),
    summary=Text(
        nl="Als de Schotse regel, maar met exacte breuken: er gaat geen stem verloren door afronding. Gelijke plaatsen "
        "op een stembiljet mogen, en er kunnen afspraken over groepen gelden, zoals minstens twee van elke vestiging.",
        fr="Comme la règle écossaise, mais en fractions exactes : aucune voix ne se perd en arrondis. Les rangs égaux "
        "sont permis, et des règles sur les groupes sont possibles, comme au moins deux personnes de chaque site.",
        en="As the Scottish rule, but in exact fractions: no vote is lost by rounding. Equal ranks on a ballot are "
        "allowed, and there can be rules about groups, such as at least two from each site.",
    ),
    sources=(
        "D. M. Farrell, I. McAllister, The 1983 change in surplus vote transfer procedures, AJPS 38 (2003)",
        "I. D. Hill, STV with constraints, Voting matters 9 (1998)",
        "threshold=shrinking, quota=whole: the dynamic threshold of Alameda County (Albany, California, 2022)",
    ),
    takes=Rankings,
    run=run,
    options=(
        SEATS,
        Option(
            "quota",
            str,
            "exact",
            Text(
                nl="exact: stemmen/(plaatsen+1), en meer dan dat nodig; whole: naar beneden afgerond plus één",
                fr="exact : voix/(sièges+1), qu'il faut dépasser ; whole : arrondi vers le bas plus un",
                en="exact: votes/(seats+1), and more than that is needed; whole: rounded down plus one",
            ),
            choices=("exact", "whole"),
        ),
        Option(
            "threshold",
            str,
            "fixed",
            Text(
                nl="shrinking: de kiesdeler daalt mee met de stemmen die nog in de telling zijn",
                fr="shrinking : le quota baisse avec les voix encore dans le dépouillement",
                en="shrinking: the quota falls with the votes that are still in the count",
            ),
            choices=("fixed", "shrinking"),
        ),
        Option(
            "decimals",
            int,
            None,
            Text(
                nl="aantal decimalen per stembiljet, de rest vervalt; leeg is exact",
                fr="nombre de décimales par bulletin, le reste tombe ; vide : exact",
                en="decimals per ballot, the rest is dropped; none is exact",
            ),
            least=0,
        ),
        TIES,
        GROUPS,
        *LOTS,
    ),
)
