"""A members' list as CSV that any spreadsheet program opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV: semicolons and a mark for UTF-8, as spreadsheet programs in the Netherlands, Belgium and
    France expect.

    A cell that a spreadsheet program would take for a formula gets an apostrophe in front (OWASP, "CSV
    Injection").
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: str) -> str:
    """The same text, no longer a formula. Tabs and line ends, which hide one, become spaces."""
    text = " ".join(cell.split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
