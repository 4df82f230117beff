"""Pages of a verifiable secret poll: the ceremony, the booth, the board of all ballots, the roles.

Booth, board and archive ask nobody who they are. Roles come in by a link that only its bearer was given; keys and codes
are made by their browser, and only public halves are sent.
"""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from waardeel.ballots import domain, queries, rules, words
from waardeel.ballots.clock import at_home
from waardeel.ballots.domain.preparing import booth_hash
from waardeel.ballots.forms import OpenForm
from waardeel.ballots.models import Auditor, Poll, Sealed
from waardeel.house.errors import AlreadyDone, HouseError
from waardeel.house.limits import limit, visitor
from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import submit
from waardeel.law.verdict import DecisionRules
from waardeel.methods.voting import yes_no
from waardeel.people.models import Organisation, Person

#: So many ballots may come from one place in a minute: a school that votes in one room behind one line passes.
CASTS_PER_MINUTE = 300
#: The cookie by which the device in the room is known when it scans a letter.
ROOM = "room"
_LONGEST_BALLOT = 200_000


def published(organisation: Organisation, pk: UUID) -> Sealed:
    """The election of a poll that was opened: its records are for everybody."""
    return get_object_or_404(
        Sealed.objects.select_related("poll__organisation").exclude(
            poll__state__in=(Poll.State.PREPARED, Poll.State.WITHDRAWN)
        ),
        poll=pk,
        poll__organisation=organisation,
    )


def context(sealed: Sealed, **more: Any) -> dict[str, Any]:
    poll = sealed.poll
    return {"organisation": poll.organisation, "tab": "decide", "poll": poll, "sealed": sealed, **more}


def role_token(sealed: Sealed, number: int) -> str:
    """What makes the link of a role: 0 is the credential authority, then come the trustees. Who comes in the place of a
    trustee has another link. Raises Http404 when there is no such role.
    """
    bearer = sealed if number == 0 else get_object_or_404(sealed.trustees.all(), number=number)
    return salted_hmac("waardeel.ballots.role", f"{bearer.pk}:{number}", algorithm="sha256").hexdigest()[:40]


def audit_token(auditor: Auditor) -> str:
    """What makes the link of an auditor."""
    return salted_hmac("waardeel.ballots.audit", str(auditor.pk), algorithm="sha256").hexdigest()[:40]


def room_token(sealed: Sealed) -> str:
    """What makes the link of the device in the room."""
    return salted_hmac("waardeel.ballots.room", str(sealed.lead_id or sealed.pk), algorithm="sha256").hexdigest()[:40]


def room_link(request: HttpRequest, sealed: Sealed) -> str:
    """The link of the device in the room."""
    poll = sealed.poll
    address = reverse("poll_room", args=[poll.organisation.slug, poll.pk, room_token(sealed)])
    return request.build_absolute_uri(address)


def is_meeting(sealed: Sealed) -> bool:
    """Whether several questions share keys and codes with this one."""
    return bool(sealed.lead_id) or sealed.followers.exists()


def booth_context(sealed: Sealed, cast_url: str, **more: Any) -> dict[str, Any]:
    """What a booth needs, wherever it stands."""
    poll = sealed.poll
    return context(
        sealed,
        answers=[(at, choice, words.ANSWERS[choice], words.CAST[choice]) for at, choice in enumerate(yes_no.CHOICES)],
        is_open=poll.state == Poll.State.OPEN and timezone.now() < poll.closes_at,
        booth_hash=booth_hash(),
        cast_url=cast_url,
        meeting=str(sealed.lead.poll_id if sealed.lead else poll.pk) if is_meeting(sealed) else "",
        **more,
    )


def ceremony(request: HttpRequest, poll: Poll, person: Person | None, now: datetime) -> HttpResponse:
    """The page of a poll that is being prepared, is open, or is waiting for its trustees."""
    sealed = poll.sealed
    trustees = list(sealed.trustees.all())
    organisation = poll.organisation
    leads = person is not None and rules.may_open(person, organisation, organisation.day(now))
    hands_out = leads and poll.state != Poll.State.WITHDRAWN
    form = OpenForm(request.POST if request.method == "POST" else None, initial={"closes_at": poll.closes_at})
    if request.method == "POST":
        require(rules.may_open, person, organisation, organisation.day(now))
        opened = submit(
            request,
            form,
            lambda data: domain.open_sealed_poll(poll=poll, by=person, now=timezone.now(), **data),
        )
        if opened is not None:
            return redirect("poll", slug=organisation.slug, pk=poll.pk)
    return render(
        request,
        "ballots/sealed.html",
        context(
            sealed,
            trustees=trustees,
            links=[_link(request, sealed, number) for number in range(len(trustees) + 1)]
            if hands_out and not sealed.lead_id
            else [],
            questions=list(queries.questions_of(sealed)) if is_meeting(sealed) else [],
            auditors=[
                (auditor, _audit_link(request, auditor) if hands_out else "") for auditor in sealed.auditors.all()
            ],
            room_link=room_link(request, sealed) if hands_out else "",
            ready=bool(sealed.roll) and all(trustee.key for trustee in trustees),
            leads=leads,
            started=poll.state == Poll.State.PREPARED and any(each.certificate or each.key for each in trustees),
            form=form,
            over=now >= poll.closes_at,
            turnout=queries.turnout(poll),
            rules=words.rules_in_words(DecisionRules.from_json(poll.rules)),
            may_close=person is not None and rules.may_close(person, poll, now),
            head=queries.head_of(sealed),
            small=poll.voter_count < queries.FEW_VOTERS,
        ),
    )


