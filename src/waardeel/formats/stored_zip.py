"""Zip archives of which every byte is settled by their contents.

Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4; only the plainest form of it: nothing compressed, no
dates, no comments. Any program opens them. Because the same contents always give the same bytes, a reader can
rebuild the archive from what it read and so see any change, also of the bytes that other programs overlook.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO, NamedTuple
from zlib import crc32

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
#: 1 January 1980, the first day that the form knows: the contents say when things happened, not the
#: container.
_DATE = 0x21
#: The form cannot hold more without its 64-bit extension; readers here refuse far smaller files already.
MAX_BYTES = 1024**3


class BadArchive(ValueError):
    """Not an archive as `write` makes it; the message says where and why."""


class _Member(NamedTuple):
    name: str
    crc: int
    size: int
    offset: int


def write(target: BinaryIO, members: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write named members, each given in pieces, to a file that can be sought in.

    Names are plain ASCII. Raises ValueError when the archive would pass `MAX_BYTES`.
    """
    start = target.tell()
    written: list[_Member] = []
    for name, pieces in members:
        offset = target.tell() - start
        target.write(_local_header(_Member(name, 0, 0, offset)))
        crc = size = 0
        for piece in pieces:
            target.write(piece)
            crc, size = crc32(piece, crc), size + len(piece)
            if offset + size > MAX_BYTES:
                raise ValueError(f"{name} makes the archive larger than {MAX_BYTES} bytes")
        member = _Member(name, crc, size, offset)
        target.seek(start + offset)
        target.write(_local_header(member))
        target.seek(size, 1)
        written.append(member)
    target.write(_directory(written, target.tell() - start))


def read(data: bytes, names: Sequence[str]) -> list[bytes]:
    """The members of an archive, which must have exactly these names in this order.

    Needs no more memory than ``data`` and its copy. Raises BadArchive when a single byte is not as `write`
    would have it.
    """
    members: list[_Member] = []
    contents: list[bytes] = []
    place = 0
    for name in names:
        header = data[place : place + _LOCAL.size + len(name)]
        if len(header) < _LOCAL.size:
            raise BadArchive(f"byte {place}: the file ends where {name} should begin")
        size: int = _LOCAL.unpack_from(header)[8]
        start = place + len(header)
        content = data[start : start + size]
        member = _Member(name, crc32(content), len(content), place)
        if header != _local_header(member):
            raise BadArchive(f"byte {place}: {_fault(header, member)}")
        members.append(member)
        contents.append(content)
        place = start + size
    if data[place:] != _directory(members, place):
        raise BadArchive(f"byte {place} or later: the list of contents at the end is not that of this file")
    return contents


def _local_header(member: _Member) -> bytes:
    name = member.name.encode("ascii")
    fields = (b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, member.crc, member.size, member.size, len(name), 0)
    return _LOCAL.pack(*fields) + name


def _directory(members: Sequence[_Member], offset: int) -> bytes:
    parts = []
    for member in members:
        name = member.name.encode("ascii")
        fields = (_VERSION, _VERSION, 0, 0, 0, _DATE, member.crc, member.size, member.size, len(name))
        parts += [_CENTRAL.pack(b"PK\x01\x02", *fields, 0, 0, 0, 0, 0, member.offset), name]
    directory = b"".join(parts)
    count = len(members)
    return directory + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)


def _fault(header: bytes, member: _Member) -> str:
    """What is wrong with the header of a member, for a person to read."""
    magic, _, flags, method, _, _, crc, size, full_size, name_size, _ = _LOCAL.unpack_from(header)
    if magic != b"PK\x03\x04":
        return f"{member.name} should begin here"
    if name_size != len(member.name) or header[_LOCAL.size :] != member.name.encode("ascii"):
        found = header[_LOCAL.size :].decode("ascii", "replace")
        return f"expected {member.name}, found a name that begins with {found!a}"
    if flags or method or size != full_size:
        return f"{member.name} is compressed or encrypted: another program packed this file"
    if size != member.size:
        return f"{member.name} is cut off"
    if crc != member.crc:
        return f"{member.name} does not fit its checksum: it was changed"
    return f"{member.name} has a date or a mark that it should not have: another program packed this file"
