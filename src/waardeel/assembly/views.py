"""Pages of the assembly: what we decide, proposals, decisions, and our rules."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.assembly import domain, examples, queries, rules
from waardeel.assembly.forms import (
    ChangeForm,
    CharterForm,
    CommentForm,
    ConfirmForm,
    ProposalForm,
    PutToVoteForm,
    ReviewForm,
)
from waardeel.assembly.models import Charter, Decision, DecisionKind, Proposal
from waardeel.ballots import queries as ballots
from waardeel.ballots import words
from waardeel.ballots.clock import at_home
from waardeel.ballots.models import Poll
from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.law import packs
from waardeel.law.verdict import DecisionRules
from waardeel.methods.voting.yes_no import CHOICES, Count
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.register.queries import entries_about


def _context(organisation: Organisation, **more: Any) -> dict[str, Any]:
    return {"organisation": organisation, "tab": "decide", **more}


def _today(organisation: Organisation) -> date:
    return organisation.day(timezone.now())


def _find(person: Person | None, organisation: Organisation, pk: UUID) -> Proposal:
    visible = queries.proposals_visible_to(person, organisation, _today(organisation))
    return get_object_or_404(visible.select_related("poll", "replaces", "made_by", "decision"), pk=pk)


# -- what we decide
# ------------------------------------------------------------------------------------------------


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
    return render(
        request,
        "assembly/home.html",
        _context(
            organisation,
            belongs=belongs,
            open_polls=[
                (poll, poll.pk in mine, poll.closes_at <= now)
                for poll in ballots.with_turnout(polls.filter(state="open")).order_by("closes_at", "pk")[:10]
            ],
            proposals=list(open_proposals[:6]),
            decisions=list(queries.decisions_of(organisation)[:5]),
            charter=queries.charter_on(organisation, today),
            may_propose=person is not None and rules.may_propose(person, organisation, today),
            may_adopt=person is not None and rules.may_adopt_charter(person, organisation, today),
        ),
    )


# -- proposals
# -----------------------------------------------------------------------------------------------------


@signed_in
@at_home
@require_GET
def proposals(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All proposals, the newest on top."""
    person = request.person  # type: ignore[attr-defined]
    today = _today(organisation)
    if not people.belongs(person, organisation, today):
        raise Http404
    query = search_of(request)
    found = queries.search_proposals(queries.proposals_visible_to(person, organisation, today), query)
    return render(
        request,
        "assembly/proposals.html",
        _context(
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
    today = _today(organisation)
    if not people.belongs(person, organisation, today):
        raise Http404
    require(rules.may_propose, person, organisation, today)
    initial = _initial(request, organisation, today)
    form = ProposalForm(
        request.POST if request.method == "POST" else None, organisation=organisation, initial=initial
    )
    if request.method == "POST":
        made = submit(
            request,
            form,
            lambda data: domain.make_proposal(
                organisation=organisation, by=person, now=timezone.now(), **data
            ),
        )
        if made is not None:
            messages.success(
                request, _("Your proposal is there. Everybody who belongs here can read it and comment.")
            )
            return redirect("proposal", slug=organisation.slug, pk=made.pk)
    return render(request, "assembly/proposal_form.html", _context(organisation, form=form))


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
        return {"replaces": replaced.pk} | {
            name.removesuffix("_id"): getattr(replaced, name) for name in fields
        }
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
    today = _today(organisation)
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
        _context(
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
    form = ChangeForm(
        request.POST if request.method == "POST" else None, organisation=organisation, initial=initial
    )
    if request.method == "POST":
        changed = submit(request, form, lambda data: _change(proposal, person, data))
        if changed is not None:
            messages.success(request, _("The text is changed. The earlier text can still be read."))
            return redirect("proposal", slug=organisation.slug, pk=pk)
    return render(
        request, "assembly/proposal_form.html", _context(organisation, form=form, proposal=proposal)
    )


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
    require(rules.may_withdraw, person, proposal, _today(organisation))
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
    return render(
        request, "assembly/proposal_withdraw.html", _context(organisation, form=form, proposal=proposal)
    )


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
            messages.success(request, _("The vote is open. Members see it on their own page."))
            return redirect("poll", slug=organisation.slug, pk=opened.pk)
    return render(
        request,
        "assembly/proposal_vote.html",
        _context(
            organisation,
            form=form,
            proposal=proposal,
            charter=charter,
            kinds=_kinds(charter, today) if charter else [],
            members=people.members_on(organisation, today).count(),
        ),
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
def comment_withdraw(
    request: HttpRequest, organisation: Organisation, pk: UUID, comment_pk: UUID
) -> HttpResponse:
    """Take one's own comment back."""
    person = request.person  # type: ignore[attr-defined]
    proposal = _find(person, organisation, pk)
    comment = get_object_or_404(proposal.comments, pk=comment_pk)
    domain.withdraw_comment(comment=comment, by=person, now=timezone.now())
    messages.success(request, _("Your comment is taken back."))
    return redirect("proposal", slug=organisation.slug, pk=pk)


# -- decisions
# -----------------------------------------------------------------------------------------------------


@at_home
@require_GET
def decisions(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The register of decisions: what applies today, or with `?all=1` everything that was ever decided."""
    query = search_of(request)
    everything = request.GET.get("all") == "1"
    found = queries.decisions_of(organisation, query, only_in_force=not everything)
    return render(
        request,
        "assembly/decisions.html",
        _context(
            organisation,
            page=page_of(request, found),
            query=query,
            everything=everything,
            belongs=people.belongs(request.person, organisation, _today(organisation)),  # type: ignore[attr-defined]
        ),
    )


def _decision(organisation: Organisation, pk: UUID) -> Decision:
    return get_object_or_404(queries.decisions_of(organisation), pk=pk)


@at_home
@require_GET
def decision(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One decision: what, since when, decided how, who carries it out, when it is looked at again."""
    person = request.person  # type: ignore[attr-defined]
    today = _today(organisation)
    decision = _decision(organisation, pk)
    poll = Poll.objects.get(proposal=decision.proposal_id)
    count = Count.from_json(poll.count)
    charter = queries.charter_on(organisation, poll.record_on)
    deed = (
        decision.adopted
        and decision.kind == DecisionKind.STATUTES
        and charter is not None
        and "deed-and-filing" in packs.load(charter.pack, poll.record_on).figures
    )
    return render(
        request,
        "assembly/decision.html",
        _context(
            organisation,
            decision=decision,
            poll=poll,
            votes={choice: words.number(getattr(count, choice)) for choice in CHOICES},
            reason=words.REASONS[decision.reason],
            what_now=words.NEXT.get(decision.reason, ""),
            deed=deed,
            replaced=list(decision.replaced.all()),
            due=decision.review_on is not None and decision.review_on <= today,
            may_review=decision.adopted
            and decision.replaced_by_id is None
            and person is not None
            and rules.may_review(person, decision, today),
            may_propose=person is not None and rules.may_propose(person, organisation, today),
            entries=list(entries_about(decision)),
        ),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def decision_review(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Enter that a decision was looked at again."""
    person = request.person  # type: ignore[attr-defined]
    today = _today(organisation)
    decision = _decision(organisation, pk)
    require(rules.may_review, person, decision, today)
    initial = {
        "review_on": queries.months_later(today, 12),
        "carried_out": decision.carried_out_on is not None,
    }
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        reviewed = submit(
            request,
            form,
            lambda data: domain.review_decision(decision=decision, by=person, now=timezone.now(), **data),
        )
        if reviewed is not None:
            messages.success(request, _("The review is in the register."))
            return redirect("decision", slug=organisation.slug, pk=pk)
    return render(
        request, "assembly/decision_review.html", _context(organisation, form=form, decision=decision)
    )


# -- rules
# ---------------------------------------------------------------------------------------------------------


@at_home
@require_GET
def charter(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Our rules in plain words, with an example in figures, the law behind them, and all versions."""
    person = request.person  # type: ignore[attr-defined]
    today = _today(organisation)
    charter = queries.charter_on(organisation, today)
    pack = packs.load(charter.pack, today) if charter is not None else queries.pack_for(organisation, today)
    members = people.members_on(organisation, today).count()
    explained = [
        _explained(
            pack,
            kind,
            queries.rules_of(charter, kind) if charter is not None else pack.defaults(kind),
            members,
        )
        for kind in DecisionKind.values
    ]
    return render(
        request,
        "assembly/charter.html",
        _context(
            organisation,
            charter=charter,
            explained=explained,
            days=[
                (DecisionKind(kind).label, queries.shortest_days(charter, kind, today))
                for kind in DecisionKind.values
            ]
            if charter is not None
            else [],
            pack=pack,
            versions=list(queries.charters(organisation)),
            may_adopt=person is not None and rules.may_adopt_charter(person, organisation, today),
        ),
    )


def _explained(pack: packs.Pack, kind: str, decision_rules: DecisionRules, members: int) -> dict[str, Any]:
    """Rules for one kind of decision in words, with their meaning, an example and the floor."""
    floor = pack.decision(kind).floor
    return {
        "kind": kind,
        "name": DecisionKind(kind).label,
        "rules": words.rules_in_words(decision_rules),
        "meaning": words.MEANING[decision_rules.majority.base],
        "example": examples.example_of(decision_rules, members),
        "floor": words.rules_in_words(floor.rules) if floor is not None else [],
        "basis": floor.basis if floor is not None else None,
    }


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def charter_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Enter a new version of the rules; begins with those in force, or with the defaults of the law pack."""
    person = request.person  # type: ignore[attr-defined]
    today = _today(organisation)
    require(rules.may_adopt_charter, person, organisation, today)
    charter = queries.charter_on(organisation, today)
    pack = queries.pack_for(organisation, today)
    now_in_force = {
        kind: queries.rules_of(charter, kind) if charter is not None else pack.defaults(kind)
        for kind in DecisionKind.values
    }
    initial: dict[str, Any] = {"valid_from": today, **CharterForm.initial_from(now_in_force)}
    if charter is not None:
        initial |= {name: getattr(charter, name) for name in ("poll_days", "minimum_cell", "review_months")}
    form = CharterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        adopted = submit(request, form, lambda data: _adopt(organisation, person, form, data))
        if adopted is not None:
            messages.success(request, _("The new rules are in the register."))
            return redirect("charter", slug=organisation.slug)
    members = people.members_on(organisation, today).count()
    return render(
        request,
        "assembly/charter_form.html",
        _context(
            organisation,
            form=form,
            charter=charter,
            pack=pack,
            explained=[_explained(pack, kind, pack.defaults(kind), members) for kind in DecisionKind.values],
        ),
    )


def _adopt(organisation: Organisation, person: Person, form: CharterForm, data: dict[str, Any]) -> Charter:
    names = ("id", "poll_days", "minimum_cell", "review_months", "valid_from", "confirmed")
    return domain.adopt_charter(
        organisation=organisation,
        decision_rules=form.decision_rules(),
        by=person,
        now=timezone.now(),
        **{name: data[name] for name in names},
    )
