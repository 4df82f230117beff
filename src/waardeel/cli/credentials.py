"""`waardeel credentials`: make the codes of a vote without a browser, for who is its credential authority."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import Any

from waardeel.cli import face
from waardeel.cli.role import NotAnswered, keep, read_question

HELP = "make the codes of a verifiable secret vote"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "credentials",
        help=HELP,
        description=HELP[:1].upper() + HELP[1:] + ": a code for each voter into a file for the letters, and their "
        "public halves on standard output, sorted so that their order tells nothing. Save the question from your page, "
        "and choose the answer there.",
        epilog=face.EPILOG,
    )
    parser.add_argument("question", metavar="QUESTION.json", type=Path, help="the question of your page")
    parser.add_argument("--codes", metavar="CODES.csv", type=Path, required=True, help="a new file for the letters")
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Answer on standard output. Returns the exit code."""
    from waardeel.belenios.credential import secret
    from waardeel.belenios.group import BELENIOS_2048
    from waardeel.belenios.rehearse import make_codes
    from waardeel.people.sheets.writing import csv_of

    group, asked = BELENIOS_2048, read_question(arguments.question)
    voters = asked.get("voters")
    if (
        asked.get("group") != group.name
        or not isinstance(voters, list)
        or not voters
        or not all(map(_is_voter, voters))
    ):
        raise NotAnswered(what=f"{arguments.question} does not ask for codes, or they are made already.")
    codes, roll = make_codes(asked["uuid"], [weight for _, weight in voters], group, secrets.randbelow)
    publics = (str(group.of_g.power(secret(code, asked["uuid"], group))) for code in codes)
    table = csv_of(
        ("name", "code", "public"),
        ((name, code, public) for (name, _), code, public in zip(voters, codes, publics, strict=True)),
    )
    keep(arguments.codes, table)
    print(roll.decode())
    print(f"{len(codes)} codes are in {arguments.codes}. Show them to nobody but each voter.", file=sys.stderr)
    return 0


def _is_voter(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and type(value[1]) is int
        and value[1] > 0
    )
