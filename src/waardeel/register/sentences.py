"""What an entry says in words: each room tells how its kinds of entry read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def tell(sentences: Mapping[str, str | Promise]) -> None:
    """Say how kinds of entry read, as sentences with the public facts as named placeholders.

    Called once by each room when the house starts. Raises ValueError when two rooms claim one kind.
    """
    for kind, sentence in sentences.items():
        if kind in _sentences and _sentences[kind] is not sentence:
            raise ValueError(f"two rooms tell what {kind} means")
        _sentences[kind] = sentence


def told() -> frozenset[str]:
    """The kinds that have a sentence."""
    return frozenset(_sentences)


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        # An old entry may lack a fact that today's sentence names; it must stay readable.
        return "…"


def sentence_of(kind: str, public: Mapping[str, Any], language: str) -> str:
    """An entry in words, in the reader's language. A fact given per language ({"nl": ...}) is taken in theirs."""
    template = _sentences.get(kind)
    if template is None:
        return kind
    facts = _Facts()
    for key, value in public.items():
        facts[key] = (
            value.get(language) or next(iter(value.values()), "")
            if isinstance(value, dict) and value and all(isinstance(item, str) for item in value.values())
            else value
        )
    return str(template) % facts


def kinds_that_say(text: str) -> list[str]:
    """The kinds whose sentence, in the reader's language, holds this text."""
    wanted = text.casefold()
    return [kind for kind, sentence in _sentences.items() if wanted in str(sentence).casefold()]
