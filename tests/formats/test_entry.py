"""An entry has one form, and what is read back is what was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from waardeel import canonical_json
from waardeel.formats.entry import (
    MIN_BYTES,
    BadEntry,
    Entry,
    entry_bytes,
    parse_entry,
    private_hash,
    timestamp,
)

POLL = "poll/8f0c5a4e-8c2e-4a53-9d6e-2f4d1f0b6a11"
PARTS = {
    "n": 3,
    "at": datetime(2026, 11, 23, 10, tzinfo=UTC),
    "kind": "poll.opened",
    "organisation": "de-brug",
    "subject": POLL,
    "public": {"voters": 3, "question": {"nl": "Doen we het?"}},
}
WRITTEN = (
    b'{"at":"2026-11-23T10:00:00.000000Z","kind":"poll.opened","n":3,"organisation":"de-brug",'
    b'"public":{"question":{"nl":"Doen we het?"},"voters":3},"subject":"' + POLL.encode() + b'","v":1}'
)


def value(**changes):
    """The entry above as data, with changes; a change to ... leaves the key out."""
    parts = canonical_json.loads(WRITTEN) | changes
    return canonical_json.dumps({key: item for key, item in parts.items() if item is not ...})


def test_an_entry_is_written_in_its_one_form():
    assert entry_bytes(**PARTS) == WRITTEN


def test_an_entry_reads_back():
    secret = private_hash(bytes(32), b"{}")
    assert parse_entry(entry_bytes(**PARTS, private=secret)) == Entry(
        n=3,
        at="2026-11-23T10:00:00.000000Z",
        kind="poll.opened",
        organisation="de-brug",
        subject=POLL,
        public=PARTS["public"],
        private=secret,
    )
    assert parse_entry(entry_bytes(**PARTS | {"subject": None})).subject is None


def test_the_private_part_shows_only_as_a_salted_hash():
    salt = bytes(range(32))
    assert private_hash(salt, b'{"name":"Anna"}') == sha256(salt + b'{"name":"Anna"}').hexdigest()
    with pytest.raises(ValueError, match="32 bytes, not 16"):
        private_hash(bytes(16), b"{}")


def test_moments_are_written_in_utc():
    there = timezone(timedelta(hours=2))
    assert timestamp(datetime(2026, 7, 1, 12, 30, 0, 5, tzinfo=there)) == "2026-07-01T10:30:00.000005Z"
    with pytest.raises(ValueError, match="does not know its time zone"):
        timestamp(datetime(2026, 7, 1))  # noqa: DTZ001  that is the point


def test_no_entry_is_shorter_than_readers_expect():
    smallest = entry_bytes(n=0, at=PARTS["at"], kind="a.b", organisation="a", subject=None, public={})
    assert len(smallest) > MIN_BYTES


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"v": 2}, "v is 2"),
        ({"v": True}, "v is True"),
        ({"v": ...}, "missing ['v']"),
        ({"subject": ...}, "missing ['subject']"),
        ({"extra": 1}, "holds ['extra'], which no entry has"),
        ({"n": -1}, "n is not a number"),
        ({"n": "3"}, "n is not a number"),
        ({"n": True}, "n is not a number"),
        ({"at": "2026-11-23T10:00:00Z"}, "at is '2026-11-23T10:00:00Z', which does not have the form"),
        ({"at": "2026-02-30T10:00:00.000000Z"}, "which is no moment in time"),
        ({"at": None}, "at is None"),
        ({"kind": "opened"}, "kind is 'opened'"),
        ({"kind": "Poll.opened"}, "kind is"),
        ({"kind": "poll.opened\n"}, "kind is"),
        ({"organisation": "de brug"}, "organisation is"),
        ({"organisation": ""}, "organisation is"),
        ({"subject": "poll/8"}, "subject is 'poll/8'"),
        ({"subject": POLL.upper()}, "subject is"),
        ({"private": "abc"}, "private is 'abc'"),
        ({"private": None}, "private is None"),
        ({"public": []}, "public is not an object"),
        ({"public": {"a": [{"b": 1.5}]}}, "public['a']['b'] holds the number 1.5"),
    ],
)
def test_anything_else_is_refused_with_its_place(changes, reason):
    with pytest.raises(BadEntry) as caught:
        parse_entry(value(**changes))
    assert reason in str(caught.value)


def test_what_is_not_canonical_or_not_an_object_is_refused():
    with pytest.raises(BadEntry, match="byte 0: not in canonical form"):
        parse_entry(b" " + WRITTEN)
    with pytest.raises(BadEntry, match="not an object"):
        parse_entry(b"[]")


def test_the_writer_refuses_what_the_reader_would():
    with pytest.raises(BadEntry, match="only whole numbers are exact"):
        entry_bytes(**PARTS | {"public": {"mean": 7.5}})
    with pytest.raises(BadEntry, match="kind is"):
        entry_bytes(**PARTS | {"kind": "opened"})
    with pytest.raises(BadEntry, match="at most"):
        entry_bytes(**PARTS | {"public": {"text": "x" * 5_000_000}})
