"""What people do with work: the only writer of this room."""

from __future__ import annotations

from waardeel.work.domain.commitments import (
    accept_evidence,
    make_commitment,
    return_evidence,
    submit_evidence,
    withdraw_commitment,
)
from waardeel.work.domain.opportunities import (
    add_sightings,
    bundle_sightings,
    close_opportunity,
    propose_opportunity,
    release_opportunity,
    remove_sightings,
)
from waardeel.work.domain.partnerships import (
    agree_to_partnership,
    decline_partnership,
    offer_partnership,
    tell_partnership,
)
from waardeel.work.domain.sightings import close_sighting, remove_photo, report_sighting

__all__ = [
    "accept_evidence",
    "add_sightings",
    "agree_to_partnership",
    "bundle_sightings",
    "close_opportunity",
    "close_sighting",
    "decline_partnership",
    "make_commitment",
    "offer_partnership",
    "propose_opportunity",
    "release_opportunity",
    "remove_photo",
    "remove_sightings",
    "report_sighting",
    "return_evidence",
    "submit_evidence",
    "tell_partnership",
    "withdraw_commitment",
]
