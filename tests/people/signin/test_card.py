"""A printed card opens the door for its person, until it is taken back."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.cache import cache

from tests.conftest import World
from waardeel.house.errors import NotAllowed
from waardeel.people import domain as people
from waardeel.people.models import Account, Card
from waardeel.people.signin import domain
from waardeel.people.signin.secrets import ALPHABET, hash_of, new_secret, tidy
from waardeel.register.models import Entry


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _bob_has_no_mail(world: World) -> None:
    Account.objects.filter(person=world.bob).update(email=None)
    world.bob.refresh_from_db()


@pytest.fixture
def secret() -> str:
    return new_secret()


@pytest.fixture
def card(world: World, secret: str) -> Card:
    return domain.issue_card(
        id=uuid4(), organisation=world.coop, person=world.bob, secret=secret, by=world.alice, now=world.now
    )


def test_bob_comes_in_with_his_card_after_he_said_that_it_is_him(world: World, card: Card, secret: str) -> None:
    client = world.client(None)
    page = client.get(f"/card/{tidy(secret)}/")
    assert "Are you Bob?" in page.content.decode()
    assert client.get("/my/").status_code == 302, "looking alone signs nobody in"
    client.post(f"/card/{tidy(secret)}/")
    assert client.get("/my/").context["request"].person == world.bob


def test_the_code_can_be_typed_as_people_type(world: World, card: Card, secret: str) -> None:
    client = world.client(None)
    response = client.post("/card/", {"code": f" {secret.lower().replace('-', ' ')} "})
    assert response["Location"] == f"/card/{tidy(secret)}/"


def test_a_code_of_another_length_says_how_many_signs_there_were(world: World) -> None:
    response = world.client(None).post("/card/", {"code": "ABCD-2345"})
    assert "you typed 8" in response.content.decode()


def test_an_unknown_card_opens_nothing(world: World) -> None:
    assert world.client(None).get(f"/card/{tidy(new_secret())}/").status_code == 404


def test_a_lost_card_opens_nothing_any_more(world: World, card: Card, secret: str) -> None:
    client = world.client(world.bob)
    client.post(f"/my/sign-in/card/{card.pk}/revoke/")
    assert world.client(None).get(f"/card/{tidy(secret)}/").status_code == 404
    assert Entry.objects.filter(kind="card.revoked", subject=card.register_id).count() == 1
    with pytest.raises(domain.CardAlreadyRevoked):
        domain.revoke_card(card=card, by=world.bob, now=world.now)


def test_somebody_else_cannot_take_a_card_back(world: World, card: Card) -> None:
    for person in (world.charlie, world.olga):
        assert world.client(person).post(f"/my/sign-in/card/{card.pk}/revoke/").status_code == 404
        with pytest.raises(NotAllowed):
            domain.revoke_card(card=card, by=person, now=world.now)


def test_the_secretary_prints_a_card_and_the_code_is_kept_nowhere(world: World) -> None:
    client = world.client(world.alice)
    path = f"/o/green-thread/people/{world.bob.pk}/card/"
    assert client.get(path).status_code == 200
    page = client.post(path, {"id": uuid4()}).content.decode()
    code = re.search(r'class="hash">([0-9A-Z-]{19})<', page).group(1)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert "style=" not in page
    card = Card.objects.get()
    assert card.secret_hash == hash_of(code)
    for entry in Entry.objects.filter(kind="card.issued"):
        assert code not in entry.body
        assert code not in entry.private_part.body
    assert code not in client.get(path).content.decode()


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_the_secretary_prints_cards(world: World, who: str) -> None:
    path = f"/o/green-thread/people/{world.bob.pk}/card/"
    assert world.client(getattr(world, who)).post(path, {"id": uuid4()}).status_code == 404
    assert not Card.objects.exists()


def test_no_card_for_somebody_of_elsewhere(world: World, secret: str) -> None:
    assert world.client(world.alice).get(f"/o/green-thread/people/{world.charlie.pk}/card/").status_code == 404
    with pytest.raises(domain.NotOfHere):
        domain.issue_card(
            id=uuid4(),
            organisation=world.coop,
            person=world.charlie,
            secret=secret,
            by=world.alice,
            now=world.now,
        )


def test_guessing_is_stopped(world: World) -> None:
    client = world.client(None)
    codes = [client.get(f"/card/{tidy(new_secret())}/").status_code for _ in range(22)]
    assert codes == [404] * 20 + [429] * 2


def test_a_secret_has_no_sign_that_is_read_as_another() -> None:
    assert not set(ALPHABET) & set("ILOU01")
    assert len({new_secret() for _ in range(50)}) == 50
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", new_secret())


def test_the_secretary_takes_a_lost_card_back(world: World, card: Card, secret: str) -> None:
    path = f"/o/green-thread/people/{world.bob.pk}/card/{card.pk}/take-back/"
    for person in (world.bob, world.charlie, world.olga):
        assert world.client(person).post(path).status_code == 404
    client = world.client(world.alice)
    assert "Lost: take it back" in client.get(f"/o/green-thread/people/{world.bob.pk}/card/").content.decode()
    client.post(path)
    assert world.client(None).get(f"/card/{tidy(secret)}/").status_code == 404
    assert client.post(path).status_code == 404


def test_a_form_that_came_twice_makes_one_card_and_shows_no_wrong_code(world: World) -> None:
    client = world.client(world.alice)
    path = f"/o/green-thread/people/{world.bob.pk}/card/"
    form = {"id": uuid4()}
    client.post(path, form)
    again = client.post(path, form, follow=True)
    assert Card.objects.count() == 1
    assert "This card was made already" in again.content.decode()
    assert 'class="hash"' not in again.content.decode()


def test_a_secretary_cannot_become_somebody_who_signs_in_by_themselves(world: World, secret: str) -> None:
    """Whoever prints a card could use it; somebody with a mail address may belong elsewhere too."""
    Account.objects.filter(person=world.bob).update(email="bob@example.org")
    page = f"/o/green-thread/people/{world.bob.pk}/card/"
    client = world.client(world.alice)
    assert "A card is for who has none." in client.get(page).content.decode()
    assert "A card is for who has none." in client.post(page, {"id": uuid4()}).content.decode()
    assert not Card.objects.exists()


def test_nor_somebody_whom_another_organisation_lets_in(world: World, card: Card) -> None:
    people.admit_member(id=uuid4(), organisation=world.city, person=world.bob, by=world.olga, now=world.now)
    with pytest.raises(domain.SignsInOtherwise):
        domain.issue_card(
            id=uuid4(), organisation=world.city, person=world.bob, secret=new_secret(), by=world.olga, now=world.now
        )
    # Who gave the first one may give another.
    domain.issue_card(
        id=uuid4(), organisation=world.coop, person=world.bob, secret=new_secret(), by=world.alice, now=world.now
    )
