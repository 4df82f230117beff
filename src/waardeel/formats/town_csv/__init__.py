"""Cast vote records as towns publish them: CSV with a row for each ballot. The form shows from the first line.

    Precinct,rank1,rank2,rank3        a column for each rank, a name in each cell (Minneapolis, Portland condensed);
    M4703,Terrence Hayes,skipped,     other columns are passed over, but `count` (or votes, weight) is how many such

    …,"Choice_20_1:Council:1:Number of Winners 3:Peggy Sue Owens:NON",…      a column for each candidate and rank,
    …,1,…                                                                     1 where it is marked (Portland)

    VoteKit RankProfile               the program VoteKit (Albany), with equal ranks
    Candidates

Names are not listed in the first form: candidates are all names that occur, by alphabet, so that the order of ballots
does not matter. A first row that counts 0 lists them in their own order.

Sources: City of Minneapolis, "2013 mayor cast vote record"; Multnomah County, "Cast vote record, City of Portland
2024"; VoteKit 3.5, `pref_profile/csv_utils`.
"""

from __future__ import annotations

from collections.abc import Iterator

from waardeel.formats.election import Election
from waardeel.formats.reading import Lines
from waardeel.formats.town_csv import grid, ranks, votekit
from waardeel.formats.town_csv.marks import Reading, WriteIns
from waardeel.methods.voting.ballots import Overvotes, Repeats, Skips

__all__ = ["read", "write"]


def read(
    lines: Lines,
    *,
    skips: Skips = "squeeze",
    overvotes: Overvotes = "stop",
    repeats: Repeats = "first",
    write_ins: WriteIns = "drop",
    contest: str | None = None,
) -> Election:
    """An election of ranked ballots. Raises FormatError.

    `skips`, `overvotes` and `repeats` say what papers mean that are not as they should be (see
    `waardeel.methods.voting.ballots.treat`); spoilt ballots are left out. `write_ins`: votes for people who are not on
    the list and not named ("UWI", "Uncertified Write In") are dropped, or kept as one candidate of that name.
    `contest` chooses among several in one file. Lenient: rows of another length, and counts that are no number, are
    passed over and told.
    """
    reading = Reading(lines, skips, overvotes, repeats, write_ins)
    rows = lines.rows()
    head = [cell.strip() for cell in next(rows, [])]
    if not head:
        lines.refuse("The file is empty.", "Give a CSV with a first line of columns.", line=max(lines.number, 1))
    if head[0] == votekit.FIRST:
        return votekit.read(reading, rows, head)
    if grid.fits(head):
        return grid.read(reading, rows, head, contest)
    return ranks.read(reading, rows, head)


def write(election: Election) -> Iterator[str]:
    """The lines of the first form, each with its end. Raises NotStrict, NotRanked, BadName (`ranks`)."""
    return ranks.write(election)
