"""Pages of the device in the room: members vote there with their code, or hand it in for a ballot on paper.

The link is given to the device alone. It tells ballots that came from there apart, and opens nothing that is secret.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from waardeel.ballots import domain, queries
from waardeel.ballots.clock import at_home
from waardeel.ballots.codes import Use
from waardeel.ballots.models import Sealed
from waardeel.ballots.views.sealed import ROOM, answered, body_of, booth_context, is_meeting, room_token, take_ballot
from waardeel.people.models import Organisation


def _room(organisation: Organisation, pk: UUID, token: str) -> Sealed:
    sealed = get_object_or_404(
        Sealed.objects.select_related("poll__organisation"), poll=pk, poll__organisation=organisation
    )
    if not hmac.compare_digest(token, room_token(sealed)):
        raise Http404
    return sealed


@at_home
@require_GET
def room(request: HttpRequest, organisation: Organisation, pk: UUID, token: str) -> HttpResponse:
    """The booth on the device in the room. From here on it is known by a cookie when it scans a letter."""
    sealed = _room(organisation, pk, token)
    poll = sealed.poll
    current = queries.question_now(sealed, timezone.now()) if is_meeting(sealed) else sealed
    if current is not None and current != sealed:
        return redirect("poll_room", slug=organisation.slug, pk=current.poll_id, token=token)
    at = (organisation.slug, pk)
    facts = booth_context(
        sealed,
        reverse("poll_room_cast", args=[*at, token]),
        room=reverse("poll_room", args=[*at, token]),
        paper_url=reverse("poll_room_paper", args=[*at, token]),
        letters=sealed.codes.filter(use=Use.HANDED_IN).count(),
    )
    response = render(request, "ballots/room.html", facts)
    left = max(0, int((poll.closes_at - timezone.now()).total_seconds()))
    response.set_cookie(
        ROOM,
        token,
        max_age=left,
        # the letters of a meeting lead to the booth of its first question
        path=reverse("poll_booth", args=(organisation.slug, sealed.lead.poll_id if sealed.lead else pk)),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


@csrf_exempt  # as for a ballot from anywhere: no cookie and no session is asked for
@at_home
@require_POST
def room_cast(request: HttpRequest, organisation: Organisation, pk: UUID, token: str) -> JsonResponse:
    """Take a ballot from the device in the room."""
    return take_ballot(request, _room(organisation, pk, token).poll, in_room=True)


@csrf_exempt
@at_home
@require_POST
def room_paper(request: HttpRequest, organisation: Organisation, pk: UUID, token: str) -> JsonResponse:
    """Take a code that is handed in for a ballot on paper, with the proof that it is held."""
    sealed = _room(organisation, pk, token)

    def hand_in() -> dict[str, str]:
        domain.hand_in_code(sealed=sealed, exchange=body_of(request), now=timezone.now())
        return {"handed_in": "paper"}

    return answered(request, hand_in)
