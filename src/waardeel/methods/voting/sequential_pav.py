"""Sequential proportional approval voting: a ballot counts 1, then 1/2, 1/3 … as more of its candidates are elected.

Source: T. N. Thiele, "Om Flerfoldsvalg" (1895); used in Sweden in 1909. It approximates PAV (`pav`), seat by seat.
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Approvals, Weight, simplest
from waardeel.methods.voting.committee import COMMITTEE_SEATS, Committee, Holdings, by_name
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "sequential-pav", "1"

ADDED = sentence(
    "committee.added",
    nl="{name} is gekozen: de stemmen tellen samen voor {votes}; voor niemand anders is dat meer.",
    fr="{name} est élu(e) : les voix comptent ensemble pour {votes} ; pour nul autre ce n'est plus.",
    en="{name} is elected: the votes count {votes} together; for nobody else is that more.",
)


def sequential_pav(approvals: Approvals, *, seats: int, **drawn: str | None) -> Result:
    """Elect a committee. Fewer than `seats` win when nobody left has support.

    Facts: `added` by name, what each winner added to the score; `score`, their sum. Raises TooManySeats, NoLot.
    """
    committee = Committee(approvals.candidates, seats, lots_of(approvals.candidates, **drawn))
    elected = Holdings(approvals, Fraction(0))
    added: dict[int, Weight] = {}
    while committee.free:
        classes = elected.classes()
        gains = {
            at: simplest(sum((each.weight / (1 + each.value) for each in classes[at]), Fraction(0)))
            for at in committee.left
            if classes[at]
        }
        if not gains:
            break
        most = max(gains.values())
        one = committee.choose([at for at, gain in gains.items() if gain == most])
        added[one] = most
        committee.steps.append(
            ADDED(name=committee.candidates[one], votes=most, gains=by_name(committee.candidates, gains))
        )
        elected.change(one, lambda number: number + 1)
    return committee.result(
        NAME,
        VERSION,
        approvals,
        {"seats": seats, **drawn},
        {"added": by_name(approvals.candidates, added), "score": simplest(sum(added.values(), Fraction(0)))},
    )


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="PAV, stap voor stap", fr="PAV séquentiel", en="Sequential PAV"),
    Text(
        nl="Kies een groep, een voor een. Een stem telt half als er al een gekozen is, dan een derde, enzovoort.",
        fr="Élit un comité, un par un. Une voix compte pour moitié si l'un des siens est élu, puis un tiers, etc.",
        en="Elects a committee one by one. A vote counts half when it has one elected, then a third, and so on.",
    ),
    ('T. N. Thiele, "Om Flerfoldsvalg" (1895)',),
    Approvals,
    sequential_pav,
    (COMMITTEE_SEATS, *LOTS),
)
