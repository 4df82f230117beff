"""What things are worth to people, or what people did: a table of exact numbers, and what the rules say of shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from waardeel.methods.errors import InputError
from waardeel.methods.result import hash_of
from waardeel.methods.rule import Option
from waardeel.methods.words import Text

#: A person's place in `people`, a thing's in `things`, counted from 0.
Index: TypeAlias = int

AMOUNT = Option(
    "amount",
    Fraction,
    None,
    Text(nl="het bedrag dat verdeeld wordt", fr="la somme à répartir", en="the sum of money that is divided"),
    least=0,
)
DECIMALS = Option(
    "decimals",
    int,
    2,
    Text(
        nl="hoeveel cijfers achter de komma het kleinste bedrag heeft",
        fr="le nombre de décimales du plus petit montant",
        en="how many decimals the smallest amount of money has",
    ),
    least=0,
)
_MOST_DECIMALS = 6


class BadTable(InputError):
    """A table without people or things, or with a cell that is missing or no number."""

    text = (
        "The value of %(thing)s for %(person)s is %(value)r. Give every person an exact number of 0 or more for every "
        "thing, and name at least one of each."
    )


class NoAmount(InputError):
    """A division of money without the amount."""

    text = "Say how much money is divided: amount, for example amount=1200."


class NotInCoins(InputError):
    """Money that cannot be paid in the smallest amount there is."""

    text = "%(what)s is %(value)s, which has more than %(decimals)s decimals. Round it, or allow up to 6 decimals."


@dataclass(frozen=True)
class Values:
    """People and things in the order of their names; `table` holds a row for each person. Make it with `Values.of`."""

    people: tuple[str, ...]
    things: tuple[str, ...]
    table: tuple[tuple[Fraction, ...], ...]

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, int | Fraction]]) -> Values:
        """Check and order. Every person has the same things. Raises BadTable."""
        people = tuple(sorted(rows))
        things = tuple(sorted({thing for row in rows.values() for thing in row}))
        if not people or not things or not all(name.strip() for name in (*people, *things)):
            raise BadTable(person="", thing="", value=None)
        for person in people:
            for thing in things:
                value = rows[person].get(thing)
                if not isinstance(value, int | Fraction) or isinstance(value, bool) or value < 0:
                    raise BadTable(person=person, thing=thing, value=value)
        return cls(people, things, tuple(tuple(Fraction(rows[name][thing]) for thing in things) for name in people))

    @cached_property
    def input_hash(self) -> str:
        """The hash of this table: lines "person:value,value"."""
        lines = (f"{at}:{','.join(map(str, row))}".encode() for at, row in enumerate(self.table))
        return hash_of("waardeel values 1", {"people": self.people, "things": self.things}, lines)


@dataclass(frozen=True, slots=True)
class Coins:
    """Money in whole numbers of the smallest amount there is."""

    decimals: int

    def count(self, money: Fraction, what: str) -> int:
        """How many coins that is. Raises NotInCoins."""
        coins = money * Fraction(10) ** self.decimals
        if self.decimals > _MOST_DECIMALS or coins.denominator != 1:
            raise NotInCoins(what=what, value=str(money), decimals=self.decimals)
        return coins.numerator

    def money(self, coins: int) -> Decimal:
        """As an amount with its decimals: 1250 coins of a cent are 12.50."""
        return Decimal(coins).scaleb(-self.decimals)

    def exact(self, coins: Fraction) -> Fraction:
        """An amount that is not in whole coins."""
        return coins / Fraction(10) ** self.decimals


def envy(people: Sequence[str], gain: Callable[[Index, Index], Fraction]) -> list[dict[str, object]]:
    """Who would rather have another's share, and how much rather. `gain(a, b)` is what b's share is worth to a."""
    return [
        {"who": who, "whom": whom, "by": gain(a, b) - gain(a, a)}
        for a, who in enumerate(people)
        for b, whom in enumerate(people)
        if gain(a, b) > gain(a, a)
    ]
