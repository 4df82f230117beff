"""Adjusted winner: two people divide, at most one thing is shared, and both think they have equally much.

Both divide 100 points over the things (other totals are scaled). Everybody first gets what they gave more points to.
Then things go over from who has more to who has less, those first on which the two differ least, until both have
equally many points; the last thing may be split. Nobody envies, both are equally content, and no other division is
better for both.

Source: S. J. Brams and A. D. Taylor, "Fair Division: From Cake-Cutting to Dispute Resolution" (1996), chapter 4.
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.division.values import Values, envy
from waardeel.methods.errors import InputError
from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

POINTS = 100

FIRST = sentence(
    "adjusted-winner.first",
    nl="{person} geeft het meest voor {things} en krijgt dat eerst: {points} punten.",
    fr="{person} donne le plus pour {things} et l'obtient d'abord : {points} points.",
    en="{person} gives most for {things} and first gets that: {points} points.",
)
GOES_OVER = sentence(
    "adjusted-winner.goes-over",
    nl="{thing} gaat voor {percent} % van {giver} naar {taker}.",
    fr="{thing} passe pour {percent} % de {giver} à {taker}.",
    en="{percent} % of {thing} goes from {giver} to {taker}.",
)
EQUAL = sentence(
    "adjusted-winner.equal",
    nl="Nu hebben beiden {points} van 100 punten.",
    fr="Les deux ont maintenant {points} points sur 100.",
    en="Now both have {points} of 100 points.",
)


class NotTwo(InputError):
    """Not two people, or one who gives no points at all."""

    text = "Adjusted winner divides between two people who both give points; here are %(people)s. Choose another rule."


def adjusted_winner(values: Values) -> Result:
    """Divide. Facts: `shares` by person and thing (the part of it, 0 to 1), `points` by person, `envy` (none)."""
    if len(values.people) != 2 or not all(map(sum, values.table)):
        raise NotTwo(people=", ".join(values.people))
    points = [[POINTS * value / sum(row) for value in row] for row in values.table]
    # What both value equally goes to the first by name; the end result is the same either way.
    owner = [0 if points[0][thing] >= points[1][thing] else 1 for thing in range(len(values.things))]
    part = [[Fraction(int(who == at)) for at in owner] for who in (0, 1)]
    have = [sum((points[who][thing] * part[who][thing] for thing in range(len(owner))), Fraction(0)) for who in (0, 1)]
    steps: list[Step] = [
        FIRST(
            person=values.people[who],
            things=[values.things[thing] for thing, at in enumerate(owner) if at == who],
            points=have[who],
        )
        for who in (0, 1)
        if who in owner
    ]
    giver = 0 if have[0] >= have[1] else 1
    taker = 1 - giver

    # What the taker finds worth nothing stays: before it would be needed the taker has all of the 100 points.
    line = [thing for thing, at in enumerate(owner) if at == giver and points[taker][thing]]
    for thing in sorted(line, key=lambda one: (points[giver][one] / points[taker][one], one)):
        gap = have[giver] - have[taker]
        if not gap:
            break
        both = points[giver][thing] + points[taker][thing]
        moved = min(Fraction(1), gap / both)
        part[giver][thing] -= moved
        part[taker][thing] += moved
        have[giver] -= moved * points[giver][thing]
        have[taker] += moved * points[taker][thing]
        steps.append(
            GOES_OVER(
                thing=values.things[thing], giver=values.people[giver], taker=values.people[taker], percent=100 * moved
            )
        )
    steps.append(EQUAL(points=have[0]))
    return Result(
        family="division",
        rule=RULE.name,
        version=RULE.version,
        winners=values.people,
        input_hash=values.input_hash,
        steps=tuple(steps),
        facts={
            "shares": {
                name: {values.things[thing]: own for thing, own in enumerate(part[who]) if own}
                for who, name in enumerate(values.people)
            },
            "points": dict(zip(values.people, have, strict=True)),
            "envy": envy(
                values.people,
                lambda a, b: sum((points[a][t] * part[b][t] for t in range(len(owner))), Fraction(0)),
            ),
        },
    )


RULE = Rule(
    name="adjusted-winner",
    version="1",
    title=Text(nl="Delen met twee", fr="Partage à deux", en="Division between two"),
    summary=Text(
        nl="Twee mensen verdelen elk 100 punten over de dingen. Beiden krijgen in hun eigen ogen evenveel; hoogstens "
        "één ding wordt gedeeld.",
        fr="Deux personnes répartissent chacune 100 points. Chacune obtient autant à ses propres yeux ; un objet au "
        "plus est partagé.",
        en="Two people each divide 100 points over the things. Both get equally much in their own eyes; at most one "
        "thing is shared.",
    ),
    sources=("S. J. Brams and A. D. Taylor, Fair Division: From Cake-Cutting to Dispute Resolution (1996), chapter 4",),
    takes=Values,
    run=adjusted_winner,
)
