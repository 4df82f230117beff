"""The two options that every rule with lots takes, and what becomes of them.

Lots are drawn before the count and published. Either a seed that nobody could choose gives the order
(`waardeel.methods.lots`), or an order drawn by hand is written down. Who comes first is favoured: elected before,
excluded after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from waardeel.methods.errors import InputError
from waardeel.methods.lots import Lots, NoLot
from waardeel.methods.rule import Option
from waardeel.methods.words import Text

#: Add these to the options of a rule: `options=(SEATS, *LOTS)`.
LOTS: tuple[Option, ...] = (
    Option(
        "lots_seed",
        str,
        None,
        Text(
            nl="tekst waaruit de volgorde van de loting volgt; vooraf bekendgemaakt",
            fr="texte public dont découle l'ordre du tirage au sort",
            en="text, published beforehand, from which the order of the lots follows",
        ),
    ),
    Option(
        "lots",
        str,
        None,
        Text(
            nl="de gelote volgorde van alle namen, de eerste gaat voor: A > B > C",
            fr="l'ordre tiré au sort de tous les noms, le premier est favorisé : A > B > C",
            en="the order of all names that was drawn, the first is favoured: A > B > C",
        ),
    ),
)


class TwoLots(InputError):
    """A seed and an order by hand at once."""

    text = "There is a seed for the lots (%(seed)r) and also an order (%(order)r). Give one of the two."


def lots_of(names: Sequence[str], lots_seed: str | None, lots: str | None) -> Lots | None:
    """The lots that the two options say, or None when none were drawn. Raises TwoLots, LotMissing."""
    if lots is not None:
        if lots_seed is not None:
            raise TwoLots(seed=lots_seed, order=lots)
        whole = {name.strip(): name for name in names}  # spaces around a name are nobody's meaning
        return Lots.given([whole.get(name.strip(), name.strip()) for name in lots.split(">")], names)
    return None if lots_seed is None else Lots.drawn(lots_seed, names)


def by_lot(lots: Lots | None, among: Iterable[str]) -> tuple[str, ...]:
    """These names, the favoured first. Raises NoLot when none were drawn."""
    names = tuple(among)
    if lots is None:
        raise NoLot(among=", ".join(sorted(names)))
    return lots.sorted(names)
