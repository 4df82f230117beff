"""In the demo alone: let the rest of the city act, so that one visitor can play a vote of sixty."""

from __future__ import annotations

import random
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.web.demo.cast import CAST


def _open_polls() -> list[Poll]:
    polls = Poll.objects.filter(state=Poll.State.OPEN, secrecy=Poll.Secrecy.CLOSED_LIST, closes_at__gt=timezone.now())
    return list(polls.select_related("organisation").order_by("closes_at"))


@require_GET
def play(request: HttpRequest) -> HttpResponse:
    """How to play the loop in five steps, and the polls in which the others can vote."""
    if not settings.WAARDEEL_DEMO:
        raise Http404
    return render(request, "web/play.html", {"polls": _open_polls(), "cast": {one.key: one for one in CAST}})


@require_POST
def others_vote(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everyone on the list who did not vote yet does, but for those whom a visitor can play."""
    if not settings.WAARDEEL_DEMO:
        raise Http404
    poll = get_object_or_404(Poll, pk=id, state=Poll.State.OPEN, secrecy=Poll.Secrecy.CLOSED_LIST)
    waiting = poll.voters.filter(voted=False).exclude(person__in=[one.id for one in CAST]).select_related("person")
    number = 0
    for voter in waiting:
        choice = random.choices(("yes", "no", "abstain"), (70, 20, 10))[0]  # noqa: S311  nobody's real vote
        ballots.cast_ballot(poll=poll, attempt=uuid4(), choice=choice, by=voter.person, now=timezone.now())
        number += 1
    messages.success(
        request, ngettext("%(number)s person voted.", "%(number)s people voted.", number) % {"number": number}
    )
    return redirect("play")
