"""Rules on rankings, grades and approvals beside pref_voting, VoteKit and abcvoting, on hundreds of elections.

Where they differ from us, by rule:

- VoteKit gives the first of n candidates n Borda points and not n - 1: one point more for each ballot that ranks one.
- pref_voting takes a pair that stands equal as a win both ways when it ranks pairs by winning votes; we lock in no win
  where nobody won. Elections with such pairs are left out for that rule.
- pref_voting breaks ties of majority judgment by the shares above and below the middle grade, and stops where those are
  equal; we go on taking grades away, so our winners are among theirs.
- abcvoting fills a committee with candidates whom nobody approves; we leave those seats empty and say so.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle.asking import ask
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Approvals, Grades, Rankings
from waardeel.methods.voting.pairwise import Pairwise

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

PEER = Path(__file__).parent / "peer.py"
STRENGTHS = ("margins", "winning-votes")


def orders(seed: int, *, many: int, most: int) -> list[dict]:
    """Elections with equal ranks, truncation and few ballots, so that ties are frequent."""
    chance = random.Random(seed)
    found = []
    for _ in range(many):
        count = chance.randint(2, most)
        ballots = {}
        for _ in range(chance.randint(1, 9)):
            order = chance.sample(range(count), chance.randint(1, count))
            groups: list[list[int]] = []
            for at in order:
                if groups and chance.random() < 0.25:
                    groups[-1].append(at)
                else:
                    groups.append([at])
            ballots[tuple(tuple(sorted(group)) for group in groups)] = chance.randint(1, 6)
        found.append({"candidates": count, "orders": list(ballots), "counts": list(ballots.values())})
    return found


def rankings(instance: dict) -> Rankings:
    names = [str(at) for at in range(instance["candidates"])]
    return Rankings.of(names, zip(instance["orders"], instance["counts"], strict=True))


def numbers(names) -> list[int]:
    return sorted(map(int, names))


def test_condorcet_rules_equal_those_of_pref_voting(oracle_python):
    instances = orders(1, many=200, most=5)
    for instance in instances:
        instance["ranks"] = [
            {at: rank for rank, group in enumerate(order) for at in group} for order in instance["orders"]
        ]
    for instance, answer in zip(instances, ask(oracle_python, PEER, instances, "pref_voting"), strict=True):
        ballots = rankings(instance)
        report = VOTING["condorcet"](ballots)
        assert [list(row) for row in Pairwise.of(ballots).votes] == answer["pairwise"]
        assert numbers(VOTING["copeland"](ballots).winners) == answer["copeland"]
        assert numbers(report.facts["smith"]) == answer["smith"]
        assert numbers(report.winners) == ([] if answer["condorcet"] is None else [answer["condorcet"]])
        for rule in ("schulze", "ranked-pairs"):
            for strength in STRENGTHS:
                theirs = answer[f"{rule} {strength}"]
                assert theirs is None or numbers(VOTING[rule](ballots, strength=strength).winners) == theirs, (
                    rule, strength, instance,
                )  # fmt: skip


def test_borda_and_first_preferences_equal_those_of_votekit(oracle_python):
    instances = orders(2, many=200, most=6)
    for instance, answer in zip(instances, ask(oracle_python, PEER, instances, "votekit"), strict=True):
        ballots = rankings(instance)
        firsts = VOTING["plurality"](ballots, lots_seed="x").facts["tallies"]
        points = VOTING["borda"](ballots, left_out="zero", lots_seed="x").facts["points"]
        for at, name in enumerate(ballots.candidates):
            ranked = ballots.places[at] < len(ballots.candidates)
            more = sum(weight for weight, said in zip(ballots.weights, ranked, strict=True) if said)
            assert float(firsts[name]) == pytest.approx(answer["firsts"].get(name, 0), abs=1e-9)
            assert float(points[name] + more) == pytest.approx(answer["borda"].get(name, 0), abs=1e-9)


def test_grades_equal_those_of_pref_voting(oracle_python):
    chance = random.Random(3)
    instances = []
    for _ in range(300):
        count, scale = chance.randint(2, 4), chance.randint(2, 5)
        ballots = [[chance.randrange(scale) for _ in range(count)] for _ in range(chance.randint(1, 8))]
        instances.append({"grades": scale, "ballots": ballots, "counts": [chance.randint(1, 3) for _ in ballots]})
    for instance, answer in zip(instances, ask(oracle_python, PEER, instances, "grades"), strict=True):
        names = [str(at) for at in range(len(instance["ballots"][0]))]
        scale = [str(grade) for grade in range(instance["grades"])]
        ballots = Grades.of(names, scale, zip(instance["ballots"], instance["counts"], strict=True))
        points = VOTING["score"](ballots, lots_seed="x").facts["points"]
        assert [int(name) for name in names if points[name] == max(points.values())] == answer["score"]
        best = VOTING["majority-judgment"](ballots, lots_seed="x").facts["ranking"][0]
        assert set(numbers(best)) <= set(answer["majority-judgment"]), instance
        assert len(answer["majority-judgment"]) > 1 or numbers(best) == answer["majority-judgment"]


def test_committees_equal_those_of_abcvoting(oracle_python):
    chance = random.Random(4)
    instances = []
    for _ in range(300):
        count = chance.randint(3, 7)
        ballots = [sorted(chance.sample(range(count), chance.randint(1, count))) for _ in range(chance.randint(2, 12))]
        instances.append({"candidates": count, "ballots": ballots, "seats": chance.randint(1, count)})
    for instance, answer in zip(instances, ask(oracle_python, PEER, instances, "abcvoting"), strict=True):
        names = [str(at) for at in range(instance["candidates"])]
        ballots = Approvals.of(names, [(ballot, 1) for ballot in instance["ballots"]])
        supported = {at for ballot in instance["ballots"] for at in ballot}
        for rule, committee in answer.items():
            winners = VOTING[rule](ballots, seats=instance["seats"], lots=" > ".join(names)).winners
            if len(supported) >= instance["seats"]:
                assert numbers(winners) == committee, (rule, instance)
            elif rule != "approval":
                assert set(numbers(winners)) == supported


def test_weights_are_voters_for_abcvoting_too(oracle_python):
    instance = {"candidates": 4, "ballots": [[0, 1]] * 6 + [[2]] * 3 + [[3], [0, 3]], "seats": 3}
    answer = ask(oracle_python, PEER, [instance], "abcvoting")[0]
    lines = [((0, 1), Fraction(6, 7)), ((2,), Fraction(3, 7)), ((3,), Fraction(1, 7)), ((0, 3), Fraction(1, 7))]
    for rule in ("equal-shares", "sequential-phragmen", "sequential-pav", "pav"):
        winners = VOTING[rule](Approvals.of("0123", lines), seats=3, lots="0 > 1 > 2 > 3").winners
        assert numbers(winners) == answer[rule]
