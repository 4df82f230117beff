"""What the strict verifier accepts, and what it refuses with which reason."""

from __future__ import annotations

import hashlib
import io
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.belenios.elections import (
    ONE_OF_THREE,
    WHEN,
    Played,
    parts,
    played,
    records,
    rehearsal,
    small,
    wide,
    written,
)
from waardeel.belenios import ballot, rehearse, wire
from waardeel.belenios.archive import Writer
from waardeel.belenios.tally import read_tally
from waardeel.belenios.verify import State, Wrong, pool, verify

TOOL = Path(__file__).parent / "data" / "tool-2.0.bel"


SETUP = 5  # election, trustees, credentials, what names them, and the event


def ballots(of: Played) -> list[bytes]:
    return [part for part in parts(of.archive)[SETUP:] if isinstance(part, bytes) and b"election_hash" in part[:80]]


def position(all_parts, type_: str, number: int = 0) -> int:
    return [at for at, part in enumerate(all_parts) if isinstance(part, tuple) and part[0] == type_][number]


# ---- what is right


def test_an_election_that_the_reference_program_made_alone_is_right():
    report = verify(TOOL)
    assert report.stage == "decided"
    assert (report.voters, report.cast, report.counted, report.votes, report.trustees) == (4, 4, 3, 3, 1)
    assert report.result == [[0, 2, 2, 1], [2, 1]]
    assert report.fingerprint == "bbCJ7gMFHLiP5GAnWOYcP3GAPMu5r/XidUyCnevaLfg"


def test_the_last_ballot_of_each_credential_counts(check):
    report = check(small().archive)
    assert (report.cast, report.counted) == (4, 3)
    assert report.result == [[1, 1, 1]] == small().result


def test_weights_blank_votes_two_questions_and_three_trustees(check):
    report = check(wide().archive)
    assert report.votes == 5_000_000_004
    assert report.result == [[3, 1, 0, 5_000_000_001], [1, 5_000_000_000]]


def test_an_election_without_ballots_is_right(check):
    report = check(played([]).archive)
    assert (report.cast, report.counted, report.result) == (0, 0, [[0, 0, 0]])


def test_an_archive_can_be_checked_at_any_stage(check):
    whole = parts(small().archive)
    stages = [check(written(whole[: at + 1])).stage for at, part in enumerate(whole) if isinstance(part, tuple)]
    assert stages == ["open"] * 5 + ["closed", "tallied", "being decrypted", "decided"]


def test_processes_say_the_same_as_one(check):
    with ProcessPoolExecutor(2) as executor:
        report = check(wide().archive, executor=executor, workers=2)
    assert report.to_json() == check(wide().archive).to_json()


def test_progress_is_told(check):
    told = []
    check(small().archive, progress=lambda done, size: told.append((done, size)))
    assert told
    assert all(0 < done <= size == len(small().archive) for done, size in told)


# ---- ballots that would vanish, come twice or come too late


def test_a_ballot_after_the_end_is_refused(refuses):
    """The walk back from the last ballot would stop at the end of voting, and lose the ballots before it."""
    whole = parts(small().archive)
    end = position(whole, "EndBallots")
    first, second, *_ = ballots(small())
    refuses([*whole[:SETUP], first, ("Ballot", "-"), ("EndBallots", ""), second, ("Ballot", "-")],
            "Ballot may not come after EndBallots", 3)  # fmt: skip
    refuses([*whole[: end + 1], second, ("Ballot", "-")], "may not come after", 6)


def test_a_tally_before_the_end_of_voting_is_refused(refuses):
    whole = parts(small().archive)
    del whole[position(whole, "EndBallots")]
    refuses(whole, "EncryptedTally may not come after Ballot", 5)


def test_a_ballot_that_comes_twice_is_refused(refuses):
    first, second, *_ = ballots(small())
    setup = parts(small().archive)[:SETUP]
    again = [*setup, first, ("Ballot", "-"), second, ("Ballot", "-"), first, ("Ballot", "-")]
    refuses(again, "same ballot was cast twice", 3)


def test_a_ballot_that_comes_again_after_it_was_replaced_is_refused(refuses):
    first, _, _, other = ballots(small())  # both of voter 0
    setup = parts(small().archive)[:SETUP]
    refuses([*setup, first, ("Ballot", "-"), other, ("Ballot", "-"), first, ("Ballot", "-")], "cast twice", 3)


def test_an_event_that_casts_an_earlier_record_again_is_refused(refuses):
    first, *_ = ballots(small())
    setup = parts(small().archive)[:SETUP]
    refuses([*setup, first, ("Ballot", "-"), ("Ballot", "-")], "speaks of 1 records, and 0 stand before it", 2)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_ballot_that_is_left_out_of_the_tally_is_missed(refuses, number):
    """The chain is written anew, as somebody could who holds the archive before anybody else saw it.

    A ballot that was replaced (number 0) could vanish so without changing the tally; that it is missing is seen by
    whoever knows an earlier head of the chain, as the next test shows.
    """
    whole = parts(small().archive)
    at = position(whole, "Ballot", number)
    del whole[at - 1 : at + 1]
    refuses(whole, "tally", 5)


