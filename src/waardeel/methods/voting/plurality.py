"""Plurality: the most first preferences win.

Source: the oldest count of all; for more seats it is the single non-transferable vote. J. S. Mill's objection stands:
votes for who cannot win are lost, which IRV and STV mend.
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Rankings, Weight, simplest
from waardeel.methods.voting.common import SEATS, TALLY, decided, seat_highest
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "plurality", "1"


def plurality(rankings: Rankings, *, seats: int, equal_first: str, **drawn: str | None) -> Result:
    """Count first preferences. Facts: `tallies` by name, `uncounted` (ballots with equal firsts that were left out).

    Raises TooManySeats, NoLot.
    """
    tallies: dict[str, Weight] = dict.fromkeys(rankings.candidates, 0)
    uncounted: Weight = 0
    for ranking, weight in zip(rankings.rankings, rankings.weights, strict=True):
        if not ranking:
            continue
        first = ranking[0]
        if isinstance(first, int):
            tallies[rankings.candidates[first]] += weight
        elif equal_first == "split":
            for at in first:
                tallies[rankings.candidates[at]] += Fraction(weight) / len(first)
        else:
            uncounted += weight
    tallies = {name: simplest(votes) for name, votes in tallies.items()}
    return decided(
        NAME,
        VERSION,
        rankings,
        seat_highest(tallies, seats, lots_of(rankings.candidates, **drawn)),
        steps=[TALLY(name=name, votes=votes) for name, votes in tallies.items()],
        options={"seats": seats, "equal_first": equal_first, **drawn},
        facts={"tallies": tallies, "uncounted": uncounted},
    )


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Meeste stemmen", fr="Majorité relative", en="Plurality"),
    Text(
        nl="Alleen de eerste keus telt. Wie de meeste eerste keuzes heeft, wint.",
        fr="Seul le premier choix compte. Qui a le plus de premiers choix l'emporte.",
        en="Only first choices count. Whoever has the most of them wins.",
    ),
    ("Single non-transferable vote, in: D. M. Farrell, Electoral Systems (2nd ed. 2011), ch. 2",),
    Rankings,
    plurality,
    (
        SEATS,
        Option(
            "equal_first",
            str,
            "split",
            Text(
                nl="een stem met twee of meer eerste keuzes: gelijk verdelen, of niet meetellen",
                fr="un bulletin avec plusieurs premiers choix : le partager, ou ne pas le compter",
                en="a ballot with several first choices: split it evenly, or leave it out",
            ),
            choices=("split", "leave-out"),
        ),
        *LOTS,
    ),
)
