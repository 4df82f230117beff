"""Instruments: versioned lists of questions, shipped as data.

Only questions that may be shipped are here: own wording, or an excerpt with acknowledgement that its owner
allows. Scales for which every user must register or pay are never shipped. A file is `<key>-<version>.yaml`
and is not changed once it was used, because published results name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("nl", "fr", "en")
KINDS = ("scale", "words", "yes_no", "number")

Words = Mapping[str, str]
"""A text per language."""


def in_language(words: Words) -> str:
    """The text in the reader's language, else in the first that there is."""
    language = (get_language() or LANGUAGES[0])[:2]
    return next((words[key] for key in (language, *LANGUAGES) if words.get(key)), "")


@dataclass(frozen=True)
class Item:
    """One question. Its answers are whole numbers from ``low`` to ``high``.

    ``kind``: "scale" (buttons with figures), "words" (a button per word), "yes_no" (1 and 0) or "number"
    (typed).
    """

    key: str
    kind: str
    low: int
    high: int
    texts: Words
    source: str
    lowest: Words
    highest: Words
    words: tuple[Words, ...]
    units: Words

    @property
    def text(self) -> str:
        """The question, in the reader's language."""
        return in_language(self.texts)

    @property
    def unit(self) -> str:
        return in_language(self.units)

    @property
    def low_label(self) -> str:
        """What the lowest answer means."""
        return in_language(self.words[0] if self.words else self.lowest)

    @property
    def high_label(self) -> str:
        """What the highest answer means."""
        return in_language(self.words[-1] if self.words else self.highest)

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The answers that can be pressed, with what stands on them; none for a number that is typed."""
        if self.kind == "number":
            return []
        if self.words:
            return [(self.low + i, in_language(word)) for i, word in enumerate(self.words)]
        return [(value, str(value)) for value in range(self.low, self.high + 1)]

    def says(self, value: int) -> str:
        """An answer in words: "7", "Often", "24 hours a week"."""
        if self.words:
            return in_language(self.words[value - self.low])
        return f"{value} {self.unit}".strip()


@dataclass(frozen=True)
class Instrument:
    """A versioned list of questions. ``name`` is how waves and the register call it: "five-questions/1"."""

    key: str
    version: int
    titles: Words
    licence: str
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        return f"{self.key}/{self.version}"

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def item(self, key: str) -> Item:
        """Raises KeyError for a question that is not in it."""
        return {item.key: item for item in self.items}[key]


class BadInstrument(ValueError):
    """An instrument file that cannot be used; the message says where and why."""


def _texts(value: Any, where: str) -> Words:
    if not isinstance(value, dict) or any(not isinstance(value.get(language), str) for language in LANGUAGES):
        raise BadInstrument(f"{where}: give a text in {', '.join(LANGUAGES)}")
    return {language: value[language].strip() for language in LANGUAGES}


def _item(data: Mapping[str, Any], where: str) -> Item:
    where = f"{where}, question {data.get('key')}"
    kind = data.get("kind")
    if kind not in KINDS:
        raise BadInstrument(f"{where}: kind is {kind!r}; choose {', '.join(KINDS)}")
    words = tuple(_texts(word, f"{where}, words") for word in data.get("words", ()))
    if kind == "yes_no":
        words = ({"nl": "Nee", "fr": "Non", "en": "No"}, {"nl": "Ja", "fr": "Oui", "en": "Yes"})
    if kind == "words" and len(words) < 2:
        raise BadInstrument(f"{where}: give at least two words")
    low = {"words": 1, "yes_no": 0}.get(kind, data.get("low"))
    high = {"words": len(words), "yes_no": 1}.get(kind, data.get("high"))
    if not isinstance(low, int) or not isinstance(high, int) or not 0 <= low < high <= 1000:
        raise BadInstrument(f"{where}: give whole numbers low and high, from 0 to 1000")
    if not data.get("source"):
        raise BadInstrument(f"{where}: say where the question comes from")
    return Item(
        key=str(data["key"]),
        kind=kind,
        low=low,
        high=high,
        texts=_texts(data.get("text"), where),
        source=str(data["source"]),
        lowest=_texts(data.get("lowest"), f"{where}, lowest") if kind == "scale" else {},
        highest=_texts(data.get("highest"), f"{where}, highest") if kind == "scale" else {},
        words=words,
        units=_texts(data.get("unit"), f"{where}, unit") if kind == "number" else {},
    )


def read(path: Path) -> Instrument:
    """Read one instrument. Raises BadInstrument."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    instrument = Instrument(
        key=str(data["key"]),
        version=int(data["version"]),
        titles=_texts(data.get("name"), f"{path.name}, name"),
        licence=str(data["licence"]).strip(),
        items=tuple(_item(item, path.name) for item in data["items"]),
    )
    if path.stem != f"{instrument.key}-{instrument.version}":
        raise BadInstrument(f"{path.name}: call the file {instrument.key}-{instrument.version}.yaml")
    if len({item.key for item in instrument.items}) != len(instrument.items):
        raise BadInstrument(f"{path.name}: two questions have the same key")
    return instrument


@cache
def shipped() -> Mapping[str, Instrument]:
    """All instruments that are shipped, by name, in the order of their names."""
    instruments = [read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {instrument.name: instrument for instrument in instruments}
