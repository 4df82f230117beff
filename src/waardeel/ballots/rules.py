"""Who may do what with a poll."""

from __future__ import annotations

from datetime import date, datetime

from waardeel.ballots.models import Poll
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.people.rules import is_secretary


def may_open(person: Person, organisation: Organisation, on: date) -> bool:
    """The secretary puts a question to the vote."""
    return is_secretary(person, organisation, on)


def may_close(person: Person, poll: Poll, now: datetime) -> bool:
    """The secretary closes; after the closing time anybody who belongs may, so that nobody can sit on a
    result.
    """
    day = poll.organisation.day(now)
    if is_secretary(person, poll.organisation, day):
        return True
    return now >= poll.closes_at and (
        people.belongs(person, poll.organisation, day) or poll.voters.filter(person=person).exists()
    )


def may_see_list(person: Person, poll: Poll, now: datetime) -> bool:
    """The secretary sees who may vote and who did, to remind people; never what."""
    return is_secretary(person, poll.organisation, poll.organisation.day(now))
