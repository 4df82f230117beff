"""`waardeel match`: people and places by their wishes and priorities, with the reason for everybody."""

from __future__ import annotations

import argparse

from waardeel.cli import face
from waardeel.methods.errors import InputError

DEFAULT_RULE = "deferred-acceptance"
HELP = "match people and places (homes, courses, teams, plots) by wishes and priorities"


class TwoTimesInput(InputError):
    """Both files from standard input."""

    text = "Only one of the two files can come from standard input. Give the other by its name."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    from waardeel.methods.matching import MATCHING

    parser = commands.add_parser(
        "match",
        help=HELP,
        description="Match people and places by the wishes of the people and the seats and priorities of the places, "
        "and say for everybody why.",
        epilog=face.EPILOG,
    )
    parser.add_argument("people", metavar="PEOPLE.csv", help="person, wish 1, wish 2, … or person, rank, place")
    parser.add_argument("places", metavar="PLACES.csv", help="place, seats, and where needed least, site, priority")
    face.add_rule(parser, MATCHING, DEFAULT_RULE)
    parser.add_argument("--lots-seed", metavar="TEXT", help="text published beforehand from which the lots follow")
    parser.add_argument("--lots", metavar="'A > B > C'", help="the order of all people as drawn; the first is favoured")
    face.add_output(parser)
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Read, match, show. Returns the exit code."""
    from waardeel.cli.report import matching as report
    from waardeel.formats import matching_csv
    from waardeel.methods.matching import MATCHING

    rule = MATCHING[arguments.rule]
    options = face.options_of(rule, arguments.option)
    for name in ("lots_seed", "lots"):
        if (value := getattr(arguments, name)) is not None:
            options[name] = value
    if arguments.people == arguments.places == "-":
        raise TwoTimesInput
    with (
        face.opened(arguments.people, lenient=arguments.lenient) as people,
        face.opened(arguments.places, lenient=arguments.lenient) as places,
    ):
        market = matching_csv.read(people, places)
        face.remarks(people, quiet=arguments.quiet)
        face.remarks(places, quiet=arguments.quiet)
    result = rule(market, **options)
    return face.show(
        arguments,
        result,
        title=rule.title.in_(arguments.language),
        words=lambda language: report.words(result, rule, language),
        sections=lambda language: report.sections(result, rule, language),
    )
