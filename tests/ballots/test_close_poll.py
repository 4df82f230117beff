"""Closing counts, says what it means, publishes the ballots and cuts the link to the voters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ballots.conftest import rules
from waardeel.ballots import errors
from waardeel.ballots.models import Ballot, Poll
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.law.verdict import DecisionRules, Electorate, verdict
from waardeel.methods.voting import yes_no


def vote(polls, poll, people, choices):
    """Each of these people casts the choice at the same place: y, n, a, or - for none."""
    said = {"y": "yes", "n": "no", "a": "abstain"}
    for person, letter in zip(people, choices, strict=True):
        if letter != "-":
            polls.cast(poll, person, said[letter])


# Ten members. Every row stands exactly on a threshold or one vote beside it.
@pytest.mark.parametrize(
    ("decision_rules", "choices", "reason"),
    [
        (rules(), "yyynnn----", "tie"),
        (rules(), "yyynn-----", "adopted"),
        (rules(), "yyynnna---", "tie"),
        (rules(), "aaa-------", "no-votes"),
        (rules(), "----------", "no-votes"),
        (rules("1/2", strict=False), "yynn------", "adopted"),
        (rules("2/3", strict=False), "yyyynn----", "adopted"),
        (rules("2/3", strict=True), "yyyynn----", "no-majority"),
        (rules("2/3", strict=False), "yyyyynnn--", "no-majority"),
        (rules("2/3", strict=False), "yyyyyynnna", "adopted"),
        (rules("1", strict=False), "yyyya-----", "adopted"),
        (rules("1", strict=False), "yyyyn-----", "no-majority"),
        (rules("1/2", base="present"), "yyynaa----", "no-majority"),
        (rules("1/2", base="present"), "yyynna----", "no-majority"),
        (rules("1/2", base="present"), "yyyynaa---", "adopted"),
        (rules("1/2", base="members"), "yyyyy-----", "no-majority"),
        (rules("1/2", base="members"), "yyyyyy----", "adopted"),
        (rules(quorum="1/2"), "yyyy------", "no-quorum"),
        (rules(quorum="1/2"), "yyyya-----", "adopted"),
        (rules(quorum="1/3"), "yyy-------", "no-quorum"),
        (rules(quorum="1/3"), "yyyy------", "adopted"),
    ],
)
def test_the_verdict_is_exact_at_every_threshold(polls, decision_rules, choices, reason):
    people = polls.crowd(10)
    poll = polls.open(now=polls.world.now - timedelta(minutes=1), decision_rules=decision_rules)
    vote(polls, poll, people, choices)
    closed = polls.close(poll)
    assert (closed.verdict["reason"], closed.verdict["adopted"]) == (reason, reason == "adopted")


def test_the_register_publishes_the_ballots_by_code_with_count_and_verdict(polls):
    people = polls.crowd(5)
    poll = polls.open(now=polls.world.now)
    codes = {
        polls.cast(poll, person, choice).code: choice
        for person, choice in zip(people, ["yes", "no", "yes", "abstain"], strict=False)
    }
    polls.close(poll)
    [entry] = polls.entries("poll.closed")
    assert entry.public["ballots"] == [[code, codes[code], "1"] for code in sorted(codes)]
    count = yes_no.count(yes_no.Ballot(choice) for choice in codes.values())
    assert entry.public["count"] == count.to_json() == {"yes": "2", "no": "1", "abstain": "1"}
    follows = verdict(count, Electorate(5, 4), rules())
    assert entry.public["verdict"] == follows.to_json()
    assert (entry.public["poll"], entry.public["voters"]) == (str(poll.pk), 5)
    assert set(entry.public) == {"poll", "voters", "ballots", "count", "verdict"}


def test_what_is_kept_is_what_was_published(polls):
    poll = polls.open()
    polls.cast(poll, polls.world.bob)
    polls.close(poll)
    kept = Poll.objects.get()
    [entry] = polls.entries("poll.closed")
    assert (kept.count, kept.verdict) == (entry.public["count"], entry.public["verdict"])
    assert DecisionRules.from_json(kept.rules) == rules()


def test_before_the_time_only_the_secretary_closes_and_only_when_everybody_voted(polls):
    poll, now = polls.open(), polls.world.now
    polls.cast(poll, polls.world.alice)
    with pytest.raises(errors.StillOpen) as open_still:
        polls.close(poll, now=now)
    assert open_still.value.facts["missing"] == 1
    polls.cast(poll, polls.world.bob)
    for person in (polls.world.bob, polls.world.charlie, polls.world.olga):
        with pytest.raises(NotAllowed):
            polls.close(poll, by=person, now=now)
    with pytest.raises(errors.StillOpen):
        polls.close(poll, by=None, now=now)
    assert polls.close(poll, now=now).state == "closed"


def test_after_the_time_any_member_or_the_clock_may_close_but_no_stranger(polls):
    poll = polls.open()
    for person in (polls.world.charlie, polls.world.olga):
        with pytest.raises(NotAllowed):
            polls.close(poll, by=person, now=poll.closes_at)
    assert polls.close(poll, by=polls.world.bob, now=poll.closes_at).state == "closed"
    assert polls.close(polls.open(), by=None).state == "closed"


def test_closing_twice_is_one_closing(polls):
    poll = polls.open()
    polls.close(poll)
    with pytest.raises(AlreadyDone):
        polls.close(poll)
    assert len(polls.entries("poll.closed")) == 1


def test_other_polls_are_left_alone(polls):
    one, other = polls.open(), polls.open()
    polls.cast(one, polls.world.bob)
    kept = polls.cast(other, polls.world.bob, "no")
    polls.close(one)
    assert Ballot.objects.get(poll=other).voter == kept.voter
