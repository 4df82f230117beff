"""`waardeel divide FILE`: rent, a surplus, or things, with who would rather have another's share."""

from __future__ import annotations

import argparse

from waardeel.cli import face
from waardeel.methods.errors import InputError

DEFAULT_RULE = "rent"
HELP = "divide rent, a surplus, or things, and say who would rather have another's share"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    from waardeel.methods.division import DIVISION

    parser = commands.add_parser("divide", help=HELP, description=HELP[:1].upper() + HELP[1:] + ".", epilog=face.EPILOG)
    parser.add_argument(
        "file", metavar="FILE.csv", help="person, then a column for each room, thing or key; - is standard input"
    )
    face.add_rule(parser, DIVISION, DEFAULT_RULE)
    parser.add_argument("--amount", metavar="MONEY", help="how much is divided, such as 1450 or 99.95 (rent, surplus)")
    parser.add_argument("--keys", metavar="KEYS", help="by what a surplus is divided: 'equal=40, hours=60'")
    parser.add_argument("--lots-seed", metavar="TEXT", help="text published beforehand from which the lots follow")
    parser.add_argument("--lots", metavar="'A > B > C'", help="the order of all people as drawn; the first is favoured")
    face.add_output(parser)
    parser.set_defaults(run=run)


class NotSetHere(InputError):
    """An argument that belongs to another rule."""

    text = "The rule %(rule)s does not take --%(name)s. Leave it out, or choose another rule."


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Read, divide, show. Returns the exit code."""
    from waardeel.cli.report import division as report
    from waardeel.formats import division_csv
    from waardeel.methods.division import DIVISION

    rule = DIVISION[arguments.rule]
    options = face.options_of(rule, arguments.option)
    known = {option.name: option for option in rule.options}
    for name in ("amount", "keys", "lots_seed", "lots"):
        if (text := getattr(arguments, name)) is not None:
            if name not in known:
                raise NotSetHere(rule=rule.name, name=name.replace("_", "-"))
            options[name] = known[name].read(text)
    with face.opened(arguments.file, lenient=arguments.lenient) as lines:
        values = division_csv.read(lines)
        face.remarks(lines, quiet=arguments.quiet)
    result = rule(values, **options)
    return face.show(
        arguments,
        result,
        title=rule.title.in_(arguments.language),
        words=lambda language: report.words(result, rule, language),
        sections=lambda language: report.sections(result, rule, language),
    )
