"""From the cells of a row to what it says of a member, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waardeel.people.sheets.columns import Columns
from waardeel.people.sheets.names import folded
from waardeel.people.sheets.reading import Formula, Row, excel_day

#: What can be wrong with a cell, and how to mend it. The code is kept with the row; the words are said when
#: shown.
PROBLEMS: Mapping[str, str | Promise] = {
    "no_name": _("There is no name. Fill it in, or take the row out."),
    "too_long": _("This is longer than %(limit)s characters. Shorten it."),
    "formula": _("This cell holds a formula. Copy the column and paste it as values."),
    "no_email": _("“%(value)s” is not an e-mail address. Write it as name@example.org, or leave it empty."),
    "no_date": _("“%(value)s” is not a date. Write day-month-year, as in 31-12-2024."),
    "unlikely_date": _("%(value)s cannot be right. Give a day from 1900 up to a year from now."),
    "no_language": _("“%(value)s” is not one of our languages. Write nl, fr or en, or leave it empty."),
    "same_as_row": _("This is the same member as in row %(row)s. Take one of the two out, or give each a number."),
    "number_twice": _("Row %(row)s has this number too. Give each member a number of their own."),
    "email_twice": _("Row %(row)s has this address too. Leave it empty for one of them; they get a card to sign in."),
    "number_of_other": _("This is the number of another member (%(name)s). Correct the number or the name."),
    "email_of_other": _("Another member signs in with this address. Correct it, or leave it empty."),
    "number_and_email": _("The number and the address belong to two different members. Correct one of them."),
    "several": _("More than one member has this name. Add the member number, the address or the day of joining."),
    "was_member": _(
        "This person was a member until %(day)s. Take the row out; on the members' page you can admit them anew."
    ),
    "email_known": _(
        "Somebody signs in with this address already. Leave it empty here, or take the row out and invite them."
    ),
}

LANGUAGES = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl", "neerlandais": "nl",
    "fr": "fr", "frans": "fr", "french": "fr", "francais": "fr",
    "en": "en", "engels": "en", "english": "en", "anglais": "en",
}  # fmt: skip
DATES = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S")
LIMITS = {"name": 120, "email": 254, "number": 40, "member_class": 40}
EARLIEST = date(1900, 1, 1)


@dataclass
class Parsed:
    """What a row says. ``problems`` are (meaning of the column, code, facts)."""

    number_in_file: int
    name: str = ""
    email: str = ""
    number: str = ""
    member_class: str = ""
    joined_on: date | None = None
    language: str = ""
    problems: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def wrong(self, column: str, code: str, **facts: Any) -> None:
        self.problems.append((column, code, facts))


def parse(row: Row, columns: Columns, latest: date) -> Parsed:
    """Read one row. ``latest`` is the last day on which somebody may be said to join."""
    parsed = Parsed(number_in_file=row.number)
    cells: dict[str, Any] = {}
    for meaning, index in columns.at.items():
        cell = row.cells[index] if index < len(row.cells) else ""
        if cell is Formula:
            parsed.wrong(meaning, "formula")
            cell = ""
        cells[meaning] = cell
    texts = {meaning: cell.isoformat() if isinstance(cell, date) else cell for meaning, cell in cells.items()}
    parsed.name = _name(texts)
    parsed.email = texts.get("email", "").lower()
    parsed.number = texts.get("number", "")
    parsed.member_class = texts.get("member_class", "")
    if not parsed.name and not any(code == "formula" for _column, code, _facts in parsed.problems):
        parsed.wrong("name" if "name" in columns.at else "last_name", "no_name")
    for meaning, limit in LIMITS.items():
        if len(getattr(parsed, meaning)) > limit:
            parsed.wrong(meaning, "too_long", limit=limit)
    for meaning, check in CHECKS.items():
        if cells.get(meaning):
            check(parsed, cells[meaning], latest)
    return parsed


def _name(texts: Mapping[str, str]) -> str:
    parts = (texts.get("first_name", ""), texts.get("infix", ""), texts.get("last_name", ""))
    return texts.get("name") or " ".join(part for part in parts if part)


def _check_email(parsed: Parsed, cell: Any, latest: date) -> None:
    try:
        validate_email(parsed.email)
    except ValidationError:
        parsed.wrong("email", "no_email", value=parsed.email[:60])


def _check_joined(parsed: Parsed, cell: Any, latest: date) -> None:
    day = cell if isinstance(cell, date) else _day(cell)
    if day is None:
        parsed.wrong("joined_on", "no_date", value=cell[:30])
    elif not EARLIEST <= day <= latest:
        parsed.wrong("joined_on", "unlikely_date", value=day.strftime("%d-%m-%Y"))
    else:
        parsed.joined_on = day


def _day(text: str) -> date | None:
    for shape in DATES:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return excel_day(text)


def _check_language(parsed: Parsed, cell: Any, latest: date) -> None:
    language = LANGUAGES.get(folded(str(cell)))
    if language is None:
        parsed.wrong("language", "no_language", value=str(cell)[:30])
    else:
        parsed.language = language


CHECKS: Mapping[str, Callable[[Parsed, Any, date], None]] = {
    "email": _check_email,
    "joined_on": _check_joined,
    "language": _check_language,
}
