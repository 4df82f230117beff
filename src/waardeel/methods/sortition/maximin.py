"""Maximin: make the smallest chance as large as possible; then the largest as small as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.sortition import marginals
from waardeel.methods.sortition.fair import LOTS, PAPER, SEED, decide, span
from waardeel.methods.sortition.marginals import Chances
from waardeel.methods.sortition.polytope import Polytope
from waardeel.methods.sortition.pool import Pool
from waardeel.methods.words import Text

NAME, VERSION = "maximin", "1"

RANGE = sentence(
    "sortition.range",
    nl="De kleinste kans kan niet groter zijn dan {least}. Daarbij kan de grootste niet kleiner zijn dan {most}.",
    fr="La plus petite chance ne peut dépasser {least}. La plus grande ne peut alors descendre sous {most}.",
    en="The smallest chance cannot be larger than {least}. With that, the largest cannot be smaller than {most}.",
)


def chances(polytope: Polytope) -> Chances:
    """Many lotteries have the highest smallest chance. Of these: the lowest largest chance, then leximin."""
    least, able, bound = marginals.highest_least(polytope)
    most, _ = marginals.LowestMost(polytope, able).at(least)
    return replace(marginals.leximin(polytope, most + 10 * marginals.TOLERANCE), bound=bound)


def range_step(polytope: Polytope, found: Chances) -> Sequence[Step]:
    """The smallest and the largest chance in words."""
    return [RANGE(**span(polytope, found))]


def maximin(pool: Pool, *, lots: int, seed: str | None) -> Result:
    """A draw whose smallest chance is as large as possible. Raises NoPanel."""
    return decide(NAME, VERSION, pool, chances, lots=lots, seed=seed, about=range_step)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Maximin: de kleinste kans zo groot mogelijk",
        fr="Maximin : la plus petite chance au plus haut",
        en="Maximin: the smallest chance as large as possible",
    ),
    summary=Text(
        nl="Elk panel voldoet aan de quota. De kleinste kans is zo groot mogelijk, en daarbij de grootste zo klein "
        "mogelijk. Dat laatste maakt het minder lonend om over jezelf te liegen.",
        fr="Chaque panel respecte les quotas. La plus petite chance est aussi grande que possible, puis la plus grande "
        "aussi petite que possible, ce qui rend le mensonge sur soi moins payant.",
        en="Every panel meets the quotas. The smallest chance is as large as possible, and with that the largest as "
        "small as possible, which makes it pay less to lie about oneself.",
    ),
    sources=(
        PAPER,
        "The choice among the maximin lotteries (lowest largest chance, then leximin) is our own",
    ),
    takes=Pool,
    run=maximin,
    options=(LOTS, SEED),
)
