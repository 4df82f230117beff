"""Casting a ballot: how many a server takes per second and core, and how long the booth takes to make one in Node.

Run: .venv/bin/python bench/casting.py [BALLOTS]

A server as `make serve` starts it, with one worker, on a database of its own. Ballots of one question with three
answers are made beforehand and sent one after another; each is checked in full and published before it is answered.
The members of the demo city are few, so most ballots replace an earlier one, which costs more than a first ballot.
Prints the seconds that the server's processor worked, the rate per core, and the median per ballot in Node. Figures, no
verdicts.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
MOST = 290  # so many from one place in a minute; see `ballots.views.sealed.CASTS_PER_MINUTE`


def prepare(ballots: int) -> tuple[str, list[str], str]:
    """A city with an open verifiable secret vote: the path to send to, so many ballots, and the election."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse
    from django.utils import timezone

    from waardeel.ballots import domain
    from waardeel.ballots.models import Sealed
    from waardeel.belenios import ballot, credential
    from waardeel.belenios.election import Election
    from waardeel.belenios.exchange import make_codes
    from waardeel.belenios.group import BELENIOS_2048 as GROUP
    from waardeel.belenios.trustee import TrusteeKey
    from waardeel.law.verdict import DecisionRules
    from waardeel.people.models import Person
    from waardeel.web.demo.cast import player

    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demo", verbosity=0)
    now, by = timezone.now(), Person.objects.get(pk=player("joost").id)
    last = Sealed.objects.select_related("poll__organisation").filter(poll__state="closed").latest("poll__closed_at")
    poll = domain.prepare_poll(
        id=uuid4(),
        organisation=last.poll.organisation,
        question={"nl": "?"},
        decision_rules=DecisionRules.from_json(last.poll.rules),
        closes_at=now + timedelta(days=2),
        authority="A",
        trustees=["B"],
        by=by,
        now=now,
    )
    below = random.Random("bench").randrange
    key = TrusteeKey.make(below(int(GROUP.q)), GROUP, below)
    domain.give_key(trustee=poll.sealed.trustees.get(), key=json.dumps(key.written()), now=now)
    sealed = poll.sealed
    made, roll = make_codes([sealed.uuid], [1] * poll.voter_count, sealed.spares, 0, GROUP, below)
    domain.give_roll(sealed=sealed, roll=roll.decode(), now=now)
    domain.open_sealed_poll(poll=poll, closes_at=now + timedelta(days=1), by=by, now=now)
    record = Sealed.objects.get(poll=poll).election
    election = Election.read(record.encode())
    secrets = [credential.secret(one.code, sealed.uuid, GROUP) for one in made if one.use == "voter"]
    texts = [
        ballot.make(election, secrets[at % len(secrets)], [[1, 0, 0]], below).raw.decode() for at in range(ballots)
    ]
    print(f"{len(secrets)} codes, {ballots} ballots")
    path = reverse("poll_cast", args=[poll.organisation.slug, poll.pk])
    return path, texts, json.dumps({"record": record, "code": made[0].code})


def worked(pid: int) -> float:
    """Seconds that a process and those that it started have worked."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == pid or int(fields[1]) == pid:
            total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def serve(path: str, texts: list[str]) -> None:
    """Send the ballots to a server with one worker, and say how it went."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "waardeel.web.wsgi:application"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "1"]
    server = subprocess.Popen([*command, "--no-access-log", "--log-level", "warning"])
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        first, *rest = texts
        _send(connection, path, first)  # loads the pages and makes the tables of powers
        before, start, times = worked(server.pid), perf_counter(), []
        for text in rest:
            began = perf_counter()
            _send(connection, path, text)
            times.append(perf_counter() - began)
        work, clock = worked(server.pid) - before, perf_counter() - start
    finally:
        server.terminate()
        server.wait()
    print(f"over HTTP: {len(rest) / work:.0f} ballots per second and core")
    print(f"           {work:.1f} s at work, {clock:.1f} s by the clock for {len(rest)}")
    print(f"           {median(times) * 1000:.0f} ms per ballot (median, from sent to acknowledged)")


def _send(connection: http.client.HTTPConnection, path: str, text: str) -> None:
    connection.request("POST", path, text.encode(), {"Content-Type": "text/plain", "Host": "localhost"})
    answer = json.loads(connection.getresponse().read())
    if "tracker" not in answer:
        raise SystemExit(f"refused: {answer}")


def booth(asked: dict[str, Any], runs: int = 20) -> None:
    """Make ballots in Node with the worker that the page ships."""
    node = shutil.which("node")
    if node is None:
        print("Node is not installed here, so the booth was not measured.")
        return
    worker = ROOT / "src/waardeel/ballots/static/ballots/booth-worker.js"
    message = json.dumps({"id": 1, **asked, "choices": [[0, 1, 0]]})
    command = [node, ROOT / "tests/booth/play.mjs", worker]
    done = subprocess.run(command, input=f"{message}\n" * runs, capture_output=True, text=True, check=True)
    first, *rest = (json.loads(line)["ms"] for line in done.stdout.splitlines())
    print(f"in Node:   {median(rest):.0f} ms per ballot (median of {len(rest)}; the first {first:.0f} ms)")


def main() -> int:
    parser = argparse.ArgumentParser(description="Casting ballots over HTTP, and making them in Node.")
    parser.add_argument("ballots", type=int, nargs="?", default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="waardeel-bench-casting-") as folder:
        os.environ |= {
            "WAARDEEL_DATA": folder,
            "WAARDEEL_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "waardeel.web.settings",
        }
        path, texts, asked = prepare(min(options.ballots, MOST))
        serve(path, texts)
    booth(json.loads(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main())
