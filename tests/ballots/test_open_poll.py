"""Opening a poll freezes who may vote, and under which rules."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.ballots.conftest import rules
from waardeel.ballots import errors
from waardeel.ballots.models import Poll, Voter
from waardeel.formats.entry import timestamp
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain as people
from waardeel.people.models import Membership


def names(poll):
    return sorted(poll.voters.values_list("person__name", flat=True))


def test_the_members_of_the_day_are_the_electorate_each_with_one_vote(polls):
    poll = polls.open()
    assert names(poll) == ["Alice", "Bob"]
    assert (poll.voter_count, poll.weight) == (2, "2")
    assert list(poll.voters.values_list("weight", "voted")) == [("1", False), ("1", False)]


@pytest.mark.parametrize("state", [Membership.State.SUSPENDED, Membership.State.APPLIED])
def test_who_is_suspended_or_asked_to_join_is_not_in_the_electorate(polls, state):
    membership = Membership.objects.get(person=polls.world.bob, organisation=polls.world.coop)
    membership.state = state
    membership.save()
    assert names(polls.open()) == ["Alice"]


def test_who_left_is_not_in_the_electorate(polls):
    Membership.objects.filter(person=polls.world.bob).update(
        state="ended", ended_on=polls.world.coop.day(polls.world.now) - timedelta(days=1)
    )
    assert names(polls.open()) == ["Alice"]


def test_who_only_works_here_is_not_in_the_electorate(polls):
    world = polls.world
    people.begin_engagement(
        id=uuid4(),
        organisation=world.coop,
        person=world.charlie,
        kind="worker",
        by=world.alice,
        now=world.now,
    )
    assert names(polls.open()) == ["Alice", "Bob"]


def test_joining_later_gives_no_vote_and_leaving_later_takes_none(polls):
    poll = polls.open()
    late = polls.world.member("Dora")
    Membership.objects.filter(person=polls.world.bob).update(
        state="ended", ended_on=polls.world.coop.day(polls.world.now)
    )
    with pytest.raises(errors.NotOnTheList):
        polls.cast(poll, late)
    polls.cast(poll, polls.world.bob)
    assert names(poll) == ["Alice", "Bob"]


def test_the_class_of_each_member_is_kept(polls):
    Membership.objects.filter(person=polls.world.bob).update(member_class="worker")
    polls.open()
    assert dict(Voter.objects.values_list("person__name", "member_class")) == {"Alice": "", "Bob": "worker"}


def test_the_register_says_what_anybody_needs_to_count_again(polls):
    poll = polls.open(decision_rules=rules("2/3", strict=False, quorum="1/2"))
    [entry] = polls.entries("poll.opened")
    assert entry.subject == poll.register_id
    assert entry.public == {
        "poll": str(poll.pk),
        "question": {"nl": "Doen we het?", "fr": "On le fait?", "en": "Shall we?"},
        "method": "yes-no",
        "voters": 2,
        "weight": "2",
        "rules": {
            "quorum": {"base": "members", "share": "1/2"},
            "majority": {"base": "cast", "share": "2/3", "strict": False},
        },
        "closes": timestamp(poll.closes_at),
        "secrecy": "closed-list",
    }


def test_only_the_secretary_opens(polls):
    for person in (polls.world.bob, polls.world.charlie, polls.world.olga, None):
        with pytest.raises(NotAllowed):
            polls.open(by=person)
    assert not Poll.objects.exists()


def test_opened_twice_with_one_identity_it_is_one_poll(polls):
    same = uuid4()
    poll = polls.open(id=same)
    with pytest.raises(AlreadyDone) as done:
        polls.open(id=same)
    assert done.value.existing == poll
    assert len(polls.entries("poll.opened")) == 1


@pytest.mark.parametrize(
    ("closes_in", "error"),
    [
        (timedelta(days=7) - timedelta(seconds=1), errors.ClosesTooSoon),
        (timedelta(0), errors.ClosesTooSoon),
        (timedelta(days=-1), errors.ClosesTooSoon),
        (timedelta(days=367), errors.ClosesTooLate),
        (timedelta(days=365 * 1000), errors.ClosesTooLate),
    ],
)
def test_it_is_open_long_enough_and_not_for_ever(polls, closes_in, error):
    now = polls.world.now
    with pytest.raises(error):
        polls.open(now=now, closes_at=now + closes_in, shortest_days=7)
    assert not Poll.objects.exists()
    polls.open(now=now, closes_at=now + timedelta(days=7), shortest_days=7)


def test_without_members_there_is_nobody_to_ask(polls):
    with pytest.raises(errors.NobodyMayVote):
        polls.open(organisation=polls.world.city, by=polls.world.olga)


def test_members_that_are_organisations_are_not_silently_left_out(polls):
    world = polls.world
    Membership.objects.create(
        organisation=world.coop, member_organisation=world.city, joined_on=world.coop.day(world.now)
    )
    with pytest.raises(errors.MembersAreOrganisations) as refused:
        polls.open(now=world.now)
    assert refused.value.facts == {"count": 1}
