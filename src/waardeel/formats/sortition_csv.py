"""The two files of a draw with quotas: features with their quotas, and people with their features.

Features: a header `feature,value,min,max`, possibly with `min_flex,max_flex`, and a line per value; as in
sortition-algorithms (docs of the Sortition Foundation). The older header `category,feature,min,max`, as in Panelot
and the citizens' assemblies of the Nature paper, means the same: there "category" is the feature and "feature" the
value. `name` for `value` and `category` for `feature` are read in any mix that is clear.

People: a header and a line per person, with a column for every feature that has quotas. The column of ids is the first
one that is no feature, or the one that is named; where there is none, people are numbered from 1 as they come. Other
columns are left alone, but those of an address may be named: people who agree in all of them share a household.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from waardeel.formats.reading import Lines
from waardeel.methods.errors import InputError
from waardeel.methods.sortition.pool import Pool, Quota

_MOST_PEOPLE = 1_000_000
_MOST_QUOTAS = 10_000
_MOST_DIGITS = 7
_HEADS = (
    {"feature", "value"},
    {"category", "feature"},
    {"category", "name"},
    {"feature", "name"},
    {"category", "value"},
)


def read(
    features: Lines,
    people: Lines,
    *,
    size: int,
    id_column: str | None = None,
    household_columns: Sequence[str] = (),
) -> Pool:
    """The pool of two files. Raises FormatError with the line, and what `Pool.of` refuses."""
    quotas = tuple(read_quotas(features))
    ids, rows, homes = read_people(
        people, [quota.feature for quota in quotas], id_column=id_column, household_columns=household_columns
    )
    _check_values(people, quotas, ids, rows)
    return Pool.of(zip(ids, rows, strict=True), size, quotas, homes)


def read_quotas(lines: Lines) -> Iterator[Quota]:
    """The quotas of a features file, line by line. Raises FormatError."""
    rows = lines.rows()
    head = [cell.strip().lower() for cell in next(rows, [])]
    feature, value = _columns(lines, head)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        cells = _row(lines, row, len(head))
        if cells is None:
            continue
        key = (cells[feature], cells[value])
        if not all(key):
            lines.refuse("The feature or the value is empty.", "Write both.")
        if key in seen:
            lines.refuse(f"{key[0]} {key[1]} stands here for the second time.", "Keep one line for each value.")
        if len(seen) == _MOST_QUOTAS:
            lines.refuse(f"There are more than {_MOST_QUOTAS:,} quotas.", "Merge values.")
        seen.add(key)
        numbers = {name: _number(lines, name, cells[head.index(name)]) for name in head if name in _NUMBERS}
        try:
            yield Quota(
                *key, numbers["min"] or 0, numbers["max"] or 0, numbers.get("min_flex"), numbers.get("max_flex")
            )
        except InputError as refusal:
            lines.refuse(str(refusal), "Correct the numbers.")


_NUMBERS = ("min", "max", "min_flex", "max_flex")


def _columns(lines: Lines, head: list[str]) -> tuple[int, int]:
    """Which columns hold the feature and the value. Raises FormatError."""
    names = set(head) - set(_NUMBERS)
    wrong = names not in _HEADS or len(head) != len(set(head)) or not {"min", "max"} <= set(head)
    if wrong or ("min_flex" in head) != ("max_flex" in head):
        lines.refuse(
            f"The header is {','.join(head)!r}.", "Write: feature,value,min,max (and min_flex,max_flex if wanted)."
        )
    feature = "category" if "category" in names else "feature"
    (value,) = names - {feature}
    return head.index(feature), head.index(value)


def _number(lines: Lines, name: str, text: str) -> int | None:
    if text == "" and name in ("min_flex", "max_flex"):
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        lines.refuse(f"{name} is {text!r}.", "Write a whole number, such as 0 or 12.")
    return int(text)


def _row(lines: Lines, row: list[str], width: int) -> list[str] | None:
    """The cells of a row without space around them; None for a row without anything."""
    cells = [cell.strip() for cell in row]
    if not any(cells):
        return None
    if len(cells) != width:
        if len(cells) > width and not any(cells[width:]):
            lines.mend("There are empty cells too many.", "Remove the commas at the end.", "They were left out.")
            return cells[:width]
        lines.refuse(f"There are {len(cells)} cells where the header has {width}.", "Give each line as many cells.")
    return cells


def read_people(
    lines: Lines, features: Sequence[str], *, id_column: str | None = None, household_columns: Sequence[str] = ()
) -> tuple[list[str], list[dict[str, str]], dict[str, str]]:
    """Ids, features and households (by id) of a file of people; all columns but the ids where `features` is empty.

    Raises FormatError. A lenient reader leaves out people whose id stood there before.
    """
    rows = lines.rows()
    head = [cell.strip() for cell in next(rows, [])]
    if not head or len(set(head)) != len(head) or not all(head):
        lines.refuse(f"The header is {','.join(head)!r}.", "Give each column a name of its own.")
    wanted = list(dict.fromkeys(features))
    for name in [*wanted, *household_columns, *([id_column] if id_column is not None else [])]:
        if name not in head:
            lines.refuse(
                f"There is no column {name!r}.", f"Add it, or correct the name. The header has: {', '.join(head)}."
            )
    column = id_column or next((name for name in head if name not in wanted and name not in household_columns), None)
    kept = wanted or [each for each in head if each != column and each not in household_columns]
    place = {each: head.index(each) for each in head}
    ids: list[str] = []
    found: list[dict[str, str]] = []
    homes: dict[str, str] = {}
    seen: set[str] = set()
    for row in rows:
        cells = _row(lines, row, len(head))
        if cells is None:
            continue
        person = cells[place[column]] if column is not None else str(len(ids) + 1)
        if not person:
            lines.refuse("The id is empty.", "Give each person an id of their own.")
        if person in seen:
            lines.mend(f"The id {person!r} stands here again.", "Keep one line for each person.", "It was left out.")
            continue
        if len(ids) == _MOST_PEOPLE:
            lines.refuse(f"There are more than {_MOST_PEOPLE:,} people.", "Draw from a part of them.")
        seen.add(person)
        ids.append(person)
        found.append({each: cells[place[each]] for each in kept})
        address = [" ".join(cells[place[each]].casefold().split()) for each in household_columns]
        if any(address):
            homes[person] = " | ".join(address)
    return ids, found, homes


def _check_values(lines: Lines, quotas: Sequence[Quota], ids: list[str], rows: list[dict[str, str]]) -> None:
    """Every value has a quota. A lenient reader overlooks capitals, and leaves out people with an unknown value.

    The line that is named counts from the header as line 1, one line for each person.
    """
    known: dict[str, dict[str, str]] = {}
    for quota in quotas:
        known.setdefault(quota.feature, {})[quota.value.casefold()] = quota.value
    exact = {(quota.feature, quota.value) for quota in quotas}
    out: list[int] = []
    for at, row in enumerate(rows):
        for feature, value in row.items():
            if (feature, value) in exact:
                continue
            wrong = f"{feature} of {ids[at]} is {value!r}, which has no quota."
            near = known[feature].get(value.casefold())
            did = f"It was read as {near!r}." if near is not None else "The person was left out."
            lines.mend(wrong, "Correct it, or add a line for it to the file of features.", did, line=at + 2)
            if near is None:
                out.append(at)
                break
            row[feature] = near
    for at in reversed(out):
        del ids[at], rows[at]


def write_quotas(pool: Pool) -> Iterator[str]:
    """The file of features, with flex columns when a quota has them."""
    flex = any(quota.flex_least is not None or quota.flex_most is not None for quota in pool.quotas)
    yield _line(["feature", "value", "min", "max", *(("min_flex", "max_flex") if flex else ())])
    for quota in pool.quotas:
        more = ["" if bound is None else bound for bound in (quota.flex_least, quota.flex_most)] if flex else []
        yield _line([quota.feature, quota.value, quota.least, quota.most, *more])


def write_people(pool: Pool, *, id_column: str = "id", household_column: str = "household") -> Iterator[str]:
    """The file of people, with a column for households when some share one."""
    shared = any(home is not None for home in pool.households)
    yield _line([id_column, *pool.features, *([household_column] if shared else [])])
    for name, row, home in zip(pool.people, pool.values, pool.households, strict=True):
        yield _line([name, *row, *([home or ""] if shared else [])])


def _line(cells: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
