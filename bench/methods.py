"""The decision methods beside their peers: seconds and memory, kernel and from file apart.

Run: .venv/bin/python bench/methods.py [--only WORD] [--runs 3] [--wall] [--list] [--data FOLDER]

Each figure is the median of several processes, peer and us in turn, so that a busy moment of the machine strikes
both; everything runs on one thread. Seconds are those of the processor (`--wall`: of the clock). Columns:

- kernel: the method itself on data that is in memory, as a site does that keeps its arrays;
- with steps: our whole door, which also checks, hashes the input and writes down every step (no peer does that);
- from file: reading and deciding, with steps, without the start of Python and its imports;
- peak memory of the process, and what it needed above its imports.

The peers run in `.venv-oracle` (`make oracle` makes it; WAARDEEL_ORACLE names another Python); without it only our own
side is measured. Inputs are the files of the tests, and made ones (`bench/methods_cases/made.py`) under the system's
temporary folder. Targets are printed beside the ratios and nothing fails: a bench gives figures, no verdicts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).resolve().parent / "methods_cases"
ORACLE = Path(os.environ.get("WAARDEEL_ORACLE") or ROOT / ".venv-oracle" / "bin" / "python")
FOLDER = Path(tempfile.gettempdir()) / "waardeel-bench-methods"

sys.path.insert(0, str(CASES))
import made  # noqa: E402  (lies beside the cases, which run as scripts)

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
#: How our side runs where nothing else is said: as it is installed for everybody, without the compiler.
PLAIN = {"WAARDEEL_NUMBA": "0"}
COMPILED = {"WAARDEEL_NUMBA": "1"}

Figures = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One work: who does it, on which files, and what is asked of us ("kernel": 200 means 200 x the peer).

    `ours` names a case of ours.py and `peer` one of peers.py. Files are names, found by `found`; other arguments are
    handed on. `limits` are seconds that our own side may take, and mebibytes under "peak".
    """

    name: str
    work: str
    ours: str
    files: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    peer: str = ""
    peer_name: str = ""
    at_least: dict[str, float] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=lambda: PLAIN)
    peer_runs: int = 99


WIELICZKA = "poland_wieliczka_2023_green-budget.pb"
GLASGOW = ("glasgow2007/*.blt",)
PORTLAND = ("portland2024_d1.blt",)
POOL = ("fixture150_22/features.csv", "fixture150_22/people.csv")

