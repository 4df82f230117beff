"""One ceremony for the questions of a meeting: each is put into words only when it opens."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.assembly.conftest import Assembly
from tests.ballots.conftest import rules
from tests.ballots.sealed import Ceremony, prepared
from tests.conftest import client_of
from waardeel.assembly import domain as assembly
from waardeel.assembly.errors import NoFreeQuestion
from waardeel.ballots import domain, queries
from waardeel.ballots.errors import ClosesTooSoon, CodeGivenUp, CodeUsed, NotReady, TooManyQuestions
from waardeel.ballots.models import Poll
from waardeel.ballots.views.sealed import ROOM, role_token, room_token
from waardeel.belenios.verify import verify
from waardeel.cli import main
from waardeel.house.errors import AlreadyDone, NotAllowed

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
        archive, bundle = of.published(tmp_path)
        results.append((of, archive))
        assert (of.poll.count["yes"], of.poll.question) == (
            str(choices.count("yes")),
            {"en": f"Question {number} in words"},
        )
    assert [verify(archive).result for _, archive in results] == [[[1, 1, 0]], [[0, 2, 0]]]
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


def test_a_lost_code_is_replaced_in_all_questions_that_are_not_over(world, lead, tmp_path, capsys):
    second, third = question(lead, 2), question(lead, 3)
    put(second, world)
    second.end(world)  # over: nothing changes there any more
    page = at(lead, "poll_role", 0, role_token(lead.poll.sealed, 0))
    lead.poll = domain.open_sealed_poll(
        poll=lead.poll, closes_at=world.now + timedelta(days=8), by=world.alice, now=world.now
    )
    authority, table = client_of(None), tmp_path / "codes.csv"
    rows = [["Alice" if at == 0 else "", lead.codes[at], lead.public(at), use, ""] for at, use in enumerate(lead.uses)]
    table.write_text("\n".join(";".join(row) for row in [["name", "code", "public", "use", "email"], *rows]))

    def lost() -> str:
        (asked := tmp_path / "question.json").write_bytes(authority.get(page, {"question": ""}).content)
        assert main(["credentials", str(asked), "--codes", str(table), "--lost", "Alice"]) == 0
        return capsys.readouterr().out.strip()

    live = [lead.poll.sealed.uuid, third.poll.sealed.uuid]
    answer = lost()
    assert list(json.loads(answer)) == live
    assert authority.post(page, {"exchange": answer}).status_code == 302
    for of in (lead, third):
        assert [code for code, _ in queries.exchanges_of(of.poll)] == [of.public(0)]
    assert queries.exchanges_of(second.poll) == []
    put(third, world)
    with pytest.raises(CodeGivenUp):
        third.cast(0, "yes")
    (came,) = [at for at, use in enumerate(third.uses) if use == "spare" and third.public(at) in answer]
    third.cast(came, "yes")
    # all or nothing: with a code that was used in one of them, none changes
    (left,) = [at for at, use in enumerate(third.uses) if use == "spare" and at != came]
    of_both = {}
    for of in (lead, third):
        of_both |= json.loads(of.replacing(1, of.public(left)))
    third.cast(1, "yes")
    with pytest.raises(CodeUsed):
        domain.replace_code(sealed=lead.poll.sealed, exchange=json.dumps(of_both), now=world.now)
    assert len(queries.exchanges_of(lead.poll)) == 1


# -- the pages -----------------------------------------------------------------------------------------------------


def at(of: Ceremony, name: str, *more) -> str:
    return reverse(name, args=[of.poll.organisation.slug, of.poll.pk, *more])


@pytest.fixture
def clock(world, lead):
    """The pages go by the clock on the wall."""
    lead.now = timezone.now()


def test_the_address_on_the_letters_leads_to_the_question_that_is_put_now(world, lead, clock):
    voter, booth = client_of(None), at(lead, "poll_booth")
    assert "Wait for the next question" in voter.get(booth).content.decode()
    second, third = question(lead, 2), question(lead, 3)
    put(second, world)
    assert voter.get(booth)["Location"] == at(second, "poll_booth")
    page = voter.get(at(second, "poll_booth")).content.decode()
    after = f"{booth}?after={second.poll.pk}"
    assert f'data-meeting="{lead.poll.pk}"' in page
    assert f'href="{after}"' in page
    assert "There is no question to vote on now." in voter.get(after).content.decode()
    put(third, world)
    assert voter.get(after)["Location"] == at(third, "poll_booth")


def test_the_device_in_the_room_goes_along_from_question_to_question(world, lead, clock):
    device, room = client_of(None), at(lead, "poll_room", room_token(lead.poll.sealed))
    answer = device.get(room)
    assert "You cannot vote now" in answer.content.decode()
    assert answer.cookies[ROOM]["path"] == at(lead, "poll_booth")
    second = question(lead, 2)
    put(second, world)
    there = at(second, "poll_room", room_token(lead.poll.sealed))
    assert device.get(room)["Location"] == there
    page = device.get(there).content.decode()
    assert "data-meeting" not in page  # the code of one voter is kept for no other
    assert device.get(at(lead, "poll_booth"))["Location"] == room


def test_a_trustee_reads_question_after_question_on_one_page(world, lead):
    second = question(lead, 2)
    put(second, world)
    second.cast(0, "yes")
    trustee = client_of(None)
    page = at(lead, "poll_role", 1, role_token(lead.poll.sealed, 1))
    assert 'id="meeting"' in trustee.get(page).content.decode()
    assert trustee.get(page, {"waiting": ""}).json() == {"questions": []}
    second.end(world)
    (facts,) = trustee.get(page, {"waiting": ""}).json()["questions"]
    assert (facts["uuid"], facts["asked"]) == (second.poll.sealed.uuid, "Do we buy it?")
    assert facts["page"] == at(second, "poll_role", 1, role_token(second.poll.sealed, 1))
    assert trustee.post(facts["page"], {"decryption": second.decryption(1)}).status_code == 302
    assert trustee.get(page, {"waiting": ""}).json() == {"questions": []}
    # the codes of a meeting are made and exchanged on the page of its first question alone
    assert trustee.get(at(second, "poll_role", 0, role_token(second.poll.sealed, 0))).status_code == 404


def test_free_questions_stand_on_the_page_of_the_meeting_and_not_among_the_votes(world, lead):
    alice = client_of(world.alice)
    page = alice.get(at(lead, "poll")).content.decode()
    assert ("Question 2" in page, "Question 3" in page) == (True, True)
    decide = alice.get(reverse("organisation_decide", args=[world.coop.slug])).content.decode()
    assert "Question 2" not in decide
    assert [(poll.pk, poll.free) for poll in queries.ready_meetings(world.coop)] == [(lead.poll.pk, 2)]


def test_a_proposal_is_put_to_the_vote_in_the_meeting(world, lead, clock):
    acts = Assembly(world)
    acts.adopt()
    alice = client_of(world.alice)
    for free, title in ((2, "First"), (1, "Second")):
        proposal = acts.propose(title=title)
        here = [world.coop.slug, proposal.pk]
        assert "A meeting has keys and codes ready." in alice.get(reverse("proposal_vote", args=here)).content.decode()
        page = reverse("proposal_question", args=here)
        assert f"(free questions: {free})" in alice.get(page).content.decode()
        form = {"meeting": lead.poll.pk, "kind": "ordinary", "minutes": "5"}
        assert alice.post(page, {**form, "minutes": "0"}).status_code == 200
        assert alice.post(page, form).status_code == 302
        proposal.refresh_from_db()
        assert (proposal.state, proposal.poll.asked, proposal.poll.sealed.lead) == (
            "voting",
            f"Do you agree with this proposal: {title}?",
            lead.poll.sealed,
        )
    proposal = acts.propose(title="Third")
    page = reverse("proposal_question", args=[world.coop.slug, proposal.pk])
    assert "No meeting has keys and codes ready" in alice.get(page).content.decode()
    with pytest.raises(NoFreeQuestion):
        assembly.put_question(
            proposal=proposal, meeting=lead.poll.pk, minutes=5, kind="ordinary", by=world.alice, now=world.now
        )


def test_the_decision_follows_from_a_question_of_the_meeting(world, lead):
    acts = Assembly(world)
    acts.adopt()
    proposal = acts.propose(title="A party")
    poll = assembly.put_question(
        proposal=proposal, meeting=lead.poll.pk, minutes=5, kind="ordinary", by=world.alice, now=lead.now
    )
    of = question(lead, 2)
    assert of.poll == poll
    of.cast(0, "yes")
    of.cast(1, "yes")
    of.end(world)
    of.decrypt([1, 2])
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision.adopted) == ("decided", True)
