"""Pages of trustees and of the credential authority, by the link that only its bearer was given.

Keys and codes are made by their browser, and only public halves are sent.
"""

from __future__ import annotations

import hmac
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waardeel.ballots import domain, keys, queries, words
from waardeel.ballots.clock import at_home
from waardeel.ballots.codes import facts_of_exchange
from waardeel.ballots.forms import DecryptionForm, ExchangeForm, FindingForm, KeyForm, RollForm, RoundForm
from waardeel.ballots.models import Auditor, Poll, Sealed, Trustee, Voter
from waardeel.ballots.views.sealed import audit_token, context, role_token
from waardeel.belenios.group import BELENIOS_2048
from waardeel.house.limits import limit
from waardeel.house.views import submit
from waardeel.people.models import Organisation

#: Each finding is an entry in the register for good.
FINDINGS_PER_HOUR = 20


@at_home
@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, organisation: Organisation, pk: UUID, number: int, token: str) -> HttpResponse:
    """The page of a trustee or of the credential authority, by the link that they were given."""
    sealed = get_object_or_404(
        Sealed.objects.select_related("poll__organisation"), poll=pk, poll__organisation=organisation
    )
    if not hmac.compare_digest(token, role_token(sealed, number)):
        raise Http404
    if sealed.poll.state == Poll.State.WITHDRAWN:
        return render(request, "ballots/role_over.html", context(sealed))
    if number == 0 and sealed.lead_id:
        raise Http404  # the codes are those of the meeting
    return _authority(request, sealed) if number == 0 else _trustee(request, sealed, number)


@at_home
@require_http_methods(["GET", "POST"])
def audit(request: HttpRequest, organisation: Organisation, pk: UUID, number: int, token: str) -> HttpResponse:
    """The page of an auditor, by the link that they were given: how to check, and what they found."""
    auditor = get_object_or_404(
        Auditor.objects.select_related("sealed__poll__organisation"),
        sealed__poll=pk,
        sealed__poll__organisation=organisation,
        number=number,
    )
    if not hmac.compare_digest(token, audit_token(auditor)):
        raise Http404
    sealed = auditor.sealed
    if sealed.poll.state == Poll.State.WITHDRAWN:
        return render(request, "ballots/role_over.html", context(sealed))
    form = FindingForm(request.POST if request.method == "POST" else None)

    def give(data: dict[str, Any]) -> Auditor:
        limit("audit", str(auditor.pk), tries=FINDINGS_PER_HOUR, seconds=3600)
        return domain.give_finding(auditor=auditor, now=timezone.now(), **data)

    if request.method == "POST":
        said = submit(request, form, give)
        if said is not None:
            return redirect(request.get_full_path())
    return render(
        request,
        "ballots/audit.html",
        context(sealed, auditor=auditor, form=form, opened=sealed.poll.state != Poll.State.PREPARED),
    )


def _authority(request: HttpRequest, sealed: Sealed) -> HttpResponse:
    poll = sealed.poll
    waiting = poll.state == Poll.State.PREPARED and not sealed.roll
    exchange = {} if waiting else facts_of_exchange(sealed, timezone.now())
    kind, act = (ExchangeForm, domain.replace_code) if exchange else (RollForm, domain.give_roll)
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = submit(request, form, lambda data: act(sealed=sealed, now=timezone.now(), **data))
        if given is not None:
            return redirect(request.get_full_path())
    booth_url = request.build_absolute_uri(reverse("poll_booth", args=[poll.organisation.slug, poll.pk]))
    facts: dict[str, Any] = {"uuid": sealed.uuid, "group": BELENIOS_2048.name, "booth": booth_url}
    command = f"waardeel credentials {sealed.uuid}.json --codes codes.csv"
    if waiting:
        facts |= {
            "voters": [
                [words.addressed(voter), int(voter.weight), _address(voter) if sealed.by_mail else ""]
                for voter in queries.voters_of(poll).select_related("person", "holder__person")
            ],
            "uuids": [each.uuid for each in queries.questions_of(sealed)],
            "spares": sealed.spares,
            "papers": sealed.papers,
        }
    elif exchange:
        facts |= exchange
        command += ' --lost "' + _("Name") + '"'
    if "question" in request.GET:
        return _question(facts)
    return render(
        request,
        "ballots/authority.html",
        context(
            sealed,
            form=form,
            waiting=waiting,
            replaces=bool(exchange),
            facts=facts,
            command=f"{command} > answer.json",
            answers=words.ANSWERS.values(),
            mail_subject=f"{poll.organisation.name}: {poll.asked}",
            mail_body=words.letter(poll),
        ),
    )


def _address(voter: Voter) -> str:
    """Where the code of a voter goes: to whom they gave a proxy, or to themselves."""
    return (voter.holder or voter).person.email


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
    if "waiting" in request.GET:
        return JsonResponse({"questions": _to_read(sealed, number)})
    if "question" in request.GET:
        return _question(facts)
    waits = bool(round_ and getattr(trustee, round_))
    return render(
        request,
        "ballots/trustee.html",
        context(
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
            meeting=bool(trustee.key) and sealed.followers.exists(),
            facts=facts,
        ),
    )


def _to_read(lead: Sealed, number: int) -> list[dict[str, Any]]:
    """The further questions of a meeting whose result waits for this trustee, each with what their browser needs."""
    waiting = Trustee.objects.filter(
        sealed__lead=lead, number=number, decryption="", sealed__poll__state=Poll.State.ENDED
    ).select_related("sealed__poll__organisation")
    found = []
    for trustee in waiting.order_by("sealed__number"):
        sealed = trustee.sealed
        at = [sealed.poll.organisation.slug, sealed.poll_id]
        facts = {"uuid": sealed.uuid, "group": BELENIOS_2048.name, "key": trustee.key, "asked": sealed.poll.asked}
        if trustee.encrypted_key:
            facts["encrypted"] = trustee.encrypted_key
        facts["archive"] = reverse("poll_archive", args=at)
        facts["page"] = reverse("poll_role", args=[*at, number, role_token(sealed, number)])
        found.append(facts)
    return found


def _command(sealed: Sealed, *, decrypts: bool) -> str:
    """How the question of a trustee is answered without the program in the page."""
    archive = f" --archive {sealed.uuid}.bel" if decrypts else ""
    return f"waardeel trustee {sealed.uuid}.json --key {sealed.uuid}.key{archive} > answer.json"
