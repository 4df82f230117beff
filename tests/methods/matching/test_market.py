"""What a market refuses, and with which words."""

from __future__ import annotations

import pytest

from waardeel.methods.matching.market import (
    BadCosts,
    BadNames,
    BadSeats,
    BadSite,
    Market,
    NamedTwice,
    Site,
    UnknownName,
)

WISHES, SEATS = {"Ann": ["Noord"]}, {"Noord": 1, "Zuid": 1}


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"wishes": {}}, BadNames, "at least one person"),
        ({"wishes": {" ": ["Noord"]}}, BadNames, "' '"),
        ({"sites": [Site("Zuid", ("Noord",))]}, BadNames, "Zuid"),
        ({"wishes": {"Ann": ["Oost"]}}, UnknownName, "The list of Ann names 'Oost', which is no place"),
        ({"wishes": {"Ann": ["Noord", "Noord"]}}, NamedTwice, "Noord"),
        ({"priorities": {"Noord": ["Bo"]}}, UnknownName, "'Bo', which is no person"),
        ({"priorities": {"Oost": ["Ann"]}}, UnknownName, "Oost"),
        ({"priorities": {"Noord": ["Ann", ("Ann",)]}}, NamedTwice, "Ann"),
        ({"seats": {"Noord": -1}}, BadSeats, "-1"),
        ({"seats": {"Noord": True}}, BadSeats, "True"),
        ({"seats": {"Noord": 10**13}}, BadSeats, "Noord"),
        ({"least": {"Noord": 2}}, BadSeats, "2 to 1"),
        ({"costs": {"Ann": [1, 2]}}, BadCosts, "1 wishes"),
        ({"costs": {"Ann": [1.5]}}, BadCosts, "1.5"),
        ({"sites": [Site("A", ("Noord",)), Site("B", ("Noord",))]}, BadSite, "Noord"),
        ({"sites": [Site("A", ("B",)), Site("B", ("A",))]}, BadSite, "itself"),
        ({"sites": [Site("A", ())]}, BadSite, "without places"),
        ({"sites": [Site("A", ("Oost",))]}, UnknownName, "Oost"),
    ],
)
def test_wrong_markets_are_refused_with_what_and_where(changes, error, words):
    with pytest.raises(error, match=words):
        Market.of(**{"wishes": WISHES, "seats": SEATS, **changes})


def test_the_hash_changes_with_everything_that_matters():
    base = {"wishes": {"Ann": ["Noord", "Zuid"], "Bo": ["Zuid"]}, "seats": {"Noord": 1, "Zuid": 1}}
    variants = [
        {},
        {"wishes": {"Ann": ["Zuid", "Noord"], "Bo": ["Zuid"]}},
        {"seats": {"Noord": 2, "Zuid": 1}},
        {"priorities": {"Noord": ["Ann", "Bo"]}},
        {"priorities": {"Noord": [("Ann", "Bo")]}},
        {"priorities": {"Zuid": [("Ann", "Bo")]}},
        {"least": {"Noord": 1}},
        {"sites": [Site("A", ("Noord",), 1)]},
        {"sites": [Site("A", ("Zuid",), 1)]},
        {"costs": {"Ann": [1, 2], "Bo": [3]}},
        {"costs": {"Ann": [1, 2], "Bo": [4]}},
    ]
    assert len({Market.of(**{**base, **variant}).input_hash for variant in variants}) == len(variants)
