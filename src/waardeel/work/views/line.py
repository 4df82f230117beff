"""The line from signal to place: how far work left undone is on its way to becoming work for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waardeel.work.models import Commitment, Opportunity, Partnership, Unit


@dataclass(frozen=True)
class Stop:
    """One stop on the line. ``state`` is done, now, ahead, or off when it goes no further."""

    name: str | Promise
    state: str


NAMES = (
    _("Report"),
    _("Work opportunity"),
    _("Proposal"),
    _("Partnership"),
    _("Proof"),
    _("Place to work"),
)


def line_of(opportunity: Opportunity, partnership: Partnership | None) -> list[Stop]:
    """The stops of an opportunity. Every opportunity has passed the first, since it was made of signals."""
    commitments = list(partnership.commitments.filter(withdrawn_at=None)) if partnership else []
    reached = [
        True,
        True,
        opportunity.proposal_id is not None or opportunity.state == Opportunity.State.TAKEN,
        opportunity.state == Opportunity.State.TAKEN,
        any(commitment.proven > 0 for commitment in commitments),
        any(_gave_place(commitment) for commitment in commitments),
    ]
    # A later stop that was reached counts the earlier ones as passed.
    last = max(number for number, passed in enumerate(reached) if passed)
    off = opportunity.state == Opportunity.State.CLOSED
    stops = []
    for number, name in enumerate(NAMES):
        if number < last or (number == last == len(NAMES) - 1):
            state = "done"
        elif number == last:
            state = "off" if off else "now"
        else:
            state = "ahead"
        stops.append(Stop(name, state))
    return stops


def _gave_place(commitment: Commitment) -> bool:
    return commitment.unit in {Unit.PLACES, Unit.PEOPLE} and commitment.proven > 0
