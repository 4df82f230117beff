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
from PIL import Image

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor
from waardeel.web.demo.texts import CITY, COOP

COOPERATIVE, TOWN = f"/o/{COOP.slug}/", f"/o/{CITY.slug}/"
WORK = "Schoon houden van de Havenmarkt"


@pytest.fixture
def city(transactional_db: None) -> None:
    """Waardstad, as `make demo` fills it."""
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
    assert joost.at(poll).reads("Aangenomen")
    promise(wim, joost)
    measure(noor, visit())
    check(visit(), tmp_path)
    # And at the end Olga sees what became of what she reported.
    assert olga.at("/my/sightings/").reads("Havenmarkt, hoek Kade")


def report(olga: Visitor, photo: dict[str, object]) -> None:
    """Step 1: a street worker reports what she sees."""
    olga.at(f"{TOWN}do/").follow("Meld werk dat blijft liggen")
    olga.press("Verstuur het signaal")
    assert olga.reads("Kies een van de plaatjes") or olga.page.locator("#error-summary").is_visible()
    olga.page.get_by_label("Foto").set_input_files(photo)
    olga.choose("Volle prullenbak").fill("Waar?", "Havenmarkt, hoek Kade").press("Verstuur het signaal")
    assert olga.reads("Havenmarkt, hoek Kade")


def bundle(wim: Visitor) -> None:
    """Step 1, for the city: several reports become hours of work a week."""
    wim.at(f"{TOWN}do/bundle/")
    for place in ("Havenmarkt, hoek Kade", "Havenmarkt, na de markt", "Havenmarkt, bij de kade"):
        wim.page.locator("label", has_text=place).click()
    wim.fill("Naam van het werk", WORK)
    wim.fill("Wat moet er gebeuren?", "Na de markt vegen en elke dag de bakken legen.")
    wim.fill("Uren per week", "18,5").fill("Waar?", "Havenmarkt")
    wim.press("Open de werkkans")
    assert wim.heading == WORK
    assert wim.reads("18,5")


def propose(samira: Visitor) -> None:
    """Step 2: a member brings the work before the members, and somebody says something about it."""
    samira.at(f"{COOPERATIVE}do/").follow(WORK).follow(f"Leg dit voor aan de leden van {COOP.name}")
    samira.fill("Titel", f"Wij doen het: {WORK}")
    samira.page.get_by_label("De precieze tekst").fill("Instemming met een samenwerking voor 18,5 uur per week.")
    samira.press("Doe het voorstel").follow("Het voorstel")
    samira.fill("Je reactie", "Ik doe graag mee op zaterdag.").press("Verstuur mijn reactie")
    assert samira.reads("Ik doe graag mee op zaterdag.")


def vote(joost: Visitor, samira: Visitor, noor: Visitor) -> str:
    """Step 2: the secretary puts it to the vote, everybody votes, and it is counted."""
    joost.at(f"{COOPERATIVE}decide/").follow(f"Wij doen het: {WORK}").follow("Breng het in stemming")
    joost.press("Open de stemming")
    poll = joost.path
    samira.at(poll).press("Breng mijn stem uit")
    assert samira.reads("Kies een van de antwoorden")
    samira.choose("Ja, ik ben voor").press("Breng mijn stem uit")
    assert re.search(r"\b\w{4}-\w{4}-\w{4}\b", samira.page.get_by_role("main").inner_text())
    noor.at(poll).choose("Ik onthoud mij").press("Breng mijn stem uit")
    row = noor.at("/play/").page.get_by_role("listitem").filter(has_text=WORK)
    noor.onward(row.get_by_role("button").click)
    joost.at(poll).choose("Nee, ik ben tegen").press("Breng mijn stem uit")
    joost.at(poll).choose("Ja, ik ben voor").press("Verander mijn stem")
    joost.at(poll).follow("Iedereen heeft gestemd: sluit en tel").press("Sluit en tel")
    return poll


