"""Pages of a verifiable secret poll: the ceremony, the booth, the board of all ballots, the roles.

Booth, board and archive ask nobody who they are. Roles come in by a link that only its bearer was given; keys and codes
are made by their browser, and only public halves are sent.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.ballots import domain, keys, queries, rules, words
from waardeel.ballots.clock import at_home
from waardeel.ballots.domain.sealed import booth_hash
from waardeel.ballots.forms import DecryptionForm, KeyForm, OpenForm, RollForm, RoundForm
from waardeel.ballots.models import Poll, Sealed, Trustee
from waardeel.belenios.group import BELENIOS_2048
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
_LONGEST_BALLOT = 200_000


def _published(organisation: Organisation, pk: UUID) -> Sealed:
    """The election of a poll that was opened: its records are for everybody."""
    return get_object_or_404(
        Sealed.objects.select_related("poll__organisation").exclude(poll__state=Poll.State.PREPARED),
        poll=pk,
        poll__organisation=organisation,
    )


def _context(sealed: Sealed, **more: Any) -> dict[str, Any]:
    poll = sealed.poll
    return {"organisation": poll.organisation, "tab": "decide", "poll": poll, "sealed": sealed, **more}


def role_token(sealed: Sealed, number: int) -> str:
    """What makes the link of a role: 0 is the credential authority, then come the trustees."""
    return salted_hmac("waardeel.ballots.role", f"{sealed.pk}:{number}", algorithm="sha256").hexdigest()[:40]


def ceremony(request: HttpRequest, poll: Poll, person: Person | None, now: datetime) -> HttpResponse:
    """The page of a poll that is being prepared, is open, or is waiting for its trustees."""
    sealed = poll.sealed
    trustees = list(sealed.trustees.all())
    organisation = poll.organisation
    leads = person is not None and rules.may_open(person, organisation, organisation.day(now))
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
        _context(
            sealed,
            trustees=trustees,
            links=[_link(request, sealed, number) for number in range(len(trustees) + 1)] if leads else [],
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


@at_home
@require_GET
def booth(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Vote with a code. The page needs nobody to sign in, and the code never leaves the browser."""
    sealed = _published(organisation, pk)
    poll = sealed.poll
    return render(
        request,
        "ballots/booth.html",
        _context(
            sealed,
            answers=[
                (at, choice, words.ANSWERS[choice], words.CAST[choice]) for at, choice in enumerate(yes_no.CHOICES)
            ],
            is_open=poll.state == Poll.State.OPEN and timezone.now() < poll.closes_at,
            booth_hash=booth_hash(),
        ),
    )


@csrf_exempt  # it asks for no cookie and no session: whoever sends a ballot is whoever holds its code
@at_home
@require_POST
def cast(request: HttpRequest, organisation: Organisation, pk: UUID) -> JsonResponse:
    """Take a ballot (the body is its record), check it in full, publish it, and say its tracking number."""
    poll = _published(organisation, pk).poll
    try:
        limit("sealed-ballot", visitor(request), tries=CASTS_PER_MINUTE, seconds=60)
        body = request.body if len(request.body) <= _LONGEST_BALLOT else b""
        published = domain.cast_sealed_ballot(
            poll=poll, ballot_text=body.decode("utf-8", errors="replace"), now=timezone.now()
        )
    except AlreadyDone as done:
        return JsonResponse({"tracker": done.existing.tracker})
    except HouseError as error:
        return JsonResponse({"refused": str(error)}, status=400)
    return JsonResponse({"tracker": published.tracker})


