"""`waardeel map`: where people stand, in which groups, what sets groups apart and what they share."""

from __future__ import annotations

import argparse

from waardeel.cli import face

DEFAULT_RULE = "polis"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    from waardeel.methods.opinion import OPINION

    parser = commands.add_parser(
        "map",
        help="map opinions: groups of people who think alike, and what all agree on",
        description="Map the votes of people on statements, as Polis does: groups of people who think alike, the "
        "statements that set each group apart, and the statements that all groups agree with.",
        epilog=face.EPILOG,
    )
    parser.add_argument(
        "votes", metavar="VOTES.csv", help="participants-votes.csv or votes.csv, or - for standard input"
    )
    parser.add_argument(
        "--comments", metavar="COMMENTS.csv", help="the statements: their texts, and what was taken out"
    )
    parser.add_argument(
        "--agree",
        type=int,
        choices=(1, -1),
        default=1,
        help="what stands for agree in the file: 1 in exports (standard), -1 in the database of Polis",
    )
    face.add_rule(parser, OPINION, DEFAULT_RULE)
    face.add_output(parser)
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Read, map, show. Returns the exit code."""
    from waardeel.cli.report import opinion as report
    from waardeel.formats import polis
    from waardeel.methods.opinion import OPINION
    from waardeel.methods.opinion.conversation import Statement

    rule = OPINION[arguments.rule]
    options = face.options_of(rule, arguments.option)
    statements: tuple[Statement, ...] = ()
    if arguments.comments is not None:
        with face.opened(arguments.comments, lenient=arguments.lenient) as lines:
            statements = polis.read_statements(lines)
            face.remarks(lines, quiet=arguments.quiet)
    with face.opened(arguments.votes, lenient=arguments.lenient) as lines:
        conversation = polis.read(lines, statements=statements, agree=arguments.agree)
        face.remarks(lines, quiet=arguments.quiet)
    result = rule(conversation, **options)
    texts = {statement.id: statement.text for statement in conversation.statements}
    return face.show(
        arguments,
        result,
        title=rule.title.in_(arguments.language),
        words=lambda language: report.words(result, texts, language),
        sections=lambda language: report.sections(rule, result, texts, language),
    )
