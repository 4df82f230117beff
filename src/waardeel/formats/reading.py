"""Reading files line by line: strict with the place of every error, or lenient with a list of what was mended.

Every reader of this room takes `Lines` and yields values of the ground rooms; every writer yields lines. A file is
streamed: no reader asks for the whole text at once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NoReturn

from waardeel.methods.errors import InputError

#: Longer lines are refused before they are taken apart.
LONGEST_LINE = 1_000_000


class FormatError(InputError):
    """A file that is not in its format: which file, which line, what is wrong, and how to mend it."""

    text: ClassVar[str] = "%(file)s, line %(line)s: %(wrong)s %(how)s"


@dataclass(frozen=True, slots=True)
class Mended:
    """Something that a lenient reader put right: where, what was wrong, what it made of it."""

    line: int
    wrong: str
    did: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.wrong} {self.did}"


class Lines:
    """The lines of a text with their numbers, and the one place where a reader complains.

    `source` yields text (an open file, a list of lines) or bytes, which must be UTF-8. `name` is said in errors.
    With `lenient`, what `mend` is asked to put right is listed in `mended` instead of refused.
    """

    def __init__(
        self, source: Iterable[str] | Iterable[bytes], *, name: str = "the input", lenient: bool = False
    ) -> None:
        self.name = name
        self.lenient = lenient
        self.number = 0
        self.mended: list[Mended] = []
        self._source: Iterator[str | bytes] = iter(source)

    @classmethod
    def of(cls, text: str, *, name: str = "the text", lenient: bool = False) -> Lines:
        """The lines of a text in memory."""
        return cls(io.StringIO(text), name=name, lenient=lenient)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line without its end; a byte order mark at the start is taken off. Raises FormatError."""
        raw = next(self._source)
        self.number += 1
        try:
            line = raw.decode() if isinstance(raw, bytes) else raw
        except UnicodeDecodeError as error:
            self.refuse(f"Byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8.")
        if len(line) > LONGEST_LINE:
            self.refuse("The line is too long.", f"Keep lines under {LONGEST_LINE:,} characters.")
        if "\0" in line:
            self.refuse("There is a zero byte.", "This is not a text file; export it anew.")
        if self.number == 1:
            line = line.removeprefix("\ufeff")
        return line.rstrip("\r\n")

    def refuse(self, wrong: str, how: str, *, line: int | None = None) -> NoReturn:
        """Stop with a FormatError at this line (or another)."""
        raise FormatError(file=self.name, line=line or self.number, wrong=wrong, how=how)

    def mend(self, wrong: str, how: str, did: str, *, line: int | None = None) -> None:
        """Refuse when strict; when lenient go on and remember `did`, a sentence on what was made of it."""
        if not self.lenient:
            self.refuse(wrong, how, line=line)
        self.mended.append(Mended(line or self.number, wrong, did))

    def rows(self, delimiter: str = ",") -> Iterator[list[str]]:
        """The rest as CSV rows, blank rows left out; `number` is the last line of the row. Raises FormatError."""
        reader = csv.reader((f"{line}\n" for line in self), delimiter=delimiter, strict=True)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.refuse(f"This is not CSV ({error}).", "Close every quotation mark and separate cells alike.")
            if row:
                yield row
