"""What one process of a benchmark does: import, read, decide; and how long each took and what memory it needed.

Runs in the environment of the peers too, so it needs nothing but the standard library.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

#: A case is a generator that does a part of the work up to each `yield` and names the part: "import", "read",
#: "kernel", "steps". What it returns is its answer. The last part may be left out where a program has no such part.
Case = Callable[..., Generator[str, None, Any]]

_PROCESS = Path("/proc/self")


def _kilobytes(field: str) -> int:
    """A line such as "VmRSS: 1234 kB" of Linux's account of this process; 0 on other systems."""
    try:
        account = (_PROCESS / "status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in account.splitlines() if line.startswith(field)), 0)


def _forget_peak() -> None:
    try:
        (_PROCESS / "clear_refs").write_text("5")
    except OSError:
        return


def measured(case: Generator[str, None, Any]) -> dict[str, Any]:
    """Seconds of processor and of wall clock per part, kilobytes at most and above those after importing."""
    parts: dict[str, dict[str, float]] = {}
    after_imports = peak_before = 0
    while True:
        wall, work = time.perf_counter(), time.process_time()
        try:
            name = next(case)
        except StopIteration as end:
            answer = end.value
            break
        parts[name] = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - work}
        gc.collect()  # what one part leaves behind is no work of the next
        if name == "import":
            after_imports, peak_before = _kilobytes("VmRSS"), _kilobytes("VmHWM")
            _forget_peak()
    peak = _kilobytes("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "parts": parts,
        "peak_kb": max(peak, peak_before),
        "above_imports_kb": max(0, peak - after_imports),
        "answer": answer,
    }


def main(cases: dict[str, Case]) -> None:
    """`python FILE CASE ARGUMENT...` runs one case of the file and prints what `measured` says, as JSON."""
    _, name, *arguments = sys.argv
    out = os.dup(1)
    os.dup2(2, 1)  # solvers print as they please; only the figures go to standard output
    figures = measured(cases[name](*arguments))
    with os.fdopen(out, "w") as file:
        json.dump(figures, file, default=str)
