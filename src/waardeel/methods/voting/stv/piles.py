"""Papers on the piles of the candidates, moved many at a time.

The papers lie in one array, a row each, so that all papers of a pile find their next preference in one step. Weights
stay exact: whole numbers that fit in 64 bits together, or else Python's own numbers and fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.voting.ballots import Index, Weight

#: Numbers of papers, in no order that matters.
Papers: TypeAlias = NDArray[np.intp]
_MOST = 1 << 62


class Moved(NamedTuple):
    """Papers that go on together: from the pile with `key`, to a candidate or (None) to nobody."""

    key: Any
    to: Index | None
    papers: Papers
    weight: Weight


class Piles:
    """Every paper on one pile, and each pile sorted by what its papers are worth (their `key`).

    A paper is a distinct ranking (a row of `orders`, as in `Rankings.orders`) with a weight. `of` holds for each
    candidate, by key, the papers in the portions in which they came; `onward` takes papers to their next preference.
    """

    def __init__(self, orders: NDArray[Any], weights: Sequence[Weight], candidates: int) -> None:
        self._orders = orders
        self._columns = np.arange(self._orders.shape[1], dtype=np.min_scalar_type(candidates + 1))
        #: In which column of its row each paper lies now.
        self._lies = np.zeros(len(orders), dtype=self._columns.dtype)
        small = set(map(type, weights)) <= {int} and sum(weights) < _MOST
        self._weights: NDArray[Any] = np.array(weights, dtype=np.int64 if small else object)
        self.of: list[dict[Any, list[Papers]]] = [{} for _ in range(candidates)]

    def deal(self, key: Any) -> list[Moved]:
        """Every paper to its first preference."""
        dealt = self._sorted_out([key], np.arange(len(self._orders)), self._orders[:, 0].astype(np.intp))
        for moved in dealt:
            self.lay(moved)
        return dealt

    def lay(self, moved: Moved, key: Any = None) -> None:
        """Lay papers on the pile of who they go to, under their old key or another."""
        if moved.to is not None:
            self.of[moved.to].setdefault(moved.key if key is None else key, []).append(moved.papers)

    def take(self, at: Index) -> list[tuple[Any, list[Papers]]]:
        """All papers of a candidate, off their pile."""
        taken, self.of[at] = list(self.of[at].items()), {}
        return taken

    def onward(self, taken: Sequence[tuple[Any, Sequence[Papers]]], open_to: Sequence[bool]) -> list[Moved]:
        """These papers by key and by their next preference among those `open_to` them."""
        portions = [(number, part) for number, (_, parts) in enumerate(taken) for part in parts]
        if not portions:
            return []
        papers = np.concatenate([part for _, part in portions])
        orders = self._orders[papers]
        open_ = np.array([*open_to, True])[orders]  # the end of a paper is open to all
        open_ &= self._columns > self._lies[papers, np.newaxis]
        column = open_.argmax(axis=1)
        self._lies[papers] = column
        to = orders[np.arange(len(papers)), column].astype(np.intp)
        if len(taken) > 1:
            numbers = np.array([number for number, _ in portions])
            to += np.repeat(numbers, [len(part) for _, part in portions]) * (len(self.of) + 1)
        return self._sorted_out([key for key, _ in taken], papers, to)

    def _sorted_out(self, keys: Sequence[Any], papers: Papers, places: Papers) -> list[Moved]:
        """Papers by where they go: place = number of the key x (candidates + 1) + candidate, the last being nobody."""
        order = np.argsort(places, kind="stable")
        papers, places = papers[order], places[order]
        starts = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
        weights = np.add.reduceat(self._weights[papers], starts).tolist()
        found = []
        ends = [*starts[1:].tolist(), len(papers)]
        for place, start, end, weight in zip(places[starts].tolist(), starts.tolist(), ends, weights, strict=True):
            number, to = divmod(place, len(self.of) + 1)
            found.append(Moved(keys[number], to if to < len(self.of) else None, papers[start:end], weight))
        return found
