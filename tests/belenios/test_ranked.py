"""Ranked and graded questions: packing, shuffling, what is refused, and how they are counted."""

import copy
import hashlib
import io
import json
import random

import pytest

from tests.belenios.elections import ORDER, WHEN, Played, parts, played, ranked, written
from waardeel.belenios import counting, rehearse, wire
from waardeel.belenios.election import Election, Question
from waardeel.belenios.errors import BadChoice, BadElection, BadProof, BadRecord
from waardeel.belenios.group import BELENIOS_2048
from waardeel.belenios.group import RFC_3526_2048 as GROUP
from waardeel.belenios.ranked import decode, encode
from waardeel.belenios.shuffle import Shuffle, generators
from waardeel.belenios.tally import gathered
from waardeel.belenios.verify import State, Wrong, verify
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Rankings


def test_the_vectors_of_the_packing_and_the_generators():
    assert encode([1, 2, 3], GROUP) == 16909057
    assert decode(16909057, 3) == [1, 2, 3]
    hashes = [hashlib.sha256(str(each).encode()).hexdigest() for each in generators(GROUP, 1)]
    assert hashes == [
        "42a1ab2fcbf00463dab7fae8dab27327e86e83059bc545e1ca1db1cc914ce5f7",
        "85e2d1c9fbdb19b1206ec46de450d081b03f69228cd6ceb8117f863fb1e2b8b0",
    ]


@pytest.mark.parametrize("numbers", [[0], [255], [0, 0, 0], [255] * 100, list(range(100)), [7, 0, 255]])
def test_what_is_packed_comes_out_and_is_an_element(numbers):
    element = encode(numbers, GROUP)
    assert GROUP.contains(element)
    assert decode(element, len(numbers)) == numbers


def test_everything_together_is_right_and_the_result_is_what_was_last_voted(check):
    report = check(ranked().archive)
    assert (report.cast, report.counted, report.stage) == (5, 4, "decided")
    assert report.result == ranked().result
    assert sorted(report.result[0]) == [[1, 0, 0], [1, 2, 2], [2, 1, 3], [3, 1, 2]]


def test_every_stage_can_be_checked_and_gone_on_from(check, tmp_path):
    whole = parts(ranked().archive)
    stages = []
    for at, part in enumerate(whole):
        if isinstance(part, tuple):
            (path := tmp_path / "one.bel").write_bytes(written(whole[: at + 1]))
            report = verify(path)
            stages.append(report.stage)
            path.write_bytes(ranked().archive)
            assert verify(path, since=State.read(report.state.written())).result == ranked().result
    decrypting = ["being decrypted"] * 2
    assert stages[-8:] == ["closed", "tallied", *["being shuffled"] * 2, "shuffled", *decrypting, "decided"]


def test_nobody_voted(check):
    assert check(rehearsed([]).archive).result == [[]]


def rehearsed(votes) -> Played:
    return played(votes, (ORDER,), seed=2, voters=2, group=GROUP)


# ---- what is refused


def changed(change, kind=b'{"ciphertexts"'):
    """The archive with its first shuffle changed, so that all hashes are right again."""
    whole = parts(ranked().archive)
    at = next(at for at, part in enumerate(whole) if isinstance(part, bytes) and part.startswith(kind))
    record = json.loads(whole[at])
    change(record)
    new = wire.written(record)
    old = hashlib.sha256(whole[at]).hexdigest().encode()
    whole[at + 1] = whole[at + 1].replace(old, hashlib.sha256(new).hexdigest().encode())
    whole[at] = new
    return written(whole[: at + 3])


def answers(record):
    return record["proofs"][0][1]


