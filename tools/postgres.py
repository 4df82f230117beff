"""A throw-away PostgreSQL server for the tests. Standard library only."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from machine import Stop, free_port, install_debian_package, say

# The data is thrown away, so nothing has to survive a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def programs() -> Path:
    """The folder with initdb and postgres, newest version first; installs Debian's PostgreSQL when there is none."""
    for attempt in ("look", "install"):
        debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
        on_path = shutil.which("initdb")
        for folder in [*debian, *([Path(on_path).resolve().parent] if on_path else [])]:
            if (folder / "initdb").exists() and (folder / "postgres").exists():
                return folder
        if attempt == "look":
            install_debian_package("postgresql", why="The tests need PostgreSQL's server programs.")
    raise Stop("PostgreSQL was installed, but its initdb is not where it was expected.")


def as_user() -> dict[str, Any]:
    """Arguments for subprocess: PostgreSQL refuses to run as root, so root becomes postgres or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Stop("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Start a server on a free port of 127.0.0.1 and yield its DATABASE_URL; stop and remove it afterwards.

    Raises Stop when it does not start, with the end of its log.
    """
    bin_folder, identity, password = programs(), as_user(), secrets.token_hex(16)
    folder = Path(tempfile.mkdtemp(prefix="waardeel-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        (folder / "password").write_text(password, encoding="ascii")
        if identity:
            for path in (folder, folder / "password"):
                os.chown(path, identity["user"], identity["group"])
        data, log = folder / "data", folder / "log"
        initialise = [
            *(bin_folder / "initdb", "--pgdata", data, "--username", "waardeel", "--auth", "scram-sha-256"),
            *("--pwfile", folder / "password", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ]
        made = subprocess.run(initialise, cwd=folder, capture_output=True, text=True, check=False, **identity)
        if made.returncode != 0:
            raise Stop(f"initdb failed:\n{made.stderr}")
        port = free_port()
        start = [bin_folder / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
        options = [part for setting in CARELESS for part in ("-c", setting)]
        with log.open("wb") as output:
            server = subprocess.Popen([*start, *options], cwd=folder, stdout=output, stderr=output, **identity)
        url = f"postgres://waardeel:{password}@127.0.0.1:{port}/postgres"
        ready = [bin_folder / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
        until = time.monotonic() + 60
        while subprocess.run(ready, check=False).returncode != 0:
            if server.poll() is not None or time.monotonic() > until:
                raise Stop(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        say(f"A throw-away PostgreSQL server ({bin_folder.parent.name}) listens on port {port}")
        yield url
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(2)  # SIGINT is its "fast shutdown": clients are cut off, files are closed
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)
