"""A partnership is offered, agreed to or declined."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain as people
from waardeel.people.models import Role
from waardeel.work import domain
from waardeel.work.errors import (
    AlreadyAgreed,
    EndsBeforeItBegins,
    NoReasonGiven,
    NotWaiting,
    OpportunityHasPartnership,
    OpportunityNotOpen,
    PartyTwice,
    TooFewParties,
)
from waardeel.work.models import Partnership


def agree(world, partnership, **more):
    facts = {"organisation": world.coop, "by": world.alice, "now": world.now, **more}
    return domain.agree_to_partnership(partnership=partnership, **facts)


def decline(world, partnership, **more):
    facts = {"organisation": world.coop, "by": world.alice, "now": world.now, "reason": "Too much", **more}
    return domain.decline_partnership(partnership=partnership, **facts)


# ---- offering ----


def test_an_offer_stands_in_the_register_of_who_offers_alone(world, work, kinds):
    partnership = work.offered()
    assert [(str(party), party.agreed_at) for party in partnership.parties.all()] == [
        ("Waardstad", world.now),
        ("Green Thread", None),
    ]
    assert partnership.began_at is None
    assert (kinds(world.city), kinds(world.coop)) == (["partnership.offered"], [])


def test_the_same_offer_twice_is_one(world, work):
    partnership = work.offered()
    with pytest.raises(AlreadyDone):
        domain.offer_partnership(
            id=partnership.pk, organisation=world.city, title="T", purpose="P", place="",
            from_on=world.now.date(), by=world.olga, now=world.now,
            parties=[(world.city, "lead"), (world.coop, "partner")],
        )  # fmt: skip


def test_it_takes_two_different_organisations_with_oneself_among_them(world, work):
    with pytest.raises(TooFewParties):
        work.offered(parties=[(world.city, "lead")])
    with pytest.raises(TooFewParties):
        work.offered(parties=[(world.coop, "lead"), (world.coop, "partner")])
    with pytest.raises(PartyTwice) as error:
        work.offered(parties=[(world.city, "lead"), (world.coop, "partner"), (world.coop, "funder")])
    assert error.value.facts == {"name": "Green Thread"}
    assert Partnership.objects.count() == 0


def test_the_last_day_is_not_before_the_first(world, work):
    first = world.now.date()
    with pytest.raises(EndsBeforeItBegins):
        work.offered(from_on=first, until_on=first - timedelta(days=1))
    assert work.offered(from_on=first, until_on=first).until_on == first


def test_an_opportunity_has_one_partnership_at_a_time(world, work):
    opportunity = work.opportunity()
    first = work.offered(opportunity)
    with pytest.raises(OpportunityHasPartnership):
        work.offered(opportunity)
    decline(world, first)
    assert work.offered(opportunity).opportunity == opportunity


def test_a_closed_opportunity_is_not_offered(world, work):
    opportunity = domain.close_opportunity(opportunity=work.opportunity(), reason="done", by=world.olga, now=world.now)
    with pytest.raises(OpportunityNotOpen):
        work.offered(opportunity)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_nobody_offers_for_another_organisation(world, work, who):
    with pytest.raises(NotAllowed):
        work.offered(by=getattr(world, who))


@pytest.mark.parametrize("role", [Role.BUYER, Role.STREET_WORKER])
def test_only_secretary_and_contract_manager_offer(work, role):
    with pytest.raises(NotAllowed):
        work.offered(by=work.officer("Otto", role))


# ---- agreeing ----


def test_with_the_last_party_it_begins_on_every_record_and_takes_the_opportunity(world, work, proposed, kinds):
    opportunity = proposed()
    partnership = agree(world, work.offered(opportunity))
    assert partnership.began_at == world.now
    opportunity.refresh_from_db()
    assert opportunity.state == "taken"
    assert kinds(world.coop)[-2:] == ["partnership.agreed", "partnership.began"]
    assert kinds(world.city)[-3:] == ["partnership.agreed", "partnership.began", "opportunity.taken"]
    assert [str(party) for party in opportunity.doers] == ["Green Thread"]


def test_as_long_as_one_party_is_silent_it_does_not_begin(world, work, kinds):
    third = people.found_organisation(
        id=uuid4(), slug="third", name="Third", kind="association", secretary=world.bob, now=world.now
    )
    partnership = work.offered(parties=[(world.city, "lead"), (world.coop, "partner"), (third, "host")])
    assert agree(world, partnership).began_at is None
    assert kinds(third) == []
    assert agree(world, partnership, organisation=third, by=world.bob).began_at == world.now
    assert kinds(third) == ["partnership.agreed", "partnership.began"]


def test_agreeing_twice_is_refused(world, work):
    partnership = agree(world, work.offered())
    with pytest.raises(AlreadyAgreed):
        agree(world, partnership)


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_who_speaks_for_the_party_agrees(world, work, who):
    partnership = work.offered()
    with pytest.raises(NotAllowed):
        agree(world, partnership, by=getattr(world, who))


def test_who_is_no_party_does_not_agree(world, work):
    other = people.found_organisation(
        id=uuid4(), slug="other", name="Other", kind="association", secretary=world.charlie, now=world.now
    )
    with pytest.raises(NotAllowed):
        agree(world, work.offered(), organisation=other, by=world.charlie)


# ---- declining ----


def test_declining_needs_a_reason_which_the_parties_alone_read(world, work, last_entry):
    partnership = work.offered()
    with pytest.raises(NoReasonGiven):
        decline(world, partnership, reason=" ")
    partnership = decline(world, partnership, reason="Jan is ill")
    assert partnership.declined_reason == "Jan is ill"
    for organisation in (world.city, world.coop):
        entry = last_entry(organisation)
        assert entry.kind == "partnership.declined"
        assert "Jan" not in entry.body


def test_who_offered_can_take_it_back(world, work):
    partnership = decline(world, work.offered(), organisation=world.city, by=world.olga)
    assert partnership.declined_at == world.now


def test_after_an_answer_there_is_no_other(world, work):
    declined = decline(world, work.offered())
    with pytest.raises(NotWaiting):
        agree(world, declined)
    with pytest.raises(NotWaiting):
        decline(world, declined)
    with pytest.raises(NotWaiting):
        decline(world, work.partnership())


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_who_speaks_for_the_party_declines(world, work, who):
    partnership = work.offered()
    with pytest.raises(NotAllowed):
        decline(world, partnership, by=getattr(world, who))
