"""Which of several equal projects goes first: the cheapest, then the one with most votes, then by lot.

Source: D. Peters and P. Skowron, "How to break ties?", https://equalshares.net/implementation/tie-breaking/.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from waardeel.methods.lot_options import by_lot
from waardeel.methods.lots import Lots
from waardeel.methods.result import Tie
from waardeel.methods.rule import Option
from waardeel.methods.words import Text

TIES = Option(
    "ties",
    str,
    "cost-votes-lot",
    Text(
        nl="wat beslist bij gelijke stand: laagste kosten, dan meeste stemmen, dan loting; of alleen loting",
        fr="ce qui départage les ex aequo : le coût le plus bas, puis le plus de voix, puis le sort ; ou le sort seul",
        en="what decides between equals: lowest cost, then most votes, then lots; or lots alone",
    ),
    choices=("cost-votes-lot", "lot"),
)


class TieOrder:
    """Breaks ties between projects, given by place. Remembers nothing; every answer depends on the group alone."""

    def __init__(
        self, ids: Sequence[str], costs: Sequence[Fraction], votes: Sequence[int], lots: Lots | None, ties: str
    ) -> None:
        self._ids, self._costs, self._votes = ids, costs, votes
        self._lots, self._by_lot_alone = lots, ties == "lot"

    def with_costs(self, costs: Sequence[Fraction]) -> TieOrder:
        """The same order for other costs."""
        return TieOrder(self._ids, costs, self._votes, self._lots, "lot" if self._by_lot_alone else "")

    def with_votes(self, votes: Sequence[int]) -> TieOrder:
        """The same order for other numbers of votes."""
        return TieOrder(self._ids, self._costs, votes, self._lots, "lot" if self._by_lot_alone else "")

    def first(self, among: Sequence[int]) -> tuple[int, Tie]:
        """The project that goes first, and how that was decided. Raises NoLot where only a lot can tell."""
        left, by = list(among), "lot"
        if not self._by_lot_alone:
            lowest = min(self._costs[at] for at in left)
            left = [at for at in left if self._costs[at] == lowest]
            by = "lowest-cost"
            if len(left) > 1:
                most = max(self._votes[at] for at in left)
                left = [at for at in left if self._votes[at] == most]
                by = "most-votes"
        if len(left) > 1:
            by = "lot"
            named = {self._ids[at]: at for at in left}
            left = [named[by_lot(self._lots, named)[0]]]
        return left[0], Tie("select", tuple(sorted(self._ids[at] for at in among)), by, (self._ids[left[0]],))

    def sorted(self, among: Sequence[int]) -> list[int]:
        """All of them, the favoured first. Raises NoLot."""
        left, found = list(among), []
        while len(left) > 1:
            found.append(self.first(left)[0])
            left.remove(found[-1])
        return found + left
