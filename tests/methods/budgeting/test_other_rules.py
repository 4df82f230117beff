"""Sequential Phragmén and greedy, comparison of outcomes, and what would have won a project."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.budgeting import reference
from tests.methods.budgeting.conftest import instances, small
from waardeel.methods.budgeting import BUDGETING, Instance, Project
from waardeel.methods.budgeting.compare import compared
from waardeel.methods.budgeting.losses import CENT, chance, larger_share
from waardeel.methods.budgeting.support import supported
from waardeel.methods.lots import NoLot

PHRAGMEN, GREEDY, EQUAL = BUDGETING["phragmen"], BUDGETING["greedy"], BUDGETING["equal-shares"]
ENTRY = {"minimum_votes": 0, "voters": "all", "last_rank": 1, "ties": "cost-votes-lot", "lots_seed": "s", "lots": None}


@settings(deadline=None, max_examples=50)
@given(instances(voters=10), st.sampled_from(["stop", "skip"]))
def test_phragmen_is_what_the_definition_says(instance, overspend):
    order = supported(instance, utilities="cost", **ENTRY).order
    wanted = reference.phragmen(instance, lambda equal: order.first(equal)[0], overspend)
    result = PHRAGMEN(instance, overspend=overspend, lots_seed="s")
    assert [instance.place[name] for name in result.winners] == wanted
    assert result.cost <= instance.budget
    moments = [each["moment"] for each in result.facts["bought"]]
    assert moments == sorted(moments)


def test_trap_18_stopping_and_skipping_are_two_rules():
    instance = small({"a": 4, "b": 9, "c": 4}, ["ab", "ab", "ab", "b", "c"], 10)
    assert PHRAGMEN(instance, overspend="stop").winners == ("a",)
    assert PHRAGMEN(instance, overspend="skip").winners == ("a", "c")
    assert PHRAGMEN(instance).steps[-4].kind == "phragmen.stopped"


def test_phragmen_goes_on_with_what_equal_shares_left():
    """v0 has 6 of 10 left, v1 has 10: the project of v1 is nearest."""
    instance = small({"a": 4, "b": 9, "c": 11}, ["ab", "c"], 20)
    result = EQUAL(instance, completion="phragmen")
    assert [(each["project"], each["by"]) for each in result.facts["bought"]] == [
        ("a", "equal-shares"),
        ("c", "phragmen"),
    ]
    assert result.facts["bought"][1]["moment"] == 1


@settings(deadline=None, max_examples=50)
@given(instances(), st.sampled_from(["cost", "cardinality"]))
def test_greedy_takes_the_best_that_fits(instance, utilities):
    result = GREEDY(instance, utilities=utilities, lots_seed="s")
    support = supported(instance, utilities=utilities, **ENTRY)
    density = {p.id: support.score(at) / p.cost for at, p in enumerate(instance.projects)}
    assert [density[name] for name in result.winners] == sorted((density[n] for n in result.winners), reverse=True)
    for each in result.facts["lost"]:
        if each["why"] == "too-dear":
            better = sum(instance.projects[instance.place[name]].cost for name in result.winners
                         if density[name] >= density[each["project"]])  # fmt: skip
            assert each["cost"] > instance.budget - better


def test_greedy_without_lots_says_which_projects_stand_equal():
    with pytest.raises(NoLot, match="a, b"):
        GREEDY(small({"a": 3, "b": 3}, ["ab"], 3))


def test_who_is_happier_with_which_outcome():
    projects = [
        Project("a", Fraction(6), categories=("sport",), targets=("youth",), district="north"),
        Project("b", Fraction(2), categories=("sport", "art")),
    ]
    instance = Instance.of(projects, 8, [("x", ["a"]), ("y", ["a", "b"]), ("z", ["b"]), ("w", [])])
    found = compared(instance, ["a"], ["a", "b"])
    assert found.happier == (0, 2, 2)
    assert found.richer == (0, 2, 2)
    assert (found.first.cost, found.second.cost) == (6, 8)
    assert found.first.mean_projects == Fraction(2, 4)
    assert found.first.exclusion == Fraction(2, 4)
    assert found.second.exclusion == Fraction(1, 4)
    assert found.second.mean_money == Fraction(6 + 8 + 2, 4)
    assert found.second.by_part == {
        ("category", "art"): 2, ("category", "sport"): 8, ("district", "north"): 6, ("target", "youth"): 6,
    }  # fmt: skip


@pytest.mark.slow
def test_equal_shares_leave_fewer_with_nothing_in_wieliczka(wieliczka):
    found = compared(wieliczka, EQUAL(wieliczka, completion="add1").winners, GREEDY(wieliczka).winners)
    assert found.first.with_none < found.second.with_none
    assert found.happier[0] > found.happier[1]


# ---- why a project lost


def again(instance, share, *, cost=None, extra=0, project=""):
    """Who wins with one change, at the same share, counted from scratch."""
    projects = [
        Project(each.id, cost if cost is not None and each.id == project else each.cost) for each in instance.projects
    ]
    ballots = []
    for at, voter in enumerate(instance.voters):
        row = instance.chosen[instance.starts[at] : instance.starts[at + 1]]
        ballots.append((voter, [instance.projects[place].id for place in row]))
    ballots += [(f"extra{at}", [project]) for at in range(extra)]
    changed = Instance.of(projects, share * len(ballots), ballots)
    return EQUAL(changed, lots_seed="s").winners


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(instances(kinds=("approval",), voters=8, projects=4))
def test_what_would_have_won_a_project_wins_it_and_nothing_less_does(instance):
    result = EQUAL(instance, lots_seed="s")
    share = result.facts["share"]
    for each in result.facts["lost"]:
        name = each["project"]
        found = chance(result, name)
        if found is None:
            assert each["why"] == "no-support"
            continue
        if found.cost > 0:
            assert name in again(instance, share, cost=found.cost, project=name)
        assert name not in again(instance, share, cost=found.cost + CENT, project=name)
        if found.supporters is not None:
            assert name in again(instance, share, extra=found.supporters, project=name)
            assert name not in again(instance, share, extra=found.supporters - 1, project=name)


def test_winners_and_projects_of_other_rules_have_no_chances_to_tell():
    instance = small({"a": 2, "b": 9}, ["a", "b"], 4)
    assert chance(EQUAL(instance), "a") is None
    assert chance(GREEDY(instance), "b") is None
    assert larger_share(GREEDY(instance), "b", increment=Fraction(1)) is None


def test_a_larger_share_that_wins_a_project_is_the_first():
    instance = small({"a": 2, "b": 9}, ["a", "b"], 4)
    result = EQUAL(instance)
    assert larger_share(result, "b", increment=Fraction(1, 2)) == 9


def test_points_and_rankings_count_as_the_options_say():
    """9 coins, 3 each. Two points for a weigh as two people; the last rank weighs nothing when it gets 0 points."""
    scores = small({"a": 6, "b": 3}, [[("a", 2)], [("a", 1)], [("b", 3)]], 9, kind="score")
    result = EQUAL(scores, utilities="cardinality")
    assert result.winners[0] == "b"
    assert result.paid("a") == {"v0": 3, "v1": 3}
    ranks = small({"a": 6, "b": 3}, ["ab", "ab", "b"], 9, kind="ordinal")
    assert set(EQUAL(ranks, last_rank=0).winners) == {"a"}
    assert set(EQUAL(ranks, last_rank=1).winners) == {"a", "b"}


def test_a_large_random_budget_is_paid_for_to_the_last_cent():
    random = np.random.default_rng(7)
    ids = [f"p{at}" for at in range(30)]
    costs = {name: int(random.integers(100, 5000)) for name in ids}
    ballots = [[name for name in ids if random.random() < 0.2] for _ in range(400)]
    result = EQUAL(small(costs, ballots, 30_000), completion="add1", lots_seed="s")
    for each in result.facts["bought"]:
        assert sum(result.paid(each["project"]).values()) == each["cost"]
    groups = np.arange(400) % 3
    for project, amounts in result.paid_by_groups(groups).items():
        paid = result.paid(project)
        assert amounts == [sum(v for k, v in paid.items() if int(k[1:]) % 3 == g) for g in range(3)]


def test_a_further_vote_counts_where_votes_break_a_tie():
    """One more for b makes it equal to a, in votes as well; then the lot decides, and not who had more before."""
    instance = Instance.of([Project("a", 1), Project("b", 1)], 1, [("v0", ["a"]), ("v1", ["a", "b"])])
    for seed in map(str, range(6)):
        result = EQUAL(instance, lots_seed=seed)
        found = chance(result, "b")
        assert result.winners == ("a",)
        with_one = EQUAL(
            Instance.of(
                [Project("a", 1), Project("b", 1)],
                result.facts["share"] * 3,
                [("v0", ["a"]), ("v1", ["a", "b"]), ("v2", ["b"])],
            ),
            lots_seed=seed,
        ).winners
        assert found.supporters == (1 if "b" in with_one else 2)
