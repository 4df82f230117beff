#!/usr/bin/env python3
"""Make or refresh an environment, from nothing but Python and the committed locks.

    python3 tools/environment.py run       `.venv`: what the application needs
    python3 tools/environment.py dev       `.venv`: that and what its tests need
    python3 tools/environment.py oracle    `.venv-oracle`: the outside judges of the decision methods

`requirements/build.txt` (uv, and hatchling for the editable installation), `run.txt`, `dev.txt` and `oracle.txt` hold
names, versions and hashes and are made by tools/locks.py. A stamp in each environment remembers which locks are
installed, so that a second run has nothing to do; a `.venv` with the tests' packages also serves to run.
The judges have an environment of their own, because they want other versions and because some of them bring
solvers whose licence has no place in production; it takes over 1 GB and is made by the uv of `.venv`.
Standard library only, and old grammar: it also has to run where it can only say that Python is too old.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from machine import BIN, ROOT, Stop, install_debian_package, run, say

VENV = BIN.parent
STAMP = VENV / "waardeel-stamp.json"
ORACLE = ROOT / ".venv-oracle"
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)
#: The locks that an environment of each kind is made from.
PARTS = {"run": ("build.txt", "run.txt"), "dev": ("build.txt", "dev.txt"), "oracle": ("oracle.txt",)}


def wanted(kind: str) -> dict[str, str]:
    """The stamp of a complete environment: its kind, a hash of its locks, its Python and its folder."""
    # The judges do not hold the project itself, so a change of pyproject.toml is nothing to them.
    made_from = [LOCKS / "oracle.txt"] if kind == "oracle" else [ROOT / "pyproject.toml", *_locks_of_the_house()]
    locks = hashlib.sha256()
    for path in made_from:
        locks.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {"kind": kind, "locks": locks.hexdigest(), "python": sys.version, "folder": str(ROOT)}


def _locks_of_the_house() -> list[Path]:
    return sorted(path for path in LOCKS.glob("*.txt") if path.name != "oracle.txt")


def installed(stamp: Path) -> dict[str, str]:
    """What a stamp says of its environment; empty when there is none, or a half-made one."""
    try:
        return dict(json.loads(stamp.read_text(encoding="utf-8")))
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
        pip_install(VENV, "build.txt")


def pip_install(venv: Path, *locks: str) -> None:
    arguments = [part for name in locks for part in ("-r", LOCKS / name)]
    pip = (BIN / "python", "-m", "pip", "--python", venv / "bin" / "python")
    run(*pip, "install", "-qq", "--require-hashes", "--no-deps", *arguments)


def synchronise(kind: str, venv: Path) -> None:
    """Make the packages in an environment exactly those of its locks, and the project importable in `.venv`."""
    locks = PARTS[kind]
    say(f"Installing the packages of {' and '.join(f'requirements/{name}' for name in locks)}")
    # Settings of the machine, such as a mirror, stay in force; a VIRTUAL_ENV of the caller does not.
    env = {**os.environ, "VIRTUAL_ENV": str(venv)}
    uv = [str(BIN / "uv"), "pip"]
    sync = [*uv, "sync", "--quiet", "--require-hashes", *(str(LOCKS / name) for name in locks)]
    if subprocess.run(sync, cwd=ROOT, env=env, check=False).returncode != 0:
        say("uv could not do it (a mirror that only pip knows?); trying pip")
        pip_install(venv, *locks)
    if kind != "oracle":
        run(*uv, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".", env=env)


def prepare(kind: str) -> None:
    """Make `.venv` fit for `kind`, and compile the translations.

    Raises Stop when Python is too old, or when something cannot be installed.
    """
    check_python()
    have = installed(STAMP)
    if kind == "run" and have.get("kind") == "dev":
        kind = "dev"
    want = wanted(kind)
    if have != want or not (BIN / "waardeel").exists():
        if have and (have.get("python"), have.get("folder")) != (want["python"], want["folder"]):
            shutil.rmtree(VENV)  # an environment can neither be moved nor change its Python
        STAMP.unlink(missing_ok=True)
        make_venv()
        synchronise(kind, VENV)
        STAMP.write_text(json.dumps(want), encoding="utf-8")
    run(BIN / "python", ROOT / "tools" / "messages.py", "--compile")


def prepare_oracle() -> None:
    """Make `.venv-oracle`, the environment of the outside judges. Raises Stop as `prepare` does."""
    check_python()
    stamp = ORACLE / STAMP.name
    want = wanted("oracle")
    if installed(stamp) == want:
        return
    make_venv()
    say("Making .venv-oracle, for the outside judges: over 1 GB")
    run(sys.executable, "-m", "venv", "--clear", "--without-pip", ORACLE)
    synchronise("oracle", ORACLE)
    stamp.write_text(json.dumps(want), encoding="utf-8")


def check_python() -> None:
    if sys.version_info < OLDEST:
        raise Stop(
            f"Waardeel needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version.split()[0]}. "
            "Name a newer one, for example: make setup PYTHON=python3.12"
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["oracle"]:
        prepare_oracle()
    elif sys.argv[1:] in (["run"], ["dev"]):
        prepare(sys.argv[1])
    else:
        raise Stop("Say for what: python3 tools/environment.py run|dev|oracle")
