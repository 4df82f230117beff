"""A bundle: everything a stranger needs to check the record of one organisation, in one file.

A zip (see `stored_zip`) with, in this order: README.txt, organisation.json, key.txt, checkpoint.txt and
entries.jsonl (one entry a line, see `entry`). The bytes of a bundle follow from its contents, so `read` sees
any change of the container; that the contents are true is checked by `waardeel verify`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

from waardeel import canonical_json
from waardeel.formats import entry, stored_zip

VERSION = 1
MEMBERS = ("README.txt", "organisation.json", "key.txt", "checkpoint.txt", "entries.jsonl")
#: The four small members together stay far below this.
_MAX_SMALL = 64 * 1024

README = """\
THE PUBLIC RECORD OF AN ORGANISATION

This file holds the whole public record (the register) of one organisation that uses Waardeel: every decision,
promise and published figure, in the order in which it was written down. Nothing in it can be changed, left
out or added afterwards without that being seen.

TO CHECK IT

    waardeel verify FILE.zip

This needs no network and no account. It checks the whole chain and the signature under it, counts every poll
again, works out every published figure again, and names the first thing that is wrong, if anything is.
Compare the fingerprint of the key that it prints with the one on the register page of the organisation. Keep
checkpoint.txt: with a later bundle, `waardeel verify LATER.zip --checkpoint checkpoint.txt` shows that
nothing you saw has been changed since.

WHAT IS IN IT

    organisation.json   the short and the full name of the organisation
    key.txt             the public key that signs the record (C2SP signed-note, Ed25519)
    checkpoint.txt      the signed head of the record (C2SP tlog-checkpoint)
    entries.jsonl       the entries, one on each line, as canonical JSON (RFC 8785)

You can check it with programs of others too. The head is the root of a Merkle tree (RFC 6962 and RFC 9162,
SHA-256) whose leaves are the lines of entries.jsonl without their line ends. An entry with a "private" field
has a part that is not public; the field is its hash, taken with a secret salt, so that the part can be erased
without breaking the chain.
"""


class BadBundle(ValueError):
    """A file that is not a bundle; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds: the organisation's short and full name, the public key, the signed head, the
    entries."""

    slug: str
    name: str
    vkey: str
    checkpoint: str
    entries: list[bytes]


def write(
    target: str | PathLike[str] | BinaryIO,
    *,
    slug: str,
    name: str,
    vkey: str,
    checkpoint: str,
    entries: Iterable[bytes],
) -> None:
    """Write a bundle to a path, or to a binary file that can be sought in.

    Entries are taken one by one and not kept. ``name`` must be the name in the latest "organisation.founded"
    or "organisation.renamed" entry, else `waardeel verify` refuses the bundle. Raises BadBundle when an entry
    spans lines, and ValueError when the bundle would be too large to be read back.
    """
    if isinstance(target, str | PathLike):
        with Path(target).open("wb") as file:
            write(file, slug=slug, name=name, vkey=vkey, checkpoint=checkpoint, entries=entries)
        return
    # What is in organisation.json can be checked against the entries, so it comes down to what they say.
    about = {"name": name, "slug": slug, "v": VERSION}
    pieces: tuple[Iterable[bytes], ...] = (
        [README.encode()],
        [canonical_json.dumps(about), b"\n"],
        [vkey.encode(), b"\n"],
        [checkpoint.encode()],
        _lines(entries),
    )
    stored_zip.write(target, zip(MEMBERS, pieces, strict=True))


def read(path: str | PathLike[str] | BinaryIO) -> Bundle:
    """Read a bundle. Raises BadBundle when any byte is not as `write` makes it, and OSError.

    Memory stays within a few times the size of the file, whatever it claims to hold; a file that is too
    large to be a bundle is not read at all.
    """
    if isinstance(path, str | PathLike):
        with Path(path).open("rb") as file:
            return read(file)
    data = path.read(stored_zip.MAX_BYTES + 1)
    if len(data) > stored_zip.MAX_BYTES:
        raise BadBundle(f"the file is larger than {stored_zip.MAX_BYTES} bytes, as no bundle is")
    try:
        readme, about, key, checkpoint, lines = stored_zip.read(data, MEMBERS)
    except stored_zip.BadArchive as error:
        raise BadBundle(str(error)) from None
    del data
    if readme != README.encode():
        raise BadBundle("README.txt: not the text that this version of Waardeel writes")
    for member, content in zip(MEMBERS, (readme, about, key, checkpoint), strict=False):
        if len(content) > _MAX_SMALL:
            raise BadBundle(f"{member}: larger than {_MAX_SMALL} bytes")
    slug, name = _organisation(about)
    return Bundle(
        slug=slug,
        name=name,
        vkey=_one_line("key.txt", key),
        checkpoint=_text("checkpoint.txt", checkpoint),
        entries=list(_entries(lines)),
    )


def _lines(entries: Iterable[bytes]) -> Iterator[bytes]:
    for n, line in enumerate(entries):
        if b"\n" in line:
            raise BadBundle(f"entry {n} spans more than one line")
        yield line + b"\n"


def _entries(content: bytes) -> Iterator[bytes]:
    for n, line in enumerate(io.BytesIO(content)):
        if not line.endswith(b"\n"):
            raise BadBundle(f"entries.jsonl: line {n + 1} has no end")
        if not entry.MIN_BYTES < len(line) <= entry.MAX_BYTES + 1:
            raise BadBundle(f"entries.jsonl: line {n + 1} has {len(line)} bytes, as no entry has")
        yield line[:-1]


def _organisation(content: bytes) -> tuple[str, str]:
    line = _one_line("organisation.json", content)
    try:
        about: Any = canonical_json.loads(line.encode())
    except canonical_json.NotCanonical as error:
        raise BadBundle(f"organisation.json: {error}") from None
    if not isinstance(about, dict) or about.keys() != {"name", "slug", "v"}:
        raise BadBundle("organisation.json: an object with name, slug and v is expected")
    if about["v"] != VERSION or isinstance(about["v"], bool):
        raise BadBundle(f"organisation.json: this program knows version {VERSION} of bundles")
    if not isinstance(about["name"], str) or not isinstance(about["slug"], str):
        raise BadBundle("organisation.json: name and slug must be texts")
    return about["slug"], about["name"]


def _one_line(member: str, content: bytes) -> str:
    text = _text(member, content)
    if text.count("\n") != 1 or not text.endswith("\n"):
        raise BadBundle(f"{member}: exactly one line is expected")
    return text[:-1]


def _text(member: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise BadBundle(f"{member}: byte {error.start} is not UTF-8") from None
