"""Pages of a poll: vote, see the result, close it, see who may vote."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from waardeel.ballots import domain, queries, rules, words
from waardeel.ballots.clock import at_home
from waardeel.ballots.domain.purposes import purpose_of
from waardeel.ballots.errors import NotOnTheList
from waardeel.ballots.forms import BallotForm, CloseForm, DropProxyForm, KeysAgainForm, ProxyForm
from waardeel.ballots.models import Poll
from waardeel.ballots.views import sealed
from waardeel.house.paging import page_of, search_of
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.law.verdict import DecisionRules
from waardeel.methods.voting import yes_no
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.register.queries import entries_about


def _find(person: Person | None, organisation: Organisation, pk: UUID, now: datetime) -> Poll:
    poll = queries.visible_to(person, organisation, organisation.day(now)).filter(pk=pk).first()
    if poll is None:
        raise Http404
    return poll


def _find_ours(person: Person, organisation: Organisation, pk: UUID, now: datetime) -> Poll:
    """For pages of who belongs here or may vote; others may read a closed poll, and there it ends for them."""
    poll = _find(person, organisation, pk, now)
    if not (people.belongs(person, organisation, organisation.day(now)) or queries.voter_of(poll, person)):
        raise Http404
    return poll


def _context(poll: Poll, **more: Any) -> dict[str, Any]:
    purpose = purpose_of(poll) if poll.state != Poll.State.WITHDRAWN else None
    return {
        "organisation": poll.organisation,
        "tab": "decide",
        "poll": poll,
        "about_url": purpose.page(poll) if purpose is not None else None,
        **more,
    }


@sensitive_post_parameters("choice")
@at_home
@require_http_methods(["GET", "POST"])
def poll(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One question: vote while it is open, read the result once it is closed.

    A cast ballot is answered at once with its receipt, without a redirect: a code that waited in the session
    would lie in the database beside the name of its voter.
    """
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    try:
        poll = _find(person, organisation, pk, now)
    except Http404:
        if person is not None:
            raise
        return redirect(f"{reverse('signin')}?{urlencode({'next': request.get_full_path()})}")
    if poll.secrecy == Poll.Secrecy.VERIFIABLE and poll.state != Poll.State.CLOSED:
        return sealed.ceremony(request, poll, person, now)
    voter = queries.voter_of(poll, person)
    form = BallotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if voter is None:
            raise NotOnTheList(day=date_format(poll.record_on))
        ballot = submit(
            request, form, lambda data: domain.cast_ballot(poll=poll, by=person, now=timezone.now(), **data)
        )
        if ballot is not None:
            return render(request, "ballots/receipt.html", _context(poll, ballot=ballot))
    if poll.state == Poll.State.CLOSED:
        return render(request, "ballots/result.html", _context(poll, form=form, **_result(request, poll)))
    return render(
        request,
        "ballots/poll.html",
        _context(
            poll,
            form=form,
            voter=voter,
            over=now >= poll.closes_at,
            turnout=queries.turnout(poll),
            rules=words.rules_in_words(DecisionRules.from_json(poll.rules)),
            may_close=person is not None and rules.may_close(person, poll, now),
            may_see_list=person is not None and rules.may_see_list(person, poll, now),
        ),
    )


