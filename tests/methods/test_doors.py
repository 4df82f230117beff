"""What every rule of every family promises, whoever wrote it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from tests.methods.problems import ASKED, problem_for
from tests.methods.registry import FAMILIES
from waardeel import canonical_json
from waardeel.methods.result import Result
from waardeel.methods.rule import Family, Option, Rule
from waardeel.methods.words import LANGUAGES, Text

RULES = [(family, rule) for family in FAMILIES.values() for rule in family.values()]
EVERY_RULE = pytest.mark.parametrize(
    ("family", "rule"), RULES, ids=[f"{family.name}-{rule.name}" for family, rule in RULES]
)
#: Said wherever a rule has such an option, so that no tie stops the count.
CHANCE = {"lots_seed": "drawn on Sunday", "seed": "drawn on Sunday"}


def as_it_comes(lines: Sequence[Any]) -> Sequence[Any]:
    return lines


def shuffled(lines: Sequence[Any]) -> Sequence[Any]:
    return random.Random(3).sample(lines, len(lines))


def options_for(family: Family, rule: Rule) -> dict[str, Any]:
    known = {option.name for option in rule.options}
    return {**{name: text for name, text in CHANCE.items() if name in known}, **ASKED.get((family.name, rule.name), {})}


def decided(family: Family, rule: Rule, order=as_it_comes) -> Result:
    return rule(problem_for(family.name, rule, order), **options_for(family, rule))


@cache
def decided_once(family: str, rule: str) -> Result:
    """The result that the tests look at."""
    return decided(FAMILIES[family], FAMILIES[family][rule])


def numbers_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from numbers_in(item)
    else:
        yield value


def is_said(text: Text) -> bool:
    return all(getattr(text, language).strip() for language in LANGUAGES)


def test_all_families_are_found():
    assert set(FAMILIES) == {"voting", "budgeting", "sortition", "opinion", "matching", "division"}
    assert all(len(family) for family in FAMILIES.values())


@EVERY_RULE
def test_a_rule_says_what_it_is_in_three_languages_and_where_it_comes_from(family: Family, rule: Rule):
    assert family[rule.name] is rule
    assert rule.name == rule.name.lower().replace("_", "-").replace(" ", "-")
    assert is_said(rule.title)
    assert is_said(rule.summary)
    assert len({rule.summary.nl, rule.summary.fr, rule.summary.en}) == 3, "the summary is not translated"
    assert rule.version
    assert rule.sources
    assert all(source.strip() for source in rule.sources)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_no_two_rules_of_a_family_have_one_title(family: Family):
    for language in LANGUAGES:
        titles = [getattr(rule.title, language) for rule in family.values()]
        assert len(set(titles)) == len(titles)


@EVERY_RULE
def test_what_can_be_set_is_explained_and_its_standard_value_is_allowed(family: Family, rule: Rule):
    assert len({option.name for option in rule.options}) == len(rule.options)
    for option in rule.options:
        assert isinstance(option, Option)
        assert option.name.isidentifier()
        assert is_said(option.help), option.name
        assert option.checked(option.default) == option.default


@EVERY_RULE
def test_a_result_names_its_rule_its_input_and_what_was_set(family: Family, rule: Rule):
    result = decided_once(family.name, rule.name)
    assert (result.family, result.rule, result.version) == (family.name, rule.name, rule.version)
    assert result.input_hash.startswith("sha256:")
    assert len(result.input_hash) == len("sha256:") + 64
    asked = options_for(family, rule)
    assert {name: result.options[name] for name in asked} == asked
    assert len(set(result.winners)) == len(result.winners)


@EVERY_RULE
def test_every_step_can_be_said_in_three_languages(family: Family, rule: Rule):
    result = decided_once(family.name, rule.name)
    assert result.steps, "a result explains itself"
    for language in LANGUAGES:
        said = result.sentences(language)
        assert len(said) == len(result.steps)
        assert all(sentence.strip() and "{" not in sentence for sentence in said)
    assert result.sentences("nl") != result.sentences("en") != result.sentences("fr")


@EVERY_RULE
def test_the_same_input_gives_the_same_bytes(family: Family, rule: Rule):
    assert decided(family, rule).to_bytes() == decided_once(family.name, rule.name).to_bytes()


@EVERY_RULE
def test_the_order_of_lines_does_not_matter(family: Family, rule: Rule):
    assert decided(family, rule, shuffled).to_bytes() == decided_once(family.name, rule.name).to_bytes()


@EVERY_RULE
def test_a_result_holds_no_floats_and_is_read_back_as_it_was_written(family: Family, rule: Rule):
    result = decided_once(family.name, rule.name)
    found = list(numbers_in(result.to_json()))
    assert not [value for value in found if isinstance(value, float | Fraction | Decimal)]
    assert canonical_json.dumps(canonical_json.loads(result.to_bytes())) == result.to_bytes()


@EVERY_RULE
def test_a_result_cannot_be_changed(family: Family, rule: Rule):
    result = decided_once(family.name, rule.name)
    with pytest.raises(AttributeError):
        result.winners = ()
    with pytest.raises(TypeError):
        result.facts["another"] = 1
