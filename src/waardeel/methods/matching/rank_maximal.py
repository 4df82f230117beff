"""Rank-maximal: as many first wishes as possible, then as many second wishes, and so on.

It does not look first at how many people get a place: a first wish more is worth any number of later wishes.
Exact: the numbers of first, second … wishes are the digits of one whole number, which is made as large as possible.

Source: R. W. Irving, T. Kavitha, K. Mehlhorn, D. Michail and K. Paluch, "Rank-maximal matchings", ACM Transactions
on Algorithms 2 (2006).
"""

from __future__ import annotations

from waardeel.methods.lot_options import LOTS
from waardeel.methods.matching.lexicographic import decide
from waardeel.methods.matching.market import Market
from waardeel.methods.result import Result, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

PLACED_LATER = sentence(
    "rank-maximal.placed-later",
    nl="{person} krijgt {place}, wens {wish}. Met een eerdere wens ({missed}) zouden minder anderen een vroege wens "
    "krijgen, of het lot besliste anders.",
    fr="{person} obtient {place}, son vœu {wish}. Avec un vœu précédent ({missed}), moins d'autres auraient un de "
    "leurs premiers vœux, ou le sort en a décidé autrement.",
    en="{person} gets {place}, wish {wish}. With an earlier wish ({missed}) fewer others would get an early wish, or "
    "the lot fell otherwise.",
)
UNPLACED = sentence(
    "rank-maximal.unplaced",
    nl="{person} krijgt geen plek. Met een plek ({missed}) zouden minder anderen een vroege wens krijgen, of het "
    "lot besliste anders.",
    fr="{person} n'obtient pas de place. Avec une place ({missed}), moins d'autres auraient un de leurs premiers vœux, "
    "ou le sort en a décidé autrement.",
    en="{person} gets no place. With a place ({missed}) fewer others would get an early wish, or the lot fell "
    "otherwise.",
)


def rank_maximal(market: Market, *, lots_seed: str | None, lots: str | None) -> Result:
    """Match. Raises LeastNotReached, NoLot."""
    base, deepest = len(market.people) + 1, max(map(len, market.wishes))
    worth = [0, *(base ** (deepest - number) for number in range(1, deepest + 1))]
    return decide(
        RULE,
        market,
        lambda _person, number: -worth[number],
        lambda said, _more: (PLACED_LATER if "place" in said else UNPLACED)(**said),
        lots_seed=lots_seed,
        lots=lots,
        options={},
    )


RULE = Rule(
    name="rank-maximal",
    version="1",
    title=Text(nl="Meeste eerste wensen", fr="Le plus de premiers vœux", en="Most first wishes"),
    summary=Text(
        nl="Zoveel mogelijk mensen krijgen hun eerste wens, dan zoveel mogelijk hun tweede, en zo verder.",
        fr="Le plus de personnes possible obtiennent leur premier vœu, puis leur deuxième, et ainsi de suite.",
        en="As many people as possible get their first wish, then as many as possible their second, and so on.",
    ),
    sources=(
        "R. W. Irving, T. Kavitha, K. Mehlhorn, D. Michail, K. Paluch, Rank-maximal matchings, ACM TALG 2 (2006)",
    ),
    takes=Market,
    run=rank_maximal,
    options=LOTS,
)
