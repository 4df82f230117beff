"""Checking elections by verifiable ballot: our verifier beside `belenios-tool` 2.0, on the same archives in one run.

Run: .venv/bin/python bench/ballots.py [BALLOTS] [--runs 3] [--ranked 100] [--large 20000]

Prints medians: seconds of the processor for one process, of the clock for two, the ratio to the tool, and the most
memory of our process; then how long it takes to check ten ballots that were added, and the
same comparison for ranked ballots with one shuffle. `--large` also makes an election of
so many ballots (that takes a while) to see that memory stays. Figures, no verdicts.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

BIN = Path(sys.executable).parent
FOLDER = Path(tempfile.gettempdir()) / "waardeel-bench-ballots"
CHOICES = 5


def played(ballots: int, *more: str) -> Path:
    """The archive of an election with so many ballots, made once."""
    folder = FOLDER / "".join([str(ballots), *more])
    if not folder.exists():
        FOLDER.mkdir(exist_ok=True)
        rehearse = [BIN / "waardeel", "ballots", "rehearse", folder, "--voters", str(ballots), "--seed", "bench"]
        subprocess.run([*rehearse, "--choices", str(CHOICES), "--quiet", *more], check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.bel"))


def timed(*command: str | Path) -> tuple[float, float, str]:
    """Seconds of the processor, of the clock, and what was said."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return work, perf_counter() - start, done.stdout + done.stderr


def peak(archive: Path, workers: int) -> float:
    """Mebibytes at most of the verifying process (the largest of them)."""
    script = (
        "import resource, sys; from waardeel.cli import main; main(sys.argv[1:]);"
        "print(max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    said = timed(sys.executable, "-c", script, "ballots", "verify", archive, "--workers", str(workers), "--json")[2]
    return int(said.split()[-1]) / 1024


def ours(archive: Path, workers: int, *more: str | Path) -> tuple[float, float]:
    work, clock, said = timed(
        BIN / "waardeel", "ballots", "verify", archive, "--workers", str(workers), "--json", *more
    )
    if not json.loads(said)["ok"]:
        raise SystemExit(f"{archive} is not right: {said}")
    return work, clock


def compare(ballots: int, runs: int, *more: str) -> None:
    archive, tool = played(ballots, *more), shutil.which("belenios-tool")
    one, two, theirs = [], [], []
    for _ in range(runs):  # in turn, so that a busy moment strikes all
        one.append(ours(archive, 1)[0])
        two.append(ours(archive, 2)[1])
        if tool:
            theirs.append(timed(tool, "election", "verify", "--dir", archive.parent)[1])
    kind = "rankings, one shuffle, RFC-3526-2048" if more else "choices, BELENIOS-2048"
    print(f"verify {ballots} ballots of {CHOICES} {kind}, medians of {runs}")
    if tool:
        print(f"  belenios-tool 2.0        {median(theirs):8.2f} s")
    for name, figures in (("one process", one), ("two processes, clock", two)):
        ratio = f"{median(theirs) / median(figures):6.1f} x" if tool else ""
        print(f"  {name:<24} {median(figures):8.2f} s {ratio}")
    print(f"  memory, one and two      {peak(archive, 1):8.0f} MiB {peak(archive, 2):6.0f} MiB", flush=True)


def added(ballots: int, more: int = 10) -> None:
    """Check an open election, then the same with a few ballots more."""
    whole = played(ballots).read_bytes()
    events = _places(whole, b'"type":"Ballot"')
    cuts = [at // 512 * 512 + 512 for at in (events[-more - 1], events[-1])]
    with tempfile.TemporaryDirectory() as folder:
        archive, state = Path(folder) / "open.bel", Path(folder) / "state"
        archive.write_bytes(whole[: cuts[0]])
        ours(archive, 2, "--state", state)
        archive.write_bytes(whole[: cuts[1]])
        clock = median(ours(archive, 1, "--since", state)[1] for _ in range(3))
    print(f"verify {more} ballots added to {ballots - more}, start of Python included: {clock:.2f} s", flush=True)


def _places(data: bytes, text: bytes) -> list[int]:
    found, at = [], data.find(text)
    while at >= 0:
        found.append(at)
        at = data.find(text, at + 1)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Our verifier beside belenios-tool.")
    parser.add_argument("ballots", type=int, nargs="?", default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--ranked", type=int, default=100)
    options = parser.parse_args()
    compare(options.ballots, options.runs)
    added(options.ballots)
    compare(options.ranked, options.runs, "--ranked")
    if options.large:
        compare(options.large, 1)
        added(options.large)
    return 0


if __name__ == "__main__":
    sys.exit(main())
