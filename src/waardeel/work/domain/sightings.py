"""Reporting work left undone, and closing a report with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record
from waardeel.work import rules
from waardeel.work.categories import categories
from waardeel.work.entries import in_languages
from waardeel.work.errors import (
    AlreadyBundled,
    ExplanationMissing,
    NoPhoto,
    NotACity,
    ReasonMissing,
    SightingIsClosed,
    UnknownCategory,
)
from waardeel.work.files import CleanFile, kept
from waardeel.work.models import CloseReason, Sighting


@act("sighting.reported")
def report_sighting(
    *,
    id: UUID,
    organisation: Organisation,
    category: str,
    place: str,
    by: Person,
    now: datetime,
    rhythm: str = "",
    neighbourhood: str = "",
    note: str = "",
    photo: CleanFile | None = None,
) -> Sighting:
    """A street worker reports work left undone to the city.

    ``rhythm`` is how often it comes back; left empty, as often as is usual for this kind of work. Kind,
    place and rhythm are public. Note, photo and who reported it are not.

    Raises NotACity, NotAllowed, UnknownCategory, AlreadyDone (the same report was sent twice).
    """
    if not rules.is_city(organisation):
        raise NotACity(name=organisation.name)
    require(rules.may_report, by, organisation, organisation.day(now))
    once(Sighting, id)
    if category not in categories():
        raise UnknownCategory
    sighting = Sighting(
        id=id,
        organisation=organisation,
        reporter=by,
        reported_at=now,
        category=category,
        place=place.strip(),
        neighbourhood=neighbourhood.strip(),
        rhythm=rhythm or categories()[category].rhythm,
        note=note.strip(),
    )
    sighting.clean_fields(exclude=["organisation", "reporter", "photo"])
    with kept(photo, "photos") as name:
        sighting.photo = name
        sighting.save(force_insert=True)
        record(
            "sighting.reported",
            in_=organisation,
            subject=sighting,
            by=by,
            at=now,
            public={
                **told(sighting),
                "neighbourhood": sighting.neighbourhood,
                "rhythm": sighting.rhythm,
                "photo": photo is not None,
            },
            private={"note": sighting.note} if sighting.note else {},
        )
    return sighting


@act("sighting.closed")
def close_sighting(*, sighting: Sighting, reason: str, by: Person, now: datetime, explanation: str = "") -> Sighting:
    """Close a report with a reason, which whoever reported it gets to see.

    Raises NotAllowed, ReasonMissing, ExplanationMissing, SightingIsClosed, AlreadyBundled.
    """
    sighting = locked(sighting)
    require(rules.may_close_sighting, by, sighting, sighting.organisation.day(now))
    if sighting.closed_at is not None:
        raise SightingIsClosed(sighting=sighting)
    if sighting.opportunity is not None:
        raise AlreadyBundled(sighting=sighting, opportunity=sighting.opportunity)
    close_with_reason(sighting, reason=reason, explanation=explanation, now=now)
    sighting.save(update_fields=["closed_at", "closed_reason", "closed_explanation"])
    record(
        "sighting.closed",
        in_=sighting.organisation,
        subject=sighting,
        by=by,
        at=now,
        public={**told(sighting), **told_reason(sighting.closed_reason)},
        private={"explanation": sighting.closed_explanation} if sighting.closed_explanation else {},
    )
    return sighting


@act("sighting.photo_removed")
def remove_photo(*, sighting: Sighting, by: Person, now: datetime) -> Sighting:
    """Take the photo away for good, for instance because somebody can be recognised in it.

    Raises NotAllowed, NoPhoto.
    """
    sighting = locked(sighting)
    require(rules.may_remove_photo, by, sighting, sighting.organisation.day(now))
    name = sighting.photo.name
    if not name:
        raise NoPhoto
    sighting.photo = ""
    sighting.save(update_fields=["photo"])
    transaction.on_commit(lambda: default_storage.delete(name))
    record(
        "sighting.photo_removed",
        in_=sighting.organisation,
        subject=sighting,
        by=by,
        at=now,
        public=told(sighting),
    )
    return sighting


def close_with_reason(thing: object, *, reason: str, explanation: str, now: datetime) -> None:
    """Set the fields that say when and why something was closed.

    Raises ReasonMissing, ExplanationMissing.
    """
    if reason not in CloseReason.values:
        raise ReasonMissing
    if reason == CloseReason.OTHER and not explanation.strip():
        raise ExplanationMissing
    thing.closed_at = now  # type: ignore[attr-defined]
    thing.closed_reason = reason  # type: ignore[attr-defined]
    thing.closed_explanation = explanation.strip()  # type: ignore[attr-defined]


def told(sighting: Sighting) -> dict[str, object]:
    """What the register says of every sighting: what and where."""
    return {
        "category": sighting.category,
        "what": in_languages(sighting.kind.label),
        "place": sighting.place,
    }


def told_reason(reason: str) -> dict[str, object]:
    """What the register says of why something was closed."""
    return {"reason": reason, "why": in_languages(CloseReason(reason).label)}
