"""Partnerships on screen: promises with what is late on top, and what shows that they were kept."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.work.pictures import picture, served
from waardeel.people import domain as people
from waardeel.people.models import Role
from waardeel.work import cases, domain
from waardeel.work.models import Commitment, Evidence, Partnership

pytestmark = pytest.mark.slow

CITY, COOP = "/o/city/do/", "/o/green-thread/do/"
PDF = b"%PDF-1.4\n%%EOF\n"


def words(response) -> str:
    return " ".join(response.content.decode().split())


# ---- lists and the page itself ----


def test_the_list_searches_and_hides_what_is_on_offer(world, work):
    work.partnership(title="Green together")
    work.offered(title="Still on offer")
    for slug in (CITY, COOP):
        url = f"{slug}partnerships/"
        for person, titles in (
            (None, ["Green together"]),
            (world.charlie, ["Green together"]),
        ):
            assert [one.title for one in world.client(person).get(url).context["page"]] == titles
    listed = world.client(world.bob).get(f"{COOP}partnerships/").context["page"]
    assert sorted(one.title for one in listed) == ["Green together", "Still on offer"]
    found = world.client(None).get(f"{COOP}partnerships/", {"q": "waardstad green"}).context["page"]
    assert [one.title for one in found] == ["Green together"]
    assert "No partnership fits" in words(world.client(None).get(f"{COOP}partnerships/", {"q": "zzz"}))


def test_a_partnership_on_offer_is_for_its_parties_alone(world, work):
    partnership = work.offered()
    for slug in (CITY, COOP):
        url = f"{slug}partnerships/{partnership.pk}/"
        statuses = [
            world.client(person).get(url).status_code
            for person in (None, world.charlie, world.bob, world.alice, world.olga)
        ]
        assert statuses == [404, 404, 200, 200, 200]


def test_a_partnership_stands_on_the_pages_of_its_parties_alone(world, work):
    other = people.found_organisation(
        id=uuid4(), slug="other", name="Other", kind="association", secretary=world.charlie, now=world.now
    )
    partnership = work.partnership()
    assert world.client(None).get(f"{CITY}partnerships/{partnership.pk}/").status_code == 200
    assert world.client(world.charlie).get(f"/o/{other.slug}/do/partnerships/{partnership.pk}/").status_code == 404


def test_what_is_late_stands_on_top_the_latest_first(world, work):
    partnership = work.partnership()
    kept = work.commitment(partnership, what="Kept", days=-50)
    work.accepted(work.evidence(kept, amount="400"))
    work.commitment(partnership, what="Soon", days=3)
    work.commitment(partnership, what="Late by two", days=-2)
    work.commitment(partnership, what="Late by forty", days=-40)
    work.commitment(partnership, what="Later", days=60)
    response = world.client(None).get(f"{CITY}partnerships/{partnership.pk}/")
    assert [(one.commitment.what, one.days_late) for one in response.context["promises"]] == [
        ("Late by forty", 40),
        ("Late by two", 2),
        ("Soon", 0),
        ("Later", 0),
        ("Kept", 0),
    ]
    page = words(response)
    assert "40 days late" in page
    assert "2 promises are late." in page


def test_promised_delivered_and_proven_are_exact_sums(world, work):
    partnership = work.partnership()
    one = work.commitment(partnership, amount=Decimal("0.10"))
    work.accepted(work.evidence(one, amount="0.10"))
    two = work.commitment(partnership, amount=Decimal("1000.20"), what="More hours")
    work.evidence(two, amount="0.20")
    taken_back = work.commitment(partnership, amount=Decimal(9), what="Error")
    domain.withdraw_commitment(commitment=taken_back, reason="Error", by=world.alice, now=world.now)
    response = world.client(None).get(f"{CITY}partnerships/{partnership.pk}/")
    totals = [(one.unit, one.promised, one.delivered, one.proven) for one in response.context["totals"]]
    assert totals == [("hours", Decimal("1000.30"), Decimal("0.30"), Decimal("0.10"))]
    assert "1,000.3" in words(response)


def test_words_and_files_are_for_the_parties_and_hashes_for_all(world, work):
    evidence = work.evidence(file=work.photo(), text="Words of the parties")
    url = f"{CITY}partnerships/{evidence.commitment.partnership_id}/"
    for person, sees in ((None, False), (world.charlie, False), (world.bob, True), (world.olga, True)):
        page = words(world.client(person).get(url))
        assert ("Words of the parties" in page, f"/evidence/{evidence.pk}/file" in page) == (sees, sees)
        assert evidence.file_hash in page


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    world, work, django_assert_num_queries, django_assert_max_num_queries
):
    partnership = work.partnership()
    work.accepted(work.evidence(work.commitment(partnership)))
    client = world.client(world.olga)
    url = f"{CITY}partnerships/{partnership.pk}/"
    with django_assert_max_num_queries(24) as few:
        client.get(url)
    for number in range(4):
        commitment = work.commitment(partnership, what=f"Promise {number}")
        first = work.accepted(work.evidence(commitment))
        work.returned(work.evidence(commitment, corrects=first))
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    world, work, django_assert_num_queries, django_assert_max_num_queries
):
    work.partnership()
    client = world.client(world.olga)
    with django_assert_max_num_queries(14) as few:
        client.get(f"{CITY}partnerships/")
    for number in range(4):
        work.partnership(title=f"Partnership {number}")
    with django_assert_num_queries(len(few)):
        client.get(f"{CITY}partnerships/")


# ---- a told one ----


def test_a_story_says_that_it_is_one_and_where_it_comes_from(world):
    partnership = cases.tell_ghent(organisation=world.city, by=world.olga, now=world.now)
    page = words(world.client(None).get(f"{CITY}partnerships/{partnership.pk}/"))
    assert "A real story from elsewhere" in page
    assert "is inferred" in page
    assert "58,445" in page
    for source in partnership.sources:
        assert f'href="{source}"' in page
    assert world.client(None).get(f"{COOP}partnerships/{partnership.pk}/").status_code == 404
    dutch = world.client(None).get(f"{CITY}partnerships/{partnership.pk}/", headers={"accept-language": "nl"})
    assert "Straten geveegd" in words(dutch)


def test_nothing_can_be_done_in_a_story(world):
    partnership = cases.tell_ghent(organisation=world.city, by=world.olga, now=world.now)
    client = world.client(world.olga)
    base = f"{CITY}partnerships/{partnership.pk}/"
    assert "/promise/" not in words(client.get(base))
    assert client.get(f"{base}promise/").status_code == 403
    assert client.post(f"{base}agree/").status_code == 403
    assert client.get(f"{base}decline/").status_code == 403
    commitment = partnership.commitments.first()
    assert client.get(f"{CITY}commitments/{commitment.pk}/evidence/").status_code == 404


# ---- offering ----


def offer_form(world, **more) -> dict:
    return {
        "id": uuid4(),
        "title": "Green together",
        "purpose": "Work in the green",
        "place": "",
        "role": "lead",
        "partner": world.coop.pk,
        "partner_role": "partner",
        "third": "",
        "from_on": "2026-01-01",
        "until_on": "",
        "decision": "",
        **more,
    }


def test_an_offer_from_an_opportunity_comes_filled_in(world, work, proposed):
    opportunity = proposed()
    url = f"{CITY}partnerships/offer/?opportunity={opportunity.pk}"
    client = world.client(world.olga)
    assert client.get(url).context["form"].initial["partner"] == world.coop.pk
    form = offer_form(world)
    for _time in range(2):
        response = client.post(url, form)
        partnership = Partnership.objects.get()
        assert response.url == f"{CITY}partnerships/{partnership.pk}/"
    assert partnership.opportunity == opportunity


def test_three_parties_can_go_together(world):
    third = people.found_organisation(
        id=uuid4(), slug="third", name="Third", kind="association", secretary=world.bob, now=world.now
    )
    world.client(world.olga).post(f"{CITY}partnerships/offer/", offer_form(world, third=third.pk))
    assert [str(party) for party in Partnership.objects.get().parties.all()] == [
        "Waardstad",
        "Green Thread",
        "Third",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 151),
        ("purpose", ""),
        ("partner", "nonsense"),
        ("from_on", "2026-02-30"),
        ("from_on", "yesterday"),
        ("until_on", "2025-12-31"),
        ("role", "king"),
        ("decision", "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_bad_input_of_an_offer_is_answered_at_its_field(world, field, value):
    response = world.client(world.olga).post(f"{CITY}partnerships/offer/", offer_form(world, **{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Partnership.objects.count() == 0


@pytest.mark.parametrize("asked", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_opportunity_that_does_not_exist_is_not_found(world, asked):
    assert world.client(world.olga).get(f"{CITY}partnerships/offer/?opportunity={asked}").status_code == 404


# ---- answering ----


def test_agreeing_by_a_button(world, work):
    partnership = work.offered()
    url = f"{COOP}partnerships/{partnership.pk}/"
    client = world.client(world.alice)
    assert "Agree for Green Thread" in words(client.get(url))
    assert client.post(f"{url}agree/").url == url
    partnership.refresh_from_db()
    assert partnership.began_at is not None
    assert client.post(f"{url}agree/").status_code == 400


def test_declining_by_form_needs_a_reason(world, work):
    partnership = work.offered()
    url = f"{COOP}partnerships/{partnership.pk}/"
    client = world.client(world.alice)
    assert list(client.post(f"{url}decline/", {"reason": " "}).context["form"].errors) == ["reason"]
    assert client.post(f"{url}decline/", {"reason": "Too far"}).url == url
    assert "Too far" in words(client.get(url))


# ---- promising and showing ----


def promise_form(**more) -> dict:
    return {
        "id": uuid4(),
        "what": "Hours of weeding",
        "amount": "400.5",
        "unit": "hours",
        "due_on": "2099-01-01",
        "proof": "Hour lists",
        **more,
    }


def test_promising_by_form_twice_makes_one(world, work):
    partnership = work.partnership()
    client, form = world.client(world.alice), promise_form()
    for _time in range(2):
        assert client.post(f"{COOP}partnerships/{partnership.pk}/promise/", form).status_code == 302
    assert Commitment.objects.get().amount == Decimal("400.50")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", ""),
        ("what", "x" * 201),
        ("amount", "0"),
        ("amount", "-1"),
        ("amount", "Infinity"),
        ("amount", "99999999999"),
        ("unit", "apples"),
        ("due_on", "2026-13-01"),
        ("due_on", "1990-01-01"),
        ("proof", "a\x00b"),
    ],
)
def test_bad_input_of_a_promise_is_answered_at_its_field(world, work, field, value):
    url = f"{COOP}partnerships/{work.partnership().pk}/promise/"
    response = world.client(world.alice).post(url, promise_form(**{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Commitment.objects.count() == 0


def evidence_form(**more) -> dict:
    return {"id": uuid4(), "amount": "12.5", "delivered_on": "2026-01-05", "text": "Weeded", **more}


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


@pytest.mark.parametrize(
    ("data", "kind", "disposition"),
    [(picture(), "image/jpeg", "inline"), (PDF, "application/pdf", "attachment")],
    ids=["photo", "pdf"],
)
def test_evidence_with_a_file_is_served_as_what_it_is(world, work, data, kind, disposition):
    commitment = work.commitment()
    url = f"{COOP}commitments/{commitment.pk}/evidence/"
    assert world.client(world.alice).get(url).status_code == 200
    world.client(world.alice).post(url, evidence_form(file=upload(data, "proof.html")))
    evidence = Evidence.objects.get()
    response = world.client(world.olga).get(f"{CITY}evidence/{evidence.pk}/file")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (kind, "nosniff")
    assert response["Content-Disposition"].startswith(disposition)
    assert "proof.html" not in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert sha256(served(response)).hexdigest() == evidence.file_hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "-1"),
        ("amount", "0"),
        ("delivered_on", "2999-01-01"),
        ("delivered_on", "0001-01-01"),
        ("text", ""),
        ("text", "x" * 2001),
        ("file", upload(b"MZ program", "program.exe")),
        ("file", upload(PDF + b"PK\x03\x04", "two-in-one.pdf")),
    ],
    ids=lambda value: str(value)[:20],
)
def test_bad_evidence_is_answered_at_its_field_and_nothing_is_lost(world, work, field, value):
    url = f"{COOP}commitments/{work.commitment().pk}/evidence/"
    response = world.client(world.alice).post(url, {**evidence_form(), field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'value="2026-01-05"' in words(response) or field == "delivered_on"
    assert Evidence.objects.count() == 0


def test_a_correction_names_what_it_corrects_and_begins_with_it(world, work):
    first = work.accepted(work.evidence(amount="100"))
    url = f"{COOP}commitments/{first.commitment_id}/evidence/?corrects={first.pk}"
    client = world.client(world.alice)
    assert 'value="100.00"' in words(client.get(url))
    assert client.post(url, evidence_form(amount="0")).status_code == 302
    assert Evidence.objects.get(version=2).corrects == first
    assert "corrected already" in str(client.post(url, evidence_form()).context["form"].errors["__all__"])
    for asked in ("nonsense", uuid4()):
        assert client.get(url.replace(str(first.pk), str(asked))).status_code == 404


def test_the_other_side_accepts_or_sends_back(world, work):
    evidence = work.evidence()
    url = f"{CITY}evidence/{evidence.pk}/"
    client = world.client(world.olga)
    assert "Four mornings on the square" in words(client.get(url))
    assert list(client.post(url, {"verdict": "no", "reason": " "}).context["form"].errors) == ["reason"]
    assert list(client.post(url, {}).context["form"].errors) == ["verdict"]
    assert client.post(url, {"verdict": "yes"}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.state == "accepted"
    again = client.post(url, {"verdict": "no", "reason": "Changed my mind"})
    assert "has looked at this already: Accepted" in words(again)


def test_a_promise_is_taken_back_by_form(world, work):
    commitment = work.commitment()
    url = f"{COOP}commitments/{commitment.pk}/withdraw/"
    assert world.client(world.alice).post(url, {"reason": "Typing error"}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.withdrawn_reason == "Typing error"


# ---- who may what ----


def test_who_may_come_where(world, work):
    partnership = work.partnership()
    commitment = work.commitment(partnership)
    evidence = work.evidence(commitment, file=work.photo())
    street = work.officer("Stan", Role.STREET_WORKER)
    pages = {
        f"{COOP}partnerships/offer/": {"alice": 200, "bob": 403, "charlie": 404, "olga": 404, "street": 404},
        f"{COOP}partnerships/{partnership.pk}/promise/": {
            "alice": 200, "bob": 403, "charlie": 404, "olga": 403, "street": 403,
        },
        f"{COOP}commitments/{commitment.pk}/evidence/": {
            "alice": 200, "bob": 403, "charlie": 404, "olga": 403, "street": 403,
        },
        f"{COOP}commitments/{commitment.pk}/withdraw/": {
            "alice": 200, "bob": 403, "charlie": 404, "olga": 403, "street": 403,
        },
        # A promise of the cooperative is not one of the city.
        f"{CITY}commitments/{commitment.pk}/evidence/": {"alice": 404, "charlie": 404, "olga": 404},
        f"{CITY}evidence/{evidence.pk}/": {
            "alice": 403, "bob": 403, "charlie": 404, "olga": 200, "street": 403,
        },
        f"{COOP}evidence/{evidence.pk}/": {"alice": 403, "bob": 403, "charlie": 404, "olga": 403},
        f"{CITY}evidence/{evidence.pk}/file": {
            "alice": 200, "bob": 200, "charlie": 404, "olga": 200, "street": 200,
        },
    }  # fmt: skip
    found = {}
    for url, expected in pages.items():
        assert world.client(None).get(url).status_code == 302
        found[url] = {}
        for name in expected:
            response = world.client(street if name == "street" else getattr(world, name)).get(url)
            found[url][name] = response.status_code
            if response.streaming:
                served(response)
    assert found == pages


def test_evidence_without_a_file_or_of_nobody_is_not_found(world, work):
    client = world.client(world.olga)
    assert client.get(f"{CITY}evidence/{work.evidence().pk}/file").status_code == 404
    assert client.get(f"{CITY}evidence/{uuid4()}/").status_code == 404
