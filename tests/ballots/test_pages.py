"""The pages of a poll: who sees which, what they say, and what a wrong form does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waardeel.ballots import queries
from waardeel.ballots.models import Ballot, Poll
from waardeel.people import domain as people


def url(poll, name="poll", slug="green-thread"):
    return reverse(name, args=[slug, poll.pk])


def over(polls):
    """A poll whose time is over and that nobody has closed yet."""
    now = polls.world.now
    return polls.open(now=now - timedelta(days=2), closes_at=now - timedelta(days=1))


PEOPLE = ("alice", "bob", "worker", "charlie", "olga", "nobody")


@pytest.fixture
def cast(polls):
    """Everybody who may come by, by name."""
    world = polls.world
    worker = people.add_person(id=uuid4(), name="Wim", email="wim@example.org", language="en")
    people.begin_engagement(
        id=uuid4(), organisation=world.coop, person=worker, kind="worker", by=world.alice, now=world.now
    )
    return {
        "alice": world.alice,
        "bob": world.bob,
        "worker": worker,
        "charlie": world.charlie,
        "olga": world.olga,
        "nobody": None,
    }


# Status of each page per person: the secretary, a member, who works here, a stranger, a stranger of
# elsewhere, nobody.
TABLE = {
    ("open", "poll", "get"): (200, 200, 200, 404, 404, 302),
    ("open", "poll", "post"): (200, 200, 403, 404, 404, 302),
    ("open", "poll_close", "get"): (200, 403, 403, 404, 404, 302),
    ("open", "poll_voters", "get"): (200, 403, 403, 404, 404, 302),
    ("over", "poll", "get"): (200, 200, 200, 404, 404, 302),
    ("over", "poll_close", "get"): (200, 200, 200, 404, 404, 302),
    ("over", "poll_voters", "get"): (200, 403, 403, 404, 404, 302),
    ("closed", "poll", "get"): (200, 200, 200, 200, 200, 200),
    ("closed", "poll_close", "get"): (200, 200, 200, 404, 404, 302),
    ("closed", "poll_voters", "get"): (200, 403, 403, 404, 404, 302),
}


@pytest.mark.parametrize(("state", "name", "method"), TABLE)
def test_who_may_see_and_do_what_in_every_state(polls, cast, state, name, method):
    poll = polls.open() if state == "open" else over(polls)
    if state == "closed":
        polls.close(poll)
    got = tuple(getattr(polls.world.client(cast[person]), method)(url(poll, name)).status_code for person in PEOPLE)
    assert got == TABLE[state, name, method]


def test_under_another_organisation_the_poll_is_not_there(polls):
    poll = polls.open()
    for person in (polls.world.alice, polls.world.olga):
        for name in ("poll", "poll_close", "poll_voters"):
            assert polls.world.client(person).get(url(poll, name, slug="city")).status_code == 404


def test_voting_shows_the_code_once_and_turnout_grows(polls):
    poll = polls.open()
    client = polls.world.client(polls.world.bob)
    page = client.get(url(poll)).content.decode()
    assert "0 of 2 people voted" in page
    answer = client.post(url(poll), {"attempt": str(uuid4()), "choice": "no"}).content.decode()
    code = Ballot.objects.get().code
    assert code in answer
    page = client.get(url(poll)).content.decode()
    assert "1 of 2 people voted" in page
    assert "You have voted" in page
    assert code not in page


def test_the_same_form_sent_twice_shows_the_same_code(polls):
    poll, form = polls.open(), {"attempt": str(uuid4()), "choice": "no"}
    client = polls.world.client(polls.world.bob)
    first, second = (client.post(url(poll), form).content.decode() for _ in range(2))
    code = Ballot.objects.get().code
    assert code in first
    assert code in second


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"choice": "yes"},
        {"attempt": "not an identity", "choice": "yes"},
        {"attempt": str(uuid4())},
        {"attempt": str(uuid4()), "choice": "perhaps"},
        {"attempt": str(uuid4()), "choice": "yes\x00"},
        {"attempt": str(uuid4()), "choice": "yes" * 10_000},
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_casts_nothing(polls, sent):
    poll = polls.open()
    answer = polls.world.client(polls.world.bob).post(url(poll), sent)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_a_late_ballot_is_answered_with_the_closing_time(polls):
    poll = over(polls)
    answer = polls.world.client(polls.world.bob).post(url(poll), {"attempt": str(uuid4()), "choice": "no"})
    assert "your ballot was not counted." in answer.content.decode()
    assert not Ballot.objects.exists()
    polls.close(poll)
    answer = polls.world.client(polls.world.bob).post(url(poll), {"attempt": str(uuid4()), "choice": "no"})
    assert "your ballot was not counted." in answer.content.decode()


def test_the_result_shows_the_arithmetic_and_finds_a_ballot_by_its_code(polls):
    poll = polls.open()
    mine = polls.cast(poll, polls.world.bob, "no").code
    other = polls.cast(poll, polls.world.alice, "abstain").code
    polls.close(poll)
    client = polls.world.client(None)
    page = client.get(url(poll)).content.decode()
    assert "Not adopted" in page
    assert "Needed: more than half of 1. That is more than 1/2. In whole votes: 1 or more." in page
    found = client.get(url(poll), {"q": mine}).content.decode()
    assert mine in found
    assert other not in found
    assert "No ballot has this code" in client.get(url(poll), {"q": "ZZZZ\x00"}).content.decode()


def test_closing_asks_first_and_then_shows_the_result(polls):
    poll = over(polls)
    client = polls.world.client(polls.world.alice)
    client.get(url(poll, "poll_close"))
    assert Poll.objects.get().state == "open"
    answer = client.post(url(poll, "poll_close"), follow=True)
    assert answer.redirect_chain == [(url(poll), 302)]
    assert "The vote is closed and counted." in answer.content.decode()
    assert client.post(url(poll, "poll_close")).status_code == 302
    assert len(polls.entries("poll.closed")) == 1


def test_closing_too_early_says_until_when_and_how_many_are_missing(polls):
    poll = polls.open()
    answer = polls.world.client(polls.world.alice).post(url(poll, "poll_close"))
    assert "not voted yet: 2" in answer.content.decode()
    assert Poll.objects.get().state == "open"


def test_the_secretary_sees_who_voted_and_not_what(polls):
    poll = polls.open()
    polls.cast(poll, polls.world.bob, "no")
    client = polls.world.client(polls.world.alice)
    page = client.get(url(poll, "poll_voters")).content.decode()
    assert page.index("Alice") < page.index("Bob")
    assert "Not yet" in page
    assert Ballot.objects.get().code not in page
    assert "Bob" not in client.get(url(poll, "poll_voters"), {"q": "ali"}).content.decode()


def test_the_question_is_asked_in_the_readers_language(polls):
    poll = polls.open()
    client = polls.world.client(polls.world.bob)
    for language, words in (("nl", "Doen we het?"), ("fr", "On le fait?"), ("en", "Shall we?")):
        page = client.get(url(poll), headers={"accept-language": language}).content.decode()
        assert f"<h1>{words}</h1>" in page


def test_what_is_asked_of_each(polls):
    world, now = polls.world, polls.world.now
    poll = polls.open()
    assert [(ask.title, ask.url, ask.due) for ask in queries.asks_of(world.bob, now)] == [
        ("Vote: Shall we?", url(poll), poll.closes_at)
    ]
    polls.cast(poll, world.bob)
    assert queries.asks_of(world.bob, now) == []
    assert queries.asks_of(world.charlie, now) == []
    later = poll.closes_at + timedelta(minutes=1)
    assert queries.asks_of(world.bob, later) == []
    assert [ask.title for ask in queries.asks_of(world.alice, later)] == ["Close the vote: Shall we?"]
    polls.close(poll)
    assert queries.asks_of(world.alice, later) == []


def test_recent_results_are_those_closed_last(polls):
    one, two = polls.open(), polls.open()
    for poll, hours in ((one, 3), (two, 2)):
        polls.close(poll, now=polls.world.now + timedelta(hours=hours))
    later = polls.world.now + timedelta(days=1)
    assert queries.recent_results(later) == [one, two]
    assert queries.recent_results(later, organisation=polls.world.city) == []
    assert queries.recent_results(later, limit=1) == [one]


def asked(client, address):
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_ask_the_database_as_often_for_many_as_for_few(polls):
    alice, bob = polls.world.client(polls.world.alice), polls.world.client(polls.world.bob)
    counts = []
    for number in (3, 20):
        people_here = polls.crowd(number)
        poll = polls.open(now=polls.world.now)
        for person in people_here:
            polls.cast(poll, person)
        row = [asked(bob, url(poll)), asked(alice, url(poll, "poll_voters"))]
        polls.close(poll)
        counts.append([*row, asked(bob, url(poll))])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 14
