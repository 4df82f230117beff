"""Rules of decision in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from waardeel.assembly.models import DecisionKind
from waardeel.ballots.words import BASES, share_in_words
from waardeel.law.packs import Pack, Problem

_PROBLEMS: Mapping[str, Promise | str] = {
    "quorum-missing": gettext_lazy("there is no quorum, and there must be one: %(quorum)s of all votes."),
    "quorum-too-low": gettext_lazy("the quorum is too low. It must be: %(quorum)s of all votes."),
    "majority-base": gettext_lazy("the votes are counted over too few people. They must be counted over %(base)s."),
    "majority-share": gettext_lazy("too few votes are enough. It must be %(share)s, counted over %(base)s."),
}


def problem_in_words(pack: Pack, kind: str, problem: Problem) -> str:
    """A floor that rules fall through: for which kind of decision, what must be, by which article."""
    floor = pack.decision(kind).floor
    if floor is None:
        raise ValueError(f"{kind} has no floor, so no rules fall through it")
    quorum, majority = floor.rules.quorum, floor.rules.majority
    words = _PROBLEMS[problem.code] % {
        "quorum": share_in_words(quorum.share, strict=False) if quorum else "",
        "share": share_in_words(majority.share, strict=majority.strict),
        "base": BASES[majority.base],
    }
    said = f"{DecisionKind(kind).label}: {words}"
    return f"{said} ({problem.article})" if problem.article else said
