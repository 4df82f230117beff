"""Who works, learns, lives or volunteers somewhere. They are heard; members decide."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import rules
from waardeel.people.domain.common import check_between, check_day, in_languages, somebody
from waardeel.people.errors import AlreadyEngaged, EngagementEnded
from waardeel.people.models import Engagement, Organisation, Person
from waardeel.register.domain import record


@act("engagement.began")
def begin_engagement(
    *,
    id: UUID,
    organisation: Organisation,
    person: Person,
    kind: str,
    by: Person,
    now: datetime,
    from_on: date | None = None,
) -> Engagement:
    """Somebody begins to work, learn, live or volunteer here. They are heard; members decide.

    Raises AlreadyEngaged, UnlikelyDay, NotAllowed.
    """
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    once(Engagement, id)
    kind = Engagement.Kind(kind)
    if Engagement.objects.filter(organisation=organisation, person=person, kind=kind, until_on=None).exists():
        raise AlreadyEngaged
    engagement = Engagement.objects.create(
        id=id,
        organisation=organisation,
        person=person,
        kind=kind,
        from_on=check_day(from_on or today, today, "from_on"),
    )
    record(
        "engagement.began",
        in_=organisation,
        subject=engagement,
        by=by,
        at=now,
        public={"kind": kind.value, "what": in_languages(kind.label)},
        private={"person": person},
    )
    return engagement


@act("engagement.began")
def take_on(
    *,
    id: UUID,
    organisation: Organisation,
    name: str,
    kind: str,
    by: Person,
    now: datetime,
    email: str = "",
    from_on: date | None = None,
) -> Engagement:
    """Somebody who is not known here yet (or is a member with this address) begins to work, learn, live or
    volunteer.

    Raises MailKnown, AlreadyEngaged, UnlikelyDay, NotAllowed, ValidationError.
    """
    require(rules.may_manage_members, by, organisation, organisation.day(now))
    once(Engagement, id)
    return begin_engagement(
        id=id,
        organisation=organisation,
        person=somebody(id=id, organisation=organisation, name=name, email=email, now=now),
        kind=kind,
        by=by,
        now=now,
        from_on=from_on,
    )


@act("engagement.ended")
def end_engagement(*, engagement: Engagement, by: Person, now: datetime, until_on: date | None = None) -> Engagement:
    """Somebody no longer works, learns, lives or volunteers here, from a day (today when none is given).

    Raises EngagementEnded, UnlikelyDay, NotAllowed.
    """
    organisation = engagement.organisation
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    engagement = locked(engagement)
    if engagement.until_on is not None:
        raise EngagementEnded
    latest = max(today, engagement.from_on)
    engagement.until_on = check_between(until_on or latest, engagement.from_on, latest, "until_on")
    engagement.save(update_fields=["until_on"])
    kind = Engagement.Kind(engagement.kind)
    record(
        "engagement.ended",
        in_=organisation,
        subject=engagement,
        by=by,
        at=now,
        public={"kind": kind.value, "what": in_languages(kind.label)},
        private={"person": engagement.person},
    )
    return engagement
