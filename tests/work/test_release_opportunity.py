"""An opportunity that members did not take on is open for others again."""

from __future__ import annotations

import pytest

from waardeel.house.errors import NotAllowed
from waardeel.work import domain
from waardeel.work.errors import NotProposed


@pytest.mark.parametrize("who", ["alice", "olga"])
def test_the_secretary_or_the_city_opens_it_again(world, proposed, last_entry, who):
    opportunity = domain.release_opportunity(opportunity=proposed(), by=getattr(world, who), now=world.now)
    assert (opportunity.state, opportunity.proposer, opportunity.proposal) == ("open", None, None)
    for organisation in (world.city, world.coop):
        assert last_entry(organisation).kind == "opportunity.released"


def test_then_it_can_be_proposed_anew(world, proposed):
    opportunity = domain.release_opportunity(opportunity=proposed(), by=world.olga, now=world.now)
    assert proposed(opportunity).state == "proposed"


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_others_may_not(world, proposed, who):
    opportunity = proposed()
    with pytest.raises(NotAllowed):
        domain.release_opportunity(opportunity=opportunity, by=getattr(world, who), now=world.now)


def test_what_nobody_decides_on_cannot_be_released(world, work):
    with pytest.raises(NotProposed):
        domain.release_opportunity(opportunity=work.opportunity(), by=world.olga, now=world.now)