@pytest.mark.parametrize(
    "change",
    [
        lambda record: answers(record).__setitem__(0, "7"),
        lambda record: answers(record).__setitem__(1, "7"),
        lambda record: answers(record).__setitem__(2, "7"),
        lambda record: answers(record).__setitem__(3, "7"),
        lambda record: answers(record)[4].__setitem__(1, "7"),
        lambda record: answers(record)[5].__setitem__(2, "7"),
        lambda record: record["proofs"][0][2].reverse(),
        lambda record: record["proofs"][0][3].reverse(),
        lambda record: record["proofs"][0][0][3].reverse(),
        lambda record: record["proofs"][0][0][4].reverse(),
        lambda record: record["ciphertexts"][0].reverse(),
        lambda record: record["ciphertexts"][0].__setitem__(0, record["ciphertexts"][0][1]),
        *(lambda record, at=at: record["proofs"][0][0].__setitem__(at, "4") for at in range(3)),
    ],
)
def test_a_shuffle_in_which_anything_was_exchanged_is_refused(change, check):
    with pytest.raises(Wrong, match="no answer was exchanged does not hold in the shuffle of trustee 2"):
        check(changed(change))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda record: record["proofs"][0][2].__setitem__(0, str(GROUP.p - 4)), "no element of the group"),
        (lambda record: record["ciphertexts"][0][0].__setitem__("alpha", str(GROUP.p - 4)), "no element of the group"),
        (lambda record: answers(record).__setitem__(0, str(GROUP.q)), "too large"),
        (lambda record: record["ciphertexts"][0].pop(), "3 things instead of 4"),
        (lambda record: record["proofs"][0][0][4].pop(), "3 things instead of 4"),
        (lambda record: record["proofs"].append(record["proofs"][0]), "2 things instead of 1"),
    ],
)
def test_a_shuffle_of_another_form_is_refused(change, why, check):
    with pytest.raises(Wrong, match=why):
        check(changed(change))


def test_a_shuffle_of_other_answers_is_refused(check):
    """Its maker proves well, about another tally."""
    of = ranked()
    other = rehearsed([(0, [[1, 2, 3]])])
    ballots = [other.rehearsal.vote(0, [[3, 2, 1]])] * 4
    foreign = gathered(
        other.rehearsal.election, [rehearse.ballot.Ballot.read(each, other.rehearsal.election) for each in ballots]
    )
    shuffle = Shuffle.make(of.rehearsal.election, foreign, random.Random(3).randrange)

    def change(record):
        record.clear()
        record.update(json.loads(shuffle.written()))

    with pytest.raises(Wrong, match="no answer was exchanged does not hold"):
        check(changed(change))


def events(*types):
    """The archive with only these events after the ballots, of those that there are."""
    whole, found, wanted = parts(ranked().archive), [], list(types)
    pending = []
    for part in whole:
        if isinstance(part, bytes):
            pending.append(part)
            continue
        if part[0] in ("Setup", "Ballot", "EndBallots") or part[0] in wanted:
            if part[0] in wanted:
                wanted.remove(part[0])
            found += [*pending, part]
        pending = []
    return written(found)


@pytest.mark.parametrize(
    ("types", "why"),
    [
        (["EncryptedTally", "PartialDecryption"], "PartialDecryption may not come after EncryptedTally"),
        (["EncryptedTally", "EndShuffles"], "EndShuffles may not come after EncryptedTally"),
        (["EncryptedTally", "Shuffle", "PartialDecryption"], "PartialDecryption may not come after Shuffle"),
        (["Shuffle"], "Shuffle may not come after EndBallots"),
    ],
)
def test_decryption_comes_after_shuffles_alone(types, why, check):
    with pytest.raises(Wrong, match=why):
        check(events(*types))


def test_no_trustee_shuffles_twice(check):
    whole = parts(ranked().archive)
    at = next(at for at, part in enumerate(whole) if isinstance(part, tuple) and part[0] == "Shuffle")
    again = [json.dumps(json.loads(whole[at - 2])).encode(), None, whole[at]]  # other bytes, the same shuffle
    again[1] = wire.written({"owner": 2, "payload": hashlib.sha256(again[0]).hexdigest()})
    with pytest.raises(Wrong, match="Trustee 2 shuffles twice"):
        check(written([*whole[: at + 1], *again]))


