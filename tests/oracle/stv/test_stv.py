"""Transferable votes against pref_voting and VoteKit, on random and on real elections.

Elections in which a tie had to be broken are left out: each program breaks ties in its own way.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.methods.voting.stv.elections import DATA, election
from tests.oracle.asking import ask
from waardeel.methods.result import Result
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Rankings

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

PEER = Path(__file__).with_name("peer.py")
#: Our rule and its options for each rule of the peers.
OURS: dict[str, tuple[str, dict[str, Any]]] = {
    "scottish": ("scottish", {}),
    "wig": ("wig", {}),
    "wig-whole": ("wig", {"quota": "whole"}),
    "meek": ("meek", {}),
    "fast-stv": ("wig", {"quota": "whole"}),
}
WARDS = sorted(f"gpl-3/glasgow2007/{path.stem}" for path in (DATA / "gpl-3" / "glasgow2007").glob("*.blt"))


def instance(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    many = chance.randint(3, 8)
    ballots = [
        [chance.randint(1, 2000), chance.sample(range(many), chance.randint(1, many))]
        for _ in range(chance.randint(5, 40))
    ]
    return {"candidates": many, "seats": chance.randint(1, min(4, many - 1)), "ballots": ballots}


def real(path: str) -> dict[str, Any]:
    held = election(path)
    ballots = list(map(list, zip(held.ballots.weights, map(list, held.ballots.rankings), strict=True)))
    return {"candidates": len(held.ballots.candidates), "seats": held.seats, "ballots": ballots}


def counted(rule: str, each: dict[str, Any]) -> Result:
    name, options = OURS[rule]
    ballots = Rankings.of([str(at) for at in range(each["candidates"])], [(tuple(o), w) for w, o in each["ballots"]])
    return VOTING[name](ballots, seats=each["seats"], lots_seed="oracle", **options)


def surpluses_wait(result: Result) -> bool:
    """Whether two surpluses ever waited at once."""
    waiting: set[str] = set()
    for stage in result.facts["stages"]:
        waiting.discard(stage["source"])
        waiting.update(name for name in stage["elected"] if stage["votes"][name] > stage["quota"])
        if len(waiting) > 1:
            return True
    return False


def compared(oracle_python: Path, rule: str, instances: list[dict[str, Any]]) -> list[tuple[Result, bool]]:
    """Our result for each instance without ties, and whether the peer elects the same."""
    results = [(counted(rule, each), each) for each in instances]
    asked = [(result, {**each, "rule": rule}) for result, each in results if not result.ties]
    answers = ask(oracle_python, PEER, [each for _, each in asked])
    return [
        (result, sorted(map(int, result.winners)) == answer)
        for (result, _), answer in zip(asked, answers, strict=True)
        if answer is not None
    ]


@pytest.mark.parametrize(("rule", "many"), [("scottish", 200), ("meek", 40)])  # the peer's Meek takes a second each
def test_the_same_rule_elects_the_same_on_random_elections(oracle_python, rule, many):
    found = compared(oracle_python, rule, [instance(seed) for seed in range(many)])
    assert len(found) > 0.8 * many
    assert all(same for _, same in found)


@pytest.mark.parametrize("rule", ["wig", "wig-whole", "fast-stv"])
def test_weighted_gregory_differs_only_where_surpluses_wait_for_each_other(oracle_python, rule):
    """The peers pass on all surpluses of a round at once; here, as in the Scottish order, the highest goes first and
    whoever it elects gets nothing of the next.
    """
    found = compared(oracle_python, rule, [instance(seed) for seed in range(230, 430)])
    assert len(found) > 160
    assert all(same or surpluses_wait(result) for result, same in found)
    assert sum(not same for _, same in found) <= 3


@pytest.mark.parametrize("rule", ["scottish", "fast-stv"])
def test_the_wards_of_glasgow_elect_the_same(oracle_python, rule):
    found = compared(oracle_python, rule, [real(path) for path in WARDS])
    assert len(found) == len(WARDS)
    assert all(same for _, same in found)


def test_portland_elects_the_same_as_votekit(oracle_python):
    each = real("mit/portland2024_d1")
    answer = ask(oracle_python, PEER, [{**each, "rule": "fast-stv"}])[0]
    assert answer == sorted(map(int, counted("fast-stv", each).winners))
