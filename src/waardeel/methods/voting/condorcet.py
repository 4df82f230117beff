"""The Condorcet report: who beats whom, one against one, and whether somebody beats everybody.

It elects only a Condorcet winner and leaves the rest to the reader: who is in the Smith set, and in what circles its
members beat one another.

Sources: N. de Condorcet, Essai sur l'application de l'analyse (1785); J. H. Smith, "Aggregation of preferences with
variable electorate", Econometrica 41 (1973).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.common import Seated, decided
from waardeel.methods.voting.pairwise import NOBODY_WINS_ALL, WINS_ALL, Pairwise
from waardeel.methods.words import Text

NAME, VERSION = "condorcet", "1"

DUEL = sentence(
    "condorcet.duel",
    nl="{name} wint van {other}: {votes} tegen {against}.",
    fr="{name} bat {other} : {votes} contre {against}.",
    en="{name} beats {other}: {votes} to {against}.",
)
EVEN = sentence(
    "condorcet.even",
    nl="{name} en {other} staan gelijk: elk {votes}.",
    fr="{name} et {other} sont à égalité : {votes} chacun.",
    en="{name} and {other} stand equal: {votes} each.",
)
CIRCLE = sentence(
    "condorcet.circle",
    nl="Er is een kringetje: {way}.",
    fr="Il y a un cercle : {way}.",
    en="There is a circle: {way}.",
)


def condorcet(rankings: Rankings) -> Result:
    """Report. Winners: the Condorcet winner, or nobody. Facts: `candidates` and `pairwise` (row beats column with so
    many votes), `smith`, `loser` (who loses to everybody, or None), `cycles` (for each member of the Smith set that is
    in a circle of wins the shortest one, each circle once).
    """
    pairs = Pairwise.of(rankings)
    winner = pairs.condorcet_winner
    loser = pairs.condorcet_loser
    smith = pairs.names(pairs.smith)
    circles = [pairs.names(circle) for circle in cycles(pairs)]
    if winner is None:
        seated = Seated((), (NOBODY_WINS_ALL(smith=smith),), ())
    else:
        seated = Seated((pairs.candidates[winner],), (WINS_ALL(name=pairs.candidates[winner]),), ())
    return decided(
        NAME,
        VERSION,
        rankings,
        seated,
        steps=[*duels(pairs), *(CIRCLE(way=" > ".join([*circle, circle[0]])) for circle in circles)],
        options={},
        facts={
            **pairs.to_facts(),
            "smith": smith,
            "loser": None if loser is None else pairs.candidates[loser],
            "cycles": circles,
        },
    )


def duels(pairs: Pairwise) -> Iterator[Step]:
    """Every two candidates, once."""
    for a, name in enumerate(pairs.candidates):
        for b in range(a + 1, len(pairs.candidates)):
            other, votes, against = pairs.candidates[b], pairs.votes[a][b], pairs.votes[b][a]
            if votes == against:
                yield EVEN(name=name, other=other, votes=votes)
            elif votes > against:
                yield DUEL(name=name, other=other, votes=votes, against=against)
            else:
                yield DUEL(name=other, other=name, votes=against, against=votes)


def cycles(pairs: Pairwise) -> list[tuple[int, ...]]:
    """For each member of the Smith set the shortest circle of wins through them, from its first in the list."""
    found: dict[tuple[int, ...], None] = {}
    for start in pairs.smith:
        circle = _shortest_circle(pairs, start)
        if circle:
            lowest = circle.index(min(circle))
            found[(*circle[lowest:], *circle[:lowest])] = None
    return list(found)


def _shortest_circle(pairs: Pairwise, start: int) -> Sequence[int]:
    before: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in range(len(pairs.candidates)):
            if not pairs.beats(here, there):
                continue
            if there == start:
                circle = [here]
                while circle[-1] != start:
                    circle.append(before[circle[-1]])
                return circle[::-1]
            if there not in before:
                before[there] = here
                waiting.append(there)
    return ()


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Condorcet-verslag", fr="Rapport de Condorcet", en="Condorcet report"),
    Text(
        nl="Zet kandidaten twee aan twee tegenover elkaar en laat zien wie van iedereen wint, als die er is.",
        fr="Oppose les candidats deux à deux et montre qui bat tous les autres, si quelqu'un le fait.",
        en="Sets all candidates against each other two by two and shows who beats everybody, if anybody does.",
    ),
    (
        "N. de Condorcet, Essai sur l'application de l'analyse (1785)",
        'J. H. Smith, "Aggregation of preferences with variable electorate", Econometrica 41 (1973)',
    ),
    Rankings,
    condorcet,
)
