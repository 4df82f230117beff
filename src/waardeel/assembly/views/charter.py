"""Our rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from waardeel.assembly import domain, examples, queries, rules
from waardeel.assembly.forms import (
    CharterForm,
)
from waardeel.assembly.models import Charter, DecisionKind
from waardeel.assembly.views.common import context, insist_belongs, today_of
from waardeel.ballots import words
from waardeel.ballots.clock import at_home
from waardeel.house.rules import require
from waardeel.house.views import signed_in, submit
from waardeel.law import packs
from waardeel.law.verdict import DecisionRules
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person


@at_home
@require_GET
def charter(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Our rules in plain words, with an example in figures, the law behind them, and all versions."""
    person = request.person  # type: ignore[attr-defined]
    today = today_of(organisation)
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
        context(
            organisation,
            charter=charter,
            explained=explained,
            days=[
                (DecisionKind(kind).label, queries.shortest_days(charter, kind, today)) for kind in DecisionKind.values
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
    today = today_of(organisation)
    insist_belongs(person, organisation, today)
    require(rules.may_adopt_charter, person, organisation, today)
    charter = queries.charter_on(organisation, today)
    pack = queries.pack_for(organisation, today)
    now_in_force = {
        kind: queries.rules_of(charter, kind) if charter is not None else pack.defaults(kind)
        for kind in DecisionKind.values
    }
    initial: dict[str, Any] = {"valid_from": today, **CharterForm.initial_from(now_in_force)}
    if charter is not None:
        initial |= {name: getattr(charter, name) for name in ("poll_days", "proxies", "minimum_cell", "review_months")}
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
        context(
            organisation,
            form=form,
            charter=charter,
            pack=pack,
            explained=[_explained(pack, kind, pack.defaults(kind), members) for kind in DecisionKind.values],
        ),
    )


def _adopt(organisation: Organisation, person: Person, form: CharterForm, data: dict[str, Any]) -> Charter:
    names = ("id", "poll_days", "proxies", "minimum_cell", "review_months", "valid_from", "confirmed")
    return domain.adopt_charter(
        organisation=organisation,
        decision_rules=form.decision_rules(),
        by=person,
        now=timezone.now(),
        **{name: data[name] for name in names},
    )
