"""Instruments are complete in three languages, ours to ship, and never change."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from django.utils.translation import override

from waardeel.impact import instruments

GOOD = {
    "key": "test",
    "version": 1,
    "name": {"nl": "n", "fr": "f", "en": "e"},
    "licence": "own",
    "items": [{"key": "q", "kind": "yes_no", "source": "own", "text": {"nl": "Ja?", "fr": "Oui ?", "en": "Yes?"}}],
}


def write(folder: Path, **changes: object) -> Path:
    path = folder / "test-1.yaml"
    path.write_text(yaml.safe_dump({**GOOD, **changes}), encoding="utf-8")
    return path


def test_five_questions_of_which_each_has_bounds_and_a_source():
    five = instruments.shipped()["five-questions/1"]
    assert [(item.key, item.kind, item.low, item.high) for item in five.items] == [
        ("life-satisfaction", "scale", 0, 10),
        ("someone-to-talk-to", "words", 1, 5),
        ("learned-something", "words", 1, 5),
        ("say-here", "words", 1, 5),
        ("hours", "number", 0, 80),
    ]
    assert all(item.source for item in five.items)
    assert "OECD" in five.items[0].source


def test_a_question_speaks_the_language_of_the_reader():
    item = instruments.shipped()["five-questions/1"].items[1]
    with override("nl"):
        assert (item.text, item.says(4)) == ("Heb je mensen met wie je kunt praten?", "Vaak")
    with override("fr"):
        assert (item.low_label, item.high_label) == ("Jamais", "Toujours")


def test_a_shipped_instrument_does_not_change():
    """Published results name it. A better wording is a new file with a new version, and a new line here."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in instruments.FOLDER.glob("*.yaml")}
    assert found == {"five-questions-1.yaml": "3a9edbaac15ffa14e7ed4e6a2961f4f5b72c0f925cb0239191b5790fca96c9dd"}


def test_yes_or_no_is_one_or_zero(tmp_path):
    item = instruments.read(write(tmp_path)).items[0]
    with override("en"):
        assert item.choices == [(0, "No"), (1, "Yes")]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"version": 2}, "call the file test-2.yaml"),
        ({"name": {"nl": "n"}}, "give a text in nl, fr, en"),
        ({"items": GOOD["items"] * 2}, "two questions have the same key"),
        ({"items": [{**GOOD["items"][0], "kind": "stars"}]}, "kind is 'stars'"),
        ({"items": [{**GOOD["items"][0], "source": ""}]}, "say where the question comes from"),
        ({"items": [{**GOOD["items"][0], "kind": "words", "words": []}]}, "at least two words"),
        (
            {"items": [{**GOOD["items"][0], "kind": "number", "low": 5, "high": 5}]},
            "whole numbers low and high",
        ),
    ],
)
def test_a_bad_instrument_is_refused_with_what_is_wrong(tmp_path, changes, problem):
    path = write(tmp_path, **changes)
    with pytest.raises(instruments.BadInstrument, match=problem):
        instruments.read(path)


def test_a_text_that_is_not_there_in_the_language_of_the_reader_is_given_in_another():
    with override("fr"):
        assert instruments.in_language({"en": "How?", "nl": "Hoe?"}) == "Hoe?"
        assert instruments.in_language({"en": "How?"}) == "How?"
        assert instruments.in_language({}) == ""
