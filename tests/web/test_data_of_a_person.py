"""Everything that any room holds on a person can be taken along; and no room forgets to give its part."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.conftest import World
from waardeel.assembly import domain as assembly
from waardeel.people import domain as people
from waardeel.people import privacy
from waardeel.people.models import Person
from waardeel.web.demo.cast import player

#: Who a row is about is told by these columns; each must be reached by some exporter.
TOLD = {
    "people.account.person": "sign_in",
    "people.card.person": "sign_in",
    "people.engagement.person": "engagements",
    "people.membership.person": "memberships",
    "people.roleholding.person": "roles",
    "people.supportneeds.person": "support_needs",
    "assembly.proposal.made_by": "proposals",
    "assembly.comment.written_by": "comments",
    "ballots.voter.person": "ballots",
    "work.sighting.reporter": "sightings",
    "work.evidence.submitted_by": "evidence",
    "work.evidence.decided_by": "evidence_looked_at",
}
#: Uploads of a secretary, gone within a day: they are about others.
NOT_TOLD = {"people.importdraft.by"}


def test_every_column_that_names_a_person_is_exported() -> None:
    columns = {
        f"{field.model._meta.app_label}.{field.model._meta.model_name}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is Person and field.concrete
    }
    assert columns == set(TOLD) | NOT_TOLD, "give it to an exporter of its room (people.privacy), then list it here"


@pytest.mark.slow
def test_the_export_of_somebody_of_the_demo_holds_every_part(empty_house: None, now) -> None:
    call_command("demo", verbosity=0)
    samira = privacy.export_of(Person.objects.get(pk=player("samira").id), now)
    joost = privacy.export_of(Person.objects.get(pk=player("joost").id), now)
    olga = privacy.export_of(Person.objects.get(pk=player("olga").id), now)
    assert samira["people"]["support_needs"]["large_print"] is True
    assert samira["assembly"]["proposals"]
    assert all(vote["choice_while_open"] is None for vote in samira["ballots"])
    assert samira["ballots"]
    assert joost["work"]["evidence"]
    assert joost["work"]["evidence_looked_at"]
    assert olga["work"]["sightings"]


def test_the_file_is_mine_alone(world: World) -> None:
    data = json.loads(world.client(world.bob).get("/my/data/waardeel.json").content)
    assert data["people"]["name"] == "Bob"
    assert set(data) >= {"people", "assembly", "ballots", "work"}
    assert world.client(None).get("/my/data/waardeel.json").status_code == 302


def test_the_words_of_who_is_erased_go(world: World) -> None:
    proposal = assembly.make_proposal(
        id=uuid4(), organisation=world.coop, title="T", plain_text="P", legal_text="", by=world.alice, now=world.now
    )
    comment = assembly.comment(id=uuid4(), proposal=proposal, text="words of Bob", by=world.bob, now=world.now)
    people.erase_person(person=world.bob, by=world.bob, now=world.now)
    comment.refresh_from_db()
    assert (comment.text, comment.withdrawn_at) == ("", world.now)
