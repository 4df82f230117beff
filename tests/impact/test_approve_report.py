"""The report names the decision with which the members approved it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from waardeel.assembly.models import Decision, Proposal
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.impact import domain, errors
from waardeel.register.models import Entry


@pytest.fixture
def decide(impact):
    """A decision of the cooperative, made without its history: only that it exists matters here."""
    world = impact.world

    def make(*, organisation=world.coop, adopted: bool = True) -> Decision:
        facts = {"organisation": organisation, "title": "Approve the report", "plain_text": "We approve it."}
        proposal = Proposal.objects.create(made_by=world.alice, made_at=world.now, **facts)
        return Decision.objects.create(
            proposal=proposal,
            year=2026,
            number=Decision.objects.count() + 1,
            kind="ordinary",
            adopted=adopted,
            reason="adopted",
            decided_on=organisation.day(world.now),
            **facts,
        )

    return make


def test_the_report_names_the_decision(impact, varied, decide):
    wave = impact.published(varied(12))
    domain.approve_report(wave=wave, decision=decide(), by=impact.lena, now=impact.world.now)
    assert Entry.objects.get(kind="wave.approved").public == {
        "wave": str(wave.pk),
        "title": wave.title,
        "decision": "2026-1",
    }
    page = impact.world.client(None).get(reverse("impact_report", args=["green-thread", wave.pk]))
    assert "Approved by the members: decision 2026-1" in page.content.decode()


def test_twice_the_same_is_once(impact, varied, decide):
    wave, decision = impact.published(varied(12)), decide()
    domain.approve_report(wave=wave, decision=decision, by=impact.lena, now=impact.world.now)
    with pytest.raises(AlreadyDone):
        domain.approve_report(wave=wave, decision=decision, by=impact.lena, now=impact.world.now)
    assert Entry.objects.filter(kind="wave.approved").count() == 1


def test_only_an_adopted_decision_of_the_same_organisation(impact, varied, decide):
    wave = impact.published(varied(12))
    for decision in (decide(adopted=False), decide(organisation=impact.world.city)):
        with pytest.raises(errors.NotAdopted):
            domain.approve_report(wave=wave, decision=decision, by=impact.lena, now=impact.world.now)


def test_only_a_published_report(impact, varied, decide):
    with pytest.raises(errors.NotPublished):
        domain.approve_report(wave=impact.closed(varied(12)), decision=decide(), by=impact.lena, now=impact.world.now)


@pytest.mark.parametrize("who", ["bob", "charlie", "olga"])
def test_only_the_lead_and_the_secretary_note_it(impact, varied, decide, who):
    with pytest.raises(NotAllowed):
        domain.approve_report(
            wave=impact.published(varied(12)),
            decision=decide(),
            by=getattr(impact.world, who),
            now=impact.world.now,
        )


def test_the_page_offers_adopted_decisions_only(impact, varied, decide):
    wave = impact.published(varied(12))
    adopted, refused = decide(), decide(adopted=False)
    browser = impact.world.client(impact.lena)
    address = reverse("impact_approve", args=["green-thread", wave.pk])
    assert list(browser.get(address).context["form"].fields["decision"].queryset) == [adopted]
    assert browser.post(address, {"decision": refused.pk}).status_code == 200
    assert browser.post(address, {"decision": adopted.pk}).status_code == 302
    wave.refresh_from_db()
    assert wave.decision == adopted
