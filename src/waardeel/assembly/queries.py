"""Reads on rules, proposals and decisions that more than one page needs."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from waardeel.assembly.models import Charter, Comment, Decision, Proposal
from waardeel.ballots.models import Voter
from waardeel.house.asks import Ask
from waardeel.law import packs
from waardeel.law.packs.reading import NoPackForForm
from waardeel.law.verdict import DecisionRules
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person

#: Figures about fewer people are not shown where no charter says otherwise.
MINIMUM_CELL = 5


# -- charter ------------------------------------------------------------------------------------------


def charter_on(organisation: Organisation, on: date) -> Charter | None:
    """The rules in force on a day: of all versions that had begun to hold, the one adopted last."""
    return Charter.objects.filter(organisation=organisation, valid_from__lte=on).order_by("-version").first()


def charters(organisation: Organisation) -> QuerySet[Charter]:
    """All versions of the rules, the newest on top."""
    return Charter.objects.filter(organisation=organisation).order_by("-version")


def rules_of(charter: Charter, kind: str) -> DecisionRules:
    """The charter's rules for one kind of decision."""
    return DecisionRules.from_json(charter.rules[kind])


def pack_for(organisation: Organisation, on: date) -> packs.Pack:
    """The law pack for a country and legal form, or that of groups without a form when there is none."""
    try:
        return packs.for_form(organisation.country, organisation.legal_form, on)
    except NoPackForForm:
        return packs.load("commons", on)


def shortest_days(charter: Charter, kind: str, on: date) -> int:
    """How many days a poll must be open: what the charter says, or the law's notice when that is longer."""
    return max(charter.poll_days, packs.load(charter.pack, on).notice_days(kind) or 0)


def minimum_cell(organisation: Organisation, on: date) -> int:
    """Figures about fewer people than this are not shown."""
    charter = charter_on(organisation, on)
    return MINIMUM_CELL if charter is None else charter.minimum_cell


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# -- proposals ------------------------------------------------------------------------------------------


def proposals_visible_to(person: Person | None, organisation: Organisation, on: date) -> QuerySet[Proposal]:
    """The proposals that this person may see: all for who belongs, else those they vote on."""
    proposals = Proposal.objects.filter(organisation=organisation).select_related("organisation", "circle")
    if people.belongs(person, organisation, on):
        return proposals
    if person is None:
        return proposals.none()
    return proposals.filter(Exists(Voter.objects.filter(poll=OuterRef("poll"), person=person)))


def search_proposals(proposals: QuerySet[Proposal], text: str) -> QuerySet[Proposal]:
    """Of these proposals those with all the words, newest on top, with their `comment_count`."""
    for word in text.split():
        proposals = proposals.filter(Q(title__icontains=word) | Q(plain_text__icontains=word))
    return proposals.annotate(comment_count=Count("comments", filter=Q(comments__withdrawn_at=None))).order_by(
        "-made_at", "pk"
    )


def comments_on(proposal: Proposal) -> QuerySet[Comment]:
    """What was said about a proposal, in order."""
    return proposal.comments.select_related("written_by").order_by("written_at", "pk")


# -- decisions ------------------------------------------------------------------------------------------


def decisions_of(organisation: Organisation, text: str = "", *, only_in_force: bool = False) -> QuerySet[Decision]:
    """The register of decisions, the newest on top: all of them, or what applies today, with these words."""
    decisions = Decision.objects.filter(organisation=organisation).select_related(
        "organisation", "circle", "replaced_by"
    )
    if only_in_force:
        decisions = decisions.filter(adopted=True, replaced_by=None)
    for word in text.split():
        decisions = decisions.filter(
            Q(title__icontains=word) | Q(plain_text__icontains=word) | Q(legal_text__icontains=word)
        )
    return decisions.order_by("-year", "-number")


def recent_decisions(now: datetime, organisation: Organisation | None = None, limit: int = 5) -> list[Decision]:
    """What was decided last, here or everywhere, adopted or not."""
    decisions = Decision.objects.filter(decided_on__lte=now.date()).select_related("organisation")
    if organisation is not None:
        decisions = decisions.filter(organisation=organisation)
    return list(decisions.order_by("-decided_on", "-number", "pk")[:limit])


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """Decisions that this secretary should look at again."""
    due = (
        Decision.objects.filter(
            review_on__lte=now.date(),
            organisation__in=people.secretary_of(person, now.date()),
        )
        .select_related("organisation")
        .order_by("review_on", "pk")
    )
    return [
        Ask(
            title=_("Look at this decision again: %(title)s") % {"title": decision.title},
            about=decision.organisation.name,
            url=reverse("decision", args=[decision.organisation.slug, decision.pk]),
            icon="book",
        )
        for decision in due
    ]
