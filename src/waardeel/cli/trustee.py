"""`waardeel trustee`: hold a key without a browser. The page of the trustee gives a question, this answers it."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any, ClassVar

from waardeel.cli import face
from waardeel.cli.verify.finding import printable
from waardeel.methods.errors import InputError

HELP = "make a key for a verifiable secret vote, and read your part of its result"


class NotAnswered(InputError):
    """A question that cannot be answered so."""

    text: ClassVar[str] = "%(what)s"


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


def read_question(path: Path) -> dict[str, Any]:
    """What a page asks. Raises NotAnswered, OSError."""
    try:
        asked = json.loads(path.read_bytes())
    except ValueError as fault:
        raise NotAnswered(what=f"{path} holds no question. Save it from your page again.") from fault
    if not isinstance(asked, dict) or not isinstance(asked.get("uuid"), str):
        raise NotAnswered(what=f"{path} holds another thing than a question. Save it from your page again.")
    return asked


def keep(path: Path, text: str) -> None:
    """Write a new file that nobody else may read. Raises NotAnswered when it is there."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise NotAnswered(what=f"{path} is there already, and is not overwritten. Name another file.") from None


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


def _place(context: Any) -> Any:
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
    from waardeel.belenios.election import Election
    from waardeel.belenios.tally import Decryption
    from waardeel.belenios.trustee import ceremony
    from waardeel.belenios.verify import Wrong, verify

    if arguments.archive is None:
        raise NotAnswered(what="Give the archive of the vote with --archive: it is checked before anything is read.")
    try:
        report = verify(arguments.archive, progress=face.Progress("Checking", quiet=False))
    except Wrong as wrong:
        raise NotAnswered(what=f"The archive is not right, so nothing was read. {printable(str(wrong))}") from wrong
    if report.uuid != asked["uuid"] or report.stage not in ("tallied", "being decrypted"):
        raise NotAnswered(what="This archive is of another vote, or of one whose result cannot be read now.")
    with arguments.archive.open("rb") as file:
        election = Election.read(_setup(file, report.state))
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


def _setup(file: Any, state: Any) -> bytes:
    from waardeel.belenios.archive import Reader

    content: bytes = Reader(file).record_at(state.setup[0]).content
    return content
