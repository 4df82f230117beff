"""The codes of a verifiable secret poll as they lie here: by the hash of their public halves, without names."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from waardeel.ballots import queries
from waardeel.ballots.errors import CodeGivenUp, SpareCode, TooManyPapers
from waardeel.ballots.models import ArchiveRecord, Poll, PublicCredential, Sealed

Use = PublicCredential.Use


def hashed(public: str) -> str:
    """How a public credential is found."""
    return hashlib.sha256(public.encode()).hexdigest()


def check_casts(code: PublicCredential) -> None:
    """Raises CodeGivenUp, SpareCode, TooManyPapers for a code that casts no ballot now."""
    if code.use in (Use.REPLACED, Use.HANDED_IN):
        raise CodeGivenUp
    if code.use == Use.SPARE:
        raise SpareCode
    if code.use == Use.PAPER:
        letters = code.sealed.codes.filter(use=Use.HANDED_IN).count()
        papers = code.sealed.codes.filter(use=Use.PAPER).exclude(pk=code.pk)
        if papers.filter(credential__in=_used(code.sealed)).count() >= letters:
            raise TooManyPapers(letters=letters)


def is_used(code: PublicCredential) -> bool:
    """Whether a ballot was cast with this code."""
    return ArchiveRecord.objects.filter(sealed=code.sealed_id, credential=code.credential).exists()


def live_questions(lead: Sealed, now: datetime) -> list[Sealed]:
    """The questions of a meeting, or the one that stands by itself, in which codes can still be exchanged."""
    found = queries.questions_of(lead).exclude(roll="")
    return [
        each
        for each in found
        if each.poll.state == Poll.State.PREPARED or (each.poll.state == Poll.State.OPEN and now < each.poll.closes_at)
    ]


def facts_of_exchange(lead: Sealed, now: datetime) -> dict[str, Any]:
    """What the browser of the credential authority needs to replace a lost code; nothing when it is too late.

    A code has another public half in each question; what was exchanged already is told of the first that is not over.
    """
    live = live_questions(lead, now)
    if not live:
        return {}
    first = live[0]
    free = set(first.codes.filter(use=Use.SPARE).values_list("credential", flat=True))
    publics = (line.partition(",")[0] for line in json.loads(first.roll))
    return {
        "live": [each.uuid for each in live],
        "spare": [public for public in publics if hashed(public) in free],
        "replaced": queries.exchanges_of(first.poll),
    }


def _used(sealed: Sealed) -> Any:
    return sealed.records.exclude(credential="").values("credential")
