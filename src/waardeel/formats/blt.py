"""BLT, the file of ranked ballots that most programs for transferable votes read and write.

    4 2                 candidates, seats
    -3                  number 3 has withdrawn
    5 1 2 0             five ballots: 1, then 2; each ballot ends in 0
    2 2=4 - 1 0         2 and 4 equal, a skipped rank, then 1
    0                   no more ballots
    "Ann"               the names in order of number
    "Bo"
    "Cleo"
    "Dirk"
    "Council"           the title

What follows "#" outside quotes is a remark. A weight may also be an exact fraction ("3/2"). A quote inside a name is
doubled. "[nick a b c d]" after the first line gives candidates short names for the ballots.

Source: B. A. Wichmann and I. D. Hill, "The BLT format" (ballot file of the Meek program, about 1990), as the
programs OpenSTV, Droop and OpenTally read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from waardeel.formats.election import Election
from waardeel.formats.reading import Lines
from waardeel.methods.errors import InputError
from waardeel.methods.voting.ballots import Index, Rankings, Skips, Weight, treat

#: More candidates than this in one election are refused.
MOST_CANDIDATES: Final = 10_000

#: Weights that were added up as fractions have long numerators; a long whole number is a slip of the keyboard.
_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?|[0-9]{1,200}/[1-9][0-9]{0,199}", re.ASCII)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_NICK = re.compile(r"\[nick((?: +[^\s\[\]=]+)+)\]")
Ballot = tuple["Index | tuple[Index, ...]", ...]


class NotRanked(InputError):
    """Ballots that BLT cannot hold."""

    text = "BLT holds rankings, and these are %(given)s. Write them in another format."


def read(lines: Lines, *, skips: Skips = "squeeze") -> Election:
    """An election of ranked ballots. Raises FormatError.

    `skips` says what a skipped rank "-" means (see `waardeel.methods.voting.ballots.treat`). Lenient: commas between
    numbers, a missing 0, missing quotes, a name twice on a ballot, seats that are missing or stand before the
    candidates are mended and told.
    """
    return _Reader(lines, skips).read()


def write(election: Election) -> Iterator[str]:
    """The lines of the file, each with its end. Raises NotRanked. Without seats the file says 1."""
    ballots = election.ballots
    if not isinstance(ballots, Rankings):
        raise NotRanked(given=type(ballots).__name__)
    names = ballots.candidates
    yield f"{len(names)} {election.seats or 1}\n"
    for name in election.withdrawn:
        yield f"-{names.index(name) + 1}\n"
    for ranking, weight in zip(ballots.rankings, ballots.weights, strict=True):
        places = (
            "=".join(str(at + 1) for at in place) if isinstance(place, tuple) else str(place + 1) for place in ranking
        )
        yield f"{' '.join((str(weight), *places))} 0\n"
    yield "0\n"
    for text in (*names, election.title):
        yield '"' + " ".join(text.splitlines()).replace('"', '""') + '"\n'


class _Reader:
    def __init__(self, lines: Lines, skips: Skips) -> None:
        self.lines, self.skips = lines, skips
        self.seats: int | None = None
        self.withdrawn: list[Index] = []
        self.grouped: dict[Ballot, Weight] = {}
        self.at: dict[str, Index] = {}  # a candidate's place by how ballots write them
        self.count = 0

    def read(self) -> Election:
        self._header()
        left_over = self._ballots()
        names, title = self._names(left_over)
        return Election(
            Rankings.of(names, self.grouped.items()),
            seats=self.seats,
            title=title,
            withdrawn=tuple(names[at] for at in dict.fromkeys(self.withdrawn)),
        )

    # ---- candidates and seats

    def _header(self) -> None:
        line = next((text for text in map(_bare, self.lines) if text), None)
        if line is None:
            self.lines.refuse("The file is empty.", "Give a BLT file.", line=max(self.lines.number, 1))
        tokens = self._tokens(line)
        if not 1 <= len(tokens) <= 2 or not all(token.isascii() and token.isdigit() for token in tokens):
            self.lines.refuse(
                f"The first line is {line[:60]!r}.", 'Begin with the numbers of candidates and seats, such as "9 4".'
            )
        if len(tokens) == 1:
            self.lines.mend("The number of seats is missing.", 'Write it after the candidates: "9 4".', "Left open.")
        numbers = [int(token[:9]) for token in tokens]
        if len(numbers) == 2 and numbers[1] > numbers[0]:
            self.lines.mend(
                "There are more seats than candidates.",
                "Write the number of candidates first.",
                "The smaller number was taken as the seats.",
            )
            numbers.reverse()
        self.count = numbers[0]
        if not 1 <= self.count <= MOST_CANDIDATES or 0 in numbers:
            self.lines.refuse(
                f"{self.count} candidates and {numbers[-1]} seats cannot be counted.",
                f"Give 1 to {MOST_CANDIDATES} candidates and at least one seat.",
            )
        self.seats = numbers[1] if len(numbers) == 2 else None
        self.at = {str(number): number - 1 for number in range(1, self.count + 1)}

    # ---- ballots

    def _ballots(self) -> str | None:
        """All ballots up to the line 0; a first line of names where that line is missing."""
        grouped, at = self.grouped, self.at
        for line in self.lines:
            parts = line.split()
            if len(parts) > 1 and parts[-1] == "0" and parts[0].isdecimal():
                # Nearly every line of nearly every file; all that is unusual goes the long way.
                try:
                    ballot: Ballot = tuple(map(at.__getitem__, parts[1:-1]))
                    weight: Weight = int(parts[0])
                except (KeyError, ValueError):
                    pass
                else:
                    if weight and len(set(ballot)) == len(ballot) and len(parts[0]) < 19:
                        grouped[ballot] = grouped.get(ballot, 0) + weight
                        continue
            text = _bare(line)
            if text == "0":
                return None
            if text.startswith('"'):
                self.lines.mend("The line 0 after the ballots is missing.", "Add it.", "The names begin here.")
                return line
            if text:
                self._unusual(text)
        return self.lines.refuse("The file ends in its ballots.", "Add the line 0 and the names of the candidates.")

    def _unusual(self, text: str) -> None:
        """A line that is no plain ballot: short names, who withdrew, equal or skipped ranks, or a mistake."""
        if text.startswith("["):
            self._nicknames(text)
            return
        tokens = self._tokens(text)
        if tokens and all(re.fullmatch(r"-[0-9]{1,9}", token) for token in tokens):
            self.withdrawn += [self._candidate(token[1:]) for token in tokens]
            return
        if not tokens or not _NUMBER.fullmatch(tokens[0]):
            self.lines.refuse(f"This is no ballot: {text[:60]!r}.", 'Write "WEIGHT FIRST SECOND 0".')
        weight = Fraction(tokens[0])
        if not weight:
            self.lines.refuse("The ballot weighs nothing.", "Give its number of voters, or leave the line out.")
        if len(tokens) < 2 or tokens[-1] != "0":
            self.lines.mend("The 0 at the end of the ballot is missing.", "Add it.", "The ballot ends with its line.")
            tokens.append("0")
        ballot = self._ranking(tokens[1:-1])
        if ballot is not None:
            exact: Weight = int(weight) if weight.denominator == 1 else weight
            self.grouped[ballot] = self.grouped.get(ballot, 0) + exact

    def _ranking(self, tokens: Sequence[str]) -> Ballot | None:
        marks = [[] if place == "-" else [self._candidate(part) for part in place.split("=")] for place in tokens]
        flat = [at for mark in marks for at in mark]
        if len(set(flat)) != len(flat):
            self.lines.mend(
                "A candidate stands on the ballot twice.", "Name each once.", "Only the first of the two counts."
            )
        return treat(marks, skips=self.skips, overvotes="equal")

    def _candidate(self, token: str) -> Index:
        try:
            return self.at[token.lstrip("0") if token.isdecimal() else token]
        except KeyError:
            self.lines.refuse(
                f"{token[:40]!r} is no candidate; there are {self.count}.", "Use the numbers from 1 up, and end in 0."
            )

    def _nicknames(self, text: str) -> None:
        found = _NICK.fullmatch(text)
        if found is None:
            self.lines.mend(
                f"{text[:40]!r} is not known here.",
                "Leave it out; lots are given with the count.",
                "It was passed over.",
            )
            return
        nicknames = found[1].split()
        if len(nicknames) != self.count or len(set(nicknames)) != self.count:
            self.lines.refuse(
                f"There are {len(set(nicknames))} short names for {self.count} candidates.",
                "Give each one of their own.",
            )
        # A number that is also a short name means the short name.
        self.at.update({name: at for at, name in enumerate(nicknames)})

    def _tokens(self, text: str) -> list[str]:
        if "," in text:
            self.lines.mend("There are commas between the numbers.", "Use spaces.", "Read as spaces.")
            text = text.replace(",", " ")
        return text.split()

    # ---- names

    def _names(self, first: str | None) -> tuple[list[str], str]:
        found: list[str] = []
        places: dict[str, int] = {}
        for line in self.lines if first is None else _chained(first, self.lines):
            for name in self._texts(line):
                if len(found) < self.count and (not name.strip() or name in places):
                    self.lines.refuse(
                        f"The name {name!r} stands on line {places[name]} too." if name.strip() else "A name is empty.",
                        "Give each candidate a name of their own.",
                    )
                places.setdefault(name, self.lines.number)
                found.append(name)
            if len(found) > self.count:
                break  # the title; what comes after it (source, remarks) is not about the count
        if len(found) < self.count:
            self.lines.refuse(
                f"There are {self.count} candidates and only {len(found)} names.", "Add a line for each candidate."
            )
        return found[: self.count], found[self.count] if len(found) > self.count else ""

    def _texts(self, line: str) -> list[str]:
        """The quoted texts of a line; in a lenient reading also the text of a line without its quotes."""
        rest, texts = line.strip().rstrip(","), []
        while rest and not rest.startswith("#"):
            quoted = _QUOTED.match(rest)
            after = rest[quoted.end() :].strip() if quoted else ""
            if quoted is None or not (not after or after.startswith(('"', "#"))):
                self.lines.mend(
                    f"The quotes are not in order: {rest[:60]!r}.",
                    "Put each name between quotes, and double a quote inside a name.",
                    "The line was taken as one name.",
                )
                texts.append(rest.strip('"').strip())
                break
            texts.append(quoted[1].replace('""', '"'))
            rest = after
        return texts


def _bare(line: str) -> str:
    """A line of numbers without its remark."""
    return line.partition("#")[0].strip() if '"' not in line else line.strip()


def _chained(first: str, lines: Lines) -> Iterator[str]:
    yield first
    yield from lines
