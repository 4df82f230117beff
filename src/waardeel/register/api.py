"""The register for programs: entries as they are hashed, heads and proofs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError

from waardeel.register import queries
from waardeel.register.models import Entry, Log

router = Router(tags=["register"])

#: The largest number that a log can hold in the database.
LIMIT = 2**62
Slug = Annotated[str, Path(max_length=60, pattern=r"^[-a-z0-9_]+$")]


class Head(Schema):
    """The log as it stands: its size, its root (hex), the signed head and the key to check it with."""

    slug: str
    name: str
    size: int
    root: str
    checkpoint: str
    key: str


class Entries(Schema):
    """Entries from ``start`` on, each exactly as it is hashed (canonical JSON, as text)."""

    size: int
    start: int
    entries: list[str]


class Proof(Schema):
    """Hashes (hex) from the leaf, or the old root, up."""

    hashes: list[str]


class Problem(Schema):
    """What is wrong with the request, and where."""

    detail: Any


def _log(slug: str) -> Log:
    log = Log.objects.filter(slug=slug).first()
    if log is None:
        raise HttpError(404, f"There is no organisation with the short name {slug!r}.")
    return log


@router.get("/{slug}/register", response={200: Head, 404: Problem, 422: Problem})
def head(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """The signed head of an organisation's log."""
    log = _log(slug)
    return {
        "slug": log.slug,
        "name": log.name,
        "size": log.size,
        "root": queries.root_of(log).hex(),
        "checkpoint": queries.checkpoint_of(log),
        "key": queries.verifier_key_of(log),
    }


@router.get("/{slug}/register/entries", response={200: Entries, 404: Problem, 422: Problem})
def entries(
    request: HttpRequest,
    slug: Slug,
    start: Annotated[int, Query(ge=0, le=LIMIT)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Entries in order, at most 1000 at a time."""
    log = _log(slug)
    rows = Entry.objects.filter(log=log, n__gte=start, n__lt=min(start + limit, log.size)).order_by("n")
    return {"size": log.size, "start": start, "entries": list(rows.values_list("body", flat=True))}


@router.get("/{slug}/register/proof/inclusion", response={200: Proof, 404: Problem, 422: Problem})
def inclusion(
    request: HttpRequest,
    slug: Slug,
    n: Annotated[int, Query(ge=0, le=LIMIT)],
    size: Annotated[int | None, Query(ge=0, le=LIMIT)] = None,
) -> dict[str, Any]:
    """That entry ``n`` stands in the log of this size (today's when none is given). RFC 6962, 2.1.1."""
    log = _log(slug)
    try:
        hashes = queries.inclusion_proof(log, n, log.size if size is None else size)
    except ValueError as error:
        raise HttpError(422, str(error)) from error
    return {"hashes": [value.hex() for value in hashes]}


@router.get("/{slug}/register/proof/consistency", response={200: Proof, 404: Problem, 422: Problem})
def consistency(
    request: HttpRequest,
    slug: Slug,
    old: Annotated[int, Query(ge=0, le=LIMIT)],
    new: Annotated[int | None, Query(ge=0, le=LIMIT)] = None,
) -> dict[str, Any]:
    """That the log of size ``new`` (today's when none is given) only adds to that of size ``old``. RFC 6962, 2.1.2."""
    log = _log(slug)
    try:
        hashes = queries.consistency_proof(log, old, log.size if new is None else new)
    except ValueError as error:
        raise HttpError(422, str(error)) from error
    return {"hashes": [value.hex() for value in hashes]}