def _link(request: HttpRequest, sealed: Sealed, number: int) -> str:
    poll = sealed.poll
    address = reverse("poll_role", args=[poll.organisation.slug, poll.pk, number, role_token(sealed, number)])
    return request.build_absolute_uri(address)


def _audit_link(request: HttpRequest, auditor: Auditor) -> str:
    poll = auditor.sealed.poll
    at = [poll.organisation.slug, poll.pk, auditor.number, audit_token(auditor)]
    return request.build_absolute_uri(reverse("poll_audit", args=at))


@at_home
@require_GET
def booth(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Vote with a code. The page needs nobody to sign in, and the code never leaves the browser."""
    sealed = get_object_or_404(
        Sealed.objects.select_related("poll__organisation", "lead").exclude(poll__state=Poll.State.WITHDRAWN),
        poll=pk,
        poll__organisation=organisation,
    )
    meeting = is_meeting(sealed)
    if sealed.poll.state == Poll.State.PREPARED and not meeting:
        raise Http404
    if hmac.compare_digest(request.COOKIES.get(ROOM, ""), room_token(sealed)):
        # the code on a letter that this device scanned stays in the address: browsers keep what stands behind the #
        return redirect("poll_room", slug=organisation.slug, pk=pk, token=room_token(sealed))
    if meeting:
        current = queries.question_now(sealed, timezone.now())
        if current is None or str(current.poll_id) == request.GET.get("after"):
            return render(request, "ballots/booth_wait.html", booth_context(sealed, ""))
        if current != sealed:
            return redirect("poll_booth", slug=organisation.slug, pk=current.poll_id)
    cast_url = reverse("poll_cast", args=[organisation.slug, pk])
    return render(request, "ballots/booth.html", booth_context(sealed, cast_url))


@csrf_exempt  # it asks for no cookie and no session: whoever sends a ballot is whoever holds its code
@at_home
@require_POST
def cast(request: HttpRequest, organisation: Organisation, pk: UUID) -> JsonResponse:
    """Take a ballot (the body is its record), check it in full, publish it, and say its tracking number."""
    return take_ballot(request, published(organisation, pk).poll, in_room=False)


def take_ballot(request: HttpRequest, poll: Poll, *, in_room: bool) -> JsonResponse:
    """Take the ballot in the body of a request; the answer says its tracking number, or why it is refused."""

    def take() -> dict[str, str]:
        try:
            made = domain.cast_sealed_ballot(
                poll=poll, ballot_text=body_of(request), now=timezone.now(), in_room=in_room
            )
        except AlreadyDone as done:
            made = done.existing
        return {"tracker": made.tracker}

    return answered(request, take)


def answered(request: HttpRequest, act: Callable[[], dict[str, str]]) -> JsonResponse:
    """What an act of somebody unknown answers, or why it was refused; so many from one place in a minute."""
    try:
        limit("sealed-ballot", visitor(request), tries=CASTS_PER_MINUTE, seconds=60)
        return JsonResponse(act())
    except HouseError as error:
        return JsonResponse({"refused": str(error)}, status=400)


def body_of(request: HttpRequest) -> str:
    """The text that was sent; none when it is longer than any ballot."""
    body = request.body if len(request.body) <= _LONGEST_BALLOT else b""
    return body.decode("utf-8", errors="replace")


@at_home
@require_GET
def picture(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The address at which one ballot stands on the board, as a picture for a phone to scan."""
    sealed = published(organisation, pk)
    tracker = request.GET.get("q", "")
    if not tracker or not queries.sealed_ballots_of(sealed).filter(tracker=tracker).exists():
        raise Http404
    address = f"{reverse('poll_board', args=[organisation.slug, pk])}?{urlencode({'q': tracker})}"
    out = io.BytesIO()
    segno.make(request.build_absolute_uri(address), error="m").save(out, kind="svg", border=4, light="#fff")
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@at_home
@require_GET
def board(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """All ballots by their tracking numbers, and how to check them."""
    sealed = published(organisation, pk)
    query = search_of(request)
    return render(
        request,
        "ballots/board.html",
        context(
            sealed,
            page=page_of(request, queries.sealed_ballots_of(sealed, query), per_page=50),
            query=query,
            turnout=queries.turnout(sealed.poll),
            cast=queries.sealed_ballots_of(sealed).count(),
            head=queries.head_of(sealed),
        ),
    )


@at_home
@require_GET
def archive(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponseBase:
    """The archive of the election as a file, at any moment."""
    sealed = published(organisation, pk)
    response = StreamingHttpResponse(queries.archive_of(sealed), content_type="application/x-tar")
    response["Content-Disposition"] = f'attachment; filename="{sealed.uuid}.bel"'
    return response