def test_whoever_knows_an_earlier_head_sees_that_a_replaced_ballot_vanished(check):
    whole = parts(small().archive)
    seen = check(written(whole[: position(whole, "Ballot", 1) + 1])).state
    at = position(whole, "Ballot", 0)
    del whole[at - 1 : at + 1]
    assert check(written(whole)).result == small().result
    with pytest.raises(Wrong, match="another archive"):
        check(written(whole), since=seen)


def test_a_ballot_of_a_stranger_is_refused(refuses):
    stranger = rehearsal(ONE_OF_THREE, seed=1, voters=5)
    ours = small().rehearsal
    cast = rehearse.Rehearsal(
        ours.election, [*ours.codes[:3], stranger.codes[4]], ours.trustee_secrets, ours.trustees, ours.roll, ours.below
    ).vote(3, [[1, 0, 0]])
    refuses([*parts(small().archive)[:SETUP], cast, ("Ballot", "-")], "not on the list", 1)


def test_a_wrong_ballot_is_named_by_its_event_and_tracking_number(refuses):
    first, second, *_ = ballots(small())
    wrong = json.loads(second)
    wrong["answers"][0]["overall_proof"][0]["response"] = "5"
    broken = wire.written(wrong)
    setup = parts(small().archive)[:SETUP]
    refuses([*setup, first, ("Ballot", "-"), broken, ("Ballot", "-")], wire.fingerprint(broken).replace("+", r"\+"), 2)


# ---- the tally, the decryptions and the result


def replaced(of: Played, find: bytes, change) -> list:
    """The parts with the one record that begins so changed, and what names it by its hash changed along."""
    whole = parts(of.archive)
    (at,) = [at for at, part in enumerate(whole) if isinstance(part, bytes) and part.startswith(find)]
    old = whole[at]
    new = wire.written(change(json.loads(old)))
    hashes = [hashlib.sha256(each).hexdigest().encode() for each in (old, new)]
    whole[at] = new
    return [part.replace(*hashes) if isinstance(part, bytes) else part for part in whole]


def test_numbers_of_ballots_or_votes_that_are_not_those_cast_are_refused(refuses):
    for name, why in (("num_tallied", "says 4 ballots"), ("total_weight", "with 4 votes")):
        refuses(replaced(small(), b'{"num_tallied"', lambda sized, name=name: {**sized, name: 4}), why, 6)


def test_a_tally_that_is_not_the_product_of_the_ballots_is_refused(refuses):
    def change(tally):
        tally[0][0], tally[0][1] = tally[0][1], tally[0][0]
        return tally

    refuses(replaced(small(), b'[[{"alpha"', change), "not the product", 6)


@pytest.mark.parametrize("field", ["decryption_factors", "decryption_proofs"])
def test_a_decryption_that_is_not_proven_is_refused(refuses, field):
    group = small().rehearsal.election.group

    def change(decryption):
        if field == "decryption_factors":
            decryption[field][0][0] = str(int(decryption[field][0][0]) * int(group.g) % int(group.p))
        else:
            decryption[field][0][0]["response"] = "7"
        return decryption

    refuses(replaced(small(), b'{"decryption_factors"', change), "proof of the decryption does not hold", 7)


def test_a_result_that_is_not_the_one_of_the_decryptions_is_refused(refuses):
    refuses(replaced(small(), b'{"result"', lambda said: {"result": [[3, 0, 0]]}), r"says \[\[3, 0, 0\]\]", 8)


def test_a_result_without_every_trustee_is_refused(refuses):
    whole = parts(wide().archive)
    at = position(whole, "PartialDecryption", 1)
    del whole[at - 2 : at + 1]
    refuses(whole, "2 trustees decrypted, and 1 more must")


def test_a_trustee_cannot_decrypt_twice_and_a_stranger_not_at_all(refuses):
    whole = parts(wide().archive)
    first = position(whole, "PartialDecryption", 0)
    one = whole[first - 2 : first + 1]
    refuses([*whole[: first + 1], *one], "Trustee 1 decrypts twice")
    for owner in (0, 4):
        other = [one[0], one[1].replace(b'"owner":1', b'"owner":%d' % owner), one[2]]
        refuses([*whole[: first - 2], *other], f"no trustee {owner}")
    other = [one[0], one[1].replace(b'"owner":1', b'"owner":2'), one[2]]
    refuses([*whole[: first - 2], *other], "does not hold in the decryption of trustee 2")


