"""From numbers per class to names: the table of lots that is published before the draw.

Every lot holds one panel and all lots are equally likely, so a person's chance is the part of the lots that they stand
in. Who wants to check needs no solver: count, and compare each panel with the quotas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from waardeel.methods.lots import Lots
from waardeel.methods.sortition.polytope import Counts, PersonClass, Polytope
from waardeel.methods.sortition.pool import Index

Panel = tuple[Index, ...]


def named(polytope: Polytope, lots: Sequence[Counts]) -> tuple[Panel, ...]:
    """The panels by name, sorted. Within a class everyone stands in as many lots as the others, or one more.

    Who gets the one more follows a lot from the hash of the input, which nobody could choose to favour a person.
    """
    pool = polytope.pool
    drawn = Lots.drawn(pool.input_hash, pool.people).order
    place = {name: at for at, name in enumerate(drawn)}
    order = [place[name] for name in pool.people]
    panels: list[list[Index]] = [[] for _ in lots]
    shared: dict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(polytope.classes):
        if each.shape is None:
            people = sorted(each.people, key=order.__getitem__)
            turn = 0
            for panel, counts in zip(panels, lots, strict=True):
                for _ in range(counts[at]):
                    panel.append(people[turn])
                    turn = (turn + 1) % len(people)
        else:
            shared[each.shape].append(at)
    for classes in shared.values():
        _share_out([polytope.classes[at] for at in classes], [[c[at] for at in classes] for c in lots], panels, order)
    return tuple(sorted(tuple(sorted(panel)) for panel in panels))


def _share_out(
    classes: Sequence[PersonClass], wanted: Sequence[Sequence[int]], panels: Sequence[list[Index]], order: Sequence[int]
) -> None:
    """Households of one shape: in each lot whoever has had fewest turns, from households not used in that lot."""
    turns: dict[Index, int] = dict.fromkeys((person for each in classes for person in each.people), 0)
    for panel, numbers in zip(panels, wanted, strict=True):
        used: set[int] = set()
        for each, number in zip(classes, numbers, strict=True):
            for _ in range(number):
                _, _, person, home = min(
                    (turns[person], order[person], person, at)
                    for at, home in enumerate(each.homes)
                    if at not in used
                    for person in home
                )
                panel.append(person)
                turns[person] += 1
                used.add(home)
