"""PrefLib files: rankings (.soc, .soi, .toc, .toi) and categories (.cat), in the form with a header since 2022.

    # FILE NAME: 00001-00000001.toi
    # TITLE: Council
    # DATA TYPE: toi
    # MODIFICATION TYPE: original
    # NUMBER ALTERNATIVES: 3
    # NUMBER VOTERS: 8
    # NUMBER UNIQUE ORDERS: 2
    # ALTERNATIVE NAME 1: Ann
    # ALTERNATIVE NAME 2: Bo
    # ALTERNATIVE NAME 3: Chris
    5: 1,{2,3}
    3: 2

s and t: strict, or with ties; c and i: all alternatives, or not all. Some files hold rankings that no voter gave: those
marked "imbued" were filled up, and those of the Debian project had equal ranks that were broken by number (counting its
file of 2003 elects another leader than was elected). A strict reader refuses them; a lenient one tells.

Source: N. Mattei and T. Walsh, "PrefLib: a library for preferences", ADT (2013); preflib.org/format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from waardeel.formats.election import Election
from waardeel.formats.reading import Lines
from waardeel.methods.errors import InputError
from waardeel.methods.voting.ballots import Approvals, Grades, Index, Rankings, Weight

#: More alternatives or categories than this are refused.
MOST_ALTERNATIVES: Final = 10_000
#: The two categories of approval, as the library calls them.
APPROVED: Final = ("yes", "approved", "approve")

_RANKED = ("soc", "soi", "toc", "toi")
_HEADER = re.compile(r"#\s*([A-Z][A-Z ]*?)(?:\s+([0-9]{1,5}))?\s*:(.*)", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
#: One place of a ballot with the comma after it: a number, or numbers in braces.
_PLACE = re.compile(r"\s*(?:([0-9]{1,6})|\{([0-9,\s]*)\})\s*(,|$)", re.ASCII)
_FRACTION = re.compile(r"-?[0-9]{1,15}(/[1-9][0-9]{0,14}|\.[0-9]{1,15})?", re.ASCII)
#: Files of elections with equal ranks that the library holds without them: the beginnings of their names.
_BROKEN_RANKS = {"00002-": "Debian ballots may rank options equal"}

#: A place on a ballot: one alternative, or those of a pair of braces.
_Place = Index | tuple[Index, ...]


class NotWhole(InputError):
    """A weight that PrefLib cannot hold."""

    text = "PrefLib counts whole ballots, and one weighs %(weight)s. Multiply all weights first, or use another format."


def read(lines: Lines) -> Election:
    """An election: rankings, approvals (two categories, the first called yes or approved), or grades.

    Raises FormatError. With numbers as names of categories the highest is best, else the first. Lenient: wrong totals,
    a type that the ballots do not fit, and rankings that no voter gave are told.
    """
    return _Reader(lines).read()


def write(election: Election) -> Iterator[str]:
    """The lines of the file, each with its end; the type follows from the ballots. Raises NotWhole.

    PrefLib knows no seats and no withdrawals; those are not written.
    """
    ballots = election.ballots
    if isinstance(ballots, Rankings):
        kind = _kind(ballots)
        orders = [",".join(_written(place) for place in ranking) for ranking in ballots.rankings]
        categories: tuple[str, ...] = ()
    else:
        kind = "cat"
        grades = ("no", "yes") if isinstance(ballots, Approvals) else ballots.scale
        # Numbers are read with the highest as the best, words with the first.
        categories = tuple(reversed(grades))
        orders = list(_by_category(ballots, len(grades)))
    for weight in ballots.weights:
        if weight.denominator != 1:
            raise NotWhole(weight=weight)
    yield f"# TITLE: {_one_line(election.title)}\n"
    yield f"# DATA TYPE: {kind}\n"
    yield "# MODIFICATION TYPE: original\n"
    yield f"# NUMBER ALTERNATIVES: {len(ballots.candidates)}\n"
    yield f"# NUMBER VOTERS: {ballots.total}\n"
    yield f"# NUMBER {'UNIQUE PREFERENCES' if categories else 'UNIQUE ORDERS'}: {len(orders)}\n"
    if categories:
        yield f"# NUMBER CATEGORIES: {len(categories)}\n"
    for number, name in enumerate(categories, start=1):
        yield f"# CATEGORY NAME {number}: {_one_line(name)}\n"
    for number, name in enumerate(ballots.candidates, start=1):
        yield f"# ALTERNATIVE NAME {number}: {_one_line(name)}\n"
    for order, weight in zip(orders, ballots.weights, strict=True):
        yield f"{weight}: {order}\n"


class _Reader:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.header: dict[str, str] = {}
        self.where: dict[str, int] = {}
        self.names: dict[str, dict[int, str]] = {"ALTERNATIVE NAME": {}, "CATEGORY NAME": {}}
        self.first: str | None = None
        self.voters: Weight = 0
        self.orders = 0

    def read(self) -> Election:
        self._header()
        kind = self.header.get("DATA TYPE", "").lower()
        if kind not in (*_RANKED, "cat"):
            self.lines.refuse(
                f"The data type is {kind!r}.",
                f"Only {', '.join(_RANKED)} and cat hold ballots.",
                line=self._at("DATA TYPE"),
            )
        self._checked_source()
        candidates = self._list("ALTERNATIVE NAME", "NUMBER ALTERNATIVES")
        ballots = self._categories(candidates) if kind == "cat" else self._rankings(candidates, kind)
        self._compare("NUMBER VOTERS", self.voters)
        self._compare("NUMBER UNIQUE ORDERS", self.orders)
        self._compare("NUMBER UNIQUE PREFERENCES", self.orders)
        return Election(ballots, title=self.header.get("TITLE", ""))

    # ---- header

    def _header(self) -> None:
        for line in self.lines:
            if not line.strip():
                continue
            if not line.startswith("#"):
                self.first = line
                break
            found = _HEADER.fullmatch(line.rstrip())
            if found is None:
                self.lines.mend(
                    f"{line[:60]!r} is no line of a header.", "Write '# KEY: value'.", "It was passed over."
                )
                continue
            key, number, value = found[1], found[2], found[3].strip()
            if number is not None and key in self.names:
                self.names[key][int(number)] = value
            self.header[key], self.where[key] = value, self.lines.number
        if not self.header:
            self.lines.refuse(
                "There is no header.",
                "Give a PrefLib file of 2022 or later, whose first lines are '# KEY: value'.",
                line=max(self.lines.number, 1),
            )

    def _at(self, key: str) -> int:
        return self.where.get(key, 1)

    def _checked_source(self) -> None:
        """Refuse rankings that no voter gave."""
        if self.header.get("MODIFICATION TYPE", "").lower() == "imbued":
            self.lines.mend(
                "This file is imbued: rankings were filled up with what no voter said.",
                f"Take the file it was made from{self._related()}.",
                "It was read as it stands.",
                line=self._at("MODIFICATION TYPE"),
            )
        file = self.header.get("FILE NAME", "") or self.lines.name
        for beginning, why in _BROKEN_RANKS.items():
            if file.startswith(beginning):
                self.lines.mend(
                    f"{why}, and this file broke equal ranks by number. It can elect whom the voters did not.",
                    "Take the ballots from who held the vote.",
                    "It was read as it stands.",
                    line=self._at("FILE NAME"),
                )

    def _related(self) -> str:
        related = self.header.get("RELATES TO", "")
        return f", {related}" if related else ""

    def _list(self, key: str, count: str) -> list[str]:
        """The names of alternatives or categories, in order of number."""
        number = self._whole(count)
        names = self.names[key]
        if not 1 <= number <= MOST_ALTERNATIVES:
            self.lines.refuse(f"{count} is {number}.", f"Give 1 to {MOST_ALTERNATIVES}.", line=self._at(count))
        found: dict[str, None] = {}
        for at in range(1, number + 1):
            name = names.pop(at, "")
            if not name or name in found:
                self.lines.mend(
                    f"{key} {at} is {name!r}.", "Give each a name of its own.", "It got its number as name.",
                    line=self._at(key),
                )  # fmt: skip
                name = f"{name} {at}".strip()
            found[name] = None
        if names:
            self.lines.mend(
                f"There are more names than {count} says.", "Make them agree.", "The others were left out.",
                line=self._at(key),
            )  # fmt: skip
        if len(found) != number:
            self.lines.refuse("Two names are the same.", "Give each a name of its own.", line=self._at(key))
        return list(found)

    def _whole(self, key: str) -> int:
        text = self.header.get(key, "")
        if not _NUMBER.fullmatch(text):
            self.lines.refuse(f"{key} is {text!r}.", f"Write '# {key}: ' and a whole number.", line=self._at(key))
        return int(text)

    def _compare(self, key: str, found: Weight) -> None:
        if key in self.header and self._whole(key) != found:
            self.lines.mend(
                f"{key} is {self.header[key]} and the lines hold {found}.",
                "Make them agree; the file may be cut off.",
                "The lines were counted.",
                line=self._at(key),
            )

    # ---- ballots

    def _rankings(self, candidates: Sequence[str], kind: str) -> Rankings:
        strict, complete = kind[0] == "s", kind[2] == "c"
        fits = True

        def ballots() -> Iterator[tuple[tuple[_Place, ...], Weight]]:
            nonlocal fits
            for places, braces, weight in self._lines(len(candidates)):
                if (strict and braces) or (complete and _length(places, braces) != len(candidates)):
                    fits = False
                    if not self.lines.lenient:
                        self._unfit(kind)
                yield places, weight

        found = Rankings.of(candidates, ballots())
        if not fits:
            self._unfit(kind)
        return found

    def _unfit(self, kind: str) -> None:
        self.lines.mend(
            f"The file says {kind}, and a ballot does not fit that.",
            "s: no equal ranks; c: all alternatives ranked. Correct the data type.",
            "The ballots were read as they stand.",
        )

    def _categories(self, candidates: Sequence[str]) -> Approvals | Grades:
        names = self._list("CATEGORY NAME", "NUMBER CATEGORIES")
        numbers = all(_FRACTION.fullmatch(name) for name in names)
        best_first = sorted(names, key=Fraction, reverse=True) if numbers else names
        if len(names) < 2:
            self.lines.refuse("There is only one category.", "Two are needed.", line=self._at("NUMBER CATEGORIES"))
        if len(names) == 2 and names[0].lower() in APPROVED:
            approved = ((_group(places[0]), weight) for places, _, weight in self._lines(len(candidates), 2))
            return Approvals.of(candidates, approved)
        scale = tuple(reversed(best_first))
        grade = [scale.index(name) for name in names]

        def ballots() -> Iterator[tuple[list[int | None], Weight]]:
            for places, _, weight in self._lines(len(candidates), len(names)):
                ballot: list[int | None] = [None] * len(candidates)
                for category, place in enumerate(places):
                    for at in _group(place):
                        ballot[at] = grade[category]
                yield ballot, weight

        return Grades.of(candidates, scale, ballots())

    def _lines(self, count: int, categories: int | None = None) -> Iterator[tuple[tuple[_Place, ...], bool, Weight]]:
        """Each line as its places, whether there are braces among them, and its weight."""
        at = {str(number): number - 1 for number in range(1, count + 1)}
        line = self.first
        while line is not None:
            if line.strip():
                head, colon, order = line.partition(":")
                if not colon or not _NUMBER.fullmatch(head.strip()) or not int(head):
                    self.lines.refuse(f"{line[:60]!r} is no ballot.", "Write 'how many: 1,2,{3,4}'.")
                weight = int(head)
                self.orders += 1
                self.voters += weight
                try:  # most files hold only single numbers
                    places: tuple[_Place, ...] = tuple(map(at.__getitem__, order.strip().split(",")))
                    braces = False
                    twice = len(set(places)) != len(places)
                except KeyError:
                    places = self._places(order.strip(), count)
                    braces = any(isinstance(place, tuple) for place in places)
                    flat = [one for place in places for one in _group(place)]
                    twice = len(set(flat)) != len(flat)
                if twice or (categories is not None and len(places) != categories):
                    self.lines.refuse(
                        f"{order.strip()[:60]!r} names an alternative twice, or has not as many places as categories.",
                        "Each alternative stands on a ballot once.",
                    )
                yield places, braces, weight
            line = next(self.lines, None)

    def _places(self, order: str, count: int) -> tuple[_Place, ...]:
        places: list[_Place] = []
        start = 0
        while start < len(order):
            found = _PLACE.match(order, start)
            if found is None or (found[3] == "," and found.end() == len(order)):
                self.lines.refuse(f"{order[:60]!r} is no order.", "Write numbers with commas, equal ones in {}.")
            texts = [found[1]] if found[1] else (found[2].split(",") if found[2].strip() else [])
            numbers = [int(text) if text.strip() else 0 for text in texts]
            if any(not 1 <= number <= count for number in numbers):
                self.lines.refuse(
                    f"{order[:60]!r} names an alternative that is not there.", f"Use the numbers 1 to {count}."
                )
            places.append(numbers[0] - 1 if len(numbers) == 1 else tuple(number - 1 for number in numbers))
            start = found.end()
        return tuple(places)


def _group(place: _Place) -> tuple[Index, ...]:
    return (place,) if isinstance(place, int) else place


def _length(places: Sequence[_Place], braces: bool) -> int:
    """How many alternatives are ranked."""
    return sum(len(_group(place)) for place in places) if braces else len(places)


# ---- writing


def _kind(ballots: Rankings) -> str:
    full = all(
        sum(1 if isinstance(place, int) else len(place) for place in ranking) == len(ballots.candidates)
        for ranking in ballots.rankings
    )
    return ("s" if ballots.strict else "t") + "o" + ("c" if full else "i")


def _written(place: Index | Sequence[Index]) -> str:
    if isinstance(place, int):
        return str(place + 1)
    return "{" + ",".join(str(at + 1) for at in place) + "}"


def _by_category(ballots: Approvals | Grades, count: int) -> Iterator[str]:
    """Each ballot as its categories, the best first; who has no grade is in none."""
    for ballot in ballots.ballots:
        places: list[list[Index]] = [[] for _ in range(count)]
        if isinstance(ballots, Approvals):
            approved = set(ballot)
            for at in range(len(ballots.candidates)):
                places[0 if at in approved else 1].append(at)
        else:
            for at, grade in enumerate(ballot):
                if grade is not None:
                    places[count - 1 - grade].append(at)
        yield ",".join(map(_written, places))


def _one_line(text: str) -> str:
    return " ".join(text.split())
