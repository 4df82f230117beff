"""Ballots as a table: a column for each candidate, a row for each ballot, as people keep them in a spreadsheet.

The first row names the candidates. A column `count` says how many equal ballots a row stands for (1 without it). Two
kinds of cells, told apart by whether a scale is given:

- approval: `x` or 1 for who is acceptable; empty or 0 for who is not;
- grades: a word or number of the scale, such as `bad < fair < good` or `0..5`; empty where no grade was given.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction

from waardeel.formats.election import Election
from waardeel.formats.reading import Lines
from waardeel.methods.errors import InputError
from waardeel.methods.voting.ballots import Approvals, Grades, Weight

_COUNT = "count"
_APPROVED = {"x": True, "1": True, "": False, "0": False}
_NUMBERS = re.compile(r"([0-9]{1,4})\.\.([0-9]{1,4})", re.ASCII)
_WEIGHT = re.compile(r"[0-9]{1,15}(/[1-9][0-9]{0,8})?", re.ASCII)


class NotAScale(InputError):
    """A --scale that is not one."""

    text = (
        "The scale is %(scale)r. Write the grades from worst to best, such as bad < fair < good, or numbers, as 0..5."
    )


def scale_of(text: str) -> tuple[str, ...]:
    """The grades that a text says, worst first: "bad < fair < good" or "0..5". Raises NotAScale."""
    if numbers := _NUMBERS.fullmatch(text.strip()):
        grades = tuple(map(str, range(int(numbers[1]), int(numbers[2]) + 1)))
    else:
        grades = tuple(part.strip() for part in text.split("<"))
    if len(grades) < 2 or not all(grades) or len(set(grades)) < len(grades):
        raise NotAScale(scale=text)
    return grades


def read(lines: Lines, *, scale: str | None = None) -> Election:
    """Read approvals, or grades when there is a scale. Raises FormatError, NotAScale, InputError."""
    grades = None if scale is None else {grade: at for at, grade in enumerate(scale_of(scale))}
    rows = lines.rows()
    head = [cell.strip() for cell in next(rows, [])]
    counted = head.index(_COUNT) if _COUNT in head else None
    names = [name for at, name in enumerate(head) if at != counted]
    if not names or not all(names) or len(set(names)) < len(names):
        lines.refuse(
            "The first row does not name every candidate once.", "Write a name of its own above each column.", line=1
        )
    ballots: list[tuple[list[str], Weight]] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if len(cells) != len(head):
            wrong = f"There are {len(cells)} cells and {len(head)} columns."
            lines.mend(wrong, "Fill every column, or leave it empty.", "The row was left out.")
            continue
        weight = 1 if counted is None else _weight(lines, cells.pop(counted))
        if _known(lines, cells, _APPROVED if grades is None else {**grades, "": None}):
            ballots.append((cells, weight))
    if grades is None:
        approved = ([at for at, cell in enumerate(cells) if _APPROVED[cell.lower()]] for cells, _ in ballots)
        return Election(Approvals.of(names, zip(approved, (weight for _, weight in ballots), strict=True)))
    given = ([grades.get(cell) for cell in cells] for cells, _ in ballots)
    return Election(Grades.of(names, tuple(grades), zip(given, (weight for _, weight in ballots), strict=True)))


def write(election: Election) -> Iterator[str]:
    """The lines of the table, a row for each different ballot. Raises TypeError for rankings."""
    ballots = election.ballots
    if not isinstance(ballots, Approvals | Grades):
        raise TypeError("a table holds approvals or grades; write rankings as BLT or PrefLib")
    yield _line([_COUNT, *ballots.candidates])
    for ballot, weight in zip(ballots.ballots, ballots.weights, strict=True):
        if isinstance(ballots, Approvals):
            cells = ["x" if at in ballot else "" for at in range(len(ballots.candidates))]
        else:
            cells = ["" if grade is None else ballots.scale[grade] for grade in ballot]
        yield _line([str(weight), *cells])


def _weight(lines: Lines, cell: str) -> Weight:
    if not _WEIGHT.fullmatch(cell) or not Fraction(cell):
        lines.refuse(f"The count is {cell!r}.", "Write a whole number or fraction above 0.")
    weight = Fraction(cell)
    return int(weight) if weight.denominator == 1 else weight


def _known(lines: Lines, cells: list[str], known: dict[str, int | None] | dict[str, bool]) -> bool:
    """Whether every cell can be read; a lenient reader leaves the row out where one cannot."""
    approvals = known is _APPROVED
    strange = next((cell for cell in cells if (cell.lower() if approvals else cell) not in known), None)
    if strange is None:
        return True
    how = "Write x or 1 for yes; for grades say the scale." if approvals else f"Write one of {', '.join(known)}."
    lines.mend(f"{strange[:40]!r} cannot be read.", how.replace(", .", ", or nothing."), "The row was left out.")
    return False


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
