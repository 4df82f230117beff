"""How long the busiest pages take in a large city: 200 organisations, 20,000 people, two years of history.

Run: .venv/bin/python bench/pages.py [--seed 1] [--requests 30] [--only WORDS] [--database postgres]

The city is made once a day, in a folder of its own under the system's temporary folder, and used again as
long as neither its story nor the tables have changed. Pages are asked for in this process with Django's test
client, so the figures are those of the house alone: no network, no server in between. A page that takes
longer than 100 ms (95th percentile) is marked.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "waardeel-bench-pages-"
LIMIT_MS = 100
COLD_STARTS = 3


@dataclass(frozen=True)
class Page:
    """A page to ask for, and who asks (None: somebody who is not signed in)."""

    name: str
    url: str
    who: Any = None


@dataclass(frozen=True)
class Figures:
    """What a page costs: queries, milliseconds, and bytes when compressed.

    ``work`` is the processor time of this process, which does not grow when others use the machine too.
    """

    queries: int
    work: float
    median: float
    high: float
    size: int


def folder_for(seed: int) -> Path:
    """Where the city of this seed lies today; another story or other tables make another folder."""
    sources = sorted(
        [
            *(ROOT / "src/waardeel/web/demo").rglob("*.py"),
            *(ROOT / "src/waardeel").glob("*/migrations/*.py"),
        ]
    )
    told = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    return Path(tempfile.gettempdir()) / f"{PREFIX}{seed}-{today}-{told}"


def make_city(seed: int) -> None:
    """Make the city, unless it is there. Needs Django to be set up."""
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from waardeel.people.models import Organisation

    if Organisation.objects.exists():
        return
    before, worked = perf_counter(), process_time()
    with transaction.atomic():  # all of it or nothing: a city that is half there is measured by nobody
        call_command("demo", size="large", seed=seed)
    print(f"made in {perf_counter() - before:.0f} s, {process_time() - worked:.0f} s of them at work")


def pages() -> Iterator[Page]:
    """The busiest pages, each with somebody who has much on it. Needs the city."""
    from django.urls import NoReverseMatch, reverse
    from django.utils.text import slugify

    from waardeel.ballots.models import Poll
    from waardeel.impact.models import Wave
    from waardeel.people.models import Membership, Person
    from waardeel.register.models import Log
    from waardeel.web.demo.cast import identity, player
    from waardeel.web.demo.large.texts import WAARDSTROOM
    from waardeel.web.demo.texts import CITY
    from waardeel.work.models import Partnership

    coop = slugify(WAARDSTROOM.noun)
    office = Person.objects.get(pk=identity("secretary", "office"))
    secretary = Person.objects.get(pk=identity("secretary", coop))
    member = Membership.objects.get(organisation__slug=coop, number="02500").person
    officer = Person.objects.get(pk=player("wim").id)
    poll = Poll.objects.get(organisation__slug=coop, state=Poll.State.OPEN)
    closed = Poll.objects.filter(organisation__slug=coop, state=Poll.State.CLOSED).latest("closed_at")
    wave = Wave.objects.filter(organisation__slug=coop, state=Wave.State.PUBLISHED).latest("published_at")
    framework = Partnership.objects.get(pk=identity("partnership", "framework"))
    middle = Log.objects.get(slug=coop).size // 2

    yield Page("front", reverse("front"))
    yield Page("front, page 10", reverse("front") + "?page=10")
    yield Page("front, search", reverse("front") + "?q=buurttuin")
    yield Page("organisation of 5,000, home", reverse("organisation", args=[coop]), member)
    yield Page("network, home", reverse("organisation", args=["sociale-firmas"]))
    yield Page("my page, office of many", reverse("my"), office)
    yield Page("my page, city officer", reverse("my"), officer)
    yield Page("my page, member", reverse("my"), member)
    try:
        members = reverse("members", args=[coop])
    except NoReverseMatch:
        print("(there are no pages of members yet)")
    else:
        yield Page("members", members, secretary)
        yield Page("members, page 50", members + "?page=50", secretary)
        yield Page("members, search", members + "?q=kaya", secretary)
        yield Page("members, as a member", members, member)
    yield Page("decide", reverse("organisation_decide", args=[coop]), member)
    yield Page("decisions, search", reverse("decisions", args=[coop]) + "?q=reserve&all=1")
    yield Page("poll, open", reverse("poll", args=[coop, poll.pk]), member)
    yield Page("poll, open, its voters", reverse("poll_voters", args=[coop, poll.pk]), secretary)
    yield Page("poll, result", reverse("poll", args=[coop, closed.pk]))
    yield Page("do, of the city", reverse("organisation_do", args=[CITY.slug]), officer)
    yield Page("sightings", reverse("sightings", args=[CITY.slug]), officer)
    yield Page("sightings, search", reverse("sightings", args=[CITY.slug]) + "?q=molenwijk+boom", officer)
    yield Page("opportunities, search", reverse("opportunities", args=[CITY.slug]) + "?q=molenwijk")
    yield Page("partnerships", reverse("partnerships", args=[CITY.slug]), officer)
    yield Page("partnership of ten", reverse("partnership", args=[CITY.slug, framework.pk]), officer)
    yield Page("impact", reverse("organisation_impact", args=[coop]), member)
    yield Page("impact, report", reverse("impact_report", args=[coop, wave.pk]))
    yield Page("register", reverse("register", args=[coop]))
    yield Page("register, page 50", reverse("register", args=[coop]) + "?page=50")
    yield Page("register, search", reverse("register", args=[coop]) + "?q=waves")
    yield Page("register, entry with proof", reverse("register_entry", args=[coop, middle]))
    yield Page("registers", reverse("registers"))


def measure(page: Page, requests: int) -> Figures:
    """Ask for a page so many times."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"accept-language": "nl"}, SERVER_NAME="localhost")
    if page.who is not None:
        client.force_login(page.who.account, backend="django.contrib.auth.backends.ModelBackend")
    client.get(page.url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(page.url)
    number = len(queries)  # now, since the next request forgets them
    if response.status_code != 200:
        raise SystemExit(f"{page.name}: {page.url} answered {response.status_code}")
    times, work = [], []
    for _ in range(requests):
        before, worked = perf_counter(), process_time()
        client.get(page.url)
        times.append((perf_counter() - before) * 1000)
        work.append((process_time() - worked) * 1000)
    times.sort()
    return Figures(
        queries=number,
        work=median(work),
        median=median(times),
        high=times[math.ceil(0.95 * requests) - 1],
        size=len(gzip.compress(response.content)),
    )


def cold_start() -> None:
    """From nothing to the first answer in a new process: import, set up, front page."""
    code = (
        "import django; django.setup(); from django.test import Client; "
        "assert Client(SERVER_NAME='localhost').get('/').status_code == 200"
    )
    times = []
    for _ in range(COLD_STARTS):
        before = perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(perf_counter() - before)
    print(f"{'cold start to the first answer':<34} {median(times) * 1000:>24.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    folder = folder_for(options.seed)
    with ExitStack() as stack:
        if options.database == "postgres":
            sys.path.insert(0, str(ROOT / "tools"))
            from postgres import throw_away_server

            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX)))
            os.environ["DATABASE_URL"] = stack.enter_context(throw_away_server())
        else:
            os.environ.pop("DATABASE_URL", None)
            for old in folder.parent.glob(f"{PREFIX}{options.seed}-*"):
                if old != folder:
                    shutil.rmtree(old)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "waardeel.web.settings",
            "WAARDEEL_DATA": str(folder),
            "WAARDEEL_DEMO": "1",
        }
        folder.mkdir(exist_ok=True)
        import django

        django.setup()
        make_city(options.seed)
        print(f"{'page':<34} {'queries':>8} {'work':>7} {'median':>7} {'p95':>7}  {'bytes gz':>8}")
        slow = 0
        for page in pages():
            if options.only not in page.name:
                continue
            one = measure(page, options.requests)
            slow += one.high > LIMIT_MS
            mark = f"  above {LIMIT_MS} ms" if one.high > LIMIT_MS else ""
            print(
                f"{page.name:<34} {one.queries:>8} {one.work:>7.1f} {one.median:>7.1f} {one.high:>7.1f}"
                f"  {one.size:>8,}{mark}"
            )
        print(f"{slow} pages above {LIMIT_MS} ms")
        cold_start()
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
