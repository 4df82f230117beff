"""Lost letters and ballots on paper: a code is given up for another, and each voter still has one ballot."""

import json

import pytest

from tests.ballots.sealed import Ceremony, opened, prepared
from waardeel.ballots import domain, queries
from waardeel.ballots.errors import (
    CodeGivenUp,
    CodeUsed,
    ExchangeRefused,
    NoMorePapers,
    NotReady,
    RollRefused,
    SpareCode,
    TooLate,
    TooManyPaperCodes,
    TooManyPapers,
    UnknownCode,
)
from waardeel.belenios.exchange import PAPER
from waardeel.cli import main
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(world):
    for name in ("Dirk", "Eva"):
        world.member(name)
    return opened(world, papers=2)


def codes(of: Ceremony, use: str) -> list[int]:
    return [at for at, one in enumerate(of.uses) if one == use]


def test_there_are_spare_codes_for_one_in_twenty_and_at_least_two(of):
    assert (len(codes(of, "voter")), len(codes(of, "spare")), len(codes(of, PAPER))) == (4, 2, 2)


def test_a_lost_code_casts_no_ballot_once_a_spare_one_came_for_it(of):
    spare, other = codes(of, "spare")
    with pytest.raises(SpareCode):
        of.cast(spare, "yes")
    of.exchange(0, of.public(spare))
    with pytest.raises(CodeGivenUp):
        of.cast(0, "yes")
    of.cast(spare, "yes")
    with pytest.raises(SpareCode):
        of.cast(other, "yes")
    assert queries.exchanges_of(of.poll) == [(of.public(0), of.public(spare))]


def test_the_new_code_can_be_lost_as_well(of):
    first, second = codes(of, "spare")
    of.exchange(0, of.public(first))
    of.exchange(first, of.public(second))
    of.cast(second, "no")
    with pytest.raises(CodeGivenUp):
        of.cast(first, "yes")


def test_a_code_with_a_ballot_on_record_is_not_exchanged(of):
    of.cast(0, "yes")
    for into in (of.public(codes(of, "spare")[0]), PAPER):
        with pytest.raises(CodeUsed):
            of.exchange(0, into)


def test_as_many_ballots_on_paper_as_letters_that_were_handed_in(of):
    first, second = codes(of, PAPER)
    with pytest.raises(TooManyPapers):
        of.cast(first, "yes")
    of.exchange(0)
    of.cast(first, "yes")
    of.cast(first, "no")  # typed wrong the first time
    with pytest.raises(TooManyPapers):
        of.cast(second, "yes")
    of.exchange(1)
    of.cast(second, "yes")
    with pytest.raises(NoMorePapers):
        of.exchange(2)


def test_nobody_gives_up_a_code_that_they_do_not_hold(of):
    made = _exchange(of, 0)
    made["credential"] = of.public(1)
    other = {of.poll.sealed.uuid: {**made, "into": of.public(codes(of, "spare")[0])}}
    for act, wrong in ((domain.hand_in_code, made), (domain.replace_code, other)):
        with pytest.raises(ExchangeRefused, match="proof that the code is held"):
            act(sealed=of.poll.sealed, exchange=json.dumps(wrong), now=of.now)
    for text in ("", "{}", "[]", '{"credential":"1","into":"paper","proof":{"challenge":"1","response":"1"}}'):
        for act in (domain.hand_in_code, domain.replace_code):
            with pytest.raises(ExchangeRefused):
                act(sealed=of.poll.sealed, exchange=text, now=of.now)


def test_what_cannot_be_exchanged_is_said(of, world):
    spare, other = codes(of, "spare")
    for voter, into in ((spare, PAPER), (codes(of, PAPER)[0], PAPER), (0, of.public(1)), (0, of.public(0))):
        with pytest.raises(ExchangeRefused):
            of.exchange(voter, into)
    of.codes.append("1" * 14 + "Z")
    from waardeel.belenios import credential

    of.codes[-1] = credential.make(of.below)
    with pytest.raises(UnknownCode):
        of.exchange(len(of.codes) - 1)
    of.exchange(0, of.public(spare))
    for into in (PAPER, of.public(other)):
        with pytest.raises(CodeGivenUp):
            of.exchange(0, into)
    with pytest.raises(ExchangeRefused, match="given to somebody already"):
        of.exchange(1, of.public(spare))
    of.now = of.poll.closes_at
    with pytest.raises(TooLate):
        of.exchange(1)
    with pytest.raises(NotReady):
        of.exchange(1, of.public(other))


def test_a_letter_that_is_lost_before_the_opening_is_replaced_too(world):
    of = prepared(world)
    of.keys()
    with pytest.raises(NotReady):
        domain.replace_code(sealed=of.poll.sealed, exchange="{}", now=of.now)
    of.roll()
    of.exchange(0, of.public(codes(of, "spare")[0]))
    of.open(world)
    with pytest.raises(CodeGivenUp):
        of.cast(0, "yes")


