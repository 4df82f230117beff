"""A real story from elsewhere, told with its sources."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.utils.translation import gettext, override

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.work import cases
from waardeel.work.errors import NotInForce


def facts() -> dict:
    return yaml.safe_load((cases.DATA / "ghent_uco.yaml").read_text(encoding="utf-8"))


def tell(world, **more):
    return cases.tell_ghent(**{"organisation": world.city, "by": world.olga, "now": world.now, **more})


def test_the_story_of_ghent_is_one_partnership_with_all_its_facts(world, last_entry):
    partnership = tell(world)
    assert partnership.title == "UCO site, Maïsstraat, Bloemekenswijk, Ghent"
    assert partnership.told
    assert [party.name for party in partnership.parties.all()] == [
        *(party["name"] for party in facts()["parties"]),
        cases.SERVICES_COMPANY,
    ]
    assert [phase.when for phase in partnership.phases.all()] == [phase["date"] for phase in facts()["phases"]]
    assert partnership.sources == facts()["sources"]
    reached = {one.what: (one.amount, one.reached) for one in partnership.commitments.all()}
    assert reached == {
        "Money for buying and converting the site": (Decimal(12_000_000), None),
        "Jobs on the site, foreseen at the opening": (Decimal(700), None),
        "Streets swept": (None, Decimal(650)),
        "Bicycles maintained": (None, Decimal(2500)),
        "Punctures mended": (None, Decimal(1075)),
        "Meals": (None, Decimal(58445)),
        "Buildings cleaned": (None, Decimal(54)),
        "Small building jobs": (None, Decimal(783)),
    }
    entry = last_entry(world.city)
    assert (entry.kind, entry.public["sources"]) == ("partnership.told", facts()["sources"])


def test_it_says_what_is_inferred(world):
    assert "inferred" in tell(world).caution
    assert "inferred" in facts()["caution"]


def test_telling_it_twice_tells_it_once(world):
    first = tell(world)
    with pytest.raises(AlreadyDone) as done:
        tell(world)
    assert done.value.existing == first


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_only_who_speaks_for_an_organisation_tells(world, who):
    with pytest.raises(NotAllowed):
        tell(world, by=getattr(world, who))


def test_nothing_can_be_promised_or_shown_in_a_story(world, work):
    partnership = tell(world)
    with pytest.raises(NotAllowed):
        work.commitment(partnership)
    with pytest.raises(NotInForce):
        work.evidence(partnership.commitments.first())


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_word_of_it_is_translated(world, language):
    partnership = tell(world)
    texts = {partnership.purpose, partnership.caution}
    texts |= {phase.event for phase in partnership.phases.all()}
    texts |= {one.what for one in partnership.commitments.all()}
    for party in partnership.parties.all():
        texts |= {party.what, *party.brings}
    with override(language):
        same = sorted(text for text in texts if gettext(text) == text)
    assert same == []


def test_the_file_says_where_its_facts_come_from():
    sources = (Path(cases.DATA) / "SOURCES.md").read_text(encoding="utf-8")
    for file in cases.DATA.glob("*.yaml"):
        assert file.name in sources
