"""Every way to sign in, as people do it: on a phone, in Dutch, by keyboard, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.shortcuts import redirect

from tests.conftest import World
from tests.e2e.conftest import Visit
from tests.people.signin.openid import Provider, running
from waardeel.people.models import Account, Person
from waardeel.people.signin import domain as cards
from waardeel.people.signin import provider as signin
from waardeel.people.signin.secrets import new_secret, tidy


def code_in(mail: EmailMessage) -> str:
    return re.search(r"^ {4}(\S+)$", mail.body, re.MULTILINE).group(1)


@pytest.mark.parametrize("javascript", [True, False])
def test_bob_signs_in_with_a_code_from_his_mail(
    visit: Visit, world: World, mailoutbox: list[EmailMessage], javascript: bool
) -> None:
    bob = visit(javascript=javascript).at("/my/sign-in/")
    assert bob.path == "/signin/?next=%2Fmy%2Fsign-in%2F"
    door = bob.page.locator("form[action$='/signin/code/']")
    door.get_by_role("textbox").fill("bob@example.org")
    bob.onward(door.get_by_role("button").click)
    field = bob.page.locator("input[autocomplete=one-time-code]")
    field.fill("WRONG1")
    bob.onward(lambda: field.press("Enter"))
    assert bob.page.locator("#error-summary").is_visible()
    field.fill(code_in(mailoutbox[0]).lower())
    bob.onward(lambda: field.press("Enter"))
    assert bob.path == "/my/sign-in/"
    assert bob.reads("bob@example.org")


def test_who_types_a_wrong_code_too_often_is_told_to_ask_for_a_new_one(visit: Visit, world: World) -> None:
    bob = visit(language="en").at("/signin/").fill("E-mail address", "bob@example.org").press("Send me a code")
    for _try in range(3):
        bob.fill("Code", "WRONG1").press("Sign in", within=bob.page.get_by_role("main"))
    assert bob.path == "/signin/code/"
    assert bob.reads("That was tried too often. Wait a minute, then ask for a new code.")


def test_the_secretary_prints_a_card_and_bob_opens_the_door_with_it(visit: Visit, world: World) -> None:
    without_mail(world.bob)
    alice = visit(world.alice, phone=False, language="en").at(f"/o/green-thread/people/{world.bob.pk}/card/")
    alice.press("Make the card")
    code = alice.page.get_by_role("img", name="QR code")
    assert 150 < code.locator("svg").bounding_box()["width"] < 300
    secret = alice.page.locator(".hash").inner_text()
    bob = visit(language="en").at(f"/card/{tidy(secret)}/")
    assert bob.heading == "Are you Bob?"
    bob.press("Yes, that is me. Sign in")
    assert bob.path == "/my/"
    # He loses it, and takes it back; the one who finds it stands before a closed door.
    bob.at("/my/sign-in/").page.get_by_text("I lost this card").click()
    bob.look().press("Take this card back")
    assert bob.reads("The card is taken back. Nobody can sign in with it any more.")
    visit(language="en").at(f"/card/{tidy(secret)}/", status=404)


def without_mail(person: Person) -> None:
    """A card is for who has no other way in."""
    Account.objects.filter(person=person).update(email=None)


@pytest.mark.parametrize("javascript", [True, False])
def test_bob_types_the_code_of_his_card_in_dutch_on_a_phone(visit: Visit, world: World, javascript: bool) -> None:
    without_mail(world.bob)
    secret = new_secret()
    cards.issue_card(
        id=uuid4(), organisation=world.coop, person=world.bob, secret=secret, by=world.alice, now=world.now
    )
    bob = visit(javascript=javascript)
    go_on = bob.page.locator("main form").get_by_role("button")
    for typed, answer in (("kort", 200), (tidy(new_secret()), 404), (secret.lower(), 200)):
        bob.at("/card/")
        bob.page.locator("#id_code").fill(typed)
        bob.onward(go_on.click, status=answer)
    assert "Bob" in bob.heading
    bob.onward(go_on.click)
    assert bob.path == "/my/"


def test_bob_adds_a_passkey_and_signs_in_with_it_and_removes_it(visit: Visit, world: World) -> None:
    bob = visit(world.bob, language="en", phone=False).with_passkeys()
    bob.at("/my/sign-in/").follow("Add a passkey")
    bob.fill("A name, so that you know which device it is", "My phone")
    bob.press("Add a passkey")
    assert bob.path == "/my/sign-in/"
    assert bob.reads("From now on you can sign in with this passkey.")
    assert bob.reads("My phone")
    bob.press("Sign out")
    assert bob.at("/my/").path == "/signin/?next=%2Fmy%2F"

    bob.at("/signin/?next=/my/sign-in/").press("Use my passkey")
    assert bob.path == "/my/sign-in/"
    bob.follow("Remove My phone").press("Remove")
    assert bob.reads("The passkey is removed. Nobody can sign in with it any more.")

    bob.press("Sign out").at("/signin/").press("Use my passkey")
    assert bob.reads("That passkey does not work here.")


def test_who_has_no_passkey_is_told_so(visit: Visit, world: World) -> None:
    stranger = visit(language="en").with_passkeys(willing=False).at("/signin/")
    stranger.page.get_by_role("button", name="Use my passkey").click()
    stranger.page.get_by_text("this device has no passkey for this site").wait_for()
    stranger.look()


def test_without_javascript_the_passkey_says_so_and_opens_nothing(visit: Visit, world: World) -> None:
    stranger = visit(language="en", javascript=False).at("/signin/")
    assert stranger.reads("This way needs JavaScript. The other ways do not.")
    stranger.press("Use my passkey")
    assert stranger.reads("That passkey does not work here.")


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings
        yield provider


@pytest.mark.parametrize("javascript", [True, False])
def test_bob_signs_in_at_his_organisation(visit: Visit, world: World, provider: Provider, javascript: bool) -> None:
    bob = visit(language="en", javascript=javascript, beside=[provider.url]).at("/signin/?next=/my/sign-in/")
    bob.press("Go to Groene Draad", arrive="**/my/sign-in/")
    assert bob.reads("bob@example.org")
    assert "/authorize" in provider.asked


def test_a_redirect_to_the_organisation_would_be_refused(
    visit: Visit, world: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why there is a page in between: without it, the policy holds the form to this house."""
    monkeypatch.setattr(signin, "render", lambda request, name, context: redirect(context["address"]))
    bob = visit(language="en", beside=[provider.url]).at("/signin/")
    with bob.page.expect_console_message(lambda message: "form-action" in message.text):
        bob.page.get_by_role("button", name="Go to Groene Draad").click()
    assert "/authorize" not in provider.asked
    # The browser tells of what it refused in its own time; only after that is nothing more to come.
    bob.page.wait_for_load_state("networkidle")
    bob.page.evaluate("() => new Promise(done => setTimeout(done, 500))")
    bob.troubles.take()


