"""A bundle is one file whose every byte is settled by what is in it."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel import canonical_json
from waardeel.formats import bundle, stored_zip
from waardeel.formats.bundle import BadBundle

LINES = [b'{"entry":"%s","n":%d}' % (b"x" * 100, n) for n in range(3)]
WHAT = {"slug": "de-brug", "name": "De Brug é", "vkey": "a key", "checkpoint": "a head\n"}


def written(entries=LINES, **changes):
    target = io.BytesIO()
    bundle.write(target, **WHAT | changes, entries=entries)
    return target.getvalue()


def packed(*members):
    """An archive as a bundle has it, with members as given."""
    target = io.BytesIO()
    stored_zip.write(target, ((name, [content]) for name, content in members))
    return target.getvalue()


def with_member(name, content):
    """A bundle in which one member holds something else."""
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        return packed(*((item, content if item == name else archive.read(item)) for item in bundle.MEMBERS))


def refused(data):
    with pytest.raises(BadBundle) as caught:
        bundle.read(io.BytesIO(data))
    reason = str(caught.value)
    assert "\n" not in reason
    return reason


def test_what_is_written_reads_back(tmp_path):
    path = tmp_path / "a.zip"
    bundle.write(path, **WHAT, entries=iter(LINES))
    assert bundle.read(path) == bundle.Bundle(**WHAT, entries=LINES)
    assert bundle.read(str(path)).entries == LINES
    assert bundle.read(io.BytesIO(written([]))).entries == []


def test_the_same_contents_give_the_same_bytes():
    assert written() == written(iter(LINES))


def test_any_zip_program_opens_it():
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(bundle.MEMBERS)
        assert archive.read("README.txt").decode() == bundle.README
        assert archive.read("organisation.json") == '{"name":"De Brug é","slug":"de-brug","v":1}\n'.encode()
        assert archive.read("key.txt") == b"a key\n"
        assert archive.read("checkpoint.txt") == b"a head\n"
        assert archive.read("entries.jsonl") == b"".join(line + b"\n" for line in LINES)


def test_it_can_follow_other_bytes_in_a_file():
    target = io.BytesIO(b"before")
    target.seek(0, io.SEEK_END)
    bundle.write(target, **WHAT, entries=LINES)
    assert target.getvalue() == b"before" + written()


def test_entries_are_not_kept_while_writing(tmp_path):
    """The first entry is on its way to the file before the last one is asked for."""
    target, seen = io.BytesIO(), []

    def entries():
        for line in LINES:
            seen.append(len(target.getvalue()))
            yield line

    bundle.write(target, **WHAT, entries=entries())
    assert seen == [seen[0] + n * (len(LINES[0]) + 1) for n in range(3)]


def test_an_entry_of_two_lines_is_not_written():
    with pytest.raises(BadBundle, match="entry 1 spans more than one line"):
        written([LINES[0], b"a\nb"])


def test_a_bundle_too_large_to_be_read_is_not_written(monkeypatch):
    monkeypatch.setattr(stored_zip, "MAX_BYTES", 3000)
    assert written()
    with pytest.raises(ValueError, match=r"entries.jsonl makes the archive larger than 3000 bytes"):
        written([b"x" * 500] * 10)


def test_a_file_too_large_to_be_a_bundle_is_not_read(monkeypatch):
    data = written()
    monkeypatch.setattr(stored_zip, "MAX_BYTES", len(data) - 1)
    assert "as no bundle is" in refused(data)


@given(st.integers(0, len(written()) * 8 - 1))
def test_a_bit_turned_anywhere_is_refused(bit):
    data = bytearray(written())
    data[bit // 8] ^= 1 << bit % 8
    assert refused(bytes(data))


@given(st.integers(0, len(written()) - 1))
def test_a_file_that_was_cut_off_is_refused(length):
    assert refused(written()[:length])


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused(data):
    assert refused(data)


def test_bytes_added_anywhere_are_refused():
    data = written()
    assert "the list of contents" in refused(data + b"\0")
    assert "README.txt should begin here" in refused(b"\0" + data)
    assert refused(data[:500] + b"\0" + data[500:])


def test_a_repacked_bundle_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in bundle.MEMBERS:
            archive.writestr(name, b"0" * 1000)
    assert refused(target.getvalue()) == (
        "byte 0: README.txt is compressed or encrypted: another program packed this file"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in bundle.MEMBERS:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), b"0" * 100)
    assert "has a date or a mark" in refused(target.getvalue())


def test_other_names_an_extra_one_a_double_one_and_a_missing_one_are_refused():
    contents = [(name, b"x") for name in bundle.MEMBERS]
    assert "expected README.txt, found a name that begins with" in refused(packed(("../../etc/passwd", b"x")))
    assert "expected organisation.json" in refused(packed(contents[0], contents[0], *contents[2:]))
    assert "the list of contents" in refused(packed(*contents, ("more.txt", b"x")))
    assert "expected key.txt" in refused(packed(contents[0], contents[1], contents[3]))
    name = b"\xff\x1b[2J.txt  "[:10]
    hostile = packed(("README.txt", b"x")).replace(b"README.txt", name)
    assert refused(hostile).isprintable()


def test_a_bomb_is_refused_without_being_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", b"\0" * 50_000_000)
    assert "compressed or encrypted" in refused(target.getvalue())


def test_a_member_that_claims_a_giant_size_is_refused():
    data = bytearray(written())
    struct.pack_into("<2I", data, 18, 0xFFFFFFFF, 0xFFFFFFFF)
    assert refused(bytes(data)) == "byte 0: README.txt is cut off"


@pytest.mark.parametrize(
    ("member", "content", "reason"),
    [
        ("README.txt", b"Send money\n", "README.txt: not the text that this version of Waardeel writes"),
        ("organisation.json", b"{}\n", "organisation.json: an object with name, slug and v"),
        (
            "organisation.json",
            b'{"name":"a","slug":"a","v":2}\n',
            "organisation.json: this program knows version 1",
        ),
        ("organisation.json", b'{"name":"a","slug":"a","v":true}\n', "organisation.json: this program knows"),
        (
            "organisation.json",
            b'{"name":1,"slug":"a","v":1}\n',
            "organisation.json: name and slug must be texts",
        ),
        (
            "organisation.json",
            b'{"name":"a","slug":"a","v":1, "x":0}\n',
            "organisation.json: byte 29: not in",
        ),
        ("organisation.json", b'{"name":"a","slug":"a","v":1}', "organisation.json: exactly one line"),
        ("organisation.json", b'{"name":"a","slug":"a","v":1}\n\n', "organisation.json: exactly one line"),
        ("key.txt", b"a\nb\n", "key.txt: exactly one line"),
        ("key.txt", b"\xff\n", "key.txt: byte 0 is not UTF-8"),
        ("key.txt", b"k" * 70_000 + b"\n", "key.txt: larger than 65536 bytes"),
        ("checkpoint.txt", b"ab\xff", "checkpoint.txt: byte 2 is not UTF-8"),
        ("entries.jsonl", b"x" * 200, "entries.jsonl: line 1 has no end"),
        ("entries.jsonl", LINES[0] + b"\n\n", "entries.jsonl: line 2 has 1 bytes, as no entry has"),
        ("entries.jsonl", b"\n" * 1_000_000, "entries.jsonl: line 1 has 1 bytes"),
        ("entries.jsonl", b"x" * 5_000_000 + b"\n", "entries.jsonl: line 1 has 5000001 bytes"),
    ],
)
def test_a_member_that_does_not_have_its_form_is_refused_with_the_reason(member, content, reason):
    assert refused(with_member(member, content)).startswith(reason)


def test_the_short_description_is_canonical():
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        line = archive.read("organisation.json").removesuffix(b"\n")
    assert canonical_json.loads(line) == {"name": "De Brug é", "slug": "de-brug", "v": 1}
