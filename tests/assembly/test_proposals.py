"""Proposals: made by members, changed by their maker, talked about by all, put to the vote."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from waardeel.assembly import domain, errors
from waardeel.assembly.domain import text_hash
from waardeel.assembly.models import Comment, Proposal, Wording
from waardeel.ballots.errors import ClosesTooSoon
from waardeel.ballots.models import Poll
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain as people
from waardeel.people.models import Membership


@pytest.fixture
def worker(assembly):
    """Somebody who works at the cooperative without being a member."""
    world = assembly.world
    people.begin_engagement(
        id=uuid4(),
        organisation=world.coop,
        person=world.charlie,
        kind="worker",
        by=world.alice,
        now=world.now,
    )
    return world.charlie


def bring(assembly, state):
    """A proposal in this state."""
    proposal = assembly.propose()
    if state == "voting":
        assembly.put(proposal)
    elif state == "decided":
        assembly.decide(proposal)
    elif state == "withdrawn":
        domain.withdraw_proposal(proposal=proposal, by=assembly.world.bob, now=assembly.world.now)
    return Proposal.objects.get(pk=proposal.pk)


def test_a_member_makes_a_proposal_and_its_first_wording_is_kept(assembly):
    proposal = assembly.propose()
    assert (proposal.state, proposal.version) == ("open", 1)
    assert list(Wording.objects.values_list("version", "title")) == [(1, "Sweep the square")]
    [entry] = assembly.entries("proposal.made")
    assert entry.public == {
        "title": "Sweep the square",
        "text": text_hash(proposal.title, proposal.plain_text, proposal.legal_text),
    }


def test_who_is_no_member_cannot_propose(assembly, worker):
    for person in (worker, assembly.world.olga):
        with pytest.raises(NotAllowed):
            assembly.propose(by=person)
    Membership.objects.filter(person=assembly.world.bob).update(state="suspended")
    with pytest.raises(NotAllowed):
        assembly.propose()


def test_sent_twice_it_is_one_proposal(assembly):
    same = uuid4()
    proposal = assembly.propose(id=same)
    with pytest.raises(AlreadyDone) as done:
        assembly.propose(id=same)
    assert done.value.existing == proposal
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"title": "  "}, errors.Empty, "title"),
        ({"plain_text": "\n \x00"}, errors.Empty, "plain_text"),
        ({"title": "a" * 151}, errors.TooLong, "title"),
        ({"plain_text": "a" * 5001}, errors.TooLong, "plain_text"),
        ({"legal_text": "a" * 20001}, errors.TooLong, "legal_text"),
    ],
)
def test_empty_and_over_long_texts_are_refused_at_their_field(assembly, facts, error, field):
    with pytest.raises(error) as refused:
        assembly.propose(**facts)
    assert refused.value.field == field
    assert not Proposal.objects.exists()


def test_line_ends_and_spaces_do_not_change_the_hash(assembly):
    one = assembly.propose(title=" Sweep  the\nsquare ", plain_text="a\r\nb", legal_text="")
    other = assembly.propose(title="Sweep the square", plain_text="a\nb ", legal_text=" ")
    first, second = assembly.entries("proposal.made")
    assert first.public["text"] == second.public["text"]
    assert (one.title, one.plain_text) == (other.title, other.plain_text)


def test_a_circle_or_decision_of_another_organisation_is_refused(assembly):
    from waardeel.people import queries as people_queries

    with pytest.raises(errors.WrongOrganisation):
        assembly.propose(circle=people_queries.whole_of(assembly.world.city))
    assert assembly.propose(circle=assembly.world.whole).circle == assembly.world.whole


def test_the_maker_changes_the_text_and_the_earlier_one_stays(assembly):
    proposal = assembly.change(assembly.propose())
    assert (proposal.version, proposal.title) == (2, "Sweep two squares")
    assert list(Wording.objects.order_by("version").values_list("version", "title")) == [
        (1, "Sweep the square"),
        (2, "Sweep two squares"),
    ]
    [entry] = assembly.entries("proposal.changed")
    assert entry.public["version"] == 2


def test_changing_an_old_version_loses_nobodys_words(assembly):
    proposal = assembly.propose()
    assembly.change(proposal)
    with pytest.raises(errors.ChangedMeanwhile):
        assembly.change(proposal, version=1, title="Sweep nothing")
    assert Proposal.objects.get().title == "Sweep two squares"


ALLOWED = {
    # act: {state: who may}
    "change": {"open": {"bob"}},
    "withdraw": {"open": {"alice", "bob"}},
    "put": {"open": {"alice"}},
    "comment": {"open": {"alice", "bob", "worker"}, "voting": {"alice", "bob", "worker"}},
}


@pytest.mark.parametrize("state", ["open", "voting", "decided", "withdrawn"])
@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("who", ["alice", "bob", "worker", "olga"])
def test_who_may_do_what_in_every_state(assembly, worker, act, state, who):
    proposal = bring(assembly, state)
    by = worker if who == "worker" else assembly.person(who)
    now = assembly.world.now
    acts = {
        "change": lambda: assembly.change(proposal, by=by),
        "withdraw": lambda: domain.withdraw_proposal(proposal=proposal, by=by, now=now),
        "put": lambda: assembly.put(proposal, by=by, now=now, closes_at=now + timedelta(days=8)),
        "comment": lambda: assembly.say(proposal, by=by),
    }
    if who in ALLOWED[act].get(state, set()):
        acts[act]()
        return
    before = Proposal.objects.get(pk=proposal.pk)
    with pytest.raises((NotAllowed, errors.ProposalNotOpen, AlreadyDone)):
        acts[act]()
    assert Proposal.objects.get(pk=proposal.pk).state == before.state
    assert not Comment.objects.exists()
    assert proposal.wordings.count() == 1


def test_who_wrote_a_comment_takes_it_back_and_nothing_stays(assembly):
    proposal = assembly.propose()
    comment = assembly.say(proposal)
    for name in ("alice", "charlie"):
        with pytest.raises(NotAllowed):
            domain.withdraw_comment(comment=comment, by=assembly.person(name), now=assembly.world.now)
    taken = domain.withdraw_comment(comment=comment, by=assembly.world.bob, now=assembly.world.now)
    assert (taken.text, taken.withdrawn_at) == ("", assembly.world.now)
    later = assembly.world.now + timedelta(hours=1)
    assert domain.withdraw_comment(comment=comment, by=assembly.world.bob, now=later).withdrawn_at != later


def test_an_empty_or_over_long_comment_is_refused(assembly):
    proposal = assembly.propose()
    for text, error in (("  ", errors.Empty), ("a" * 2001, errors.TooLong)):
        with pytest.raises(error):
            assembly.say(proposal, text=text)


def test_putting_to_the_vote_opens_a_poll_under_the_charters_rules(assembly):
    charter = assembly.adopt()
    proposal = assembly.propose()
    poll = assembly.put(proposal, kind="statutes")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.poll, proposal.kind) == ("voting", poll, "statutes")
    assert poll.rules == charter.rules["statutes"]
    assert poll.purpose == domain.PURPOSE
    assert set(poll.question) == {"nl", "fr", "en"}
    assert all("Sweep the square" in text for text in poll.question.values())
    assert poll.question["en"] == "Do you agree with this proposal: Sweep the square?"


def test_the_rules_of_a_poll_stay_those_of_its_opening(assembly):
    from tests.assembly.conftest import rules

    poll = assembly.put(assembly.propose())
    frozen = poll.rules
    changed = {"ordinary": rules("3/4"), "statutes": rules("3/4")}
    assembly.adopt(now=assembly.world.now, decision_rules=changed)
    assert Poll.objects.get().rules == frozen


def test_without_rules_nothing_is_put_to_the_vote(assembly):
    proposal, now = assembly.propose(), assembly.world.now
    with pytest.raises(errors.NoCharter):
        domain.put_to_vote(
            id=uuid4(), proposal=proposal, closes_at=now + timedelta(days=9), by=assembly.world.alice, now=now
        )
    assert Proposal.objects.get().state == "open"


def test_a_vote_that_closes_too_soon_leaves_the_proposal_open(assembly):
    assembly.adopt(poll_days=7)
    proposal, now = assembly.propose(), assembly.world.now
    with pytest.raises(ClosesTooSoon):
        assembly.put(proposal, now=now, closes_at=now + timedelta(days=6))
    assert (Proposal.objects.get().state, Poll.objects.count()) == ("open", 0)


def test_put_to_the_vote_twice_it_is_one_poll(assembly):
    proposal, same = assembly.propose(), uuid4()
    poll = assembly.put(proposal, id=same)
    with pytest.raises(AlreadyDone) as done:
        assembly.put(proposal, id=same)
    assert done.value.existing == poll
    with pytest.raises(errors.ProposalNotOpen):
        assembly.put(proposal)
