"""The types of the booth's sources hold."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"
TSC = FRONTEND / "node_modules" / "typescript" / "bin" / "tsc"


@pytest.mark.slow
@pytest.mark.skipif(which("node") is None or not TSC.exists(), reason="the packages of frontend are not installed")
def test_the_types_hold():
    done = subprocess.run(["node", TSC, "-p", "booth"], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
