"""`waardeel allocate FILE.pb`: divide a budget over projects, and say how."""

from __future__ import annotations

import argparse
import re
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, cast

from waardeel.cli import face
from waardeel.methods.errors import InputError

if TYPE_CHECKING:
    from waardeel.methods.budgeting import Instance, Limit

HELP = "divide a budget over projects (Pabulib file), and say who paid for what"
_LIMIT = re.compile(r"(category|target|district):(.+)=([0-9]{1,15}(?:\.[0-9]{1,6})?)", re.ASCII)
#: Arguments that are options of the rule under the same name.
_OPTIONS = ("completion", "utilities", "increment", "voters", "lots_seed", "lots")


class BadLimit(InputError):
    """A --limit that cannot be read."""

    text: ClassVar[str] = (
        "The limit %(limit)r is not understood. Write it as category:sport=50000 (or target, district)."
    )


class UnknownProject(InputError):
    """A --why about something that is not in the file."""

    text: ClassVar[str] = "There is no project %(project)r in the file. Use its project_id."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    from waardeel.methods.budgeting import BUDGETING

    parser = commands.add_parser(
        "allocate", help=HELP, description=HELP[:1].upper() + HELP[1:] + ".", epilog=face.EPILOG
    )
    parser.add_argument(
        "file", metavar="FILE.pb", nargs="?", default="-", help="the budget; standard input when left out"
    )
    face.add_rule(parser, BUDGETING, "equal-shares")
    parser.add_argument(
        "--completion",
        metavar="HOW",
        help="what is done with money left over (equal-shares): none, add1, add1-exhaustive, add1u, next-step, "
        "phragmen, greedy; joined with + (standard: none)",
    )
    parser.add_argument(
        "--utilities", choices=("cost", "cardinality"), help="what a project is worth: its cost (standard), or 1"
    )
    parser.add_argument("--increment", metavar="AMOUNT", help="how much each share rises per step (standard: 1)")
    parser.add_argument("--min-votes", metavar="N", type=int, help="projects with fewer votes leave before the count")
    parser.add_argument(
        "--voters",
        choices=("all", "nonempty", "eligible"),
        help="which ballots get a share of the money (standard: all)",
    )
    parser.add_argument(
        "--limit",
        metavar="KIND:NAME=AMOUNT",
        action="append",
        default=[],
        help="at most so much for a category, target or district; may be given more than once",
    )
    parser.add_argument("--lots-seed", metavar="TEXT", help="text published beforehand from which the lots follow")
    parser.add_argument(
        "--lots", metavar="'A > B > C'", help="the order of all projects as drawn; the first is favoured"
    )
    parser.add_argument(
        "--why", metavar="PROJECT", action="append", default=[], help="what would have won this project"
    )
    parser.add_argument(
        "--compare", metavar="RULE", help="also compare with another rule, or with what the organiser chose: selected"
    )
    face.add_output(parser)
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Read, divide, show. Returns the exit code."""
    from waardeel.cli.report import budgeting as report
    from waardeel.formats import pabulib
    from waardeel.methods.budgeting import BUDGETING, Allocation

    rule = BUDGETING[arguments.rule]
    options = face.options_of(rule, arguments.option)
    known = {option.name: option for option in rule.options}
    given = {name: getattr(arguments, name) for name in _OPTIONS}
    given["minimum_votes"] = arguments.min_votes
    for name, value in given.items():
        if value is not None:
            readable = isinstance(value, str) and name in known
            options[name] = known[name].read(value) if readable else value
    limits = [_limit(text) for text in arguments.limit]
    bar = face.Progress("Reading", quiet=arguments.quiet)
    with face.opened(arguments.file, lenient=arguments.lenient, progress=bar) as lines:
        table = pabulib.read(lines)
        face.remarks(lines, quiet=arguments.quiet)
    instance = table.instance.limited(limits)
    for project in arguments.why:
        if project not in instance.place:
            raise UnknownProject(project=project)
    result = cast(Allocation, rule(instance, **options))
    other = _other(arguments.compare, instance, table)
    answer = report.Answer(result, rule, instance, table.meta.get("currency", ""), arguments.why, other)
    return face.show(
        arguments,
        result,
        title=table.title or rule.title.in_(arguments.language),
        words=lambda language: "\n\n".join(filter(None, (table.title, report.words(answer, language)))),
        sections=lambda language: report.sections(answer, language),
    )


def _limit(text: str) -> Limit:
    from waardeel.methods.budgeting import Limit

    match = _LIMIT.fullmatch(text)
    if match is None:
        raise BadLimit(limit=text)
    return Limit(match[1], match[2], Fraction(match[3]))  # type: ignore[arg-type]  # the pattern allows no other kind


def _other(name: str | None, instance: Instance, table: object) -> tuple[str, tuple[str, ...]] | None:
    """What to compare with: its name and its winners."""
    from waardeel.formats.pabulib import Table
    from waardeel.methods.budgeting import BUDGETING

    if name is None:
        return None
    if name == "selected" and isinstance(table, Table) and (selected := table.selected()) is not None:
        return name, tuple(project for project, how in selected.items() if how == 1)
    return name, BUDGETING[name](instance).winners
