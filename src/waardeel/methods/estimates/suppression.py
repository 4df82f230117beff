"""Small counts are hidden, and others with them, so that nobody can subtract their way back.

The promise, against a reader who subtracts with every published number and knows the minimum: of no hidden
count can the reader tell its value, nor that it lies under the minimum. For lists it holds even against one
who knows this rule. Where no totals are shown nothing can be subtracted, and a hidden count says what it
must: fewer than the minimum, not zero. Where everything is hidden, the reader learns that there are few, and
not how many: a total that comes back as None must not be shown elsewhere either, as "number of answers" for
example.

**Zeros are shown**: nobody is in them. So the reader also knows of each hidden count that it is at least 1,
and the promise is kept against that too. Only where all together are fewer than the minimum, or where
nothing less keeps the promise, is everything hidden, zeros and totals included.

Sources: primary and complementary suppression with exact bounds in A. Hundepool et al., "Statistical
Disclosure Control" (Wiley, 2012), ch. 4; tables with margins as networks in L. H. Cox, "Network models for
complementary cell suppression", Journal of the American Statistical Association 90 (1995). Published failures
that are tests here: gtsummary issue 1691 (the total gives the hidden cell away), ehrql issue 1666 (the hidden
cells together are still too few).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from waardeel.methods.errors import InputError

Cell = tuple[int, int]
Node = tuple[str, int]


class BadCell(InputError):
    """A count that is not a whole number of 0 or more."""

    text = "The count of %(cell)s is %(value)r. It must be a whole number of 0 or more."


class BadMinimum(InputError):
    """A minimum cell size below 1."""

    text = "The minimum cell size is %(minimum)r. It must be a whole number of 1 or more."


class RaggedTable(InputError):
    """Rows of a table with different columns."""

    text = "Row %(row)r has the columns %(found)s, the first has %(expected)s. Give every row the same ones."


@dataclass(frozen=True, slots=True)
class SuppressedList:
    """A list of counts, None where one is hidden; `total` is None where hidden or not asked for."""

    counts: Mapping[str, int | None]
    total: int | None

    def to_json(self) -> dict[str, Any]:
        return {"counts": dict(self.counts), "total": self.total}


@dataclass(frozen=True, slots=True)
class SuppressedTable:
    """A table of counts and its margins with None where one is hidden."""

    counts: Mapping[str, Mapping[str, int | None]]
    row_totals: Mapping[str, int | None]
    column_totals: Mapping[str, int | None]
    total: int | None

    def to_json(self) -> dict[str, Any]:
        return {
            "counts": {row: dict(cells) for row, cells in self.counts.items()},
            "row_totals": dict(self.row_totals),
            "column_totals": dict(self.column_totals),
            "total": self.total,
        }


def suppress(counts: Mapping[str, int], *, minimum: int, total_shown: bool) -> SuppressedList:
    """Hide the counts from 1 to `minimum` - 1 and, with a shown total, as many more as keep them hidden.

    With a shown total, the small counts stay hidden alone only if one of them could be the minimum or more
    for all that is published: if the others were 1, it would be at least the minimum and less than every
    shown count above zero. Else the next smallest count is hidden too, with all that equal it. Where there is
    no next, everything is hidden.

    Even a reader who knows this rule learns no hidden count. Alone: the small ones could be 1, 1 ... and one
    large one, in any order, and then that one would be hidden as the next smallest. With company: the hidden
    counts are all that are no larger than the largest of them, so that any exchange of them gives the same
    list; some are small, some not.

    Raises BadCell, BadMinimum.
    """
    _check_minimum(minimum)
    for name, value in counts.items():
        _check_cell(repr(name), value)
    small = [value for value in counts.values() if 0 < value < minimum]
    if not total_shown or not small:
        return _list(counts, minimum - 1, sum(counts.values()) if total_shown else None)
    next_smallest = min((value for value in counts.values() if value >= minimum), default=None)
    largest_possible = sum(small) - (len(small) - 1)
    if largest_possible >= minimum and (next_smallest is None or largest_possible < next_smallest):
        return _list(counts, minimum - 1, sum(counts.values()))
    if next_smallest is not None:
        return _list(counts, next_smallest, sum(counts.values()))
    return SuppressedList(dict.fromkeys(counts), None)


def _list(counts: Mapping[str, int], hidden_up_to: int, total: int | None) -> SuppressedList:
    shown = {name: None if 0 < value <= hidden_up_to else value for name, value in counts.items()}
    return SuppressedList(shown, total)


def suppress_table(counts: Mapping[str, Mapping[str, int]], *, minimum: int, totals_shown: bool) -> SuppressedTable:
    """Hide the small counts of a table (rows of columns) and, with shown margins, as many more as need be.

    Small margins are hidden like small cells. With shown margins each small count, in reading order, must be
    able to reach the minimum for all that is published. Where it cannot, the cells of the cheapest cycles
    through it are hidden, the price being the counts hidden newly; that they are cheapest one by one does not
    make the whole the cheapest. Where the total is under the minimum, everything is hidden.

    Raises BadCell, BadMinimum, RaggedTable.
    """
    _check_minimum(minimum)
    rows, columns = list(counts), list(next(iter(counts.values()), {}))
    for row, cells in counts.items():
        if set(cells) != set(columns):
            raise RaggedTable(row=row, found=list(cells), expected=columns)
        for column, value in cells.items():
            _check_cell(f"{row!r}, {column!r}", value)
    grid = [[counts[row][column] for column in columns] for row in rows]
    if totals_shown:
        for line in grid:
            line.append(sum(line))
        grid.append([sum(line[j] for line in grid) for j in range(len(columns) + 1)])
    hidden = {(i, j) for i, line in enumerate(grid) for j, value in enumerate(line) if 0 < value < minimum}
    if totals_shown:
        hidden = _with_company(grid, hidden, minimum)
    published = [[None if (i, j) in hidden else value for j, value in enumerate(line)] for i, line in enumerate(grid)]
    named = {row: dict(zip(columns, line, strict=False)) for row, line in zip(rows, published, strict=False)}
    if not totals_shown:
        return SuppressedTable(named, row_totals={}, column_totals={}, total=None)
    *body, margin = published
    return SuppressedTable(
        counts=named,
        row_totals={row: line[-1] for row, line in zip(rows, body, strict=True)},
        column_totals=dict(zip(columns, margin, strict=False)),
        total=margin[-1],
    )


def _with_company(grid: list[list[int]], small: set[Cell], minimum: int) -> set[Cell]:
    """The small cells and the others that must be hidden with them; every cell where the total is small."""
    everything = {(i, j) for i, line in enumerate(grid) for j in range(len(line))}
    if max(everything) in small:  # the total, in the last row and column
        return everything
    hidden = set(small)
    for cell in sorted(small):
        hidden |= _company(grid, hidden, cell, minimum - grid[cell[0]][cell[1]])
    return hidden


def _company(grid: list[list[int]], hidden: set[Cell], cell: Cell, rise: int) -> set[Cell]:
    """What to hide so that `cell` could be `rise` more, with shown counts as they are and hidden ones 1 or
    more.

    A table with margins is a circulation: from each row to its columns, from the columns to the bottom
    margin, from there by the total to the right margin, and back to the rows. So `cell` can rise by as much
    as can flow around it. It is sent along the cheapest paths, one after the other; hiding a shown count
    costs the count, using a hidden one nothing. There always is a path: with a cell, its row total, column
    total and the total can all rise. What is hidden for it can change too, or nothing would flow there.
    """
    room: dict[Node, dict[Node, int]] = {}
    price: dict[tuple[Node, Node], int] = {}
    between: dict[tuple[Node, Node], Cell] = {}
    for i, line in enumerate(grid):
        for j, value in enumerate(line):
            if value > 0 and (i, j) != cell:
                tail, head = _arc(grid, (i, j))
                room.setdefault(tail, {})[head] = rise  # may rise by all that is asked
                room.setdefault(head, {})[tail] = value - 1
                price[tail, head] = price[head, tail] = 0 if (i, j) in hidden else value
                between[tail, head] = between[head, tail] = (i, j)
    tail, head = _arc(grid, cell)
    company: set[Cell] = set()
    while rise > 0:
        path = _cheapest_path(room, price, head, tail)
        flow = min(rise, *(room[a][b] for a, b in path))
        for a, b in path:
            room[a][b] -= flow
            price[a, b] = price[b, a] = 0
            company.add(between[a, b])
        rise -= flow
    return company


def _arc(grid: list[list[int]], cell: Cell) -> tuple[Node, Node]:
    row, column = ("row", cell[0]), ("column", cell[1])
    on_margins = (cell[0] == len(grid) - 1) + (cell[1] == len(grid[0]) - 1)
    return (column, row) if on_margins == 1 else (row, column)


def _cheapest_path(
    room: Mapping[Node, Mapping[Node, int]],
    price: Mapping[tuple[Node, Node], int],
    source: Node,
    sink: Node,
) -> list[tuple[Node, Node]]:
    """The arcs of the cheapest path with room on it, of which there is one (Dijkstra 1959)."""
    came_from: dict[Node, Node] = {}
    queue = [(0, source, source)]
    while sink not in came_from:
        cost, here, before = heappop(queue)
        if here in came_from:
            continue
        came_from[here] = before
        for there, left in room[here].items():
            if left > 0 and there not in came_from:
                heappush(queue, (cost + price[here, there], there, here))
    path: list[tuple[Node, Node]] = []
    node = sink
    while node != source:
        path.append((came_from[node], node))
        node = came_from[node]
    return path


def _check_minimum(minimum: int) -> None:
    if not isinstance(minimum, int) or isinstance(minimum, bool) or minimum < 1:
        raise BadMinimum(minimum=minimum)


def _check_cell(cell: str, value: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadCell(cell=cell, value=value)
