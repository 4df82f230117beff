"""What this room holds on a person (see `people.privacy`). After a poll is closed, nothing tells what they voted."""

from __future__ import annotations

from typing import Any

from waardeel.ballots.models import Ballot, Poll
from waardeel.people.models import Person


def export_ballots(person: Person) -> list[dict[str, Any]]:
    """On which lists somebody stands, whether they voted, and, while a poll is open, what."""
    choices = dict(Ballot.objects.filter(voter__person=person).values_list("voter", "choice"))
    votes = person.votes.select_related("poll__organisation", "holder__person")
    return [
        {
            "organisation": voter.poll.organisation.name,
            "poll": voter.poll.asked,
            "votes": voter.weight,
            # In a verifiable secret poll nobody here knows.
            "voted": None if voter.poll.secrecy == Poll.Secrecy.VERIFIABLE else voter.voted,
            "votes_by_proxy_of": None if voter.holder is None else voter.holder.person.name,
            "choice_while_open": choices.get(voter.pk),
        }
        for voter in votes.order_by("poll__opens_at", "pk")
    ]
