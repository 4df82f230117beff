"""Equal Shares for a committee: every vote gets the same money, and a seat goes to whom supporters pay for cheapest.

A seat costs 1 and each vote has seats / votes to spend. A candidate is affordable when the supporters together still
have 1; the price is the smallest amount such that each pays it, or all they have left when that is less. When nobody is
affordable any more, seats are left; `completion` says who fills them.

Sources: D. Peters and P. Skowron, "Proportionality and the limits of welfarism", EC (2020), there called Rule X, also
for the completion by Phragmén that starts from what voters have left.
"""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.voting.ballots import Approvals
from waardeel.methods.voting.committee import (
    COMMITTEE_SEATS,
    Class,
    Committee,
    Holdings,
    by_name,
    lowest,
    weight_of,
)
from waardeel.methods.voting.sequential_phragmen import carry
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "equal-shares", "1"

SHARE = sentence(
    "committee.share",
    nl="Elke stem heeft {share} te besteden; een plaats kost 1.",
    fr="Chaque voix dispose de {share} ; un siège coûte 1.",
    en="Each vote has {share} to spend; a seat costs 1.",
)
PAID = sentence(
    "committee.paid",
    nl="{name} is gekozen. De achterban ({supporters}) betaalt elk hoogstens {price}; niemand anders kost minder.",
    fr="{name} est élu(e). Chaque soutien ({supporters}) paie au plus {price} ; nul autre ne coûte moins.",
    en="{name} is elected. Each of the supporters ({supporters}) pays at most {price}; nobody else costs less.",
)
SPENT = sentence(
    "committee.spent",
    nl="Geen achterban heeft samen nog 1 over. Er {free:|is|zijn} nog {free} {free:|plaats|plaatsen} vrij.",
    fr="Aucun groupe de soutiens n'a encore 1 ensemble. {free} {free:|siège reste|sièges restent} à pourvoir.",
    en="No group of supporters has 1 left together. {free} {free:|seat is|seats are} still free.",
)


def equal_shares(approvals: Approvals, *, seats: int, completion: str, **drawn: str | None) -> Result:
    """Elect a committee. Fewer than `seats` win with completion="none", or when nobody left has support.

    Facts: `share` (of each vote), `prices` by name for those who were paid for, `loads` by name for those whom the
    completion added. Raises TooManySeats, NoLot.
    """
    committee = Committee(approvals.candidates, seats, lots_of(approvals.candidates, **drawn))
    share = Fraction(seats) / approvals.total if approvals.total else Fraction(0)
    budgets = Holdings(approvals, share)
    committee.steps.append(SHARE(share=share))
    paid = _spend(committee, budgets)
    loads: dict[int, Fraction] = {}
    if committee.free:
        committee.steps.append(SPENT(free=committee.free))
        if completion == "phragmen":
            budgets.map(lambda budget: -budget)
            loads = carry(committee, budgets)
    return committee.result(
        NAME,
        VERSION,
        approvals,
        {"seats": seats, "completion": completion, **drawn},
        {
            "share": share,
            "prices": by_name(approvals.candidates, paid),
            "loads": by_name(approvals.candidates, loads),
        },
    )


def _spend(committee: Committee, budgets: Holdings) -> dict[int, Fraction]:
    """Fill seats as long as somebody is affordable; the price of each. Raises NoLot."""
    paid: dict[int, Fraction] = {}
    while committee.free:
        classes = budgets.classes()
        offers = {at: price(classes[at]) for at in committee.left}
        prices = {at: offer for at, offer in offers.items() if offer is not None}
        if not prices:
            break
        one = committee.choose(lowest(prices))
        paid[one] = prices[one]
        committee.steps.append(
            PAID(
                name=committee.candidates[one],
                price=prices[one],
                supporters=weight_of(classes[one]),
                prices=by_name(committee.candidates, prices),
            )
        )
        budgets.change(one, lambda budget, most=prices[one]: budget - min(budget, most))  # type: ignore[misc]
    return paid


def price(classes: list[Class]) -> Fraction | None:
    """The smallest amount such that these voters pay 1 when each pays it or all they have; None when they cannot."""
    missing = Fraction(1)
    payers = weight_of(classes)
    for each in classes:  # the poorest first
        if missing <= each.value * payers:
            return missing / payers
        missing -= each.value * each.weight
        payers -= each.weight
    return None


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Gelijke aandelen", fr="Parts égales", en="Equal Shares"),
    Text(
        nl="Kies een groep. Elke stem heeft evenveel te besteden, en koopt samen met anderen plaatsen.",
        fr="Élit un comité. Chaque voix dispose d'autant, et achète des sièges avec d'autres.",
        en="Elects a committee. Every vote has as much to spend, and buys seats together with others.",
    ),
    ('D. Peters and P. Skowron, "Proportionality and the limits of welfarism", EC (2020)',),
    Approvals,
    equal_shares,
    (
        COMMITTEE_SEATS,
        Option(
            "completion",
            str,
            "phragmen",
            Text(
                nl="wie de plaatsen krijgt die niemand meer kan betalen: volgens Phragmén, of niemand",
                fr="qui reçoit les sièges que nul ne peut plus payer : selon Phragmén, ou personne",
                en="who gets the seats that nobody can pay for any more: by Phragmén, or nobody",
            ),
            choices=("phragmen", "none"),
        ),
        *LOTS,
    ),
)
