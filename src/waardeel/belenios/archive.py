"""The archive of an election (`UUID.bel`): every record ever published, only ever added to.

It is a tar file of the oldest form, which anybody can open; but the reference program compares it byte for byte with
one that it writes itself, so the few bytes of each header are laid down here by hand. First comes `BELENIOS` with a
time, which all members carry; then `<sha256>.data.json` and `<sha256>.event.json`, named after what is in them.

Source: Belenios specification, "Archive"; POSIX.1-1988 for the header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal, NamedTuple

from waardeel.belenios import wire
from waardeel.belenios.errors import BadArchive, BadRecord

_BLOCK = 512
_HEADER = "BELENIOS"
_VERSION = 1
Kind = Literal["data", "event"]


class Record(NamedTuple):
    """One record: its kind, the SHA-256 of what it says (hex), what it says, and the byte at which it begins."""

    kind: Kind
    hash: str
    content: bytes
    at: int


def sha256(content: bytes) -> str:
    """The hash after which a record is named."""
    return hashlib.sha256(content).hexdigest()


def member(name: str, content: bytes, timestamp: int) -> bytes:
    """One member of the archive, with its header and padding."""
    return _head(name, len(content), timestamp) + content + b"\0" * (-len(content) % _BLOCK)


def _head(name: str, size: int, timestamp: int) -> bytes:
    """The header of a member of so many bytes."""
    head = b"".join(
        (
            name.encode().ljust(100, b"\0"),
            b"0000644\0" + b"0000000\0" * 2,
            b"%011o\0" % size,
            b"%011o\0" % timestamp,
        )
    )
    # The checksum is the sum of all bytes, those of the checksum itself taken as spaces.
    checksum = sum(head) + 8 * ord(" ") + ord("0")
    return (head + b"%06o\0 0" % checksum).ljust(_BLOCK, b"\0")


def header(timestamp: int) -> bytes:
    """The first member of an archive."""
    return member(_HEADER, wire.written({"version": _VERSION, "timestamp": str(timestamp)}), timestamp)


class Writer:
    """Adds records to an archive, which must be new (begun with `begin`) or read before (`timestamp`)."""

    def __init__(self, file: BinaryIO, timestamp: int) -> None:
        self._file, self.timestamp = file, timestamp
        self.height, self.parent = -1, ""

    @classmethod
    def begin(cls, file: BinaryIO, timestamp: int) -> Writer:
        """A new archive; `timestamp` in seconds since 1970 is all that it says about time."""
        file.write(header(timestamp))
        return cls(file, timestamp)

    @classmethod
    def resume(cls, file: BinaryIO) -> Writer:
        """Go on at the end of an archive that can be read and written. Raises BadArchive, BadRecord."""
        reader = Reader(file)
        writer = cls(file, reader.timestamp)
        for record in reader:
            if record.kind == "event":
                writer.height, writer.parent = writer.height + 1, record.hash
        return writer

    def data(self, content: bytes) -> str:
        """Add data; its hash."""
        return self._add("data", content)

    def event(self, type_: str, payload: str | None = None) -> str:
        """Add an event about data with the hash `payload`; the hash of the event, which is the head of the chain."""
        self.height += 1
        self.parent = self._add("event", event(self.height, type_, self.parent, payload))
        return self.parent

    def _add(self, kind: Kind, content: bytes) -> str:
        found = sha256(content)
        self._file.write(member(f"{found}.{kind}.json", content, self.timestamp))
        return found


def event(height: int, type_: str, parent: str, payload: str | None) -> bytes:
    """An event in its one writing; the first has no parent."""
    said: dict[str, Any] = {"parent": parent} if parent else {}
    said |= {"height": height, "type": type_}
    if payload is not None:
        said["payload"] = payload
    return wire.written(said)


class Reader:
    """The records of an archive in order, each checked to be exactly as `member` writes it and named after its hash.

    A file that ends in the middle of a record, in other bytes or in anything added, is refused. Raises BadArchive.
    """

    def __init__(self, file: BinaryIO, at: int = 0, timestamp: int | None = None) -> None:
        self._file, self.at = file, at
        self.timestamp = 0 if timestamp is None else timestamp
        file.seek(at)
        if timestamp is None:
            self._begin()

    def _begin(self) -> None:
        name, content = self._next() or ("", b"")
        if name != _HEADER:
            raise BadArchive(what="it does not begin with BELENIOS", at=0)
        try:
            fields = wire.Fields(
                wire.read(content, where="the header"), "the header", required=("version", "timestamp")
            )
            if fields.get("version") != _VERSION:
                raise BadArchive(what=f"it has version {fields.get('version')!r:.20}", at=0)
            self.timestamp = int(fields.big("timestamp"))
        except BadRecord as fault:
            raise BadArchive(what=str(fault), at=0) from fault
        if _head(_HEADER, len(content), self.timestamp) != self._first:
            raise BadArchive(what="its header has another form", at=0)

    def __iter__(self) -> Iterator[Record]:
        while True:
            at = self.at
            found = self._next()
            if found is None:
                return
            name, content = found
            hash_, _, kind = name.partition(".")
            kinds: dict[str, Kind] = {"data.json": "data", "event.json": "event"}
            if kind not in kinds:
                raise BadArchive(what=f"a record is called {name[:80]!r}", at=at)
            if sha256(content) != hash_:
                raise BadArchive(what=f"a record is not what its name {name[:80]!r} says", at=at)
            if _head(name, len(content), self.timestamp) != self._first:
                raise BadArchive(what="the header of a record has another form", at=at)
            yield Record(kinds[kind], hash_, content, at)

    def record_at(self, at: int) -> Record:
        """The record that begins at this byte; where reading goes on is not changed. Raises BadArchive."""
        other = Reader(self._file, at, self.timestamp)
        try:
            return next(iter(other))
        except StopIteration:
            raise BadArchive(what="it is shorter than before", at=at) from None
        finally:
            self._file.seek(self.at)

    def _next(self) -> tuple[str, bytes] | None:
        """Name and content of the next member; its header stays in `_first`."""
        header = self._file.read(_BLOCK)
        if not header:
            return None
        try:
            name = header[:100].rstrip(b"\0").decode("ascii")
            size = int(header[124:135], 8) if header[124:135].isdigit() else -1
        except ValueError:
            name, size = "", -1
        if len(header) < _BLOCK or not 0 <= size <= wire.LONGEST:
            raise BadArchive(what="a header is broken", at=self.at)
        padding = -size % _BLOCK
        content = self._file.read(size)
        if len(content) < size or self._file.read(padding) != b"\0" * padding:
            raise BadArchive(what="it ends in the middle of a record", at=self.at)
        self._first = header
        self.at += _BLOCK + size + padding
        return name, content
