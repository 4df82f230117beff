"""What is voted on, with which key: the record of an election, read from the very text that was published.

Source: Belenios specification, "Elections".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.credential import ALPHABET
from waardeel.belenios.errors import BadElection, BadRecord
from waardeel.belenios.group import GROUPS, RFC_3526_2048, Group, Table
from waardeel.belenios.numbers import Number
from waardeel.belenios.ranked import Ranking

VERSION = 1
_UUID = re.compile(f"[{ALPHABET}]{{14,}}")
#: Answers of one question; each makes every ballot larger.
MOST_ANSWERS = 100


@dataclass(frozen=True)
class Question:
    """One question with answers of which `least` to `most` may be chosen; with `blank` also none at all.

    Its result is a number for each answer, that of blank votes in front.
    """

    text: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    @property
    def width(self) -> int:
        """How many numbers an answer has."""
        return len(self.answers) + self.blank

    @classmethod
    def read(cls, value: Any, where: str) -> Question:
        """A question of the record. Raises BadRecord."""
        fields = wire.Fields(value, where, required=("answers", "min", "max", "question"), optional=("blank",))
        answers = fields.many("answers")
        if not all(isinstance(answer, str) for answer in answers):
            fields.refuse("An answer that is no text")
        blank = fields.get("blank")
        if blank not in (None, True, False):
            fields.refuse("blank is neither true nor false")
        question = cls(fields.text("question"), tuple(answers), fields.small("min"), fields.small("max"), bool(blank))
        if not (1 <= len(answers) <= MOST_ANSWERS and question.least <= question.most <= len(answers)):
            fields.refuse(f"{question.least} to {question.most} of {len(answers)} answers")
        return question

    def written(self) -> dict[str, Any]:
        return {
            "answers": list(self.answers),
            **({"blank": True} if self.blank else {}),
            "min": self.least,
            "max": self.most,
            "question": self.text,
        }


@dataclass(frozen=True)
class Election:
    """An election as published. `raw` is the record to the byte; its hash is in every ballot and proof."""

    raw: bytes
    uuid: str
    name: str
    group: Group
    key: Number
    questions: tuple[Question | Ranking, ...]

    @classmethod
    def read(cls, raw: bytes) -> Election:
        """The election of a record. Raises BadRecord, BadElection."""
        fields = wire.Fields(
            wire.read(raw, where="the election"),
            "the election",
            required=("version", "description", "name", "group", "public_key", "questions", "uuid"),
            optional=("administrator", "credential_authority"),
        )
        if fields.get("version") != VERSION or fields.get("version") is True:
            fields.refuse(f"Version {fields.get('version')!r:.20} instead of {VERSION}")
        for name in ("description", "administrator", "credential_authority"):
            if fields.get(name) is not None:
                fields.text(name)
        if fields.text("group") not in GROUPS:
            fields.refuse(f"The group {fields.text('group')[:40]!r}, which is not one of {', '.join(GROUPS)},")
        group, uuid = GROUPS[fields.text("group")], fields.text("uuid")
        if not _UUID.fullmatch(uuid):
            fields.refuse(f"The uuid {uuid[:40]!r}")
        key = fields.big("public_key")
        if key == 1 or not group.contains(key):
            fields.refuse("A public key that is no element of the group")
        asked = fields.many("questions")
        if not asked:
            fields.refuse("No question")
        questions = _questions(asked, group)
        return cls(raw, uuid, fields.text("name"), group, key, questions)

    @classmethod
    def make(
        cls,
        *,
        uuid: str,
        name: str,
        group: Group,
        key: Number,
        questions: Sequence[Question | Ranking],
        description: str = "",
        administrator: str = "",
        credential_authority: str = "",
    ) -> Election:
        """A new election. Raises BadElection."""
        try:
            return cls.read(
                wire.written(
                    {
                        "version": VERSION,
                        "description": description,
                        "name": name,
                        "group": group.name,
                        "public_key": str(key),
                        "questions": [question.written() for question in questions],
                        "uuid": uuid,
                        **({"administrator": administrator} if administrator else {}),
                        **({"credential_authority": credential_authority} if credential_authority else {}),
                    }
                )
            )
        except BadRecord as fault:
            raise BadElection(what=str(fault.facts["what"]).lower(), mend="Change the questions.") from fault

    @cached_property
    def ranked(self) -> bool:
        """Whether answers are numbers for all, read one by one after shuffles, and not choices that are added up."""
        return isinstance(self.questions[0], Ranking)

    def widths(self, ballots: int) -> list[int]:
        """Of each question how many ciphertexts its tally has, when so many ballots count."""
        return [ballots if isinstance(each, Ranking) else each.width for each in self.questions]

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the record, which every ballot and proof carries."""
        return wire.fingerprint(self.raw)

    @cached_property
    def of_key(self) -> Table:
        """Powers of the key."""
        return Table(self.group, self.key)

    def bound(self, credential: str) -> str:
        """What the proofs of a ballot begin with: this election and this credential."""
        return f"{self.fingerprint}|{credential}"


def _questions(asked: Sequence[Any], group: Group) -> tuple[Question | Ranking, ...]:
    """All questions, of one kind: ranks need another group, in which choices take seven times as long."""
    ranked = [isinstance(each, dict) and "type" in each for each in asked]
    if not any(ranked):
        return tuple(Question.read(each, f"question {at}") for at, each in enumerate(asked, start=1))
    if not all(ranked):
        raise BadElection(
            what="it has questions with choices and questions with ranks", mend="Hold one election for each kind."
        )
    if group is not RFC_3526_2048:
        raise BadElection(what=f"ranks cannot be written in the group {group.name}", mend=f"Take {RFC_3526_2048.name}.")
    return tuple(Ranking.read(each, f"question {at}") for at, each in enumerate(asked, start=1))
