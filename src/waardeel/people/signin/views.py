"""Signing in with a card, and the ways to sign in that somebody has."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.forms import HouseForm, MakeForm
from waardeel.house.limits import TooOften, limit, visitor
from waardeel.house.views import signed_in, submit
from waardeel.people import queries, rules
from waardeel.people.models import Card, Organisation, Person
from waardeel.people.signin import domain
from waardeel.people.signin import queries as signin
from waardeel.people.signin.rules import has_another_way_in
from waardeel.people.signin.secrets import LENGTH, hash_of, new_secret, tidy

#: Somebody who guesses at cards gets this many answers; 78 bits make them all useless.
TRIES, SECONDS = 20, 600
BACKEND = "django.contrib.auth.backends.ModelBackend"


class CardForm(HouseForm):
    """The code of a card, typed by hand."""

    code = forms.CharField(
        label=gettext_lazy("Code on your card"),
        help_text=gettext_lazy("16 letters and figures. You may leave out the dashes."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(
                _("The code has %(length)s letters and figures; you typed %(typed)s. Look at your card once more.")
                % {"length": LENGTH, "typed": len(code)}
            )
        return code


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Type the code of a card."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("signin_with_card", secret=form.cleaned_data["code"])
    return render(request, "people/signin/card.html", {"form": form})


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def with_card(request: HttpRequest, secret: str) -> HttpResponse:
    """The address in the QR code of a card. Looking signs nobody in: a phone may look before its owner."""
    card = signin.card_with(secret)
    if card is None:
        # Only wrong codes count: a whole meeting may come in with cards through one connection.
        try:
            limit("card", visitor(request), tries=TRIES, seconds=SECONDS)
        except TooOften as error:
            return render(request, "429.html", {"reason": str(error)}, status=429)
        return render(request, "people/signin/card_unknown.html", status=404)
    if request.method == "POST":
        login(request, card.person.account, backend=BACKEND)
        return redirect("my")
    return render(request, "people/signin/with_card.html", {"person": card.person})


@signed_in
@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """The ways in which I can sign in."""
    person: Person = request.person  # type: ignore[attr-defined]
    passkeys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    return render(
        request,
        "people/signin/ways.html",
        {"passkeys": passkeys, "cards": signin.cards_of(person), "person": person},
    )


@signed_in
@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back a card of my own, because I lost it."""
    card = get_object_or_404(Card, pk=id, person=request.person)  # type: ignore[attr-defined]
    domain.revoke_card(card=card, by=request.person, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("The card is taken back. Nobody can sign in with it any more."))
    return redirect("signin_ways")


def _whose(by: Person, slug: str, id: UUID, now: datetime) -> tuple[Organisation, Person]:
    """The organisation of which ``by`` is secretary, and somebody who belongs to it; else no such page."""
    organisation = get_object_or_404(Organisation, slug=slug)
    today = organisation.day(now)
    if not rules.may_manage_members(by, organisation, today):
        raise Http404
    person = get_object_or_404(Person, pk=id)
    if not queries.belongs(person, organisation, today):
        raise Http404
    return organisation, person


def _cards_given(organisation: Organisation, person: Person) -> QuerySet[Card]:
    return signin.cards_of(person).filter(organisation=organisation)


@signed_in
@require_POST
def take_back(request: HttpRequest, slug: str, id: UUID, card: UUID) -> HttpResponse:
    """The secretary takes back a card that somebody lost."""
    by: Person = request.person  # type: ignore[attr-defined]
    now = timezone.now()
    organisation, person = _whose(by, slug, id, now)
    domain.revoke_card(card=get_object_or_404(_cards_given(organisation, person), pk=card), by=by, now=now)
    messages.success(request, _("The card is taken back. Nobody can sign in with it any more."))
    return redirect("signin_issue_card", slug=slug, id=id)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """The secretary prints a card for somebody. The code is on this one page and nowhere else."""
    by: Person = request.person  # type: ignore[attr-defined]
    now = timezone.now()
    organisation, person = _whose(by, slug, id, now)
    context: dict[str, Any] = {"organisation": organisation, "tab": "members", "person": person}
    if request.method == "GET":
        return render(
            request,
            "people/signin/issue.html",
            context
            | {
                "form": MakeForm(),
                "cards": _cards_given(organisation, person),
                "otherwise": domain.SignsInOtherwise() if has_another_way_in(person, organisation) else "",
            },
        )
    form = MakeForm(request.POST)
    secret = new_secret()
    card = submit(
        request,
        form,
        lambda data: domain.issue_card(
            id=data["id"], organisation=organisation, person=person, secret=secret, by=by, now=now
        ),
    )
    if card is None:
        return render(request, "people/signin/issue.html", context | {"form": form})
    if card.secret_hash != hash_of(secret):
        # The same form came twice. The code was on the first answer, and nobody knows it any more.
        messages.warning(request, _("This card was made already. Did it not print? Take it back and make a new one."))
        return redirect("signin_issue_card", slug=slug, id=id)
    address = request.build_absolute_uri(reverse("signin_with_card", args=[secret]))
    return render(
        request,
        "people/signin/print.html",
        context | {"card": card, "secret": secret, "qr": _qr(address), "site": request.build_absolute_uri("/")},
    )


def _qr(text: str) -> str:
    """A QR code as inline SVG without style attributes: some five centimetres wide, white in the dark too."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        scale=5,
        border=4,
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  made by the library from our own address


@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    """Somebody proved who they are, but their account is closed."""
    return render(request, "people/signin/inactive.html", status=403)


@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("front")
