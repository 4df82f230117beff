"""Approval voting: everybody says who is acceptable; the most acceptable win.

Source: S. J. Brams and P. C. Fishburn, "Approval voting", American Political Science Review 72 (1978).
"""

from __future__ import annotations

from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Approvals, Weight, simplest
from waardeel.methods.voting.common import SEATS, TALLY, decided, seat_highest
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "approval", "1"


def approval(approvals: Approvals, *, seats: int, **drawn: str | None) -> Result:
    """Count approvals. Facts: `tallies` by name. Raises TooManySeats, NoLot."""
    votes: list[Weight] = [0] * len(approvals.candidates)
    for ballot, weight in zip(approvals.ballots, approvals.weights, strict=True):
        for at in ballot:
            votes[at] += weight
    tallies = dict(zip(approvals.candidates, map(simplest, votes), strict=True))
    return decided(
        NAME,
        VERSION,
        approvals,
        seat_highest(tallies, seats, lots_of(approvals.candidates, **drawn)),
        steps=[TALLY(name=name, votes=count) for name, count in tallies.items()],
        options={"seats": seats, **drawn},
        facts={"tallies": tallies},
    )


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Goedkeuring", fr="Vote par approbation", en="Approval"),
    Text(
        nl="Iedereen kruist aan wie goed genoeg is. Wie de meeste kruisjes heeft, wint.",
        fr="Chacun coche les candidats acceptables. Qui a le plus de coches l'emporte.",
        en="Everybody ticks who is good enough. Whoever has the most ticks wins.",
    ),
    ('S. J. Brams and P. C. Fishburn, "Approval voting", American Political Science Review 72 (1978)',),
    Approvals,
    approval,
    (SEATS, *LOTS),
)
