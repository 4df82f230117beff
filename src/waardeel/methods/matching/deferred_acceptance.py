"""Deferred acceptance: nobody can object to the outcome with a right that the priorities give.

People ask for their first wish; each place keeps, for the time being, those highest in its priorities and sends the
rest away; who is sent away asks for the next wish; until nobody is sent away. The outcome has no blocking pair, is
the best one for every person among all such outcomes, and a person can only lose by telling other wishes. When the
places offer their seats and the people keep, it is the best for the places.

Sources: D. Gale and L. S. Shapley, "College admissions and the stability of marriage", American Mathematical Monthly
69 (1962); A. E. Roth, "The evolution of the labor market for medical interns and residents", Journal of Political
Economy 92 (1984); one lot or one per place: A. Abdulkadiroğlu, P. A. Pathak and A. E. Roth, American Economic
Review 99 (2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from waardeel.methods.errors import InputError
from waardeel.methods.lot_options import LOTS, lots_of
from waardeel.methods.lots import Lots, NoLot
from waardeel.methods.matching import outcome
from waardeel.methods.matching.market import Index, Market, Placement
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

PLACED_LATER = sentence(
    "deferred-acceptance.placed-later",
    nl="{person} krijgt {place}, wens {wish}. Vol met mensen die daar voorgaan, in voorrang of lot: {missed}.",
    fr="{person} obtient {place}, son vœu {wish}. Remplis par des personnes qui passent avant, de droit ou au "
    "sort : {missed}.",
    en="{person} gets {place}, wish {wish}. Full with people who come before {person}, by priority or lot: {missed}.",
)
UNPLACED = sentence(
    "deferred-acceptance.unplaced",
    nl="{person} krijgt geen plek. Vol met mensen die daar voorgaan, in voorrang of lot: {missed}.",
    fr="{person} n'obtient pas de place. Remplis par des personnes qui passent avant, de droit ou au sort : {missed}.",
    en="{person} gets no place. Full with people who come before {person}, by priority or lot: {missed}.",
)
FULL = sentence(
    "deferred-acceptance.full",
    nl="{place} is vol ({seats} {seats:|plek|plekken}). De laatste die erin kwam is {last}, met voorrang {priority}.",
    fr="{place} est complet ({seats} {seats:|place|places}). Dernière entrée : {last}, de priorité {priority}.",
    en="{place} is full ({seats} {seats:|seat|seats}). The last to come in was {last}, with priority {priority}.",
)
FREE = sentence(
    "deferred-acceptance.free",
    nl="{place} heeft nog {free} van {seats} {seats:|plek|plekken} vrij.",
    fr="{place} garde {free} de ses {seats} {seats:|place|places}.",
    en="{place} has {free} of {seats} {seats:|seat|seats} left.",
)
BY_LOT = sentence(
    "deferred-acceptance.lot",
    nl="Bij {place} hadden {among} evenveel recht. Het lot liet binnen: {chosen}.",
    fr="Pour {place}, {among} avaient le même droit. Le sort a désigné : {chosen}.",
    en="At {place}, {among} had equal rights. The lot let in: {chosen}.",
)


class SitesNotCounted(InputError):
    """A market with limits that this rule does not know."""

    text = (
        "Deferred acceptance counts the seats of single places and this input also has %(what)s. "
        "Take that out, or choose min-cost, rank-maximal or leximin, which keep such limits."
    )


class OneLotByHand(InputError):
    """An order by hand where each place needs its own."""

    text = "An order that was drawn by hand is one lot for all places. Give a seed, or set lot=one."


def deferred_acceptance(market: Market, *, proposing: str, lot: str, lots_seed: str | None, lots: str | None) -> Result:
    """Match. Raises SitesNotCounted, NoLot when equal priorities decide and no lots were drawn, LotMissing."""
    if market.sites or any(market.least):
        raise SitesNotCounted(what="sites" if market.sites else "least numbers of seats")
    queues = _queues(market, lot, lots_seed, lots)
    decide = people_propose if proposing == "people" else places_propose
    placement, undecided = decide(market, queues or [range(len(market.people))] * len(market.places))
    if undecided and queues is None:
        raise NoLot(among=", ".join(outcome.people_named(market, undecided)))
    ties = list(_ties(market, placement)) if queues is not None else []
    return Result(
        family="matching",
        rule=RULE.name,
        version=RULE.version,
        winners=outcome.winners(market, placement),
        input_hash=market.input_hash,
        steps=(*_place_steps(market, placement, queues, ties), *_person_steps(market, placement)),
        ties=tuple(tie for _, tie in ties),
        options={"proposing": proposing, "lot": lot, "lots_seed": lots_seed, "lots": lots},
        facts=outcome.facts(market, placement),
    )


def people_propose(market: Market, queues: Sequence[Sequence[int]]) -> tuple[Placement, list[Index]]:
    """Rounds in which people ask and places keep. `queues` says for each place where each person stands in its lot.

    Also returns people between whom only a lot decided, from the first place and round where that happened.
    """
    total = len(market.people)
    wish = [iter(wishes) for wishes in market.wishes]
    kept: list[list[tuple[int, int, Index]]] = [[] for _ in market.places]  # the last in line on top
    undecided: list[Index] = []
    asking: Sequence[Index] = range(total)
    tiers, seats = market.tiers, market.most
    while asking:
        asked: set[Index] = set()
        for person in asking:
            for place in wish[person]:
                line = tiers[place]
                tier = 0 if line is None else line.get(person)
                if tier is not None and seats[place]:
                    heappush(kept[place], (-tier, -queues[place][person], person))
                    asked.add(place)
                    break
        asking = []
        for place in sorted(asked):
            inside = kept[place]
            sent: tuple[int, int, Index] | None = None
            while len(inside) > seats[place]:
                sent = heappop(inside)
                asking.append(sent[2])
            if sent is not None and inside[0][0] == sent[0] and not undecided:
                undecided = sorted([sent[2], *(one[2] for one in inside if one[0] == sent[0])])
    placement: list[Index | None] = [None] * total
    for place, inside in enumerate(kept):
        for _, _, person in inside:
            placement[person] = place
    return placement, undecided


def places_propose(market: Market, queues: Sequence[Sequence[int]]) -> tuple[Placement, list[Index]]:
    """Rounds in which places offer their free seats in the order of their priorities, and people keep the best.

    Also returns people between whom only a lot decided, as `people_propose` does.
    """
    wants = [{place: number for number, place in market.admissible(person)} for person in range(len(market.people))]
    line = [_line(market, place, queues[place], wants) for place in range(len(market.places))]
    placement: list[Index | None] = [None] * len(market.people)
    count, offered = [0] * len(market.places), [0] * len(market.places)
    undecided: list[Index] = []
    offering = set(range(len(market.places)))

    def would_come(person: Index, place: Index) -> bool:
        own = placement[person]
        return own is None or wants[person][place] < wants[person][own]

    while offering:
        offers: list[tuple[Index, Index]] = []
        for place in sorted(offering):
            free = market.most[place] - count[place]
            chosen: list[Index] = []
            while free > len(chosen) and offered[place] < len(line[place]):
                person = line[place][offered[place]]
                offered[place] += 1
                if would_come(person, place):
                    chosen.append(person)
            offers += [(person, place) for person in chosen]
            waiting = [person for person in line[place][offered[place] :] if would_come(person, place)]
            if (
                chosen
                and waiting
                and not undecided
                and market.tier(chosen[-1], place) == market.tier(waiting[0], place)
            ):
                undecided = sorted((chosen[-1], waiting[0]))
        offering = set()
        for person, place in offers:
            lost = place
            if would_come(person, place):
                own = placement[person]
                placement[person] = place
                count[place] += 1
                if own is None:
                    continue
                count[own] -= 1
                lost = own
            offering.add(lost)
    return placement, undecided


def _line(market: Market, place: Index, queue: Sequence[int], wants: Sequence[dict[Index, int]]) -> list[Index]:
    """Everybody whom the place can take and who wishes it, the first in line first."""
    inside = [
        (market.tier(person, place), queue[person], person) for person in range(len(wants)) if place in wants[person]
    ]
    return [person for _, _, person in sorted(inside)]


def _queues(market: Market, lot: str, lots_seed: str | None, lots: str | None) -> list[list[int]] | None:
    """For each place where each person stands in its lot; None when no lots were drawn."""
    if lot == "per-place" and lots is not None:
        raise OneLotByHand
    drawn = lots_of(market.people, lots_seed, lots)
    if drawn is None:
        return None
    if lot == "one":
        return [_numbers(market, drawn)] * len(market.places)
    return [_numbers(market, Lots.drawn(f"{lots_seed}:{place}", market.people)) for place in market.places]


def _numbers(market: Market, lots: Lots) -> list[int]:
    place = {name: at for at, name in enumerate(lots.order)}
    return [place[name] for name in market.people]


def _ties(market: Market, placement: Placement) -> Iterator[tuple[Index, Tie]]:
    """For each place the people at its edge: equal in priority, some inside and some who wanted to be."""
    last = outcome.last_tiers(market, placement)
    inside: list[list[Index]] = [[] for _ in market.places]
    outside: list[list[Index]] = [[] for _ in market.places]
    for person, own in enumerate(placement):
        for place in market.wishes[person]:
            tier = last[place]
            if tier is not None and market.tier(person, place) == tier:
                (inside if place == own else outside)[place].append(person)
            if place == own:
                break
    for place, (chosen, lost) in enumerate(zip(inside, outside, strict=True)):
        if lost:
            among = tuple(outcome.people_named(market, sorted((*chosen, *lost))))
            yield place, Tie("admit", among, "lot", tuple(outcome.people_named(market, chosen)))


def _place_steps(
    market: Market, placement: Placement, queues: Sequence[Sequence[int]] | None, ties: Sequence[tuple[Index, Tie]]
) -> Iterator[Step]:
    inside: list[list[Index]] = [[] for _ in market.places]
    for person, own in enumerate(placement):
        if own is not None:
            inside[own].append(person)
    drawn = dict(ties)
    for place, name in enumerate(market.places):
        seats, people = market.most[place], inside[place]
        if len(people) < seats or not people:
            yield FREE(place=name, free=seats - len(people), seats=seats)
            continue
        queue = range(len(market.people)) if queues is None else queues[place]
        tier, _, last = max((market.tier(person, place) or 0, queue[person], person) for person in people)
        yield FULL(place=name, seats=seats, last=market.people[last], priority=tier + 1)
        if place in drawn:
            yield BY_LOT(place=name, among=drawn[place].among, chosen=drawn[place].chosen)


def _person_steps(market: Market, placement: Placement) -> Iterator[Step]:
    def explain(person: Index, place: Index | None, number: int, missed: list[Index]) -> Step:
        names = outcome.places_named(market, missed)
        if place is None:
            return UNPLACED(person=market.people[person], missed=names)
        return PLACED_LATER(person=market.people[person], place=market.places[place], wish=number, missed=names)

    return outcome.person_steps(market, placement, explain)


RULE = Rule(
    name="deferred-acceptance",
    version="1",
    title=Text(nl="Uitgestelde toezegging", fr="Acceptation différée", en="Deferred acceptance"),
    summary=Text(
        nl="Ieder vraagt de eerste wens; een plek houdt vast wie voorgaat en stuurt de rest door naar de volgende "
        "wens. Niemand kan zeggen: daar zit iemand die na mij komt.",
        fr="Chacun demande son premier vœu ; un lieu retient les personnes prioritaires et renvoie les autres vers "
        "le vœu suivant. Personne ne peut dire : une personne moins prioritaire a pris ma place.",
        en="Everybody asks for the first wish; a place holds on to who stands first and sends the others to their next "
        "wish. Nobody can say: somebody who comes after me has my place.",
    ),
    sources=(
        "D. Gale and L. S. Shapley, College admissions and the stability of marriage, Am. Math. Monthly 69 (1962)",
        "A. E. Roth, The evolution of the labor market for medical interns and residents, J. Pol. Econ. 92 (1984)",
        "A. Abdulkadiroğlu, P. A. Pathak, A. E. Roth, Strategy-proofness versus efficiency, Am. Econ. Rev. 99 (2009)",
    ),
    takes=Market,
    run=deferred_acceptance,
    options=(
        Option(
            "proposing",
            str,
            "people",
            Text(
                nl="wie vraagt: de mensen (voor hen de beste uitkomst) of de plekken",
                fr="qui propose : les personnes (le mieux pour elles) ou les lieux",
                en="who asks: the people (best for them) or the places",
            ),
            choices=("people", "places"),
        ),
        Option(
            "lot",
            str,
            "one",
            Text(
                nl="bij gelijke voorrang: één loting voor alle plekken, of één per plek",
                fr="à priorité égale : un seul tirage pour tous les lieux, ou un par lieu",
                en="for equal priorities: one lot for all places, or one per place",
            ),
            choices=("one", "per-place"),
        ),
        *LOTS,
    ),
)
