"""Score voting: everybody gives everybody points; the most points, or the highest average, win.

Source: W. D. Smith, "Range voting" (2000). The scale is the grades of the ballots, which must be numbers.
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.errors import InputError
from waardeel.methods.exact import from_text
from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Grades, Weight, simplest
from waardeel.methods.voting.common import POINTS, SEATS, decided, seat_highest
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "score", "1"


class NotScores(InputError):
    """Grades that are no rising numbers."""

    text = (
        "The grades are %(scale)s. Scores need exact numbers from low to high, such as 0, 1, 2. "
        "For grades in words choose the rule majority-judgment."
    )


def score(grades: Grades, *, seats: int, missing: str, **drawn: str | None) -> Result:
    """Add up the points. Facts: `points` by name: sums, or averages with missing="dropped".

    Raises NotScores, TooManySeats, NoLot.
    """
    values = _values(grades.scale)
    sums = [Fraction(0)] * len(grades.candidates)
    given = [Fraction(0)] * len(grades.candidates)
    for ballot, weight in zip(grades.ballots, grades.weights, strict=True):
        for at, grade in enumerate(ballot):
            if grade is not None:
                sums[at] += values[grade] * weight
                given[at] += weight
    if missing == "dropped":
        found = [total / count if count else values[0] for total, count in zip(sums, given, strict=True)]
    else:
        found = [total + values[0] * (grades.total - count) for total, count in zip(sums, given, strict=True)]
    points: dict[str, Weight] = dict(zip(grades.candidates, map(simplest, found), strict=True))
    return decided(
        NAME,
        VERSION,
        grades,
        seat_highest(points, seats, lots_of(grades.candidates, **drawn)),
        steps=[POINTS(name=name, points=value) for name, value in points.items()],
        options={"seats": seats, "missing": missing, **drawn},
        facts={"points": points},
    )


def _values(scale: tuple[str, ...]) -> list[Fraction]:
    try:
        values = [from_text(grade) for grade in scale]
    except InputError:
        raise NotScores(scale=", ".join(scale)) from None
    if sorted(set(values)) != values:
        raise NotScores(scale=", ".join(scale))
    return values


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Punten geven", fr="Vote par notes", en="Score"),
    Text(
        nl="Iedereen geeft elke kandidaat punten. Wie de meeste punten heeft, wint.",
        fr="Chacun donne des points à chaque candidat. Qui a le plus de points l'emporte.",
        en="Everybody gives every candidate points. Whoever has the most points wins.",
    ),
    ('W. D. Smith, "Range voting" (2000)',),
    Grades,
    score,
    (
        SEATS,
        Option(
            "missing",
            str,
            "worst",
            Text(
                nl="wie geen punten kreeg: telt als de laagste, of telt niet mee (dan geldt het gemiddelde)",
                fr="qui n'a pas reçu de note : la plus basse, ou pas comptée (la moyenne décide alors)",
                en="no points given: counts as the lowest, or is dropped (then the average decides)",
            ),
            choices=("worst", "dropped"),
        ),
        *LOTS,
    ),
)
