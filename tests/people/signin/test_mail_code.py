"""A code by mail opens the door; nothing else about an address is told."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from tests.conftest import World


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def code_in(mail) -> str:
    return re.search(r"^ {4}(\S+)$", mail.body, re.MULTILINE).group(1)


def test_bob_comes_in_with_the_code_that_he_got(world: World, mailoutbox) -> None:
    client = world.client(None)
    response = client.post("/signin/code/", {"email": "Bob@Example.org", "next": "/o/green-thread/"})
    assert response.status_code == 302
    assert [mail.to for mail in mailoutbox] == [["bob@example.org"]]
    code = code_in(mailoutbox[0])
    assert code in mailoutbox[0].subject
    response = client.post(response["Location"], {"code": code})
    assert client.get("/my/").context["request"].person == world.bob


def test_a_wrong_code_is_refused_and_says_so(world: World, mailoutbox) -> None:
    client = world.client(None)
    where = client.post("/signin/code/", {"email": "bob@example.org"})["Location"]
    response = client.post(where, {"code": "WRONG1"})
    assert response.status_code == 200
    assert "That code is not right" in response.content.decode()
    assert client.get("/my/").status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_a_kind_mail(world: World, mailoutbox) -> None:
    client = world.client(None)
    known = world.client(None).post("/signin/code/", {"email": "bob@example.org"})
    unknown = client.post("/signin/code/", {"email": "nobody@example.org"})
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    page = client.get(unknown["Location"])
    assert page.status_code == 200
    assert mailoutbox[1].to == ["nobody@example.org"]
    assert "we do not know this address" in mailoutbox[1].body


@pytest.mark.parametrize("email", ["", "bob@", "bob@example.org\x00"])
def test_a_bad_address_is_answered_with_what_is_wrong(world: World, email: str) -> None:
    response = world.client(None).post("/signin/code/", {"email": email})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert "Please look at this first" in response.content.decode()


def test_asking_for_codes_over_and_over_is_stopped(world: World, mailoutbox) -> None:
    client = world.client(None)
    for _ in range(30):
        client.post("/signin/code/", {"email": "bob@example.org"})
    assert len(mailoutbox) < 20


def test_nobody_can_sign_up_or_set_a_password(world: World) -> None:
    client = world.client(None)
    assert client.get("/accounts/signup/").status_code == 302
    for path in ("/accounts/password/reset/", "/accounts/password/set/", "/accounts/email/"):
        assert client.get(path).status_code == 404


def test_the_page_of_ways_is_for_who_is_signed_in(world: World) -> None:
    assert world.client(None).get("/my/sign-in/").status_code == 302
    assert "bob@example.org" in world.client(world.bob).get("/my/sign-in/").content.decode()


def test_signing_out(world: World) -> None:
    client = world.client(world.bob)
    assert client.get("/signout/").status_code == 405
    client.post("/signout/")
    assert client.get("/my/").status_code == 302


def test_one_never_lands_on_another_site_after_signing_in(world: World) -> None:
    response = world.client(None).get("/signin/", {"next": "https://evil.example/"})
    assert response.context["next"] == ""
