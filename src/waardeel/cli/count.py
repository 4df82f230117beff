"""`waardeel count FILE`: count a vote, and say how."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from waardeel.cli import bel, face
from waardeel.methods.errors import InputError

if TYPE_CHECKING:
    from waardeel.formats.election import Election
    from waardeel.formats.reading import Lines
    from waardeel.methods.rule import Rule
    from waardeel.methods.voting.ballots import Approvals, Grades, Rankings

    Ballots: TypeAlias = Rankings | Approvals | Grades

#: The readers by name, with the ends of file names that show them. A file without a name is BLT.
FORMATS: dict[str, tuple[str, ...]] = {
    "blt": (".blt", "-"),
    "preflib": (".soc", ".soi", ".toc", ".toi", ".cat"),
    "town_csv": (".csv",),
    "ballot_table": (".table.csv",),
}
#: What can be said on how papers are read, with the choices (`waardeel.methods.voting.ballots.treat`).
READING: dict[str, tuple[str, ...] | None] = {
    "skips": ("squeeze", "stop", "stop-at-two", "spoil"),
    "overvotes": ("stop", "skip", "equal", "spoil"),
    "repeats": ("first", "spoil"),
    "write_ins": ("drop", "keep"),
    "contest": None,
    "scale": None,
}
_GROUP_COLUMNS = ("group", "least", "most", "candidate")

HELP = "count a vote from a file, and say how the result came about"


class UnknownFormat(InputError):
    """A file whose format does not follow from its name."""

    text: ClassVar[str] = "The format of %(file)s does not show from its name. Say --format, one of: %(known)s."


class NotSaid(InputError):
    """Something on how papers are read that does not come up in this format."""

    text: ClassVar[str] = "A file in the format %(format)s has no %(name)s to say anything about."


class UnknownName(InputError):
    """A --withdraw of somebody who is not a candidate."""

    text: ClassVar[str] = "%(name)r is no candidate here. The candidates are: %(names)s."


class NotStruck(InputError):
    """A withdrawal from ballots where it is not clear what it means."""

    text: ClassVar[str] = "%(names)s can only be struck from rankings. Take the candidate out of the file."


class OtherBallots(InputError):
    """A rule that needs more than the ballots say."""

    text: ClassVar[str] = (
        "The rule %(rule)r counts %(takes)s, and the file holds %(given)s, which do not say that. "
        "Choose another rule: %(fitting)s."
    )


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    from waardeel.methods.voting import VOTING

    parser = commands.add_parser("count", help=HELP, description=HELP[:1].upper() + HELP[1:] + ".", epilog=face.EPILOG)
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help="the ballots, or the archive of a secret vote (.bel); standard input when left out",
    )
    parser.add_argument(
        "--format", metavar="FORMAT", help=f"of the file, when its name does not say: {', '.join(FORMATS)}"
    )
    # What an assembly says by voice or in a round of consent comes from no file.
    face.add_rule(parser, [name for name, rule in VOTING.items() if rule.takes in _kinds()], "scottish")
    parser.add_argument("--seats", type=int, metavar="N", help="how many are elected; standard is what the file says")
    parser.add_argument("--lots-seed", metavar="TEXT", help="text published beforehand from which the lots follow")
    parser.add_argument("--lots", metavar="'A > B > C'", help="the order of all names as drawn; the first is favoured")
    parser.add_argument("--withdraw", metavar="NAME", action="append", default=[], help="a candidate who has withdrawn")
    parser.add_argument(
        "--groups", metavar="FILE.csv", help="rules about groups: a CSV with the columns group, least, most, candidate"
    )
    papers = parser.add_argument_group("what papers mean that are not as they should be")
    papers.add_argument("--skips", choices=READING["skips"], help="a rank without a name (standard: squeeze)")
    papers.add_argument("--overvotes", choices=READING["overvotes"], help="too many at one rank (standard: stop)")
    papers.add_argument("--repeats", choices=READING["repeats"], help="a name that comes again (standard: first)")
    papers.add_argument("--write-ins", choices=READING["write_ins"], help="names not on the list (standard: drop)")
    papers.add_argument("--contest", metavar="TITLE", help="which contest or question of a file with several")
    papers.add_argument(
        "--scale",
        metavar="'BAD < GOOD'",
        help="the grades of a ballot_table or archive, from worst to best, or as 0..5",
    )
    face.add_output(parser)
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Read, count, show. Returns the exit code."""
    from waardeel.cli.report import voting as report
    from waardeel.methods.voting import VOTING

    rule = VOTING[arguments.rule]
    options = face.options_of(rule, arguments.option)
    election = bel.read(arguments) if arguments.file.endswith(bel.SUFFIX) else _read(arguments)
    ballots = election.ballots
    withdrawn = [*election.withdrawn, *arguments.withdraw]
    for name in withdrawn:
        if name not in ballots.candidates:
            raise UnknownName(name=name, names=", ".join(ballots.candidates))
    ballots = _fitting(ballots, rule, quiet=arguments.quiet)
    if withdrawn:
        ballots = _without(ballots, withdrawn)
    known = {option.name for option in rule.options}
    for name in ("seats", "lots_seed", "lots"):
        if (value := getattr(arguments, name)) is not None:
            options[name] = value
    if "seats" in known and "seats" not in options and election.seats is not None:
        options["seats"] = election.seats
    if arguments.groups is not None:
        with face.opened(arguments.groups, lenient=arguments.lenient) as lines:
            options["groups"] = _groups(lines)
    result = rule(ballots, **options)
    title = election.title or rule.title.in_(arguments.language)
    return face.show(
        arguments,
        result,
        title=title,
        words=lambda language: "\n".join(filter(None, (election.title, report.words(result, rule, language)))),
        sections=lambda language: report.sections(result, rule, language),
    )


