"""Importing a members' list: look first, then all of it or nothing, and again without doubling anyone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import (
    at_once,
    kinds,
    last,
    membership,
    no_names,
    nobody_but,
    outcomes,
    problems,
    upload,
)
from waardeel.house.errors import NotAllowed
from waardeel.people import domain, queries
from waardeel.people.domain.importing import Imported, refresh_import
from waardeel.people.errors import ImportGone, ListChanged, RowsToMend
from waardeel.people.models import Account, ImportDraft, Membership, Person
from waardeel.register.models import Entry

LIST = """naam;e-mail;lidnummer;klasse;lid sinds
Kim de Wit;kim@example.org;1;A;31-12-2024
Noa;;2;B;2020-01-05
Bob;bob@example.org;3;A;
"""


def confirm(world: World, draft: ImportDraft) -> Imported:
    return domain.confirm_import(draft=draft, by=world.alice, now=world.now)


def member(world: World, name: str) -> Membership:
    return Membership.objects.get(organisation=world.coop, person__name=name)


def test_looking_changes_nothing(world: World) -> None:
    before = (Person.objects.count(), Membership.objects.count(), Entry.objects.count())
    draft = upload(world, LIST)
    assert outcomes(draft) == ["new", "new", "changed"]
    assert (Person.objects.count(), Membership.objects.count(), Entry.objects.count()) == before


def test_confirming_does_what_was_seen(world: World) -> None:
    done = confirm(world, upload(world, LIST))
    assert done == Imported(added=2, admitted=0, changed=1, same=0)
    kim = member(world, "Kim de Wit")
    assert (kim.number, kim.member_class, kim.joined_on, kim.state) == (
        "1",
        "A",
        date(2024, 12, 31),
        "active",
    )
    assert (kim.person.account.email, kim.person.account.has_usable_password()) == ("kim@example.org", False)
    assert member(world, "Noa").person.account.email is None
    bob = member(world, "Bob")
    assert (bob.person, bob.number, bob.member_class) == (world.bob, "3", "A")
    assert not ImportDraft.objects.exists()


def test_each_member_has_an_entry_of_their_own_that_names_nobody(world: World) -> None:
    confirm(world, upload(world, LIST))
    assert kinds(world.coop, 4) == [
        "membership.began",
        "membership.began",
        "membership.changed",
        "members.imported",
    ]
    assert last(world.coop).public == {"rows": 3, "added": 2, "changed": 1, "same": 0}
    entry = Entry.objects.get(subject=member(world, "Noa").register_id)
    assert entry.public == {"class": "B", "joined_on": "2020-01-05"}
    assert entry.private_part.mentions.get().person == member(world, "Noa").person.register_id
    no_names(world)


def test_the_same_list_again_changes_nothing(world: World) -> None:
    confirm(world, upload(world, LIST))
    before = (Person.objects.count(), Membership.objects.count())
    draft = upload(world, LIST)
    assert outcomes(draft) == ["same"] * 3
    assert confirm(world, draft) == Imported(added=0, admitted=0, changed=0, same=3)
    assert (Person.objects.count(), Membership.objects.count()) == before


@pytest.mark.parametrize(
    "text",
    [
        "naam\nKim\nNoa\n",
        "naam;lid sinds\nKim;1-1-2020\nKim;1-1-2021\n",
        "voornaam;achternaam;mail\nKim;Wit;kim@example.org\nKim;Wit;other@example.org\n",
        "naam,nr\nKim,1\nKim,2\n",
    ],
)
def test_a_list_without_numbers_or_addresses_does_not_double_either(world: World, text: str) -> None:
    assert confirm(world, upload(world, text)).added == 2
    assert outcomes(upload(world, text)) == ["same", "same"]


def test_who_is_who_goes_by_number_then_address_then_name(world: World) -> None:
    confirm(world, upload(world, "naam;mail;nr\nKim;kim@example.org;1\nNoa;;\nLou;lou@example.org;\n"))
    draft = upload(world, "naam;mail;nr;klasse\nKIM;;1;A\nLou;LOU@example.org;7;\nNoá;;9;\nKim;;2;\n")
    assert outcomes(draft) == ["changed", "changed", "changed", "new"]
    confirm(world, draft)
    assert (member(world, "Lou").number, member(world, "Noa").number) == ("7", "9")
    assert Person.objects.filter(name="Kim").count() == 2


def test_our_own_export_imports_as_it_was(world: World) -> None:
    confirm(world, upload(world, LIST + "=Formula;;4;+A;\n"))
    content = world.client(world.alice).get("/o/green-thread/members/members.csv").content
    assert b"'=Formula" in content
    draft = upload(world, content)
    assert outcomes(draft) == ["same"] * 5
    assert draft.columns["ignored"] == ["Was a member until", "State"]


BAD = [
    ("Bob;alice@example.org;", ("email", "email_of_other")),
    ("Somebody;bob@example.org;", ("email", "email_of_other")),
    ("Somebody;;1;", ("number", "number_of_other")),
    ("Kim;bob@example.org;1;", ("number", "number_and_email")),
    ("Charlie;charlie@example.org;", ("email", "email_known")),
    ("Twin;;", ("name", "several")),
    ("Gone;;", ("name", "was_member")),
    ("Whoever;;66", ("number", "number_of_other")),
    ("Gone;;66", ("name", "was_member")),
]


@pytest.mark.parametrize(("row", "problem"), BAD)
def test_rows_that_contradict_what_is_known_are_bad(world: World, row: str, problem: tuple) -> None:
    confirm(world, upload(world, "naam;nr;sinds\nKim;1;\nTwin;;1-1-2020\nTwin;;1-1-2021\nGone;66;\n"))
    domain.end_membership(membership=member(world, "Gone"), reason="left", by=world.alice, now=world.now)
    draft = upload(world, f"naam;mail;nr\n{row}\n")
    assert problems(draft) == [(2, *problem)]
    with pytest.raises(RowsToMend):
        confirm(world, draft)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("Kim;;1\nNoa;;1", (3, "number", "number_twice")),
        ("Bob;;1\nNoa;;1", (3, "number", "number_twice")),
        ("Kim;k@example.org;\nNoa;K@example.org;", (3, "email", "email_twice")),
        ("Kim;;\nkím;;", (3, "name", "same_as_row")),
        ("Bob;bob@example.org;\nBob;;5", (3, "name", "same_as_row")),
    ],
)
def test_rows_that_contradict_each_other_are_bad(world: World, rows: str, problem: tuple) -> None:
    assert problems(upload(world, f"naam;mail;nr\n{rows}\n")) == [problem]


def test_a_bad_row_still_claims_its_number_so_that_all_faults_show_at_once(world: World) -> None:
    draft = upload(world, "naam;mail;nr\nKim;wrong;1\nNoa;wrong;1\n")
    assert problems(draft) == [
        (2, "email", "no_email"),
        (3, "email", "no_email"),
        (3, "number", "number_twice"),
        (3, "email", "email_twice"),
    ]


def test_one_bad_row_stops_all_of_them(world: World) -> None:
    draft = upload(world, LIST + "Lou;no address;9;;32-1-2020\n;;;;\n;x@example.org;;;\n")
    assert problems(draft) == [
        (5, "email", "no_email"),
        (5, "joined_on", "no_date"),
        (7, "name", "no_name"),
    ]
    with pytest.raises(RowsToMend):
        confirm(world, draft)
    assert not Person.objects.filter(name="Noa").exists()
    assert ImportDraft.objects.get() == draft


def test_an_application_is_admitted_by_the_list(world: World) -> None:
    domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    draft = upload(world, "naam;mail;nr\nCharlie;charlie@example.org;5\n")
    assert outcomes(draft) == ["admitted"]
    assert confirm(world, draft).admitted == 1
    made = membership(world.charlie, world.coop)
    assert (made.state, made.number, made.joined_on) == ("active", "5", world.coop.day(world.now))


def test_a_suspended_member_stays_suspended(world: World) -> None:
    domain.suspend_member(membership=membership(world.bob, world.coop), by=world.alice, now=world.now)
    draft = upload(world, LIST)
    assert draft.rows[2]["notes"] == ["suspended"]
    confirm(world, draft)
    assert member(world, "Bob").state == "suspended"


def test_who_works_here_becomes_a_member_as_the_same_person(world: World) -> None:
    worker = domain.take_on(
        id=uuid4(), organisation=world.coop, name="Kim de Wit", email="kim@example.org", kind="worker",
        by=world.alice, now=world.now,
    ).person  # fmt: skip
    confirm(world, upload(world, LIST))
    assert member(world, "Kim de Wit").person == worker


def test_an_address_is_filled_in_but_never_changed(world: World) -> None:
    kim = world.member("Kim")
    confirm(world, upload(world, "naam;mail\nKim;kim@example.org\n"))
    assert Account.objects.get(person=kim).email == Person.objects.get(pk=kim.pk).email == "kim@example.org"
    draft = upload(world, "naam;mail;nr\nKim;kim@example.org;1\n")
    confirm(world, draft)
    draft = upload(world, "naam;mail;nr\nKim;thief@example.org;1\n")
    assert (outcomes(draft), draft.rows[0]["notes"]) == (["same"], ["email_kept"])
    confirm(world, draft)
    assert Account.objects.get(person=kim).email == "kim@example.org"


def test_no_secretary_sets_the_address_of_somebody_known_elsewhere(world: World) -> None:
    kim = world.member("Kim")
    domain.begin_engagement(
        id=uuid4(), organisation=world.city, person=kim, kind="worker", by=world.olga, now=world.now
    )
    draft = upload(world, "naam;mail\nKim;alice2@example.org\n")
    assert (outcomes(draft), draft.rows[0]["notes"]) == (["same"], ["email_kept"])


def test_an_organisation_that_is_a_member_is_known_by_its_number(world: World) -> None:
    domain.admit_organisation(
        id=uuid4(), organisation=world.coop, member=world.city, by=world.alice, now=world.now, number="50"
    )
    assert outcomes(upload(world, "naam;nr\nWaardstad;50\n")) == ["same"]
    assert problems(upload(world, "naam;nr\nKim;50\n")) == [(2, "number", "number_of_other")]


def test_what_was_seen_is_what_is_done_or_nothing(world: World) -> None:
    draft = upload(world, LIST)
    domain.enrol_member(
        id=uuid4(), organisation=world.coop, name="Noa", by=world.alice, now=world.now, joined_on=date(2020, 1, 5)
    )
    with pytest.raises(ListChanged):
        confirm(world, draft)
    assert not Person.objects.filter(name="Kim de Wit").exists()
    draft = refresh_import(draft=draft, by=world.alice, now=world.now)
    assert outcomes(draft) == ["new", "changed", "changed"]
    confirm(world, draft)
    assert Person.objects.filter(name="Noa").count() == 1


def test_looking_again_mends_and_finds_faults(world: World) -> None:
    draft = upload(world, "naam;nr\nKim;1\nNoa;\n")
    domain.enrol_member(id=uuid4(), organisation=world.coop, name="Lou", by=world.alice, now=world.now, number="1")
    draft = refresh_import(draft=draft, by=world.alice, now=world.now)
    assert problems(draft) == [(2, "number", "number_of_other")]
    domain.change_membership(membership=member(world, "Lou"), by=world.alice, now=world.now, member_class="", number="")
    draft = refresh_import(draft=draft, by=world.alice, now=world.now)
    assert problems(draft) == []


def test_an_upload_is_its_secretarys_own_for_a_day(world: World) -> None:
    domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role="secretary", by=world.alice, now=world.now)
    draft = upload(world, LIST)
    acts = (
        lambda by: domain.confirm_import(draft=draft, by=by, now=world.now),
        lambda by: refresh_import(draft=draft, by=by, now=world.now),
        lambda by: domain.discard_import(draft=draft, by=by, now=world.now),
    )
    for act in acts:
        for person in (world.bob, world.charlie, world.olga):
            with pytest.raises(NotAllowed):
                act(person)
    with pytest.raises(ImportGone):
        domain.confirm_import(draft=draft, by=world.alice, now=world.now + timedelta(days=1))
    assert domain.forget_old_imports(now=world.now + timedelta(hours=23)) == 0
    assert domain.forget_old_imports(now=world.now + timedelta(days=1)) == 1


def test_a_second_upload_sweeps_what_is_old(world: World) -> None:
    old = upload(world, LIST)
    ImportDraft.objects.filter(pk=old.pk).update(made_at=world.now - timedelta(days=1))
    new = upload(world, LIST)
    assert list(ImportDraft.objects.all()) == [new]


def test_a_former_secretary_confirms_nothing(world: World) -> None:
    draft = upload(world, LIST)
    domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role="secretary", by=world.alice, now=world.now)
    holding = world.whole.holdings.get(person=world.alice)
    domain.take_role(holding=holding, by=world.alice, now=world.now)
    with pytest.raises(NotAllowed):
        confirm(world, draft)


def test_discarding(world: World) -> None:
    draft = upload(world, LIST)
    domain.discard_import(draft=draft, by=world.alice, now=world.now)
    with pytest.raises(ImportGone):
        confirm(world, draft)


def test_only_the_secretary_uploads(world: World) -> None:
    nobody_but(world.alice, [world.bob, world.charlie, world.olga], lambda by: upload(world, LIST, by=by))


@pytest.mark.django_db(transaction=True)
def test_confirming_twice_at_once_imports_once(world: World) -> None:
    draft = upload(world, LIST)
    results = at_once(*(lambda: confirm(world, draft) for _ in range(3)))
    assert sorted(type(result).__name__ for result in results) == ["ImportGone", "ImportGone", "Imported"]
    assert Person.objects.filter(name="Noa").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_who_import_the_same_list_at_once_double_nobody(world: World) -> None:
    domain.give_role(id=uuid4(), circle=world.whole, person=world.bob, role="secretary", by=world.alice, now=world.now)
    # Neither a number nor an address, so that no constraint of the database stands in for the look.
    text = "naam\nKim\nNoa\n"
    one, two = upload(world, text), upload(world, text, by=world.bob)
    results = at_once(
        lambda: domain.confirm_import(draft=one, by=world.alice, now=world.now),
        lambda: domain.confirm_import(draft=two, by=world.bob, now=world.now),
    )
    assert sorted(type(result).__name__ for result in results) == ["Imported", "ListChanged"]
    assert Person.objects.filter(name="Noa").count() == 1
    assert world.coop.memberships.count() == 4


def test_a_long_list_takes_no_more_questions_per_member(world: World, django_assert_max_num_queries) -> None:
    text = "naam;mail;nr\n" + "".join(f"Lid {n};lid{n}@example.org;{n}\n" for n in range(400))
    with django_assert_max_num_queries(16):
        draft = upload(world, text)
    with django_assert_max_num_queries(40):
        confirm(world, draft)
    assert queries.members_on(world.coop, world.coop.day(world.now)).count() == 402
