"""`waardeel draw`: people by lot, with quotas or without, from a text that nobody could know beforehand."""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from waardeel.cli import face
from waardeel.methods.errors import InputError
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule

DEFAULT_RULE = "leximin"
HELP = "draw people by lot: panels with quotas, plain draws, turns"
_PLAIN = ("random", "stratified")


class WrongFiles(InputError):
    """Another number of files than the rule reads."""

    text = "The rule %(rule)s reads %(wanted)s. You gave %(given)s."


class NoSize(InputError):
    """A panel of unknown size."""

    text = "Say with --size how many people the panel has."


class NoTurns(InputError):
    """Nothing to hand out."""

    text = "Say with --turn what is to be handed out, once for each: --turn chair --turn minutes."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    from waardeel.methods.sortition import SORTITION

    parser = commands.add_parser(
        "draw",
        help=HELP,
        description="Draw people by lot. Rules with quotas work out everybody's chance, show that it cannot be better, "
        "and make a table of lots to publish; with --seed they also draw from it.",
        epilog=face.EPILOG,
    )
    parser.add_argument(
        "files",
        metavar="FILE.csv",
        nargs="*",
        help="FEATURES.csv and PEOPLE.csv; for the rules random, stratified and round-robin PEOPLE.csv will do",
    )
    face.add_rule(parser, SORTITION, DEFAULT_RULE)
    parser.add_argument("--size", type=int, metavar="N", help="how many people the panel has")
    parser.add_argument(
        "--seed", metavar="TEXT", help="the text from which is drawn; without it only the table is made"
    )
    parser.add_argument("--lots", type=int, metavar="N", help="how many lots the table has (standard: 1000)")
    parser.add_argument("--id", metavar="COLUMN", help="the column with the ids of the people (standard: the first)")
    parser.add_argument(
        "--household",
        metavar="COLUMN",
        action="append",
        default=[],
        help="a column of the address; people who agree in all of them are never drawn together",
    )
    parser.add_argument("--staying", metavar="FILE", help="fill up a panel: ids of who stays in it, one on each line")
    parser.add_argument("--gone", metavar="FILE", help="ids of who cannot be drawn (any more), one on each line")
    parser.add_argument("--turn", metavar="NAME", action="append", default=[], help="round-robin: a turn to hand out")
    parser.add_argument("--history", metavar="FILE", help="round-robin: who had earlier turns, the oldest first")
    parser.add_argument(
        "--commit", metavar="TEXT", help="print what to publish when this text stays secret until the draw"
    )
    face.add_output(parser)
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Read, draw, show. Returns the exit code."""
    from waardeel.cli.report import sortition as report
    from waardeel.methods.lots import commitment
    from waardeel.methods.sortition import SORTITION
    from waardeel.methods.sortition.fair import watched

    if arguments.commit is not None:
        print(commitment(arguments.commit))
        return 0
    rule = SORTITION[arguments.rule]
    options = face.options_of(rule, arguments.option)
    for name in ("seed", "lots"):
        if (value := getattr(arguments, name)) is not None:
            options[name] = value
    problem = _turns(arguments) if rule.name == "round-robin" else _pool(arguments, rule)
    with watched(face.Progress("Making panels", quiet=arguments.quiet)):
        result: Result = rule(problem, **options)
    return face.show(
        arguments,
        result,
        title=rule.title.in_(arguments.language),
        words=lambda language: report.words(result, rule, language),
        sections=lambda language: report.sections(result, rule, language),
    )


def _pool(arguments: argparse.Namespace, rule: Rule) -> object:
    """The pool of the given files, or who can fill up a panel of it."""
    from waardeel.formats import sortition_csv
    from waardeel.methods.sortition.pool import Pool

    files = arguments.files
    if len(files) != 2 and not (len(files) == 1 and rule.name in _PLAIN):
        wanted = "PEOPLE.csv, or FEATURES.csv and PEOPLE.csv" if rule.name in _PLAIN else "FEATURES.csv and PEOPLE.csv"
        raise WrongFiles(rule=rule.name, wanted=wanted, given=", ".join(files) or "no file")
    if arguments.size is None:
        raise NoSize
    if len(files) == 2 and files[0] == files[1] == "-":
        raise WrongFiles(rule=rule.name, wanted="two files", given="standard input twice")
    with ExitStack() as stack:
        opened = [stack.enter_context(face.opened(name, lenient=arguments.lenient)) for name in files]
        columns = {"id_column": arguments.id, "household_columns": arguments.household}
        if len(opened) == 2:
            pool = sortition_csv.read(*opened, size=arguments.size, **columns)
        else:
            ids, rows, homes = sortition_csv.read_people(opened[0], (), **columns)
            pool = Pool.of(zip(ids, rows, strict=True), arguments.size, (), homes)
        for lines in opened:
            face.remarks(lines, quiet=arguments.quiet)
    if arguments.staying is None and arguments.gone is None:
        return pool
    return pool.rest(_names(arguments.staying), _names(arguments.gone))


def _turns(arguments: argparse.Namespace) -> object:
    from waardeel.formats import sortition_csv
    from waardeel.methods.sortition.round_robin import Turns

    if len(arguments.files) != 1:
        raise WrongFiles(rule="round-robin", wanted="PEOPLE.csv", given=", ".join(arguments.files) or "no file")
    if not arguments.turn:
        raise NoTurns
    with face.opened(arguments.files[0], lenient=arguments.lenient) as lines:
        people, _, _ = sortition_csv.read_people(lines, (), id_column=arguments.id)
        face.remarks(lines, quiet=arguments.quiet)
    return Turns.of(people, arguments.turn, _names(arguments.history))


def _names(file: str | None) -> list[str]:
    """One name on each line; nothing without a file."""
    if file is None:
        return []
    with face.opened(file) as lines:
        return [name for line in lines if (name := line.strip())]
