"""What each rule says, on elections small enough to count by hand; and the traps that programs fall into."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.methods.voting.stv.elections import election, whole
from waardeel.methods.lots import NoLot
from waardeel.methods.rule import BadOption
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.common import TooManySeats
from waardeel.methods.voting.equal import EqualRanks, TooManyEqual
from waardeel.methods.voting.stv.count import NoValidBallots

STV = ("scottish", "meek", "wig")


def ballots(names: str, *lines: str) -> Rankings:
    """`ballots("ABC", "5 A>B", "1 B=C")`."""
    at = {name: place for place, name in enumerate(names)}
    papers = []
    for line in lines:
        weight, _, order = line.partition(" ")
        places = [[at[name] for name in place.split("=")] for place in order.split(">")] if order else []
        papers.append((places, Fraction(weight) if "/" in weight else int(weight)))
    return Rankings.of(list(names), papers)


def votes(result, stage: int) -> dict[str, object]:
    return dict(result.facts["stages"][stage - 1]["votes"])


# ---- traps 5 to 8 of the Scottish rule


def test_trap_5_the_quota_counts_valid_ballots_only_and_is_a_whole_number():
    result = VOTING["scottish"](ballots("ABC", "5 A", "4 B", "2 C", "7"), seats=2, lots_seed="x")
    assert result.facts["quota"] == 11 // 3 + 1
    assert (result.facts["valid"], result.facts["blank"]) == (11, 7)


def test_trap_5_the_transfer_value_is_cut_to_five_decimals_for_each_paper_and_the_rest_is_lost():
    # A has 7 with a quota of 4: each paper goes on for 3/7 = 0.42857(14…).
    result = VOTING["scottish"](ballots("ABC", "4 A>B", "2 A>C", "1 A", "2 B", "1 C"), seats=2)
    second = result.facts["stages"][1]
    assert dict(second["transfers"]) == {"B": Decimal("1.71428"), "C": Decimal("0.85714")}
    assert second["exhausted"] == Decimal("0.42857")
    assert second["lost"] == Decimal("0.00001")
    whole(result)


def test_trap_5_a_surplus_goes_on_from_the_value_a_paper_had_when_it_was_received():
    # B is elected with 7 papers of 0.42857 and 3 whole ones; each goes on for value x surplus / votes, cut.
    result = VOTING["scottish"](ballots("ABCD", "4 A>B>C", "3 A>B>D", "3 B>D", "3 C", "2 D"), seats=3)
    value = 42_857
    received = 3 * 10**5 + 7 * value
    surplus = received - 4 * 10**5
    old, new = value * surplus // received, 10**5 * surplus // received
    third = result.facts["stages"][2]
    assert third["source"] == "B"
    assert dict(third["transfers"]) == {
        "C": Decimal(4 * old).scaleb(-5),
        "D": Decimal(3 * old + 3 * new).scaleb(-5),
    }


def test_trap_5_the_part_of_a_surplus_that_names_nobody_is_lost_and_not_spread_over_the_others():
    result = VOTING["scottish"](ballots("ABC", "3 A>B", "5 A", "2 B", "2 C"), seats=2, lots_seed="x")
    # 12 ballots, quota 5, surplus 3: 3/8 each; five eighths of it stay with papers that end.
    assert votes(result, 2)["B"] == Decimal(2) + 3 * Decimal("0.37500")
    assert result.facts["stages"][1]["exhausted"] == 5 * Decimal("0.37500")


def test_trap_6_a_tie_is_broken_by_the_latest_earlier_stage_that_differs():
    # B and C are equal when the last has gone; before that B had fewer.
    tied = ballots("ABCDE", "1 A>B", "2 B>D", "3 C>E", "5 D", "5 E")
    result = VOTING["scottish"](tied, seats=1)
    assert next((tie.by, tie.chosen) for tie in result.ties) == ("earlier-stage", ("B",))
    assert "stv.tie-fewest-earlier" in [step.kind for step in result.steps]


def test_trap_6_the_latest_earlier_stage_and_the_first_can_say_otherwise():
    # B and C have 9 each at stage 3; at stage 2 C had fewer (8 to 9), at stage 1 B (6 to 8).
    tied = ballots("BCDEXY", "6 B", "8 C", "20 D", "20 E", "3 X>B", "1 Y>C", "2 Y>D", "2 Y>E")
    for ties, out in (("latest", "C"), ("first", "B")):
        result = VOTING["wig"](tied, seats=1, ties=ties, lots_seed="x")
        assert (result.ties[0].among, result.ties[0].chosen) == (("B", "C"), (out,))
    assert VOTING["scottish"](tied, seats=1, lots_seed="x").ties[0].chosen == ("C",)


def test_trap_6_of_three_tied_only_those_who_are_still_equal_are_looked_at_further():
    # With F and G gone, A, B and C have 3 each. One stage earlier B had 2, so B falls out; A, who had 2 at the first
    # stage as well, stays.
    tied = ballots("ABCDEFG", "2 A", "2 B", "3 C", "1 F>A", "1 G>B", "9 D", "9 E")
    result = VOTING["scottish"](tied, seats=2, lots="A > B > C > D > E > G > F")
    assert [(tie.among, tie.by, tie.chosen) for tie in result.ties[:2]] == [
        (("F", "G"), "lot", ("F",)),
        (("A", "B", "C"), "earlier-stage", ("B",)),
    ]


def test_trap_6_lots_are_drawn_beforehand_and_whoever_is_favoured_falls_out_last():
    tied = ballots("ABC", "2 A", "1 B", "1 C")
    with pytest.raises(NoLot, match="B, C"):
        VOTING["scottish"](tied, seats=2)
    assert VOTING["scottish"](tied, seats=2, lots="C > A > B").winners == ("A", "C")
    assert VOTING["scottish"](tied, seats=2, lots="B > A > C").winners == ("A", "B")
    seeded = VOTING["scottish"](tied, seats=2, lots_seed="lottery 2026-11-25")
    assert seeded.facts["lots_order"]
    assert seeded.options["lots_seed"] == "lottery 2026-11-25"
    assert [tie.by for tie in seeded.ties] == ["lot"]


def test_trap_7_the_highest_surplus_goes_first_and_surpluses_go_before_exclusions():
    result = VOTING["scottish"](ballots("ABCDE", "9 A>C", "7 B>D", "2 C", "1 D", "1 E"), seats=3, lots_seed="x")
    assert [(stage["what"], stage["source"]) for stage in result.facts["stages"]][:3] == [
        ("first", None), ("surplus", "A"), ("surplus", "B"),
    ]  # fmt: skip


def test_trap_7_whoever_reaches_the_quota_during_a_transfer_waits_until_the_stage_has_ended():
    # At stage 2 both B and C come over the quota of 4 from one surplus; both are elected there, in order of votes.
    result = VOTING["scottish"](ballots("ABCD", "6 A>B", "5 A>C", "3 B", "3 C>D", "1 D"), seats=3)
    assert list(result.facts["stages"][1]["elected"]) == ["B", "C"]
    assert result.winners == ("A", "B", "C")


def test_trap_7_when_as_many_are_left_as_places_they_are_elected_without_more_transfers():
    result = VOTING["scottish"](ballots("ABC", "9 A>B", "2 B", "1 C"), seats=3)
    assert [stage["what"] for stage in result.facts["stages"]] == ["first"]
    assert result.winners == ("A", "B", "C")
    assert result.steps[-1].kind == "stv.last-places"


def test_trap_7_a_surplus_of_nothing_is_no_stage():
    result = VOTING["scottish"](ballots("ABC", "4 A>B", "3 B", "3 C", "1 C>B"), seats=2)
    assert [stage["source"] for stage in result.facts["stages"]] == [None]
    assert set(result.winners) == {"A", "C"}


def test_trap_8_meek_follows_the_tolerance_of_the_regulation():
    """New Zealand stops iterating below 0.0001 or when the last cannot be saved, the reference rule below 0.000001."""
    held = election("gpl-3/droop/SC")
    for variant, tolerance in (("new-zealand", Decimal("0.0001")), ("prf", Decimal("0.000001"))):
        result = VOTING["meek"](held.ballots, seats=held.seats, variant=variant, lots_seed="x")
        for stage in result.facts["stages"][1:-1]:
            surplus = sum(stage["votes"][name] - stage["quota"] for name in stage["keep"])
            if stage["excluded"] and variant == "prf":
                assert surplus < tolerance
            if stage["excluded"] and surplus >= tolerance:
                out = stage["votes"][stage["excluded"][0]]
                others = [v for name, v in stage["votes"].items() if v > out]
                assert out + surplus < min(others)
        whole(result)


def test_trap_8_each_part_that_is_kept_is_rounded_up_to_nine_decimals_and_the_rest_goes_on():
    result = VOTING["meek"](ballots("ABC", "6 A>B", "2 B", "3 C", "1 C>B"), seats=2)
    whole(result)
    for stage in result.facts["stages"]:
        assert all(amount == round(amount, 9) for amount in stage["votes"].values() if isinstance(amount, Decimal))


# ---- trap 3: exhausted ballots


def test_trap_3_a_fixed_quota_a_shrinking_threshold_and_a_majority_of_continuing_ballots_differ():
    papers = ballots("ABCD", "40 A", "35 B", "15 C", "10 D>B")
    fixed = VOTING["scottish"](papers, seats=1)
    assert {int(stage["quota"]) for stage in fixed.facts["stages"]} == {51}
    shrinking = VOTING["wig"](papers, seats=1, quota="whole", threshold="shrinking")
    assert [int(stage["quota"]) for stage in shrinking.facts["stages"]] == [51, 51, 43]
    irv = VOTING["irv"](papers)
    assert [stage["quota"] for stage in irv.facts["stages"]] == [50, 50, Fraction(85, 2)]
    for result in (fixed, shrinking, irv):
        assert result.winners == ("B",)
        assert result.facts["stages"][2]["exhausted"] == 15
        whole(result)
    assert len(irv.facts["stages"]) == 3  # 45 of 85; the fixed quota of 51 is never reached
    assert fixed.steps[-1].kind == "stv.last-places"


def test_trap_3_instant_runoff_can_go_on_until_two_are_left():
    papers = ballots("ABC", "6 A", "3 B>C", "2 C")
    assert len(VOTING["irv"](papers).facts["stages"]) == 1
    going_on = VOTING["irv"](papers, until="two")
    assert len(going_on.facts["stages"]) == 2
    assert going_on.winners == ("A",)


# ---- equal ranks


def test_the_scottish_rule_refuses_equal_ranks_by_name():
    with pytest.raises(EqualRanks, match="A = B"):
        VOTING["scottish"](ballots("ABC", "1 A=B>C", "2 C"), seats=1)


@pytest.mark.parametrize("rule", ["irv", "wig", "meek"])
def test_a_paper_with_equal_ranks_counts_as_all_its_orders_in_equal_parts(rule):
    options = {"lots": "A > B > C > D"} | ({} if rule == "irv" else {"seats": 2})
    equal = VOTING[rule](ballots("ABCD", "6 A=B>C", "5 C>A=D", "2 D"), **options)
    apart = VOTING[rule](ballots("ABCD", "3 A>B>C", "3 B>A>C", "5/2 C>A>D", "5/2 C>D>A", "2 D"), **options)
    assert equal.facts["stages"] == apart.facts["stages"]
    assert equal.winners == apart.winners


def test_papers_with_too_many_equal_are_refused_with_the_way_out():
    with pytest.raises(TooManyEqual, match="40320 orders"):
        VOTING["wig"](ballots("ABCDEFGH", "1 A=B=C=D=E=F=G=H"), seats=1)


# ---- weights, and input that has no answer


@pytest.mark.parametrize("rule", STV)
def test_fractional_weights_are_counted_exactly(rule):
    thirds = ballots("ABC", "10/3 A>B", "5/3 B", "2/3 C", "1/3 C>A")
    result = VOTING[rule](thirds, seats=2, lots_seed="x")
    assert result.facts["valid"] == 6
    assert result.winners[0] == "A"
    whole(result)


def test_a_whole_number_of_votes_is_written_as_one_though_it_was_counted_in_fractions():
    count = VOTING["wig"](ballots("ABC", "3 A>B", "3 A>C", "1 B", "1 C"), seats=2, quota="whole", lots_seed="x")
    surplus = count.facts["stages"][1]
    assert surplus["transfers"] == {"B": Fraction(3, 2), "C": Fraction(3, 2)}
    assert [type(surplus[fact]) for fact in ("quota", "exhausted", "lost")] == [int] * 3
    assert type(surplus["votes"]["A"]) is int


@pytest.mark.parametrize("rule", STV)
def test_more_seats_than_candidates_has_no_answer(rule):
    with pytest.raises(TooManySeats):
        VOTING[rule](ballots("AB", "1 A"), seats=3)


@pytest.mark.parametrize("rule", [*STV, "irv"])
def test_without_a_valid_ballot_nobody_is_elected(rule):
    with pytest.raises(NoValidBallots):
        VOTING[rule](ballots("AB", "3"))


def test_options_that_make_no_sense_are_refused():
    for rule, options in (("scottish", {"seats": 0}), ("wig", {"quota": "hare"}), ("meek", {"decimals": 3})):
        with pytest.raises(BadOption):
            VOTING[rule](ballots("AB", "1 A"), **options)


def test_the_steps_say_what_happened_in_three_languages():
    result = VOTING["scottish"](ballots("ABC", "4 A>B", "2 A>C", "1 A", "2 B", "1 C"), seats=2)
    assert result.sentences("en")[:2] == (
        "There are 10 valid votes for 2 seats. Whoever has 4.00000 votes is elected: that is the quota.",
        "A has 7.00000 votes, reaches the quota of 4.00000 and is elected.",
    )
    for language in ("nl", "fr"):
        assert len(set(result.sentences(language))) == len(result.steps)
