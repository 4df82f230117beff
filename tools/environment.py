#!/usr/bin/env python3
"""Make or refresh `.venv`, from nothing but Python and the committed locks.

    python3 tools/environment.py run     what the application needs
    python3 tools/environment.py dev     that and what its tests need

`requirements/build.txt` (uv, and hatchling for the editable installation), `run.txt` and `dev.txt` hold
names, versions and hashes and are made by tools/locks.py. A stamp in `.venv` remembers which locks are
installed, so that a second run has nothing to do; a `.venv` with the tests' packages also serves to run.
Standard library only, and old grammar: it also has to run where it can only say that Python is too old.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys

from machine import BIN, ROOT, Stop, install_debian_package, run, say

VENV = BIN.parent
STAMP = VENV / "waardeel-stamp.json"
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)


def wanted(kind: str) -> dict[str, str]:
    """The stamp of a complete environment: its kind, a hash of its locks, its Python and its folder."""
    locks = hashlib.sha256()
    for path in [ROOT / "pyproject.toml", *sorted(LOCKS.glob("*.txt"))]:
        locks.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {"kind": kind, "locks": locks.hexdigest(), "python": sys.version, "folder": str(ROOT)}


def installed() -> dict[str, str]:
    """The stamp of the environment that is there; empty when there is none, or a half-made one."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def make_venv() -> None:
    """Make `.venv` and put uv in it, checked against the hashes of `requirements/build.txt`."""
    if not (BIN / "pip").exists():
        try:
            import ensurepip  # noqa: F401  (Debian's Python leaves it out until python3-venv is installed)
        except ImportError:
            install_debian_package("python3-venv", why="Python's venv module is not complete.")
        say(f"Making .venv with Python {sys.version.split()[0]}")
        run(sys.executable, "-m", "venv", VENV)
    if not (BIN / "uv").exists():
        pip_install("build.txt")


def pip_install(*locks: str) -> None:
    arguments = [part for name in locks for part in ("-r", LOCKS / name)]
    run(BIN / "python", "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps", *arguments)


def synchronise(kind: str) -> None:
    """Make the packages in `.venv` exactly those of the locks, and the project itself importable."""
    locks = ["build.txt", f"{kind}.txt"]
    say(f"Installing the packages of {' and '.join(f'requirements/{name}' for name in locks)}")
    # Settings of the machine, such as a mirror, stay in force; a VIRTUAL_ENV of the caller does not.
    env = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    uv = [str(BIN / "uv"), "pip"]
    sync = [*uv, "sync", "--quiet", "--require-hashes", *(str(LOCKS / name) for name in locks)]
    if subprocess.run(sync, cwd=ROOT, env=env, check=False).returncode != 0:
        say("uv could not do it (a mirror that only pip knows?); trying pip")
        pip_install(*locks)
    run(*uv, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".", env=env)


def prepare(kind: str) -> None:
    """Make `.venv` fit for `kind`, and compile the translations.

    Raises Stop when Python is too old, or when something cannot be installed.
    """
    if sys.version_info < OLDEST:
        raise Stop(
            f"Waardeel needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version.split()[0]}. "
            "Name a newer one, for example: make setup PYTHON=python3.12"
        )
    have = installed()
    if kind == "run" and have.get("kind") == "dev":
        kind = "dev"
    want = wanted(kind)
    if have != want or not (BIN / "waardeel").exists():
        if have and (have.get("python"), have.get("folder")) != (want["python"], want["folder"]):
            shutil.rmtree(VENV)  # an environment can neither be moved nor change its Python
        STAMP.unlink(missing_ok=True)
        make_venv()
        synchronise(kind)
        STAMP.write_text(json.dumps(want), encoding="utf-8")
    run(BIN / "python", ROOT / "tools" / "messages.py", "--compile")


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        raise Stop("Say for what: python3 tools/environment.py run|dev")
    prepare(sys.argv[1])
