"""A story is told by moments: each is a day and an hour before today, and what happens then."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")

Happening = Callable[[datetime], object]


@dataclass
class Story:
    """Moments in any order of telling; `play` lets them happen in the order of time.

    ``today`` is the day on which the history ends, ``seed`` makes the same history from the same chance.
    """

    today: date
    seed: int = 1
    chance: random.Random = field(init=False)
    #: A heap; of what happens at one moment, what was told first comes first.
    _moments: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _told: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        # Chance that can be repeated is what a story needs; no secret hangs on it.
        self.chance = random.Random(self.seed)  # noqa: S311

    def moment(self, days_ago: float, hour: int = 10, minute: int = 0) -> datetime:
        """The moment so many days before today, at an hour of the organisation's own clock."""
        day = self.today - timedelta(days=int(days_ago))
        return datetime.combine(day, time(hour, minute), ZONE)

    def on(self, days_ago: float, hour: int = 10, minute: int = 0) -> Callable[[Happening], Happening]:
        """Say what happens at a moment; the function is given that moment."""

        def tell(happening: Happening) -> Happening:
            heapq.heappush(self._moments, (self.moment(days_ago, hour, minute), next(self._told), happening))
            return happening

        return tell

    def play(self) -> None:
        """Let everything happen, in order. What is told while it plays happens in its turn."""
        while self._moments:
            when, _number, happening = heapq.heappop(self._moments)
            happening(when)
