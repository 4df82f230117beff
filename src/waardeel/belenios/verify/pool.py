"""Ballots checked by the handful, on as many cores as there are, in the order in which they came.

Only a few handfuls are under way at once, so the memory needed does not grow with the number of ballots.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import lru_cache

from waardeel.belenios import ballot
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.election import Election
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.numbers import number
from waardeel.belenios.proofs import Ciphertext
from waardeel.belenios.tally import Ciphertexts, Tally

#: Ballots in a handful. Small enough to share the work evenly, large enough that handing it over costs little.
HANDFUL = 16
#: Handfuls that wait or are being checked, for each worker.
_AHEAD = 3


@dataclass(slots=True)
class Waiting:
    """A ballot to be checked: its text, its votes, and the event that cast it."""

    raw: bytes
    weight: int
    height: int


@dataclass(slots=True)
class Checked:
    """What came of a handful: the first thing that is wrong, with its event; else the product of its ciphertexts."""

    product: tuple[tuple[tuple[int, int], ...], ...] = ()
    wrong: str = ""
    height: int = -1


def check_handful(election: bytes, waiting: list[Waiting]) -> Checked:
    """Check these ballots of an election (its record) and multiply them. Runs in another process."""
    of = _election(election)
    tally = Tally(of)
    for each in waiting:
        try:
            read = Ballot.read(each.raw, of)
            ballot.check(read, of)
        except BeleniosError as fault:
            return Checked(wrong=str(fault), height=each.height)
        tally.add(read, each.weight)
    # Plain numbers travel between processes whatever is installed there.
    return Checked(tuple(tuple((int(a), int(b)) for a, b in row) for row in tally.products))


@lru_cache(maxsize=4)
def _election(raw: bytes) -> Election:
    return Election.read(raw)


@dataclass
class Pool:
    """Takes ballots one by one and gives what came of them, in order. Without an executor all is done here."""

    election: Election
    executor: Executor | None
    workers: int = 1
    _gathered: list[Waiting] = field(default_factory=list)
    _under_way: deque[Future[Checked] | Checked] = field(default_factory=deque)

    def put(self, waiting: Waiting) -> Iterator[Checked]:
        """Add a ballot; yields what is ready and makes room."""
        self._gathered.append(waiting)
        if len(self._gathered) == HANDFUL:
            self._start()
        while len(self._under_way) > _AHEAD * self.workers:
            yield self._first()

    def rest(self) -> Iterator[Checked]:
        """All that is still under way."""
        if self._gathered:
            self._start()
        while self._under_way:
            yield self._first()

    def _start(self) -> None:
        handful, self._gathered = self._gathered, []
        if self.executor is None:
            self._under_way.append(check_handful(self.election.raw, handful))
        else:
            self._under_way.append(self.executor.submit(check_handful, self.election.raw, handful))

    def _first(self) -> Checked:
        first = self._under_way.popleft()
        return first if isinstance(first, Checked) else first.result()


def ciphertexts(checked: Checked) -> Ciphertexts:
    """The product of a handful as ciphertexts."""
    return tuple(tuple(Ciphertext(number(a), number(b)) for a, b in row) for row in checked.product)
