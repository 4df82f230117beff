"""Outside judges: other programs that count the same, each in its own process of an environment apart.

`make oracle` makes that environment (`.venv-oracle`) and runs these tests. WAARDEEL_ORACLE may name the Python of
another one. What differs between a judge and us is explained by rule in the test that finds it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def oracle_python() -> Path:
    """The Python that has the judges; the test is skipped where there is none."""
    python = Path(os.environ.get("WAARDEEL_ORACLE") or ROOT / ".venv-oracle" / "bin" / "python")
    if not python.exists():
        pytest.skip(f"There are no outside judges at {python}. `make oracle` installs them and runs this test.")
    return python
