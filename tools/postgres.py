"""A throw-away PostgreSQL server for the tests. Standard library only."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
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
    """The folder of the newest initdb and postgres; installs Debian's PostgreSQL when there is none."""
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

    Raises Stop with what it said when it does not start.
    """
    binaries, identity, password, port = programs(), as_user(), secrets.token_hex(16), free_port()
    folder = Path(tempfile.mkdtemp(prefix="waardeel-postgres-"))
    data, log = f"{folder}/data", folder / "log"
    secret = folder / "password"
    initialise = [f"{binaries}/initdb", "--pgdata", data, "--username", "waardeel", "--pwfile", str(secret)]
    initialise += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    start = [f"{binaries}/postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
    start += [part for setting in CARELESS for part in ("-c", setting)]
    ready = [f"{binaries}/pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    server: subprocess.Popen[bytes] | None = None
    try:
        secret.write_text(password, encoding="ascii")
        secret.chmod(0o600)
        if identity:
            for path in (folder, secret):
                os.chown(path, identity["user"], identity["group"])
        with log.open("wb") as output:
            if subprocess.call(initialise, cwd=folder, stdout=output, stderr=output, **identity) == 0:
                server = subprocess.Popen(start, cwd=folder, stdout=output, stderr=output, **identity)
        until = time.monotonic() + 60
        while server is None or subprocess.call(ready) != 0:
            if server is None or server.poll() is not None or time.monotonic() > until:
                raise Stop(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        say(f"A throw-away PostgreSQL server ({binaries.parent.name}) listens on port {port}")
        yield f"postgresql://waardeel:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # "fast shutdown": clients are cut off, files are closed
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)
