"""Two people, or one in two tabs, at the very same moment: one ballot, one closing, nothing corrupt."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from tests.ballots.conftest import at_once
from waardeel.ballots import errors
from waardeel.ballots.models import Ballot, Poll, Voter
from waardeel.house.errors import AlreadyDone
from waardeel.people import domain as people
from waardeel.people.models import Role
from waardeel.register.queries import root_of
from waardeel.tlog import merkle

pytestmark = pytest.mark.django_db(transaction=True)


def sound(polls):
    """The log of the cooperative has every number once and hashes to the root it claims."""
    entries = list(polls.log.entries.order_by("n").values_list("n", "leaf_hash"))
    assert [n for n, _hash in entries] == list(range(polls.log.size))
    leaves = [bytes(leaf) for _n, leaf in entries]

    def mth(part):
        if len(part) == 1:
            return part[0]
        k = 1 << (len(part) - 1).bit_length() - 1
        return merkle.node_hash(mth(part[:k]), mth(part[k:]))

    assert root_of(polls.log) == mth(leaves)


def test_one_voter_in_two_tabs_has_one_ballot(polls):
    poll, bob = polls.open(), polls.world.bob
    results = at_once(lambda: polls.cast(poll, bob, "yes"), lambda: polls.cast(poll, bob, "no"))
    assert all(isinstance(result, Ballot) for result in results)
    ballot = Ballot.objects.get()
    assert ballot.code in {result.code for result in results}
    assert [entry.public.get("again", False) for entry in polls.entries("ballot.cast")] == [False, True]
    polls.close(poll)
    assert sum(int(votes) for votes in Poll.objects.get().count.values()) == 1
    sound(polls)


def test_one_form_sent_twice_at_once_is_one_ballot_with_one_code(polls):
    poll, bob, attempt = polls.open(), polls.world.bob, uuid4()
    first, second = at_once(*[lambda: polls.cast(poll, bob, attempt=attempt)] * 2)
    done, ballot = (first, second) if isinstance(first, AlreadyDone) else (second, first)
    assert isinstance(done, AlreadyDone)
    assert done.existing.code == ballot.code == Ballot.objects.get().code
    assert len(polls.entries("ballot.cast")) == 1


def test_two_voters_at_once_both_count(polls):
    poll = polls.open()
    at_once(lambda: polls.cast(poll, polls.world.alice, "yes"), lambda: polls.cast(poll, polls.world.bob, "no"))
    assert polls.close(poll).count == {"yes": "1", "no": "1", "abstain": "0"}
    sound(polls)


def test_a_vote_against_the_closing_is_either_counted_or_refused(polls):
    poll, late = polls.open(), polls.world.now + timedelta(hours=2)
    polls.cast(poll, polls.world.alice)
    # Both clocks are fair: the voter was in time, the secretary was late.
    ballot, closed = at_once(lambda: polls.cast(poll, polls.world.bob, "no"), lambda: polls.close(poll, now=late))
    assert isinstance(closed, Poll)
    kept = Poll.objects.get()
    counted = isinstance(ballot, Ballot)
    assert counted or isinstance(ballot, errors.TooLate)
    assert kept.count == {"yes": "1", "no": "1" if counted else "0", "abstain": "0"}
    assert Voter.objects.filter(voted=True).count() == Ballot.objects.count() == (2 if counted else 1)
    assert len(polls.entries("ballot.cast")) == Ballot.objects.count()
    sound(polls)


def test_two_secretaries_closing_at_once_close_once(polls):
    world = polls.world
    people.give_role(
        id=uuid4(), circle=world.whole, person=world.bob, role=Role.SECRETARY, by=world.alice, now=world.now
    )
    poll = polls.open()
    polls.cast(poll, world.alice)
    results = at_once(lambda: polls.close(poll, by=world.alice), lambda: polls.close(poll, by=world.bob))
    assert sorted(type(result) for result in results if isinstance(result, Poll)) == [Poll]
    assert sum(isinstance(result, AlreadyDone) for result in results) == 1
    assert len(polls.entries("poll.closed")) == 1
    assert Ballot.objects.filter(poll=poll, voter=None).count() == 1
    assert Poll.objects.filter(opens_at__lt=F("closed_at")).count() == 1
    sound(polls)
