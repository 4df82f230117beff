"""How long a record of 100,000 entries takes to append to, to prove from, to write as a bundle and to verify.

Run: .venv/bin/python bench/tlog.py [ENTRIES]. Prints the median of a few runs of each step.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from waardeel.cli.verify import verify
from waardeel.formats import bundle
from waardeel.formats.entry import entry_bytes, parse_entry
from waardeel.tlog import merkle
from waardeel.tlog.checkpoint import Checkpoint, Signer, sign

START = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 100


def lines_of(count: int) -> list[bytes]:
    """Entries of the size that promises and their evidence have."""
    return [
        entry_bytes(
            n=n,
            at=START + timedelta(seconds=n),
            kind="evidence.added",
            organisation="de-brug",
            subject=f"commitment/{UUID(int=n)}",
            public={
                "what": {"nl": "Schoongemaakt", "fr": "Nettoyé"},
                "hours": "3.5",
                "number": n,
                "late": False,
            },
            private="ab" * 32,
        )
        for n in range(count)
    ]


def appended(leaves: list[bytes]) -> merkle.MemoryStore:
    """The tree, built a hundred leaves at a time as an import would."""
    tree = merkle.MemoryStore()
    for start in range(0, len(leaves), BATCH):
        tree.extend(leaves[start : start + BATCH])
    return tree


def prove(tree: merkle.MemoryStore, places: range) -> None:
    """Make and check a proof of inclusion and one of consistency for each place."""
    size = tree.size
    root = merkle.root(tree, size)
    for place in places:
        (leaf,) = tree.get([(0, place)])
        proof = merkle.inclusion_proof(tree, place, size)
        assert merkle.verify_inclusion(leaf, place, size, proof, root)
        proof = merkle.consistency_proof(tree, place, size)
        assert merkle.verify_consistency(place, size, merkle.root(tree, place), root, proof)


def measured(what: str, act: Callable[[], Any], runs: int = 5) -> Any:
    """Run an act a few times and print the median time."""
    times = []
    for _ in range(runs):
        before = perf_counter()
        result = act()
        times.append(perf_counter() - before)
    print(f"{what:<52} {median(times) * 1000:>9.1f} ms")
    return result


def main(count: int) -> None:
    signer = Signer.generate("waardeel.example/o/de-brug")
    lines = measured(f"make {count:,} entries", lambda: lines_of(count), runs=3)
    measured("read them back, strictly", lambda: [parse_entry(line) for line in lines], runs=3)
    leaves = measured("hash them as leaves", lambda: [merkle.leaf_hash(line) for line in lines])
    tree = measured(f"append them, {BATCH} at a time", lambda: appended(leaves))
    measured("append one more", lambda: merkle.append(tree, count, [bytes(32)]), runs=101)
    places = range(1, count, max(count // 1000, 1))
    measured(f"make and check {2 * len(places):,} proofs", lambda: prove(tree, places))
    head = sign(Checkpoint(signer.name, count, merkle.root(tree, count)), signer)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "de-brug.zip"
        about = {"slug": "de-brug", "name": "de-brug", "vkey": signer.verifier_key, "checkpoint": head}
        measured("write the bundle", lambda: bundle.write(path, **about, entries=iter(lines)), runs=3)
        measured("verify the bundle", lambda: verify(path), runs=3)
        print(f"{'size of the bundle':<52} {path.stat().st_size / 1e6:>9.1f} MB")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{'most memory used by all of this':<52} {memory:>9.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
