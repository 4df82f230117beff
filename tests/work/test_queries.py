"""What the front page and the home of an organisation tell about work."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from waardeel.work import cases, domain
from waardeel.work.queries import Doings, doings, recent_opportunities, recent_partnerships


def test_work_in_figures(world, work):
    assert doings(world.now) == Doings(0, 0, Decimal(0), 0, Decimal(0), 0, 0)
    work.sighting()
    work.opportunity(hours_per_week=Decimal("10.10"))
    partnership = work.partnership(work.opportunity(hours_per_week=Decimal("22.50")))
    work.commitment(partnership, days=-3)
    work.commitment(partnership, days=3)
    domain.close_sighting(sighting=work.sighting(), reason="done", by=world.olga, now=world.now)
    cases.tell_ghent(organisation=world.city, by=world.olga, now=world.now)
    assert doings(world.now) == Doings(3, 1, Decimal("10.10"), 1, Decimal("22.50"), 1, 1)
    assert doings(world.now, world.city) == Doings(3, 1, Decimal("10.10"), 1, Decimal("22.50"), 1, 0)
    assert doings(world.now, world.coop) == Doings(0, 0, Decimal(0), 1, Decimal("22.50"), 1, 1)


def test_the_newest_opportunities_that_are_not_closed(world, work):
    for days in (3, 2, 1):
        work.opportunity(title=f"{days} days ago", now=world.now - timedelta(days=days))
    domain.close_opportunity(opportunity=work.opportunity(title="Closed"), reason="done", by=world.olga, now=world.now)
    assert [one.title for one in recent_opportunities(limit=2)] == ["1 days ago", "2 days ago"]
    assert len(recent_opportunities(world.city)) == 3
    assert recent_opportunities(world.coop) == []


def test_the_newest_partnerships_that_began(world, work):
    first = work.partnership(title="First")
    work.offered(title="On offer")
    told = cases.tell_ghent(organisation=world.city, by=world.olga, now=world.now - timedelta(days=1))
    assert recent_partnerships() == recent_partnerships(world.city) == [first, told]
    assert recent_partnerships(world.coop) == [first]
    assert recent_partnerships(limit=1) == [first]
