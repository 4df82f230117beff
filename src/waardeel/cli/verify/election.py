"""A verifiable secret poll beside its archive: the record says what the archive proves.

The archive is checked whole (`waardeel.belenios.verify`). Then all that the record says of the poll must follow: the
fingerprint of the election, as many codes as voters beside those that are spare or on paper (see `codes`), each head of
the chain that was written down (at opening, at the end, at each decryption, at closing), the number of ballots and the
sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from waardeel.belenios import verify as elections
from waardeel.belenios.archive import Reader
from waardeel.cli.checking import checked
from waardeel.cli.verify.codes import Codes
from waardeel.cli.verify.finding import Wrong, at, compare, take
from waardeel.formats.entry import Entry
from waardeel.methods.voting import yes_no


@dataclass
class Said:
    """What the record says of one poll whose ballots lie in an archive."""

    opened: Entry
    codes: Codes
    heads: list[Entry] = field(default_factory=list)
    closed: Entry | None = None
    checked: bool = False

    @property
    def uuid(self) -> object:
        """How the protocol names its election."""
        return self.opened.public.get("uuid")


def check(path: Path, polls: list[Said]) -> None:
    """Check an archive, and that it is the one of a poll in the record. Raises Wrong, OSError."""
    try:
        report = checked(path, quiet=True)
    except elections.Wrong as wrong:
        raise Wrong(path.name, str(wrong)) from wrong
    said = next((poll for poll in polls if poll.uuid == report.uuid), None)
    if said is None:
        raise Wrong(path.name, f"the record has no poll whose election is {report.uuid}")
    compare(said.opened, "fingerprint", expected=report.fingerprint, found=take(said.opened, "fingerprint", str))
    ended = next((entry for entry in said.heads if entry.kind == "poll.ended"), None)
    extra = said.codes.check(path, report.uuid, ended)
    compare(said.opened, "voters", expected=report.voters - extra, found=take(said.opened, "voters", int))
    with path.open("rb") as file:
        chain = {record.hash for record in Reader(file) if record.kind == "event"}
    for entry in (said.opened, *said.heads):
        if take(entry, "head", str) not in chain:
            raise Wrong(at(entry), f"its head of the chain is none of the archive {path.name}: another was shown then")
    if said.closed is not None:
        compare(said.closed, "head", expected=report.head, found=take(said.closed, "head", str))
        compare(said.closed, "counted", expected=report.counted, found=take(said.closed, "counted", int))
        sums = report.result[0] if report.result else []
        found = dict(zip(yes_no.CHOICES, map(Fraction, map(str, sums)), strict=False))
        count = yes_no.Count(**found).to_json() if len(found) == len(yes_no.CHOICES) else None
        compare(said.closed, "count", expected=count, found=take(said.closed, "count", dict))
    said.checked = True
