"""The chain: that the entries are all there, in order, unchanged, and signed."""

from __future__ import annotations

from collections.abc import Iterator

from waardeel.cli.verify.finding import Wrong
from waardeel.formats.bundle import Bundle
from waardeel.formats.entry import BadEntry, Entry, parse_entry
from waardeel.tlog import merkle
from waardeel.tlog.checkpoint import BadCheckpoint, BadKey, Checkpoint, Verifier, open_checkpoint

#: The kinds of entry in which an organisation takes a name, as "name" in the public part.
NAMING = ("organisation.founded", "organisation.renamed")


def check_key(bundle: Bundle, expected: str | None) -> Verifier:
    """The key is a key, and the one that the reader already knows, if any."""
    try:
        verifier = Verifier.from_text(bundle.vkey)
    except BadKey as error:
        raise Wrong("key.txt", str(error)) from None
    if expected is not None and expected != bundle.vkey:
        raise Wrong("key.txt", "this is not the key that you gave", expected=expected, found=bundle.vkey)
    return verifier


def check_head(bundle: Bundle, verifier: Verifier) -> Checkpoint:
    """The head is signed by the key, and both are those of this organisation's log."""
    try:
        head = open_checkpoint(bundle.checkpoint, bundle.vkey, alone=True)
    except BadCheckpoint as error:
        raise Wrong("checkpoint.txt", str(error)) from None
    if head.origin != verifier.name:
        raise Wrong("checkpoint.txt", "signed for another log", expected=verifier.name, found=head.origin)
    slug = head.origin.rpartition("/")[2]
    if slug != bundle.slug:
        raise Wrong("organisation.json", "slug is not that of the signed log", expected=slug, found=bundle.slug)
    return head


def entries_of(bundle: Bundle) -> Iterator[Entry]:
    """The entries, each checked to have its form, to be of this organisation and to stand in its place."""
    for n, data in enumerate(bundle.entries):
        try:
            entry = parse_entry(data)
        except BadEntry as error:
            raise Wrong(f"entry {n}", str(error)) from None
        if entry.n != n:
            raise Wrong(f"entry {n}", "it has the number of another place", expected=n, found=entry.n)
        if entry.organisation != bundle.slug:
            raise Wrong(f"entry {n}", "it is of another organisation", expected=bundle.slug, found=entry.organisation)
        yield entry


def check_root(bundle: Bundle, head: Checkpoint) -> merkle.MemoryStore:
    """The entries are exactly those that were signed."""
    if len(bundle.entries) != head.size:
        raise Wrong(
            "entries.jsonl",
            "it does not hold as many entries as were signed",
            expected=head.size,
            found=len(bundle.entries),
        )
    tree = merkle.MemoryStore([merkle.leaf_hash(data) for data in bundle.entries])
    root = merkle.root(tree, tree.size)
    if root != head.root:
        raise Wrong(
            "entries.jsonl",
            "the entries are not those that were signed: at least one was changed",
            expected=f"root {head.root.hex()}",
            found=f"root {root.hex()}",
        )
    return tree


def check_name(bundle: Bundle, entries: list[Entry]) -> None:
    """The name is the one that the organisation last took, or its short name if it never took one."""
    name = next((entry.public.get("name") for entry in reversed(entries) if entry.kind in NAMING), bundle.slug)
    if name != bundle.name:
        raise Wrong("organisation.json", "name is not the last in the record", expected=name, found=bundle.name)


def check_earlier(bundle: Bundle, head: Checkpoint, tree: merkle.MemoryStore, earlier: str) -> Checkpoint:
    """The record begins with the record of an earlier head: nothing that was seen then has been changed."""
    where = "the earlier checkpoint"
    try:
        old = open_checkpoint(earlier, bundle.vkey)
    except BadCheckpoint as error:
        raise Wrong(where, str(error)) from None
    if old.origin != head.origin:
        raise Wrong(where, "it is of another log", expected=head.origin, found=old.origin)
    if old.size > head.size:
        raise Wrong(where, "it holds more entries than this bundle", expected=f"at most {head.size}", found=old.size)
    root = merkle.root(tree, old.size)
    if root != old.root:
        raise Wrong(
            where,
            f"the first {old.size} entries are not those that were signed then: the record was rewritten",
            expected=f"root {old.root.hex()}",
            found=f"root {root.hex()}",
        )
    return old
