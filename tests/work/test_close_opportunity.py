"""An opportunity is closed with a reason, and its reports with it."""

from __future__ import annotations

import pytest

from waardeel.house.errors import NotAllowed
from waardeel.work import domain
from waardeel.work.errors import OpportunityNotOpen, ReasonMissing


def close(world, opportunity, **more):
    facts = {"reason": "no_money", "by": world.olga, "now": world.now, **more}
    return domain.close_opportunity(opportunity=opportunity, **facts)


def test_its_reports_are_closed_for_the_same_reason(world, work, kinds):
    one, two = work.sighting(), work.sighting()
    opportunity = close(world, work.opportunity(one, two), explanation="Next year perhaps")
    assert (opportunity.state, opportunity.closed_reason) == ("closed", "no_money")
    for sighting in (one, two):
        sighting.refresh_from_db()
        assert (sighting.closed_reason, sighting.closed_explanation) == ("no_money", "Next year perhaps")
    assert kinds(world.city)[-3:] == ["sighting.closed", "sighting.closed", "opportunity.closed"]


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_reason_is_needed(world, work, reason):
    with pytest.raises(ReasonMissing):
        close(world, work.opportunity(), reason=reason)


def test_what_is_closed_or_taken_on_is_not_closed(world, work):
    closed = close(world, work.opportunity())
    taken = work.opportunity()
    work.partnership(taken)
    for opportunity in (closed, taken):
        with pytest.raises(OpportunityNotOpen):
            close(world, opportunity)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_only_officers_of_the_city_close(world, work, who):
    with pytest.raises(NotAllowed):
        close(world, work.opportunity(), by=getattr(world, who))
