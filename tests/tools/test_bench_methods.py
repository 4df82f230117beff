"""The benchmark of the decision methods keeps up with them: what it calls is there and gives an answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "bench" / "methods_cases"
DATA = ROOT / "tests" / "methods"
POOL = ("fixture150_22/features.csv", "fixture150_22/people.csv")
#: Real files of a size that takes a moment, by case.
SMALL = {
    "equal-shares": ("poland_lodz_2020_mileszki.pb",),
    "equal-shares-add1": ("poland_lodz_2020_mileszki.pb",),
    "phragmen": ("poland_lodz_2020_mileszki.pb",),
    "stv": ("Baillieston-2007.blt",),
    "schulze": ("Baillieston-2007.blt",),
    "leximin": POOL,
    "opinion": ("brexit-consensus/participants-votes.csv",),
    "stable-matching": ("gardeners.csv", "gardens.csv"),
}


def python(*arguments: str | Path, **env: str) -> str:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **env, "OMP_NUM_THREADS": "1"}
    ).stdout


def test_every_row_names_a_case_on_both_sides():
    asks = (
        "import json, sys; sys.path[:0] = sys.argv[1:]; import methods, ours, peers; print(json.dumps(["
        "sorted(ours.CASES), sorted({row.ours for row in methods.ROWS}), "
        "sorted(peers.CASES), sorted({row.peer for row in methods.ROWS} - {''})]))"
    )
    own, own_rows, theirs, their_rows = json.loads(python("-c", asks, ROOT / "bench", CASES))
    assert own == own_rows == sorted(SMALL)
    assert theirs == their_rows


@pytest.mark.slow
@pytest.mark.parametrize("case", SMALL)
def test_kernel_and_door_give_one_answer(case):
    files = [next(DATA.rglob(name)) for name in SMALL[case]]
    more = ["22"] if files[0].parent.name == "fixture150_22" else []
    figures = [json.loads(python(CASES / "ours.py", case, way, *files, *more)) for way in ("kernel", "door")]
    assert figures[0]["answer"] == figures[1]["answer"]
    for way, one in zip(("kernel", "door"), figures, strict=True):
        assert set(one["parts"]) == {"import", "read", way}
        assert one["peak_kb"] > one["above_imports_kb"] >= 0
