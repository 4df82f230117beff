"""The main pages in French and English, light and dark, on a phone and a desk; and a vote by keyboard alone."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils.translation import gettext, override

from tests.e2e.conftest import Visit
from waardeel.assembly.models import Proposal
from waardeel.ballots.models import Voter
from waardeel.impact.models import Wave
from waardeel.people.models import Person
from waardeel.web.demo.cast import identity, player
from waardeel.web.demo.texts import CITY, COOP

COOPERATIVE, TOWN = f"/o/{COOP.slug}/", f"/o/{CITY.slug}/"


@pytest.fixture
def city(transactional_db: None) -> None:
    """Waardstad, as `make demo` fills it."""
    call_command("flush", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)


def pages() -> dict[str, tuple[str, ...]]:
    """The main pages, by who looks at them."""
    decision = Proposal.objects.get(pk=identity("proposal", "park")).decision
    wave = Wave.objects.get(pk=identity("wave", "spring"))
    return {
        "": (
            "/",
            "/?q=groen",
            "/signin/",
            "/card/",
            "/help/",
            "/help/decide/",
            "/registers/",
            "/display/",
            "/play/",
            "/styleguide/",
            COOPERATIVE,
            f"{COOPERATIVE}decide/",
            f"{COOPERATIVE}decisions/{decision.pk}/",
            f"{COOPERATIVE}polls/{identity('poll', 'new-hall')}/",
            f"{COOPERATIVE}rules/",
            f"{COOPERATIVE}do/",
            f"{TOWN}do/partnerships/{identity('partnership', 'park')}/",
            f"{COOPERATIVE}impact/",
            f"{COOPERATIVE}impact/waves/{wave.pk}/report/",
            f"{COOPERATIVE}register/",
            f"{COOPERATIVE}register/0/",
        ),
        "joost": (
            "/my/",
            f"{COOPERATIVE}members/",
            f"{COOPERATIVE}members/import/",
            f"{COOPERATIVE}members/applications/",
            f"{COOPERATIVE}circles/",
            f"{COOPERATIVE}polls/{identity('poll', 'kitchen')}/",
            f"{COOPERATIVE}proposals/new/",
            "/my/needs/",
            "/my/data/",
            "/my/sign-in/",
        ),
        "olga": ("/my/sightings/", f"{TOWN}do/report/", f"{TOWN}do/sightings/"),
    }


@pytest.mark.parametrize(
    ("language", "phone", "dark"), [("fr", True, False), ("fr", False, True), ("en", True, True), ("en", False, False)]
)
def test_the_main_pages(visit: Visit, city: None, language: str, phone: bool, dark: bool) -> None:
    for who, paths in pages().items():
        person = Person.objects.get(pk=player(who).id) if who else None
        visitor = visit(person, language=language, phone=phone, dark=dark)
        for path in paths:
            visitor.at(path)
            assert visitor.page.locator("html").get_attribute("lang") == language
            assert visitor.page.get_by_role("heading", level=1).count() == 1


def test_a_member_votes_by_keyboard_alone(visit: Visit, city: None) -> None:
    def fr(text: str) -> str:
        with override("fr"):
            return gettext(text)

    samira = visit(None, language="fr", phone=False).at("/signin/")
    samira.tab_to(fr("Be %(name)s") % {"name": player("samira").name})
    samira.onward(lambda: samira.page.keyboard.press("Enter"))
    assert samira.path == "/my/"
    samira.at(f"{COOPERATIVE}polls/{identity('poll', 'kitchen')}/")
    samira.tab_to(fr("Yes, I am for it"))
    samira.page.keyboard.press("ArrowDown")
    samira.page.keyboard.press("ArrowUp")
    samira.page.keyboard.press("Space")
    samira.go_to(fr("Cast my ballot"))
    voter = Voter.objects.get(poll=identity("poll", "kitchen"), person=player("samira").id)
    assert voter.ballot.choice == "yes"


def test_finding_an_organisation_by_keyboard_alone(visit: Visit, city: None) -> None:
    reader = visit(None, language="en", phone=False).at("/")
    reader.tab_to("Name or place").type("hof").page.keyboard.press("Enter")
    reader.page.wait_for_url("**/?q=hof")
    reader.look().go_to("Buurtvereniging Het Hof")
    assert reader.path == "/o/het-hof/"


def test_without_script_every_main_page_works(visit: Visit, city: None) -> None:
    reader = visit(None, language="nl", javascript=False)
    for path in pages()[""]:
        reader.at(path)
