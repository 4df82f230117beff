"""Small tools that the tests of people share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from waardeel.house.errors import NotAllowed
from waardeel.people import domain
from waardeel.people.models import Membership, Organisation, Person
from waardeel.register.models import Entry


def kinds(organisation: Organisation, count: int = 1) -> list[str]:
    """Kinds of the last entries of an organisation's record, oldest first."""
    rows = Entry.objects.filter(log_id=organisation.pk).order_by("-n")[:count]
    return [entry.kind for entry in rows][::-1]


def last(organisation: Organisation) -> Entry:
    return Entry.objects.filter(log_id=organisation.pk).order_by("-n").first()


def membership(person: Person, organisation: Organisation) -> Membership:
    return Membership.objects.get(person=person, organisation=organisation)


def nobody_but(secretary: Person, others: list[Person], call: Callable[[Person], Any]) -> None:
    """None of these others may do it, and nothing is recorded of their trying; the secretary may."""
    before = Entry.objects.count()
    for person in others:
        with pytest.raises(NotAllowed):
            call(person)
    assert Entry.objects.count() == before
    call(secretary)


def no_names(world: Any) -> None:
    """No name or address of anybody stands in the public part of any entry."""
    names = [name for person in Person.objects.all() for name in (person.name, person.email) if name]
    for entry in Entry.objects.all():
        for name in names:
            assert name not in entry.body, (entry.kind, name)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment, each on a connection of its own. Returns results or errors, in order."""
    results: list[Any] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(index: int, call: Callable[[], Any]) -> None:
        close_old_connections()
        barrier.wait()
        try:
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def questions(client: Any, path: str) -> int:
    """How many questions to the database a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def upload(world: Any, text: str | bytes, by: Person | None = None) -> Any:
    """A members' list of the cooperative, read and not yet imported."""
    content = text if isinstance(text, bytes) else text.encode()
    return domain.start_import(
        id=uuid4(),
        organisation=world.coop,
        by=by or world.alice,
        now=world.now,
        file_name="list.csv",
        content=content,
    )


def outcomes(draft: Any) -> list[str]:
    return [row["outcome"] for row in draft.rows]


def problems(draft: Any) -> list[tuple[int, str, str]]:
    """(row, column, what is wrong) of every bad cell."""
    return [(row["row"], column, code) for row in draft.rows for column, code, _facts in row["problems"]]
