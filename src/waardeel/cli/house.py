"""Commands that need the house: its settings and its database."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import ModuleType


def with_register(act: Callable[[ModuleType], int]) -> int:
    """Run an act with `waardeel.register.queries`, and say in one line what is wrong when that cannot be
    reached.

    Django is loaded here and not before, so that the other commands work without it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waardeel.web.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        django.setup()
        from waardeel.register import queries

        return act(queries)
    except ImproperlyConfigured as error:
        return fail(f"The settings are not complete: {error}")
    except DatabaseError as error:
        return fail(f"The database cannot be read ({error}). Was it set up? `make setup` does that.")


def fail(message: str) -> int:
    """Say what is wrong; the exit code for it."""
    print(message, file=sys.stderr)
    return 1
