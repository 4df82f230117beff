"""What the matching rules say of an outcome: who is where, which wish that was, and who could rightly object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from waardeel.methods.matching.market import Index, Market, Placement
from waardeel.methods.result import Step, sentence

PLACED_FIRST = sentence(
    "matching.placed-first",
    nl="{person} krijgt {place}. Dat was de eerste wens.",
    fr="{person} obtient {place}. C'était son premier vœu.",
    en="{person} gets {place}. That was the first wish.",
)
PLACED_ADMISSIBLE = sentence(
    "matching.placed-admissible",
    nl="{person} krijgt {place}, wens {wish}. Dat is de eerste wens die een plek kon inwilligen.",
    fr="{person} obtient {place}, son vœu {wish}. C'est le premier de ses vœux qui pouvait être accepté.",
    en="{person} gets {place}, wish {wish}. That is the first wish that a place could grant.",
)
NO_WISHES = sentence(
    "matching.no-wishes",
    nl="{person} krijgt geen plek, want er was geen wens die een plek kon inwilligen.",
    fr="{person} n'obtient pas de place, car aucun de ses vœux ne pouvait être accepté.",
    en="{person} gets no place, because no place could grant any of the wishes.",
)


def filled(market: Market, placement: Placement) -> list[int]:
    """How many people are in each place, then in each site."""
    count = [0] * len(market.nodes)
    for place in placement:
        for node in market.above(place):
            count[node] += 1
    return count


def last_tiers(market: Market, placement: Placement) -> list[int | None]:
    """How far behind the last person in each place stands (0 is in front); None where nobody is."""
    last: list[int | None] = [None] * len(market.places)
    for person, place in enumerate(placement):
        if place is not None:
            tier, so_far = market.tier(person, place), last[place]
            if tier is not None and (so_far is None or tier > so_far):
                last[place] = tier
    return last


def blocking_pairs(market: Market, placement: Placement) -> Iterator[tuple[Index, Index]]:
    """Each (person, place) that would both rather have one another than what they have.

    The person wants the place more than their own, and the place has a seat free (within the limits of its sites), or
    holds somebody with a strictly lower priority. Equal priorities give no right. Source: Gale and Shapley (1962);
    with nested limits as "justified claims" in Kamada and Kojima, "Efficient matching under distributional
    constraints", American Economic Review 105 (2015).
    """
    count, last = filled(market, placement), last_tiers(market, placement)
    full = [have >= most for have, most in zip(count, market.most, strict=True)]
    bare = [have <= least for have, least in zip(count, market.least, strict=True)]
    nested = bool(market.sites) or any(market.least)
    for person, own in enumerate(placement):
        for place in market.wishes[person]:
            if place == own:
                break
            tier = market.tier(person, place)
            if tier is None:
                continue
            behind = last[place]
            claims = behind is not None and tier < behind
            if nested:
                mine, theirs = set(market.above(own)), set(market.above(place))
                stuck = any(bare[node] for node in mine - theirs)
                fits = not any(full[node] for node in theirs - mine)
                if not stuck and (claims or fits):
                    yield person, place
            elif claims or not full[place]:
                yield person, place


def facts(market: Market, placement: Placement) -> dict[str, Any]:
    """What every result of this family tells.

    `placements` person to place (or None); `places` what each place and site has ("seats", "filled"); `wishes`
    how many people got their first wish, their second …; `unplaced`; `blocking_pairs` as [person, place].
    """
    count = filled(market, placement)
    deepest = max(map(len, market.wishes))
    wishes = [0] * deepest
    for person, place in enumerate(placement):
        if place is not None:
            wishes[market.wishes[person].index(place)] += 1
    return {
        "placements": {
            name: None if place is None else market.places[place]
            for name, place in zip(market.people, placement, strict=True)
        },
        "places": {
            name: {"seats": most, "filled": have}
            for name, most, have in zip(market.nodes, market.most, count, strict=True)
        },
        "wishes": wishes,
        "unplaced": [name for name, place in zip(market.people, placement, strict=True) if place is None],
        "blocking_pairs": [
            (market.people[person], market.places[place]) for person, place in blocking_pairs(market, placement)
        ],
    }


def winners(market: Market, placement: Placement) -> tuple[str, ...]:
    """The people who have a place, in the order of their names."""
    return tuple(name for name, place in zip(market.people, placement, strict=True) if place is not None)


def standing(market: Market, person: Index, place: Index | None) -> tuple[int, list[Index]]:
    """Which wish a place is for a person (0 for nowhere), and the places that they wanted more and could enter."""
    missed: list[Index] = []
    for number, wish in market.admissible(person):
        if wish == place:
            return number, missed
        missed.append(wish)
    return 0, missed


def person_steps(
    market: Market, placement: Placement, explain: Callable[[Index, Index | None, int, list[Index]], Step]
) -> Iterator[Step]:
    """One step for each person. `explain` (person, place, wish number, places missed) makes the step for who missed
    a place that they wanted more; for everybody else there is nothing to explain.
    """
    for person, place in enumerate(placement):
        name = market.people[person]
        number, missed = standing(market, person, place)
        if missed:
            yield explain(person, place, number, missed)
        elif place is None:
            yield NO_WISHES(person=name)
        elif number == 1:
            yield PLACED_FIRST(person=name, place=market.places[place], wish=1)
        else:
            yield PLACED_ADMISSIBLE(person=name, place=market.places[place], wish=number)


def places_named(market: Market, places: Sequence[Index]) -> list[str]:
    return [market.places[place] for place in places]


def people_named(market: Market, people: Sequence[Index]) -> list[str]:
    return [market.people[person] for person in people]
