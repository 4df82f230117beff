"""`waardeel verify`: check a bundle, trusting nobody. No Django, database, network or clock.

What is checked, in this order: the file itself, its key and signature, the form and place of every entry, the
root over all of them; then whatever the entries say that can be derived again. A room whose entries can be
recomputed gets one file here, with a class that is a `Follower`, and one line in `FOLLOWERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from waardeel.cli.verify import chain
from waardeel.cli.verify.finding import Wrong, at
from waardeel.cli.verify.polls import Polls
from waardeel.cli.verify.waves import Waves
from waardeel.formats import bundle as bundles
from waardeel.formats.entry import Entry
from waardeel.tlog.checkpoint import fingerprint

__all__ = ["FOLLOWERS", "Follower", "Report", "Wrong", "verify"]


class Follower(Protocol):
    """Reads the entries of one room in order and derives again what they say."""

    @property
    def steps(self) -> Mapping[str, Callable[[Entry], None]]:
        """The check for each kind of entry. A check raises Wrong, or ValueError with what is wrong."""

    @property
    def totals(self) -> dict[str, int]:
        """What was done, in numbers."""


FOLLOWERS: tuple[Callable[[], Follower], ...] = (Polls, Waves)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and found right.

    ``totals`` counts what was derived again; ``earlier`` is the size of the earlier head that the record was
    found to begin with, if one was given.
    """

    slug: str
    name: str
    entries: int
    root: str
    key: str
    fingerprint: str
    totals: dict[str, int]
    earlier: int | None

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "organisation": self.slug,
            "name": self.name,
            "entries": self.entries,
            "root": self.root,
            "key": self.key,
            "fingerprint": self.fingerprint,
            **self.totals,
            "earlier": self.earlier,
        }


def verify(
    path: str | PathLike[str] | BinaryIO,
    *,
    key: str | None = None,
    earlier: str | None = None,
    archives: Sequence[Path] = (),
) -> Report:
    """Check a bundle.

    ``key`` is the public key that the reader knows from elsewhere; ``earlier`` the text of a checkpoint kept
    from before; ``archives`` are those of verifiable secret polls, each checked whole and against what the record
    says of its poll. Raises Wrong with the first thing that is wrong, and OSError when the file cannot be read.
    """
    try:
        bundle = bundles.read(path)
    except bundles.BadBundle as error:
        raise Wrong("the file", str(error)) from None
    verifier = chain.check_key(bundle, key)
    head = chain.check_head(bundle, verifier)
    followers = [follower() for follower in FOLLOWERS]
    steps = {kind: step for follower in followers for kind, step in follower.steps.items()}
    # Only what some check will look at is kept: a record can be long.
    kept = [entry for entry in chain.entries_of(bundle) if entry.kind in steps or entry.kind in chain.NAMING]
    tree = chain.check_root(bundle, head)
    chain.check_name(bundle, kept)
    old = None if earlier is None else chain.check_earlier(bundle, head, tree, earlier)
    for entry in kept:
        if entry.kind in steps:
            try:
                steps[entry.kind](entry)
            except ValueError as error:
                raise Wrong(at(entry), str(error)) from None
    for follower in followers:
        if isinstance(follower, Polls):
            for archive in archives:
                follower.check_archive(archive)
    return Report(
        slug=bundle.slug,
        name=bundle.name,
        entries=head.size,
        root=head.root.hex(),
        key=bundle.vkey,
        fingerprint=fingerprint(bundle.vkey),
        totals={name: total for follower in followers for name, total in follower.totals.items()},
        earlier=None if old is None else old.size,
    )
