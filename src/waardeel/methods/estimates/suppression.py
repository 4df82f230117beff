"""Counts that may be shown, and counts that may not: small cells are hidden, and others with them, so that nobody can
subtract their way back.

The promise, against a reader who knows every published number, the minimum and this rule: for no hidden count can the
reader tell its value, nor that it lies under the minimum. (Where no totals are shown nothing can be subtracted, and a
hidden count says what it must: fewer than the minimum, and not zero.) The bounds are those that follow from the sums;
they are exact.

**Zeros are shown**: nobody is in them. So a reader knows of each hidden count that it is at least 1, and the promise is
kept against that too. Only where all together are fewer than the minimum, or where nothing less keeps the promise, is
everything hidden, zeros and totals included.

Sources: primary and complementary suppression with exact bounds in A. Hundepool et al., "Statistical Disclosure Control"
(Wiley, 2012), ch. 4; tables with margins as networks in L. H. Cox, "Network models for complementary cell suppression",
Journal of the American Statistical Association 90 (1995). Published failures that are tests here: gtsummary issue 1691
(the total gives the hidden cell away), ehrql issue 1666 (the hidden cells together are still too few).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from waardeel.methods.errors import InputError


class BadCell(InputError):
    """A count that is not a whole number of 0 or more."""

    text = "The count of %(cell)s is %(value)r. It must be a whole number of 0 or more."


class BadMinimum(InputError):
    """A minimum cell size below 1."""

    text = "The minimum cell size is %(minimum)r. It must be a whole number of 1 or more."


class RaggedTable(InputError):
    """Rows of a table with different columns."""

    text = "Row %(row)r has the columns %(found)s, the first row has %(expected)s. Give every row the same, with 0 where empty."


@dataclass(frozen=True, slots=True)
class SuppressedList:
    """A list of counts with None where one is hidden; `total` is None where it is hidden or was not asked for."""

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
    """Hide the counts from 1 to `minimum` - 1, and with a shown total as many more as keep them hidden.

    Order: first every small count; then, while there is only one or the hidden ones together leave no room for a count of
    the minimum, the smallest shown count that is not zero, of equal ones the first in the list. A total under the minimum
    hides everything. Raises BadCell, BadMinimum.
    """
    _check_minimum(minimum)
    for name, value in counts.items():
        _check_cell(repr(name), value)
    total = sum(counts.values())
    hidden = {name for name, value in counts.items() if 0 < value < minimum}
    if not total_shown:
        return SuppressedList(_without(counts, hidden), None)
    for name in sorted((n for n in counts if counts[n] >= minimum), key=lambda n: counts[n]):
        if not hidden or _spread_out(hidden, counts, minimum):
            break
        hidden.add(name)
    if hidden and not _spread_out(hidden, counts, minimum):
        return SuppressedList(dict.fromkeys(counts), None)
    return SuppressedList(_without(counts, hidden), total)


def suppress_table(
    counts: Mapping[str, Mapping[str, int]], *, minimum: int, totals_shown: bool
) -> SuppressedTable:
    """Hide the small counts of a table (rows of columns) and, with shown margins, as many more as keep them hidden.

    Small margins are hidden like small cells. Then, as long as some hidden count is not safe, the first such in reading
    order gets company: the smallest shown count above zero in its row and column, a cell before a margin, of equal ones the
    first in reading order; where row and column have none left, the smallest of the whole table. Every candidate state is
    judged by the exact bounds of each hidden count (maximum flow in the network of the table). A total under the
    minimum hides everything. Raises BadCell, BadMinimum, RaggedTable.
    """
    _check_minimum(minimum)
    rows, columns = list(counts), list(next(iter(counts.values()), {}))
    for row, cells in counts.items():
        if list(cells) != columns:
            raise RaggedTable(row=row, found=list(cells), expected=columns)
        for column, value in cells.items():
            _check_cell(f"{row!r}, {column!r}", value)
    grid = [[counts[row][column] for column in columns] for row in rows]
    if not totals_shown:
        small = {(i, j) for i, line in enumerate(grid) for j, value in enumerate(line) if 0 < value < minimum}
        return _table(rows, columns, grid, small, margins=False)
    for line in grid:
        line.append(sum(line))
    grid.append([sum(line[j] for line in grid) for j in range(len(columns) + 1)])
    everything = {(i, j) for i in range(len(rows) + 1) for j in range(len(columns) + 1)}
    hidden = {(i, j) for i, j in everything if 0 < grid[i][j] < minimum}
    bottom, right = len(rows), len(columns)
    while (unsafe := _first_unsafe(grid, hidden, minimum)) is not None:
        shown = [cell for cell in everything - hidden if grid[cell[0]][cell[1]] > 0]
        near = [cell for cell in shown if cell[0] == unsafe[0] or cell[1] == unsafe[1]]
        if not shown:
            hidden = everything
            break
        hidden.add(min(near or shown, key=lambda c: (c[0] == bottom or c[1] == right, grid[c[0]][c[1]], c)))
    if (bottom, right) in hidden and 0 < grid[bottom][right] < minimum:
        hidden = everything
    return _table(rows, columns, grid, hidden, margins=True)


def _spread_out(hidden: set[str], counts: Mapping[str, int], minimum: int) -> bool:
    """Whether each hidden count could be any of several and reach the minimum, the others being at least 1."""
    return len(hidden) > 1 and sum(counts[name] for name in hidden) - (len(hidden) - 1) >= minimum > 0


def _without(counts: Mapping[str, int], hidden: set[str]) -> dict[str, int | None]:
    return {name: None if name in hidden else value for name, value in counts.items()}
