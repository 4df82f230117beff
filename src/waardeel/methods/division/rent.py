"""Rent: who takes which room, and what each room costs, so that nobody would rather have another room at its price.

Everybody says what each room is worth. The rooms go where all values together are largest; then prices exist at which
nobody envies anybody. Of those the rule takes the prices at which the smallest difference between value and price is
as large as it can be (maximin). Prices may be negative: who takes the worst room may be paid by the others. Decide
beforehand whether that may be (`negative`).

How it is exact. With σ an assignment of largest value, prices are free of envy when the differences u of value and
price keep u_i ≥ u_k + v_i(σ_k) − v_k(σ_k) for all i, k. Let h be the least solution of that with h ≥ 0 (longest
paths), and g the greatest with no price below 0 (no bound when they may be negative). The least of two solutions is a
solution, so u(s) = min(g, s + h) is one for every s; the s at which the prices add up to the rent is the maximin
solution. Whole coins: s is rounded down and the coins left over lower the rent of as many people, first of those
whose gain nobody envies; so no price is more than a coin from the exact one, and nobody envies anybody more than one
coin.

Source: Y. Gal, M. Mash, A. D. Procaccia and Y. Zick, "Which is the fairest (rent division) of them all?", Journal of
the ACM 64 (2017); existence: L.-G. Svensson, "Large indivisibles", Econometrica 51 (1983).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from waardeel.methods.division.values import AMOUNT, DECIMALS, Coins, Index, NoAmount, Values, envy
from waardeel.methods.errors import InputError, NoAnswer
from waardeel.methods.lot_options import LOTS, lots_of
from waardeel.methods.matching.flow import Assignment, Tree
from waardeel.methods.result import Result, Tie, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

PAYS = sentence(
    "rent.pays",
    nl="{person} krijgt {room} en betaalt {price}. De kamer is {person} {value} waard.",
    fr="{person} obtient {room} et paie {price}. La pièce vaut {value} pour {person}.",
    en="{person} gets {room} and pays {price}. The room is worth {value} to {person}.",
)
IS_PAID = sentence(
    "rent.is-paid",
    nl="{person} krijgt {room} en krijgt {paid} van de anderen. De kamer is {person} {value} waard.",
    fr="{person} obtient {room} et reçoit {paid} des autres. La pièce vaut {value} pour {person}.",
    en="{person} gets {room} and is paid {paid} by the others. The room is worth {value} to {person}.",
)
LEVEL = sentence(
    "rent.level",
    nl="Het kleinste verschil tussen waarde en prijs is {least}. Met geen prijzen zonder afgunst wordt dat groter.",
    fr="Le plus petit écart entre valeur et prix est {least}. Aucun prix sans envie ne le rend plus grand.",
    en="The smallest difference between value and price is {least}. No prices without envy make it larger.",
)
ROUNDED = sentence(
    "rent.rounded",
    nl="De prijzen gaan niet op in hele bedragen. Deze mensen betalen het laagste hele bedrag: {people}.",
    fr="Les prix ne tombent pas juste. Ces personnes paient le montant entier inférieur : {people}.",
    en="The prices do not come out in whole amounts. These people pay the lower whole amount: {people}.",
)


class NotOneEach(InputError):
    """Not as many rooms as people."""

    text = (
        "There are %(people)s people and %(rooms)s rooms. Give everybody one room: join people who share, or add a "
        "person for a room that stays empty."
    )


class PricesBelowZero(NoAnswer):
    """Prices without envy exist, but each has one below 0."""

    text = (
        "Every division without envy has a room with a price below 0. Allow that (negative=true), or ask everybody "
        "again what the rooms are worth."
    )


def rent(
    values: Values, *, amount: Fraction | None, decimals: int, negative: bool, lots_seed: str | None, lots: str | None
) -> Result:
    """Divide. Facts: `rooms` and `prices` by person, `exact_prices` before rounding, `differences` (value less
    price), `envy` (in money, at most one coin). Raises NoAmount, NotInCoins, NotOneEach, PricesBelowZero.
    """
    if amount is None:
        raise NoAmount
    if len(values.people) != len(values.things):
        raise NotOneEach(people=len(values.people), rooms=len(values.things))
    coins = Coins(decimals)
    worth = [
        [coins.count(value, f"A value of {name}") for value in row]
        for name, row in zip(values.people, values.table, strict=True)
    ]
    total = coins.count(amount, "The amount")
    drawn = lots_of(values.people, lots_seed, lots)
    order = [values.people.index(name) for name in (values.people if drawn is None else drawn.order)]
    by = "order" if drawn is None else "lot"

    assignment = _largest_value(worth)
    ties: list[Tie] = []
    if contested := assignment.contested():
        assignment.favour([person for person in order if person in contested])
        among = tuple(values.people[person] for person in contested)
        ties.append(Tie("room", among, by, among))
    room = assignment.at
    least, greatest = _least(worth, room), None if negative else _greatest(worth, room)
    surplus = sum(worth[person][at] for person, at in enumerate(room)) - total
    level = _level(least, greatest, surplus)
    exact = _differences(level, least, greatest)
    gains, lower = _whole(worth, room, least, greatest, level, surplus, order)
    if lower:
        ties.append(Tie("coin", values.people, by, tuple(values.people[person] for person in lower)))
    price = [worth[person][at] - gain for person, (at, gain) in enumerate(zip(room, gains, strict=True))]

    steps = []
    for person, name in enumerate(values.people):
        said = {"person": name, "room": values.things[room[person]], "value": coins.money(worth[person][room[person]])}
        if price[person] < 0:
            steps.append(IS_PAID(**said, paid=coins.money(-price[person])))
        else:
            steps.append(PAYS(**said, price=coins.money(price[person])))
    steps.append(LEVEL(least=coins.exact(min(exact))))
    if lower:
        steps.append(ROUNDED(people=[values.people[person] for person in lower]))
    return Result(
        family="division",
        rule=RULE.name,
        version=RULE.version,
        winners=values.people,
        input_hash=values.input_hash,
        steps=tuple(steps),
        ties=tuple(ties),
        options={"amount": amount, "decimals": decimals, "negative": negative, "lots_seed": lots_seed, "lots": lots},
        facts={
            "rooms": {name: values.things[room[person]] for person, name in enumerate(values.people)},
            "prices": {name: coins.money(price[person]) for person, name in enumerate(values.people)},
            "exact_prices": {
                name: coins.exact(worth[person][room[person]] - exact[person])
                for person, name in enumerate(values.people)
            },
            "differences": {name: coins.money(gains[person]) for person, name in enumerate(values.people)},
            "envy": envy(values.people, lambda a, b: coins.exact(Fraction(worth[a][room[b]] - price[b]))),
        },
    )


def _largest_value(worth: Sequence[Sequence[int]]) -> Assignment:
    """One room for everybody, all values together as large as possible."""
    size = len(worth)
    choices = [{at: -value for at, value in enumerate(row)} for row in worth]
    return Assignment(choices, Tree((None,) * size, (0,) * size, (1,) * size))


def _least(worth: Sequence[Sequence[int]], room: Sequence[Index]) -> list[int]:
    """The least h ≥ 0 with h_i ≥ h_k + v_i(σ_k) − v_k(σ_k)."""
    h = [0] * len(room)
    changed = True
    while changed:
        changed = False
        for i, row in enumerate(worth):
            reach = max(h[k] + row[at] - worth[k][at] for k, at in enumerate(room))
            if reach > h[i]:
                h[i], changed = reach, True
    return h


def _greatest(worth: Sequence[Sequence[int]], room: Sequence[Index]) -> list[int]:
    """The greatest g with g_k ≤ v_k(σ_k), so no price is below 0, and g_k ≤ g_i − v_i(σ_k) + v_k(σ_k)."""
    g = [worth[k][at] for k, at in enumerate(room)]
    changed = True
    while changed:
        changed = False
        for k, at in enumerate(room):
            reach = min(g[i] - row[at] + worth[k][at] for i, row in enumerate(worth))
            if reach < g[k]:
                g[k], changed = reach, True
    return g


def _differences(level: Fraction, least: Sequence[int], greatest: Sequence[int] | None) -> list[Fraction]:
    """u(s) at s = level."""
    if greatest is None:
        return [level + h for h in least]
    return [min(level + h, Fraction(g)) for h, g in zip(least, greatest, strict=True)]


def _level(least: Sequence[int], greatest: Sequence[int] | None, surplus: int) -> Fraction:
    """The s at which u(s) = min(g, s + h) adds up to what is left of all values after the rent."""
    if greatest is None:
        return Fraction(surplus - sum(least), len(least))
    # Who reaches the bound first stays there; the others share what is left, until nobody more is over it.
    rooms = sorted(zip(greatest, least, strict=True), key=lambda pair: pair[0] - pair[1])
    fixed, rest = 0, sum(least)
    for at, (g, h) in enumerate(rooms):
        level = Fraction(surplus - fixed - rest, len(rooms) - at)
        if level <= g - h:
            return level
        fixed, rest = fixed + g, rest - h
    raise PricesBelowZero


def _whole(
    worth: Sequence[Sequence[int]],
    room: Sequence[Index],
    least: Sequence[int],
    greatest: Sequence[int] | None,
    level: Fraction,
    surplus: int,
    order: Sequence[Index],
) -> tuple[list[int], list[Index]]:
    """The differences in whole coins, and who has the coin more that was left after rounding down."""
    floor = level.numerator // level.denominator
    gains = [gain.numerator for gain in _differences(Fraction(floor), least, greatest)]
    left = surplus - sum(gains)
    free = [k for k in order if greatest is None or gains[k] < greatest[k]]
    # A coin for k makes i envious when i is already just as well off with k's room: then i needs a coin too.
    needs = {
        k: {i for i in free if i != k and gains[i] == gains[k] + worth[i][room[k]] - worth[k][room[k]]} for k in free
    }
    with_coin: list[Index] = []
    for group in _groups(needs, free):
        if len(group) <= left - len(with_coin) and all(needs[k] <= {*with_coin, *group} for k in group):
            with_coin += group
    with_coin += [k for k in _flat(_groups(needs, free)) if k not in with_coin][: left - len(with_coin)]
    for k in with_coin:
        gains[k] += 1
    return gains, sorted(with_coin)


def _groups(needs: dict[Index, set[Index]], order: Sequence[Index]) -> list[list[Index]]:
    """Who must have the coin together, those whom others need first; otherwise in the given order."""
    reach: dict[Index, frozenset[Index]] = {}
    for start in order:
        seen, queue = {start}, [start]
        for k in queue:
            fresh = needs[k] - seen
            seen |= fresh
            queue += sorted(fresh)
        reach[start] = frozenset(seen)
    groups: dict[frozenset[Index], list[Index]] = {}
    for k in order:
        groups.setdefault(reach[k], []).append(k)
    return sorted(groups.values(), key=lambda group: len(reach[group[0]]))


def _flat(groups: Sequence[Sequence[Index]]) -> list[Index]:
    return [k for group in groups for k in group]


RULE = Rule(
    name="rent",
    version="1",
    title=Text(nl="Huur zonder afgunst", fr="Loyer sans envie", en="Rent without envy"),
    summary=Text(
        nl="Ieder zegt wat elke kamer waard is. De verdeling en de prijzen zijn zo dat niemand liever een andere "
        "kamer had voor die prijs.",
        fr="Chacun dit ce que vaut chaque pièce. La répartition et les prix sont tels que personne ne préfère une "
        "autre pièce à son prix.",
        en="Everybody says what each room is worth. Rooms and prices are such that nobody would rather have another "
        "room at its price.",
    ),
    sources=(
        "Y. Gal, M. Mash, A. D. Procaccia, Y. Zick, Which is the fairest (rent division) of them all?, JACM 64 (2017)",
        "L.-G. Svensson, Large indivisibles, Econometrica 51 (1983)",
    ),
    takes=Values,
    run=rent,
    options=(
        AMOUNT,
        DECIMALS,
        Option(
            "negative",
            bool,
            True,
            Text(
                nl="of een prijs onder 0 mag zijn: dan betalen de anderen wie die kamer neemt",
                fr="si un prix peut être négatif : les autres paient alors celui qui prend la pièce",
                en="whether a price may be below 0: then the others pay who takes that room",
            ),
        ),
        *LOTS,
    ),
)
