"""Addresses. Each room keeps its own; `o/<slug>/` is always the organisation that a page is about."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from waardeel.web import styleguide
from waardeel.web.api import api
from waardeel.web.views import front, play, signin
from waardeel.web.views import help as helping

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("my/", front.my, name="my"),
    path("display/", front.display, name="display"),
    path("api/", api.urls),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("registers/", front.registers, name="registers"),
    path("accessibility/", RedirectView.as_view(url="/help/accessibility/"), name="accessibility"),
    path("help/", helping.index, name="help"),
    path("help/<slug:slug>/", helping.page, name="help_page"),
    path("healthz", front.healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("o/<slug:slug>/", front.organisation, name="organisation"),
    path("signin/", signin.signin, name="signin"),
    path("signin/demo/<uuid:id>/", signin.as_demo_person, name="signin_demo"),
    path("play/", play.play, name="play"),
    path("play/polls/<uuid:id>/vote/", play.others_vote, name="play_vote"),
    path("outbox/", signin.outbox, name="outbox"),
    path("", include("waardeel.people.signin.urls")),
    path("", include("waardeel.people.urls")),
    path("", include("waardeel.register.urls")),
    path("", include("waardeel.assembly.urls")),
    path("", include("waardeel.ballots.urls")),
    path("", include("waardeel.work.urls")),
    path("", include("waardeel.impact.urls")),
]
