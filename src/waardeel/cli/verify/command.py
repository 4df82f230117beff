"""The face of `waardeel verify`: arguments in, words and an exit code out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from waardeel.cli.verify import Report, Wrong, verify
from waardeel.cli.verify.finding import printable
from waardeel.tlog.checkpoint import BadKey, Verifier


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "verify",
        help="check a record that somebody gave you, without trusting them",
        description="Check a record that was written with `waardeel bundle` or downloaded from a register "
        "page: that nothing in it was changed, left out or added, that every poll was counted rightly and "
        "that every published estimate follows from its sums. Needs no network and no account.",
        epilog="Exit code: 0 all is right; 1 something is wrong, and the first thing is named; 2 the command "
        "was not understood or a file cannot be read.",
    )
    parser.add_argument("bundle", metavar="OUT.zip", type=Path, help="the file to check")
    parser.add_argument("--key", metavar="VKEY", type=_key, help="the public key that it must be signed with")
    parser.add_argument(
        "--checkpoint",
        metavar="EARLIER.txt",
        type=Path,
        help="a checkpoint.txt kept from before: shows that the record since then was only added to",
    )
    parser.add_argument(
        "--election",
        metavar="UUID.bel",
        type=Path,
        action="append",
        default=[],
        help="the archive of a verifiable secret poll: check it too, and that the record says what it proves",
    )
    parser.add_argument(
        "--elections",
        metavar="FOLDER",
        type=Path,
        help="the same with every archive in a folder, such as `waardeel bundle --elections FOLDER` wrote",
    )
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        earlier = None if arguments.checkpoint is None else _read(arguments.checkpoint)
        archives = [*arguments.election, *_in(arguments.elections)]
        report = verify(arguments.bundle, key=arguments.key, earlier=earlier, archives=archives)
    except OSError as error:
        print(f"{error.filename or arguments.bundle} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    except Wrong as wrong:
        if arguments.json:
            print(json.dumps({"ok": False, **wrong.to_json()}))
        else:
            print(f"WRONG. {wrong}", file=sys.stderr)
        return 1
    print(json.dumps({"ok": True, **report.to_json()}) if arguments.json else _in_words(report, arguments.key))
    return 0


def _in_words(report: Report, key: str | None) -> str:
    totals = report.totals
    lines = [
        f"The record of {printable(report.name)} ({report.slug}) is right.",
        "",
        f"  entries, each in its place and exactly as signed: {report.entries}",
        f"  polls counted again with the same verdict: {totals['polls_recounted']}",
        f"  polls not closed yet: {totals['polls_open']}",
        f"  estimates worked out again with the same result: {totals['estimates_rederived']}",
    ]
    if totals["polls_sealed"]:
        lines.insert(4, f"  verifiable secret polls whose verdict follows from their sum: {totals['polls_sealed']}")
        lines.insert(5, f"    of which every ballot was checked: {totals['archives_checked']} (say --elections FOLDER)")
    if report.earlier is not None:
        lines.append(f"  entries that are as they were at the earlier checkpoint: {report.earlier}")
    lines += ["", f"  key fingerprint  {report.fingerprint}"]
    if key is None:
        lines.append("  Compare it with the one on the register page. Another key means another writer.")
    else:
        lines.append("  This is the key that you gave.")
    return "\n".join(lines)


def _in(folder: Path | None) -> list[Path]:
    """The archives in a folder. Raises OSError when there is no such folder."""
    return [] if folder is None else sorted(path for path in folder.iterdir() if path.suffix == ".bel")


def _read(path: Path) -> str:
    # A byte that is not UTF-8 makes a text that no key has signed, and is refused as such.
    return path.read_bytes().decode(errors="replace")


def _key(text: str) -> str:
    try:
        return Verifier.from_text(text.strip()).text
    except BadKey as error:
        raise argparse.ArgumentTypeError(str(error)) from None
