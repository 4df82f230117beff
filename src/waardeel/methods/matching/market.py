"""Who wishes what, and what there is: people with ranked wishes, places with seats and priorities.

A place is a home, a course, a team, a garden plot, a shift. Places may stand in sites (a floor in a building, a team
in a department), which have limits of their own; sites may stand in sites.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from waardeel.methods.errors import InputError
from waardeel.methods.result import hash_of

#: A person's place in `people`, a place's in `places`, a site's after the places; counted from 0.
Index: TypeAlias = int
#: From first to last in line; a tuple inside holds people with equal rights.
Ranking: TypeAlias = tuple["Index | tuple[Index, ...]", ...]
#: Where each person is: the index of a place, or None for nowhere.
Placement: TypeAlias = "Sequence[Index | None]"

_LARGEST = 10**12


class BadNames(InputError):
    """A market in which names are missing or stand for two things."""

    text = "Every person, place and site needs a name of its own; this is wrong: %(names)s."


class UnknownName(InputError):
    """A name that is nowhere explained."""

    text = "%(where)s names %(name)r, which is no %(kind)s here. Correct the name, or add it to the list."


class NamedTwice(InputError):
    """A wish or a priority that stands twice in one list."""

    text = "%(where)s names the same one twice. Each may stand in the list once; take out: %(names)s."


class BadSeats(InputError):
    """A limit that is no limit."""

    text = "%(name)s has %(least)r to %(most)r seats. Give whole numbers from 0, the least not above the most."


class BadCosts(InputError):
    """Costs that do not fit the wishes."""

    text = (
        "The costs of %(name)s are %(costs)r. Give one whole number from 0 to a million million for each of the "
        "%(count)s wishes, in the same order."
    )


class BadSite(InputError):
    """Sites that are not nested: a place in two sites, a site inside itself, or one without places."""

    text = (
        "%(name)s stands in more than one site, in itself, or is a site without places. Sites may only lie inside one "
        "another, and not overlap."
    )


@dataclass(frozen=True, slots=True)
class Site:
    """Places (or sites) that share a limit: together at least `least` and at most `most` people (None: no limit)."""

    name: str
    members: tuple[str, ...]
    most: int | None = None
    least: int = 0


@dataclass(frozen=True)
class Market:
    """People, places and sites, each in the order of their names. Make it with `Market.of`, which checks.

    `wishes` holds the places of each person, the most wanted first; who is left out is not acceptable. `costs`
    stand beside the wishes when they were given. `priorities` holds for each place its people, the first in line
    first, those with equal rights in a tuple; a person who is left out cannot come there; None means that all are
    equal. `most` and `least` are the seats of the places, then of the sites; `parents` says in which site each of them
    stands.
    """

    people: tuple[str, ...]
    places: tuple[str, ...]
    sites: tuple[str, ...]
    wishes: tuple[tuple[Index, ...], ...]
    priorities: tuple[Ranking | None, ...]
    most: tuple[int, ...]
    least: tuple[int, ...]
    parents: tuple[Index | None, ...]
    costs: tuple[tuple[int, ...], ...] | None = None

    @classmethod
    def of(
        cls,
        wishes: Mapping[str, Sequence[str]],
        seats: Mapping[str, int],
        *,
        priorities: Mapping[str, Sequence[str | Sequence[str]]] | None = None,
        costs: Mapping[str, Sequence[int]] | None = None,
        least: Mapping[str, int] | None = None,
        sites: Sequence[Site] = (),
    ) -> Market:
        """Check and number. A place that is not in `priorities` takes everybody, all equal.

        Raises BadNames, UnknownName, NamedTwice, BadSeats, BadCosts, BadSite.
        """
        people, places = tuple(sorted(wishes)), tuple(sorted(seats))
        groups = {site.name: site for site in sorted(sites, key=lambda site: site.name)}
        _named(people, places, [site.name for site in sites])
        person = {name: at for at, name in enumerate(people)}
        node = {name: at for at, name in enumerate((*places, *groups))}
        place = {name: node[name] for name in places}
        given, least = priorities or {}, least or {}
        _known(given, place, where="The list of priorities", kind="place")
        _known(least, place, where="The list of least seats", kind="place")
        total = len(people)
        most = (*(seats[name] for name in places), *(total if g.most is None else g.most for g in groups.values()))
        lower = (*(least.get(name, 0) for name in places), *(group.least for group in groups.values()))
        for name, low, high in zip(node, lower, most, strict=True):
            if type(low) is not int or type(high) is not int or not 0 <= low <= high <= _LARGEST:
                raise BadSeats(name=name, least=low, most=high)
        return cls(
            people,
            places,
            tuple(groups),
            tuple(_numbered(wishes[name], place, where=f"The list of {name}", kind="place") for name in people),
            tuple(_ranking(given[name], person, name) if name in given else None for name in places),
            most,
            lower,
            _parents(groups, node),
            None if costs is None else tuple(_costs(costs, name, len(wishes[name])) for name in people),
        )

    @cached_property
    def tiers(self) -> tuple[Mapping[Index, int] | None, ...]:
        """For each place who is how far in front: person to 0, 1, 2 …; None where all are equal."""
        return tuple(None if ranking is None else _tiers(ranking) for ranking in self.priorities)

    def tier(self, person: Index, place: Index) -> int | None:
        """How far behind the first the person stands at that place (0 is in front); None when not admissible."""
        tiers = self.tiers[place]
        return 0 if tiers is None else tiers.get(person)

    def admissible(self, person: Index) -> Iterator[tuple[int, Index]]:
        """The wishes of a person that the places can grant, as (wish number from 1, place)."""
        for number, place in enumerate(self.wishes[person], start=1):
            if self.tier(person, place) is not None:
                yield number, place

    def above(self, node: Index | None) -> Iterator[Index]:
        """The place or site itself and every site it stands in, from inside out."""
        while node is not None:
            yield node
            node = self.parents[node]

    @property
    def nodes(self) -> tuple[str, ...]:
        """The names of places, then sites."""
        return (*self.places, *self.sites)

    @cached_property
    def input_hash(self) -> str:
        """The hash of this market: lines "person:wishes" (with "=cost") and "@place:priorities"."""
        header = {
            "people": self.people, "places": self.places, "sites": self.sites,
            "most": self.most, "least": self.least, "parents": self.parents,
        }  # fmt: skip
        return hash_of("waardeel market 1", header, self._lines())

    def _lines(self) -> Iterator[bytes]:
        label = [str(at) for at in range(max(len(self.people), len(self.places)))]
        for person, wishes in enumerate(self.wishes):
            said = [label[place] for place in wishes]
            if self.costs is not None:
                said = [f"{place}={cost}" for place, cost in zip(said, self.costs[person], strict=True)]
            yield f"{person}:{','.join(said)}".encode()
        for place, ranking in enumerate(self.priorities):
            if ranking is not None:
                said = [label[at] if isinstance(at, int) else "=".join(label[one] for one in at) for at in ranking]
                yield f"@{place}:{'>'.join(said)}".encode()


def _named(people: Sequence[str], places: Sequence[str], sites: Sequence[str]) -> None:
    halls = (*places, *sites)
    twice = {name for name in sites if halls.count(name) > 1}
    empty = [name for name in (*people, *halls) if not isinstance(name, str) or not name.strip()]
    if twice or empty or not people or not places:
        wrong = ", ".join(map(repr, (*sorted(twice), *empty))) or "there must be at least one person and one place"
        raise BadNames(names=wrong)


def _known(names: Mapping[str, object], known: Mapping[str, Index], *, where: str, kind: str) -> None:
    for name in names:
        if name not in known:
            raise UnknownName(where=where, name=name, kind=kind)


def _numbered(names: Sequence[str], index: Mapping[str, Index], *, where: str, kind: str) -> tuple[Index, ...]:
    try:
        numbered = tuple([index[name] for name in names])
    except KeyError as missing:
        raise UnknownName(where=where, name=missing.args[0], kind=kind) from None
    if len(set(numbered)) != len(numbered):
        raise NamedTwice(where=where, names=", ".join(sorted({name for name in names if names.count(name) > 1})))
    return numbered


def _ranking(order: Sequence[str | Sequence[str]], index: Mapping[str, Index], place: str) -> Ranking:
    """The priorities of a place in their one writing: single people bare, equal ones ascending."""
    where, kind = f"The list of {place}", "person"
    if all(type(one) is str for one in order):
        return _numbered(order, index, where=where, kind=kind)  # type: ignore[arg-type]  # just looked
    groups = [(one,) if isinstance(one, str) else tuple(one) for one in order]
    _numbered([name for group in groups for name in group], index, where=where, kind=kind)
    numbers = [tuple(sorted(index[name] for name in group)) for group in groups if group]
    return tuple(group if len(group) > 1 else group[0] for group in numbers)


def _tiers(ranking: Ranking) -> dict[Index, int]:
    if set(map(type, ranking)) == {int}:
        return dict(zip(ranking, range(len(ranking)), strict=True))  # type: ignore[arg-type]  # just looked
    tiers: dict[Index, int] = {}
    for tier, group in enumerate(ranking):
        if isinstance(group, int):
            tiers[group] = tier
        else:
            tiers.update(dict.fromkeys(group, tier))
    return tiers


def _costs(costs: Mapping[str, Sequence[int]], name: str, count: int) -> tuple[int, ...]:
    found = tuple(costs.get(name, ()))
    if len(found) != count or not all(type(cost) is int and 0 <= cost <= _LARGEST for cost in found):
        raise BadCosts(name=name, costs=list(found), count=count)
    return found


def _parents(groups: Mapping[str, Site], node: Mapping[str, Index]) -> tuple[Index | None, ...]:
    """In which site each place and each site stands. Raises UnknownName, BadSite."""
    parents: list[Index | None] = [None] * len(node)
    for group in groups.values():
        if not group.members:
            raise BadSite(name=group.name)
        for member in group.members:
            if member not in node:
                raise UnknownName(where=f"The site {group.name}", name=member, kind="place or site")
            if parents[node[member]] is not None:
                raise BadSite(name=member)
            parents[node[member]] = node[group.name]
    for name, at in node.items():
        seen, step = {at}, parents[at]
        while step is not None:
            if step in seen:
                raise BadSite(name=name)
            seen.add(step)
            step = parents[step]
    return tuple(parents)
