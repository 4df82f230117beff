"""The public pages of the register. Anyone may read them; that is what they are for."""

from __future__ import annotations

import itertools
import json
import tempfile
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_GET

from waardeel.formats.entry import parse_entry
from waardeel.house.paging import page_of, search_of
from waardeel.register import queries
from waardeel.register.models import Entry, Log, PrivatePart
from waardeel.register.sentences import kinds_that_say, sentence_of
from waardeel.tlog.checkpoint import fingerprint


def _log(slug: str) -> Log:
    return get_object_or_404(Log.objects.select_related("organisation"), slug=slug)


def _context(log: Log, **more: Any) -> dict[str, Any]:
    return {"organisation": log.organisation, "tab": "register", "log": log, **more}


def _search(log: Log, text: str) -> QuerySet[Entry]:
    found = queries.entries_of(log)
    if text.isdecimal():
        return found.filter(n=min(int(text), 2**62))
    if text:
        # A reader searches in words they see, so the kinds whose sentence holds them count as found too.
        return found.filter(queries.holds(text, kinds_that_say(text)))
    return found


@require_GET
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """The record of an organisation, newest first, and how to check it."""
    log = _log(slug)
    query = search_of(request)
    page = page_of(request, _search(log, query), per_page=50)
    runs = [list(run) for _, run in itertools.groupby(page, key=lambda entry: (entry.kind, entry.subject))]
    key = queries.verifier_key_of(log)
    return render(
        request,
        "register/home.html",
        _context(log, page=page, runs=runs, query=query, fingerprint=fingerprint(key)),
    )


@require_GET
def entry(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    """One entry: what it says, its bytes, its hash, and the proof that it stands in the log."""
    log = _log(slug)
    entry = get_object_or_404(Entry, log=log, n=n)
    said = parse_entry(entry.body.encode())
    held = PrivatePart.objects.filter(entry=entry).exists()
    return render(
        request,
        "register/entry.html",
        _context(
            log,
            entry=entry,
            said=said,
            held=held,
            public=json.dumps(said.public, indent=2, ensure_ascii=False, sort_keys=True),
            leaf_hash=bytes(entry.leaf_hash).hex(),
            proof=[value.hex() for value in queries.inclusion_proof(log, n, log.size)],
            root=queries.root_of(log).hex(),
        ),
    )


def _size(request: HttpRequest, slug: str) -> str | None:
    size = Log.objects.filter(slug=slug).values_list("size", flat=True).first()
    return None if size is None else f'"{size}"'


@require_GET
@condition(etag_func=_size)
def checkpoint(request: HttpRequest, slug: str) -> HttpResponse:
    """The signed head, in the public C2SP form that witnesses read."""
    return HttpResponse(queries.checkpoint_of(_log(slug)), content_type="text/plain; charset=utf-8")


@require_GET
def key(request: HttpRequest, slug: str) -> HttpResponse:
    """The public key with which anyone checks the signed heads."""
    return HttpResponse(queries.verifier_key_of(_log(slug)) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
@condition(etag_func=_size)
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest entries as a JSON Feed (version 1.1), for feed readers and programs."""
    log = _log(slug)
    language = get_language() or "en"
    site = request.build_absolute_uri
    items = [
        {
            "id": site(reverse("register_entry", args=[slug, entry.n])),
            "url": site(reverse("register_entry", args=[slug, entry.n])),
            "title": entry.kind,
            "content_text": sentence_of(entry.kind, entry.public, language),
            "date_published": entry.at.isoformat(),
            "_waardeel": {
                "n": entry.n,
                "entry": json.loads(entry.body),
                "leaf_hash": bytes(entry.leaf_hash).hex(),
            },
        }
        for entry in queries.entries_of(log)[:50]
    ]
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": log.name,
            "home_page_url": site(reverse("register", args=[slug])),
            "feed_url": site(reverse("register_feed", args=[slug])),
            "language": language,
            "items": items,
        },
        content_type="application/feed+json",
    )


@require_GET
@condition(etag_func=_size)
def bundle(request: HttpRequest, slug: str) -> FileResponse:
    """All that a stranger needs to check the record on their own machine, as one file."""
    log = _log(slug)
    # Small bundles stay in memory, large ones go by a file that is gone when the answer is sent.
    file = tempfile.SpooledTemporaryFile(max_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115
    try:
        queries.write_bundle(log.slug, file)
    except Log.DoesNotExist as error:
        raise Http404 from error
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{slug}.zip", content_type="application/zip")
