"""What the rules share that weigh all wishes together: the cheapest assignment, the lot among equals, the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from waardeel.methods.errors import NoAnswer
from waardeel.methods.lot_options import lots_of
from waardeel.methods.lots import NoLot
from waardeel.methods.matching import outcome
from waardeel.methods.matching.flow import Assignment, Choices, Tree
from waardeel.methods.matching.market import Index, Market
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Rule

#: (person, wish number from 1) to the cost of that wish; wish number 0 is no place at all.
Cost = Callable[[Index, int], int]
#: Makes the step for who missed a better wish, from its facts (without "place" for who has none) and from how much
#: more the outcome would cost at least if that person got one of the missed wishes.
Explain = Callable[[dict[str, Any], int], Step]

REACHED = sentence(
    "matching.wishes-granted",
    nl="Wens {wish}: {people} {people:|persoon|mensen}.",
    fr="Vœu {wish} : {people} {people:|personne|personnes}.",
    en="Wish {wish}: {people} {people:|person|people}.",
)
NOBODY_LEFT = sentence(
    "matching.people-without",
    nl="Zonder plek: {people} {people:|persoon|mensen}.",
    fr="Sans place : {people} {people:|personne|personnes}.",
    en="Without a place: {people} {people:|person|people}.",
)
LOT = sentence(
    "matching.equal-outcomes",
    nl="Er zijn meer uitkomsten die even goed zijn. Het lot besliste voor: {among}.",
    fr="Plusieurs résultats se valent. Le sort a tranché pour : {among}.",
    en="There are more outcomes that are equally good. The lot decided for: {among}.",
)


class LeastNotReached(NoAnswer):
    """Places or sites that must have people, and not enough people who wish to be there."""

    text = (
        "%(names)s cannot all get the least number of people: too few wish to be there, or their other limits stand "
        "in the way. Lower that number, or ask people for more wishes."
    )


def decide(
    rule: Rule,
    market: Market,
    cost: Cost,
    explain: Explain,
    *,
    lots_seed: str | None,
    lots: str | None,
    options: Mapping[str, Any],
) -> Result:
    """The outcome with the least total cost; among several the one that the lots favour.

    Lots are only needed when there are several: then the first in the order of the lots gets the best wish that
    any of them holds, then the second, and so on, so one single outcome remains. Raises LeastNotReached, NoLot.
    The facts hold the proof: `prices` of the places and sites that are not 0 (see `flow`).
    """
    drawn = lots_of(market.people, lots_seed, lots)
    choices, tree = network(market, cost)
    assignment = Assignment(choices, tree)
    if assignment.short:
        raise LeastNotReached(names=", ".join(market.nodes[node] for node in assignment.short))
    contested = assignment.contested()
    ties: tuple[Tie, ...] = ()
    if contested:
        among = tuple(market.people[person] for person in contested)
        if drawn is None:
            raise NoLot(among=", ".join(among))
        index = dict(zip(among, contested, strict=True))
        assignment.favour([index[name] for name in drawn.sorted(among)])
        lucky = [market.people[person] for person, best in contested.items() if assignment.at[person] == best]
        ties = (Tie("place", among, "lot", tuple(lucky)),)
    nowhere = len(market.nodes)
    placement = [None if node == nowhere else node for node in assignment.at]
    prices = assignment.prices()
    facts = outcome.facts(market, placement)
    facts["prices"] = {name: price for name, price in zip(market.nodes, prices, strict=False) if price}
    total = [sum(prices[step] for step in tree.up(node)) for node in range(nowhere + 1)]

    def reason(person: Index, place: Index | None, number: int, missed: list[Index]) -> Step:
        costs, own = choices[person], assignment.at[person]
        more = min(costs[node] + total[node] for node in missed) - costs[own] - total[own]
        said: dict[str, Any] = {"person": market.people[person], "missed": outcome.places_named(market, missed)}
        if place is not None:
            said |= {"place": market.places[place], "wish": number}
        return explain(said, more)

    return Result(
        family="matching",
        rule=rule.name,
        version=rule.version,
        winners=outcome.winners(market, placement),
        input_hash=market.input_hash,
        steps=(
            *_summary(facts["wishes"], facts["unplaced"], ties),
            *outcome.person_steps(market, placement, reason),
        ),
        ties=ties,
        options={**options, "lots_seed": lots_seed, "lots": lots},
        facts=facts,
    )


def network(market: Market, cost: Cost) -> tuple[Choices, Tree]:
    """The market as a flow; the last node is "nowhere", which has room for everybody."""
    nowhere = len(market.nodes)
    choices = [
        {**{place: cost(person, number) for number, place in market.admissible(person)}, nowhere: cost(person, 0)}
        for person in range(len(market.people))
    ]
    tree = Tree((*market.parents, None), (*market.least, 0), (*market.most, len(market.people) + 1))
    return choices, tree


def _summary(wishes: Sequence[int], unplaced: Sequence[str], ties: Sequence[Tie]) -> Iterator[Step]:
    for number, people in enumerate(wishes, start=1):
        if people:
            yield REACHED(wish=number, people=people)
    if unplaced:
        yield NOBODY_LEFT(people=len(unplaced))
    for tie in ties:
        yield LOT(among=tie.among)
