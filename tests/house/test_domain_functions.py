"""Every public domain function is an act, and every act was seen to keep its promise to record.

The wrapper (`house.domain.act`) rolls back an act that leaves no entry of the kinds that it names. So it is
enough that each one is wrapped, and that each one really ran: the demo city plays them all.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

import waardeel
from waardeel.house import domain
from waardeel.register.models import Entry
from waardeel.register.sentences import told

#: Public functions of a door that change nothing by themselves, or are the tool with which acts write.
NOT_ACTS = {
    "waardeel.assembly.domain.text_hash": "pure",
    "waardeel.ballots.domain.new_code": "pure",
    "waardeel.house.domain.locked": "reads a row and holds it",
    "waardeel.house.domain.note_recorded": "is how `record` tells the act",
    "waardeel.house.domain.once": "reads",
    "waardeel.register.domain.plain": "pure",
    "waardeel.register.domain.record": "is what acts write with",
    "waardeel.register.domain.record_many": "is what acts write with",
    "waardeel.register.domain.subtrees": "pure",
}


def domain_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """What the domains of the rooms offer: the public functions of every module or folder called ``domain``."""
    for found in pkgutil.walk_packages(waardeel.__path__, "waardeel."):
        if found.name.rpartition(".")[2] != "domain":
            continue
        module = importlib.import_module(found.name)
        offered = getattr(module, "__all__", None)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ or function.__module__.startswith(f"{module.__name__}.")
            if own and not name.startswith("_") and (offered is None or name in offered):
                yield f"{module.__name__}.{name}", function


def acts_anywhere() -> set[str]:
    """Every act in the house, wherever it is written."""
    found = set()
    for module in pkgutil.walk_packages(waardeel.__path__, "waardeel."):
        if "domain" in module.name.split("."):
            for _name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
                if hasattr(function, "act"):
                    found.add(f"{function.__module__}.{function.__name__}")
    return found


FUNCTIONS = dict(domain_functions())
ACTS = {name: function for name, function in FUNCTIONS.items() if hasattr(function, "act")}


def test_there_are_acts_in_every_room() -> None:
    rooms = {name.split(".")[1] for name in ACTS}
    assert rooms == {"people", "register", "ballots", "assembly", "work", "impact"}


def test_every_act_stands_at_the_door_of_its_room() -> None:
    at_the_door = {f"{function.__module__}.{function.__name__}" for function in ACTS.values()}
    assert sorted(acts_anywhere() - at_the_door) == [], "offer them in __all__ of the domain"


def test_every_public_domain_function_is_an_act() -> None:
    others = {name for name in FUNCTIONS if name not in ACTS}
    assert sorted(others - set(NOT_ACTS)) == [], "wrap them in @act, or make them private"
    assert sorted(set(NOT_ACTS) - others) == [], "these are gone: take them off the list"


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_explains_itself(name: str) -> None:
    assert (inspect.getdoc(ACTS[name]) or "").strip(), "say what it means, and which errors it raises"


def test_every_kind_of_entry_can_be_read_in_words() -> None:
    kinds = {kind for function in ACTS.values() for kind in function.act.kinds}  # type: ignore[attr-defined]
    assert sorted(kinds - told()) == [], "add a sentence to entries.py of the room"


@pytest.mark.slow
def test_every_act_was_seen_to_record(empty_house: None) -> None:
    domain.performed.clear()
    call_command("demo", day=date(2026, 11, 23), verbosity=0)
    assert sorted(acts_anywhere() - domain.performed) == [], "let the demo city play them (web/demo)"
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert sorted(kinds ^ told()) == [], "a kind without a sentence, or a sentence that no act needs"
