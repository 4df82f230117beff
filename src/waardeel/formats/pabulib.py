"""Pabulib files (.pb): participatory budgets with their projects and every ballot.

Three sections (META, PROJECTS, VOTES), each a table with `;` between cells and quotation marks as in CSV. Source:
https://pabulib.org/format; D. Stolicki, S. Szufa, N. Talmon, "Pabulib: A Participatory Budgeting Library" (2020).

All vote types are read: approval, choose-1, ordinal, cumulative, scoring. Keys and columns that mean nothing to the
count are kept, so that a file that is read and written is the same file; only inside a ballot projects may stand in
another order.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from sys import intern
from typing import Literal, NoReturn

import numpy as np

from waardeel.formats.reading import Lines
from waardeel.methods.budgeting.instance import Instance, Kind, Project
from waardeel.methods.errors import InputError

VoteType = Literal["approval", "choose-1", "ordinal", "cumulative", "scoring"]
KINDS: Mapping[str, Kind] = {
    "approval": "approval",
    "choose-1": "approval",
    "ordinal": "ordinal",
    "cumulative": "score",
    "scoring": "score",
}
SECTIONS = ("META", "PROJECTS", "VOTES")
#: More than any city has; keeps hostile files from filling the memory.
MOST_PROJECTS = 100_000
MOST_VOTERS = 20_000_000

_AMOUNT = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,6}))?", re.ASCII)


class NotDecimal(InputError):
    """An amount that has no exact decimal writing, and so no place in a Pabulib file."""

    text = "%(what)s is %(amount)s, which has no exact writing with decimals. Round it first."


@dataclass(frozen=True, slots=True)
class Table:
    """The budget in a file, with all that the file says around it.

    `meta` holds the keys of META in their order. `project_rows` are the cells of PROJECTS under `project_columns`, in
    the order of the file. `voter_cells` are the columns of VOTES other than id, vote and points, named in
    `voter_columns`: one tuple per column, in the order of `instance.voters`.
    """

    instance: Instance
    meta: Mapping[str, str]
    project_columns: tuple[str, ...]
    project_rows: tuple[tuple[str, ...], ...]
    voter_columns: tuple[str, ...] = ()
    voter_cells: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, instance: Instance, meta: Mapping[str, str]) -> Table:
        """A table for an instance that comes from elsewhere; `meta` says at least country, unit and so on.

        The keys that follow from the instance are filled in. Raises NotDecimal.
        """
        types: Mapping[Kind, str] = {"approval": "approval", "ordinal": "ordinal", "score": "scoring"}
        own = {
            "num_projects": str(len(instance.projects)),
            "num_votes": str(len(instance.voters)),
            "budget": _written(instance.budget, "The budget"),
            "vote_type": types[instance.kind],
        }
        rows = tuple(
            (
                each.id,
                _written(each.cost, f"The cost of {each.id}"),
                each.name,
                ",".join(each.categories),
                ",".join(each.targets),
                each.district,
            )
            for each in instance.projects
        )
        columns = ("project_id", "cost", "name", "category", "target", "district")
        return cls(instance, {**meta, **{key: meta.get(key, value) for key, value in own.items()}}, columns, rows)

    @property
    def title(self) -> str:
        """What this budget is called."""
        return self.meta.get("description") or " ".join(
            self.meta[key] for key in ("unit", "subunit", "instance") if self.meta.get(key)
        )

    @property
    def threshold(self) -> int:
        """The smallest number of votes that the file asks for (`min_project_score_threshold`); 0 where it says none."""
        value = self.meta.get("min_project_score_threshold", "")
        return int(value) if re.fullmatch("[0-9]{1,9}", value, re.ASCII) else 0

    def selected(self) -> dict[str, int] | None:
        """What the organiser did with each project: 0 not chosen, 1 chosen, 2 and higher as the file's comment says.

        None where the file does not tell.
        """
        if "selected" not in self.project_columns:
            return None
        at, name = self.project_columns.index("selected"), self.project_columns.index("project_id")
        return {row[name]: int(row[at]) if row[at].isdecimal() else 0 for row in self.project_rows}


def read(lines: Lines) -> Table:
    """Read a file. Raises FormatError with the line and how to mend it, and what `Instance` refuses."""
    reader = _Reader(lines)
    section = ""
    for row in lines.rows(";"):
        first = row[0].strip()
        if first.upper() in SECTIONS and not any(cell.strip() for cell in row[1:]):
            section = first.upper()
            reader.open(section)
        elif not section:
            lines.refuse(f"The file begins with {first[:40]!r}.", "Begin with a line META.")
        elif any(row) or len(row) > 1:
            reader.row(section, row)
    return reader.close()


def write(table: Table) -> Iterator[str]:
    """The lines of the file, without their ends."""
    instance = table.instance
    yield "META"
    yield "key;value"
    yield from _rows(table.meta.items())
    yield "PROJECTS"
    yield ";".join(table.project_columns)
    yield from _rows(table.project_rows)
    yield "VOTES"
    scored = instance.points is not None
    yield ";".join(["voter_id", *table.voter_columns, "vote", *(["points"] if scored else [])])
    ids = [project.id for project in instance.projects]
    starts = instance.starts.tolist()

    def ballots() -> Iterator[list[str]]:
        for at, voter in enumerate(instance.voters):
            here = slice(starts[at], starts[at + 1])
            chosen = instance.chosen[here].tolist()
            cells = [voter, *(column[at] for column in table.voter_cells)]
            if instance.points is None:
                yield [*cells, ",".join(ids[place] for place in chosen)]
                continue
            given = sorted(zip(instance.points[here].tolist(), chosen, strict=True), key=lambda pair: -pair[0])
            points = [_written(Fraction(each, instance.points_scale), f"A vote of {voter}") for each, _ in given]
            yield [*cells, ",".join(ids[place] for _, place in given), ",".join(points)]

    yield from _rows(ballots())


def _rows(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="")
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _written(amount: Fraction | int, what: str) -> str:
    """An amount with as many decimals as it needs, at most six. Raises NotDecimal."""
    scaled = Fraction(amount) * 10**6
    if scaled.denominator != 1:
        raise NotDecimal(what=what, amount=amount)
    whole, decimals = divmod(int(scaled), 10**6)
    return f"{whole}.{decimals:06}".rstrip("0") if decimals else str(whole)


@dataclass(slots=True)
class _Reader:
    """A file while it is being read."""

    lines: Lines
    meta: dict[str, str] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    columns: list[str] | None = None
    project_columns: list[str] = field(default_factory=list)
    project_rows: list[tuple[str, ...]] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    voters: dict[str, None] = field(default_factory=dict)
    lengths: array[int] = field(default_factory=lambda: array("q"))
    chosen: array[int] = field(default_factory=lambda: array("i"))
    points: list[Fraction | int] = field(default_factory=list)
    vote_type: str = ""
    budget: Fraction = Fraction(0)
    id_at: int = 0
    vote_at: int = 0
    points_at: int = -1
    extra_at: list[int] = field(default_factory=list)
    extras: list[list[str]] = field(default_factory=list)

    def open(self, section: str) -> None:
        """A section begins."""
        expected = SECTIONS[len(self.seen)] if len(self.seen) < len(SECTIONS) else ""
        if section != expected:
            self._refuse(f"A section {section} stands here.", "Give META, PROJECTS and VOTES once each, in this order.")
        self.seen.add(section)
        self.columns = None
        if section == "PROJECTS":
            self._check_meta()

    def row(self, section: str, row: list[str]) -> None:
        """A row of a section; the first names the columns."""
        if self.columns is None:
            self._head(section, [cell.strip() for cell in row])
        elif section == "META":
            self._meta(row)
        elif section == "PROJECTS":
            self._project(self._fitted(row))
        else:
            self._vote(row if len(row) == len(self.columns) else self._fitted(row))

    def close(self) -> Table:
        """The end of the file."""
        if len(self.seen) < len(SECTIONS) or self.columns is None:
            self._refuse("The file ends too soon.", "It must have the sections META, PROJECTS and VOTES.")
        for key, found in (("num_projects", len(self.projects)), ("num_votes", len(self.voters))):
            said = self.meta.get(key, "")
            if said != str(found):
                wrong = f"META says {key} is {said!r}, but there are {found}."
                self.lines.mend(wrong, "Correct the number.", "Counted.", line=self.said_at.get(key))
                self.meta[key] = str(found)
        instance = Instance.packed(
            self.projects,
            self.budget,
            kind=KINDS[self.vote_type],
            voters=list(self.voters),
            lengths=np.frombuffer(self.lengths, dtype=np.int64) if self.lengths else np.zeros(0, dtype=np.int64),
            chosen=np.frombuffer(self.chosen, dtype=np.int32) if self.chosen else np.zeros(0, dtype=np.int32),
            points=self.points if KINDS[self.vote_type] == "score" else None,
        )
        return Table(
            instance=instance,
            meta=self.meta,
            project_columns=tuple(self.project_columns),
            project_rows=tuple(self.project_rows),
            voter_columns=tuple(self.columns[at] for at in self.extra_at),
            voter_cells=tuple(tuple(column) for column in self.extras),
        )

    def _head(self, section: str, columns: list[str]) -> None:
        needed = {"META": ["key", "value"], "PROJECTS": ["project_id", "cost"], "VOTES": ["voter_id", "vote"]}[section]
        if section == "VOTES" and KINDS[self.vote_type] == "score":
            needed = [*needed, "points"]
        missing = [name for name in needed if name not in columns]
        if missing or len(set(columns)) != len(columns):
            self._refuse(
                f"The columns of {section} are {', '.join(columns)[:200]}.",
                f"Name each once, with {', '.join(needed)} among them.",
            )
        self.columns = columns
        if section == "PROJECTS":
            self.project_columns = columns
        elif section == "VOTES":
            self.id_at, self.vote_at = columns.index("voter_id"), columns.index("vote")
            scored = KINDS[self.vote_type] == "score"
            self.points_at = columns.index("points") if scored else -1
            own = {self.id_at, self.vote_at, self.points_at}
            self.extra_at = [at for at in range(len(columns)) if at not in own]
            self.extras = [[] for _ in self.extra_at]

    def _fitted(self, row: list[str]) -> list[str]:
        """The row with as many cells as there are columns."""
        count = len(self.columns or ())
        if len(row) < count:
            self._mend(f"There are {len(row)} cells, not {count}.", "Give a cell for each column.", "Left them empty.")
        elif len(row) > count:
            if any(cell.strip() for cell in row[count:]):
                self._refuse(f"There are {len(row)} cells, not {count}.", "Put text that holds ; in quotation marks.")
            self._mend(f"There are {len(row)} cells, not {count}.", "Take the empty ones out.", "Took them out.")
        return [*row, *[""] * (count - len(row))][:count]

    def _meta(self, row: list[str]) -> None:
        key = row[0].strip()
        if len(row) != 2:
            self._mend(
                f"{key!r} has {len(row) - 1} values.", "Put text that holds ; in quotation marks.", "Joined them."
            )
        if key in self.meta:
            self._mend(f"{key!r} stands here twice.", "Say each key once.", "Kept the first.")
            return
        self.meta[key] = ";".join(row[1:]).strip()
        self.said_at[key] = self.lines.number

    def _check_meta(self) -> None:
        self.vote_type = self.meta.get("vote_type", "")
        if self.vote_type not in KINDS:
            self._refuse(f"The vote_type in META is {self.vote_type!r}.", f"Choose one of {', '.join(KINDS)}.")
        if "budget" not in self.meta:
            self._refuse("META has no budget.", "Add a line budget;AMOUNT.")
        self.budget = self._amount(self.meta["budget"], "The budget")
        if self.meta.get("default_score", "0").strip("0.") not in ("", "-"):
            self._refuse(
                f"The default_score is {self.meta['default_score']!r}.",
                "Write the points of every project on every ballot instead; who is not named gets 0.",
            )

    def _project(self, row: list[str]) -> None:
        cells = {name: cell.strip() for name, cell in zip(self.project_columns, row, strict=True)}
        name = cells["project_id"]
        if name in self.place:
            self._refuse(f"Project {name!r} stands here twice.", "Give each project an id of its own.")
        if not name or "," in name:
            self._refuse(f"A project has the id {name[:40]!r}.", "Give it an id without commas.")
        if len(self.projects) >= MOST_PROJECTS:
            self._refuse("There are too many projects.", f"At most {MOST_PROJECTS:,} can be read.")
        self.place[name] = len(self.projects)
        self.project_rows.append(tuple(cells[column] for column in self.project_columns))
        self.projects.append(
            Project(
                id=name,
                cost=self._amount(cells["cost"], f"The cost of project {name}"),
                name=_said(cells, "name"),
                categories=_listed(cells, "category", "categories"),
                targets=_listed(cells, "target", "targets"),
                district=_said(cells, "district"),
            )
        )

    def _vote(self, row: list[str]) -> None:
        voter = row[self.id_at].strip()
        if voter in self.voters:
            self._mend(f"Voter {voter!r} has two ballots.", "Give each voter one ballot.", "Kept both, as two voters.")
            voter = next(name for n in range(2, MOST_VOTERS) if (name := f"{voter}#{n}") not in self.voters)
        if len(self.voters) >= MOST_VOTERS:
            self._refuse("There are too many ballots.", f"At most {MOST_VOTERS:,} can be read.")
        self.voters[voter] = None
        for column, at in zip(self.extras, self.extra_at, strict=True):
            column.append(intern(row[at]))
        vote = row[self.vote_at]
        names = vote.split(",") if vote else []
        before = len(self.chosen)
        try:
            self.chosen.extend(map(self.place.__getitem__, names))
            plain = len(names) < 2 or len(set(names)) == len(names)
        except KeyError:
            plain = False
        kept: Sequence[int] = range(len(names))
        if not plain:
            del self.chosen[before:]
            names, kept = self._mended(names)
            self.chosen.extend(self.place[name] for name in names)
        if self.vote_type == "choose-1" and len(names) > 1:
            self._mend(f"The ballot of {voter!r} names {len(names)}.", "Name one at most.", "Kept them all.")
        self.lengths.append(len(names))
        if self.points_at >= 0:
            self._give(row[self.points_at], kept)

    def _mended(self, names: list[str]) -> tuple[list[str], list[int]]:
        """Names without spaces, unknown projects and repetition; and which of the given ones they are."""
        found: dict[str, int] = {}
        for at, name in enumerate(cell.strip() for cell in names):
            if name not in self.place:
                self._mend(
                    f"The ballot names {name[:40]!r}, which is no project."
                    if name
                    else "The ballot has an empty name.",
                    "Name projects by their project_id, with commas between.",
                    "Left it out.",
                )
            elif name in found:
                self._mend(f"The ballot names {name!r} twice.", "Name each project once.", "Kept the first.")
            else:
                found[name] = at
        return list(found), list(found.values())

    def _give(self, cell: str, kept: Sequence[int]) -> None:
        given = [each.strip() for each in cell.split(",")] if cell.strip() else []
        if len(given) < len(kept) or (kept and len(given) <= max(kept)):
            self._mend("There are fewer points than projects.", "Give points for each.", "Gave none to the rest.")
            given += ["0"] * (1 + max(kept) - len(given))
        for at in kept:
            worth = given[at]
            if worth.isdecimal() and worth.isascii() and len(worth) < 10:
                self.points.append(int(worth))
                continue
            amount = self._amount(worth, "Points", negative=True)
            if amount < 0:
                self._mend(f"Points are {worth}.", "The rules here take points of 0 or more.", "Took them as 0.")
            self.points.append(max(amount, Fraction(0)))

    def _amount(self, text: str, what: str, *, negative: bool = False) -> Fraction:
        """An exact amount in decimals."""
        text = text.strip()
        if "," in text:
            self._mend(f"{what} is {text[:40]!r}.", "Write decimals with a point.", "Took the comma for a point.")
            text = text.replace(",", ".")
        match = _AMOUNT.fullmatch(text)
        if match is None or (match[1] and not negative):
            self._refuse(f"{what} is {text[:40]!r}.", "Write a number such as 2500 or 2500.50, without spaces.")
        return Fraction(text)

    def _refuse(self, wrong: str, how: str) -> NoReturn:
        self.lines.refuse(wrong, how)

    def _mend(self, wrong: str, how: str, did: str) -> None:
        self.lines.mend(wrong, how, did)


def _said(cells: Mapping[str, str], *names: str) -> str:
    """The first of these columns that says something; "None" says nothing."""
    for name in names:
        value = cells.get(name, "")
        if value and value.lower() != "none":
            return value
    return ""


def _listed(cells: Mapping[str, str], *names: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _said(cells, *names).split(",") if part.strip())
