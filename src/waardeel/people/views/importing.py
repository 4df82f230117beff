"""Importing a members' list: upload, look, confirm."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from waardeel.house.errors import HouseError, NotAllowed
from waardeel.house.paging import page_of
from waardeel.house.views import signed_in, submit
from waardeel.people import domain
from waardeel.people.domain.import_plan import ADMITTED, BAD, CHANGED, NEW, OUTCOMES, SAME
from waardeel.people.domain.importing import KEPT, refresh_import
from waardeel.people.errors import ImportGone, ListChanged
from waardeel.people.forms import ImportForm
from waardeel.people.models import ImportDraft
from waardeel.people.sheets.rows import PROBLEMS
from waardeel.people.views.common import Place, as_secretary, posted, to_members

LABELS = {
    BAD: gettext_lazy("To mend"),
    NEW: gettext_lazy("New member"),
    ADMITTED: gettext_lazy("Asked to join, becomes a member"),
    CHANGED: gettext_lazy("Is a member, will change"),
    SAME: gettext_lazy("Is a member, nothing changes"),
}
TONES = {BAD: "danger", NEW: "success", ADMITTED: "success", CHANGED: "info", SAME: "neutral"}
FIELDS = {
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "infix": gettext_lazy("Prefix of the last name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail address"),
    "number": gettext_lazy("Member number"),
    "member_class": gettext_lazy("Member class"),
    "joined_on": gettext_lazy("Member since"),
    "language": gettext_lazy("Language"),
}
NOTES = {
    "email_kept": gettext_lazy("The address in the file is not taken over: it is the person's own to change."),
    "suspended": gettext_lazy("This member is suspended, and stays so."),
}


@signed_in
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a members' list."""
    place = as_secretary(request, slug)
    form = ImportForm(posted(request), request.FILES or None)
    draft = request.method == "POST" and submit(
        request,
        form,
        lambda data: domain.start_import(
            id=data["id"],
            organisation=place.organisation,
            by=place.person,
            now=place.now,
            file_name=data["file"].name,
            content=data["file"].read(),
        ),
    )
    if draft:
        return redirect("import_preview", slug, draft.pk)
    return place.show(request, "people/import.html", form=form)


def _draft(place: Place, id: UUID) -> ImportDraft | None:
    """The upload of this secretary, if it is still there; that of another does not exist for them."""
    return (
        ImportDraft.objects.filter(organisation=place.organisation, by=place.person, pk=id)
        .filter(made_at__gt=place.now - KEPT)
        .select_related("organisation__log")
        .first()
    )


def _gone(request: HttpRequest, place: Place) -> HttpResponse:
    messages.warning(request, str(ImportGone()))
    return to_members(place.organisation)


@signed_in
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """What would happen with each row; confirming does exactly that."""
    place = as_secretary(request, slug)
    draft = _draft(place, id)
    if draft is None:
        return _gone(request, place)
    if request.method == "POST":
        return _confirm(request, place, draft)
    count = Counter(row["outcome"] for row in draft.rows)
    chosen = request.GET.get("show", "")
    if chosen not in OUTCOMES:
        chosen = BAD if count[BAD] else ""
    rows = [row for row in draft.rows if not chosen or row["outcome"] == chosen]
    page = page_of(request, rows, per_page=50)
    return place.show(
        request,
        "people/import_preview.html",
        draft=draft,
        columns=[(name, FIELDS[meaning]) for meaning, name in draft.columns["names"].items()],
        ignored=draft.columns["ignored"],
        counts=[(outcome, LABELS[outcome], count[outcome]) for outcome in OUTCOMES if count[outcome]],
        chosen=chosen,
        bad=count[BAD],
        page=page,
        rows=[_shown(row, draft.columns["names"]) for row in page],
        writes=count[NEW] + count[ADMITTED] + count[CHANGED],
    )


def _confirm(request: HttpRequest, place: Place, draft: ImportDraft) -> HttpResponse:
    try:
        done = domain.confirm_import(draft=draft, by=place.person, now=place.now)
    except NotAllowed:
        raise
    except ImportGone:
        return _gone(request, place)
    except HouseError as error:
        if isinstance(error, ListChanged):
            refresh_import(draft=draft, by=place.person, now=place.now)
        messages.error(request, str(error))
        return redirect("import_preview", place.organisation.slug, draft.pk)
    messages.success(
        request,
        _("Imported: %(added)s new members, %(changed)s changed, %(same)s as they were.")
        % {"added": done.added + done.admitted, "changed": done.changed, "same": done.same},
    )
    return to_members(place.organisation)


def _shown(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """A row of the plan in words: for each fault which column, what is wrong and how to mend it."""
    return {
        **row,
        "label": LABELS[row["outcome"]],
        "tone": TONES[row["outcome"]],
        "faults": [
            (names.get(column, FIELDS[column]), str(PROBLEMS[code]) % facts) for column, code, facts in row["problems"]
        ],
        "changing": [FIELDS[field] for field in row["changes"]],
        "remarks": [NOTES[note] for note in row["notes"]],
    }


@signed_in
@require_POST
def discard(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    """Throw the upload away."""
    place = as_secretary(request, slug)
    draft = _draft(place, id)
    if draft is not None:
        domain.discard_import(draft=draft, by=place.person, now=place.now)
    messages.success(request, _("The upload was thrown away. Nothing was imported."))
    return to_members(place.organisation)
