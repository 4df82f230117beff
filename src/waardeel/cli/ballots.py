"""`waardeel ballots`: check an election by secret ballot that nobody has to be trusted for, or rehearse one."""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waardeel.cli import face
from waardeel.cli.role import keep
from waardeel.cli.verify.finding import printable

if TYPE_CHECKING:
    from waardeel.belenios.election import Question
    from waardeel.belenios.ranked import Ranking
    from waardeel.belenios.verify import Report

_MOST_VOTERS = 1_000_000


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "ballots",
        help="check an election by verifiable secret ballot, or rehearse one",
        description="Elections by the Belenios protocol: nobody can see a vote, anyone can check the count.",
    )
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    _add_verify(inner)
    _add_rehearse(inner)


def _add_verify(commands: Any) -> None:
    parser = commands.add_parser(
        "verify",
        help="check everything that was published about an election",
        description="Check an archive of an election from beginning to end: that every ballot is allowed and signed by "
        "somebody on the list, that every one counts unless its own voter replaced it, and that tally, decryption and "
        "result follow. Needs no network and no account; belenios-tool checks the same file.",
        epilog="Exit code: 0 all is right; 1 something is wrong, and the first thing is named; 2 the command was not "
        "understood or a file cannot be read.",
    )
    parser.add_argument("archive", metavar="ELECTION.bel", type=Path, help="the archive to check")
    parser.add_argument("--since", metavar="STATE", type=Path, help="check only what was added since this state")
    parser.add_argument("--state", metavar="STATE", type=Path, help="write the state for a later --since here")
    parser.add_argument(
        "--workers", metavar="N", type=_positive, default=os.cpu_count() or 1, help="processes (standard: one per core)"
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="check the ballots on this Dask cluster (waardeel[cluster])"
    )
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.set_defaults(run=_verify)