def test_as_many_codes_of_each_use_as_are_asked_for(world):
    of = prepared(world, papers=1)
    answers = []

    class Kept(Exception):
        pass

    def keep(**given):
        answers.append(json.loads(given["roll"]))
        raise Kept

    original, domain.give_roll = domain.give_roll, keep
    try:
        with pytest.raises(Kept):
            of.roll()
    finally:
        domain.give_roll = original
    (whole,) = answers
    ((uuid, right),) = whole.items()
    spare, paper = right["spare"], right["paper"]
    wrong = [
        {**right, "spare": spare[:1]},
        {**right, "paper": []},
        {**right, "spare": spare + paper, "paper": []},
        {**right, "paper": ["4"]},
        {**right, "credentials": right["credentials"][1:]},
        {**right, "more": []},
        right["credentials"],
    ]
    wrong = [
        *({uuid: each} for each in wrong),
        {"1ic5kzhkscWcLF": right},
        {**whole, "1ic5kzhkscWcLF": right},
        right,
        [],
    ]
    for each in wrong:
        with pytest.raises(RollRefused):
            domain.give_roll(sealed=of.poll.sealed, roll=json.dumps(each), now=of.now)
    domain.give_roll(sealed=of.poll.sealed, roll=json.dumps(whole), now=of.now)
    with pytest.raises(TooManyPaperCodes):
        prepared(world, papers=3)


def held(of: Ceremony, world) -> None:
    """One lost letter, one ballot on paper, one in the room, one from home, and somebody who votes again elsewhere."""
    spare, paper = codes(of, "spare")[0], codes(of, PAPER)[0]
    of.exchange(0, of.public(spare))
    of.exchange(1)
    of.cast(spare, "yes")
    of.cast(paper, "no", in_room=True)
    of.cast(2, "yes")
    of.cast(2, "yes", in_room=True)
    of.cast(3, "yes", in_room=True)
    of.cast(3, "no")


def test_the_count_says_how_many_came_by_each_way_and_then_forgets_which(of, world):
    held(of, world)
    of.end(world)
    ended = Entry.objects.get(kind="poll.ended")
    assert ended.public["ways"] == {"own": 2, "room": 1, "paper": 1}
    assert not of.poll.sealed.records.filter(in_room=True).exists()
    of.decrypt()
    assert of.poll.count == {"yes": "2", "no": "2", "abstain": "0"}


@pytest.fixture
def record(of, world, tmp_path):
    def write() -> list[str]:
        archive, bundle = of.published(tmp_path)
        return ["verify", str(bundle), "--election", str(archive)]

    return write


def test_a_stranger_checks_who_gave_up_a_code_and_what_came_for_it(of, world, record):
    held(of, world)
    of.end(world)
    of.decrypt()
    assert main(record()) == 0


def test_ballots_with_codes_that_may_cast_none_are_found(of, world, record, monkeypatch, capsys):
    """A server that does not keep its own rules: whoever checks the record sees it."""
    monkeypatch.setattr("waardeel.ballots.domain.sealed.check_casts", lambda code: None)
    of.cast(codes(of, "spare")[0], "yes")
    assert main(record()) == 1
    assert "ballots with codes that cast none: 1 (given up, or spare)" in capsys.readouterr().err


def test_more_ballots_on_paper_than_letters_are_found(of, world, record, monkeypatch, capsys):
    monkeypatch.setattr("waardeel.ballots.domain.sealed.check_casts", lambda code: None)
    of.exchange(0)
    for paper in codes(of, PAPER):
        of.cast(paper, "yes")
    assert main(record()) == 1
    assert "2 ballots came on paper, and 1 letters were handed in for one" in capsys.readouterr().err


def test_a_ballot_with_a_code_that_was_given_up_is_found(of, world, record, monkeypatch, capsys):
    monkeypatch.setattr("waardeel.ballots.domain.codes.is_used", lambda code: False)
    of.cast(0, "yes")
    of.exchange(0)
    assert main(record()) == 1
    assert "ballots with codes that cast none: 1" in capsys.readouterr().err


def test_a_code_that_the_server_gave_up_by_itself_is_found(of, world, record, monkeypatch, capsys):
    def read(data, uuid, group):
        from waardeel.belenios.proofs import Proof

        return Exchange(of.public(0), PAPER, Proof(1, 1))

    from waardeel.belenios.exchange import Exchange

    monkeypatch.setattr("waardeel.ballots.domain.codes.Exchange.read", read)
    domain.hand_in_code(sealed=of.poll.sealed, exchange="", now=of.now)
    assert main(record()) == 1
    assert "proof that the code is held" in capsys.readouterr().err


def _exchange(of: Ceremony, voter: int) -> dict:
    from waardeel.belenios.exchange import Exchange
    from waardeel.belenios.group import BELENIOS_2048 as GROUP

    return Exchange.make(of.codes[voter], of.poll.sealed.uuid, PAPER, GROUP, of.below).record()
