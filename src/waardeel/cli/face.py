"""What the commands that decide (`count`, `allocate`, `draw`, `map`, `match`) share: files in, results out.

Exit codes: 0 there is an answer; 1 the input is in order but has no answer as it stands (a tie without lots, quotas
that cannot all be met); 2 the command was not understood, or a file cannot be read or is not in its format.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from waardeel.cli.report import Section, page
from waardeel.formats.reading import Lines
from waardeel.methods.errors import InputError, NoAnswer
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.words import LANGUAGES, Language

EPILOG = (
    "A file named - is read from standard input. Exit code: 0 there is an answer; 1 the input is in order but "
    "has no answer as it stands; 2 the command was not understood or a file cannot be read."
)


def add_output(parser: argparse.ArgumentParser) -> None:
    """The arguments on what comes out, the same for every command that decides."""
    shown = parser.add_argument_group("what comes out")
    shown.add_argument("--json", action="store_true", help="the result as one JSON object on standard output")
    shown.add_argument("--html", metavar="OUT.html", type=Path, help="also write a report with pictures into this file")
    shown.add_argument("--explain", action="store_true", help="say every step in words")
    shown.add_argument("--language", choices=LANGUAGES, default="en", help="of the words (standard: en)")
    shown.add_argument("--quiet", action="store_true", help="no progress and no remarks on standard error")
    parser.add_argument("--lenient", action="store_true", help="mend small faults of the file and say what was mended")


def add_rule(parser: argparse.ArgumentParser, family: Iterable[str], default: str) -> None:
    """The choice of a rule and of its options."""
    parser.add_argument(
        "--rule", metavar="RULE", default=default, help=f"one of: {', '.join(family)} (standard: {default})"
    )
    parser.add_argument(
        "--option",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a setting of the rule; `--rule RULE --option help` lists what can be set",
    )


def options_of(rule: Rule, given: Sequence[str]) -> dict[str, object]:
    """What `--option` says, read as the rule's options want it. Raises InputError."""
    known = {option.name: option for option in rule.options}
    found: dict[str, object] = {}
    for item in given:
        name, _, value = item.partition("=")
        name = name.replace("-", "_")
        if name not in known:
            listed = "; ".join(f"{option.name}={option.default} ({option.help.en})" for option in rule.options)
            raise UnknownSetting(rule=rule.name, name=name, listed=listed or "none")
        found[name] = known[name].read(value)
    return found


class UnknownSetting(InputError):
    """An --option that the rule does not have."""

    text = "The rule %(rule)s has no option %(name)s. What can be set: %(listed)s."


@contextmanager
def opened(argument: str, *, lenient: bool = False, progress: Progress | None = None) -> Iterator[Lines]:
    """The lines of a file, or of standard input for "-"; `progress` is told how far in a file. Raises OSError."""
    if argument == "-":
        yield Lines(sys.stdin.buffer, name="standard input", lenient=lenient)
        return
    with Path(argument).open("rb") as file:
        source = file if progress is None else _told(file, Path(argument).stat().st_size, progress)
        yield Lines(source, name=Path(argument).name, lenient=lenient)


def _told(file: Iterable[bytes], size: int, progress: Progress) -> Iterator[bytes]:
    """The lines of a file, with word of how much of it was read, now and then."""
    read = 0
    for number, line in enumerate(file):
        read += len(line)
        if number % 10_000 == 9_999:
            progress(read, size)
        yield line


def answered(work: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A command whose refusals become a sentence on standard error and an exit code."""

    def run(arguments: argparse.Namespace) -> int:
        try:
            return work(arguments)
        except NoAnswer as refusal:
            print(f"No answer: {refusal}", file=sys.stderr)
            return 1
        except InputError as refusal:
            print(str(refusal), file=sys.stderr)
            return 2
        except BrokenPipeError:  # whoever read along has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except OSError as error:
            print(f"{error.filename} cannot be read or written: {error.strerror}.", file=sys.stderr)
            return 2

    return run


def remarks(lines: Lines, *, quiet: bool) -> None:
    """Say on standard error what a lenient reader mended."""
    if not quiet:
        for mended in lines.mended:
            print(f"Mended {lines.name}, {mended}", file=sys.stderr)


def show(
    arguments: argparse.Namespace,
    result: Result,
    *,
    title: str,
    words: Callable[[Language], str],
    sections: Callable[[Language], Sequence[Section]],
) -> int:
    """Print a result as asked: in `words` (a short text with tables), or as JSON; and write the report."""
    language: Language = arguments.language
    if arguments.html is not None:
        arguments.html.write_text(page(title, language, sections(language)), encoding="utf-8")
    if arguments.json:
        # The same object as `Result.to_bytes` writes, for people to read and for `jq`.
        print(json.dumps(result.to_json(), ensure_ascii=False, sort_keys=True))
        return 0
    print(words(language))
    if arguments.explain:
        print()
        for number, sentence in enumerate(result.sentences(language), start=1):
            print(f"{number:>4}. {sentence}")
    return 0


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """A table in plain text; the columns numbered in `right` are aligned to the right."""
    table = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[at]) for row in table) for at in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(widths[at]) if at in right else cell.ljust(widths[at]) for at, cell in enumerate(row)
        ).rstrip()
        for row in table
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


class Progress:
    """A bar on standard error for long work; silent where nobody watches. Call it with (done, total)."""

    WIDTH = 30

    def __init__(self, what: str, *, quiet: bool) -> None:
        self._what = what
        self._shown = -1
        self._on = not quiet and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        full = self.WIDTH * done // max(total, 1)
        if not self._on or full == self._shown:
            return
        self._shown = full
        bar = "#" * full + "." * (self.WIDTH - full)
        print(f"\r{self._what} [{bar}] {done}/{total}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
