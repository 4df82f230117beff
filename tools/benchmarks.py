"""Run every benchmark of `bench/`, each in its own process: `make bench`. They print figures, no verdicts."""

from __future__ import annotations

import sys

from machine import BIN, ROOT, run, say


def main() -> int:
    for script in sorted((ROOT / "bench").glob("[!_]*.py")):
        say(f"bench/{script.name}")
        run(BIN / "python", script)
    return 0


if __name__ == "__main__":
    sys.exit(main())
