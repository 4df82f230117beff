"""Greedy: the projects with the most worth per unit of money first, as long as they fit.

With cost utilities that is the order of votes, the way most cities allocate; with cardinality utilities votes
divided by cost. Sources: N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI 2019;
D. Peters, G. Pierczyński, P. Skowron (2021), "utilitarian completion".
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import Any

from waardeel.methods.budgeting.instance import Instance
from waardeel.methods.budgeting.outcome import Allocation, Ledger, closed, opened
from waardeel.methods.budgeting.support import ENTRY, UTILITIES, Support, supported
from waardeel.methods.result import Step, Tie, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

NAME, VERSION = "greedy", "1"

BOUGHT = sentence(
    "greedy.bought",
    nl="{label} ({votes} {votes:|stem|stemmen}) kost {cost} en past. Er blijft {rest} over.",
    fr="{label} ({votes} {votes:|voix|voix}) coûte {cost} et est retenu. Il reste {rest}.",
    en="{label} ({votes} {votes:|vote|votes}) costs {cost} and fits. {rest} is left.",
)
TOO_DEAR = sentence(
    "greedy.too-dear",
    nl="{label} is niet gekozen: het kost {cost}, en toen het aan de beurt was, was er {rest}.",
    fr="{label} n'est pas retenu : il coûte {cost} et il restait {rest} quand son tour est venu.",
    en="{label} is not chosen: it costs {cost}, and {rest} was left at its turn.",
)
OVER_LIMIT = sentence(
    "greedy.over-limit",
    nl="{label} is niet gekozen: een grens voor zijn soort of wijk liet het niet toe.",
    fr="{label} n'est pas retenu : la limite de sa catégorie ou de son quartier ne le permet pas.",
    en="{label} is not chosen: a limit for its kind or district leaves no room.",
)

Lost = dict[int, tuple[str, dict[str, Any], Step]]


def ranked(support: Support, projects: list[int], ties: list[Tie]) -> list[int]:
    """Projects with the most worth per cost first; equal ones as the tie order says. Raises NoLot."""

    def density(at: int) -> Fraction:
        return support.score(at) / support.cost[at]

    found: list[int] = []
    for _, group in groupby(sorted(projects, key=density, reverse=True), key=density):
        equal = list(group)
        if len(equal) > 1:
            first, tie = support.order.first(equal)
            ties.append(tie)
            equal = [first, *support.order.sorted([at for at in equal if at != first])]
        found += equal
    return found


def fill(ledger: Ledger, ties: list[Tie], by: str = NAME) -> Lost:
    """Buy what fits, greedily. Returns why the others were not bought. Raises NoLot."""
    lost: Lost = {}
    for at in ranked(ledger.support, ledger.candidates(), ties):
        about = {**ledger.facts(at), "label": ledger.label(at)}
        if not ledger.room.fits(at):
            lost[at] = ("over-limit", {}, OVER_LIMIT(**about))
        elif ledger.support.cost[at] > ledger.rest:
            lost[at] = ("too-dear", {"rest": ledger.rest}, TOO_DEAR(**about, rest=ledger.rest))
        else:
            ledger.room.take(at)
            ledger.buy(at, by)
            ledger.steps.append(BOUGHT(**about, rest=ledger.rest))
    return lost


def _run(instance: Instance, **options: Any) -> Allocation:
    support = supported(instance, **options)
    ledger = opened(support, options["minimum_votes"])
    ties: list[Tie] = []
    over = {at: OVER_LIMIT(**ledger.facts(at), label=ledger.label(at)) for at in over_limit(ledger)}
    lost: Lost = {at: ("over-limit", {}, step) for at, step in over.items()}
    lost |= fill(ledger, ties)
    return closed(ledger, rule=NAME, version=VERSION, options=options, ties=ties, lost=lost)


def over_limit(ledger: Ledger) -> list[int]:
    """Projects with support that take part but do not fit under their limits as they stand."""
    support = ledger.support
    taken = set(ledger.winners)
    return [at for at in support.entrants if at not in taken and support.total_points[at] and not ledger.room.fits(at)]


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(nl="Meeste stemmen eerst", fr="Le plus de voix d'abord", en="Greedy"),
    summary=Text(
        nl="Het project met de meeste stemmen eerst, dan het volgende dat nog past, tot het geld op is. Grote groepen "
        "kunnen zo alles krijgen en kleine niets.",
        fr="Le projet qui a le plus de voix d'abord, puis le suivant qui tient encore dans le budget. Un grand groupe "
        "peut ainsi tout obtenir et un petit rien.",
        en="The project with the most votes first, then the next that still fits, until the money is gone. A large "
        "group may get everything this way and a small one nothing.",
    ),
    sources=(
        "N. Talmon, P. Faliszewski: A Framework for Approval-Based Budgeting Methods, AAAI 2019",
        "https://equalshares.net/resources/greedy/",
    ),
    takes=Instance,
    run=_run,
    options=(UTILITIES, *ENTRY),
)
