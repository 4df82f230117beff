"""`waardeel trustee`: hold a key without a browser. The page of the trustee gives a question, this answers it."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waardeel.cli import face
from waardeel.cli.role import NotAnswered, keep, read_question
from waardeel.cli.verify.finding import printable

if TYPE_CHECKING:
    from waardeel.belenios.trustee import ceremony

HELP = "make a key for a verifiable secret vote, and read your part of its result"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "trustee",
        help=HELP,
        description=HELP[:1].upper() + HELP[1:] + ". Save the question from your page, answer it on a computer that "
        "you trust, and choose the answer on your page. The key stays in its file.",
        epilog=face.EPILOG,
    )
    parser.add_argument("question", metavar="QUESTION.json", type=Path, help="the question of your page")
    parser.add_argument("--key", metavar="FILE.key", type=Path, required=True, help="your key; made when it is asked")
    parser.add_argument("--archive", metavar="UUID.bel", type=Path, help="the archive, to read your part of the result")
    parser.set_defaults(run=run)


@face.answered
def run(arguments: argparse.Namespace) -> int:
    """Answer on standard output. Returns the exit code."""
    from waardeel.belenios.errors import BeleniosError

    asked = read_question(arguments.question)
    try:
        print(json.dumps(_answer(asked, arguments)))
    except BeleniosError as fault:
        raise NotAnswered(what=str(fault)) from fault
    return 0


def _answer(asked: dict[str, Any], arguments: argparse.Namespace) -> Any:
    from waardeel.belenios.group import BELENIOS_2048
    from waardeel.belenios.trustee import TrusteeKey, ceremony

    group, below = BELENIOS_2048, secrets.randbelow
    if asked.get("group") != group.name:
        raise NotAnswered(what="This program makes no keys in the group that is asked.")
    if "archive" in asked:
        return _decryption(asked, arguments)
    if "context" not in asked:
        secret = below(int(group.q))
        keep(arguments.key, f"{secret}\n")
        return TrusteeKey.make(secret, group, below).written()
    place = _place(asked["context"])
    if "certificates" not in asked:
        seed = ceremony.make_seed(below)
        keep(arguments.key, f"{seed}\n")
        return ceremony.certify(seed, place, below)
    seed, certificates = arguments.key.read_text(encoding="utf-8").strip(), asked["certificates"]
    if not isinstance(certificates, list):
        raise NotAnswered(what="The question has no list of certificates.")
    if "handed" in asked:
        return ceremony.take(seed, place, certificates, asked["handed"], below)
    return ceremony.deal(seed, place, certificates, below)


def _place(context: Any) -> ceremony.Place:
    from waardeel.belenios.group import BELENIOS_2048
    from waardeel.belenios.trustee import ceremony

    names = ("size", "threshold", "index")
    if not isinstance(context, dict) or not all(type(context.get(name)) is int for name in names):
        raise NotAnswered(what="The question does not say where among how many trustees you stand.")
    size, threshold, index = (context[name] for name in names)
    if not 1 <= threshold <= size or not 1 <= index <= size:
        raise NotAnswered(what=f"Place {index} of {size}, of whom {threshold} are enough, cannot be.")
    print(f"You are trustee {index} of {size}, of whom {threshold} are enough.", file=sys.stderr)
    return ceremony.Place(BELENIOS_2048, size, threshold, index)


def _decryption(asked: dict[str, Any], arguments: argparse.Namespace) -> Any:
    from waardeel.belenios.tally import Decryption
    from waardeel.belenios.trustee import ceremony
    from waardeel.belenios.verify import Wrong
    from waardeel.cli.checking import checked

    if arguments.archive is None:
        raise NotAnswered(what="Give the archive of the vote with --archive: it is checked before anything is read.")
    try:
        report = checked(arguments.archive, quiet=False)
    except Wrong as wrong:
        raise NotAnswered(what=f"The archive is not right, so nothing was read. {printable(str(wrong))}") from wrong
    if report.uuid != asked["uuid"] or report.stage not in ("tallied", "being decrypted"):
        raise NotAnswered(what="This archive is of another vote, or of one whose result cannot be read now.")
    election = report.election
    group, text = election.group, arguments.key.read_text(encoding="utf-8").strip()
    if isinstance(asked.get("encrypted"), str):
        secret = int(ceremony.private_key(text, asked["encrypted"], group))
    elif text.isascii() and text.isdigit() and 0 < int(text) < group.q:
        secret = int(text)
    else:
        raise NotAnswered(what=f"{arguments.key} holds no key.")
    if json.loads(asked["key"])["public_key"] != str(group.of_g.power(secret)):
        raise NotAnswered(what=f"{arguments.key} is not the key that you made for this vote.")
    print(
        f"Compare these with the others who hold a key, before you send the answer:\n"
        f"  ballots that count   {report.counted}\n  codes                {report.voters}\n"
        f"  fingerprint          {report.fingerprint}\n  head of the chain    {report.head}",
        file=sys.stderr,
    )
    products = report.state.tally(election).products
    return json.loads(Decryption.make(election, products, secret, secrets.randbelow).written())
