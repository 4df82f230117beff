"""Asking to join, and the secretary's answer."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.errors import AlreadyDone
from waardeel.house.limits import limit, visitor
from waardeel.house.paging import page_of
from waardeel.house.views import signed_in, submit
from waardeel.people import domain, queries
from waardeel.people.domain.joining import read_application
from waardeel.people.errors import AlreadyMember, LinkTooOld
from waardeel.people.forms import AdmitForm, ApplyByMailForm, ApplyForm
from waardeel.people.models import Membership, Organisation
from waardeel.people.views.common import as_secretary, attempt, organisation_of, posted

#: Letters that one place on the network, and one address, can cause in an hour.
LETTERS_PER_VISITOR, LETTERS_PER_ADDRESS, HOUR = 20, 3, 3600


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join: with one button when signed in, else by name and address."""
    organisation = organisation_of(slug)
    if not organisation.takes_applications:
        return _page(request, organisation, "people/join_closed.html")
    if request.person is None:  # type: ignore[attr-defined]
        return _join_by_mail(request, organisation)
    person = request.person  # type: ignore[attr-defined]
    membership = queries.membership_of(person, organisation)
    form = ApplyForm(posted(request))
    if request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.apply_for_membership(organisation=organisation, by=person, now=timezone.now(), **data),
    ):
        messages.success(request, _("You asked to join. The secretary decides, and you will hear."))
        return redirect("join", slug)
    return _page(request, organisation, "people/join.html", form=form, membership=membership)


def _page(request: HttpRequest, organisation: Organisation, template: str, **context: Any) -> HttpResponse:
    """A page for anyone, under the first tab of the organisation."""
    return render(request, template, {"organisation": organisation, "tab": "about", **context})


def _join_by_mail(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = ApplyByMailForm(posted(request))

    def ask(data: dict[str, Any]) -> None:
        limit("join-from", visitor(request), tries=LETTERS_PER_VISITOR, seconds=HOUR)
        limit("join-to", data["email"].lower(), tries=LETTERS_PER_ADDRESS, seconds=HOUR)
        domain.apply_by_mail(
            organisation=organisation,
            language=get_language() or "nl",
            link=lambda words: request.build_absolute_uri(reverse("join_confirm", args=[organisation.slug, words])),
            **data,
        )

    if request.method == "POST" and submit(request, form, ask):
        return redirect("join_sent", organisation.slug)
    return _page(request, organisation, "people/join_by_mail.html", form=form)


@require_GET
def join_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail. The same page whether the address is known here or not."""
    return _page(request, organisation_of(slug), "people/join_sent.html")


@require_http_methods(["GET", "POST"])
def join_confirm(request: HttpRequest, slug: str, words: str) -> HttpResponse:
    """The page behind the link in the mail. Looking does nothing: a mail program may look first."""
    organisation = organisation_of(slug)
    try:
        asked = read_application(words, organisation)
    except LinkTooOld as error:
        messages.error(request, str(error))
        return redirect("join", slug)
    if request.method == "POST":
        # Who follows the link twice, or was a member all along, has what they asked for.
        with suppress(AlreadyDone, AlreadyMember):
            domain.confirm_application(organisation=organisation, words=words, now=timezone.now())
        return redirect("join_done", slug)
    return _page(request, organisation, "people/join_confirm.html", name=asked["name"], email=asked["email"])


@require_GET
def join_done(request: HttpRequest, slug: str) -> HttpResponse:
    """The application is with the secretary."""
    return _page(request, organisation_of(slug), "people/join_done.html")


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back one's own application."""
    organisation = organisation_of(slug)
    person = request.person  # type: ignore[attr-defined]
    membership = queries.membership_of(person, organisation)
    if membership is None:
        raise Http404
    attempt(
        request,
        lambda: domain.withdraw_application(membership=membership, by=person, now=timezone.now()),
        _("You took back your application."),
    )
    return redirect("join", slug)


@signed_in
@require_GET
def applications(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to join, and who was invited and has not answered."""
    place = as_secretary(request, slug)
    invitations = queries.open_invitations(place.now).filter(organisation=place.organisation)
    return place.show(
        request,
        "people/applications.html",
        page=page_of(request, queries.applications_to(place.organisation)),
        invitations=invitations.order_by("-invited_at")[:200],
    )


def _application(organisation: Organisation, id: UUID) -> Membership:
    rows = Membership.objects.select_related("person", "organisation__log")
    return get_object_or_404(rows, organisation=organisation, pk=id)


@signed_in
@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Admit somebody who asked to join."""
    place = as_secretary(request, slug)
    membership = _application(place.organisation, id)
    form = AdmitForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.admit_application(membership=membership, by=place.person, now=place.now, **data),
    )
    if done:
        messages.success(request, _("%(name)s is now a member.") % {"name": membership.person})
        return redirect("applications", slug)
    return place.show(request, "people/admit.html", form=form, membership=membership)


@signed_in
@require_POST
def refuse(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Refuse somebody who asked to join."""
    place = as_secretary(request, slug)
    membership = _application(place.organisation, id)
    attempt(
        request,
        lambda: domain.refuse_application(membership=membership, by=place.person, now=place.now),
        _("The application was refused."),
    )
    return redirect("applications", slug)