ROWS = (
    Row("equal-shares-wieliczka", "Equal Shares, cost utilities, Wieliczka 2023", "equal-shares", (WIELICZKA,),
        peer="equal-shares", peer_name="pabutools", at_least={"kernel": 200, "file": 10}),
    Row("equal-shares-amsterdam", "Equal Shares, cost utilities, 10,000 x 60", "equal-shares", ("amsterdam-size.pb",),
        peer="equal-shares", peer_name="pabutools", at_least={"kernel": 200, "file": 10}),
    Row("equal-shares-amsterdam-numba", "Equal Shares, cost utilities, 10,000 x 60, compiled", "equal-shares",
        ("amsterdam-size.pb",), peer="equal-shares", peer_name="pabutools", env=COMPILED),
    Row("add1-wieliczka", "Equal Shares + Add1, Wieliczka 2023", "equal-shares-add1", (WIELICZKA,),
        peer="equal-shares-add1", peer_name="pabutools", at_least={"kernel": 100}, peer_runs=1),
    Row("add1-wieliczka-numba", "Equal Shares + Add1, Wieliczka 2023, compiled", "equal-shares-add1", (WIELICZKA,),
        peer="equal-shares-add1", peer_name="pabutools", at_least={"kernel": 300}, env=COMPILED, peer_runs=1),
    Row("phragmen-amsterdam", "sequential Phragmén, 10,000 x 60", "phragmen", ("amsterdam-size.pb",),
        peer="phragmen", peer_name="pabutools", at_least={"kernel": 100}),
    Row("stv-glasgow-votekit", "STV Scottish, 21 wards of Glasgow 2007", "stv", GLASGOW,
        peer="stv-votekit", peer_name="VoteKit FastSTV", at_least={"kernel": 2}),
    Row("stv-glasgow-pref-voting", "STV Scottish, 21 wards of Glasgow 2007", "stv", GLASGOW,
        peer="stv-pref-voting", peer_name="pref_voting", at_least={"kernel": 30}),
    Row("stv-portland-votekit", "STV Scottish, Portland D1 2024", "stv", PORTLAND,
        peer="stv-votekit", peer_name="VoteKit FastSTV", at_least={"kernel": 2}),
    Row("stv-portland-pref-voting", "STV Scottish, Portland D1 2024", "stv", PORTLAND,
        peer="stv-pref-voting", peer_name="pref_voting", at_least={"kernel": 30}),
    Row("schulze-pref-voting", "Schulze, Portland D1 2024", "schulze", PORTLAND,
        peer="schulze-pref-voting", peer_name="pref_voting", at_least={"kernel": 20}),
    Row("schulze-votekit", "Schulze, Portland D1 2024", "schulze", PORTLAND,
        peer="schulze-votekit", peer_name="VoteKit", at_least={"kernel": 20}),
    Row("leximin-150", "LEXIMIN, pool of 150, panel of 22", "leximin", POOL, ("22",),
        peer="sortition-maximin", peer_name="sortition-algorithms maximin", at_least={"kernel": 50}),
    Row("leximin-2000", "LEXIMIN, pool of 2,000, panel of 200", "leximin",
        ("example_large_200/categories.csv", "example_large_200/respondents.csv"), ("200",),
        limits={"kernel": 1}),
    Row("leximin-1400-types", "LEXIMIN, 1,391 types, panel of 110, to 1e-3", "leximin",
        ("syn1727_110/features.csv", "syn1727_110/people.csv"), ("110",), limits={"kernel": 60}),
    Row("opinion-bowling-green", "opinion map, Bowling Green", "opinion",
        ("american-assembly.bowling-green/participants-votes.csv",),
        peer="opinion", peer_name="red-dwarf", at_least={"kernel": 10}),
    Row("stable-matching", "stable matching, 2,000 x 50, 10 wishes each", "stable-matching",
        ("wishes-people.csv", "wishes-places.csv"),
        peer="stable-matching", peer_name="matching", at_least={"kernel": 15}),
    Row("million-approvals", "1 million approval ballots x 200 projects", "equal-shares", ("million-approvals.pb",),
        limits={"file": 30, "peak": 4096}),
    Row("million-rankings", "1 million rankings x 20 candidates, Scottish STV", "stv", ("million-rankings.blt",),
        limits={"file": 30, "peak": 4096}),
    Row("million-rankings-schulze", "1 million rankings x 20 candidates, Schulze", "schulze", ("million-rankings.blt",),
        limits={"file": 30, "peak": 4096}),
)  # fmt: skip


class Missing(Exception):
    """A file that a row needs and that is nowhere."""


def found(name: str, folders: list[Path]) -> list[Path]:
    """The files of that name (or pattern), made now, or in the first of these folders that has them.

    Raises Missing.
    """
    if name in made.MADE:
        FOLDER.mkdir(exist_ok=True)
        return [made.write(name, FOLDER)]
    for folder in folders:
        paths = sorted(folder.rglob(name))
        if paths:
            return paths
    raise Missing(name)


