"""A column for each candidate and rank, 1 where it is marked; empty cells where the ballot had another question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from waardeel.formats.election import Election
from waardeel.formats.town_csv.marks import Reading
from waardeel.methods.voting.ballots import Index, Ranking, Rankings, Weight

#: code : contest : rank : Number of Winners n : name : party
_COLUMN = re.compile(r"[^:]{1,60}:(.{1,200}):([0-9]{1,3}):Number of Winners ([0-9]{1,4}):(.{1,200}):([^:]{0,40})")
#: More candidates times ranks than this are refused.
_MOST_COLUMNS = 100_000
#: The place of somebody who is marked but dropped.
_DROPPED = -1


def fits(head: Sequence[str]) -> bool:
    """Whether the columns are those of this form."""
    return any(_COLUMN.fullmatch(cell) for cell in head)


def read(reading: Reading, rows: Iterator[list[str]], head: Sequence[str], contest: str | None) -> Election:
    """The rows below `head`. Candidates come in the order of the columns. Raises FormatError."""
    title, seats, columns, names = _columns(reading, head, contest)
    first, last = min(columns), max(columns) + 1
    cells_at = [(column - first, *marked) for column, marked in columns.items()]
    grouped: dict[tuple[str, ...], Weight] = {}
    for row in rows:
        if len(row) != len(head):
            reading.lines.mend(
                f"There are {len(row)} cells and {len(head)} columns.", "Fill every column.", "The row was passed over."
            )
            continue
        cells = tuple(row[first:last])
        if cells not in grouped:
            _checked(reading, cells, cells_at)
        grouped[cells] = grouped.get(cells, 0) + 1
    return Election(Rankings.of(names, _ballots(reading, grouped, cells_at)), seats=seats, title=title)


_Columns = dict[int, tuple[int, Index]]
_Cells = list[tuple[int, int, Index]]


def _columns(reading: Reading, head: Sequence[str], contest: str | None) -> tuple[str, int, _Columns, list[str]]:
    """Contest, seats, what each column marks (a rank from 0 and a candidate), and the candidates."""
    contests: dict[str, int] = {}
    columns: _Columns = {}
    names: dict[str, Index] = {}
    for column, cell in enumerate(head):
        found = _COLUMN.fullmatch(cell)
        if found is None:
            continue
        contests[found[1]] = int(found[3])
        if contest is None or found[1] == contest:
            name = found[4].strip()
            place = _DROPPED if reading.passes(name) else names.setdefault(name, len(names))
            columns[column] = (int(found[2]) - 1, place)
    if contest is None and len(contests) > 1:
        reading.lines.refuse("There are several contests.", f"Choose one: {'; '.join(contests)}.")
    if not columns or not names or len(columns) > _MOST_COLUMNS or min(rank for rank, _ in columns.values()) < 0:
        reading.lines.refuse(
            f"The contest {contest!r} has no candidates with ranks from 1.", f"Choose one: {'; '.join(contests)}."
        )
    title = contest or next(iter(contests))
    return title, contests[title], columns, list(names)


def _checked(reading: Reading, cells: Sequence[str], cells_at: _Cells) -> None:
    marks = {cells[column] for column, _, _ in cells_at}
    if not marks <= {"0", "1"} and marks != {""}:
        wrong = sorted(marks - {"0", "1"})[0]
        reading.lines.refuse(f"A cell of the contest is {wrong!r}.", "Write 1 for a mark and 0 for none.")


def _ballots(
    reading: Reading, grouped: dict[tuple[str, ...], Weight], cells_at: _Cells
) -> Iterator[tuple[Ranking, Weight]]:
    ranks = 1 + max(rank for _, rank, _ in cells_at)
    for cells, weight in grouped.items():
        if cells[cells_at[0][0]] == "":  # this ballot had another question
            continue
        marks: list[list[Index]] = [[] for _ in range(ranks)]
        for column, rank, place in cells_at:
            if cells[column] == "1":
                marks[rank].append(place)
        if (ranking := reading.ranking(_kept(reading, marks))) is not None:
            yield ranking, weight


def _kept(reading: Reading, marks: Iterable[list[Index]]) -> Iterator[list[Index]]:
    """The ranks without those where only somebody is marked who is dropped; next to another that is an overvote."""
    for marked in marks:
        named = [place for place in marked if place != _DROPPED]
        if named or not marked:
            yield named if reading.overvotes == "equal" else marked
