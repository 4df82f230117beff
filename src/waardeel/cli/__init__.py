"""The `waardeel` command.

Each command is a module with ``add(commands)``, which adds its arguments, and ``run(arguments)``, which does
the work and returns the exit code: 0 all is well, 1 something is wrong, 2 the command was not understood. A command
imports what it needs when it runs, so that the others start fast.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from waardeel.cli import allocate, ballots, bundle, count, credentials, divide, draw, match, organisations, trustee
from waardeel.cli import map as opinion_map
from waardeel.cli.verify import command as verify

COMMANDS = (
    organisations,
    bundle,
    verify,
    ballots,
    trustee,
    credentials,
    count,
    allocate,
    draw,
    opinion_map,
    match,
    divide,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="waardeel",
        description="Count votes, divide budgets, draw panels, map opinions, match people and places; "
        "read and check the public records of the organisations in Waardeel.",
        epilog="`waardeel COMMAND --help` tells more about one command.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = next(iter(sys.argv[1:] if argv is None else argv), "")
    names = {command.__name__.removesuffix(".command").rpartition(".")[2]: command for command in COMMANDS}
    for command in [names[asked]] if asked in names else COMMANDS:  # the asked one alone, for the others cost time
        command.add(commands)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has said what is wrong, or has shown the help
        return int(stop.code or 0)
    code: int = arguments.run(arguments)
    return code