def _read(arguments: argparse.Namespace) -> Election:
    reader = _reader(arguments)
    bar = face.Progress("Reading", quiet=arguments.quiet)
    with face.opened(arguments.file, lenient=arguments.lenient, progress=bar) as lines:
        election = reader(lines)
        face.remarks(lines, quiet=arguments.quiet)
    return election


def _kinds() -> tuple[type, ...]:
    """What files of ballots hold."""
    from waardeel.methods.voting.ballots import Approvals, Grades, Rankings

    return (Rankings, Approvals, Grades)


def _reader(arguments: argparse.Namespace) -> Callable[[Lines], Election]:
    """The reader of the file: what --format says, or what its name shows. Raises UnknownFormat, NotSaid."""
    name = arguments.format
    if name is None:
        file = arguments.file.lower()
        fitting = [(len(end), name) for name, ends in FORMATS.items() for end in ends if file.endswith(end)]
        name = max(fitting)[1] if fitting else None
    if name not in FORMATS:
        raise UnknownFormat(file=arguments.file, known=", ".join(FORMATS))
    read: Callable[..., Election] = import_module(f"waardeel.formats.{name}").read
    said = {what: value for what in READING if (value := getattr(arguments, what)) is not None}
    for what in said:
        if what not in signature(read).parameters:
            raise NotSaid(format=name, name=what)
    return partial(read, **said)


def _fitting(ballots: Ballots, rule: Rule, *, quiet: bool) -> Ballots:
    """The ballots as the rule counts them; grades and approvals also say an order. Raises OtherBallots."""
    if isinstance(ballots, rule.takes):
        return ballots
    from waardeel.methods.voting import VOTING
    from waardeel.methods.voting.ballots import Rankings

    given = type(ballots)
    if rule.takes is not Rankings or given is Rankings:
        orders = () if given is Rankings else (Rankings,)
        fitting = ", ".join(name for name, other in VOTING.items() if other.takes in (given, *orders))
        raise OtherBallots(
            rule=rule.name, takes=rule.takes.__name__.lower(), given=given.__name__.lower(), fitting=fitting
        )
    if not quiet:
        print("The ballots are counted as rankings; what has the same grade stands equal.", file=sys.stderr)
    return Rankings.of(ballots.candidates, zip(_orders(ballots), ballots.weights, strict=True))


def _orders(ballots: Ballots) -> Iterator[list[list[int]]]:
    """Each ballot as an order: the approved before the others, better grades before worse, no grade last."""
    from waardeel.methods.voting.ballots import Approvals, Grades

    if isinstance(ballots, Approvals):
        yield from ([list(ballot)] for ballot in ballots.ballots)
    elif isinstance(ballots, Grades):
        for ballot in ballots.ballots:
            yield [
                [at for at, given in enumerate(ballot) if given == grade]
                for grade in reversed(range(len(ballots.scale)))
            ]


def _without(ballots: Ballots, names: Sequence[str]) -> Ballots:
    """The ballots without who has withdrawn. Raises OtherBallots for other ballots than rankings."""
    from waardeel.methods.voting.ballots import Rankings

    if not isinstance(ballots, Rankings):
        raise NotStruck(names=", ".join(names))
    return ballots.without(dict.fromkeys(names))


def _groups(lines: Lines) -> str:
    """The option `groups` from a CSV file. Raises FormatError."""
    found: dict[str, dict[str, Any]] = {}
    rows = lines.rows()
    head = [cell.strip().lower() for cell in next(rows, [])]
    if sorted(head) != sorted(_GROUP_COLUMNS):
        lines.refuse("The columns are not those of groups.", f"Begin with a line {','.join(_GROUP_COLUMNS)}.")
    for row in rows:
        if len(row) != len(head):
            lines.refuse(
                f"There are {len(row)} cells and {len(head)} columns.", "Fill every column, or leave it empty."
            )
        cells = dict(zip(head, map(str.strip, row), strict=True))
        group = found.setdefault(cells["group"], {"group": cells["group"], "members": []})
        group["members"].append(cells["candidate"])
        for name in ("least", "most"):
            if text := cells[name]:
                if not (text.isascii() and text.isdigit() and len(text) < 6):
                    lines.refuse(f"{text!r} is no whole number.", f"Write how many at {name}, or leave it empty.")
                if group.setdefault(name, int(text)) != int(text):
                    lines.refuse(f"The group {cells['group']!r} has two numbers at {name}.", "Give one.")
    return json.dumps(list(found.values()), ensure_ascii=False)
