"""What work asks of people, in their one list."""

from __future__ import annotations

from django.utils.translation import override

from waardeel.people.models import Role
from waardeel.work import domain
from waardeel.work.queries import asks_of


def asks(world, person) -> list[tuple[str, str, str]]:
    with override("en"):
        return [(str(ask.title), str(ask.about), ask.url) for ask in asks_of(person, world.now)]


def test_nothing_is_asked_where_nothing_is_to_be_done(world):
    for person in (world.alice, world.bob, world.charlie, world.olga):
        assert asks(world, person) == []


def test_officers_bundle_what_was_reported(world, work):
    work.sighting()
    work.sighting()
    work.opportunity()
    domain.close_sighting(sighting=work.sighting(), reason="done", by=world.olga, now=world.now)
    asked = [("Bundle 2 reports", "Waardstad", "/o/city/do/sightings/?state=free")]
    assert asks(world, world.olga) == asks(world, work.officer("Bea", Role.BUYER)) == asked
    for person in (world.alice, world.bob, world.charlie, work.officer("Stan", Role.STREET_WORKER)):
        assert asks(world, person) == []


def test_who_speaks_for_a_party_answers_an_offer(world, work):
    partnership = work.offered()
    url = f"/o/green-thread/do/partnerships/{partnership.pk}/"
    assert asks(world, world.alice) == [("Answer the offer of a partnership", "Green Thread: Green together", url)]
    for person in (world.bob, world.charlie, world.olga):
        assert asks(world, person) == []
    domain.decline_partnership(
        partnership=partnership, organisation=world.coop, reason="No", by=world.alice, now=world.now
    )
    assert asks(world, world.alice) == []


def test_the_other_side_looks_at_what_was_shown(world, work):
    evidence = work.evidence(work.commitment(days=60))
    asked = [("Look at what was done", "Green Thread: Hours of weeding", f"/o/city/do/evidence/{evidence.pk}/")]
    assert asks(world, world.olga) == asks(world, work.officer("Carl", Role.CONTRACT_MANAGER)) == asked
    for person in (world.alice, world.bob, world.charlie, work.officer("Bea", Role.BUYER)):
        assert asks(world, person) == []
    work.accepted(evidence)
    assert asks(world, world.olga) == []


def test_promises_are_asked_about_before_their_day_and_after(world, work):
    partnership = work.partnership()
    work.commitment(partnership, what="Far away", days=16)
    soon = work.commitment(partnership, what="Soon", days=5)
    late = work.commitment(partnership, what="Late", days=-5)
    work.evidence(work.commitment(partnership, what="Shown in full", days=-5), amount="400")
    taken_back = work.commitment(partnership, what="Taken back", days=-5)
    domain.withdraw_commitment(commitment=taken_back, reason="Error", by=world.alice, now=world.now)
    assert asks(world, world.alice) == [
        (
            "This promise is late: show what was done",
            "Green Thread: Late",
            f"/o/green-thread/do/commitments/{late.pk}/evidence/",
        ),
        (
            "Show what was done for a promise",
            "Green Thread: Soon",
            f"/o/green-thread/do/commitments/{soon.pk}/evidence/",
        ),
    ]
    due = [ask.due.date() for ask in asks_of(world.alice, world.now)]
    assert due == [late.due_on, soon.due_on]
    assert asks(world, world.bob) == asks(world, world.charlie) == []


def test_asking_takes_as_many_queries_for_many_as_for_few(
    world, work, django_assert_num_queries, django_assert_max_num_queries
):
    partnership = work.partnership()
    work.sighting()
    work.evidence(work.commitment(partnership, days=3))
    with django_assert_max_num_queries(6) as few:
        asks_of(world.olga, world.now)
    for _number in range(4):
        work.sighting()
        work.evidence(work.commitment(partnership, days=3))
    with django_assert_num_queries(len(few)):
        asks_of(world.olga, world.now)
