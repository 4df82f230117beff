"""From the bytes of a file to rows of cells, refusing cleanly what is hostile or no table.

CSV: RFC 4180 with `,`, `;` or tab; UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252 or
Latin-1. Spreadsheet: Office Open XML (.xlsx, ECMA-376), the first visible sheet.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

import openpyxl
from openpyxl.utils.datetime import from_excel

from waardeel.people.errors import BrokenLine, FileEmpty, FileTooBig, NotATable, TooManyRows

#: Most members in one file.
MAX_ROWS = 20_000
#: Most lines that are looked at, empty ones included.
MAX_LINES = 50_000
MAX_COLUMNS = 100
#: Most bytes that a spreadsheet may unpack to; a list of 20,000 members is a tenth of it.
MAX_UNPACKED = 40_000_000
MAX_PARTS = 500
#: Signs without a width that get into names by copying.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))


class Formula:
    """A cell that holds a formula instead of a value."""


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet program shows it, and its cells."""

    number: int
    cells: tuple[Any, ...]


def read_table(content: bytes, limit: int) -> list[Row]:
    """The rows of a file that hold anything, the first of them with the names of the columns.

    A cell is a str (trimmed, perhaps empty), a date, or Formula. ``limit`` is the most bytes that are
    accepted.

    Raises FileTooBig, FileEmpty, NotATable, BrokenLine, TooManyRows.
    """
    if len(content) > limit:
        raise FileTooBig(limit=limit // 1_000_000)
    if not content.strip():
        raise FileEmpty
    lines = _sheet(content) if content.startswith(b"PK") else _csv(content)
    rows: list[Row] = []
    for number, cells in enumerate(lines, start=1):
        if any(cell != "" for cell in cells):
            rows.append(Row(number, tuple(cells[:MAX_COLUMNS])))
        if len(rows) > MAX_ROWS + 1 or number > MAX_LINES:
            raise TooManyRows(limit=MAX_ROWS)
    if len(rows) < 2:
        raise FileEmpty
    return rows


# -- text -------------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[list[Any]]:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep="):
        # A hint that spreadsheet programs leave for each other; kept as an empty row, so that numbers agree.
        text = "\n" + rest
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for line in reader:
            number += 1
            yield [_tidy(cell) for cell in line]
    except csv.Error as error:
        raise BrokenLine(row=number + 1) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "windows-1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A document of another kind (pdf, photo, old spreadsheet) shows itself by control characters.
        if any(character < " " and character not in "\t\r\n" for character in text):
            raise NotATable
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotATable


def _delimiter(text: str) -> str:
    header = next((line for line in text.split("\n") if line.strip()), "")
    return max(";,\t", key=header.count)


# -- spreadsheets -----------------------------------------------------------------------------------------


def _sheet(content: bytes) -> list[list[Any]]:
    _refuse_bombs(content)
    with warnings.catch_warnings():
        # It warns of styles, rules and macros that it leaves out, none of which matter to a list of members.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            try:
                return list(_cells(book))
            finally:
                book.close()
        except Exception as error:
            # A file that was made to break readers breaks this one in any of a dozen ways; all mean the same.
            raise NotATable from error


def _cells(book: Any) -> Iterator[list[Any]]:
    sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    # What the file says of its own size is not to be trusted: it may claim a million columns.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=MAX_LINES + 1, max_col=MAX_COLUMNS):
        values = ["" if cell.value is None else _value(cell) for cell in row]
        while values and values[-1] == "":
            values.pop()
        yield values


def _value(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        return Formula
    match value:
        case bool():
            return str(value).upper()
        case datetime():
            return value.date()
        case date():
            return value
        case time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return _tidy(str(value))


def _refuse_bombs(content: bytes) -> None:
    """Look at the parts of a spreadsheet before anything reads them as XML.

    `zipfile` never unpacks more of a part than the directory says, so what the directory says bounds the
    work. XML with a document type (entities that grow, files from elsewhere) has no place in a spreadsheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise NotATable
            for part in parts:
                with archive.open(part) as file:
                    _refuse_document_type(file)
    except NotATable:
        raise
    except Exception as error:
        raise NotATable from error


def _refuse_document_type(file: IO[bytes]) -> None:
    tail = b""
    while chunk := file.read(1 << 16):
        # Without its zero bytes UTF-16 reads as plain text too.
        seen = tail + chunk.replace(b"\0", b"")
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise NotATable
        tail = seen[-16:]


def _tidy(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", text.translate(INVISIBLE)).split())
    # A mark that our own export (and others) put before what a spreadsheet would take for a formula.
    if text[:1] == "'" and text[1:2] in "=+-@":
        text = text[1:]
    return text


def excel_day(text: str) -> date | None:
    """The day that a bare number in a spreadsheet means (days since 30 December 1899), when it can be one."""
    if text.isascii() and text.isdigit() and 10_000 <= int(text) <= 80_000:
        day = from_excel(int(text))
        return day.date() if isinstance(day, datetime) else None
    return None
