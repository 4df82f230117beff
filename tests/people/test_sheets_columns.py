"""Which column means what, and which must not be stored."""

from __future__ import annotations

import pytest

from waardeel.people.errors import ColumnTwice, ForbiddenColumn, NoNameColumn
from waardeel.people.sheets.columns import is_forbidden, understand


@pytest.mark.parametrize(
    ("header", "meanings"),
    [
        (["Naam", "E-mail", "Lidnummer", "Lid sinds"], ["name", "email", "number", "joined_on"]),
        (["NOM COMPLET", "Adresse e-mail", "N° de membre", "Catégorie", "Membre depuis"], None),
        (["Name", "E-mail address", "Member number", "Class", "Member since"], None),
        (["Voornaam", "Tussenvoegsel", "Achternaam"], ["first_name", "infix", "last_name"]),
        (["Prénom", "Nom", "Langue"], ["first_name", "last_name", "language"]),
    ],
)  # fmt: skip
def test_names_in_three_languages(header: list[str], meanings: list[str] | None) -> None:
    columns = understand(header, [])
    if meanings is not None:
        assert [meaning for meaning, _ in sorted(columns.at.items(), key=lambda item: item[1])] == meanings
    assert (columns.ignored, "name" in columns.at or "last_name" in columns.at) == ([], True)


def test_other_columns_are_named_as_ignored() -> None:
    columns = understand(["Naam", "Schoenmaat", "", "Telefoon"], [["Kim", "38", "", ""]])
    assert columns.ignored == ["Schoenmaat", "Telefoon"]


@pytest.mark.parametrize(
    "name",
    [
        "BSN", "bsn-nummer", "Burgerservicenummer", "Rijksregisternummer", "RRN", "NISS", "INSZ",
        "Numéro national", "N° registre national", "Numéro de sécurité sociale", "NIR",
        "Diagnose", "Diagnostic", "diagnosis", "Handicap", "Beperking", "disability", "Indicatie",
        "CIZ indicatie", "Uitkering", "soort uitkering", "Wajong", "WIA/WAO", "allocation", "benefits",
        "RQTH", "Medische gegevens", "Santé", "Health",
        "doelgroep", "Geloof", "social security number", "SSN",
    ],
)  # fmt: skip
def test_what_must_not_be_stored_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(ForbiddenColumn) as error:
        understand(["Naam", name], [])
    assert error.value.facts == {"column": name}
    assert error.value.field == "file"


@pytest.mark.parametrize("name", ["Naam", "Nummer", "Woonplaats", "Straat", "Telefoon", "Opmerking", "Groep", "Wijk"])
def test_harmless_columns_are_not_refused(name: str) -> None:
    assert not is_forbidden(name)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        (["111222333", "123456782", "999990018"], False),
        (["111222333", "123456782", "111222333"], True),  # pass the eleven test of a BSN
        (["123456789", "123456782", "111222333"], False),
        (["85073003328", "00.01.01-001.05", "85073003328"], True),  # Belgian national numbers
        (["1", "2", "3"], False),
        (["111222333", "123456782"], False),  # two may be chance
    ],
)
def test_national_numbers_are_recognised_under_any_name(values: list[str], refused: bool) -> None:
    rows = [["Kim", value] for value in values]
    if refused:
        with pytest.raises(ForbiddenColumn):
            understand(["Naam", "Lidnummer"], rows)
    else:
        understand(["Naam", "Lidnummer"], rows)


def test_two_columns_of_one_meaning_are_named() -> None:
    with pytest.raises(ColumnTwice) as error:
        understand(["Naam", "E-mail", "Mail"], [])
    assert error.value.facts == {"first": "E-mail", "second": "Mail"}


def test_without_names_the_columns_that_are_there_are_named() -> None:
    with pytest.raises(NoNameColumn) as error:
        understand(["Wie", "E-mail"], [])
    assert error.value.facts == {"columns": "Wie, E-mail"}
