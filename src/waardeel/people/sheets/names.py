"""Words compared as people compare them."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The same word without accents, capitals and signs: "É-mail adres" becomes "emailadres"."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in bare if character.isalnum())


def alike(one: str, other: str) -> bool:
    """Whether two names are the same but for accents, capitals, spaces and points."""
    return folded(one) == folded(other)
