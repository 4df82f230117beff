"""What a rule pack is, and how a charter's rules are held against its floors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from waardeel.law.verdict import Base, DecisionRules, Majority
from waardeel.methods.errors import InputError

Relation = Literal["at-least", "at-most", "equals", "duty"]
Code = Literal["quorum-missing", "quorum-too-low", "majority-base", "majority-share"]

# Votes cast are never more than those present, and these never more than those of all members.
_NARROW_TO_WIDE: tuple[Base, ...] = get_args(Base)


class UnknownDecision(InputError):
    """A kind of decision that the pack does not tell apart."""

    text = "%(kind)r is not a kind of decision in the rule pack %(pack)s. Choose one of: %(known)s."


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from: the law, with article and source, or a careful choice made here.

    `checked` is False for a rule that nobody has read in the law itself.
    """

    kind: Literal["law", "choice"]
    article: str | None
    source: str | None
    checked: bool
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Rules of decision with their basis; as a floor, the mildest that a charter may choose."""

    rules: DecisionRules
    basis: Basis


@dataclass(frozen=True, slots=True)
class Figure:
    """One more rule of the pack: `value`, exact, in `unit` ("1/10" of the votes), or a duty without any."""

    name: str
    text: str
    relation: Relation
    value: str | None
    unit: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for one kind of decision. `notice`, if known, is in whole days before the meeting."""

    kind: str
    default: Rule
    floor: Rule | None
    notice: Figure | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A floor that rules fall through: which, by what article, and how to mend it.

    `code` lets a face say it in the reader's language; `text` and `mend` say it in English. `checked` False
    means: the floor itself still has to be looked up, so that this is a question for the notary and not yet
    an objection.
    """

    code: Code
    found: str
    floor: str
    text: str
    mend: str
    basis: Basis

    @property
    def article(self) -> str | None:
        return self.basis.article

    @property
    def checked(self) -> bool:
        return self.basis.checked

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "found": self.found,
            "floor": self.floor,
            "text": self.text,
            "mend": self.mend,
            "article": self.article,
            "checked": self.checked,
        }


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules for some legal forms of one country (None: any), from a date until the day before another.

    `valid_from` is the first day for which this pack was made, not the day on which its articles came into
    force. `gaps` names what is not known.
    """

    name: str
    country: str | None
    legal_forms: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    note: str
    gaps: tuple[str, ...]
    decisions: Mapping[str, Decision]
    figures: Mapping[str, Figure]

    def decision(self, kind: str) -> Decision:
        """All about one kind of decision: "ordinary", "statutes" or "dissolution". Raises UnknownDecision."""
        if kind not in self.decisions:
            raise UnknownDecision(kind=kind, pack=self.name, known=", ".join(self.decisions))
        return self.decisions[kind]

    def defaults(self, kind: str) -> DecisionRules:
        """The rules that hold where the charter says nothing. Raises UnknownDecision."""
        return self.decision(kind).default.rules

    def notice_days(self, kind: str) -> int | None:
        """Whole days between notice and meeting; None where no rule is known. Raises UnknownDecision."""
        notice = self.decision(kind).notice
        return None if notice is None or notice.value is None else int(notice.value)

    def check(self, kind: str, rules: DecisionRules) -> list[Problem]:
        """The floors that a charter's rules fall through; empty when there are none. Raises UnknownDecision.

        Rules pass exactly when nothing could be adopted under their majority that fails under the floor's,
        and the same for the quorum: the base is as wide, and the share as high.
        """
        floor = self.decision(kind).floor
        if floor is None:
            return []
        return [*_quorum_problems(rules, floor), *_majority_problems(rules.majority, floor)]


def _quorum_problems(rules: DecisionRules, floor: Rule) -> list[Problem]:
    wanted = floor.rules.quorum
    if wanted is None or (rules.quorum is not None and rules.quorum.share >= wanted.share):
        return []
    needed = f"at least {wanted.share} of the members take part"
    found = "no quorum" if rules.quorum is None else f"at least {rules.quorum.share} of the members take part"
    return [
        Problem(
            code="quorum-missing" if rules.quorum is None else "quorum-too-low",
            found=found,
            floor=needed,
            text=f"The rule is: {found}. The floor is: {needed}.",
            mend=f"Set the quorum to {wanted.share} of the members or more.",
            basis=floor.basis,
        )
    ]


def _majority_problems(rule: Majority, floor: Rule) -> list[Problem]:
    wanted = floor.rules.majority
    found, needed = _in_words(rule), _in_words(wanted)
    problems: list[tuple[Code, str]] = []
    if _NARROW_TO_WIDE.index(rule.base) < _NARROW_TO_WIDE.index(wanted.base):
        problems.append(("majority-base", f"Count over the votes of: {wanted.base}."))
    if (rule.share, rule.strict) < (wanted.share, wanted.strict):
        problems.append(("majority-share", f"Ask for {_share_in_words(wanted)} or a higher share."))
    return [
        Problem(
            code=code,
            found=found,
            floor=needed,
            text=f"The rule is: {found}. The floor is: {needed}.",
            mend=mend,
            basis=floor.basis,
        )
        for code, mend in problems
    ]


def _share_in_words(majority: Majority) -> str:
    return f"{'more than' if majority.strict else 'at least'} {majority.share}"


def _in_words(majority: Majority) -> str:
    return f"{_share_in_words(majority)} of the votes of: {majority.base}"
