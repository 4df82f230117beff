"""Reading the register: entries, proofs, heads and bundles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from waardeel.formats import bundle
from waardeel.house.models import Thing
from waardeel.register import keys
from waardeel.register.models import Entry, Log, Node
from waardeel.tlog import merkle
from waardeel.tlog.checkpoint import Checkpoint, sign


class DatabaseStore:
    """Hashes of complete subtrees as they stand in the database: two queries for a whole proof."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def get(self, nodes: Sequence[tuple[int, int]]) -> list[bytes]:
        found: dict[tuple[int, int], bytes] = {}
        leaves = [index for level, index in nodes if level == 0]
        if leaves:
            rows = Entry.objects.filter(log=self.log, n__in=leaves).values_list("n", "leaf_hash")
            found.update({(0, n): bytes(value) for n, value in rows})
        inner = [place for place in nodes if place[0] > 0]
        if inner:
            wanted = Q()
            for level, index in inner:
                wanted |= Q(level=level, index=index)
            for level, index, value in Node.objects.filter(wanted, log=self.log).values_list("level", "index", "hash"):
                found[level, index] = bytes(value)
        return [found[place] for place in nodes]


def logs() -> QuerySet[Log]:
    """All logs here, by name."""
    return Log.objects.order_by("name", "slug")


def entries_of(log: Log) -> QuerySet[Entry]:
    """The entries of a log, the newest first."""
    return Entry.objects.filter(log=log).order_by("-n")


def holds(text: str, kinds: Sequence[str] = ()) -> Q:
    """Entries that hold this text in what they say in public, or are of one of these kinds."""
    # In canonical JSON a quote and a backslash are written with a backslash before them.
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return Q(body__icontains=escaped) | Q(kind__in=kinds)


def entries_about(thing: Thing) -> QuerySet[Entry]:
    """What the register says about one thing, in order."""
    return Entry.objects.filter(subject=thing.register_id).select_related("log").order_by("log_id", "n")


def root_of(log: Log) -> bytes:
    """The root of a log as it stands."""
    return merkle.root(DatabaseStore(log), log.size)


def checkpoint_of(log: Log) -> str:
    """The signed head of a log as it stands (C2SP tlog-checkpoint).

    The signature is deterministic and carries no time, so the same head always reads the same.
    """
    head = Checkpoint(origin=keys.origin_of(log.slug), size=log.size, root=root_of(log))
    return sign(head, keys.signer_for(log.slug))


def verifier_key_of(log: Log) -> str:
    """The public key, as text, with which anyone checks the heads of this log."""
    return keys.signer_for(log.slug).verifier_key


def inclusion_proof(log: Log, n: int, size: int) -> list[bytes]:
    """Hashes that show that entry ``n`` stands in the log of that size. Raises ValueError when it does not."""
    if size > log.size:
        raise ValueError(f"the log has {log.size} entries, not {size}")
    return merkle.inclusion_proof(DatabaseStore(log), n, size)


def consistency_proof(log: Log, old: int, new: int) -> list[bytes]:
    """Hashes that show that the log of size ``new`` is the log of size ``old`` with entries added."""
    if new > log.size:
        raise ValueError(f"the log has {log.size} entries, not {new}")
    return merkle.consistency_proof(DatabaseStore(log), old, new)


def write_bundle(slug: str, target: Path | Any) -> None:
    """Write all that a stranger needs to check the record of one organisation.

    Raises Log.DoesNotExist.
    """
    log = Log.objects.get(slug=slug)
    bundle.write(
        target,
        slug=log.slug,
        name=log.name,
        vkey=verifier_key_of(log),
        checkpoint=checkpoint_of(log),
        entries=_bodies(log),
    )


def _bodies(log: Log) -> Iterator[bytes]:
    # Up to the size of the signed head: an entry that is added meanwhile is for the next bundle.
    rows = Entry.objects.filter(log=log, n__lt=log.size).order_by("n").values_list("body", flat=True)
    for body in rows.iterator(chunk_size=2000):
        yield body.encode()
