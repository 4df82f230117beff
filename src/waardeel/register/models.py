"""State of the register. Rows are only ever added; the one thing that may go is a private part."""

from __future__ import annotations

from typing import Any

from django.db import models

from waardeel import canonical_json
from waardeel.house.models import Thing


class Log(Thing):
    """The record of one organisation. Its identity is that of the organisation."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(default=0)
    #: Hashes of the complete subtrees that make up the tree, largest first, as hex: all that an append needs.
    frontier = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.slug


class Entry(models.Model):
    """One leaf: canonical JSON (RFC 8785), exactly the bytes that are hashed and published."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries")
    n = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    subject = models.CharField(max_length=100, blank=True)
    body = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "n"], name="entry_once_per_place")]
        indexes = [
            models.Index(fields=["log", "kind", "n"]),
            models.Index(fields=["subject"]),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} {self.n} {self.kind}"

    @property
    def public(self) -> dict[str, Any]:
        """What the entry says in public."""
        value = canonical_json.loads(self.body.encode())
        public: dict[str, Any] = value["public"]
        return public


class Node(models.Model):
    """The hash of a complete subtree of 2**level leaves, so that a proof reads O(log n) rows."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="nodes")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "level", "index"], name="node_once_per_place")]


class PrivatePart(models.Model):
    """What an entry knows but does not publish. The entry holds its salted hash.

    Deleting this row erases the knowledge for good; without the salt the hash tells nothing, and the chain
    stays whole.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="private_part")
    salt = models.BinaryField(max_length=32)
    body = models.TextField()


class Mention(models.Model):
    """A private part tells something about this person, so erasing the person must take it along."""

    part = models.ForeignKey(PrivatePart, on_delete=models.CASCADE, related_name="mentions")
    person = models.CharField(max_length=60, db_index=True)
