"""Copeland: who wins the most duels. A duel won counts 1, an equal one a half.

All who have the most win together, as ties are common; lots choose one of them when they were drawn.

Source: A. H. Copeland, "A reasonable social welfare function", University of Michigan (1951).
"""

from __future__ import annotations

from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.common import POINTS, decided, levels_of, one_winner
from waardeel.methods.voting.pairwise import Pairwise
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "copeland", "1"


def copeland(rankings: Rankings, **drawn: str | None) -> Result:
    """Count duels. Facts: `points` by name, `candidates` and `pairwise`. Raises LotMissing, TwoLots."""
    pairs = Pairwise.of(rankings)
    points = dict(zip(rankings.candidates, pairs.wins, strict=True))
    return decided(
        NAME,
        VERSION,
        rankings,
        one_winner(levels_of(points)[0], lots_of(rankings.candidates, **drawn)),
        steps=[POINTS(name=name, points=value) for name, value in points.items()],
        options=drawn,
        facts={"points": points, **pairs.to_facts()},
    )


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Copeland", fr="Copeland", en="Copeland"),
    Text(
        nl="Alle kandidaten twee aan twee tegenover elkaar. Wie de meeste keren wint, wint.",
        fr="Tous les candidats deux à deux. Qui gagne le plus de duels l'emporte.",
        en="All candidates against each other two by two. Whoever wins most often wins.",
    ),
    ('A. H. Copeland, "A reasonable social welfare function" (1951)',),
    Rankings,
    copeland,
    LOTS,
)
