"""Counts and verdicts in words and figures, in the reader's language.

Every number is exact: a fraction stays a fraction ("8 1/3"), and a threshold is said as it was compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waardeel.ballots.models import Poll, Voter
from waardeel.law.verdict import DecisionRules
from waardeel.people.models import Organisation

ANSWERS: Mapping[str, Promise | str] = {
    "yes": gettext_lazy("Yes, I am for it"),
    "no": gettext_lazy("No, I am against it"),
    "abstain": gettext_lazy("I abstain"),
}

#: A ballot in the published list, in one word.
CAST: Mapping[str, Promise | str] = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "abstain": gettext_lazy("Abstain"),
}

#: By which way a ballot of a verifiable secret poll came.
WAYS: Mapping[str, Promise | str] = {
    "own": gettext_lazy("on a device of their own"),
    "room": gettext_lazy("on the device in the room"),
    "paper": gettext_lazy("on paper"),
}

_MORE_THAN: Mapping[Fraction, Promise | str] = {
    Fraction(1, 2): gettext_lazy("more than half"),
    Fraction(3, 5): gettext_lazy("more than three fifths"),
    Fraction(2, 3): gettext_lazy("more than two thirds"),
    Fraction(3, 4): gettext_lazy("more than three quarters"),
}

_AT_LEAST: Mapping[Fraction, Promise | str] = {
    Fraction(1, 10): gettext_lazy("at least a tenth"),
    Fraction(1, 5): gettext_lazy("at least a fifth"),
    Fraction(1, 4): gettext_lazy("at least a quarter"),
    Fraction(1, 3): gettext_lazy("at least a third"),
    Fraction(1, 2): gettext_lazy("at least half"),
    Fraction(3, 5): gettext_lazy("at least three fifths"),
    Fraction(2, 3): gettext_lazy("at least two thirds"),
    Fraction(3, 4): gettext_lazy("at least three quarters"),
    Fraction(4, 5): gettext_lazy("at least four fifths"),
    Fraction(1): gettext_lazy("all"),
}

BASES: Mapping[str, Promise | str] = {
    "cast": gettext_lazy("the votes for and against"),
    "present": gettext_lazy("the votes of everybody who takes part"),
    "members": gettext_lazy("the votes of all members"),
}

#: What the base means for somebody who abstains or stays away.
MEANING: Mapping[str, Promise | str] = {
    "cast": gettext_lazy("Who abstains or does not vote changes nothing: only votes for and against count."),
    "present": gettext_lazy(
        "Who abstains takes part, so abstaining works as a vote against. Who does not vote does not count."
    ),
    "members": gettext_lazy("All members count, so abstaining and not voting work as a vote against."),
}

REASONS: Mapping[str, Promise | str] = {
    "adopted": gettext_lazy("There are enough votes for it."),
    "no-quorum": gettext_lazy("Too few members took part. The votes for and against do not matter then."),
    "no-votes": gettext_lazy("Nobody voted for or against."),
    "tie": gettext_lazy("There are as many votes for as against. For a yes, more than half is needed."),
    "no-majority": gettext_lazy("There are not enough votes for it."),
}

NEXT: Mapping[str, Promise | str] = {
    "no-quorum": gettext_lazy(
        "What now? Make the proposal again and ask everybody in person to vote. "
        "Look in your statutes whether a second vote needs fewer people."
    ),
    "no-votes": gettext_lazy(
        "What now? Ask people what they miss in the text, change it, and make the proposal again."
    ),
    "tie": gettext_lazy("What now? Talk with those who are against, change the text, and make the proposal again."),
    "no-majority": gettext_lazy(
        "What now? Ask those who are against what they need, change the text, and make the proposal again."
    ),
}


@dataclass(frozen=True)
class Line:
    """One line of arithmetic, as `house/steps.html` draws it."""

    label: str
    figure: str
    ok: bool | None
    note: str = ""


def addressed(voter: Voter) -> str:
    """To whom the letter with the code of a voter goes."""
    if voter.holder is None:
        return voter.person.name
    return _("%(holder)s, for %(voter)s") % {"holder": voter.holder.person.name, "voter": voter.person.name}


def letter(poll: Poll) -> str:
    """The e-mail with a code. NAME, CODE and ADDRESS are filled in on the device of who sends it."""
    return _(
        "Dear NAME,\n\n%(organisation)s asks: %(question)s\n\nYour code to vote: CODE\n\nVote here (the code is filled "
        "in):\nADDRESS\n\nThe code is yours alone. Give it to nobody."
    ) % {"organisation": poll.organisation.name, "question": poll.asked}


def moment(at: datetime, organisation: Organisation) -> str:
    """A time as the clock of the organisation shows it, in the reader's language."""
    return date_format(timezone.localtime(at, organisation.zone), "DATETIME_FORMAT")


def number(value: Fraction) -> str:
    """An exact number for people: "12", "1/3", "8 1/3"."""
    whole, rest = divmod(value, 1)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)


def share_in_words(share: Fraction, *, strict: bool) -> str:
    """A share as people say it: "more than half", "at least two thirds", "at least 3/7"."""
    known = (_MORE_THAN if strict else _AT_LEAST).get(share)
    if known is not None:
        return str(known)
    return (_("more than %(share)s") if strict else _("at least %(share)s")) % {"share": share}


def rules_in_words(rules: DecisionRules) -> list[str]:
    """Rules of decision as sentences: first who must take part, then how many must agree."""
    sentences = []
    if rules.quorum is None:
        sentences.append(_("There is no quorum: the vote counts however few take part."))
    else:
        sentences.append(
            _("The vote counts only when enough members take part: %(share)s of all votes.")
            % {"share": share_in_words(rules.quorum.share, strict=False)}
        )
    sentences.append(
        _("A proposal is adopted with %(share)s in favour, counted over %(base)s.")
        % {
            "share": share_in_words(rules.majority.share, strict=rules.majority.strict),
            "base": BASES[rules.majority.base],
        }
    )
    return sentences


def lines_of(verdict: Mapping[str, Any]) -> list[Line]:
    """The arithmetic of a verdict (`law.verdict.Verdict.to_json`), line by line."""
    return [_line(step) for step in verdict["steps"]]


def _line(step: Mapping[str, Any]) -> Line:
    strict = step["relation"] == ">"
    right = Fraction(step["right"])
    facts = {
        "left": number(Fraction(step["left"])),
        "total": number(Fraction(step["total"])),
        "right": number(right),
        "whole": step["whole"],
        "share": share_in_words(Fraction(step["share"]), strict=strict) if step["what"] != "votes" else "",
    }
    if step["what"] == "votes":
        return Line(_("Did anybody vote for or against?"), _("%(left)s votes for or against") % facts, step["holds"])
    needed = _("Needed: %(share)s of %(total)s.") % facts
    exact = (_("That is more than %(right)s.") if strict else _("That is %(right)s or more.")) % facts
    note = f"{needed} {exact}"
    if right.denominator != 1:
        note += " " + _("In whole votes: %(whole)s or more.") % facts
    if step["what"] == "quorum":
        return Line(_("Do enough members take part?"), _("%(left)s of %(total)s votes") % facts, step["holds"], note)
    return Line(
        _("Are enough votes for it?"),
        _("%(left)s for, of %(total)s") % facts,
        step["holds"],
        f"{note} {MEANING[step['of']]}",
    )
