"""Papers on the piles of the candidates, moved many at a time.

The papers lie in one array, a row each, so that all papers of a pile find their next preference in one step. Weights
stay exact: whole numbers that fit in 64 bits together, or else Python's own numbers and fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.voting.ballots import Index, Weight
from waardeel.methods.voting.equal import Strict

#: Numbers of papers, in no order that matters.
Papers: TypeAlias = NDArray[np.intp]
_MOST = 1 << 62


class Piles:
    """Every paper on one pile, and each pile sorted by what its papers are worth (their `key`).

    A paper is a distinct ranking with a weight. `next` takes papers to their next preference.
    """

    def __init__(self, papers: Sequence[Strict], weights: Sequence[Weight], candidates: int) -> None:
        self._orders = _rows(papers, candidates)
        self._columns = np.arange(self._orders.shape[1], dtype=np.min_scalar_type(candidates + 1))
        #: In which column of its row each paper lies now.
        self._lies = np.zeros(len(papers), dtype=self._columns.dtype)
        small = set(map(type, weights)) <= {int} and sum(weights) < _MOST
        self._weights: NDArray[Any] = np.array(weights, dtype=np.int64 if small else object)
        self.of: list[dict[Any, Papers]] = [{} for _ in range(candidates)]

    def deal(self, key: Any) -> None:
        """Every paper to its first preference."""
        for at, papers in _sorted_out(np.arange(len(self._orders)), self._orders[:, 0], len(self.of)).items():
            self.of[at] = {key: papers}

    def weight(self, papers: Papers) -> Weight:
        """What these papers weigh together."""
        total = self._weights[papers].sum()
        return int(total) if self._weights.dtype == np.int64 else total

    def add(self, at: Index, key: Any, papers: Papers) -> None:
        """Lay papers on the pile of a candidate."""
        pile = self.of[at]
        pile[key] = np.concatenate([pile[key], papers]) if key in pile else papers

    def next(self, papers: Papers, open_to: Sequence[bool]) -> tuple[dict[Index, Papers], Papers]:
        """These papers by their next preference among those `open_to` them, and the papers that have none."""
        orders = self._orders[papers]
        open_ = np.array([*open_to, True])[orders]  # the end of a paper is open to all
        open_ &= self._columns > self._lies[papers, np.newaxis]
        column = open_.argmax(axis=1)
        self._lies[papers] = column
        found = _sorted_out(papers, orders[np.arange(len(papers)), column], len(self.of) + 1)
        exhausted = found.pop(len(self.of), papers[:0])
        return found, exhausted


def _rows(papers: Sequence[Strict], candidates: int) -> NDArray[Any]:
    """A row for each paper: its candidates in order, and then `candidates` (nobody), at least once."""
    lengths = np.fromiter(map(len, papers), dtype=np.intp, count=len(papers))
    table = np.full((len(papers), int(lengths.max(initial=0)) + 1), candidates, dtype=np.min_scalar_type(candidates))
    flat = np.fromiter(chain.from_iterable(papers), dtype=table.dtype, count=int(lengths.sum()))
    table[np.arange(table.shape[1]) < lengths[:, np.newaxis]] = flat
    return table


def _sorted_out(papers: Papers, to: NDArray[Any], many: int) -> dict[Index, Papers]:
    """Papers by where they go."""
    papers = papers[np.argsort(to, kind="stable")]
    ends = np.cumsum(np.bincount(to, minlength=many)).tolist()
    return {at: papers[start:end] for at, (start, end) in enumerate(zip([0, *ends], ends, strict=False)) if end > start}
