"""The codes of a verifiable secret poll: no ballot counts that was cast with a code which may cast none.

    poll.codes_made      {"poll": id, "codes": n, "roll": hash, "spare": [place, ...], "paper": [place, ...]}; places
                         in the roll, which is in the archive
    poll.code_replaced   {"poll": id, "exchange": {"credential": lost, "into": spare, "proof": {...}}}
    poll.code_handed_in  {"poll": id, "exchange": {"credential": given up, "into": "paper", "proof": {...}}}

Each exchange must be proved by whoever holds the code that was given up; a spare code counts once an exchange names it,
and of the codes on paper as many as letters were handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from waardeel.belenios import wire
from waardeel.belenios.archive import Reader
from waardeel.belenios.errors import BeleniosError
from waardeel.belenios.exchange import PAPER, Exchange
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.cli.verify.finding import Wrong, at, compare, take
from waardeel.formats.entry import Entry


@dataclass
class Codes:
    """What the record says of the codes of one poll."""

    made: list[Entry] = field(default_factory=list)
    exchanges: list[Entry] = field(default_factory=list)

    def check(self, path: Path, uuid: str, ended: Entry | None) -> int:
        """Check the ballots of an archive against the codes. Returns how many codes are no voter's. Raises Wrong."""
        if not self.made:
            return 0
        made = self.made[0]
        if len(self.made) > 1:
            raise Wrong(at(self.made[1]), f"the codes of this poll were made before, in {at(made)}")
        roll = self._roll(path, made)
        compare(made, "codes", expected=len(roll), found=take(made, "codes", int))
        spare, paper = (self._at(made, name, roll) for name in ("spare", "paper"))
        extra = len(spare) + len(paper)
        if len(set(spare) | set(paper)) != extra:
            raise Wrong(at(made), "a code is both spare and on paper, or stands twice")
        free, gone, letters = set(spare), set[str](), 0
        for entry in self.exchanges:
            exchange = _exchange(entry, uuid)
            if exchange.credential not in roll or exchange.credential in (free | gone | set(paper)):
                raise Wrong(at(entry), "the code that is given up is no voter's, or was given up before")
            gone.add(exchange.credential)
            if entry.kind == "poll.code_handed_in":
                compare(entry, "exchange.into", expected=PAPER, found=exchange.into)
                letters += 1
            elif exchange.into in free:
                free.remove(exchange.into)
            else:
                raise Wrong(at(entry), "what comes for the code is no spare code, or was given to somebody already")
        used = set(_used(path))
        if wrong := used & (gone | free):
            raise Wrong(path.name, f"ballots with codes that cast none: {len(wrong)} (given up, or spare)")
        on_paper = len(used & set(paper))
        if on_paper > letters:
            raise Wrong(path.name, f"{on_paper} ballots came on paper, and {letters} letters were handed in for one")
        if ended is not None and "ways" in ended.public:
            ways = take(ended, "ways", dict)
            compare(ended, "ways.paper", expected=on_paper, found=ways.get("paper"))
            compare(ended, "ways", expected=len(used), found=sum(take(ended, name, int, ways) for name in ways))
        return extra

    @staticmethod
    def _roll(path: Path, made: Entry) -> dict[str, None]:
        """The public credentials of the archive in their order, once it is the roll that the record names."""
        named = take(made, "roll", str)
        with path.open("rb") as file:
            found = next((record for record in Reader(file) if record.hash == named), None)
        if found is None:
            raise Wrong(at(made), f"its roll of codes is not in the archive {path.name}")
        lines = wire.texts(found.content, where="the public credentials")
        return dict.fromkeys(line.partition(",")[0] for line in lines)

    @staticmethod
    def _at(made: Entry, name: str, roll: dict[str, None]) -> list[str]:
        places, order = made.public.get(name, []), list(roll)
        if not isinstance(places, list) or not all(type(one) is int and 0 <= one < len(order) for one in places):
            raise Wrong(at(made), f"{name} must be places in the roll", found=places)
        return [order[one] for one in places]


def _exchange(entry: Entry, uuid: str) -> Exchange:
    try:
        return Exchange.of(take(entry, "exchange", dict), uuid, GROUP)
    except BeleniosError as fault:
        raise Wrong(at(entry), str(fault)) from fault


def _used(path: Path) -> Iterator[str]:
    """The public credentials with which a ballot was cast, in an archive that was checked."""
    with path.open("rb") as file:
        for record in Reader(file):
            if record.kind == "data" and b'"credential"' in record.content[:2000]:
                value = json.loads(record.content)
                if isinstance(value, dict) and "signature" in value:
                    yield value["credential"]
