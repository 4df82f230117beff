"""One ballot per voter, changed at will until closing, never after."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from waardeel.ballots import domain, errors
from waardeel.ballots.models import Ballot, Poll, Voter
from waardeel.ballots.words import moment
from waardeel.house.errors import AlreadyDone, NotAllowed


def test_a_ballot_is_cast_with_a_code_and_the_voters_weight(polls):
    poll = polls.open()
    ballot = polls.cast(poll, polls.world.bob, "no")
    kept = Ballot.objects.get()
    assert (kept.choice, kept.weight, kept.code) == ("no", "1", ballot.code)
    assert Voter.objects.get(person=polls.world.bob).voted


def test_the_register_says_that_somebody_voted_and_not_who_or_what(polls):
    poll = polls.open()
    polls.cast(poll, polls.world.bob, "no")
    polls.cast(poll, polls.world.bob, "yes")
    first, second = polls.entries("ballot.cast")
    assert first.public == {"poll": str(poll.pk)}
    assert second.public == {"poll": str(poll.pk), "again": True}
    assert first.private_part.body == f'{{"voter":"person/{polls.world.bob.pk}"}}'


def test_a_changed_ballot_takes_the_place_of_the_first_and_gets_a_new_code(polls):
    poll = polls.open()
    first = polls.cast(poll, polls.world.bob, "no")
    second = polls.cast(poll, polls.world.bob, "yes")
    assert list(Ballot.objects.values_list("choice", "code")) == [("yes", second.code)]
    assert first.code != second.code


def test_one_form_sent_twice_is_one_ballot_with_one_code(polls):
    poll, attempt = polls.open(), uuid4()
    ballot = polls.cast(poll, polls.world.bob, attempt=attempt)
    with pytest.raises(AlreadyDone) as done:
        polls.cast(poll, polls.world.bob, attempt=attempt)
    assert done.value.existing.code == ballot.code
    assert len(polls.entries("ballot.cast")) == 1


def test_one_form_shown_to_two_people_gives_each_their_own_ballot(polls):
    poll, attempt = polls.open(), uuid4()
    codes = {polls.cast(poll, person, attempt=attempt).code for person in (polls.world.alice, polls.world.bob)}
    assert len(codes) == 2


def test_the_database_itself_refuses_a_second_ballot_of_one_voter(polls):
    poll = polls.open()
    ballot = polls.cast(poll, polls.world.bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, voter=ballot.voter, code="other", choice="yes", weight="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Voter.objects.create(poll=poll, person=polls.world.bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, code=ballot.code, choice="yes", weight="1")


def test_who_is_not_on_the_list_cannot_vote(polls):
    poll = polls.open()
    for person in (polls.world.charlie, polls.world.olga):
        with pytest.raises(NotAllowed):
            polls.cast(poll, person)
    assert not Ballot.objects.exists()


def test_a_late_ballot_is_refused_with_the_closing_time(polls):
    poll = polls.open()
    polls.cast(poll, polls.world.alice, now=poll.closes_at - timedelta(microseconds=1))
    with pytest.raises(errors.TooLate) as late:
        polls.cast(poll, polls.world.bob, now=poll.closes_at)
    assert moment(poll.closes_at, poll.organisation) in str(late.value)
    with pytest.raises(errors.TooLateToChange):
        polls.cast(poll, polls.world.alice, "no", now=poll.closes_at)
    assert list(Ballot.objects.values_list("choice", flat=True)) == ["yes"]


def test_a_ballot_before_opening_is_refused(polls):
    poll = polls.open()
    with pytest.raises(errors.NotYetOpen):
        polls.cast(poll, polls.world.bob, now=poll.opens_at - timedelta(seconds=1))


def test_no_ballot_after_an_early_closing(polls):
    poll = polls.open()
    polls.cast(poll, polls.world.alice)
    polls.cast(poll, polls.world.bob)
    polls.close(poll, now=polls.world.now)
    with pytest.raises(errors.TooLateToChange):
        polls.cast(poll, polls.world.bob, "no", now=polls.world.now + timedelta(minutes=1))
    assert Poll.objects.get().count == {"yes": "2", "no": "0", "abstain": "0"}


@pytest.mark.parametrize("choice", ["", "YES", "maybe", "yes\x00"])
def test_only_the_three_answers_count(polls, choice):
    with pytest.raises(errors.UnknownAnswer):
        polls.cast(polls.open(), polls.world.bob, choice)
    assert not Ballot.objects.exists()


def test_codes_are_random_and_have_no_letters_that_look_alike():
    codes = {domain.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 14 and not set(code) & set("01IO") for code in codes)
