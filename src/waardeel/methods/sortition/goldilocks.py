"""Goldilocks: chances neither too small nor too large."""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.result import Result
from waardeel.methods.rule import Option, Rule
from waardeel.methods.sortition import marginals
from waardeel.methods.sortition.fair import LOTS, SEED, decide, span_step
from waardeel.methods.sortition.marginals import Chances
from waardeel.methods.sortition.polytope import Polytope
from waardeel.methods.sortition.pool import Pool
from waardeel.methods.words import Text

NAME, VERSION = "goldilocks", "1"
_HALVINGS = 45


def chances(polytope: Polytope, gamma: Fraction) -> Chances:
    """Minimise n/k * largest chance + gamma * k/n / smallest chance.

    The lowest largest chance is a convex function of the smallest one, so halving on its slope finds the best smallest
    chance; among the lotteries with that smallest and that largest chance, the leximin one is taken.
    """
    fair = polytope.pool.size / len(polytope.pool.people)
    highest, able, _ = marginals.highest_least(polytope)
    most = marginals.LowestMost(polytope, able)
    low, high = 0.0, highest
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        _, slope = most.at(middle)
        if slope / fair < float(gamma) * fair / middle**2:
            low = middle
        else:
            high = middle
    ceiling, _ = most.at(high)
    return marginals.leximin(polytope, ceiling + 10 * marginals.TOLERANCE)


def goldilocks(pool: Pool, *, lots: int, seed: str | None, gamma: Fraction) -> Result:
    """A draw with few very small and very large chances. Raises NoPanel."""
    return decide(
        NAME,
        VERSION,
        pool,
        lambda polytope: chances(polytope, gamma),
        lots=lots,
        seed=seed,
        options={"gamma": gamma},
        about=span_step,
    )


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(
        nl="Goldilocks: niet te klein, niet te groot",
        fr="Goldilocks : ni trop petite, ni trop grande",
        en="Goldilocks: not too small, not too large",
    ),
    summary=Text(
        nl="Elk panel voldoet aan de quota. Zoekt het midden tussen een grote kleinste kans (eerlijk) en een kleine "
        "grootste kans (liegen loont niet).",
        fr="Chaque panel respecte les quotas. Cherche l'équilibre entre une plus petite chance élevée (équité) et une "
        "plus grande chance modérée (mentir ne paie pas).",
        en="Every panel meets the quotas. Looks for the middle between a large smallest chance (fair) and a small "
        "largest chance (lying does not pay).",
    ),
    sources=(
        "C. Baharav, B. Flanigan, Fair, manipulation-robust, and transparent sortition, ACM EC 2024",
        "The choice among lotteries with the same smallest and largest chance (leximin) is our own",
    ),
    takes=Pool,
    run=goldilocks,
    options=(
        LOTS,
        SEED,
        Option(
            "gamma",
            Fraction,
            Fraction(1),
            Text(
                nl="hoe zwaar de kleinste kans telt tegenover de grootste",
                fr="le poids de la plus petite chance par rapport à la plus grande",
                en="how much the smallest chance counts against the largest",
            ),
            least=0,
        ),
    ),
)