def _result(request: HttpRequest, poll: Poll) -> dict[str, Any]:
    """What the result page shows: the outcome, the arithmetic, and every ballot by its code."""
    count = yes_no.Count.from_json(poll.count)
    silent = Fraction(poll.weight) - count.all
    outcome = poll.verdict or {}
    query = search_of(request)
    entries = list(entries_about(poll).exclude(kind="ballot.cast"))
    page = page_of(request, queries.ballots_of(poll, query), per_page=50)
    for ballot in page:
        ballot.said = words.CAST[ballot.choice]  # type: ignore[attr-defined]
    return {
        "adopted": outcome["adopted"],
        "reason": words.REASONS[outcome["reason"]],
        "what_now": words.NEXT.get(outcome["reason"], ""),
        "lines": words.lines_of(outcome),
        "rules": words.rules_in_words(DecisionRules.from_json(poll.rules)),
        "tally": [(choice, words.CAST[choice], words.number(getattr(count, choice))) for choice in yes_no.CHOICES],
        "silent": words.number(silent),
        # The drawing alone may be inexact.
        "bars": {choice: float(getattr(count, choice)) for choice in yes_no.CHOICES} | {"rest": float(silent)},
        "turnout": queries.turnout(poll),
        "ways": [(words.WAYS[way], many) for way, many in queries.ways_said(entries).items() if many],
        "entries": entries,
        "page": page,
        "query": query,
    }


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Close the poll and count, after saying what that does."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    poll = _find_ours(person, organisation, pk, now)
    require(rules.may_close, person, poll, now)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        verifiable = poll.secrecy == Poll.Secrecy.VERIFIABLE
        act = domain.end_sealed_poll if verifiable else domain.close_poll
        closed = submit(request, form, lambda data: act(poll=poll, by=person, now=timezone.now()))
        if closed is not None:
            told = _("The vote is over. Now the trustees read the result.") if verifiable else None
            messages.success(request, told or _("The vote is closed and counted."))
            return redirect("poll", slug=organisation.slug, pk=poll.pk)
    return render(
        request,
        "ballots/close.html",
        _context(poll, form=form, over=now >= poll.closes_at, turnout=queries.turnout(poll)),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def keys_again(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Have the keys of a verifiable secret poll made anew, after saying what that does."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    poll = _find_ours(person, organisation, pk, now)
    require(rules.may_open, person, organisation, organisation.day(now))
    if poll.state != Poll.State.PREPARED:
        raise Http404
    names = "\n".join(trustee.name for trustee in poll.sealed.trustees.all())
    form = KeysAgainForm(request.POST if request.method == "POST" else None, initial={"trustees": names})
    if request.method == "POST":
        done = submit(request, form, lambda data: domain.restart_keys(poll=poll, by=person, now=timezone.now(), **data))
        if done is not None:
            messages.success(request, _("The keys are thrown away. All who hold one make theirs anew."))
            return redirect("poll", slug=organisation.slug, pk=poll.pk)
    return render(request, "ballots/keys_again.html", _context(poll, form=form))


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Withdraw a verifiable secret poll that is being prepared, after saying what that does."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    poll = _find_ours(person, organisation, pk, now)
    require(rules.may_open, person, organisation, organisation.day(now))
    if poll.state != Poll.State.PREPARED:
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = submit(request, form, lambda data: domain.withdraw_poll(poll=poll, by=person, now=timezone.now()))
        if done is not None:
            messages.success(request, _("The vote is withdrawn."))
            return redirect("poll", slug=organisation.slug, pk=poll.pk)
    return render(request, "ballots/withdraw.html", _context(poll, form=form))


@signed_in
@at_home
@require_GET
def voters(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """For the secretary: who may vote and who did, to remind people. Never what."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    poll = _find_ours(person, organisation, pk, now)
    require(rules.may_see_list, person, poll, now)
    query = search_of(request)
    page = page_of(request, queries.voters_of(poll, query), per_page=50)
    return render(
        request,
        "ballots/voters.html",
        _context(poll, page=page, query=query, turnout=queries.turnout(poll)),
    )


@signed_in
@at_home
@require_http_methods(["GET", "POST"])
def proxies(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """For the secretary: who votes for whom in a verifiable secret poll, until the codes are made."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    poll = _find_ours(person, organisation, pk, now)
    require(rules.may_see_list, person, poll, now)
    if poll.secrecy != Poll.Secrecy.VERIFIABLE or not poll.sealed.proxies:
        raise Http404
    voters = queries.voters_of(poll)
    form = ProxyForm(request.POST if request.method == "POST" and "dropped" not in request.POST else None, voters)
    if request.method == "POST":
        if "dropped" in request.POST:
            drop = DropProxyForm(request.POST, voters)
            done = submit(
                request, drop, lambda data: domain.drop_proxy(voter=data["dropped"], by=person, now=timezone.now())
            )
        else:
            done = submit(request, form, lambda data: domain.note_proxy(by=person, now=timezone.now(), **data))
        if done is not None:
            return redirect("poll_proxies", slug=organisation.slug, pk=poll.pk)
    return render(
        request,
        "ballots/proxies.html",
        _context(
            poll,
            form=form,
            given=voters.exclude(holder=None).select_related("person", "holder__person"),
            most=poll.sealed.proxies,
            changes=poll.state == Poll.State.PREPARED and not poll.sealed.roll,
        ),
    )
