"""What is recorded stands, in order, provably, and without names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction

from tests.conftest import World
from waardeel import canonical_json
from waardeel.formats.entry import private_hash
from waardeel.register import queries
from waardeel.register.domain import Draft, erase_mentions, plain, record, record_many, subtrees
from waardeel.register.models import Entry, Log, Mention, PrivatePart
from waardeel.tlog import merkle
from waardeel.tlog.checkpoint import open_checkpoint


def fresh(log: Log) -> Log:
    return Log.objects.get(pk=log.pk)


def naive_root(log: Log) -> bytes:
    """The root from the bodies alone, by the recursive definition of RFC 6962."""
    leaves = [
        merkle.leaf_hash(body.encode())
        for body in Entry.objects.filter(log=log).order_by("n").values_list("body", flat=True)
    ]

    def mth(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return part[0]
        k = 1 << (len(part) - 1).bit_length() - 1
        return merkle.node_hash(mth(part[:k]), mth(part[k:]))

    return mth(leaves)


def test_an_entry_is_canonical_and_says_only_what_is_public(world: World) -> None:
    entry = record(
        "thing.done",
        in_=world.coop,
        subject=world.coop,
        by=world.alice,
        at=datetime(2026, 11, 23, 11, 0, tzinfo=timezone(timedelta(hours=1))),
        public={"share": Fraction(2, 3), "price": Decimal("12.50"), "open": True},
        private={"person": world.bob, "note": "secret words"},
    )
    value = canonical_json.loads(entry.body.encode())
    assert value.pop("private") == private_hash(bytes(entry.private_part.salt), entry.private_part.body.encode())
    assert value == {
        "v": 1,
        "n": entry.n,
        "organisation": "green-thread",
        "kind": "thing.done",
        "at": "2026-11-23T10:00:00.000000Z",
        "subject": world.coop.register_id,
        "public": {"share": "2/3", "price": "12.50", "open": True},
    }
    assert canonical_json.loads(entry.private_part.body.encode()) == {
        "by": world.alice.register_id,
        "person": world.bob.register_id,
        "note": "secret words",
    }


def test_the_tree_is_that_of_rfc_6962_at_every_size(world: World) -> None:
    for number in range(20):
        record("thing.done", in_=world.coop, at=world.now, public={"number": number})
        log = fresh(world.coop.log)
        assert queries.root_of(log) == naive_root(log)


def test_many_at_once_give_the_same_tree_as_one_by_one(world: World) -> None:
    drafts = [Draft(kind="thing.done", in_=world.coop, at=world.now, public={"number": n}) for n in range(37)]
    with transaction.atomic():
        entries = record_many(drafts)
    log = fresh(world.coop.log)
    assert [entry.public["number"] for entry in entries] == list(range(37))
    assert log.size == entries[-1].n + 1
    assert queries.root_of(log) == naive_root(log)


def test_every_entry_has_a_proof_that_holds(world: World) -> None:
    for number in range(9):
        record("thing.done", in_=world.coop, at=world.now, public={"number": number})
    log = fresh(world.coop.log)
    root = queries.root_of(log)
    for entry in Entry.objects.filter(log=log):
        proof = queries.inclusion_proof(log, entry.n, log.size)
        assert merkle.verify_inclusion(bytes(entry.leaf_hash), entry.n, log.size, proof, root)


def test_a_proof_costs_two_queries_however_long_the_log(world: World, django_assert_num_queries) -> None:
    with transaction.atomic():
        record_many([Draft(kind="thing.done", in_=world.coop, at=world.now, public={"n": n}) for n in range(300)])
    log = fresh(world.coop.log)
    with django_assert_num_queries(2):
        queries.inclusion_proof(log, 17, log.size)


def test_a_later_head_only_adds_to_an_earlier_one(world: World) -> None:
    before = fresh(world.coop.log)
    old_root = queries.root_of(before)
    for _ in range(5):
        record("thing.done", in_=world.coop, at=world.now)
    after = fresh(world.coop.log)
    proof = queries.consistency_proof(after, before.size, after.size)
    assert merkle.verify_consistency(before.size, after.size, old_root, queries.root_of(after), proof)


def test_the_head_is_signed_and_names_this_log(world: World) -> None:
    log = fresh(world.coop.log)
    head = open_checkpoint(queries.checkpoint_of(log), queries.verifier_key_of(log))
    assert (head.origin, head.size, head.root) == ("localhost/o/green-thread", log.size, queries.root_of(log))
    assert queries.checkpoint_of(log) == queries.checkpoint_of(log)


def test_one_act_can_stand_in_the_books_of_two(world: World) -> None:
    record("thing.agreed", in_=[world.coop, world.city], at=world.now, public={"what": "sweeping"})
    assert sorted(Entry.objects.filter(kind="thing.agreed").values_list("log__slug", flat=True)) == [
        "city",
        "green-thread",
    ]


def test_a_float_is_refused_with_what_to_do(world: World) -> None:
    with pytest.raises(TypeError, match="exact number"):
        record("thing.done", in_=world.coop, at=world.now, public={"share": 0.5})


def test_a_time_without_zone_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="time zone"):
        record("thing.done", in_=world.coop, at=datetime(2026, 1, 1), public={})  # noqa: DTZ001


def test_erasing_a_person_takes_what_is_told_of_them_and_leaves_the_chain_whole(world: World) -> None:
    about_bob = record("thing.done", in_=world.coop, at=world.now, by=world.alice, private={"person": world.bob})
    by_bob = record("thing.done", in_=world.coop, at=world.now, by=world.bob, private={"amount": "3"})
    log = fresh(world.coop.log)
    root = queries.root_of(log)

    erased = erase_mentions(person=world.bob)

    assert erased == 2, "the entry above, and the one of the day he joined"
    assert not PrivatePart.objects.filter(entry=about_bob).exists()
    assert PrivatePart.objects.filter(entry=by_bob).exists()
    assert not Mention.objects.filter(person=world.bob.register_id).exists()
    assert queries.root_of(fresh(log)) == root == naive_root(log)


def test_a_mention_is_found_however_deep(world: World) -> None:
    record(
        "thing.done",
        in_=world.coop,
        at=world.now,
        private={"list": [{"who": world.bob}], "other": [world.alice]},
    )
    people = Mention.objects.filter(part__entry__kind="thing.done").values_list("person", flat=True)
    assert sorted(people) == sorted([world.bob.register_id, world.alice.register_id])


def test_subtrees_of_a_size() -> None:
    assert subtrees(0) == []
    assert subtrees(1) == [(0, 0)]
    assert subtrees(6) == [(2, 0), (1, 2)]
    assert subtrees(7) == [(2, 0), (1, 2), (0, 6)]


def test_plain_turns_exact_things_into_text() -> None:
    assert plain({"at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "n": [1, None, Decimal("1.10")]}) == {
        "at": "2026-01-02T03:04:05.000000Z",
        "n": [1, None, "1.10"],
    }
    with pytest.raises(TypeError):
        plain(object())
