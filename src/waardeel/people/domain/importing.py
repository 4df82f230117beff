"""Importing a members' list: look first, then all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from waardeel.house.domain import act, locked, once
from waardeel.house.rules import require
from waardeel.people import rules
from waardeel.people.domain.common import AHEAD
from waardeel.people.domain.import_plan import (
    ADMITTED,
    BAD,
    BATCH,
    CHANGED,
    NEW,
    SAME,
    Planned,
    batches,
    parsed_again,
    plan,
)
from waardeel.people.errors import ImportGone, ListChanged, RowsToMend
from waardeel.people.models import Account, ImportDraft, Membership, Organisation, Person
from waardeel.people.sheets.columns import understand
from waardeel.people.sheets.reading import read_table
from waardeel.people.sheets.rows import parse
from waardeel.register.domain import Draft, record_many

State = Membership.State

#: How long an upload waits to be confirmed.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Imported:
    """What an import did: how many rows of each outcome."""

    added: int
    admitted: int
    changed: int
    same: int


@act.unrecorded("nothing has changed yet; confirming the import is recorded")
def start_import(
    *, id: UUID, organisation: Organisation, by: Person, now: datetime, file_name: str, content: bytes
) -> ImportDraft:
    """Read a members' list and decide what would happen with each row. See `import_plan` for the rules.

    Raises FileTooBig, FileEmpty, NotATable, BrokenLine, TooManyRows, NoNameColumn, ColumnTwice,
    ForbiddenColumn, NotAllowed.
    """
    today = organisation.day(now)
    require(rules.may_manage_members, by, organisation, today)
    once(ImportDraft, id)
    forget_old_imports(now=now)
    header, *rows = read_table(content, settings.WAARDEEL_MAX_UPLOAD)
    columns = understand(header.cells, [row.cells for row in rows])
    parsed = [parse(row, columns, today + AHEAD) for row in rows]
    return ImportDraft.objects.create(
        id=id,
        organisation=organisation,
        by=by,
        file_name=file_name[:120],
        made_at=now,
        columns={"names": dict(columns.names), "ignored": list(columns.ignored)},
        rows=plan(organisation, parsed, today),
    )


@act.unrecorded("nothing has changed yet; confirming the import is recorded")
def refresh_import(*, draft: ImportDraft, by: Person, now: datetime) -> ImportDraft:
    """Decide anew what would happen with each row, now that the members' list has changed.

    Raises ImportGone, NotAllowed.
    """
    draft = _waiting(draft, by, now)
    draft.rows = plan(draft.organisation, parsed_again(draft.rows), draft.organisation.day(now))
    draft.save(update_fields=["rows"])
    return draft


@act("members.imported")
def confirm_import(*, draft: ImportDraft, by: Person, now: datetime) -> Imported:
    """Import exactly what the secretary saw, all of it or nothing.

    Each new or changed member has an entry of their own in the register, so that each can be erased alone.

    Raises RowsToMend while a row is bad, ListChanged when the members' list is no longer as it was seen,
    ImportGone, NotAllowed.
    """
    draft = _waiting(draft, by, now)
    # The organisation is held, so that of two imports at once the second sees what the first did.
    organisation = locked(draft.organisation)
    today = organisation.day(now)
    if any(row["outcome"] == BAD for row in draft.rows):
        raise RowsToMend
    if plan(organisation, parsed_again(draft.rows), today) != draft.rows:
        raise ListChanged
    try:
        with transaction.atomic():
            entries = _add(organisation, draft.rows, by, now) + _change(organisation, draft.rows, by, now)
    except IntegrityError as error:
        # Somebody was admitted by hand between looking and writing.
        raise ListChanged from error
    count = Counter(row["outcome"] for row in draft.rows)
    done = Imported(added=count[NEW], admitted=count[ADMITTED], changed=count[CHANGED], same=count[SAME])
    public = {
        "rows": len(draft.rows),
        "added": done.added + done.admitted,
        "changed": done.changed,
        "same": done.same,
    }
    summary = Draft("members.imported", in_=organisation, at=now, subject=organisation, by=by, public=public)
    record_many([*entries, summary])
    draft.delete()
    return done


def _waiting(draft: ImportDraft, by: Person, now: datetime) -> ImportDraft:
    require(rules.may_use_draft, by, draft, draft.organisation.day(now))
    try:
        draft = locked(draft)
    except ImportDraft.DoesNotExist as error:
        raise ImportGone from error
    if draft.made_at <= now - KEPT:
        raise ImportGone
    return draft


def _joined(row: Planned) -> date | None:
    return date.fromisoformat(row["joined_on"]) if row["joined_on"] else None


def _add(organisation: Organisation, rows: list[Planned], by: Person, now: datetime) -> list[Draft]:
    new = [row for row in rows if row["outcome"] == NEW]
    known = Person.objects.in_bulk([UUID(row["person"]) for row in new if row["person"]])
    people, accounts, memberships = [], [], []
    for row in new:
        person = known.get(UUID(row["person"])) if row["person"] else None
        if person is None:
            person = Person(id=uuid4(), name=row["name"], email=row["email"], language=row["language"] or by.language)
            people.append(person)
            accounts.append(
                Account(id=uuid4(), person=person, email=row["email"] or None, password=make_password(None))
            )
        memberships.append(
            Membership(
                id=uuid4(),
                organisation=organisation,
                person=person,
                member_class=row["member_class"],
                number=row["number"],
                state=State.ACTIVE,
                joined_on=_joined(row) or organisation.day(now),
            )
        )
    Person.objects.bulk_create(people, batch_size=BATCH)
    Account.objects.bulk_create(accounts, batch_size=BATCH)
    Membership.objects.bulk_create(memberships, batch_size=BATCH)
    return [_began(membership, by, now) for membership in memberships]


def _change(organisation: Organisation, rows: list[Planned], by: Person, now: datetime) -> list[Draft]:
    touched = [row for row in rows if row["outcome"] in (ADMITTED, CHANGED)]
    members = _members([row["membership"] for row in touched])
    entries, with_email = [], []
    for row in touched:
        membership = members[UUID(row["membership"])]
        for field in row["changes"]:
            if field == "joined_on":
                membership.joined_on = _joined(row)
            elif field == "email":
                membership.person.email = membership.person.account.email = row["email"]
                with_email.append(membership.person)
            else:
                setattr(membership, field, row[field])
        if row["outcome"] == ADMITTED:
            membership.state = State.ACTIVE
            membership.joined_on = membership.joined_on or organisation.day(now)
            entries.append(_began(membership, by, now))
        else:
            entries.append(
                Draft(
                    "membership.changed",
                    in_=organisation,
                    at=now,
                    subject=membership,
                    by=by,
                    public={"changed": row["changes"], "class": membership.member_class},
                    private={"person": membership.person},
                )
            )
    Membership.objects.bulk_update(members.values(), ["number", "member_class", "joined_on", "state"], batch_size=BATCH)
    Person.objects.bulk_update(with_email, ["email"], batch_size=BATCH)
    Account.objects.bulk_update([person.account for person in with_email], ["email"], batch_size=BATCH)
    return entries


def _members(ids: list[str]) -> Mapping[Any, Membership]:
    rows = Membership.objects.select_related("person__account", "member_organisation")
    return {
        membership.pk: membership
        for batch in batches(ids)
        for membership in rows.filter(pk__in=batch).select_for_update(of=("self",))
    }


def _began(membership: Membership, by: Person, now: datetime) -> Draft:
    return Draft(
        "membership.began",
        in_=membership.organisation,
        at=now,
        subject=membership,
        by=by,
        public={"class": membership.member_class, "joined_on": membership.joined_on},
        private={"person": membership.person},
    )


@act.unrecorded("throwing an upload away changes nothing that counts")
def discard_import(*, draft: ImportDraft, by: Person, now: datetime) -> None:
    """Throw an upload away without importing it. Raises NotAllowed."""
    require(rules.may_use_draft, by, draft, draft.organisation.day(now))
    ImportDraft.objects.filter(pk=draft.pk).delete()


@act.unrecorded("an upload that nobody confirmed changed nothing; forgetting it is housekeeping")
def forget_old_imports(*, now: datetime) -> int:
    """Throw away uploads that are older than a day. Returns how many."""
    return ImportDraft.objects.filter(made_at__lte=now - KEPT).delete()[0]
