"""The members' list, and one member."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.errors import NotAllowed
from waardeel.house.paging import page_of, search_of
from waardeel.house.views import signed_in, submit
from waardeel.people import domain, queries, rules
from waardeel.people.forms import EndForm, EngageForm, EnrolForm, EnrolOrganisationForm, MemberFacts, SureForm
from waardeel.people.models import Membership
from waardeel.people.sheets.writing import csv_of
from waardeel.people.views.common import Place, as_secretary, attempt, belonging, posted, to_members
from waardeel.register.queries import entries_about

PER_PAGE = 50


@signed_in
@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is a member: today for everyone who belongs here, and ever for the secretary."""
    place = belonging(request, slug)
    query, state = search_of(request), request.GET.get("state", "")
    member_class = request.GET.get("class", "").replace("\x00", "")[:40]
    found = _visible(place)
    if place.is_secretary and state in Membership.State.values:
        found = found.filter(state=state)
    if member_class:
        found = found.filter(member_class=member_class)
    page = page_of(request, queries.search_members(found, query), per_page=PER_PAGE)
    return place.show(
        request,
        "people/members.html",
        page=page,
        query=query,
        state=state,
        member_class=member_class,
        classes=queries.classes_of(place.organisation),
        states=[choice for choice in Membership.State.choices if choice[0] != Membership.State.APPLIED],
    )


def _visible(place: Place) -> Any:
    rows = queries.members_list(place.organisation)
    if place.is_secretary:
        return rows
    return rows.filter(state=Membership.State.ACTIVE, joined_on__lte=place.today)


@signed_in
@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole members' list as CSV. The same file can be imported again and changes nothing."""
    place = as_secretary(request, slug)
    header = [
        _("Name"), _("E-mail"), _("Member number"), _("Class"), _("Member since"), _("Was a member until"), _(
            "State"
        ),
    ]  # fmt: skip
    rows = queries.members_list(place.organisation).select_related("person__account").iterator(chunk_size=2000)
    content = csv_of(
        header,
        (
            [
                membership.member_name,
                membership.person.email if membership.person else "",
                membership.number,
                membership.member_class,
                _day(membership.joined_on),
                _day(membership.ended_on),
                membership.get_state_display(),
            ]
            for membership in rows
        ),
    )
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{place.organisation.slug}-{_('members')}-{place.today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _day(day: Any) -> str:
    return day.strftime("%d-%m-%Y") if day else ""


@signed_in
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """Make somebody a member."""
    place = as_secretary(request, slug)
    form = EnrolForm(posted(request))
    made = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.enrol_member(organisation=place.organisation, by=place.person, now=place.now, **data),
    )
    if made:
        messages.success(request, _("%(name)s is now a member.") % {"name": made.person})
        return redirect("member", slug, made.pk)
    return place.show(request, "people/enrol.html", form=form)


@signed_in
@require_http_methods(["GET", "POST"])
def enrol_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an organisation a member."""
    place = as_secretary(request, slug)
    form = EnrolOrganisationForm(posted(request))
    form.fields["member"].queryset = form.fields["member"].queryset.exclude(pk=place.organisation.pk)
    made = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.admit_organisation(organisation=place.organisation, by=place.person, now=place.now, **data),
    )
    if made:
        messages.success(request, _("%(name)s is now a member.") % {"name": made.member_organisation})
        return redirect("member", slug, made.pk)
    return place.show(request, "people/enrol_organisation.html", form=form)


def _member(place: Place, id: UUID) -> Membership:
    rows = Membership.objects.filter(organisation=place.organisation)
    rows = rows.select_related("person__account", "member_organisation", "organisation__log")
    return get_object_or_404(rows, pk=id)


@signed_in
@require_GET
def member(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """What is kept of a member: for the secretary, and for the member."""
    place = belonging(request, slug)
    membership = _member(place, id)
    if not rules.may_see_membership(place.person, membership, place.today):
        raise NotAllowed
    person = membership.person
    return place.show(
        request,
        "people/member.html",
        membership=membership,
        person=person,
        is_own=rules.is_own(place.person, membership),
        can_sign_in=person is not None and rules.can_sign_in(person),
        engagements=_engagements(place, person),
        holdings=queries.holdings_of(person, place.organisation, place.today) if person is not None else [],
        entries=entries_about(membership),
    )


def _engagements(place: Place, person: Any) -> Any:
    if person is None:
        return []
    return queries.engaged_in(place.organisation, place.today).filter(person=person)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Another class or number."""
    place = as_secretary(request, slug)
    membership = _member(place, id)
    initial = {"member_class": membership.member_class, "number": membership.number}
    form = MemberFacts(posted(request), initial=initial)
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.change_membership(membership=membership, by=place.person, now=place.now, **data),
    )
    if done:
        messages.success(request, _("The change was saved."))
        return redirect("member", slug, id)
    return place.show(request, "people/change.html", form=form, membership=membership)


@signed_in
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """End a membership, with a reason."""
    place = as_secretary(request, slug)
    membership = _member(place, id)
    form = EndForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.end_membership(membership=membership, by=place.person, now=place.now, **data),
    )
    if done:
        messages.success(request, _("The membership has ended."))
        return redirect("member", slug, id)
    return place.show(request, "people/end.html", form=form, membership=membership)


@signed_in
@require_POST
def suspend(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Suspend a member."""
    place = as_secretary(request, slug)
    membership = _member(place, id)
    attempt(
        request,
        lambda: domain.suspend_member(membership=membership, by=place.person, now=place.now),
        _("The member is suspended."),
    )
    return redirect("member", slug, id)


@signed_in
@require_POST
def lift(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Lift a suspension."""
    place = as_secretary(request, slug)
    membership = _member(place, id)
    attempt(
        request,
        lambda: domain.lift_suspension(membership=membership, by=place.person, now=place.now),
        _("The suspension is lifted."),
    )
    return redirect("member", slug, id)


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave, as a member."""
    place = belonging(request, slug)
    membership = queries.membership_of(place.person, place.organisation)
    if membership is None or membership.state not in queries.BELONGING:
        return to_members(place.organisation)
    form = SureForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.leave(membership=membership, by=place.person, now=place.now),
    )
    if done:
        messages.success(request, _("You are no longer a member of %(name)s.") % {"name": place.organisation.name})
        return redirect("my")
    return place.show(request, "people/leave.html", form=form, membership=membership)


@signed_in
@require_http_methods(["GET", "POST"])
def engage(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """A member begins to work, learn, live or volunteer here."""
    place = as_secretary(request, slug)
    membership = _member(place, id)
    if membership.person is None or membership.person.erased_at is not None:
        return redirect("member", slug, id)
    form = EngageForm(posted(request))
    person = membership.person
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.begin_engagement(
            organisation=place.organisation, person=person, by=place.person, now=place.now, **data
        ),
    )
    if done:
        messages.success(request, _("The change was saved."))
        return redirect("member", slug, id)
    return place.show(request, "people/engage.html", form=form, membership=membership)


@signed_in
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Erase somebody who asked for it and has no way to sign in."""
    place = as_secretary(request, slug)
    membership = _member(place, id)
    person = membership.person
    if person is None or person.erased_at is not None:
        return redirect("member", slug, id)
    form = SureForm(posted(request))
    done = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.erase_person(
            person=person, by=place.person, now=timezone.now(), organisation=place.organisation
        ),
    )
    if done:
        messages.success(request, _("The data of this person was erased."))
        return to_members(place.organisation)
    return place.show(
        request,
        "people/erase_member.html",
        form=form,
        membership=membership,
        may_erase=rules.may_act_for(place.person, person, place.organisation, place.today),
    )
