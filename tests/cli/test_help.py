"""The command explains itself, and answers a mistake with what is wrong."""

from __future__ import annotations

import subprocess
import sys

import waardeel.cli


def test_help_explains_every_command(run):
    code, out, err = run("--help")
    out = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "list the organisations whose record is kept here" in out
    assert "write the public record of one organisation to a file that anyone can check" in out
    assert "check a record that somebody gave you, without trusting them" in out


def test_every_command_has_its_own_help(run):
    for command in waardeel.cli.COMMANDS:
        name = command.__name__.removesuffix(".command").rpartition(".")[2]
        code, out, _ = run(name, "--help")
        assert code == 0
        assert out.startswith(f"usage: waardeel {name} ")


def test_a_mistake_is_answered_with_what_is_wrong(run):
    for arguments, reason in (
        ((), "the following arguments are required: COMMAND"),
        (("verfy",), "invalid choice: 'verfy'"),
        (("verify",), "the following arguments are required: OUT.zip"),
        (("verify", "a.zip", "--chekpoint", "b"), "unrecognized arguments: --chekpoint"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert reason in err


def test_it_runs_as_a_module_with_its_exit_code():
    done = subprocess.run(
        [sys.executable, "-m", "waardeel.cli", "verify", "none.zip"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "none.zip cannot be read: No such file or directory.\n"
