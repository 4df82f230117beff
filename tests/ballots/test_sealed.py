"""Verifiable secret polls: the server publishes what is right, refuses what is not, and never knows who voted what."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from datetime import timedelta

import pytest
from django.db import connection

from tests.ballots.sealed import opened, prepared
from waardeel.ballots import domain, queries
from waardeel.ballots.domain.preparing import booth_hash
from waardeel.ballots.errors import (
    BallotRefused,
    ClosesTooSoon,
    KeyRefused,
    NotReady,
    RollRefused,
    StillOpen,
    TooLate,
    TooManyTrustees,
    UnknownCode,
    VoteWithCode,
)
from waardeel.ballots.models import ArchiveRecord, Poll, Sealed
from waardeel.ballots.privacy import export_ballots
from waardeel.belenios import credential
from waardeel.belenios.credential import Roll
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.verify import verify
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world):
    """A cooperative of five members."""
    for name in ("Dirk", "Eva", "Fenna"):
        world.member(name)
    return world


def archived(ceremony, folder):
    path = folder / f"{ceremony.poll.sealed.uuid}.bel"
    path.write_bytes(b"".join(queries.archive_of(ceremony.poll.sealed)))
    return path


@pytest.mark.slow
def test_a_whole_poll_is_counted_decided_and_right_for_both_verifiers(town, tmp_path):
    ceremony = opened(town)
    for voter, choice in enumerate(("yes", "no", "yes", "abstain")):
        ceremony.cast(voter, choice)
    ceremony.cast(1, "yes")  # changes their mind: the last ballot counts
    assert queries.turnout(ceremony.poll).voted == 4
    report = verify(archived(ceremony, tmp_path))
    assert (report.stage, report.cast, report.counted) == ("open", 5, 4)
    ceremony.end(town)
    ceremony.decrypt([1])
    assert ceremony.poll.state == Poll.State.ENDED
    ceremony.decrypt([2])
    assert ceremony.poll.state == Poll.State.CLOSED
    assert ceremony.poll.count == {"yes": "3", "no": "0", "abstain": "1"}
    assert ceremony.poll.verdict["adopted"] is True
    path = archived(ceremony, tmp_path)
    report = verify(path)
    assert report.result == [[3, 0, 1]]
    assert report.head == queries.head_of(ceremony.poll.sealed)
    tool = shutil.which("belenios-tool")
    if tool is not None:
        done = subprocess.run(
            [tool, "election", "verify", "--dir", tmp_path], capture_output=True, text=True, check=False
        )
        assert "all checks passed" in done.stderr


def test_the_register_holds_fingerprint_booth_and_the_heads_of_the_chain(town, tmp_path):
    ceremony = opened(town)
    ceremony.cast(0, "yes")
    ceremony.end(town)
    ceremony.decrypt()
    entries = {entry.kind: entry.public for entry in Entry.objects.filter(kind__startswith="poll.")}
    report = verify(archived(ceremony, tmp_path))
    assert entries["poll.opened"]["fingerprint"] == report.fingerprint
    assert entries["poll.opened"]["booth"] == booth_hash()
    assert entries["poll.closed"]["head"] == report.head
    assert entries["poll.ended"]["counted"] == 1
    assert not Entry.objects.filter(kind="ballot.cast").exists()


def test_nothing_that_is_kept_links_a_voter_to_a_ballot_or_tells_when(town):
    ceremony = opened(town)
    before = {voter.pk: (voter.voted, voter.weight) for voter in ceremony.poll.voters.all()}
    for voter in (3, 1):
        ceremony.cast(voter, "no")
    assert before == {voter.pk: (voter.voted, voter.weight) for voter in ceremony.poll.voters.all()}
    assert not ceremony.poll.ballots.exists()
    names = {field.name for model in (Sealed, ArchiveRecord) for field in model._meta.get_fields()}
    assert not names & {"voter", "person", "at", "time", "created", "ip", "session", "user"}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (names of our own tables)
            kept = str(cursor.fetchall())
            assert not any(code in kept or code.replace("-", "") in kept for code in ceremony.codes)
            assert not any(str(secret) in kept for secret in ceremony.secrets.values())


def test_a_ballot_is_checked_before_it_is_published(town):
    ceremony = opened(town)
    good = json.loads(ceremony.ballot(0, "yes"))
    published = ArchiveRecord.objects.count()
    for change in (
        lambda said: said["answers"][0]["overall_proof"][0].update(response="5"),
        lambda said: said["answers"][0]["choices"].reverse(),
        lambda said: said.update(election_hash="x"),
    ):
        said = json.loads(json.dumps(good))
        change(said)
        with pytest.raises(BallotRefused):
            send(ceremony, json.dumps(said, separators=(",", ":")))
    for text in ("", "{", "null", '"x"'):
        with pytest.raises(BallotRefused):
            send(ceremony, text)
    assert ArchiveRecord.objects.count() == published


def send(ceremony, text: str, **facts):
    return domain.cast_sealed_ballot(**{"poll": ceremony.poll, "ballot_text": text, "now": ceremony.now, **facts})


def test_a_code_that_is_not_on_the_list_casts_nothing(town):
    ceremony = opened(town)
    ceremony.codes[0] = credential.make(random.Random(99).randrange)
    with pytest.raises(UnknownCode):
        ceremony.cast(0, "yes")


def test_the_same_ballot_sent_twice_is_one_ballot(town):
    ceremony = opened(town)
    made = ceremony.ballot(0, "yes")
    first = send(ceremony, made)
    with pytest.raises(AlreadyDone) as again:
        send(ceremony, made)
    assert again.value.existing == first
    assert queries.sealed_ballots_of(ceremony.poll.sealed).count() == 1


def test_ballots_come_neither_too_early_nor_too_late(town):
    ceremony = opened(town)
    made = ceremony.ballot(0, "yes")
    with pytest.raises(TooLate):
        send(ceremony, made, now=ceremony.poll.closes_at)
    with pytest.raises(NotReady):
        domain.cast_sealed_ballot(poll=prepared(town).poll, ballot_text=made, now=ceremony.now)
    ceremony.end(town)
    with pytest.raises(TooLate):
        send(ceremony, made)


def test_the_ways_of_a_closed_list_are_closed_here(town):
    poll = opened(town).poll
    with pytest.raises(VoteWithCode):
        domain.cast_ballot(poll=poll, attempt=poll.pk, choice="yes", by=town.bob, now=town.now)
    with pytest.raises(NotReady):
        domain.close_poll(poll=poll, by=town.alice, now=poll.closes_at)


def test_it_opens_only_when_every_key_and_the_codes_are_there(town):
    ceremony = prepared(town)
    for done in (ceremony.keys, ceremony.roll):
        with pytest.raises(NotReady):
            ceremony.open(town)
        done()
    ceremony.open(town)
    assert ceremony.poll.state == Poll.State.OPEN
    with pytest.raises(AlreadyDone):
        ceremony.open(town)


def test_only_the_secretary_prepares_and_opens_and_the_least_days_hold(town):
    with pytest.raises(NotAllowed):
        prepared(town, by=town.bob)
    with pytest.raises(ClosesTooSoon):
        prepared(town, shortest_days=3)
    ceremony = prepared(town)
    ceremony.keys()
    ceremony.roll()
    with pytest.raises(NotAllowed):
        domain.open_sealed_poll(poll=ceremony.poll, closes_at=town.now + timedelta(days=1), by=town.bob, now=town.now)


def test_the_least_days_of_the_preparation_hold_at_the_opening_too(town):
    ceremony = prepared(town, shortest_days=7, closes_at=town.now + timedelta(days=9))
    ceremony.keys()
    ceremony.roll()
    with pytest.raises(ClosesTooSoon):
        ceremony.open(town)
    opened_poll = domain.open_sealed_poll(
        poll=ceremony.poll, closes_at=town.now + timedelta(days=7), by=town.alice, now=town.now
    )
    assert opened_poll.state == Poll.State.OPEN


def test_nobody_is_said_not_to_have_voted_where_nobody_can_know(town):
    ceremony = opened(town)
    ceremony.cast(0, "yes")
    page = town.client(town.alice).get(f"/o/{town.coop.slug}/polls/{ceremony.poll.pk}/voters/").content.decode()
    assert "cannot say who voted" in page
    assert "Not yet" not in page
    (row,) = export_ballots(town.bob)
    assert row["voted"] is None


@pytest.mark.parametrize("names", [[], ["  "], ["Tess", "Tess"], [f"T{number}" for number in range(10)]])
def test_trustees_are_one_to_nine_different_people(town, names):
    with pytest.raises(TooManyTrustees):
        prepared(town, trustees=names)


def test_a_key_without_its_secret_half_is_refused_and_a_second_key_too(town):
    ceremony = prepared(town)
    trustee = ceremony.poll.sealed.trustees.first()
    with pytest.raises(KeyRefused):
        domain.give_key(trustee=trustee, key='{"pok":{"challenge":"1","response":"1"},"public_key":"4"}', now=town.now)
    ceremony.keys()
    trustee.refresh_from_db()
    with pytest.raises(AlreadyDone):
        domain.give_key(trustee=trustee, key=trustee.key, now=town.now)


def test_codes_must_be_as_many_as_there_are_voters_with_their_votes(town):
    ceremony = prepared(town)
    sealed = ceremony.poll.sealed
    publics = [GROUP.of_g.power(number) for number in range(5, 5 + ceremony.poll.voter_count)]
    for wrong in (publics[1:], [*publics, GROUP.of_g.power(99)]):
        with pytest.raises(RollRefused):
            domain.give_roll(sealed=sealed, roll=Roll.written((one, 1) for one in wrong).decode(), now=town.now)
    with pytest.raises(RollRefused):
        domain.give_roll(sealed=sealed, roll=Roll.written((one, 2) for one in publics).decode(), now=town.now)
    with pytest.raises(RollRefused):
        domain.give_roll(sealed=sealed, roll="nonsense", now=town.now)
    ceremony.roll()
    with pytest.raises(AlreadyDone):
        ceremony.roll()


def test_it_ends_after_its_time_or_when_every_code_was_used(town):
    ceremony = opened(town)
    with pytest.raises(StillOpen):
        domain.end_sealed_poll(poll=ceremony.poll, by=town.alice, now=ceremony.now)
    with pytest.raises(NotAllowed):
        domain.end_sealed_poll(poll=ceremony.poll, by=town.bob, now=ceremony.now)
    for voter in range(ceremony.poll.voter_count):
        ceremony.cast(voter, "yes")
    domain.end_sealed_poll(poll=ceremony.poll, by=town.alice, now=ceremony.now)


def test_a_part_of_the_result_must_be_proven_and_comes_once_and_not_before_the_end(town):
    ceremony = opened(town)
    first = ceremony.poll.sealed.trustees.first()
    early = ceremony.decryption(1)
    with pytest.raises(NotReady):
        domain.give_decryption(trustee=first, decryption=early, now=ceremony.now)
    ceremony.cast(0, "yes")
    ceremony.end(town)
    for wrong in (early, ceremony.decryption(2), "{}", "x"):
        with pytest.raises(KeyRefused):
            domain.give_decryption(trustee=first, decryption=wrong, now=ceremony.now)
    ceremony.decrypt([1])
    with pytest.raises(AlreadyDone):
        domain.give_decryption(trustee=first, decryption=ceremony.decryption(1), now=ceremony.now)


def test_a_poll_without_ballots_can_be_closed_too(town):
    ceremony = opened(town)
    ceremony.end(town)
    ceremony.decrypt()
    assert ceremony.poll.count == {"yes": "0", "no": "0", "abstain": "0"}
    assert ceremony.poll.verdict["adopted"] is False
