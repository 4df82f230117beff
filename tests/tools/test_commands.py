"""`make` and the tools behind it say what is wrong and how to mend it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

import environment
import machine
import serve

ROOT = Path(__file__).resolve().parents[2]


def test_make_alone_explains_the_targets():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("setup", "demo", "serve", "test", "test-fast", "oracle", "lint", "bench", "docs"):
        assert f"  make {target} " in said


def test_the_checks_of_a_change_run_make_test_and_nothing_else():
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in script if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_a_taken_port_is_said_with_another_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(machine.Stop, match=rf"Port {port} .* is taken.* PORT=\d+"):
            serve.choose_port(str(port))
    assert serve.choose_port(str(port)) == port


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "8o8o", "²"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(machine.Stop, match="is not a port number"):
        serve.choose_port(text)


def test_a_missing_chromium_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(machine.Stop, match="CHROMIUM names /nowhere/chromium"):
        machine.chromium()


def test_a_package_that_cannot_be_installed_is_asked_for(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda _name: None)
    with pytest.raises(machine.Stop, match=r"Needed for x\. Install it .*apt-get install stone"):
        machine.install_debian_package("stone", why="Needed for x.")


@pytest.fixture
def empty_project(tmp_path, monkeypatch):
    """A project where nothing is really installed, and a list of the kinds that would have been."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("a==1\n")
    (tmp_path / "requirements" / "oracle.txt").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("")
    venv = tmp_path / ".venv"
    done: list[str] = []

    def pretend_to_install(kind, _venv):
        done.append(kind)
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "waardeel").touch()

    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "BIN": venv / "bin",
        "STAMP": venv / "stamp.json",
        "ORACLE": tmp_path / ".venv-oracle",
        "LOCKS": tmp_path / "requirements",
        "make_venv": lambda: None,
        "run": lambda *_command: None,
        "synchronise": pretend_to_install,
    }.items():
        monkeypatch.setattr(environment, name, value)
    return tmp_path, done


def test_a_second_setup_installs_nothing(empty_project):
    _folder, done = empty_project
    environment.prepare("run")
    environment.prepare("run")
    assert done == ["run"]


def test_a_changed_lock_is_installed(empty_project):
    folder, done = empty_project
    environment.prepare("run")
    (folder / "requirements" / "run.txt").write_text("a==2\n")
    environment.prepare("run")
    assert done == ["run", "run"]


def test_the_demo_keeps_the_packages_of_the_tests(empty_project):
    _folder, done = empty_project
    environment.prepare("dev")
    environment.prepare("run")
    assert done == ["dev"]
    environment.prepare("dev")
    assert done == ["dev"]


def test_an_interrupted_setup_is_done_again(empty_project, monkeypatch):
    _folder, done = empty_project
    whole = environment.synchronise

    def interrupted(kind, venv):
        whole(kind, venv)
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "synchronise", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.prepare("run")
    monkeypatch.setattr(environment, "synchronise", whole)
    environment.prepare("run")
    assert done == ["run", "run"]


def test_an_environment_of_another_folder_is_made_anew(empty_project):
    folder, done = empty_project
    environment.prepare("run")
    stamp = json.loads(environment.STAMP.read_text())
    environment.STAMP.write_text(json.dumps({**stamp, "folder": "/elsewhere"}))
    (folder / ".venv" / "left-over").touch()
    environment.prepare("run")
    assert done == ["run", "run"]
    assert not (folder / ".venv" / "left-over").exists()


def test_the_judges_are_installed_once_and_apart(empty_project, monkeypatch):
    folder, done = empty_project
    made: list[tuple[str | Path, ...]] = []

    def pretend_to_make(*command):
        made.append(command)
        (folder / ".venv-oracle").mkdir(exist_ok=True)

    monkeypatch.setattr(environment, "run", pretend_to_make)
    environment.prepare_oracle()
    environment.prepare_oracle()
    assert done == ["oracle"]
    assert [command[-1] for command in made] == [folder / ".venv-oracle"]
    (folder / "requirements" / "run.txt").write_text("a==2\n")
    environment.prepare_oracle()
    assert done == ["oracle"], "what the application needs is nothing to the judges"
    (folder / "requirements" / "oracle.txt").write_text("a==2\n")
    environment.prepare_oracle()
    assert done == ["oracle", "oracle"]


def test_a_new_lock_of_the_judges_leaves_the_house_alone(empty_project):
    folder, done = empty_project
    environment.prepare("dev")
    (folder / "requirements" / "oracle.txt").write_text("a==2\n")
    environment.prepare("dev")
    assert done == ["dev"]


def test_an_old_python_is_told_which_one_is_needed(empty_project, monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 2))
    with pytest.raises(machine.Stop, match=r"needs Python 3\.11 or later"):
        environment.prepare("run")
