"""How one trustee writes to another through the server, which cannot read it.

The message and whom it is for are signed, and encrypted under the recipient's key: ElGamal hides a random element of
the group, and its hash is the key of AES-256 in CCM mode with a tag of 8 bytes.

Source: Belenios specification, "Public key encryption", "Channels"; RFC 3610 (CCM).
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.errors import BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.trustee.signed import Signed

_TAG = 8
#: Bytes of the nonce; the rest of 15 says how long a message may be, and no message here comes near 64 KiB.
_NONCE, _LONGEST = 13, (1 << 16) - 1


def send(message: str, signing: Number, recipient: Number, group: Group, below: Below) -> str:
    """The message for the holder of `recipient`, signed with the exponent `signing`."""
    said = wire.written({"recipient": str(recipient), "message": message}).decode()
    signed = wire.written(Signed.make(said, signing, group, below).written())
    hidden, r = group.of_g.power(below(int(group.q))), below(int(group.q))
    alpha = group.of_g.power(r)
    beta = group.power(recipient, number(r)) * hidden % group.p
    data = AESCCM(_key(hidden), tag_length=_TAG).encrypt(_nonce(alpha), signed, None)
    return wire.written({"alpha": str(alpha), "beta": str(beta), "data": data.hex()}).decode()


def receive(text: str, decryption: Number, sender: Number, group: Group, where: str) -> str:
    """What the holder of `sender` sent to the holder of the exponent `decryption`. Raises BadRecord, BadProof."""
    fields = wire.Fields(wire.read(text.encode(), where=where), where, required=("alpha", "beta", "data"))
    alpha, beta = fields.big("alpha"), fields.big("beta")
    if not (group.contains(alpha) and group.contains(beta)):
        fields.refuse("A number that is no element of the group")
    hidden = beta * group.inverse(group.power(alpha, decryption)) % group.p
    try:
        data = bytes.fromhex(fields.text("data"))
        plain = AESCCM(_key(hidden), tag_length=_TAG).decrypt(_nonce(alpha), data[: _LONGEST + _TAG], None)
    except (ValueError, InvalidTag) as fault:
        raise BadRecord(what="A message that was changed on its way, or is for somebody else,", where=where) from fault
    signed = Signed.read(wire.read(plain, where=where), group, where)
    signed.check(sender, group, where)
    said = wire.Fields(wire.read(signed.message.encode(), where=where), where, required=("recipient", "message"))
    if said.big("recipient") != group.of_g.power(decryption % group.q):
        said.refuse("A message for somebody else")
    return said.text("message")


def _key(hidden: Number) -> bytes:
    return hashlib.sha256(f"key|{hidden}".encode()).digest()


def _nonce(alpha: Number) -> bytes:
    return hashlib.sha256(f"iv|{alpha}".encode()).digest()[:_NONCE]
