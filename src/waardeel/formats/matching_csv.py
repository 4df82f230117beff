"""People with wishes and places with seats, as two CSV files that a spreadsheet writes.

People, wide: `person, wish 1, wish 2, …`, a row for each person, the most wanted place first. Or long:
`person, rank, place` and where there are any `cost` and `points`, a row for each wish; a person without wishes has a
row with nothing but the name. Points are the person's priority at that place, the most first.

Places: `place, seats` and where there are any `least` (people that must come), `site` and `priority`. What others name
as their site is a site itself; its seats may stay empty (no limit). Priority is the people from first to last,
equal rights with `=`: `Ann > Bo = Chris > *`, where `*` is everybody else; `-` is nobody, and an empty cell says that
all are equal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from waardeel.formats.reading import Lines
from waardeel.methods.errors import InputError
from waardeel.methods.matching.market import Market, Site

_EVERYBODY_ELSE, _NOBODY = "*", "-"
_SIGNS = frozenset(">=")
_LONGEST_NUMBER = 12
#: A spreadsheet has room for this many columns, and nobody wishes more.
_MOST_COLUMNS = 16_384


class CannotBeWritten(InputError):
    """A name that would be read back as something else."""

    text = "The name %(name)r cannot be written in this form. Take out line ends, outer spaces, > and =."


@dataclass(slots=True)
class _Place:
    """A row of the file of places."""

    line: int
    seats: int | None
    least: int
    site: str
    priority: str


@dataclass(slots=True)
class _People:
    """What the file of people says, by person."""

    wishes: dict[str, list[str]] = field(default_factory=dict)
    costs: dict[str, list[int]] | None = None
    points: dict[str, dict[str, int]] | None = None


def read(people: Lines, places: Lines) -> Market:
    """The market of two files. Raises FormatError with the line, and what `Market.of` refuses.

    Lenient: unknown names are left out, a wish that comes again counts once, skipped wishes are closed up.
    """
    rows = _read_places(places)
    sites = {row.site for row in rows.values() if row.site}
    for name, row in rows.items():
        if row.site and row.site not in rows:
            places.refuse(
                f"{name} stands in the site {row.site}, which has no row.", "Add a row for the site.", line=row.line
            )
        if row.seats is None and name not in sites:
            places.refuse(f"{name} has no number of seats.", "Write a whole number, 0 for none.", line=row.line)
        if row.priority and name in sites:
            places.refuse(f"{name} is a site and has priorities.", "Give them to its places.", line=row.line)
    halls = [name for name in rows if name not in sites]
    said = _read_people(people, frozenset(halls))
    return Market.of(
        said.wishes,
        {name: rows[name].seats or 0 for name in halls},
        priorities=_priorities(places, {name: rows[name] for name in halls}, said),
        costs=said.costs,
        least={name: rows[name].least for name in halls},
        sites=[
            Site(
                site, tuple(name for name, row in rows.items() if row.site == site), rows[site].seats, rows[site].least
            )
            for site in sorted(sites)
        ],
    )


def write_people(market: Market) -> Iterator[str]:
    """The lines of the file of people: wide, or long when there are costs. Raises CannotBeWritten."""
    _writable(market.people)
    if market.costs is not None:
        yield _row(["person", "rank", "place", "cost"])
        for name, wishes, costs in zip(market.people, market.wishes, market.costs, strict=True):
            for rank, (place, cost) in enumerate(zip(wishes, costs, strict=True), start=1):
                yield _row([name, str(rank), market.places[place], str(cost)])
            if not wishes:
                yield _row([name, "", "", ""])
        return
    yield _row(["person", *(f"wish {number}" for number in range(1, 1 + max(map(len, market.wishes))))])
    for name, wishes in zip(market.people, market.wishes, strict=True):
        yield _row([name, *(market.places[place] for place in wishes)])


def write_places(market: Market) -> Iterator[str]:
    """The lines of the file of places, the sites at the end. Raises CannotBeWritten."""
    _writable(market.nodes)
    yield _row(["place", "seats", "least", "site", "priority"])
    for at, name in enumerate(market.nodes):
        parent = market.parents[at]
        ranking = market.priorities[at] if at < len(market.places) else None
        priority = ""
        if ranking is not None:
            _writable(market.people)
            groups = [(one,) if isinstance(one, int) else one for one in ranking]
            priority = " > ".join(" = ".join(market.people[one] for one in group) for group in groups) or _NOBODY
        site = "" if parent is None else market.nodes[parent]
        yield _row([name, str(market.most[at]), str(market.least[at]), site, priority])


# ---- places ----


def _read_places(lines: Lines) -> dict[str, _Place]:
    rows = lines.rows()
    head = _checked_head(lines, _first(lines, rows), ("place", "seats"), ("least", "site", "priority"))
    found: dict[str, _Place] = {}
    for row in rows:
        cell = _cells(lines, head, row)
        name = _name(lines, cell["place"], "place")
        if name in found:
            lines.refuse(f"{name} stands in the file twice.", "Give every place one row.")
        found[name] = _Place(
            lines.number,
            _number(lines, cell["seats"], "seats") if cell["seats"] else None,
            _number(lines, cell.get("least") or "0", "least"),
            cell.get("site", ""),
            cell.get("priority", ""),
        )
    return found


def _priorities(lines: Lines, rows: Mapping[str, _Place], said: _People) -> dict[str, list[list[str]]]:
    """For each place that has priorities its people in line, from its own row or from the points."""
    found: dict[str, list[list[str]]] = {}
    for name, row in rows.items():
        if row.priority:
            if said.points is not None:
                lines.refuse(f"{name} has priorities and the people have points.", "Use one of the two.", line=row.line)
            found[name] = _line_up(lines, name, row, said.wishes)
        elif said.points is not None:
            points = {person: own[name] for person, own in said.points.items() if name in own}
            found[name] = [
                [person for person, own in points.items() if own == worth]
                for worth in sorted(set(points.values()), reverse=True)
            ]
    return found


def _line_up(lines: Lines, place: str, row: _Place, people: Iterable[str]) -> list[list[str]]:
    if row.priority == _NOBODY:
        return []
    known, seen = frozenset(people), set[str]()
    groups: list[list[str]] = []
    for part in row.priority.split(">"):
        group: list[str] = []
        for name in map(str.strip, part.split("=")):
            if name in seen:
                lines.mend(
                    f"The priorities of {place} name {name} twice.",
                    "Name everybody once.",
                    "The first counts.",
                    line=row.line,
                )
            elif name != _EVERYBODY_ELSE and name not in known:
                lines.mend(
                    f"The priorities of {place} name {name!r}, who is not in the file of people.",
                    "Correct the name, or add the person.",
                    "Left out.",
                    line=row.line,
                )
            else:
                group.append(name)
                seen.add(name)
        groups.append(group)
    others = sorted(known - seen)
    return [[*(name for name in group if name != _EVERYBODY_ELSE), *(others if _EVERYBODY_ELSE in group else ())]
            for group in groups]  # fmt: skip


# ---- people ----


def _read_people(lines: Lines, places: frozenset[str]) -> _People:
    rows = lines.rows()
    head = _first(lines, rows)
    if "rank" in head:
        head = _checked_head(lines, head, ("person", "rank", "place"), ("cost", "points"))
        return _read_long(lines, head, rows, places)
    if head[0] not in ("person", "id") or not all(cell.startswith("wish") for cell in head[1:]):
        lines.refuse(
            f"The columns are {', '.join(head)}.", "Name them person, wish 1, wish 2, … or person, rank, place."
        )
    return _read_wide(lines, len(head), rows, places)


def _read_wide(lines: Lines, width: int, rows: Iterator[list[str]], places: frozenset[str]) -> _People:
    said = _People()
    for row in rows:
        cells = [cell.strip() for cell in row]
        if len(cells) > width and any(cells[width:]):
            lines.refuse(f"There are {len(cells)} cells under {width} columns.", "Name a column for each wish.")
        name = _name(lines, cells[0], "person")
        if name in said.wishes:
            lines.refuse(f"{name} stands in the file twice.", "Give every person one row.")
        wishes = cells[1:]
        while wishes and not wishes[-1]:
            wishes.pop()
        if "" in wishes:
            lines.mend(
                f"{name} has an empty wish before another.", "Move the later wishes forward.", "They moved forward."
            )
        said.wishes[name] = []
        for wish in filter(None, wishes):
            if _is_wish(lines, name, wish, said.wishes[name], places):
                said.wishes[name].append(wish)
    return said


def _read_long(lines: Lines, head: Sequence[str], rows: Iterator[list[str]], places: frozenset[str]) -> _People:
    ranked: dict[str, dict[int, tuple[str, int, int]]] = {}
    for row in rows:
        cell = _cells(lines, head, row)
        name = _name(lines, cell["person"], "person")
        own = ranked.setdefault(name, {})
        if not cell["rank"] and not cell["place"]:
            continue
        rank = _number(lines, cell["rank"], "rank")
        if rank in own:
            lines.refuse(f"{name} has two wishes with rank {rank}.", "Give each wish its own rank.")
        if _is_wish(lines, name, cell["place"], [place for place, _, _ in own.values()], places):
            own[rank] = (
                cell["place"],
                _number(lines, cell["cost"], "cost") if "cost" in head else 0,
                _number(lines, cell["points"], "points") if "points" in head else 0,
            )
    ordered = {name: [own[rank] for rank in sorted(own)] for name, own in ranked.items()}
    return _People(
        {name: [place for place, _, _ in own] for name, own in ordered.items()},
        {name: [cost for _, cost, _ in own] for name, own in ordered.items()} if "cost" in head else None,
        {name: {place: points for place, _, points in own} for name, own in ordered.items()}
        if "points" in head
        else None,
    )


def _is_wish(lines: Lines, person: str, place: str, before: Sequence[str], places: frozenset[str]) -> bool:
    """Whether this wish counts; False for one that a lenient reader leaves out."""
    if place not in places:
        lines.mend(
            f"{person} wishes {place!r}, which is not in the file of places.",
            "Correct the name, or add the place.",
            "The wish is left out.",
        )
        return False
    if place in before:
        lines.mend(f"{person} wishes {place} twice.", "Name each place once.", "The first counts.")
        return False
    return True


# ---- cells ----


def _first(lines: Lines, rows: Iterator[list[str]]) -> list[str]:
    """The names of the columns, in small letters."""
    first = next(rows, None)
    if first is None:
        lines.refuse("The file is empty.", "Begin with a row that names the columns.", line=1)
    if len(first) > _MOST_COLUMNS:
        lines.refuse("There are too many columns.", f"Use at most {_MOST_COLUMNS:,}.")
    return [cell.strip().lower() for cell in first]


def _checked_head(lines: Lines, head: list[str], must: Sequence[str], may: Sequence[str]) -> list[str]:
    if head and head[0] == "id":
        head[0] = must[0]
    if not set(must) <= set(head) <= {*must, *may} or len(set(head)) != len(head):
        lines.refuse(
            f"The columns are {', '.join(head)}.", f"Name them {', '.join(must)}, and where needed {', '.join(may)}."
        )
    return head


def _cells(lines: Lines, head: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    if len(row) != len(head):
        lines.refuse(f"There are {len(row)} cells under {len(head)} columns.", "Give every column a cell.")
    return {name: cell.strip() for name, cell in zip(head, row, strict=True)}


def _name(lines: Lines, text: str, kind: str) -> str:
    if not text:
        lines.refuse(f"The {kind} has no name.", "Fill in the first column.")
    return text


def _number(lines: Lines, text: str, what: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        lines.refuse(f"The {what} is {text[:40]!r}.", f"Write a whole number of at most {_LONGEST_NUMBER} digits.")
    return int(text)


def _writable(names: Iterable[str]) -> None:
    for name in names:
        if name != name.strip() or not name.isprintable() or _SIGNS.intersection(name) or name in ("*", "-"):
            raise CannotBeWritten(name=name)


def _row(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
