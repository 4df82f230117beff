"""Who may do what with waves. Nobody may see answers: there is no rule for it."""

from __future__ import annotations

from datetime import date

from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person, Role


def may_measure(person: Person, organisation: Organisation, on: date) -> bool:
    """Open, close and publish waves, and make slips: the impact lead and the secretary."""
    return bool({Role.IMPACT_LEAD, Role.SECRETARY} & people.roles_of(person, organisation, on))
