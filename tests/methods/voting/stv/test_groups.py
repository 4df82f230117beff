"""Rules about groups: at least two from each site."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.voting.stv.elections import whole
from tests.methods.voting.stv.test_rules import ballots
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.stv.groups import BadGroups, Group, Groups, GroupsImpossible

NAMES = "ABCDEF"
SITES = [
    {"group": "North", "least": 1, "members": ["A", "B", "C"]},
    {"group": "South", "least": 1, "members": ["D", "E"]},
]


def met(elected, groups) -> bool:
    return all(
        group.least <= len(group.members & set(elected)) <= (len(NAMES) if group.most is None else group.most)
        for group in groups
    )


@pytest.mark.parametrize("rule", ["wig", "meek"])
def test_at_least_one_from_each_site_is_elected_where_the_votes_alone_would_not(rule):
    papers = ballots("ABCDE", "40 A>B>C", "30 B>A>C", "12 C>B", "5 D>E", "4 E>D")
    free = VOTING[rule](papers, seats=2, lots_seed="x")
    assert set(free.winners) == {"A", "B"}
    bound = VOTING[rule](papers, seats=2, groups=json.dumps(SITES), lots_seed="x")
    assert set(bound.winners) == {"A", "D"}
    kinds = [step.kind for step in bound.steps]
    assert "stv.doomed" in kinds
    whole(bound)


@pytest.mark.parametrize("rule", ["wig", "meek"])
def test_who_is_needed_is_not_excluded_however_few_their_votes(rule):
    papers = ballots("ABCDE", "6 A", "4 B", "4 C", "1 D", "4 E")
    options = {"seats": 3, "lots": "A > B > C > E > D"}
    assert set(VOTING[rule](papers, **options).winners) == {"A", "B", "C"}
    groups = json.dumps([{"group": "South", "least": 1, "members": ["D"]}])
    result = VOTING[rule](papers, groups=groups, **options)
    assert set(result.winners) == {"A", "B", "D"}
    assert "stv.guarded" in [step.kind for step in result.steps]


@pytest.mark.parametrize("rule", ["wig", "meek"])
def test_at_most_one_of_a_group_takes_the_one_with_most_votes(rule):
    papers = ballots("ABCD", "40 A>B", "41 B>A", "10 C", "9 D")
    groups = json.dumps([{"group": "North", "most": 1, "members": ["A", "B"]}])
    result = VOTING[rule](papers, seats=2, groups=groups, lots_seed="x")
    assert result.winners[0] == "B"
    assert "A" not in result.winners


def test_rules_that_contradict_each_other_are_refused_before_the_count_with_those_that_do():
    papers = ballots("ABCDE", "5 A", "4 D")
    groups = [
        *SITES,
        {"group": "East", "least": 2, "members": ["A", "B"]},
        {"group": "One", "most": 1, "members": ["B"]},
    ]
    groups[2]["members"] = ["A", "B"]
    assert VOTING["wig"](papers, seats=3, groups=json.dumps(groups), lots_seed="x").winners
    with pytest.raises(GroupsImpossible, match=r"at least 1 .*'South'; at least 2 .*'East'"):
        VOTING["wig"](papers, seats=2, groups=json.dumps(groups), lots_seed="x")


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "{}",
        "[]",
        "[1]",
        '[{"group": "N"}]',
        '[{"group": "N", "members": ["Z"]}]',
        '[{"group": "N", "members": [1]}]',
        '[{"group": "N", "members": ["A"], "least": -1}]',
        '[{"group": "N", "members": ["A"], "least": true}]',
        '[{"group": "N", "members": ["A"], "least": 2, "most": 1}]',
        '[{"group": "N", "members": ["A"], "extra": 1}]',
        "[" * 100_000,
    ],
)
def test_rules_that_cannot_be_read_are_refused(text):
    with pytest.raises(BadGroups):
        VOTING["wig"](ballots("AB", "1 A"), groups=text)


group_lists = st.lists(
    st.tuples(st.sets(st.integers(0, 5), min_size=1), st.integers(0, 3), st.none() | st.integers(0, 3)).map(
        lambda each: Group("g", frozenset(each[0]), each[1], None if each[2] is None else max(each[1], each[2]))
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=50)
@given(group_lists, st.integers(1, 6), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_what_is_still_possible_is_what_trying_every_choice_finds(rules, seats, elected, excluded):
    elected = set(sorted(elected)[:seats])
    hopeful = [at for at in range(6) if at not in elected | excluded]
    groups = Groups(rules, 6)
    choices = [
        elected | set(more)
        for more in itertools.combinations(hopeful, seats - len(elected))
        if met(elected | set(more), rules)
    ]
    assert groups.possible(elected, hopeful, seats) == bool(choices)
    if choices and len(elected) < seats:
        assert groups.guarded(sorted(elected), hopeful, seats) == [
            at for at in hopeful if all(at in c for c in choices)
        ]
        assert groups.doomed(sorted(elected), hopeful, seats) == [
            at for at in hopeful if not any(at in c for c in choices)
        ]


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["wig", "meek"])
@settings(max_examples=50)
@given(
    rules=group_lists,
    seats=st.integers(1, 5),
    lines=st.lists(st.tuples(st.permutations(range(6)), st.integers(1, 9)), min_size=1, max_size=8),
)
def test_every_count_meets_its_rules_or_says_that_it_cannot(rule, rules, seats, lines):
    groups = [
        {"group": str(at), "least": each.least, "most": each.most, "members": [NAMES[m] for m in each.members]}
        for at, each in enumerate(rules)
    ]
    possible = any(met(choice, rules) for choice in itertools.combinations(range(6), seats))
    papers = Rankings.of(NAMES, lines)
    options = {"seats": seats, "groups": json.dumps(groups), "lots": " > ".join(NAMES)}
    if not possible:
        with pytest.raises(GroupsImpossible):
            VOTING[rule](papers, **options)
        return
    result = VOTING[rule](papers, **options)
    assert len(result.winners) == seats
    assert met([NAMES.index(name) for name in result.winners], rules)
    whole(result)
