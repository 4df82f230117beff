"""What is somebody's own: what they need, what is held on them, and going."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.views import signed_in, submit
from waardeel.people import domain, privacy, queries
from waardeel.people.forms import NeedsForm, PersonForm, SureForm
from waardeel.people.models import SupportNeeds
from waardeel.people.views.common import posted


@signed_in
@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest) -> HttpResponse:
    """What I need to take part."""
    person = request.person  # type: ignore[attr-defined]
    known = SupportNeeds.objects.filter(person=person).first()
    form = NeedsForm(posted(request), instance=known)
    done = request.method == "POST" and submit(
        request, form, lambda data: domain.set_support_needs(person=person, by=person, **data)
    )
    if done:
        messages.success(request, _("We will take this into account."))
        return redirect("my_needs")
    return render(request, "people/needs.html", {"form": form, "known": known})


@signed_in
@require_POST
def clear_needs(request: HttpRequest) -> HttpResponse:
    """Forget what I need."""
    person = request.person  # type: ignore[attr-defined]
    domain.clear_support_needs(person=person, by=person)
    messages.success(request, _("What you had filled in was erased."))
    return redirect("my_needs")


@signed_in
@require_http_methods(["GET", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """What is held on me: my name, and everything as a file."""
    person = request.person  # type: ignore[attr-defined]
    form = PersonForm(posted(request), initial={"name": person.name, "language": person.language})
    done = request.method == "POST" and submit(
        request,
        form,
        lambda given: domain.describe_person(person=person, by=person, now=timezone.now(), **given),
    )
    if done:
        messages.success(request, _("The change was saved."))
        return redirect("my_data")
    return render(request, "people/data.html", {"form": form, "places": privacy.known_to(person)})


@signed_in
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is held on me, in all rooms, as one file."""
    person = request.person  # type: ignore[attr-defined]
    now = timezone.now()
    text = json.dumps(privacy.export_of(person, now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="waardeel-{now:%Y-%m-%d}.json"'
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase what is held on me."""
    person = request.person  # type: ignore[attr-defined]
    form = SureForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda given: domain.erase_person(person=person, by=person, now=timezone.now()),
    )
    if done:
        logout(request)
        messages.success(request, _("Your data was erased. You are signed out."))
        return redirect("front")
    context = {"form": form, "organisations": queries.organisations_of(person, timezone.now().date())}
    return render(request, "people/erase.html", context)
