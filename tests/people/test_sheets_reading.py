"""Reading any file an office has, and refusing cleanly what is hostile or no table."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from waardeel.people.errors import BrokenLine, FileEmpty, FileTooBig, NotATable, TooManyRows
from waardeel.people.sheets import reading
from waardeel.people.sheets.reading import Formula, excel_day, read_table
from waardeel.people.sheets.writing import csv_of

LIMIT = 12_000_000


def cells(content: bytes) -> list[tuple]:
    return [row.cells for row in read_table(content, LIMIT)]


def workbook(*rows: list) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def xlsx(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content: bytes, part: str, change) -> bytes:
    """The same spreadsheet with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "windows-1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_in_any_usual_form(encoding: str, delimiter: str, newline: str) -> None:
    text = newline.join([f"naam{delimiter}klasse", f"Zoë Lefèvre{delimiter}A", ""])
    assert cells(text.encode(encoding)) == [("naam", "klasse"), ("Zoë Lefèvre", "A")]


def test_the_euro_sign_of_windows_is_read() -> None:
    assert cells("naam\nK€m".encode("windows-1252"))[1] == ("K€m",)
    # These bytes mean nothing in Windows-1252, and something in Latin-1.
    assert cells(b"naam\nK\x81\xe9m")[1] == ("K\x81ém",)


def test_quotes_line_ends_and_the_hint_for_the_separator() -> None:
    content = b'sep=;\nnaam;klasse\n"Jansen; ""Jan""\njr.";A\n'
    rows = read_table(content, LIMIT)
    assert [(row.number, row.cells) for row in rows] == [
        (2, ("naam", "klasse")),
        (3, ('Jansen; "Jan" jr.', "A")),
    ]


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    assert [row.number for row in read_table(b"\n\nnaam\n\nKim\n \nNoa\n", LIMIT)] == [3, 5, 7]
    book = workbook(["naam"], ["Kim"], [None], ["Noa"])
    assert [row.number for row in read_table(xlsx(book), LIMIT)] == [1, 2, 4]


def test_signs_without_width_and_doubled_spaces_go() -> None:
    assert cells("naam\n\u200bKim\u00a0 de\u202e  Wit\ufeff\n".encode())[1] == ("Kim de Wit",)
    assert cells("naam\nZoe\u0308\n".encode())[1] == ("Zoë",)


def test_values_of_a_spreadsheet() -> None:
    book = workbook(
        ["naam", "nr", "sinds", "x"],
        ["Kim", 12, date(2020, 1, 2), True],
        ["Noa", 12.0, datetime.fromisoformat("2020-01-02T03:04"), 1.5],
        ["=A2", "=1+1", None, "'=x"],
    )
    assert cells(xlsx(book))[1:] == [
        ("Kim", "12", date(2020, 1, 2), "TRUE"),
        ("Noa", "12", date(2020, 1, 2), "1.5"),
        (Formula, Formula, "", "=x"),
    ]


def test_only_the_first_visible_sheet_is_read() -> None:
    book = workbook(["secret"], ["x"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("members")
    sheet.append(["naam"])
    sheet.append(["Kim"])
    assert cells(xlsx(book)) == [("naam",), ("Kim",)]


@pytest.mark.parametrize("content", [b"", b"  \n ", b"naam\n", b"naam,nr\n,,\n\n", b"\xef\xbb\xbf"])
def test_nothing_in_it(content: bytes) -> None:
    with pytest.raises(FileEmpty):
        cells(content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\x00\x01\x02",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),  # a spreadsheet of before 2007
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"naam\nK\x00im\n",
        b"\xff\xfenaa",  # says UTF-16 and is not
        b"PK\x03\x04 no zip at all",
        b"PK",
    ],
)
def test_files_of_another_kind(content: bytes) -> None:
    with pytest.raises(NotATable):
        cells(content)


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_row() -> None:
    with pytest.raises(BrokenLine) as error:
        cells(b'naam;klasse\nKim;A\n"Noa;B\nLou;C\n')
    assert error.value.facts == {"row": 3}


def test_too_many_bytes_rows_or_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileTooBig) as error:
        read_table(b"naam\nKim\n", 8)
    assert error.value.field == "file"
    monkeypatch.setattr(reading, "MAX_ROWS", 5)
    monkeypatch.setattr(reading, "MAX_LINES", 9)
    assert len(cells(b"naam\n" + b"Kim\n" * 5)) == 6
    for content in (b"naam\n" + b"Kim\n" * 6, b"naam\nKim" + b"\n" * 9 + b"Noa"):
        with pytest.raises(TooManyRows):
            cells(content)
    with pytest.raises(TooManyRows):
        cells(xlsx(workbook(["naam"], *([["Kim"]] * 6))))


