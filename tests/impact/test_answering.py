"""Answering on a phone: without script, without an account, on a bad network, and with bad input."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.impact.conftest import USUAL
from waardeel.impact import codes, domain
from waardeel.impact.models import Observation, Response, Slip
from waardeel.impact.views import answering
from waardeel.impact.views.answering import COOKIE


@pytest.fixture
def wave(impact):
    return impact.open(changed={"en": "We have longer breaks now."}, why={"en": "To make work better."})


@pytest.fixture
def code(impact, wave):
    return impact.slips(wave, 1)[0]


@pytest.fixture
def phone(impact):
    return impact.world.client(None)


def press(phone, code, number, answer):
    return phone.post(f"/w/{code}/{number}/", {"answer": str(answer)})


def walk(phone, code, values=USUAL):
    """From the start to the last screen, as somebody presses the buttons."""
    assert phone.post(f"/w/{code}/").url == f"/w/{code}/1/"
    for number, value in enumerate(values, start=1):
        response = press(phone, code, number, value)
        assert response.status_code == 302
    return response.url


def test_five_questions_from_slip_to_thanks(impact, wave, code, phone):
    page = phone.get(f"/w/{code}/").content.decode()
    assert "Green Thread asks you 5 short questions." in page
    assert "Your boss does not see your answers." in page
    assert "You may stop at any time." in page
    assert "do not depend on it" in page
    assert "To make work better." in page
    assert walk(phone, code) == f"/w/{code}/check/"
    check = phone.get(f"/w/{code}/check/").content.decode()
    assert re.findall(r"<strong>(.*?)</strong>", check) == [
        "7",
        "Often",
        "A little",
        "Almost never",
        "24 hours a week",
    ]
    assert not Response.objects.exists()
    assert phone.post(f"/w/{code}/check/").url == f"/w/{code}/thanks/"
    thanks = phone.get(f"/w/{code}/thanks/").content.decode()
    assert "We have longer breaks now." in thanks
    receipt = re.search(r'class="code">([0-9A-Z-]{14})<', thanks)[1]
    assert receipt != code
    assert Observation.objects.filter(value__isnull=False).count() == 5
    assert phone.post("/w/withdraw/", {"code": receipt}).status_code == 200
    assert not Response.objects.exists()
    assert "Nothing leads to your answers any more" in phone.get(f"/w/{code}/thanks/").content.decode()


def test_every_question_can_be_left_open_in_two_ways(wave, code, phone):
    phone.post(f"/w/{code}/")
    for number in range(1, 6):
        page = phone.get(f"/w/{code}/{number}/").content.decode()
        assert page.count("<h1") == 1
        assert 'value="dont_know"' in page
        assert 'value="rather_not"' in page
        press(phone, code, number, "dont_know" if number % 2 else "rather_not")
    phone.post(f"/w/{code}/check/")
    assert sorted(Observation.objects.values_list("missing", flat=True)) == ["dont_know"] * 3 + ["rather_not"] * 2


def test_back_shows_what_was_answered_and_changes_it(wave, code, phone):
    walk(phone, code)
    page = phone.get(f"/w/{code}/2/").content.decode()
    assert re.findall(r'value="(\d)" aria-current', page) == ["4"]
    assert f'href="/w/{code}/1/"' in page
    press(phone, code, 2, 5)
    phone.post(f"/w/{code}/check/")
    assert Observation.objects.get(item="someone-to-talk-to").value == 5


def test_a_closed_browser_or_a_bad_network_loses_nothing(wave, code, phone):
    phone.post(f"/w/{code}/")
    press(phone, code, 1, 7)
    press(phone, code, 2, 4)
    assert "Go on where you were" in phone.get(f"/w/{code}/").content.decode()
    assert phone.post(f"/w/{code}/").url == f"/w/{code}/3/"
    assert not Response.objects.exists()


def test_another_phone_with_the_same_code_sees_nothing_half_done(impact, wave, code, phone):
    phone.post(f"/w/{code}/")
    press(phone, code, 1, 7)
    other = impact.world.client(None)
    assert "Go on where you were" not in other.get(f"/w/{code}/").content.decode()
    assert other.get(f"/w/{code}/2/").url == f"/w/{code}/"


def test_sent_twice_it_counts_once_and_both_times_says_thanks(wave, code, phone):
    walk(phone, code)
    before = phone.cookies[COOKIE].value
    phone.post(f"/w/{code}/check/")
    phone.cookies[COOKIE] = before  # the answer of the first time never reached the phone
    assert phone.post(f"/w/{code}/check/").url == f"/w/{code}/thanks/"
    assert phone.get(f"/w/{code}/thanks/").status_code == 200
    assert Response.objects.count() == 1


def test_two_phones_with_one_slip_only_the_first_counts_and_the_second_is_told(impact, wave, code, phone):
    other = impact.world.client(None)
    walk(phone, code)
    walk(other, code, (1, 1, 1, 1, 1))
    phone.post(f"/w/{code}/check/")
    late = other.post(f"/w/{code}/check/")
    assert late.status_code == 200
    assert "This slip was already used." in late.content.decode()
    assert Observation.objects.get(item="life-satisfaction").value == 7


def test_stopping_forgets_everything_on_the_phone(wave, code, phone):
    walk(phone, code)
    page = phone.post(f"/w/{code}/stop/")
    assert "We sent and kept nothing." in page.content.decode()
    assert phone.cookies[COOKIE].value == ""
    assert not Response.objects.exists()
    assert phone.get(f"/w/{code}/check/").url == f"/w/{code}/"


def test_the_cookie_goes_to_the_pages_of_this_slip_alone_and_no_script_reads_it(wave, code, phone):
    phone.post(f"/w/{code}/")
    cookie = phone.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/w/{code}/", True, "Lax")


def test_a_tampered_cookie_is_as_none(wave, code, phone):
    walk(phone, code)
    phone.cookies[COOKIE] = phone.cookies[COOKIE].value[:-3] + "abc"
    assert phone.get(f"/w/{code}/check/").url == f"/w/{code}/"
    assert phone.post(f"/w/{code}/check/").url == f"/w/{code}/"
    assert not Response.objects.exists()


def test_the_cookie_of_another_slip_is_as_none(impact, wave, code, phone):
    walk(phone, code)
    [other] = impact.slips(wave, 1)
    assert phone.get(f"/w/{other}/check/").url == f"/w/{other}/"


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (1, "11"),
        (1, "-1"),
        (1, ""),
        (1, "7.5"),
        (1, "\x00"),
        (1, "٣"),
        (2, "0"),
        (2, "6"),
        (5, "81"),
        (5, "9" * 50),
    ],
)
def test_an_impossible_answer_is_refused_where_it_was_given(wave, code, phone, number, answer):
    phone.post(f"/w/{code}/")
    response = press(phone, code, number, answer)
    assert response.status_code == 200
    assert "This answer is not possible" in response.content.decode()
    assert "Go on where you were" not in phone.get(f"/w/{code}/").content.decode()


def test_what_was_typed_stays_when_it_was_refused(wave, code, phone):
    phone.post(f"/w/{code}/")
    page = press(phone, code, 5, "81").content.decode()
    assert 'value="81"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("number", [0, 6, 99])
def test_a_question_that_is_not_there_leads_to_the_start(wave, code, phone, number):
    phone.post(f"/w/{code}/")
    assert phone.get(f"/w/{code}/{number}/").url == f"/w/{code}/"


def test_typing_the_code_in_any_way_leads_to_the_questions(wave, code, phone):
    assert phone.get("/w/").status_code == 200
    assert phone.post("/w/", {"code": code.lower().replace("-", " ")}).url == f"/w/{code}/"
    assert phone.get(f"/w/{code.lower()}/").url == f"/w/{code}/"


@pytest.mark.parametrize("typed", ["K7QM-2XHP-9RTV", "nonsense", "\x00", "", "x" * 100])
def test_an_unknown_code_says_what_to_do(db, phone, typed):
    response = phone.post("/w/", {"code": typed})
    assert response.status_code == 200
    assert 'class="ds-validation-message"' in response.content.decode()


def test_an_unknown_code_in_the_address_says_what_to_do(db, phone):
    response = phone.get("/w/K7QM-2XHP-9RTV/")
    assert response.status_code == 404
    assert "We do not know this code." in response.content.decode()


def test_used_and_expired_slips_say_so_kindly(impact, wave, code, phone):
    impact.answer(wave, USUAL, code)
    used = phone.get(f"/w/{code}/")
    assert used.status_code == 410
    assert "Ask Green Thread for another slip." in used.content.decode()
    domain.close_wave(wave=wave, by=impact.lena, now=impact.world.now)
    over = phone.get(f"/w/{code}/")
    assert over.status_code == 410
    assert "This questionnaire is over." in over.content.decode()


def test_guessing_is_slowed_down_also_with_a_right_code(wave, code, phone):
    for _ in range(answering.TRIES):
        assert phone.get(f"/w/{codes.new_code()}/").status_code == 404
    assert phone.get(f"/w/{codes.new_code()}/").status_code == 429
    assert phone.get(f"/w/{code}/").status_code == 429
    assert phone.post("/w/withdraw/", {"code": codes.new_code()}).status_code == 429
    elsewhere = phone.get(f"/w/{code}/", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_guessing_receipts_counts_too(db, phone):
    for _ in range(answering.TRIES):
        assert phone.post("/w/withdraw/", {"code": codes.new_code()}).status_code == 200
    assert phone.get("/w/").status_code == 429


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(db, phone, settings):
    settings.BEHIND_PROXY = True
    for n in range(answering.TRIES):
        phone.get(f"/w/{codes.new_code()}/", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 192.0.2.9")
    assert phone.get("/w/", HTTP_X_FORWARDED_FOR="10.9.9.9, 192.0.2.9").status_code == 429
    assert phone.get("/w/", HTTP_X_FORWARDED_FOR="192.0.2.9, 192.0.2.10").status_code == 200


def test_the_pages_do_not_know_who_is_signed_in_and_no_cache_keeps_them(impact, wave, code):
    browser = impact.world.client(impact.world.bob)
    response = browser.get(f"/w/{code}/")
    assert "Bob" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("language", "question", "missing"),
    [
        ("nl", "Hoe tevreden ben je met je leven?", ["Ik weet het niet", "Ik zeg het liever niet"]),
        ("fr", "Êtes-vous satisfait de votre vie ?", ["Je ne sais pas", "Je préfère ne pas répondre"]),
    ],
)
def test_questions_speak_the_language_of_the_reader(wave, code, phone, language, question, missing):
    phone.post("/language/", {"language": language, "next": f"/w/{code}/"})
    phone.post(f"/w/{code}/")
    page = phone.get(f"/w/{code}/1/").content.decode()
    assert f'<h1 id="question">{question}</h1>' in page
    assert [text for text in missing if text in page] == missing


def test_a_page_asks_the_database_little(wave, code, phone, django_assert_num_queries):
    phone.post(f"/w/{code}/")
    with django_assert_num_queries(1):
        phone.get(f"/w/{code}/1/")
    with django_assert_num_queries(1):
        press(phone, code, 1, 7)


def test_opening_counts_when_somebody_starts_not_when_a_machine_looks(wave, code, phone):
    phone.get(reverse("answer_start", args=[code]))
    assert Slip.objects.filter(opened=True).count() == 0
    phone.post(f"/w/{code}/")
    assert Slip.objects.filter(opened=True).count() == 1