def test_the_page_before_leaving_is_like_every_other(visit: Visit, world: World, provider: Provider) -> None:
    bob = visit(language="en", beside=[provider.url]).at("/signin/")
    bob.page.route(f"{provider.url}/authorize*", lambda route: route.fulfill(status=204))
    bob.press("Go to Groene Draad")
    assert bob.heading == "You go on to the page of your organisation"
    bob.page.unroute_all()
    bob.follow("Go on")
    assert bob.path == "/my/"


def test_whom_we_cannot_let_in_reads_what_to_do(visit: Visit, world: World, provider: Provider) -> None:
    stranger = visit(language="en", beside=[provider.url])
    for email, closed, where, text in (
        (
            "nobody@example.org",
            False,
            "callback",
            "Ask the secretary of your organisation which e-mail address they have",
        ),
        ("bob@example.org", True, "inactive", "You can no longer sign in here."),
    ):
        provider.claims["email"] = email
        Account.objects.filter(person=world.bob).update(is_active=not closed)
        stranger.at("/signin/").press("Go to Groene Draad", status=403, arrive=f"**/{where}/*")
        assert stranger.reads(text)


def test_signing_in_by_keyboard_alone(visit: Visit, world: World, mailoutbox: list[EmailMessage]) -> None:
    bob = visit(language="en", phone=False).at("/signin/")
    bob.tab_to("E-mail address").type("bob@example.org").go_to("Send me a code")
    bob.tab_to("Code").type(code_in(mailoutbox[0])).go_to("Sign in")
    assert bob.path == "/my/"


@pytest.mark.parametrize(("language", "dark"), [("nl", True), ("fr", False), ("en", True)])
def test_the_door_in_every_language_and_in_the_dark(visit: Visit, world: World, language: str, dark: bool) -> None:
    visit(language=language, dark=dark).at("/signin/").at("/card/").at("/signin/code/")
    visit(world.bob, language=language, dark=dark, phone=False).at("/my/sign-in/").at("/my/sign-in/passkey/add/")
