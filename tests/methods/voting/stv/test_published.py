"""Counts that others published, reproduced stage by stage."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tests.methods.voting.stv.elections import DATA, election, moves, reference, whole
from waardeel.methods.voting import VOTING

EXPECTED = json.loads((DATA / "expected_scottish.json").read_text(encoding="utf-8"))
WARDS = sorted(path.stem for path in (DATA / "gpl-3" / "glasgow2007").glob("*.blt"))
REF = DATA / "gpl-3" / "droop" / "ref"


def same_as_expected(path: str, expected: dict) -> int:
    """Compare every stage to the last digit; how many there were."""
    ballots, seats = election(path).ballots, election(path).seats
    result = VOTING["scottish"](ballots, seats=seats)
    names = ballots.candidates
    assert [names.index(name) + 1 for name in result.winners] == expected["scottish_elected"]
    assert result.facts["quota"] == expected["scottish_quota"]
    stages = result.facts["stages"][1:]
    assert [
        {
            "kind": stage["what"],
            "candidate": names.index(stage["source"]) + 1,
            "votes_1e5": [int(votes * 100_000) for votes in stage["votes"].values()],
        }
        for stage in stages
    ] == expected["stages"]
    assert all(tie.by == "earlier-stage" for tie in result.ties)  # no lot was needed
    whole(result)
    return len(result.facts["stages"])


def test_all_wards_of_glasgow_2007_are_the_same_to_the_fifth_decimal_at_every_stage():
    assert len(WARDS) == 21
    moved = sum(
        same_as_expected(f"gpl-3/glasgow2007/{ward}", EXPECTED[f"stv/glasgow2007/{ward}.blt"]) - 1 for ward in WARDS
    )
    assert moved == sum(len(EXPECTED[f"stv/glasgow2007/{ward}.blt"]["stages"]) for ward in WARDS) == 170


@pytest.mark.parametrize("name", ["Jedburgh2012", "portland2024_d1", "minneapolis2013_mayor"])
def test_other_elections_are_the_same_to_the_fifth_decimal_at_every_stage(name):
    same_as_expected(f"mit/{name}", EXPECTED[f"stv/{name}.blt"])


@pytest.mark.parametrize("rule", ["scottish", "wig", "meek"])
def test_portland_2024_elects_avalos_smith_and_dunphy_by_every_rule(rule):
    result = VOTING[rule](election("mit/portland2024_d1").ballots, seats=3)
    assert sorted(name.split()[-1] for name in result.winners) == ["Avalos", "Dunphy", "Smith"]
    whole(result)


@pytest.mark.parametrize("until", ["majority", "two"])
def test_minneapolis_2013_elects_hodges(until):
    result = VOTING["irv"](election("mit/minneapolis2013_mayor").ballots, until=until)
    assert result.winners == ("BETSY HODGES",)
    whole(result)


def test_albany_2022_has_the_official_rounds_and_thresholds():
    """Alameda County: the threshold follows the votes in play; six decimals per ballot."""
    result = VOTING["wig"](
        election("mit/albany2022_council").ballots, seats=2, quota="whole", threshold="shrinking", decimals=6
    )
    stages = result.facts["stages"]
    assert [int(stage["quota"]) for stage in stages] == [2387, 2376, 2355, 2338]
    official = [
        {"MIKI": "2152", "ROMERO": "1814", "LOPEZ": "1642", "PILCH": "1237", "PINGUELO": "314"},
        {"MIKI": "2219", "ROMERO": "1881", "LOPEZ": "1742", "PILCH": "1284"},
        {"MIKI": "2876", "ROMERO": "2076", "LOPEZ": "2111"},
        {"ROMERO": "2260.958234", "LOPEZ": "2396.136396"},
    ]
    for stage, votes in zip(stages, official, strict=True):
        mine = {name.split()[-1]: amount for name, amount in stage["votes"].items()}
        assert {name: mine[name] for name in votes} == {name: Fraction(text) for name, text in votes.items()}
    assert result.winners == ("JOHN ANTHONY MIKI", "ROBIN D  LOPEZ")
    whole(result)


# ---- the reference program Droop; its tie order is the list, and the first of the tied falls out


def count(name: str, rule: str, *, favoured_first: bool = False, **options):
    held = election(f"gpl-3/droop/{name}")
    names = list(held.ballots.candidates)
    lots = " > ".join(names if favoured_first else reversed(names))
    return VOTING[rule](held.ballots, seats=held.seats, lots=lots, **options)


def elected(lines) -> set[str]:
    return {name for name, state in lines[-1].states.items() if state == "E"}


@pytest.mark.parametrize("name", ["42", "42t", "42u", "513", "M135", "SC", "SC-Vm-12", "weak-defeat", "weak-surplus"])
def test_scottish_equals_the_reference_program_with_its_weak_ties(name):
    """Droop also writes a stage for a surplus of nothing; the order speaks of votes that exceed the quota."""
    lines = reference(REF / f"{name}-scotland-fixed-p5-d5.txt")
    result = count(name, "scottish")
    assert set(result.winners) == elected(lines)
    for line, stage in zip(moves(lines), result.facts["stages"], strict=True):
        assert stage["votes"] == line.votes
        assert stage["exhausted"] == line.gone
    whole(result)


def test_a_tie_looks_back_before_it_asks_for_lots():
    ties = count("weak-defeat", "scottish").ties
    assert [(tie.about, tie.among, tie.by, tie.chosen) for tie in ties] == [
        ("exclude", ("B", "C"), "earlier-stage", ("B",))
    ]


@pytest.mark.parametrize(("name", "first"), [("42", False), ("513", False), ("SC", False), ("SC-Vm-12", True)])
def test_wig_in_fractions_equals_the_reference_program_in_rationals(name, first):
    """The dump is cut to 12 decimals. In SC-Vm-12 only surpluses are tied, of which Droop takes the first."""
    lines = reference(REF / f"{name}-wigm-rational-d12.txt")
    result = count(name, "wig", ties="none", favoured_first=first)
    for line, stage in zip(moves(lines), result.facts["stages"], strict=False):
        assert all(abs(Fraction(line.votes[at]) - votes) < Fraction(1, 10**11) for at, votes in stage["votes"].items())
        assert abs(Fraction(line.gone) - stage["exhausted"]) < Fraction(1, 10**11)
    if not first:  # with the lots in this order the last exclusion of SC-Vm-12 falls on another
        assert set(result.winners) == elected(lines)
    whole(result)


def test_wig_elects_the_same_as_the_reference_program_of_25_candidates():
    assert set(count("M135", "wig", ties="none").winners) == elected(
        reference(REF / "M135-wigm-guarded-p18-g9-d18.txt")
    )


@pytest.mark.parametrize("name", ["42", "42t", "42u", "513", "M135", "SC", "SC-Vm-12"])
def test_meek_by_the_reference_rule_is_the_same_to_the_ninth_decimal_whenever_somebody_goes(name):
    lines = reference(REF / f"{name}-meek-prf-o6-fixed-p9-d9.txt")
    result = count(name, "meek", variant="prf")
    assert set(result.winners) == elected(lines)
    decided = [line.votes for line in lines if line.action in ("begin", "elect", "defeat", "iterate")]
    for stage in result.facts["stages"]:
        standing = {name for name, votes in stage["votes"].items() if votes}
        assert any(all(votes[at] == stage["votes"][at] for at in standing) for votes in decided)
    whole(result)


@pytest.mark.parametrize("name", ["42", "513", "SC-Vm-12"])
def test_meek_in_eighteen_decimals_comes_within_a_billionth_of_the_reference_program_in_rationals(name):
    lines = reference(REF / f"{name}-meek-o10-rational-d12.txt")
    result = count(name, "meek", variant="prf", decimals=18)
    assert set(result.winners) == elected(lines)
    for stage in result.facts["stages"]:
        standing = {at for at, votes in stage["votes"].items() if votes}
        assert any(
            all(abs(Fraction(line.votes[at]) - Fraction(stage["votes"][at])) < Fraction(1, 10**9) for at in standing)
            for line in lines
        )


@pytest.mark.parametrize(("name", "stages"), [("eq1", 1), ("eq2", 3)])
def test_meek_counts_equal_ranks_as_the_reference_program_does(name, stages):
    """Droop's last line of eq2 differs: there a paper whose next rank is all excluded stops, here it goes on."""
    lines = reference(REF / f"{name}-meek-o9-guarded-p18-g9-d18.txt")
    result = count(name, "meek", variant="prf", decimals=18)
    assert set(result.winners) == elected(lines)
    assert len(result.facts["stages"]) == stages
    for stage in result.facts["stages"]:
        standing = {at for at, votes in stage["votes"].items() if votes}
        assert any(
            all(abs(Fraction(line.votes[at]) - Fraction(stage["votes"][at])) < Fraction(1, 10**15) for at in standing)
            for line in lines
        )
    whole(result)


def test_a_paper_that_passes_two_elected_has_the_value_it_had_in_dunedin_in_2004():
    from waardeel.methods.voting.stv.meek import shares

    kept, left = shares(10**9, [10**9 - 308_948_430, 10**9 - 59_775_757])
    assert left == 18_467_626
    assert sum(kept) + left == 10**9
