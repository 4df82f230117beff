"""Writing the register: `record`, and erasing what is private."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction

from waardeel import canonical_json
from waardeel.formats.entry import entry_bytes, private_hash, timestamp
from waardeel.house.domain import act, note_recorded
from waardeel.house.models import Thing
from waardeel.register.drafts import Draft, HasLog
from waardeel.register.models import Entry, Log, Mention, Node, PrivatePart
from waardeel.tlog import merkle


def record(
    kind: str,
    *,
    in_: HasLog | Sequence[HasLog],
    at: datetime,
    subject: Thing | None = None,
    by: Thing | None = None,
    public: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
) -> Entry:
    """Write what happened in the register of the organisation(s) that it concerns.

    ``kind`` is a noun and a verb in the past ("poll.opened"). ``public`` is for anyone, for ever: no names of
    people in it. ``by`` and ``private`` are kept apart and can be erased; the entry carries their salted hash.
    Call it inside an act, last: it holds the organisation's log until the act is done, so that entries stand
    in one order.

    Returns the (first) entry. Raises TypeError for values that cannot be written exactly (floats).
    """
    places = in_ if isinstance(in_, Sequence) else [in_]
    drafts = [
        Draft(kind=kind, in_=place, at=at, subject=subject, by=by, public=public or {}, private=private or {})
        for place in places
    ]
    return record_many(drafts)[0]


def record_many(drafts: Sequence[Draft]) -> list[Entry]:
    """Write many entries at once, in the order given; for imports. See `record`."""
    by_log: dict[UUID, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_log[draft.in_.log.pk].append(draft)
    written: list[Entry] = []
    with transaction.atomic():
        # Logs are always locked in one order, so that two acts that touch the same two logs cannot wait for each other.
        for log in Log.objects.select_for_update().filter(pk__in=by_log).order_by("pk"):
            written += _append(log, by_log[log.pk])
    for draft in drafts:
        note_recorded(draft.kind)
    return written


def _append(log: Log, drafts: Sequence[Draft]) -> list[Entry]:
    start = log.size
    entries, parts = [], []
    for n, draft in enumerate(drafts, start=start):
        private = dict(draft.private)
        if draft.by is not None:
            private["by"] = draft.by
        salt, secret = b"", None
        if private:
            secret = canonical_json.dumps(plain(private))
            salt = secrets.token_bytes(32)
        body = entry_bytes(
            n=n,
            organisation=log.slug,
            kind=draft.kind,
            at=draft.at,
            subject=draft.subject.register_id if draft.subject is not None else None,
            public=plain(draft.public),
            private=private_hash(salt, secret) if secret is not None else None,
        )
        entry = Entry(
            log=log,
            n=n,
            kind=draft.kind,
            at=draft.at,
            subject=draft.subject.register_id if draft.subject is not None else "",
            body=body.decode(),
            leaf_hash=merkle.leaf_hash(body),
        )
        entries.append(entry)
        if secret is not None:
            parts.append((PrivatePart(entry=entry, salt=salt, body=secret.decode()), set(_people(draft.private))))
    store = _Frontier(log)
    nodes = merkle.append(store, start, [bytes(entry.leaf_hash) for entry in entries])
    store.add(nodes)
    log.size = start + len(entries)
    log.frontier = store.frontier(log.size)
    log.save(update_fields=["size", "frontier"])
    Entry.objects.bulk_create(entries, batch_size=500)
    Node.objects.bulk_create(
        [Node(log=log, level=level, index=index, hash=value) for level, index, value in nodes if level > 0],
        batch_size=500,
    )
    PrivatePart.objects.bulk_create([part for part, _ in parts], batch_size=500)
    Mention.objects.bulk_create(
        [Mention(part=part, person=person) for part, people in parts for person in sorted(people)],
        batch_size=500,
    )
    return entries


class _Frontier:
    """The complete subtrees that an append can meet, without asking the database."""

    def __init__(self, log: Log) -> None:
        places = subtrees(log.size)
        self._known = {place: bytes.fromhex(value) for place, value in zip(places, log.frontier, strict=True)}

    def get(self, nodes: Sequence[tuple[int, int]]) -> list[bytes]:
        return [self._known[place] for place in nodes]

    def add(self, nodes: Iterable[tuple[int, int, bytes]]) -> None:
        self._known.update({(level, index): value for level, index, value in nodes})

    def frontier(self, size: int) -> list[str]:
        return [self._known[place].hex() for place in subtrees(size)]


def subtrees(size: int) -> list[tuple[int, int]]:
    """Places (level, index) of the complete subtrees of which a tree of this size is made, largest first."""
    places, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            places.append((level, start >> level))
            start += 1 << level
    return places


def plain(value: Any) -> Any:
    """The same value in JSON's terms: exact numbers, dates and things become strings.

    Raises TypeError for a float, which no law and no money may rest on, and for anything unknown.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Thing():
            return value.register_id
        case UUID() | Decimal() | Fraction():
            return str(value)
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _ if hasattr(value, "__str__") and hasattr(value, "_proxy____args"):
            return str(value)
    raise TypeError(f"the register cannot hold a {type(value).__name__} ({value!r}); give a string or an exact number")


def _people(value: Any) -> Iterator[str]:
    """Register names of the people that a private part speaks of."""
    if isinstance(value, Thing):
        if value._meta.model_name == "person":
            yield value.register_id
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _people(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _people(item)


@act.unrecorded("opening a log is recorded by its first entry, written by whoever founds the organisation")
def open_log(*, id: UUID, slug: str, name: str) -> Log:
    """Open the record of a new organisation, empty."""
    return Log.objects.create(id=id, slug=slug, name=name)


@act.unrecorded("the room that renames the organisation records it")
def rename_log(*, log: Log, name: str) -> Log:
    """Give a log another name to be shown by. Its slug, and so its origin, never changes."""
    log.name = name
    log.save(update_fields=["name"])
    return log


@act.unrecorded("the room that erases the person records that it was done, without saying who it was")
def erase_mentions(*, person: Thing) -> int:
    """Erase every private part that tells something about this person. Returns how many there were.

    Parts in which the person only acted (`by`) stay: they hold no more than a number that, once the person
    is erased, leads to nobody, and other people's rights rest on the rest of them.
    """
    parts = PrivatePart.objects.filter(mentions__person=person.register_id).distinct()
    number = parts.count()
    PrivatePart.objects.filter(pk__in=list(parts.values_list("pk", flat=True))).delete()
    return number
