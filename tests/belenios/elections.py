"""Elections for the tests, played once and kept as bytes."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from waardeel.belenios import rehearse
from waardeel.belenios.archive import Reader, Record, Writer
from waardeel.belenios.election import Question
from waardeel.belenios.group import RFC_3526_2048
from waardeel.belenios.ranked import Ranking
from waardeel.belenios.rehearse import Rehearsal

WHEN = 1_795_717_195
ONE_OF_THREE = (Question("Wie wordt voorzitter?", ("Ann", "Bo", "Cleo"), 0, 1),)
TWO = (
    Question("Welke twee plannen?", ("Tuin", "Dak", "Fietsen"), 1, 2, blank=True),
    Question("é?", ("Ja", "Nee"), 0, 1),
)

ORDER = Ranking("In which order?", ("Anna", "Bo", "Cleo"))


@dataclass(frozen=True)
class Played:
    """A rehearsal, its archive and its result."""

    rehearsal: Rehearsal
    archive: bytes
    result: list[list[int]]


def rehearsal(questions: Sequence[Question] = ONE_OF_THREE, *, seed: int = 1, voters: int = 4, **more) -> Rehearsal:
    return rehearse.set_up(questions, voters=voters, below=random.Random(seed).randrange, **more)


def played(votes, questions: Sequence[Question] = ONE_OF_THREE, *, present=None, shuffles=(1,), **more) -> Played:
    """`present` are the numbers of the trustees who decrypt; else as many as are needed."""
    made, file = rehearsal(questions, **more), io.BytesIO()
    result = rehearse.play(made, file, votes, timestamp=WHEN, present=present, shuffles=shuffles)
    return Played(made, file.getvalue(), result)


@cache
def small() -> Played:
    """Four voters, one of whom votes again: Ann 1, Bo 1, Cleo 1."""
    return played([(0, [[1, 0, 0]]), (1, [[0, 1, 0]]), (2, [[1, 0, 0]]), (0, [[0, 0, 1]])])


@cache
def wide() -> Played:
    """Two questions, blank votes, weights and three trustees."""
    votes = [(0, [[0, 1, 0, 1], [1, 0]]), (1, [[1, 0, 0, 0], [0, 0]]), (2, [[0, 0, 0, 1], [0, 1]])]
    return played(votes, TWO, trustees=3, weights=[1, 3, 5_000_000_000])


@cache
def shared() -> Played:
    """Two of three trustees read the result; the second is not there."""
    return played([(0, [[1, 0, 0]]), (1, [[0, 1, 0]]), (2, [[1, 0, 0]])], trustees=3, threshold=2, present=[3, 1])


@cache
def ranked() -> Played:
    """Four voters of whom one votes again rank three answers; two trustees, who both shuffle."""
    votes = [(0, [[1, 2, 3]]), (1, [[3, 1, 2]]), (2, [[1, 0, 0]]), (0, [[2, 1, 3]]), (3, [[1, 2, 2]])]
    return played(votes, (ORDER,), group=RFC_3526_2048, trustees=2, shuffles=(2, 1))


def records(archive: bytes) -> list[Record]:
    return list(Reader(io.BytesIO(archive)))


def written(parts: Sequence[tuple[str, ...] | bytes]) -> bytes:
    """An archive of these parts: bytes are data, ("Type", payload hash) events; a payload of "-" is the last data."""
    file, last = io.BytesIO(), None
    writer = Writer.begin(file, WHEN)
    for part in parts:
        if isinstance(part, bytes):
            last = writer.data(part)
        else:
            type_, payload = part
            writer.event(type_, last if payload == "-" else payload or None)
    return file.getvalue()


def parts(archive: bytes) -> list[tuple[str, ...] | bytes]:
    """What `written` makes the same archive of."""

    found: list[tuple[str, ...] | bytes] = []
    for record in records(archive):
        if record.kind == "data":
            found.append(record.content)
        else:
            event = json.loads(record.content)
            found.append((event["type"], "-" if "payload" in event else ""))
    return found
