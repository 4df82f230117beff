"""One ceremony for the questions of a meeting: each is put into words only when it opens."""

from datetime import timedelta

import pytest

from tests.ballots.conftest import rules
from tests.ballots.sealed import Ceremony, prepared
from waardeel.ballots import domain, queries
from waardeel.ballots.errors import ClosesTooSoon, NotReady, TooManyQuestions
from waardeel.ballots.models import Poll
from waardeel.belenios.verify import verify
from waardeel.cli import main
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.register.queries import write_bundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(world) -> Ceremony:
    of = prepared(
        world,
        questions=3,
        trustees=["Tess", "Tom", "Tine"],
        threshold=2,
        papers=1,
        shortest_days=7,
        closes_at=world.now + timedelta(days=8),
    )
    of.keys()
    of.roll()
    return of


def question(lead: Ceremony, number: int) -> Ceremony:
    """One further question, with the secrets of the meeting."""
    poll = Poll.objects.get(sealed__lead=lead.poll.sealed, sealed__number=number)
    return Ceremony(poll, lead.now, lead.below, lead.secrets, lead.seeds, lead.codes, lead.uses)


def put(of: Ceremony, world, text="Do we buy it?", *, minutes=5, by=None, purpose=""):
    of.poll = domain.open_question(
        poll=of.poll,
        question={"en": text},
        decision_rules=rules(),
        closes_at=of.now + timedelta(minutes=minutes),
        purpose=purpose,
        by=by or world.alice,
        now=of.now,
    )


def test_two_questions_of_one_meeting_are_held_with_the_same_keys_and_codes(world, lead, tmp_path, capsys):
    results = []
    for number, choices in ((2, ("yes", "no")), (3, ("no", "no"))):
        of = question(lead, number)
        put(of, world, f"Question {number} in words")
        for voter, choice in enumerate(choices):
            of.cast(voter, choice)
        of.end(world)
        of.decrypt([1, 3])
        assert of.poll.state == Poll.State.CLOSED
        archive = tmp_path / f"{of.poll.sealed.uuid}.bel"
        archive.write_bytes(b"".join(queries.archive_of(of.poll.sealed)))
        results.append((of, archive))
        assert (of.poll.count["yes"], of.poll.question) == (
            str(choices.count("yes")),
            {"en": f"Question {number} in words"},
        )
    assert [verify(archive).result for _, archive in results] == [[[1, 1, 0]], [[0, 2, 0]]]
    bundle = tmp_path / "record.zip"
    with bundle.open("wb") as file:
        write_bundle(world.coop.slug, file)
    for _, archive in results:
        assert main(["verify", str(bundle), "--election", str(archive)]) == 0
    # the first question, prepared with the words of a proposal, can still be held as any other
    lead.poll = domain.open_sealed_poll(
        poll=lead.poll, closes_at=world.now + timedelta(days=8), by=world.alice, now=world.now
    )
    lead.cast(0, "yes")


def test_nobody_sees_by_which_code_the_ballots_of_two_questions_came(world, lead):
    """One code has another public half in each question, and nothing in the database is in both."""
    first, second = question(lead, 2), question(lead, 3)
    assert first.public(0) != second.public(0)
    halves = [set(of.poll.sealed.codes.values_list("credential", flat=True)) for of in (lead, first, second)]
    assert not (halves[0] & halves[1]) | (halves[1] & halves[2]) | (halves[0] & halves[2])
    assert len({len(half) for half in halves}) == 1


def test_a_question_opens_only_with_keys_and_codes_and_once(world):
    of = prepared(world, questions=2)
    further = question(of, 2)
    for step in (of.keys, of.roll):
        with pytest.raises(NotReady):
            put(further, world)
        step()
    further = question(of, 2)
    with pytest.raises(NotAllowed):
        put(further, world, by=world.bob)
    with pytest.raises(ClosesTooSoon):
        put(further, world, minutes=0)
    with pytest.raises(NotReady):
        domain.open_sealed_poll(poll=further.poll, closes_at=of.now + timedelta(hours=1), by=world.alice, now=of.now)
    with pytest.raises(NotReady):
        put(of, world)
    put(further, world)
    with pytest.raises(AlreadyDone):
        put(further, world)


def test_keys_are_not_made_anew_once_a_question_was_put(world, lead):
    put(question(lead, 2), world)
    for act in (domain.restart_keys, domain.withdraw_poll):
        with pytest.raises(NotReady):
            act(poll=lead.poll, by=world.alice, now=world.now)


def test_withdrawing_the_first_withdraws_all(world):
    of = prepared(world, questions=3)
    domain.withdraw_poll(poll=of.poll, by=world.alice, now=world.now)
    assert set(Poll.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("questions", [0, 21])
def test_so_many_questions_and_no_more(world, questions):
    with pytest.raises(TooManyQuestions):
        prepared(world, questions=questions)
