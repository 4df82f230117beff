"""The archive, to the byte."""

from __future__ import annotations

import contextlib
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.belenios.elections import WHEN, parts, records, small, written
from waardeel.belenios.archive import Reader, Writer, member
from waardeel.belenios.errors import BadArchive

TOOL = (Path(__file__).parent / "data" / "tool-2.0.bel").read_bytes()


def test_an_archive_of_the_reference_program_is_written_again_to_the_byte():
    file = io.BytesIO()
    writer = Writer.begin(file, Reader(io.BytesIO(TOOL)).timestamp)
    for part in parts(TOOL):
        if isinstance(part, bytes):
            hash_ = writer.data(part)
        else:
            writer.event(part[0], hash_ if part[1] else None)
    assert file.getvalue() == TOOL
    assert writer.parent == records(TOOL)[-1].hash


def test_anybody_can_open_an_archive_with_tar():
    with tarfile.open(fileobj=io.BytesIO(small().archive)) as tar:
        names = tar.getnames()
        assert names[0] == "BELENIOS"
        assert names[1:] == [f"{record.hash}.{record.kind}.json" for record in records(small().archive)]
        assert {member_.mtime for member_ in tar.getmembers()} == {WHEN}


def test_the_smallest_archive_is_two_blocks():
    file = io.BytesIO()
    Writer.begin(file, 0)
    assert len(file.getvalue()) == 1024
    assert file.getvalue()[512:].startswith(b'{"version":1,"timestamp":"0"}')


def test_what_is_added_later_continues_the_chain():
    whole = parts(small().archive)
    file = io.BytesIO(written(whole[:7]))
    writer = Writer.resume(file)
    for part in whole[7:]:
        if isinstance(part, bytes):
            hash_ = writer.data(part)
        else:
            writer.event(part[0], hash_ if part[1] else None)
    assert file.getvalue() == small().archive


def test_a_record_can_be_read_again_from_where_it_stands():
    reader = Reader(io.BytesIO(TOOL))
    every = list(reader)
    assert all(reader.record_at(record.at) == record for record in every)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: b"", "does not begin"),
        (lambda data: data[:700], "in the middle|does not begin"),
        (lambda data: data[:-1], "in the middle"),
        (lambda data: data[:-512], "in the middle"),
        (lambda data: data + b"\0" * 1024, "broken"),  # tar's own end, which this form does not have
        (lambda data: data + b"x", "broken"),
        (lambda data: data[1024:], "does not begin"),
        (lambda data: data + member("../../etc/passwd", b"{}", WHEN), "called"),
        (lambda data: data + member("0" * 64 + ".data.json", b"{}", WHEN), "not what its name"),
        (lambda data: data[:1024] + data[1024:].replace(b"0000644", b"0000755", 1), "another form"),
        (lambda data: data[:1024] + data[1024:].replace(b"0000000\0", b"0001000\0", 1), "another form"),
        (lambda data: data.replace(b'"version":1', b'"version":2', 1), "version 2"),
    ],
)
def test_a_file_that_is_not_exactly_an_archive_is_refused(change, why):
    with pytest.raises(BadArchive, match=why):
        records(change(small().archive))


def test_a_header_that_promises_more_than_there_may_be_is_refused_before_it_is_read():
    huge = bytearray(member("0" * 64 + ".data.json", b"{}", WHEN))
    huge[124:135] = b"77777777777"
    with pytest.raises(BadArchive, match="broken"):
        records(small().archive + bytes(huge))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(TOOL) * 8 - 1))
def test_whichever_bit_is_flipped_the_archive_is_not_read_to_its_end_as_it_was(bit):
    data = bytearray(TOOL)
    data[bit // 8] ^= 1 << bit % 8
    with contextlib.suppress(BadArchive):
        assert records(bytes(data)) != records(TOOL)
