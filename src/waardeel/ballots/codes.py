"""The codes of a verifiable secret poll as they lie here: by the hash of their public halves, without names."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from waardeel.ballots.errors import CodeGivenUp, SpareCode, TooManyPapers
from waardeel.ballots.models import ArchiveRecord, PublicCredential, Sealed

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


def facts_of_exchange(sealed: Sealed, replaced: list[tuple[str, str]]) -> dict[str, Any]:
    """What the browser of the credential authority needs to replace a lost code.

    `replaced` are the public credentials that were given up, each with the one that came for it.
    """
    free = set(sealed.codes.filter(use=Use.SPARE).values_list("credential", flat=True))
    publics = (line.partition(",")[0] for line in json.loads(sealed.roll))
    return {"spare": [public for public in publics if hashed(public) in free], "replaced": replaced}


def _used(sealed: Sealed) -> Any:
    return sealed.records.exclude(credential="").values("credential")
