"""Texts of proposals and decisions: made tidy, checked, and named by their hash."""

from __future__ import annotations

import hashlib

from waardeel import canonical_json
from waardeel.assembly.errors import Empty, TooLong


def text_hash(title: str, plain_text: str, legal_text: str) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of a text, as hex.

    The register holds this and not the text, which may have to go one day; whoever has the text can show that
    it is the one that was decided.
    """
    text = {"legal": legal_text, "plain": plain_text, "title": title}
    return hashlib.sha256(canonical_json.dumps(text)).hexdigest()


def clean(field: str, text: str, most: int, *, empty: bool = False) -> str:
    """The text without NUL bytes and outer space. Raises Empty, TooLong at this field."""
    # The same line ends from every browser, so that the same words have the same hash.
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text and not empty:
        raise Empty(field=field)
    if len(text) > most:
        raise TooLong(field=field, length=len(text), most=most)
    return text


def checked(title: str, plain_text: str, legal_text: str) -> tuple[str, str, str]:
    """The three texts of a proposal, made tidy. Raises Empty, TooLong."""
    return (
        clean("title", " ".join(title.split()), 150),
        clean("plain_text", plain_text, 5000),
        clean("legal_text", legal_text, 20000, empty=True),
    )
