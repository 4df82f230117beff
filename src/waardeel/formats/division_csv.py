"""A table of people and things as CSV: `person, Room A, Room B`, a row for each person, an exact number in every cell.

The numbers are what each thing is worth to each person (rooms, goods), or what each person did (hours, purchases).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction

from waardeel.formats.reading import Lines
from waardeel.methods.division.values import Values
from waardeel.methods.errors import InputError

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_COMMA = re.compile(r"[0-9]{1,12},[0-9]{1,6}", re.ASCII)
_MOST_COLUMNS = 1000


class CannotBeWritten(InputError):
    """A name or number that would be read back as something else."""

    text = "%(what)r cannot be written in this form. Use names without line ends, and numbers of at most 6 decimals."


def read(lines: Lines) -> Values:
    """The table. Raises FormatError with the line. Lenient: a decimal comma is read as a point, an empty cell as 0."""
    rows = lines.rows()
    head = [cell.strip() for cell in next(rows, [])]
    things = head[1:]
    if not things or head[0].lower() not in ("person", "id"):
        lines.refuse(
            "The first row does not name the columns.", "Begin with person, then a name for each thing.", line=1
        )
    if len(things) > _MOST_COLUMNS or len(set(things)) != len(things) or not all(things):
        lines.refuse("A column has no name, or the name of another.", f"Use at most {_MOST_COLUMNS} names, each once.")
    found: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        cells = [cell.strip() for cell in row]
        if len(cells) != len(head):
            lines.refuse(f"There are {len(cells)} cells under {len(head)} columns.", "Give every column a cell.")
        if not cells[0] or cells[0] in found:
            lines.refuse(f"The person {cells[0]!r} has no name or stands there twice.", "Give every person one row.")
        found[cells[0]] = {thing: _number(lines, cell, thing) for thing, cell in zip(things, cells[1:], strict=True)}
    if not found:
        lines.refuse("There are no people.", "Add a row for each person.")
    return Values.of(found)


def write(values: Values) -> Iterator[str]:
    """The lines of the file. Raises CannotBeWritten."""
    for name in (*values.people, *values.things):
        if name != name.strip() or not name.isprintable():
            raise CannotBeWritten(what=name)
    yield _row(["person", *values.things])
    for name, row in zip(values.people, values.table, strict=True):
        yield _row([name, *map(_text, row)])


def _number(lines: Lines, text: str, thing: str) -> Fraction:
    if not text:
        lines.mend(f"The cell of {thing} is empty.", "Write 0 where it is worth nothing.", "Read as 0.")
        return Fraction(0)
    if _COMMA.fullmatch(text):
        lines.mend(f"The value of {thing} has a decimal comma: {text}.", "Write a point.", "Read as a point.")
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        lines.refuse(f"The value of {thing} is {text[:40]!r}.", "Write a number of 0 or more, such as 12 or 12.50.")
    return Fraction(text)


def _text(number: Fraction) -> str:
    millionths = number * 10**6
    if millionths.denominator != 1 or number >= 10**12:
        raise CannotBeWritten(what=str(number))
    whole, rest = divmod(millionths.numerator, 10**6)
    return f"{whole}.{rest:06d}".rstrip("0") if rest else str(whole)


def _row(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
