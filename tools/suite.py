"""Lint and test: `make lint`, `make test-fast` and `make test`.

    .venv/bin/python tools/suite.py lint
    .venv/bin/python tools/suite.py fast                          lint nothing, leave out the browser and slow tests
    .venv/bin/python tools/suite.py all [--database postgres]     lint, then every test
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys

from machine import BIN, ROOT, chromium, run, say
from postgres import throw_away_server


def lint() -> None:
    """Style, floors, types and templates; raises Stop at the first that is not in order."""
    for command in (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("lint-imports", "--no-logo", "--no-cache"),
        ("mypy",),
        ("djlint", "--lint", "--quiet", "src"),
    ):
        say(" ".join(command))
        run(BIN / command[0], *command[1:])


def pytest(*arguments: str, env: dict[str, str]) -> int:
    """Run pytest and return its exit status; its summary is the last line."""
    say("pytest " + " ".join(arguments))
    return subprocess.run([BIN / "pytest", *arguments], cwd=ROOT, env=env, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description="Lint and test.")
    parser.add_argument("what", choices=["lint", "fast", "all"])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    # Stopped from outside (a time limit), the server of the tests is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    # The tests decide on their settings, whatever the shell that starts them happens to hold.
    ours = ("WAARDEEL_", "DJANGO_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env.pop("DATABASE_URL", None)
    spread = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "-q")

    if options.what == "lint":
        lint()
        return 0
    if options.what == "fast":
        return pytest(*spread, "-m", "not e2e and not slow", env=env)
    env["CHROMIUM"] = chromium()
    lint()
    if options.database == "sqlite":
        return pytest(*spread, env=env)
    with throw_away_server() as url:
        return pytest(*spread, env={**env, "DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
