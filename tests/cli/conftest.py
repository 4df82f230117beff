"""Records to check: a small one with a poll and a wave, and a way to write any other."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from waardeel.formats import bundle
from waardeel.formats.entry import entry_bytes
from waardeel.register.domain import open_log, rename_log
from waardeel.register.domain import record as record_entry
from waardeel.register.models import Log
from waardeel.tlog import merkle
from waardeel.tlog.checkpoint import Checkpoint, Signer, sign

ORIGIN = "waardeel.example/o/de-brug"
POLL = f"poll/{UUID(int=1)}"
WAVE = f"wave/{UUID(int=2)}"
RULES = {
    "quorum": {"base": "members", "share": "1/2"},
    "majority": {"base": "cast", "share": "1/2", "strict": True},
}
QUESTION = {
    "key": "safe",
    "n": 5,
    "sum": 35,
    "sum_squares": 255,
    "mean": "7.00",
    "low": "5.04",
    "high": "8.96",
}

Story = list[tuple[str, dict[str, Any]]]


class Record:
    """Writes a story, a list of (kind, public part), as a signed bundle."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signer = Signer.generate(ORIGIN)

    def lines(self, story: Story) -> list[bytes]:
        start = datetime(2026, 1, 1, tzinfo=UTC)
        return [
            entry_bytes(
                n=n,
                at=start + timedelta(hours=n),
                kind=kind,
                organisation="de-brug",
                subject=public.get("poll") or public.get("wave"),
                public=public,
                private="ab" * 32 if kind == "ballot.cast" else None,
            )
            for n, (kind, public) in enumerate(story)
        ]

    def head(self, lines: Sequence[bytes]) -> str:
        tree = merkle.MemoryStore([merkle.leaf_hash(line) for line in lines])
        return sign(Checkpoint(self.signer.name, tree.size, merkle.root(tree, tree.size)), self.signer)

    def data(self, lines: Sequence[bytes], **changes: Any) -> bytes:
        target = io.BytesIO()
        parts = {
            "slug": "de-brug",
            "name": "De Brug",
            "vkey": self.signer.verifier_key,
            "checkpoint": self.head(lines),
        }
        bundle.write(target, **parts | changes, entries=lines)
        return target.getvalue()

    def write(self, story: Story | Sequence[bytes], **changes: Any) -> str:
        """Write a bundle of a story, or of lines as they are, and return its path."""
        lines = [item for item in story if isinstance(item, bytes)] or self.lines(story)
        path = self.folder / "record.zip"
        path.write_bytes(self.data(lines, **changes))
        return str(path)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path)


@pytest.fixture
def story() -> Story:
    """A cooperative decides with 3 of its 4 members (one votes twice), and asks 6 people how they feel."""
    return [
        ("organisation.founded", {"name": "The Bridge", "kind": "cooperative"}),
        ("organisation.renamed", {"name": "De Brug"}),
        (
            "poll.opened",
            {
                "poll": POLL,
                "question": {"nl": "Doen we het?"},
                "method": "yes-no",
                "voters": 4,
                "rules": RULES,
            },
        ),
        ("ballot.cast", {"poll": POLL}),
        ("ballot.cast", {"poll": POLL}),
        ("ballot.cast", {"poll": POLL, "again": True}),
        ("ballot.cast", {"poll": POLL}),
        (
            "poll.closed",
            {
                "poll": POLL,
                "voters": 4,
                "ballots": [["A2", "yes", "1"], ["B7", "no", "1"], ["C1", "yes", "1"]],
                "count": {"yes": "2", "no": "1", "abstain": "0"},
                "verdict": {
                    "adopted": True,
                    "reason": "adopted",
                    "steps": [
                        step("quorum", "3", ">=", "2", "1/2", "members", "4", 2),
                        step("votes", "3", ">", "0", "0", "cast", "3", 1),
                        step("majority", "2", ">", "3/2", "1/2", "cast", "3", 2),
                    ],
                },
            },
        ),
        (
            "wave.published",
            {
                "wave": WAVE,
                "funnel": {"eligible": 9, "invited": 8, "opened": 7, "answered": 6},
                "minimum_cell": 5,
                "confidence": "0.95",
                "questions": [QUESTION, {"key": "proud", "suppressed": True}],
            },
        ),
    ]


def step(
    what: str, left: str, relation: str, right: str, share: str, of: str, total: str, whole: int
) -> dict[str, Any]:
    """A step of a verdict that holds, written out by hand from the rules above."""
    return {
        "what": what,
        "left": left,
        "relation": relation,
        "right": right,
        "holds": True,
        "share": share,
        "of": of,
        "total": total,
        "whole": whole,
    }


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run `waardeel` and return its exit code, output and errors."""
    from waardeel.cli import main

    def runner(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return runner


@dataclass
class Founded:
    """Whatever has a log, as the register sees it."""

    log: Log


@pytest.fixture
def logs(empty_house: None) -> None:
    """Two organisations with a record here; one has taken another name since."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for slug, first, last in (
        ("green-thread", "Thread", "Green Thread"),
        ("waardstad", "Waardstad", "Wâardstad"),
    ):
        log = open_log(id=uuid4(), slug=slug, name=first)
        record_entry("organisation.founded", in_=Founded(log), at=now, public={"name": first})
        rename_log(log=log, name=last)
        record_entry("organisation.renamed", in_=Founded(log), at=now, public={"name": last})
