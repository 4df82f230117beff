"""The elections in `data/`, and the reference counts beside them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from waardeel.formats import blt
from waardeel.formats.election import Election
from waardeel.formats.reading import Lines
from waardeel.methods.result import Result

DATA = Path(__file__).parent / "data"


@functools.cache
def election(path: str) -> Election:
    """An election by its path in `data/`, without its suffix. Some files in the wild need a lenient reader."""
    with (DATA / f"{path}.blt").open("rb") as file:
        return blt.read(Lines(file, name=path, lenient=path.endswith(("Jedburgh2012", "42t"))))


@dataclass(frozen=True)
class Reference:
    """A line of a reference dump: what was done, and where votes and states (H, E, D) then stood."""

    action: str
    votes: dict[str, Decimal]
    states: dict[str, str]
    gone: Decimal


def reference(path: Path) -> list[Reference]:
    """The lines of a reference dump that hold votes."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    head, found = lines[0], []
    for cells in lines[1:]:
        if len(cells) == len(head):
            row = dict(zip(head, cells, strict=True))
            numbers = [name.removesuffix(".name") for name in head if name.endswith(".name")]
            found.append(
                Reference(
                    row["Action"],
                    {row[f"{at}.name"]: Decimal(row[f"{at}.vote"]) for at in numbers},
                    {row[f"{at}.name"]: row[f"{at}.state"] for at in numbers},
                    Decimal(row.get("Non-Transferable") or row.get("Residual") or 0),
                )
            )
    return found


def moves(lines: list[Reference]) -> list[Reference]:
    """The stages of a dump: the first count, every exclusion, and every surplus that moved a vote."""
    found: list[Reference] = []
    for before, line in zip([*lines[:1], *lines], lines, strict=False):
        moved = line.action == "transfer" and (before.action == "defeat" or line.votes != found[-1].votes)
        if line.action == "begin" or moved:
            found.append(line)
    return found


def whole(result: Result) -> None:
    """Every vote is somewhere at every stage."""
    for stage in result.facts["stages"]:
        votes = sum(map(Fraction, stage["votes"].values()))
        assert votes + Fraction(stage["exhausted"]) + Fraction(stage["lost"]) == result.facts["valid"]
