"""What must be remembered to check only what is added to an archive.

A state belongs to the event up to which all was verified. As that event holds the hash of the one before it, and so on,
a state also vouches for everything earlier. It says nothing that the archive does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from waardeel.belenios import wire
from waardeel.belenios.election import Election
from waardeel.belenios.errors import BadRecord
from waardeel.belenios.tally import Tally, read_tally

_VERSION = 1


@dataclass
class State:
    """Up to and with event `height`, whose hash is `head`, all is verified; the next record begins at byte `at`.

    `last` has for each credential that voted (by the first half of its SHA-256, hex) where its ballot that counts
    stands; `replaced` the hashes of ballots that were replaced; `products` is the record of the product of the others.
    """

    at: int = 0
    timestamp: int = 0
    height: int = -1
    head: str = ""
    head_at: int = 0
    type: str = ""
    setup: tuple[int, int, int] = (0, 0, 0)  # where election, trustees and credentials stand
    ballots: int = 0
    products: bytes = b""
    last: dict[str, int] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)

    def written(self) -> bytes:
        return wire.written(
            {
                "waardeel": "verified",
                "version": _VERSION,
                "at": self.at,
                "timestamp": self.timestamp,
                "height": self.height,
                "head": self.head,
                "head_at": self.head_at,
                "type": self.type,
                "setup": list(self.setup),
                "ballots": self.ballots,
                "products": self.products.decode(),
                "last": self.last,
                "replaced": sorted(self.replaced),
            }
        )

    @classmethod
    def read(cls, data: bytes) -> State:
        """A state that was written before. Raises BadRecord."""
        where = "the state of an earlier check"
        fields = wire.Fields(
            wire.read(data, where=where),
            where,
            required=(
                "waardeel", "version", "at", "timestamp", "height", "head", "head_at", "type", "setup", "ballots",
                "products", "last", "replaced",
            ),
        )  # fmt: skip
        if fields.get("waardeel") != "verified" or fields.get("version") != _VERSION:
            fields.refuse("Another kind of file")
        setup, last = fields.many("setup", 3), fields.get("last")
        if not isinstance(last, dict) or not all(type(each) is int for each in (*last.values(), *setup)):
            fields.refuse("Something else than places")
        replaced = fields.many("replaced")
        if not all(isinstance(each, str) for each in replaced):
            fields.refuse("Something else than hashes")
        return cls(
            at=_place(fields, "at"),
            timestamp=_place(fields, "timestamp"),
            height=_place(fields, "height"),
            head=fields.text("head"),
            head_at=_place(fields, "head_at"),
            type=fields.text("type"),
            setup=(setup[0], setup[1], setup[2]),
            ballots=_place(fields, "ballots"),
            products=fields.text("products").encode(),
            last=last,
            replaced=set(replaced),
        )

    def tally(self, election: Election) -> Tally:
        """The product of the ballots that count so far. Raises BadRecord."""
        return Tally(election, read_tally(self.products, election) if self.products else None)


def _place(fields: wire.Fields, name: str) -> int:
    value = fields.get(name)
    if type(value) is not int or value < 0:
        raise BadRecord(what=f"{name} is no whole number", where=fields.where)
    return value
