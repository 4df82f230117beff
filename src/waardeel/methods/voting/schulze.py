"""Schulze: the strongest chain of wins decides.

A chain from a to b is as strong as its weakest win. Whoever has against everybody else a chain at least as strong as
the chain back wins. Several may; lots choose one of them when they were drawn.

Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Rankings, Weight
from waardeel.methods.voting.common import decided, one_winner
from waardeel.methods.voting.pairwise import NOBODY_WINS_ALL, STRENGTH, WINS_ALL, Pairwise
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "schulze", "1"

CHAIN = sentence(
    "schulze.chain",
    nl="Van {name} naar {other} loopt een keten van winst met kracht {strength}: {way}. Terug is de kracht {back}.",
    fr="De {name} à {other} va une chaîne de victoires de force {strength} : {way}. Au retour, la force est {back}.",
    en="From {name} to {other} runs a chain of wins with strength {strength}: {way}. The way back has strength {back}.",
)

Paths = list[list[Weight]]


def schulze(rankings: Rankings, *, strength: str, **drawn: str | None) -> Result:
    """Find the strongest chains. Winners: the best, all of them when they stand equal and there are no lots.

    Facts: `ranking` (groups that stand equal, best first), `candidates`, `pairwise`, and `paths` (row to column, the
    strength of the strongest chain). Raises LotMissing, TwoLots.
    """
    pairs = Pairwise.of(rankings)
    paths = strongest_paths(pairs, strength)
    levels = ranking(paths)
    return decided(
        NAME,
        VERSION,
        rankings,
        one_winner(pairs.names(levels[0]), lots_of(rankings.candidates, **drawn)),
        steps=_explained(pairs, paths, levels[0], strength),
        options={"strength": strength, **drawn},
        facts={"ranking": [pairs.names(level) for level in levels], **pairs.to_facts(), "paths": paths},
    )


def strongest_paths(pairs: Pairwise, by: str) -> Paths:
    """`paths[a][b]` is the strength of the strongest chain of wins from a to b; 0 when there is none."""
    everyone = range(len(pairs.candidates))
    strengths = [[pairs.strength(a, b, by) for b in everyone] for a in everyone]
    # Only the order of strengths matters: count with their places in it, which are small whole numbers.
    values = sorted({0, *(value for row in strengths for value in row)})
    places = {value: place for place, value in enumerate(values)}
    widest = np.array([[places[value] for value in row] for row in strengths], dtype=np.int64)
    for over in everyone:
        np.maximum(widest, np.minimum(widest[:, over, None], widest[None, over, :]), out=widest)
    np.fill_diagonal(widest, 0)
    return [[values[place] for place in row] for row in widest.tolist()]


def ranking(paths: Paths) -> list[tuple[int, ...]]:
    """Who stands equal, best first: each time those to whom nobody left has a stronger chain than back."""
    left = list(range(len(paths)))
    levels = []
    while left:
        best = tuple(a for a in left if all(paths[a][b] >= paths[b][a] for b in left))
        levels.append(best)
        left = [a for a in left if a not in best]
    return levels


def _explained(pairs: Pairwise, paths: Paths, best: Sequence[int], by: str) -> list[Step]:
    """The chains from each winner to each other candidate, when nobody simply beats everybody."""
    if pairs.condorcet_winner is not None:
        return [WINS_ALL(name=pairs.candidates[pairs.condorcet_winner])]
    steps = [NOBODY_WINS_ALL(smith=pairs.names(pairs.smith))]
    for a in best:
        for b in range(len(pairs.candidates)):
            if b not in best and paths[a][b]:
                way = pairs.names(_chain(pairs, a, b, paths[a][b], by))
                steps.append(
                    CHAIN(
                        name=way[0],
                        other=way[-1],
                        strength=paths[a][b],
                        back=paths[b][a],
                        way=" > ".join(way),
                        path=way,
                    )
                )
    return steps


def _chain(pairs: Pairwise, start: int, end: int, least: Weight, by: str) -> list[int]:
    """A shortest chain whose wins all have at least this strength."""
    before = {start: start}
    waiting = deque([start])
    while end not in before:
        here = waiting.popleft()
        for there in range(len(pairs.candidates)):
            if there not in before and pairs.strength(here, there, by) >= least:
                before[there] = here
                waiting.append(there)
    chain = [end]
    while chain[-1] != start:
        chain.append(before[chain[-1]])
    return chain[::-1]


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Schulze", fr="Schulze", en="Schulze"),
    Text(
        nl="Alle kandidaten twee aan twee tegenover elkaar. De sterkste keten van winst beslist.",
        fr="Tous les candidats deux à deux. La plus forte chaîne de victoires décide.",
        en="All candidates against each other two by two. The strongest chain of wins decides.",
    ),
    ('M. Schulze, "A new monotonic, clone-independent … election method", Social Choice and Welfare 36 (2011)',),
    Rankings,
    schulze,
    (STRENGTH, *LOTS),
)
