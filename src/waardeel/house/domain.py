"""Acts: the one way in which the world changes.

A domain function is wrapped in `act`, with the kinds of entry it writes in the register. The wrapper opens
the transaction and refuses, by rolling back, an act that left no entry. So "every change is on the record"
is not a habit but a property of the house.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from waardeel.house.errors import AlreadyDone, NotRecorded

F = TypeVar("F", bound=Callable[..., Any])
M = TypeVar("M", bound=models.Model)

_recorded: ContextVar[set[str] | None] = ContextVar("recorded", default=None)

#: Names of the acts that ran in this process; tests ask it which promises were never put to the test.
performed: set[str] = set()


def note_recorded(kind: str) -> None:
    """Tell the act that is going on that an entry of this kind was written (called by `record` alone)."""
    kinds = _recorded.get()
    if kinds is not None:
        kinds.add(kind)


class act:
    """Wrap a domain function: one transaction, keyword-only arguments, and an entry in the register.

    `act("poll.opened")` names the kinds the function may record; at least one must have been recorded when
    it returns. `act.unrecorded("reason")` is for the few acts that leave no trace on purpose.

    Raises NotRecorded (and rolls back) when the function broke that promise; TypeError at import when the
    function takes positional arguments.
    """

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds
        self.reason = ""

    @classmethod
    def unrecorded(cls, reason: str) -> act:
        self = cls()
        self.reason = reason
        return self

    def __call__(self, function: F) -> F:
        if not self.kinds and not self.reason:
            raise TypeError(f"{function.__name__}: name the kinds it records, or say why it records none")
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                raise TypeError(f"{function.__name__}: {parameter.name} must be keyword-only")

        @functools.wraps(function)
        def wrapper(**kwargs: Any) -> Any:
            seen: set[str] = set()
            token = _recorded.set(seen)
            try:
                with transaction.atomic():
                    result = function(**kwargs)
                    if self.kinds and not seen.intersection(self.kinds):
                        raise NotRecorded(f"{function.__name__} recorded none of {', '.join(self.kinds)}")
            finally:
                _recorded.reset(token)
                # An act inside an act: what the inner one recorded counts for the outer one too.
                for kind in seen:
                    note_recorded(kind)
            performed.add(f"{function.__module__}.{function.__name__}")
            return result

        wrapper.act = self  # type: ignore[attr-defined]
        return wrapper  # type: ignore[return-value]


def once(model: type[M], id: UUID) -> None:
    """Refuse to make a thing that exists: the same form was sent twice.

    Raises AlreadyDone with the existing thing. Two at the very same moment meet the primary key instead.
    """
    existing = model._default_manager.filter(pk=id).first()
    if existing is not None:
        raise AlreadyDone(existing)


def locked(thing: M) -> M:
    """The same row, read anew and held until the end of the transaction.

    Every act that changes the state of a thing begins with this, so that of two people who do it at once
    the second sees what the first did.
    """
    return type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
