"""The sign-in of an organisation lets in who is known here by a mail address that it verified; nobody else."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.conftest import World
from tests.people.signin.openid import Provider, running
from waardeel.people.models import Account, Person

pytestmark = pytest.mark.slow

LEAVE = "/accounts/oidc/oidc/login/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings
        yield provider


def leave(client: Client, **data: str) -> str:
    """Press the button; returns the address at the provider to which the page in between leads."""
    page = client.post(LEAVE, data).content.decode()
    there = re.search(r'<meta http-equiv="refresh" content="0;url=([^"]+)">', page).group(1)
    assert f'<a class="ds-button" href="{there}">' in page, "and a link, should the page not go on by itself"
    return unescape(there)


def back(client: Client, there: str) -> HttpResponse:
    """Be sent on by the provider, and come back from it."""
    parts = urlsplit(there)
    browser = http.client.HTTPConnection(parts.netloc)
    browser.request("GET", f"{parts.path}?{parts.query}")
    location = browser.getresponse().headers["Location"]
    browser.close()
    onward = urlsplit(location)
    return client.get(f"{onward.path}?{onward.query}")


def who(client: Client) -> Person | None:
    return client.get("/help/").wsgi_request.person


def nothing_is_kept() -> bool:
    kept = [model.objects.exists() for model in (SocialAccount, SocialToken, EmailAddress)]
    return kept == [False, False, False]


def test_the_door_shows_the_provider_only_where_there_is_one(world: World, provider: Provider, settings: Any) -> None:
    assert "Go to Groene Draad" in world.client(None).get("/signin/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert LEAVE not in world.client(None).get("/signin/").content.decode()
    assert world.client(None).post(LEAVE).status_code == 404


def test_one_leaves_with_a_state_and_a_proof_key(world: World, provider: Provider) -> None:
    there = urlsplit(leave(world.client(None)))
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.url}/authorize"
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert asked["redirect_uri"] == "http://testserver/accounts/oidc/oidc/login/callback/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert len(asked["state"]) >= 16
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)


def test_looking_at_the_address_goes_nowhere(world: World, provider: Provider) -> None:
    assert world.client(None).get(LEAVE).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LEAVE).status_code == 403
    assert provider.asked == []


def test_bob_comes_in_by_his_verified_address(world: World, provider: Provider) -> None:
    client = world.client(None)
    response = back(client, leave(client, next="/o/green-thread/"))
    assert (response.status_code, response["Location"]) == (302, "/o/green-thread/")
    assert who(client) == world.bob
    assert provider.asked == [
        "/.well-known/openid-configuration",
        "/authorize",
        "/.well-known/openid-configuration",
        "/token",
        "/userinfo",
    ]


def test_he_comes_in_again_and_nothing_of_what_was_told_is_kept(world: World, provider: Provider) -> None:
    provider.claims |= {"birthdate": "1970-01-01", "address": {"formatted": "Dam 1"}}
    for _time in range(2):
        client = world.client(None)
        back(client, leave(client))
        assert who(client) == world.bob
        assert nothing_is_kept()
        assert "1970-01-01" not in str(dict(client.session))


def test_one_never_lands_on_another_site_after(world: World, provider: Provider) -> None:
    client = world.client(None)
    assert back(client, leave(client, next="https://evil.example/"))["Location"] == "/my/"


@pytest.mark.parametrize("email", ["Bob@Example.org", "BOB@EXAMPLE.ORG"])
def test_capitals_make_no_difference(world: World, provider: Provider, email: str) -> None:
    provider.claims["email"] = email
    client = world.client(None)
    back(client, leave(client))
    assert who(client) == world.bob


def test_the_word_true_counts_as_true(world: World, provider: Provider) -> None:
    provider.claims["email_verified"] = "true"
    client = world.client(None)
    back(client, leave(client))
    assert who(client) == world.bob


def test_an_unknown_address_is_refused_kindly_and_no_account_is_made(world: World, provider: Provider) -> None:
    provider.claims["email"] = "nobody@example.org"
    before = set(Account.objects.values_list("pk", flat=True))
    client = world.client(None)
    response = back(client, leave(client))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Ask the secretary of your organisation which e-mail address they have of you." in page
    assert "waardeel/house.css" in page
    assert who(client) is None
    assert set(Account.objects.values_list("pk", flat=True)) == before
    assert nothing_is_kept()


@pytest.mark.parametrize("verified", [False, None, "false", "no", 0, 1, "1", [], {"a": 1}, "missing"])
def test_an_address_that_the_provider_did_not_verify_signs_in_nobody(
    world: World, provider: Provider, verified: Any
) -> None:
    provider.claims["email_verified"] = verified
    if verified == "missing":
        del provider.claims["email_verified"]
    client = world.client(None)
    response = back(client, leave(client))
    assert response.status_code == 403
    assert "did not tell us that your e-mail address is really yours" in response.content.decode()
    assert who(client) is None


def test_an_unverified_address_does_not_tell_who_is_known_here(world: World, provider: Provider) -> None:
    provider.claims["email_verified"] = False
    pages = []
    for provider.claims["email"] in ("bob@example.org", "nobody@example.org"):
        client = world.client(None)
        page = back(client, leave(client)).content.decode()
        pages.append(re.search(r"<main.*?</main>", page, re.DOTALL).group())
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "email",
    [None, "", "bob", "bob@example.org\x00", "bob@example.org,eve@example.org", ["bob@example.org"], 7],
)
def test_what_is_no_address_signs_in_nobody(world: World, provider: Provider, email: Any) -> None:
    provider.claims["email"] = email
    client = world.client(None)
    assert back(client, leave(client)).status_code in {403, 502}
    assert who(client) is None


def test_a_sign_that_becomes_a_plain_letter_is_another_address(world: World, provider: Provider) -> None:
    kim = world.member("Kim")
    Account.objects.filter(person=kim).update(email="kim@example.org")
    provider.claims["email"] = "\u212aim@example.org"  # the kelvin sign; made small, it is a plain k
    client = world.client(None)
    assert back(client, leave(client)).status_code == 403
    assert who(client) is None


def test_two_statements_about_two_people_sign_in_nobody(world: World, provider: Provider) -> None:
    provider.token_claims = {"sub": "somebody else"}
    client = world.client(None)
    assert back(client, leave(client)).status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("claims", [{"aud": "another client"}, {"iss": "https://evil.example"}, {"exp": 1}])
def test_a_token_for_somebody_else_or_too_old_signs_in_nobody(
    world: World, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.token_claims = claims
    client = world.client(None)
    assert back(client, leave(client)).status_code == 401
    assert who(client) is None


def test_a_closed_account_stays_closed(world: World, provider: Provider) -> None:
    Account.objects.filter(person=world.bob).update(is_active=False)
    client = world.client(None)
    response = client.get(back(client, leave(client))["Location"])
    assert response.status_code == 403
    assert "Your account is closed" in response.content.decode()
    assert who(client) is None


def test_an_account_there_cannot_be_tied_to_somebody_here(world: World, provider: Provider) -> None:
    for process in ("connect", "redirect"):
        client = world.client(world.charlie)
        response = back(client, leave(client, process=process))
        assert response.status_code == 403
        assert who(client) == world.charlie
        assert nothing_is_kept()


def test_who_was_signed_in_as_somebody_else_becomes_who_the_provider_says(world: World, provider: Provider) -> None:
    client = world.client(world.charlie)
    back(client, leave(client))
    assert who(client) == world.bob


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(world: World, provider: Provider) -> None:
    client, other = world.client(None), world.client(None)
    there = leave(client)
    assert back(other, there).status_code == 401
    assert who(other) is None
    parts = urlsplit(provider.authorize({name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}))
    assert client.get(f"{parts.path}?{parts.query}").status_code == 302
    client.logout()
    assert client.get(f"{parts.path}?{parts.query}").status_code == 401
    assert who(client) is None


def test_who_changes_their_mind_there_is_told_that_they_are_not_signed_in(world: World, provider: Provider) -> None:
    provider.answers = {"error": "access_denied"}
    client = world.client(None)
    page = client.get(back(client, leave(client))["Location"], follow=True)
    assert page.redirect_chain == [("/signin/", 302)]
    assert "You did not sign in." in page.content.decode()


@pytest.mark.parametrize("answers", [{"error": "server_error"}, {"code": "made up"}, {"nothing": "at all"}])
def test_an_error_of_the_provider_has_a_page_that_says_what_to_do(
    world: World, provider: Provider, answers: dict[str, str]
) -> None:
    provider.answers = answers
    client = world.client(None)
    response = back(client, leave(client))
    assert response.status_code == 401
    assert "Try once more from the start" in response.content.decode()


@pytest.mark.parametrize("answer", [(500, ""), (200, "not JSON"), (200, "[]"), (200, "{}")])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_a_provider_that_is_broken_breaks_nothing_here(
    world: World, provider: Provider, path: str, answer: tuple[int, str]
) -> None:
    client = world.client(None)
    there = None if path.startswith("/.well") else leave(client)
    provider.broken[path] = answer
    response = client.post(LEAVE) if there is None else back(client, there)
    assert response.status_code in {401, 403, 502}
    assert "waardeel/house.css" in response.content.decode()
    assert who(client) is None


def test_a_provider_that_does_not_answer_breaks_nothing_here(world: World, settings: Any) -> None:
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings
    response = world.client(None).post(LEAVE)
    assert response.status_code == 502
    assert "Try once more from the start" in response.content.decode()