def run(python: Path, script: str, *arguments: str | Path, env: dict[str, str]) -> Figures:
    """What one process says of its case; `{"fault": ...}` when it did not end well."""
    command = [str(python), str(CASES / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD, **env})
    if done.returncode != 0:
        return {"fault": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    return dict(json.loads(done.stdout))


def seconds(figures: list[Figures], parts: tuple[str, ...], clock: str) -> float:
    """The median over the runs of these parts together."""
    return median(sum(one["parts"][part][clock] for part in parts if part in one["parts"]) for one in figures)


def measure(row: Row, runs: int, folders: list[Path]) -> dict[str, list[Figures]]:
    """Peer, kernel and door in turn, `runs` times over."""
    arguments = [*(path for name in row.files for path in found(name, folders)), *row.arguments]
    sides: dict[str, list[Figures]] = {"peer": [], "kernel": [], "door": []}
    here = Path(sys.executable)
    for number in range(runs):
        if row.peer and ORACLE.exists() and number < row.peer_runs:
            sides["peer"].append(run(ORACLE, "peers.py", row.peer, *arguments, env={}))
        for way in ("kernel", "door"):
            sides[way].append(run(here, "ours.py", row.ours, way, *arguments, env=row.env))
    return sides


def lines_of(row: Row, sides: dict[str, list[Figures]], clock: str) -> list[str]:
    """The lines of the table for one work."""
    for who, figures in sides.items():
        if faults := [one["fault"] for one in figures if "fault" in one]:
            return [f"| {row.work} | – | | | | {who}: {faults[0]} |"]
    peer, kernel, door = sides["peer"], sides["kernel"], sides["door"]
    measures = [
        ("kernel", seconds(peer, ("kernel",), clock) if peer else None, seconds(kernel, ("kernel",), clock)),
        ("with steps", seconds(peer, ("kernel",), clock) if peer else None, seconds(door, ("door",), clock)),
        ("from file", seconds(peer, ("read", "kernel"), clock) if peer else None,
         seconds(door, ("read", "door"), clock)),
    ]  # fmt: skip
    lines = []
    asked = {"from file": "file"}
    for name, theirs, own in measures:
        key = asked.get(name, name)
        lines.append(_line(row, name, theirs, own, _goal(row, key), unit="s"))
    for name, key, field_ in (("peak memory", "peak", "peak_kb"), ("above imports", "above", "above_imports_kb")):
        theirs = median(one[field_] for one in peer) / 1024 if peer else None
        goal = _goal(row, key) or ("5 x" if peer else "")
        lines.append(_line(row, name, theirs, median(one[field_] for one in door) / 1024, goal, unit="MiB"))
    if peer:
        same = "the same" if all(one["answer"] == peer[0]["answer"] for one in [*kernel, *door]) else "not the same"
        lines.append(f"| | answer | {_short(peer[0]['answer'])} | {same} | | |")
    else:
        lines.append(f"| | answer | | {_short(door[0]['answer'])} | | |")
    return [lines[0].replace("| |", f"| {row.work}{f' ({row.peer_name})' if peer else ''} |", 1), *lines[1:]]


def _goal(row: Row, key: str) -> str:
    if key in row.at_least:
        return f"{row.at_least[key]:g} x"
    if key in row.limits:
        return f"under {row.limits[key]:g} {'MiB' if key == 'peak' else 's'}"
    return ""


def _line(row: Row, name: str, theirs: float | None, own: float, goal: str, *, unit: str) -> str:
    ratio = f"{theirs / own:.1f} x" if theirs is not None and own > 0 else ""
    said = "" if theirs is None else f"{theirs:.4g} {unit}"
    return f"| | {name} | {said} | {own:.4g} {unit} | {ratio} | {goal} |"


def _short(answer: Any) -> str:
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def main() -> int:
    parser = argparse.ArgumentParser(description="The decision methods beside their peers.")
    parser.add_argument("--only", metavar="WORD", default="", help="only the works whose name holds this word")
    parser.add_argument("--runs", type=int, default=3, help="processes of each side (standard: 3)")
    parser.add_argument("--wall", action="store_true", help="seconds of the clock instead of the processor")
    parser.add_argument("--list", action="store_true", help="name the works and stop")
    parser.add_argument("--data", type=Path, action="append", default=[], help="another folder to find files in")
    options = parser.parse_args()
    rows = [row for row in ROWS if options.only in row.name]
    if options.list:
        print("\n".join(row.name for row in rows))
        return 0
    if not ORACLE.exists():
        print(f"There are no peers at {ORACLE} (`make oracle` installs them): only our own side is measured.\n")
    print("| work (peer) | what | peer | Waardeel | ratio | asked |\n|---|---|---|---|---|---|", flush=True)
    folders = [ROOT / "tests" / "methods", *options.data]
    for row in rows:
        try:
            lines = lines_of(row, measure(row, options.runs, folders), "wall" if options.wall else "cpu")
        except Missing as missing:
            lines = [f"| {row.work} | – | | | | the file {missing} is not there |"]
        print("\n".join(lines), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
