"""Entries in words."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from waardeel.register.models import Entry
from waardeel.register.sentences import sentence_of

register = template.Library()


@register.filter
def in_words(entry: Entry) -> str:
    """An entry as a sentence in the reader's language."""
    return sentence_of(entry.kind, entry.public, get_language() or "en")
