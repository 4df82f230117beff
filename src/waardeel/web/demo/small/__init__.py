"""Waardstad, the small demo city: what happened there in two years, told moment by moment.

Every person is made up. The one real thing is the story of the UCO site in Ghent, which is told with its sources.
"""

from __future__ import annotations

from waardeel.web.demo.small.beginnings import Beginnings
from waardeel.web.demo.small.life import Life
from waardeel.web.demo.small.measuring import Measuring
from waardeel.web.demo.small.sealed import Sealing
from waardeel.web.demo.small.working import Working


class SmallCity(Beginnings, Sealing, Working, Measuring):
    """Tells the story of Waardstad to a `Story`."""

    def tell(self) -> None:
        """All of it."""
        self._beginnings()
        self._cooperative()
        self._neighbours()
        self._decisions()
        self._sealed_vote()
        self._vote_being_prepared()
        self._work()
        self._impact()
        self._today()
        Life(self).tell()
