"""Help: Markdown pages that ship with the house, in three languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from markdown_it import MarkdownIt

from waardeel.house.paging import search_of

FOLDER = Path(__file__).resolve().parent.parent / "docs"
#: Order of the pages, the same in every language.
PAGES = ("start", "sign-in", "members", "decide", "methods", "work", "impact", "register", "privacy", "accessibility")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Page:
    """A page of help: its title, its text as HTML, and the same text plain, for searching."""

    slug: str
    title: str
    html: SafeString
    text: str


@lru_cache
def pages(language: str) -> tuple[Page, ...]:
    """All pages in a language, in order."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = []
    for slug in PAGES:
        source = (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")
        title, _, body = source.partition("\n")
        # The Markdown is our own and raw HTML in it is off, so what comes out is safe.
        html = mark_safe(markdown.render(body))  # noqa: S308
        found.append(Page(slug, title.lstrip("# ").strip(), html, _TAG.sub(" ", f"{title} {html}")))
    return tuple(found)


def _language() -> str:
    language = get_language() or "en"
    return language if (FOLDER / language).is_dir() else "en"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All pages of help, or those that hold the words that are looked for."""
    query = search_of(request)
    words = query.casefold().split()
    found = [page for page in pages(_language()) if all(word in page.text.casefold() for word in words)]
    return render(request, "web/help.html", {"pages": found, "query": query})


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of help."""
    for page in pages(_language()):
        if page.slug == slug:
            return render(request, "web/help_page.html", {"page": page, "pages": pages(_language())})
    raise Http404
