"""Who may do what with persons, organisations and memberships."""

from __future__ import annotations

from datetime import date

from waardeel.people import queries
from waardeel.people.models import Organisation, Person, Role


def is_secretary(person: Person, organisation: Organisation, on: date) -> bool:
    """Answers for the law and the members' list."""
    return Role.SECRETARY in queries.roles_of(person, organisation, on)


def may_manage_members(person: Person, organisation: Organisation, on: date) -> bool:
    return is_secretary(person, organisation, on)
