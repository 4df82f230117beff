"""Majority judgment: everybody grades everybody in words; the best middle grade wins.

The middle grade is the lower one where there are two in the middle. Candidates with the same middle grade are compared
by taking it away from each, one grade at a time, until their middle grades differ. That is done here on shares of the
grades, which gives the same order for any number of ballots and also works for weights that are fractions: the grades
are laid out from worst to best on a line of length 1, and taking away middle grades one by one is walking from the
point 1/2 outward, each time first a step down and then the same step up.

Source: M. Balinski and R. Laraki, Majority Judgment (2010), ch. 1 and 13; "A theory of measuring, electing, and
ranking", PNAS 104 (2007).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Grades
from waardeel.methods.voting.common import SEATS, decided, levels_of, seat_highest
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "majority-judgment", "1"

_HALF = Fraction(1, 2)

MIDDLE = sentence(
    "majority-judgment.middle",
    nl="{name}: het middelste oordeel is {grade}. Beter oordeelt {better}, slechter {worse}.",
    fr="{name} : la mention du milieu est {grade}. Mieux : {better}, moins bien : {worse}.",
    en="{name}: the middle grade is {grade}. Better grades: {better}, worse grades: {worse}.",
)
APART = sentence(
    "majority-judgment.apart",
    nl="{first} en {second} hebben allebei {grade}. Neem van beide steeds het middelste oordeel weg. Na een deel "
    "van {share} van de oordelen verschillen ze: {first} heeft dan {first_grade}, {second} {second_grade}.",
    fr="{first} et {second} ont tous deux {grade}. On retire à chacun la mention du milieu, encore et encore. Après "
    "une part de {share} des mentions, ils diffèrent : {first} a alors {first_grade}, {second} {second_grade}.",
    en="{first} and {second} both have {grade}. Take the middle grade away from each, again and again. After a part of "
    "{share} of the grades they differ: {first} then has {first_grade}, {second} {second_grade}.",
)

#: From the middle outward, between each two borders: the grade below and the grade above.
_Walk = list[tuple[int, int]]


def majority_judgment(grades: Grades, *, seats: int, missing: str, **drawn: str | None) -> Result:
    """Compare middle grades. Facts: `grades` (middle grade by name), `shares` (by name, the share of each grade from
    worst to best), `ranking` (groups of names that stand equal, best first).

    Raises TooManySeats, NoLot.
    """
    shares = dict(zip(grades.candidates, _shares(grades, missing), strict=True))
    borders = _borders(shares.values())
    walks = {name: _walk(parts, borders) for name, parts in shares.items()}
    order = sorted(set(map(tuple, walks.values())))
    ranks = {name: order.index(tuple(walk)) for name, walk in walks.items()}
    middles = {name: grades.scale[walk[0][0]] for name, walk in walks.items()}
    levels = levels_of(ranks)
    steps = [_middle(name, parts, walks[name][0][0], middles[name]) for name, parts in shares.items()]
    steps += [
        _apart(first[0], second[0], walks, borders, grades.scale)
        for first, second in pairwise(levels)
        if middles[first[0]] == middles[second[0]]
    ]
    return decided(
        NAME,
        VERSION,
        grades,
        seat_highest(ranks, seats, lots_of(grades.candidates, **drawn)),
        steps=steps,
        options={"seats": seats, "missing": missing, **drawn},
        facts={"scale": grades.scale, "grades": middles, "shares": shares, "ranking": levels},
    )


def _shares(grades: Grades, missing: str) -> list[list[Fraction]]:
    """For each candidate the share of each grade. Who got no grade at all has the worst from everybody."""
    sums = [[Fraction(0)] * len(grades.scale) for _ in grades.candidates]
    for ballot, weight in zip(grades.ballots, grades.weights, strict=True):
        for at, grade in enumerate(ballot):
            if grade is not None:
                sums[at][grade] += weight
            elif missing == "worst":
                sums[at][0] += weight
    for counts in sums:
        if not any(counts):
            counts[0] = Fraction(1)
    return [[count / sum(counts) for count in counts] for counts in sums]


def _borders(all_shares: Iterable[list[Fraction]]) -> list[Fraction]:
    """Distances from the middle at which the grade of some candidate changes, from 0 to 1/2."""
    found = {Fraction(0), _HALF}
    for shares in all_shares:
        found.update(abs(total - _HALF) for total in accumulate(shares))
    return sorted(found)


def _walk(shares: list[Fraction], borders: list[Fraction]) -> _Walk:
    """The grades below and above the middle between each two borders, outward. Greater is better."""
    totals = list(accumulate(shares))

    def grade_at(point: Fraction) -> int:
        return next(grade for grade, total in enumerate(totals) if point < total)

    return [(grade_at(_HALF - (near + far) / 2), grade_at(_HALF + (near + far) / 2)) for near, far in pairwise(borders)]


def _middle(name: str, shares: list[Fraction], at: int, grade: str) -> Step:
    return MIDDLE(
        name=name, grade=grade, better=sum(shares[at + 1 :], Fraction(0)), worse=sum(shares[:at], Fraction(0))
    )


def _apart(first: str, second: str, walks: dict[str, _Walk], borders: list[Fraction], scale: Sequence[str]) -> Step:
    """Where two candidates with the same middle grade come apart."""
    pairs = zip(walks[first], walks[second], strict=True)
    at, (ahead, behind) = next((at, pair) for at, pair in enumerate(pairs) if pair[0] != pair[1])
    side = 0 if ahead[0] != behind[0] else 1
    return APART(
        first=first,
        second=second,
        grade=scale[walks[first][0][0]],
        share=2 * borders[at],
        first_grade=scale[ahead[side]],
        second_grade=scale[behind[side]],
    )


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Meerderheidsoordeel", fr="Jugement majoritaire", en="Majority judgment"),
    Text(
        nl="Iedereen geeft elke kandidaat een oordeel in woorden. Het beste middelste oordeel wint.",
        fr="Chacun donne une mention à chaque candidat. La meilleure mention du milieu l'emporte.",
        en="Everybody grades every candidate in words. The best middle grade wins.",
    ),
    (
        "M. Balinski and R. Laraki, Majority Judgment (2010)",
        'M. Balinski and R. Laraki, "A theory of measuring, electing, and ranking", PNAS 104 (2007)',
    ),
    Grades,
    majority_judgment,
    (
        SEATS,
        Option(
            "missing",
            str,
            "worst",
            Text(
                nl="wie geen oordeel kreeg: telt als het slechtste, of telt niet mee",
                fr="qui n'a pas reçu de mention : la pire, ou pas comptée",
                en="no grade given: counts as the worst, or is dropped",
            ),
            choices=("worst", "dropped"),
        ),
        *LOTS,
    ),
)
