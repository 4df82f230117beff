"""Proposals: read, make, change, comment, put to the vote."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.assembly import domain, queries, rules
from waardeel.assembly.forms import (
    ChangeForm,
    CommentForm,
    ConfirmForm,
    ProposalForm,
    PutQuestionForm,
    PutToVoteForm,
)
from waardeel.assembly.models import Charter, DecisionKind, Proposal
from waardeel.assembly.views.common import context, insist_belongs, today_of
from waardeel.ballots import queries as ballots
from waardeel.ballots import words
from waardeel.ballots.clock import at_home
from waardeel.ballots.models import Poll
from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.register.queries import entries_about


def _find(person: Person | None, organisation: Organisation, pk: UUID) -> Proposal:
    visible = queries.proposals_visible_to(person, organisation, today_of(organisation))
    return get_object_or_404(visible.select_related("poll", "replaces", "made_by", "decision"), pk=pk)


@signed_in
@at_home
@require_GET
def proposals(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All proposals, the newest on top."""
    person = request.person  # type: ignore[attr-defined]
    today = today_of(organisation)
    insist_belongs(person, organisation, today)
    query = search_of(request)
    found = queries.search_proposals(queries.proposals_visible_to(person, organisation, today), query)
    return render(
        request,
        "assembly/proposals.html",
        context(
            organisation,
            page=page_of(request, found),
            query=query,
            may_propose=rules.may_propose(person, organisation, today),
        ),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proposal_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Make a proposal; `?from=` begins with an earlier text, `?replaces=` with a decision."""
    person = request.person  # type: ignore[attr-defined]
    today = today_of(organisation)
    insist_belongs(person, organisation, today)
    require(rules.may_propose, person, organisation, today)
    initial = _initial(request, organisation, today)
    form = ProposalForm(request.POST if request.method == "POST" else None, organisation=organisation, initial=initial)
    if request.method == "POST":
        made = submit(
            request,
            form,
            lambda data: domain.make_proposal(organisation=organisation, by=person, now=timezone.now(), **data),
        )
        if made is not None:
            messages.success(request, _("Your proposal is there. Everybody who belongs here can read it and comment."))
            return redirect("proposal", slug=organisation.slug, pk=made.pk)
    return render(request, "assembly/proposal_form.html", context(organisation, form=form))


def _initial(request: HttpRequest, organisation: Organisation, today: date) -> dict[str, Any]:
    """What the form of a new proposal begins with."""
    person = request.person  # type: ignore[attr-defined]
    earlier = _asked(request, "from", queries.proposals_visible_to(person, organisation, today))
    if earlier is not None:
        fields = ("title", "plain_text", "legal_text", "circle_id", "replaces_id")
        return {name.removesuffix("_id"): getattr(earlier, name) for name in fields}
    replaced = _asked(request, "replaces", queries.decisions_of(organisation, only_in_force=True))
    if replaced is not None:
        fields = ("title", "plain_text", "legal_text", "circle_id")
        return {"replaces": replaced.pk} | {name.removesuffix("_id"): getattr(replaced, name) for name in fields}
    return {}


def _asked(request: HttpRequest, name: str, things: Any) -> Any:
    """The one of these things that the address names, if it names one."""
    try:
        pk = UUID(request.GET.get(name, ""))
    except ValueError:
        return None
    return things.filter(pk=pk).first()


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One proposal with what is said about it; a comment is sent here too."""
    person = request.person  # type: ignore[attr-defined]
    today = today_of(organisation)
    proposal = _find(person, organisation, pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(rules.may_comment, person, proposal, today)
        said = submit(
            request,
            form,
            lambda data: domain.comment(proposal=proposal, by=person, now=timezone.now(), **data),
        )
        if said is not None:
            return redirect(f"{reverse('proposal', args=[organisation.slug, pk])}#comment-{said.pk}")
    is_open = proposal.state == Proposal.State.OPEN
    return render(
        request,
        "assembly/proposal.html",
        context(
            organisation,
            proposal=proposal,
            form=form,
            page=page_of(request, queries.comments_on(proposal), per_page=50),
            wordings=list(proposal.wordings.exclude(version=proposal.version).order_by("-version")),
            turnout=ballots.turnout(proposal.poll) if proposal.poll is not None else None,
            may_change=is_open and rules.may_change(person, proposal),
            may_withdraw=is_open and rules.may_withdraw(person, proposal, today),
            may_put_to_vote=is_open and rules.may_put_to_vote(person, proposal, today),
            may_comment=proposal.state in (Proposal.State.OPEN, Proposal.State.VOTING)
            and rules.may_comment(person, proposal, today),
            entries=list(entries_about(proposal)),
        ),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proposal_change(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Change the text while the proposal is open."""
    person = request.person  # type: ignore[attr-defined]
    proposal = _find(person, organisation, pk)
    require(rules.may_change, person, proposal)
    fields = ("id", "version", "title", "plain_text", "legal_text", "circle_id", "replaces_id")
    initial = {name.removesuffix("_id"): getattr(proposal, name) for name in fields}
    form = ChangeForm(request.POST if request.method == "POST" else None, organisation=organisation, initial=initial)
    if request.method == "POST":
        changed = submit(request, form, lambda data: _change(proposal, person, data))
        if changed is not None:
            messages.success(request, _("The text is changed. The earlier text can still be read."))
            return redirect("proposal", slug=organisation.slug, pk=pk)
    return render(request, "assembly/proposal_form.html", context(organisation, form=form, proposal=proposal))


def _change(proposal: Proposal, person: Person, data: dict[str, Any]) -> Proposal:
    del data["id"]
    return domain.change_proposal(proposal=proposal, by=person, now=timezone.now(), **data)


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Take a proposal back, after saying what that does."""
    person = request.person  # type: ignore[attr-defined]
    proposal = _find(person, organisation, pk)
    require(rules.may_withdraw, person, proposal, today_of(organisation))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = submit(
            request,
            form,
            lambda data: domain.withdraw_proposal(proposal=proposal, by=person, now=timezone.now()),
        )
        if done is not None:
            messages.success(request, _("The proposal is taken back."))
            return redirect("proposal", slug=organisation.slug, pk=pk)
    return render(request, "assembly/proposal_withdraw.html", context(organisation, form=form, proposal=proposal))


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proposal_vote(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Put a proposal to the vote: what kind of decision it is, and until when people can vote."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    today = organisation.day(now)
    proposal = _find(person, organisation, pk)
    require(rules.may_put_to_vote, person, proposal, today)
    charter = queries.charter_on(organisation, today)
    shortest = queries.shortest_days(charter, DecisionKind.ORDINARY, today) if charter else 7
    evening = datetime.combine(today + timedelta(days=shortest + 1), time(20), tzinfo=organisation.zone)
    form = PutToVoteForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": DecisionKind.ORDINARY, "closes_at": evening},
    )
    if request.method == "POST":
        opened = submit(
            request,
            form,
            lambda data: domain.put_to_vote(proposal=proposal, by=person, now=timezone.now(), **data),
        )
        if opened is not None:
            if opened.state == Poll.State.PREPARED:
                messages.success(
                    request, _("The vote is being prepared. Give everybody who has a part in it their link.")
                )
            else:
                messages.success(request, _("The vote is open. Members see it on their own page."))
            return redirect("poll", slug=organisation.slug, pk=opened.pk)
    return render(
        request,
        "assembly/proposal_vote.html",
        context(
            organisation,
            form=form,
            proposal=proposal,
            charter=charter,
            kinds=_kinds(charter, today) if charter else [],
            members=people.members_on(organisation, today).count(),
            meetings=ballots.ready_meetings(organisation),
        ),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proposal_question(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Put a proposal to the vote in a meeting whose keys and codes are ready."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    proposal = _find(person, organisation, pk)
    require(rules.may_put_to_vote, person, proposal, organisation.day(now))
    meetings = ballots.ready_meetings(organisation)
    form = PutQuestionForm(request.POST if request.method == "POST" else None, meetings)
    if request.method == "POST":
        opened = submit(
            request, form, lambda data: domain.put_question(proposal=proposal, by=person, now=timezone.now(), **data)
        )
        if opened is not None:
            messages.success(request, _("The vote is open. Members see it on their own page."))
            return redirect("poll", slug=organisation.slug, pk=opened.pk)
    return render(
        request,
        "assembly/proposal_question.html",
        context(organisation, form=form, proposal=proposal, meetings=meetings),
    )


def _kinds(charter: Charter, today: date) -> list[dict[str, Any]]:
    """The rules per kind of decision, for people."""
    return [
        {
            "kind": kind,
            "name": DecisionKind(kind).label,
            "rules": words.rules_in_words(queries.rules_of(charter, kind)),
            "days": queries.shortest_days(charter, kind, today),
        }
        for kind in DecisionKind.values
    ]


@signed_in
@at_home
@require_POST
def comment_withdraw(request: HttpRequest, organisation: Organisation, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Take one's own comment back."""
    person = request.person  # type: ignore[attr-defined]
    proposal = _find(person, organisation, pk)
    comment = get_object_or_404(proposal.comments, pk=comment_pk)
    domain.withdraw_comment(comment=comment, by=person, now=timezone.now())
    messages.success(request, _("Your comment is taken back."))
    return redirect("proposal", slug=organisation.slug, pk=pk)
