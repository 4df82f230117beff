"""Pages of the lead: only for the lead, only counts, and hard to do by accident."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.impact.conftest import USUAL
from waardeel.impact import codes
from waardeel.impact.models import Slip, Wave

pytestmark = pytest.mark.slow

SLUG = "green-thread"


def fields(impact, **changes):
    today = impact.world.coop.day(impact.world.now)
    return {
        "id": str(uuid4()),
        "title": "How are we doing?",
        "instrument": "five-questions/1",
        "eligible": "60",
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=7)).isoformat(),
        "minimum_cell": "10",
        **changes,
    }


def address(name, wave=None):
    return reverse(f"impact_{name}", args=[SLUG] if wave is None else [SLUG, wave.pk])


def test_the_lead_opens_a_questionnaire_prints_closes_and_publishes(impact):
    browser = impact.world.client(impact.lena)
    response = browser.post(address("new"), fields(impact))
    wave = Wave.objects.get()
    assert response.url == address("slips", wave)
    assert wave.title == {"en": "How are we doing?"}
    form = browser.get(address("slips", wave)).context["form"]
    secret = form["secret"].value()
    page = browser.post(address("slips", wave), {"secret": secret, "number": "12"}).content.decode()
    printed = re.findall(r'class="code">([0-9A-Z-]{14})<', page)
    assert len(printed) == 12
    assert set(Slip.objects.values_list("code_hash", flat=True)) == {codes.hash_of(code) for code in printed}
    for number, code in enumerate(printed):
        impact.answer(wave, (number % 11, 1 + number % 5, 1 + number % 4, 2 + number % 3, number), code)
    assert browser.get(address("close", wave)).status_code == 200
    assert Wave.objects.get().state == Wave.State.OPEN
    assert browser.post(address("close", wave)).url == address("wave", wave)
    assert browser.post(address("publish", wave)).url == address("report", wave)
    assert Wave.objects.get().state == Wave.State.PUBLISHED


def test_slips_are_printed_in_three_languages_with_a_qr_code_each(impact):
    wave = impact.open()
    page = (
        impact.world.client(impact.lena)
        .post(address("slips", wave), {"secret": "s" * 32, "number": "3"})
        .content.decode()
    )
    assert page.count('class="qr"') == 3
    assert [page.count(f'<p lang="{language}">') for language in ("nl", "fr", "en")] == [3, 3, 3]
    assert "style=" not in page


def test_the_same_page_of_slips_sent_twice_shows_the_same_slips(impact):
    wave = impact.open()
    browser = impact.world.client(impact.lena)
    data = {"secret": "s" * 32, "number": "3"}
    first, second = (browser.post(address("slips", wave), data).context["slips"] for _ in range(2))
    assert first == second
    assert Slip.objects.count() == 3


def test_a_form_sent_twice_opens_one_questionnaire(impact):
    browser = impact.world.client(impact.lena)
    data = fields(impact)
    assert browser.post(address("new"), data).url == browser.post(address("new"), data).url
    assert Wave.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"eligible": "9"}, "eligible"),
        ({"eligible": "many"}, "eligible"),
        ({"eligible": "99999999999999999999"}, "eligible"),
        ({"minimum_cell": "4"}, "minimum_cell"),
        ({"minimum_cell": "99999"}, "minimum_cell"),
        ({"from_on": "2026-02-30"}, "from_on"),
        ({"from_on": "2030-01-01", "until_on": "2029-12-31"}, "until_on"),
        ({"instrument": "wemwbs/1"}, "instrument"),
        ({"partnership": str(uuid4())}, "partnership"),
        ({"why": "x" * 601}, "why"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(impact, changes, field):
    data = fields(impact, **changes)
    response = impact.world.client(impact.lena).post(address("new"), data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["eligible"].value() == data["eligible"]
    assert not Wave.objects.exists()


@pytest.mark.parametrize("data", [{"number": "61"}, {"number": "0"}, {"number": ""}, {"secret": "short"}])
def test_a_wrong_number_of_slips_is_refused(impact, data):
    wave = impact.open()
    sent = {"secret": "s" * 32, "number": "1", **data}
    assert impact.world.client(impact.lena).post(address("slips", wave), sent).status_code == 200
    assert not Slip.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("charlie", 404), ("olga", 404), ("bob", 403), ("alice", 200), (None, 302)]
)
@pytest.mark.parametrize("page", ["new", "wave", "slips", "close", "publish", "approve"])
def test_pages_of_the_lead_are_for_the_lead(impact, who, status, page):
    wave = impact.open()
    browser = impact.world.client(getattr(impact.world, who) if who else None)
    assert browser.get(address(page) if page == "new" else address(page, wave)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("olga", 404), ("bob", 403), (None, 302)])
@pytest.mark.parametrize("page", ["slips", "close", "publish", "approve"])
def test_nobody_else_does_it_either(impact, who, status, page):
    wave = impact.open()
    browser = impact.world.client(getattr(impact.world, who) if who else None)
    response = browser.post(address(page, wave), {"secret": "s" * 32, "number": "1"})
    assert response.status_code == status
    if who is None:
        assert response.url.startswith(reverse("signin"))
    assert (Wave.objects.get().state, Slip.objects.count()) == (Wave.State.OPEN, 0)


def test_a_wave_of_another_organisation_is_not_there(impact):
    wave = impact.open()
    page = reverse("impact_wave", args=["city", wave.pk])
    assert impact.world.client(impact.world.olga).get(page).status_code == 404


def test_publishing_before_the_close_says_what_to_do(impact):
    wave = impact.open()
    response = impact.world.client(impact.lena).post(address("publish", wave))
    assert response.status_code == 200
    assert "Close the questionnaire first." in response.content.decode()


def test_the_lead_sees_counts_and_no_answers(impact, varied, django_assert_max_num_queries):
    wave = impact.closed(varied(12))
    browser = impact.world.client(impact.lena)
    page = browser.get(address("wave", wave)).content.decode()
    assert "<strong>12 people answered</strong>" in page
    assert "4.58" not in page
    with django_assert_max_num_queries(15):
        browser.get(address("wave", wave))


def test_before_the_results_the_public_sees_that_a_questionnaire_runs_and_nothing_more(impact):
    wave = impact.open()
    impact.answer(wave, USUAL)
    page = impact.world.client(None).get(address("wave", wave).rsplit("waves", 1)[0]).content.decode()
    assert "How are we doing?" in page
    assert "I have a slip" in page
    assert address("wave", wave) not in page
    assert "answered" not in page


def test_without_anything_the_page_says_what_to_do(impact):
    home = reverse("organisation_impact", args=[SLUG])
    assert address("new") in impact.world.client(impact.lena).get(home).content.decode()
    for person in (None, impact.world.bob, impact.world.charlie):
        page = impact.world.client(person).get(home).content.decode()
        assert address("new") not in page
        assert "There are no results yet." in page


def test_the_list_of_results_takes_as_many_queries_for_five_as_for_one(impact, varied):
    home = reverse("organisation_impact", args=[SLUG])
    browser = impact.world.client(None)
    impact.published(varied(12))
    with CaptureQueriesContext(connection) as one:
        browser.get(home)
    for _ in range(4):
        impact.published(varied(12))
    with CaptureQueriesContext(connection) as five:
        page = browser.get(home).content.decode()
    assert page.count('class="card"') == 5
    assert len(five) == len(one) <= 5
