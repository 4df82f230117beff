#!/usr/bin/env python3
"""Write `requirements/*.txt` anew from `pyproject.toml`: names, versions and hashes, and the name of no host.

    .venv/bin/python tools/locks.py              keep every version that still fits
    .venv/bin/python tools/locks.py --upgrade    take the newest that pyproject.toml allows

The locks hold for every platform and every Python that the project allows. uv's own lock file is not used,
because it records from which hosts the packages came.
"""

from __future__ import annotations

import sys

from machine import BIN, ROOT, run, say

COMPILE = (
    *(
        BIN / "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ),
    *("--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"),
)
LOCKS: dict[str, tuple[str, ...]] = {
    # All together first; the next two then take the same versions.
    "dev": ("pyproject.toml", "--extra", "postgres", "--extra", "fast", "--group", "dev", "--group", "build"),
    "run": ("pyproject.toml", "--extra", "postgres", "--constraints", "requirements/dev.txt"),
    "build": ("--group", "build", "--constraints", "requirements/dev.txt"),
    # An environment of its own, so its versions are nobody else's.
    "oracle": ("--group", "oracle"),
}


def main(arguments: list[str]) -> None:
    (ROOT / "requirements").mkdir(exist_ok=True)
    for name, what in LOCKS.items():
        upgrade = ["--upgrade"] if "--upgrade" in arguments else []
        run(*COMPILE, *what, *upgrade, "--output-file", f"requirements/{name}.txt")
        say(f"requirements/{name}.txt")


if __name__ == "__main__":
    main(sys.argv[1:])
