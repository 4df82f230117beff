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
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction

from machine import BIN, ROOT, Stop, is_free, say

DEFAULT_PORT = 8000
SETTINGS = {
    "WAARDEEL_HOSTS": "names under which the site is reached, with commas between them (localhost)",
    "WAARDEEL_HTTPS": "1 when browsers reach it over https only, as they should (off)",
    "WAARDEEL_ORIGIN": "host name in the signed register; choose it before the first entry (localhost)",
    "DATABASE_URL": "postgresql://user:password@host/name (SQLite in the data folder)",
    "WAARDEEL_DATA": "folder for the database, keys and photos (var)",
    "WAARDEEL_SMTP": "the server that sends the mail (none: mail is written into the data folder)",
    "PORT": f"port of 127.0.0.1 to listen on ({DEFAULT_PORT})",
}
"""What `make serve` tells about; docs/running.md explains every setting."""


def choose_port(asked: str | None) -> int:
    """The port to serve on; raises Stop when it is no port number or somebody else listens there."""
    text = asked or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Stop(f"{text!r} is not a port number. Choose one from 1 to 65535, for example: PORT=8123")
    port = int(text)
    if not is_free(port):
        others = range(max(port, DEFAULT_PORT) + 1, 65536)
        other = next(filter(is_free, others), DEFAULT_PORT)
        raise Stop(f"Port {port} of this machine is taken or not open to you. Choose another: PORT={other}")
    return port


def prepare(*, demo: bool, size: str) -> str:
    """Bring database and static files up to date and return what to say when the server runs.

    Raises Stop with Django's own words when the configuration is wrong.
    """
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError, OSError) as error:
        raise Stop(f"Waardeel cannot start with these settings: {error}") from error
    from waardeel.people.models import Organisation

    try:
        # Warnings go to standard error; that there are none needs no line.
        call_command("check", deploy=not demo, databases=["default"], stdout=StringIO())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("tidy")
        call_command("heads")
        said = StringIO()
        if demo:
            if Organisation.objects.exists():
                say("Using the city that is there; WAARDEEL_DATA=other-folder makes another one")
            else:
                say(f"Filling the {size} demo city")
                with transaction.atomic():  # all of it or nothing: a city is never half there
                    call_command("demo", size=size)
            call_command("demo", who=True, stdout=said)
    except (CommandError, ImproperlyConfigured, DatabaseError, OSError) as error:
        raise Stop(f"Waardeel cannot start: {error}") from error
    finally:
        connections.close_all()
    return said.getvalue()


def wait_until_up(server: subprocess.Popen[bytes], port: int, seconds: float = 60) -> None:
    """Return when /healthz answers well; raises Stop when the server ends first, or after `seconds`."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Stop("The server stopped while starting. What is wrong is said above.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz", headers={"Host": host})
            if connection.getresponse().status < 400:  # 301 where pages must go over https
                return
        except OSError:
            pass  # not listening yet
        finally:
            connection.close()
        time.sleep(0.1)
    raise Stop(f"The server does not answer well on http://localhost:{port}/healthz.")


def granian(port: int) -> list[str | Path]:
    """The server's command line. Writers to SQLite queue for one lock: more threads would only wait."""
    threads = 1 if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else 4
    return [
        *(BIN / "granian", "--interface", "wsgi", "waardeel.web.wsgi:application"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(max(2, min(4, os.cpu_count() or 1))), "--blocking-threads", str(threads)),
        *("--no-access-log", "--log-level", "warning", "--respawn-failed-workers"),
    ]


def wait_and_keep_heads(server: subprocess.Popen[bytes]) -> int:
    """Wait until the server ends; every hour the heads of open verifiable secret votes go into the register."""
    while True:
        try:
            return server.wait(timeout=3600)
        except subprocess.TimeoutExpired:
            try:
                call_command("heads")
            except DatabaseError as error:  # the site goes on; the next hour writes the next head
                print(f"The heads of open votes were not written down: {error}", file=sys.stderr, flush=True)
            finally:
                connections.close_all()


def serve(port: int, welcome: str) -> int:
    """Run the server until it is told to stop; returns its exit status, 0 when stopping was asked for."""
    # Its own session: Ctrl-C reaches this process only, which then stops the server in an orderly way.
    server = subprocess.Popen(granian(port), cwd=ROOT, start_new_session=True)
    try:
        wait_until_up(server, port)
        print(welcome, flush=True)
        return wait_and_keep_heads(server)
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
    os.environ["WAARDEEL_DEMO"] = "1" if demo else ""
    if not demo:
        print("Settings are read from variables of the environment (in brackets: what holds without it):")
        for name, meaning in SETTINGS.items():
            print(f"  {'set' if os.environ.get(name) else '   '}  {name:15} {meaning}")
        print("All of them are explained in docs/running.md.", flush=True)
    # Told to end by another program is the same as Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        people = prepare(demo=demo, size=options.size)
        say("Starting the server")
        return serve(port, f"\nWaardeel is on http://localhost:{port}/\n\n{people}\nCtrl-C stops it; the data stays.\n")
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
