"""What will happen with each row of a members' list, decided before anything is written.

Whose row it is, in this order:

1. the member number, when a membership here has it;
2. else the address with which a member here signs in;
3. else the name (but for accents, capitals and signs) of exactly one member here, if number, address and day
of joining do not contradict it.

A row that could be of several members, or says two things that contradict each other, is a bad row. A row
never brings back somebody who has left, never changes a name or an address with which somebody signs in, and
never makes a member of somebody who signs in here already without belonging to this organisation: for that
there are invitations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from waardeel.people import queries
from waardeel.people.models import Account, Engagement, Membership, Organisation, RoleHolding
from waardeel.people.sheets.names import alike, folded
from waardeel.people.sheets.rows import Parsed

#: How many identities go into one question to the database.
BATCH = 500

NEW, ADMITTED, CHANGED, SAME, BAD = "new", "admitted", "changed", "same", "bad"
OUTCOMES = (BAD, NEW, ADMITTED, CHANGED, SAME)

Planned = dict[str, Any]


def plan(organisation: Organisation, rows: Sequence[Parsed], today: date) -> list[Planned]:
    """What will happen with each row, as JSON. The same members and the same rows always give the same."""
    world = _World(organisation, rows, today)
    planned = []
    for parsed in rows:
        membership = None if parsed.problems else world.match(parsed)
        person = None
        if not parsed.problems and membership is None:
            person = world.known_person(parsed)
        world.refuse_repeats(parsed)
        if not parsed.problems:
            world.refuse_same(parsed, membership)
        planned.append(_planned(parsed, membership, person, world))
    return planned


def _planned(parsed: Parsed, membership: Membership | None, person: Any, world: _World) -> Planned:
    outcome, changes, notes = NEW, [], []
    if parsed.problems:
        outcome = BAD
    elif membership is not None:
        changes, notes = world.changes(parsed, membership)
        if parsed.problems:
            outcome = BAD
        elif membership.state == Membership.State.APPLIED:
            outcome = ADMITTED
        else:
            outcome = CHANGED if changes else SAME
    bad = outcome == BAD
    return {
        "row": parsed.number_in_file,
        "name": parsed.name,
        "email": parsed.email,
        "number": parsed.number,
        "member_class": parsed.member_class,
        "joined_on": parsed.joined_on.isoformat() if parsed.joined_on else "",
        "language": parsed.language,
        "outcome": outcome,
        "membership": str(membership.pk) if membership is not None and not bad else "",
        "person": str(person) if person is not None and not bad else "",
        "changes": changes if not bad else [],
        "notes": notes if not bad else [],
        "problems": [[column, code, facts] for column, code, facts in parsed.problems],
    }


def parsed_again(planned: Sequence[Planned]) -> list[Parsed]:
    """The rows of a plan as they were read, without what was decided on them."""
    return [
        Parsed(
            number_in_file=row["row"],
            name=row["name"],
            email=row["email"],
            number=row["number"],
            member_class=row["member_class"],
            joined_on=date.fromisoformat(row["joined_on"]) if row["joined_on"] else None,
            language=row["language"],
            problems=[(column, code, facts) for column, code, facts in row["problems"] if code not in DECIDED],
        )
        for row in planned
    ]


#: Problems that do not lie in the row alone, but in what else there is; they are decided anew each time.
DECIDED = frozenset(
    {
        "same_as_row",
        "number_twice",
        "email_twice",
        "number_of_other",
        "email_of_other",
        "number_and_email",
        "several",
        "was_member",
        "email_known",
    }
)


class _World:
    """All that must be known to decide on rows, read in a few questions."""

    def __init__(self, organisation: Organisation, rows: Sequence[Parsed], today: date) -> None:
        self.organisation = organisation
        members = list(
            Membership.objects.filter(organisation=organisation)
            .exclude(joined_on=None, state=Membership.State.ENDED)
            .select_related("person__account", "member_organisation")
            .order_by("pk")
        )
        # Who is a member comes before who was one.
        members.sort(key=lambda membership: membership.state == Membership.State.ENDED)
        self.by_number = {membership.number: membership for membership in members if membership.number}
        self.by_email: dict[str, Membership] = {}
        self.by_name: dict[str, list[Membership]] = defaultdict(list)
        for membership in members:
            if membership.person is not None and membership.person.name:
                self.by_name[folded(membership.person.name)].append(membership)
                if email := email_of(membership):
                    self.by_email.setdefault(email, membership)
        emails = sorted({parsed.email for parsed in rows if parsed.email})
        self.accounts = {
            account.email: account for batch in batches(emails) for account in Account.objects.filter(email__in=batch)
        }
        here = [account.person_id for account in self.accounts.values()]
        self.engaged = {
            pk
            for batch in batches(here)
            for pk in Engagement.objects.filter(
                queries.current(today), organisation=organisation, person__in=batch
            ).values_list("person", flat=True)
        }
        without = [membership.person_id for membership in members if membership.person and not email_of(membership)]
        self.elsewhere = _known_elsewhere(organisation, without)
        self.seen_numbers: dict[str, int] = {}
        self.seen_emails: dict[str, int] = {}
        self.seen_members: dict[Any, int] = {}
        self.seen_names: dict[str, list[Parsed]] = defaultdict(list)

    # -- whose row it is ----------------------------------------------------------------------------------

    def match(self, parsed: Parsed) -> Membership | None:
        """The membership that a row is about, or None for somebody new; what is wrong is noted on the row."""
        numbered = self.by_number.get(parsed.number) if parsed.number else None
        mailed = self.by_email.get(parsed.email) if parsed.email else None
        if numbered is not None and mailed is not None and numbered.person_id != mailed.person_id:
            parsed.wrong("number", "number_and_email")
            return None
        found = numbered or mailed
        if found is None:
            found = self._by_name(parsed)
        elif not alike(str(found.person or found.member_organisation), parsed.name):
            if numbered is not None:
                parsed.wrong("number", "number_of_other", name=str(found.person or found.member_organisation))
            else:
                parsed.wrong("email", "email_of_other")
            return None
        if found is not None and found.state == Membership.State.ENDED:
            parsed.wrong("name", "was_member", day=found.ended_on.strftime("%d-%m-%Y"))
            return None
        return found

    def _by_name(self, parsed: Parsed) -> Membership | None:
        found = [
            membership
            for membership in self.by_name[folded(parsed.name)]
            if not _differ(parsed.number, membership.number)
            and not _differ(parsed.email, email_of(membership))
            and not _differ(parsed.joined_on, membership.joined_on)
        ]
        there = [membership for membership in found if membership.state != Membership.State.ENDED]
        if len(there) > 1:
            parsed.wrong("name", "several")
            return None
        return (there or found or [None])[0]

    def known_person(self, parsed: Parsed) -> Any:
        """The identity of the person whom a row makes a member, when they already work here."""
        account = self.accounts.get(parsed.email)
        if account is None:
            return None
        if account.person_id in self.engaged and alike(account.person.name, parsed.name):
            return account.person_id
        parsed.wrong("email", "email_known")
        return None

    def refuse_repeats(self, parsed: Parsed) -> None:
        """Note on the row when an earlier row, good or bad, has its number or address."""
        row = parsed.number_in_file
        if parsed.number and self.seen_numbers.setdefault(parsed.number, row) != row:
            parsed.wrong("number", "number_twice", row=self.seen_numbers[parsed.number])
        if parsed.email and self.seen_emails.setdefault(parsed.email, row) != row:
            parsed.wrong("email", "email_twice", row=self.seen_emails[parsed.email])

    def refuse_same(self, parsed: Parsed, membership: Membership | None) -> None:
        """Note on the row when an earlier row is the same member."""
        row = parsed.number_in_file
        if membership is not None:
            if self.seen_members.setdefault(membership.pk, row) != row:
                parsed.wrong("name", "same_as_row", row=self.seen_members[membership.pk])
            return
        namesakes = self.seen_names[folded(parsed.name)]
        for other in namesakes:
            if not (
                _differ(parsed.number, other.number)
                or _differ(parsed.email, other.email)
                or _differ(parsed.joined_on, other.joined_on)
            ):
                parsed.wrong("name", "same_as_row", row=other.number_in_file)
                return
        namesakes.append(parsed)

    # -- what will be different ---------------------------------------------------------------------------

    def changes(self, parsed: Parsed, membership: Membership) -> tuple[list[str], list[str]]:
        """What of a membership the row changes, and what it says that is not taken over."""
        changes, notes = [], []
        for field in ("number", "member_class", "joined_on"):
            said = getattr(parsed, field)
            if said and said != getattr(membership, field):
                changes.append(field)
        email = email_of(membership)
        if parsed.email and parsed.email != email:
            if email or membership.person_id in self.elsewhere:
                # An address to sign in with is the person's own. Whoever could set it could be them
                # elsewhere.
                notes.append("email_kept")
            elif parsed.email in self.accounts:
                parsed.wrong("email", "email_known")
            else:
                changes.append("email")
        if membership.state == Membership.State.SUSPENDED:
            notes.append("suspended")
        return changes, notes


def email_of(membership: Membership) -> str:
    """The address with which a member signs in, or an empty text."""
    account = getattr(membership.person, "account", None)
    return (account.email or "") if account is not None else ""


def _differ(one: Any, other: Any) -> bool:
    """Both are said, and they are not the same."""
    return bool(one) and bool(other) and one != other


def _known_elsewhere(organisation: Organisation, people: Sequence[Any]) -> set[Any]:
    found: set[Any] = set()
    for batch in batches(people):
        for rows in (
            Membership.objects.exclude(organisation=organisation),
            Engagement.objects.exclude(organisation=organisation),
            RoleHolding.objects.exclude(circle__organisation=organisation),
        ):
            found.update(rows.filter(person__in=batch).values_list("person", flat=True))
    return found


def batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    """Things in portions that fit into one question."""
    all_of_them = list(things)
    for start in range(0, len(all_of_them), BATCH):
        yield all_of_them[start : start + BATCH]
