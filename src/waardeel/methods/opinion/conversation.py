"""A conversation: people who agree with statements, disagree, or pass; most have seen only a part of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.errors import InputError
from waardeel.methods.result import hash_of

Numbers: TypeAlias = "Sequence[int] | NDArray[np.integer[Any]]"

AGREE, PASS, DISAGREE = 1, 0, -1

_SIGN = {AGREE: b"+", PASS: b"0", DISAGREE: b"-"}


class BadVote(InputError):
    """A vote that is no vote."""

    text = "%(participant)s says %(vote)r on statement %(statement)s. A vote is 1 (agree), 0 (pass) or -1 (disagree)."


class TwoVotes(InputError):
    """One person who votes twice on one statement."""

    text = "%(participant)s votes twice on statement %(statement)s. Keep the vote that counts, the last one."


class BadStatement(InputError):
    """A statement without a number or name of its own, or with flags that do not exist."""

    text = (
        "Statement %(id)r is not in order. Each needs an id of its own, and a moderation of -1 (out), 0 (not looked "
        "at) or 1 (in)."
    )


class UnknownName(InputError):
    """Somebody or something is named that nobody voted as, or on."""

    text = "%(names)s: there is no such %(what)s in this conversation. Name only those that are there."


@dataclass(frozen=True, slots=True)
class Statement:
    """Something to agree or disagree with.

    `moderation` is -1 when it was taken out, 0 when nobody looked at it, 1 when it was let in. `meta` marks a
    statement about people rather than opinions ("I live here"): it helps nobody to find common ground and stays out
    of the map. `author` is the id of the participant who wrote it, empty where that is not known.
    """

    id: str
    text: str = ""
    moderation: int = 0
    meta: bool = False
    author: str = ""

    @property
    def out(self) -> bool:
        """Whether it is kept out of the map, of what stands for a group and of what all agree on."""
        return self.meta or self.moderation < 0


@dataclass(frozen=True, eq=False)
class Conversation:
    """Votes of participants on statements. Make one with `Conversation.of`, which checks and puts in order.

    Participants and statements are in the order of their ids (numbers by value, then names), so that the order in
    which votes came in is forgotten. Vote number v is by participant `rows[v]` on statement `columns[v]` (places,
    from 0) and is `values[v]`: 1 agree, 0 pass, -1 disagree; sorted by row, then column. A pass is a vote; what is
    not there was not seen. `kept` are participants who stay in the map whatever they voted (who was in it before).
    `groups` names a group for (some) participants, where groups are known beforehand.
    """

    participants: tuple[str, ...]
    statements: tuple[Statement, ...]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    kept: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)

    #: What the hash of an input begins with.
    HASHED: ClassVar[str] = "waardeel conversation 1"

    @classmethod
    def of(
        cls,
        votes: Iterable[tuple[str, str, int]],
        *,
        statements: Iterable[Statement] = (),
        participants: Iterable[str] = (),
        kept: Iterable[str] = (),
        groups: Mapping[str, str] | None = None,
    ) -> Conversation:
        """Check and order votes (participant, statement, vote). `statements` and `participants` may hold more
        than the votes name. Raises BadVote, TwoVotes, BadStatement, UnknownName.
        """
        people: dict[str, int] = {}
        things: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        values: list[int] = []
        for participant, statement, vote in votes:
            if vote not in _SIGN or isinstance(vote, bool):
                raise BadVote(participant=participant, statement=statement, vote=vote)
            rows.append(people.setdefault(participant, len(people)))
            columns.append(things.setdefault(statement, len(things)))
            values.append(int(vote))
        for participant in participants:
            people.setdefault(participant, len(people))
        return cls.of_arrays(
            tuple(people), tuple(things), rows, columns, values, statements=statements, kept=kept, groups=groups
        )

    @classmethod
    def of_arrays(
        cls,
        participants: Sequence[str],
        ids: Sequence[str],
        rows: Numbers,
        columns: Numbers,
        values: Numbers,
        *,
        statements: Iterable[Statement] = (),
        kept: Iterable[str] = (),
        groups: Mapping[str, str] | None = None,
    ) -> Conversation:
        """The same from columns of numbers: places in `participants` and `ids`, and votes. For large files."""
        known = _by_id(statements)
        things = {**{id: Statement(id) for id in ids}, **known}
        if not all(things):
            raise BadStatement(id="")
        names = sorted(participants, key=natural)
        order = sorted(things, key=natural)
        row = _places(participants, names)[np.asarray(rows, dtype=np.int32)]
        column = _places(ids, order)[np.asarray(columns, dtype=np.int32)]
        value = np.asarray(values, dtype=np.int8)
        key = row.astype(np.int64) * len(order) + column
        if len(key) > 1 and not (key[1:] > key[:-1]).all():
            sorting = np.argsort(key, kind="stable")
            key, row, column, value = key[sorting], row[sorting], column[sorting], value[sorting]
        for at in np.flatnonzero(np.abs(value) > 1)[:1]:
            raise BadVote(participant=names[row[at]], statement=order[column[at]], vote=int(value[at]))
        for at in np.flatnonzero(key[1:] == key[:-1])[:1]:
            raise TwoVotes(participant=names[row[at]], statement=order[column[at]])
        stay, given = frozenset(kept), dict(groups or {})
        strangers = (stay | given.keys()).difference(names)
        if strangers:
            raise UnknownName(names=", ".join(sorted(strangers, key=natural)), what="participant")
        return cls(tuple(names), tuple(things[id] for id in order), row, column, value, stay, given)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Conversation):
            return NotImplemented
        return (
            (self.participants, self.statements, self.kept, self.groups)
            == (other.participants, other.statements, other.kept, other.groups)
            and np.array_equal(self.rows, other.rows)
            and np.array_equal(self.columns, other.columns)
            and np.array_equal(self.values, other.values)
        )

    def __hash__(self) -> int:
        return hash(self.input_hash)

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        """The votes as `of` takes them."""
        for row, column, value in zip(self.rows.tolist(), self.columns.tolist(), self.values.tolist(), strict=True):
            yield self.participants[row], self.statements[column].id, value

    @cached_property
    def votes_of(self) -> NDArray[np.int64]:
        """How many votes each participant gave, passes included."""
        return np.bincount(self.rows, minlength=len(self.participants)).astype(np.int64)

    @cached_property
    def out(self) -> NDArray[np.bool_]:
        """For each statement whether it is moderated out or meta."""
        return np.array([statement.out for statement in self.statements], dtype=np.bool_)

    @cached_property
    def input_hash(self) -> str:
        """The hash of these votes, whatever order they came in.

        One line for each participant: name as JSON, a tab, and the votes as statement place and sign
        ("0+,4-,70"); then the group as JSON, and "kept", where there is one, each after a tab.
        """
        tokens = [f"{place}".encode() + sign for place in range(len(self.statements)) for sign in _SIGN.values()]
        codes = self.columns.astype(np.int64) * 3 + (1 - self.values)
        ends = np.cumsum(self.votes_of).tolist()
        written = list(map(tokens.__getitem__, codes.tolist()))
        header = [
            [statement.id, statement.text, statement.moderation, statement.meta, statement.author]
            for statement in self.statements
        ]

        def lines() -> Iterator[bytes]:
            start = 0
            for name, end in zip(self.participants, ends, strict=True):
                line = json.dumps(name).encode() + b"\t" + b",".join(written[start:end])
                if name in self.groups:
                    line += b"\t" + json.dumps(self.groups[name]).encode()
                yield line + (b"\tkept" if name in self.kept else b"")
                start = end

        return hash_of(self.HASHED, header, lines())


def natural(id: str) -> tuple[int, int, str]:
    """The order of ids: whole numbers by value, then everything else as text."""
    if id.isascii() and id.isdigit() and len(id) < 20:
        return (0, int(id), id)
    return (1, 0, id)


def _by_id(statements: Iterable[Statement]) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for statement in statements:
        if not statement.id or statement.id in found or statement.moderation not in (-1, 0, 1):
            raise BadStatement(id=statement.id)
        found[statement.id] = statement
    return found


def _places(names: Sequence[str], order: Sequence[str]) -> NDArray[np.int32]:
    """For each of `names` its place in `order`."""
    at = {name: place for place, name in enumerate(order)}
    return np.array([at[name] for name in names], dtype=np.int32)
