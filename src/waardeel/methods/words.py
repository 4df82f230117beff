"""Sentences in the three languages of the house, with places for facts.

A place is `{name}`, or `{name:|vote|votes}`, which picks the singular or plural that fits the number `name`.
Names are said as they are, lists are joined ("A, B and C"), numbers get the separators of the language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from waardeel.methods.exact import rounded

Language = Literal["nl", "fr", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "fr", "en")

_PLACE = re.compile(r"\{(\w+)(?::\|([^|{}]*)\|([^|{}]*))?\}")
_AND = {"nl": "en", "fr": "et", "en": "and"}
#: Separators of thousands and of decimals. French takes a narrow space that does not break.
_MARKS = {"nl": (".", ","), "fr": ("\u202f", ","), "en": (",", ".")}
_YES = {"nl": ("ja", "nee"), "fr": ("oui", "non"), "en": ("yes", "no")}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Dutch (B1), French and English."""

    nl: str
    fr: str
    en: str

    def in_(self, language: Language, **facts: Any) -> str:
        """The text in one language with its places filled. Raises KeyError for a fact that is not given."""
        text: str = getattr(self, language)
        return _PLACE.sub(lambda place: _filled(place, facts, language), text) if facts else text

    def places(self, language: Language) -> frozenset[str]:
        """The names of the facts that this language asks for."""
        return _places(getattr(self, language))


@cache  # there are as many texts as the code has sentences
def _places(text: str) -> frozenset[str]:
    return frozenset(place[1] for place in _PLACE.finditer(text))


def number(value: float | Fraction | Decimal, language: Language) -> str:
    """A number as people of that language write it; exact where that is readable, else four decimals after ≈.

    Decimals keep their own number of places (12.50000 says how exact a rule counts).
    """
    if isinstance(value, float):
        raise TypeError("a float has no place in a sentence: round it to a Decimal first")
    if isinstance(value, Fraction) and value.denominator != 1:
        places = _decimal_places(value.denominator)
        if places is None or places > 6:
            if max(value.denominator, abs(value.numerator)) < 1000:
                return f"{value.numerator}/{value.denominator}"
            return "≈ " + number(rounded(value, 4), language)
        value = rounded(value, places)
    thousands, point = _MARKS[language]
    plain = f"{int(value):,d}" if not isinstance(value, Decimal) else f"{value:,f}"
    return plain.replace(",", "\0").replace(".", point).replace("\0", thousands)


def listed(names: Sequence[str], language: Language) -> str:
    """ "A, B and C"; nothing for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {_AND[language]} {names[-1]}"


def percentage(share: Fraction, language: Language, places: int = 1) -> str:
    """A share of one as a percentage: 1/3 gives "33.3 %" in English."""
    return number(rounded(share * 100, places), language) + " %"


def said(value: Any, language: Language) -> str:
    """One fact in words. Raises TypeError for what cannot be said (floats, mappings)."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _YES[language][0 if value else 1]
    if isinstance(value, str):
        return value
    if isinstance(value, int | Fraction | Decimal):
        return number(value, language)
    if isinstance(value, Sequence):
        return listed([said(item, language) for item in value], language)
    raise TypeError(f"{type(value).__name__} cannot be said")


def _filled(place: re.Match[str], facts: Mapping[str, Any], language: Language) -> str:
    value = facts[place[1]]
    if place[2] is None:
        return said(value, language)
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = len(value)
    # French counts everything below two as one; Dutch and English only one itself.
    single = abs(value) < 2 if language == "fr" else abs(value) == 1
    return place[2] if single else place[3]


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator needs; None where they never end."""
    places = 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        places = max(places, power)
    return places if denominator == 1 else None
