"""The locks install the same everywhere and name no package host."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(
    r"[a-z+]+://|--(index-url|extra-index-url|find-links|trusted-host)|^-[fi]\b|\s@\s|/site-packages", re.M
)
LOCK_NAMES = re.compile(
    r"\.lock$|lock\.(json|yaml|toml)$|^pylock.*\.toml$|shrinkwrap\.json$|\.npmrc$|requirements.*\.txt$"
)


def lock_like() -> list[Path]:
    """Every file of the project that package managers read pinned versions from."""
    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in {".git", ".venv", ".venv-oracle", "node_modules", "var"}]
        # uv.lock does name hosts and is therefore not part of the project (.gitignore)
        found += [Path(folder, name) for name in files if LOCK_NAMES.search(name) and name != "uv.lock"]
    return sorted(found)


def locked(path: Path) -> dict[str, set[str]]:
    """Names in a lock with their versions (more than one where they differ by Python version)."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(), re.M):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def asked(*groups: str, house: bool) -> list[Requirement]:
    """What these groups ask for, and what the application itself does where `house` is to be installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = []
    if house:
        lines += project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgres"]
    for group in groups:
        lines += project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


def test_there_is_a_lock_for_building_running_developing_and_judging():
    assert [path.stem for path in LOCKS] == ["build", "dev", "oracle", "run"]


@pytest.mark.parametrize("path", lock_like(), ids=lambda path: path.name)
def test_no_lock_names_a_host_or_a_path(path):
    assert [match[0] for match in ADDRESS.finditer(path.read_text())] == []


@pytest.mark.parametrize(
    "line",
    [
        "# from https://pkgs.invalid/simple",
        "--index-url x",
        "-f wheels",
        "x @ file:///tmp/x",
        '"resolved": "http://a"',
    ],
)
def test_the_guard_sees_an_address(line):
    assert ADDRESS.search(f"x==1\n{line}\n")


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_line_is_an_exact_version_with_hashes(path):
    requirements = re.split(r"\n(?=\S)", path.read_text().strip())
    shape = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[^\s;]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [line for line in requirements if not shape.fullmatch(line)] == []


@pytest.mark.parametrize(("name", "groups"), [("run", ()), ("dev", ("dev", "build")), ("oracle", ("oracle",))])
def test_a_lock_holds_what_the_project_asks_for(name, groups):
    """A dependency added to pyproject.toml without `make lock` would be missing on every other machine."""
    have = locked(ROOT / "requirements" / f"{name}.txt")
    wrong = [
        str(requirement)
        for requirement in asked(*groups, house=name != "oracle")
        if not have.get(canonicalize_name(requirement.name))
        or not all(requirement.specifier.contains(version) for version in have[canonicalize_name(requirement.name)])
    ]
    assert wrong == []


def test_solvers_that_are_not_free_stay_with_the_judges():
    for name in ("run", "dev", "build"):
        assert not {"gurobipy", "pabutools", "abcvoting"} & set(locked(ROOT / "requirements" / f"{name}.txt"))


def test_all_locks_agree_on_versions():
    dev = locked(ROOT / "requirements" / "dev.txt")
    for path in LOCKS:
        if path.stem == "oracle":
            continue  # in an environment of its own, which may hold other versions
        assert {name: versions for name, versions in locked(path).items() if dev.get(name) != versions} == {}
