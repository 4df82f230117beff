"""What every decision method gives back: who or what was chosen, and every step that led there, as data.

A result is immutable and can be written down in one way only (`to_bytes`, RFC 8785), so that anyone who counts
again with the same input, rule and seed gets the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from waardeel import canonical_json
from waardeel.methods.words import Language, Text

#: What every result says in `to_json`; what a family adds has other names.
_OWN_KEYS = frozenset({"family", "rule", "version", "input", "options", "winners", "ties", "steps"})


#: What cannot be changed and holds nothing that could.
_SCALARS = {int, str, bool, Fraction, Decimal, type(None)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A kind of step and how it is said: `ELECTED(name="Ann", votes=12)` makes the step.

    `kind` is "<rule or family>.<what happened>" and part of the published record: never reuse one for
    something else.
    """

    kind: str
    text: Text

    def __call__(self, **facts: Any) -> Step:
        """The step with these facts. Raises ValueError when a language asks for a fact that is not given."""
        missing = self.text.places("en") - facts.keys()
        if missing or "kind" in facts:
            raise ValueError(f"{self.kind} needs {', '.join(sorted(missing)) or 'another name than kind'}")
        return Step(self, frozen(facts))


def sentence(kind: str, *, nl: str, fr: str, en: str) -> Sentence:
    """Short for `Sentence(kind, Text(...))`."""
    return Sentence(kind, Text(nl=nl, fr=fr, en=en))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a count. `facts` may hold more than its sentence says."""

    sentence: Sentence
    facts: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return self.sentence.kind

    def say(self, language: Language) -> str:
        """The step in words."""
        return self.sentence.text.in_(language, **self.facts)

    def to_json(self) -> dict[str, Any]:
        """`{"kind": "stv.elected", "name": "Ann", "votes": "12"}`."""
        return {"kind": self.kind, **plain(self.facts)}


@dataclass(frozen=True, slots=True)
class Tie:
    """Things that stood equal where one had to go first, and what decided.

    `about` says what for ("elect", "exclude", "select"); `by` says what decided ("earlier-stage", "lot",
    "lowest-cost", "most-votes", "order"); `chosen` are those it fell on.
    """

    about: str
    among: tuple[str, ...]
    by: str
    chosen: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"about": self.about, "among": list(self.among), "by": self.by, "chosen": list(self.chosen)}


@dataclass(frozen=True)
class Result:
    """The outcome of one method on one input.

    `winners` are names or ids as the input has them, in the order in which they won. `version` rises when the
    same input could give another outcome or other steps. `options` are the rule's settings, seed and lots
    included. `facts` hold what the family adds (tallies, quota, payments, probabilities); each family says what.
    No floats anywhere: exact numbers are int, Fraction or Decimal.
    """

    family: str
    rule: str
    version: str
    winners: tuple[str, ...]
    input_hash: str
    steps: tuple[Step, ...] = ()
    ties: tuple[Tie, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if taken := _OWN_KEYS.intersection(self.facts):
            raise ValueError(f"facts may not be called {', '.join(sorted(taken))}")
        object.__setattr__(self, "winners", tuple(self.winners))
        object.__setattr__(self, "steps", tuple(self.steps))
        object.__setattr__(self, "ties", tuple(self.ties))
        object.__setattr__(self, "options", frozen(self.options))
        object.__setattr__(self, "facts", frozen(self.facts))

    def sentences(self, language: Language) -> tuple[str, ...]:
        """Every step in words, in order."""
        return tuple(step.say(language) for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """JSON without floats; equal results give equal objects."""
        return {
            "family": self.family,
            "rule": self.rule,
            "version": self.version,
            "input": self.input_hash,
            "options": plain(self.options),
            "winners": list(self.winners),
            "ties": [tie.to_json() for tie in self.ties],
            "steps": [step.to_json() for step in self.steps],
            **plain(self.facts),
        }

    def to_bytes(self) -> bytes:
        """The one way to write this result down (RFC 8785)."""
        return canonical_json.dumps(self.to_json())


def frozen(value: Any) -> Any:
    """`value` with its mappings read-only and its lists as tuples, all the way down."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        if _SCALARS.issuperset(map(type, value)):  # long columns of numbers, at once
            return tuple(value)
        return tuple(frozen(item) for item in value)
    return value


def plain(value: Any) -> Any:
    """`value` as JSON: exact fractions and decimals as text, whole numbers as numbers.

    Raises TypeError for floats and for anything else that has no exact writing.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= canonical_json.MAX_INTEGER else str(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no exact writing in a result")


def hash_of(name: str, header: Any, lines: Iterable[bytes]) -> str:
    """The hash of an input: "sha256:" and SHA-256 over its name, its header and its sorted lines.

    Each stands on a line of its own (the header as canonical JSON). Sorting makes the order of ballots
    irrelevant; a line must therefore hold all that matters about one ballot, its weight included.
    """
    digest = hashlib.sha256()
    digest.update(name.encode() + b"\n" + canonical_json.dumps(plain(header)) + b"\n")
    digest.update(b"\n".join(sorted(lines)))
    return f"sha256:{digest.hexdigest()}"
