"""Trustees: they make the key of an election together, and only together can they read its result.

    TrusteeKey.make(secret, group, below)    a single trustee: the result needs every one of them
    Ceremony(group, size, threshold)         trustees who share a key, so that the result needs so many of them
    Trustees.read(record, group)             the record of the trustees, all its proofs checked

Source: Belenios specification, "Trustees", "Trustees with threshold decryption".
"""

from waardeel.belenios.trustee.key import TrusteeKey
from waardeel.belenios.trustee.threshold import Shared
from waardeel.belenios.trustee.trustees import Trustees

__all__ = ["Shared", "TrusteeKey", "Trustees"]
