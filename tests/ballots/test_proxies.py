"""Proxies of a verifiable secret poll: the letter of one voter goes to another, until the codes are made."""

import pytest
from django.urls import reverse

from tests.ballots.sealed import prepared
from tests.conftest import client_of
from waardeel.ballots import domain
from waardeel.ballots.errors import HasProxy, NotReady, ProxyToOneself, TooManyProxies
from waardeel.ballots.views.sealed import role_token
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people.privacy import export_of
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(world):
    for name in ("Dirk", "Eva"):
        world.member(name)
    return prepared(world)


def voter(of, name: str):
    return of.poll.voters.get(person__name=name)


def note(of, world, giver: str, holder: str, by=None):
    return domain.note_proxy(voter=voter(of, giver), holder=voter(of, holder), by=by or world.alice, now=world.now)


def letters(of, world) -> list[str]:
    page = reverse("poll_role", args=[world.coop.slug, of.poll.pk, 0, role_token(of.poll.sealed, 0)])
    return [name for name, _, _ in client_of(None).get(page, {"question": ""}).json()["voters"]]


def test_the_letter_goes_to_the_holder_and_back_when_the_proxy_is_taken_back(of, world):
    note(of, world, "Dirk", "Eva")
    assert letters(of, world) == ["Alice", "Bob", "Eva, for Dirk", "Eva"]
    domain.drop_proxy(voter=voter(of, "Dirk"), by=world.alice, now=world.now)
    assert letters(of, world) == ["Alice", "Bob", "Dirk", "Eva"]
    with pytest.raises(AlreadyDone):
        domain.drop_proxy(voter=voter(of, "Dirk"), by=world.alice, now=world.now)


def test_the_record_tells_nobody_who_and_keeps_it_for_those_concerned(of, world):
    note(of, world, "Dirk", "Eva")
    entry = Entry.objects.get(kind="poll.proxy_noted")
    assert entry.public == {"poll": str(of.poll.pk)}


def test_one_person_votes_for_as_many_others_as_the_rules_say(of, world):
    note(of, world, "Dirk", "Eva")
    with pytest.raises(TooManyProxies):
        note(of, world, "Bob", "Eva")


def test_who_gave_a_proxy_holds_none(of, world):
    note(of, world, "Dirk", "Eva")
    for giver, holder in (("Eva", "Bob"), ("Bob", "Dirk"), ("Dirk", "Bob")):
        with pytest.raises(HasProxy):
            note(of, world, giver, holder)
    with pytest.raises(ProxyToOneself):
        note(of, world, "Bob", "Bob")
    with pytest.raises(AlreadyDone):
        note(of, world, "Dirk", "Eva")


def test_nobody_holds_a_proxy_of_another_poll(of, world):
    other = prepared(world)
    with pytest.raises(ProxyToOneself):
        domain.note_proxy(voter=voter(of, "Dirk"), holder=voter(other, "Eva"), by=world.alice, now=world.now)


def test_the_secretary_alone_and_only_until_the_codes_are_made(of, world):
    with pytest.raises(NotAllowed):
        note(of, world, "Dirk", "Eva", by=world.bob)
    note(of, world, "Dirk", "Eva")
    of.keys()
    of.roll()
    for act in (
        lambda: note(of, world, "Bob", "Alice"),
        lambda: domain.drop_proxy(voter=voter(of, "Dirk"), by=world.alice, now=world.now),
    ):
        with pytest.raises(NotReady):
            act()


def test_the_page_enters_and_takes_back(of, world):
    alice, page = client_of(world.alice), reverse("poll_proxies", args=[world.coop.slug, of.poll.pk])
    assert "There are no proxies." in alice.get(page).content.decode()
    eva, dirk = voter(of, "Eva").pk, voter(of, "Dirk").pk
    refused = alice.post(page, {"voter": dirk, "holder": dirk}).content.decode()
    assert "Choose somebody else on the list of this vote." in refused
    assert alice.post(page, {"voter": dirk, "holder": eva}).status_code == 302
    assert "Eva votes for Dirk" in alice.get(page).content.decode()
    assert alice.post(page, {"dropped": dirk}).status_code == 302
    assert voter(of, "Dirk").holder is None


def test_there_is_no_page_where_the_rules_allow_none(world):
    of = prepared(world, proxies=0)
    page = reverse("poll_proxies", args=[world.coop.slug, of.poll.pk])
    assert client_of(world.alice).get(page).status_code == 404


def test_who_asks_for_their_data_reads_who_votes_for_them(of, world):
    note(of, world, "Dirk", "Eva")
    (said,) = export_of(voter(of, "Dirk").person, world.now)["ballots"]
    assert said["votes_by_proxy_of"] == "Eva"
