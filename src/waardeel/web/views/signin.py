"""The door: all ways to sign in on one page; and in the demo, whom one can play."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

from allauth.account.forms import RequestLoginCodeForm
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from waardeel.people.models import Person
from waardeel.people.signin.views import BACKEND
from waardeel.web.demo.cast import CAST


def _next(request: HttpRequest) -> str:
    """Where somebody wanted to go, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else ""


@require_GET
def signin(request: HttpRequest) -> HttpResponse:
    """Choose how to sign in."""
    if request.person is not None:  # type: ignore[attr-defined]
        return redirect(_next(request) or "my")
    roles = {person.id: person for person in CAST} if settings.WAARDEEL_DEMO else {}
    people = Person.objects.filter(pk__in=roles)
    return render(
        request,
        "web/signin.html",
        {
            "form": RequestLoginCodeForm(),
            "next": _next(request),
            "oidc": next(iter(settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])), None),
            "cast": sorted(((person, roles[person.pk]) for person in people), key=lambda pair: pair[1].order),
        },
    )


@require_POST
def as_demo_person(request: HttpRequest, id: UUID) -> HttpResponse:
    """In the demo alone: become one of its people, with one press."""
    if not settings.WAARDEEL_DEMO:
        raise Http404
    if id not in {person.id for person in CAST}:
        raise Http404
    person = get_object_or_404(Person.objects.select_related("account"), pk=id)
    login(request, person.account, backend=BACKEND)
    return redirect(_next(request) or "my")


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """In the demo alone: the mail that went out, to be read on screen, newest first."""
    if not settings.WAARDEEL_DEMO:
        raise Http404
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:20]
    mails = []
    for file in files:
        for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if part.strip():
                mail = message_from_bytes(part.lstrip(b"\n"), policy=policy.default)
                body = mail.get_body(("plain",))
                mails.append(
                    {
                        "to": mail["to"],
                        "subject": mail["subject"],
                        "date": mail["date"],
                        "text": body.get_content() if body else "",
                    }
                )
    return render(request, "web/outbox.html", {"mails": mails})
