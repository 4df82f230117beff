"""The `waardeel` command.

Each command is a module with ``add(commands)``, which adds its arguments, and ``run(arguments)``, which does
the work and returns the exit code: 0 all is well, 1 something is wrong, 2 the command was not understood. A command
imports what it needs when it runs, so that the others start fast.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from waardeel.cli import bundle, organisations
from waardeel.cli.verify import command as verify

COMMANDS = (organisations, bundle, verify)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="waardeel",
        description="Read and check the public records of the organisations in Waardeel.",
        epilog="`waardeel COMMAND --help` tells more about one command.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has said what is wrong, or has shown the help
        return int(stop.code or 0)
    code: int = arguments.run(arguments)
    return code
