"""`waardeel verify` on the record of a verifiable secret poll: its ballots lie elsewhere, its verdict follows here."""

from __future__ import annotations

import pytest

from tests.cli.conftest import POLL


@pytest.fixture
def sealed(story):
    """The story of `story`, with the same outcome by a verifiable secret vote."""
    opened = next(public for kind, public in story if kind == "poll.opened")
    opened |= {"secrecy": "verifiable", "head": "a" * 64}
    closed = next(public for kind, public in story if kind == "poll.closed")
    del closed["ballots"]
    closed |= {"secrecy": "verifiable", "counted": 3, "head": "b" * 64}
    kept = [(kind, public) for kind, public in story if kind != "ballot.cast"]
    at = next(number for number, (kind, _) in enumerate(kept) if kind == "poll.opened")
    kept.insert(at, ("poll.prepared", {"poll": POLL, "voters": 4}))
    return kept, closed


def test_its_verdict_follows_from_the_published_sum(run, record, sealed):
    story, _ = sealed
    code, out, err = run("verify", record.write(story))
    assert (code, err) == (0, "")
    assert "is right" in out
    assert "polls counted again with the same verdict: 0" in out
    assert "verifiable secret polls whose verdict follows from their sum: 1" in out
    assert "say --elections FOLDER" in out


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"counted": 5}, "more ballots or votes than the poll has"),
        ({"count": {"yes": "9", "no": "1", "abstain": "0"}}, "more ballots or votes than the poll has"),
        ({"count": {"yes": "1", "no": "2", "abstain": "0"}}, "verdict"),
        ({"count": {"yes": "x"}}, "poll.closed"),
        ({"counted": "3"}, "counted"),
    ],
)
def test_a_sum_that_cannot_be_or_does_not_lead_to_the_verdict_is_named(run, record, sealed, change, why):
    story, closed = sealed
    closed |= change
    code, out, err = run("verify", record.write(story))
    assert (code, out) == (1, "")
    assert why in err
