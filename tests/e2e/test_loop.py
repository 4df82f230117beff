"""The loop, played once by five people and a sceptic, in Dutch, on a phone.

Work that is left undone is reported, members decide on it, promises are kept, change is measured, and a stranger checks
the record. Every page on the way is inspected by the visitor (see `visitor.Visitor.look`).
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import gettext, override, pgettext
from PIL import Image

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor
from waardeel.web.demo.texts import CITY, COOP

COOPERATIVE, TOWN = f"/o/{COOP.slug}/", f"/o/{CITY.slug}/"
WORK = "Schoon houden van de Havenmarkt"
#: A code that a person is shown: of a ballot, of a slip.
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def nl(text: str, context: str = "", **facts: str) -> str:
    """A text of the screen in Dutch. Raises AssertionError when it has no Dutch of its own."""
    with override("nl"):
        dutch = pgettext(context, text) if context else gettext(text)
    assert dutch != text, f"not translated: {text}"
    return dutch % facts if facts else dutch


@pytest.fixture
def city(transactional_db: None) -> None:
    """Waardstad, as `make demo` fills it."""
    call_command("flush", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)


@pytest.fixture
def photo() -> dict[str, object]:
    """What a phone sends: a picture that says where it was taken."""
    picture = Image.new("RGB", (800, 600), (120, 140, 90))
    exif = picture.getexif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 3.0), 3: "E", 4: (4.0, 53.0, 42.0)})
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_from_work_left_undone_to_a_record_that_a_stranger_checks(
    visit: Visit, city: None, photo: dict[str, object], tmp_path: Path
) -> None:
    olga, wim, samira, joost, noor = (
        visit().be(name) for name in ("Olga Venema", "Wim Okafor", "Samira Haddou", "Joost Terpstra", "Noor Claessens")
    )
    report(olga, photo)
    bundle(wim)
    propose(samira)
    poll = vote(joost, samira, noor)
    assert joost.at(poll).reads(nl("Adopted"))
    promise(wim, joost)
    measure(noor, visit())
    check(visit(), tmp_path)
    # And at the end Olga sees what became of what she reported.
    assert olga.at("/my/sightings/").reads("Havenmarkt, hoek Kade")


def report(olga: Visitor, photo: dict[str, object]) -> None:
    """Step 1: a street worker reports what she sees."""
    olga.at(f"{TOWN}do/").follow(nl("Report work left undone")).press(nl("Send the report"))
    assert olga.page.locator("#error-summary").is_visible()
    olga.page.get_by_label(nl("Photo")).set_input_files(photo)
    olga.choose(nl("Full bin")).fill(nl("Where?"), "Havenmarkt, hoek Kade").press(nl("Send the report"))
    assert olga.reads("Havenmarkt, hoek Kade")


def bundle(wim: Visitor) -> None:
    """Step 1, for the city: several reports become hours of work a week."""
    wim.at(f"{TOWN}do/bundle/")
    for place in ("Havenmarkt, hoek Kade", "Havenmarkt, na de markt", "Havenmarkt, bij de kade"):
        wim.page.locator("label", has_text=place).click()
    wim.fill(nl("Name of the work"), WORK)
    wim.fill(nl("What is to be done?"), "Na de markt vegen en elke dag de bakken legen.")
    wim.fill(nl("Hours a week"), "18,5").fill(nl("Where?"), "Havenmarkt")
    wim.press(nl("Open the work opportunity"))
    assert wim.heading == WORK
    assert wim.reads("18,5")


def propose(samira: Visitor) -> None:
    """Step 2: a member brings the work before the members, and says something about it."""
    samira.at(f"{COOPERATIVE}do/").follow(WORK).follow(nl("Bring this to the members of %(name)s", name=COOP.name))
    samira.fill(nl("Title"), f"Wij doen het: {WORK}")
    samira.page.get_by_label(nl("The exact text of the decision")).fill("Instemming met 18,5 uur werk per week.")
    samira.press(nl("Make the proposal")).follow(nl("The proposal"))
    samira.fill(nl("Your comment"), "Ik doe graag mee op zaterdag.").press(nl("Send my comment"))
    assert samira.reads("Ik doe graag mee op zaterdag.")


def vote(joost: Visitor, samira: Visitor, noor: Visitor) -> str:
    """Step 2: the secretary puts it to the vote, everybody votes, and it is counted."""
    joost.at(f"{COOPERATIVE}decide/").follow(f"Wij doen het: {WORK}").follow(nl("Put it to the vote"))
    joost.press(nl("Open the vote"))
    poll = joost.path
    samira.at(poll).press(nl("Cast my ballot"))
    assert samira.reads(nl("Choose one of the answers."))
    samira.choose(nl("Yes, I am for it")).press(nl("Cast my ballot"))
    assert CODE.search(samira.page.get_by_role("main").inner_text())
    noor.at(poll).choose(nl("I abstain")).press(nl("Cast my ballot"))
    row = noor.at("/play/").page.get_by_role("listitem").filter(has_text=WORK)
    noor.onward(row.get_by_role("button").click)
    joost.at(poll).choose(nl("No, I am against it")).press(nl("Cast my ballot"))
    joost.at(poll).choose(nl("Yes, I am for it")).press(nl("Change my ballot"))
    joost.at(poll).follow(nl("Everybody voted: close and count")).press(nl("Close and count"))
    return poll


def promise(wim: Visitor, joost: Visitor) -> None:
    """Step 3: a partnership with a promise, evidence, and what is late."""
    wim.at(f"{TOWN}do/opportunities/").follow(WORK).follow(nl("Offer a partnership"))
    wim.fill(nl("Name of the partnership"), "Samen voor de Havenmarkt")
    wim.fill(nl("What is it for?"), "De Groene Draad houdt de Havenmarkt schoon.")
    wim.page.get_by_label(nl("With whom?")).select_option(label=COOP.name)
    wim.press(nl("Offer it"))
    ours, theirs = wim.path.replace(TOWN, COOPERATIVE), wim.path
    assert joost.at("/my/").reads("Samen voor de Havenmarkt")
    joost.at(ours).press(nl("Agree for %(name)s", name=COOP.name))
    joost.at(ours).follow(nl("Promise something"))
    joost.fill(nl("What do you promise?"), "Vegen na de markt").fill(nl("How much?"), "52")
    joost.page.get_by_label(nl("Counted in")).select_option("times")
    joost.fill(nl("By when?"), (date.today() + timedelta(days=90)).isoformat())  # noqa: DTZ011  as a person reckons
    joost.page.get_by_label(nl("What will show it?")).fill("Foto van het plein")
    joost.onward(joost.page.locator("main form button[type=submit]").click)
    joost.at(ours).follow(nl("Show what was done"))
    joost.fill(nl("How much was done?"), "2").fill(nl("What was done?"), "Twee keer geveegd.")
    joost.onward(joost.page.locator("main form button[type=submit]").click)
    wim.at(theirs).follow(nl("Look at it"))
    wim.page.locator("main form label").first.click()
    wim.onward(wim.page.locator("main form button[type=submit]").click)
    assert wim.at(theirs).reads(nl("Under way"))
    late = wim.at(f"{TOWN}do/partnerships/").follow("Samen voor het Sluispark").page.get_by_text("te laat")
    assert late.count() > 1


def measure(noor: Visitor, somebody: Visitor) -> None:
    """Step 4: five questions by a slip, without an account, and a report."""
    noor.at(f"{COOPERATIVE}impact/").follow("Hoe gaat het met ons? Najaar")
    wave = noor.path
    noor.follow(nl("Print slips")).fill(nl("How many slips?"), "1").press(nl("Make the slips"))
    code = CODE.search(noor.page.get_by_role("main").inner_text())
    assert code
    somebody.at(f"/w/{code.group()}/").press(nl("Start", context="questionnaire"))
    for answer in ("8", "Vaak", "Veel", nl("I do not know"), nl("I would rather not say")):
        somebody.press(answer)
    somebody.press(nl("Send my answers"))
    assert somebody.heading == nl("Thank you")
    noor.at(wave).follow(nl("Close the questionnaire")).press(nl("Close the questionnaire"))
    noor.at(wave).follow(nl("Publish the results")).press(nl("Publish the results"))
    somebody.at(f"{wave}report/")
    assert somebody.page.locator("main svg").count() > 0


def check(sceptic: Visitor, folder: Path) -> None:
    """Step 5: who trusts nobody downloads the register and checks it, with a program of their own."""
    sceptic.at(f"{COOPERATIVE}register/")
    with sceptic.page.expect_download() as download:
        sceptic.page.get_by_role("link", name=nl("Download the register")).click()
    bundle = folder / download.value.suggested_filename
    download.value.save_as(bundle)
    verified = verify(bundle)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "polls counted again with the same verdict: 8" in verified.stdout
    assert "estimates worked out again with the same result: 10" in verified.stdout
    changed = bytearray(bundle.read_bytes())
    changed[len(changed) // 2] ^= 1
    bundle.write_bytes(changed)
    assert verify(bundle).returncode == 1


def verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "waardeel.cli", "verify", str(bundle)], capture_output=True, text=True, check=False
    )
