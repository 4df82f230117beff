"""A member brings an opportunity before the members."""

from __future__ import annotations

from uuid import uuid4

import pytest

from waardeel.assembly.models import Proposal
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.work import domain
from waardeel.work.errors import OpportunityNotOpen


def test_it_becomes_a_proposal_of_the_organisation_on_both_records(world, work, proposed, last_entry):
    opportunity = proposed()
    assert (opportunity.state, opportunity.proposer) == ("proposed", world.coop)
    proposal = Proposal.objects.get()
    assert opportunity.proposal == proposal
    assert (proposal.organisation, proposal.title, proposal.made_by) == (world.coop, "Shall we?", world.bob)
    for organisation in (world.city, world.coop):
        entry = last_entry(organisation)
        assert (entry.kind, entry.subject) == ("opportunity.proposed", opportunity.register_id)
        assert entry.public == {
            "title": opportunity.title,
            "proposer": "Green Thread",
            "proposal": proposal.register_id,
        }


def test_the_same_form_twice_makes_one_proposal(work, proposed):
    opportunity, id = work.opportunity(), uuid4()
    proposed(opportunity, id=id)
    with pytest.raises(AlreadyDone) as done:
        proposed(opportunity, id=id)
    assert done.value.existing == opportunity
    assert Proposal.objects.count() == 1


def test_only_one_organisation_decides_on_it_at_a_time(world, work, proposed):
    opportunity = proposed()
    with pytest.raises(OpportunityNotOpen):
        proposed(opportunity, by=world.alice)
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("who", ["charlie", "olga"])
def test_who_is_no_member_proposes_nothing(world, work, proposed, who):
    opportunity = work.opportunity()
    with pytest.raises(NotAllowed):
        proposed(opportunity, by=getattr(world, who))
    opportunity.refresh_from_db()
    assert (opportunity.state, Proposal.objects.count()) == ("open", 0)
    with pytest.raises(OpportunityNotOpen):
        domain.propose_opportunity(
            id=uuid4(), opportunity=proposed(opportunity), organisation=world.coop, title="T", plain_text="T",
            legal_text="", by=world.bob, now=world.now,
        )  # fmt: skip
