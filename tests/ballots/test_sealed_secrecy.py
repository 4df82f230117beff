"""The server of a verifiable secret vote is asked for what leads from a person to a ballot: there is nothing."""

from __future__ import annotations

import logging
import random
from uuid import UUID

import pytest
from django.db import models
from django.urls import reverse

from tests.ballots.sealed import GROUP, Ceremony, opened, prepared
from tests.ballots.test_secrecy import rows_of
from tests.conftest import client_of
from waardeel.ballots import domain
from waardeel.ballots.codes import hashed
from waardeel.ballots.models import ArchiveRecord, PublicCredential, Sealed
from waardeel.ballots.views.sealed import room_token
from waardeel.belenios.exchange import PAPER, Exchange
from waardeel.register.models import Entry, PrivatePart

pytestmark = pytest.mark.django_db
NAMES = ("Dirk", "Eva", "Fatma", "Gijs", "Hana", "Ilse")


@pytest.fixture
def of(world) -> Ceremony:
    """A vote in which a letter was lost, two members vote on paper, one by proxy, some in the room, some twice."""
    for name in NAMES:
        world.member(name)
    made = prepared(world, papers=2)
    giver, holder = (made.poll.voters.get(person__name=name) for name in ("Dirk", "Eva"))
    domain.note_proxy(voter=giver, holder=holder, by=world.alice, now=world.now)
    made.keys()
    made.roll()
    made.open(world)
    return made


def held(of: Ceremony) -> list[tuple[str, dict]]:
    """All that is sent to the server while it is open, as browsers do; returns what it answered."""
    at = [of.poll.organisation.slug, of.poll.pk]
    home, room = reverse("poll_cast", args=at), reverse("poll_room_cast", args=[*at, room_token(of.poll.sealed)])
    spare, paper = of.uses.index("spare"), of.uses.index(PAPER)
    of.exchange(0, of.public(spare))
    client = client_of(None)
    handed = Exchange.make(of.codes[1], of.poll.sealed.uuid, PAPER, GROUP, of.below).written()
    answers = [client.post(reverse("poll_room_paper", args=[*at, room_token(of.poll.sealed)]), handed, "text/plain")]
    casts = [(spare, "yes"), (paper, "no"), *((voter, "yes" if voter % 2 else "no") for voter in range(2, 8))]
    random.Random(5).shuffle(casts)
    for number, (voter, choice) in enumerate([*casts, *casts[:2]]):
        answers.append(client.post((home, room)[number % 2], of.ballot(voter, choice), "text/plain"))
    assert all(answer.status_code == 200 for answer in answers)
    return answers


def traces(of: Ceremony) -> set[str]:
    """Whatever stands for one ballot or one code: secrets, public halves, their hashes, tracking numbers."""
    publics = [of.public(at) for at in range(len(of.codes))]
    trackers = of.poll.sealed.records.exclude(tracker="").values_list("tracker", flat=True)
    return {*of.codes, *publics, *map(hashed, publics), *trackers}


def people(of: Ceremony) -> set[str]:
    found = [str(pk) for pair in of.poll.voters.values_list("pk", "person_id") for pk in pair]
    register = [str(voter.person.register_id) for voter in of.poll.voters.select_related("person")]
    return {*found, *(UUID(pk).hex for pk in found), *register, *NAMES}


def test_no_row_holds_a_person_beside_a_code_or_a_ballot(of):
    from django.db import connection

    held(of)
    secret, personal, looked = traces(of), people(of), 0
    for table in connection.introspection.table_names():
        for row in rows_of(table):
            text = " ".join(row)
            if any(trace in text for trace in secret):
                looked += 1
                assert not any(person in text for person in personal), f"{table} links a person to a ballot"
    assert looked > len(of.codes)
    for body in PrivatePart.objects.values_list("body", flat=True):
        assert not any(trace in body for trace in secret)


def test_nothing_tells_when_a_ballot_came(of):
    before = Entry.objects.count()
    held(of)
    kinds = list(Entry.objects.order_by("n").values_list("kind", flat=True))[before:]
    assert kinds == ["poll.code_replaced", "poll.code_handed_in"]
    times = (models.DateField, models.TimeField)
    for model in (ArchiveRecord, PublicCredential):
        assert not [field.name for field in model._meta.get_fields() if isinstance(field, times)]
    sealed = Sealed.objects.get(pk=of.poll.sealed.pk)
    assert sealed.timestamp == int(of.now.timestamp())
    assert not of.poll.voters.filter(voted=True).exists()


def test_the_order_of_codes_is_that_of_their_public_halves_and_not_of_the_voters(of):
    kept = list(
        PublicCredential.objects.filter(sealed=of.poll.sealed).order_by("pk").values_list("credential", flat=True)
    )
    voters = [of.public(at) for at in range(len(of.codes))]
    assert kept == [hashed(public) for public in sorted(voters)]
    assert voters != sorted(voters), "the codes came in order by chance, so that this shows nothing"


def test_answers_tell_the_tracking_number_and_set_no_cookie(of):
    first, *rest = held(of)
    assert first.json() == {"handed_in": "paper"}
    trackers = set(of.poll.sealed.records.exclude(tracker="").values_list("tracker", flat=True))
    for answer in rest:
        assert answer.json().keys() == {"tracker"}
        assert answer.json()["tracker"] in trackers
    assert not any(answer.cookies for answer in (first, *rest))


def test_logs_hold_no_code_ballot_or_choice(of, caplog):
    with caplog.at_level(logging.DEBUG):
        held(of)
        client = client_of(None)
        wrong = of.ballot(2, "yes").replace("election_hash", "election_hush")
        assert client.post(reverse("poll_cast", args=[of.poll.organisation.slug, of.poll.pk]), wrong, "text/plain")
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert not [trace for trace in traces(of) if trace in told]
    assert "answers" not in told


def test_after_the_result_there_is_still_nothing(of, world):
    held(of)
    of.end(world)
    of.decrypt()
    assert (of.poll.state, of.poll.count) == ("closed", {"yes": "4", "no": "4", "abstain": "0"})
    secret, personal = traces(of), people(of)
    for entry in Entry.objects.filter(subject=of.poll.register_id):
        body = str(entry.public)
        if any(trace in body for trace in secret):
            assert not any(person in body for person in personal)


def test_another_vote_of_the_same_people_shares_nothing_that_is_kept(of, world):
    """Even when the letters have the same codes, as in a meeting."""
    other = opened(world)
    assert set(of.codes) & set(other.codes)
    assert not (traces(of) - set(of.codes)) & traces(other)
