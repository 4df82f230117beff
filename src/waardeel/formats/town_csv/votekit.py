"""The profile that the program VoteKit writes: candidates with short names, then a row for each ballot.

VoteKit RankProfile
Candidates
(JOHN MIKI:JOH),(NICK PILCH:NIC)
Max Ranking Length
2
Includes Voter Set
False
=,=,=,=,=,=,=,=,=,=
Ranking_1,Ranking_2,&,Weight,&
{'JOH'},,&,1.0,&
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from waardeel.formats.election import Election
from waardeel.formats.town_csv.marks import SKIPPED, Reading
from waardeel.methods.voting.ballots import Index, Ranking, Rankings, Weight

FIRST: Final = "VoteKit RankProfile"

_CANDIDATE = re.compile(r"\((.{1,200}):([^:]{1,200})\)")
#: 'JOH' or "O'N", then a comma or the end.
_QUOTED = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)")\s*(?:,|$)""")
_TYPES = (":str", ":int")


def read(reading: Reading, rows: Iterator[list[str]], head: Sequence[str]) -> Election:
    """The rows below the first. Raises FormatError. A rank with several candidates ranks them equal."""
    lines = reading.lines
    top = [next(rows, []) for _ in range(8)]
    if [row[:1] for row in (top[0], top[2], top[4])] != [
        ["Candidates"],
        ["Max Ranking Length"],
        ["Includes Voter Set"],
    ]:
        lines.refuse("The head of the profile is not complete.", "Let VoteKit write the file anew.")
    short, names = _candidates(reading, top[1], typed=len(head) > 1 and head[1] == "v2")
    columns = [cell.strip() for cell in top[7]]
    ranked = [column for column, cell in enumerate(columns) if re.fullmatch(r"Ranking_[0-9]{1,4}", cell)]
    if not ranked or columns.count("Weight") != 1:
        lines.refuse("The columns are not Ranking_1 … and Weight.", "Let VoteKit write the file anew.")
    weight = columns.index("Weight")

    def ballots() -> Iterator[tuple[Ranking, Weight]]:
        for row in rows:
            if len(row) != len(columns):
                lines.mend(
                    f"There are {len(row)} cells and {len(columns)} columns.", "Fill them.", "The row was passed over."
                )
                continue
            count = reading.count(row[weight])
            marks = [_marked(reading, row[column].strip(), short) for column in ranked]
            ranking = reading.ranking(marks, overvotes="equal")
            if count and ranking is not None:
                yield ranking, count

    return Election(Rankings.of(names, ballots()))


def _candidates(reading: Reading, cells: Sequence[str], *, typed: bool) -> tuple[dict[str, Index], list[str]]:
    short: dict[str, Index] = {}
    names: list[str] = []
    for cell in cells:
        found = _CANDIDATE.fullmatch(cell.strip())
        if found is None or found[2] in short:
            reading.lines.refuse(f"{cell[:60]!r} is no candidate.", "Write (name:short name), each once.")
        name = found[1]
        if typed and name.endswith(_TYPES):
            name = name[: -len(_TYPES[0])]
        if name in names:
            reading.lines.refuse(f"{name!r} stands twice.", "Give each candidate a name of their own.")
        short[found[2]] = len(names)
        names.append(name)
    if not names:
        reading.lines.refuse("There are no candidates.", "Write (name:short name), each once.")
    return short, names


def _marked(reading: Reading, cell: str, short: dict[str, Index]) -> list[Index]:
    if cell.lower() in SKIPPED:
        return []
    if not (cell.startswith("{") and cell.endswith("}")):
        reading.lines.refuse(f"{cell[:60]!r} is no set of short names.", "Write {'A'} or {'A', 'B'}.")
    inside = cell[1:-1]
    found: list[Index] = []
    start = 0
    while start < len(inside):
        quoted = _QUOTED.match(inside, start)
        name = None if quoted is None else quoted[1] or quoted[2] or ""
        if quoted is None or name is None or (name not in short and name.lower() not in SKIPPED):
            reading.lines.refuse(f"{cell[:60]!r} names nobody who stands.", "Use the short names of the third line.")
        if name in short:
            found.append(short[name])
        start = quoted.end()
    return found
