"""Equal Shares: the traps of section 8 of the study, by name, and the invariants of the rule."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.budgeting import reference
from tests.methods.budgeting.conftest import instances, small
from waardeel.methods.budgeting import BUDGETING, Instance, Limit, Project, fast, sweep
from waardeel.methods.budgeting.count import Count
from waardeel.methods.budgeting.limits import Room
from waardeel.methods.budgeting.support import NobodyVoted, supported
from waardeel.methods.lots import NoLot
from waardeel.methods.rule import BadOption

EQUAL = BUDGETING["equal-shares"]
ENTRY = {
    "utilities": "cost", "minimum_votes": 0, "voters": "all", "last_rank": 1, "ties": "cost-votes-lot",
    "lots_seed": "a seed", "lots": None,
}  # fmt: skip
utilities = st.sampled_from(["cost", "cardinality"])


def counted(instance, share=None, **entry):
    support = supported(instance, **{**ENTRY, **entry})
    share = instance.budget / support.voter_count if share is None else share
    candidates = [at for at in support.entrants if support.cost[at]]
    return Count(support, share, candidates, Room(instance)).run()


# ---- against the definition


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(instances(), utilities, st.integers(0, 2))
def test_a_count_is_what_the_definition_says(instance, worth, last_rank):
    share = instance.budget / len(instance.voters)
    count = counted(instance, utilities=worth, last_rank=last_rank)
    winners, prices, money, payments = reference.equal_shares(
        instance, share, worth, last_rank, lambda equal: count.support.order.first(equal)[0]
    )
    assert count.winners == winners
    assert [p / count.support.factor[at] for p, at in zip(count.prices(), winners, strict=True)] == prices
    assert [count.money_of(v) for v in range(len(money))] == money
    result = EQUAL(instance, utilities=worth, last_rank=last_rank, lots_seed="a seed")
    for at, paid in zip(winners, payments, strict=True):
        wanted = {instance.voters[v]: amount for v, amount in paid.items() if amount}
        assert result.paid(instance.projects[at].id) == wanted


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(instances(voters=30, projects=8, cost=40), utilities)
def test_floats_decide_nothing_that_fractions_would_not(instance, worth):
    """With an error bound so large that every question is doubtful, all is decided in fractions: same outcome."""
    quick = counted(instance, utilities=worth)
    support = quick.support
    exact = Count(support, quick.share, quick.candidates, Room(instance))
    exact.error = exact.edge = float(quick.share) + 1.0
    exact.run()
    assert exact.winners == quick.winners
    assert exact.prices() == quick.prices()


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(instances(voters=20, projects=8, cost=30), utilities)
def test_compiled_and_plain_counts_are_the_same(instance, worth):
    pytest.importorskip("numba")
    plain = EQUAL(instance, utilities=worth, completion="add1", lots_seed="s")
    with fast.compiled():
        assert EQUAL(instance, utilities=worth, completion="add1", lots_seed="s").to_bytes() == plain.to_bytes()


def test_a_near_tie_that_floats_cannot_see_is_decided_exactly():
    """1/3 of a coin more, with twelve digits before it: the dearer project must lose."""
    big = 10**12
    costs = {"a": Fraction(3 * big * 10 + 1, 30), "b": Fraction(big)}
    instance = small(costs, ["a", "a", "a", "b", "b", "b"], 6 * big)
    count = counted(instance, utilities="cardinality")
    assert [instance.projects[at].id for at in count.winners] == ["b", "a"]


def test_who_can_pay_exactly_the_price_pays_in_full_and_is_out_of_money():
    instance = small({"a": 4, "b": 6}, ["a", "ab", "b", "b"], 8)
    result = EQUAL(instance)
    assert result.winners == ("b",) or result.cost <= 8
    for each in result.facts["bought"]:
        assert sum(result.paid(each["project"]).values()) == each["cost"]


# ---- traps (numbers as in section 8)


@pytest.mark.slow
def test_trap_12_each_completion_is_a_rule_of_its_own(wieliczka):
    outcomes = {
        name: frozenset(EQUAL(wieliczka, completion=name).winners)
        for name in ("none", "add1-exhaustive", "add1", "greedy", "phragmen")
    }
    assert len(set(outcomes.values())) == len(outcomes)
    assert outcomes["none"] < outcomes["greedy"]
    assert outcomes["none"] < outcomes["phragmen"]


def test_trap_12_add1u_is_add1_and_then_the_most_votes_that_fit():
    instance = small({"a": 10, "b": 10, "c": 3}, ["a", "a", "a", "b", "b", "c"], 24)
    add1, add1u = EQUAL(instance, completion="add1"), EQUAL(instance, completion="add1u")
    assert EQUAL(instance, completion="add1+greedy").winners == add1u.winners
    assert set(add1.winners) <= set(add1u.winners)


def test_trap_13_the_increment_is_in_the_money_of_the_file_and_published():
    costs, ballots = {"a": 10, "b": 7, "c": 5}, ["ab", "a", "b", "c", "ac"]
    euro = EQUAL(small(costs, ballots, 14), completion="add1", increment=Fraction(1))
    forint = EQUAL(
        small({name: 400 * cost for name, cost in costs.items()}, ballots, 5600),
        completion="add1",
        increment=Fraction(400),
    )
    assert euro.winners == forint.winners
    assert euro.facts["runs"] == forint.facts["runs"]
    assert forint.to_json()["options"]["increment"] == "400"
    with pytest.raises(BadOption):
        EQUAL(small(costs, ballots, 14), completion="add1", increment=Fraction(0))


def test_trap_14_add1_stops_at_the_first_outcome_that_is_too_dear():
    """Even where a larger share would fit again."""
    for seed in range(4000):
        random = np.random.default_rng(seed)
        costs = {name: int(random.integers(1, 30)) for name in "abcd"}
        ballots = ["".join(n for n in "abcd" if random.random() < 0.5) for _ in range(5)]
        instance = small(costs, ballots, 40)
        fits = []
        for raised in range(12):
            count = counted(instance, instance.budget / 5 + raised)
            fits.append(count.support.total(count.winners) <= 40)
        if False in fits and True in fits[fits.index(False) :]:
            result = EQUAL(instance, completion="add1", lots_seed="a seed")
            assert result.facts["raised"] == fits.index(False) - 1
            return
    pytest.fail("no budget without monotony was found")


def test_trap_15_who_gets_a_share_is_an_option():
    costs, ballots = {"a": 10, "b": 90}, ["a", "a", "b", "", "", ""]
    shares = {
        who: EQUAL(small(costs, ballots, 30), voters=who, minimum_votes=2).facts["share"]
        for who in ("all", "nonempty", "eligible")
    }
    assert shares == {"all": 5, "nonempty": 10, "eligible": 15}


def test_trap_15_without_any_ballot_nobody_decides():
    with pytest.raises(NobodyVoted):
        EQUAL(small({"a": 1}, [], 5))
    with pytest.raises(NobodyVoted):
        EQUAL(small({"a": 1}, ["", ""], 5), voters="nonempty")


def test_trap_16_ties_go_to_the_lowest_cost_then_most_votes_then_the_lot():
    cheap = small({"a": 6, "b": 4}, ["ab", "ab"], 8)
    result = EQUAL(cheap)
    assert result.winners[0] == "b"
    assert (result.ties[0].by, result.ties[0].among) == ("lowest-cost", ("a", "b"))
    votes = small({"a": 4, "b": 4}, ["a", "ab", "b", "b"], 4)
    assert EQUAL(votes).winners == ("b",) or not EQUAL(votes).ties
    equal = small({"a": 4, "b": 4}, ["ab", "ab"], 4)
    with pytest.raises(NoLot, match="a, b"):
        EQUAL(equal)
    assert EQUAL(equal, lots="b > a").winners == ("b",)
    assert EQUAL(equal, lots="a > b").ties[0].by == "lot"
    assert EQUAL(equal, lots_seed="x").to_bytes() == EQUAL(equal, lots_seed="x").to_bytes()


def test_trap_16_most_votes_break_a_tie_of_equal_cost():
    """Points make two projects equally cheap per worth, with other numbers of voters."""
    instance = small({"a": 4, "b": 4}, [[("a", 2), ("b", 1)], [("b", 1)]], 8, kind="score")
    result = EQUAL(instance, utilities="cardinality")
    assert (result.ties[0].by, result.winners[0]) == ("most-votes", "b")


def test_trap_17_projects_under_the_minimum_leave_before_the_count():
    """Their cost and their votes change nothing for the others."""
    with_it = small({"a": 10, "b": 4, "c": 6}, ["ab", "ab", "bc", "ac"], 12)
    without = small({"a": 10, "b": 4}, ["ab", "ab", "b", "a"], 12)
    left = EQUAL(with_it, minimum_votes=3)
    assert left.winners == EQUAL(without).winners
    assert {each["project"]: each["why"] for each in left.facts["lost"]}["c"] == "too-few-votes"
    assert left.steps[0].kind == "budgeting.too-few-votes"


def test_trap_17_what_costs_nothing_is_chosen_at_once():
    result = EQUAL(small({"a": 0, "b": 5, "c": 0}, ["ab", "b"], 10))
    assert result.winners[0] == "a"
    assert result.facts["bought"][0]["by"] == "free"
    assert {each["project"]: each["why"] for each in result.facts["lost"]} == {"c": "no-support"}


def test_trap_18_cost_and_cardinality_utilities_choose_differently(wieliczka):
    by_cost, by_number = EQUAL(wieliczka), EQUAL(wieliczka, utilities="cardinality")
    assert set(by_cost.winners) != set(by_number.winners)
    assert (by_cost.cost, by_number.cost) == (450_548, 350_027)


# ---- limits


def test_a_category_takes_no_more_than_its_limit():
    projects = [
        Project("a", Fraction(4), categories=("sport",)),
        Project("b", Fraction(3), categories=("sport", "art")),
    ]
    projects += [Project("c", Fraction(5), district="north")]
    ballots = [(f"v{at}", ["a", "b", "c"]) for at in range(4)]
    free = Instance.of(projects, 20, ballots)
    assert set(EQUAL(free, lots_seed="x").winners) == {"a", "b", "c"}
    held = free.limited([Limit("category", "sport", Fraction(5)), Limit("district", "north", Fraction(4))])
    for rule in BUDGETING.values():
        result = rule(held, lots_seed="x")
        assert result.winners == ("b",)
        assert {each["project"]: each["why"] for each in result.facts["lost"]} == {"a": "over-limit", "c": "over-limit"}
    assert held.input_hash != free.input_hash


# ---- invariants (section 9)


@pytest.mark.slow
@settings(deadline=None, max_examples=80)
@given(
    instances(),
    utilities,
    st.sampled_from(["none", "add1", "add1u", "next-step", "phragmen", "add1-exhaustive+phragmen"]),
)
def test_cost_is_within_budget_and_payments_add_up(instance, worth, completion):
    result = EQUAL(instance, utilities=worth, completion=completion, lots_seed="s", increment=Fraction(1, 2))
    assert result.cost <= instance.budget
    paid_by = dict.fromkeys(instance.voters, Fraction(0))
    supporters = [set(np.array(instance.voters)[column]) for column in result.count.support.voters]
    for each in result.facts["bought"]:
        paid = result.paid(each["project"])
        if each["by"] == "equal-shares":
            assert sum(paid.values()) == each["cost"]
            assert set(paid) <= supporters[instance.place[each["project"]]]
        for voter, amount in paid.items():
            paid_by[voter] += amount
    for voter, amount in paid_by.items():
        assert amount + result.left_with(voter) == result.facts["share"]


@settings(deadline=None, max_examples=50)
@given(instances(), utilities)
def test_prices_never_fall_and_at_the_end_nothing_is_affordable(instance, worth):
    count = counted(instance, utilities=worth)
    per_worth = [price / count.support.factor[at] for price, at in zip(count.prices(), count.winners, strict=True)]
    assert per_worth == sorted(per_worth)
    for at in count.candidates:
        if at not in count.winners:
            assert count.left(at) < count.support.cost[at]


@settings(deadline=None, max_examples=50)
@given(instances(), utilities, st.integers(2, 1000))
def test_another_currency_changes_nothing(instance, worth, scale):
    projects = [Project(each.id, each.cost * scale) for each in instance.projects]
    other = Instance(
        tuple(projects), instance.budget * scale, instance.kind, instance.voters, instance.starts, instance.chosen,
        instance.points,
    )  # fmt: skip
    ours, theirs = (EQUAL(each, utilities=worth, lots_seed="s") for each in (instance, other))
    assert ours.winners == theirs.winners


@settings(deadline=None, max_examples=50)
@given(instances(), utilities)
def test_every_voter_twice_changes_nothing(instance, worth):
    doubled = Instance(
        instance.projects, instance.budget * 1, instance.kind, (*instance.voters, *(f"{v}'" for v in instance.voters)),
        np.concatenate([instance.starts, instance.starts[1:] + instance.starts[-1]]),
        np.concatenate([instance.chosen, instance.chosen]),
        None if instance.points is None else np.concatenate([instance.points, instance.points]),
    )  # fmt: skip
    for rule in ("equal-shares", "greedy", "phragmen"):
        options = {} if rule == "phragmen" else {"utilities": worth}
        once, twice = (BUDGETING[rule](each, lots_seed="s", **options) for each in (instance, doubled))
        assert once.winners == twice.winners


@settings(deadline=None, max_examples=30)
@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_projects_and_ballots_does_not_matter(instance, random):
    ballots = []
    for at, voter in enumerate(instance.voters):
        places = range(instance.starts[at], instance.starts[at + 1])
        row = [instance.projects[instance.chosen[p]].id for p in places]
        if instance.kind == "score":
            row = [(name, int(instance.points[p])) for name, p in zip(row, places, strict=True)]
        if instance.kind != "ordinal":
            random.shuffle(row)
        ballots.append((voter, row))
    projects = list(instance.projects)
    random.shuffle(projects)
    random.shuffle(ballots)
    again = Instance.of(projects, instance.budget, ballots, kind=instance.kind)
    assert again == instance
    for rule in BUDGETING.values():
        assert rule(again, lots_seed="s").to_bytes() == rule(instance, lots_seed="s").to_bytes()


@settings(deadline=None, max_examples=80)
@given(instances(kinds=("approval",), projects=5, voters=6, cost=1, budget=4))
def test_groups_that_deserve_projects_get_them(instance):
    """Extended justified representation (Peters and others 2021, definition 4), by brute force for unit costs."""
    result = EQUAL(instance, utilities="cardinality", lots_seed="s")
    chosen = {instance.place[name] for name in result.winners}
    ballots = [set(instance.chosen[a:b].tolist()) for a, b in zip(instance.starts, instance.starts[1:], strict=False)]
    n = len(ballots)
    for size in range(1, n + 1):
        for group in combinations(ballots, size):
            together = set.intersection(*group)
            deserved = min(len(together), int(size * instance.budget / n))
            if deserved:
                assert max(len(ballot & chosen) for ballot in group) >= deserved


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(instances(), utilities, st.sampled_from([Fraction(1), Fraction(1, 3), Fraction(1, 10)]))
def test_next_step_is_add1_without_the_counts_that_change_nothing(instance, worth, increment):
    options = {"utilities": worth, "increment": increment, "lots_seed": "s"}
    slow, quick = (EQUAL(instance, completion=name, **options) for name in ("add1", "next-step"))
    assert set(quick.winners) == set(slow.winners)
    assert quick.facts["runs"] <= slow.facts["runs"]


@pytest.mark.parametrize("completion", ["add2", "greedy+add1", "add1+add1", "add1+greedy+greedy"])
def test_a_completion_that_is_none_is_refused(completion):
    with pytest.raises(BadOption, match="completion"):
        EQUAL(small({"a": 1}, ["a"], 1), completion=completion)


@pytest.mark.slow
def test_every_step_can_be_said_in_three_languages(wieliczka):
    for options in ({"completion": "add1-exhaustive+phragmen"}, {"completion": "add1u", "minimum_votes": 100}):
        result = EQUAL(wieliczka, **options)
        for language in ("nl", "fr", "en"):
            assert len(result.sentences(language)) == len(result.steps)
    assert "995" in EQUAL(wieliczka, completion="add1").sentences("nl")[-1]


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(instances(kinds=("approval",), voters=25, projects=8, cost=40), utilities)
def test_many_shares_at_once_are_what_each_is_alone(instance, worth):
    support = supported(instance, **{**ENTRY, "utilities": worth})
    candidates = [at for at in support.entrants if support.total_points[at]]
    shares = [Fraction(instance.budget, support.voter_count) + Fraction(step, 3) for step in range(9)]
    found = sweep.outcomes(support, shares, candidates)
    for share, winners in zip(shares, found, strict=True):
        if winners is not None:
            assert winners == Count(support, share, candidates, Room(instance)).run().winners


def test_most_shares_of_a_real_budget_are_counted_at_once(wieliczka):
    support = supported(wieliczka, **ENTRY)
    share = wieliczka.budget / support.voter_count
    found = sweep.outcomes(support, [share + step for step in range(20)], support.entrants)
    assert sum(winners is None for winners in found) <= 2
    assert found[0] == Count(support, share, support.entrants, Room(wieliczka)).run().winners
