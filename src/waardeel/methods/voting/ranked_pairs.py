"""Ranked pairs: lock in the wins from strong to weak, and pass over each that would close a circle.

Wins that are equally strong can be locked in in several orders, with different winners. With lots one order is fixed:
first the win of whom the lots favour, and of theirs first the one over whom the lots favour least. Without lots every
order is looked at, and all who win in some order win together.

Sources: T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987);
T. M. Zavist and T. N. Tideman, the same 6 (1989), for the order by lot; M. Brill and F. Fischer, "The price of
neutrality for the ranked pairs method", AAAI (2012), for all orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from waardeel.methods.errors import NoAnswer
from waardeel.methods.lots import Lots
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.voting.ballots import Rankings, Weight
from waardeel.methods.voting.common import Seated, decided, one_winner
from waardeel.methods.voting.pairwise import STRENGTH, Pairwise
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "ranked-pairs", "1"

#: Half-finished outcomes that are looked at before we give up on all orders. Finding all winners is NP-hard.
MOST_STATES = 20_000

LOCKED = sentence(
    "ranked-pairs.locked",
    nl="{name} wint van {other} met kracht {strength}. Dat staat vast.",
    fr="{name} bat {other} avec une force de {strength}. C'est acquis.",
    en="{name} beats {other} with strength {strength}. That is locked in.",
)
PASSED_OVER = sentence(
    "ranked-pairs.passed-over",
    nl="{name} wint van {other} met kracht {strength}. Dat telt niet: {other} staat al boven {name}.",
    fr="{name} bat {other} avec une force de {strength}. Cela ne compte pas : {other} est déjà au-dessus de {name}.",
    en="{name} beats {other} with strength {strength}. That is passed over: {other} already stands above {name}.",
)
ORDER_MATTERS = sentence(
    "ranked-pairs.order-matters",
    nl="Er zijn {wins} keren winst met kracht {strength}, en hun volgorde maakt uit. Alle volgordes worden bekeken.",
    fr="Il y a {wins} victoires de force {strength}, et leur ordre compte. Tous les ordres sont examinés.",
    en="There are {wins} wins with strength {strength}, and their order matters. All orders are looked at.",
)
ORDER_BY_LOT = sentence(
    "ranked-pairs.order-by-lot",
    nl="Er zijn {wins} keren winst met kracht {strength}, en hun volgorde maakt uit. De volgorde is die van het lot.",
    fr="Il y a {wins} victoires de force {strength}, et leur ordre compte. L'ordre est celui du sort.",
    en="There are {wins} wins with strength {strength}, and their order matters. Their order is that of the lots.",
)

Pair = tuple[int, int]
#: For each candidate, as bits, those whom they stand above.
State = tuple[int, ...]


class TooManyOrders(NoAnswer):
    """So many equally strong wins that not all their orders can be looked at."""

    text = (
        "So many wins are equally strong that their orders cannot all be looked at (more than %(most)s outcomes). "
        "Draw lots: give a seed that was published beforehand, or the order that was drawn."
    )


@dataclass
class _Locking:
    """The states that are possible so far, and what was said on the way."""

    pairs: Pairwise
    states: set[State]
    steps: list[Step] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)


def ranked_pairs(rankings: Rankings, *, strength: str, **drawn: str | None) -> Result:
    """Lock in wins. Winners: who stands below nobody, in some order of equal wins when there are no lots.

    Facts: `ranking` (groups that stand equal, best first; empty where it hangs on the order), `candidates`,
    `pairwise`. Raises TooManyOrders, LotMissing, TwoLots.
    """
    pairs = Pairwise.of(rankings)
    lots = lots_of(rankings.candidates, **drawn)
    locking = _Locking(pairs, {(0,) * len(pairs.candidates)})
    for force, group in _by_strength(pairs, strength):
        _lock_group(locking, force, group, lots)
    best = sorted({a for state in locking.states for a in _unbeaten(state, range(len(state)))})
    seated = one_winner(pairs.names(best), lots)
    levels = _levels(next(iter(locking.states))) if len(locking.states) == 1 else []
    return decided(
        NAME,
        VERSION,
        rankings,
        Seated(seated.winners, seated.steps, (*locking.ties, *seated.ties)),
        steps=locking.steps,
        options={"strength": strength, **drawn},
        facts={"ranking": [pairs.names(level) for level in levels], **pairs.to_facts()},
    )


def _by_strength(pairs: Pairwise, by: str) -> list[tuple[Weight, list[Pair]]]:
    """All wins, grouped by strength, the strongest first."""
    everyone = range(len(pairs.candidates))
    wins = [(pairs.strength(a, b, by), (a, b)) for a in everyone for b in everyone if pairs.beats(a, b)]
    wins.sort(key=lambda win: (-win[0], win[1]))
    return [(force, [pair for _, pair in group]) for force, group in groupby(wins, key=lambda win: win[0])]


def _lock_group(locking: _Locking, force: Weight, group: list[Pair], lots: Lots | None) -> None:
    """Lock in the wins of one strength."""
    names = locking.pairs.candidates
    matters = any(_together(state, group) is None for state in locking.states)
    if matters:
        involved = tuple(dict.fromkeys(names[at] for pair in group for at in pair))
        locking.ties.append(Tie("lock", involved, "none" if lots is None else "lot", ()))
        locking.steps.append((ORDER_MATTERS if lots is None else ORDER_BY_LOT)(wins=len(group), strength=force))
    if matters and lots is None:
        locking.states = _all_outcomes(locking.states, group)
        return
    if lots is not None:
        place = {name: at for at, name in enumerate(lots.order)}
        group = sorted(group, key=lambda pair: (place[names[pair[0]]], -place[names[pair[1]]]))
    if len(locking.states) == 1:
        locking.steps.extend(_told(names, next(iter(locking.states)), group, force))
    locking.states = {_in_order(state, group) for state in locking.states}


def _told(names: Sequence[str], state: State, group: list[Pair], force: Weight) -> Iterator[Step]:
    for a, b in group:
        said = PASSED_OVER if _above(state, b, a) else LOCKED
        yield said(name=names[a], other=names[b], strength=force)
        state = _in_order(state, [(a, b)])


def _in_order(state: State, group: Sequence[Pair]) -> State:
    """Lock in these wins one after the other, passing over each that would close a circle."""
    for a, b in group:
        if not _above(state, b, a):
            state = _lock(state, a, b)
    return state


def _together(state: State, group: Sequence[Pair]) -> State | None:
    """Lock in at once all wins that do not go against the state; None when they close a circle among themselves."""
    for a, b in [(a, b) for a, b in group if not _above(state, b, a)]:
        if _above(state, b, a):
            return None
        state = _lock(state, a, b)
    return state


def _all_outcomes(states: set[State], group: Sequence[Pair]) -> set[State]:
    """What all orders of these wins can lead to. Raises TooManyOrders."""
    seen = set(states)
    waiting = list(states)
    found: set[State] = set()
    while waiting:
        state = waiting.pop()
        after = _together(state, group)
        if after is not None:
            found.add(after)
            continue
        further = {_lock(state, a, b) for a, b in group if not _above(state, a, b) and not _above(state, b, a)} - seen
        seen |= further
        waiting.extend(further)
        if len(seen) > MOST_STATES:
            raise TooManyOrders(most=MOST_STATES)
    return found


def _above(state: State, a: int, b: int) -> bool:
    """Whether a stands above b, directly or over others."""
    return bool(state[a] >> b & 1)


def _lock(state: State, a: int, b: int) -> State:
    """Put a above b: a and all above a now stand above b and all below b."""
    below = state[b] | 1 << b
    return tuple(row | below if x == a or row >> a & 1 else row for x, row in enumerate(state))


def _levels(state: State) -> list[tuple[int, ...]]:
    """Groups of candidates, best first: each time those above whom nobody left stands."""
    left = list(range(len(state)))
    levels = []
    while left:
        best = _unbeaten(state, left)
        levels.append(best)
        left = [a for a in left if a not in best]
    return levels


def _unbeaten(state: State, among: Sequence[int]) -> tuple[int, ...]:
    return tuple(a for a in among if not any(_above(state, b, a) for b in among))


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Paren op volgorde", fr="Paires classées", en="Ranked pairs"),
    Text(
        nl="Kandidaten twee aan twee tegenover elkaar. De duidelijkste winst telt eerst; wat ermee botst, vervalt.",
        fr="Tous les candidats deux à deux. La victoire la plus nette compte d'abord ; ce qui la contredit tombe.",
        en="All candidates against each other two by two. The clearest win counts first; what contradicts it falls.",
    ),
    (
        'T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987)',
        'T. M. Zavist and T. N. Tideman, "Complete independence of clones in the ranked pairs rule", the same 6 (1989)',
    ),
    Rankings,
    ranked_pairs,
    (STRENGTH, *LOTS),
)
