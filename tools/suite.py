"""Lint and test: `make lint`, `make test-fast`, `make test` and `make oracle`.

.venv/bin/python tools/suite.py lint
.venv/bin/python tools/suite.py fast                        no lint, no browser, no slow tests
.venv/bin/python tools/suite.py all [--database postgres]   lint, then every test that asks no other program
.venv/bin/python tools/suite.py oracle                      the tests that do, in .venv-oracle
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys

from machine import BIN, ROOT, chromium, frontend_packages, reference_program, say
from postgres import throw_away_server

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("lint-imports", "--no-logo", "--no-cache"),
    ("mypy",),
    ("djlint", "--lint", "--quiet", "src"),
)


def lint() -> list[str]:
    """Check style, floors, types and templates; returns the checks that failed."""
    failed = []
    for program, *arguments in CHECKS:
        command = " ".join([program, *arguments])
        say(command)
        if subprocess.call([BIN / program, *arguments], cwd=ROOT) != 0:
            failed.append(command)
    return failed


def pytest(*arguments: str, env: dict[str, str]) -> int:
    """Run pytest and return its exit status; its summary is the last line."""
    say("pytest " + " ".join(arguments))
    return subprocess.run([BIN / "pytest", *arguments], cwd=ROOT, env=env, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description="Lint and test.")
    parser.add_argument("what", choices=["lint", "fast", "all", "oracle"])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    # Stopped from outside (a time limit), the server of the tests is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    # The tests decide on their settings, whatever the shell that starts them happens to hold.
    ours = ("WAARDEEL_", "DJANGO_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env.pop("DATABASE_URL", None)
    spread = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile")

    if options.what == "fast":
        # Fewer examples of each property, and the tables made at once instead of by migrations.
        quick = {**env, "HYPOTHESIS_PROFILE": "quick"}
        return pytest(*spread, "-m", "not e2e and not slow and not oracle", "--nomigrations", env=quick)
    if options.what == "oracle":
        return pytest(*spread, "-m", "oracle", "tests/oracle", env=env)
    if options.what == "all":
        env["CHROMIUM"] = chromium()
        reference_program()
        frontend_packages()
    failed = lint()
    # The judges' environment takes room and time, and holds solvers that not everybody may use.
    every = (*spread, "-m", "not oracle")
    status = 0
    if options.what == "all" and options.database == "postgres":
        with throw_away_server() as url:
            status = pytest(*every, env={**env, "DATABASE_URL": url})
    elif options.what == "all":
        status = pytest(*every, env=env)
    for command in failed:
        print(f"Not in order, see above: {command}")
    return status or (1 if failed else 0)


if __name__ == "__main__":
    sys.exit(main())
