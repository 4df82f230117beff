"""Least total cost: as many people as possible get a place, and all their wishes together are granted best.

The cost of a wish is its number (first wish 1, second 2 …), the square of that, or given by whoever asks. Places may
stand in sites with limits of their own. Exact in whole numbers, with prices that prove it.

Sources: J. Edmonds and R. M. Karp, "Theoretical improvements in algorithmic efficiency for network flow problems",
Journal of the ACM 19 (1972); R. K. Ahuja, T. L. Magnanti and J. B. Orlin, "Network Flows" (1993), chapter 9.
"""

from __future__ import annotations

from typing import Any

from waardeel.methods.errors import InputError
from waardeel.methods.lot_options import LOTS
from waardeel.methods.matching.lexicographic import decide
from waardeel.methods.matching.market import Index, Market
from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

PLACED_LATER = sentence(
    "min-cost.placed-later",
    nl="{person} krijgt {place}, wens {wish}. Een eerdere wens ({missed}) zou het totaal minstens {more} "
    "duurder maken.",
    fr="{person} obtient {place}, son vœu {wish}. Un vœu précédent ({missed}) augmenterait le coût total "
    "d'au moins {more}.",
    en="{person} gets {place}, wish {wish}. An earlier wish ({missed}) would raise the total cost by at least {more}.",
)
UNPLACED = sentence(
    "min-cost.unplaced",
    nl="{person} krijgt geen plek. Een plek ({missed}) zou het totaal minstens {more} duurder maken.",
    fr="{person} n'obtient pas de place. Une place ({missed}) augmenterait le coût total d'au moins {more}.",
    en="{person} gets no place. A place ({missed}) would raise the total cost by at least {more}.",
)


EQUAL_LATER = sentence(
    "min-cost.equal-later",
    nl="{person} krijgt {place}, wens {wish}. Met een eerdere wens ({missed}) wordt het totaal niet beter.",
    fr="{person} obtient {place}, son vœu {wish}. Un vœu précédent ({missed}) n'améliorerait pas le total.",
    en="{person} gets {place}, wish {wish}. An earlier wish ({missed}) would not make the total better.",
)
EQUAL_UNPLACED = sentence(
    "min-cost.equal-unplaced",
    nl="{person} krijgt geen plek. Met een plek ({missed}) wordt het totaal niet beter.",
    fr="{person} n'obtient pas de place. Une place ({missed}) n'améliorerait pas le total.",
    en="{person} gets no place. A place ({missed}) would not make the total better.",
)


class NoCosts(InputError):
    """The costs should be those in the input, and it has none."""

    text = "The input holds no costs. Give a cost with each wish, or choose costs=rank or costs=squared."


def min_cost(
    market: Market, *, costs: str, unplaced_cost: int | None, lots_seed: str | None, lots: str | None
) -> Result:
    """Match. Adds `cost` to the facts: the total of the people with a place. Raises NoCosts, LeastNotReached, NoLot."""
    if costs == "given" and market.costs is None:
        raise NoCosts
    given = market.costs or ()

    def granted(person: Index, number: int) -> int:
        if costs == "given":
            return given[person][number - 1]
        return number if costs == "rank" else number * number

    # Dearer than all wishes together: then one more person with a place always pays.
    all_wishes = sum(
        max((granted(person, number) for number in range(1, len(wishes) + 1)), default=0)
        for person, wishes in enumerate(market.wishes)
    )
    alone = all_wishes + 1 if unplaced_cost is None else unplaced_cost
    return decide(
        RULE,
        market,
        lambda person, number: granted(person, number) if number else alone,
        _reason,
        lots_seed=lots_seed,
        lots=lots,
        options={"costs": costs, "unplaced_cost": unplaced_cost},
    )


def _reason(said: dict[str, Any], more: int) -> Step:
    if more:
        return (PLACED_LATER if "place" in said else UNPLACED)(**said, more=more)
    return (EQUAL_LATER if "place" in said else EQUAL_UNPLACED)(**said)


RULE = Rule(
    name="min-cost",
    version="1",
    title=Text(nl="Laagste totale kosten", fr="Coût total minimal", en="Least total cost"),
    summary=Text(
        nl="Zoveel mogelijk mensen een plek, en daarbinnen alle wensen samen zo goed mogelijk. Kent grenzen per "
        "locatie.",
        fr="Le plus de personnes placées possible, puis l'ensemble des vœux satisfait au mieux. Connaît des limites "
        "par site.",
        en="As many people as possible get a place, and then all wishes together are granted best. Knows limits per "
        "site.",
    ),
    sources=(
        "J. Edmonds and R. M. Karp, Theoretical improvements in efficiency for network flow problems, JACM 19 (1972)",
        "R. K. Ahuja, T. L. Magnanti and J. B. Orlin, Network Flows (1993), chapter 9",
    ),
    takes=Market,
    run=min_cost,
    options=(
        Option(
            "costs",
            str,
            "rank",
            Text(
                nl="wat een wens kost: zijn nummer, het kwadraat daarvan, of zoals in het bestand",
                fr="le coût d'un vœu : son rang, le carré du rang, ou celui du fichier",
                en="what a wish costs: its number, the square of that, or as the file says",
            ),
            choices=("rank", "squared", "given"),
        ),
        Option(
            "unplaced_cost",
            int,
            None,
            Text(
                nl="wat iemand zonder plek kost; zonder dit getal krijgen zoveel mogelijk mensen een plek",
                fr="le coût d'une personne sans place ; sinon on place le plus de personnes possible",
                en="what a person without a place costs; without it as many people as possible get a place",
            ),
            least=0,
        ),
        *LOTS,
    ),
)
