"""A verifiable secret poll whose trustees share a key: three rounds, and the result when one of them stays away."""

import json
import shutil
import subprocess

import pytest
from django.urls import reverse

from tests.ballots.sealed import opened, prepared
from waardeel.ballots import domain, keys, queries
from waardeel.ballots.errors import KeyRefused, NotReady, WrongThreshold
from waardeel.ballots.models import Poll, Trustee
from waardeel.ballots.views.sealed import role_token
from waardeel.belenios.verify import verify
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db
THREE = {"trustees": ["Tess", "Tom", "Tine"], "threshold": 2}


def page(client, of, number: int):
    poll = of.poll
    address = reverse("poll_role", args=[poll.organisation.slug, poll.pk, number, role_token(poll.sealed, number)])
    return client.get(address)


def test_the_result_is_read_when_one_of_three_stays_away(world, tmp_path):
    of = opened(world, **THREE)
    for voter, choice in enumerate(("yes", "no")):
        of.cast(voter, choice)
    of.end(world)
    of.decrypt([3])
    assert of.poll.state == Poll.State.ENDED
    of.decrypt([1])
    assert of.poll.state == Poll.State.CLOSED
    assert of.poll.count == {"yes": "1", "no": "1", "abstain": "0"}
    with pytest.raises((NotReady, AlreadyDone)):
        of.decrypt([2])
    path = tmp_path / f"{of.poll.sealed.uuid}.bel"
    path.write_bytes(b"".join(queries.archive_of(of.poll.sealed)))
    report = verify(path)
    assert (report.result, report.trustees, report.needed) == ([[1, 1, 0]], 3, 2)
    if (tool := shutil.which("belenios-tool")) is not None:
        said = subprocess.run([tool, "election", "verify"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "all checks passed" in said.stderr


def test_the_pieces_that_trustees_gave_each_other_are_thrown_away_at_the_opening(world):
    of = opened(world, **THREE)
    for trustee in Trustee.objects.all():
        assert trustee.deal == ""
        assert trustee.encrypted_key
        assert of.seeds[trustee.number] not in json.dumps(
            {field.name: str(getattr(trustee, field.name)) for field in Trustee._meta.fields}
        )


def test_every_step_is_in_the_register(world):
    opened(world, **THREE)
    steps = [entry.public for entry in Entry.objects.filter(kind="poll.key_round_given").order_by("pk")]
    assert [(step["round"], step["trustee"]) for step in steps] == [(r, t) for r in (1, 2, 3) for t in (1, 2, 3)]


def test_a_round_begins_when_all_have_done_the_one_before(world):
    of = prepared(world, **THREE)
    first, second, third = of.poll.sealed.trustees.all()
    domain.give_round(trustee=first, answer=of.answer(1), now=of.now)
    with pytest.raises(AlreadyDone):
        domain.give_round(trustee=first, answer=of.answer(1), now=of.now)
    with pytest.raises(KeyRefused, match="Another group, number of trustees, threshold or place"):
        domain.give_round(trustee=third, answer=of.answer(2), now=of.now)
    domain.give_round(trustee=second, answer=of.answer(2), now=of.now)
    assert keys.round_of(of.poll.sealed.trustees.all()) == "certificate"
    domain.give_round(trustee=third, answer=of.answer(3), now=of.now)
    assert keys.round_of(of.poll.sealed.trustees.all()) == "deal"


@pytest.mark.parametrize("answer", ["", "{", "[]", "7", "{}", '{"message":"","signature":{}}', "\u0000"])
def test_an_answer_that_is_none_is_refused_with_a_sentence(world, answer):
    of = prepared(world, **THREE)
    with pytest.raises(KeyRefused):
        domain.give_round(trustee=of.poll.sealed.trustees.first(), answer=answer, now=of.now)
    assert not of.poll.sealed.trustees.first().certificate


def test_the_two_ways_to_make_keys_are_not_mixed(world):
    shared, single = prepared(world, **THREE), prepared(world)
    with pytest.raises(NotReady):
        domain.give_key(trustee=shared.poll.sealed.trustees.first(), key="{}", now=shared.now)
    with pytest.raises(NotReady):
        domain.give_round(trustee=single.poll.sealed.trustees.first(), answer="{}", now=single.now)


@pytest.mark.parametrize("threshold", [1, 4])
def test_a_threshold_that_protects_nobody_or_cannot_be_reached_is_refused(world, threshold):
    with pytest.raises(WrongThreshold):
        prepared(world, trustees=["Tess", "Tom", "Tine"], threshold=threshold)


def test_all_of_three_are_three_keys_of_their_own(world):
    assert prepared(world, trustees=["Tess", "Tom", "Tine"], threshold=3).poll.sealed.threshold == 0


def test_the_page_of_a_trustee_says_which_step_it_is_and_who_is_still_to_come(world, client):
    of = prepared(world, **THREE)
    said = page(client, of, 1).content.decode()
    assert 'id="make-key"' in said
    first = of.poll.sealed.trustees.first()
    domain.give_round(trustee=first, answer=of.answer(1), now=of.now)
    said = page(client, of, 1).content.decode()
    assert "Tom" in said
    assert "Tine" in said
    assert 'id="make-key"' not in said


def test_who_stayed_away_reads_that_the_result_is_there(world, client):
    of = opened(world, **THREE)
    of.cast(0, "yes")
    of.end(world)
    of.decrypt([1, 2])
    assert page(client, of, 3).status_code == 200
    assert 'id="check"' not in page(client, of, 3).content.decode()


def test_the_keys_are_made_anew_when_one_was_lost(world, client):
    of = prepared(world, **THREE)
    of.keys()
    of.seeds.clear()
    domain.restart_keys(poll=of.poll, by=world.alice, now=of.now)
    assert not any(
        each.certificate or each.deal or each.key or each.encrypted_key for each in of.poll.sealed.trustees.all()
    )
    of.keys()
    of.roll()
    of.open(world)
    with pytest.raises(NotReady):
        domain.restart_keys(poll=of.poll, by=world.alice, now=of.now)
    with pytest.raises(NotAllowed):
        domain.restart_keys(poll=prepared(world).poll, by=world.bob, now=of.now)
