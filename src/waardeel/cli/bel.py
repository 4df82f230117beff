"""The ballots of a secret vote whose answers were ranked or graded, for `waardeel count`: checked, then read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from waardeel.methods.errors import InputError

if TYPE_CHECKING:
    from waardeel.formats.election import Election

SUFFIX = ".bel"


class NotToCount(InputError):
    """An archive from which nothing can be counted."""

    text: ClassVar[str] = "%(file)s cannot be counted: %(what)s"


def read(arguments: argparse.Namespace) -> Election:
    """Check the whole archive, and take the ballots of one question. Raises NotToCount, OSError."""
    from waardeel.belenios import counting
    from waardeel.belenios.ranked import Ranking
    from waardeel.belenios.verify import Wrong
    from waardeel.cli.checking import checked
    from waardeel.formats.ballot_table import scale_of
    from waardeel.formats.election import Election

    def refuse(what: str) -> NotToCount:
        return NotToCount(file=arguments.file, what=what)

    try:
        report = checked(Path(arguments.file), quiet=arguments.quiet)
    except Wrong as wrong:
        raise refuse(f"it is not right. {wrong}") from wrong
    asked = {question.text: at for at, question in enumerate(report.questions)}
    if report.result is None:
        raise refuse(f"it has no result yet; it is {report.stage}.")
    if arguments.contest not in (asked if len(asked) > 1 else (None, *asked)):
        raise refuse(f"it has several questions. Say --contest, one of: {', '.join(map(repr, asked))}.")
    at = 0 if arguments.contest is None else asked[arguments.contest]
    question, said = report.questions[at], report.result[at]
    if not isinstance(question, Ranking):
        raise refuse("its answers were added up, not ranked. `waardeel ballots verify` shows the sums.")
    ballots = [each for each in said if isinstance(each, list)]
    if arguments.scale is None:
        return Election(counting.rankings(question, ballots), title=question.text)
    return Election(counting.grades(question, ballots, scale_of(arguments.scale)), title=question.text)
