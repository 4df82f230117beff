"""Surplus: an amount of money divided by stated keys, to the cent.

The statutes or the assembly say by what: so much in equal parts, so much by hours worked, so much by purchases. A key
is a column of the table, or `equal`. Each share is exact; whole cents come from the largest remainders: all shares
are rounded down, and the cents left over go to those who lost most.

Sources: largest remainders: A. Hamilton (1792), in M. L. Balinski and H. P. Young, "Fair Representation" (1982);
dividing a surplus in proportion to the members' transactions: International Cooperative Alliance, "Statement on the
Cooperative Identity" (1995), third principle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from waardeel.methods.division.values import AMOUNT, DECIMALS, Coins, Index, NoAmount, Values
from waardeel.methods.errors import InputError
from waardeel.methods.lot_options import LOTS, lots_of
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

EQUAL = "equal"
_WEIGHT = re.compile(r"[0-9]{1,12}(/[0-9]{1,12})?", re.ASCII)

BY_KEY = sentence(
    "surplus.by-key",
    nl="{money} wordt verdeeld naar {key}; samen is dat {together}.",
    fr="{money} est réparti selon {key} ; le total est de {together}.",
    en="{money} is divided by {key}; together that is {together}.",
)
EQUALLY = sentence(
    "surplus.equally",
    nl="{money} wordt in {people} gelijke delen verdeeld.",
    fr="{money} est réparti en {people} parts égales.",
    en="{money} is divided into {people} equal parts.",
)
GETS = sentence(
    "surplus.gets",
    nl="{person} krijgt {money}.",
    fr="{person} reçoit {money}.",
    en="{person} gets {money}.",
)
LEFT_OVER = sentence(
    "surplus.left-over",
    nl="Na afronden naar beneden bleef {money} over. Dat ging naar wie het meest verloor door afronden: {people}.",
    fr="Après l'arrondi vers le bas, il restait {money}. Cela revient à qui perdait le plus en arrondi : {people}.",
    en="After rounding down {money} was left. It went to those who lost most by rounding: {people}.",
)


class BadKeys(InputError):
    """Keys that cannot be read, or that are no columns."""

    text = (
        "The keys are %(keys)r. Name columns of the table (%(known)s) or equal, each with its weight: "
        '"equal=40, hours=60".'
    )


class NothingToShareBy(InputError):
    """A key of which nobody has anything."""

    text = "Nobody has any %(key)s, so nothing can be divided by it. Leave that key out."


def surplus(
    values: Values, *, amount: Fraction | None, keys: str | None, decimals: int, lots_seed: str | None, lots: str | None
) -> Result:
    """Divide. Facts: `shares` (money) and `exact_shares` by person, `parts` by person and key (exact).

    Equal remainders: by lot where lots were drawn, else in the order of names. Raises NoAmount, NotInCoins, BadKeys,
    NothingToShareBy.
    """
    if amount is None:
        raise NoAmount
    coins = Coins(decimals)
    total = coins.count(amount, "The amount")
    weights = _weights(values, keys)
    drawn = lots_of(values.people, lots_seed, lots)
    together = sum(weights.values())
    parts: list[dict[str, Fraction]] = [{} for _ in values.people]
    steps: list[Step] = []
    for key, weight in weights.items():
        column = _column(values, key)
        money, whole = Fraction(total) * weight / together, sum(column)
        if not whole:
            raise NothingToShareBy(key=key)
        for person, own in enumerate(column):
            parts[person][key] = money * own / whole
        if key == EQUAL:
            steps.append(EQUALLY(money=coins.exact(money), people=len(values.people)))
        else:
            steps.append(BY_KEY(money=coins.exact(money), key=key, together=whole))
    exact = [sum(part.values(), Fraction(0)) for part in parts]
    order = [values.people.index(name) for name in (values.people if drawn is None else drawn.order)]
    shares, tie = largest_remainders(exact, order)
    raised = [person for person, share in enumerate(shares) if share > exact[person]]
    if raised:
        left = total - sum(share.numerator // share.denominator for share in exact)
        steps.append(LEFT_OVER(money=coins.money(left), people=[values.people[person] for person in raised]))
    steps += [GETS(person=name, money=coins.money(shares[person])) for person, name in enumerate(values.people)]
    ties: tuple[Tie, ...] = ()
    if tie:
        among, chosen = (tuple(values.people[person] for person in people) for people in tie)
        ties = (Tie("coin", among, "order" if drawn is None else "lot", chosen),)
    return Result(
        family="division",
        rule=RULE.name,
        version=RULE.version,
        winners=tuple(name for person, name in enumerate(values.people) if shares[person]),
        input_hash=values.input_hash,
        steps=tuple(steps),
        ties=ties,
        options={"amount": amount, "keys": keys, "decimals": decimals, "lots_seed": lots_seed, "lots": lots},
        facts={
            "shares": {name: coins.money(shares[person]) for person, name in enumerate(values.people)},
            "exact_shares": {name: coins.exact(exact[person]) for person, name in enumerate(values.people)},
            "parts": {
                name: {key: coins.exact(part) for key, part in parts[person].items()}
                for person, name in enumerate(values.people)
            },
        },
    )


def largest_remainders(
    exact: Sequence[Fraction], order: Sequence[Index]
) -> tuple[list[int], tuple[list[Index], list[Index]] | None]:
    """Whole numbers with the same (whole) sum, each less than 1 from the exact one.

    Equal remainders are taken in `order`; when that decided, also those who stood equal and those who got one more.
    """
    shares = [share.numerator // share.denominator for share in exact]
    rest = [share - whole for share, whole in zip(exact, shares, strict=True)]
    left = sum(exact) - sum(shares)
    place = {person: at for at, person in enumerate(order)}
    line = sorted(range(len(exact)), key=lambda person: (-rest[person], place[person]))
    chosen = line[: int(left)]
    for person in chosen:
        shares[person] += 1
    if not chosen or len(chosen) == len(line) or rest[chosen[-1]] != rest[line[len(chosen)]]:
        return shares, None
    edge = rest[chosen[-1]]
    return shares, ([p for p in line if rest[p] == edge], [p for p in chosen if rest[p] == edge])


def _weights(values: Values, keys: str | None) -> Mapping[str, Fraction]:
    """What each key weighs. Without keys: the only column there is."""
    known = ", ".join(values.things)
    if keys is None:
        if len(values.things) != 1:
            raise BadKeys(keys=keys, known=known)
        return {values.things[0]: Fraction(1)}
    found: dict[str, Fraction] = {}
    for item in keys.split(","):
        name, sign, weight = (part.strip() for part in item.partition("="))
        weight = weight if sign else "1"
        if name in found or (name != EQUAL and name not in values.things) or not _WEIGHT.fullmatch(weight):
            raise BadKeys(keys=keys, known=known)
        over, _, under = weight.partition("/")
        if not int(over) or (under and not int(under)):
            raise BadKeys(keys=keys, known=known)
        found[name] = Fraction(weight)
    return found


def _column(values: Values, key: str) -> list[Fraction]:
    if key == EQUAL:
        return [Fraction(1)] * len(values.people)
    at = values.things.index(key)
    return [row[at] for row in values.table]


RULE = Rule(
    name="surplus",
    version="1",
    title=Text(nl="Overschot naar sleutels", fr="Excédent selon des clés", en="Surplus by keys"),
    summary=Text(
        nl="Een bedrag verdeeld zoals is afgesproken: in gelijke delen, naar uren, naar aankopen, of een mengsel. Op "
        "de cent.",
        fr="Une somme répartie comme convenu : en parts égales, selon les heures, les achats, ou un mélange. Au "
        "centime.",
        en="An amount divided as agreed: in equal parts, by hours, by purchases, or a mix. To the cent.",
    ),
    sources=(
        "A. Hamilton (1792), in M. L. Balinski and H. P. Young, Fair Representation (1982): largest remainders",
        "International Cooperative Alliance, Statement on the Cooperative Identity (1995), third principle",
    ),
    takes=Values,
    run=surplus,
    options=(
        AMOUNT,
        Option(
            "keys",
            str,
            None,
            Text(
                nl="kolommen met hun gewicht, en equal voor gelijke delen: equal=40, hours=60",
                fr="les colonnes avec leur poids, et equal pour des parts égales : equal=40, hours=60",
                en="columns with their weight, and equal for equal parts: equal=40, hours=60",
            ),
        ),
        DECIMALS,
        *LOTS,
    ),
)
