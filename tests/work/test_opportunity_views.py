"""Opportunities on screen: the tab, the list, one of them, and its forms."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from waardeel.assembly.models import Proposal
from waardeel.people import domain as people
from waardeel.people import queries
from waardeel.people.models import Role
from waardeel.work import domain
from waardeel.work.models import Opportunity

pytestmark = pytest.mark.slow

DO = "/o/city/do/"


def page_of(client, opportunity: Opportunity) -> str:
    return " ".join(client.get(f"{DO}opportunities/{opportunity.pk}/").content.decode().split())


# ---- the tab ----


def test_the_tab_is_there_for_any_organisation_and_for_anybody(world, work):
    work.partnership(work.opportunity())
    for person in (None, world.charlie, world.bob, world.alice, world.olga):
        for slug in ("city", "green-thread"):
            response = world.client(person).get(f"/o/{slug}/do/")
            assert response.status_code == 200
            assert "Green together" in response.content.decode()
    assert world.client(None).get("/o/nowhere/do/").status_code == 404


def test_the_tab_offers_what_one_may_do(world, work):
    def links(person, slug="city") -> set[str]:
        page = world.client(person).get(f"/o/{slug}/do/").content.decode()
        wanted = {f"/o/{slug}/do/{path}/" for path in ("report", "sightings", "partnerships/offer")}
        return {link.split("/")[-2] for link in wanted if f'href="{link}"' in page}

    assert links(world.olga) == {"report", "sightings", "offer"}
    assert links(work.officer("Stan", Role.STREET_WORKER)) == {"report", "sightings"}
    assert links(work.officer("Bea", Role.BUYER)) == {"sightings"}
    assert links(world.charlie) == links(None) == set()
    assert links(world.alice, "green-thread") == {"offer"}


def test_a_firm_sees_work_of_its_own_place_first(world, work):
    far = people.found_organisation(
        id=uuid4(),
        slug="far",
        name="Far",
        kind="public_body",
        does=["city"],
        secretary=world.olga,
        now=world.now,
    )
    people.give_role(
        id=uuid4(), circle=queries.whole_of(far), person=world.olga, role=Role.STREET_WORKER, by=world.olga,
        now=world.now,
    )  # fmt: skip
    work.opportunity(title="Near")
    work.opportunity(work.sighting(organisation=far), title="Far away", organisation=far)
    response = world.client(world.bob).get("/o/green-thread/do/")
    assert [one.title for one in response.context["near"]] == ["Near", "Far away"]
    listed = world.client(world.bob).get("/o/green-thread/do/opportunities/")
    assert [one.title for one in listed.context["page"]] == ["Near", "Far away"]


# ---- the list ----


def test_the_list_puts_open_ones_first_and_searches(world, work, proposed):
    proposed(work.opportunity(title="Decided on"))
    domain.close_opportunity(opportunity=work.opportunity(title="Over"), reason="done", by=world.olga, now=world.now)
    work.opportunity(title="Open one", task="Sweep the quay.")
    client = world.client(None)
    response = client.get(f"{DO}opportunities/")
    assert [one.title for one in response.context["page"]] == ["Open one", "Decided on", "Over"]
    assert [one.title for one in client.get(f"{DO}opportunities/", {"q": "QUAY sweep"}).context["page"]] == ["Open one"]
    assert "No work opportunity fits" in client.get(f"{DO}opportunities/", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("url", [DO, f"{DO}opportunities/", "/o/green-thread/do/"])
def test_lists_ask_the_database_as_often_for_many_as_for_few(
    world, work, django_assert_num_queries, django_assert_max_num_queries, url
):
    work.partnership(work.opportunity(title="Taken"))
    work.opportunity(title="First")
    client = world.client(world.olga)
    with django_assert_max_num_queries(24) as few:
        client.get(url)
    for number in range(4):
        work.opportunity(title=f"Work {number}")
        work.partnership(work.opportunity(title=f"Taken {number}"))
    with django_assert_num_queries(len(few)):
        client.get(url)


# ---- one opportunity ----


def test_anybody_reads_it_and_only_people_of_the_city_the_reports(world, work):
    sighting = work.sighting(place="Lindenplein 4", note="Secret note", photo=work.photo())
    opportunity = work.opportunity(sighting)
    for person in (None, world.charlie, world.bob):
        page = page_of(world.client(person), opportunity)
        assert "22.5" in page
        assert "Lindenplein 4" in page
        assert f"/sightings/{sighting.pk}" not in page
        assert "with photo" not in page
    assert f"/sightings/{sighting.pk}/" in page_of(world.client(world.olga), opportunity)
    assert world.client(None).get(f"/o/green-thread/do/opportunities/{opportunity.pk}/").status_code == 404


def test_it_offers_what_one_may_do(world, work):
    opportunity = work.opportunity()
    of_member, of_officer, of_stranger = (
        page_of(world.client(person), opportunity) for person in (world.bob, world.olga, world.charlie)
    )
    propose = f"/o/green-thread/do/opportunities/{opportunity.pk}/propose/"
    close = f"{DO}opportunities/{opportunity.pk}/close/"
    assert (propose in of_member, close in of_member) == (True, False)
    assert (propose in of_officer, close in of_officer) == (False, True)
    assert (propose in of_stranger, close in of_stranger) == (False, False)


def states(client, opportunity) -> list[str]:
    response = client.get(f"{DO}opportunities/{opportunity.pk}/")
    return [stop.state for stop in response.context["line"]]


def test_the_line_from_signal_to_place(world, work, proposed):
    client = world.client(None)
    opportunity = work.opportunity()
    assert states(client, opportunity) == ["done", "now", "ahead", "ahead", "ahead", "ahead"]
    proposed(opportunity)
    assert states(client, opportunity) == ["done", "done", "now", "ahead", "ahead", "ahead"]
    partnership = work.partnership(opportunity)
    assert states(client, opportunity) == ["done", "done", "done", "now", "ahead", "ahead"]
    work.accepted(work.evidence(work.commitment(partnership)))
    assert states(client, opportunity) == ["done", "done", "done", "done", "now", "ahead"]
    work.accepted(work.evidence(work.commitment(partnership, what="Places", unit="places"), amount="2"))
    assert states(client, opportunity) == ["done"] * 6


def test_the_line_ends_where_it_was_closed(world, work):
    opportunity = domain.close_opportunity(opportunity=work.opportunity(), reason="done", by=world.olga, now=world.now)
    assert states(world.client(None), opportunity)[:3] == ["done", "off", "ahead"]


# ---- bundling ----


def bundle_form(*sightings, **more) -> dict:
    return {
        "id": uuid4(),
        "sightings": [sighting.pk for sighting in sightings],
        "title": "Green",
        "task": "Weed.",
        "hours_per_week": "22.5",
        "place": "Square",
        **more,
    }


def test_what_was_ticked_in_the_list_stands_in_the_form(world, work):
    one, _other = work.sighting(place="First street"), work.sighting(place="Second street")
    page = world.client(world.olga).get(f"{DO}bundle/", {"s": [one.pk, "nonsense"]}).content.decode()
    assert "First street" in page
    assert "Second street" not in page
    assert page.count("checked") == 1


def test_bundling_by_form_twice_makes_one(world, work):
    client = world.client(world.olga)
    form = bundle_form(work.sighting(), work.sighting())
    first, second = client.post(f"{DO}bundle/", form), client.post(f"{DO}bundle/", form)
    opportunity = Opportunity.objects.get()
    assert first.url == second.url == f"{DO}opportunities/{opportunity.pk}/"
    assert opportunity.sightings.count() == 2


def test_a_report_that_another_officer_bundled_meanwhile_is_named_and_nothing_is_lost(world, work):
    sighting = work.sighting()
    work.opportunity(sighting)
    response = world.client(world.olga).post(f"{DO}bundle/", bundle_form(sighting, title="My title"))
    assert "closed or bundled meanwhile" in str(response.context["form"].errors["sightings"])
    assert 'value="My title"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "x"),
        ("sightings", []),
        ("sightings", ["nonsense"]),
        ("title", ""),
        ("title", "x" * 151),
        ("task", "a\x00b"),
        ("hours_per_week", "many"),
        ("hours_per_week", "0"),
        ("hours_per_week", "-3"),
        ("hours_per_week", "NaN"),
        ("hours_per_week", "1e99"),
        ("hours_per_week", "36000.01"),
        ("hours_per_week", "1.234"),
        ("place", "x" * 121),
    ],
)
def test_bad_input_is_answered_at_its_field(world, work, field, value):
    response = world.client(world.olga).post(f"{DO}bundle/", bundle_form(work.sighting(), **{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Opportunity.objects.count() == 0


def test_hours_are_read_as_the_reader_writes_them(world, work):
    client = world.client(world.olga)
    form = bundle_form(work.sighting(), hours_per_week="22,5")
    client.post(f"{DO}bundle/", form, headers={"accept-language": "nl"})
    assert Opportunity.objects.get().hours_per_week == Decimal("22.50")


# ---- changing, closing, releasing, proposing ----


def test_reports_are_put_in_and_taken_out_by_form(world, work):
    opportunity, more = work.opportunity(), work.sighting()
    url = f"{DO}opportunities/{opportunity.pk}/sightings/"
    client = world.client(world.olga)
    assert client.get(url).status_code == 200
    assert client.post(url, {"act": "add", "sightings": [more.pk]}).status_code == 302
    assert opportunity.sightings.count() == 2
    assert client.post(url, {"act": "remove", "sightings": [more.pk]}).status_code == 302
    last = opportunity.sightings.get()
    refused = client.post(url, {"act": "remove", "sightings": [last.pk]})
    assert "At least one report must stay in" in refused.content.decode()
    assert opportunity.sightings.count() == 1


def test_closing_by_form(world, work):
    opportunity = work.opportunity()
    url = f"{DO}opportunities/{opportunity.pk}/close/"
    client = world.client(world.olga)
    assert "for the same reason" in client.get(url).content.decode()
    assert list(client.post(url, {}).context["form"].errors) == ["reason"]
    assert client.post(url, {"reason": "no_money"}).status_code == 302
    assert "There is no money for it now" in page_of(world.client(None), opportunity)


def test_a_member_makes_a_proposal_with_first_words_to_go_on_with(world, work):
    opportunity = work.opportunity()
    url = f"/o/green-thread/do/opportunities/{opportunity.pk}/propose/"
    client = world.client(world.bob)
    page = client.get(url).content.decode()
    assert "We take on: Green of the square" in page
    assert "Weed the beds." in page
    form = {"id": uuid4(), "title": "Shall we?", "plain_text": "Why not.", "legal_text": ""}
    for _time in range(2):
        assert client.post(url, form).url == f"{DO}opportunities/{opportunity.pk}/"
    assert Proposal.objects.get().title == "Shall we?"


def test_an_opportunity_that_is_gone_meanwhile_keeps_the_text(world, work, proposed):
    opportunity = proposed()
    response = world.client(world.alice).post(
        f"/o/green-thread/do/opportunities/{opportunity.pk}/propose/",
        {"id": uuid4(), "title": "Mine", "plain_text": "A long text"},
    )
    assert "is not open any more" in str(response.context["form"].errors["__all__"])
    assert "A long text" in response.content.decode()


def test_it_is_opened_again_by_a_button(world, proposed):
    opportunity = proposed()
    assert world.client(world.alice).post(f"{DO}opportunities/{opportunity.pk}/release/").status_code == 302
    opportunity.refresh_from_db()
    assert opportunity.state == "open"


def test_who_may_do_what(world, work):
    opportunity = work.opportunity()
    street = work.officer("Stan", Role.STREET_WORKER)
    base = f"{DO}opportunities/{opportunity.pk}/"
    wrong = base.replace("/city/", "/green-thread/")
    for path in ("sightings/", "close/"):
        assert world.client(None).get(base + path).status_code == 302
        assert world.client(world.charlie).get(base + path).status_code == 404
        assert world.client(world.bob).post(base + path, {"reason": "done"}).status_code == 404
        assert world.client(street).get(base + path).status_code == 403
        assert world.client(world.olga).get(wrong + path).status_code == 404
    assert world.client(world.charlie).post(base + "release/").status_code == 404
    assert world.client(world.charlie).get(f"{DO}bundle/").status_code == 404
    assert world.client(street).get(f"{DO}bundle/").status_code == 403
    assert world.client(world.charlie).get(wrong + "propose/").status_code == 404
    assert world.client(world.olga).get(wrong + "propose/").status_code == 404
    opportunity.refresh_from_db()
    assert opportunity.state == "open"


def test_a_worker_who_is_no_member_does_not_propose(world, work):
    worker = people.add_person(id=uuid4(), name="Wim")
    people.begin_engagement(
        id=uuid4(), organisation=world.coop, person=worker, kind="worker", by=world.alice, now=world.now
    )
    url = f"/o/green-thread/do/opportunities/{work.opportunity().pk}/propose/"
    assert world.client(worker).get(url).status_code == 403
