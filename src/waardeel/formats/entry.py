"""The form of a register entry: what is hashed, published and checked.

An entry is canonical JSON, on one line:

    {"at":"2026-11-23T10:00:00.000000Z","kind":"poll.opened","n":0,"organisation":"de-brug",
     "public":{...},"subject":"poll/8f0c…","v":1}

and ``"private":"<64 hex>"`` when it has a private part: the SHA-256 of a salt of 32 bytes followed by the
canonical JSON of that part. Salt and private part are kept elsewhere, can be erased, and are never published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from waardeel import canonical_json

VERSION = 1
SALT_BYTES = 32
#: No entry can be shorter, and none here comes near the upper bound.
MIN_BYTES, MAX_BYTES = 100, 4 * 1024 * 1024

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}")
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,58}\.[a-z][a-z0-9_-]{0,58}")
_SUBJECT = re.compile(r"[a-z][a-z0-9_]{0,58}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_KEYS = {"at", "kind", "n", "organisation", "public", "subject", "v"}


class BadEntry(ValueError):
    """Something that is not an entry; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was read.

    ``n`` counts from 0; ``at`` is UTC text to the microsecond; ``subject`` names what it is about, such as
    "poll/UUID"; ``private`` is the salted hash of the private part, if it has one.
    """

    n: int
    at: str
    kind: str
    organisation: str
    subject: str | None
    public: dict[str, Any]
    private: str | None


def entry_bytes(
    *,
    n: int,
    at: datetime,
    kind: str,
    organisation: str,
    subject: str | None,
    public: Mapping[str, Any],
    private: str | None = None,
) -> bytes:
    """The bytes of an entry. See `Entry` for the meaning of its parts; ``at`` must know its time zone.

    Raises BadEntry or canonical_json.NotCanonical when a part does not have its form; floats are refused.
    """
    value: dict[str, Any] = {
        "at": timestamp(at),
        "kind": kind,
        "n": n,
        "organisation": organisation,
        "public": dict(public),
        "subject": subject,
        "v": VERSION,
    }
    if private is not None:
        value["private"] = private
    _check(value)
    data = canonical_json.dumps(value)
    if len(data) > MAX_BYTES:
        raise BadEntry(f"an entry of {len(data)} bytes, at most {MAX_BYTES} fit")
    return data


def parse_entry(data: bytes) -> Entry:
    """The entry that these bytes are. Raises BadEntry."""
    try:
        value = canonical_json.loads(data)
    except canonical_json.NotCanonical as error:
        raise BadEntry(str(error)) from None
    _check(value)
    return Entry(
        n=value["n"],
        at=value["at"],
        kind=value["kind"],
        organisation=value["organisation"],
        subject=value["subject"],
        public=value["public"],
        private=value.get("private"),
    )


def timestamp(at: datetime) -> str:
    """A moment as entries write it: UTC, to the microsecond. Raises ValueError when it has no time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} does not know its time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def private_hash(salt: bytes, private: bytes) -> str:
    """The salted hash of a private part, given as canonical JSON. Raises ValueError for a salt of another
    size."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"the salt must be {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(salt + private).hexdigest()


def _check(value: Any) -> None:
    """Raise BadEntry unless the value has the form of an entry."""
    if not isinstance(value, dict):
        raise BadEntry("not an object")
    keys = value.keys() - {"private"}
    if keys != _KEYS:
        missing, strange = sorted(_KEYS - keys), sorted(keys - _KEYS)
        raise BadEntry(f"missing {missing}" if missing else f"holds {strange[:3]!a}, which no entry has")
    if not _is_int(value["v"]) or value["v"] != VERSION:
        raise BadEntry(f"v is {value['v']!a}; this program knows version {VERSION}")
    if not _is_int(value["n"]) or value["n"] < 0:
        raise BadEntry("n is not a number that counts from 0")
    _check_text(value, "organisation", _SLUG)
    _check_text(value, "kind", _KIND)
    _check_text(value, "at", _AT)
    try:
        datetime.fromisoformat(value["at"])
    except ValueError:
        raise BadEntry(f"at is {value['at']!a}, which is no moment in time") from None
    if value["subject"] is not None:
        _check_text(value, "subject", _SUBJECT)
    if "private" in value:
        _check_text(value, "private", _HASH)
    if not isinstance(value["public"], dict):
        raise BadEntry("public is not an object")
    _check_exact(value["public"], "public")


def _check_text(value: dict[str, Any], key: str, form: re.Pattern[str]) -> None:
    if not isinstance(value[key], str) or not form.fullmatch(value[key]):
        raise BadEntry(f"{key} is {ascii(value[key])[:60]}, which does not have the form of one")


def _check_exact(value: Any, place: str) -> None:
    """Floats are refused: no law and no money may rest on a number that is almost right."""
    if isinstance(value, float):
        raise BadEntry(f"{place} holds the number {value}; only whole numbers are exact, write others as text")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_exact(item, f"{place}[{key!a}]")
    elif isinstance(value, list | tuple):
        for item in value:
            _check_exact(item, place)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
