"""Reads on polls. None of them tells a choice, or a partial result, before closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from waardeel.ballots.models import ArchiveRecord, Ballot, Poll, PublicCredential, Sealed, Voter
from waardeel.belenios import archive
from waardeel.house.asks import Ask
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.register.models import Entry
from waardeel.register.queries import entries_about

#: With fewer voters than this, a result often tells what each of them chose.
FEW_VOTERS = 8


@dataclass(frozen=True)
class Turnout:
    """How many of those who may vote did."""

    voted: int
    voters: int

    @property
    def missing(self) -> int:
        return self.voters - self.voted


def turnout(poll: Poll) -> Turnout:
    """How many people voted so far; in a verifiable secret poll, how many codes were used."""
    if poll.secrecy == Poll.Secrecy.VERIFIABLE:
        used = ArchiveRecord.objects.filter(sealed__poll=poll).exclude(credential="")
        return Turnout(voted=used.values("credential").distinct().count(), voters=poll.voter_count)
    return Turnout(voted=poll.voters.filter(voted=True).count(), voters=poll.voter_count)


def with_turnout(polls: QuerySet[Poll]) -> QuerySet[Poll]:
    """Polls with `voted`, the number of people who voted, and their organisation."""
    # Counted apart in the index: joined to its poll, every voter would carry the whole row of the poll along.
    voted = Voter.objects.filter(poll=OuterRef("pk"), voted=True).order_by().values("poll")
    count = Subquery(voted.annotate(number=Count("pk")).values("number"))
    codes = ArchiveRecord.objects.filter(sealed__poll=OuterRef("pk")).exclude(credential="").order_by()
    used = Subquery(codes.values("sealed").annotate(number=Count("credential", distinct=True)).values("number"))
    return polls.select_related("organisation").annotate(voted=Coalesce(count, 0) + Coalesce(used, 0))


def visible_to(person: Person | None, organisation: Organisation, on: date) -> QuerySet[Poll]:
    """The polls of an organisation that this person may see: all who belong or may vote see them open, anyone
    closed.
    """
    polls = Poll.objects.filter(organisation=organisation).select_related("organisation")
    if people.belongs(person, organisation, on):
        return polls
    mine = Exists(Voter.objects.filter(poll=OuterRef("pk"), person=person)) if person is not None else Q(pk=None)
    return polls.filter(Q(state=Poll.State.CLOSED) | mine)


def voter_of(poll: Poll, person: Person | None) -> Voter | None:
    """This person's place on the list of the poll, if they have one."""
    return None if person is None else poll.voters.filter(person=person).first()


def voters_of(poll: Poll, text: str = "") -> QuerySet[Voter]:
    """The list of the poll, by name: for the secretary."""
    found = poll.voters.filter(person__name__icontains=text) if text else poll.voters.all()
    return found.select_related("person").order_by("person__name", "pk")


def ballots_of(poll: Poll, text: str = "") -> QuerySet[Ballot]:
    """The published ballots, by code, of which the code holds this text; none before closing."""
    if poll.state != Poll.State.CLOSED:
        return Ballot.objects.none()
    found = poll.ballots.filter(code__icontains=text) if text else poll.ballots.all()
    return found.order_by("code")


def head_of(sealed: Sealed) -> str:
    """The hash of the last event of the archive, which vouches for all of it; empty before the opening."""
    last = sealed.records.filter(kind="event").order_by("-position").first()
    return "" if last is None else last.hash


def archive_of(sealed: Sealed) -> Iterator[bytes]:
    """The archive of the election, member by member, to the byte that `belenios-tool` expects."""
    yield archive.header(sealed.timestamp)
    rows = sealed.records.order_by("position").values_list("kind", "hash", "content")
    for kind, hash_, content in rows.iterator(chunk_size=100):
        yield archive.member(f"{hash_}.{kind}.json", content.encode(), sealed.timestamp)


def noted_head_of(poll: Poll) -> str:
    """The head of the chain that the register holds last; empty before the opening."""
    last = entries_about(poll).filter(kind__in=("poll.opened", "poll.head_noted")).last()
    return "" if last is None else last.public["head"]


def ways_of(sealed: Sealed) -> dict[str, int]:
    """How many of the ballots that count came by each way: from a device of one's own, from the one in the room, or
    on paper. Known while the poll is open; its end writes it down.
    """
    last = sealed.records.exclude(credential="").order_by("position").values_list("credential", "in_room")
    in_room = dict(last.iterator())
    paper = set(sealed.codes.filter(use=PublicCredential.Use.PAPER).values_list("credential", flat=True))
    on_paper = len(paper & in_room.keys())
    room = sum(came and credential not in paper for credential, came in in_room.items())
    return {"own": len(in_room) - on_paper - room, "room": room, "paper": on_paper}


def ways_said(entries: Iterable[Entry]) -> dict[str, int]:
    """By which ways the ballots that count came, as the end of the poll wrote it down; empty for other polls."""
    return next((entry.public.get("ways", {}) for entry in entries if entry.kind == "poll.ended"), {})