def test_an_order_that_tells_who_came_first_is_refused(check):
    whole = parts(ranked().archive)
    at = next(at for at, part in enumerate(whole) if isinstance(part, tuple) and part[0] == "EncryptedTally")
    tally = json.loads(whole[at - 2])
    tally[0].reverse()
    new = wire.written(tally)
    named = whole[at - 1].replace(
        hashlib.sha256(whole[at - 2]).hexdigest().encode(), hashlib.sha256(new).hexdigest().encode()
    )
    with pytest.raises(Wrong, match="not the answers of the ballots that count"):
        check(written([*whole[: at - 2], new, named, whole[at]]))


def test_a_ballot_whose_answer_is_another_is_refused():
    of = ranked().rehearsal
    ballot = rehearse.ballot.Ballot.read(of.vote(0, [[1, 2, 3]]), of.election)
    other = rehearse.ballot.Ballot.read(of.vote(0, [[3, 2, 1]]), of.election)
    (answer,), (foreign,) = ballot.answers, other.answers
    mixed = copy.copy(answer)
    object.__setattr__(mixed, "choice", foreign.choice)
    with pytest.raises(BadProof, match="what hides the answer"):
        mixed.check(GROUP, of.election.key, of.election.bound(ballot.credential), "it")
    object.__setattr__(mixed, "choice", type(answer.choice)(GROUP.p - answer.choice.alpha, answer.choice.beta))
    with pytest.raises(BadRecord, match="no element"):
        mixed.check(GROUP, of.election.key, of.election.bound(ballot.credential), "it")


@pytest.mark.parametrize("chosen", [[1, 2], [1, 2, 3, 4], [1, 2, 256], [1, 2, -1]])
def test_numbers_that_do_not_fit_are_refused(chosen):
    with pytest.raises(BadChoice, match="3 numbers, each from 0 to 255"):
        ranked().rehearsal.vote(0, [chosen])


def test_kinds_are_not_mixed_and_ranks_need_their_group():
    def make(group, *questions):
        return Election.make(uuid="1ic5kzhkscWcLF", name="?", group=group, key=group.of_g.power(5), questions=questions)

    with pytest.raises(BadElection, match="one election for each kind"):
        make(GROUP, ORDER, Question("?", ("a", "b"), 0, 1))
    with pytest.raises(BadElection, match="ranks cannot be written in the group BELENIOS-2048"):
        make(BELENIOS_2048, ORDER)


def test_who_ranks_has_one_vote(check):
    below = random.Random(5).randrange
    made, file = rehearse.set_up([ORDER], voters=2, below=below, group=GROUP, weights=[2]), io.BytesIO()
    rehearse.open_(made, file, WHEN)
    with pytest.raises(Wrong, match="more than one vote"):
        check(file.getvalue())


# ---- how they are counted


def test_one_counting_code_counts_open_and_secret_votes():
    ballots = counting.rankings(ORDER, ranked().result[0])
    assert set(zip(ballots.rankings, ballots.weights, strict=True)) == {
        ((0,), 1), ((0, (1, 2)), 1), ((1, 0, 2), 1), ((1, 2, 0), 1)
    }  # fmt: skip
    open_ = Rankings.of(ORDER.answers, [([0], 1), ([0, [1, 2]], 1), ([1, 0, 2], 1), ([1, 2, 0], 1)])
    for rule in ("schulze", "meek", "borda"):
        options = {"lots_seed": "said before"}
        assert VOTING[rule](ballots, **options).winners == VOTING[rule](open_, **options).winners


def test_grades_count_from_the_best_and_beyond_the_scale_says_nothing():
    grades = counting.grades(ORDER, [[1, 3, 0], [2, 9, 1]], ("bad", "fair", "good"))
    assert set(grades.ballots) == {(2, 0, None), (1, None, 2)}
