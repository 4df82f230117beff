"""The pages of the assembly: who sees which, what wrong forms say, and that they hold what was typed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from waardeel.assembly import domain
from waardeel.assembly.models import Charter, Comment, Decision, Proposal
from waardeel.ballots.models import Poll
from waardeel.people import domain as people
from waardeel.people.models import Membership

pytestmark = pytest.mark.slow

PEOPLE = ("alice", "bob", "worker", "charlie", "olga", "nobody")


def url(name, *things, slug="green-thread"):
    return reverse(name, args=[slug, *(thing.pk for thing in things)])


@pytest.fixture
def cast(assembly):
    """Everybody who may come by, by name."""
    world = assembly.world
    worker = people.add_person(id=uuid4(), name="Wim", email="wim@example.org", language="en")
    people.begin_engagement(
        id=uuid4(), organisation=world.coop, person=worker, kind="worker", by=world.alice, now=world.now
    )
    names = {name: assembly.person(name) for name in ("alice", "bob", "charlie", "olga")}
    return {**names, "worker": worker, "nobody": None}


def proposal_text(**facts):
    return {
        "id": str(uuid4()),
        "title": "Buy brooms",
        "plain_text": "Ten of them.",
        "legal_text": "",
        **facts,
    }


# Status per person: the secretary, a member (who made the proposal), who works here, a stranger, one of
# elsewhere, nobody.
TABLE = {
    "organisation_decide": (200, 200, 200, 200, 200, 200),
    "charter": (200, 200, 200, 200, 200, 200),
    "decisions": (200, 200, 200, 200, 200, 200),
    "decision": (200, 200, 200, 200, 200, 200),
    "proposals": (200, 200, 200, 404, 404, 302),
    "proposal": (200, 200, 200, 404, 404, 302),
    "proposal_new": (200, 200, 403, 404, 404, 302),
    "proposal_change": (403, 200, 403, 404, 404, 302),
    "proposal_withdraw": (200, 200, 403, 404, 404, 302),
    "proposal_vote": (200, 403, 403, 404, 404, 302),
    "decision_review": (200, 403, 403, 404, 404, 302),
    "charter_new": (200, 403, 403, 404, 404, 302),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_may_see_which_page(assembly, cast, name):
    assembly.adopt()
    decision = assembly.decide(assembly.propose())
    open_one = assembly.propose()
    things = [decision] if name.startswith("decision") and name != "decisions" else []
    if name.startswith("proposal") and name not in ("proposals", "proposal_new"):
        things = [open_one]
    got = tuple(assembly.world.client(cast[person]).get(url(name, *things)).status_code for person in PEOPLE)
    assert got == TABLE[name]


def test_under_another_organisation_nothing_of_ours_is_there(assembly):
    decision, proposal = assembly.decide(assembly.propose()), assembly.propose()
    for person in (assembly.world.alice, assembly.world.olga):
        client = assembly.world.client(person)
        for name, thing in (("decision", decision), ("decision_review", decision), ("proposal", proposal)):
            assert client.get(url(name, thing, slug="city")).status_code == 404
        assert client.post(url("proposal_vote", proposal, slug="city"), {}).status_code == 404
    assert assembly.world.client(None).get("/o/nowhere/decide/").status_code == 404


def test_what_is_open_is_shown_to_those_who_belong_and_decisions_to_all(assembly):
    world = assembly.world
    assembly.decide(assembly.propose(title="Decided thing"))
    assembly.propose(title="Open thing")
    now = timezone.now()
    assembly.put(assembly.propose(title="Voted thing"), closes_at=now + timedelta(days=3), now=now)
    mine = world.client(world.bob).get(url("organisation_decide")).content.decode()
    others = world.client(world.charlie).get(url("organisation_decide")).content.decode()
    assert mine.index("Voted thing") < mine.index("Open thing") < mine.index("Decided thing")
    assert "Vote now" in mine
    assert "Decided thing" in others
    assert "Open thing" not in others
    assert "Voted thing" not in others


def test_empty_pages_say_what_to_do_next(assembly):
    world = assembly.world
    assert "Make the first one." in world.client(world.bob).get(url("organisation_decide")).content.decode()
    assert "Adopt your rules first" in world.client(world.alice).get(url("organisation_decide")).content.decode()
    assert "Nobody has made a proposal yet." in world.client(world.bob).get(url("proposals")).content.decode()
    assert "Nothing was decided here yet." in world.client(None).get(url("decisions")).content.decode()
    assert "No rules were entered here yet." in world.client(None).get(url("charter")).content.decode()


def test_a_member_makes_a_proposal_once_however_often_it_is_sent(assembly):
    client, sent = assembly.world.client(assembly.world.bob), proposal_text()
    answers = [client.post(url("proposal_new"), sent) for _ in range(2)]
    made = Proposal.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [url("proposal", made)] * 2
    assert made.title == "Buy brooms"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 151}, "at most 150 characters"),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
        ({"plain_text": "x" * 5001}, "at most 5000 characters"),
        ({"plain_text": "Ten\x00"}, "Null characters are not allowed."),
        ({"legal_text": "x" * 20_001}, "at most 20000 characters"),
        ({"circle": "nonsense"}, "is not a valid UUID"),
        ({"circle": str(uuid4())}, "Select a valid choice"),
        ({"replaces": str(uuid4())}, "Select a valid choice"),
        ({"id": "nonsense"}, "Enter a valid UUID."),
    ],
)
def test_a_wrong_proposal_is_explained_and_what_was_typed_stays(assembly, wrong, words):
    client = assembly.world.client(assembly.world.bob)
    sent = proposal_text(**{"plain_text": "Kept words", "title": "Kept title", **wrong})
    page = client.post(url("proposal_new"), sent).content.decode()
    assert words in page
    assert "error-summary" in page
    assert not Proposal.objects.exists()
    kept = {"plain_text": "Kept words", "title": "Kept title"}
    assert all(text in page for name, text in kept.items() if name not in wrong)


def test_a_proposal_can_begin_with_an_earlier_text(assembly):
    refused = assembly.decide(assembly.propose(title="Once more"), "no", "no")
    client = assembly.world.client(assembly.world.bob)
    page = client.get(f"{url('proposal_new')}?from={refused.proposal_id}").content.decode()
    assert 'value="Once more"' in page
    decision = assembly.decide(assembly.propose(title="In force"))
    page = client.get(f"{url('proposal_new')}?replaces={decision.pk}").content.decode()
    assert f'<option value="{decision.pk}" selected>' in page
    assert client.get(f"{url('proposal_new')}?from=nonsense&replaces=\x00").status_code == 200


def test_changing_in_two_tabs_warns_the_second_and_keeps_what_was_typed(assembly):
    proposal, client = assembly.propose(), assembly.world.client(assembly.world.bob)
    sent = proposal_text(id=str(proposal.pk), version="1")
    assert client.post(url("proposal_change", proposal), sent).status_code == 302
    page = client.post(url("proposal_change", proposal), {**sent, "plain_text": "My other words"}).content.decode()
    assert "it is now version 2" in page
    assert "My other words" in page
    assert "1 earlier text" in client.get(url("proposal", proposal)).content.decode()


def test_commenting_and_taking_it_back(assembly, cast):
    proposal = assembly.propose()
    client = assembly.world.client(cast["worker"])
    sent = {"id": str(uuid4()), "text": "Who pays <b>brooms</b>?"}
    for _ in range(2):
        assert client.post(url("proposal", proposal), sent).status_code == 302
    comment = Comment.objects.get()
    page = client.get(url("proposal", proposal)).content.decode()
    assert "Who pays &lt;b&gt;brooms&lt;/b&gt;?" in page
    withdraw = url("comment_withdraw", proposal, comment)
    assert assembly.world.client(assembly.world.alice).post(withdraw).status_code == 403
    assert client.get(withdraw).status_code == 405
    assert client.post(withdraw).status_code == 302
    page = client.get(url("proposal", proposal)).content.decode()
    assert "This comment was taken back." in page
    assert "brooms" not in page


def test_an_over_long_comment_is_explained_and_kept(assembly):
    proposal, client = assembly.propose(), assembly.world.client(assembly.world.bob)
    page = client.post(url("proposal", proposal), {"id": str(uuid4()), "text": "x" * 2001}).content.decode()
    assert "at most 2000 characters" in page
    assert "x" * 2001 in page
    assert not Comment.objects.exists()


def test_taking_back_asks_first(assembly):
    proposal, client = assembly.propose(), assembly.world.client(assembly.world.bob)
    client.get(url("proposal_withdraw", proposal))
    assert Proposal.objects.get().state == "open"
    assert client.post(url("proposal_withdraw", proposal)).status_code == 302
    assert Proposal.objects.get().state == "withdrawn"
    assert client.post(url("proposal_withdraw", proposal)).status_code == 302


def test_putting_to_the_vote_reads_the_time_by_the_clock_of_the_organisation(assembly):
    assembly.adopt()
    proposal, client = assembly.propose(), assembly.world.client(assembly.world.alice)
    day = (timezone.now() + timedelta(days=5)).date()
    sent = {"id": str(uuid4()), "kind": "ordinary", "closes_at": f"{day}T20:00"}
    answer = client.post(url("proposal_vote", proposal), sent)
    poll = Poll.objects.get()
    assert answer.headers["Location"] == url("poll", poll)
    assert poll.closes_at.astimezone(assembly.world.coop.zone).strftime("%Y-%m-%d %H:%M") == f"{day} 20:00"
    page = client.get(url("poll", poll)).content.decode()
    assert "8 p.m." in page
    assert client.post(url("proposal_vote", proposal), sent).headers["Location"] == url("poll", poll)


@pytest.mark.parametrize(
    ("closes_at", "words"),
    [
        ("", "This field is required."),
        ("tomorrow", "Enter a valid date/time."),
        ("2026-02-30T20:00", "Enter a valid date/time."),
        ("0001-01-01T00:00", "Days that it must stay open: 1."),
        ("9999-12-31T23:59", "A vote stays open for at most a year."),
        ("2026-01-01 at\x00night", "Enter a valid date/time."),
    ],
)
def test_an_impossible_closing_time_is_explained(assembly, closes_at, words):
    assembly.adopt()
    proposal, client = assembly.propose(), assembly.world.client(assembly.world.alice)
    sent = {"id": str(uuid4()), "kind": "ordinary", "closes_at": closes_at}
    assert words in client.post(url("proposal_vote", proposal), sent).content.decode()
    assert not Poll.objects.exists()


def test_without_rules_the_page_says_to_adopt_them_first(assembly):
    proposal, client = assembly.propose(), assembly.world.client(assembly.world.alice)
    page = client.get(url("proposal_vote", proposal)).content.decode()
    assert url("charter_new") in page


def test_the_decision_page_says_how_and_what_next(assembly):
    refused = assembly.decide(assembly.propose(), "yes", "no")
    page = assembly.world.client(assembly.world.bob).get(url("decision", refused)).content.decode()
    assert "There are as many votes for as against." in page
    assert "1 for, 1 against, 0 abstained." in page
    assert f"?from={refused.proposal_id}" in page


def test_a_change_of_the_statutes_is_not_in_force_before_the_deed_is_made_and_filed(assembly):
    changed = assembly.decide(assembly.propose(), kind="statutes")
    pages = [url("decision", changed), url("decisions"), url("organisation_decide")]
    for address in pages:
        assert "Not in force yet" in assembly.world.client(None).get(address).content.decode()
    client = assembly.world.client(assembly.world.alice)
    assert "trade register" in client.get(url("decision", changed)).content.decode()
    client.post(url("decision_review", changed), {"review_on": "", "carried_out": "on"})
    for address in pages:
        page = client.get(address).content.decode()
        assert "Not in force yet" not in page
        assert "Applies" in page


def test_only_what_applies_today_unless_everything_is_asked(assembly):
    assembly.decide(assembly.propose(title="Refused thing"), "no", "no")
    assembly.decide(assembly.propose(title="Thing in force"))
    client = assembly.world.client(None)
    assert "Refused thing" not in client.get(url("decisions")).content.decode()
    assert "Refused thing" in client.get(url("decisions"), {"all": "1"}).content.decode()
    assert "Nothing found." in client.get(url("decisions"), {"q": "bicycle"}).content.decode()


def test_reviewing_through_the_page(assembly):
    decision, client = assembly.decide(assembly.propose()), assembly.world.client(assembly.world.alice)
    for wrong, words in (
        ("2001-01-01", "Choose a day after today."),
        ("nonsense", "Enter a valid date."),
        ("9999-01-01", "before the year 2200"),
    ):
        assert words in client.post(url("decision_review", decision), {"review_on": wrong}).content.decode()
    assert client.post(url("decision_review", decision), {"review_on": "", "carried_out": "on"}).status_code == 302
    kept = Decision.objects.get()
    assert (kept.review_on, kept.carried_out_on is not None) == (None, True)


def charter_form(**facts):
    return {
        "id": str(uuid4()),
        "ordinary_quorum": "",
        "ordinary_relation": "more",
        "ordinary_share": "1/2",
        "ordinary_base": "cast",
        "statutes_quorum": "50%",
        "statutes_relation": "least",
        "statutes_share": "0,75",
        "statutes_base": "present",
        "poll_days": "3",
        "proxies": "2",
        "minimum_cell": "6",
        "review_months": "18",
        "valid_from": timezone.localdate().isoformat(),
        **facts,
    }


def test_the_secretary_enters_rules_with_shares_as_people_write_them(assembly):
    client, sent = assembly.world.client(assembly.world.alice), charter_form()
    assert [client.post(url("charter_new"), sent).status_code for _ in range(2)] == [302, 302]
    kept = Charter.objects.get()
    assert kept.rules == {
        "ordinary": {"quorum": None, "majority": {"base": "cast", "share": "1/2", "strict": True}},
        "statutes": {
            "quorum": {"base": "members", "share": "1/2"},
            "majority": {"base": "present", "share": "3/4", "strict": False},
        },
    }
    assert (kept.poll_days, kept.minimum_cell, kept.review_months) == (3, 6, 18)
    page = client.get(url("charter")).content.decode()
    assert "A proposal is adopted with more than half in favour, counted over the votes for and against." in page
    assert "at least half of all votes" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ordinary_share": "many"}, "is no share. Write a fraction"),
        ({"ordinary_share": "1/0"}, "is no share"),
        ({"ordinary_share": "0"}, "is not more than 0 and at most 1"),
        ({"ordinary_share": "150%"}, "is not more than 0 and at most 1"),
        ({"ordinary_share": "3/2"}, "is not more than 0 and at most 1"),
        ({"ordinary_share": "1"}, "More than everybody is impossible."),
        ({"ordinary_share": "1/2\x00"}, "Null characters are not allowed."),
        ({"ordinary_share": "1" * 500}, "at most 20 characters"),
        ({"ordinary_relation": "least"}, "A notary or lawyer has confirmed"),
        ({"ordinary_base": "dogs"}, "Select a valid choice."),
        ({"poll_days": "0"}, "greater than or equal to 1"),
        ({"minimum_cell": "2"}, "greater than or equal to 3"),
        ({"valid_from": "2000-01-01"}, "Rules cannot begin to hold in the past."),
        ({"valid_from": "2026-02-30"}, "Enter a valid date."),
        ({"valid_from": "9999-12-31"}, "before the year 2200"),
    ],
)
def test_wrong_rules_are_explained_and_nothing_is_lost(assembly, wrong, words):
    client = assembly.world.client(assembly.world.alice)
    page = client.post(url("charter_new"), charter_form(**wrong)).content.decode()
    assert words in page.replace("&#x27;", "'")
    assert not Charter.objects.exists()
    assert 'value="0,75"' in page


def test_the_rules_page_explains_with_an_example_and_the_law(assembly):
    assembly.adopt()
    page = assembly.world.client(None).get(url("charter")).content.decode()
    assert "An example with 2 members" in page
    assert "With one vote fewer for it" in page
    assert "The least that the rules may ask" in page


def asked(client, address):
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_ask_the_database_as_often_for_many_as_for_few(assembly):
    world = assembly.world
    bob, counts = world.client(world.bob), []
    assembly.adopt()
    for number in (1, 4):
        for _ in range(number):
            decision = assembly.decide(assembly.propose(circle=world.whole))
            proposal = assembly.propose()
            assembly.say(proposal)
            now = timezone.now()
            assembly.put(assembly.propose(), now=now, closes_at=now + timedelta(days=3))
        for _ in range(number):
            assembly.say(proposal, by=world.alice)
        addresses = [
            url("organisation_decide"),
            url("proposals"),
            url("proposal", proposal),
            url("decisions"),
            url("decision", decision),
            url("charter"),
        ]
        counts.append([asked(bob, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 18


def test_a_suspended_member_still_reads_but_no_longer_proposes(assembly):
    Membership.objects.filter(person=assembly.world.bob).update(state="suspended")
    client = assembly.world.client(assembly.world.bob)
    assert client.get(url("proposals")).status_code == 200
    assert client.post(url("proposal_new"), proposal_text()).status_code == 403
    assert domain.PURPOSE == "proposal"
