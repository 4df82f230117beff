"""Which column means what, by its name in Dutch, French or English, and which must not be stored at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waardeel.people.errors import ColumnTwice, ForbiddenColumn, NoNameColumn
from waardeel.people.sheets.names import folded

#: What a column can mean, and the names (folded) by which it is known.
KNOWN: Mapping[str, str] = {
    "name": "naam volledigenaam naamlid name fullname membername nom nomcomplet nometprenom",
    "first_name": "voornaam roepnaam firstname givenname prenom",
    "infix": "tussenvoegsel tussenvoegsels voorvoegsel infix prefix particule",
    "last_name": "achternaam familienaam lastname surname familyname nomdefamille",
    "email": """email mail emailadres mailadres emailaddress mailaddress adressemail adresseemail
        adresseelectronique courriel""",
    "number": """lidnummer lidnr nummer nr ledennummer relatienummer membernumber memberno memberid number
        numero numerodemembre ndemembre nomembre numerosocietaire""",
    "member_class": """klasse lidklasse ledengroep soortlid soortlidmaatschap lidmaatschapsvorm class
        memberclass category categorie categoriedemembre classe college""",
    "joined_on": """lidsinds lidvanaf sinds datumlid ingangsdatum begindatum toetreding datumtoetreding
        toetredingsdatum membersince since joined joinedon startdate membredepuis depuis dateadhesion
        dateentree""",
    "language": "taal voertaal language langue",
}
MEANING = {name: meaning for meaning, names in KNOWN.items() for name in names.split()}

_PARTS = """burgerservice sofinummer rijksregister registrenational numeronational nationalnumber
    nationalregister socialsecurity securitesociale numerosecu citizenservice nationalinsurance diagnos
    handicap beperking disabilit disabled invalid indicatie uitkering bijstand wajong benefit allocation medis
    medic ziekte illness maladie gezondheid health sante doelgroep arbeidsvermogen arbeidsongeschikt etnic
    ethnic religi godsdienst seksue sexual strafblad criminal"""
_WORDS = """bsn niss insz rrn nir ssn nino ciz wia wao wga iva ww rsa aah rqth mdph lkv lks wmo wlz pgb geloof
    ras race"""
#: Parts of a folded column name that betray what must not be stored, wherever they stand in it.
FORBIDDEN_PARTS = tuple(_PARTS.split())
#: Abbreviations that count only as a whole word of the name.
FORBIDDEN_WORDS = frozenset(_WORDS.split())


@dataclass(frozen=True)
class Columns:
    """Which column holds what: index by meaning, and the names that mean nothing to us."""

    at: Mapping[str, int]
    names: Mapping[str, str]
    ignored: Sequence[str]


def understand(header: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Columns:
    """Find out which column is which. ``rows`` are the rows under it.

    Raises ForbiddenColumn for what must not be stored on a person, ColumnTwice, NoNameColumn.
    """
    names = [str(cell) if cell else "" for cell in header]
    for index, name in enumerate(names):
        if is_forbidden(name) or holds_national_numbers(
            [row[index] for row in rows if index < len(row) and row[index]]
        ):
            raise ForbiddenColumn(column=name[:80])
    at: dict[str, int] = {}
    ignored = []
    for index, name in enumerate(names):
        meaning = MEANING.get(folded(name))
        # In French "Nom" beside "Prénom" is the family name only.
        if meaning == "name" and folded(name) == "nom" and any(folded(other) == "prenom" for other in names):
            meaning = "last_name"
        if meaning is None:
            if name:
                ignored.append(name[:80])
        elif meaning in at:
            raise ColumnTwice(first=names[at[meaning]][:80], second=name[:80])
        else:
            at[meaning] = index
    if "name" not in at and "last_name" not in at:
        raise NoNameColumn(columns=", ".join(name[:40] for name in names if name)[:300])
    return Columns(at=at, names={meaning: names[index][:80] for meaning, index in at.items()}, ignored=ignored)


def is_forbidden(name: str) -> bool:
    """Whether a column of this name holds what must not be stored on a person."""
    words = {folded(word) for word in name.replace("-", " ").replace("_", " ").replace("/", " ").split()}
    whole = folded(name)
    return not words.isdisjoint(FORBIDDEN_WORDS) or any(part in whole for part in FORBIDDEN_PARTS)


def holds_national_numbers(values: Sequence[Any]) -> bool:
    """Whether a column, whatever its name, is full of national numbers of citizens.

    Three or more values that all pass the check of a Dutch BSN (the "eleven test", with -1 for the last
    digit) or of a Belgian national number (97 minus the first nine digits modulo 97, with 2 before them from
    the year 2000).
    By chance that happens to three random numbers once in 1,331 times, and to ten never.
    """
    digits = ["".join(sign for sign in str(value) if sign not in " .-") for value in values]
    return len(digits) >= 3 and (all(map(_is_bsn, digits)) or all(map(_is_belgian, digits)))


def _is_bsn(text: str) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) == 9) or text == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, text, strict=True)) % 11 == 0


def _is_belgian(text: str) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) == 11):
        return False
    check = int(text[9:])
    return check in (97 - int(text[:9]) % 97, 97 - int("2" + text[:9]) % 97)
