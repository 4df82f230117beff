"""Leximin: nobody is left further behind than needed.

First as few people as possible stay without a place; then as few as possible get the last wish of the longest list,
then the last but one, and so on. So the worst wish that anybody must take is as early as can be, and as few as can be
take it. Exact: the numbers of people with no place, the last wish … are the digits of one whole number, which
is made as small as possible.

Source: "generous maximum matching" in D. F. Manlove, "Algorithmics of Matching Under Preferences" (2013), section
8.1; leximin as an aim of justice: A. Sen, "Collective Choice and Social Welfare" (1970), chapter 9.
"""

from __future__ import annotations

from waardeel.methods.lot_options import LOTS
from waardeel.methods.matching.lexicographic import decide
from waardeel.methods.matching.market import Market
from waardeel.methods.result import Result, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

PLACED_LATER = sentence(
    "leximin.placed-later",
    nl="{person} krijgt {place}, wens {wish}. Met een eerdere wens ({missed}) zouden anderen verder achteraan "
    "komen, of het lot besliste anders.",
    fr="{person} obtient {place}, son vœu {wish}. Avec un vœu précédent ({missed}), d'autres seraient plus mal servis, "
    "ou le sort en a décidé autrement.",
    en="{person} gets {place}, wish {wish}. With an earlier wish ({missed}) others would be further behind, or "
    "the lot fell otherwise.",
)
UNPLACED = sentence(
    "leximin.unplaced",
    nl="{person} krijgt geen plek. Met een plek ({missed}) zouden anderen verder achteraan komen, of het lot "
    "besliste anders.",
    fr="{person} n'obtient pas de place. Avec une place ({missed}), d'autres seraient plus mal servis, ou le sort en a "
    "décidé autrement.",
    en="{person} gets no place. With a place ({missed}) others would be further behind, or the lot fell otherwise.",
)


def leximin(market: Market, *, lots_seed: str | None, lots: str | None) -> Result:
    """Match. Raises LeastNotReached, NoLot."""
    base, deepest = len(market.people) + 1, max(map(len, market.wishes))
    burden = [base**deepest, *(base ** (number - 1) for number in range(1, deepest + 1))]
    return decide(
        RULE,
        market,
        lambda _person, number: burden[number],
        lambda said, _more: (PLACED_LATER if "place" in said else UNPLACED)(**said),
        lots_seed=lots_seed,
        lots=lots,
        options={},
    )


RULE = Rule(
    name="leximin",
    version="1",
    title=Text(nl="Niemand ver achteraan", fr="Personne loin derrière", en="Nobody far behind"),
    summary=Text(
        nl="Eerst zo weinig mogelijk mensen zonder plek, dan zo weinig mogelijk mensen met hun laatste wens, en zo "
        "verder.",
        fr="D'abord le moins de personnes sans place, puis le moins de personnes avec leur dernier vœu, et ainsi de "
        "suite.",
        en="First as few people as possible without a place, then as few as possible with their last wish, and so on.",
    ),
    sources=(
        "D. F. Manlove, Algorithmics of Matching Under Preferences (2013), section 8.1: generous maximum matchings",
        "A. Sen, Collective Choice and Social Welfare (1970), chapter 9",
    ),
    takes=Market,
    run=leximin,
    options=LOTS,
)
