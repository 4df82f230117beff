"""What shows that a promise was kept: submitted, accepted or sent back, corrected and never altered."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from waardeel.house.errors import AlreadyDone, HouseError, NotAllowed
from waardeel.people import domain as people
from waardeel.people import queries
from waardeel.people.models import Role
from waardeel.register.models import Entry
from waardeel.work import domain
from waardeel.work.errors import (
    AlreadyCorrected,
    AlreadyDecided,
    CommitmentWithdrawn,
    DeliveredInFuture,
    NoAmount,
    NoReasonGiven,
    OfAnotherCommitment,
)
from waardeel.work.models import Evidence


def sums(commitment) -> tuple[Decimal, Decimal]:
    commitment.refresh_from_db()
    return commitment.delivered, commitment.proven


# ---- submitting ----


def test_amount_day_and_hash_are_public_and_the_words_are_not(world, work, last_entry):
    photo = work.photo()
    evidence = work.evidence(amount="12.5", file=photo, text="Piet and Fatma weeded")
    assert evidence.file_hash == sha256(photo.data).hexdigest()
    with default_storage.open(evidence.file.name) as file:
        assert sha256(file.read()).hexdigest() == evidence.file_hash
    for organisation in (world.city, world.coop):
        entry = last_entry(organisation)
        assert (entry.kind, entry.subject) == ("evidence.submitted", evidence.register_id)
        assert (entry.public["amount"], entry.public["file_hash"]) == ("12.50", evidence.file_hash)
        assert (entry.public["who"], entry.public["corrects"]) == ("Green Thread", None)
        assert "Fatma" not in entry.body
    assert sums(evidence.commitment) == (Decimal("12.50"), Decimal(0))


def test_the_same_form_twice_is_one_row_and_one_file(world, work, media):
    evidence = work.evidence(file=work.photo())
    with pytest.raises(AlreadyDone):
        domain.submit_evidence(
            id=evidence.pk, commitment=evidence.commitment, amount=Decimal(100), text="T", file=work.photo(),
            delivered_on=evidence.delivered_on, by=world.alice, now=world.now,
        )  # fmt: skip
    assert Evidence.objects.count() == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_nothing_shows_nothing(work, amount):
    with pytest.raises(NoAmount):
        work.evidence(amount=amount)


def test_what_is_still_to_come_is_not_delivered(world, work):
    with pytest.raises(DeliveredInFuture):
        work.evidence(delivered_on=world.coop.day(world.now) + timedelta(days=1))


def test_nothing_is_shown_for_what_was_taken_back(world, work):
    commitment = work.commitment()
    domain.withdraw_commitment(commitment=commitment, reason="Error", by=world.alice, now=world.now)
    with pytest.raises(CommitmentWithdrawn):
        work.evidence(commitment)


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_nobody_shows_for_another(world, work, who):
    with pytest.raises(NotAllowed):
        work.evidence(by=getattr(world, who))


# ---- judging ----


def test_what_is_accepted_is_proven(world, work, last_entry):
    evidence = work.accepted(work.evidence(amount="400"))
    assert (evidence.state, str(evidence.decided_for)) == ("accepted", "Waardstad")
    assert sums(evidence.commitment) == (Decimal(400), Decimal(400))
    assert evidence.commitment.standing(world.now.date()) == "done"
    for organisation in (world.city, world.coop):
        assert last_entry(organisation).kind == "evidence.accepted"
        assert last_entry(organisation).public["who"] == "Waardstad"


def test_what_is_sent_back_counts_for_nothing_and_says_why(world, work, last_entry):
    evidence = work.returned(work.evidence(), reason="Ask Piet again")
    assert (evidence.state, evidence.returned_reason) == ("returned", "Ask Piet again")
    assert sums(evidence.commitment) == (Decimal(0), Decimal(0))
    for organisation in (world.city, world.coop):
        assert last_entry(organisation).kind == "evidence.returned"
        assert "Piet" not in last_entry(organisation).body


def test_sending_back_needs_a_reason(work):
    with pytest.raises(NoReasonGiven):
        work.returned(work.evidence(), reason=" ")


@pytest.mark.parametrize("first", ["accepted", "returned"])
@pytest.mark.parametrize("second", ["accepted", "returned"])
def test_what_was_decided_is_decided(work, first, second):
    evidence = getattr(work, first)(work.evidence())
    with pytest.raises(AlreadyDecided):
        getattr(work, second)(evidence)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_the_other_side_alone_judges(world, work, who):
    evidence = work.evidence()
    for organisation in (world.city, world.coop):
        with pytest.raises(NotAllowed):
            domain.accept_evidence(evidence=evidence, organisation=organisation, by=getattr(world, who), now=world.now)
        with pytest.raises(NotAllowed):
            domain.return_evidence(
                evidence=evidence,
                organisation=organisation,
                reason="No",
                by=getattr(world, who),
                now=world.now,
            )


@pytest.mark.parametrize("role", [Role.BUYER, Role.STREET_WORKER])
def test_only_secretary_and_contract_manager_judge(world, work, role):
    officer = work.officer("Otto", role)
    with pytest.raises(NotAllowed):
        domain.accept_evidence(evidence=work.evidence(), organisation=world.city, by=officer, now=world.now)


def test_who_sent_it_in_never_judges_it_even_when_speaking_for_both(world, work):
    people.give_role(
        id=uuid4(), circle=queries.whole_of(world.city), person=world.alice, role=Role.CONTRACT_MANAGER,
        by=world.olga, now=world.now,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        domain.accept_evidence(evidence=work.evidence(), organisation=world.city, by=world.alice, now=world.now)


# ---- correcting ----


def test_a_correction_is_a_new_row_that_counts_in_place_of_the_old(world, work, last_entry):
    first = work.accepted(work.evidence(amount="100"))
    second = work.evidence(first.commitment, amount="80", corrects=first)
    assert (second.series, second.version, second.corrects) == (first.series, 2, first)
    assert last_entry(world.city).public["corrects"] == first.register_id
    assert sums(first.commitment) == (Decimal(80), Decimal(100))
    work.accepted(second)
    assert sums(first.commitment) == (Decimal(80), Decimal(80))
    first.refresh_from_db()
    assert (first.amount, first.state) == (Decimal(100), "accepted")


def test_a_correction_to_nothing_takes_it_away(work):
    first = work.accepted(work.evidence(amount="100"))
    work.accepted(work.evidence(first.commitment, amount="0", corrects=first))
    assert sums(first.commitment) == (Decimal(0), Decimal(0))


def test_only_the_newest_row_is_corrected(work):
    first = work.evidence()
    work.evidence(first.commitment, corrects=first)
    with pytest.raises(AlreadyCorrected):
        work.evidence(first.commitment, corrects=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(
            commitment=first.commitment, series=first.series, version=3, corrects=first, amount=1, text="T",
            delivered_on=first.delivered_on, submitted_by=first.submitted_by, submitted_at=first.submitted_at,
        )  # fmt: skip


def test_a_correction_stays_with_its_promise(work):
    first = work.evidence()
    other = work.commitment(first.commitment.partnership, what="Other")
    with pytest.raises(OfAnotherCommitment):
        work.evidence(other, corrects=first)


# ---- two at once ----


@pytest.mark.django_db(transaction=True)
def test_accepted_by_two_at_once_is_accepted_once(world, work):
    evidence = work.evidence()
    judges = [world.olga, work.officer("Otto", Role.CONTRACT_MANAGER)]
    start = threading.Barrier(2)
    results: list[object] = []

    def accept(person) -> None:
        try:
            start.wait(timeout=20)
            results.append(domain.accept_evidence(evidence=evidence, organisation=world.city, by=person, now=world.now))
        except HouseError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(person,)) for person in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecided", "Evidence"]
    assert Entry.objects.filter(kind="evidence.accepted", log=world.city.log).count() == 1
    assert sums(evidence.commitment) == (Decimal(100), Decimal(100))
