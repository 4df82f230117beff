"""Borda: each place on a ballot is worth points; the most points win.

With n candidates the first gets n - 1 points, the next n - 2, and so on. Candidates ranked equal share the points of
their places. What becomes of candidates who are left out is part of the rule (`left_out`).

Sources: J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781); P. Emerson, "The original Borda count and
partial voting", Social Choice and Welfare 40 (2013), for the modified count.
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Rankings, simplest
from waardeel.methods.voting.common import POINTS, SEATS, decided, seat_highest
from waardeel.methods.voting.pairwise import Pairwise
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "borda", "1"


def borda(rankings: Rankings, *, seats: int, left_out: str, **drawn: str | None) -> Result:
    """Add up the points of all places. Facts: `points` by name. Raises TooManySeats, NoLot."""
    found = _averaged(rankings) if left_out == "average" else _by_place(rankings, modified=left_out == "modified")
    points = dict(zip(rankings.candidates, map(simplest, found), strict=True))
    return decided(
        NAME,
        VERSION,
        rankings,
        seat_highest(points, seats, lots_of(rankings.candidates, **drawn)),
        steps=[POINTS(name=name, points=value) for name, value in points.items()],
        options={"seats": seats, "left_out": left_out, **drawn},
        facts={"points": points},
    )


def _averaged(rankings: Rankings) -> list[Fraction]:
    """One point for each candidate ranked below, half a point for each ranked equal; left out is equal last."""
    pairs = Pairwise.of(rankings)
    everyone = range(len(rankings.candidates))
    return [
        Fraction(sum(rankings.total + pairs.margin(a, b) for b in everyone if b != a)) / 2  # on each ballot 1, 1/2 or 0
        for a in everyone
    ]


def _by_place(rankings: Rankings, *, modified: bool) -> list[Fraction]:
    """No points for who is left out; the top place is worth n - 1 or, modified, as many as the ballot ranks."""
    doubled = [0] * len(rankings.candidates)
    parts = [Fraction(0)] * len(rankings.candidates)
    for ranking, weight in zip(rankings.rankings, rankings.weights, strict=True):
        groups = [(place,) if isinstance(place, int) else place for place in ranking]
        top = sum(map(len, groups)) if modified else len(rankings.candidates) - 1
        for group in groups:
            worth = 2 * top - (len(group) - 1)  # twice the average of top, top - 1, ...
            for at in group:
                if isinstance(weight, int):
                    doubled[at] += worth * weight
                else:
                    parts[at] += worth * weight
            top -= len(group)
    return [(whole + part) / 2 for whole, part in zip(doubled, parts, strict=True)]


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Borda", fr="Borda", en="Borda"),
    Text(
        nl="Een hogere plaats op een stembiljet geeft meer punten. Wie de meeste punten heeft, wint.",
        fr="Plus la place sur un bulletin est haute, plus elle vaut de points. Qui a le plus de points l'emporte.",
        en="A higher place on a ballot is worth more points. Whoever has the most points wins.",
    ),
    (
        'J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781)',
        'P. Emerson, "The original Borda count and partial voting", Social Choice and Welfare 40 (2013)',
    ),
    Rankings,
    borda,
    (
        SEATS,
        Option(
            "left_out",
            str,
            "average",
            Text(
                nl="wie niet genoemd staat: deelt de laatste plaatsen, krijgt niets, of niets en de top telt minder",
                fr="qui n'est pas classé : partage les dernières places, n'a rien, ou rien et le sommet vaut moins",
                en="who is left out: shares the last places, gets nothing, or nothing while the top is worth less",
            ),
            choices=("average", "zero", "modified"),
        ),
        *LOTS,
    ),
)
