"""A passkey is one more key to the same door. (Making and using one is played in a browser: tests/e2e.)"""

from __future__ import annotations

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.conftest import World
from waardeel.people import domain as people


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def passkey(world: World) -> Authenticator:
    data = {"name": "Phone", "credential": {}}
    return Authenticator.objects.create(user=world.bob.account, type=Authenticator.Type.WEBAUTHN, data=data)


def test_who_has_a_passkey_still_comes_in_with_a_mail_code_alone(
    world: World, passkey: Authenticator, mailoutbox
) -> None:
    client = world.client(None)
    where = client.post("/signin/code/", {"email": "bob@example.org"})["Location"]
    code = re.search(r"^ {4}(\S+)$", mailoutbox[0].body, re.MULTILINE).group(1)
    response = client.post(where, {"code": code})
    assert response["Location"] == "/my/"
    assert client.get("/my/").wsgi_request.person == world.bob


def test_the_ways_page_names_it_and_it_can_be_removed(world: World, passkey: Authenticator) -> None:
    client = world.client(world.bob)
    assert "Phone" in client.get("/my/sign-in/").content.decode()
    page = client.post(f"/my/sign-in/passkey/{passkey.pk}/remove/", follow=True)
    assert page.redirect_chain[-1][0] == "/my/sign-in/"
    assert "The passkey is removed." in page.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("who", ["alice", "charlie", "olga"])
def test_the_passkey_of_somebody_else_is_not_there(world: World, passkey: Authenticator, who: str) -> None:
    client = world.client(getattr(world, who))
    for send in (client.get, client.post):
        assert send(f"/my/sign-in/passkey/{passkey.pk}/remove/").status_code == 404
    assert "Phone" not in client.get("/my/sign-in/").content.decode()
    assert Authenticator.objects.get() == passkey


def test_a_stranger_is_sent_to_the_door(world: World, passkey: Authenticator) -> None:
    client = world.client(None)
    for path in ("/my/sign-in/passkey/add/", f"/my/sign-in/passkey/{passkey.pk}/remove/"):
        for send in (client.get, client.post):
            assert send(path, follow=True).redirect_chain[-1] == (
                f"/signin/?{urlencode({'next': path})}",
                302,
            )
    assert Authenticator.objects.count() == 1


def test_who_has_no_mail_address_can_have_a_passkey(world: World) -> None:
    person = people.add_person(id=uuid4(), name="Daan")
    page = world.client(person).get("/my/sign-in/passkey/add/")
    assert page.status_code == 200
    assert page.context["js_data"]["creation_options"]["publicKey"]["user"]["displayName"] == "Daan"


@pytest.mark.parametrize(
    "credential", ["", "null", "[]", "{}", '{"id": "x"}', '{"id": "x", "rawId": "x"}', "\x00", "no JSON"]
)
def test_what_is_no_passkey_opens_nothing_and_is_answered(world: World, credential: str) -> None:
    client = world.client(None)
    page = client.post("/signin/passkey/", {"credential": credential, "next": "/help/"}, follow=True)
    assert page.redirect_chain[-1] == ("/signin/?next=%2Fhelp%2F", 302)
    assert "That passkey does not work here." in page.content.decode()
    assert client.get("/my/").status_code == 302


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "x"}', '{"id": "x", "rawId": "x"}', "no JSON"])
def test_what_is_no_passkey_is_not_added(world: World, credential: str) -> None:
    page = world.client(world.bob).post("/my/sign-in/passkey/add/", {"credential": credential, "name": "x" * 99})
    assert page.status_code == 200
    assert "That did not work" in page.content.decode()
    assert not Authenticator.objects.exists()
