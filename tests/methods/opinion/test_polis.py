"""The whole method: who comes in, how many groups, how firm they are; and the same answer every time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.opinion.conversations import DATA, PUBLISHED, SERVER, published, served, votes
from waardeel.methods.opinion import OPINION
from waardeel.methods.opinion.account import NothingVoted, decimals
from waardeel.methods.opinion.clusters import adjusted_rand
from waardeel.methods.opinion.conversation import (
    BadStatement,
    BadVote,
    Conversation,
    Statement,
    TwoVotes,
    UnknownName,
)
from waardeel.methods.opinion.polis import TooFewPlaces, included, letters
from waardeel.methods.words import LANGUAGES

POLIS = OPINION["polis"]


def camps(sizes=(20, 12, 9), statements=12) -> list[tuple[str, str, int]]:
    """Camps of people who vote alike but for one statement each."""
    cast = []
    person = 0
    for camp, size in enumerate(sizes):
        for _ in range(size):
            for statement in range(statements):
                vote = 1 if statement % len(sizes) == camp else -1
                if statement == person % statements:
                    vote = 0
                cast.append((f"{person}", f"{statement}", vote))
            person += 1
    return cast


def test_camps_are_found_and_named_by_their_size():
    result = POLIS(Conversation.of(camps()))
    assert [(group["name"], group["people"]) for group in result.facts["groups"]] == [("A", 20), ("B", 12), ("C", 9)]
    assert result.facts["participants"]["group"] == ("A",) * 20 + ("B",) * 12 + ("C",) * 9
    firm = {tried["groups"]: tried["stability"] for tried in result.facts["tried"]}
    assert firm[3] == 1
    assert not {step.kind for step in result.steps} & {"opinion.loose", "opinion.close"}


# The number of groups on the server hangs on what the conversation was before. Three of its four we find as well; the
# fourth (four groups, by history) is within 0.05 of our best, so that with its earlier four it stays at four.
@pytest.mark.parametrize("name", SERVER)
def test_as_many_groups_as_on_the_polis_server(name):
    case = served(name)
    theirs = len(case.answer["group-clusters"])
    alone = len(POLIS(case.conversation, samples=0).facts["groups"])
    going_on = len(POLIS(case.conversation, previous_groups=theirs, samples=0).facts["groups"])
    assert (alone, going_on) == ((3, 4) if name == "above-100-ptpts" else (theirs, theirs))
    assert len(case.answer["base-clusters"]["id"]) == len(
        POLIS(case.conversation, samples=0).facts["base_clusters"]["people"]
    )


@pytest.mark.parametrize("name", SERVER)
def test_trap_25_who_is_in_is_who_the_server_has_in(name):
    case = served(name)
    inside, more = included(case.conversation, 7)
    assert {case.conversation.participants[at] for at in inside} == {str(person) for person in case.answer["in-conv"]}
    assert more == sum(case.conversation.votes_of[inside] < 7)


def test_trap_25_seven_votes_bring_somebody_in_or_all_where_there_are_fewer():
    many = [(f"{person}", f"{statement}", 1) for person in range(20) for statement in range(10)]
    few = [("x", f"{statement}", 1) for statement in range(6)] + [("y", f"{statement}", 1) for statement in range(7)]
    conversation = Conversation.of(many + few)
    inside = {conversation.participants[at] for at in included(conversation, 7)[0]}
    assert "y" in inside
    assert "x" not in inside
    kept = Conversation.of(many + few, kept=["x"])
    assert "x" in {kept.participants[at] for at in included(kept, 7)[0]}
    short = Conversation.of([(f"{person}", f"{statement}", 1) for person in range(20) for statement in range(3)])
    assert len(included(short, 7)[0]) == 20


def test_trap_25_where_few_people_are_those_who_voted_most_come_in_and_equals_together():
    cast = [(f"{person}", f"{statement}", 1) for person in range(10) for statement in range(7)]
    cast += [(f"{person}", f"{statement}", 1) for person in range(10, 14) for statement in range(5)]
    cast += [(f"{person}", f"{statement}", 1) for person in range(14, 18) for statement in range(3)]
    cast += [("18", "0", 1)]
    conversation = Conversation.of(cast, participants=["silent"])
    inside, more = included(conversation, 7)
    assert [conversation.participants[at] for at in inside] == [str(person) for person in range(18)]
    assert more == 8


def test_trap_26_no_start_is_left_to_chance():
    conversation, _ = published("scoop-hivemind.ubi")
    found = {seed: POLIS(conversation, seed=seed) for seed in ("1", "2", "3")}
    groups = {result.facts["participants"]["group"] for result in found.values()}
    separations = {
        tuple((tried["groups"], tried["silhouette"]) for tried in result.facts["tried"]) for result in found.values()
    }
    assert len(groups) == len(separations) == 1
    assert len({tried["stability"] for result in found.values() for tried in result.facts["tried"]}) > 1


def test_trap_26_the_number_of_groups_stays_unless_another_is_clearly_better():
    conversation, _ = published("brexit-consensus")  # separation 0.391, 0.381, 0.353, 0.335
    assert len(POLIS(conversation, samples=0).facts["groups"]) == 2
    assert len(POLIS(conversation, previous_groups=3, samples=0).facts["groups"]) == 3
    assert len(POLIS(conversation, previous_groups=5, samples=0).facts["groups"]) == 2
    assert len(POLIS(conversation, previous_groups=9, samples=0).facts["groups"]) == 2


def test_trap_26_doubt_is_said():
    conversation, _ = published("brexit-consensus")
    result = POLIS(conversation)
    close = next(step for step in result.steps if step.kind == "opinion.close")
    assert close.facts["other"] == 3


@pytest.mark.slow
def test_trap_26_groups_that_are_not_firm_are_said_not_to_be():
    bowling_green, _ = published("american-assembly.bowling-green")
    assert "opinion.loose" in {step.kind for step in POLIS(bowling_green).steps}


@pytest.mark.parametrize(
    "name", [*PUBLISHED[:-1], pytest.param("american-assembly.bowling-green", marks=pytest.mark.slow)]
)
def test_published_conversations_have_their_size_and_groups_much_like_the_published(name):
    conversation, summary = published(name)
    assert len(conversation.participants) == summary.voters
    result = POLIS(conversation)
    people = result.facts["participants"]
    both = [
        (group, conversation.groups[person])
        for person, group in zip(people["id"], people["group"], strict=True)
        if group is not None and person in conversation.groups
    ]
    alike = adjusted_rand(*map(list, zip(*both, strict=True)))
    # Published groups hang on the history of the server and are no test; these are no worse than chance, and the two
    # conversations whose number of groups we find come close.
    assert alike >= 0
    if name in ("15-per-hour-seattle", "brexit-consensus"):
        assert len(result.facts["groups"]) == summary.groups == 2
        assert alike > Decimal("0.8")


@given(votes(people=16), st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_the_order_of_votes_changes_no_byte(cast, shuffling):
    mixed = list(cast)
    shuffling.shuffle(mixed)
    assert POLIS(Conversation.of(cast), samples=3).to_bytes() == POLIS(Conversation.of(mixed), samples=3).to_bytes()


def test_names_of_people_change_nothing_but_names():
    conversation, _ = published("15-per-hour-seattle")
    renamed = random.Random(1).sample(range(10_000), len(conversation.participants))
    new = {old: f"{name}" for old, name in zip(conversation.participants, renamed, strict=True)}
    other = Conversation.of(
        ((new[person], statement, vote) for person, statement, vote in conversation),
        statements=conversation.statements,
    )
    here, there = POLIS(conversation), POLIS(other)
    assert here.winners == there.winners
    assert here.facts["tried"] == there.facts["tried"]
    assert here.facts["statements"] == there.facts["statements"]
    of = dict(zip(there.facts["participants"]["id"], there.facts["participants"]["group"], strict=True))
    assert [of[new[person]] for person in here.facts["participants"]["id"]] == list(here.facts["participants"]["group"])


def test_names_of_statements_change_nothing_but_names():
    conversation, _ = published("brexit-consensus")
    new = {statement.id: f"{100 + 7 * at % 50}" for at, statement in enumerate(conversation.statements)}
    other = Conversation.of((person, new[statement], vote) for person, statement, vote in conversation)
    here, there = POLIS(Conversation.of(conversation)), POLIS(other)
    assert [new[id] for id in here.winners] == list(there.winners)
    assert here.facts["participants"] == there.facts["participants"]
    assert here.facts["tried"] == there.facts["tried"]


def test_turning_every_vote_around_keeps_the_groups():
    conversation, _ = published("brexit-consensus")
    turned = Conversation.of((person, statement, -vote) for person, statement, vote in conversation)
    here, there = POLIS(Conversation.of(conversation)), POLIS(turned)
    assert adjusted_rand(
        *([name or "-" for name in result.facts["participants"]["group"]] for result in (here, there))
    ) == 1  # fmt: skip
    assert [x["silhouette"] for x in here.facts["tried"]] == [x["silhouette"] for x in there.facts["tried"]]


def test_everybody_twice_keeps_the_groups():
    conversation, _ = published("brexit-consensus")
    enough = {p for p, count in zip(conversation.participants, conversation.votes_of, strict=True) if count >= 7}
    once = [vote for vote in conversation if vote[0] in enough]
    twice = once + [(f"{person}'", statement, vote) for person, statement, vote in once]
    here, there = POLIS(Conversation.of(once)), POLIS(Conversation.of(twice))
    of = dict(zip(there.facts["participants"]["id"], there.facts["participants"]["group"], strict=True))
    for person, group in zip(here.facts["participants"]["id"], here.facts["participants"]["group"], strict=True):
        assert of[person] == of[f"{person}'"] == group


@pytest.mark.slow
def test_threads_change_no_byte():
    script = (
        "import hashlib, sys; from tests.methods.opinion.conversations import published; "
        "from waardeel.methods.opinion import OPINION; "
        "print(hashlib.sha256(OPINION['polis'](published('american-assembly.bowling-green')[0]).to_bytes()).hexdigest())"
    )
    root = DATA.parents[3]
    printed = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True,
            env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(printed) == 1


def test_an_earlier_result_makes_it_go_faster_and_changes_nothing():
    conversation, _ = published("brexit-consensus")
    names = set(conversation.participants[:150])
    before = POLIS(Conversation.of(vote for vote in conversation if vote[0] in names and vote[1] != "3"))
    options = {option.name: option.default for option in POLIS.options}
    after = POLIS.run(conversation, earlier=before, **options)
    assert after.to_bytes() == POLIS(conversation).to_bytes()


def test_a_number_of_groups_may_be_asked_for():
    conversation = Conversation.of(camps())
    for groups in (1, 2, 7):
        assert len(POLIS(conversation, groups=groups).facts["groups"]) == groups
    assert POLIS(conversation, groups=1).facts["tried"] == ()
    with pytest.raises(TooFewPlaces, match="Ask for fewer"):
        POLIS(Conversation.of([("a", "1", 1), ("b", "1", -1)]), groups=3)


def test_small_and_strange_conversations_have_an_answer():
    assert POLIS(Conversation.of([("a", "1", 1)])).facts["groups"][0]["people"] == 1
    same = POLIS(Conversation.of([(f"{person}", f"{statement}", 1) for person in range(30) for statement in range(9)]))
    assert [group["people"] for group in same.facts["groups"]] == [30]
    assert len(same.winners) == 9
    two = POLIS(Conversation.of([("a", "1", 1), ("b", "1", -1)]))
    assert sorted(group["people"] for group in two.facts["groups"]) == [1, 1]
    without_halves = POLIS(Conversation.of(camps()), samples=0)
    assert all(tried["stability"] is None for tried in without_halves.facts["tried"])


@pytest.mark.parametrize(
    "conversation",
    [
        Conversation.of([]),
        Conversation.of([], statements=[Statement("1")], participants=["a"]),
        Conversation.of([("a", "1", 1)], statements=[Statement("1", moderation=-1)]),
    ],
)
def test_where_nobody_voted_on_what_is_in_there_is_no_answer(conversation):
    with pytest.raises(NothingVoted):
        POLIS(conversation)


@pytest.mark.parametrize(
    ("cast", "more", "error"),
    [
        ([("a", "1", 2)], {}, BadVote),
        ([("a", "1", True)], {}, BadVote),
        ([("a", "1", None)], {}, BadVote),
        ([("a", "1", 1), ("a", "1", 1)], {}, TwoVotes),
        ([("a", "", 1)], {}, BadStatement),
        ([("a", "1", 1)], {"statements": [Statement("1"), Statement("1")]}, BadStatement),
        ([("a", "1", 1)], {"statements": [Statement("1", moderation=2)]}, BadStatement),
        ([("a", "1", 1)], {"kept": ["b"]}, UnknownName),
        ([("a", "1", 1)], {"groups": {"b": "x"}}, UnknownName),
    ],
)
def test_a_conversation_that_cannot_be_is_refused(cast, more, error):
    with pytest.raises(error):
        Conversation.of(cast, **more)


def test_the_hash_knows_every_vote_group_and_flag_and_no_order():
    cast = [("a", "1", 1), ("b", "2", 0), ("10", "1", -1)]
    one = Conversation.of(cast)
    assert one.participants == ("10", "a", "b")
    assert Conversation.of(cast[::-1]).input_hash == one.input_hash
    others = [
        Conversation.of([("a", "1", 0), *cast[1:]]),
        Conversation.of(cast[:2]),
        Conversation.of(cast, kept=["a"]),
        Conversation.of(cast, groups={"a": "x"}),
        Conversation.of(cast, statements=[Statement("1", moderation=-1)]),
        Conversation.of(cast, statements=[Statement("1", text="Hello")]),
        Conversation.of(cast, participants=["c"]),
    ]
    assert len({one.input_hash, *(other.input_hash for other in others)}) == 8
    assert all(other != one for other in others)


def test_everything_is_said_in_three_languages():
    conversation, _ = published("brexit-consensus")
    result = POLIS(conversation)
    for language in LANGUAGES:
        sentences = result.sentences(language)
        assert len(sentences) == len(result.steps)
        assert not any("{" in sentence for sentence in sentences)
    assert any("Alle groepen zijn het eens met stelling 14" in sentence for sentence in result.sentences("nl"))


def test_groups_have_letters():
    assert [letters(at) for at in (0, 25, 26, 27, 702)] == ["A", "Z", "AA", "AB", "AAA"]


def test_no_number_is_minus_zero():
    assert [str(number) for number in decimals(np.array([-1e-9, -0.0, -0.25]))] == ["0.000000", "0.000000", "-0.250000"]
    result = POLIS(Conversation.of(camps()))
    assert "-0.000000" not in str(result.to_json())
    assert np.isfinite([float(x) for x in result.facts["participants"]["x"]]).all()
