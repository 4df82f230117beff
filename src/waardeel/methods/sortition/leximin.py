"""LEXIMIN: make the smallest chance as large as possible, then the next smallest, and so on."""

from __future__ import annotations

from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.sortition import marginals
from waardeel.methods.sortition.fair import LOTS, PAPER, SEED, decide, level_steps
from waardeel.methods.sortition.pool import Pool
from waardeel.methods.words import Text

NAME, VERSION = "leximin", "1"


def leximin(pool: Pool, *, lots: int, seed: str | None) -> Result:
    """A draw with the leximin chances, which are unique. Raises NoPanel."""
    return decide(NAME, VERSION, pool, marginals.leximin, lots=lots, seed=seed, about=level_steps)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Leximin: eerst de kleinste kans",
        fr="Leximin : d'abord la plus petite chance",
        en="Leximin: smallest chance first",
    ),
    summary=Text(
        nl="Elk panel voldoet aan de quota. Wie de kleinste kans heeft, krijgt een zo groot mogelijke kans; daarna wie "
        "de op één na kleinste heeft, en zo verder.",
        fr="Chaque panel respecte les quotas. La plus petite chance est rendue aussi grande que possible, puis la "
        "suivante, et ainsi de suite.",
        en="Every panel meets the quotas. Whoever has the smallest chance gets as large a chance as possible, then "
        "whoever has the next smallest, and so on.",
    ),
    sources=(PAPER,),
    takes=Pool,
    run=leximin,
    options=(LOTS, SEED),
)