def test_a_sheet_that_claims_to_be_enormous_is_read_as_what_it_is() -> None:
    content = xlsx(workbook(["naam"], ["Kim"]))
    huge = changed(
        content, "xl/worksheets/sheet1.xml", lambda data: data.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    )
    assert huge != content
    assert cells(huge) == [("naam",), ("Kim",)]


def test_a_row_at_the_end_of_the_world_is_refused() -> None:
    book = workbook(["naam"], ["Kim"])
    book.active.cell(row=1_048_576, column=16_384, value="x")
    with pytest.raises(TooManyRows):
        cells(xlsx(book))


def test_a_column_at_the_end_of_the_world_is_left_out() -> None:
    book = workbook(["naam"], ["Kim"])
    book.active.cell(row=2, column=16_384, value="x")
    assert cells(xlsx(book)) == [("naam",), ("Kim",)]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(reading.MAX_UNPACKED + 1))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(NotATable):
        cells(out.getvalue())


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = xlsx(workbook(["naam"], ["K" * 5000]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(NotATable):
        cells(lying)


def test_thousands_of_parts_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(reading.MAX_PARTS + 1):
            archive.writestr(f"xl/{n}.xml", b"")
    with pytest.raises(NotATable):
        cells(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("padding", [0, 70_000])
def test_entities_are_refused_wherever_they_hide(encoding: str, padding: int) -> None:
    def laugh(data: bytes) -> bytes:
        entities = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        text = data.decode().split("?>", 1)[-1]
        return f"<!--{'x' * padding}-->{entities}{text}".encode(encoding)

    content = changed(xlsx(workbook(["naam"], ["Kim"])), "xl/worksheets/sheet1.xml", laugh)
    with pytest.raises(NotATable):
        cells(content)


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("xl/workbook.xml", b""),
        ("xl/workbook.xml", b"<workbook"),
        ("xl/worksheets/sheet1.xml", b"<a>" * 5000),
        ("xl/worksheets/sheet1.xml", b"no xml"),
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
    ],
)
def test_broken_insides_are_no_table(part: str, data: bytes) -> None:
    content = changed(xlsx(workbook(["naam"], ["Kim"])), part, lambda _data: data)
    with pytest.raises((NotATable, FileEmpty)):
        cells(content)


def test_every_truncation_of_a_spreadsheet_is_answered() -> None:
    content = xlsx(workbook(["naam"], ["Kim"]))
    for length in range(2, len(content), 97):
        with pytest.raises((NotATable, FileEmpty)):
            cells(content[:length])


def test_a_bare_number_is_a_day_of_the_spreadsheet() -> None:
    assert excel_day("44197") == date(2021, 1, 1)
    assert [excel_day(text) for text in ("12", "999999", "x", "", "²")] == [None] * 5


def test_written_cells_are_no_formulas_and_read_back_the_same() -> None:
    rows = [["=1+1", "+31", "-x", "@a", "a=b"], ["\t=1", "\r\n=2", " =3", '"q"', "é;,"]]
    content = csv_of(["naam", "b", "c", "d", "e"], rows)
    text = content.decode("utf-8-sig")
    assert text.splitlines()[1] == "'=1+1;'+31;'-x;'@a;a=b"
    for line in text.splitlines():
        for cell in line.split(";"):
            assert cell.lstrip('"')[:1] not in ("=", "+", "-", "@")
    assert cells(content)[1:] == [("=1+1", "+31", "-x", "@a", "a=b"), ("=1", "=2", "=3", '"q"', "é;,")]
