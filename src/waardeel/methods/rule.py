"""The door of every family: rules by name, with what they take, what can be set and where they come from."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from waardeel.methods.errors import InputError
from waardeel.methods.result import Result
from waardeel.methods.words import Text


class UnknownRule(InputError):
    """A rule that this family does not have."""

    text = "There is no rule %(name)r among the ways of %(family)s. Choose one of: %(known)s.%(near)s"


class UnknownOption(InputError):
    """An option that this rule does not have."""

    text = "The rule %(rule)r has no option %(name)r. It has: %(known)s."


class BadOption(InputError):
    """A value that this option cannot have."""

    text = "The option %(name)s is %(value)r. Expected %(expected)s."


class WrongInput(InputError):
    """A rule was given another kind of ballots than it counts."""

    text = "The rule %(rule)r counts %(takes)s and was given %(given)s."


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be set on a rule. `kind` is int, bool, str or Fraction; `choices` narrows a str.

    `least` is the smallest number that is allowed. None is always the way to say "not set" where the default
    is None.
    """

    name: str
    kind: type
    default: Any
    help: Text
    choices: tuple[str, ...] = ()
    least: int | None = None

    @property
    def expected(self) -> str:
        """What may stand here, in plain English."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = {int: "a whole number", bool: "true or false", Fraction: "a number such as 3 or 2/3"}
        least = "" if self.least is None else f" of {self.least} or more"
        return words.get(self.kind, "a text") + least

    def checked(self, value: Any) -> Any:
        """`value`, when this option can have it. Raises BadOption otherwise."""
        if value is None and self.default is None:
            return None
        if self.kind is Fraction and isinstance(value, int) and not isinstance(value, bool):
            value = Fraction(value)
        fits = type(value) is self.kind
        if not fits or (self.choices and value not in self.choices) or (self.least is not None and value < self.least):
            raise BadOption(name=self.name, value=value, expected=self.expected)
        return value

    def read(self, text: str) -> Any:
        """The value that a text on the command line or in a form means. Raises BadOption."""
        try:
            if self.kind is bool:
                return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]
            return self.checked(self.kind(text))
        except (KeyError, ValueError, ZeroDivisionError):
            raise BadOption(name=self.name, value=text, expected=self.expected) from None


@dataclass(frozen=True, slots=True)
class Rule:
    """One method: its name in every file and address, what it means in plain words, and the function.

    `run(problem, **options)` gets every option, checked; it returns a Result (or a subclass). `takes` is the class
    of problem that it decides. `sources` name the paper, law or standard that defines it.
    """

    name: str
    version: str
    title: Text
    summary: Text
    sources: tuple[str, ...]
    takes: type
    run: Callable[..., Result]
    options: tuple[Option, ...] = ()

    def __call__(self, problem: Any, **options: Any) -> Result:
        """Decide. Raises WrongInput, UnknownOption, BadOption and what the rule itself refuses (InputError)."""
        if not isinstance(problem, self.takes):
            raise WrongInput(rule=self.name, takes=self.takes.__name__, given=type(problem).__name__)
        known = {option.name: option for option in self.options}
        for name in options:
            if name not in known:
                raise UnknownOption(rule=self.name, name=name, known=", ".join(known) or "none")
        values = {name: option.checked(options.get(name, option.default)) for name, option in known.items()}
        return self.run(problem, **values)


class Family(Mapping[str, Rule]):
    """All rules of one family by name: `FAMILY["scottish"](rankings, seats=3)`."""

    def __init__(self, name: str, rules: Iterable[Rule]) -> None:
        self.name = name
        self._rules = {rule.name: rule for rule in rules}

    def __getitem__(self, name: str) -> Rule:
        """The rule of that name. Raises UnknownRule (also a KeyError, as a mapping should)."""
        try:
            return self._rules[name]
        except KeyError:
            near = difflib.get_close_matches(name, self._rules, n=1)
            raise _NoSuchRule(
                name=name,
                family=self.name,
                known=", ".join(self._rules),
                near=f" Did you mean {near[0]!r}?" if near else "",
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)


class _NoSuchRule(UnknownRule, KeyError):
    """UnknownRule that a mapping may raise."""

    def __str__(self) -> str:
        return self.text % self.facts
