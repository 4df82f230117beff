"""Papers on the piles of the candidates, moved a pile at a time.

The papers lie in one array, a row each, so that all papers of a pile find their next preference in a few steps. Weights
stay exact: whole numbers that fit in 64 bits together, or else Python's own numbers and fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.voting.ballots import Index, Weight

#: Papers that went on: what they are worth (their key), and the weight that each candidate got of them. What went to
#: nobody stands last.
Sums: TypeAlias = "list[tuple[Any, list[Weight]]]"
_MOST = 1 << 62


class Piles:
    """Every paper on one pile, and marked with what it is worth (its `key`, anything that can be one of a dict).

    A paper is a distinct ranking (a row of `orders`, as in `Rankings.orders`) with a weight. All papers begin with the
    key `first`, on the pile of their first preference; the pile after that of the last candidate is nobody's.
    """

    def __init__(self, orders: NDArray[Any], weights: Sequence[Weight], candidates: int, first: Any) -> None:
        self._cells = orders.ravel()
        #: In which cell each paper lies now.
        self._at = np.arange(0, orders.size, orders.shape[1])
        self._pile = orders[:, 0].copy()
        small = set(map(type, weights)) <= {int} and sum(weights) < _MOST
        self._weights: NDArray[Any] = np.array(weights, dtype=np.int64 if small else object)
        self._piles = candidates + 1
        self._keys = [first]
        self._numbers = {first: 0}
        self._key = np.zeros(len(orders), dtype=np.intp)  # the number of each paper's key

    def dealt(self) -> list[Weight]:
        """The weight on each pile now."""
        sums = np.zeros(self._piles, dtype=self._weights.dtype)
        np.add.at(sums, self._pile, self._weights)
        return list(sums.tolist())

    def onward(self, source: Index, open_to: Sequence[bool], worth: Callable[[Any], Any] | None = None) -> Sums:
        """The papers of `source` go to their next preference among those `open_to` them, by the keys they had.

        There they have the key that `worth` makes of the old one; the old one without it.
        """
        papers = (self._pile == source).nonzero()[0]
        shut = ~np.array([*open_to, True])  # the end of a paper is open to all
        at = self._at[papers] + 1
        to = self._cells[at]
        on = shut[to].nonzero()[0]
        while len(on):
            further = at[on] + 1
            at[on] = further
            found = self._cells[further]
            to[on] = found
            on = on[shut[found]]
        self._at[papers], self._pile[papers] = at, to
        key = self._key[papers]
        sums = np.zeros(len(self._keys) * self._piles, dtype=self._weights.dtype)
        np.add.at(sums, key * self._piles + to, self._weights[papers])
        rows = sums.reshape(-1, self._piles).tolist()
        lay_here = [number for number, row in enumerate(rows) if any(row)]  # no paper weighs nothing
        moved = [(self._keys[number], rows[number]) for number in lay_here]
        if worth is not None:
            new = np.zeros(len(rows), dtype=np.intp)
            for number in lay_here:
                new[number] = self._numbered(worth(self._keys[number]))
            self._key[papers] = new[key]
        return moved

    def _numbered(self, key: Any) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._keys)
            self._keys.append(key)
        return self._numbers[key]
