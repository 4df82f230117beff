"""Every page of a verifiable secret vote in French, English and the dark, on a phone and wide: see `Visitor.look`."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.ballots.sealed import Ceremony, prepared
from tests.conftest import World
from tests.e2e.conftest import Visit
from waardeel.ballots import domain, queries
from waardeel.ballots.views.sealed import audit_token, role_token, room_token


def pages_of(of: Ceremony) -> list[str]:
    """The addresses of all pages that the vote has in its state, those of roles by their links."""
    poll, sealed = of.poll, of.poll.sealed
    at = [poll.organisation.slug, poll.pk]
    roles = [reverse("poll_role", args=[*at, number, role_token(sealed, number)]) for number in (0, 1)]
    roles += [reverse("poll_audit", args=[*at, 1, audit_token(sealed.auditors.get())])]
    roles += [reverse("poll_room", args=[*at, room_token(sealed)]), reverse("poll_proxies", args=at)]
    if poll.state == "prepared":
        roles += [reverse(name, args=at) for name in ("poll_withdraw", "poll_keys_again")]
    if poll.state in ("open", "ended", "closed"):
        roles += [reverse(name, args=at) for name in ("poll_booth", "poll_board")]
    return [reverse("poll", args=at), *roles]


@pytest.mark.parametrize(("language", "phone", "dark"), [("fr", True, False), ("en", False, True)])
def test_every_page_in_every_state(visit: Visit, world: World, language: str, phone: bool, dark: bool) -> None:
    now = timezone.now()
    of = prepared(world, papers=1, by_mail=True, questions=2, now=now, closes_at=now + timedelta(hours=2))
    of.now = now
    alice = visit(world.alice, language=language, phone=phone, dark=dark)

    def look() -> None:
        # all states in French; in English and the dark those in which most pages show most
        if language == "fr" or of.poll.state == "open":
            for page in pages_of(of):
                alice.at(page)

    look()
    voters = list(of.poll.voters.order_by("pk"))
    domain.note_proxy(voter=voters[0], holder=voters[1], by=world.alice, now=now)
    alice.at(reverse("poll_proxies", args=[world.coop.slug, of.poll.pk]))
    of.keys()
    look()
    of.roll()
    of.open(world)
    of.cast(0, "yes")
    domain.give_finding(auditor=of.poll.sealed.auditors.get(), fine=False, head="", remark="?", now=now)
    look()
    of.end(world)
    look()
    of.decrypt()
    alice.at(reverse("poll", args=[world.coop.slug, of.poll.pk]))
    of = prepared(world, now=now, closes_at=now + timedelta(hours=2))
    domain.withdraw_poll(poll=of.poll, by=world.alice, now=now)
    for page in pages_of(of)[:4]:
        alice.at(page)


def test_the_tracking_number_is_drawn_and_leads_to_the_ballot(visit: Visit, world: World) -> None:
    now = timezone.now()
    of = prepared(world, now=now, closes_at=now + timedelta(hours=2))
    of.now = now
    of.keys()
    of.roll()
    of.open(world)
    at = [world.coop.slug, of.poll.pk]
    voter = visit(language="en").at(f"{reverse('poll_booth', args=at)}#code={of.codes[0]}")
    voter.choose("Yes, I am for it")
    voter.page.get_by_role("button", name="Encrypt my ballot").click()
    voter.page.get_by_role("button", name="Cast my ballot").click()
    drawn = voter.page.locator("#booth-picture")
    expect(drawn).to_be_visible()
    voter.page.wait_for_function("document.getElementById('booth-picture').naturalWidth > 0")
    (ballot,) = queries.sealed_ballots_of(of.poll.sealed)
    assert drawn.get_attribute("src").endswith(f"?q={_quoted(ballot.tracker)}")
    assert json.loads(ballot.content)["credential"] == of.public(0)


def _quoted(text: str) -> str:
    return text.replace("+", "%2B").replace("/", "%2F")
