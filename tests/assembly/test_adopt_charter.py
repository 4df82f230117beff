"""Rules are versions, held against the floors of the law, and the one in force on a day is found."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest

from tests.assembly.conftest import rules
from waardeel.assembly import domain, errors, queries
from waardeel.assembly.examples import example_of
from waardeel.assembly.models import Charter
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.law.verdict import Electorate, verdict
from waardeel.methods.voting.yes_no import Count
from waardeel.people import domain as people
from waardeel.people.models import Organisation


def test_the_first_rules_are_version_one_with_the_pack_of_the_legal_form(assembly):
    charter = assembly.adopt()
    assert (charter.version, charter.pack) == (1, "nl-cooperative")
    assert charter.doubts == []
    [entry] = assembly.entries("charter.adopted")
    assert entry.public == {
        "version": 1,
        "valid_from": charter.valid_from.isoformat(),
        "pack": "nl-cooperative",
        "rules": {
            "ordinary": {"quorum": None, "majority": {"base": "cast", "share": "1/2", "strict": True}},
            "statutes": {"quorum": None, "majority": {"base": "cast", "share": "2/3", "strict": False}},
        },
        "poll_days": 1,
        "proxies": 1,
        "minimum_cell": 5,
        "review_months": 12,
        "doubts": [],
    }


def test_the_rules_in_force_are_those_adopted_last_of_all_that_began(assembly):
    coop, today = assembly.world.coop, assembly.world.coop.day(assembly.world.now)
    first = assembly.adopt()
    later = assembly.adopt(now=assembly.world.now, valid_from=today + timedelta(days=30))
    assert queries.charter_on(coop, first.valid_from - timedelta(days=1)) is None
    assert queries.charter_on(coop, today) == first
    assert queries.charter_on(coop, today + timedelta(days=30)) == later
    sooner = assembly.adopt(now=assembly.world.now, valid_from=today + timedelta(days=10))
    assert queries.charter_on(coop, today + timedelta(days=40)) == sooner
    assert [charter.version for charter in queries.charters(coop)] == [3, 2, 1]


def test_rules_below_the_floor_need_somebody_who_knows_the_law(assembly):
    half = {"ordinary": rules("1/2", strict=False), "statutes": rules("2/3", strict=False)}
    with pytest.raises(errors.NotConfirmed) as refused:
        assembly.adopt(decision_rules=half)
    assert "more than half, counted over the votes for and against" in str(refused.value)
    charter = assembly.adopt(decision_rules=half, confirmed=True)
    assert [(doubt["kind"], doubt["code"]) for doubt in charter.doubts] == [("ordinary", "majority-share")]


def test_rules_below_a_floor_that_was_read_in_the_law_are_refused_with_the_article(assembly, monkeypatch):
    """No pack has such a floor for these kinds yet, so one is set here as the law would."""
    from dataclasses import replace

    from waardeel.law.packs import Basis, Rule

    pack = queries.pack_for(assembly.world.coop, date(2026, 1, 1))
    read = Basis("law", "BW 2:43", "https://example.org", True, "")
    floor = Rule(rules("2/3", strict=False, base="present", quorum="1/2"), read)
    stricter = replace(pack, decisions={**pack.decisions, "statutes": replace(pack.decisions["statutes"], floor=floor)})
    monkeypatch.setattr(queries, "pack_for", lambda organisation, on: stricter)
    below = {"ordinary": rules(), "statutes": rules("1/2")}
    for confirmed in (False, True):
        with pytest.raises(errors.BelowFloor) as refused:
            assembly.adopt(decision_rules=below, confirmed=confirmed)
    words = str(refused.value)
    assert words.count("BW 2:43") == 3
    assert "at least half of all votes" in words
    assert "at least two thirds" in words
    assert not Charter.objects.exists()


def test_only_the_secretary_adopts(assembly):
    for name in ("bob", "charlie", "olga"):
        with pytest.raises(NotAllowed):
            assembly.adopt(by=assembly.person(name))


def test_adopted_twice_with_one_identity_it_is_one_version(assembly):
    same = uuid4()
    charter = assembly.adopt(id=same)
    with pytest.raises(AlreadyDone) as done:
        assembly.adopt(id=same)
    assert done.value.existing == charter


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"poll_days": 0}, errors.OutOfRange),
        ({"poll_days": 91}, errors.OutOfRange),
        ({"proxies": 51}, errors.OutOfRange),
        ({"minimum_cell": 2}, errors.OutOfRange),
        ({"review_months": 121}, errors.OutOfRange),
        ({"valid_from": date(2000, 1, 1)}, errors.ValidFromPast),
    ],
)
def test_impossible_rules_are_refused(assembly, facts, error):
    with pytest.raises(error):
        assembly.adopt(**facts)
    assert not Charter.objects.exists()


def test_a_legal_form_without_a_pack_gets_that_of_groups_without_a_form(assembly):
    world = assembly.world
    home = people.found_organisation(
        id=uuid4(), slug="home", name="Home", kind="foundation", legal_form="stichting", now=world.now
    )
    assert queries.pack_for(home, world.coop.day(world.now)).name == "commons"
    assert queries.pack_for(Organisation.objects.get(slug="city"), world.coop.day(world.now)).name == "commons"


def test_a_poll_is_open_as_long_as_the_charter_or_the_laws_notice_asks(assembly):
    charter = assembly.adopt(poll_days=3)
    day = charter.valid_from
    assert queries.shortest_days(charter, "ordinary", day) == 3
    assert queries.shortest_days(charter, "statutes", day) == 7  # BW 2:42
    assert queries.shortest_days(assembly.adopt(poll_days=10), "statutes", day) == 10


def test_the_minimum_cell_is_the_charters(assembly):
    coop, today = assembly.world.coop, assembly.world.coop.day(assembly.world.now)
    assert queries.minimum_cell(coop, today) == 5
    assembly.adopt(minimum_cell=8)
    assert queries.minimum_cell(coop, today) == 8


@pytest.mark.parametrize("members", [1, 2, 3, 5, 12, 60, 61, 5000])
@pytest.mark.parametrize(
    "decision_rules",
    [
        rules(),
        rules("2/3", strict=False),
        rules("3/4", quorum="1/2"),
        rules("1", strict=False),
        rules("1/2", base="present"),
        rules("2/3", base="members"),
        rules("1/2", base="members", quorum="2/3"),
        rules("1/2", strict=False, quorum="1"),
    ],
)
def test_the_example_is_just_enough_and_one_vote_fewer_is_too_few(decision_rules, members):
    example = example_of(decision_rules, members)
    assert example.yes + example.no + example.abstain == example.voted <= example.members

    def adopted(yes, no):
        count = Count(Fraction(yes), Fraction(no), Fraction(example.abstain))
        return verdict(count, Electorate(Fraction(example.members), Fraction(example.voted)), decision_rules).adopted

    assert adopted(example.yes, example.no)
    assert not adopted(example.yes - 1, example.no + 1)


def test_months_later_ends_with_the_month():
    assert queries.months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert queries.months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert queries.months_later(date(2026, 12, 15), 12) == date(2027, 12, 15)


def test_the_hash_of_a_text_is_that_of_its_canonical_json():
    import hashlib

    known = hashlib.sha256(b'{"legal":"l","plain":"p","title":"t"}').hexdigest()
    assert domain.text_hash("t", "p", "l") == known