def promise(wim: Visitor, joost: Visitor) -> None:
    """Step 3: a partnership with a promise, evidence, and what is late."""
    wim.at(f"{TOWN}do/opportunities/").follow(WORK).follow("Bied een partnerschap aan")
    wim.fill("Naam van het partnerschap", "Samen voor de Havenmarkt")
    wim.fill("Waar is het voor?", "De Groene Draad houdt de Havenmarkt schoon.")
    wim.page.get_by_label("Met wie?").select_option(label=COOP.name)
    wim.press("Bied het aan")
    partnership = wim.path.replace(TOWN, COOPERATIVE)
    joost.at("/my/")
    assert joost.reads("Samen voor de Havenmarkt")
    joost.at(partnership).press("Wij doen mee")
    joost.at(partnership).follow("Doe een toezegging")
    joost.fill("Wat zeggen jullie toe?", "Vegen na de markt").fill("Hoeveel?", "52")
    joost.page.get_by_label("Waarin geteld?").select_option(label="keer")
    joost.fill("Wanneer klaar?", (date.today() + timedelta(days=90)).isoformat())  # noqa: DTZ011  as a browser fills it
    joost.page.get_by_label("Waar zien we het aan?").fill("Foto van het plein")
    joost.press("Doe deze toezegging")
    joost.at(partnership).follow("Laat zien wat er is gedaan")
    joost.fill("Hoeveel is er gedaan?", "2").fill("Wat is er gedaan?", "Twee keer geveegd.")
    joost.press("Verstuur het bewijs")
    wim.at(partnership.replace(COOPERATIVE, TOWN)).follow("Bekijk het").press("Accepteer het")
    assert wim.at(partnership.replace(COOPERATIVE, TOWN)).reads("Onderweg")
    assert wim.at(f"{TOWN}do/partnerships/").follow("Samen voor het Sluispark").reads("te laat")


def measure(noor: Visitor, somebody: Visitor) -> None:
    """Step 4: five questions by a slip without an account, and a report."""
    noor.at(f"{COOPERATIVE}impact/").follow("Hoe gaat het met ons? Najaar")
    wave = noor.path
    noor.follow("Print briefjes").fill("Hoeveel briefjes?", "1").press("Maak de briefjes")
    code = re.search(r"\b\w{4}-\w{4}-\w{4}\b", noor.page.get_by_role("main").inner_text())
    assert code
    somebody.at(f"/w/{code.group()}/").press("Begin")
    for answer in ("8", "Vaak", "Weet ik niet", "Altijd", "Liever niet"):
        somebody.press(answer)
    somebody.press("Verstuur mijn antwoorden")
    assert somebody.reads("Bedankt") or somebody.reads("Dank je wel")
    noor.at(wave).follow("Sluit de vragenlijst").press("Sluit de vragenlijst")
    noor.at(wave).follow("Publiceer de resultaten").press("Publiceer de resultaten")
    somebody.at(f"{wave}report/")
    assert somebody.reads("We zijn 95 % zeker") or somebody.reads("95")


def check(sceptic: Visitor, folder: Path) -> None:
    """Step 5: who trusts nobody downloads the register and checks it, with a program of their own."""
    sceptic.at(f"{COOPERATIVE}register/")
    with sceptic.page.expect_download() as download:
        sceptic.page.get_by_role("link", name="Download het register").click()
    bundle = folder / download.value.suggested_filename
    download.value.save_as(bundle)
    verified = verify(bundle)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert re.search(r"\b9 polls?\b|\b8 polls?\b", verified.stdout), verified.stdout
    changed = bytearray(bundle.read_bytes())
    changed[len(changed) // 2] ^= 1
    bundle.write_bytes(changed)
    assert verify(bundle).returncode == 1


def verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "waardeel.cli", "verify", str(bundle)], capture_output=True, text=True, check=False
    )
