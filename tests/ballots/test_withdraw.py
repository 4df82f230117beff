"""A prepared vote is withdrawn, or somebody else takes the place of a trustee: nothing stays stuck."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.assembly.conftest import Assembly
from tests.ballots.sealed import GROUP, Ceremony, opened, prepared
from tests.conftest import client_of
from waardeel.assembly import domain as assembly
from waardeel.assembly.models import Proposal
from waardeel.ballots import domain
from waardeel.ballots.errors import NotReady, OtherNumberOfTrustees
from waardeel.ballots.models import Poll
from waardeel.ballots.views.sealed import role_token
from waardeel.belenios.trustee import TrusteeKey
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db


def withdraw(of, world, by=None):
    return domain.withdraw_poll(poll=of.poll, by=by or world.alice, now=world.now)


def address(of, number: int) -> str:
    poll = of.poll
    return reverse("poll_role", args=[poll.organisation.slug, poll.pk, number, role_token(poll.sealed, number)])


def test_a_prepared_vote_is_withdrawn_and_its_proposal_can_be_put_to_the_vote_again(world):
    acts = Assembly(world)
    acts.adopt()
    proposal = acts.propose()
    facts = {"secrecy": "verifiable", "authority": "Notary", "trustees": ["Tess", "Tom"], "by": world.alice}

    def put():
        closes = world.now + timedelta(days=8)
        fresh = Proposal.objects.get(pk=proposal.pk)
        return assembly.put_to_vote(id=uuid4(), proposal=fresh, closes_at=closes, now=world.now, **facts)

    first = put()
    withdraw(Ceremony(first, world.now), world)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.poll) == (Proposal.State.OPEN, None)
    second = put()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.poll) == (Proposal.State.VOTING, second)
    first.refresh_from_db()
    assert first.state == Poll.State.WITHDRAWN
    page = client_of(world.alice).get(reverse("poll", args=[world.coop.slug, first.pk])).content.decode()
    assert "This vote was withdrawn before it opened." in page


def test_nothing_more_happens_to_a_withdrawn_vote(world):
    of = prepared(world)
    of.keys()
    pages = [address(of, number) for number in (0, 1)]
    withdraw(of, world)
    with pytest.raises(AlreadyDone):
        withdraw(of, world)
    for act in (
        of.roll,
        lambda: of.open(world),
        lambda: domain.restart_keys(poll=of.poll, by=world.alice, now=world.now),
    ):
        with pytest.raises((NotReady, AlreadyDone)):
            act()
    for page in pages:
        assert "You need not do anything" in client_of(None).get(page).content.decode()
    for name in ("poll_booth", "poll_board", "poll_archive"):
        assert client_of(None).get(reverse(name, args=[world.coop.slug, of.poll.pk])).status_code == 404
    assert Entry.objects.filter(kind="poll.withdrawn").count() == 1


def test_only_the_secretary_withdraws_and_only_before_the_opening(world):
    with pytest.raises(NotAllowed):
        withdraw(prepared(world), world, by=world.bob)
    with pytest.raises(NotReady):
        withdraw(opened(world), world)


def test_somebody_else_takes_the_place_of_a_trustee_and_the_old_link_is_dead(world):
    of = prepared(world)
    of.keys()
    old = [address(of, number) for number in (1, 2)]
    domain.restart_keys(poll=of.poll, by=world.alice, now=world.now, trustees=["Tess", "Tine"])
    assert list(of.poll.sealed.trustees.values_list("number", "name", "key")) == [(1, "Tess", ""), (2, "Tine", "")]
    assert Entry.objects.get(kind="poll.keys_restarted").public["replaced"] == 1
    assert (address(of, 1), address(of, 2) == old[1]) == (old[0], False)
    nobody = client_of(None)
    assert [nobody.get(page).status_code for page in (*old, address(of, 2))] == [200, 404, 200]
    of.keys()
    of.roll()
    of.open(world)


def test_as_many_hold_a_key_as_before(world):
    of = prepared(world)
    for names in (["Tess"], ["Tess", "Tess"], ["Tess", "Tom", "Tine"]):
        with pytest.raises(OtherNumberOfTrustees):
            domain.restart_keys(poll=of.poll, by=world.alice, now=world.now, trustees=names)
    key = json.dumps(TrusteeKey.make(7, GROUP, of.below).written())
    domain.give_key(trustee=of.poll.sealed.trustees.first(), key=key, now=world.now)


def test_the_pages_withdraw_and_replace(world):
    of, alice = prepared(world), client_of(world.alice)
    at = [world.coop.slug, of.poll.pk]
    again = alice.get(reverse("poll_keys_again", args=at)).content.decode()
    assert "Tess\nTom" in again
    assert alice.post(reverse("poll_keys_again", args=at), {"trustees": "Tess\r\nTine"}).status_code == 302
    assert of.poll.sealed.trustees.get(number=2).name == "Tine"
    decide = client_of(world.bob).get(reverse("organisation_decide", args=[world.coop.slug])).content.decode()
    assert "Votes being prepared" in decide
    assert alice.post(reverse("poll_withdraw", args=at)).status_code == 302
    assert (
        "Votes being prepared" not in alice.get(reverse("organisation_decide", args=[world.coop.slug])).content.decode()
    )
