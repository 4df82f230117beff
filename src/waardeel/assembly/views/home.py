"""What we decide: open votes, proposals, decisions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from waardeel.assembly import queries, rules
from waardeel.assembly.models import Proposal
from waardeel.assembly.views.common import context
from waardeel.ballots import queries as ballots
from waardeel.ballots.clock import at_home
from waardeel.people import queries as people
from waardeel.people.models import Organisation


@at_home
@require_GET
def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Open votes first, then proposals, then what was decided."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    today = organisation.day(now)
    belongs = people.belongs(person, organisation, today)
    polls = ballots.visible_to(person, organisation, today)
    mine = ballots.waiting_for(person, now) if person is not None else set()
    open_proposals = queries.search_proposals(
        queries.proposals_visible_to(person, organisation, today).filter(state=Proposal.State.OPEN), ""
    )
    running = ballots.running(polls)
    return render(
        request,
        "assembly/home.html",
        context(
            organisation,
            belongs=belongs,
            open_polls=[(poll, poll.pk in mine, poll.closes_at <= now) for poll in running if poll.state == "open"],
            prepared=[poll for poll in running if poll.state == "prepared"],
            proposals=list(open_proposals[:6]),
            decisions=list(queries.decisions_of(organisation)[:5]),
            charter=queries.charter_on(organisation, today),
            may_propose=person is not None and rules.may_propose(person, organisation, today),
            may_adopt=person is not None and rules.may_adopt_charter(person, organisation, today),
        ),
    )
