"""The device in the room, the page of who makes the codes after the opening, and the picture of a tracking number."""

import csv
import io
import json

import pytest
from django.urls import reverse

from tests.ballots.sealed import opened
from tests.conftest import client_of
from waardeel.ballots import queries
from waardeel.ballots.views.sealed import ROOM, role_token, room_token
from waardeel.belenios.exchange import PAPER, Exchange
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(None)


@pytest.fixture
def of(world):
    world.member("Dirk")
    return opened(world, papers=1)


@pytest.fixture
def at(of):
    poll = of.poll
    return lambda name, *more: reverse(name, args=[poll.organisation.slug, poll.pk, *more])


def post(client, address: str, text: str):
    return client.post(address, text, content_type="text/plain")


def test_a_ballot_from_the_room_counts_as_one_from_there(client, of, at):
    room = at("poll_room", room_token(of.poll.sealed))
    page = client.get(room).content.decode()
    cast = at("poll_room_cast", room_token(of.poll.sealed))
    assert f'data-cast="{cast}"' in page
    answer = post(client, cast, of.ballot(0, "yes")).json()
    assert set(answer) == {"tracker"}
    post(client, at("poll_cast"), of.ballot(1, "yes"))
    assert queries.ways_of(of.poll.sealed) == {"own": 1, "room": 1, "paper": 0}


def test_a_letter_scanned_by_the_device_in_the_room_comes_to_its_booth(client, of, at):
    assert client.get(at("poll_booth")).status_code == 200
    room = at("poll_room", room_token(of.poll.sealed))
    cookie = client.get(room).cookies[ROOM]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (at("poll_booth"), True, "Lax")
    answer = client.get(at("poll_booth"))
    assert (answer.status_code, answer["Location"]) == (302, room)
    client.cookies[ROOM] = "another"
    assert client.get(at("poll_booth")).status_code == 200


def test_a_letter_is_handed_in_for_a_ballot_on_paper(client, of, at):
    hand_in = at("poll_room_paper", room_token(of.poll.sealed))
    made = Exchange.make(of.codes[0], of.poll.sealed.uuid, PAPER, GROUP, of.below).written().decode()
    assert post(client, hand_in, made).json() == {"handed_in": "paper"}
    again = post(client, hand_in, made)
    assert (again.status_code, "exchanged" in again.json()["refused"]) == (400, True)
    assert "1 letter was handed in" in client.get(at("poll_room", room_token(of.poll.sealed))).content.decode()
    assert "exchanged" in post(client, at("poll_cast"), of.ballot(0, "yes")).json()["refused"]
    paper = of.uses.index(PAPER)
    assert post(client, at("poll_room_cast", room_token(of.poll.sealed)), of.ballot(paper, "no")).status_code == 200
    assert queries.ways_of(of.poll.sealed) == {"own": 0, "room": 0, "paper": 1}


def test_the_picture_of_a_tracking_number_is_that_of_a_ballot_on_the_board(client, of, at):
    tracker = post(client, at("poll_cast"), of.ballot(0, "yes")).json()["tracker"]
    answer = client.get(at("poll_tracker_picture"), {"q": tracker})
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    for text in ("", "x", tracker[:10]):
        assert client.get(at("poll_tracker_picture"), {"q": text}).status_code == 404


def test_who_makes_the_codes_replaces_a_lost_one_on_their_page(client, of, at):
    page = at("poll_role", 0, role_token(of.poll.sealed, 0))
    asked = client.get(page, {"question": ""}).json()
    assert "voters" not in asked
    assert sorted(asked["spare"]) == sorted(of.public(at) for at, use in enumerate(of.uses) if use == "spare")
    assert asked["replaced"] == []
    made = of.replacing(0, asked["spare"][0])
    assert client.post(page, {"exchange": made}).status_code == 302
    asked = client.get(page, {"question": ""}).json()
    assert (len(asked["spare"]), [lost for lost, _ in asked["replaced"]]) == (1, [of.public(0)])
    said = client.post(page, {"exchange": made})
    assert "This code was exchanged" in said.content.decode()


def test_a_lost_code_is_replaced_by_a_program_outside_the_browser(client, of, at, tmp_path, capsys):
    page, question, codes = at("poll_role", 0, role_token(of.poll.sealed, 0)), tmp_path / "q.json", tmp_path / "c.csv"
    names = ["Alice", "=Bob", "Bob", "", "", ""]
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(["name", "code", "public", "use", "email"])
    for voter, code in enumerate(of.codes):
        writer.writerow([names[voter], code, of.public(voter), of.uses[voter], ""])
    codes.write_text("\ufeff" + table.getvalue())

    def lost(name: str) -> int:
        question.write_bytes(client.get(page, {"question": ""}).content)
        return main(["credentials", str(question), "--codes", str(codes), "--lost", name])

    for lost_first in (of.public(0), None):
        assert lost("Alice") == 0
        out, told = capsys.readouterr()
        if lost_first:
            assert json.loads(out)[of.poll.sealed.uuid]["credential"] == lost_first
        assert client.post(page, {"exchange": out.strip()}).status_code == 302
        new = next(code for code in of.codes if code in told)
        assert of.uses[of.codes.index(new)] == "spare"
    assert lost("Alice") == 2
    assert "There is no spare code left" in capsys.readouterr().err
    assert lost("Nobody") == 2
    assert "0 people" in capsys.readouterr().err


def test_addresses_are_given_only_when_codes_go_by_mail(client, world):
    from tests.ballots.sealed import prepared

    for by_mail in (False, True):
        of = prepared(world, by_mail=by_mail)
        page = reverse("poll_role", args=[world.coop.slug, of.poll.pk, 0, role_token(of.poll.sealed, 0)])
        asked = client.get(page, {"question": ""}).json()
        assert [email for _, _, email in asked["voters"]] == (
            ["alice@example.org", "bob@example.org"] if by_mail else ["", ""]
        )
        assert (b'id="mails"' in client.get(page).content) is by_mail