# ---- the set-up


def test_a_key_that_is_not_the_trustees_together_is_refused(refuses):
    other = rehearsal(ONE_OF_THREE, seed=9)
    whole = parts(small().archive)[:SETUP]
    whole[1] = other.trustees
    whole[3] = rehearse_setup(whole)
    refuses(whole, "not the one that the trustees made", 0)


def rehearse_setup(whole) -> bytes:
    names = ("election", "trustees", "credentials")
    return wire.written({name: hashlib.sha256(part).hexdigest() for name, part in zip(names, whole[:3], strict=True)})


def test_a_trustee_who_does_not_know_the_secret_key_is_refused(refuses):
    whole = parts(wide().archive)[:SETUP]
    trustees = json.loads(whole[1])
    trustees[1][1]["pok"]["response"] = "3"
    whole[1] = wire.written(trustees)
    whole[3] = rehearse_setup(whole)
    refuses(whole, "secret key is known does not hold in trustee 2", 0)


# ---- the chain


def test_events_that_do_not_follow_each_other_are_refused(refuses):
    for change, why in (
        (lambda event: {**event, "parent": "0" * 64}, "does not follow the event before it"),
        (lambda event: {**event, "height": 7}, "Its number is 7"),
        (lambda event: {**event, "height": True}, "no whole number"),
        (lambda event: {**event, "type": "Bollot"}, "Bollot may not come after"),
        (lambda event: {**event, "payload": "0" * 64}, "another record"),
        (lambda event: {"type": event["type"], **event}, "another order"),
        (lambda event: {**event, "more": 1}, "unknown field"),
        (lambda event: {key: value for key, value in event.items() if key != "parent"}, "does not follow"),
    ):
        refuses(with_event(small(), 2, change), why, 2)


def with_event(of: Played, height: int, change) -> bytes:
    """The archive with one event changed, and nothing after it."""
    file = io.BytesIO()
    writer = Writer.begin(file, WHEN)
    seen = -1
    for record in records(of.archive):
        seen += record.kind == "event"
        if record.kind == "event" and seen == height:
            writer._add("event", wire.written(change(json.loads(record.content))))
            return file.getvalue()
        writer._add(record.kind, record.content)
    raise AssertionError


def test_data_that_no_event_speaks_of_is_refused(refuses):
    whole = parts(small().archive)
    refuses([*whole, b"{}"], "no event speaks of")
    refuses([*whole[:SETUP], b"{}", *whole[SETUP:]], "speaks of 1 records, and 2 stand before it", 1)
    refuses([b"{}", *[b"[%d]" % at for at in range(5)]], "no event speaks of")


def test_an_archive_without_an_election_is_refused(refuses):
    refuses([], "no election")


# ---- only what is new


def test_only_what_was_added_is_checked_again_and_the_outcome_is_the_same(check, monkeypatch):
    whole = parts(small().archive)
    before = check(written(whole[: position(whole, "Ballot", 1) + 1]))
    state = State.read(before.state.written())
    checked = []
    real = ballot.check
    monkeypatch.setattr(pool.ballot, "check", lambda read, of: (checked.append(read.tracker), real(read, of)))
    report = check(small().archive, since=state)
    assert len(checked) == 2
    assert report.to_json() == check(small().archive).to_json()
    assert report.result == [[1, 1, 1]]


def test_what_was_verified_before_cannot_be_changed_afterwards(check):
    whole = parts(small().archive)
    first, second, *_ = ballots(small())
    state = check(written([*whole[:SETUP], first, ("Ballot", "-"), second, ("Ballot", "-")])).state
    with pytest.raises(Wrong, match="another archive"):
        check(written([*whole[:SETUP], second, ("Ballot", "-"), first, ("Ballot", "-")]), since=state)
    with pytest.raises(Wrong, match=r"another archive|shorter"):
        check(written(whole[:SETUP]), since=state)


def test_a_replay_of_what_was_replaced_before_is_seen_later_too(check):
    first, _, _, other = ballots(small())
    setup = parts(small().archive)[:SETUP]
    seen = [*setup, first, ("Ballot", "-"), other, ("Ballot", "-")]
    state = State.read(check(written(seen)).state.written())
    with pytest.raises(Wrong, match="cast twice"):
        check(written([*seen, first, ("Ballot", "-")]), since=state)


def test_a_state_of_a_closed_election_checks_all_of_it(check):
    state = check(small().archive).state
    assert check(small().archive, since=state).result == [[1, 1, 1]]


def test_the_products_in_a_state_are_those_of_the_ballots_that_count(check):
    state = check(small().archive).state
    election = small().rehearsal.election
    tally = next(part for part in parts(small().archive) if isinstance(part, bytes) and part.startswith(b"[[{"))
    assert read_tally(state.products, election) == read_tally(tally, election)
