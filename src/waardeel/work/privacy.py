"""What this room holds on a person (see `people.privacy`)."""

from __future__ import annotations

from typing import Any

from waardeel.people.models import Person


def export_work(person: Person) -> dict[str, Any]:
    """Reports that somebody made, and evidence that they sent in or looked at."""
    return {
        "sightings": [
            {
                "organisation": sighting.organisation.name,
                "category": sighting.category,
                "place": sighting.place,
                "note": sighting.note,
                "photo": bool(sighting.photo),
                "reported_at": sighting.reported_at,
            }
            for sighting in person.sightings.select_related("organisation").order_by("reported_at", "pk")
        ],
        "evidence": [
            {
                "commitment": evidence.commitment.what,
                "amount": evidence.amount,
                "text": evidence.text,
                "submitted_at": evidence.submitted_at,
            }
            for evidence in person.evidence_submitted.select_related("commitment").order_by("submitted_at", "pk")
        ],
        "evidence_looked_at": [
            {"commitment": evidence.commitment.what, "state": evidence.state, "at": evidence.decided_at}
            for evidence in person.evidence_decided.select_related("commitment").order_by("decided_at", "pk")
        ],
    }
