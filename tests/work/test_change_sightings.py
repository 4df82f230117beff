"""Reports go into an open opportunity and out of it."""

from __future__ import annotations

import pytest

from waardeel.house.errors import NotAllowed
from waardeel.work import domain
from waardeel.work.errors import AlreadyBundled, LastSighting, NothingToBundle, NotInIt, OpportunityNotOpen


def add(world, opportunity, *sightings, **more):
    facts = {"by": world.olga, "now": world.now, **more}
    return domain.add_sightings(opportunity=opportunity, sightings=list(sightings), **facts)


def remove(world, opportunity, *sightings, **more):
    facts = {"by": world.olga, "now": world.now, **more}
    return domain.remove_sightings(opportunity=opportunity, sightings=list(sightings), **facts)


def test_more_reports_go_in(world, work, last_entry):
    opportunity, more = work.opportunity(), work.sighting()
    add(world, opportunity, more)
    assert opportunity.sightings.count() == 2
    entry = last_entry(world.city)
    assert entry.kind == "opportunity.sightings_added"
    assert entry.public == {"title": opportunity.title, "number": 1, "sightings": [more.register_id]}


def test_what_is_taken_out_can_be_bundled_anew(world, work, last_entry):
    one, two = work.sighting(), work.sighting()
    opportunity = work.opportunity(one, two)
    remove(world, opportunity, two)
    assert last_entry(world.city).kind == "opportunity.sightings_removed"
    assert list(opportunity.sightings.all()) == [one]
    assert list(work.opportunity(two, title="Second").sightings.all()) == [two]


def test_one_report_stays_in(world, work):
    sighting = work.sighting()
    with pytest.raises(LastSighting):
        remove(world, work.opportunity(sighting), sighting)


def test_what_is_elsewhere_is_not_put_in_nor_taken_out(world, work):
    opportunity, elsewhere = work.opportunity(), work.sighting()
    work.opportunity(elsewhere, title="Second")
    with pytest.raises(AlreadyBundled):
        add(world, opportunity, elsewhere)
    with pytest.raises(NotInIt):
        remove(world, opportunity, elsewhere)


@pytest.mark.parametrize("change", [add, remove])
def test_nothing_changes_once_members_decide_on_it(world, work, change, proposed):
    opportunity = proposed()
    with pytest.raises(OpportunityNotOpen):
        change(world, opportunity, work.sighting())


@pytest.mark.parametrize("change", [add, remove])
def test_an_empty_choice_is_refused(world, work, change):
    with pytest.raises(NothingToBundle):
        change(world, work.opportunity())


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
@pytest.mark.parametrize("change", [add, remove])
def test_only_officers_of_the_city_change_it(world, work, change, who):
    with pytest.raises(NotAllowed):
        change(world, work.opportunity(), work.sighting(), by=getattr(world, who))
