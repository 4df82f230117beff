"""Asking another program what it makes of many instances, in one start of its own Python."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: Longer than this no batch may take: a judge that hangs is a judge that says nothing.
PATIENCE = 600


def ask(python: Path, script: Path, instances: Sequence[Any], *arguments: str) -> list[Any]:
    """What the peer behind `script` answers, one answer for each instance, all as JSON.

    The script reads one list from standard input and writes one as the last line of standard output, so that a
    library that prints while it works does no harm. Fails with the end of its complaint when it does not answer.
    """
    done = subprocess.run(
        [python, script, *arguments],
        input=json.dumps(instances),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        # One thread, as this runs beside other tests; and nothing of our own environment's packages.
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": "", "PYTHONHASHSEED": "0"},
    )
    if done.returncode != 0:
        raise AssertionError(f"{script.name} failed ({done.returncode}):\n{done.stderr[-4000:]}")
    answers: list[Any] = json.loads(done.stdout.rstrip().rpartition("\n")[2])
    if len(answers) != len(instances):
        raise AssertionError(f"{script.name} answered {len(answers)} of {len(instances)} instances")
    return answers
