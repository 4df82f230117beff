"""The keys of a verifiable secret poll as they lie here: who gave what, and what the trustees are together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from waardeel.ballots.errors import KeyRefused
from waardeel.ballots.models import Sealed, Trustee
from waardeel.belenios import wire
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.trustee import TrusteeKey, Trustees, ceremony

#: What is kept of each round in which trustees come to share a key, in their order.
ROUNDS = ("certificate", "deal", "key")


def round_of(trustees: Sequence[Trustee]) -> str | None:
    """Which round is going on, by what is kept of it; None when the key is there."""
    return next((name for name in ROUNDS if not all(getattr(each, name) for each in trustees)), None)


def facts_of_round(sealed: Sealed, trustees: Sequence[Trustee], trustee: Trustee) -> dict[str, Any]:
    """What the browser of this trustee needs for the round that is going on."""
    own, name = place(sealed, trustees, trustee), round_of(trustees)
    facts: dict[str, Any] = {
        "context": {"group": GROUP.name, "size": own.size, "threshold": own.threshold, "index": own.index}
    }
    if name in ("deal", "key"):
        facts["certificates"] = given_in(trustees, "certificate")
    if name == "key":
        facts["handed"] = ceremony.hand_round(given_in(trustees, "deal"))[trustee.number - 1]
    return facts


def trustees_of(sealed: Sealed, trustees: Sequence[Trustee]) -> Trustees:
    """All trustees of a poll whose keys are there, checked whole. Raises KeyRefused."""
    if not sealed.threshold:
        return Trustees(tuple(key_of(each) for each in trustees))
    takings = [{"private_key": each.encrypted_key, "public_key": json.loads(each.key)} for each in trustees]
    certificates, deals = given_in(trustees, "certificate"), given_in(trustees, "deal")
    try:
        return Trustees((ceremony.publish(GROUP, sealed.threshold, certificates, deals, takings),))
    except BeleniosError as fault:
        raise KeyRefused(why=str(fault)) from fault


def published_trustees(sealed: Sealed) -> Trustees:
    """All trustees of a poll that was opened, from its archive."""
    published = sealed.records.get(position=1)  # the set-up is the election, the trustees, the credentials
    return Trustees.read(published.content.encode(), GROUP)


def key_of(trustee: Trustee) -> TrusteeKey:
    """The public key that a trustee gave."""
    return TrusteeKey.read(wire.read(trustee.key.encode(), where="the key"), GROUP, "the key")


def place(sealed: Sealed, trustees: Sequence[Trustee], trustee: Trustee) -> ceremony.Place:
    """Where a trustee stands among all."""
    return ceremony.Place(GROUP, len(trustees), sealed.threshold, trustee.number)


def given_in(trustees: Sequence[Trustee], name: str) -> list[Any]:
    """What all gave in a round."""
    return [json.loads(getattr(each, name)) for each in trustees]
