"""What a row says, and what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest

from waardeel.people.sheets.columns import understand
from waardeel.people.sheets.reading import Formula, Row
from waardeel.people.sheets.rows import PROBLEMS, Parsed, parse

HEADER = ["naam", "email", "lidnummer", "klasse", "lid sinds", "taal"]


def read(*cells, header: list[str] | None = None) -> Parsed:
    return parse(Row(7, cells), understand(header or HEADER, []), date(2027, 1, 1))


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return [(column, code) for column, code, _facts in parsed.problems]


def test_a_whole_row() -> None:
    parsed = read("Kim de Wit", "Kim@Example.org", "12", "A", "31-12-2024", "Frans")
    assert parsed == Parsed(
        number_in_file=7,
        name="Kim de Wit",
        email="kim@example.org",
        number="12",
        member_class="A",
        joined_on=date(2024, 12, 31),
        language="fr",
    )


def test_a_short_row_is_one_with_empty_cells() -> None:
    assert read("Kim") == Parsed(number_in_file=7, name="Kim")


def test_names_in_parts() -> None:
    header = ["voornaam", "tussenvoegsel", "achternaam"]
    assert read("Kim", "de", "Wit", header=header).name == "Kim de Wit"
    assert read("", "", "Wit", header=header).name == "Wit"
    assert codes(read("", "", "", header=header)) == [("last_name", "no_name")]


@pytest.mark.parametrize(
    "said", ["5-1-2020", "05/01/2020", "5.1.2020", "2020-01-05", "2020/01/05", "2020-01-05 00:00:00", "43835",
             date(2020, 1, 5)],
)  # fmt: skip
def test_days_as_offices_write_them(said: object) -> None:
    assert read("Kim", "", "", "", said).joined_on == date(2020, 1, 5)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("", "kim@example.org"), ("name", "no_name")),
        (("x" * 121,), ("name", "too_long")),
        (("Kim", "kim@"), ("email", "no_email")),
        (("Kim", "x" * 250 + "@example.org"), ("email", "too_long")),
        (("Kim", "", "1" * 41), ("number", "too_long")),
        (("Kim", "", "", "k" * 41), ("member_class", "too_long")),
        (("Kim", "", "", "", "31-2-2020"), ("joined_on", "no_date")),
        (("Kim", "", "", "", "5-1-20"), ("joined_on", "no_date")),
        (("Kim", "", "", "", "soon"), ("joined_on", "no_date")),
        (("Kim", "", "", "", "31-12-1899"), ("joined_on", "unlikely_date")),
        (("Kim", "", "", "", date(2027, 1, 2)), ("joined_on", "unlikely_date")),
        (("Kim", "", "", "", "", "Klingon"), ("language", "no_language")),
        ((Formula,), ("name", "formula")),
        (("Kim", "", Formula), ("number", "formula")),
    ],
)
def test_what_is_wrong_is_named_with_its_column(cells: tuple, problem: tuple[str, str]) -> None:
    parsed = read(*cells)
    assert problem in codes(parsed)
    for _column, code, facts in parsed.problems:
        assert str(PROBLEMS[code]) % facts
