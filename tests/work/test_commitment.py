"""A party promises for itself, and may take a promise back until something was shown for it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.work import domain
from waardeel.work.errors import (
    CommitmentWithdrawn,
    DueBeforePartnership,
    DueOutsidePartnership,
    HasEvidence,
    NoAmount,
    NoReasonGiven,
    NotInForce,
)
from waardeel.work.models import Commitment


def withdraw(world, commitment, **more):
    facts = {"reason": "A typing error", "by": world.alice, "now": world.now, **more}
    return domain.withdraw_commitment(commitment=commitment, **facts)


def test_a_promise_stands_in_the_registers_of_both(world, work, last_entry):
    commitment = work.commitment(amount=Decimal("400.5"))
    for organisation in (world.city, world.coop):
        entry = last_entry(organisation)
        assert (entry.kind, entry.subject) == ("commitment.made", commitment.register_id)
        assert entry.public == {
            "who": "Green Thread",
            "what": "Hours of weeding",
            "amount": "400.50",
            "unit": "hours",
            "unit_in_words": {"nl": "uur", "fr": "heures", "en": "hours"},
            "due_on": commitment.due_on.isoformat(),
            "proof": "Signed hour lists",
            "partnership": commitment.partnership.register_id,
        }


def test_the_same_promise_twice_is_one(world, work):
    partnership, id = work.partnership(), uuid4()
    facts = {
        "id": id, "partnership": partnership, "organisation": world.coop, "what": "W", "amount": Decimal(1),
        "unit": "hours", "due_on": world.now.date(), "proof": "P", "by": world.alice, "now": world.now,
    }  # fmt: skip
    first = domain.make_commitment(**facts)
    with pytest.raises(AlreadyDone) as done:
        domain.make_commitment(**facts)
    assert done.value.existing == first


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_nothing_is_no_promise(work, amount):
    with pytest.raises(NoAmount):
        work.commitment(amount=Decimal(amount))


def test_nothing_is_promised_before_all_agreed(work):
    with pytest.raises(NotInForce):
        work.commitment(work.offered())


def test_the_day_lies_within_the_partnership(work):
    open_end = work.partnership(from_on=date(2026, 1, 10))
    with pytest.raises(DueBeforePartnership):
        work.commitment(open_end, due_on=date(2026, 1, 9))
    bound = work.partnership(from_on=date(2026, 1, 10), until_on=date(2026, 1, 20))
    for day in (9, 21):
        with pytest.raises(DueOutsidePartnership):
            work.commitment(bound, due_on=date(2026, 1, day))
    assert [work.commitment(bound, due_on=date(2026, 1, day)).due_on.day for day in (10, 20)] == [10, 20]


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_nobody_promises_for_another(world, work, who):
    with pytest.raises(NotAllowed):
        work.commitment(by=getattr(world, who))


@pytest.mark.parametrize(
    ("days", "delivered", "proven", "standing", "late"),
    [
        (0, "0", "0", "open", 0),
        (0, "1", "0", "partly", 0),
        (0, "400", "399.99", "partly", 0),
        (0, "400", "400", "done", 0),
        (-1, "0", "0", "late", 1),
        (-12, "400", "399.99", "late", 12),
        (-12, "400", "400.01", "done", 0),
    ],
)
def test_where_a_promise_stands(days, delivered, proven, standing, late):
    today = date(2026, 11, 23)
    commitment = Commitment(
        amount=Decimal(400),
        due_on=today + timedelta(days=days),
        delivered=Decimal(delivered),
        proven=Decimal(proven),
    )
    assert (commitment.standing(today), commitment.days_late(today)) == (standing, late)


def test_a_promise_that_was_taken_back_is_not_late(world, work):
    commitment = withdraw(world, work.commitment(days=-5))
    today = world.coop.day(world.now)
    assert (commitment.standing(today), commitment.days_late(today)) == ("withdrawn", 0)


def test_taking_back_stays_on_record_and_its_words_private(world, work, last_entry):
    withdraw(world, work.commitment(), reason="Jan left")
    for organisation in (world.city, world.coop):
        entry = last_entry(organisation)
        assert entry.kind == "commitment.withdrawn"
        assert "Jan" not in entry.body


def test_what_was_shown_for_keeps_a_promise(world, work):
    commitment = work.commitment()
    work.evidence(commitment)
    with pytest.raises(HasEvidence):
        withdraw(world, commitment)


def test_taking_back_needs_a_reason_and_happens_once(world, work):
    commitment = work.commitment()
    with pytest.raises(NoReasonGiven):
        withdraw(world, commitment, reason="")
    withdraw(world, commitment)
    with pytest.raises(CommitmentWithdrawn):
        withdraw(world, commitment)


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_nobody_takes_back_for_another(world, work, who):
    commitment = work.commitment()
    with pytest.raises(NotAllowed):
        withdraw(world, commitment, by=getattr(world, who))
