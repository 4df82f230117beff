"""The rounds of a count in compiled code, where numba is installed and asked for: `with compiled(): ...`.

The compiled code does rounds as long as floats leave no doubt, with the same bounds as `count`, and stops before the
first that does; `count` then decides that round exactly and hands back. Results are therefore the same; only the time
differs. Compiling takes some seconds, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import numpy as np

from waardeel.methods.budgeting.count import Advance, Count

_asked: ContextVar[bool] = ContextVar("compiled", default=False)


@contextmanager
def compiled() -> Iterator[None]:
    """Within this, counts use compiled code. Raises ImportError where numba is not installed."""
    _rounds()
    token = _asked.set(True)
    try:
        yield
    finally:
        _asked.reset(token)


def kernel() -> Advance | None:
    """What a count may use to go fast, or None."""
    return _advance if _asked.get() else None


def _advance(count: Count) -> None:
    if not count.room.free:
        return  # limits are looked at after every round
    flat = count.support.flat
    alive = np.zeros(len(count.support.cost), dtype=np.bool_)
    alive[count.alive] = True
    winners = np.empty(len(count.alive), dtype=np.int64)
    rich = np.empty(len(count.alive), dtype=np.int64)
    done, count.error = _rounds()(
        flat.begin, flat.voters, flat.points, count.support.cost_floats, count.support.factor_floats,
        count.money, count.spent, count.bound, alive, winners, rich,
        len(count.winners), count.error, count.edge, float(count.share),
    )  # fmt: skip
    count.winners += winners[:done].tolist()
    count.rich += rich[:done].tolist()
    count.alive = np.flatnonzero(alive).tolist()


@cache
def _rounds() -> Callable[..., Any]:
    from waardeel.methods.budgeting.compiled import rounds

    return rounds
