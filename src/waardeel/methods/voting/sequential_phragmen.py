"""Sequential Phragmén: each seat is a load of 1 that its supporters carry together; keep the heaviest load light.

In each round the candidate is chosen whose supporters, levelled with one another, end up with the smallest load.

Sources: L. E. Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation proportionnelle
des partis" (1894); M. Brill, R. Freeman, S. Janson and M. Lackner, "Phragmén's voting methods and justified
representation", Mathematical Programming 203 (2024).
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Approvals
from waardeel.methods.voting.committee import COMMITTEE_SEATS, Class, Committee, Holdings, by_name, lowest, weight_of
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "sequential-phragmen", "1"

CARRIED = sentence(
    "committee.carried",
    nl="{name} is gekozen. De achterban ({supporters}) draagt nu elk {load}; bij niemand anders was dat minder.",
    fr="{name} est élu(e). Chaque soutien ({supporters}) porte maintenant {load} ; pour nul autre ce n'était moins.",
    en="{name} is elected. Each of the supporters ({supporters}) now carries {load}; for nobody else was it less.",
)


def sequential_phragmen(approvals: Approvals, *, seats: int, **drawn: str | None) -> Result:
    """Elect a committee. Fewer than `seats` win when nobody left has support.

    Facts: `loads` by name, the load of the supporters when that seat was filled. Raises TooManySeats, NoLot.
    """
    committee = Committee(approvals.candidates, seats, lots_of(approvals.candidates, **drawn))
    loads = carry(committee, Holdings(approvals, Fraction(0)))
    return committee.result(
        NAME,
        VERSION,
        approvals,
        {"seats": seats, **drawn},
        {"loads": by_name(approvals.candidates, loads)},
    )


def carry(committee: Committee, loads: Holdings) -> dict[int, Fraction]:
    """Fill the free seats, starting from the loads that voters hold; the load that each seat led to. Raises NoLot."""
    found: dict[int, Fraction] = {}
    while committee.free:
        classes = loads.classes()
        levels = {at: _level(classes[at]) for at in committee.left if classes[at]}
        if not levels:
            break
        one = committee.choose(lowest(levels))
        found[one] = levels[one]
        committee.steps.append(
            CARRIED(
                name=committee.candidates[one],
                load=levels[one],
                supporters=weight_of(classes[one]),
                loads=by_name(committee.candidates, levels),
            )
        )
        loads.change(one, lambda _, to=levels[one]: to)  # type: ignore[misc]
    return found


def _level(classes: list[Class]) -> Fraction:
    """What each supporter carries when one seat more is levelled over all of them."""
    carried = sum(each.value * each.weight for each in classes)
    return (1 + carried) / Fraction(weight_of(classes))


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Phragmén, stap voor stap", fr="Phragmén séquentiel", en="Sequential Phragmén"),
    Text(
        nl="Kies een groep. Wie al iemand in de groep heeft, draagt een last en komt later weer aan de beurt.",
        fr="Élit un comité. Qui a déjà un élu porte une charge et attend davantage pour le suivant.",
        en="Elects a committee. Whoever already has somebody in it carries a load and waits longer for the next.",
    ),
    (
        "L. E. Phragmén, Sur une méthode nouvelle pour réaliser la représentation proportionnelle des partis (1894)",
        'M. Brill et al., "Phragmén\'s voting methods and justified representation", Math. Programming 203 (2024)',
    ),
    Approvals,
    sequential_phragmen,
    (COMMITTEE_SEATS, *LOTS),
)