def exchanges_of(poll: Poll) -> list[tuple[str, str]]:
    """The public credentials that were given up, each with the one that came for it, or "paper"."""
    kinds = ("poll.code_replaced", "poll.code_handed_in")
    said = [entry.public["exchange"] for entry in entries_about(poll).filter(kind__in=kinds)]
    return [(one["credential"], one["into"]) for one in said]


def opened_elections(slug: str) -> QuerySet[Sealed]:
    """The verifiable secret polls of an organisation that have an archive, the oldest first."""
    found = Sealed.objects.filter(poll__organisation__slug=slug).exclude(election="")
    return found.order_by("poll__opens_at", "pk")


def sealed_ballots_of(sealed: Sealed, text: str = "") -> QuerySet[ArchiveRecord]:
    """All ballots of a verifiable secret poll, the last first, of which the tracking number holds this text."""
    found = sealed.records.exclude(tracker="")
    return (found.filter(tracker__icontains=text) if text else found).order_by("-position")


def open_polls(organisation: Organisation) -> QuerySet[Poll]:
    """The polls of an organisation that are not closed, the first to close on top."""
    return Poll.objects.filter(organisation=organisation, state=Poll.State.OPEN).order_by("closes_at", "pk")


def open_sealed_polls() -> list[Poll]:
    """The verifiable secret polls that are open, of all organisations."""
    return list(Poll.objects.filter(state=Poll.State.OPEN, secrecy=Poll.Secrecy.VERIFIABLE).order_by("pk"))


def questions_of(sealed: Sealed) -> QuerySet[Sealed]:
    """All questions that share keys and codes with this one, itself among them, by their number."""
    lead = sealed.lead_id or sealed.pk
    found = Sealed.objects.filter(Q(pk=lead) | Q(lead=lead)).exclude(poll__state=Poll.State.WITHDRAWN)
    return found.select_related("poll__organisation").order_by("number")


def question_now(sealed: Sealed, now: datetime) -> Sealed | None:
    """The question of the meeting that people vote on now; of two, the one that was put last."""
    is_open = questions_of(sealed).filter(poll__state=Poll.State.OPEN, poll__closes_at__gt=now)
    return is_open.order_by("-poll__opens_at", "-number").first()


def ready_meetings(organisation: Organisation) -> list[Poll]:
    """The polls whose keys and codes are there for further questions, with `free`: how many."""
    free = Sealed.objects.filter(lead=OuterRef("sealed"), poll__state=Poll.State.PREPARED).order_by().values("lead")
    many = Subquery(free.annotate(number=Count("pk")).values("number"))
    polls = Poll.objects.filter(organisation=organisation, sealed__lead=None).exclude(sealed__roll="")
    lacking = Exists(Sealed.objects.filter(pk=OuterRef("sealed"), trustees__key=""))
    return list(polls.annotate(free=Coalesce(many, 0)).filter(~lacking, free__gt=0).order_by("opens_at", "pk"))


def running(polls: QuerySet[Poll], limit: int = 20) -> list[Poll]:
    """Polls that are open or being prepared, with their turnout; no free questions of a meeting."""
    found = polls.filter(state__in=(Poll.State.OPEN, Poll.State.PREPARED))
    free = Q(state=Poll.State.PREPARED, sealed__lead__isnull=False)
    return list(with_turnout(found.exclude(free)).order_by("closes_at", "pk")[:limit])


def waiting_for(person: Person, now: datetime) -> set[UUID]:
    """The open polls, by identity, in which this person may vote and did not yet."""
    return set(
        Poll.objects.filter(
            state=Poll.State.OPEN, closes_at__gt=now, voters__person=person, voters__voted=False
        ).values_list("pk", flat=True)
    )


def recent_results(now: datetime, organisation: Organisation | None = None, limit: int = 5) -> list[Poll]:
    """The polls that were closed last, here or everywhere, with their turnout."""
    polls = Poll.objects.filter(state=Poll.State.CLOSED, closed_at__lte=now)
    if organisation is not None:
        polls = polls.filter(organisation=organisation)
    return list(with_turnout(polls).order_by("-closed_at", "pk")[:limit])


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """Votes that wait for this person, and, for a secretary, polls whose time is over."""
    to_vote = (
        Poll.objects.filter(state=Poll.State.OPEN, closes_at__gt=now, voters__person=person, voters__voted=False)
        .select_related("organisation")
        .order_by("closes_at", "pk")
    )
    due = (
        Poll.objects.filter(
            state=Poll.State.OPEN,
            closes_at__lte=now,
            organisation__in=people.secretary_of(person, now.date()),
        )
        .select_related("organisation")
        .order_by("closes_at", "pk")
    )
    return [*_asks(_("Vote: %(question)s"), to_vote), *_asks(_("Close the vote: %(question)s"), due)]


def _asks(title: str, polls: Iterable[Poll]) -> list[Ask]:
    return [
        Ask(
            title=title % {"question": poll.asked},
            about=poll.organisation.name,
            url=reverse("poll", args=[poll.organisation.slug, poll.pk]),
            due=poll.closes_at,
            icon="hand",
        )
        for poll in polls
    ]
