"""Serve Waardeel on this machine: `make demo` and `make serve`.

    .venv/bin/python tools/serve.py demo [--port 8123] [--size large]
    .venv/bin/python tools/serve.py site [--port 8123]

Brings the database up to date, fills it with the demo city when asked to and when it is empty, and serves it
with granian on 127.0.0.1 until Ctrl-C. Runs in the project's environment.
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from machine import BIN, ROOT, Stop, free_port, is_free, say

DEFAULT_PORT = 8000
SETTINGS = {
    "WAARDEEL_HOSTS": "names under which the site is reached, with commas between them (localhost)",
    "DATABASE_URL": "postgres://user:password@host/name (SQLite in the data folder)",
    "WAARDEEL_DATA": "folder for the database, keys and photos (var)",
    "WAARDEEL_SECRET_KEY": "a long random text (made once and kept in the data folder)",
    "PORT": f"port of 127.0.0.1 to listen on ({DEFAULT_PORT}); put a web server with TLS in front of it",
}


def choose_port(asked: str | None) -> int:
    """The port to serve on; raises Stop when it is no port number or somebody else listens there."""
    text = asked or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Stop(f"{text!r} is not a port number. Choose one from 1 to 65535, for example: PORT=8123")
    port = int(text)
    if not is_free(port):
        raise Stop(
            f"Port {port} of this machine is taken, or not yours to use. "
            f"Choose another one, for example: PORT={free_port()}"
        )
    return port


def manage(*command: str, capture: bool = False) -> str:
    """Run a management command in its own process and return what it said, if asked to; raises Stop if it fails."""
    done = subprocess.run(
        [BIN / "python", "-m", "django", *command],
        cwd=ROOT,
        check=False,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    if done.returncode != 0:
        raise Stop(f"This failed: django {' '.join(command)}. What is wrong is said above.")
    return done.stdout or ""


def wait_until_healthy(server: subprocess.Popen[bytes], port: int, seconds: float = 60) -> None:
    """Return when /healthz answers 200; raises Stop when the server ends first, or takes longer than `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Stop("The server stopped while starting. What is wrong is said above.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass  # not listening yet
        finally:
            connection.close()
        time.sleep(0.1)
    raise Stop(f"The server does not answer on http://localhost:{port}/healthz.")


def granian(port: int) -> list[str | Path]:
    """The server's command line. Writers to SQLite queue for one lock, so more threads would only wait there."""
    threads = 4 if os.environ.get("DATABASE_URL", "").startswith("postgres") else 1
    return [
        *(BIN / "granian", "--interface", "wsgi", "waardeel.web.wsgi:application"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(max(2, min(4, os.cpu_count() or 1))), "--blocking-threads", str(threads)),
        *("--no-access-log", "--log-level", "warning", "--respawn-failed-workers"),
    ]


def serve(port: int, welcome: str) -> int:
    """Run the server until it is told to stop; returns its exit status, 0 when stopping was asked for."""
    # Its own session: Ctrl-C reaches this process only, which then stops the server in an orderly way.
    server = subprocess.Popen(granian(port), cwd=ROOT, start_new_session=True)
    try:
        wait_until_healthy(server, port)
        print(welcome, flush=True)
        return server.wait()
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve Waardeel on this machine.")
    parser.add_argument("what", choices=["demo", "site"])
    parser.add_argument("--port", default=os.environ.get("PORT"))
    parser.add_argument("--size", default="small", choices=["small", "large"])
    options = parser.parse_args()
    port = choose_port(options.port)
    demo = options.what == "demo"

    os.environ["DJANGO_SETTINGS_MODULE"] = "waardeel.web.settings"
    os.environ["PORT"] = str(port)
    os.environ.setdefault("WAARDEEL_DATA", str(ROOT / "var"))
    if demo:
        os.environ["WAARDEEL_DEMO"] = "1"
    else:
        os.environ.pop("WAARDEEL_DEMO", None)
        print("Settings are read from variables of the environment (in brackets: without it):")
        for name, meaning in SETTINGS.items():
            print(f"  {'set' if os.environ.get(name) else '   '}  {name:20} {meaning}")
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))

    try:
        manage("migrate", "--verbosity", "0")
        manage("collectstatic", "--no-input", "--verbosity", "0")
        welcome = f"\nWaardeel is on http://localhost:{port}/\n"
        if demo:
            manage("demo", "--size", options.size)
            welcome += "\n" + manage("demo", "--who", capture=True)
        welcome += "\nCtrl-C stops it; the data stays.\n"
        say("Starting the server")
        return serve(port, welcome)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