def _add_rehearse(commands: Any) -> None:
    parser = commands.add_parser(
        "rehearse",
        help="play a whole election with every role, for tests and training",
        description="Play an election into a folder: the archive, and what each role would keep to itself. All roles "
        "are played by one program, so nothing in it is secret: never use its codes or keys for a real election.",
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is empty or not there yet")
    parser.add_argument("--voters", metavar="N", type=_positive, required=True, help="how many vote")
    parser.add_argument(
        "--choices", metavar="N", type=_positive, default=5, help="answers to choose from (standard: 5)"
    )
    parser.add_argument("--trustees", metavar="N", type=_positive, default=1, help="keys to the result (standard: 1)")
    parser.add_argument(
        "--threshold", metavar="N", type=_positive, default=0, help="so many trustees are enough (standard: all)"
    )
    parser.add_argument("--ranked", action="store_true", help="the voters rank all answers, and trustees shuffle")
    parser.add_argument("--shuffles", metavar="N", type=_positive, default=1, help="so many shuffle (standard: 1)")
    parser.add_argument("--revotes", metavar="N", type=int, default=0, help="how many vote again (standard: 0)")
    parser.add_argument("--blank", action="store_true", help="with a blank vote to choose")
    parser.add_argument("--weights", metavar="N,N,…", type=_weights, default=(), help="votes of the voters, in turn")
    parser.add_argument("--seed", metavar="TEXT", help="the same text plays the same election again")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.set_defaults(run=_rehearse)


def _verify(arguments: argparse.Namespace) -> int:
    from waardeel.belenios.errors import BeleniosError
    from waardeel.belenios.verify import State, Wrong
    from waardeel.cli.checking import checked

    try:
        since = None if arguments.since is None else State.read(arguments.since.read_bytes())
        report = checked(
            arguments.archive,
            quiet=arguments.quiet or arguments.json,
            workers=arguments.workers,
            cluster=arguments.cluster,
            since=since,
        )
        if arguments.state is not None:
            arguments.state.write_bytes(report.state.written())
    except OSError as error:
        print(f"{error.filename or arguments.archive} cannot be read or written: {error.strerror}.", file=sys.stderr)
        return 2
    except BeleniosError as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    except Wrong as wrong:
        if arguments.json:
            print(json.dumps({"ok": False, "what": wrong.what, "event": wrong.height}))
        else:
            print(f"WRONG. {printable(str(wrong))}", file=sys.stderr)
        return 1
    print(json.dumps({"ok": True, **report.to_json()}) if arguments.json else _in_words(report))
    return 0


def _in_words(report: Report) -> str:
    from waardeel.belenios.ranked import Ranking

    of_whom = f", of whom {report.needed} are enough" if report.needed < report.trustees else ""
    lines = [
        f"The election {printable(report.election.name)} ({report.uuid}) is right, and {report.stage}.",
        "",
        f"  codes that may vote:            {report.voters}",
        f"  ballots cast:                   {report.cast}, each allowed and signed",
        f"  ballots that count:             {report.counted}, with {report.votes} votes",
        f"  trustees who hold the keys:     {report.trustees}{of_whom}",
        f"  fingerprint of the election:    {report.fingerprint}",
        f"  head of the chain:              {report.head} (event {report.events - 1})",
    ]
    result: Sequence[Sequence[Any]] = report.result or []
    for question, sums in zip(report.questions, result, strict=False):
        lines += ["", f"  {printable(question.text)}"]
        if isinstance(question, Ranking):
            lines.append(f"    {len(sums)} ballots with a number for each answer: `waardeel count` counts them.")
            continue
        names = [*(["(blank)"] if question.blank else []), *question.answers]
        width = max(map(len, names))
        lines += [f"    {printable(name).ljust(width)}  {sum_}" for name, sum_ in zip(names, sums, strict=True)]
    return "\n".join(lines)


def _rehearse(arguments: argparse.Namespace) -> int:
    from waardeel.belenios import rehearse
    from waardeel.belenios.election import Question
    from waardeel.belenios.errors import BeleniosError
    from waardeel.belenios.group import BELENIOS_2048, RFC_3526_2048
    from waardeel.belenios.ranked import Ranking

    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            print(f"{folder} is not empty. Give a folder that is empty or not there yet.", file=sys.stderr)
            return 2
        below = secrets.randbelow if arguments.seed is None else random.Random(arguments.seed).randrange  # noqa: S311  (nothing here is secret)
        answers = tuple(f"Answer {number}" for number in range(1, arguments.choices + 1))
        question: Question | Ranking = Question("A rehearsal: which answer?", answers, 0, 1, blank=arguments.blank)
        if arguments.ranked:
            question = Ranking("A rehearsal: in which order?", answers)
        if arguments.ranked and (arguments.blank or arguments.weights):
            print(
                "Who ranks has one vote, and a ranking of nothing is blank: no --blank, no --weights.", file=sys.stderr
            )
            return 2
        if arguments.shuffles > arguments.trustees:
            print(f"{arguments.trustees} trustees cannot make {arguments.shuffles} shuffles.", file=sys.stderr)
            return 2
        made = rehearse.set_up(
            [question],
            voters=arguments.voters,
            below=below,
            trustees=arguments.trustees,
            threshold=arguments.threshold,
            weights=arguments.weights,
            group=RFC_3526_2048 if arguments.ranked else BELENIOS_2048,
        )
        votes = [(voter, [_chosen(question, below)]) for voter in range(arguments.voters)]
        votes += [(below(arguments.voters), [_chosen(question, below)]) for _ in range(arguments.revotes)]
        archive = folder / f"{made.election.uuid}.bel"
        with archive.open("wb") as file:
            rehearse.play(
                made,
                file,
                votes,
                shuffles=range(1, arguments.shuffles + 1),
                timestamp=int(time.time()) if arguments.seed is None else 0,
                progress=face.Progress("Voting", quiet=arguments.quiet),
            )
        keep(folder / "codes.txt", "".join(f"{code} {weight}\n" for code, weight in made.codes))
        for number, secret in enumerate(made.trustee_secrets, start=1):
            if made.threshold:
                code, encrypted = made.seeds[number - 1]
                keep(folder / f"trustee-{number}.key", code)
                keep(folder / f"trustee-{number}.encrypted", encrypted)
            else:
                keep(folder / f"trustee-{number}.key", f"{secret}\n")
    except BeleniosError as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or folder} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    print(f"{archive}\nCheck it: waardeel ballots verify {archive}")
    return 0


def _chosen(question: Question | Ranking, below: Callable[[int], int]) -> list[int]:
    """A random choice: one answer, or none where that is allowed; or all ranked."""
    from waardeel.belenios.election import Question
    from waardeel.belenios.shuffle import random_order

    if not isinstance(question, Question):
        return [place + 1 for place in random_order(len(question.answers), below)]
    chosen = below(question.width + (not question.blank))
    return [int(at == chosen) for at in range(question.width)]


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _MOST_VOTERS):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to {_MOST_VOTERS}")
    return int(text)


def _weights(text: str) -> tuple[int, ...]:
    return tuple(_positive(part.strip()) for part in text.split(","))