@at_home
@require_GET
def board(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """All ballots by their tracking numbers, and how to check them."""
    sealed = _published(organisation, pk)
    query = search_of(request)
    return render(
        request,
        "ballots/board.html",
        _context(
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
    sealed = _published(organisation, pk)
    response = StreamingHttpResponse(queries.archive_of(sealed), content_type="application/x-tar")
    response["Content-Disposition"] = f'attachment; filename="{sealed.uuid}.bel"'
    return response


@at_home
@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, organisation: Organisation, pk: UUID, number: int, token: str) -> HttpResponse:
    """The page of a trustee or of the credential authority, by the link that they were given."""
    sealed = get_object_or_404(
        Sealed.objects.select_related("poll__organisation"), poll=pk, poll__organisation=organisation
    )
    if not hmac.compare_digest(token, role_token(sealed, number)):
        raise Http404
    return _authority(request, sealed) if number == 0 else _trustee(request, sealed, number)


def _authority(request: HttpRequest, sealed: Sealed) -> HttpResponse:
    poll = sealed.poll
    form = RollForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = submit(request, form, lambda data: domain.give_roll(sealed=sealed, now=timezone.now(), **data))
        if given is not None:
            return redirect(request.get_full_path())
    waiting = poll.state == Poll.State.PREPARED and not sealed.roll
    voters = queries.voters_of(poll) if waiting else []
    booth_url = request.build_absolute_uri(reverse("poll_booth", args=[poll.organisation.slug, poll.pk]))
    facts = {
        "uuid": sealed.uuid,
        "group": BELENIOS_2048.name,
        "booth": booth_url,
        "voters": [[voter.person.name, int(voter.weight)] for voter in voters],
    }
    if "question" in request.GET:
        return _question(facts)
    command = f"waardeel credentials {sealed.uuid}.json --codes codes.csv > answer.json"
    return render(
        request,
        "ballots/authority.html",
        _context(sealed, form=form, waiting=waiting, facts=facts, command=command),
    )


def _question(facts: dict[str, Any]) -> HttpResponse:
    """What the page asks of the browser, as a file for `waardeel trustee` and `waardeel credentials`."""
    return JsonResponse(facts, headers={"Content-Disposition": f'attachment; filename="{facts["uuid"]}.json"'})


def _trustee(request: HttpRequest, sealed: Sealed, number: int) -> HttpResponse:
    poll = sealed.poll
    trustee: Trustee = get_object_or_404(sealed.trustees.all(), number=number)
    all_ = list(sealed.trustees.all())
    makes_key = poll.state == Poll.State.PREPARED and not trustee.key
    decrypts = poll.state == Poll.State.ENDED and not trustee.decryption
    round_ = keys.round_of(all_) if makes_key and sealed.threshold else None
    kind, act = KeyForm, domain.give_key
    if decrypts:
        kind, act = DecryptionForm, domain.give_decryption
    elif round_:
        kind, act = RoundForm, domain.give_round
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = submit(request, form, lambda data: act(trustee=trustee, now=timezone.now(), **data))
        if done is not None:
            return redirect(request.get_full_path())
    facts: dict[str, Any] = {"uuid": sealed.uuid, "group": BELENIOS_2048.name, "number": number, "key": trustee.key}
    if round_:
        facts |= keys.facts_of_round(sealed, all_, trustee) | {"names": [each.name for each in all_]}
    if trustee.encrypted_key:
        facts["encrypted"] = trustee.encrypted_key
    if decrypts:
        facts["archive"] = reverse("poll_archive", args=[poll.organisation.slug, poll.pk])
    if "question" in request.GET:
        return _question(facts)
    waits = bool(round_ and getattr(trustee, round_))
    return render(
        request,
        "ballots/trustee.html",
        _context(
            sealed,
            form=form,
            trustee=trustee,
            trustees=len(all_),
            makes_key=makes_key and round_ in (None, "certificate"),
            round=round_,
            steps=keys.ROUNDS.index(round_) + 1 if round_ else 0,
            waits=waits,
            command="" if waits or not (makes_key or decrypts) else _command(sealed, decrypts=decrypts),
            missing=[each.name for each in all_ if round_ and not getattr(each, round_)],
            decrypts=decrypts,
            facts=facts,
        ),
    )


def _command(sealed: Sealed, *, decrypts: bool) -> str:
    """How the question of a trustee is answered without the program in the page."""
    archive = f" --archive {sealed.uuid}.bel" if decrypts else ""
    return f"waardeel trustee {sealed.uuid}.json --key {sealed.uuid}.key{archive} > answer.json"
