"""Who may be drawn, for a panel of what size, with which quotas.

A quota says how many people with a certain value of a feature (age 16-29, district North) a panel must have at
least and may have at most. People who share a household never sit in one panel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from waardeel import canonical_json
from waardeel.methods.errors import InputError
from waardeel.methods.result import hash_of

#: A person's place in `people`, counted from 0.
Index: TypeAlias = int


class BadPeople(InputError):
    """A list of people in which ids are missing or stand for two people."""

    text = "Every person needs an id of their own; this is wrong: %(names)s."


class BadSize(InputError):
    """A panel that cannot be."""

    text = "The panel has %(size)r places and the pool %(people)s people. Give a whole number from 1 to %(people)s."


class BadQuota(InputError):
    """A quota that is no quota."""

    text = (
        "The quota of %(feature)s %(value)s is %(least)r to %(most)r, at the widest %(flex_least)r to %(flex_most)r. "
        "Give whole numbers from 0, the least not above the most, the widest range around the range."
    )


class QuotaTwice(InputError):
    """Two quotas for one value."""

    text = "There are two quotas for %(feature)s %(value)s. Keep one."


class UnknownValue(InputError):
    """A person with a value that has no quota."""

    text = "%(feature)s of %(name)s is %(value)r, which has no quota. Correct it, or give it a quota (0 to 0 for none)."


class NoFeature(InputError):
    """A person of whom a feature is not known, or a rule that asks for one that the pool does not have."""

    text = "%(feature)s is not known of %(name)s. Give everyone a value for each of: %(features)s."


@dataclass(frozen=True, slots=True, order=True)
class Quota:
    """At least `least` and at most `most` people with this value. The flex bounds say how far it may be relaxed.

    None for a flex bound means: as far as needed (0, and the size of the panel).
    """

    feature: str
    value: str
    least: int
    most: int
    flex_least: int | None = None
    flex_most: int | None = None

    def __post_init__(self) -> None:
        flex_least = 0 if self.flex_least is None else self.flex_least
        flex_most = self.most if self.flex_most is None else self.flex_most
        numbers = (flex_least, self.least, self.most, flex_most)
        if not all(type(number) is int for number in numbers) or flex_least < 0 or list(numbers) != sorted(numbers):
            raise BadQuota(
                feature=self.feature,
                value=self.value,
                least=self.least,
                most=self.most,
                flex_least=self.flex_least,
                flex_most=self.flex_most,
            )


@dataclass(frozen=True)
class Pool:
    """People with their features, quotas, the size of the panel. Make it with `Pool.of`, which checks and sorts.

    `values[p][f]` is what person p has for `features[f]`. `households[p]` is None for who shares with nobody. Sorting
    makes the order of the lists irrelevant.
    """

    people: tuple[str, ...]
    features: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    size: int
    quotas: tuple[Quota, ...] = ()
    households: tuple[str | None, ...] = ()

    @classmethod
    def of(
        cls,
        people: Mapping[str, Mapping[str, str]] | Iterable[tuple[str, Mapping[str, str]]],
        size: int,
        quotas: Iterable[Quota] = (),
        households: Mapping[str, str] | None = None,
    ) -> Pool:
        """Check and sort: ids with their features, and by id the household where two or more may share one.

        Raises BadPeople, BadSize, QuotaTwice, NoFeature, UnknownValue.
        """
        listed = list(people.items() if isinstance(people, Mapping) else people)
        ids = tuple(sorted(name for name, _ in listed))
        wrong = sorted({name for name, times in Counter(ids).items() if times > 1 or not name})
        shared = dict(households or {})
        wrong += sorted(shared.keys() - set(ids))
        if wrong or not ids:
            raise BadPeople(names=", ".join(map(repr, wrong)) or "there is nobody")
        if type(size) is not int or not 1 <= size <= len(ids):
            raise BadSize(size=size, people=len(ids))
        ordered = tuple(sorted(quotas, key=lambda quota: (quota.feature, quota.value)))
        _each_once(ordered)
        of = dict(listed)
        features = tuple(sorted({quota.feature for quota in ordered}.union(*of.values())))
        values = tuple(_values(name, of[name], features) for name in ids)
        _all_known(ids, features, values, ordered)
        crowd = Counter(shared.values())
        homes = tuple(shared[name] if name in shared and crowd[shared[name]] > 1 else None for name in ids)
        return cls(ids, features, values, size, ordered, homes)

    def column(self, feature: str) -> tuple[str, ...]:
        """What each person has for a feature. Raises NoFeature."""
        if feature not in self.features:
            raise NoFeature(feature=feature, name="anyone", features=", ".join(self.features) or "none")
        at = self.features.index(feature)
        return tuple(row[at] for row in self.values)

    @cached_property
    def constrained(self) -> tuple[str, ...]:
        """The features that have quotas."""
        return tuple(sorted({quota.feature for quota in self.quotas}))

    @cached_property
    def input_hash(self) -> str:
        """The hash of all that is asked, whatever order it came in: a line for each person and each quota."""
        header = {"size": self.size, "features": self.features}
        people = (
            canonical_json.dumps(["person", name, list(row), home])
            for name, row, home in zip(self.people, self.values, self.households, strict=True)
        )
        quotas = (
            canonical_json.dumps(["quota", q.feature, q.value, q.least, q.most, q.flex_least, q.flex_most])
            for q in self.quotas
        )
        return hash_of("waardeel pool 1", header, [*people, *quotas])

    def rest(self, staying: Iterable[str], gone: Iterable[str] = ()) -> Pool:
        """Who may fill up a panel of which only `staying` are left: the same pool without them, without who is `gone`
        and without their housemates, for the places that are open, with what the quotas still ask.

        A draw from it, by any rule, gives the replacements. Raises BadPeople for ids that are not in the pool, and
        BadSize when nobody is missing or there are too few people left.
        """
        place = {name: at for at, name in enumerate(self.people)}
        stay, away = set(staying), set(gone)
        unknown = sorted((stay | away) - place.keys()) + sorted(stay & away)
        if unknown:
            raise BadPeople(names=", ".join(map(repr, unknown)))
        panel = [place[name] for name in sorted(stay)]
        taken = {self.households[person] for person in panel} - {None}
        left = [
            at for at, name in enumerate(self.people)
            if name not in stay and name not in away and self.households[at] not in taken
        ]  # fmt: skip
        open_places = self.size - len(panel)
        if not 1 <= open_places <= len(left):
            raise BadSize(size=open_places, people=len(left))
        filled = self.counts(panel)
        quotas = [
            Quota(
                q.feature,
                q.value,
                max(q.least - filled[q.feature, q.value], 0),
                max(q.most - filled[q.feature, q.value], 0),
            )
            for q in self.quotas
        ]
        return Pool.of(
            [(self.people[at], dict(zip(self.features, self.values[at], strict=True))) for at in left],
            open_places,
            quotas,
            {self.people[at]: home for at in left if (home := self.households[at]) is not None},
        )

    def counts(self, panel: Iterable[Index]) -> dict[tuple[str, str], int]:
        """How many of these people have each value that has a quota."""
        found = {(quota.feature, quota.value): 0 for quota in self.quotas}
        for person in panel:
            for key in zip(self.features, self.values[person], strict=True):
                if key in found:
                    found[key] += 1
        return found

    def broken(self, panel: Sequence[Index]) -> tuple[str, ...]:
        """What is wrong with a panel, in plain English; nothing when it meets the size and all quotas."""
        wrong = []
        if len(panel) != self.size or len(set(panel)) != len(panel):
            wrong.append(f"{len(set(panel))} people instead of {self.size}")
        counts = self.counts(panel)
        for quota in self.quotas:
            count = counts[quota.feature, quota.value]
            if not quota.least <= count <= quota.most:
                wrong.append(f"{quota.feature} {quota.value} {count} instead of {quota.least} to {quota.most}")
        homes = Counter(self.households[person] for person in panel if self.households[person] is not None)
        wrong += [f"{times} people of household {home}" for home, times in sorted(homes.items()) if times > 1]
        return tuple(wrong)


def _each_once(quotas: Sequence[Quota]) -> None:
    for quota, following in pairwise(quotas):
        if (quota.feature, quota.value) == (following.feature, following.value):
            raise QuotaTwice(feature=quota.feature, value=quota.value)


def _values(name: str, of: Mapping[str, str], features: tuple[str, ...]) -> tuple[str, ...]:
    for feature in features:
        if feature not in of:
            raise NoFeature(feature=feature, name=name, features=", ".join(features))
    return tuple(of[feature] for feature in features)


def _all_known(
    ids: Sequence[str], features: Sequence[str], values: Sequence[tuple[str, ...]], quotas: Sequence[Quota]
) -> None:
    """Refuse people with a value that has no quota, in a feature that has quotas."""
    known: dict[str, set[str]] = {}
    for quota in quotas:
        known.setdefault(quota.feature, set()).add(quota.value)
    for at, feature in enumerate(features):
        allowed = known.get(feature)
        for name, row in zip(ids, values, strict=True):
            if allowed is not None and row[at] not in allowed:
                raise UnknownValue(feature=feature, name=name, value=row[at])
