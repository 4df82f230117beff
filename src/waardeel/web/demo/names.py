"""Names of people who do not exist: first names and surnames of many origins, put together by chance."""

from __future__ import annotations

import random


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("\n", " ").split(","))


FIRST = _listed("""
Aisha, Anouk, Arjen, Bart, Bilal, Bianca, Cem, Chantal, Daan, Dewi, Dirk, Ebru, Edwin, Elif, Emine, Erik,
Esra, Eva, Fatima, Femke, Floor, Frank, Gijs, Hanna, Hakan, Hatice, Henk, Ilse, Imane, Ingrid, Jamal, Janneke,
Jasper, Jeroen, Joke, Jorrit, Karim, Kees, Khadija, Kim, Lars, Latifa, Leyla, Lieke, Lotte, Maaike, Marijke,
Marloes, Mehmet, Mila, Mohamed, Murat, Nadia, Niels, Nienke, Omar, Pieter, Rachid, Ravi, Remco, Rik, Roos,
Ruben, Sanne, Saskia, Selma, Sjoerd, Soufiane, Stijn, Sunita, Tamara, Thijs, Tineke, Tom, Usha, Vera, Wendy,
Willem, Yara, Yusuf, Zeynep
""")
LAST = _listed("""
Aydin, Baars, Bakhuis, Benali, Bergsma, Boukhris, Brandt, Chaoui, Cornelisse, Damen, de Ridder, Demir,
Dijkhof, Doorn, Eelman, El Amrani, Ferwerda, Gopal, Groothuis, Haverkort, Hoekman, Idrissi, Jonkman, Kaya,
Koolwijk, Kuijt, Lammers, Lindeboom, Mertens, Meulendijk, Nasser, Oosterwal, Ozturk, Pauwels, Postma, Ramdin,
Rietveen, Sahin, Schouwstra, Tahiri, Terlouw, Uitham, van den Aker, van Loon, Veldstra, Verbeek, Wagenaar,
Wessels, Yilmaz, Zijlstra
""")


def names(chance: random.Random, number: int) -> list[str]:
    """So many different names, as far as there are; after that the same name may come again, as in life."""
    pairs = [f"{first} {last}" for first in FIRST for last in LAST]
    found = chance.sample(pairs, min(number, len(pairs)))
    return found + chance.choices(pairs, k=number - len(found))
