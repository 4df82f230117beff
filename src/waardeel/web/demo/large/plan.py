"""How large the city becomes, and which organisations come to it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import cycle, islice

from django.utils.text import slugify

from waardeel.web.demo import texts as small
from waardeel.web.demo.large.texts import FIRMS, MEMBERS, NEIGHBOURHOODS, UNION, WAARDSTROOM, Trade

#: How many organisations the small city brings.
SMALL = len((small.CITY, small.NETWORK, small.COOP, small.HOF, small.MEENT, *small.FIRMS))
#: Of so many people, one is kept for the small city and for officers, until the last organisation comes.
RESERVE = 40
#: How many days ago the last organisation came: after everybody who comes to the small city.
NEWEST = 12


@dataclass(frozen=True)
class Size:
    """How large the whole city becomes, the small one included.

    ``largest`` are the members of the largest cooperative.
    """

    organisations: int = 200
    persons: int = 20_000
    largest: int = 5_000
    sightings: int = 3_000
    partnerships: int = 120
    waves: int = 40


@dataclass(frozen=True)
class Body:
    """An organisation that will come: what it is, where, on which day, and with how many people.

    ``people`` is None for the last one, which takes in whoever is then missing from the whole.
    """

    trade: Trade
    where: str
    days_ago: int
    people: int | None

    @property
    def name(self) -> str:
        return f"{self.trade.noun} {self.where}".strip()

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def decides(self) -> bool:
        """Whether people are members of it."""
        return self.trade in MEMBERS or self.trade is WAARDSTROOM

    @property
    def employs(self) -> bool:
        """Whether people work in it without being members."""
        return self.trade in FIRMS


def plan(chance: random.Random, size: Size) -> list[Body]:
    """The organisations to come, in the order of their coming, from two years ago until this month.

    The largest cooperative and the union come first. What comes last makes the number of people round.
    """
    number = size.organisations - SMALL - 3
    trades = list(islice(cycle((*MEMBERS, *FIRMS)), number))
    places = {trade: iter(chance.sample(NEIGHBOURHOODS, len(NEIGHBOURHOODS))) for trade in trades}
    workers = {place: chance.randint(8, 13) for place, trade in enumerate(trades) if trade in FIRMS}
    shares = {
        place: min(chance.paretovariate(1.1), trade.largest) for place, trade in enumerate(trades) if trade in MEMBERS
    }
    room = size.persons - size.persons // RESERVE - size.largest - sum(workers.values()) - number
    people = workers | {place: int(room * share / sum(shares.values())) for place, share in shares.items()}
    return [
        Body(WAARDSTROOM, "", 720, size.largest),
        Body(UNION, "Waardstad", 715, 0),
        *(
            Body(trade, next(places[trade]), 700 - 620 * place // number, people[place])
            for place, trade in enumerate(trades)
        ),
        Body(MEMBERS[0], "Nieuw Waardstad", NEWEST, None),
    ]
