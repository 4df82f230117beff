"""Limits on what a category, target or district may take: a project that no longer fits has left the count."""

from __future__ import annotations

from fractions import Fraction

from waardeel.methods.budgeting.instance import Instance


class Room:
    """What may still be spent under each limit of an instance. `free` says that there are no limits."""

    def __init__(self, instance: Instance) -> None:
        self.free = not instance.limits
        if self.free:
            return
        self._left = [limit.amount for limit in instance.limits]
        self._held = [
            [at for at, limit in enumerate(instance.limits) if limit.holds(project)] for project in instance.projects
        ]
        self._costs = [Fraction(project.cost) for project in instance.projects]

    def fits(self, project: int) -> bool:
        """Whether the project fits in every limit that counts it."""
        return self.free or all(self._costs[project] <= self._left[at] for at in self._held[project])

    def take(self, project: int) -> None:
        """The project has been bought."""
        for at in () if self.free else self._held[project]:
            self._left[at] -= self._costs[project]
