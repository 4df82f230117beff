"""What this room holds on a person, and how it forgets them (see `people.privacy`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waardeel.assembly.models import Comment
from waardeel.people.models import Person


def export_assembly(person: Person) -> dict[str, Any]:
    """Proposals and comments that somebody wrote."""
    return {
        "proposals": [
            {
                "organisation": proposal.organisation.name,
                "title": proposal.title,
                "plain_text": proposal.plain_text,
                "legal_text": proposal.legal_text,
                "made_at": proposal.made_at,
                "state": proposal.state,
            }
            for proposal in person.proposals.select_related("organisation").order_by("made_at", "pk")
        ],
        "comments": [
            {
                "proposal": comment.proposal.title,
                "text": comment.text,
                "written_at": comment.written_at,
                "withdrawn_at": comment.withdrawn_at,
            }
            for comment in person.comments.select_related("proposal").order_by("written_at", "pk")
        ],
    }


def erase_comments(person: Person, now: datetime) -> None:
    """The text of comments goes, as when their writer takes them back. A proposal is of all who decide on it."""
    Comment.objects.filter(written_by=person, withdrawn_at=None).update(text="", withdrawn_at=now)
