"""Who may do what with work: small named predicates. ``on`` is the day at the organisation concerned."""

from __future__ import annotations

from datetime import date

from waardeel.people import queries as people
from waardeel.people.models import Organisation, OrganisationRole, Person, Role
from waardeel.work import queries
from waardeel.work.models import Evidence, Partnership, Sighting

#: They plan the work of a city.
OFFICERS = frozenset({Role.BUYER, Role.CONTRACT_MANAGER, Role.SECRETARY})
#: They speak for an organisation towards its partners.
SPEAKERS = frozenset({Role.CONTRACT_MANAGER, Role.SECRETARY})


def is_city(organisation: Organisation) -> bool:
    """Whether work left undone can be reported to this organisation."""
    return organisation.roles.filter(role=OrganisationRole.Role.CITY).exists()


def may_report(person: Person, city: Organisation, on: date) -> bool:
    """Street workers report what they see."""
    return Role.STREET_WORKER in people.roles_of(person, city, on)


def may_plan(person: Person, city: Organisation, on: date) -> bool:
    """Officers of the city bundle, open and close."""
    return bool(OFFICERS & people.roles_of(person, city, on))


def may_see_sightings(person: Person | None, city: Organisation, on: date) -> bool:
    """People of the city and of its partners see sightings whole, with photo and note."""
    return person is not None and queries.cities_open_to(person, on).filter(pk=city.pk).exists()


def may_close_sighting(person: Person, sighting: Sighting, on: date) -> bool:
    """Officers of the city, and whoever reported it."""
    return sighting.reporter_id == person.pk or may_plan(person, sighting.organisation, on)


def may_remove_photo(person: Person, sighting: Sighting, on: date) -> bool:
    """Whoever may report to the city or plan for it: a face in a photo must not wait for one person."""
    city = sighting.organisation
    return sighting.reporter_id == person.pk or may_report(person, city, on) or may_plan(person, city, on)


def may_propose(person: Person, organisation: Organisation, on: date) -> bool:
    """Any member may bring work before the members."""
    return people.is_member(person, organisation, on)


def may_speak_for(person: Person, organisation: Organisation, on: date) -> bool:
    """Secretary and contract manager speak for their organisation in a partnership."""
    return bool(SPEAKERS & people.roles_of(person, organisation, on))


def may_speak_in(person: Person, partnership: Partnership, organisation: Organisation, on: date) -> bool:
    """Speaks for an organisation that is a party of this partnership."""
    return partnership.parties.filter(organisation=organisation).exists() and may_speak_for(person, organisation, on)


def may_see_partnership(person: Person | None, partnership: Partnership, on: date) -> bool:
    """A partnership that began is public; one on offer is for its parties alone."""
    return partnership.began_at is not None or of_a_party(person, partnership, on)


def of_a_party(person: Person | None, partnership: Partnership, on: date) -> bool:
    """Whether somebody is, in any way, of one of the parties."""
    return (
        person is not None and partnership.parties.filter(organisation__in=people.organisations_of(person, on)).exists()
    )


def may_judge(person: Person, organisation: Organisation, evidence: Evidence, on: date) -> bool:
    """Evidence is looked at by another party than the one that promised, and never by who sent it in."""
    commitment = evidence.commitment
    return (
        commitment.party.organisation_id != organisation.pk
        and evidence.submitted_by_id != person.pk
        and commitment.partnership.parties.filter(organisation=organisation).exists()
        and may_speak_for(person, organisation, on)
    )
