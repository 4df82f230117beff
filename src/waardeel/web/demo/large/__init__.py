"""The large city: around the small one, so many organisations and people that lists and searches are put to
the test.

It is told by the same domain functions by which a real city would fill: members come in by the import of a
members' list. Its two years are the same for the same seed and day, but for what the house itself draws at
random: identities of imported people, salts and ballot codes.
"""

from __future__ import annotations

from waardeel.web.demo.large import coming, deciding, measuring, working
from waardeel.web.demo.large.plan import Size, plan
from waardeel.web.demo.large.town import Town
from waardeel.web.demo.story import Story

__all__ = ["LargeCity", "Size"]


class LargeCity:
    """Tells the story of a large Waardstad, on top of a story that tells of its city and its network."""

    def __init__(self, story: Story, size: Size | None = None) -> None:
        self.town = Town(story)
        self.size = size or Size()

    def tell(self) -> None:
        """All of it."""
        bodies = plan(self.town.chance, self.size)
        coming.tell(self.town, bodies, self.size)
        deciding.tell(self.town, bodies)
        working.tell(self.town, bodies, self.size)
        measuring.tell(self.town, bodies, self.size)
