"""After closing nothing in the database leads from a person to a choice; before, no page tells one."""

from __future__ import annotations

import random
from uuid import UUID, uuid4

from django.db import connection, models
from django.urls import reverse

from waardeel.ballots import queries
from waardeel.ballots.models import Ballot, Poll, Voter
from waardeel.register.models import Entry, PrivatePart

CHOICES = ("yes", "no", "abstain")


def rows_of(table):
    """All rows of a table in the order in which the database keeps them, as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a table of ours
        return [[str(value) for value in row] for row in cursor.fetchall()]


def a_vote(polls, number=12, seed=3):
    """A poll in which everybody voted, some twice, in a random order; who chose what, with which code."""
    people = polls.crowd(number)
    poll = polls.open(now=polls.world.now)
    dice = random.Random(seed)
    dice.shuffle(people)
    cast = {}
    for person in [*people, *people[:3]]:
        choice = dice.choice(CHOICES)
        cast[person.pk] = (choice, polls.cast(poll, person, choice).code)
    return poll, cast


def test_before_closing_the_link_is_there_and_after_it_is_gone(polls):
    poll, cast = a_vote(polls)
    assert Ballot.objects.filter(voter__isnull=False).count() == len(cast)
    polls.close(poll)
    assert not Ballot.objects.filter(models.Q(voter__isnull=False) | models.Q(attempt__isnull=False)).exists()
    assert sorted(Ballot.objects.values_list("choice", "code")) == sorted(cast.values())


def test_no_row_of_any_table_holds_a_person_or_voter_beside_a_code_or_ballot(polls):
    poll, cast = a_vote(polls)
    before = {str(pk) for pk in Ballot.objects.values_list("pk", flat=True)}
    polls.close(poll)
    ballots = {str(pk) for pk in Ballot.objects.values_list("pk", flat=True)}
    assert not before & ballots, "a ballot kept the identity it had when its voter stood on it"
    codes = {code for _choice, code in cast.values()}
    voters = Voter.objects.filter(poll=poll)
    whose = {str(pk) for pair in voters.values_list("pk", "person_id") for pk in pair}
    secret = codes | ballots | {UUID(pk).hex for pk in ballots}
    personal = whose | {UUID(pk).hex for pk in whose}
    for table in connection.introspection.table_names():
        for row in rows_of(table):
            text = " ".join(row)
            if any(code in text for code in secret):
                assert not any(person in text for person in personal), f"{table} links a person to a ballot"


def test_no_row_of_any_table_holds_a_person_beside_a_choice(polls):
    poll, cast = a_vote(polls)
    polls.close(poll)
    people = {str(pk) for pk in cast} | {pk.hex for pk in cast}
    for table in connection.introspection.table_names():
        for row in rows_of(table):
            if any(person in value for value in row for person in people):
                assert not set(row) & set(CHOICES), f"{table} holds a choice beside a person"
    for body in PrivatePart.objects.values_list("body", flat=True):
        assert not any(f'"{choice}"' in body for choice in CHOICES)


def test_the_order_of_the_rows_is_that_of_the_random_codes(polls):
    poll, cast = a_vote(polls, number=20)
    voted = [code for _choice, code in cast.values()]
    assert voted != sorted(voted), "the codes came in order by chance, so that this shows nothing"
    polls.close(poll)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code FROM {connection.ops.quote_name(Ballot._meta.db_table)}")  # noqa: S608
        codes = [code for (code,) in cursor.fetchall()]
    assert codes == sorted(voted)


def test_no_ballot_carries_a_time():
    """A time on a ballot would lead back to the entry of the register that was written with it."""
    for model in (Ballot, Voter):
        kinds = [field for field in model._meta.get_fields() if isinstance(field, models.DateField | models.TimeField)]
        assert kinds == []


def test_the_private_part_of_a_cast_ballot_names_only_the_voter(polls):
    poll, _cast = a_vote(polls)
    polls.close(poll)
    for entry in polls.entries("ballot.cast"):
        assert set(entry.public) <= {"poll", "again"}
        assert entry.private_part.body.startswith('{"voter":"person/')


def test_before_closing_nobody_gets_a_ballot_a_count_or_a_partial_result(polls):
    poll, cast = a_vote(polls)
    assert not queries.ballots_of(poll).exists()
    assert (Poll.objects.get().count, Poll.objects.get().verdict) == (None, None)
    for person in (polls.world.alice, polls.world.bob):
        page = polls.world.client(person).get(reverse("poll", args=["green-thread", poll.pk])).content.decode()
        assert not any(code in page for _choice, code in cast.values())
        assert "12 of 12" in page
        assert "checked" not in page
    for entry in Entry.objects.all():
        assert "count" not in entry.public
        assert "ballots" not in entry.public


def test_the_code_is_kept_in_no_session_and_no_cookie(polls):
    poll = polls.open()
    client = polls.world.client(polls.world.bob)
    answer = client.post(reverse("poll", args=["green-thread", poll.pk]), {"attempt": str(uuid4()), "choice": "yes"})
    code = Ballot.objects.get().code
    assert code in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert code not in str(dict(client.session.items()))
    assert code not in str(client.cookies)
    where = [table for table in connection.introspection.table_names() if code in str(rows_of(table))]
    assert where == [Ballot._meta.db_table]
