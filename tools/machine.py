"""What the other tools ask of the machine: packages, programs, free ports. Standard library only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


class Stop(SystemExit):
    """Ends a tool with a message that says what is wrong and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(f"\n{message}\n")


def say(message: str) -> None:
    print(f"-- {message}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program in the project's folder; raises Stop when it fails."""
    status = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode
    if status != 0:
        raise Stop(f"This failed (status {status}): {' '.join(str(part) for part in command)}")


def install_debian_package(name: str, *, why: str) -> None:
    """Install a Debian package, as root or through a sudo that does not ask for a password.

    Raises Stop, saying what to install by hand, where neither is possible.
    """
    by_hand = f"{why} Install it (on Debian or Ubuntu: apt-get install {name}), then try again."
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") is None or (sudo and subprocess.call([*sudo, "true"], stderr=-3) != 0):
        raise Stop(by_hand)
    say(f"{why} Installing Debian's {name}")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.call([*apt, "update"], stdin=subprocess.DEVNULL)  # old lists may do: the next line decides
    install = [*apt, "install", "--yes", "--no-install-recommends", name]
    if subprocess.call(install, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) != 0:
        raise Stop(by_hand)


def chromium() -> str:
    """Path of a Chromium: the one that CHROMIUM names, one on the path, or else Debian's, installed now."""
    named = os.environ.get("CHROMIUM")
    if named:
        if shutil.which(named) is None:
            raise Stop(f"CHROMIUM names {named}, which is not a program that can be run.")
        return named
    for attempt in ("look", "install"):
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
            found = shutil.which(name)
            if found:
                return found
        if attempt == "look":
            install_debian_package(
                "chromium",
                why="The end-to-end tests need a Chromium, on the path or named by the variable CHROMIUM.",
            )
    raise Stop("Chromium was installed but is not on the path: name it in the variable CHROMIUM.")


def reference_program() -> None:
    """Have `belenios-tool`, the judge of our elections; where it cannot be had, the tests that ask it are skipped."""
    if shutil.which("belenios-tool") is None:
        try:
            install_debian_package("belenios-tool", why="The tests let belenios-tool check our elections.")
        except Stop as why:
            say(f"Without belenios-tool its tests are skipped. {str(why).strip()}")


def frontend_packages() -> None:
    """Have the packages of `frontend`, so that the committed workers are built again and compared.

    Where there is no Node or no network, that test is skipped.
    """
    folder = ROOT / "frontend"
    stamp, lock = folder / "node_modules" / ".waardeel-lock.json", folder / "package-lock.json"
    if shutil.which("npm") is None or (stamp.exists() and stamp.read_bytes() == lock.read_bytes()):
        return
    say("Installing the packages of frontend/package-lock.json")
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.call(command, cwd=folder, stdout=subprocess.DEVNULL) == 0:
        stamp.write_bytes(lock.read_bytes())
    else:
        say("Without them the test that builds the workers again is skipped.")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
