"""A verifiable secret vote in browsers, in Dutch, on phones: the ceremony, the booth, a revote, the end, the result.

Every role sits at a machine of its own; what is secret is seen to stay there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.assembly.conftest import Assembly
from tests.ballots.conftest import rules
from tests.conftest import World
from tests.e2e.conftest import Visit
from tests.e2e.test_loop import nl
from tests.e2e.visitor import Visitor
from waardeel.ballots import domain, queries
from waardeel.ballots.models import Poll
from waardeel.belenios.verify import verify
from waardeel.cli import main
from waardeel.register.queries import write_bundle

TRACKER = re.compile(r"[A-Za-z0-9+/]{43}")


@pytest.fixture
def poll(world: World) -> Poll:
    return prepared(world, ["Tess", "Tom"])


def prepared(world: World, trustees: list[str], threshold: int = 0, names: Sequence[str] = (), **more: Any) -> Poll:
    for name in ("Dirk", "Eva", *names):
        world.member(name)
    return domain.prepare_poll(
        id=world.coop.pk,
        organisation=world.coop,
        question={"nl": "Kopen we het pand?", "fr": "Achetons-nous ?", "en": "Do we buy it?"},
        decision_rules=rules(),
        closes_at=timezone.now() + timedelta(hours=2),
        authority="Notaris De Wit",
        trustees=trustees,
        threshold=threshold,
        **more,
        by=world.alice,
        now=timezone.now(),
    )


def test_from_the_ceremony_to_a_result_that_two_programs_check(
    visit: Visit, world: World, poll: Poll, tmp_path: Path
) -> None:
    alice = visit(world.alice)
    home = f"/o/{world.coop.slug}/polls/{poll.pk}/"
    alice.at(home)
    assert alice.reads(nl("You can open it when everybody has done their part."))
    notary, *trustees, _room = alice.page.locator("dd a").evaluate_all("links => links.map(link => link.href)")
    keys = [make_key(visit(), link, tmp_path / f"{number}.key") for number, link in enumerate(trustees, start=1)]
    codes = make_codes(visit(), notary)
    assert set(codes) == {"Alice", "Bob", "Dirk", "Eva"}

    alice.at(home).press(nl("Open the vote"))
    booth = f"{home}booth/"
    first = vote(visit(), booth, codes["Bob"], "No, I am against it")
    vote(visit(), f"{booth}#code={codes['Dirk']}", "", "Yes, I am for it")
    # Bob votes again, signed in on his own phone; a typing error is told first.
    bob = visit(world.bob)
    last = vote(bob, booth, codes["Bob"], "Yes, I am for it", wrong=True)
    assert first != last
    for tracker in (first, last):
        bob.at(f"{home}ballots/?q={tracker[:12].replace('+', '%2B').replace('/', '%2F')}")
        assert bob.reads(nl("This ballot is here."))

    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    alice.at(home).follow(nl("End the vote")).press(nl("End the vote"))
    for link, key in zip(trustees, reversed(keys), strict=True):
        trustee = visit()
        trustee.at(link)
        read(trustee, key, wrong=True)
    for link, key in zip(trustees, keys, strict=True):
        trustee = visit()
        trustee.at(link)
        read(trustee, key)
    stranger = visit().at(home)
    assert stranger.reads(nl("Adopted"))
    stranger.follow(nl("Look for your ballot, and check the count"))
    archive = tmp_path / f"{Poll.objects.get(pk=poll.pk).sealed.uuid}.bel"
    with stranger.page.expect_download() as download:
        stranger.page.get_by_role("link", name=archive.name).click()
    download.value.save_as(archive)
    assert verify(archive).result == [[2, 0, 0]]
    if tool := which("belenios-tool"):
        command = [tool, "election", "verify", "--dir", str(tmp_path)]
        assert "all checks passed" in subprocess.run(command, capture_output=True, text=True, check=True).stderr


def test_two_of_three_trustees_share_a_key_and_the_third_stays_away(visit: Visit, world: World, tmp_path: Path) -> None:
    poll = prepared(world, ["Tess", "Tom", "Tine"], threshold=2)
    alice = visit(world.alice)
    home = f"/o/{world.coop.slug}/polls/{poll.pk}/"
    alice.at(home)
    notary, *links, _room = alice.page.locator("dd a").evaluate_all("links => links.map(link => link.href)")
    trustees = [visit().at(link) for link in links]
    codes = [tmp_path / f"{number}.key" for number in (1, 2, 3)]

    def begin() -> None:
        for trustee, link, path in list(zip(trustees, links, codes, strict=True))[:2]:
            trustee.at(link)
            trustee.page.get_by_role("button", name=nl("Make my key")).click()
            with trustee.page.expect_download() as download:
                trustee.page.get_by_role("link", name=nl("Save my key")).click()
            download.value.save_as(path)
            shared(trustee, path, nl("I have saved it: publish the public half"))

    begin()
    assert trustees[0].reads("Tine")  # still to come when the first was done
    alice.at(home).follow(nl("Make the keys anew"))
    alice.press(nl("Make the keys anew"))
    trustees[0].at(links[0])
    assert trustees[0].page.get_by_role("button", name=nl("Make my key")).is_visible()
    begin()
    own_program(trustees[2], codes[2])  # the third trusts no page
    for _ in ("the pieces", "the key"):
        own_program(trustees[2].at(links[2]), codes[2])
        for trustee, link, path in list(zip(trustees, links, codes, strict=True))[:2]:
            trustee.at(link)
            trustee.page.get_by_label(nl("The file with your key")).set_input_files(path)
            shared(trustee, path, nl("Go on"))
    assert (
        trustees[2]
        .at(links[2])
        .reads(nl("Your key is made. Keep it well, and come back to this page when the vote is over."))
    )
    made = make_codes(visit(), notary)

    alice.at(home).press(nl("Open the vote"))
    vote(visit(), f"{home}booth/", made["Eva"], "Yes, I am for it")
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    alice.at(home).follow(nl("End the vote")).press(nl("End the vote"))
    for number in (2, 0):  # the second stays away
        read(trustees[number].at(links[number]), codes[number])
    trustees[1].at(links[1])
    assert trustees[1].reads(
        nl("The result was read without your key, because enough others read their part. You can throw your key away.")
    )
    assert visit().at(home).reads(nl("Adopted"))


MORE = ("Fatma", "Gijs", "Hana", "Ilse", "Joris", "Kim", "Leo", "Mia")


def test_twelve_voters_by_mail_letter_and_paper_and_one_letter_is_lost(
    visit: Visit, world: World, tmp_path: Path
) -> None:
    poll = prepared(world, ["Tess", "Tom", "Tine"], threshold=2, names=MORE, papers=3, by_mail=True, proxies=1)
    alice = visit(world.alice)
    home = f"/o/{world.coop.slug}/polls/{poll.pk}/"
    alice.at(home)
    # Leo cannot be there: Mia votes for both
    alice.follow(nl("Proxies"))
    alice.page.get_by_label(nl("Who cannot be there")).select_option(label="Leo")
    alice.page.get_by_label(nl("Who votes for them")).select_option(label="Mia")
    alice.press(nl("Enter the proxy"))
    assert alice.reads(nl("%(holder)s votes for %(voter)s", holder="Mia", voter="Leo"))
    alice.at(home)
    notary_link, *links, room_link = alice.page.locator("dd a").evaluate_all("links => links.map(link => link.href)")
    trustees = [visit().at(link) for link in links]
    keys = [tmp_path / f"{number}.key" for number in (1, 2, 3)]
    for step in range(3):
        for trustee, link, key in zip(trustees, links, keys, strict=True):
            trustee.at(link)
            if step == 0:
                trustee.page.get_by_role("button", name=nl("Make my key")).click()
                with trustee.page.expect_download() as download:
                    trustee.page.get_by_role("link", name=nl("Save my key")).click()
                download.value.save_as(key)
                shared(trustee, key, nl("I have saved it: publish the public half"))
            else:
                trustee.page.get_by_label(nl("The file with your key")).set_input_files(key)
                shared(trustee, key, nl("Go on"))

    notary = visit().at(notary_link)
    notary.page.get_by_role("button", name=nl("Make the codes")).click()
    expect(notary.page.get_by_role("button", name=nl("Publish the public halves"))).to_be_visible()
    with notary.page.expect_download() as download:
        notary.page.get_by_role("link", name=nl("Save the list")).click()
    codes_file = tmp_path / "codes.csv"
    download.value.save_as(codes_file)
    mails = dict(
        zip(
            notary.page.locator("#mail-list [data-name]").all_inner_texts(),
            notary.page.locator("#mail-list a").evaluate_all(
                "links => links.map(link => decodeURIComponent(link.href))"
            ),
            strict=True,
        )
    )
    assert len(mails) == 12
    papers = notary.page.locator(".letter:has(.boxes) [data-code]").all_inner_texts()
    assert len(papers) == 3
    codes = letters_of(notary)
    assert mails["Bob"].startswith("mailto:bob@example.org?")
    assert codes["Bob"] in mails["Bob"]
    notary.press(nl("Publish the public halves"))
    alice.at(home).press(nl("Open the vote"))
    booth = f"{home}booth/"

    # by mail: what Bob clicks is the address in his mail; he votes twice
    address = re.search(r"(/o/\S+#code=\S+)", mails["Bob"])[1]
    bob = visit()
    vote(bob, address, "", "No, I am against it")
    assert bob.page.locator("#booth-picture").evaluate("picture => picture.naturalWidth > 0 || picture.complete")
    vote(bob, address, "", "Yes, I am for it", look=False)
    for name in ("Alice", "Dirk", "Eva", "Fatma", "Mia", nl("%(holder)s, for %(voter)s", holder="Mia", voter="Leo")):
        vote(visit(), booth, codes[name], "Yes, I am for it", look=False)

    # Gijs lost his letter: nobody votes with the old one, and he does with the new one
    notary.at(notary_link)
    notary.page.get_by_label(nl("The list that you saved")).set_input_files(codes_file)
    notary.page.get_by_label(nl("Whose letter")).select_option("Gijs")
    notary.page.get_by_role("button", name=nl("The same code again")).click()
    expect(notary.page.locator(".letter [data-code]")).to_have_text(codes["Gijs"])
    notary.page.get_by_role("button", name=nl("A new code")).click()
    expect(notary.page.get_by_role("button", name=nl("It is printed: replace the code"))).to_be_visible()
    notary.look()
    new = letters_of(notary)["Gijs"]
    assert new not in codes.values()
    with Sent(notary) as bodies:
        notary.press(nl("It is printed: replace the code"))
    assert not any(code in body for body in bodies for code in (new, codes["Gijs"], "Gijs"))
    given_up = nl("This code was exchanged, for a new code or for a ballot on paper. It casts no ballot any more.")
    refused(visit(), booth, codes["Gijs"], given_up)
    vote(visit(), booth, new, "Yes, I am for it", look=False)

    # in the room: one device for all; two vote on it, and two rather on paper
    room = visit().at(room_link)
    for name in ("Hana", "Ilse"):
        vote(room, room_link, codes[name], "No, I am against it", look=name == "Hana")
        room.follow(nl("Ready for the next voter"))
        assert room.page.get_by_label(nl("The code on your letter")).input_value() == ""
    too_many = nl(
        "More ballots on paper than letters that were handed in for one (%(letters)s). Hand in the letter first, "
        "or look whether a ballot is in the pile that was never given out.",
        letters="LETTERS",
    )
    refused(room, room_link, papers[0], too_many.replace("LETTERS", "0"))
    for name in ("Joris", "Kim"):
        room.at(room_link).fill(nl("The code on the letter"), codes[name])
        with Sent(room) as bodies:
            room.page.get_by_role("button", name=nl("Hand in the letter")).click()
            expect(room.page.get_by_role("status")).to_have_text(
                nl("The letter is handed in. Give one ballot on paper.")
            )
        room.look()
        assert not any(codes[name] in body for body in bodies)
    vote(
        room, f"{booth}#code={papers[0]}", "", "No, I am against it", look=False
    )  # scanned with the camera of the device
    vote(room, room_link, papers[2], "I abstain", look=False)
    refused(room, room_link, papers[1], too_many.replace("LETTERS", "2"))

    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    alice.at(home).follow(nl("End the vote")).press(nl("End the vote"))
    for number in (0, 2):
        read(trustees[number].at(links[number]), keys[number])
    stranger = visit().at(home)
    assert stranger.reads(nl("Adopted"))
    ways = (("on a device of their own", 8), ("on the device in the room", 2), ("on paper", 2))
    assert all(stranger.reads(f"{nl(said)}: {many}") for said, many in ways)
    check_whole(world, poll, tmp_path, [[8, 3, 1]])


def test_two_questions_in_one_meeting_with_one_code_and_one_key(visit: Visit, world: World, tmp_path: Path) -> None:
    poll = prepared(world, ["Tess", "Tom"], questions=3)
    Assembly(world).adopt()
    alice = visit(world.alice)
    home = f"/o/{world.coop.slug}/polls/{poll.pk}/"
    alice.at(home)
    notary, *links, room = alice.page.locator("dd a").evaluate_all("links => links.map(link => link.href)")
    keys = [make_key(visit(), link, tmp_path / f"{number}.key") for number, link in enumerate(links, start=1)]
    codes = make_codes(visit(), notary)
    trustees = [visit().at(link) for link in links]
    for trustee, key in zip(trustees, keys, strict=True):
        trustee.page.get_by_label(nl("Your key for the meeting")).set_input_files(key)

    # Bob opens the address on his letter before anything is asked, and stays on that page
    bob, device = visit(), visit().at(room)
    bob.at(f"{home}booth/#code={codes['Bob']}")
    assert bob.heading == nl("Wait for the next question")
    for number, (text, answer) in enumerate((("A bakery", "Yes, I am for it"), ("A butcher", "No, I am against it"))):
        proposal = Assembly(world).propose(title=text)
        alice.at(f"/o/{world.coop.slug}/proposals/{proposal.pk}/vote/")
        alice.follow(nl("Put it to the vote in the meeting"))
        alice.press(nl("Open the vote now"))
        question = Poll.objects.get(proposal=proposal)
        for voter in (bob, device):
            expect(voter.page.get_by_role("heading", level=1)).to_contain_text(text, timeout=15_000)
            voter.look()
        assert bob.page.get_by_label(nl("The code on your letter")).input_value() == codes["Bob"]
        assert device.page.get_by_label(nl("The code on your letter")).input_value() == ""
        cast_here(bob, "", answer)
        cast_here(device, codes["Eva"], answer)
        bob.follow(nl("Wait for the next question"))
        device.follow(nl("Ready for the next voter"))
        Poll.objects.filter(pk=question.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
        alice.at(f"/o/{world.coop.slug}/polls/{question.pk}/").follow(nl("End the vote")).press(nl("End the vote"))
        for trustee, key in zip(trustees, keys, strict=True):
            item = trustee.page.locator("#meeting-questions li")
            expect(item).to_contain_text(text, timeout=15_000)
            item.get_by_role("button", name=nl("Check the ballots")).click()
            expect(item.locator("[data-found=counted]")).to_have_text("2")
            trustee.look()
            with Sent(trustee) as bodies:
                item.get_by_role("button", name=nl("The others see the same: read my part of the result")).click()
                expect(item).to_have_count(0)
            assert not any(key.read_text().strip() in body for body in bodies)
        stranger = visit().at(f"/o/{world.coop.slug}/polls/{question.pk}/")
        assert stranger.reads(nl("Adopted") if number == 0 else nl("Not adopted"))


def letters_of(notary: Visitor) -> dict[str, str]:
    """The codes on the letters that are shown."""
    letters = notary.page.locator(".letter:has([data-name])").all()
    return {
        letter.locator("[data-name]").inner_text(): letter.locator("[data-code]").inner_text() for letter in letters
    }


def refused(voter: Visitor, booth: str, code: str, why: str) -> None:
    """A ballot with this code is not taken, and the voter reads why."""
    voter.at(booth).choose(nl("Yes, I am for it")).fill(nl("The code on your letter"), code)
    voter.page.get_by_role("button", name=nl("Encrypt my ballot")).click()
    voter.page.get_by_role("button", name=nl("Cast my ballot")).click()
    expect(voter.page.get_by_role("alert")).to_have_text(why)
    (trouble,) = voter.troubles.take()
    assert trouble.endswith("/ballot/ (400)")
    voter.look()


def check_whole(world: World, poll: Poll, tmp_path: Path, result: list[list[int]]) -> None:
    """Both verifiers accept the archive, and ours the record with it."""
    sealed = Poll.objects.get(pk=poll.pk).sealed
    folder = tmp_path / "archive"
    folder.mkdir()
    archive, bundle = folder / f"{sealed.uuid}.bel", tmp_path / "record.zip"
    archive.write_bytes(b"".join(queries.archive_of(sealed)))
    assert verify(archive).result == result
    with bundle.open("wb") as file:
        write_bundle(world.coop.slug, file)
    assert main(["verify", str(bundle), "--election", str(archive)]) == 0
    if tool := which("belenios-tool"):
        command = [tool, "election", "verify", "--dir", str(folder)]
        assert "all checks passed" in subprocess.run(command, capture_output=True, text=True, check=True).stderr


def own_program(trustee: Visitor, key: Path) -> None:
    """A trustee answers the question of the page with `waardeel trustee`."""
    question, answer = key.with_suffix(".json"), key.with_suffix(".answer")
    trustee.page.get_by_text(nl("With the program on your own computer")).click()
    with trustee.page.expect_download() as download:
        trustee.page.get_by_role("link", name=".json").click()
    download.value.save_as(question)
    command = [sys.executable, "-m", "waardeel.cli", "trustee", str(question), "--key", str(key)]
    answer.write_text(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    trustee.page.get_by_label(nl("Choose the answer:")).set_input_files(answer)
    trustee.press(nl("Send the answer"))


def shared(trustee: Visitor, path: Path, press: str) -> None:
    """A trustee goes on to the next step, and the code in the file stays there."""
    with Sent(trustee) as bodies:
        trustee.press(press)
    assert bodies
    assert not any(path.read_text().strip() in body for body in bodies)


def make_key(trustee: Visitor, link: str, path: Path) -> Path:
    """A trustee makes a key, keeps the file, and publishes the public half."""
    trustee.at(link)
    trustee.page.get_by_role("button", name=nl("Make my key")).click()
    with trustee.page.expect_download() as download:
        trustee.page.get_by_role("link", name=nl("Save my key")).click()
    download.value.save_as(path)
    with Sent(trustee) as bodies:
        trustee.press(nl("I have saved it: publish the public half"))
    assert trustee.reads(nl("Your key is made. Keep it well, and come back to this page when the vote is over."))
    assert bodies
    assert not any(path.read_text().strip() in body for body in bodies)
    return path


def make_codes(notary: Visitor, link: str) -> dict[str, str]:
    """The credential authority makes the codes, reads the letters, and publishes the public halves."""
    notary.at(link)
    notary.page.get_by_role("button", name=nl("Make the codes")).click()
    expect(notary.page.get_by_role("button", name=nl("Publish the public halves"))).to_be_visible()
    notary.look()
    letters = notary.page.locator(".letter:has([data-name])")
    assert all(letter.locator("svg path").get_attribute("d") for letter in letters.all())
    codes = {
        letter.locator("[data-name]").inner_text(): letter.locator("[data-code]").inner_text()
        for letter in letters.all()
    }
    with Sent(notary) as bodies:
        notary.press(nl("Publish the public halves"))
    assert notary.reads(nl("The codes are made, and their public halves are fixed."))
    assert bodies
    assert not any(code in body for code in codes.values() for body in bodies)
    return codes


def vote(voter: Visitor, booth: str, code: str, answer: str, *, wrong: bool = False, look: bool = True) -> str:
    """Go to the booth, choose, look at it again, cast; returns the tracking number."""
    return cast_here(voter.at(booth), code, answer, wrong=wrong, look=look)


def cast_here(voter: Visitor, code: str, answer: str, *, wrong: bool = False, look: bool = True) -> str:
    """Choose, look at it again, cast; returns the tracking number. The code is in nothing that is sent."""
    with Sent(voter) as bodies:
        voter.choose(nl(answer))
        if wrong:
            voter.fill(nl("The code on your letter"), code[:-1] + ("1" if code[-1] != "1" else "2"))
            voter.page.get_by_role("button", name=nl("Encrypt my ballot")).click()
            expect(voter.page.get_by_role("alert")).to_contain_text(
                nl("There is a typing error in the code. Compare it with your letter.")
            )
        if code:
            voter.fill(nl("The code on your letter"), code)
        voter.page.get_by_role("button", name=nl("Encrypt my ballot")).click()
        expect(voter.page.get_by_role("heading", name=nl("Is this right?"))).to_be_visible()
        if look:
            voter.look()
        voter.page.get_by_role("button", name=nl("Cast my ballot")).click()
        expect(voter.page.get_by_role("heading", name=nl("Your ballot is in"))).to_be_visible()
        if look:
            voter.look()
    assert len(bodies) == 1
    assert "cookie" not in bodies[0]
    if code:
        assert code not in bodies[0]
        assert code.replace("-", "") not in bodies[0]
    return TRACKER.search(voter.page.locator("#booth-number").inner_text())[0]


def read(trustee: Visitor, key: Path, *, wrong: bool = False) -> None:
    """A trustee reads their part of the result with the key from the file."""
    trustee.page.get_by_label(nl("The file with your key")).set_input_files(key)
    if wrong:
        trustee.page.get_by_role("button", name=nl("Check the ballots")).click()
        expect(trustee.page.get_by_role("alert")).to_contain_text(
            nl("This is not the key that you made for this vote. Choose the file that you kept then.")
        )
        return
    trustee.page.get_by_role("button", name=nl("Check the ballots")).click()
    expect(trustee.page.get_by_role("heading", name=nl("The ballots and their sum are right"))).to_be_visible()
    with Sent(trustee) as bodies:
        trustee.press(nl("The others see the same: read my part of the result"))
    assert bodies
    assert not any(key.read_text().strip() in body for body in bodies)


class Sent:
    """What is posted meanwhile: the body of each request, and whether cookies went along."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.bodies = visitor.page, list[str]()

    def __enter__(self) -> list[str]:
        self.page.on("request", self._note)
        return self.bodies

    def __exit__(self, *_: object) -> None:
        self.page.remove_listener("request", self._note)

    def _note(self, request) -> None:
        if request.method == "POST":
            cookies = "cookie " if "cookie" in request.all_headers() else ""
            self.bodies.append(cookies + (request.post_data or ""))
