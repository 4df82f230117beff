"""The register is there for anyone, in words and in bytes."""

from __future__ import annotations

import io
import json

import pytest

from tests.conftest import World
from waardeel.formats import bundle
from waardeel.register import queries
from waardeel.register.domain import erase_mentions, record
from waardeel.register.models import Log


def test_a_stranger_reads_the_register_newest_first(world: World) -> None:
    response = world.client(None).get("/o/green-thread/register/")
    assert response.status_code == 200
    numbers = [entry.n for entry in response.context["page"]]
    assert numbers == sorted(numbers, reverse=True)
    assert "A member joined." in response.content.decode()


def test_no_name_of_a_person_stands_in_the_register(world: World) -> None:
    text = world.client(None).get("/o/green-thread/register/").content.decode()
    for name in ("Alice", "Bob"):
        assert name not in text


def test_searching_by_word_of_the_sentence_and_by_number(world: World) -> None:
    client = world.client(None)
    joined = client.get("/o/green-thread/register/", {"q": "member joined"}).context["page"].object_list
    assert {entry.kind for entry in joined} == {"membership.began"}
    assert [entry.n for entry in client.get("/o/green-thread/register/", {"q": "0"}).context["page"]] == [0]
    assert "Nothing found" in client.get("/o/green-thread/register/", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("query", ["\x00", '"', "\\", "%", "_" * 5000, "9" * 30])
def test_odd_searches_do_no_harm(world: World, query: str) -> None:
    assert world.client(None).get("/o/green-thread/register/", {"q": query}).status_code == 200


def test_the_list_costs_the_same_however_long_it_is(world: World, django_assert_num_queries) -> None:
    for number in range(30):
        record("thing.done", in_=world.coop, at=world.now, public={"n": number})
    with django_assert_num_queries(3):
        world.client(None).get("/o/green-thread/register/")


def test_an_entry_shows_its_bytes_and_its_proof(world: World) -> None:
    response = world.client(None).get("/o/green-thread/register/0/")
    assert response.status_code == 200
    assert response.context["leaf_hash"] in response.content.decode()
    assert "Kept apart, not public" in response.content.decode()
    assert world.client(None).get("/o/green-thread/register/999/").status_code == 404
    assert world.client(None).get("/o/nowhere/register/").status_code == 404


def test_an_entry_says_that_its_private_part_was_erased(world: World) -> None:
    erase_mentions(person=world.alice)
    assert "Erased. Its fingerprint stays" in world.client(None).get("/o/green-thread/register/0/").content.decode()


def test_the_head_the_key_and_the_feed(world: World) -> None:
    client = world.client(None)
    log = Log.objects.get(slug="green-thread")
    assert client.get("/o/green-thread/register/checkpoint").content.decode() == queries.checkpoint_of(log)
    assert client.get("/o/green-thread/register/key").content.decode() == queries.verifier_key_of(log) + "\n"
    feed = json.loads(client.get("/o/green-thread/register/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["_waardeel"]["n"] for item in feed["items"]] == list(range(log.size - 1, -1, -1))


def test_a_reader_who_has_the_newest_head_is_told_so(world: World) -> None:
    client = world.client(None)
    etag = client.get("/o/green-thread/register/checkpoint")["ETag"]
    again = client.get("/o/green-thread/register/checkpoint", headers={"if-none-match": etag})
    assert again.status_code == 304


def test_the_bundle_holds_every_entry_and_nothing_private(world: World) -> None:
    response = world.client(None).get("/o/green-thread/register/bundle.zip")
    data = b"".join(response.streaming_content)
    read = bundle.read(io.BytesIO(data))
    log = Log.objects.get(slug="green-thread")
    assert (read.slug, len(read.entries)) == ("green-thread", log.size)
    for person in (world.alice, world.bob):
        assert str(person.pk).encode() not in data
        assert person.name.encode() not in data


def test_the_api_gives_head_entries_and_proofs(world: World) -> None:
    client = world.client(None)
    log = Log.objects.get(slug="green-thread")
    head = client.get("/api/o/green-thread/register").json()
    assert (head["size"], head["root"]) == (log.size, queries.root_of(log).hex())
    entries = client.get("/api/o/green-thread/register/entries", {"start": 1, "limit": 2}).json()["entries"]
    assert [json.loads(entry)["n"] for entry in entries] == [1, 2]
    proof = client.get("/api/o/green-thread/register/proof/inclusion", {"n": 1}).json()
    assert proof["hashes"] == [value.hex() for value in queries.inclusion_proof(log, 1, log.size)]
    consistency = client.get("/api/o/green-thread/register/proof/consistency", {"old": 1}).json()
    assert consistency["hashes"] == [value.hex() for value in queries.consistency_proof(log, 1, log.size)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/o/nowhere/register", 404),
        ("/api/o/green-thread/register/entries?start=-1", 422),
        ("/api/o/green-thread/register/entries?limit=5000", 422),
        ("/api/o/green-thread/register/proof/inclusion?n=99", 422),
        ("/api/o/green-thread/register/proof/inclusion?n=0&size=99", 422),
        ("/api/o/green-thread/register/proof/consistency?old=5&new=2", 422),
        ("/api/o/green-thread/register/proof/inclusion", 422),
    ],
)
def test_the_api_says_what_is_wrong(world: World, path: str, code: int) -> None:
    response = world.client(None).get(path)
    assert response.status_code == code
    assert response.json()["detail"]
