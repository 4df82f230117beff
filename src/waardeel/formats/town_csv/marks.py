"""Words in cells that are no names, and papers that become rankings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from waardeel.formats.reading import Lines
from waardeel.methods.voting.ballots import Index, Overvotes, Ranking, Repeats, Skips, Weight, treat

WriteIns = Literal["drop", "keep"]

#: Cells that mean "nobody is marked here", "too many are", and "somebody who is not on the list"; small letters.
SKIPPED: Final = frozenset({"", "skipped", "undervote", "blank", "none", "~"})
OVERVOTED: Final = frozenset({"overvote", "overvoted"})
WRITE_INS: Final = frozenset({"uwi", "uncertified write in", "uncertified write-in", "write in", "write-in", "writein"})
NO_NAMES: Final = SKIPPED | OVERVOTED

_COUNT = re.compile(r"[0-9]{1,15}(/[1-9][0-9]{0,14}|\.[0-9]{1,9})?", re.ASCII)
#: Two marks of whom the file does not say who they are.
_SOMEBODY: Final = (-1, -2)


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines, and what papers mean that are not as they should be."""

    lines: Lines
    skips: Skips
    overvotes: Overvotes
    repeats: Repeats
    write_ins: WriteIns

    def count(self, text: str) -> Weight:
        """How many ballots a row stands for: a whole number or exact fraction of 0 or more."""
        text = text.strip()
        if not _COUNT.fullmatch(text):
            self.lines.mend(
                f"The count is {text[:40]!r}.", "Write a number such as 12 or 3/2.", "The row was passed over."
            )
            return 0
        number = Fraction(text)
        return number.numerator if number.denominator == 1 else number

    def passes(self, name: str) -> bool:
        """Whether a cell names somebody to drop as if the cell were not there."""
        return self.write_ins == "drop" and name.lower() in WRITE_INS

    def ranking(self, marks: Iterable[Sequence[Index]], *, overvotes: Overvotes | None = None) -> Ranking | None:
        """The ranking that these marks are; None when the paper is spoilt. A file may settle overvotes itself."""
        return treat(marks, skips=self.skips, overvotes=overvotes or self.overvotes, repeats=self.repeats)

    def unknown_overvote(self) -> Sequence[Index]:
        """The marks of a cell that only says "overvote"."""
        if self.overvotes == "equal":
            self.lines.refuse(
                "A cell says that too many were marked, not who.", "Choose another treatment of overvotes than equal."
            )
        return _SOMEBODY
