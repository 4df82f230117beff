"""A proposal put to a verifiable secret vote: prepared, opened, and decided as any other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.assembly.conftest import Assembly
from tests.ballots.sealed import Ceremony
from waardeel.assembly.models import Proposal
from waardeel.ballots.errors import ClosesTooSoon, NobodyMakesCodes, TooManyTrustees
from waardeel.ballots.models import Poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def assembly(world):
    return Assembly(world)


def put(assembly, proposal, **facts):
    return assembly.put(
        proposal,
        **{
            "secrecy": Poll.Secrecy.VERIFIABLE,
            "authority": "Notaris De Wit",
            "trustees": ["Tess", "Tom"],
            "closes_at": assembly.world.now + timedelta(days=9),
            "now": assembly.world.now,
            **facts,
        },
    )


def test_the_result_of_the_trustees_decides_the_proposal(assembly, world):
    proposal = assembly.propose()
    ceremony = Ceremony(put(assembly, proposal), world.now)
    proposal.refresh_from_db()
    assert (ceremony.poll.state, proposal.state) == (Poll.State.PREPARED, Proposal.State.VOTING)
    ceremony.keys()
    ceremony.roll()
    with pytest.raises(ClosesTooSoon):  # the charter asks for a day at least, also when it opens later
        ceremony.open(world)
    ceremony.open(world, hours=30)
    ceremony.cast(0, "yes")
    ceremony.end(world)
    ceremony.decrypt()
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.DECIDED
    assert proposal.decision.adopted


def test_who_makes_the_codes_and_who_hold_the_keys_must_be_named(assembly):
    for facts, refusal in (({"authority": " "}, NobodyMakesCodes), ({"trustees": []}, TooManyTrustees)):
        proposal = assembly.propose()
        with pytest.raises(refusal):
            put(assembly, proposal, **facts)
        proposal.refresh_from_db()
        assert proposal.state == Proposal.State.OPEN


def test_the_form_asks_how_secret_it_is_and_leads_to_the_ceremony(assembly, world):
    proposal = assembly.propose()
    assembly.adopt()
    client = world.client(world.alice)
    address = f"/o/{world.coop.slug}/proposals/{proposal.pk}/vote/"
    assert "How secret is it?" in client.get(address).content.decode()
    closes = (world.now + timedelta(days=20)).strftime("%Y-%m-%dT20:00")
    form = {"id": proposal.pk, "kind": "ordinary", "closes_at": closes, "secrecy": "verifiable"}
    refused = client.post(address, {**form, "authority": "", "trustees": "Tess"})
    assert "Name who makes the codes" in refused.content.decode()
    done = client.post(address, {**form, "authority": "Notaris", "trustees": " Tess \n\nTom\n"}, follow=True)
    page = done.content.decode()
    assert [trustee.name for trustee in Poll.objects.get().sealed.trustees.all()] == ["Tess", "Tom"]
    assert "Links for each role" in page
    assert page.count("/role/") == 6  # three links, each as address and as text
    member = world.client(world.bob).get(done.redirect_chain[-1][0]).content.decode()
    assert "Links for each role" not in member
    assert "/role/" not in member
