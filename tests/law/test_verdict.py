"""Adopted or not: exactly at the threshold, on either side of it, and with every comparison shown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waardeel.law.verdict import (
    BadBase,
    BadElectorate,
    BadShare,
    DecisionRules,
    Electorate,
    Majority,
    MoreVotesThanPresent,
    Quorum,
    verdict,
)
from waardeel.methods.errors import BadShape, NotExact
from waardeel.methods.voting.yes_no import Count

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
MORE_THAN_HALF = DecisionRules(None, Majority("cast", HALF, strict=True))


def votes(yes, no, abstain=0):
    return Count(Fraction(yes), Fraction(no), Fraction(abstain))


def decide(yes, no, abstain=0, *, members=100, present=None, rules=MORE_THAN_HALF):
    count = votes(yes, no, abstain)
    return verdict(count, Electorate(Fraction(members), Fraction(count.all if present is None else present)), rules)


def rules(base, share, *, strict, quorum=None):
    return DecisionRules(
        None if quorum is None else Quorum("members", Fraction(quorum)),
        Majority(base, Fraction(share), strict),
    )


# ---- at the threshold ----


@pytest.mark.parametrize(
    ("yes", "no", "reason"),
    [(16, 15, "adopted"), (15, 15, "tie"), (15, 16, "no-majority"), (1, 0, "adopted")],
)
def test_more_than_half_of_the_votes_cast(yes, no, reason):
    assert decide(yes, no, 9).reason == reason


@pytest.mark.parametrize(("yes", "no", "adopted"), [(20, 10, True), (19, 10, False), (21, 10, True), (20, 11, False)])
def test_at_least_two_thirds_of_the_votes_cast(yes, no, adopted):
    assert decide(yes, no, rules=rules("cast", "2/3", strict=False)).adopted is adopted


def test_more_than_two_thirds_is_not_met_by_exactly_two_thirds():
    assert decide(20, 10, rules=rules("cast", "2/3", strict=True)).reason == "no-majority"
    assert decide(21, 10, rules=rules("cast", "2/3", strict=True)).reason == "adopted"


def test_at_least_half_is_met_by_exactly_half():
    assert decide(15, 15, rules=rules("cast", "1/2", strict=False)).reason == "adopted"


@pytest.mark.parametrize(("base", "adopted"), [("cast", True), ("present", False), ("members", False)])
def test_an_abstention_counts_only_over_those_present(base, adopted):
    # 10 for, 6 against, 4 abstain, of 40: 10 of 16, 10 of 20, 10 of 40
    assert decide(10, 6, 4, members=40, rules=rules(base, "1/2", strict=True)).adopted is adopted


def test_one_more_vote_makes_more_than_half_of_those_present():
    assert decide(11, 5, 4, members=40, rules=rules("present", "1/2", strict=True)).adopted is True


def test_who_is_present_and_hands_in_nothing_counts_as_present():
    assert decide(10, 0, 0, present=20, rules=rules("present", "1/2", strict=True)).reason == "no-majority"


@pytest.mark.parametrize(("yes", "adopted"), [(20, False), (21, True)])
def test_more_than_half_of_all_members(yes, adopted):
    assert decide(yes, 0, members=40, rules=rules("members", "1/2", strict=True)).adopted is adopted


def test_all_members_can_be_asked_for():
    unanimous = rules("members", 1, strict=False)
    assert decide(40, 0, members=40, rules=unanimous).adopted is True
    assert decide(39, 0, members=40, rules=unanimous).adopted is False


@pytest.mark.parametrize(("present", "reason"), [(49, "no-quorum"), (50, "adopted"), (51, "adopted")])
def test_a_quorum_of_half_is_met_by_exactly_half(present, reason):
    assert decide(30, 10, present=present, rules=rules("cast", "1/2", strict=True, quorum="1/2")).reason == reason


def test_a_quorum_of_a_third_of_100_needs_34():
    third = rules("cast", "1/2", strict=True, quorum="1/3")
    assert decide(30, 0, present=33, rules=third).reason == "no-quorum"
    assert decide(30, 0, present=34, rules=third).reason == "adopted"


def test_abstentions_help_to_meet_the_quorum():
    assert decide(1, 0, 49, rules=rules("cast", "1/2", strict=True, quorum="1/2")).reason == "adopted"


@pytest.mark.parametrize("base", ["cast", "present", "members"])
@pytest.mark.parametrize("strict", [True, False])
def test_without_a_vote_for_or_against_nothing_is_adopted(base, strict):
    assert decide(0, 0, 12, rules=rules(base, "1/2", strict=strict)).reason == "no-votes"
    assert decide(0, 0, rules=rules(base, "1/2", strict=strict)).reason == "no-votes"
    assert decide(0, 0, members=0, rules=rules(base, "1/2", strict=strict)).reason == "no-votes"


def test_a_missed_quorum_is_told_before_missing_votes():
    assert decide(0, 0, rules=rules("cast", "1/2", strict=True, quorum="1/2")).reason == "no-quorum"


def test_equal_votes_are_a_tie_only_where_more_votes_for_than_against_are_asked():
    assert decide(10, 10, rules=rules("cast", "2/3", strict=False)).reason == "no-majority"
    assert decide(10, 10, members=40, rules=rules("members", "1/2", strict=True)).reason == "no-majority"


def test_weights_are_compared_as_fractions():
    # a third three times is exactly one: as floats 0.1 + 0.2 > 0.3 would pass
    assert decide("3/10", "3/10").reason == "tie"
    assert decide("1/3", "1/6", rules=rules("cast", "2/3", strict=False)).reason == "adopted"


# ---- the arithmetic ----


def test_every_comparison_is_shown_with_the_whole_number_that_would_do():
    found = decide(16, 15, 3, members=60, rules=rules("cast", "1/2", strict=True, quorum="1/2"))
    assert found.to_json() == {
        "adopted": True,
        "reason": "adopted",
        "steps": [
            {
                "what": "quorum",
                "left": "34",
                "relation": ">=",
                "right": "30",
                "holds": True,
                "share": "1/2",
                "of": "members",
                "total": "60",
                "whole": 30,
            },
            {
                "what": "votes",
                "left": "31",
                "relation": ">",
                "right": "0",
                "holds": True,
                "share": "0",
                "of": "cast",
                "total": "31",
                "whole": 1,
            },
            {
                "what": "majority",
                "left": "16",
                "relation": ">",
                "right": "31/2",
                "holds": True,
                "share": "1/2",
                "of": "cast",
                "total": "31",
                "whole": 16,
            },
        ],
    }


def test_the_steps_end_where_it_failed():
    found = decide(30, 0, present=30, rules=rules("cast", "1/2", strict=True, quorum="1/2"))
    assert [(step.what, step.holds) for step in found.steps] == [("quorum", False)]
    found = decide(1, 2)
    assert [(step.what, step.holds) for step in found.steps] == [("votes", True), ("majority", False)]


shares = st.fractions(min_value=Fraction(1, 60), max_value=1, max_denominator=60)
amounts = st.fractions(min_value=0, max_value=50, max_denominator=6)


@st.composite
def some_rules(draw):
    strict = draw(st.booleans())
    share = draw(shares.filter(lambda s: s < 1) if strict else shares)
    quorum = draw(st.none() | st.builds(Quorum, st.just("members"), shares))
    return DecisionRules(quorum, Majority(draw(st.sampled_from(["cast", "present", "members"])), share, strict))


@st.composite
def situations(draw):
    count = Count(draw(amounts), draw(amounts), draw(amounts))
    present = count.all + draw(amounts)
    return count, Electorate(members=present + draw(amounts), present=present)


@given(situations(), some_rules())
def test_the_whole_number_is_the_smallest_that_would_do(situation, chosen):
    for step in verdict(*situation, chosen).steps:
        enough = {">": step.whole > step.right, ">=": step.whole >= step.right}
        too_few = {">": step.whole - 1 > step.right, ">=": step.whole - 1 >= step.right}
        assert (enough[step.relation], too_few[step.relation]) == (True, False)
        assert step.right == step.share * step.total


@given(situations(), some_rules())
def test_the_verdict_follows_from_its_steps(situation, chosen):
    found = verdict(*situation, chosen)
    assert found.adopted == all(step.holds for step in found.steps) == (found.reason == "adopted")


@given(situations(), some_rules(), st.fractions(min_value=Fraction(1, 9), max_value=9))
def test_scaling_all_weights_changes_nothing(situation, chosen, factor):
    count, electorate = situation
    scaled = verdict(
        Count(count.yes * factor, count.no * factor, count.abstain * factor),
        Electorate(electorate.members * factor, electorate.present * factor),
        chosen,
    )
    found = verdict(count, electorate, chosen)
    assert (scaled.adopted, scaled.reason) == (found.adopted, found.reason)


@given(situations(), some_rules(), amounts)
def test_a_vote_more_for_never_hurts(situation, chosen, more):
    count, electorate = situation
    assume(verdict(count, electorate, chosen).adopted)
    grown = Electorate(electorate.members, min(electorate.present + more, electorate.members))
    more = grown.present - electorate.present
    assert verdict(Count(count.yes + more, count.no, count.abstain), grown, chosen).adopted


@given(situations(), some_rules(), st.fractions(min_value=0, max_value=1))
def test_turning_a_vote_from_against_to_for_never_hurts(situation, chosen, part):
    count, electorate = situation
    assume(verdict(count, electorate, chosen).adopted)
    turned = count.no * part
    assert verdict(Count(count.yes + turned, count.no - turned, count.abstain), electorate, chosen).adopted


@given(situations(), some_rules())
def test_abstentions_of_those_present_never_change_a_majority_of_votes_cast(situation, chosen):
    count, electorate = situation
    chosen = DecisionRules(chosen.quorum, Majority("cast", chosen.majority.share, chosen.majority.strict))
    silent = Count(count.yes, count.no, Fraction(0))
    assert verdict(count, electorate, chosen).reason == verdict(silent, electorate, chosen).reason


# ---- reading and bad input ----


@given(some_rules(), situations())
def test_rules_and_electorate_come_back_from_json(chosen, situation):
    assert DecisionRules.from_json(chosen.to_json()) == chosen
    assert Electorate.from_json(situation[1].to_json()) == situation[1]


def test_rules_are_written_exactly():
    assert rules("cast", "2/3", strict=False, quorum="1/2").to_json() == {
        "quorum": {"base": "members", "share": "1/2"},
        "majority": {"base": "cast", "share": "2/3", "strict": False},
    }


GOOD = {"base": "cast", "share": "1/2", "strict": True}


@pytest.mark.parametrize(
    ("data", "error", "where"),
    [
        ({"majority": GOOD}, BadShape, "rules"),
        ({"quorum": None, "majority": None}, BadShape, "rules.majority"),
        ({"quorum": None, "majority": {**GOOD, "note": ""}}, BadShape, "rules.majority"),
        ({"quorum": None, "majority": {**GOOD, "share": 0.5}}, NotExact, "rules.majority.share"),
        ({"quorum": None, "majority": {**GOOD, "share": "0.5"}}, NotExact, "rules.majority.share"),
        ({"quorum": None, "majority": {**GOOD, "share": "0"}}, BadShare, "majority.share"),
        ({"quorum": None, "majority": {**GOOD, "share": "1"}}, BadShare, "majority.share"),
        ({"quorum": None, "majority": {**GOOD, "share": "3/2"}}, BadShare, "majority.share"),
        ({"quorum": None, "majority": {**GOOD, "base": "votes"}}, BadBase, "majority.base"),
        ({"quorum": None, "majority": {**GOOD, "base": ["cast"]}}, BadBase, "majority.base"),
        ({"quorum": None, "majority": {**GOOD, "strict": 1}}, BadShape, "majority.strict"),
        ({"quorum": {"base": "cast", "share": "1/2"}, "majority": GOOD}, BadBase, "quorum.base"),
        ({"quorum": {"base": "members", "share": "-1/2"}, "majority": GOOD}, BadShare, "quorum.share"),
        ({"quorum": {"share": "1/2"}, "majority": GOOD}, BadShape, "rules.quorum"),
    ],
)
def test_rules_that_make_no_sense_are_refused_with_their_place(data, error, where):
    with pytest.raises(error) as refused:
        DecisionRules.from_json(data)
    assert refused.value.facts["where"] == where


@pytest.mark.parametrize(("members", "present"), [(10, 11), (10, -1), (-1, -1)])
def test_more_people_than_there_are_is_refused(members, present):
    with pytest.raises(BadElectorate):
        Electorate(Fraction(members), Fraction(present))


def test_more_votes_than_people_present_is_refused():
    with pytest.raises(MoreVotesThanPresent) as refused:
        decide(6, 4, 1, present=10)
    assert refused.value.facts == {"counted": 11, "present": 10}
