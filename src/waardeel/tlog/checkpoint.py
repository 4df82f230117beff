"""Signed heads of a log, in the form that witnesses and verifiers elsewhere read too.

Sources: C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint) for the text, C2SP signed-note
(https://c2sp.org/signed-note) for keys and signatures, RFC 8032 for Ed25519. A checkpoint reads:

    waardeel.example/o/de-brug
    1024
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — waardeel.example/o/de-brug Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGz...

Only one spelling of each checkpoint is accepted, so that no byte of it can change unnoticed.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Signature type of the signed-note form: Ed25519.
_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_DASH = "\N{EM DASH} "
#: As many signatures as the signed-note form asks every reader to take, several times over.
MAX_SIGNATURES = 100


class BadKey(ValueError):
    """A text that is not a key; the message says why."""


class BadCheckpoint(ValueError):
    """A text that is not a checkpoint signed by the key at hand; the message says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin (the name of the log in the world), its size in entries and its root."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or not self.origin.isprintable():
            raise ValueError("the origin of a log must be one line of text")
        if self.size < 0:
            raise ValueError("the size of a log cannot be below zero")
        if len(self.root) != 32:
            raise ValueError("the root of a log must be a hash of 32 bytes")

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


class Signer:
    """A private key with the name under which it signs."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        _check_name(name)
        self.name = name
        self._key = key

    @classmethod
    def generate(cls, name: str) -> Signer:
        """A new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_private_text(cls, text: str) -> Signer:
        """The key that `to_private_text` wrote. Raises BadKey."""
        if not text.startswith(_PRIVATE):
            raise BadKey(f"a private key begins with {_PRIVATE}")
        name, key_id, material = _key_parts(text.removeprefix(_PRIVATE).rstrip("\n"))
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(material))
        if key_id != signer._verifier.key_id:
            raise BadKey("the key does not belong to its identity: it was damaged")
        return signer

    def to_private_text(self) -> str:
        """The key as one line of text, in the form of Go's sumdb/note. Keep it secret."""
        material = _base64(_ED25519 + self._key.private_bytes_raw())
        return f"{_PRIVATE}{self.name}+{self._verifier.key_id.hex()}+{material}"

    def named(self, name: str) -> Signer:
        """The same key under another name: one key can sign several logs, each by its own name."""
        return Signer(name, self._key)

    @property
    def verifier_key(self) -> str:
        """The public key as text (vkey), with which anyone can check what this key signed."""
        return self._verifier.text

    @property
    def _verifier(self) -> Verifier:
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def _signature_line(self, body: str) -> str:
        signature = self._verifier.key_id + self._key.sign(body.encode())
        return f"{_DASH}{self.name} {_base64(signature)}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name."""

    name: str
    public: bytes

    @classmethod
    def from_text(cls, vkey: str) -> Verifier:
        """The key that a vkey text says. Raises BadKey."""
        name, key_id, public = _key_parts(vkey)
        verifier = cls(name, public)
        if key_id != verifier.key_id:
            raise BadKey("the key does not belong to its name and identity: one of the three was changed")
        return verifier

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The vkey text."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.public)}"

    def verifies(self, body: str, signature: bytes) -> bool:
        """Whether this key made the signature (64 bytes) over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, body.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def fingerprint(vkey: str) -> str:
    """A short form of a public key that two people can compare by eye: 128 bits as eight groups of four.

    Raises BadKey.
    """
    digits = sha256(Verifier.from_text(vkey).text.encode()).hexdigest()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The checkpoint as signed text. The same head and key always give the same text."""
    return f"{checkpoint.body}\n{signer._signature_line(checkpoint.body)}"


def open_checkpoint(text: str, vkey: str, *, alone: bool = False) -> Checkpoint:
    """The checkpoint in a signed text, once the signature of this key on it has been checked.

    Signatures of other keys (witnesses) are passed over, unless ``alone`` asks that there be none.
    Raises BadCheckpoint with the reason, and BadKey when ``vkey`` is not a key.
    """
    verifier = Verifier.from_text(vkey)
    body, separator, rest = text.rpartition("\n\n")
    if not separator or not rest.endswith("\n"):
        raise BadCheckpoint("not a signed text: the text, an empty line and signature lines are expected")
    body += "\n"
    lines = rest.removesuffix("\n").split("\n")
    if len(lines) > (1 if alone else MAX_SIGNATURES):
        raise BadCheckpoint(f"{len(lines)} signature lines, at most {1 if alone else MAX_SIGNATURES} expected")
    ours = [
        signature
        for name, key_id, signature in map(_signature_parts, lines)
        if (name, key_id) == (verifier.name, verifier.key_id)
    ]
    if not ours:
        raise BadCheckpoint(f"not signed by {vkey}")
    if not all(verifier.verifies(body, signature) for signature in ours):
        raise BadCheckpoint("the signature does not fit the text: one of the two was changed")
    return _checkpoint(body)


def _checkpoint(body: str) -> Checkpoint:
    lines = body.removesuffix("\n").split("\n")
    if len(lines) != 3:
        raise BadCheckpoint(f"{len(lines)} lines of text, three expected: origin, size and root")
    origin, size, root = lines
    if not re.fullmatch("0|[1-9][0-9]{0,18}", size, re.ASCII):
        raise BadCheckpoint(f"the size {size[:30]!a} is not a whole number in its shortest form")
    try:
        return Checkpoint(origin, int(size), _unbase64(root))
    except ValueError as error:
        raise BadCheckpoint(str(error)) from None


def _signature_parts(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        _check_name(name)
        data = _unbase64(encoded)
    except ValueError as error:
        raise BadCheckpoint(f"not a signature line ({error})") from None
    if not line.startswith(_DASH) or len(data) <= 4:
        raise BadCheckpoint("not a signature line (a long dash, a name and a signature are expected)")
    return name, data[:4], data[4:]


def _key_parts(text: str) -> tuple[str, bytes, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        _check_name(name)
        material = _unbase64(encoded)
    except ValueError as error:
        raise BadKey(f"not a key ({error})") from None
    if not re.fullmatch("[0-9a-f]{8}", key_id, re.ASCII):
        raise BadKey("not a key (NAME+IDENTITY+KEY is expected, the identity as eight digits 0-9 a-f)")
    if material[:1] != _ED25519 or len(material) != 33:
        raise BadKey("not an Ed25519 key of 32 bytes")
    return name, bytes.fromhex(key_id), material[1:]


def _check_name(name: str) -> None:
    # Printable covers the line breaks, control characters and spaces that the signed-note form forbids.
    if not name or "+" in name or " " in name or not name.isprintable():
        raise BadKey("the name of a key must be one word without +")


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def _unbase64(text: str) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("bad base64") from None
    if _base64(data) != text:
        raise ValueError("base64 in another spelling than the usual one")
    return data
