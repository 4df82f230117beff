"""Inviting somebody, and accepting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from waardeel.house.views import signed_in, submit
from waardeel.people import domain, queries
from waardeel.people.forms import AcceptAsForm, AcceptForm, InviteForm
from waardeel.people.models import Invitation
from waardeel.people.views.common import as_secretary, attempt, posted

BACKEND = "django.contrib.auth.backends.ModelBackend"


@signed_in
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Send somebody a link with which they become a member."""
    place = as_secretary(request, slug)
    form = InviteForm(posted(request), initial={"language": get_language()})
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.invite(
            organisation=place.organisation,
            by=place.person,
            now=place.now,
            link=lambda secret: request.build_absolute_uri(reverse("invitation", args=[secret])),
            **data,
        ),
    )
    if done:
        messages.success(request, _("The invitation was sent."))
        return redirect("applications", slug)
    return place.show(request, "people/invite.html", form=form)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    place = as_secretary(request, slug)
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation__log"), organisation=place.organisation, pk=id
    )
    attempt(
        request,
        lambda: domain.withdraw_invitation(invitation=invitation, by=place.person, now=place.now),
        _("The invitation was taken back."),
    )
    return redirect("applications", slug)


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the link of an invitation. Looking does nothing; accepting makes a member."""
    found = queries.invitation_by_secret(secret, timezone.now())
    if found is None:
        return render(request, "people/invitation_gone.html", status=404)
    return _accept(request, found, secret)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def my_invitation(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same, for who signs in with the invited address and has not the mail at hand."""
    person = request.person  # type: ignore[attr-defined]
    return _accept(request, get_object_or_404(queries.invitations_for(person, timezone.now()), pk=id), "")


@sensitive_variables("secret")
def _accept(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    person = request.person  # type: ignore[attr-defined]
    form: AcceptForm | AcceptAsForm
    if person is not None:
        form = AcceptForm(posted(request))
    else:
        form = AcceptAsForm(posted(request), initial={"name": found.name})

    def accept(data: dict[str, Any]) -> Any:
        return domain.accept_invitation(invitation=found, secret=secret, by=person, now=timezone.now(), **data)

    organisation = found.organisation
    membership = request.method == "POST" and submit(request, form, accept)
    if membership:
        if person is None:
            # Having the link shows that the address is theirs, as a code by mail would.
            login(request, membership.person.account, backend=BACKEND)
        messages.success(request, _("You are now a member of %(name)s.") % {"name": organisation.name})
        return redirect("organisation", organisation.slug)
    context = {"organisation": organisation, "tab": "about", "invitation": found, "form": form}
    return render(request, "people/invitation.html", context)
