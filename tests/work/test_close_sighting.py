"""A report is closed with a reason."""

from __future__ import annotations

import pytest

from waardeel.house.errors import NotAllowed
from waardeel.people.models import Role
from waardeel.work import domain
from waardeel.work.errors import AlreadyBundled, ExplanationMissing, ReasonMissing, SightingIsClosed


def close(world, sighting, **more):
    facts = {"reason": "not_ours", "by": world.olga, "now": world.now, **more}
    return domain.close_sighting(sighting=sighting, **facts)


def test_the_reason_is_public_and_the_words_are_not(world, work, last_entry):
    sighting = close(world, work.sighting(), explanation="It belongs to Mr De Vries")
    assert (sighting.closed_reason, sighting.closed_explanation) == ("not_ours", "It belongs to Mr De Vries")
    entry = last_entry(world.city)
    assert entry.kind == "sighting.closed"
    assert entry.public["reason"] == "not_ours"
    assert entry.public["why"]["nl"] == "Het ligt op grond die niet van ons is"
    assert "De Vries" not in entry.body


@pytest.mark.parametrize("reason", ["", "because", None])
def test_nothing_closes_without_a_reason(world, work, reason):
    sighting = work.sighting()
    with pytest.raises(ReasonMissing):
        close(world, sighting, reason=reason)
    sighting.refresh_from_db()
    assert sighting.closed_at is None


def test_another_reason_needs_words(world, work):
    with pytest.raises(ExplanationMissing):
        close(world, work.sighting(), reason="other", explanation="  ")
    assert close(world, work.sighting(), reason="other", explanation="Feast").closed_reason == "other"


def test_closing_twice_is_refused(world, work):
    sighting = work.sighting()
    close(world, sighting)
    with pytest.raises(SightingIsClosed):
        close(world, sighting)


def test_what_is_bundled_is_closed_with_its_opportunity_only(world, work):
    sighting = work.sighting()
    work.opportunity(sighting)
    with pytest.raises(AlreadyBundled):
        close(world, sighting)


def test_who_reported_it_may_close_it_and_so_may_officers(world, work):
    street = work.officer("Stan", Role.STREET_WORKER)
    assert close(world, work.sighting(by=street), by=street, reason="mistake").closed_at == world.now
    assert close(world, work.sighting(), by=work.officer("Bea", Role.BUYER)).closed_at == world.now


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_others_may_not(world, work, who):
    with pytest.raises(NotAllowed):
        close(world, work.sighting(), by=getattr(world, who))


def test_another_street_worker_may_not(world, work):
    with pytest.raises(NotAllowed):
        close(world, work.sighting(), by=work.officer("Stan", Role.STREET_WORKER))
