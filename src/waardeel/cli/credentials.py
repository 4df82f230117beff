"""`waardeel credentials`: make the codes of a vote without a browser, for who is its credential authority."""

from __future__ import annotations

import argparse
import csv
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from waardeel.cli import face
from waardeel.cli.role import NotAnswered, keep, read_question

HELP = "make the codes of a verifiable secret vote, or replace a lost one"
COLUMNS = ("name", "code", "public", "use", "email")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "credentials",
        help=HELP,
        description=HELP[:1].upper() + HELP[1:] + ": a code for each voter into a file for the letters, and their "
        "public halves on standard output, sorted so that their order tells nothing. Save the question from your page, "
        "and choose the answer there. With --lost, the code of that person is exchanged for the next spare one.",
        epilog=face.EPILOG,
    )
    parser.add_argument("question", metavar="QUESTION.json", type=Path, help="the question of your page")
    parser.add_argument("--codes", metavar="CODES.csv", type=Path, required=True, help="the file for the letters")
    parser.add_argument("--lost", metavar="NAME", help="whose letter was lost, as in CODES.csv")
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Answer on standard output. Returns the exit code."""
    asked = read_question(arguments.question)
    if arguments.lost is not None:
        return _replace(arguments, asked)
    return _make(arguments, asked)


def _make(arguments: argparse.Namespace, asked: dict[str, Any]) -> int:
    """Codes for all voters, spare ones, and those for ballots on paper."""
    from waardeel.belenios.exchange import make_codes
    from waardeel.belenios.group import BELENIOS_2048 as GROUP
    from waardeel.people.sheets.writing import csv_of

    voters, more = asked.get("voters"), (asked.get("spares"), asked.get("papers"))
    if (
        asked.get("group") != GROUP.name
        or not isinstance(voters, list)
        or not voters
        or not _are_uuids(asked.get("uuids"))
        or not all(map(_is_voter, voters))
        or not all(type(each) is int and each >= 0 for each in more)
    ):
        raise NotAnswered(what=f"{arguments.question} does not ask for codes, or they are made already.")
    spares, papers = asked["spares"], asked["papers"]
    votes = [weight for _, weight, _ in voters]
    made, answer = make_codes(asked["uuids"], votes, spares, papers, GROUP, secrets.randbelow)
    people = [(name, email) for name, _, email in voters] + [("", "")] * (spares + papers)
    rows = ((name, one.code, one.public, one.use, email) for (name, email), one in zip(people, made, strict=True))
    keep(arguments.codes, csv_of(COLUMNS, rows))
    print(answer.decode())
    print(f"{len(made)} codes are in {arguments.codes}. Show them to nobody but each voter.", file=sys.stderr)
    return 0


def _replace(arguments: argparse.Namespace, asked: dict[str, Any]) -> int:
    """The next spare code for somebody whose letter was lost, in all questions that are not over."""
    from waardeel.belenios.credential import secret
    from waardeel.belenios.exchange import Exchange
    from waardeel.belenios.group import BELENIOS_2048 as GROUP

    spare, replaced = asked.get("spare"), asked.get("replaced")
    live: list[str] = asked.get("live") or []
    if (
        asked.get("group") != GROUP.name
        or not isinstance(spare, list)
        or not isinstance(replaced, list)
        or not _are_uuids(live)
    ):
        raise NotAnswered(what=f"{arguments.question} does not ask to replace a code.")
    text = arguments.codes.read_text("utf-8-sig")
    between = ";" if ";" in text.partition("\n")[0] else ","
    rows = [row for row in csv.DictReader(text.splitlines(), delimiter=between) if row.keys() >= set(COLUMNS[:4])]

    def public(row: dict[str, str], uuid: str) -> str:
        return str(GROUP.of_g.power(secret(row["code"], uuid, GROUP)))

    by_public = {row["public"] if live[0] == asked["uuid"] else public(row, live[0]): row for row in rows}
    found = [half for half, row in by_public.items() if row["use"] == "voter" and row["name"] == arguments.lost]
    if len(found) != 1:
        raise NotAnswered(what=f"{len(found)} people in {arguments.codes} are called {arguments.lost!r}.")
    current, later = found[0], dict(replaced)
    while current in later:
        current = later[current]
    new = next((by_public[each] for each in spare if each in by_public), None)
    if new is None or current not in by_public:
        raise NotAnswered(what=f"There is no spare code left in {arguments.codes}, or the code was handed in.")
    lost = by_public[current]["code"]
    answer = {uuid: Exchange.make(lost, uuid, public(new, uuid), GROUP, secrets.randbelow).record() for uuid in live}
    print(json.dumps(answer, separators=(",", ":")))
    print(f"The new code of {arguments.lost} is {new['code']}, once your page has the answer.", file=sys.stderr)
    return 0


def _are_uuids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _is_voter(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and isinstance(value[0], str)
        and type(value[1]) is int
        and value[1] > 0
        and isinstance(value[2], str)
    )
