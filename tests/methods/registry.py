"""Every family of decision methods that there is, found by looking into the packages of the room."""

from __future__ import annotations

import importlib
import pkgutil

import waardeel.methods
from waardeel.methods.rule import Family


def families() -> dict[str, Family]:
    """Families by name. Fails for two of one name."""
    found: dict[str, Family] = {}
    for module in pkgutil.iter_modules(waardeel.methods.__path__, "waardeel.methods."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Family) and found.setdefault(value.name, value) is not value:
                raise AssertionError(f"two families are called {value.name}")
    return found


FAMILIES = families()
