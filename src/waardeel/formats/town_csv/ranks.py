"""A column for each rank, a name in each cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from waardeel.formats.election import Election
from waardeel.formats.town_csv.marks import NO_NAMES, OVERVOTED, SKIPPED, WRITE_INS, Reading
from waardeel.methods.errors import InputError
from waardeel.methods.voting.ballots import Index, Ranking, Rankings, Weight

#: More ranks or different names than this are refused.
MOST_RANKS: Final = 1_000
MOST_NAMES: Final = 10_000

_RANK = re.compile(
    r"(?:rank|choice|preference|pref|vote|voorkeur|keuze|choix|rang)[ _.-]{0,3}([0-9]{1,4})"
    r"|([0-9]{1,4})(?:st|nd|rd|th|e|er|ère|ème)?[ _.-]{0,3}(?:rank|choice|preference|voorkeur|keuze|choix|rang)",
    re.IGNORECASE,
)
_COUNT = frozenset({"count", "weight", "votes", "ballots", "number", "aantal", "nombre"})


class NotRanked(InputError):
    """Ballots that these files cannot hold."""

    text = "This CSV holds rankings, and these are %(given)s. Write them in another format."


class NotStrict(InputError):
    """A ballot with equal ranks."""

    text = "This CSV has one name in a cell, and a ballot ranks some equal. Write it as BLT or PrefLib."


class BadName(InputError):
    """A name that would be read as something else."""

    text = "The name %(name)r would be read as something else. Give the candidate another name first."


def read(reading: Reading, rows: Iterator[list[str]], head: Sequence[str]) -> Election:
    """The rows below `head`. Raises FormatError."""
    columns, count_column = _columns(reading, head)
    at: dict[str, Index] = {}
    grouped: dict[tuple[str, ...], Weight] = {}
    listed = False
    for number, row in enumerate(rows):
        if len(row) != len(head):
            reading.lines.mend(
                f"There are {len(row)} cells and {len(head)} columns.", "Fill every column.", "The row was passed over."
            )
            continue
        cells = tuple([row[column] for column in columns])
        if cells not in grouped:
            _named(reading, cells, at)
        if count := 1 if count_column is None else reading.count(row[count_column]):
            grouped[cells] = grouped.get(cells, 0) + count
        elif number == 0:
            listed = row[count_column or 0].strip() == "0"
    if not at:
        reading.lines.refuse("Nobody is named.", "Give rows with names below the columns.")
    names = list(at) if listed else sorted(at)
    at = {name: place for place, name in enumerate(names)}
    return Election(Rankings.of(names, _ballots(reading, grouped.items(), at)))


def write(election: Election) -> Iterator[str]:
    """The lines of the file: first the candidates in a row that counts 0, then the ballots."""
    ballots = election.ballots
    if not isinstance(ballots, Rankings):
        raise NotRanked(given=type(ballots).__name__.lower())
    if not ballots.strict:
        raise NotStrict
    for name in ballots.candidates:
        if name != name.strip() or "\n" in name or "\r" in name or "\0" in name or _is_word(name):
            raise BadName(name=name)
    width = len(ballots.candidates)
    yield _line(["count", *(f"rank{rank}" for rank in range(1, width + 1))])
    yield _line(["0", *ballots.candidates])
    for ranking, weight in zip(ballots.rankings, ballots.weights, strict=True):
        names = [ballots.candidates[place] for place in ranking if isinstance(place, int)]
        yield _line([str(weight), *names, *([""] * (width - len(names)))])


def _columns(reading: Reading, head: Sequence[str]) -> tuple[list[int], int | None]:
    """The columns of the ranks in order, and that of the count. Raises FormatError."""
    ranked: dict[int, int] = {}
    for column, title in enumerate(head):
        if found := _RANK.fullmatch(title):
            rank = int(found[1] or found[2])
            if rank in ranked:
                reading.lines.refuse(f"Two columns are rank {rank}.", "Name each rank once.")
            ranked[rank] = column
    counts = [column for column, title in enumerate(head) if title.lower() in _COUNT]
    if not ranked or len(ranked) > MOST_RANKS:
        reading.lines.refuse(
            f"There are {len(ranked)} columns of ranks.", "Name them rank1, rank2, … (or choice 1, 1st choice, …)."
        )
    if sorted(ranked) != list(range(1, len(ranked) + 1)):
        reading.lines.mend("The ranks do not run from 1.", "Name them rank1, rank2, …", "Their order was kept.")
    if len(counts) > 1:
        reading.lines.refuse("Two columns are a count.", "Leave one.")
    return [ranked[rank] for rank in sorted(ranked)], counts[0] if counts else None


def _named(reading: Reading, cells: Iterable[str], at: dict[str, Index]) -> None:
    for cell in cells:
        name = cell.strip()
        if name in at or name.lower() in NO_NAMES or reading.passes(name):
            continue
        if len(at) == MOST_NAMES:
            reading.lines.refuse(f"There are more than {MOST_NAMES} different names.", "Are these columns of ranks?")
        at[name] = len(at)


def _ballots(
    reading: Reading, grouped: Iterable[tuple[tuple[str, ...], Weight]], at: dict[str, Index]
) -> Iterator[tuple[Ranking, Weight]]:
    for cells, weight in grouped:
        try:
            places = tuple([at[cell] for cell in cells])  # a full paper, as many are
        except KeyError:
            places = ()
        if places and len(set(places)) == len(places):
            yield places, weight
        elif (ranking := reading.ranking(_marks(reading, cells, at))) is not None:
            yield ranking, weight


def _marks(reading: Reading, cells: Iterable[str], at: dict[str, Index]) -> Iterator[Sequence[Index]]:
    for cell in cells:
        name = cell.strip()
        if name.lower() in SKIPPED:
            yield ()
        elif name.lower() in OVERVOTED:
            yield reading.unknown_overvote()
        elif not reading.passes(name):
            yield (at[name],)


def _is_word(name: str) -> bool:
    return name.lower() in NO_NAMES | WRITE_INS


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
