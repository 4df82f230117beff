"""A closed poll becomes a decision: numbered, explained, replaced by a later one, and looked at again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.assembly.conftest import at_once, rules
from waardeel.assembly import domain, errors, queries
from waardeel.assembly.domain import text_hash
from waardeel.assembly.models import Decision, Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain as people
from waardeel.people.models import Role


def test_an_adopted_proposal_is_a_decision_in_force(assembly):
    world = assembly.world
    today = world.coop.day(world.now)
    proposal = assembly.propose(circle=world.whole)
    decision = assembly.decide(proposal)
    assert (decision.adopted, decision.reason, decision.decided_on) == (True, "adopted", today)
    assert (decision.year, decision.number, decision.label) == (today.year, 1, f"{today.year}-1")
    assert decision.review_on == queries.months_later(today, 12)
    assert decision.circle == world.whole
    assert Proposal.objects.get().state == "decided"
    [entry] = assembly.entries("decision.made")
    assert entry.public == {
        "decision": str(decision.pk),
        "number": decision.label,
        "title": "Sweep the square",
        "text": text_hash(proposal.title, proposal.plain_text, proposal.legal_text),
        "kind": "ordinary",
        "poll": str(Poll.objects.get().pk),
        "adopted": True,
        "reason": "adopted",
        "review_on": decision.review_on.isoformat(),
        "circle": "Green Thread",
        "replaces": None,
    }


def test_the_rules_of_the_opening_say_when_to_look_again(assembly):
    world = assembly.world
    assembly.adopt(review_months=6)
    poll = assembly.put(assembly.propose())
    assembly.adopt(review_months=24, now=poll.opens_at + timedelta(days=2))
    ballots.cast_ballot(poll=poll, attempt=uuid4(), choice="yes", by=world.bob, now=poll.opens_at)
    ballots.close_poll(poll=poll, by=world.alice, now=world.now)
    assert Decision.objects.get().review_on == queries.months_later(world.coop.day(world.now), 6)


def test_the_entry_of_the_decision_follows_that_of_the_closing(assembly):
    assembly.decide(assembly.propose())
    [closed], [made] = assembly.entries("poll.closed"), assembly.entries("decision.made")
    assert made.n == closed.n + 1


@pytest.mark.parametrize(
    ("alice", "bob", "quorum", "reason"),
    [
        ("yes", "no", None, "tie"),
        ("no", "no", None, "no-majority"),
        ("abstain", "", None, "no-votes"),
        ("yes", "", "1", "no-quorum"),
    ],
)
def test_what_is_not_adopted_is_kept_with_the_reason_and_never_in_force(assembly, alice, bob, quorum, reason):
    assembly.adopt(decision_rules={"ordinary": rules(quorum=quorum), "statutes": rules()})
    decision = assembly.decide(assembly.propose(), alice, bob)
    assert (decision.adopted, decision.reason, decision.review_on) == (False, reason, None)
    assert list(queries.decisions_of(assembly.world.coop)) == [decision]
    assert list(queries.decisions_of(assembly.world.coop, only_in_force=True)) == []
    [entry] = assembly.entries("decision.refused")
    assert entry.public["reason"] == reason


def test_decisions_are_numbered_per_organisation_and_year(assembly):
    first, second = assembly.decide(assembly.propose()), assembly.decide(assembly.propose())
    assert [first.number, second.number] == [1, 2]
    Decision.objects.filter(pk=second.pk).update(year=second.year - 1)
    assert assembly.decide(assembly.propose()).number == 2


def test_a_decision_that_replaces_another_ends_it(assembly):
    old = assembly.decide(assembly.propose())
    new = assembly.decide(assembly.propose(replaces=old, title="Sweep less"))
    old.refresh_from_db()
    assert (old.replaced_by, old.review_on) == (new, None)
    assert list(queries.decisions_of(assembly.world.coop, only_in_force=True)) == [new]
    assert assembly.entries("decision.made")[1].public["replaces"] == old.label
    with pytest.raises(errors.NoLongerInForce):
        assembly.propose(replaces=old)


def test_a_refused_proposal_replaces_nothing(assembly):
    old = assembly.decide(assembly.propose())
    refused = assembly.decide(assembly.propose(replaces=old), "no", "no")
    old.refresh_from_db()
    assert (old.replaced_by, refused.adopted) == (None, False)


def test_of_two_proposals_that_replace_one_decision_the_first_adopted_does(assembly):
    old = assembly.decide(assembly.propose())
    one, two = assembly.propose(replaces=old), assembly.propose(replaces=old)
    first, second = assembly.decide(one), assembly.decide(two)
    old.refresh_from_db()
    assert old.replaced_by == first
    assert set(queries.decisions_of(assembly.world.coop, only_in_force=True)) == {first, second}


def test_search_finds_all_words_in_title_or_text(assembly):
    coop = assembly.world.coop
    square = assembly.decide(assembly.propose())
    bikes = assembly.decide(assembly.propose(title="Repair bikes", plain_text="In the square hall", legal_text=""))
    assert list(queries.decisions_of(coop, "SQUARE")) == [bikes, square]
    assert list(queries.decisions_of(coop, "square bikes")) == [bikes]
    assert list(queries.decisions_of(coop, "resolves")) == [square]
    assert list(queries.decisions_of(assembly.world.city, "square")) == []


def test_recent_decisions_everywhere_or_of_one_organisation(assembly):
    one, two = assembly.decide(assembly.propose()), assembly.decide(assembly.propose(), "no", "no")
    now = assembly.world.now
    assert queries.recent_decisions(now) == [two, one]
    assert queries.recent_decisions(now, organisation=assembly.world.coop, limit=1) == [two]
    assert queries.recent_decisions(now, organisation=assembly.world.city) == []


def test_the_secretary_reviews_and_is_asked_to_when_it_is_time(assembly):
    world = assembly.world
    decision = assembly.decide(assembly.propose())
    due = world.now + timedelta(days=367)
    assert queries.asks_of(world.alice, world.now) == []
    assert [ask.title for ask in queries.asks_of(world.alice, due)] == ["Look at this decision again: Sweep the square"]
    assert queries.asks_of(world.bob, due) == []
    for name in ("bob", "charlie", "olga"):
        with pytest.raises(NotAllowed):
            domain.review_decision(decision=decision, review_on=None, by=assembly.person(name), now=due)
    with pytest.raises(errors.ReviewInPast):
        domain.review_decision(decision=decision, review_on=world.coop.day(due), by=world.alice, now=due)
    next_time = world.coop.day(due) + timedelta(days=30)
    reviewed = domain.review_decision(decision=decision, review_on=next_time, by=world.alice, now=due, carried_out=True)
    assert (reviewed.review_on, reviewed.carried_out_on) == (next_time, world.coop.day(due))
    assert queries.asks_of(world.alice, due) == []
    [entry] = assembly.entries("decision.reviewed")
    assert entry.public["review_on"] == next_time.isoformat()


def test_what_no_longer_applies_is_not_reviewed(assembly):
    refused = assembly.decide(assembly.propose(), "no", "no")
    old = assembly.decide(assembly.propose())
    assembly.decide(assembly.propose(replaces=old))
    for decision in (refused, old):
        with pytest.raises(errors.DoesNotApply):
            domain.review_decision(decision=decision, review_on=None, by=assembly.world.alice, now=assembly.world.now)


def test_a_closing_that_fails_to_decide_closes_nothing(assembly, monkeypatch):
    """Closing and deciding are one transaction."""
    from waardeel.assembly.domain import decisions

    poll = assembly.put(assembly.propose())
    monkeypatch.setattr(decisions, "text_hash", lambda *parts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ballots.close_poll(poll=poll, by=assembly.world.alice, now=assembly.world.now)
    assert (Poll.objects.get().state, Proposal.objects.get().state) == ("open", "voting")
    assert not Decision.objects.exists()
    assert assembly.entries("poll.closed") == []


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_closing_at_once_make_one_decision(assembly):
    world = assembly.world
    people.give_role(
        id=uuid4(), circle=world.whole, person=world.bob, role=Role.SECRETARY, by=world.alice, now=world.now
    )
    poll = assembly.put(assembly.propose())
    results = at_once(
        lambda: ballots.close_poll(poll=poll, by=world.alice, now=world.now),
        lambda: ballots.close_poll(poll=poll, by=world.bob, now=world.now),
    )
    assert sum(isinstance(result, AlreadyDone) for result in results) == 1
    assert Decision.objects.count() == 1
    assert len(assembly.entries("decision.refused")) == len(assembly.entries("poll.closed")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_comment_and_a_review_against_a_closing_wait_for_each_other(assembly):
    """They lock in one order, so none of them is left hanging."""
    world = assembly.world
    old = assembly.decide(assembly.propose())
    proposal = assembly.propose(replaces=old)
    poll = assembly.put(proposal)
    next_year = world.coop.day(world.now) + timedelta(days=365)
    results = at_once(
        lambda: ballots.close_poll(poll=poll, by=world.alice, now=world.now),
        lambda: assembly.say(proposal),
        lambda: domain.review_decision(decision=old, review_on=next_year, by=world.alice, now=world.now),
    )
    assert isinstance(results[0], Poll)
    assert not isinstance(results[1], Exception) or isinstance(results[1], errors.ProposalNotOpen)
    assert isinstance(results[2], Decision)


@pytest.mark.django_db(transaction=True)
def test_put_to_the_vote_at_once_by_two_it_is_one_poll(assembly):
    assembly.adopt()
    proposal = assembly.propose()
    results = at_once(lambda: assembly.put(proposal), lambda: assembly.put(proposal))
    assert sum(isinstance(result, Poll) for result in results) == 1
    assert sum(isinstance(result, errors.ProposalNotOpen) for result in results) == 1
    assert Poll.objects.count() == 1
