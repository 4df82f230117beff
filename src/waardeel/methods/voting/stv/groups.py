"""Rules about groups of candidates: at least two from each site, at most three of one profession.

In a count, whoever must be elected to meet the rules is guarded (not excluded), and whoever can no longer be elected
is doomed (excluded at once). Both are decided exactly: would the rules still have a solution?

Source: I. D. Hill, "STV with constraints", Voting matters 9 (1998), 2-4.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from waardeel.methods.errors import InputError, NoAnswer
from waardeel.methods.rule import Option
from waardeel.methods.voting.ballots import Index
from waardeel.methods.words import Text

GROUPS = Option(
    "groups",
    str,
    None,
    Text(
        nl='afspraken over groepen als JSON: [{"group": "Noord", "least": 2, "most": 3, "members": ["Ann", "Bo"]}]',
        fr='règles sur les groupes en JSON : [{"group": "Nord", "least": 2, "most": 3, "members": ["Ann", "Bo"]}]',
        en='rules about groups as JSON: [{"group": "North", "least": 2, "most": 3, "members": ["Ann", "Bo"]}]',
    ),
)
#: Types of candidates are told apart by the groups they are in; more groups than this are refused.
MOST_GROUPS = 16


class BadGroups(InputError):
    """Rules about groups that cannot be read."""

    text = (
        'The rules about groups are not in order: %(wrong)s. Write [{"group": "North", "least": 2, "most": 3, '
        '"members": ["Ann", "Bo"]}]; "least" and "most" may be left out.'
    )


class GroupsImpossible(NoAnswer):
    """No choice of candidates meets the rules about groups. Said before anything is counted."""

    text = "No choice of %(seats)s meets the rules about groups: %(conflict)s. Change one of these rules."


@dataclass(frozen=True, slots=True)
class Group:
    """A rule: of these candidates at least `least` and at most `most` are elected; None is no limit."""

    name: str
    members: frozenset[Index]
    least: int = 0
    most: int | None = None

    def __str__(self) -> str:
        most = "" if self.most is None else f" and at most {self.most}"
        return f"at least {self.least}{most} of the {len(self.members)} in {self.name!r}"


class Groups:
    """All rules of one election together."""

    def __init__(self, groups: Iterable[Group], candidates: int) -> None:
        self.groups = tuple(groups)
        self.candidates = candidates

    @classmethod
    def read(cls, text: str, candidates: Sequence[str]) -> Groups:
        """The rules that a JSON text says. Raises BadGroups."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise BadGroups(wrong="this is not JSON") from None
        if not isinstance(data, list) or not 1 <= len(data) <= MOST_GROUPS:
            raise BadGroups(wrong=f"a list of 1 to {MOST_GROUPS} groups is expected")
        at = {name: index for index, name in enumerate(candidates)}
        return cls((_group(item, at) for item in data), len(candidates))

    def check(self, seats: int) -> None:
        """Raises GroupsImpossible with the fewest rules that contradict each other."""
        everyone = range(self.candidates)
        if self.possible((), everyone, seats):
            return
        for size in range(1, len(self.groups) + 1):
            for some in itertools.combinations(self.groups, size):
                if not Groups(some, self.candidates).possible((), everyone, seats):
                    raise GroupsImpossible(seats=seats, conflict="; ".join(map(str, some)))

    def guarded(self, elected: Sequence[Index], hopeful: Sequence[Index], seats: int) -> list[Index]:
        """Who of the hopeful has to be elected."""
        return [at for at in hopeful if not self.possible(elected, [other for other in hopeful if other != at], seats)]

    def doomed(self, elected: Sequence[Index], hopeful: Sequence[Index], seats: int) -> list[Index]:
        """Who of the hopeful can no longer be elected."""
        if len(elected) == seats:
            return []
        return [
            at
            for at in hopeful
            if not self.possible([*elected, at], [other for other in hopeful if other != at], seats)
        ]

    def possible(self, elected: Iterable[Index], hopeful: Iterable[Index], seats: int) -> bool:
        """Whether the elected can be completed from the hopeful to `seats` people who meet every rule.

        People in the same groups are alike, so the search goes over how many of each kind are taken.
        """
        elected = tuple(elected)
        start = tuple(len(group.members.intersection(elected)) for group in self.groups)
        kinds = sorted(Counter(self._kind(at) for at in hopeful).items())
        left = [[0] * len(self.groups)]
        for kind, many in reversed(kinds):
            left.append([have + many * (group in kind) for group, have in enumerate(left[-1])])
        left.reverse()

        @functools.cache
        def fits(place: int, open_seats: int, have: tuple[int, ...]) -> bool:
            for group, many, more in zip(self.groups, have, left[place], strict=True):
                if (group.most is not None and many > group.most) or many + min(more, open_seats) < group.least:
                    return False
            if place == len(kinds):
                return open_seats == 0
            kind, many = kinds[place]
            return any(
                fits(place + 1, open_seats - take, tuple(n + take * (group in kind) for group, n in enumerate(have)))
                for take in range(min(many, open_seats), -1, -1)
            )

        return fits(0, seats - len(elected), start)

    def _kind(self, at: Index) -> tuple[int, ...]:
        return tuple(number for number, group in enumerate(self.groups) if at in group.members)


def groups_of(text: str | None, candidates: Sequence[str]) -> Groups | None:
    """The rules that the option says, or None when there are none. Raises BadGroups."""
    return None if text is None else Groups.read(text, candidates)


def _group(item: Any, at: dict[str, Index]) -> Group:
    if not isinstance(item, dict) or not {"group", "members"} <= item.keys() <= {"group", "members", "least", "most"}:
        raise BadGroups(wrong=f"{item!r} is not a group")
    name, members = item["group"], item["members"]
    least, most = item.get("least", 0), item.get("most")
    if not isinstance(name, str) or not isinstance(members, list):
        raise BadGroups(wrong=f"{item!r} needs a name and a list of members")
    for member in members:
        if not isinstance(member, str) or member not in at:
            raise BadGroups(wrong=f"{member!r} in {name!r} is no candidate")
    if type(least) is not int or least < 0 or not (most is None or (type(most) is int and most >= least)):
        raise BadGroups(wrong=f"{name!r} needs whole numbers, and most may not be below least")
    return Group(name, frozenset(at[member] for member in members), least, most)
